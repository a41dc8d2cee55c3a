// SPDX-License-Identifier: GPL-3.0-or-later
// The signed entry that adds a metrics source, says it anew or takes it away: who let which figures of others stand beside the ledger's own.
#pragma once

#include "models/evidence/signing.h"
#include "models/metric_sources/metric_source.h"
#include "models/base/instant.h"
#include "models/people/people_register.h"

#include <optional>
#include <string>
#include <string_view>

namespace mandate {

struct MetricSourceStatement
{
    MetricSource source; ///< of one that was taken away only its id
    bool removed = false;
    std::string note;
    std::string by;
    std::string byName;
    Instant at;
    std::string ledger; ///< id of the workspace's key, where a person's own key signed
    bool operator==(const MetricSourceStatement &) const = default;
};

inline constexpr std::string_view metricSourcePayloadType = "application/vnd.mandate.metric-source.v1+json";

/// {"type":"note","v":1,"note":"metric_source","source":id,"envelope"}.
[[nodiscard]] std::string metricSourceEntry(const MetricSourceStatement &statement, const SigningKey &key);
/// Corrupt when it is none, or cannot be one, or who it names may not say so.
Result<MetricSourceStatement> readMetricSourceEntry(std::string_view body, const PeopleRegister &people);
/// Owners, legal and product leads add sources. Nothing where this person may.
[[nodiscard]] std::optional<Error> metricSourceRoleRefusal(const PeopleRegister &people, const std::string &person);

} // namespace mandate
