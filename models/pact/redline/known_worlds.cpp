// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/redline/known_worlds.h"

#include <set>

namespace mandate::redline {

namespace {

constexpr std::size_t mostWorlds = 400;
constexpr std::size_t mostEmptyWorlds = 100;

} // namespace

KnownWorlds::KnownWorlds(const PactDocument &pact) : m_pact(pact)
{
    std::set<std::string> tools;
    for (const Clause &clause : pact.clauses) {
        for (const std::string &tool : clause.tools) {
            if (tool.find('*') == std::string::npos && tools.size() < mostEmptyWorlds)
                tools.insert(tool);
        }
    }
    for (const std::string &tool : tools) {
        World world;
        world.tool = tool;
        world.complete(pact, pact);
        add(world);
    }
}

void KnownWorlds::add(const World &world)
{
    if (m_worlds.size() >= mostWorlds)
        return;
    Kept &kept = m_worlds.emplace_back();
    kept.world = world;
    kept.memory = std::make_unique<Arena>();
    kept.slots = slotsOf(kept.world, m_pact.fixedClock, *kept.memory);
}

const std::vector<KnownWorlds::Told> &KnownWorlds::answersOf(const KnownClause &clause)
{
    std::vector<Told> &told = m_answers[&clause];
    Arena arena;
    for (std::size_t i = told.size(); i < m_worlds.size(); ++i) {
        arena.reset();
        const bool speaks = speaksOf(*clause.clause, m_worlds[i].world.tool);
        told.push_back({speaks ? answerIn(*clause.program, m_worlds[i].slots, arena) : Answer::No, speaks});
    }
    return told;
}

const World *KnownWorlds::where(const KnownClause &clause, Answer answer)
{
    const std::vector<Told> &told = answersOf(clause);
    for (std::size_t i = 0; i < told.size(); ++i) {
        if (told[i].speaks && told[i].answer == answer)
            return &m_worlds[i].world;
    }
    return nullptr;
}

const World *KnownWorlds::whereOnly(const KnownClause &first, const KnownClause &second)
{
    const std::vector<Told> &one = answersOf(first);
    const std::vector<Told> &other = answersOf(second);
    for (std::size_t i = 0; i < one.size(); ++i) {
        if (one[i].answer == Answer::Yes && other[i].speaks && other[i].answer != Answer::Yes)
            return &m_worlds[i].world;
    }
    return nullptr;
}

const World *KnownWorlds::whereBoth(const KnownClause &first, const KnownClause &second)
{
    const std::vector<Told> &one = answersOf(first);
    const std::vector<Told> &other = answersOf(second);
    for (std::size_t i = 0; i < one.size(); ++i) {
        if (one[i].answer == Answer::Yes && other[i].answer == Answer::Yes)
            return &m_worlds[i].world;
    }
    return nullptr;
}

} // namespace mandate::redline
