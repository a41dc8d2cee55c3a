// SPDX-License-Identifier: GPL-3.0-or-later
// One signed step of people in the life of an incident: the ledger entry's format and its signature. What may follow what is case_life.h.
#pragma once

#include "models/base/digest.h"
#include "models/base/instant.h"
#include "models/base/result.h"
#include "models/cases/cause_claim.h"
#include "models/pact/document.h"
#include "models/people/keyring.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

enum class CaseStep : std::uint8_t {
    Open,      ///< by hand, from records; or split off another incident
    Assign,    ///< who works on it and until when
    Move,      ///< to investigating or contained
    Grade,     ///< another severity, with a reason
    Note,      ///< words that stay; privileged ones never leave the workspace
    Link,      ///< to another incident
    Unlink,
    Merge,     ///< into another incident, which has its records from then on
    Split,     ///< records that are another incident's from now on
    Claim,     ///< what caused it
    Agree,     ///< with a claim
    Withdraw,  ///< a claim of one's own
    Aware,     ///< when somebody became aware of what starts a reporting duty
    Reported,  ///< what stops it
    NoDuty,    ///< that a duty does not apply, and why
    Close,
    Reopen,    ///< closed or merged: it is open again
    Escalate   ///< nobody acted in time; by Timeout, never a person
};
/// "open", "assign", "move", "grade", "note", "link", "unlink", "merge", "split", "claim", "agree", "withdraw", "aware", "reported", "no_duty",
/// "close", "reopen", "escalate".
[[nodiscard]] std::string_view nameOf(CaseStep step);
[[nodiscard]] std::optional<CaseStep> caseStepOf(std::string_view name);

enum class CaseState : std::uint8_t { Open, Investigating, Contained, Closed, Merged };
/// "open", "investigating", "contained", "closed", "merged".
[[nodiscard]] std::string_view nameOf(CaseState state);
[[nodiscard]] std::optional<CaseState> caseStateOf(std::string_view name);

/// How one incident stands to another.
inline constexpr std::array<std::string_view, 4> caseRelations{"related", "caused_by", "causes", "same_cause"};

struct CaseStatement
{
    std::uint64_t entry = 0; ///< ledger entry that holds it
    std::string incident;
    CaseStep step = CaseStep::Note;
    std::string title;                   ///< Open
    std::string text;                    ///< the note, or why
    std::optional<CaseState> to;         ///< Move
    std::optional<Severity> severity;    ///< Open, Grade
    std::string person;                  ///< Assign: person id
    std::optional<Instant> due;          ///< Assign
    std::vector<std::uint64_t> records;  ///< Open, Split: ledger entries
    std::string other;                   ///< Link, Unlink, Merge, Split: the other incident; Open: the one it was split off
    std::string relation;                ///< Link: one of caseRelations
    bool privileged = false;             ///< Note
    std::optional<CauseClaim> claim;     ///< Claim
    std::optional<Digest> about;         ///< Agree, Withdraw: SHA-256 of the entry with the claim
    std::string party;                   ///< Agree: one of claimParties
    std::string duty;                    ///< Aware, Reported, NoDuty: id of a reporting duty
    std::string category;                ///< Aware: of the duty's, where it has any
    std::string role;                    ///< Aware: in which role we have the duty, such as "provider"
    std::optional<Instant> happened;     ///< Aware, Reported: when; not when it was written down
    std::string reference;               ///< Reported: what it is known by at who got it
    std::string by;                      ///< person id, or "timeout"
    std::string byName;
    Instant at;
    Digest previous;                     ///< SHA-256 of the incident's previous step; zero for the first
    std::string ledger;                  ///< the workspace that a person's own key signed for; empty where the workspace's key signed
    std::string keyId;
    bool operator==(const CaseStatement &) const = default;
};

/// DSSE payload type.
inline constexpr std::string_view casePayloadType = "application/vnd.mandate.case.v1+json";

/// {"type":"case","v":1,"incident","step","privileged"?,"envelope"}: readable members beside the DSSE envelope that `key` signs. Sets `statement.keyId`.
[[nodiscard]] std::string caseEntry(CaseStatement &statement, const SigningKey &key);
/// Corrupt with the reason when the signature does not hold, or it names somebody who may not sign.
Result<CaseStatement> readCaseEntry(std::string_view body, const Keyring &keys);
/// The incident that an entry of type case speaks of; empty when it cannot be read.
[[nodiscard]] std::string incidentOfCaseEntry(std::string_view body);

/// "INC-" and 8 hexadecimal digits: of an incident that is opened by hand.
[[nodiscard]] std::string caseId(const CaseStatement &opening);

} // namespace mandate
