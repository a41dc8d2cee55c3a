// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/replay.h"

#include "models/workspace/workspace_private.h"

#include <algorithm>
#include <set>
#include <utility>

namespace mandate {

namespace {

constexpr std::size_t comparedAtOnce = 4096;

/// What the candidate says of one action.
struct NewVerdict
{
    EntryNumber entry = 0;
    Verdict verdict = Verdict::NotJudged;
    std::int32_t clause = -1; ///< index of the deciding one
};

bool isWithin(const ReplayRange &range, const std::optional<Instant> &time)
{
    if (!time)
        return !range.since && !range.until;
    return (!range.since || time->nanoseconds >= range.since->nanoseconds) && (!range.until || time->nanoseconds < range.until->nanoseconds);
}

/// Collects what differs, one change for each pair of verdicts.
class Comparison
{
public:
    explicit Comparison(std::span<const Clause> clauses) : m_clauses(clauses) {}

    void add(const Row &before, const NewVerdict &after)
    {
        if (before.verdict == after.verdict)
            return;
        Collected &collected = m_changes[{before.verdict, after.verdict}];
        const bool executed = countsAsExecuted(before.outcome);
        collected.sessions.emplace(before.agent, before.session);
        collected.change.executed += executed;
        collected.change.cases.push_back({{before.number, before.agent, before.session, before.message, before.call, before.tool, executed},
                                          before.clause,
                                          after.clause < 0 ? std::string() : m_clauses[static_cast<std::size_t>(after.clause)].id});
    }

    std::vector<ReplayChange> take()
    {
        std::vector<ReplayChange> changes;
        for (auto &[verdicts, collected] : m_changes) {
            collected.change.from = verdicts.first;
            collected.change.to = verdicts.second;
            collected.change.sessions = collected.sessions.size();
            changes.push_back(std::move(collected.change));
        }
        std::ranges::stable_sort(changes, std::greater(), [](const ReplayChange &change) { return change.cases.size(); });
        return changes;
    }

private:
    struct Collected
    {
        ReplayChange change;
        std::set<std::pair<std::string, std::string>> sessions;
    };
    std::span<const Clause> m_clauses;
    std::map<std::pair<Verdict, Verdict>, Collected> m_changes;
};

} // namespace

Result<ReplayReport> Workspace::replay(const ParsedPact &candidate, const ReplayRange &range, const ImportProgress &progress,
                                       std::stop_token stop) const
{
    if (auto loaded = m->load(); !loaded)
        return loaded.error();
    auto compiled = CompiledPact::compile(candidate.document);
    if (!compiled)
        return compiled.error();
    const std::shared_ptr<const CompiledPact> pact = std::move(compiled).value();
    ReplayReport report;
    report.pact = candidate.digest;
    const Checkpoint head = m->store->head();
    report.trailEntries = head.size;
    report.trailRoot = head.root;

    // Every action of a session is judged, in order: what lies before the range gives the facts for what lies within.
    std::vector<NewVerdict> verdicts;
    EntryNumber now = 0;
    SessionPool pool(
        [&](SessionJudge &judge, const Record &next, SessionPool::Earlier earlier) {
            if (earlier != SessionPool::Earlier::None)
                m->observeSession(judge, next.agent, next.session, now);
        },
        SIZE_MAX, pact->remembersSessions());
    RowFilter actions;
    actions.kinds = {RecordKind::Action};
    const auto read = m->eachAction(
        actions,
        [&](EntryNumber entry, const Record &record) {
            if (entry >= head.size)
                return;
            now = entry;
            if (!candidate.document.bindsAgent(record.agent, record.deployment)) {
                pool.observe(record); // a fact of its session all the same
                return;
            }
            const Judgement judgement = pool.judgeOf(record, pact).judge(record);
            if (!isWithin(range, record.occurred))
                return;
            verdicts.push_back({entry, judgement.verdict, judgement.deciding});
            if (judgement.verdict != Verdict::Undecidable)
                return;
            ++report.undecidable;
            for (const ClauseAnswer &answer : judgement.answers) {
                if (answer.answer == Answer::Undecidable) {
                    ++report.missing[std::string(answer.missing)];
                    break;
                }
            }
        },
        progress, std::move(stop));
    if (!read)
        return read.error();
    report.judged = verdicts.size();

    Comparison comparison(pact->clauses());
    for (std::size_t done = 0; done < verdicts.size(); done += comparedAtOnce) {
        const auto some = std::span(verdicts).subspan(done, std::min(comparedAtOnce, verdicts.size() - done));
        std::vector<EntryNumber> entries;
        std::ranges::transform(some, std::back_inserter(entries), &NewVerdict::entry);
        const auto rows = m->store->rows(entries);
        if (!rows)
            return rows.error();
        for (std::size_t i = 0; i < some.size(); ++i)
            comparison.add((*rows)[i], some[i]);
    }
    report.changed = comparison.take();
    return report;
}

} // namespace mandate
