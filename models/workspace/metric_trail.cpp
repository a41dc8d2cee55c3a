// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/metric_trail.h"

#include "models/base/json_reader.h"
#include "models/evidence/record_json.h"
#include "models/metrics/expected_actions.h"
#include "models/metrics/run_labels.h"
#include "models/workspace/hard_clauses.h"
#include "models/workspace/workspace_private.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <unordered_map>

namespace mandate {

namespace {

bool changesSomething(const PactTool &tool)
{
    return tool.destructive || !tool.reversible.empty() || std::ranges::any_of(tool.consequences, [](Consequence c) { return c != Consequence::Internal; });
}

/// Reads records by their entries, many at once.
class TrailRecords
{
public:
    TrailRecords(const Store &store, std::stop_token stop) : m_store(store), m_stop(std::move(stop)) {}
    /// Calls `take` with the place in `entries` and the record of each.
    template<typename Take>
    Result<void> each(const std::vector<EntryNumber> &entries, const Take &take)
    {
        constexpr std::size_t atOnce = 4096;
        for (std::size_t done = 0; done < entries.size(); done += atOnce) {
            if (m_stop.stop_requested())
                return countingStopped();
            const auto bodies = m_store.bodies(std::span(entries).subspan(done, std::min(atOnce, entries.size() - done)));
            if (!bodies)
                return bodies.error();
            for (std::size_t i = 0; i < bodies->size(); ++i) {
                m_arena.reset();
                const auto record = readRecord((*bodies)[i], m_reader, m_arena);
                if (!record)
                    return record.error();
                take(done + i, *record);
            }
        }
        return {};
    }

private:
    const Store &m_store;
    std::stop_token m_stop;
    JsonReader m_reader;
    Arena m_arena;
};

} // namespace

/// One reading, from columns to flags. Used once.
class MetricTrails::Reading
{
public:
    Reading(const Workspace &workspace, const MetricTrail *before, std::stop_token stop)
        : m_workspace(workspace), m_store(workspace.store()), m_before(before), m_stop(stop), m_records(m_store, std::move(stop))
    {
    }

    Result<std::shared_ptr<const MetricTrail>> read(RowFilter filter)
    {
        m_trail->ledgerSize = m_store.size();
        m_trail->judgedBy = m_timelines->digest();
        RowFilter erased;
        erased.erased = true;
        const auto gone = m_store.count(erased, m_stop);
        const auto isSame = judgedAsBefore();
        if (!gone || !isSame)
            return !gone ? gone.error() : isSame.error();
        m_trail->erased = *gone;
        if (m_before && (!*isSame || m_before->erased != m_trail->erased))
            m_before = nullptr;
        filter.types = {EntryType::Record};
        filter.verdicts.clear();
        for (const auto step : {&Reading::takeColumns, &Reading::takeJudges, &Reading::takeFindings, &Reading::takeLabels, &Reading::takeWrites}) {
            if (m_stop.stop_requested())
                return countingStopped();
            if (auto taken = (this->*step)(filter); !taken)
                return taken.error();
        }
        orderByTime();
        return std::shared_ptr<const MetricTrail>(m_trail);
    }

private:
    /// Whether nothing was judged again since the reading before: what was found about its rows is what is found now.
    Result<bool> judgedAsBefore()
    {
        if (!m_before)
            return true;
        if (m_before->judgedBy != m_trail->judgedBy)
            return false;
        RowFilter judgements;
        judgements.types = {EntryType::Judgement};
        auto entries = m_store.select(judgements, RowOrder::ArrivalAscending, m_stop);
        if (!entries)
            return entries.error();
        std::erase_if(*entries, [this](EntryNumber entry) { return entry < m_before->ledgerSize; });
        const auto bodies = m_store.bodies(*entries);
        if (!bodies)
            return bodies.error();
        return std::ranges::all_of(*bodies, [this](const std::string &body) {
            Arena arena;
            JsonReader reader;
            const auto judgement = reader.read(body, arena);
            const Value *first = judgement ? judgement->find("first") : nullptr;
            return first && first->is(ValueKind::Int) && static_cast<EntryNumber>(first->asInt()) >= m_before->ledgerSize;
        });
    }

    Result<void> takeColumns(const RowFilter &filter)
    {
        RowFilter asked = filter;
        asked.kinds = {RecordKind::Action, RecordKind::Session};
        auto rows = m_store.columns(asked, m_stop);
        asked.kinds = {RecordKind::Session};
        auto sessions = m_store.select(asked, RowOrder::ArrivalAscending, m_stop);
        if (!rows || !sessions)
            return !rows ? rows.error() : sessions.error();
        m_sessions = std::move(sessions).value();
        m_trail->rows = std::move(rows).value();
        std::erase_if(m_sessions, [this](EntryNumber entry) { return entry >= m_trail->ledgerSize; });
        numberRuns();
        if (m_before && !beganAs(*m_before))
            m_before = nullptr;
        return {};
    }

    /// Whether the rows that were there are the same rows with the same verdicts: then the same was found about them.
    [[nodiscard]] bool beganAs(const MetricTrail &before) const
    {
        const auto begins = [](const auto &now, const auto &then) { return now.size() >= then.size() && std::equal(then.begin(), then.end(), now.begin()); };
        return begins(m_trail->rows.entry, before.rows.entry) && begins(m_trail->rows.verdict, before.rows.verdict);
    }

    /// Of rows that came after the size was asked nothing is said: they are another reading's. Session records leave the rows.
    void numberRuns()
    {
        RowColumns &rows = m_trail->rows;
        const std::size_t count = static_cast<std::size_t>(std::ranges::lower_bound(rows.entry, m_trail->ledgerSize) - rows.entry.begin());
        std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> who;
        std::uint32_t lastSession = 0;
        for (const std::uint32_t session : rows.session)
            lastSession = std::max(lastSession, session);
        constexpr std::uint32_t none = UINT32_MAX;
        std::vector<std::uint32_t> newest(lastSession + std::size_t{1}, none); // run of a session, and from each to the one before
        std::vector<std::uint32_t> earlier;
        const auto runOf = [&](std::size_t row) {
            for (std::uint32_t run = newest[rows.session[row]]; run != none; run = earlier[run]) {
                if (m_trail->agents[m_trail->runs[run].who] == std::pair(rows.agent[row], rows.deployment[row]))
                    return run;
            }
            const auto [agent, isNew] = who.try_emplace({rows.agent[row], rows.deployment[row]}, static_cast<std::uint32_t>(m_trail->agents.size()));
            if (isNew)
                m_trail->agents.push_back(agent->first);
            const auto run = static_cast<std::uint32_t>(m_trail->runs.size());
            m_trail->runs.push_back({agent->second, rows.session[row], rows.session[row] != rows.noSession});
            earlier.push_back(newest[rows.session[row]]);
            newest[rows.session[row]] = run;
            return run;
        };
        m_trail->run.reserve(count);
        auto session = m_sessions.begin();
        std::size_t kept = 0;
        for (std::size_t row = 0; row < count; ++row) {
            const std::uint32_t run = runOf(row);
            if (session != m_sessions.end() && *session == rows.entry[row]) {
                LabelledRun labelled;
                labelled.entry = rows.entry[row];
                labelled.timeNs = rows.timeNs[row];
                labelled.run = run;
                m_trail->labelled.push_back(std::move(labelled));
                ++session;
                continue;
            }
            m_trail->run.push_back(run);
            if (kept != row)
                rows.copy(row, kept);
            ++kept;
        }
        rows.shorten(kept);
    }

    static constexpr std::int64_t endOfTime = std::numeric_limits<std::int64_t>::max();

    /// The answer of a pact's timeline for one agent and deployment, and for which times it is that.
    struct KnownJudge
    {
        std::int64_t from = 0, until = 0;
        std::uint32_t pact = MetricTrail::nobody; ///< of m_compiled
    };

    Result<void> takeJudges(const RowFilter &)
    {
        const RowColumns &rows = m_trail->rows;
        std::vector<std::vector<KnownJudge>> known(m_trail->agents.size()); // the one that answered last comes first
        m_trail->judge.assign(rows.size(), MetricTrail::nobody);
        m_trail->flags.assign(rows.size(), 0);
        for (std::size_t row = 0; row < rows.size(); ++row) {
            const std::uint32_t who = m_trail->runs[m_trail->run[row]].who;
            std::int64_t at = rows.timeNs[row];
            if (at == RowColumns::noTime && m_timelines->dependsOnTime()) {
                const auto moment = m_workspace.m->momentOf(rowOf(row));
                if (!moment)
                    return moment.error();
                at = *moment;
            }
            auto &answers = known[who];
            auto answer = std::ranges::find_if(answers, [at](const KnownJudge &judge) { return at >= judge.from && (at < judge.until || judge.until == endOfTime); });
            if (answer == answers.end()) {
                const auto asked = m_timelines->at(rows.agentNames[rows.agent[row]], rows.deploymentNames[rows.deployment[row]], at);
                answer = answers.insert(answers.begin(), {asked.from, asked.until, asked.window ? numberOf(asked.window->pact) : MetricTrail::nobody});
            } else if (answer != answers.begin()) {
                std::iter_swap(answer, answers.begin());
                answer = answers.begin();
            }
            const auto verdict = static_cast<Verdict>(rows.verdict[row]);
            if (answer->pact != MetricTrail::nobody)
                m_trail->judge[row] = judgeOf(answer->pact, rows.tool[row]);
            if (verdict == Verdict::NoPact || verdict == Verdict::NotJudged)
                continue;
            const bool owes = m_trail->judge[row] != MetricTrail::nobody && m_trail->judges[m_trail->judge[row]].owesEvidence;
            m_trail->flags[row] = static_cast<std::uint16_t>(MetricTrail::Judged | (owes ? MetricTrail::EvidenceOwed : 0));
        }
        return {};
    }

    [[nodiscard]] Row rowOf(std::size_t row) const
    {
        const RowColumns &rows = m_trail->rows;
        Row asked;
        asked.number = rows.entry[row];
        asked.agent = rows.agentNames[rows.agent[row]];
        asked.deployment = rows.deploymentNames[rows.deployment[row]];
        if (rows.timeNs[row] != RowColumns::noTime)
            asked.time = Instant{rows.timeNs[row]};
        return asked;
    }

    std::uint32_t numberOf(const PactPointer &pact)
    {
        const auto found = std::ranges::find(m_compiled, pact);
        if (found != m_compiled.end())
            return static_cast<std::uint32_t>(found - m_compiled.begin());
        m_compiled.push_back(pact);
        m_trail->pactNames.push_back(pact->version.document.id + '@' + pact->version.document.version);
        m_judgeOf.emplace_back(m_trail->rows.toolNames.size(), MetricTrail::nobody);
        return static_cast<std::uint32_t>(m_compiled.size() - 1);
    }

    std::uint32_t judgeOf(std::uint32_t pact, std::uint32_t tool)
    {
        std::uint32_t &known = m_judgeOf[pact][tool];
        if (known != MetricTrail::nobody)
            return known;
        const CompiledPact &compiled = *m_compiled[pact]->compiled;
        TrailJudge judge;
        judge.pact = pact;
        judge.owesEvidence = !compiled.document().owedEvidence.empty();
        for (const std::uint32_t index : compiled.clausesFor(m_trail->rows.toolNames[tool])) {
            const Clause &clause = compiled.clauses()[index];
            if (clause.kind == ClauseKind::Permit)
                continue;
            const bool isWritten = index < compiled.document().clauses.size();
            judge.clauses.push_back({clauseNumber(clause.id), clause.readsAs, clause.kind == ClauseKind::Forbid && !clause.heuristic, isWritten ? hardnessOf(clause) : std::nullopt});
        }
        known = static_cast<std::uint32_t>(m_trail->judges.size());
        m_trail->judges.push_back(std::move(judge));
        return known;
    }

    std::uint32_t clauseNumber(const std::string &clause)
    {
        const auto [known, isNew] = m_clauses.try_emplace(clause, static_cast<std::uint32_t>(m_trail->clauseNames.size()));
        if (isNew)
            m_trail->clauseNames.push_back(clause);
        return known->second;
    }

    Result<void> takeFindings(const RowFilter &)
    {
        const RowColumns &rows = m_trail->rows;
        if (rows.size() == 0)
            return {};
        EntryNumber first = rows.entry.front();
        if (m_before) {
            for (const TrailFinding &finding : m_before->findings) // rows that were there are the same rows
                m_trail->findings.push_back({finding.row, clauseNumber(m_before->clauseNames[finding.clause]), finding.undecidable});
            first = std::max(first, m_before->ledgerSize);
        }
        const auto findings = m_store.findings(first);
        if (!findings)
            return findings.error();
        std::size_t row = static_cast<std::size_t>(std::ranges::lower_bound(rows.entry, first) - rows.entry.begin()); // both ascend by entry
        for (const Finding &finding : *findings) {
            while (row < rows.size() && rows.entry[row] < finding.entry)
                ++row;
            if (row == rows.size())
                break;
            if (rows.entry[row] == finding.entry)
                m_trail->findings.push_back({static_cast<std::uint32_t>(row), clauseNumber(finding.clause), finding.undecidable});
        }
        const auto evidence = clauseNumber("evidence"); // of owed evidence: every pact that owes some has it
        for (const TrailFinding &finding : m_trail->findings)
            flag(finding, evidence);
        for (std::uint16_t &flags : m_trail->flags) {
            if (flags & MetricTrail::Broke)
                flags &= static_cast<std::uint16_t>(~MetricTrail::Undecidable);
        }
        return {};
    }

    void flag(const TrailFinding &finding, std::uint32_t evidence)
    {
        std::uint16_t &flags = m_trail->flags[finding.row];
        if (finding.clause == evidence && !finding.undecidable)
            flags |= MetricTrail::OwesEvidence;
        if (m_trail->judge[finding.row] == MetricTrail::nobody)
            return;
        for (const TrailClause &clause : m_trail->judges[m_trail->judge[finding.row]].clauses) {
            if (clause.name != finding.clause || !clause.hard)
                continue;
            if (finding.undecidable)
                flags |= MetricTrail::Undecidable;
            else
                flags |= static_cast<std::uint16_t>(*clause.hard == Severity::Critical ? MetricTrail::Broke | MetricTrail::BrokeCritical : MetricTrail::Broke);
        }
    }

    Result<void> takeLabels(const RowFilter &)
    {
        std::vector<EntryNumber> unread;
        std::vector<std::size_t> places;
        auto known = m_before ? m_before->labelled.begin() : std::vector<LabelledRun>::const_iterator();
        for (std::size_t i = 0; i < m_trail->labelled.size(); ++i) {
            LabelledRun &labelled = m_trail->labelled[i];
            if (m_before) {
                while (known != m_before->labelled.end() && known->entry < labelled.entry)
                    ++known;
                if (known != m_before->labelled.end() && known->entry == labelled.entry) {
                    const std::uint32_t run = labelled.run;
                    labelled = *known;
                    labelled.run = run;
                    continue;
                }
            }
            unread.push_back(labelled.entry);
            places.push_back(i);
        }
        return m_records.each(unread, [&](std::size_t i, const Record &record) {
            LabelledRun &labelled = m_trail->labelled[places[i]];
            RunLabels read = readRunLabels(record.labels);
            labelled.facts = std::move(read.facts);
            labelled.seconds = read.seconds;
            labelled.cost = read.cost;
            labelled.task = std::move(read.asked);
            if (const auto expected = expectedOf(record.labels, m_trail->runs[labelled.run].who))
                labelled.expectsWrites = !expected->empty();
        });
    }

    /// Of a run whose source lists the actions that its task expects, those that change something.
    std::optional<ExpectedActions> expectedOf(const Value &labels, std::uint32_t who)
    {
        const Value *expected = labels.isMap() ? labels.find("expected_actions") : nullptr;
        if (!expected || !expected->isList())
            return std::nullopt;
        ExpectedActions actions;
        for (const Value &action : expected->items()) {
            const std::string tool(action.findText("name").value_or(std::string_view()));
            const Value *arguments = action.find("arguments");
            if (!arguments)
                arguments = action.find("kwargs");
            if (action.findText("requestor").value_or("assistant") == "assistant" && changingTools(who).contains(tool))
                actions.add(tool, arguments ? *arguments : Value());
        }
        return actions;
    }

    /// By the pacts that bind an agent.
    const std::set<std::string, std::less<>> &changingTools(std::uint32_t who)
    {
        const auto [known, isNew] = m_changing.try_emplace(who);
        if (!isNew)
            return known->second;
        const auto &[agent, deployment] = m_trail->agents[who];
        for (const PactTimelines::Window *window : m_timelines->windows()) { // also of versions that were in force once: the run may be of then
            const PactDocument &document = window->pact->version.document;
            if (!document.bindsAgent(m_trail->rows.agentNames[agent], m_trail->rows.deploymentNames[deployment]))
                continue;
            for (const PactTool &tool : document.tools) {
                if (changesSomething(tool))
                    known->second.insert(tool.name);
            }
        }
        return known->second;
    }

    Result<void> takeWrites(const RowFilter &)
    {
        std::vector<EntryNumber> listing; // records that list what a task expects
        std::unordered_map<std::uint32_t, ExpectedActions> expected; // by run
        for (const LabelledRun &labelled : m_trail->labelled) {
            if (!labelled.expectsWrites)
                continue;
            listing.push_back(labelled.entry);
            expected.try_emplace(labelled.run);
        }
        std::vector<EntryNumber> writes;
        std::vector<std::size_t> places;
        for (std::size_t row = 0; row < m_trail->rows.size() && !expected.empty(); ++row) {
            const bool isWrite = m_trail->ran(row) && expected.contains(m_trail->run[row]) &&
                                 changingTools(m_trail->runs[m_trail->run[row]].who).contains(m_trail->rows.toolNames[m_trail->rows.tool[row]]);
            if (!isWrite)
                continue;
            writes.push_back(m_trail->rows.entry[row]);
            places.push_back(row);
        }
        if (m_before && !writes.empty() && knewAll(listing, writes)) {
            for (std::size_t i = 0; i < places.size(); ++i)
                m_trail->flags[places[i]] |= static_cast<std::uint16_t>(m_before->flags[places[i]] & (MetricTrail::Write | MetricTrail::UnexpectedWrite | MetricTrail::WriteInValue));
            return {};
        }
        std::map<EntryNumber, std::uint32_t> runOf;
        for (const LabelledRun &labelled : m_trail->labelled)
            runOf.emplace(labelled.entry, labelled.run);
        auto read = m_records.each(listing, [&](std::size_t i, const Record &record) {
            const std::uint32_t run = runOf.at(listing[i]);
            if (auto actions = expectedOf(record.labels, m_trail->runs[run].who))
                expected[run].merge(std::move(*actions));
        });
        if (!read)
            return read;
        return m_records.each(writes, [&](std::size_t i, const Record &record) {
            const Expectation is = expected[m_trail->run[places[i]]].match(record.tool, record.arguments);
            m_trail->flags[places[i]] |= static_cast<std::uint16_t>(MetricTrail::Write | (is == Expectation::AsWritten ? 0 : MetricTrail::UnexpectedWrite) |
                                                                    (is == Expectation::InValue ? MetricTrail::WriteInValue : 0));
        });
    }

    /// Whether nothing came to the writes and lists of expected actions since the reading before.
    [[nodiscard]] bool knewAll(const std::vector<EntryNumber> &listing, const std::vector<EntryNumber> &writes) const
    {
        return (listing.empty() || listing.back() < m_before->ledgerSize) && writes.back() < m_before->ledgerSize;
    }

    void orderByTime()
    {
        const auto &times = m_trail->rows.timeNs;
        for (std::uint32_t row = 0; row < times.size(); ++row) {
            (times[row] == RowColumns::noTime ? m_trail->untimed : m_trail->byTime).push_back(row);
        }
        const auto timeOf = [&times](std::uint32_t row) { return times[row]; };
        if (!std::ranges::is_sorted(m_trail->byTime, {}, timeOf))
            std::ranges::stable_sort(m_trail->byTime, {}, timeOf);
        m_trail->timedOf.resize(m_trail->agents.size());
        for (const std::uint32_t row : m_trail->byTime)
            m_trail->timedOf[m_trail->runs[m_trail->run[row]].who].push_back(row);
    }

    const Workspace &m_workspace;
    const Store &m_store;
    const MetricTrail *m_before;
    std::stop_token m_stop;
    std::shared_ptr<MetricTrail> m_trail = std::make_shared<MetricTrail>();
    std::vector<EntryNumber> m_sessions;
    std::shared_ptr<const PactTimelines> m_timelines = m_workspace.m->currentTimelines();
    std::vector<PactPointer> m_compiled;
    std::vector<std::vector<std::uint32_t>> m_judgeOf; ///< by pact and tool
    std::unordered_map<std::string, std::uint32_t> m_clauses;
    std::map<std::uint32_t, std::set<std::string, std::less<>>> m_changing; ///< tools, by MetricTrail::agents
    TrailRecords m_records;
};

Result<std::shared_ptr<const MetricTrail>> MetricTrails::read(const RowFilter &filter, std::stop_token stop) const
{
    if (auto loaded = m_workspace.m->load(); !loaded)
        return loaded.error();
    return Reading(m_workspace, nullptr, std::move(stop)).read(filter);
}

Result<std::shared_ptr<const MetricTrail>> MetricTrails::readOn(const MetricTrail &before, std::stop_token stop) const
{
    if (auto loaded = m_workspace.m->load(); !loaded)
        return loaded.error();
    return Reading(m_workspace, &before, std::move(stop)).read({});
}

Error countingStopped()
{
    return {ErrorKind::Cancelled, "MND-MET-003", "The counting was stopped.", {}, {}, {}};
}

Result<RunModels> readRunModels(const Workspace &workspace, const MetricTrail &trail, const RunModels &before, std::stop_token stop)
{
    RunModels models = before;
    models.model.resize(trail.runs.size(), MetricTrail::nobody);
    std::vector<EntryNumber> first;
    std::vector<std::uint32_t> runs;
    for (std::size_t row = 0; row < trail.rows.size(); ++row) {
        std::uint32_t &model = models.model[trail.run[row]];
        if (model != MetricTrail::nobody)
            continue;
        model = RunModels::unnamed; // unless its first call says another
        first.push_back(trail.rows.entry[row]);
        runs.push_back(trail.run[row]);
    }
    std::unordered_map<std::string, std::uint32_t> known;
    for (const std::string &name : models.names)
        known.emplace(name, static_cast<std::uint32_t>(known.size()));
    TrailRecords records(workspace.store(), std::move(stop));
    const auto read = records.each(first, [&](std::size_t i, const Record &record) {
        if (record.model.empty())
            return;
        const auto [number, isNew] = known.try_emplace(std::string(record.model), static_cast<std::uint32_t>(models.names.size()));
        if (isNew)
            models.names.emplace_back(record.model);
        models.model[runs[i]] = number->second;
    });
    if (!read)
        return read.error();
    return models;
}

Result<std::shared_ptr<const MetricTrail>> readMetricTrail(const Workspace &workspace, std::stop_token stop)
{
    return MetricTrails(workspace).read({}, std::move(stop));
}

} // namespace mandate
