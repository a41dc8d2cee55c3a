// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/outcome_report.h"

#include "app/cli/output.h"

#include <nlohmann/json.hpp>

#include <cstdio>

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

std::string number(double value)
{
    char words[32];
    std::snprintf(words, sizeof words, "%.1f", value);
    return words;
}

std::string named(const std::string &deployment)
{
    return deployment.empty() ? "(none named)" : deployment;
}

void tellTimes(const ResponseTimes &times, Report &report)
{
    report.heading(2, "How long it took");
    report.beginTable("Durations: half of them, and the worst", {{"what", 4}, {"n", 1}, {"half within", 2}, {"worst", 2}, {"cannot be told", 1}});
    const auto row = [&report](const char *what, const TimeSummary &summary) {
        report.row({what, std::to_string(summary.n), summary.medianSeconds ? spanWords(*summary.medianSeconds) : "undefined", summary.worstSeconds ? spanWords(*summary.worstSeconds) : "undefined",
                    std::to_string(summary.leftOut)});
    };
    row("Request of an agent to a person's decision", times.decisions.toDecision);
    row("First action of an incident to its opening", times.incidents.toDetection);
    row("First violation to suspension", times.stopFigures.violationToStop);
    row("Suspension to the first proof that it holds", times.stopFigures.toHeld);
    row("Opening of an incident to its confirmed cause", times.incidents.toCause);
    row("Query for evidence to the sealed bundle", times.answering);
    report.endTable();
    if (times.deployments.empty())
        return;
    report.heading(2, "Suspensions by deployment");
    report.paragraph("Least exposure first: the hours from the first violation to the suspension. How often agents were suspended is no rank.");
    report.beginTable("Deployments", {{"deployment", 3}, {"agents suspended", 2}, {"suspensions", 1}, {"noticed by our rules", 1}, {"exposure, hours", 1}, {"violating actions", 1}});
    for (const DeploymentStops &one : times.deployments)
        report.row({named(one.deployment), std::to_string(one.stoppedAgents) + " of " + std::to_string(one.agents), std::to_string(one.figures.stops), std::to_string(one.figures.noticedByRule),
                    number(one.figures.exposureHours), std::to_string(one.figures.violations + one.figures.violationsAfter)});
    report.endTable();
}

} // namespace

std::string summaryWords(const TimeSummary &summary)
{
    if (summary.n == 0)
        return "none (n = 0)";
    return "half within " + spanWords(*summary.medianSeconds) + ", worst " + spanWords(*summary.worstSeconds) + " (n = " + std::to_string(summary.n) + ')';
}

std::string outcomeTitle(const YearOutcome &outcome)
{
    return "Outcome from " + formatInstant(outcome.since) + " to " + formatInstant(outcome.until);
}

ReportFooter outcomeFooter(const Workspace &workspace, const YearOutcome &outcome)
{
    const Checkpoint head = workspace.store().head();
    return {outcomeTitle(outcome), "ledger of " + std::to_string(head.size) + " entries, root sha256 " + head.root.hex(), "times in UTC", "made by " + workspace.person().id};
}

Result<void> tellOutcome(const YearOutcome &outcome, Report &report)
{
    report.heading(1, outcomeTitle(outcome));
    report.paragraph("Each sentence is computed from the ledger whose size and root stand below. What the ledger cannot carry is withheld, and it is said why.");
    report.heading(2, "What can be said");
    for (const OutcomeSentence &sentence : outcome.sentences) {
        if (!sentence.withheld.empty())
            continue;
        report.paragraph(sentence.text);
        for (const std::string &detail : sentence.details)
            report.paragraph("– " + detail);
    }
    report.heading(2, "What is withheld");
    bool any = false;
    for (const OutcomeSentence &sentence : outcome.sentences) {
        if (sentence.withheld.empty())
            continue;
        any = true;
        report.paragraph(sentence.id + ": " + sentence.withheld);
    }
    if (!any)
        report.paragraph("Nothing.");
    if (!outcome.holes.empty()) {
        report.beginTable("Stretches of at least 30 days without a record", {{"agent", 2}, {"from", 1}, {"up to, not including", 1}});
        for (const CoverageHole &hole : outcome.holes)
            report.row({hole.agent.empty() ? "(any)" : hole.agent, formatInstant(hole.from), formatInstant(hole.until)});
        report.endTable();
    }
    tellTimes(outcome.times, report);
    return report.finish();
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
