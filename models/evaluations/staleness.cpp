// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/evaluations/staleness.h"

#include <algorithm>
#include <array>
#include <utility>

namespace mandate {

namespace {

constexpr std::int64_t dayNs = 24LL * 3600 * 1'000'000'000;
constexpr std::array<std::string_view, 10> triggerNames{"model", "prompt", "tools", "pact", "context", "drift", "incident", "age", "never", "undated"};
constexpr std::array<std::string_view, 4> stateNames{"not_asked", "current", "due", "overdue"};

Instant later(const Instant &from, std::int64_t days)
{
    return {from.nanoseconds + days * dayNs};
}

} // namespace

std::string_view nameOf(TriggerKind kind) { return triggerNames.at(static_cast<std::size_t>(kind)); }
std::string_view nameOf(EvaluationState state) { return stateNames.at(static_cast<std::size_t>(state)); }

std::optional<std::int64_t> daysOfCadence(std::string_view cadence)
{
    constexpr std::array<std::pair<std::string_view, std::int64_t>, 8> known{
        {{"daily", 1}, {"weekly", 7}, {"every two weeks", 14}, {"monthly", 31}, {"quarterly", 92}, {"every six months", 183}, {"half-yearly", 183}, {"yearly", 366}}};
    const auto found = std::ranges::find(known, cadence, &std::pair<std::string_view, std::int64_t>::first);
    return found == known.end() ? std::nullopt : std::optional(found->second);
}

std::string reasonWords(const ReevaluationReason &reason)
{
    const BasisChange &change = reason.change;
    const std::string other = "\"" + change.after + "\"" + (change.before.empty() ? std::string() : " after \"" + change.before + "\"") + '.';
    switch (change.kind) {
    case TriggerKind::Model: return "the model is another: " + other;
    case TriggerKind::Prompt: return "the instructions are others: " + other;
    case TriggerKind::Tools: return "it uses a tool that it did not use before: " + other;
    case TriggerKind::Pact: return "the pact is another: " + other;
    case TriggerKind::Context: return "it acts in a deployment that is new: " + other;
    case TriggerKind::Drift: return "it behaves differently: " + other;
    case TriggerKind::Incident: return "there is an incident: " + other;
    case TriggerKind::Age: return "the last evaluation gets too old.";
    case TriggerKind::Never: return "it was never evaluated.";
    case TriggerKind::Undated: return "nobody said when its evaluation ran.";
    }
    return {};
}

Staleness stalenessOf(const StalenessFacts &facts)
{
    Staleness told;
    told.last = facts.last;
    told.undated = facts.undated;
    if (facts.cadence.empty() && facts.triggers.empty())
        return told;
    const auto cadence = daysOfCadence(facts.cadence);
    const std::int64_t patience = std::min(cadence.value_or(reevaluationDays), reevaluationDays);
    if (!facts.last) {
        const Instant since = facts.asksSince.value_or(facts.now);
        const BasisChange none = facts.undated ? BasisChange{TriggerKind::Undated, {}, {}, facts.undated->at, facts.undated->at, facts.undated->entry}
                                               : BasisChange{TriggerKind::Never, {}, {}, facts.asksSince, since, facts.asksEntry};
        told.reasons.push_back({none, later(since, patience)});
    } else {
        for (const BasisChange &change : facts.changes) {
            if (std::ranges::find(facts.triggers, nameOf(change.kind)) != facts.triggers.end())
                told.reasons.push_back({change, later(change.at.value_or(change.received), patience)});
        }
        if (cadence) {
            const Instant runsOut = later(facts.last->at, *cadence);
            const std::int64_t notice = std::min(reevaluationDays * dayNs, *cadence * dayNs / 4);
            told.deadline = runsOut;
            if (facts.now.nanoseconds > runsOut.nanoseconds - notice)
                told.reasons.push_back({{TriggerKind::Age, {}, {}, facts.last->at, facts.last->at, facts.last->entry}, runsOut});
        }
    }
    std::ranges::stable_sort(told.reasons, {}, [](const ReevaluationReason &reason) { return reason.deadline.nanoseconds; });
    told.state = told.reasons.empty() ? EvaluationState::Current : EvaluationState::Due;
    if (!told.reasons.empty()) {
        told.deadline = told.reasons.front().deadline;
        if (facts.now.nanoseconds > told.deadline->nanoseconds)
            told.state = EvaluationState::Overdue;
    }
    return told;
}

} // namespace mandate
