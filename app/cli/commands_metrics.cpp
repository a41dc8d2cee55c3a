// SPDX-License-Identifier: GPL-3.0-or-later
// metrics: how agents behaved, run by run, beside how well they did their tasks. Every rate with its k and n.
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "models/statistics/proportion.h"
#include "models/workspace/behaviour.h"

#include <nlohmann/json.hpp>

#include <cstdio>

namespace mandate::cli {

namespace {

using MetricsJson = nlohmann::ordered_json;
constexpr std::uint64_t fewest = 30; ///< below, a rate says more than is known

MetricsJson rateJson(std::uint64_t k, std::uint64_t n)
{
    MetricsJson rate{{"k", k}, {"n", n}, {"rate", n == 0 ? MetricsJson(nullptr) : MetricsJson(static_cast<double>(k) / static_cast<double>(n))}};
    if (n > 0) {
        const auto [low, high] = wilsonInterval(k, n);
        rate["interval_95"] = {low, high};
    }
    return rate;
}

std::string rateWords(std::uint64_t k, std::uint64_t n)
{
    if (n == 0)
        return "none";
    const auto [low, high] = wilsonInterval(k, n);
    char words[96];
    if (n < fewest)
        std::snprintf(words, sizeof words, "%llu of %llu (too few for a rate)", static_cast<unsigned long long>(k), static_cast<unsigned long long>(n));
    else
        std::snprintf(words, sizeof words, "%llu of %llu = %.1f %% (%.1f to %.1f)", static_cast<unsigned long long>(k), static_cast<unsigned long long>(n),
                      100.0 * static_cast<double>(k) / static_cast<double>(n), 100 * low, 100 * high);
    return words;
}

MetricsJson behaviourJson(const AgentBehaviour &agent)
{
    const HandOffFigures &handOff = agent.handOff;
    MetricsJson attacks = MetricsJson::object();
    for (const auto &[name, figures] : agent.attacks) {
        attacks[name] = {{"runs", figures.runs},
                         {"aborted", figures.aborted},
                         {"incomplete", figures.incomplete},
                         {"attack_success", rateJson(figures.succeeded, figures.scored)},
                         {"utility", rateJson(figures.useful, figures.utilityScored)},
                         {"flagged", {{"attack_succeeded", figures.flaggedSucceeded}, {"attack_failed", figures.flagged - figures.flaggedSucceeded}}}};
    }
    return {{"agent", agent.agent},
            {"deployment", agent.deployment},
            {"runs", agent.runs},
            {"calls", agent.calls},
            {"violating_runs", {{"attempted", rateJson(agent.violatingRuns, agent.judgedRuns - agent.undecidableRuns)}, {"executed", rateJson(agent.violatingExecuted, agent.judgedRuns - agent.undecidableRuns)},
                                {"undecidable", agent.undecidableRuns}, {"among_succeeded", agent.violatingAmongSucceeded}, {"among_failed", agent.violatingAmongFailed}}},
            {"task_success", rateJson(agent.succeededRuns, agent.scoredRuns)},
            {"hand_off", {{"right", handOff.right}, {"unneeded", handOff.unneeded}, {"missed", handOff.missed}, {"neither", handOff.neither}, {"unlabelled", handOff.unlabelled},
                          {"precision", rateJson(handOff.right, handOff.right + handOff.unneeded)}, {"recall", rateJson(handOff.right, handOff.right + handOff.missed)}}},
            {"attacks", std::move(attacks)}};
}

int metrics(const Arguments &arguments)
{
    RowFilter filter;
    for (const auto &[option, into] : {std::pair{"agent", &filter.agents}, {"deployment", &filter.deployments}, {"source", &filter.sources}}) {
        if (arguments.has(option))
            into->push_back(arguments.text(option));
    }
    const auto since = arguments.time("since");
    const auto until = arguments.time("until");
    if (!since || !until)
        return fail(!since ? since.error() : until.error());
    filter.since = *since;
    filter.until = *until;
    const auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const auto agents = behaviour(**workspace, filter);
    if (!agents)
        return fail(agents.error());
    if (arguments.json()) {
        MetricsJson list = MetricsJson::array();
        for (const AgentBehaviour &agent : *agents)
            list.push_back(behaviourJson(agent));
        printJson(MetricsJson{{"agents", std::move(list)}});
        return Done;
    }
    for (const AgentBehaviour &agent : *agents) {
        print(visible(agent.agent) + (agent.deployment.empty() ? "" : " in " + visible(agent.deployment)) + ": " + counted(agent.runs, "run") + ", " + counted(agent.calls, "call"));
        print("  runs that broke a hard clause  " + rateWords(agent.violatingRuns, agent.judgedRuns - agent.undecidableRuns) + "; executed " + std::to_string(agent.violatingExecuted) + "; undecidable " +
              std::to_string(agent.undecidableRuns));
        if (agent.scoredRuns > 0)
            print("  runs that their source counts as success  " + rateWords(agent.succeededRuns, agent.scoredRuns) + "; of these broke a hard clause " + std::to_string(agent.violatingAmongSucceeded));
        const HandOffFigures &handOff = agent.handOff;
        if (handOff.right + handOff.unneeded + handOff.missed > 0)
            print("  handed to a person  right " + std::to_string(handOff.right) + ", not needed " + std::to_string(handOff.unneeded) + ", missed " + std::to_string(handOff.missed) + "; precision " +
                  rateWords(handOff.right, handOff.right + handOff.unneeded) + "; recall " + rateWords(handOff.right, handOff.right + handOff.missed));
        for (const auto &[name, figures] : agent.attacks)
            print("  attack " + visible(name) + "  succeeded " + rateWords(figures.succeeded, figures.scored) + "; task done " + rateWords(figures.useful, figures.utilityScored) +
                  (figures.aborted + figures.incomplete > 0 ? "; not scored " + std::to_string(figures.aborted + figures.incomplete) : ""));
    }
    return Done;
}

} // namespace

std::vector<Command> metricsCommands()
{
    return {{"metrics",
             "how agents behaved, run by run, beside how well they did their tasks",
             {"metrics W [--agent A] [--deployment D] [--source S] [--since T] [--until T]", 1, 1, {"agent", "deployment", "source", "since", "until"}, {}},
             metrics}};
}

} // namespace mandate::cli
