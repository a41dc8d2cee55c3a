// SPDX-License-Identifier: GPL-3.0-or-later
// Actions that answered a question about a pact, asked again about its other clauses: our evaluator's answer costs microseconds, and one
// action where a clause holds and another does not settles what a proof would have to refute.
#pragma once

#include "models/pact/redline/known_clause.h"
#include "models/pact/redline/world.h"

#include <deque>
#include <map>
#include <memory>
#include <vector>

namespace mandate::redline {

class KnownWorlds
{
public:
    /// Begins with an action without arguments for each tool that a clause names.
    explicit KnownWorlds(const PactDocument &pact);

    /// Beyond a bound new ones are not taken.
    void add(const World &world);
    /// One of the tools of the clause to which its condition answers so; nullptr: none is known. Valid until the next add().
    [[nodiscard]] const World *where(const KnownClause &clause, Answer answer);
    /// One of the tools of both where the first holds and the second does not hold, or both do.
    [[nodiscard]] const World *whereOnly(const KnownClause &first, const KnownClause &second);
    [[nodiscard]] const World *whereBoth(const KnownClause &first, const KnownClause &second);

private:
    struct Kept
    {
        World world;
        std::unique_ptr<Arena> memory;
        std::vector<Value> slots;
    };
    /// As many answers as there are worlds; No is also said where the clause does not speak of the tool, with `speaks` false.
    struct Told
    {
        Answer answer = Answer::No;
        bool speaks = false;
    };
    const std::vector<Told> &answersOf(const KnownClause &clause);

    const PactDocument &m_pact;
    std::deque<Kept> m_worlds;
    std::map<const KnownClause *, std::vector<Told>> m_answers;
};

} // namespace mandate::redline
