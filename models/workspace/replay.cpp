// SPDX-License-Identifier: GPL-3.0-or-later
// Replaying by reading the ledger from end to end: needs little memory, whatever the trail's size. Again and again: warm_replay.h.
#include "models/workspace/replay.h"

#include "models/workspace/replay_comparison.h"
#include "models/workspace/replay_scope.h"
#include "models/workspace/replayed_actions.h"

#include <algorithm>
#include <unordered_map>

namespace mandate {

namespace {

constexpr std::size_t comparedAtOnce = 4096;

/// What the candidate says of one action, and what stands behind it.
struct NewVerdict
{
    EntryNumber entry = 0;
    Verdict verdict = Verdict::NotJudged;
    std::int32_t clause = -1; ///< index of the deciding one
    std::uint32_t session = 0;
    std::uint32_t customer = Customers::unknown;
    std::uint32_t currency = 0; ///< number of its name
    bool spends = false;
    std::optional<std::int64_t> millionths;
};

/// Numbers for sessions and currencies, and the customers behind actions.
class Behind
{
public:
    explicit Behind(const PactDocument &candidate) : m_candidate(candidate) {}

    /// Every action must be shown, in order: earlier ones may name the customer of later ones.
    NewVerdict of(EntryNumber entry, const Record &record)
    {
        m_key.assign(record.agent).push_back('\0');
        m_key += record.session;
        NewVerdict behind;
        behind.entry = entry;
        behind.session = m_sessions.numberOf(m_key);
        behind.customer = m_customers.of(behind.session, record.deployment, namedCustomer(record.arguments, record.onBehalfOf, m_room));
        behind.spends = spends(m_candidate, record.tool);
        if (const auto amount = behind.spends ? amountOf(record.arguments) : std::nullopt) {
            behind.millionths = amount->millionths;
            behind.currency = m_currencies.numberOf(amount->currency);
        }
        return behind;
    }

    [[nodiscard]] std::optional<Amount> amountOfCase(const NewVerdict &of) const
    {
        return of.millionths ? std::optional(Amount{*of.millionths, m_currencies.name(of.currency)}) : std::nullopt;
    }

private:
    const PactDocument &m_candidate;
    NameTable m_sessions;
    NameTable m_currencies;
    Customers m_customers;
    std::string m_key;
    std::string m_room;
};

} // namespace

Result<ReplayReport> Workspace::replay(const ParsedPact &candidate, const ReplayRange &range, const ImportProgress &progress,
                                       std::stop_token stop) const
{
    return replayActions(*this, *m, candidate, range, [&](const Record &record) { return range.holds(record.occurred); }, progress, std::move(stop));
}

Result<ReplayReport> replayActions(const Workspace &workspace, Workspace::Private &state, const ParsedPact &candidate, const ReplayRange &range,
                                   const std::function<bool(const Record &)> &counts, const ImportProgress &progress, std::stop_token stop)
{
    if (auto loaded = state.load(); !loaded)
        return loaded.error();
    auto compiled = CompiledPact::compile(candidate.document);
    if (!compiled)
        return compiled.error();
    const std::shared_ptr<const CompiledPact> pact = std::move(compiled).value();
    const Checkpoint head = state.store->head();
    auto begun = beginReport(workspace, candidate, range, head);
    if (!begun)
        return begun.error();
    ReplayReport report = std::move(begun).value();

    // Every action of a session is judged, in order: what lies before the range gives the facts for what lies within.
    const auto windows = WindowBooks::read(*state.store, {pact}, head.size, stop);
    if (!windows)
        return windows.error();
    std::vector<NewVerdict> verdicts;
    Behind behind(candidate.document);
    EntryNumber now = 0;
    SessionPool pool(
        [&](SessionJudge &judge, const Record &next, SessionPool::Earlier earlier) {
            if (earlier != SessionPool::Earlier::None)
                state.observeSession(judge, next.agent, next.session, now);
        },
        SIZE_MAX, pact->remembersSessions());
    RowFilter actions;
    actions.kinds = {RecordKind::Action};
    const auto read = state.eachAction(
        actions,
        [&](EntryNumber entry, const Record &record) {
            if (entry >= head.size)
                return;
            now = entry;
            NewVerdict verdict = behind.of(entry, record);
            if (!candidate.document.bindsAgent(record.agent, record.deployment)) {
                pool.observe(record); // a fact of its session all the same
                return;
            }
            const Judgement judgement = pool.judgeOf(record, pact).judge(record, windows->before(pact, entry));
            if (!counts(record))
                return;
            verdict.verdict = judgement.verdict;
            verdict.clause = judgement.deciding;
            verdicts.push_back(verdict);
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

    ReplayComparison comparison(SIZE_MAX);
    const auto clauses = pact->clauses();
    for (std::size_t done = 0; done < verdicts.size(); done += comparedAtOnce) {
        const auto some = std::span(verdicts).subspan(done, std::min(comparedAtOnce, verdicts.size() - done));
        std::vector<EntryNumber> entries;
        std::ranges::transform(some, std::back_inserter(entries), &NewVerdict::entry);
        const auto rows = state.store->rows(entries);
        if (!rows)
            return rows.error();
        for (std::size_t i = 0; i < some.size(); ++i) {
            const Row &row = (*rows)[i];
            const NewVerdict &verdict = some[i];
            if (row.verdict == verdict.verdict)
                continue;
            comparison.add({row.number, row.agent, row.session, row.tool, row.message, row.call, countsAsExecuted(row.outcome), row.verdict,
                            verdict.verdict, row.clause,
                            verdict.clause < 0 ? std::string_view() : std::string_view(clauses[static_cast<std::size_t>(verdict.clause)].id),
                            verdict.session, verdict.customer, verdict.spends, behind.amountOfCase(verdict)});
        }
    }
    report.changed = comparison.take();
    report.changes = comparison.digest();
    return report;
}

} // namespace mandate
