// SPDX-License-Identifier: GPL-3.0-or-later
// Figures of models/metrics and models/evaluations as panels in words. Called in workers: nothing here touches an object.
#pragma once

#include "models/evaluations/result_figures.h"
#include "models/items/figure_panel.h"
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
[[nodiscard]] FigurePanel besidePanel(const std::vector<AgentFigures> &agents);
/// Should it have handed over, and did it.
[[nodiscard]] FigurePanel handOffPanel(const std::vector<AgentFigures> &agents);
[[nodiscard]] FigurePanel approvalsPanel(const WindowFigures &figures, const QString &agent);
[[nodiscard]] FigurePanel evidencePanel(const std::vector<AgentFigures> &agents);
[[nodiscard]] FigurePanel writesPanel(const std::vector<AgentFigures> &agents);
/// What clauses stopped, rightly or not, and how long agents waited and people decided because of them.
[[nodiscard]] FigurePanel costPanel(const std::vector<ClauseCost> &costs);
/// Attack success and utility, by agent and attack.
[[nodiscard]] FigurePanel robustnessPanel(const std::vector<AgentFigures> &agents);
/// By pact version or model; nothing where there is only one.
[[nodiscard]] FigurePanel splitPanel(const std::vector<SplitFigures> &figures, Split split);
[[nodiscard]] FigurePanel toolsPanel(const std::vector<SplitFigures> &tools, const QString &agent);
[[nodiscard]] FigurePanel calibrationPanel(const CalibrationGroup &group, const QString &suite);
/// Of results that are not to be read any more: why.
[[nodiscard]] FigurePanel unreadablePanel(const QString &suite, const Error &error);
[[nodiscard]] FigurePanel judgePanel(const JudgeFigures &judge, const QString &suite);

} // namespace mandate
