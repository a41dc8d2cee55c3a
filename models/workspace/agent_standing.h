// SPDX-License-Identifier: GPL-3.0-or-later
// What an agent may do now and why, and what it lacks to be authorized. Values only.
#pragma once

#include "models/authorization/register.h"
#include "models/people/secret_store.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace mandate {

/// Reason codes of a standing that no statement gives: "pact_in_force", "no_owner" (its owner left), "expired", "not_yet" (valid later),
/// "broken_chain".
struct AgentStanding
{
    std::string agent;
    AgentState state = AgentState::NotAuthorized;
    std::vector<std::string> tools; ///< Restricted: those it may not use
    std::optional<Instant> since;
    std::optional<Instant> validUntil;
    std::string by;     ///< person id
    std::string reason; ///< reason code
    std::string pactId; ///< in force; empty when none binds it
    std::string pactVersion;
    std::string pactTitle;
    std::vector<std::string> pacts; ///< id@version of every pact that binds it, one a deployment; the first is described above
    std::string owner;              ///< named by the pact
    std::optional<Appointment> appointment; ///< who answers for it; may be vacated
    std::string ownerFinding;               ///< why that is not enough, in a sentence; empty when it is, or nobody is enrolled
    std::optional<Statement> proposal;      ///< what waits for a second person
};

enum class GateItem : std::uint8_t { Pact, Owner, Evidence, Evaluation, Stop };
/// Stable names: "pact", "owner", "evidence", "evaluation", "stop".
[[nodiscard]] std::string_view nameOf(GateItem item);

struct GateCheck
{
    GateItem item = GateItem::Pact;
    std::string says;             ///< what was found, in a sentence
    std::optional<Error> refusal; ///< absent: passed
};

/// What has to be there before an agent is authorized explicitly.
struct Gate
{
    std::array<GateCheck, 5> checks;
    [[nodiscard]] const Error *firstRefusal() const
    {
        for (const GateCheck &check : checks) {
            if (check.refusal)
                return &*check.refusal;
        }
        return nullptr;
    }
};

/// What authorize() asks for.
struct AuthorizationRequest
{
    std::optional<Instant> from;
    std::optional<Instant> until;
    std::string reasonCode = "gate_passed";
    std::string note;
};

/// Where the signed-in person's key is, and whether it can be used.
struct KeyStanding
{
    SecretStoreKind kind = SecretStoreKind::None; ///< where the next key is put
    std::string description;
    bool isLocked = false;
    std::optional<PublicKey> key; ///< the one that the register knows
};

} // namespace mandate
