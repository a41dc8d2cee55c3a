// SPDX-License-Identifier: GPL-3.0-or-later
// What became of a year (FEATURES.md B23): each thing that was promised as one sentence with the counts it rests on, computed from the ledger. A
// sentence that the ledger cannot carry is withheld, and it is said why. How it looks on paper is models/bundle/outcome_report.
#pragma once

#include "models/workspace/response_times.h"

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace mandate {

struct OutcomeSentence
{
    std::string id;                   ///< stable: "pact_revisions", "escalations", "violations", "evidence_queries", "suspensions", "exposure", "incidents", "engineering_time"
    std::string text;                 ///< empty when withheld
    std::string withheld;             ///< why it is not said; empty when it is
    std::vector<std::string> details; ///< one line each, such as a revision with its reason
    std::vector<std::pair<std::string, std::uint64_t>> counts; ///< what it rests on, by stable names
    std::string link;                 ///< mandate://…: where it can be checked
};

/// So many days without a record of an agent that could act: no sentence about its actions can span them.
inline constexpr std::int64_t holeDays = 30;

/// A stretch without records.
struct CoverageHole
{
    std::string agent; ///< empty: of no agent at all
    Instant from, until; ///< whole days, UTC; `until` is the day after its last
};

struct YearOutcome
{
    Instant since, until; ///< [since, until)
    std::vector<CoverageHole> holes;
    std::uint64_t actionsWithoutTime = 0; ///< judged, in no period
    std::vector<OutcomeSentence> sentences;
    ResponseTimes times; ///< of the same period

    [[nodiscard]] const OutcomeSentence *sentence(std::string_view id) const;
};

/// Without `since` the twelve months before `until`; without `until` up to now. Usage error when the one is not before the other.
Result<YearOutcome> outcomeOf(const Workspace &workspace, const std::optional<Instant> &since, const std::optional<Instant> &until, std::stop_token stop = {});

} // namespace mandate
