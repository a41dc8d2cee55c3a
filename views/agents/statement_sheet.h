// SPDX-License-Identifier: GPL-3.0-or-later
// The sheet that suspends or resumes an agent: what it stops and what it cannot, the reason first, then a note. Not modal; the list
// beside it stays usable. Ctrl+Enter commits, Escape keeps things as they are, digits choose the reason.
#pragma once

#include <QFrame>

class QButtonGroup;
class QGridLayout;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QRadioButton;
class QVBoxLayout;

namespace mandate {

class StatementSheet : public QFrame
{
    Q_OBJECT

public:
    enum class Kind { Suspend, Resume };

    explicit StatementSheet(QWidget *parent = nullptr);

    /// `agent` is safe to read.
    void open(Kind kind, const QString &agent);
    void close();
    [[nodiscard]] Kind kind() const { return m_kind; }

Q_SIGNALS:
    void committed(const QString &reasonCode, const QString &note);
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void fill();
    void addEffects();
    void commit();
    [[nodiscard]] QStringList reasonCodes() const;

    Kind m_kind = Kind::Suspend;
    QString m_agent;
    QLabel *m_title;
    QLabel *m_effectsHeading;
    QVBoxLayout *m_effects;
    QLabel *m_reasonHeading;
    QGridLayout *m_reasonGrid;
    QButtonGroup *m_reasons;
    QLabel *m_noteHeading;
    QPlainTextEdit *m_note;
    QLabel *m_problem;
    QPushButton *m_keep;
    QPushButton *m_commit;
};

} // namespace mandate
