// SPDX-License-Identifier: GPL-3.0-or-later
// The style sheet that gives Fusion the console's calm: made from tokens, so that no colour is written twice.
#pragma once

#include "views/widgets/theme.h"

#include <QString>

namespace mandate {

[[nodiscard]] QString styleSheet(const ThemeTokens &tokens, bool compact);

} // namespace mandate
