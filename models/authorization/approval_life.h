// SPDX-License-Identifier: GPL-3.0-or-later
// The life of one approval request: which step may follow which, and who may take it. Pure: fed with the signed steps of the ledger in order,
// and asked. A step that breaks a rule counts for nothing, whoever wrote it. Decision and operation are two things: that an action was approved
// does not say that it ran.
#pragma once

#include "models/authorization/approval_statement.h"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

/// What people decided. Expired: nobody did; the actor is Timeout.
enum class DecisionState : std::uint8_t { Open, Approved, Denied, Expired, Cancelled, Revoked };
/// "open", "approved", "denied", "expired", "cancelled", "revoked".
[[nodiscard]] std::string_view nameOf(DecisionState state);
/// What became of the action. OutcomeUnknown: it was let through and nobody said what happened.
enum class OperationState : std::uint8_t { NotAllowed, WaitingForAgent, Running, Done, Failed, OutcomeUnknown };
/// "not_allowed", "waiting_for_agent", "running", "done", "failed", "outcome_unknown".
[[nodiscard]] std::string_view nameOf(OperationState state);

class ApprovalLife
{
public:
    /// How long an approved action may be on its way before its outcome counts as unknown, seconds.
    static constexpr std::int64_t runningSeconds = 300;
    /// How long a claim holds, seconds.
    static constexpr std::int64_t claimSeconds = 900;
    /// How long a verifier's verdict is fresh, seconds.
    static constexpr std::int64_t verdictSeconds = 900;

    explicit ApprovalLife(std::string id) : m_id(std::move(id)) {}

    /// `objection`: why it does not count whatever it says; empty when there is nothing against it.
    void add(ApprovalStatement statement, std::string_view entryBody, std::string objection = {});

    /// What somebody is about to do. `missing` are the parts of the card that could not be shown; with any, nobody can approve.
    struct Attempt
    {
        ApprovalStep step = ApprovalStep::Approve;
        ActorKind actorKind = ActorKind::Person;
        std::string by;
        std::string reasonCode;
        std::string note;
        Instant at;
        std::optional<Instant> until;
        std::optional<ActionBinding> limitedTo;
        std::optional<Digest> executed;
        std::string verdict;
        std::optional<Digest> policy;    ///< Verify: of the scope policy that the verifier used
        std::optional<ScopeCheck> scope; ///< Verify, Approve, Consume: by the scope policy in force now; absent in steps of programs that kept none
        std::optional<Proposal> proposal{}; ///< Complete
    };
    /// Why it must not be done: what happened, what to do. Nothing when it may.
    [[nodiscard]] std::optional<Error> refusal(const Attempt &attempt) const;

    [[nodiscard]] const std::string &id() const { return m_id; }
    [[nodiscard]] bool isFiled() const { return m_filed.has_value(); }
    [[nodiscard]] const ApprovalRequest &request() const { return *m_filed; }
    [[nodiscard]] const Digest &actionDigest() const { return m_digest; }
    /// What is approved: the action as filed, or the narrower one.
    [[nodiscard]] const ActionBinding &approvedAction() const { return m_limited ? *m_limited : m_filed->action; }
    [[nodiscard]] Digest approvedDigest() const { return approvedAction().digest(); }

    /// Past its expiry an open request is Expired, whether or not anybody wrote it down.
    [[nodiscard]] DecisionState decision(const Instant &at) const;
    [[nodiscard]] OperationState operation(const Instant &at) const;
    [[nodiscard]] bool isConsumed() const { return m_consumedAt.has_value(); }
    /// No step has decided it; its time may be over.
    [[nodiscard]] bool isUndecided() const { return m_filed && m_state == DecisionState::Open; }
    /// When the first of its states will be another one though nobody takes a step; nothing when none will.
    [[nodiscard]] std::optional<Instant> changesAfter(const Instant &at) const;
    /// Who holds it; empty when nobody does (any more).
    [[nodiscard]] std::string_view claimedBy(const Instant &at) const;
    [[nodiscard]] std::optional<Instant> claimedUntil() const { return m_claimUntil; }
    [[nodiscard]] bool isSnoozed(const Instant &at) const { return m_snoozedUntil && at.nanoseconds < m_snoozedUntil->nanoseconds; }
    [[nodiscard]] const std::string &assignedTo() const { return m_assignedTo; }
    /// A question that the agent has not answered yet.
    [[nodiscard]] bool awaitsAnswer() const { return m_awaitsAnswer; }
    /// The newest verifier's verdict about this action: "allow", "refuse", or empty.
    [[nodiscard]] const std::string &verifierVerdict() const { return m_verdict; }
    /// The step that gave it; nullptr without one.
    [[nodiscard]] const ApprovalStatement *verifiedBy() const { return m_verified < 0 ? nullptr : &m_history[static_cast<std::size_t>(m_verified)].statement; }
    /// Whether the verdict is young enough at this time, and was given against this scope policy.
    [[nodiscard]] bool isVerdictFresh(const Instant &at, const Digest &policy) const;
    [[nodiscard]] const ApprovalStatement *decidedBy() const { return m_decided < 0 ? nullptr : &m_history[static_cast<std::size_t>(m_decided)].statement; }

    struct Event
    {
        ApprovalStatement statement;
        std::string voidBecause; ///< why it counts for nothing; empty when it counts
    };
    [[nodiscard]] std::span<const Event> history() const { return m_history; }
    [[nodiscard]] bool isBroken() const { return m_broken; }
    [[nodiscard]] Digest lastDigest() const { return m_last; }

private:
    [[nodiscard]] std::optional<Error> decisionRefusal(const Attempt &attempt) const;
    [[nodiscard]] std::optional<Error> consumptionRefusal(const Attempt &attempt) const;
    [[nodiscard]] std::optional<Error> verifierRefusal(const Attempt &attempt) const;
    [[nodiscard]] std::optional<Error> verdictRefusal(const Attempt &attempt) const;
    [[nodiscard]] std::optional<Error> scopeRefusal(const ScopeCheck &check) const;
    void apply(const ApprovalStatement &statement);

    std::string m_id;
    std::optional<ApprovalRequest> m_filed;
    std::optional<ActionBinding> m_limited;
    Digest m_digest;
    DecisionState m_state = DecisionState::Open;
    std::string m_claimedBy;
    std::optional<Instant> m_claimUntil;
    std::optional<Instant> m_snoozedUntil;
    std::string m_assignedTo;
    bool m_awaitsAnswer = false;
    std::string m_verdict;
    std::optional<Instant> m_consumedAt;
    std::string m_outcome; ///< as reported
    int m_decided = -1;    ///< index in m_history
    int m_verified = -1;   ///< the same
    std::vector<Event> m_history;
    Digest m_last;
    bool m_broken = false;
};

/// All requests, with indexes for what is asked of many of them: what is open, whose, what was used, what ran otherwise than approved. A life that was
/// found stays where it is; it changes with the steps that are added.
class ApprovalBook
{
public:
    using Lives = std::vector<const ApprovalLife *>;

    ApprovalBook() = default;
    ApprovalBook(const ApprovalBook &) = delete; // its indexes point into it
    ApprovalBook &operator=(const ApprovalBook &) = delete;

    void add(ApprovalStatement statement, std::string_view entryBody, std::string objection = {});
    [[nodiscard]] const ApprovalLife *find(std::string_view id) const;
    /// In the order they were filed.
    [[nodiscard]] const Lives &lives() const { return m_filed; }
    [[nodiscard]] const Lives &livesOf(std::string_view agent) const;
    /// Nobody has decided them; those whose time ends first stand first.
    [[nodiscard]] Lives undecided() const;
    /// Of these, those whose time is over, `most` at most.
    [[nodiscard]] Lives overdue(const Instant &at, std::size_t most = SIZE_MAX) const;
    /// How many requests of an agent are open.
    [[nodiscard]] std::size_t openOf(std::string_view agent, const Instant &at) const;
    /// Whose approval was used, in the order in which that happened.
    [[nodiscard]] const Lives &used() const { return m_used; }
    /// A report that something else ran than what was approved; the first of each request.
    struct Stray
    {
        const ApprovalLife *life;
        std::uint64_t entry;
    };
    [[nodiscard]] std::span<const Stray> strays() const { return m_strays; }
    /// An open or approved and unused request of this agent for exactly this action, the newest; nullptr when there is none.
    [[nodiscard]] const ApprovalLife *waitingFor(std::string_view agent, const Digest &action, const Instant &at) const;

private:
    /// End of its time in nanoseconds, and when it was filed among all: equal times stay in that order.
    using Deadline = std::pair<std::int64_t, std::size_t>;
    struct OfAgent
    {
        Lives lives;
        std::set<Deadline> undecided;
    };
    struct Kept
    {
        ApprovalLife life;
        std::size_t number = 0; ///< in m_filed, once it is filed
    };

    std::map<std::string, Kept, std::less<>> m_lives;
    std::multimap<Digest, const ApprovalLife *> m_byAction;
    std::map<std::string, OfAgent, std::less<>> m_agents;
    Lives m_filed;
    std::set<Deadline> m_undecided;
    Lives m_used;
    std::vector<Stray> m_strays;
};

/// "ESC-" and the first ten hexadecimal digits of SHA-256 over action digest, session and time: what people call a request.
[[nodiscard]] std::string approvalId(const ApprovalRequest &request);

} // namespace mandate
