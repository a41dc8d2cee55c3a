// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/target_window.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace mandate {

std::optional<std::int64_t> windowSecondsOf(std::string_view text)
{
    std::int64_t number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
    constexpr std::array<std::pair<std::string_view, std::int64_t>, 5> units{{{"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86400}, {"w", 7 * 86400}}};
    const auto known = std::ranges::find(units, unit, &std::pair<std::string_view, std::int64_t>::first);
    if (problem != std::errc() || known == units.end() || number <= 0 || number > longestTargetWindow / known->second)
        return std::nullopt;
    return number * known->second;
}

} // namespace mandate
