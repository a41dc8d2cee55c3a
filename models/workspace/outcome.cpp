// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/outcome.h"

#include "models/statistics/proportion.h"
#include "models/workspace/metric_trail.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <set>

namespace mandate {

namespace {

constexpr std::int64_t nsPerSecond = 1'000'000'000;
constexpr std::int64_t nsPerDay = 24LL * 3600 * nsPerSecond;

std::string countWords(std::uint64_t count, const std::string &one, const std::string &many)
{
    return std::to_string(count) + ' ' + (count == 1 ? one : many);
}

std::string percent(double share)
{
    char words[32];
    std::snprintf(words, sizeof words, "%.2f %%", 100 * share);
    return words;
}

std::int64_t dayOf(const Instant &at)
{
    const std::int64_t day = at.nanoseconds / nsPerDay;
    return at.nanoseconds % nsPerDay < 0 ? day - 1 : day;
}

/// "half within 5 min, the slowest after 20 min"; of one only that.
std::string spread(const TimeSummary &summary)
{
    if (summary.n == 1)
        return "after " + spanWords(*summary.worstSeconds);
    return "half within " + spanWords(*summary.medianSeconds) + ", the slowest after " + spanWords(*summary.worstSeconds);
}

OutcomeSentence withheldSentence(std::string id, std::string why, std::string link)
{
    return {std::move(id), {}, std::move(why), {}, {}, std::move(link)};
}

/// One day is one on which an agent left a record, whatever its zone. All days of all agents are read: whether an agent was there before the period
/// decides from when on it must have left some.
class DayCoverage
{
public:
    static Result<DayCoverage> read(const Workspace &workspace, const std::stop_token &stop)
    {
        DayCoverage coverage;
        const auto tallies = workspace.store().tally(RowFilter(), std::array{Dimension::Agent, Dimension::Day}, stop);
        if (!tallies)
            return tallies.error();
        for (const Tally &tally : *tallies) {
            if (const auto day = parseInstant(tally.key[1])) {
                coverage.m_all.insert(dayOf(*day));
                if (!tally.key[0].empty())
                    coverage.m_days[tally.key[0]].insert(dayOf(*day));
            }
        }
        return coverage;
    }

    [[nodiscard]] std::vector<CoverageHole> holes(const Workspace &workspace, const Instant &since, const Instant &until) const
    {
        const std::int64_t from = dayOf(since), to = dayOf(Instant{until.nanoseconds - 1, true}) + 1;
        std::vector<CoverageHole> found;
        find(m_all, from, to, {}, found);
        for (const auto &[agent, days] : m_days) {
            const std::int64_t begin = std::max(from, *days.begin());
            const AgentState state = workspace.standing(agent).state;
            const bool mayAct = state == AgentState::Authorized || state == AgentState::Restricted;
            const std::int64_t end = mayAct ? to : std::min(to, *days.rbegin() + 1);
            std::vector<CoverageHole> ofAgent;
            find(days, begin, end, agent, ofAgent);
            for (CoverageHole &hole : ofAgent) { // one that is everybody's is said once
                const bool said = std::ranges::any_of(found, [&](const CoverageHole &known) {
                    return known.agent.empty() && known.from.nanoseconds <= hole.from.nanoseconds && known.until.nanoseconds >= hole.until.nanoseconds;
                });
                if (!said)
                    found.push_back(std::move(hole));
            }
        }
        return found;
    }

private:
    static void find(const std::set<std::int64_t> &days, std::int64_t from, std::int64_t to, const std::string &agent, std::vector<CoverageHole> &found)
    {
        const auto stretch = [&](std::int64_t begin, std::int64_t end) {
            if (end - begin >= holeDays)
                found.push_back({agent, Instant{begin * nsPerDay, true}, Instant{end * nsPerDay, true}});
        };
        std::int64_t next = from;
        for (auto day = days.lower_bound(from); day != days.end() && *day < to; ++day) {
            stretch(next, *day);
            next = *day + 1;
        }
        stretch(next, to);
    }

    std::set<std::int64_t> m_all;
    std::map<std::string, std::set<std::int64_t>> m_days;
};

std::string dayWords(const Instant &at)
{
    return formatInstant(at).substr(0, 10);
}

std::string holeWords(const std::vector<CoverageHole> &holes)
{
    std::string words = "We have no records";
    for (std::size_t i = 0; i < holes.size() && i < 3; ++i) {
        words += (i == 0 ? "" : ",") + (holes[i].agent.empty() ? std::string() : " of the agent " + holes[i].agent) + " from " + dayWords(holes[i].from) + " to " +
                 dayWords(Instant{holes[i].until.nanoseconds - nsPerDay, true});
    }
    if (holes.size() > 3)
        words += ", and " + std::to_string(holes.size() - 3) + " more times";
    return words + ", so that this cannot be said of the whole period.";
}

OutcomeSentence revisionSentence(const Workspace &workspace, const ResponseQuestion &period)
{
    struct Revision
    {
        Instant at;
        std::string line;
    };
    std::map<std::string, std::vector<PactVersion>> byId;
    for (PactVersion &version : workspace.pacts()) {
        if (version.effectiveFrom)
            byId[version.document.id].push_back(std::move(version));
    }
    std::vector<Revision> revisions;
    std::uint64_t withoutReason = 0;
    for (auto &[id, versions] : byId) {
        std::ranges::sort(versions, {}, [](const PactVersion &one) { return one.effectiveFrom->nanoseconds; });
        const auto history = workspace.pactHistory(id);
        for (std::size_t i = 1; i < versions.size(); ++i) { // the first revises nothing
            const PactVersion &version = versions[i];
            if (!period.covers(*version.effectiveFrom))
                continue;
            std::string reason = version.summary;
            for (const PactLife::Event &event : history ? history->events : std::vector<PactLife::Event>()) {
                if (reason.empty() && event.voidBecause.empty() && event.statement.step == PactStep::Activate && event.statement.version == version.document.version)
                    reason = event.statement.note;
            }
            withoutReason += reason.empty();
            revisions.push_back({*version.effectiveFrom, id + '@' + version.document.version + " in force from " + formatInstant(*version.effectiveFrom) + ": " +
                                                             (reason.empty() ? std::string("no reason is on record.") : '"' + reason + '"')});
        }
    }
    std::ranges::stable_sort(revisions, {}, [](const Revision &one) { return one.at.nanoseconds; });
    OutcomeSentence sentence;
    sentence.id = "pact_revisions";
    sentence.link = "mandate://pacts";
    sentence.counts = {{"revisions", revisions.size()}, {"without_reason", withoutReason}};
    for (Revision &revision : revisions)
        sentence.details.push_back(std::move(revision.line));
    if (revisions.empty())
        sentence.text = "No pact was revised.";
    else
        sentence.text = "The pacts were revised " + countWords(revisions.size(), "time", "times") +
                        (withoutReason == 0 ? (revisions.size() == 1 ? std::string(", with its reason.") : std::string(", each with its reason."))
                                            : "; " + std::to_string(withoutReason) + " of them without a reason on record.");
    return sentence;
}

OutcomeSentence escalationSentence(const DecisionFigures &figures)
{
    OutcomeSentence sentence;
    sentence.id = "escalations";
    sentence.link = "mandate://decisions";
    sentence.counts = {{"asked", figures.asked},       {"approved", figures.approved}, {"denied", figures.denied}, {"expired", figures.expired},
                       {"cancelled", figures.cancelled}, {"open", figures.open}};
    if (figures.asked == 0) {
        sentence.text = "No agent asked a person to decide.";
        return sentence;
    }
    sentence.text = "Agents asked people to decide " + countWords(figures.asked, "time", "times") + ": " + std::to_string(figures.approved) + " approved, " +
                    std::to_string(figures.denied) + " denied, " + std::to_string(figures.expired) + " not decided in time";
    if (figures.cancelled > 0)
        sentence.text += ", " + std::to_string(figures.cancelled) + " withdrawn by the agent";
    if (figures.open > 0)
        sentence.text += ", " + std::to_string(figures.open) + " open";
    sentence.text += figures.toDecision.n == 0 ? "." : "; answered " + spread(figures.toDecision) + '.';
    return sentence;
}

OutcomeSentence violationSentence(const MetricTrail &trail, const YearOutcome &outcome)
{
    MetricWindow window;
    window.sinceNs = outcome.since.nanoseconds;
    window.untilNs = outcome.until.nanoseconds;
    const WindowFigures figures = figuresIn(trail, window);
    if (!outcome.holes.empty())
        return withheldSentence("violations", holeWords(outcome.holes), "mandate://sources");
    if (figures.decidable == 0)
        return withheldSentence("violations", "No action of the period could be judged by a pact.", "mandate://evidence");
    OutcomeSentence sentence;
    sentence.id = "violations";
    sentence.link = "mandate://metrics";
    sentence.counts = {{"violations", figures.attempted}, {"executed", figures.executed}, {"actions", figures.decidable}, {"undecidable", figures.undecidable}};
    sentence.text = countWords(figures.attempted, "violation", "violations") + " in " + countWords(figures.decidable, "action", "actions") + " that could be judged";
    if (figures.attempted == 0) {
        if (const auto bound = ruleOfThree(figures.decidable))
            sentence.text += "; with 95 % confidence the rate is at most " + percent(*bound) + " (3 in " + std::to_string(figures.decidable) + ")";
        else
            sentence.text += "; too few to say how rare violations are";
    } else {
        sentence.text += ", " + std::to_string(figures.executed) + " of them executed";
        if (figures.decidable >= 30) {
            const auto [low, high] = wilsonInterval(figures.attempted, figures.decidable);
            sentence.text += " (" + percent(static_cast<double>(figures.attempted) / static_cast<double>(figures.decidable)) + ", 95 % interval " + percent(low) + " to " + percent(high) + ")";
        }
    }
    sentence.text += '.';
    if (figures.undecidable > 0)
        sentence.details.push_back(countWords(figures.undecidable, "action", "actions") + " more could not be decided, because a fact was not recorded.");
    if (outcome.actionsWithoutTime > 0)
        sentence.details.push_back(countWords(outcome.actionsWithoutTime, "action has", "actions have") + " no time on record and may be of the period or not: not counted.");
    return sentence;
}

OutcomeSentence querySentence(const ResponseTimes &times)
{
    OutcomeSentence sentence;
    sentence.id = "evidence_queries";
    sentence.link = "mandate://exports";
    sentence.counts = {{"queries", times.queries.size()}, {"answered", times.answering.n}};
    if (times.queries.empty()) {
        sentence.text = "The ledger knows of no query for evidence.";
        return sentence;
    }
    const bool all = times.answering.n == times.queries.size();
    sentence.text = (all ? countWords(times.queries.size(), "evidence query was", "evidence queries were")
                         : std::to_string(times.answering.n) + " of " + countWords(times.queries.size(), "evidence query was", "evidence queries were")) +
                    " answered" + (times.answering.n == 0 ? std::string() : (times.answering.n == 1 ? " " : ", ") + spread(times.answering)) + '.';
    for (const EvidenceQuery &query : times.queries) {
        const auto took = secondsBetween(query.askedNs, query.answeredNs);
        sentence.details.push_back((query.matter.empty() ? "Entry " + std::to_string(query.entry) : "Matter " + query.matter) + ", on record from " +
                                   formatInstant(Instant{query.askedNs, true}) + ": " + (took ? "bundle sealed after " + spanWords(*took) + '.' : std::string("no bundle was sealed yet.")));
    }
    return sentence;
}

OutcomeSentence suspensionSentence(const ResponseTimes &times)
{
    const StopFigures &figures = times.stopFigures;
    OutcomeSentence sentence;
    sentence.id = "suspensions";
    sentence.link = "mandate://agents";
    sentence.counts = {{"suspensions", figures.stops}, {"noticed_by_rule", figures.noticedByRule}, {"noticed_by_person", figures.stops - figures.noticedByRule}, {"held", figures.toHeld.n}};
    if (figures.stops == 0) {
        sentence.text = "No agent was suspended.";
        return sentence;
    }
    sentence.text = countWords(figures.stops, "suspension", "suspensions") + ": " + std::to_string(figures.noticedByRule) + " noticed first by our own rules, " +
                    std::to_string(figures.stops - figures.noticedByRule) + " by a person; " + std::to_string(figures.toHeld.n) + " seen to hold" +
                    (figures.toHeld.n == 0 ? std::string() : (figures.toHeld.n == 1 ? " " : ", ") + spread(figures.toHeld)) + '.';
    for (const DeploymentStops &deployment : times.deployments) {
        if (deployment.figures.stops > 0)
            sentence.details.push_back((deployment.deployment.empty() ? std::string("No deployment named") : deployment.deployment) + ": " + std::to_string(deployment.stoppedAgents) + " of " +
                                       countWords(deployment.agents, "agent", "agents") + " suspended, " + countWords(deployment.figures.stops, "time", "times") + " in all.");
    }
    return sentence;
}

std::string hoursWords(double hours)
{
    char words[32];
    std::snprintf(words, sizeof words, "%.1f h", hours);
    return words;
}

OutcomeSentence exposureSentence(const YearOutcome &outcome)
{
    const StopFigures &figures = outcome.times.stopFigures;
    if (figures.stops > 0 && !outcome.holes.empty())
        return withheldSentence("exposure", holeWords(outcome.holes), "mandate://sources");
    OutcomeSentence sentence;
    sentence.id = "exposure";
    sentence.link = "mandate://incidents";
    sentence.counts = {{"suspensions_with_violation", figures.violationToStop.n}, {"violating_actions", figures.violations}, {"after_stop", figures.violationsAfter}};
    if (figures.violationToStop.n == 0) {
        sentence.text = figures.stops == 0 ? "There was no exposure before a suspension, because there was no suspension." : "No suspension followed an executed violation that is on record.";
        return sentence;
    }
    sentence.text = "From first violation to suspension: " + spread(figures.violationToStop) + "; " + hoursWords(figures.exposureHours) + " of exposure in all, in which " +
                    countWords(figures.violations, "violating action", "violating actions") + " ran, and " + std::to_string(figures.violationsAfter) + " after a suspension.";
    for (const DeploymentStops &deployment : outcome.times.deployments) {
        if (deployment.figures.violationToStop.n > 0)
            sentence.details.push_back((deployment.deployment.empty() ? std::string("No deployment named") : deployment.deployment) + ": " + hoursWords(deployment.figures.exposureHours) +
                                       " in " + countWords(deployment.figures.stops, "suspension", "suspensions") + ", " + spread(deployment.figures.violationToStop) + '.');
    }
    if (outcome.times.violationsWithoutTime > 0)
        sentence.details.push_back(countWords(outcome.times.violationsWithoutTime, "executed violation has", "executed violations have") + " no time with a zone on record: in no exposure.");
    return sentence;
}

OutcomeSentence incidentSentence(const IncidentFigures &figures)
{
    OutcomeSentence sentence;
    sentence.id = "incidents";
    sentence.link = "mandate://incidents";
    sentence.counts = {{"incidents", figures.incidents}, {"opened_by_rule", figures.byRule}, {"cause_confirmed", figures.attributed}};
    if (figures.incidents == 0) {
        sentence.text = "No incident was opened.";
        return sentence;
    }
    sentence.text = countWords(figures.incidents, "incident was", "incidents were") + " opened, " + std::to_string(figures.byRule) + " by a rule; the cause of " +
                    std::to_string(figures.attributed) + " is confirmed" + (figures.toCause.n == 0 ? "" : (figures.toCause.n == 1 ? " " : ", ") + spread(figures.toCause)) + '.';
    if (figures.toDetection.n > 0)
        sentence.details.push_back("From the first action to the opening: " + spread(figures.toDetection) + " (" + std::to_string(figures.toDetection.n) + " of " +
                                   std::to_string(figures.incidents) + " can be told).");
    for (const std::string &words : figures.detectedBy)
        sentence.details.push_back("A claim says how it came to light: \"" + words + '"');
    return sentence;
}

/// The same day a year earlier.
Instant yearBefore(const Instant &at)
{
    const std::int64_t day = dayOf(at);
    CivilDate date = civilFromDays(day);
    if (date.month == 2 && date.day == 29)
        date.day = 28;
    return {at.nanoseconds - (day - daysFromCivil(date.year - 1, date.month, date.day)) * nsPerDay, true};
}

} // namespace

const OutcomeSentence *YearOutcome::sentence(std::string_view id) const
{
    const auto found = std::ranges::find(sentences, id, &OutcomeSentence::id);
    return found == sentences.end() ? nullptr : &*found;
}

Result<YearOutcome> outcomeOf(const Workspace &workspace, const std::optional<Instant> &since, const std::optional<Instant> &until, std::stop_token stop)
{
    YearOutcome outcome;
    outcome.until = Instant{until ? until->nanoseconds : (workspace.now().nanoseconds / nsPerSecond + 1) * nsPerSecond, true}; // now, to the second
    outcome.since = Instant{since.value_or(yearBefore(outcome.until)).nanoseconds, true};
    if (outcome.since.nanoseconds >= outcome.until.nanoseconds)
        return Error{ErrorKind::Usage, "MND-OUT-001", "The period ends before it begins.", "Nothing was computed.", "Choose a later end, or an earlier beginning.", {}};
    const auto trail = readMetricTrail(workspace, stop);
    const auto coverage = DayCoverage::read(workspace, stop);
    if (!trail || !coverage)
        return !trail ? trail.error() : coverage.error();
    const ResponseQuestion period{{}, outcome.since, outcome.until};
    auto times = responseTimes(workspace, **trail, period, stop);
    if (!times)
        return times.error();
    outcome.times = std::move(times).value();
    outcome.holes = coverage->holes(workspace, outcome.since, outcome.until);
    for (std::size_t row = 0; row < (*trail)->rows.size(); ++row)
        outcome.actionsWithoutTime += (*trail)->is(row, MetricTrail::Judged) && (*trail)->rows.timeNs[row] == RowColumns::noTime;
    outcome.sentences = {revisionSentence(workspace, period), escalationSentence(outcome.times.decisions), violationSentence(**trail, outcome), querySentence(outcome.times),
                         suspensionSentence(outcome.times), exposureSentence(outcome), incidentSentence(outcome.times.incidents),
                         withheldSentence("engineering_time", "The share of engineering time is not on record in this workspace: nothing measures it.", "mandate://metrics")};
    return outcome;
}

} // namespace mandate
