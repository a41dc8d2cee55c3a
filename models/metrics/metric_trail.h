// SPDX-License-Identifier: GPL-3.0-or-later
// The judged actions of a trail as columns, with what was found about each: what windows of time, rates and budgets are counted from without asking the ledger
// again. Immutable; some 50 octets an action.
#pragma once

#include "models/base/instant.h"
#include "models/metrics/budget.h"
#include "models/metrics/target_metrics.h"
#include "models/pact/document.h"
#include "models/store/row_columns.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace mandate {

struct MetricTrail
{
    enum Flag : std::uint8_t {
        Judged = 1,      ///< a pact in force answered for it
        Broke = 2,       ///< it broke a hard clause
        BrokeCritical = 4,
        Undecidable = 8, ///< it broke none, and a hard clause could not be decided
        OwesEvidence = 16, ///< a part of the evidence that its pact owes is missing
        EvidenceOwed = 32  ///< its pact owes evidence
    };
    RowColumns rows;
    std::vector<std::uint8_t> flags;     ///< a row
    std::vector<std::uint32_t> byTime;   ///< rows that have a time, ascending
    std::uint64_t ledgerSize = 0;

    [[nodiscard]] bool is(std::size_t row, Flag flag) const { return (flags[row] & flag) != 0; }
    [[nodiscard]] bool ran(std::size_t row) const;
};

/// Which actions count. Empty texts: any.
struct MetricWindow
{
    std::string agent;
    std::optional<std::string> deployment;
    std::string tool;
    std::optional<std::int64_t> sinceNs; ///< inclusive
    std::optional<std::int64_t> untilNs; ///< exclusive; with either, only actions that have a time
    bool operator==(const MetricWindow &) const = default;
};

struct WindowFigures
{
    std::uint64_t calls = 0, withoutTime = 0; ///< withoutTime: left out because the window is bounded
    std::uint64_t decidable = 0, attempted = 0, executed = 0, undecidable = 0;
    std::uint64_t runs = 0, violatingRuns = 0, undecidableRuns = 0; ///< judged runs; undecidable: nothing broken in them
    std::uint64_t approvalsDue = 0, approved = 0, unapproved = 0;
    std::uint64_t evidenceOwed = 0, evidenceMissing = 0;
    std::uint64_t failed = 0;
    std::vector<std::pair<std::string, std::uint64_t>> tools; ///< most used first
};
[[nodiscard]] WindowFigures figuresIn(const MetricTrail &trail, const MetricWindow &window);

/// The calls that a metric with a budget counts, in order of time. Its `hard` are executed breaks of critical clauses.
[[nodiscard]] std::vector<CountedEvent> eventsOf(const MetricTrail &trail, const MetricWindow &window, const TargetMetric &metric);
/// The bad ones of them, as ledger entries in order of time; at most so many, the newest.
[[nodiscard]] std::vector<std::uint64_t> badEntries(const MetricTrail &trail, const MetricWindow &window, const TargetMetric &metric, std::size_t most);
/// First and last time of the matching actions.
[[nodiscard]] std::optional<std::pair<std::int64_t, std::int64_t>> timesOf(const MetricTrail &trail, const MetricWindow &window);
/// Agents and deployments that have an action, each pair once, sorted.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> agentsOf(const MetricTrail &trail);

} // namespace mandate
