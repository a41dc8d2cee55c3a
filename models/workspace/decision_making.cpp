// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/decision_making.h"

#include "models/base/canonical_json.h"
#include "models/evidence/record_json.h"

#include <algorithm>

namespace mandate {

namespace {

constexpr std::int64_t clockTolerance = 5'000'000'000; ///< nanoseconds

/// A sentence for each way in which an approval does not serve, by the code of the refusal.
struct ApprovalReason
{
    std::string_view code;
    std::string_view reason;
};
constexpr std::array<ApprovalReason, 11> approvalReasons{{{"MND-APR-032", "approval_used"},
                                                         {"MND-APR-034", "approval_expired"},
                                                         {"MND-APR-036", "approval_other_action"},
                                                         {"MND-APR-029", "verifier_missing"},
                                                         {"MND-APR-037", "verifier_refused"},
                                                         {"MND-APR-038", "verifier_stale"},
                                                         {"MND-APR-043", "verifier_missing"},
                                                         {"MND-APR-044", "scope_refused"},
                                                         {"MND-APR-045", "verifier_stale"},
                                                         {"MND-APR-046", "scope_undecidable"},
                                                         {"MND-APR-012", "clock_wrong"}}};

std::string_view reasonOf(DecisionState state)
{
    switch (state) {
    case DecisionState::Open: return "approval_open";
    case DecisionState::Expired: return "approval_expired";
    case DecisionState::Approved:
    case DecisionState::Denied:
    case DecisionState::Cancelled:
    case DecisionState::Revoked: return "approval_denied";
    }
    return "approval_denied";
}

void refuse(ActionAnswer &answer, std::string_view reason, std::string words)
{
    answer.permit = false;
    answer.reason = reason;
    answer.words = std::move(words);
}

void addText(std::vector<Member> &members, std::string_view name, std::string_view text)
{
    if (!text.empty())
        members.push_back({Value::string(name), Value::string(text)});
}

/// What the decision says, signed for the agent and kept in the ledger.
std::string payloadOf(const ActionQuestion &question, const ActionAnswer &answer, std::string_view origin)
{
    const std::string digest = answer.action.hex();
    const std::string pactDigest = answer.pact.empty() ? std::string() : answer.pactDigest.hex();
    const std::string decidedAt = formatInstant(answer.decidedAt);
    const std::string validUntil = formatInstant(answer.validUntil);
    std::vector<Value> missing;
    for (const std::string &fact : answer.missing)
        missing.push_back(Value::string(fact));
    std::vector<std::array<Member, 2>> parts;
    std::vector<Value> obligations;
    parts.reserve(answer.obligations.size());
    for (const Obligation &obligation : answer.obligations) {
        parts.push_back({Member{Value::string("type"), Value::string(obligation.type)}, Member{Value::string("detail"), Value::string(obligation.detail)}});
        obligations.push_back(Value::map(parts.back()));
    }
    std::vector<Member> members{
        {Value::string("decision"), Value::boolean(answer.permit)},
        {Value::string("action_digest"), Value::string(digest)},
        {Value::string("missing"), Value::list(missing)},
        {Value::string("obligations"), Value::list(obligations)},
    };
    addText(members, "ledger", origin);
    addText(members, "agent_id", question.action.agent);
    addText(members, "session", question.session);
    addText(members, "tool", question.action.tool);
    addText(members, "call", question.callId);
    addText(members, "verdict", nameOf(answer.verdict));
    addText(members, "reason", answer.reason);
    addText(members, "reason_text", answer.words);
    addText(members, "clause", answer.clause);
    addText(members, "pact", answer.pact);
    addText(members, "pact_digest", pactDigest);
    addText(members, "state", nameOf(answer.state));
    addText(members, "approval", answer.approval);
    addText(members, "decided_at", decidedAt);
    addText(members, "valid_until", validUntil);
    return canonicalJson(Value::map(members));
}

} // namespace

PreparedQuestion::PreparedQuestion(ActionQuestion asked) : question(std::move(asked))
{
    thread_local JsonReader reader; // its buffers cost more than what is read
    const auto read = reader.read(question.action.parameters, arena);
    readable = read && read->isMap();
    if (readable) {
        arguments = *read;
        question.action.parameters = canonicalJson(arguments);
    }
    if (question.proposal)
        proposal = question.proposal->toValue(arena);
    digest = question.action.digest();
}

void DecisionMaker::beginRound()
{
    m_round = Round();
    m_used.clear();
    m_timelines = m_workspace.currentTimelines();
    m_now = m_workspace.surroundings.clock();
    if (m_latest == Instant{}) { // after a restart the ledger says how late it was
        RowFilter decisions;
        decisions.kinds = {RecordKind::Decision};
        const auto entries = m_workspace.store->select(decisions, RowOrder::ArrivalDescending);
        const auto rows = entries && !entries->empty() ? m_workspace.store->rows({entries->data(), 1}) : Result<std::vector<Row>>(std::vector<Row>());
        if (rows && !rows->empty() && rows->front().time)
            m_latest = *rows->front().time;
    }
    m_clockWrong = m_now.nanoseconds + clockTolerance < m_latest.nanoseconds;
    if (!m_clockWrong)
        m_latest = m_now;
    m_sessions.follow(m_workspace.store->size());
    m_windows = m_workspace.followWindows();
}

DecisionMaker::Standing DecisionMaker::standingOf(const ActionQuestion &question) const
{
    Standing standing;
    const AgentStanding now = m_workspace.standing(question.action.agent, {question.deployment}, m_now);
    standing.state = now.state;
    const std::string since = now.since ? " since " + formatInstant(*now.since) : std::string();
    switch (now.state) {
    case AgentState::Suspended:
        standing.reason = "suspended";
        standing.words = "The agent is suspended" + since + '.';
        return standing;
    case AgentState::Revoked:
        standing.reason = "revoked";
        standing.words = "The agent's authorization is revoked" + since + '.';
        return standing;
    case AgentState::Restricted:
        if (std::ranges::any_of(now.tools, [&](const std::string &tool) { return matchesPattern(tool, question.action.tool); })) {
            standing.reason = "restricted";
            standing.words = "The agent may not use " + question.action.tool + since + '.';
            return standing;
        }
        break;
    case AgentState::NotAuthorized:
        if (now.reason == "expired") {
            standing.reason = "expired";
            standing.words = "The agent's authorization ended" + (now.since ? " at " + formatInstant(*now.since) : std::string()) + '.';
            return standing;
        }
        if (!now.pacts.empty()) {
            standing.reason = now.reason == "no_owner" ? "no_owner" : "not_authorized";
            standing.words = now.reason == "no_owner" ? "Nobody answers for this agent any more, so it is not authorized until an owner is appointed."
                             : now.reason == "not_yet" ? "The agent's authorization begins later."
                                                       : "The agent is not authorized, or what was signed about it does not hold.";
            return standing;
        }
        break;
    case AgentState::Authorized: break;
    }
    const PactTimelines::Window *window = m_timelines->inForce(question.action.agent, question.deployment, m_now.nanoseconds);
    if (!window) {
        standing.state = AgentState::NotAuthorized;
        standing.reason = "no_pact";
        standing.words = question.deployment.empty() ? "The question names no deployment (context.deployment), and no pact in force binds this agent without one."
                                                     : "No pact in force binds this agent in the deployment \"" + question.deployment + "\", so it is not authorized to act.";
        return standing;
    }
    standing.pact = window->pact;
    return standing;
}

std::optional<DecisionMaker::Unread> DecisionMaker::unreadOf(const PreparedQuestion &prepared) const
{
    const ActionQuestion &question = prepared.question;
    const PactTimelines::Window *window = m_timelines->inForce(question.action.agent, question.deployment, m_now.nanoseconds);
    if (!window || !prepared.readable)
        return std::nullopt;
    const auto isLong = m_sessions.isLong(question.action.agent, question.session, window->pact->compiled);
    if (!isLong || !*isLong) // what cannot be read is said by the answer
        return std::nullopt;
    return Unread{question.action.agent, question.session, window->pact->compiled};
}

Record DecisionMaker::recordOf(const PreparedQuestion &prepared) const
{
    const ActionQuestion &question = prepared.question;
    Record record;
    record.kind = RecordKind::Decision;
    record.source = "gateway";
    record.format = "authzen";
    record.agent = question.action.agent;
    record.deployment = question.deployment;
    record.session = question.session;
    record.onBehalfOf = question.action.onBehalfOf;
    record.occurred = m_now;
    record.received = m_now;
    if (question.input)
        record.input = *question.input;
    record.tool = question.action.tool;
    record.arguments = prepared.arguments;
    record.target = question.action.resource;
    record.confidence = question.confidence;
    record.proposal = prepared.proposal;
    if (question.proposal) {
        record.reasoning = question.proposal->reasoning;
        if (!record.confidence)
            record.confidence = question.proposal->confidence;
    }
    return record;
}

ActionAnswer DecisionMaker::answer(PreparedQuestion &prepared, const SigningKey &key)
{
    const ActionQuestion &question = prepared.question;
    ActionAnswer answer;
    answer.action = prepared.digest;
    answer.decidedAt = m_now;
    answer.validUntil = m_now;
    m_broken.clear();
    m_verifierNeeded = false;
    m_scopeStops = false;
    Record record = recordOf(prepared);
    if (m_clockWrong) {
        refuse(answer, "clock_wrong", "The clock of the gateway is behind what it has signed before, so nothing that depends on time can be decided.");
    } else if (!prepared.readable) {
        refuse(answer, "undecidable", "The arguments are no JSON object.");
    } else {
        const Standing standing = standingOf(question);
        answer.state = standing.state;
        if (standing.pact) {
            const PactVersion &version = standing.pact->version;
            answer.pact = version.document.id + '@' + version.document.version;
            answer.pactDigest = version.digest;
        }
        if (!standing.reason.empty())
            refuse(answer, standing.reason, standing.words);
        else {
            judge(standing, record, answer);
            checkScope(question, record, standing, answer);
        }
        const bool byDecision = answer.reason == "needs_approval" || answer.reason == "verifier_missing";
        if (!question.approval.empty() && (answer.permit || byDecision) && !m_scopeStops)
            useApproval(prepared, key, answer);
        else if (byDecision || m_scopeStops) {
            const std::shared_lock reading(m_workspace.lock);
            if (const ApprovalLife *waiting = m_workspace.approvals.waitingFor(question.action.agent, prepared.digest, m_now))
                answer.approval = waiting->id();
        }
        if (standing.pact) {
            for (const Clause *clause : m_broken) {
                if (!question.probe && !answer.permit)
                    m_round.breaches.push_back({m_round.batch.entries.size(), question.action.agent, question.deployment, question.session, standing.pact, clause});
            }
        }
    }
    if (answer.permit) {
        answer.validUntil = question.probe ? m_now : Instant{m_now.nanoseconds + permissionSeconds * 1'000'000'000, true};
        answer.obligations.push_back({"report_outcome", "Report what became of the action, as telemetry or for its approval."});
    }
    if (!question.probe)
        this->record(prepared, record, answer);
    return answer;
}

void DecisionMaker::judge(const Standing &standing, const Record &record, ActionAnswer &answer)
{
    const CompiledPact &pact = *standing.pact->compiled;
    const auto session = m_sessions.judgeOf(record.agent, record.session, standing.pact->compiled);
    if (!session) {
        refuse(answer, "store_failed", "What the session did before cannot be read: " + session.error().happened);
        return;
    }
    if (!m_windows) {
        refuse(answer, "store_failed", "What agents did before cannot be read: " + m_windows.error().happened);
        return;
    }
    const Judgement judgement = (*session)->consider(record, *m_windows ? (*m_windows)->before(standing.pact->compiled, noEntry) : WindowsBefore{});
    answer.verdict = judgement.verdict;
    const auto clauses = pact.clauses();
    const Clause *deciding = judgement.deciding < 0 ? nullptr : &clauses[static_cast<std::size_t>(judgement.deciding)];
    if (deciding) {
        answer.clause = deciding->id;
        answer.readsAs = deciding->readsAs;
    }
    for (const ClauseAnswer &said : judgement.answers) {
        if (said.answer == Answer::Undecidable && clauses[said.clause].kind != ClauseKind::Evidence)
            answer.missing.emplace_back(said.missing);
        if (said.answer == Answer::Yes && clauses[said.clause].kind == ClauseKind::Forbid)
            m_broken.push_back(&clauses[said.clause]);
    }
    const std::string sentence = deciding && !deciding->readsAs.empty() ? ' ' + deciding->readsAs : std::string();
    switch (judgement.verdict) {
    case Verdict::Permitted:
        answer.permit = true;
        answer.reason = "permitted";
        answer.words = "Clause " + answer.clause + " permits it." + sentence;
        break;
    case Verdict::NeedsApproval:
        refuse(answer, "needs_approval", "Clause " + answer.clause + " asks for a person's decision first." + sentence);
        break;
    case Verdict::Prohibited: refuse(answer, "prohibited", "Clause " + answer.clause + " prohibits it." + sentence); break;
    case Verdict::OutOfScope: refuse(answer, "out_of_scope", "No clause of the pact permits it."); break;
    case Verdict::Undecidable:
        // Where a person may have to decide, and it is not known whether, a person decides.
        if (deciding && deciding->kind == ClauseKind::Escalate)
            refuse(answer, "needs_approval", "Whether clause " + answer.clause + " asks for a person's decision cannot be told, so it does." + sentence);
        else
            refuse(answer, "undecidable", "Clause " + answer.clause + " cannot be decided: a fact is missing." + sentence);
        break;
    case Verdict::Approved:
    case Verdict::NoPact:
    case Verdict::NotJudged: refuse(answer, "no_pact", "The action was not judged."); break;
    }
    if (answer.reason == "needs_approval")
        answer.obligations.push_back({deciding->escalation && deciding->escalation->handOff ? "hand_off" : "request_approval", "POST /v1/approvals"});
}

/// What needs a verifier is held against the scope policy in force as well: where that does not let it pass, nothing else does.
void DecisionMaker::checkScope(const ActionQuestion &question, const Record &record, const Standing &standing, ActionAnswer &answer)
{
    const bool mayPass = answer.permit || answer.reason == "needs_approval";
    ScopeCheck check;
    {
        const std::shared_lock reading(m_workspace.lock);
        m_verifierNeeded = m_workspace.needsVerification(standing.pact->version.document, record.agent, record.deployment, record.tool, m_now);
        if (!m_verifierNeeded || !mayPass)
            return;
        check = m_workspace.scopeCheck(ScopeAction{record.agent, record.deployment, record.tool, question.action.resource, record.arguments}, m_now);
    }
    m_scopeStops = !check.allows();
    if (check.policy.empty())
        refuse(answer, "verifier_missing", check.words + " Its owner has to put one in force.");
    else if (m_scopeStops)
        refuse(answer, check.outcome == "undecidable" ? "scope_undecidable" : "scope_refused", check.words + " (" + check.policy + ')');
    else if (answer.permit)
        refuse(answer, "verifier_missing", "A second agent has to check this action against the scope policy " + check.policy + " before it runs.");
    answer.obligations.push_back({"obtain_verification", "POST /v1/approvals"});
}

void DecisionMaker::useApproval(const PreparedQuestion &prepared, const SigningKey &key, ActionAnswer &answer)
{
    const ActionQuestion &question = prepared.question;
    const bool personNeeded = answer.reason == "needs_approval";
    answer.approval = question.approval;
    const std::shared_lock reading(m_workspace.lock);
    const ApprovalLife *life = m_workspace.approvals.find(question.approval);
    if (!life) {
        refuse(answer, "approval_unknown", "There is no approval request of that number.");
        return;
    }
    if (life->request().action.agent != question.action.agent) {
        refuse(answer, "approval_other_agent", "The approval is another agent's.");
        return;
    }
    const ApprovalRequest &filed = life->request();
    if (filed.deployment != question.deployment || filed.session != question.session || (!filed.clause.empty() && personNeeded && filed.clause != answer.clause) ||
        (filed.pactDigest != Digest() && filed.pactDigest != answer.pactDigest)) {
        refuse(answer, "approval_other_action", "The approval was given for another session, deployment, clause or version of the pact.");
        return;
    }
    if (!question.resolution.empty() && !isResolutionOf(question.resolution, life->id(), life->approvedDigest(), m_workspace.store->publicKey())) {
        refuse(answer, "approval_forged", "The resolution that was shown is not one that was signed for this approval.");
        return;
    }
    ApprovalLife::Attempt attempt;
    attempt.step = ApprovalStep::Consume;
    attempt.actorKind = ActorKind::System;
    attempt.at = m_now;
    attempt.executed = prepared.digest;
    if (filed.needsVerifier)
        attempt.scope = m_workspace.scopeCheck(ScopeAction{question.action.agent, question.deployment, question.action.tool, question.action.resource, prepared.arguments}, m_now);
    std::optional<Error> refusal = life->refusal(attempt);
    const bool used = std::ranges::find(m_used, life->id()) != m_used.end();
    if (refusal || used) {
        const auto known = std::ranges::find(approvalReasons, refusal ? refusal->code : std::string("MND-APR-032"), &ApprovalReason::code);
        refuse(answer, known != approvalReasons.end() ? known->reason : reasonOf(life->decision(m_now)),
               refusal ? refusal->happened : "The approval was used before; it is good for once.");
        return;
    }
    if (personNeeded && (!life->decidedBy() || life->decidedBy()->actorKind != ActorKind::Person)) {
        refuse(answer, "needs_approval", "A person has to decide on this; what a verifier allowed is not enough.");
        return;
    }
    if (m_verifierNeeded && !life->request().needsVerifier) {
        refuse(answer, "verifier_missing", "The approval was given when this tool needed no verifier; now it does.");
        return;
    }
    answer.permit = true;
    answer.verdict = Verdict::Approved;
    answer.reason = "approved";
    answer.words = "Approved with " + life->id() + '.';
    answer.obligations.clear();
    if (question.probe)
        return;
    m_used.push_back(life->id());
    ApprovalStatement statement;
    statement.request = life->id();
    statement.step = ApprovalStep::Consume;
    statement.actionDigest = life->actionDigest();
    statement.actorKind = ActorKind::System;
    statement.at = m_now;
    statement.executed = prepared.digest;
    statement.scope = attempt.scope;
    statement.previous = life->lastDigest();
    m_round.texts.push_back(approvalEntry(statement, key));
    NewEntry entry;
    entry.type = EntryType::Request;
    entry.body = m_round.texts.back();
    m_round.batch.entries.push_back(entry);
    ++m_round.steps;
}

void DecisionMaker::record(PreparedQuestion &prepared, Record &record, ActionAnswer &answer)
{
    const ActionQuestion &question = prepared.question;
    prepared.payload = payloadOf(question, answer, m_workspace.store->origin());
    std::string &item = m_round.texts.emplace_back(question.bytes);
    item += '\n';
    item += prepared.payload;
    record.itemDigest = sha256(item);
    record.spanLength = static_cast<std::uint32_t>(question.bytes.size());
    record.outcome = answer.permit ? Outcome::Unknown : Outcome::Refused;
    if (!answer.permit)
        record.error = answer.words;
    const std::string &basis = m_round.texts.emplace_back(answer.pact.empty() ? std::string() : "pact " + answer.pact + (answer.clause.empty() ? "" : " clause " + answer.clause));
    record.basis = basis;
    const std::string digest = prepared.digest.hex();
    std::vector<Member> labels;
    addText(labels, "decision", answer.permit ? "permit" : "refuse");
    addText(labels, "reason", answer.reason);
    addText(labels, "approval", answer.approval);
    addText(labels, "credential", question.credential);
    addText(labels, "call", question.callId);
    addText(labels, "action_digest", digest);
    record.labels = Value::map(labels);
    std::string &body = m_round.texts.emplace_back();
    appendRecordJson(body, record);

    Batch &batch = m_round.batch;
    NewItem received;
    received.bytes = item;
    received.digest = record.itemDigest;
    batch.items.push_back(received);
    Record &kept = m_round.records.emplace_back(record);
    kept.labels = Value::null(); // no column is taken from them
    kept.basis = basis;
    NewEntry entry;
    entry.body = body;
    entry.record = &kept;
    entry.item = static_cast<std::int32_t>(batch.items.size()) - 1;
    entry.verdict = answer.verdict;
    entry.clause = m_round.texts.emplace_back(answer.clause);
    prepared.entry = batch.entries.size();
    batch.entries.push_back(entry);
    for (const Clause *clause : m_broken) {
        if (!answer.permit)
            batch.findings.push_back({*prepared.entry, clause->id, false, {}});
    }
    if (!answer.permit)
        return;
    m_sessions.begin(kept);
    if (m_windows && *m_windows)
        (*m_windows)->take(kept, m_workspace.store->size() + *prepared.entry);
}

void DecisionMaker::stored(EntryNumber first)
{
    m_sessions.skipTo(first + m_round.batch.entries.size());
    m_workspace.liveWindows.skipTo(first + m_round.batch.entries.size());
}

void DecisionMaker::forget()
{
    m_sessions.clear();
    m_workspace.liveWindows.clear();
}

} // namespace mandate
