// SPDX-License-Identifier: GPL-3.0-or-later
// Which pact judges an action, by agent, deployment and the time of the action. An immutable value made from the lives of all pacts:
// the ledger alone decides, not the time at which somebody asks.
#pragma once

#include "models/authorization/pact_life.h"
#include "models/pact/judge.h"

#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mandate {

struct LoadedPact;
using PactPointer = std::shared_ptr<const LoadedPact>;

class PactTimelines
{
public:
    PactTimelines() = default;
    /// `pacts` holds every version that came into force in some life.
    PactTimelines(const PactLives &lives, const std::vector<PactPointer> &pacts);

    /// The first version of an id counts for all time before it as well, so that what was recorded before can be judged.
    struct Window
    {
        std::int64_t from = std::numeric_limits<std::int64_t>::min();
        std::int64_t until = std::numeric_limits<std::int64_t>::max(); ///< exclusive
        std::int64_t signedFrom = 0;                                   ///< from when it is in force by what was signed
        std::uint64_t entry = 0;                                       ///< what put it in force
        std::string by;
        PactPointer pact;
    };
    /// Who judges at a time, and for which times around it that stays the answer: [from, until).
    struct Answer
    {
        const Window *window = nullptr; ///< none: no pact
        std::int64_t from = std::numeric_limits<std::int64_t>::min();
        std::int64_t until = std::numeric_limits<std::int64_t>::max();
    };
    /// Of two pacts that bind the same agent the one that came into force by the later entry; before either was in force, the earlier one.
    [[nodiscard]] Answer at(std::string_view agent, std::string_view deployment, std::int64_t nanoseconds) const;
    /// As signed: nothing before the first version's own time.
    [[nodiscard]] const Window *inForce(std::string_view agent, std::string_view deployment, std::int64_t nanoseconds) const;

    [[nodiscard]] bool isEmpty() const { return m_ids.empty(); }
    /// Whether an answer may depend on the time of the action.
    [[nodiscard]] bool dependsOnTime() const { return m_dependsOnTime; }
    /// Whether some pact looks at more than the action itself.
    [[nodiscard]] bool sessionsMatter() const;
    /// Whether some pact looks at actions of other sessions.
    [[nodiscard]] bool windowsMatter() const;
    /// Every window: first those without an end, in the order they came into force, then the ended ones, latest first.
    [[nodiscard]] std::vector<const Window *> windows() const;
    /// What verdicts were judged by: equal when every action gets the same pact.
    [[nodiscard]] const Digest &digest() const { return m_digest; }

private:
    std::vector<std::vector<Window>> m_ids;
    bool m_dependsOnTime = false;
    Digest m_digest = sha256(std::string_view()); ///< of no window
};

/// Remembers answers: for a trail whose agents and times go on as they were, a look-up is two comparisons. Used by one thread.
class PactFinder
{
public:
    explicit PactFinder(std::shared_ptr<const PactTimelines> timelines) : m_timelines(std::move(timelines)) {}

    /// Valid until the next call.
    const PactPointer &find(std::string_view agent, std::string_view deployment, std::int64_t nanoseconds);
    [[nodiscard]] const PactTimelines &timelines() const { return *m_timelines; }

private:
    struct Found
    {
        std::string agent;
        std::string deployment;
        std::int64_t from = 1;
        std::int64_t until = 0;
        PactPointer pact;
    };
    std::shared_ptr<const PactTimelines> m_timelines;
    Found m_last;
};

} // namespace mandate
