// SPDX-License-Identifier: GPL-3.0-or-later
// An incident: what a rule opened because verdicts in one session broke one clause. Values; detection is detect.h.
#pragma once

#include "models/base/instant.h"
#include "models/cases/case_life.h"
#include "models/pact/document.h"

#include <cstdint>
#include <map>
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

/// What an incident's executed actions moved, as far as the recording says it: money of tools that spend, and how many people a tool that
/// reaches them was given.
struct IncidentStakes
{
    std::map<std::string, std::int64_t> money; ///< millionths of the unit, by currency; "" where none is named
    std::uint64_t people = 0;
    std::vector<Consequence> consequences; ///< of the tools, each once
    bool irreversible = false;             ///< one of the tools cannot be undone
    bool operator==(const IncidentStakes &) const = default;
};

/// Grouped per session and clause. The id is a short digest of agent, session, clause and pact digest, so that the same facts always
/// open the same incident.
struct Incident
{
    std::string id;          ///< "INC-" and 16 hexadecimal digits; 8 in older ledgers
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
    std::vector<IncidentAction> actions; ///< in order of the session; those of incidents that were merged into it behind its own
    std::string title;                   ///< of one that was opened by hand; empty else
    IncidentStakes stakes;
    // What people did about it
    CaseState state = CaseState::Open;
    std::string assignedTo;
    std::optional<Instant> due;          ///< when somebody has to have acted, or what was agreed
    bool acknowledged = false;           ///< somebody did something about it
    bool escalated = false;              ///< nobody acted in time
    std::string mergedInto;
    AttributionState attribution = AttributionState::None;
    std::optional<Cause> cause;          ///< where the claims agree
};

} // namespace mandate
