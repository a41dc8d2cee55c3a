// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/metrics/response_times.h"

#include "models/metrics/oversight.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace mandate {

namespace {

constexpr double nsPerSecond = 1e9;
constexpr std::uint64_t fewestForBound = 30;

std::string inUnits(std::int64_t amount, std::int64_t per, const char *large, const char *small)
{
    std::string words = std::to_string(amount / per) + ' ' + large;
    if (amount % per != 0)
        words += ' ' + std::to_string(amount % per) + ' ' + small;
    return words;
}

} // namespace

TimeSummary summaryOf(const std::vector<double> &seconds, std::uint64_t leftOut)
{
    TimeSummary summary;
    summary.n = seconds.size();
    summary.leftOut = leftOut;
    summary.medianSeconds = median(seconds);
    if (!seconds.empty())
        summary.worstSeconds = *std::ranges::max_element(seconds);
    return summary;
}

std::string spanWords(double seconds)
{
    const auto whole = std::llround(std::max(0.0, seconds));
    if (whole < 60)
        return std::to_string(whole) + " s";
    const auto minutes = std::llround(seconds / 60);
    if (minutes < 60)
        return std::to_string(minutes) + " min";
    if (minutes < 24 * 60)
        return inUnits(minutes, 60, "h", "min");
    return inUnits(std::llround(seconds / 3600), 24, "d", "h");
}

std::optional<double> secondsBetween(std::optional<std::int64_t> fromNs, std::optional<std::int64_t> toNs)
{
    if (!fromNs || !toNs || *toNs < *fromNs)
        return std::nullopt;
    return (static_cast<double>(*toNs) - static_cast<double>(*fromNs)) / nsPerSecond;
}

std::string_view nameOf(Noticed noticed)
{
    return noticed == Noticed::Rule ? "rule" : "person";
}

void countExposure(StopCase &stop, std::span<const std::int64_t> violationsNs)
{
    const auto from = std::ranges::lower_bound(violationsNs, stop.fromNs);
    const auto stopped = std::upper_bound(from, violationsNs.end(), stop.stoppedNs);
    const auto until = stop.untilNs ? std::lower_bound(stopped, violationsNs.end(), *stop.untilNs) : violationsNs.end();
    stop.violations = static_cast<std::uint64_t>(stopped - from);
    stop.violationsAfter = static_cast<std::uint64_t>(until - stopped);
    stop.firstViolationNs = from == stopped ? std::nullopt : std::optional(*from);
}

StopFigures stopFigures(std::span<const StopCase> stops)
{
    StopFigures figures;
    std::vector<double> toStop, toHeld;
    for (const StopCase &stop : stops) {
        ++figures.stops;
        figures.noticedByRule += stop.noticed == Noticed::Rule;
        figures.violations += stop.violations;
        figures.violationsAfter += stop.violationsAfter;
        if (const auto seconds = secondsBetween(stop.firstViolationNs, stop.stoppedNs))
            toStop.push_back(*seconds);
        if (const auto seconds = secondsBetween(stop.stoppedNs, stop.heldNs))
            toHeld.push_back(*seconds);
    }
    for (const double seconds : toStop)
        figures.exposureHours += seconds / 3600;
    figures.violationToStop = summaryOf(toStop, figures.stops - toStop.size());
    figures.toHeld = summaryOf(toHeld, figures.stops - toHeld.size());
    return figures;
}

void rankByExposure(std::vector<DeploymentStops> &deployments)
{
    std::ranges::sort(deployments, {}, [](const DeploymentStops &one) {
        return std::tuple(one.figures.exposureHours, one.figures.violations + one.figures.violationsAfter, one.deployment);
    });
}

TimeSummary answeringOf(std::span<const EvidenceQuery> queries)
{
    std::vector<double> seconds;
    for (const EvidenceQuery &query : queries) {
        if (const auto took = secondsBetween(query.askedNs, query.answeredNs))
            seconds.push_back(*took);
    }
    return summaryOf(seconds, queries.size() - seconds.size());
}

std::optional<double> ruleOfThree(std::uint64_t n)
{
    return n < fewestForBound ? std::nullopt : std::optional(3.0 / static_cast<double>(n));
}

} // namespace mandate
