// SPDX-License-Identifier: GPL-3.0-or-later
// An approval request as the people who decide see it, and what is asked of the workspace about requests. The rules are
// models/authorization/approval_life.h.
#pragma once

#include "models/authorization/approval_life.h"
#include "models/store/store.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mandate {

/// What an action would touch, computed from its arguments and the trail and not from the agent's words (FEATURES.md B10). What is not known is
/// absent, never zero.
struct BlastRadius
{
    std::vector<std::string> consequences;    ///< stable names by the pact's tool list, such as "spends"; empty when the pact does not list the tool
    bool destructive = false;                 ///< by the pact's tool list
    std::string reversible;                   ///< by the pact's tool list: "full", "partial", "none"; empty when it does not say
    std::optional<std::uint64_t> objects;     ///< things that the arguments name, or that earlier results say depend on them
    std::string objectsFrom;                  ///< how they were counted: an argument's name, or "earlier result"
    std::optional<std::int64_t> millionths;   ///< money, by the argument "amount" or what the state says; millionths of the unit
    std::string currency;
    std::uint64_t similarExecuted = 0;        ///< earlier executed calls of this tool by this agent
    std::uint64_t similarRefused = 0;
    std::uint64_t similarViolations = 0;      ///< of the executed ones, those that broke a clause
    std::vector<std::string> contradictions;  ///< where the agent's words say otherwise, one sentence each
};

struct ApprovalView
{
    std::string id;
    std::uint64_t entry = 0; ///< ledger entry that filed it
    ApprovalRequest request;
    Digest digest;                    ///< of the action as filed
    Digest approvedDigest;            ///< of what was approved; the same unless limited
    std::optional<ActionBinding> limitedTo;
    DecisionState decision = DecisionState::Open;
    OperationState operation = OperationState::NotAllowed;
    std::string claimedBy;
    std::optional<Instant> claimedUntil;
    bool snoozed = false;
    std::string assignedTo;
    bool awaitsAnswer = false;
    std::string verifierVerdict;
    std::optional<ApprovalStatement> verified; ///< who gave the verdict, when, against which scope policy
    std::optional<ScopeCheck> scope;           ///< what needs a verifier: what our own evaluation says, now or when it was last asked
    bool verdictFresh = false;                 ///< the verdict was given against the scope policy in force, and not too long ago
    bool disagreement = false;                 ///< the pact lets it pass, or the verifier does, and the scope policy does not
    std::string readsAs; ///< the clause that asked, as one sentence
    std::string owner;   ///< accountable owner
    std::optional<ApprovalStatement> decided; ///< who decided, when, why
    std::vector<ApprovalLife::Event> history;
};

/// Shared and immutable: as long as nothing of a request changes, every reading gives the same pointer.
using ApprovalPointer = std::shared_ptr<const ApprovalView>;

/// How many requests of one agent may be open at once: one agent must not bury what others ask. Filing one that is open already adds none.
inline constexpr std::size_t mostOpenOfAgent = 1000;

/// Who the request waits for, where that person is away at this time, and who decides for them. No part of the view: it changes with the people
/// and the clock, and not with the request.
[[nodiscard]] std::optional<Delegation> absentAddressee(const PeopleRegister &people, const ApprovalView &view, const Instant &now);

/// How long an unanswered request of a clause without a time of its own stays open, seconds.
inline constexpr std::uint32_t usualAnswerSeconds = 900;

struct ApprovalFilter
{
    bool openOnly = false;
    std::string agent;  ///< empty: all
    std::string person; ///< claimed by or assigned to; empty: all
};

/// What a person does with a request.
struct ApprovalAct
{
    ApprovalStep step = ApprovalStep::Deny;
    std::string reasonCode;
    std::string note;
    std::string to;                         ///< Reassign
    std::optional<Instant> until;           ///< Snooze
    std::optional<std::string> limitedTo;   ///< Approve: arguments, a JSON object, instead of those that were asked for
    std::optional<Digest> shown;            ///< of what the person saw
};

} // namespace mandate
