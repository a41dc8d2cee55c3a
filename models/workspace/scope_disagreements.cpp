// SPDX-License-Identifier: GPL-3.0-or-later
// Where a scope policy and what happened disagree: a verifier that allowed what the policy does not, and actions that ran against it although the
// pact let them. By the policy in force at the action's time; what was there before the first version is held against none.
#include "models/evidence/record_json.h"
#include "models/base/json_reader.h"
#include "models/incidents/rules.h"
#include "models/workspace/scope_breaches.h"

#include <algorithm>
#include <set>

namespace mandate {

namespace {

/// Names of a dimension that fit one of these patterns.
Result<std::vector<std::string>> namesFitting(const Store &store, Dimension dimension, const std::set<std::string> &patterns)
{
    auto names = store.names(dimension);
    if (!names)
        return names.error();
    std::vector<std::string> fitting;
    for (std::string &name : *names) {
        if (std::ranges::any_of(patterns, [&](const std::string &pattern) { return matchesPattern(pattern, name); }))
            fitting.push_back(std::move(name));
    }
    return fitting;
}

IncidentEntry disagreement(std::string_view rule, std::string agent, std::string deployment, std::string session, const Digest &about)
{
    IncidentEntry incident;
    incident.id = incidentId(agent, session, rule, about);
    incident.agent = std::move(agent);
    incident.deployment = std::move(deployment);
    incident.session = std::move(session);
    incident.clause = rule;
    incident.pactDigest = about;
    return incident;
}

} // namespace

ScopeBreaches::ScopeBreaches(const Workspace::Private &workspace) : m_workspace(workspace), m_timelines(workspace.currentTimelines())
{
    const std::shared_lock reading(workspace.lock);
    m_scopes = workspace.scopes;
    m_pacts = workspace.pacts;
}

Result<void> ScopeBreaches::each(RowFilter filter, EntryNumber from, const Visitor &visit) const
{
    filter.erased = false;
    std::set<std::string> tools;
    std::set<std::string> agents;
    std::optional<Instant> since;
    for (const auto &[id, life] : m_scopes.lives()) {
        for (const ScopeVersion &version : life.versions()) {
            for (const Binding &binding : version.document().binds)
                agents.insert(binding.agent);
            for (const ScopeTool &tool : version.document().tools) {
                if (tool.destructive)
                    tools.insert(tool.name);
            }
            if (!since || version.from.nanoseconds < since->nanoseconds)
                since = version.from;
        }
    }
    if (!since)
        return {};
    for (const PactPointer &pact : m_pacts) {
        tools.insert(pact->version.document.verifiedTools.begin(), pact->version.document.verifiedTools.end());
        for (const PactTool &tool : pact->version.document.tools) {
            if (tool.destructive)
                tools.insert(tool.name);
        }
    }
    auto agentNames = namesFitting(*m_workspace.store, Dimension::Agent, agents);
    auto toolNames = namesFitting(*m_workspace.store, Dimension::Tool, tools);
    if (!agentNames)
        return agentNames.error();
    if (!toolNames)
        return toolNames.error();
    if (agentNames->empty() || toolNames->empty())
        return {};
    filter.kinds = {RecordKind::Action};
    filter.outcomes = {Outcome::Executed, Outcome::Unknown};
    filter.verdicts = {Verdict::Permitted, Verdict::Approved};
    filter.tools = std::move(*toolNames);
    if (filter.agents.empty())
        filter.agents = std::move(*agentNames);
    const auto all = m_workspace.store->select(filter, RowOrder::ArrivalAscending);
    if (!all)
        return all.error();
    constexpr std::size_t atOnce = 4096;
    const std::span<const EntryNumber> entries(std::ranges::lower_bound(*all, from), all->end());
    JsonReader reader;
    Arena arena;
    PactFinder pacts(m_timelines);
    for (std::size_t done = 0; done < entries.size(); done += atOnce) {
        const auto some = entries.subspan(done, std::min(atOnce, entries.size() - done));
        const auto bodies = m_workspace.store->bodies(some);
        if (!bodies)
            return bodies.error();
        for (std::size_t i = 0; i < some.size(); ++i) {
            arena.reset();
            const auto record = readRecord((*bodies)[i], reader, arena);
            if (!record)
                return record.error();
            const std::int64_t moment = momentOf(*record);
            const ScopeStanding standing = m_scopes.standing(record->agent, record->deployment, Instant{moment, true});
            if (!standing.version || standing.broken)
                continue;
            const ScopeTool *listed = standing.version->document().tool(record->tool);
            const PactPointer &pact = pacts.find(record->agent, record->deployment, moment);
            const bool asked = (listed && listed->destructive) || (pact && needsVerifier(pact->version.document, record->tool));
            if (asked && standing.version->policy->evaluate(ScopeAction{record->agent, record->deployment, record->tool, record->target, record->arguments}).outcome != ScopeOutcome::Allow)
                visit(some[i], *record, *standing.version);
        }
    }
    return {};
}

std::vector<IncidentEntry> Workspace::Private::verdictDisagreements(const std::string *request) const
{
    std::vector<IncidentEntry> found;
    const ApprovalLife *only = request ? approvals.find(*request) : nullptr;
    for (const ApprovalLife *life : request ? ApprovalBook::Lives(only ? 1 : 0, only) : approvals.lives()) {
        if (!life->verifiedBy())
            continue;
        const auto history = life->history();
        const auto disagrees = std::ranges::find_if(history, [](const ApprovalLife::Event &event) {
            const ApprovalStatement &step = event.statement;
            return step.step == ApprovalStep::Verify && event.voidBecause.empty() && step.verdict == "allow" && step.scope && !step.scope->policy.empty() && !step.scope->allows();
        });
        if (disagrees == history.end())
            continue;
        IncidentEntry incident = disagreement(verifierDisagreeing, life->request().action.agent, life->request().deployment, life->request().session, sha256(life->id())); // one a request
        if (isOpenIncident(incident.id))
            continue;
        incident.opened = surroundings.clock();
        incident.actions = {disagrees->statement.entry};
        found.push_back(std::move(incident));
    }
    return found;
}

Result<std::vector<IncidentEntry>> Workspace::Private::scopeDisagreements() const
{
    std::vector<IncidentEntry> found = verdictDisagreements(nullptr);
    const EntryNumber end = store->size();
    const auto read = ScopeBreaches(*this).each({}, heldAgainstScopesTo, [&](EntryNumber entry, const Record &record, const ScopeVersion &version) {
        IncidentEntry incident = disagreement(againstScopePolicy, std::string(record.agent), std::string(record.deployment), std::string(record.session), version.digest);
        if (isOpenIncident(incident.id) || std::ranges::find(found, incident.id, &IncidentEntry::id) != found.end())
            return;
        incident.opened = surroundings.clock();
        incident.actions = {entry};
        found.push_back(std::move(incident));
    });
    if (!read)
        return read.error();
    heldAgainstScopesTo = end;
    return found;
}

Result<std::uint64_t> Workspace::Private::openVerdictIncidents(const std::string &request)
{
    return openAll(verdictDisagreements(&request));
}

} // namespace mandate
