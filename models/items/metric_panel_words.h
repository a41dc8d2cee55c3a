// SPDX-License-Identifier: GPL-3.0-or-later
// Figures of models/metrics and models/evaluations as panels in words. Called in workers: nothing here touches an object.
#pragma once

#include "models/evaluations/result_figures.h"
#include "models/items/case_choice.h"
#include "models/items/figure_panel.h"
#include "models/items/panel_text.h"
#include "models/metrics/agent_figures.h"
#include "models/metrics/safety_cost.h"
#include "models/metrics/split_figures.h"
#include "models/workspace/target_standings.h"

#include <vector>

namespace mandate {

/// A target with the steps in which its budget went.
using TargetSteps = std::pair<TargetStanding, std::vector<BudgetPoint>>;
/// All targets in a table, with how each budget went over its window.
[[nodiscard]] FigurePanel targetsPanel(const std::vector<TargetSteps> &targets, const QList<FigurePanel> &cards, qsizetype mostCards);
/// What is left of a target's budget over its window; or whether a share keeps its target.
[[nodiscard]] FigurePanel targetPanel(const TargetStanding &standing, const std::vector<BudgetPoint> &burnDown);
/// Success, speed and cost beside the runs that broke the pact.
[[nodiscard]] FigurePanel besidePanel(const std::vector<AgentFigures> &agents, const FigureLinks &links);
/// Should it have handed over, and did it.
[[nodiscard]] FigurePanel handOffPanel(const std::vector<AgentFigures> &agents, const QString &agent, const FigureLinks &links);
[[nodiscard]] FigurePanel approvalsPanel(const WindowFigures &figures, const QString &agent, const FigureLinks &links);
[[nodiscard]] FigurePanel evidencePanel(const std::vector<AgentFigures> &agents, const FigureLinks &links);
[[nodiscard]] FigurePanel writesPanel(const std::vector<AgentFigures> &agents, const FigureLinks &links);
/// What clauses stopped, rightly or not, and how long agents waited and people decided because of them.
[[nodiscard]] FigurePanel costPanel(const std::vector<ClauseCost> &costs, const FigureLinks &links);
/// Attack success and utility, by agent and attack.
[[nodiscard]] FigurePanel robustnessPanel(const std::vector<AgentFigures> &agents, const FigureLinks &links);
/// By pact version or model; nothing where there is only one.
[[nodiscard]] FigurePanel splitPanel(const std::vector<SplitFigures> &figures, Split split, const QString &agent, const FigureLinks &links);
[[nodiscard]] FigurePanel toolsPanel(const std::vector<SplitFigures> &tools, const QString &agent, const FigureLinks &links);
/// `evaluation`: the entry whose answers they are; none: answers of sessions.
[[nodiscard]] FigurePanel calibrationPanel(const CalibrationGroup &group, const QString &suite, std::optional<EntryNumber> evaluation);
/// Of results that are not to be read any more: why.
[[nodiscard]] FigurePanel unreadablePanel(const QString &suite, const Error &error);
[[nodiscard]] FigurePanel judgePanel(const JudgeFigures &judge, const QString &suite, EntryNumber evaluation);

} // namespace mandate
