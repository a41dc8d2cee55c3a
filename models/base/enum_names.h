// SPDX-License-Identifier: GPL-3.0-or-later
// The value of an enumeration that a stable name stands for. The names lie in an array in the order of the values, which begin at 0.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace mandate {

/// Nothing when the name is none of them.
template<typename Enum, std::size_t Size>
[[nodiscard]] constexpr std::optional<Enum> enumNamed(const std::array<std::string_view, Size> &names, std::string_view name)
{
    const auto found = std::ranges::find(names, name);
    return found == names.end() ? std::nullopt : std::optional(static_cast<Enum>(found - names.begin()));
}

} // namespace mandate
