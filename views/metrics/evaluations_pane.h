// SPDX-License-Identifier: GPL-3.0-or-later
// The tab "Evaluations": what evaluation programs found, brought in and signed; one of them with its cases, two side by side, attacks against versions, and
// the confidence from which on an agent may go without a person. Shows EvaluationDesk, EvaluationReports and ThresholdDesk.
#pragma once

#include "models/items/case_choice.h"
#include "models/items/evaluation_desk.h"
#include "views/widgets/scroll_pane.h"

#include <QPointer>
#include <QStringList>

class QPushButton;
class QTabBar;
class QTableView;

namespace mandate {

class BringInSheet;
class ChosenPart;
class ComparisonPart;
class EmptyState;
class EvaluationReports;
class GridPart;
class Session;
class SessionsSheet;
class StateSentence;
class ThresholdPart;

class EvaluationsPane : public ScrollPane
{
    Q_OBJECT

public:
    explicit EvaluationsPane(QWidget *parent = nullptr);

    enum Part { ChosenTab, ComparisonTab, GridTab, ThresholdTab };

    void setSession(Session *session);
    /// Chooses an evaluation of the list, as soon as it is there.
    void showEvaluation(quint64 entry, const CaseChoice &cases = {});
    [[nodiscard]] quint64 shown() const;
    [[nodiscard]] CaseChoice shownCases() const;
    void showPart(Part part);
    /// Reads these files one after the other, and asks about each before anything is signed.
    void take(const QStringList &paths);

    [[nodiscard]] QTableView *list() const { return m_list; }
    [[nodiscard]] QTabBar *parts() const { return m_parts; }
    [[nodiscard]] BringInSheet *sheet() const { return m_sheet; }
    [[nodiscard]] SessionsSheet *sessionsSheet() const { return m_sessions; }
    [[nodiscard]] QPushButton *bringInButton() const { return m_bringIn; }
    [[nodiscard]] QPushButton *sessionsButton() const { return m_ofSessions; }
    [[nodiscard]] ChosenPart *chosen() const { return m_chosen; }
    [[nodiscard]] ComparisonPart *comparison() const { return m_comparison; }
    [[nodiscard]] GridPart *grid() const { return m_grid; }
    [[nodiscard]] ThresholdPart *threshold() const { return m_threshold; }
    [[nodiscard]] EvaluationDesk *desk() const { return m_desk; }
    [[nodiscard]] EvaluationReports *reports() const;
    [[nodiscard]] QString said() const;

Q_SIGNALS:
    void linkActivated(const QUrl &link);

protected:
    void showEvent(QShowEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void refreshed();
    void chosenInList();
    void showState();
    void leadToCases();
    void next();
    void refused(const Trouble &trouble);
    [[nodiscard]] bool mayBringIn();

    QPointer<Session> m_session;
    QPointer<EvaluationDesk> m_desk;
    QPointer<EvaluationReports> m_reports;
    QStringList m_waiting; ///< files
    quint64 m_wanted = 0;
    CaseChoice m_wantedCases; ///< of m_wanted
    bool m_leadToCases = false; ///< as soon as they are read
    QStringList m_problems; ///< of the files that were read last
    bool m_signing = false; ///< what is refused next was asked by an open sheet
    QPushButton *m_bringIn;
    QPushButton *m_ofSessions;
    QPushButton *m_stop;
    BringInSheet *m_sheet;
    SessionsSheet *m_sessions;
    StateSentence *m_state;
    QTableView *m_list;
    EmptyState *m_empty;
    QTabBar *m_parts;
    ChosenPart *m_chosen;
    ComparisonPart *m_comparison;
    GridPart *m_grid;
    ThresholdPart *m_threshold;
};

} // namespace mandate
