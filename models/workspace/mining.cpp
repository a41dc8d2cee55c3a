// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/mining.h"

#include "models/evidence/record_json.h"
#include "models/pact/mining/observed_use.h"
#include "models/workspace/workspace.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace mandate {

namespace {

constexpr std::size_t minedAtOnce = 4096;

Error noMining(ErrorKind kind, std::string code, std::string happened, std::string remedy)
{
    Error error;
    error.kind = kind;
    error.code = std::move(code);
    error.happened = std::move(happened);
    error.unaffected = "Nothing was changed.";
    error.remedy = std::move(remedy);
    return error;
}

/// What was prohibited, awaited a person or could not be decided must not become permitted by having been done.
bool isLeftOut(Verdict verdict)
{
    return verdict == Verdict::Prohibited || verdict == Verdict::NeedsApproval || verdict == Verdict::Undecidable;
}

/// Sorts an agent's actions into what is mined and what is not, in the order of the ledger.
class Miner
{
public:
    explicit Miner(const MiningQuery &query) : m_query(query), m_use(query.limits) {}

    void add(const Row &row, const Record &record)
    {
        const bool asked = (!m_query.deployment || row.deployment == *m_query.deployment) && m_query.range.holds(row.time);
        const bool executed = countsAsExecuted(row.outcome);
        if (asked)
            count(row, executed);
        mining::SeenCall call;
        call.entry = row.number;
        call.session = record.session;
        call.tool = record.tool;
        call.arguments = record.arguments;
        call.executed = executed; // also elsewhere and at other times: conditions on a session see all of it
        call.minable = asked && executed && !isLeftOut(row.verdict);
        call.outOfScope = row.verdict == Verdict::OutOfScope;
        m_use.add(call);
    }

    MiningReport finish(const std::vector<PactVersion> &inForce, bool unboundSomewhere) &&
    {
        std::set<std::string> taken;
        for (const PactVersion &pact : inForce) {
            for (const Clause &clause : pact.document.clauses)
                taken.insert(clause.id);
        }
        m_report.scope = m_use.propose(std::move(taken));
        for (auto &[key, left] : m_leftOut)
            m_report.leftOut.push_back(std::move(left));
        std::ranges::stable_sort(m_report.leftOut, std::greater(), &LeftOutOfMining::calls);
        for (const PactVersion &pact : inForce)
            compare(pact);
        m_report.origin.agent = m_query.agent;
        m_report.origin.deployments.assign(m_deployments.begin(), m_deployments.end());
        m_report.origin.everywhere = !m_query.deployment;
        m_report.origin.oneBasis = inForce.size() + (unboundSomewhere ? 1 : 0) == 1;
        if (m_report.origin.oneBasis && !unboundSomewhere)
            m_report.origin.inForce = inForce.front().source;
        return std::move(m_report);
    }

    [[nodiscard]] const std::set<std::string> &deployments() const { return m_deployments; }
    [[nodiscard]] std::uint64_t actions() const { return m_report.actions; }

private:
    void count(const Row &row, bool executed)
    {
        if (m_report.actions++ == 0)
            m_report.firstEntry = row.number;
        m_report.lastEntry = row.number;
        m_deployments.insert(row.deployment);
        if (row.time && (!m_report.since || row.time->nanoseconds < m_report.since->nanoseconds))
            m_report.since = row.time;
        if (row.time && (!m_report.until || row.time->nanoseconds > m_report.until->nanoseconds))
            m_report.until = row.time;
        Calls &calls = m_calls[row.tool];
        if (!executed) {
            ++m_report.notExecuted;
            ++calls.attempted;
            return;
        }
        ++calls.executed;
        if (!isLeftOut(row.verdict)) {
            ++m_report.mined;
            return;
        }
        LeftOutOfMining &left = m_leftOut[{row.verdict, row.clause, row.tool}];
        left.verdict = row.verdict;
        left.clause = row.clause;
        left.tool = row.tool;
        ++left.calls;
        if (left.first.size() < mining::exampleEntries)
            left.first.push_back(row.number);
    }

    static bool speaksOf(const Clause &clause, const std::string &tool)
    {
        return clause.tools.empty() || std::ranges::any_of(clause.tools, [&](const std::string &pattern) { return matchesPattern(pattern, tool); });
    }

    /// What a pact permits beside what was used.
    void compare(const PactVersion &pact)
    {
        const PactName name{pact.document.id, pact.document.version, pact.digest};
        m_report.inForce.push_back(name);
        std::vector<std::string> tools; // in the order of the document
        const auto offer = [&](const std::string &tool) {
            if (tool.find('*') == std::string::npos && std::ranges::find(tools, tool) == tools.end())
                tools.push_back(tool);
        };
        for (const PactTool &tool : pact.document.tools)
            offer(tool.name);
        for (const Clause &clause : pact.document.clauses) {
            if (clause.kind != ClauseKind::Permit)
                continue;
            std::ranges::for_each(clause.tools, offer);
            for (const std::string &pattern : clause.tools.empty() ? std::vector<std::string>{"*"} : clause.tools) {
                if (pattern.find('*') == std::string::npos)
                    continue;
                BroadPermission broad{name, clause.id, pattern, {}};
                for (const auto &[tool, calls] : m_calls) {
                    if (calls.executed > 0 && matchesPattern(pattern, tool))
                        broad.used.push_back(tool);
                }
                m_report.broader.push_back(std::move(broad));
            }
        }
        for (const std::string &tool : tools) {
            const auto calls = m_calls.find(tool);
            if (calls != m_calls.end() && calls->second.executed > 0)
                continue;
            NeverUsed never{tool, name, {}, calls == m_calls.end() ? 0 : calls->second.attempted};
            for (const Clause &clause : pact.document.clauses) {
                if (clause.kind == ClauseKind::Permit && speaksOf(clause, tool))
                    never.clauses.push_back(clause.id);
            }
            if (!never.clauses.empty())
                m_report.neverUsed.push_back(std::move(never));
        }
    }

    struct Calls
    {
        std::uint64_t executed = 0;
        std::uint64_t attempted = 0;
    };
    const MiningQuery &m_query;
    mining::ObservedUse m_use;
    MiningReport m_report;
    std::set<std::string> m_deployments;
    std::map<std::string, Calls> m_calls;
    std::map<std::tuple<Verdict, std::string, std::string>, LeftOutOfMining> m_leftOut;
};

Result<void> readActions(const Store &store, const std::string &agent, EntryNumber end, Miner &miner, const ImportProgress &progress,
                         const std::stop_token &stop)
{
    RowFilter filter;
    filter.kinds = {RecordKind::Action};
    filter.agents = {agent};
    filter.erased = false;
    auto entries = store.select(filter, RowOrder::ArrivalAscending, stop);
    if (!entries)
        return entries.error();
    entries->erase(std::ranges::lower_bound(*entries, end), entries->end());
    JsonReader reader;
    Arena arena;
    for (std::size_t done = 0; done < entries->size(); done += minedAtOnce) {
        if (stop.stop_requested())
            return noMining(ErrorKind::Cancelled, "MND-WSP-012", "Mining was stopped.", "Start it again when you like.");
        const auto some = std::span(*entries).subspan(done, std::min(minedAtOnce, entries->size() - done));
        const auto rows = store.rows(some);
        if (!rows)
            return rows.error();
        const auto bodies = store.bodies(some);
        if (!bodies)
            return bodies.error();
        for (std::size_t i = 0; i < some.size(); ++i) {
            arena.reset();
            const auto record = readRecord((*bodies)[i], reader, arena);
            if (!record)
                return record.error();
            miner.add((*rows)[i], *record);
        }
        if (progress) {
            ImportStep step;
            step.records = step.bytesDone = done + some.size();
            step.bytesTotal = entries->size();
            progress(step);
        }
    }
    return {};
}

} // namespace

Result<MiningReport> mineScope(const Workspace &workspace, const MiningQuery &query, const ImportProgress &progress, std::stop_token stop)
{
    if (workspace.verdictsPending())
        return noMining(ErrorKind::Refused, "MND-WSP-013", "Actions wait for being judged again, so it is not known which of them were in order.",
                        "Run any command that writes to the workspace, such as an import; it judges them first.");
    const Checkpoint head = workspace.store().head();
    Miner miner(query);
    if (const auto read = readActions(workspace.store(), query.agent, head.size, miner, progress, stop); !read)
        return read.error();
    if (miner.actions() == 0)
        return noMining(ErrorKind::Missing, "MND-WSP-014", "The trail holds no action of \"" + query.agent + "\" there and then.",
                        "\"mandate agents\" lists the agents and where they act.");
    std::vector<PactVersion> inForce;
    bool unboundSomewhere = false;
    for (const std::string &deployment : miner.deployments()) {
        auto pact = workspace.pactFor(query.agent, deployment);
        unboundSomewhere |= !pact;
        if (pact && std::ranges::none_of(inForce, [&](const PactVersion &known) { return known.digest == pact->digest; }))
            inForce.push_back(std::move(*pact));
    }
    MiningReport report = std::move(miner).finish(inForce, unboundSomewhere);
    report.trailEntries = head.size;
    report.trailRoot = head.root;
    return report;
}

} // namespace mandate
