// SPDX-License-Identifier: GPL-3.0-or-later
// How long it took: to notice, to stop, to find the cause, to decide, to hand out evidence; and what ran between a first violation and the stop
// (exposure). Pure, over times that were read elsewhere. Definitions for people: docs/readiness.md.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

/// Durations as median and worst, with how many there are. Undefined where there are none.
struct TimeSummary
{
    std::uint64_t n = 0;
    std::uint64_t leftOut = 0; ///< that cannot be told: a time or its zone is missing, or the order of the two is impossible
    std::optional<double> medianSeconds, worstSeconds;
    bool operator==(const TimeSummary &) const = default;
};
[[nodiscard]] TimeSummary summaryOf(const std::vector<double> &seconds, std::uint64_t leftOut = 0);

/// "40 s", "5 min", "3 h 20 min", "9 d 4 h": rounded to the smaller unit that is said.
[[nodiscard]] std::string spanWords(double seconds);
/// A time as one that can be compared, and seconds from it to another; nothing when one is missing or the second lies before the first.
[[nodiscard]] std::optional<double> secondsBetween(std::optional<std::int64_t> fromNs, std::optional<std::int64_t> toNs);

/// What noticed first that an agent had to be stopped.
enum class Noticed : std::uint8_t { Rule, Person };
/// "rule", "person".
[[nodiscard]] std::string_view nameOf(Noticed noticed);

/// One suspension or revocation of one agent.
struct StopCase
{
    std::uint64_t entry = 0; ///< of the statement
    std::string agent;
    std::string reasonCode;
    Noticed noticed = Noticed::Person;
    std::int64_t fromNs = 0;             ///< violations count for this stop from here on: where an earlier stop of the agent ended
    std::int64_t stoppedNs = 0;
    std::optional<std::int64_t> untilNs; ///< when it was let act again
    std::optional<std::int64_t> heldNs;  ///< first proof that the stop holds
    // Filled in by countExposure()
    std::optional<std::int64_t> firstViolationNs; ///< of those before the stop
    std::uint64_t violations = 0;                 ///< executed, from the first up to the stop
    std::uint64_t violationsAfter = 0;            ///< executed although it was stopped
};
/// `violationsNs`: when the agent executed actions that broke its pact, ascending.
void countExposure(StopCase &stop, std::span<const std::int64_t> violationsNs);

struct StopFigures
{
    std::uint64_t stops = 0;
    std::uint64_t noticedByRule = 0;
    TimeSummary violationToStop; ///< left out: no violation of that time is on record
    TimeSummary toHeld;          ///< left out: nothing proves that the stop held
    double exposureHours = 0;    ///< first violation to stop, of all stops together
    std::uint64_t violations = 0, violationsAfter = 0;
};
[[nodiscard]] StopFigures stopFigures(std::span<const StopCase> stops);

/// Suspending often is no failure: many stops within minutes expose less than one after days. So deployments are ranked by exposure and not by
/// the number of their stops.
struct DeploymentStops
{
    std::string deployment;
    std::uint64_t agents = 0;        ///< that were seen in it
    std::uint64_t stoppedAgents = 0; ///< of these, stopped at least once
    StopFigures figures;
};
/// Least exposure hours first; equal ones by fewer violating actions, then by name.
void rankByExposure(std::vector<DeploymentStops> &deployments);

/// Requests that agents made of people.
struct DecisionFigures
{
    std::uint64_t asked = 0, approved = 0, denied = 0;
    std::uint64_t expired = 0;   ///< their time ran out, nobody decided
    std::uint64_t cancelled = 0; ///< by the agent
    std::uint64_t open = 0;
    TimeSummary toDecision; ///< of approved and denied
};

/// Somebody wanted evidence: from when the ledger first knows of it to the sealed bundle.
struct EvidenceQuery
{
    std::uint64_t entry = 0; ///< where the ledger first knows of it
    std::string matter;      ///< empty: none was named, so that each export is a query of its own
    std::string purpose;
    std::int64_t askedNs = 0;
    std::optional<std::int64_t> answeredNs; ///< its first bundle was sealed
};
[[nodiscard]] TimeSummary answeringOf(std::span<const EvidenceQuery> queries);

/// Upper end of the 95 % interval of a rate of which nothing was seen in n cases: 3/n (J. A. Hanley, A. Lippman-Hand, JAMA 1983). Nothing below
/// 30 cases, where it says too little.
[[nodiscard]] std::optional<double> ruleOfThree(std::uint64_t n);

} // namespace mandate
