// SPDX-License-Identifier: GPL-3.0-or-later
// What an agent may do now, from the pact in force, the statements about it and who answers for it. Reads no records.
#include "models/workspace/scope_policies.h"
#include "models/workspace/workspace_private.h"

#include <algorithm>

namespace mandate {

namespace {

constexpr std::int64_t dayNs = 24LL * 3600 * 1'000'000'000;

/// Why nobody answers for the agent; empty when somebody does.
std::string whyNoOwner(const PeopleRegister &people, const AgentStanding &agent)
{
    if (people.isOpen())
        return {};
    if (!agent.appointment)
        return agent.owner.empty() ? "Nobody is appointed to answer for this agent, and its pact names no owner."
                                   : "The pact names \"" + agent.owner + "\", and nobody is appointed to answer for this agent.";
    if (agent.appointment->vacated)
        return agent.appointment->owner + ", who answered for this agent, " + agent.appointment->vacatedBecause + '.';
    return {};
}

} // namespace

AgentStanding Workspace::Private::standing(const std::string &agent, const std::vector<std::string> &deployments, const Instant &now) const
{
    AgentStanding standing;
    standing.agent = agent;
    const auto known = currentTimelines();
    const PactTimelines::Window *pact = nullptr;
    for (const std::string &deployment : deployments) {
        const PactTimelines::Window *found = known->inForce(agent, deployment, now.nanoseconds);
        if (!found)
            continue;
        const PactDocument &document = found->pact->version.document;
        const std::string name = document.id + '@' + document.version;
        if (std::find(standing.pacts.begin(), standing.pacts.end(), name) == standing.pacts.end())
            standing.pacts.push_back(name);
        if (!pact)
            pact = found;
    }
    const std::shared_lock reading(lock);
    if (pact) {
        const PactDocument &document = pact->pact->version.document;
        standing.pactId = document.id;
        standing.pactVersion = document.version;
        standing.pactTitle = document.title;
        standing.owner = document.owner;
        const auto life = lives.find(document.id);
        if (life != lives.end() && !life->second.isBroken()) { // else what is in force is not known for sure
            standing.state = AgentState::Authorized;
            standing.since = Instant{pact->signedFrom, true};
            standing.by = pact->by;
            standing.reason = "pact_in_force";
        }
    }
    if (const Appointment *appointment = people.appointments().of(agent))
        standing.appointment = *appointment;
    standing.ownerFinding = whyNoOwner(people, standing);
    if (const Statement *waiting = authorizations.proposal(agent, now))
        standing.proposal = *waiting;
    if (const Statement *statement = authorizations.current(agent)) {
        standing.state = statement->to;
        standing.tools = statement->tools;
        standing.since = statement->decidedAt;
        standing.by = statement->decidedBy;
        standing.reason = statement->reasonCode;
        standing.validUntil = statement->validUntil;
        const auto lapse = [&](const char *reason, std::optional<Instant> since) {
            standing.state = AgentState::NotAuthorized;
            standing.reason = reason;
            if (since)
                standing.since = since;
        };
        const bool runs = statement->to == AgentState::Authorized || statement->to == AgentState::Restricted;
        if (runs && statement->validUntil && statement->validUntil->nanoseconds <= now.nanoseconds)
            lapse("expired", statement->validUntil);
        else if (runs && statement->validFrom && now.nanoseconds < statement->validFrom->nanoseconds)
            lapse("not_yet", {});
    }
    if (authorizations.isBroken(agent)) {
        standing.state = AgentState::NotAuthorized;
    } else if (standing.appointment && standing.appointment->vacated && standing.state != AgentState::Suspended && standing.state != AgentState::Revoked) {
        standing.state = AgentState::NotAuthorized;
        standing.reason = "no_owner";
        standing.since = standing.appointment->vacated;
        standing.by = standing.appointment->owner;
    }
    return standing;
}

AgentStanding Workspace::standing(const std::string &agent, const std::optional<std::string> &deployment) const
{
    (void)m->load();
    if (deployment)
        return m->standing(agent, {*deployment}, m->surroundings.clock());
    RowFilter actions;
    actions.kinds = {RecordKind::Action};
    actions.agents = {agent};
    std::vector<std::string> deployments;
    if (const auto seen = m->store->tally(actions, std::array{Dimension::Deployment})) {
        for (const Tally &tally : *seen)
            deployments.push_back(tally.key[0]);
    }
    if (deployments.empty())
        deployments.emplace_back();
    return m->standing(agent, deployments, m->surroundings.clock());
}

std::vector<AgentStanding> Workspace::expiring(int days) const
{
    (void)m->load();
    std::vector<std::string> agents;
    {
        const std::shared_lock reading(m->lock);
        agents = m->authorizations.agents();
    }
    std::vector<AgentStanding> found;
    const std::int64_t bound = m->surroundings.clock().nanoseconds + days * dayNs;
    for (const std::string &agent : agents) {
        AgentStanding one = standing(agent);
        if (one.validUntil && one.validUntil->nanoseconds <= bound && one.state != AgentState::Suspended && one.state != AgentState::Revoked)
            found.push_back(std::move(one));
    }
    std::ranges::sort(found, {}, [](const AgentStanding &one) { return one.validUntil->nanoseconds; });
    return found;
}

Result<void> Workspace::fillAuthorization(AgentOverview &agent) const
{
    std::vector<std::string> deployments = agent.deployments;
    if (deployments.empty())
        deployments.emplace_back();
    AgentStanding standing = m->standing(agent.agent, deployments, m->surroundings.clock());
    agent.state = standing.state;
    agent.since = standing.since;
    agent.by = standing.by;
    agent.reason = standing.reason;
    agent.pactId = standing.pactId;
    agent.pactVersion = standing.pactVersion;
    agent.pactTitle = standing.pactTitle;
    agent.pacts = std::move(standing.pacts);
    agent.owner = standing.owner;
    agent.restrictedTools = std::move(standing.tools);
    agent.validUntil = standing.validUntil;
    agent.appointment = std::move(standing.appointment);
    agent.ownerFinding = std::move(standing.ownerFinding);
    agent.proposal = std::move(standing.proposal);
    AgentScope scope = ScopePolicies(*this).ofAgent(agent.agent, deployments);
    agent.scopePolicy = scope.policy ? scope.policy->document().name() : std::string();
    agent.scopeFinding = std::move(scope.finding);
    if (agent.state != AgentState::Suspended && agent.state != AgentState::Revoked)
        return {};
    RowFilter after;
    after.kinds = {RecordKind::Action};
    after.agents = {agent.agent};
    after.outcomes = {Outcome::Executed, Outcome::Unknown};
    after.since = agent.since;
    const auto count = m->store->count(after);
    if (!count)
        return count.error();
    agent.executedWhileSuspended = *count;
    return {};
}

} // namespace mandate
