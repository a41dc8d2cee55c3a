// SPDX-License-Identifier: GPL-3.0-or-later
// What was said of a warm trail's actions: verdicts and deciding clauses in force, by columns and not by rows.
#include "models/workspace/warm_trail.h"

#include <array>

namespace mandate {

RowFilter WarmTrail::Body::actionsRead() const
{
    RowFilter filter;
    filter.kinds = {RecordKind::Action};
    filter.erased = false;
    filter.agents.assign(agentsRead.begin(), agentsRead.end());
    return filter;
}

Result<std::shared_ptr<const WarmTrail::Said>> WarmTrail::readSaid(const Store &store, const Body &body, const std::stop_token &stop)
{
    auto said = std::make_shared<Said>();
    said->verdicts.resize(body.actions.size(), Verdict::NotJudged);
    said->clauses.resize(body.actions.size());
    std::vector<TrailPosition> judged;
    judged.reserve(body.judged);
    for (TrailPosition position = 0; position < body.actions.size(); ++position) {
        if (body.actions[position]->isJudged)
            judged.push_back(position);
    }
    RowFilter filter = body.actionsRead();
    filter.since = body.scope.range.since;
    filter.until = body.scope.range.until;
    const auto tallies = store.tally(filter, std::array{Dimension::Verdict, Dimension::Clause}, stop);
    if (!tallies)
        return tallies.error();
    std::set<Verdict> verdicts;
    std::set<std::string> clauses;
    for (const Tally &tally : *tallies) {
        if (const auto verdict = verdictOf(tally.key[0]))
            verdicts.insert(*verdict);
        if (!tally.key[1].empty())
            clauses.insert(tally.key[1]);
    }
    /// Calls `set` with the place of every judged action that the filter selects: both ascend with the entry.
    const auto each = [&](const RowFilter &of, const auto &set) -> Result<void> {
        const auto entries = store.select(of, RowOrder::ArrivalAscending, stop);
        if (!entries)
            return entries.error();
        auto position = judged.begin();
        for (const EntryNumber entry : *entries) {
            while (position != judged.end() && body.actions[*position]->entry < entry)
                ++position;
            if (position == judged.end())
                break;
            if (body.actions[*position]->entry == entry)
                set(*position);
        }
        return {};
    };
    for (const Verdict verdict : verdicts) {
        RowFilter of = filter;
        of.verdicts = {verdict};
        if (auto done = each(of, [&](TrailPosition position) { said->verdicts[position] = verdict; }); !done)
            return done.error();
    }
    for (const std::string &clause : clauses) {
        RowFilter of = filter;
        of.clauses = {clause};
        const auto number = static_cast<std::uint32_t>(said->clauseNames.size());
        said->clauseNames.push_back(clause);
        if (auto done = each(of, [&](TrailPosition position) { said->clauses[position] = number; }); !done)
            return done.error();
    }
    return std::shared_ptr<const Said>(std::move(said));
}

} // namespace mandate
