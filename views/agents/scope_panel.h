// SPDX-License-Identifier: GPL-3.0-or-later
// The Scope policy tab of an agent: which policy a second agent checks against, whose and since when, its rules in words, its history; and the form in
// which one is put in force or withdrawn. A button that the core would refuse says why and cannot be pressed.
#pragma once

#include "views/widgets/scroll_pane.h"

#include <QPointer>

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over concepts of the standard library
#include "models/items/agent_model.h"
#include "models/items/scope_desk.h"
#include "models/items/session.h"
#endif

class QLabel;
class QLineEdit;
class QPushButton;

namespace mandate {

class PlainText;
class StateChip;
struct StateLine;
class StateLines;

class ScopePanel : public ScrollPane
{
    Q_OBJECT

public:
    explicit ScopePanel(QWidget *parent = nullptr);

    void setSession(Session *session);
    void show(const AgentItem &agent);
    /// Looks at a file and shows what putting it in force would mean.
    void look(const QString &path);

    [[nodiscard]] QPushButton *loadButton() const { return m_load; }
    [[nodiscard]] QPushButton *withdrawButton() const { return m_withdraw; }
    [[nodiscard]] QPushButton *commitButton() const { return m_commit; }
    [[nodiscard]] QPushButton *keepButton() const { return m_keep; }
    [[nodiscard]] QLineEdit *note() const { return m_note; }
    [[nodiscard]] StateLines *rules() const { return m_rules; }
    [[nodiscard]] StateLines *previewed() const { return m_previewed; }
    [[nodiscard]] StateLines *answer() const { return m_answer; }
    [[nodiscard]] StateChip *chip() const { return m_chip; }

private:
    enum class Form { None, Setting, Withdrawing };
    void fill();
    void openForm(Form form);
    void fillForm();
    void updateCommit();
    void commit();
    [[nodiscard]] static QList<StateLine> linesOf(const ScopePolicyItem &policy);

    QPointer<ScopeDesk> m_desk;
    QString m_agent;
    QStringList m_deployments;
    ScopePreview m_preview;
    Form m_form = Form::None;

    StateChip *m_chip;
    PlainText *m_sentence;
    PlainText *m_facts;
    QLabel *m_rulesHeading;
    StateLines *m_rules;
    QPushButton *m_load;
    QPushButton *m_withdraw;
    PlainText *m_refusal;
    QWidget *m_sheet;
    QLabel *m_sheetHeading;
    StateLines *m_previewed;
    QLabel *m_noteHeading;
    QLineEdit *m_note;
    QLabel *m_passphraseHeading;
    QLineEdit *m_passphrase;
    QPushButton *m_keep;
    QPushButton *m_commit;
    StateLines *m_answer;
    QLabel *m_historyHeading;
    StateLines *m_history;
};

} // namespace mandate
