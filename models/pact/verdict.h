// SPDX-License-Identifier: GPL-3.0-or-later
// The answer of a pact about one action.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace mandate {

/// PACT.md, "Verdict of an action". NoPact: no pact in force binds the agent, so nothing was judged. NotJudged: not an action.
enum class Verdict : std::uint8_t { NotJudged, NoPact, Permitted, Approved, NeedsApproval, Prohibited, OutOfScope, Undecidable };
inline constexpr std::size_t verdictCount = 8;
/// Stable names: "not_judged", "no_pact", "permitted", "approved", "needs_approval", "prohibited", "out_of_scope", "undecidable".
[[nodiscard]] std::string_view nameOf(Verdict verdict);
[[nodiscard]] std::optional<Verdict> verdictOf(std::string_view name);

} // namespace mandate
