// SPDX-License-Identifier: GPL-3.0-or-later
// Reads from a workspace how long things took: decisions, detection, stops, causes, evidence handed out. The figures are models/metrics/response_times.
#pragma once

#include "models/metrics/metric_trail.h"
#include "models/metrics/response_times.h"
#include "models/workspace/workspace.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace mandate {

/// Which agent and when: requests by when they were asked, incidents by when they were opened, stops by when they were signed, evidence by when
/// it was wanted.
struct ResponseQuestion
{
    std::string agent;            ///< empty: all; evidence is of no agent and counts only then
    std::optional<Instant> since; ///< inclusive
    std::optional<Instant> until; ///< exclusive

    [[nodiscard]] bool covers(const Instant &at) const;
};

struct IncidentFigures
{
    std::uint64_t incidents = 0; ///< without those that were merged into another
    std::uint64_t byRule = 0;    ///< the others were opened by hand
    std::uint64_t attributed = 0; ///< the claims agree on a cause, and one is confirmed or somebody else agreed
    TimeSummary toDetection;      ///< first action that it is about, to its opening
    TimeSummary toCause;          ///< opening to the confirmed cause
    std::vector<std::string> detectedBy; ///< how they came to light, in the words of the claims; each once
};

struct ResponseTimes
{
    DecisionFigures decisions; ///< without seeded test items
    IncidentFigures incidents;
    std::vector<StopCase> stops; ///< by time
    StopFigures stopFigures;
    std::vector<DeploymentStops> deployments; ///< least exposure first
    std::uint64_t violationsWithoutTime = 0;  ///< executed; in no exposure, because when they ran is not known
    std::vector<EvidenceQuery> queries;       ///< by time
    TimeSummary answering;
};
Result<ResponseTimes> responseTimes(const Workspace &workspace, const MetricTrail &trail, const ResponseQuestion &question, std::stop_token stop = {});

} // namespace mandate
