// SPDX-License-Identifier: GPL-3.0-or-later
// The status list: what every agent of a point may do, for a limited time, signed. Its text only; where it lies is status_folder.h.
// Who reads it: an agent that is not named, a list that has expired, and a list whose signature does not hold all mean not authorized.
#pragma once

#include "models/base/result.h"
#include "models/enforcement/standing.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

struct StatusList
{
    std::string point;
    std::uint64_t sequence = 0; ///< grows with every list of a point, by one or more: a reader refuses a list older than one it has seen
    Instant issuedAt;
    Instant expiresAt;
    std::vector<EnforcedStanding> agents; ///< by name
    bool operator==(const StatusList &) const = default;

    /// Nothing when the list does not name the agent.
    [[nodiscard]] const EnforcedStanding *find(std::string_view agent) const;
};

/// DSSE payload type of status lists.
inline constexpr std::string_view statusListPayloadType = "application/vnd.mandate.status-list.v1+json";

/// Canonical JSON, `{"type":"status_list","v":1,…}`.
[[nodiscard]] std::string statusListJson(const StatusList &list);
/// Corrupt, MND-ENF-020, when it is no status list.
Result<StatusList> readStatusList(std::string_view json);

/// That a status list on disk cannot be relied on, and why.
[[nodiscard]] Error badStatusList(std::string why);

} // namespace mandate
