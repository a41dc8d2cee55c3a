// SPDX-License-Identifier: GPL-3.0-or-later
// Whether an agent has to be evaluated again, from facts alone: how old the last evaluation is, and what changed since that its pact names as a reason. It asks
// no clock and no ledger; models/workspace/reevaluation.h gathers the facts.
#pragma once

#include "models/base/instant.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

/// Days between evaluations that a pact asks for in words ("weekly", "quarterly"); none where it names no rhythm that is known.
[[nodiscard]] std::optional<std::int64_t> daysOfCadence(std::string_view cadence);
/// How long a re-evaluation may wait after what calls for it, where the cadence is not shorter.
inline constexpr std::int64_t reevaluationDays = 14;

enum class TriggerKind : std::uint8_t {
    Model, Prompt, Tools, Pact, Context, Drift, Incident, ///< named by a pact's "triggers"
    Age,   ///< the cadence runs out
    Never, ///< the pact asks for evaluations and there is none
    Undated ///< there are some, and nobody said when they ran
};
/// "model", "prompt", "tools", "pact", "context", "drift", "incident", "age", "never", "undated".
[[nodiscard]] std::string_view nameOf(TriggerKind kind);

/// Something that is not as it was at the last evaluation.
struct BasisChange
{
    TriggerKind kind = TriggerKind::Model;
    std::string before, after;
    std::optional<Instant> at; ///< when the source says it was first seen; none where it gives no time
    Instant received;          ///< when it came to the ledger
    std::uint64_t entry = 0;   ///< the record or statement in which it is seen first
    bool operator==(const BasisChange &) const = default;
};

struct LastEvaluated
{
    Instant at;
    std::string by;
    std::uint64_t entry = 0;
    bool operator==(const LastEvaluated &) const = default;
};

struct StalenessFacts
{
    Instant now;
    std::string cadence;               ///< of the pact in force
    std::vector<std::string> triggers; ///< of the pact in force
    std::optional<Instant> asksSince;  ///< when this pact came into force
    std::uint64_t asksEntry = 0;
    std::optional<LastEvaluated> last;
    std::optional<LastEvaluated> undated; ///< signed after `last`, the newest of those of which nobody said when they ran; `at` is when it was signed
    std::vector<BasisChange> changes;  ///< since `last`
};

enum class EvaluationState : std::uint8_t {
    NotAsked, ///< no pact asks for an evaluation
    Current,
    Due,
    Overdue
};
/// "not_asked", "current", "due", "overdue".
[[nodiscard]] std::string_view nameOf(EvaluationState state);

struct ReevaluationReason
{
    BasisChange change; ///< Age, Never and Undated: without before and after
    Instant deadline;
    bool operator==(const ReevaluationReason &) const = default;
};

/// A sentence: "the model is another: \"b\" after \"a\"." Names come from sources and pacts: make them visible before a person reads them.
[[nodiscard]] std::string reasonWords(const ReevaluationReason &reason);

struct Staleness
{
    EvaluationState state = EvaluationState::NotAsked;
    std::optional<LastEvaluated> last;
    std::optional<LastEvaluated> undated;    ///< makes nothing current; as in the facts
    std::optional<Instant> deadline;         ///< the earliest of the reasons', or when the cadence runs out
    std::vector<ReevaluationReason> reasons; ///< the earliest deadline first
};

/// Due: a reason is there and its deadline is not past. The cadence itself is a reason in its last fourteen days, or its last quarter where that is shorter.
[[nodiscard]] Staleness stalenessOf(const StalenessFacts &facts);

} // namespace mandate
