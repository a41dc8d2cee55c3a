// SPDX-License-Identifier: GPL-3.0-or-later
// Statements about agents' authorization: making them, and what they mean for an agent now.
#include "models/workspace/workspace_private.h"

#include <algorithm>

namespace mandate {

namespace {

RowFilter allActions()
{
    RowFilter filter;
    filter.kinds = {RecordKind::Action};
    return filter;
}

} // namespace

Result<void> Workspace::fillAuthorization(AgentOverview &agent) const
{
    const auto timelines = m->currentTimelines();
    const Instant now = m->surroundings.clock();
    const PactTimelines::Window *pact = nullptr;
    std::vector<std::string> deployments = agent.deployments;
    if (deployments.empty())
        deployments.emplace_back();
    for (const std::string &deployment : deployments) {
        const PactTimelines::Window *found = timelines->inForce(agent.agent, deployment, now.nanoseconds);
        if (!found)
            continue;
        const PactDocument &document = found->pact->version.document;
        const std::string name = document.id + '@' + document.version;
        if (std::find(agent.pacts.begin(), agent.pacts.end(), name) == agent.pacts.end())
            agent.pacts.push_back(name);
        if (!pact)
            pact = found;
    }
    if (pact) {
        const PactDocument &document = pact->pact->version.document;
        agent.pactId = document.id;
        agent.pactVersion = document.version;
        agent.pactTitle = document.title;
        agent.owner = document.owner;
        const std::shared_lock reading(m->lock);
        const auto life = m->lives.find(document.id);
        if (life != m->lives.end() && !life->second.isBroken()) { // else what is in force is not known for sure
            agent.state = AgentState::Authorized;
            agent.since = Instant{pact->signedFrom, true};
            agent.by = pact->by;
            agent.reason = "pact_in_force";
        }
    }
    const std::shared_lock reading(m->lock);
    const Statement *statement = m->authorizations.current(agent.agent);
    if (!statement)
        return {};
    agent.state = m->authorizations.isBroken(agent.agent) ? AgentState::NotAuthorized : statement->to;
    agent.since = statement->decidedAt;
    agent.by = statement->decidedBy;
    agent.reason = statement->reasonCode;
    if (agent.state != AgentState::Suspended && agent.state != AgentState::Revoked)
        return {};
    RowFilter after = allActions();
    after.agents = {agent.agent};
    after.outcomes = {Outcome::Executed, Outcome::Unknown};
    after.since = statement->decidedAt;
    const auto count = m->store->count(after);
    if (!count)
        return count.error();
    agent.executedWhileSuspended = *count;
    return {};
}

Result<Statement> Workspace::changeState(const std::string &agent, AgentState to, const std::string &reasonCode, const std::string &note)
{
    Private::Writing writing(*m);
    auto key = m->unlock();
    if (!key)
        return key.error();
    if (auto begun = writing.begin(); !begun)
        return begun.error();
    auto all = agents();
    if (!all)
        return all.error();
    const auto found = std::find_if(all->begin(), all->end(), [&](const AgentOverview &overview) { return overview.agent == agent; });
    if (found == all->end()) {
        Error error = refused("MND-WSP-007", "There is no agent \"" + agent + "\" in the workspace.", "No authorization was changed.", "See \"mandate agents\" for those there are.");
        error.kind = ErrorKind::Missing;
        return error;
    }
    if (found->state == to)
        return refused("MND-WSP-008", "The agent " + agent + " is " + std::string(nameOf(to)) + " already.", "No authorization was changed.", "See \"mandate status\" for since when and by whom.");
    if (to == AgentState::Authorized && found->state != AgentState::Suspended && found->state != AgentState::Restricted)
        return refused("MND-WSP-009", "The agent " + agent + " is not suspended, so there is nothing to resume.", "No authorization was changed.", "Put a pact in force that binds it to authorize it.");
    const Person person = this->person();
    Statement statement;
    statement.agent = agent;
    statement.from = found->state;
    statement.to = to;
    statement.reasonCode = reasonCode;
    statement.note = note;
    statement.decidedBy = person.id;
    statement.decidedByName = person.displayName;
    statement.pactId = found->pactId;
    statement.pactVersion = found->pactVersion;
    if (!found->pactId.empty()) {
        if (const auto version = pact(found->pactId + '@' + found->pactVersion))
            statement.pactDigest = version->digest;
    }
    statement.decidedAt = m->surroundings.clock();
    const Checkpoint head = m->store->head();
    statement.evidenceSize = head.size;
    statement.evidenceRoot = head.root;
    {
        const std::shared_lock reading(m->lock);
        statement.previous = m->authorizations.lastDigest(agent);
    }
    const auto appended = m->appendEntry(EntryType::Statement, statementEntry(statement, *key));
    if (!appended)
        return appended.error();
    statement.entry = appended->first;
    if (auto loaded = m->load(); !loaded)
        return loaded.error();
    Q_EMIT ledgerGrew(m->store->size());
    return statement;
}

Result<Statement> Workspace::suspend(const std::string &agent, const std::string &reasonCode, const std::string &note)
{
    if (std::find(suspendReasons.begin(), suspendReasons.end(), reasonCode) == suspendReasons.end())
        return unknownReason(reasonCode, suspendReasons);
    return changeState(agent, AgentState::Suspended, reasonCode, note);
}

Result<Statement> Workspace::resume(const std::string &agent, const std::string &reasonCode, const std::string &note)
{
    if (std::find(resumeReasons.begin(), resumeReasons.end(), reasonCode) == resumeReasons.end())
        return unknownReason(reasonCode, resumeReasons);
    return changeState(agent, AgentState::Authorized, reasonCode, note);
}

Error Workspace::unknownReason(const std::string &code, std::span<const std::string_view> known)
{
    std::string list;
    for (const std::string_view reason : known)
        list += (list.empty() ? "" : ", ") + std::string(reason);
    Error error = refused("MND-WSP-010", "\"" + code + "\" is not a reason code.", "No authorization was changed.", "Use one of: " + list + '.');
    error.kind = ErrorKind::Usage;
    return error;
}

} // namespace mandate
