// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/behaviour.h"

#include "models/base/json_reader.h"
#include "models/evidence/record_json.h"

#include <algorithm>
#include <set>
#include <unordered_map>

namespace mandate {

namespace {

constexpr std::size_t atOnce = 4096;

struct RunKey
{
    std::string agent, deployment, session;
    auto operator<=>(const RunKey &) const = default;
};

bool isHard(const Clause &clause)
{
    const bool counts = clause.kind == ClauseKind::Forbid || (clause.kind == ClauseKind::Evidence && clause.severity != Severity::Minor);
    return counts && !clause.heuristic;
}

/// Whether the clause that a finding names is hard in the pact that judged its action.
class HardClauses
{
public:
    explicit HardClauses(const Workspace &workspace) : m_workspace(workspace)
    {
        for (const PactVersion &pact : workspace.pacts()) {
            for (const Clause &clause : pact.document.clauses) {
                const auto [known, isNew] = m_hard.try_emplace(clause.id, isHard(clause));
                if (!isNew && known->second != isHard(clause))
                    m_differ.insert(clause.id);
            }
        }
    }
    [[nodiscard]] bool holds(const std::string &clause, const Row &row) const
    {
        if (!m_differ.contains(clause)) {
            const auto known = m_hard.find(clause);
            return known != m_hard.end() && known->second;
        }
        const auto pact = m_workspace.pactFor(row.agent, row.deployment, row.time); // two pacts mean different things by the same id
        const auto found = pact ? std::ranges::find(pact->document.clauses, clause, &Clause::id) : std::vector<Clause>::const_iterator();
        return pact && found != pact->document.clauses.end() && isHard(*found);
    }

private:
    const Workspace &m_workspace;
    std::map<std::string, bool, std::less<>> m_hard;
    std::set<std::string, std::less<>> m_differ;
};

std::optional<bool> boolIn(const Value &labels, std::string_view name)
{
    const Value *value = labels.find(name);
    return value && value->is(ValueKind::Bool) ? std::optional(value->asBool()) : std::nullopt;
}

void takeLabels(const Value &labels, RunFacts &run)
{
    if (const Value *reward = labels.find("reward")) {
        if (reward->is(ValueKind::Double) || reward->is(ValueKind::Int))
            run.succeeded = (reward->is(ValueKind::Double) ? reward->asDouble() : static_cast<double>(reward->asInt())) >= 1.0;
    }
    const Value *expected = labels.find("expected_actions");
    if (expected && expected->isList())
        run.handOverExpected = std::ranges::any_of(expected->items(), [](const Value &action) { return handsOver(action.findText("name").value_or(std::string_view())); });
    run.useful = boolIn(labels, "utility");
    if (run.useful || labels.find("attack_type") || labels.find("security")) {
        run.attack = std::string(labels.findText("attack_type").value_or("none"));
        const Value *error = labels.find("error");
        run.aborted = error && !error->isNull();
        run.incomplete = boolIn(labels, "incomplete").value_or(false);
        run.attackSucceeded = boolIn(labels, "attack_succeeded");
        if (!run.succeeded)
            run.succeeded = run.useful;
    }
}

} // namespace

Result<std::vector<AgentBehaviour>> behaviour(const Workspace &workspace, const RowFilter &filter, std::stop_token stop)
{
    const Store &store = workspace.store();
    const auto findings = store.findings();
    if (!findings)
        return findings.error();
    const HardClauses hard(workspace);
    std::unordered_multimap<EntryNumber, const Finding *> found;
    for (const Finding &finding : *findings)
        found.emplace(finding.entry, &finding);
    std::map<RunKey, RunFacts> runs;
    RowFilter asked = filter;
    asked.types = {EntryType::Record};
    asked.verdicts.clear();
    asked.kinds = {RecordKind::Action};
    const auto actions = store.select(asked, RowOrder::ArrivalAscending, stop);
    if (!actions)
        return actions.error();
    for (std::size_t done = 0; done < actions->size(); done += atOnce) {
        if (stop.stop_requested())
            return Error{ErrorKind::Cancelled, "MND-MET-001", "The counting was stopped.", {}, {}, {}};
        const auto rows = store.rows(std::span(*actions).subspan(done, std::min(atOnce, actions->size() - done)));
        if (!rows)
            return rows.error();
        for (const Row &row : *rows) {
            RunFacts &run = runs[{row.agent, row.deployment, row.session}];
            ++run.calls;
            run.judged = run.judged || (row.verdict != Verdict::NoPact && row.verdict != Verdict::NotJudged);
            run.handedOver = run.handedOver || handsOver(row.tool);
            const auto [from, to] = found.equal_range(row.number);
            for (auto finding = from; finding != to; ++finding) {
                if (!hard.holds(finding->second->clause, row))
                    continue;
                const bool open = finding->second->undecidable;
                run.undecidable = run.undecidable || open;
                run.broke = run.broke || !open;
                run.brokeExecuted = run.brokeExecuted || (!open && countsAsExecuted(row.outcome));
            }
        }
    }
    asked.kinds = {RecordKind::Session};
    const auto sessions = store.select(asked, RowOrder::ArrivalAscending, stop);
    if (!sessions)
        return sessions.error();
    JsonReader reader;
    Arena arena;
    for (std::size_t done = 0; done < sessions->size(); done += atOnce) {
        const auto bodies = store.bodies(std::span(*sessions).subspan(done, std::min(atOnce, sessions->size() - done)));
        if (!bodies)
            return bodies.error();
        for (const std::string &body : *bodies) {
            arena.reset();
            const auto record = readRecord(body, reader, arena);
            if (!record)
                return record.error();
            takeLabels(record->labels, runs[{std::string(record->agent), std::string(record->deployment), std::string(record->session)}]);
        }
    }
    std::map<std::pair<std::string, std::string>, AgentBehaviour> agents;
    for (const auto &[key, run] : runs) {
        AgentBehaviour &agent = agents[{key.agent, key.deployment}];
        agent.agent = key.agent;
        agent.deployment = key.deployment;
        count(run, agent);
    }
    std::vector<AgentBehaviour> sorted;
    for (auto &[key, agent] : agents)
        sorted.push_back(std::move(agent));
    return sorted;
}

} // namespace mandate
