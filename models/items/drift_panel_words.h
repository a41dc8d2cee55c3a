// SPDX-License-Identifier: GPL-3.0-or-later
// What a comparison of runs found, as panels in words. Called in workers: nothing here touches an object.
#pragma once

#include "models/items/compared_runs.h"
#include "models/items/figure_panel.h"
#include "models/metrics/drift.h"

namespace mandate {

/// The answer first, then what it rests on. Sides are called as the report names them, in words that are safe to read. `before` and `after` are the
/// runs that were compared, a baseline's by its agent: links lead to their records.
[[nodiscard]] QList<FigurePanel> driftPanels(const DriftReport &report, const ComparedRuns &before, const ComparedRuns &after);
/// The report as sentences for a person, in their language, with counts, p and the name of the test.
[[nodiscard]] QString driftWords(const DriftReport &report);
[[nodiscard]] StateWord stateOf(DriftAnswer answer);

} // namespace mandate
