// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/drift.h"

#include "models/workspace/drift_baselines.h"
#include "models/workspace/run_reading.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace mandate {

namespace {

std::optional<Error> planRefusal(const DriftPlan &plan)
{
    const auto refused = [](std::string happened, std::string remedy) {
        return Error{ErrorKind::Usage, "MND-DFT-001", std::move(happened), "Nothing was compared.", std::move(remedy), {}};
    };
    if (!(plan.level > 0 && plan.level < 1))
        return refused("The level is no share between 0 and 1.", "0.05 is usual.");
    const std::uint32_t permutations = plan.permutations.permutations;
    if (permutations > mostPermutations || 1 / (1.0 + permutations) > plan.level)
        return refused("With " + std::to_string(permutations) + " permutations no answer at this level is possible, or none in reasonable time.", "999 are usual; at most " + std::to_string(mostPermutations) + '.');
    return std::nullopt;
}

/// Whether a condition chooses runs, and not single calls of them.
bool choosesRuns(const RowCondition &condition)
{
    if (const auto *combined = std::get_if<Combined>(&condition.is))
        return std::ranges::all_of(combined->parts, choosesRuns);
    if (const auto *name = std::get_if<NameIs>(&condition.is))
        return name->field != NameIs::Field::Tool && name->field != NameIs::Field::Clause;
    if (const auto *counted = std::get_if<CountedIn>(&condition.is))
        return counted->by == CountedIn::By::Model;
    return std::holds_alternative<TimeIn>(condition.is) || std::holds_alternative<SameSession>(condition.is);
}

std::optional<Error> filterRefusal(const RowFilter &filter)
{
    if (filter.tools.empty() && filter.clauses.empty() && filter.outcomes.empty() && filter.text.empty() && std::ranges::all_of(filter.where, choosesRuns))
        return std::nullopt;
    return Error{ErrorKind::Usage, "MND-DFT-004", "The query chooses single calls, and what is compared is runs.", "Nothing was compared.",
                 "Ask for agents, deployments, sessions, sources and times, or put the rest into same_session:( ).", {}};
}

/// The pacts that judged the first and the last of these runs.
std::set<std::string> pactsOf(const Workspace &workspace, const std::vector<AgentRun> &runs)
{
    std::map<std::pair<std::string, std::string>, std::array<std::optional<Instant>, 2>> spans;
    for (const AgentRun &run : runs) {
        auto &[first, last] = spans[{run.agent, run.deployment}];
        if (run.began && (!first || run.began->nanoseconds < first->nanoseconds))
            first = run.began;
        if (run.began && (!last || run.began->nanoseconds > last->nanoseconds))
            last = run.began;
    }
    std::set<std::string> pacts;
    for (const auto &[whose, span] : spans) {
        for (const auto &at : span) {
            if (const auto pact = workspace.pactFor(whose.first, whose.second, at))
                pacts.insert(pact->document.id + '@' + pact->document.version);
        }
    }
    return pacts;
}

PermutationPlan stoppable(PermutationPlan plan, std::stop_token stop)
{
    plan.stop = std::move(stop);
    return plan;
}

Result<DriftReport> compared(const Workspace &workspace, const std::vector<AgentRun> &before, const std::vector<AgentRun> &after, const DriftTerms &terms)
{
    for (const auto &[runs, name] : {std::pair{&before, &terms.beforeName}, {&after, &terms.afterName}}) {
        if (runs->empty() && !(runs == &before && terms.pinned))
            return Error{ErrorKind::Missing, "MND-DFT-002", "There is no run in \"" + *name + "\".", "Nothing was compared.", "Check agents, deployments and times; \"mandate metrics\" shows those there are.", {}};
    }
    const auto key = [](const AgentRun &run) { return std::tie(run.agent, run.deployment, run.session); };
    const auto shared = std::ranges::find_if(before, [&](const AgentRun &run) {
        return std::ranges::binary_search(after, key(run), {}, key); // both are sorted by it
    });
    if (shared != before.end())
        return Error{ErrorKind::Usage, "MND-DFT-003", "The run " + shared->session + " is on both sides.", "Nothing was compared.", "Choose two sets that have no run in common.", {}};
    DriftReport report = compareRuns(before, after, terms);
    if (terms.plan.stop.stop_requested())
        return Error{ErrorKind::Cancelled, "MND-DFT-006", "The comparison was stopped.", {}, {}, {}};
    const auto were = pactsOf(workspace, before), are = pactsOf(workspace, after);
    if (were != are)
        report.markers.push_back({DriftMarker::Kind::Pact, {were.begin(), were.end()}, {are.begin(), are.end()}, std::nullopt, {}});
    return report;
}

} // namespace

Result<DriftReport> drift(const Workspace &workspace, const DriftSelection &before, const DriftSelection &after, const DriftPlan &plan, std::stop_token stop)
{
    for (const auto &refusal : {planRefusal(plan), filterRefusal(before.filter), filterRefusal(after.filter)}) {
        if (refusal)
            return *refusal;
    }
    const auto earlier = readRuns(workspace, {before.filter, RunDepth::Whole}, stop);
    if (!earlier)
        return earlier.error();
    const auto later = readRuns(workspace, {after.filter, RunDepth::Whole}, stop);
    if (!later)
        return later.error();
    return compared(workspace, *earlier, *later, {plan.level, stoppable(plan.permutations, std::move(stop)), plan.withinTasks, before.words, after.words, std::nullopt});
}

Result<DriftReport> driftSince(Workspace &workspace, const std::string &name, const RowFilter &narrowed, const DriftPlan &plan, std::stop_token stop)
{
    for (const auto &refusal : {planRefusal(plan), filterRefusal(narrowed)}) {
        if (refusal)
            return *refusal;
    }
    const auto baseline = DriftBaselines(workspace).named(name);
    if (!baseline)
        return baseline.error();
    const RowFilter pinned = runsOf(*baseline);
    const auto earlier = readRuns(workspace, {pinned, RunDepth::Whole, 0, baseline->ledgerSize}, stop);
    if (!earlier)
        return earlier.error();
    RowFilter asked = narrowed;
    if (asked.agents.empty())
        asked.agents = pinned.agents;
    if (asked.deployments.empty())
        asked.deployments = pinned.deployments;
    const bool elsewhere = asked.agents != pinned.agents || asked.deployments != pinned.deployments || !asked.sources.empty();
    EntryNumber first = 0;
    if (!asked.since && !elsewhere) {
        asked.since = endOf(*baseline);
        first = asked.since ? 0 : baseline->ledgerSize;
    }
    auto later = readRuns(workspace, {asked, RunDepth::Whole, first}, stop);
    if (!later)
        return later.error();
    std::set<std::tuple<std::string, std::string, std::string>> own;
    for (const AgentRun &run : *earlier)
        own.emplace(run.agent, run.deployment, run.session);
    std::erase_if(*later, [&](const AgentRun &run) { return own.contains({run.agent, run.deployment, run.session}); });
    if (plan.firstRuns > 0 && later->size() > plan.firstRuns) {
        std::vector<EntryNumber> firsts;
        std::ranges::transform(*later, std::back_inserter(firsts), &AgentRun::first);
        std::ranges::nth_element(firsts, firsts.begin() + static_cast<std::ptrdiff_t>(plan.firstRuns - 1));
        std::erase_if(*later, [last = firsts[plan.firstRuns - 1]](const AgentRun &run) { return run.first > last; });
    }
    return compared(workspace, *earlier, *later, {plan.level, stoppable(plan.permutations, std::move(stop)), plan.withinTasks, "baseline " + name, "after baseline " + name, baseline->counts});
}

} // namespace mandate
