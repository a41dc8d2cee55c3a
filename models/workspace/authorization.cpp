// SPDX-License-Identifier: GPL-3.0-or-later
// Making statements about agents' authorization. What may follow what is Register::refusal(); what they mean now is standing.cpp.
#include "models/pact/nearest.h"
#include "models/workspace/workspace_private.h"

#include <algorithm>

namespace mandate {

namespace {

constexpr const char *unchanged = "No authorization was changed.";

std::vector<std::string> inOrder(std::vector<std::string> tools)
{
    std::ranges::sort(tools);
    const auto repeated = std::ranges::unique(tools);
    tools.erase(repeated.begin(), repeated.end());
    return tools;
}

/// What takes that one decides about the agent: all but suspending, which every owner and deputy may, and answering a proposal, which is the
/// second person's own word and never said in another's place.
bool needsEntitlement(StatementKind kind, AgentState to, const std::optional<Digest> &proposal)
{
    return kind != StatementKind::Decline && !proposal && to != AgentState::Suspended;
}

} // namespace

struct Workspace::Change
{
    std::string agent;
    AgentState to = AgentState::Suspended;
    std::vector<std::string> tools;
    std::string reasonCode;
    std::string note;
    std::string rule; ///< the actor, when it is no person
    std::optional<Instant> from;
    std::optional<Instant> until;
    bool gated = false;
    bool resuming = false;
    const Statement *answered = nullptr; ///< the proposal that is confirmed or declined
    StatementKind kind = StatementKind::Decision;
};

Result<Statement> Workspace::changeState(const Change &change)
{
    const std::string &agent = change.agent;
    Statement statement;
    {
        Private::Writing writing(*m);
        if (m->readOnly)
            return m->unlock().error();
        if (auto begun = writing.begin(); !begun)
            return begun.error();
        const auto names = m->store->names(Dimension::Agent);
        if (!names)
            return names.error();
        const AgentStanding standing = this->standing(agent);
        bool isKnown = std::ranges::find(*names, agent) != names->end() && !agent.empty();
        {
            const std::shared_lock reading(m->lock);
            isKnown = isKnown || m->authorizations.current(agent);
        }
        const bool stopping = change.to == AgentState::Suspended || change.to == AgentState::Revoked;
        if (!isKnown && stopping && m->surroundings.knowsAgent) // what has not asked yet can be stopped before it does
            isKnown = m->surroundings.knowsAgent(agent);
        if (!isKnown) {
            Error error = refused("MND-WSP-007", "There is no agent \"" + agent + "\" in the workspace.", unchanged, "See \"mandate agents\" for those there are. One that has not asked yet can be suspended by the name that its token speaks for; else revoke the token.");
            error.kind = ErrorKind::Missing;
            return error;
        }
        std::vector<std::string> tools = change.tools;
        const bool restricting = change.to == AgentState::Restricted && !change.resuming && !change.answered;
        if (restricting) { // what is restricted adds up; giving a tool back is resuming
            const std::shared_lock reading(m->lock);
            const Statement *now = m->authorizations.current(agent);
            if (now && (now->to == AgentState::Suspended || now->to == AgentState::Revoked))
                return refused("MND-AUT-110", "The agent " + agent + " is " + std::string(nameOf(now->to)) + ", and a restriction would let it act again.", unchanged,
                               "Resume it without these tools instead.");
            if (now && now->to == AgentState::Restricted)
                tools.insert(tools.end(), now->tools.begin(), now->tools.end());
            tools = inOrder(std::move(tools));
        }
        Private::Signer signer;
        if (change.rule.empty()) {
            auto found = m->signer();
            if (!found)
                return found.error();
            signer = std::move(found).value();
        } else {
            auto key = m->unlock();
            if (!key)
                return key.error();
            signer.person = {change.rule, {}};
            signer.key = std::make_shared<const SigningKey>(std::move(key).value());
        }
        const bool same = standing.state == change.to && standing.tools == tools;
        if (!change.answered && same && !change.gated)
            return refused("MND-WSP-008", "The agent " + agent + " is " + std::string(nameOf(standing.state)) + " already.", unchanged,
                           "See \"mandate status\" for since when and by whom.");
        if (standing.state == AgentState::Revoked && change.to == AgentState::Suspended)
            return refused("MND-WSP-008", "The agent " + agent + " is revoked already, which stops it for good.", unchanged, "Nothing is needed.");
        std::optional<Instant> validFrom;
        std::optional<Instant> validUntil;
        statement.kind = change.kind;
        statement.decidedAt = m->surroundings.clock();
        {
            const std::shared_lock reading(m->lock);
            const Statement *now = m->authorizations.current(agent);
            if (now) {
                validFrom = now->validFrom;
                validUntil = now->validUntil;
            }
            const AgentState stated = now ? now->to : standing.state; // what a latch covers is still there under it
            if (change.resuming && !change.answered && stated != AgentState::Suspended && stated != AgentState::Restricted)
                return refused("MND-WSP-009", "The agent " + agent + " is not suspended, so there is nothing to resume.", unchanged,
                               "Put a pact in force that binds it to authorize it.");
            if (!m->people.isOpen() && !change.answered && change.rule.empty() && m->authorizations.widens(agent, change.to, tools))
                statement.kind = StatementKind::Proposal;
            if (change.answered)
                statement.proposal = m->authorizations.proposalDigest(agent);
            if (const auto lent = decidesInPlaceOf(m->people, signer.person.id, agent, statement.decidedAt);
                lent && needsEntitlement(statement.kind, change.to, statement.proposal)) {
                statement.actingFor = lent->person;
                statement.actingUntil = lent->until;
            }
            if (const auto refusal = m->authorizations.refusal(
                    {statement.kind, agent, change.to, tools, signer.person.id, statement.decidedAt, statement.proposal, statement.actingFor}, m->people))
                return *refusal;
            statement.previous = m->authorizations.lastDigest(agent);
        }
        const bool gives = change.to == AgentState::Authorized || change.to == AgentState::Restricted;
        if (gives && statement.kind != StatementKind::Decline && standing.appointment && standing.appointment->vacated)
            return refused("MND-AUT-102", standing.ownerFinding, unchanged, "Appoint an owner first.");
        if (change.gated) {
            const auto gate = this->gate(agent);
            if (!gate)
                return gate.error();
            if (const Error *refusal = gate->firstRefusal())
                return *refusal;
        }
        statement.agent = agent;
        statement.from = standing.state;
        statement.to = change.to;
        statement.tools = tools;
        statement.reasonCode = change.reasonCode;
        statement.note = change.note;
        statement.validFrom = change.from;
        statement.validUntil = change.until;
        if (!change.gated && !change.answered && change.to != AgentState::Revoked) { // a stop does not lengthen what was given
            statement.validFrom = validFrom;
            statement.validUntil = validUntil;
        }
        if (change.answered)
            statement.requestedBy = change.answered->decidedBy;
        statement.decidedBy = signer.person.id;
        statement.decidedByName = signer.person.displayName;
        statement.ledger = signer.ledger;
        statement.pactId = standing.pactId;
        statement.pactVersion = standing.pactVersion;
        if (!standing.pactId.empty()) {
            if (const PactPointer version = m->loadedPact(standing.pactId, standing.pactVersion))
                statement.pactDigest = version->version.digest;
        }
        const Checkpoint head = m->store->head();
        statement.evidenceSize = head.size;
        statement.evidenceRoot = head.root;
        const auto appended = m->appendEntry(EntryType::Statement, statementEntry(statement, *signer.key));
        if (!appended)
            return appended.error();
        statement.entry = appended->first;
        if (auto loaded = m->load(); !loaded)
            return loaded.error();
    }
    Q_EMIT ledgerGrew(m->store->size());
    return statement;
}

Result<Statement> Workspace::suspend(const std::string &agent, const std::string &reasonCode, const std::string &note)
{
    if (std::find(suspendReasons.begin(), suspendReasons.end(), reasonCode) == suspendReasons.end())
        return unknownReason(reasonCode, suspendReasons);
    return changeState({agent, AgentState::Suspended, {}, reasonCode, note, {}, {}, {}});
}

Result<Statement> Workspace::suspendByRule(const std::string &agent, const std::string &rule, const std::string &reasonCode, const std::string &note)
{
    if (std::find(suspendReasons.begin(), suspendReasons.end(), reasonCode) == suspendReasons.end())
        return unknownReason(reasonCode, suspendReasons);
    return changeState({agent, AgentState::Suspended, {}, reasonCode, note, "rule:" + rule, {}, {}});
}

Result<Statement> Workspace::restrictByRule(const std::string &agent, std::vector<std::string> tools, const std::string &rule, const std::string &reasonCode,
                                            const std::string &note)
{
    if (std::find(suspendReasons.begin(), suspendReasons.end(), reasonCode) == suspendReasons.end())
        return unknownReason(reasonCode, suspendReasons);
    return changeState({agent, AgentState::Restricted, inOrder(std::move(tools)), reasonCode, note, "rule:" + rule, {}, {}});
}

Result<Statement> Workspace::restrict(const std::string &agent, std::vector<std::string> tools, const std::string &reasonCode, const std::string &note)
{
    if (std::find(suspendReasons.begin(), suspendReasons.end(), reasonCode) == suspendReasons.end())
        return unknownReason(reasonCode, suspendReasons);
    if (auto unknown = m->unknownTool(tools))
        return *unknown;
    return changeState({agent, AgentState::Restricted, inOrder(std::move(tools)), reasonCode, note, {}, {}, {}});
}

/// A restriction of a tool that nobody knows restricts nothing, and looks as if it did.
std::optional<Error> Workspace::Private::unknownTool(const std::vector<std::string> &tools) const
{
    const auto names = store->names(Dimension::Tool);
    if (!names)
        return names.error();
    const std::shared_lock reading(lock);
    for (const std::string &tool : tools) {
        bool known = tool.find('*') != std::string::npos || std::ranges::find(*names, tool) != names->end();
        Nearest nearest(tool);
        for (const std::string &name : *names)
            nearest.offer(name);
        for (const PactPointer &pact : pacts) { // whichever is in force: the clock may be wrong when somebody has to act
            const PactDocument &document = pact->version.document;
            known = known || document.tool(tool) != nullptr;
            for (const PactTool &listed : document.tools)
                nearest.offer(listed.name);
            for (const Clause &clause : document.clauses) {
                for (const std::string &named : clause.tools) {
                    known = known || named == tool;
                    nearest.offer(named);
                }
            }
        }
        if (!known)
            return refused("MND-AUT-111", "Neither the records nor a pact of the workspace know a tool \"" + tool + "\".", "No authorization was changed.",
                           nearest.name().empty() ? "Name a tool as the agent calls it." : "Did you mean \"" + nearest.name() + "\"?");
    }
    return std::nullopt;
}

Result<Statement> Workspace::resume(const std::string &agent, const std::string &reasonCode, const std::string &note, std::vector<std::string> stillWithout)
{
    if (std::find(resumeReasons.begin(), resumeReasons.end(), reasonCode) == resumeReasons.end())
        return unknownReason(reasonCode, resumeReasons);
    const AgentState to = stillWithout.empty() ? AgentState::Authorized : AgentState::Restricted;
    Change change{agent, to, inOrder(std::move(stillWithout)), reasonCode, note, {}, {}, {}};
    change.resuming = true;
    return changeState(change);
}

Result<Statement> Workspace::revoke(const std::string &agent, const std::string &reasonCode, const std::string &note)
{
    if (std::find(suspendReasons.begin(), suspendReasons.end(), reasonCode) == suspendReasons.end())
        return unknownReason(reasonCode, suspendReasons);
    return changeState({agent, AgentState::Revoked, {}, reasonCode, note, {}, {}, {}});
}

Result<Statement> Workspace::authorize(const std::string &agent, const AuthorizationRequest &request)
{
    if (std::find(authorizeReasons.begin(), authorizeReasons.end(), request.reasonCode) == authorizeReasons.end())
        return unknownReason(request.reasonCode, authorizeReasons);
    const Instant now = m->surroundings.clock();
    if (request.until && (request.until->nanoseconds <= now.nanoseconds || (request.from && request.until->nanoseconds <= request.from->nanoseconds)))
        return refused("MND-AUT-010", "The authorization would end before it begins.", unchanged, "Choose a later end.");
    Change change{agent, AgentState::Authorized, {}, request.reasonCode, request.note, {}, request.from, request.until};
    change.gated = true;
    return changeState(change);
}

Result<Statement> Workspace::answer(const std::string &agent, StatementKind kind, const std::string &note)
{
    const auto waiting = standing(agent).proposal;
    if (!waiting)
        return refused("MND-AUT-006", "Nothing waits for a second person about the agent \"" + agent + "\".", unchanged, "See \"mandate status\".");
    Change change{agent, waiting->to, waiting->tools, waiting->reasonCode, note, {}, waiting->validFrom, waiting->validUntil};
    change.answered = &*waiting;
    change.kind = kind;
    // What was revoked comes back only through the gate, also where days lie between the proposal and this.
    change.gated = kind == StatementKind::Decision && standing(agent).state == AgentState::Revoked;
    return changeState(change);
}

Result<Statement> Workspace::confirm(const std::string &agent, const std::string &note)
{
    return answer(agent, StatementKind::Decision, note);
}

Result<Statement> Workspace::decline(const std::string &agent, const std::string &note)
{
    return answer(agent, StatementKind::Decline, note);
}

std::optional<Error> Workspace::changeRefusal(const std::string &agent, AgentState to, const std::vector<std::string> &tools) const
{
    if (m->readOnly)
        return m->unlock().error();
    (void)m->load();
    const std::shared_lock reading(m->lock);
    const bool wide = !m->people.isOpen() && m->authorizations.widens(agent, to, tools);
    const std::string self = person().id;
    const Instant now = m->surroundings.clock();
    const auto lent = decidesInPlaceOf(m->people, self, agent, now);
    return m->authorizations.refusal({wide ? StatementKind::Proposal : StatementKind::Decision, agent, to, tools, self, now, {}, lent ? lent->person : std::string()},
                                     m->people);
}

std::optional<Error> Workspace::answerRefusal(const std::string &agent, StatementKind answer) const
{
    if (m->readOnly)
        return m->unlock().error();
    (void)m->load();
    const std::shared_lock reading(m->lock);
    const Instant now = m->surroundings.clock();
    const Statement *waiting = m->authorizations.proposal(agent, now);
    return m->authorizations.refusal({answer, agent, waiting ? waiting->to : AgentState::Authorized, waiting ? waiting->tools : std::vector<std::string>(),
                                      person().id, now, m->authorizations.proposalDigest(agent), {}},
                                     m->people);
}

Error Workspace::unknownReason(const std::string &code, std::span<const std::string_view> known)
{
    std::string list;
    for (const std::string_view reason : known)
        list += (list.empty() ? "" : ", ") + std::string(reason);
    Error error = refused("MND-WSP-010", code.empty() ? "No reason was given." : "\"" + code + "\" is not a reason code.", unchanged, "Use one of: " + list + '.');
    error.kind = ErrorKind::Usage;
    return error;
}

} // namespace mandate
