// SPDX-License-Identifier: GPL-3.0-or-later
// The window of a pact's target, as its authors write it. What is measured over it is no business of this file.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace mandate {

/// Ten years: what is longer has no end that anybody plans by, and in nanoseconds soon none that can be counted.
inline constexpr std::int64_t longestTargetWindow = 10LL * 366 * 86400;
/// Seconds of "30d", "6h", "45m", "90s" or "4w"; none for anything else, for nothing, and for more than ten years.
[[nodiscard]] std::optional<std::int64_t> windowSecondsOf(std::string_view text);

} // namespace mandate
