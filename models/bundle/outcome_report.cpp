// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/bundle/outcome_report.h"

#include "models/report/html_report.h"
#include "models/report/pdf_report.h"

#include <cstdio>

namespace mandate::bundle {

namespace {

std::string oneDecimal(double value)
{
    char words[32];
    std::snprintf(words, sizeof words, "%.1f", value);
    return words;
}

std::string deploymentName(const std::string &deployment)
{
    return deployment.empty() ? "(none named)" : deployment;
}

/// `withheld`: the record has holes, and what happened in them is not nothing.
void tellTimes(const ResponseTimes &times, bool withheld, Report &report)
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
    for (const DeploymentStops &one : times.deployments) {
        const std::string hours = withheld ? "withheld" : one.figures.violationToStop.n > 0 ? oneDecimal(one.figures.exposureHours) : "none on record";
        report.row({deploymentName(one.deployment), std::to_string(one.stoppedAgents) + " of " + std::to_string(one.agents), std::to_string(one.figures.stops), std::to_string(one.figures.noticedByRule),
                    hours, withheld ? "withheld" : std::to_string(one.figures.violations + one.figures.violationsAfter)});
    }
    report.endTable();
}

} // namespace

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
    tellTimes(outcome.times, !outcome.holes.empty(), report);
    return report.finish();
}

Result<std::string> outcomeHtml(const Workspace &workspace, const YearOutcome &outcome)
{
    std::string page;
    const auto report = htmlReport(outcomeTitle(outcome), outcomeFooter(workspace, outcome), [&page](std::string_view octets) {
        page += octets;
        return Result<void>();
    });
    if (auto told = tellOutcome(outcome, *report); !told)
        return told.error();
    return page;
}

Result<std::string> outcomePdf(const Workspace &workspace, const YearOutcome &outcome)
{
    std::string pages;
    const auto count = writePdfReport({outcomeTitle(outcome), outcomeFooter(workspace, outcome)}, [&outcome](Report &report) { return tellOutcome(outcome, report); }, [&pages](std::string_view octets) {
        pages += octets;
        return Result<void>();
    });
    if (!count)
        return count.error();
    return pages;
}

} // namespace mandate::bundle
