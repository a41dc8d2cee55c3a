// SPDX-License-Identifier: GPL-3.0-or-later
// Rules that open incidents whatever a pact says: a stop that does not hold, or of which nobody can say whether it did, an approval that did not cover
// what ran, disagreement with a scope policy. Told as clauses, so that an incident has one form.
#pragma once

#include "models/pact/document.h"

#include <string_view>

namespace mandate {

inline constexpr std::string_view actingWhileSuspended = "acting_while_suspended";
inline constexpr std::string_view reportedAfterStop = "reported_after_stop";
inline constexpr std::string_view approvalNotCovering = "approval_not_covering";
inline constexpr std::string_view verifierDisagreeing = "verifier_disagreeing";
inline constexpr std::string_view againstScopePolicy = "against_scope_policy";

/// nullptr when there is no such rule. No pact can use these ids: an incident of a rule names no pact.
[[nodiscard]] const Clause *builtInRule(std::string_view id);

} // namespace mandate
