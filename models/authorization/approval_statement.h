// SPDX-License-Identifier: GPL-3.0-or-later
// One signed step in the life of an approval request: the ledger entry's format and its signature. What may follow what is approval_life.h.
#pragma once

#include "models/authorization/action_binding.h"
#include "models/authorization/proposal.h"
#include "models/base/instant.h"
#include "models/evidence/signing.h"
#include "models/people/people_register.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mandate {

/// Who acts. Never a typed-in name: a person is the signed-in one, an agent its token's.
enum class ActorKind : std::uint8_t { Person, Rule, Timeout, Verifier, System, Agent };
/// "person", "rule", "timeout", "verifier", "system", "agent".
[[nodiscard]] std::string_view nameOf(ActorKind kind);
[[nodiscard]] std::optional<ActorKind> actorKindOf(std::string_view name);

enum class ApprovalStep : std::uint8_t {
    File,     ///< an agent asks
    Claim,    ///< a person takes it, for a time
    Release,  ///< and gives it back
    Ask,      ///< a person asks the agent something
    Answer,   ///< the agent answers
    Complete, ///< the agent says what its filing left out
    Reassign, ///< to another person or desk
    Snooze,   ///< out of the way until a time, never beyond the deadline
    Verify,   ///< a verifier agent's verdict on this action
    Approve,  ///< of exactly this action, or of a narrower one
    Deny,
    Revoke,   ///< an approval that was not used yet
    Expire,   ///< nobody decided in time
    Cancel,   ///< the agent no longer wants it
    Consume,  ///< the approval is used: the agent may run the action, once
    Report    ///< what became of the action, by the agent
};
/// "file", "claim", "release", "ask", "answer", "complete", "reassign", "snooze", "verify", "approve", "deny", "revoke", "expire", "cancel", "consume", "report".
[[nodiscard]] std::string_view nameOf(ApprovalStep step);
[[nodiscard]] std::optional<ApprovalStep> approvalStepOf(std::string_view name);

/// How firmly an approval is tied to the action that runs (FEATURES.md B7).
enum class BindingGrade : std::uint8_t { None, Position, DigestRecorded, DigestRechecked };
/// "none", "position", "digest_recorded", "digest_rechecked".
[[nodiscard]] std::string_view nameOf(BindingGrade grade);
[[nodiscard]] std::optional<BindingGrade> bindingGradeOf(std::string_view name);

/// Why a person decided so: chosen first, the note is typed second.
inline constexpr std::array<std::string_view, 4> approveReasons{"checked", "expected", "exception", "test_item"};
inline constexpr std::array<std::string_view, 6> denyReasons{"over_limit", "not_proven", "wrong_action", "wrong_customer", "policy", "other"};

/// What an agent files.
struct ApprovalRequest
{
    ActionBinding action;
    std::string session;
    std::string deployment;
    std::string callId; ///< the agent's own name of the call; empty when it gives none
    std::string input;  ///< last user text before; empty when not given
    Proposal proposal;
    std::string pactId;      ///< whose clause asks for a decision; empty for approvals of other systems
    std::string pactVersion;
    Digest pactDigest;
    std::string clause;
    std::string to;          ///< who decides by the clause: "owner", "deputy" or a desk; empty when the verifier alone does
    Instant requestedAt;
    Instant respondBy;       ///< the response target; may be missed
    Instant expiresAt;       ///< from then on nobody can approve
    bool handOff = false;    ///< when nobody answers: the case goes to a person instead of being denied
    bool needsVerifier = false;
    bool testItem = false;   ///< seeded, to see whether people look (FEATURES.md B16); known to the register only after it is decided
    std::string source = "gateway"; ///< which system asked: "gateway", "langgraph", "openai-agents", "inspect"
    BindingGrade grade = BindingGrade::DigestRechecked;
    bool operator==(const ApprovalRequest &) const = default;
};

/// What the scope policy in force said of a request's action when somebody verified, approved or used it: the product's own evaluation, apart from
/// any verifier's verdict.
struct ScopeCheck
{
    std::string policy;  ///< "id@version"; empty when none counts for the agent
    Digest digest;       ///< of its document
    std::string outcome; ///< "allow", "refuse", "undecidable"; empty without a policy
    std::string rule;    ///< that decided; empty when none allows the action
    std::string words;   ///< one sentence; without a policy why there is none
    bool operator==(const ScopeCheck &) const = default;
    [[nodiscard]] bool allows() const { return outcome == "allow"; }
};

struct ApprovalStatement
{
    std::uint64_t entry = 0; ///< ledger entry that holds it
    std::string request;     ///< "ESC-" and 10 hexadecimal digits
    ApprovalStep step = ApprovalStep::File;
    Digest actionDigest;     ///< of the action as filed
    ActorKind actorKind = ActorKind::Person;
    std::string by;          ///< person id, agent, verifier's name, or the rule; empty for System and Timeout
    std::string byName;
    std::string actingFor;   ///< in whose place a person decided, by a delegation; empty: in their own right
    std::optional<Instant> actingUntil; ///< when that delegation ends
    std::string reasonCode;
    std::string note;        ///< Ask: the question; Answer: the answer; Report: the error, if any
    std::string to;          ///< Reassign
    Instant at;
    std::optional<Instant> until;            ///< Claim, Snooze
    std::optional<ApprovalRequest> filed;    ///< File
    std::optional<Proposal> proposal;        ///< Complete: in place of the one that was filed
    std::optional<ActionBinding> limitedTo;  ///< Approve: the narrower action that is approved instead
    std::optional<Digest> shown;             ///< Approve, Deny: of what the person saw (RFC 8785 form of the card)
    std::string verdict;                     ///< Verify: "allow", "refuse"; Report: "executed", "failed", "unknown"
    std::optional<Digest> policy;            ///< Verify: of the scope policy that the verifier used
    std::optional<ScopeCheck> scope;         ///< Verify, Approve, Consume of what needs a verifier: what our own evaluation said then
    std::optional<Digest> executed;          ///< Report, Consume: of the action that ran, or is to run
    Digest previous;                         ///< SHA-256 of the request's previous entry; zero for the first
    std::string ledger;                      ///< the workspace that a person's own key signed for; empty where the workspace's key signed
    std::string keyId;
    bool operator==(const ApprovalStatement &) const = default;
};

/// DSSE payload type.
inline constexpr std::string_view approvalPayloadType = "application/vnd.mandate.approval.v1+json";

/// The ledger entry of a step: readable members beside the DSSE envelope that `key` signs. Sets `statement.keyId`.
[[nodiscard]] std::string approvalEntry(ApprovalStatement &statement, const SigningKey &key);
/// Reads an entry; Corrupt with the reason when its signature does not hold. Whether the signer may sign then is approvalObjection().
Result<ApprovalStatement> readApprovalEntry(std::string_view body, const Keyring &keys);
/// Why a step that holds does not count: the key is not that of who acts, or that person does not decide about this agent. Empty when it counts.
[[nodiscard]] std::string approvalObjection(const ApprovalStatement &statement, std::string_view agent, const PeopleRegister &people);

} // namespace mandate
