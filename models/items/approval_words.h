// SPDX-License-Identifier: GPL-3.0-or-later
// People's words for requests and decisions: states, consequences, clocks, actors, reasons. Decision and operation are two words, never one.
#pragma once

#include "models/items/words.h"
#include "models/workspace/approvals.h"

namespace mandate::words {

[[nodiscard]] StateWord of(DecisionState state);
[[nodiscard]] StateWord of(OperationState state);
/// "Spends money" with the shape of how much it takes to put right.
[[nodiscard]] StateWord chip(Consequence consequence);
[[nodiscard]] StateWord cannotBeRecalled();
/// What the decision means for the agent; what became of the action: two sentences that stand below each other.
[[nodiscard]] QString meaning(DecisionState state);
[[nodiscard]] QString meaning(OperationState state);

/// "denied", as the steps of a history are told: "Denied by Owner A".
[[nodiscard]] QString told(ApprovalStep step);
/// Who did it. A timer, a rule and a person never look alike: "No one decided in time", "Rule", "Owner A".
[[nodiscard]] QString actor(ActorKind kind, std::string_view by, std::string_view byName);
/// The same of a step, and for whom: "Bob for Ada (delegated until 4 Dec 10:00 UTC)".
[[nodiscard]] QString actor(const ApprovalStatement &step, const Instant &now);

[[nodiscard]] QStringList approveReasonCodes();
[[nodiscard]] QStringList denyReasonCodes();
[[nodiscard]] QString decisionReason(const QString &code);
/// What the agent left out, by Proposal::missing().
[[nodiscard]] QString proposalPart(std::string_view name);
[[nodiscard]] QString of(Reversibility reversibility);

/// "41 min", "1 h 5 min", "50 s": a length of time as the clocks tell it.
[[nodiscard]] QString duration(std::int64_t seconds);
/// How long until a request dies, and whether its response target was missed already: shape and word.
[[nodiscard]] StateWord timeLeft(const ApprovalRequest &request, const Instant &now);
/// "Target in 3 min", "Target missed 2 min ago".
[[nodiscard]] QString target(const ApprovalRequest &request, const Instant &now);
/// "14:20 UTC", with the day when it is another one.
[[nodiscard]] QString shortTime(const Instant &instant, const Instant &now);
/// "740.00 EUR", without currency when none is known.
[[nodiscard]] QString money(std::int64_t millionths, std::string_view currency);
/// Tokens with a letter or a digit in them.
[[nodiscard]] int countWords(const QString &text);
/// The first words and "…"; all of it when there are no more.
[[nodiscard]] QString firstWords(const QString &text, int words);

} // namespace mandate::words
