// SPDX-License-Identifier: GPL-3.0-or-later
// How documents that people sign are named and numbered: pacts, their clauses, scope policies.
#pragma once

#include <cstdint>
#include <string_view>

namespace mandate {

/// Three numbers of at most nine digits, without leading zeros (Semantic Versioning 2.0.0, item 2).
[[nodiscard]] bool isSemanticVersion(std::string_view text);
/// Whether one such number comes after another.
[[nodiscard]] bool isLaterVersion(std::string_view version, std::string_view than);
/// Letters, digits, '.', '-' and '_', 1 to 64.
[[nodiscard]] bool isIdentifier(std::string_view text);

} // namespace mandate
