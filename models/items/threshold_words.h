// SPDX-License-Identifier: GPL-3.0-or-later
// From which stated confidence on an agent may go without a person, in words and as a figure. The choice itself is models/statistics/calibration.
#pragma once

#include "models/evaluations/result_figures.h"
#include "models/items/figure_panel.h"

#include <optional>
#include <span>

namespace mandate::thresholds {

struct ThresholdAnswer
{
    StateWord state;
    QString sentence; ///< "Hand over below 0.85: …", or that no threshold meets this
    QString load;     ///< what people would have to see
    std::optional<double> threshold; ///< none where no threshold meets it
};
[[nodiscard]] ThresholdAnswer answer(std::span<const HandOffPoint> curve, double allowedError, quint64 unstated);

/// Coverage, error and its upper bound against the threshold, with what is allowed and what was chosen.
[[nodiscard]] FigurePanel panel(std::span<const HandOffPoint> curve, double allowedError);

/// What a pact says under "hand_off", as JSON: {"confidence_below": 0.85, "to": "…"}.
[[nodiscard]] QString clause(double threshold, const QString &to);

} // namespace mandate::thresholds
