// SPDX-License-Identifier: GPL-3.0-or-later
// Rules that open incidents without a clause of a pact: an action out of every scope or that nobody can decide, a stop that does not hold, or of which nobody can say whether it did, an approval that did not cover
// what ran, disagreement with a scope policy, a source's seal that does not hold, a gap in a source, a target that is missed, an agent that drifts, a ledger that does not verify. Told as clauses, so that an incident has one form.
#pragma once

#include "models/pact/document.h"
#include "models/pact/verdict.h"

#include <string_view>

namespace mandate {

inline constexpr std::string_view actingWhileSuspended = "acting_while_suspended";
inline constexpr std::string_view reportedAfterStop = "reported_after_stop";
inline constexpr std::string_view approvalNotCovering = "approval_not_covering";
inline constexpr std::string_view verifierDisagreeing = "verifier_disagreeing";
inline constexpr std::string_view againstScopePolicy = "against_scope_policy";
inline constexpr std::string_view sourceSealBroken = "source_seal_broken";
inline constexpr std::string_view sourceGap = "source_gap";
inline constexpr std::string_view drifted = "drifted";
inline constexpr std::string_view verificationFailed = "verification_failed";

/// Of actions that a pact binds and no clause answers for; these two name the pact.
inline constexpr std::string_view outOfScopeAction = "out_of_scope";
inline constexpr std::string_view undecidedAction = "undecided";
/// A target of the pact that is missed: this, a point, and the metric; it names the pact.
inline constexpr std::string_view targetMissed = "target_missed";

/// The rule that opens an incident for what a pact said of an action; nullptr: none does, or a clause.
[[nodiscard]] const Clause *ruleForVerdict(Verdict verdict, bool executed);
/// nullptr when there is no such rule. No pact can use these ids.
[[nodiscard]] const Clause *builtInRule(std::string_view id);

} // namespace mandate
