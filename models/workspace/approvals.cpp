// SPDX-License-Identifier: GPL-3.0-or-later
// Approval requests in the ledger: filing, the steps of persons, agents and verifiers, and what is shown of them.
#include "models/base/canonical_json.h"
#include "models/workspace/workspace_private.h"

#include <algorithm>

namespace mandate {

namespace {

constexpr std::int64_t second = 1'000'000'000;

Error noSuchRequest(const std::string &id)
{
    Error error;
    error.kind = ErrorKind::Missing;
    error.code = "MND-APR-010";
    error.happened = "There is no request \"" + id + "\" in the workspace.";
    error.unaffected = "Nothing was changed.";
    error.remedy = "\"mandate requests\" lists those there are.";
    return error;
}

Instant plusSeconds(const Instant &at, std::int64_t seconds)
{
    return {at.nanoseconds + seconds * second, true};
}

/// One signed step, made and stored while nobody else writes.
class ApprovalWriting
{
public:
    explicit ApprovalWriting(Workspace::Private &workspace) : m_workspace(workspace), m_writing(workspace) {}

    /// For a step of the gateway, an agent or a verifier: the workspace's key signs.
    Result<void> begin()
    {
        auto key = m_workspace.unlock();
        if (!key)
            return key.error();
        m_key = std::make_shared<const SigningKey>(std::move(key).value());
        return m_writing.begin();
    }
    /// For a step of who is signed in: their own key signs, where they have one.
    Result<Person> beginAsPerson()
    {
        if (m_workspace.readOnly)
            return m_workspace.unlock().error();
        if (auto begun = m_writing.begin(); !begun)
            return begun.error();
        auto signer = m_workspace.signer();
        if (!signer)
            return signer.error();
        m_key = signer->key;
        m_ledger = signer->ledger;
        return signer->person;
    }
    [[nodiscard]] Result<const ApprovalLife *> find(const std::string &id) const
    {
        const ApprovalLife *life = m_workspace.approvals.find(id); // nobody else changes it: this is the one writer
        if (!life)
            return noSuchRequest(id);
        return life;
    }
    Result<void> store(ApprovalStatement &statement)
    {
        statement.ledger = m_ledger;
        const std::string body = approvalEntry(statement, *m_key);
        if (!readApprovalEntry(body, m_workspace.people.keyring())) // what cannot be read back must not get into the ledger
            return refused("MND-APR-042", "The request holds something that cannot be kept as it is.", "Nothing was filed.", "Send shorter and flatter arguments and texts.");
        auto appended = m_workspace.appendEntry(EntryType::Request, body);
        if (!appended)
            return appended.error();
        statement.entry = appended->first;
        return m_workspace.load();
    }
    /// Several at once, in one transaction.
    Result<void> store(std::vector<ApprovalStatement> &statements)
    {
        std::vector<std::pair<EntryType, std::string>> entries;
        for (ApprovalStatement &statement : statements)
            entries.emplace_back(EntryType::Request, approvalEntry(statement, *m_key));
        if (auto appended = m_workspace.appendEntries(entries); !appended)
            return appended.error();
        return m_workspace.load();
    }

private:
    Workspace::Private &m_workspace;
    Workspace::Private::Writing m_writing;
    std::shared_ptr<const SigningKey> m_key;
    std::string m_ledger;
};

/// Whether a filing is the request that is open already: the same action is, asked under the same clause, in the same session and deployment.
bool isSame(const ApprovalLife &waiting, const ApprovalRequest &request)
{
    const ApprovalRequest &filed = waiting.request();
    return filed.session == request.session && filed.deployment == request.deployment && filed.clause == request.clause && filed.pactDigest == request.pactDigest &&
           filed.needsVerifier == request.needsVerifier && filed.grade == request.grade;
}

/// Whether it says now what it left out when it was filed first, and nobody decided meanwhile.
bool completes(const ApprovalLife &waiting, const ApprovalRequest &request, const Instant &now)
{
    return waiting.decision(now) == DecisionState::Open && !waiting.request().proposal.missing().empty() && request.proposal.missing().empty();
}

ApprovalStatement statementFor(const ApprovalLife &life, const ApprovalLife::Attempt &attempt)
{
    ApprovalStatement statement;
    statement.request = life.id();
    statement.step = attempt.step;
    statement.actionDigest = life.actionDigest();
    statement.actorKind = attempt.actorKind;
    statement.by = attempt.by;
    statement.reasonCode = attempt.reasonCode;
    statement.note = attempt.note;
    statement.at = attempt.at;
    statement.until = attempt.until;
    statement.limitedTo = attempt.limitedTo;
    statement.executed = attempt.executed;
    statement.verdict = attempt.verdict;
    statement.policy = attempt.policy;
    statement.scope = attempt.scope;
    statement.proposal = attempt.proposal;
    statement.previous = life.lastDigest();
    return statement;
}

Result<ApprovalStatement> completion(const ApprovalLife &waiting, Proposal proposal, const Instant &now)
{
    ApprovalLife::Attempt attempt;
    attempt.step = ApprovalStep::Complete;
    attempt.actorKind = ActorKind::Agent;
    attempt.by = waiting.request().action.agent;
    attempt.at = now;
    attempt.proposal = std::move(proposal);
    if (auto refusal = waiting.refusal(attempt))
        return *refusal;
    return statementFor(waiting, attempt);
}

} // namespace

std::optional<Delegation> absentAddressee(const PeopleRegister &people, const ApprovalView &view, const Instant &now)
{
    std::string person = view.assignedTo;
    const std::string &desk = person.empty() ? view.request.to : person;
    if (const Appointment *appointment = people.appointments().of(view.request.action.agent); appointment && !appointment->vacated) {
        if (desk == "owner")
            person = appointment->owner;
        else if (desk == "deputy")
            person = appointment->deputy;
    }
    const Delegation *away = people.delegations().of(person, now);
    return away && away->isInForce(now) ? std::optional(*away) : std::nullopt;
}

ApprovalPointer Workspace::Private::viewOf(const ApprovalLife &life, const Instant &now) const
{
    return approvalViews.of(life, now, lastAuthorityEntry, [this](const ApprovalLife &of, const Instant &at, bool &pactKnown) { return makeView(of, at, pactKnown); });
}

ApprovalView Workspace::Private::makeView(const ApprovalLife &life, const Instant &now, bool &pactKnown) const
{
    ApprovalView view;
    view.id = life.id();
    view.entry = life.history().front().statement.entry;
    view.request = life.request();
    view.digest = life.actionDigest();
    view.approvedDigest = life.approvedDigest();
    if (view.approvedDigest != view.digest)
        view.limitedTo = life.approvedAction();
    view.decision = life.decision(now);
    view.operation = life.operation(now);
    view.claimedBy = life.claimedBy(now);
    if (!view.claimedBy.empty())
        view.claimedUntil = life.claimedUntil();
    view.snoozed = life.isSnoozed(now);
    view.assignedTo = life.assignedTo();
    view.awaitsAnswer = life.awaitsAnswer();
    fillVerification(view, life, now);
    if (const ApprovalStatement *decided = life.decidedBy())
        view.decided = *decided;
    view.history.assign(life.history().begin(), life.history().end());
    pactKnown = view.request.pactId.empty();
    if (const PactPointer pact = pactNamed(view.request.pactId, view.request.pactVersion)) {
        pactKnown = true;
        view.owner = pact->version.document.owner;
        const auto clauses = pact->compiled->clauses();
        const auto clause = std::ranges::find(clauses, view.request.clause, &Clause::id);
        if (clause != clauses.end())
            view.readsAs = clause->readsAs;
    }
    if (view.request.needsVerifier)
        pactKnown = false; // what is said of the scope policy is looked at again when anything of the kind changes
    return view;
}

Result<std::vector<ApprovalPointer>> Workspace::approvals(const ApprovalFilter &filter) const
{
    if (auto loaded = m->load(); !loaded)
        return loaded.error();
    const Instant now = m->surroundings.clock();
    // A few at a time, so that a first reading of many does not keep decisions waiting; what follows finds nearly all of them made.
    constexpr std::size_t atOnce = 256;
    for (std::size_t next = 0, count = 1; next < count; next += atOnce) {
        const std::shared_lock reading(m->lock);
        const ApprovalBook::Lives &lives = filter.agent.empty() ? m->approvals.lives() : m->approvals.livesOf(filter.agent);
        count = lives.size();
        for (std::size_t i = next; i < std::min(count, next + atOnce); ++i) {
            if (!filter.openOnly || lives[i]->decision(now) == DecisionState::Open)
                (void)m->viewOf(*lives[i], now);
        }
    }
    std::vector<ApprovalPointer> views;
    const std::shared_lock reading(m->lock);
    const auto take = [&](const ApprovalLife &life) {
        if ((filter.agent.empty() || life.request().action.agent == filter.agent) &&
            (filter.person.empty() || life.claimedBy(now) == filter.person || life.assignedTo() == filter.person))
            views.push_back(m->viewOf(life, now));
    };
    for (const ApprovalLife *life : m->approvals.undecided()) {
        if (life->decision(now) == DecisionState::Open)
            take(*life);
    }
    if (filter.openOnly)
        return views;
    const ApprovalBook::Lives &lives = filter.agent.empty() ? m->approvals.lives() : m->approvals.livesOf(filter.agent);
    for (auto life = lives.rbegin(); life != lives.rend(); ++life) {
        if ((*life)->decision(now) != DecisionState::Open)
            take(**life);
    }
    return views;
}

Result<ApprovalView> Workspace::approval(const std::string &id) const
{
    if (auto loaded = m->load(); !loaded)
        return loaded.error();
    const std::shared_lock reading(m->lock);
    const ApprovalLife *life = m->approvals.find(id);
    if (!life)
        return noSuchRequest(id);
    return *m->viewOf(*life, m->surroundings.clock());
}

Result<ApprovalView> Workspace::requestApproval(ApprovalRequest request)
{
    if (auto normal = normalise(request.action); !normal)
        return normal.error();
    std::string id;
    {
        ApprovalWriting writing(*m);
        std::string seeder;
        if (request.testItem) {
            const auto actor = writing.beginAsPerson();
            if (!actor)
                return actor.error();
            seeder = actor->id;
            if (auto refusal = m->decidingRefusal(seeder, request.action.agent))
                return *refusal;
        } else if (auto begun = writing.begin(); !begun) {
            return begun.error();
        }
        const Instant now = m->surroundings.clock();
        const ApprovalLife *same = request.testItem ? nullptr : m->approvals.waitingFor(request.action.agent, request.action.digest(), now);
        if (same && !isSame(*same, request))
            same = nullptr;
        if (same && !completes(*same, request, now)) {
            const std::shared_lock reading(m->lock);
            return *m->viewOf(*same, now);
        }
        if (!same && !request.testItem && m->approvals.openOf(request.action.agent, now) >= mostOpenOfAgent)
            return refused("MND-APR-048", "The agent has " + std::to_string(mostOpenOfAgent) + " open requests, which is as many as one agent may have.", "Nothing was filed; those that are open stay.",
                           "Wait until some are decided, or cancel those that are no longer needed.");
        auto statement = same ? completion(*same, std::move(request.proposal), now) : Result(m->filing(std::move(request), seeder, now));
        if (!statement)
            return statement.error();
        if (auto stored = writing.store(*statement); !stored)
            return stored.error();
        id = statement->request;
    }
    Q_EMIT ledgerGrew(m->store->size());
    return approval(id);
}

ApprovalStatement Workspace::Private::filing(ApprovalRequest request, const std::string &seeder, const Instant &now) const
{
    if (request.requestedAt == Instant{})
        request.requestedAt = now;
    if (request.expiresAt == Instant{})
        request.expiresAt = plusSeconds(request.requestedAt, usualAnswerSeconds);
    if (request.respondBy == Instant{})
        request.respondBy = Instant{request.requestedAt.nanoseconds + (request.expiresAt.nanoseconds - request.requestedAt.nanoseconds) / 4 * 3, true};
    ApprovalStatement statement;
    statement.actionDigest = request.action.digest();
    statement.actorKind = request.testItem ? ActorKind::Person : ActorKind::Agent;
    statement.by = request.testItem ? seeder : request.action.agent;
    statement.at = now;
    statement.request = approvalId(request);
    while (approvals.find(statement.request)) { // the same action of the same session in the same nanosecond
        ++request.requestedAt.nanoseconds;
        statement.request = approvalId(request);
    }
    statement.filed = std::move(request);
    return statement;
}

Result<ApprovalView> Workspace::requestApproval(const ActionQuestion &question, const ActionAnswer &answer)
{
    ApprovalRequest request;
    request.action = question.action;
    request.session = question.session;
    request.deployment = question.deployment;
    request.callId = question.callId;
    request.input = question.input.value_or(std::string());
    if (question.proposal)
        request.proposal = *question.proposal;
    if (!request.proposal.confidence)
        request.proposal.confidence = question.confidence;
    request.requestedAt = m->surroundings.clock();
    const auto at = answer.pact.find('@');
    if (at != std::string::npos) {
        request.pactId = answer.pact.substr(0, at);
        request.pactVersion = answer.pact.substr(at + 1);
        request.pactDigest = answer.pactDigest;
    }
    request.clause = answer.clause;
    std::uint32_t seconds = usualAnswerSeconds;
    {
        const std::shared_lock reading(m->lock);
        if (const PactPointer pact = m->pactNamed(request.pactId, request.pactVersion)) {
            request.needsVerifier = m->needsVerification(pact->version.document, request.action.agent, request.deployment, request.action.tool, request.requestedAt);
            const auto clauses = pact->compiled->clauses();
            const auto clause = std::ranges::find(clauses, answer.clause, &Clause::id);
            if (clause != clauses.end() && clause->kind == ClauseKind::Escalate) {
                request.to = clause->escalation ? clause->escalation->to : "owner";
                request.handOff = clause->escalation && clause->escalation->handOff;
                if (clause->escalation && clause->escalation->answerSeconds > 0)
                    seconds = clause->escalation->answerSeconds;
            }
        }
    }
    if (request.to.empty() && !request.needsVerifier)
        request.to = "owner";
    request.expiresAt = plusSeconds(request.requestedAt, seconds);
    return requestApproval(std::move(request));
}

std::optional<Error> Workspace::Private::decidingRefusal(const std::string &person, const std::string &agent) const
{
    const std::shared_lock reading(lock);
    const Instant now = surroundings.clock();
    if (people.isOpen() || mayDecide(people, person, agent) || decidesInPlaceOf(people, person, agent, now))
        return std::nullopt;
    return refused("MND-APR-041", person + " does not decide about " + agent + '.', "The request is as it was.", "Those who can: " + whoMayDecide(people, agent, now) + '.');
}

std::optional<Delegation> Workspace::Private::lentTo(const std::string &person, const std::string &agent, const Instant &at) const
{
    const std::shared_lock reading(lock);
    return decidesInPlaceOf(people, person, agent, at);
}

Result<ApprovalView> Workspace::act(const std::string &id, const ApprovalAct &act)
{
    {
        ApprovalWriting writing(*m);
        const auto actor = writing.beginAsPerson();
        if (!actor)
            return actor.error();
        const auto life = writing.find(id);
        if (!life)
            return life.error();
        if (auto refusal = m->decidingRefusal(actor->id, (*life)->request().action.agent))
            return *refusal;
        ApprovalLife::Attempt attempt;
        attempt.step = act.step;
        attempt.by = actor->id;
        attempt.reasonCode = act.reasonCode;
        attempt.note = act.note;
        attempt.at = m->surroundings.clock();
        attempt.until = act.step == ApprovalStep::Claim ? std::optional(plusSeconds(attempt.at, ApprovalLife::claimSeconds)) : act.until;
        if (act.limitedTo) {
            JsonReader reader;
            Arena arena;
            const auto parameters = reader.read(*act.limitedTo, arena);
            if (!parameters || !parameters->isMap())
                return refused("MND-APR-039", "The limits are no JSON object of arguments.", "The request is as it was.", "Give the arguments as an object, such as {\"amount\": 100}.");
            attempt.limitedTo = (*life)->request().action;
            attempt.limitedTo->parameters = canonicalJson(*parameters);
        }
        if (attempt.step == ApprovalStep::Approve && (*life)->request().needsVerifier)
            attempt.scope = m->scopeCheck((*life)->request(), attempt.at);
        if (auto refusal = (*life)->refusal(attempt))
            return *refusal;
        ApprovalStatement statement = statementFor(**life, attempt);
        statement.byName = actor->displayName;
        if (const auto lent = m->lentTo(actor->id, (*life)->request().action.agent, attempt.at)) {
            statement.actingFor = lent->person;
            statement.actingUntil = lent->until;
        }
        statement.to = act.to;
        statement.shown = act.shown;
        if (auto stored = writing.store(statement); !stored)
            return stored.error();
    }
    Q_EMIT ledgerGrew(m->store->size());
    return approval(id);
}

Result<ApprovalView> Workspace::Private::takeApprovalStep(const std::string &id, ApprovalLife::Attempt attempt)
{
    ApprovalWriting step(*this);
    if (auto begun = step.begin(); !begun)
        return begun.error();
    const auto life = step.find(id);
    if (!life)
        return life.error();
    attempt.at = surroundings.clock();
    if (attempt.step == ApprovalStep::Verify)
        attempt.scope = scopeCheck((*life)->request(), attempt.at);
    if (auto refusal = (*life)->refusal(attempt))
        return *refusal;
    ApprovalStatement statement = statementFor(**life, attempt);
    if (auto stored = step.store(statement); !stored)
        return stored.error();
    if (attempt.step == ApprovalStep::Report || attempt.step == ApprovalStep::Verify) {
        if (auto opened = attempt.step == ApprovalStep::Report ? openReportIncidents(id) : openVerdictIncidents(id); !opened)
            return opened.error();
    }
    const std::shared_lock reading(lock);
    return *viewOf(*approvals.find(id), attempt.at);
}

Result<ApprovalView> Workspace::agentActs(const std::string &id, const std::string &agent, const ApprovalLife::Attempt &attempt)
{
    if (attempt.step != ApprovalStep::Answer && attempt.step != ApprovalStep::Cancel && attempt.step != ApprovalStep::Report)
        return refused("MND-APR-014", "An agent cannot take the step \"" + std::string(nameOf(attempt.step)) + "\".", "The request is as it was.", "Persons decide.");
    ApprovalLife::Attempt ofAgent = attempt;
    ofAgent.actorKind = ActorKind::Agent;
    ofAgent.by = agent;
    auto view = m->takeApprovalStep(id, std::move(ofAgent));
    if (view)
        Q_EMIT ledgerGrew(m->store->size());
    return view;
}

Result<ApprovalView> Workspace::verifyRequest(const std::string &id, const std::string &verifier, const std::string &verdict, const Digest &policy,
                                              const std::string &note)
{
    {
        if (auto loaded = m->load(); !loaded)
            return loaded.error();
        const std::shared_lock reading(m->lock);
        const ApprovalLife *life = m->approvals.find(id);
        if (!life)
            return noSuchRequest(id);
        if (policy == Digest() || policy == life->request().pactDigest)
            return refused("MND-APR-040", "The verifier names no scope policy of its own: a check by the pact itself is not independent.",
                           "The request is as it was.", "Let the verifier check against a separately kept scope policy and name its SHA-256.");
    }
    ApprovalLife::Attempt attempt;
    attempt.step = ApprovalStep::Verify;
    attempt.actorKind = ActorKind::Verifier;
    attempt.by = verifier;
    attempt.verdict = verdict;
    attempt.note = note;
    attempt.policy = policy;
    auto view = m->takeApprovalStep(id, std::move(attempt));
    if (view)
        Q_EMIT ledgerGrew(m->store->size());
    return view;
}

Result<std::uint64_t> Workspace::expireApprovals()
{
    constexpr std::size_t atOnce = 256; // of one turn: decisions wait no longer than for a round of them
    std::uint64_t written = 0;
    for (bool more = true; more;) {
        {
            if (auto loaded = m->load(); !loaded)
                return loaded.error();
            const std::shared_lock reading(m->lock);
            if (m->approvals.overdue(m->surroundings.clock(), 1).empty())
                break;
        }
        std::vector<ApprovalStatement> statements;
        ApprovalWriting writing(*m);
        if (auto begun = writing.begin(); !begun)
            return begun.error();
        const Instant now = m->surroundings.clock();
        const ApprovalBook::Lives overdue = m->approvals.overdue(now, atOnce);
        more = overdue.size() == atOnce;
        for (const ApprovalLife *life : overdue) {
            ApprovalLife::Attempt attempt;
            attempt.step = ApprovalStep::Expire;
            attempt.actorKind = ActorKind::Timeout;
            attempt.at = now;
            if (!life->refusal(attempt))
                statements.push_back(statementFor(*life, attempt));
        }
        if (statements.empty())
            break;
        if (auto stored = writing.store(statements); !stored)
            return stored.error();
        written += statements.size();
    }
    if (written > 0)
        Q_EMIT ledgerGrew(m->store->size());
    return written;
}

Result<std::string> Workspace::resolution(const std::string &id) const
{
    const auto view = approval(id);
    if (!view)
        return view.error();
    if (view->decision != DecisionState::Approved)
        return refused("MND-APR-033", id + " is not approved.", "Nothing was signed.", "Wait for the decision.");
    if (view->request.testItem)
        return refused("MND-APR-035", id + " is a test of oversight; nothing runs on it.", "Nothing was signed.", "Do not act.");
    const auto key = m->unlock();
    if (!key)
        return key.error();
    return resolutionEnvelope(*view, *key);
}

} // namespace mandate
