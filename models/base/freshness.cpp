// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/freshness.h"

#include <array>

namespace mandate {

std::string_view nameOf(Freshness freshness)
{
    constexpr std::array<std::string_view, 4> names{"healthy", "idle", "stalled", "unknown"};
    return names.at(static_cast<std::size_t>(freshness));
}

} // namespace mandate
