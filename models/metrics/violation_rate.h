// SPDX-License-Identifier: GPL-3.0-or-later
// Scope-violation rate over time (FEATURES.md section 5): violating calls of decidable calls, attempted and executed apart.
#pragma once

#include "models/base/instant.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mandate {

struct ViolationQuery
{
    std::string agent;   ///< empty: all
    std::string clause;  ///< empty: any prohibition; else that clause, also escalations and evidence duties
    std::size_t bins = 24;
    std::optional<Instant> since;
    std::optional<Instant> until;
};

struct ViolationBin
{
    Instant begin;
    Instant end;
    std::uint64_t decidable = 0;   ///< calls with a yes or no
    std::uint64_t attempted = 0;
    std::uint64_t executed = 0;
    std::uint64_t undecidable = 0;
};

struct ViolationRow ///< per agent and clause over the whole range
{
    std::string agent;
    std::string clause;
    std::string readsAs;
    std::uint64_t decidable = 0;
    std::uint64_t attempted = 0;
    std::uint64_t executed = 0;
    std::uint64_t undecidable = 0;
};

struct ViolationSeries
{
    std::vector<ViolationBin> bins;   ///< equal, only over times the trail has
    std::vector<ViolationRow> rows;   ///< most attempted first
    std::uint64_t decidable = 0, attempted = 0, executed = 0, undecidable = 0; ///< of all of them, also of those without a time
    std::uint64_t withoutTime = 0;    ///< judged calls whose source gave no time: in no bin
    std::uint64_t violatingRuns = 0;
    std::uint64_t runs = 0;           ///< runs with at least one decidable call
};

struct MetricTrail;

/// Counts from a trail of judged actions.
[[nodiscard]] ViolationSeries violationSeries(const MetricTrail &trail, const ViolationQuery &query);

} // namespace mandate
