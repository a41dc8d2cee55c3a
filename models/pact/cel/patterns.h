// SPDX-License-Identifier: GPL-3.0-or-later
// Regular expressions of matches(): RE2 syntax, linear time, bounded memory.
#pragma once

#include <re2/re2.h>

#include <memory>
#include <string>
#include <string_view>

namespace mandate::cel {

/// Longest pattern accepted, in bytes.
inline constexpr std::size_t maximumPatternBytes = 4096;

/// A compiled pattern, or null with the reason in `why`.
[[nodiscard]] std::unique_ptr<const re2::RE2> compilePattern(std::string_view pattern, std::string &why);

} // namespace mandate::cel
