// SPDX-License-Identifier: GPL-3.0-or-later
// What a point is told about an agent: its state, from which statement, and the one JSON form of it that lists, events and policies carry.
#pragma once

#include "models/authorization/register.h"
#include "models/base/arena.h"
#include "models/base/value.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mandate {

struct EnforcedStanding
{
    std::string agent;
    AgentState state = AgentState::NotAuthorized;
    std::vector<std::string> refusedTools; ///< of a restricted agent
    std::optional<Instant> validUntil;
    Instant since;
    Digest statement;        ///< of the statement entry that says so
    std::uint64_t entry = 0; ///< its ledger entry: of two standings the one with the higher number is the newer
    std::string reasonCode;
    bool operator==(const EnforcedStanding &) const = default;
};

/// Whether the agent may act at all. A restricted agent may, except by its refused tools.
[[nodiscard]] constexpr bool mayAct(AgentState state)
{
    return state == AgentState::Authorized || state == AgentState::Restricted;
}

/// {"agent","allowed","entry","reason","refused_tools","since","state","statement","valid_until"?} with all parts in `arena`.
[[nodiscard]] Value standingValue(const EnforcedStanding &standing, Arena &arena);
/// Reads what standingValue() made. Nothing when a part is missing, of another type, or contradicts another.
[[nodiscard]] std::optional<EnforcedStanding> standingOf(const Value &value);

/// Names what is said to one point by one statement: the same whenever it is said again, so that a receiver can tell repetitions.
[[nodiscard]] std::string messageIdOf(std::string_view point, const EnforcedStanding &standing, std::string_view part = {});

/// What is asked to learn whether the standing holds: one question a tool. An agent that must not act at all, or that may act freely, is tried
/// with `probeTool`.
struct ProbeQuestion
{
    std::string tool;
    bool mayPass = false; ///< what the answer must be
};
[[nodiscard]] std::vector<ProbeQuestion> questionsAbout(const EnforcedStanding &standing, const std::string &probeTool);

} // namespace mandate
