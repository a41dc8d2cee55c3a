// SPDX-License-Identifier: GPL-3.0-or-later
// What changed: two sets of runs are chosen, compared, and told as figures with their significance; runs are kept as a signed baseline. Shows
// DriftPanels and computes nothing.
#pragma once

#include "models/items/compared_runs.h"
#include "views/widgets/scroll_pane.h"

#include <QPointer>

#include <optional>
#include <utility>

class QPushButton;

namespace mandate {

class BaselineSheet;
class DriftPanels;
class PanelCards;
class PanelView;
class RunsPicker;
class Session;
class StateSentence;

class ChangePane : public ScrollPane
{
    Q_OBJECT

public:
    explicit ChangePane(QWidget *parent = nullptr);

    void setSession(Session *session);
    /// Chooses these and compares them. What is asked already is not asked again.
    void ask(const ComparedRuns &before, const ComparedRuns &after);
    /// What was asked last; empty: nothing.
    [[nodiscard]] std::pair<ComparedRuns, ComparedRuns> asked() const;
    [[nodiscard]] DriftPanels *model() const { return m_model; }
    [[nodiscard]] RunsPicker *before() const { return m_before; }
    [[nodiscard]] RunsPicker *after() const { return m_after; }
    [[nodiscard]] QPushButton *compareButton() const { return m_compare; }
    [[nodiscard]] QPushButton *keepButton() const { return m_keep; }
    [[nodiscard]] BaselineSheet *sheet() const { return m_sheet; }
    [[nodiscard]] const QList<PanelView *> &views() const;
    /// The line below the pickers: what is going on, or why there is no answer.
    [[nodiscard]] QString said() const;

Q_SIGNALS:
    void linkActivated(const QUrl &link);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void refreshed();
    void compare();
    void showAnswer();
    void showState();
    void openSheet();
    void proposeAfter();

    QPointer<DriftPanels> m_model;
    QPointer<Session> m_session;
    std::optional<std::pair<ComparedRuns, ComparedRuns>> m_wanted; ///< by a link, before it was known what there is
    RunsPicker *m_before;
    RunsPicker *m_after;
    QPushButton *m_compare;
    QPushButton *m_stop;
    QPushButton *m_keep;
    BaselineSheet *m_sheet;
    StateSentence *m_state;
    PanelCards *m_cards;
};

} // namespace mandate
