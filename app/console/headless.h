// SPDX-License-Identifier: GPL-3.0-or-later
// What the console would show, as text: for machines without a display.
#pragma once

#include <QString>

namespace mandate {

class MainWindow;

/// Pages with their counts, the gravest incidents, agents and their states.
[[nodiscard]] QString describe(const MainWindow &window);

} // namespace mandate
