// SPDX-License-Identifier: GPL-3.0-or-later
// The sheet for everything a person signs about an agent: what it does and what it cannot, what it needs, the reason first, then a note. Not
// modal; the list beside it stays usable. Ctrl+Enter commits, Escape keeps things as they are, digits choose the reason. What the lines
// say is sheet_words.h.
#pragma once

#include <QFrame>

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over concepts of the standard library
#include "models/items/agent_change.h"
#include "views/agents/sheet_words.h"
#endif

class QButtonGroup;
class QCheckBox;
class QDateEdit;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QVBoxLayout;

namespace mandate {

class PlainText;
class ScrollPane;
class StateLines;
class ToolChooser;

class StatementSheet : public QFrame
{
    Q_OBJECT

public:
    explicit StatementSheet(QWidget *parent = nullptr);

    void open(const SheetSubject &subject);
    /// What is known meanwhile: states of points, checks, tools. Keeps what was typed and chosen.
    void update(const SheetSubject &subject);
    void close();
    [[nodiscard]] AgentChange::Kind kind() const { return m_subject.kind; }
    [[nodiscard]] const StateLines *effects() const { return m_effects; }
    [[nodiscard]] QPushButton *commitButton() const { return m_commit; }

Q_SIGNALS:
    void committed(const mandate::AgentChange &change);
    void closed();
    void linkActivated(const QUrl &link);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    using Kind = AgentChange::Kind;
    void fill();
    void fillReasons();
    void fillLines();
    void commit();
    void complain(const QString &problem, QWidget *field);
    [[nodiscard]] QString missing(QWidget *&field) const;

    SheetSubject m_subject;
    bool m_toolsShown = false;
    PlainText *m_title;
    ScrollPane *m_scroll;
    QLabel *m_effectsHeading;
    StateLines *m_effects;
    QLabel *m_keepsHeading;
    StateLines *m_keeps;
    QCheckBox *m_staged;
    QLabel *m_toolsHeading;
    ToolChooser *m_tools;
    QCheckBox *m_ends;
    QDateEdit *m_until;
    QLabel *m_countHeading;
    QLineEdit *m_count;
    QLabel *m_reasonHeading;
    QGridLayout *m_reasonGrid;
    QButtonGroup *m_reasons;
    QLabel *m_noteHeading;
    QPlainTextEdit *m_note;
    QLabel *m_passphraseHeading;
    QLineEdit *m_passphrase;
    QLabel *m_problem;
    QPushButton *m_keep;
    QPushButton *m_commit;
};

} // namespace mandate
