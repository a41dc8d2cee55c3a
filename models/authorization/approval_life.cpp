// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/authorization/approval_life.h"

#include <algorithm>
#include <array>

namespace mandate {

namespace {

constexpr std::array<std::string_view, 6> decisionNames{"open", "approved", "denied", "expired", "cancelled", "revoked"};
constexpr std::array<std::string_view, 6> operationNames{"not_allowed", "waiting_for_agent", "running", "done", "failed", "outcome_unknown"};
constexpr std::int64_t second = 1'000'000'000;

} // namespace

std::string_view nameOf(DecisionState state)
{
    return decisionNames.at(static_cast<std::size_t>(state));
}

std::string_view nameOf(OperationState state)
{
    return operationNames.at(static_cast<std::size_t>(state));
}

std::string approvalId(const ApprovalRequest &request)
{
    const std::string_view separator("\0", 1);
    const Digest action = request.action.digest();
    return "ESC-" + sha256({action.view(), request.session, separator, formatInstant(request.requestedAt)}).hex().substr(0, 10);
}

DecisionState ApprovalLife::decision(const Instant &at) const
{
    if (m_state == DecisionState::Open && m_filed && at.nanoseconds >= m_filed->expiresAt.nanoseconds)
        return DecisionState::Expired;
    return m_state;
}

OperationState ApprovalLife::operation(const Instant &at) const
{
    if (m_consumedAt) {
        if (m_outcome == "executed")
            return OperationState::Done;
        if (m_outcome == "failed")
            return OperationState::Failed;
        if (m_outcome == "unknown" || at.nanoseconds - m_consumedAt->nanoseconds > runningSeconds * second)
            return OperationState::OutcomeUnknown;
        return OperationState::Running;
    }
    if (m_state == DecisionState::Approved && !m_filed->testItem && at.nanoseconds < m_filed->expiresAt.nanoseconds)
        return OperationState::WaitingForAgent;
    return OperationState::NotAllowed;
}

std::string_view ApprovalLife::claimedBy(const Instant &at) const
{
    return m_claimUntil && at.nanoseconds < m_claimUntil->nanoseconds ? std::string_view(m_claimedBy) : std::string_view();
}

void ApprovalLife::add(ApprovalStatement statement, std::string_view entryBody, std::string objection)
{
    Event event;
    if (m_broken || statement.previous != m_last) {
        m_broken = true;
        event.voidBecause = "It does not follow the step before it.";
    } else if (!objection.empty()) {
        event.voidBecause = std::move(objection);
    } else if (m_filed && statement.actionDigest != m_digest) {
        event.voidBecause = "It speaks of another action.";
    } else if (statement.step == ApprovalStep::File) {
        if (m_filed)
            event.voidBecause = "The request was filed before.";
        else if (statement.request != approvalId(*statement.filed))
            event.voidBecause = "Its number is not that of what was filed.";
    } else if (const auto refused = refusal({statement.step, statement.actorKind, statement.by, statement.reasonCode, statement.note, statement.at,
                                             statement.until, statement.limitedTo, statement.executed, statement.verdict, statement.policy, statement.scope, statement.proposal})) {
        event.voidBecause = refused->happened;
    }
    m_last = sha256(entryBody);
    event.statement = std::move(statement);
    m_history.push_back(std::move(event));
    if (m_history.back().voidBecause.empty())
        apply(m_history.back().statement);
}

void ApprovalLife::apply(const ApprovalStatement &statement)
{
    const auto decide = [&](DecisionState state) {
        m_state = state;
        m_decided = static_cast<int>(m_history.size()) - 1;
        m_claimUntil.reset();
        m_awaitsAnswer = false;
    };
    switch (statement.step) {
    case ApprovalStep::File:
        m_filed = statement.filed;
        m_digest = statement.actionDigest;
        break;
    case ApprovalStep::Claim:
        m_claimedBy = statement.by;
        m_claimUntil = statement.until;
        break;
    case ApprovalStep::Release: m_claimUntil.reset(); break;
    case ApprovalStep::Ask: m_awaitsAnswer = true; break;
    case ApprovalStep::Answer: m_awaitsAnswer = false; break;
    case ApprovalStep::Complete: m_filed->proposal = *statement.proposal; break;
    case ApprovalStep::Reassign:
        m_assignedTo = statement.to;
        m_claimUntil.reset();
        break;
    case ApprovalStep::Snooze: m_snoozedUntil = statement.until; break;
    case ApprovalStep::Verify:
        m_verdict = statement.verdict;
        m_verified = static_cast<int>(m_history.size()) - 1;
        if (!m_filed->to.empty() || !m_filed->needsVerifier || m_state != DecisionState::Open)
            break; // a clause asks for a person
        if (m_verdict != "allow")
            decide(DecisionState::Denied);
        else if (!statement.scope || statement.scope->allows()) // else the two disagree, and it stays open for a person to see
            decide(DecisionState::Approved);
        break;
    case ApprovalStep::Approve:
        m_limited = statement.limitedTo;
        decide(DecisionState::Approved);
        break;
    case ApprovalStep::Deny: decide(DecisionState::Denied); break;
    case ApprovalStep::Revoke: decide(DecisionState::Revoked); break;
    case ApprovalStep::Expire: decide(DecisionState::Expired); break;
    case ApprovalStep::Cancel: decide(DecisionState::Cancelled); break;
    case ApprovalStep::Consume: m_consumedAt = statement.at; break;
    case ApprovalStep::Report: m_outcome = statement.verdict; break;
    }
}

std::optional<Instant> ApprovalLife::changesAfter(const Instant &at) const
{
    std::optional<Instant> first;
    const auto may = [&](const std::optional<Instant> &moment) {
        if (moment && at.nanoseconds < moment->nanoseconds && (!first || moment->nanoseconds < first->nanoseconds))
            first = moment;
    };
    if (m_filed && (m_state == DecisionState::Open || m_state == DecisionState::Approved))
        may(m_filed->expiresAt);
    may(m_claimUntil);
    may(m_snoozedUntil);
    if (const ApprovalStatement *verified = verifiedBy())
        may(Instant{verified->at.nanoseconds + verdictSeconds * second + 1, true});
    if (m_consumedAt && m_outcome.empty())
        may(Instant{m_consumedAt->nanoseconds + runningSeconds * second + 1, true});
    return first;
}

void ApprovalBook::add(ApprovalStatement statement, std::string_view entryBody, std::string objection)
{
    Kept &kept = m_lives.try_emplace(statement.request, Kept{ApprovalLife(statement.request)}).first->second;
    ApprovalLife &life = kept.life;
    const bool wasFiled = life.isFiled();
    const bool wasUndecided = life.isUndecided();
    const bool wasConsumed = life.isConsumed();
    const ApprovalStep step = statement.step;
    const std::uint64_t entry = statement.entry;
    const std::optional<Digest> executed = statement.executed;
    life.add(std::move(statement), entryBody, std::move(objection));
    if (!life.isFiled())
        return;
    OfAgent &ofAgent = m_agents[life.request().action.agent];
    if (!wasFiled) {
        kept.number = m_filed.size();
        m_filed.push_back(&life);
        m_byAction.emplace(life.actionDigest(), &life);
        ofAgent.lives.push_back(&life);
    }
    const Deadline deadline(life.request().expiresAt.nanoseconds, kept.number);
    if (!wasUndecided && life.isUndecided()) {
        m_undecided.insert(deadline);
        ofAgent.undecided.insert(deadline);
    } else if (wasUndecided && !life.isUndecided()) {
        m_undecided.erase(deadline);
        ofAgent.undecided.erase(deadline);
    }
    if (!wasConsumed && life.isConsumed())
        m_used.push_back(&life);
    const bool counts = life.history().back().voidBecause.empty();
    if (step == ApprovalStep::Report && counts && executed && *executed != life.approvedDigest() &&
        std::ranges::none_of(m_strays, [&](const Stray &stray) { return stray.life == &life; }))
        m_strays.push_back({&life, entry});
}

const ApprovalLife *ApprovalBook::find(std::string_view id) const
{
    const auto found = m_lives.find(id);
    return found == m_lives.end() || !found->second.life.isFiled() ? nullptr : &found->second.life;
}

const ApprovalBook::Lives &ApprovalBook::livesOf(std::string_view agent) const
{
    static const Lives none;
    const auto found = m_agents.find(agent);
    return found == m_agents.end() ? none : found->second.lives;
}

ApprovalBook::Lives ApprovalBook::undecided() const
{
    Lives lives;
    lives.reserve(m_undecided.size());
    for (const auto &[end, number] : m_undecided)
        lives.push_back(m_filed[number]);
    return lives;
}

ApprovalBook::Lives ApprovalBook::overdue(const Instant &at, std::size_t most) const
{
    Lives lives;
    for (auto next = m_undecided.begin(); next != m_undecided.end() && next->first <= at.nanoseconds && lives.size() < most; ++next)
        lives.push_back(m_filed[next->second]);
    return lives;
}

std::size_t ApprovalBook::openOf(std::string_view agent, const Instant &at) const
{
    const auto found = m_agents.find(agent);
    if (found == m_agents.end())
        return 0;
    const std::set<Deadline> &undecided = found->second.undecided;
    return static_cast<std::size_t>(std::distance(undecided.lower_bound({at.nanoseconds + 1, 0}), undecided.end()));
}

const ApprovalLife *ApprovalBook::waitingFor(std::string_view agent, const Digest &action, const Instant &at) const
{
    const ApprovalLife *newest = nullptr;
    const auto [begin, end] = m_byAction.equal_range(action);
    for (auto it = begin; it != end; ++it) {
        const ApprovalLife *life = it->second;
        if (life->request().action.agent != agent || life->isConsumed() || life->request().testItem)
            continue;
        const DecisionState state = life->decision(at);
        const bool usable = state == DecisionState::Approved && at.nanoseconds < life->request().expiresAt.nanoseconds;
        if (state == DecisionState::Open || usable)
            newest = life;
    }
    return newest;
}

} // namespace mandate
