// SPDX-License-Identifier: GPL-3.0-or-later
// What a metrics source says, as a figure: its newest value, how much of the time is known, and its points with the holes between them. What is not known is
// never drawn as a point.
#pragma once

#include "models/items/figure_panel.h"
#include "models/items/metric_source_list.h"

namespace mandate {

[[nodiscard]] FigurePanel metricSourcePanel(const MetricSourceItem &item);

} // namespace mandate
