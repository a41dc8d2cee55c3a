// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/outcome_report.h"

#include "app/cli/output.h"

#include <nlohmann/json.hpp>

namespace mandate::cli {

namespace {

using OutcomeJson = nlohmann::ordered_json;

OutcomeJson summaryJson(const TimeSummary &summary)
{
    const auto orNothing = [](const std::optional<double> &seconds) { return seconds ? OutcomeJson(*seconds) : OutcomeJson(nullptr); };
    return {{"n", summary.n}, {"left_out", summary.leftOut}, {"median_seconds", orNothing(summary.medianSeconds)}, {"worst_seconds", orNothing(summary.worstSeconds)}};
}

OutcomeJson stopsJson(const StopFigures &figures)
{
    return {{"suspensions", figures.stops},
            {"noticed_by_rule", figures.noticedByRule},
            {"first_violation_to_stop", summaryJson(figures.violationToStop)},
            {"stop_to_proof", summaryJson(figures.toHeld)},
            {"exposure_hours", figures.exposureHours},
            {"violating_actions", figures.violations},
            {"violating_actions_after_stop", figures.violationsAfter}};
}

OutcomeJson sentenceJson(const OutcomeSentence &sentence)
{
    OutcomeJson counts = OutcomeJson::object();
    for (const auto &[name, count] : sentence.counts)
        counts[name] = count;
    return {{"id", sentence.id},
            {"text", sentence.text.empty() ? OutcomeJson(nullptr) : OutcomeJson(sentence.text)},
            {"withheld", sentence.withheld.empty() ? OutcomeJson(nullptr) : OutcomeJson(sentence.withheld)},
            {"details", sentence.details},
            {"counts", std::move(counts)},
            {"link", sentence.link}};
}

} // namespace

std::string summaryWords(const TimeSummary &summary)
{
    if (summary.n == 0)
        return "none (n = 0)";
    return "half within " + spanWords(*summary.medianSeconds) + ", worst " + spanWords(*summary.worstSeconds) + " (n = " + std::to_string(summary.n) + ')';
}

OutcomeJson outcomeJson(const YearOutcome &outcome)
{
    OutcomeJson sentences = OutcomeJson::array(), holes = OutcomeJson::array(), deployments = OutcomeJson::array(), stops = OutcomeJson::array(), queries = OutcomeJson::array();
    for (const OutcomeSentence &sentence : outcome.sentences)
        sentences.push_back(sentenceJson(sentence));
    for (const CoverageHole &hole : outcome.holes)
        holes.push_back({{"agent", hole.agent.empty() ? OutcomeJson(nullptr) : OutcomeJson(hole.agent)}, {"from", formatInstant(hole.from)}, {"until", formatInstant(hole.until)}});
    const ResponseTimes &times = outcome.times;
    for (const DeploymentStops &one : times.deployments) {
        OutcomeJson told = stopsJson(one.figures);
        told["deployment"] = one.deployment;
        told["agents"] = one.agents;
        told["suspended_agents"] = one.stoppedAgents;
        deployments.push_back(std::move(told));
    }
    const auto instant = [](const std::optional<std::int64_t> &ns) { return ns ? jsonOf(Instant{*ns, true}) : jsonOf(std::nullopt); };
    for (const StopCase &stop : times.stops)
        stops.push_back({{"entry", stop.entry},
                         {"agent", stop.agent},
                         {"reason", stop.reasonCode},
                         {"noticed", nameOf(stop.noticed)},
                         {"first_violation", instant(stop.firstViolationNs)},
                         {"at", instant(stop.stoppedNs)},
                         {"proven", instant(stop.heldNs)},
                         {"until", instant(stop.untilNs)},
                         {"violating_actions", stop.violations},
                         {"violating_actions_after_stop", stop.violationsAfter}});
    for (const EvidenceQuery &query : times.queries)
        queries.push_back({{"entry", query.entry}, {"matter", query.matter.empty() ? OutcomeJson(nullptr) : OutcomeJson(query.matter)}, {"asked", instant(query.askedNs)}, {"answered", instant(query.answeredNs)}});
    return {{"since", formatInstant(outcome.since)},
            {"until", formatInstant(outcome.until)},
            {"sentences", std::move(sentences)},
            {"holes", std::move(holes)},
            {"actions_without_time", outcome.actionsWithoutTime},
            {"executed_violations_without_time", times.violationsWithoutTime},
            {"decisions", {{"asked", times.decisions.asked}, {"approved", times.decisions.approved}, {"denied", times.decisions.denied}, {"expired", times.decisions.expired},
                           {"cancelled", times.decisions.cancelled}, {"open", times.decisions.open}, {"to_decision", summaryJson(times.decisions.toDecision)}}},
            {"incidents", {{"opened", times.incidents.incidents}, {"by_rule", times.incidents.byRule}, {"cause_confirmed", times.incidents.attributed},
                           {"to_detection", summaryJson(times.incidents.toDetection)}, {"to_cause", summaryJson(times.incidents.toCause)}, {"detected_by", times.incidents.detectedBy}}},
            {"stops", stopsJson(times.stopFigures)},
            {"deployments", std::move(deployments)},
            {"suspensions", std::move(stops)},
            {"queries", std::move(queries)},
            {"to_bundle", summaryJson(times.answering)}};
}

} // namespace mandate::cli
