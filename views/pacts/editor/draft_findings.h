// SPDX-License-Identifier: GPL-3.0-or-later
// Beside the form: problems found while typing, what changed against the version in force, and what the draft would have said of what the
// agent really did.
#pragma once

#include <QPointer>
#include <QTabWidget>
#include <QUrl>

class QLabel;
class QPushButton;
class QTableWidget;
class QTextBrowser;

namespace mandate {

class DraftModel;
class ProblemTable;

class DraftFindings : public QTabWidget
{
    Q_OBJECT

public:
    explicit DraftFindings(QWidget *parent = nullptr);

    void show(DraftModel *draft);
    void showReplay();
    void showProblems();
    [[nodiscard]] ProblemTable *problems() const { return m_problems; }
    [[nodiscard]] QTableWidget *replayTable() const { return m_table; }
    [[nodiscard]] QLabel *logicText() const { return m_logic; }
    [[nodiscard]] QPushButton *moreButton() const { return m_more; }
    [[nodiscard]] QTextBrowser *changesText() const { return m_changes; }

Q_SIGNALS:
    void placeWanted(const QString &place);
    void linkActivated(const QUrl &link);

private:
    void fillProblems();
    void fillLogic();
    void fillChanges();
    void fillReplay();

    QPointer<DraftModel> m_draft;
    QWidget *m_problemsTab;
    ProblemTable *m_problems;
    QLabel *m_logic; ///< how much of what follows from the clauses is known
    QPushButton *m_more;
    QWidget *m_changesTab;
    QPushButton *m_compare;
    QTextBrowser *m_changes;
    QWidget *m_replayTab;
    QPushButton *m_replay;
    QPushButton *m_keep;
    QLabel *m_said;
    QTableWidget *m_table;
};

} // namespace mandate
