// SPDX-License-Identifier: GPL-3.0-or-later
// An incident: what a rule opened because verdicts in one session broke one clause. Values; detection is detect.h.
#pragma once

#include "models/base/instant.h"
#include "models/pact/document.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mandate {

struct IncidentAction
{
    std::uint64_t entry = 0;
    std::optional<Instant> time;
    std::int32_t message = -1;
    std::int32_t call = -1;
    std::string tool;
    bool executed = false;
};

/// Grouped per session and clause. The id is a short digest of agent, session, clause and pact digest, so that the same facts always
/// open the same incident.
struct Incident
{
    std::string id;          ///< "INC-" and 8 hexadecimal digits
    std::uint64_t entry = 0; ///< ledger entry that opened it
    Instant opened;
    std::string openedBy;    ///< "rule" and the clause id: never a person's name for a rule
    std::string agent;
    std::string deployment;
    std::string session;
    Clause clause;
    std::string pactId;
    std::string pactVersion;
    std::string owner;       ///< accountable owner by the pact
    Severity severity = Severity::Major;
    std::uint64_t attempted = 0;
    std::uint64_t executed = 0;
    std::optional<Instant> firstTime;
    std::optional<Instant> lastTime;
    std::vector<IncidentAction> actions; ///< in order of the session
};

} // namespace mandate
