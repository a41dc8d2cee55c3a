// SPDX-License-Identifier: GPL-3.0-or-later
// What the workspace says of itself: counts of its records, sources and agents.
#include "models/base/json_reader.h"
#include "models/workspace/source_coverage.h"
#include "models/workspace/workspace_private.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

namespace mandate {

namespace {

RowFilter ofKind(RecordKind kind)
{
    RowFilter filter;
    filter.kinds = {kind};
    return filter;
}

} // namespace

Result<WorkspaceStats> Workspace::stats() const
{
    WorkspaceStats stats;
    const Store &store = *m->store;
    const auto sum = [](const std::vector<Tally> &tallies) {
        std::uint64_t total = 0;
        for (const Tally &tally : tallies)
            total += tally.count;
        return total;
    };
    const auto byKind = store.tally({}, std::array{Dimension::Kind});
    if (!byKind)
        return byKind.error();
    stats.records = sum(*byKind);

    const RowFilter actions = ofKind(RecordKind::Action);
    const auto byTool = store.tally(actions, std::array{Dimension::Tool});
    if (!byTool)
        return byTool.error();
    for (const Tally &tally : *byTool) {
        stats.callsPerTool[tally.key[0]] = tally.count;
        stats.calls += tally.count;
        stats.failedCalls += tally.failed;
        stats.evidence.withInput += tally.has[0];
        stats.evidence.withResult += tally.has[3];
        stats.evidence.withTime += tally.has[4];
        stats.evidence.withDecisionBasis += tally.has[5];
        stats.evidence.withSignature += tally.has[6];
        if (tally.key[0].starts_with("Delete") || tally.key[0].starts_with("Terminate"))
            stats.destructive += tally.count;
    }
    stats.evidence.calls = stats.calls;

    const auto agentRuns = store.tally(ofKind(RecordKind::Session), std::array{Dimension::Agent, Dimension::Deployment});
    const auto agentCalls = store.tally(actions, std::array{Dimension::Agent, Dimension::Deployment});
    if (!agentRuns)
        return agentRuns.error();
    if (!agentCalls)
        return agentCalls.error();
    std::map<std::pair<std::string, std::string>, WorkspaceStats::Agent> agents;
    for (const Tally &tally : *agentRuns) {
        stats.runs += tally.count;
        agents[{tally.key[0], tally.key[1]}].runs = tally.count;
    }
    for (const Tally &tally : *agentCalls) {
        agents[{tally.key[0], tally.key[1]}].calls = tally.count;
        agents[{tally.key[0], tally.key[1]}].failed = tally.failed;
    }
    for (auto &[key, agent] : agents) {
        agent.name = key.first;
        agent.deployment = key.second;
        stats.agents.push_back(std::move(agent));
    }

    const auto bySource = store.tally({}, std::array{Dimension::Source, Dimension::Format, Dimension::Kind, Dimension::Day});
    if (!bySource)
        return bySource.error();
    std::map<std::pair<std::string, std::string>, WorkspaceStats::Source> sources;
    for (const Tally &tally : *bySource) {
        const std::string name(sourceShown(tally.key[0]));
        WorkspaceStats::Source &source = sources[{name, tally.key[1]}];
        source.name = name;
        source.format = tally.key[1];
        source.records += tally.count;
        if (tally.key[2] == nameOf(RecordKind::Action))
            source.calls += tally.count;
        if (const auto day = parseInstant(tally.key[3])) {
            if (!source.first || day->nanoseconds < source.first->nanoseconds)
                source.first = day;
            if (!source.last || day->nanoseconds > source.last->nanoseconds)
                source.last = day;
        }
    }
    for (auto &[key, source] : sources)
        stats.sources.push_back(std::move(source));

    RowFilter quarantine;
    quarantine.types = {EntryType::Quarantine};
    const auto quarantined = store.count(quarantine);
    if (!quarantined)
        return quarantined.error();
    stats.quarantined = *quarantined;
    return countThrottled(std::move(stats));
}

Result<WorkspaceStats> Workspace::countThrottled(WorkspaceStats stats) const
{
    RowFilter failed = ofKind(RecordKind::Action);
    failed.outcomes = {Outcome::Failed, Outcome::Refused};
    auto read = m->eachAction(failed, [&](EntryNumber, const Record &record) {
        const Value *throttled = record.labels.find("throttled");
        stats.throttled += throttled && throttled->is(ValueKind::Bool) && throttled->asBool();
    }, {}, {});
    if (!read)
        return read.error();
    return stats;
}

Result<std::vector<Workspace::Quarantined>> Workspace::quarantined() const
{
    RowFilter filter;
    filter.types = {EntryType::Quarantine};
    const auto entries = m->store->select(filter, RowOrder::ArrivalAscending);
    if (!entries)
        return entries.error();
    const auto rows = m->store->rows(*entries);
    const auto bodies = m->store->bodies(*entries);
    if (!rows)
        return rows.error();
    if (!bodies)
        return bodies.error();
    std::vector<Quarantined> found;
    JsonReader reader;
    Arena arena;
    for (std::size_t i = 0; i < entries->size(); ++i) {
        arena.reset();
        const auto body = reader.read((*bodies)[i], arena);
        if (!body)
            return body.error();
        const auto text = [&](std::string_view name) { return std::string(body->findText(name).value_or(std::string_view())); };
        const Value *offset = body->find("offset");
        found.push_back({(*entries)[i], text("source"), text("reason"), text("remedy"),
                         offset && offset->is(ValueKind::Int) ? static_cast<std::uint64_t>(offset->asInt()) : 0, (*rows)[i].item});
    }
    return found;
}

Result<std::vector<AgentOverview>> Workspace::agents() const
{
    if (auto loaded = m->load(); !loaded)
        return loaded.error();
    const Store &store = *m->store;
    std::map<std::string, AgentOverview> byName;
    const auto runs = store.tally(ofKind(RecordKind::Session), std::array{Dimension::Agent});
    const auto calls = store.tally(ofKind(RecordKind::Action), std::array{Dimension::Agent, Dimension::Deployment, Dimension::Verdict});
    const auto executed = [&] {
        RowFilter filter = ofKind(RecordKind::Action);
        filter.outcomes = {Outcome::Executed, Outcome::Unknown};
        filter.verdicts = {Verdict::Prohibited};
        return store.tally(filter, std::array{Dimension::Agent});
    }();
    const auto asked = store.tally(ofKind(RecordKind::Decision), std::array{Dimension::Agent, Dimension::Deployment});
    const auto days = store.tally(ofKind(RecordKind::Action), std::array{Dimension::Agent, Dimension::Day});
    for (const auto *result : {&runs, &calls, &executed, &asked, &days}) {
        if (!*result)
            return result->error();
    }
    for (const Tally &tally : *runs)
        byName[tally.key[0]].runs = tally.count;
    for (const Tally &tally : *calls) {
        AgentOverview &agent = byName[tally.key[0]];
        agent.calls += tally.count;
        agent.failedCalls += tally.failed;
        if (!tally.key[1].empty() && std::find(agent.deployments.begin(), agent.deployments.end(), tally.key[1]) == agent.deployments.end())
            agent.deployments.push_back(tally.key[1]);
        const auto verdict = verdictOf(tally.key[2]).value_or(Verdict::NotJudged);
        if (verdict == Verdict::Prohibited)
            agent.attemptedViolations += tally.count;
        else if (verdict == Verdict::NeedsApproval)
            agent.needsApproval += tally.count;
        else if (verdict == Verdict::Undecidable)
            agent.undecidable += tally.count;
    }
    for (const Tally &tally : *asked) {
        AgentOverview &agent = byName[tally.key[0]];
        agent.asked += tally.count;
        agent.refused += tally.failed;
        if (!tally.key[1].empty() && std::ranges::find(agent.deployments, tally.key[1]) == agent.deployments.end())
            agent.deployments.push_back(tally.key[1]);
    }
    for (const Tally &tally : *executed)
        byName[tally.key[0]].executedViolations = tally.count;
    for (const Tally &tally : *days) {
        AgentOverview &agent = byName[tally.key[0]];
        if (const auto day = parseInstant(tally.key[1]); day && (!agent.lastSeen || day->nanoseconds > agent.lastSeen->nanoseconds))
            agent.lastSeen = day;
    }
    {
        const std::shared_lock reading(m->lock);
        for (const std::string &name : m->authorizations.agents())
            byName[name];
        for (const auto &[entry, incident] : m->incidents) {
            const auto life = m->cases.find(incident.id);
            byName[incident.agent].openIncidents += life == m->cases.end() || life->second.isOpen();
        }
    }
    byName.erase(std::string()); // records whose source names no agent
    std::vector<AgentOverview> agents;
    for (auto &[name, agent] : byName) {
        agent.agent = name;
        if (auto filled = fillAuthorization(agent); !filled)
            return filled.error();
        agents.push_back(std::move(agent));
    }
    return agents;
}

} // namespace mandate
