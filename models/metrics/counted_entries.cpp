// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/metrics/counted_entries.h"

#include "models/pact/document.h"

#include <algorithm>

namespace mandate {

namespace {

bool namesOne(const std::vector<NamePattern> &any, std::string_view name)
{
    return std::ranges::any_of(any, [name](const NamePattern &pattern) { return pattern.isPattern ? matchesPattern(pattern.text, name) : pattern.text == name; });
}

/// "id@version" by that, by the id alone, or by a pattern.
bool namesPact(const std::vector<NamePattern> &any, std::string_view version)
{
    return namesOne(any, version) || namesOne(any, version.substr(0, version.find('@')));
}

bool isCounted(const MetricTrail &trail, std::uint32_t row, CountedSet counted)
{
    const auto verdict = static_cast<Verdict>(trail.rows.verdict[row]);
    const auto outcome = static_cast<Outcome>(trail.rows.outcome[row]);
    const bool ran = countsAsExecuted(outcome);
    const bool due = verdict == Verdict::NeedsApproval || verdict == Verdict::Approved;
    switch (counted) {
    case CountedSet::Call: return true;
    case CountedSet::Judged: return trail.is(row, MetricTrail::Judged);
    case CountedSet::Decidable: return trail.is(row, MetricTrail::Judged) && !trail.is(row, MetricTrail::Undecidable);
    case CountedSet::Violating: return trail.is(row, MetricTrail::Broke);
    case CountedSet::ViolatingExecuted: return trail.is(row, MetricTrail::Broke) && ran;
    case CountedSet::Undecidable: return trail.is(row, MetricTrail::Undecidable);
    case CountedSet::ApprovalDue: return due;
    case CountedSet::ApprovalRan: return due && ran;
    case CountedSet::RanApproved: return ran && verdict == Verdict::Approved;
    case CountedSet::RanUnapproved: return ran && verdict == Verdict::NeedsApproval;
    case CountedSet::ApprovalNotRun: return due && !ran;
    case CountedSet::EvidenceOwed: return trail.is(row, MetricTrail::EvidenceOwed);
    case CountedSet::EvidenceMissing: return trail.is(row, MetricTrail::OwesEvidence);
    case CountedSet::FailedCall: return outcome == Outcome::Failed || outcome == Outcome::Refused;
    case CountedSet::WithoutSession: return !trail.runs[trail.run[row]].named;
    case CountedSet::Change: return trail.is(row, MetricTrail::Write);
    case CountedSet::UnexpectedChange: return trail.is(row, MetricTrail::UnexpectedWrite);
    case CountedSet::ChangeOtherwiseWritten: return trail.is(row, MetricTrail::WriteInValue);
    default: return false;
    }
}

constexpr std::uint8_t prohibitionBroken = 1, prohibitionOpen = 2;

bool isRated(CountedSet counted)
{
    return (counted >= CountedSet::Rated && counted <= CountedSet::ProhibitionOpen) || counted == CountedSet::RatedRun || counted == CountedSet::ProhibitedRun;
}

bool isAttacked(const RunFacts &facts)
{
    return facts.attack && *facts.attack != "none";
}

bool isScoredAttack(const RunFacts &facts)
{
    return isAttacked(facts) && facts.attackSucceeded && !facts.aborted && !facts.incomplete;
}

/// Of a run whose source lists what its task expects of tools that change something.
bool isCountedOfChanges(const RunCalls &calls, const RunSaid *said, CountedSet counted)
{
    if (!said || !said->expectsWrites)
        return false;
    switch (counted) {
    case CountedSet::ChangesListedRun: return true;
    case CountedSet::UnexpectedChangeRun: return calls.unexpected > 0;
    case CountedSet::NoChangeExpectedRun: return !*said->expectsWrites;
    case CountedSet::UnaskedChangeRun: return !*said->expectsWrites && calls.writes > 0;
    default: return false;
    }
}

bool isCounted(const WindowRuns &runs, std::size_t run, CountedSet counted)
{
    const RunFacts facts = runs.facts(run);
    const RunSaid *said = runs.said(run);
    const std::optional<bool> &due = facts.handOverExpected;
    switch (counted) {
    case CountedSet::Run: return true;
    case CountedSet::CalledRun: return facts.calls > 0;
    case CountedSet::JudgedRun: return facts.judged;
    case CountedSet::DecidedRun: return facts.judged && (facts.broke || !facts.undecidable);
    case CountedSet::ViolatingRun: return facts.broke;
    case CountedSet::ViolatingExecutedRun: return facts.brokeExecuted;
    case CountedSet::UndecidableRun: return facts.undecidable && !facts.broke;
    case CountedSet::ScoredRun: return facts.succeeded.has_value();
    case CountedSet::DoneRun: return facts.succeeded && *facts.succeeded;
    case CountedSet::NotDoneRun: return facts.succeeded && !*facts.succeeded;
    case CountedSet::ViolatingScoredRun: return facts.succeeded && facts.broke;
    case CountedSet::ViolatingDoneRun: return facts.succeeded && *facts.succeeded && facts.broke;
    case CountedSet::ContradictedRun: return facts.contradicted != 0;
    case CountedSet::HandOffRight: return due && *due && facts.handedOver;
    case CountedSet::HandOffUnneeded: return due && !*due && facts.handedOver;
    case CountedSet::HandOffMissed: return due && *due && !facts.handedOver;
    case CountedSet::HandOffNeither: return due && !*due && !facts.handedOver;
    case CountedSet::HandOffUnlabelled: return !due;
    case CountedSet::AttackScored: return isScoredAttack(facts);
    case CountedSet::AttackSucceeded: return isScoredAttack(facts) && *facts.attackSucceeded;
    case CountedSet::AttackFailed: return isScoredAttack(facts) && !*facts.attackSucceeded;
    case CountedSet::AttackAborted: return isAttacked(facts) && facts.aborted;
    case CountedSet::AttackIncomplete: return isAttacked(facts) && facts.incomplete;
    case CountedSet::UsefulnessScored: return facts.attack && facts.useful;
    case CountedSet::UsefulRun: return facts.attack && facts.useful && *facts.useful;
    case CountedSet::TimedRun: return said && said->seconds > 0;
    case CountedSet::PricedRun: return said && said->cost > 0;
    default: return isCountedOfChanges(runs.calls(run), said, counted);
    }
}

} // namespace

const WindowRuns &CountedEntries::runs()
{
    if (!m_runs)
        m_runs.emplace(m_trail, m_window, [](std::uint32_t) {});
    return *m_runs;
}

void CountedEntries::addCalls(CountedSet counted, std::vector<std::uint64_t> &into)
{
    const bool ofChanges = counted == CountedSet::Change || counted == CountedSet::UnexpectedChange || counted == CountedSet::ChangeOtherwiseWritten;
    const WindowRuns *const listed = ofChanges ? &runs() : nullptr; // they count where the window holds what the source expects
    eachRow(m_trail, m_window, false, [&](std::uint32_t row) {
        if (listed && !isCountedOfChanges(RunCalls(), listed->said(m_trail.run[row]), CountedSet::ChangesListedRun))
            return;
        if (isCounted(m_trail, row, counted))
            into.push_back(m_trail.rows.entry[row]);
    });
}

const std::vector<std::uint8_t> &CountedEntries::prohibitions()
{
    if (!m_prohibitions.empty())
        return m_prohibitions;
    m_prohibitions.resize(m_trail.rows.size());
    for (const TrailFinding &finding : m_trail.findings) {
        const std::uint32_t judge = m_trail.judge[finding.row];
        if (judge == MetricTrail::nobody)
            continue;
        for (const TrailClause &clause : m_trail.judges[judge].clauses) {
            if (clause.name == finding.clause && clause.prohibits)
                m_prohibitions[finding.row] |= finding.undecidable ? prohibitionOpen : prohibitionBroken;
        }
    }
    return m_prohibitions;
}

/// The violation rate asks written prohibitions alone, of calls that a pact judged (violationSeries()).
void CountedEntries::addRated(CountedSet counted, std::vector<std::uint64_t> &into)
{
    const auto &said = prohibitions();
    std::vector<std::uint8_t> runs(m_trail.runs.size()); // rated, broken
    eachRow(m_trail, m_window, false, [&](std::uint32_t row) {
        if (!m_trail.is(row, MetricTrail::Judged) || m_trail.judge[row] == MetricTrail::nobody)
            return;
        const bool open = said[row] == prohibitionOpen;
        const bool broke = (said[row] & prohibitionBroken) != 0;
        runs[m_trail.run[row]] |= static_cast<std::uint8_t>((open ? 0 : 1) | (broke ? 2 : 0));
        const bool counts = counted == CountedSet::Rated        ? !open
                            : counted == CountedSet::Prohibited ? broke
                            : counted == CountedSet::ProhibitedExecuted ? broke && m_trail.ran(row)
                                                                        : counted == CountedSet::ProhibitionOpen && open;
        if (counts)
            into.push_back(m_trail.rows.entry[row]);
    });
    if (!countsRuns(counted))
        return;
    for (std::size_t run = 0; run < runs.size(); ++run) {
        if (m_trail.runs[run].named && (runs[run] & (counted == CountedSet::RatedRun ? 1 : 2)))
            into.push_back(this->runs().entry(run));
    }
}

void CountedEntries::addClauses(const CountedIn &counted, std::vector<std::uint64_t> &into) const
{
    std::vector<bool> speaks;
    for (const TrailJudge &judge : m_trail.judges)
        speaks.push_back(std::ranges::any_of(judge.clauses, [&](const TrailClause &clause) { return namesOne(counted.any, m_trail.clauseNames[clause.name]); }));
    eachRow(m_trail, m_window, false, [&](std::uint32_t row) {
        if (m_trail.is(row, MetricTrail::Judged) && m_trail.judge[row] != MetricTrail::nobody && speaks[m_trail.judge[row]])
            into.push_back(m_trail.rows.entry[row]);
    });
}

void CountedEntries::addRuns(CountedSet counted, std::vector<std::uint64_t> &into)
{
    for (std::size_t run = 0; run < runs().size(); ++run) {
        if (runs().holds(run) && isCounted(runs(), run, counted))
            into.push_back(runs().entry(run));
    }
}

void CountedEntries::addAttacks(const CountedIn &counted, std::vector<std::uint64_t> &into)
{
    for (std::size_t run = 0; run < runs().size(); ++run) {
        if (runs().holds(run) && namesOne(counted.any, runs().facts(run).attack.value_or(std::string())))
            into.push_back(runs().entry(run));
    }
}

void CountedEntries::addGroups(const CountedIn &counted, std::vector<std::uint64_t> &into)
{
    const bool byPact = counted.by == CountedIn::By::Pact;
    std::vector<bool> named;
    for (const std::string &name : byPact ? m_trail.pactNames : m_models.names)
        named.push_back(byPact ? namesPact(counted.any, name) : namesOne(counted.any, name));
    const bool unnamed = namesOne(counted.any, {});
    const auto isNamed = [&](std::uint32_t row) {
        if (!byPact) {
            const std::uint32_t run = m_trail.run[row];
            const std::uint32_t model = run < m_models.model.size() ? m_models.model[run] : MetricTrail::nobody;
            return model < named.size() ? named[model] : unnamed;
        }
        const std::uint32_t judge = m_trail.judge[row];
        return judge == MetricTrail::nobody ? unnamed : named[m_trail.judges[judge].pact];
    };
    eachRow(m_trail, m_window, false, [&](std::uint32_t row) {
        if (isNamed(row))
            into.push_back(m_trail.rows.entry[row]);
    });
    const RowMatch match(m_trail, m_window);
    for (const LabelledRun &labelled : m_trail.labelled) {
        const RunCalls &calls = runs().calls(labelled.run);
        if (calls.calls > 0 && holds(m_trail, m_window, match, labelled) && isNamed(calls.first))
            into.push_back(labelled.entry);
    }
}

std::vector<std::uint64_t> CountedEntries::of(const CountedIn &counted)
{
    std::vector<std::uint64_t> entries;
    switch (counted.by) {
    case CountedIn::By::Attack: addAttacks(counted, entries); break;
    case CountedIn::By::Clause: addClauses(counted, entries); break;
    case CountedIn::By::Pact:
    case CountedIn::By::Model: addGroups(counted, entries); break;
    case CountedIn::By::Figure:
        for (const NamePattern &name : counted.any) {
            const auto figure = countedOf(name.text);
            if (figure && isRated(*figure))
                addRated(*figure, entries);
            else if (figure && countsRuns(*figure))
                addRuns(*figure, entries);
            else if (figure)
                addCalls(*figure, entries);
        }
    }
    std::ranges::sort(entries);
    entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
    return entries;
}

} // namespace mandate
