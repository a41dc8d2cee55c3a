// SPDX-License-Identifier: GPL-3.0-or-later
// points …: what stops agents, set up, tried and removed; and the drill that shows whether it does.
#include "app/cli/commands.h"
#include "app/cli/enforcement_output.h"
#include "app/cli/output.h"
#include "app/cli/pact_file.h"
#include "app/cli/secret_input.h"
#include "app/cli/surroundings.h"
#include "models/workspace/workspace.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace mandate::cli {

namespace {

using PointsJson = nlohmann::ordered_json;

PointsJson configuredJson(const ConfiguredPoint &configured)
{
    PointsJson settings = PointsJson::object();
    for (const auto &[name, value] : configured.point.settings)
        settings[name] = value;
    return {{"id", configured.point.id},
            {"kind", nameOf(configured.point.kind)},
            {"title", configured.point.title},
            {"url", configured.point.url},
            {"agents", configured.point.agents},
            {"settings", std::move(settings)},
            {"secret", configured.point.secretName.empty() ? PointsJson(nullptr) : PointsJson(configured.point.secretName)},
            {"by", configured.by},
            {"at", formatInstant(configured.at)},
            {"entry", configured.entry}};
}

int listPoints(const Arguments &arguments)
{
    const auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const auto points = (*workspace)->points();
    if (!points)
        return fail(points.error());
    if (arguments.json()) {
        PointsJson list = PointsJson::array();
        for (const ConfiguredPoint &configured : *points)
            list.push_back(configuredJson(configured));
        printJson(PointsJson{{"points", std::move(list)}});
        return Done;
    }
    if (points->empty()) {
        print("No enforcement point is set up: a suspension is recorded, and nothing carries it out. See \"mandate points set\" and docs/enforcement.md.");
        return Done;
    }
    std::vector<std::vector<std::string>> rows{{"point", "kind", "name", "agents", "address", "set up by"}};
    for (const ConfiguredPoint &configured : *points) {
        std::string agents;
        for (const std::string &agent : configured.point.agents)
            agents += (agents.empty() ? "" : ", ") + agent;
        rows.push_back({configured.point.id, std::string(nameOf(configured.point.kind)), configured.point.title, agents.empty() ? "every agent" : agents, configured.point.url,
                        configured.by});
    }
    printTable(rows);
    return Done;
}

int setPoint(const Arguments &arguments)
{
    const auto json = readFile(arguments.word(1));
    if (!json)
        return fail(json.error());
    const auto secret = secretOption(arguments, "No enforcement point was added or changed.");
    if (!secret)
        return fail(secret.error());
    auto workspace = Workspace::open(arguments.word(0), false, surroundings());
    if (!workspace)
        return fail(workspace.error());
    const auto set = (*workspace)->setPoint(*json, *secret);
    if (!set)
        return fail(set.error());
    if (arguments.json())
        printJson(PointsJson{{"point", configuredJson(*set)}});
    else
        print("The enforcement point " + visible(set->point.id) + " is set up, signed by " + set->by + " and recorded as entry " + std::to_string(set->entry) +
              ". Try it: mandate points test W " + visible(set->point.id));
    return Done;
}

int removePoint(const Arguments &arguments)
{
    auto workspace = Workspace::open(arguments.word(0), false, surroundings());
    if (!workspace)
        return fail(workspace.error());
    if (const auto removed = (*workspace)->removePoint(arguments.word(1)); !removed)
        return fail(removed.error());
    if (arguments.json())
        printJson(PointsJson{{"removed", arguments.word(1)}});
    else
        print("The enforcement point " + visible(arguments.word(1)) + " is told nothing any more. What it was told last stays in force there.");
    return Done;
}

int testPoint(const Arguments &arguments)
{
    auto workspace = Workspace::open(arguments.word(0), false, surroundings());
    if (!workspace)
        return fail(workspace.error());
    const auto points = (*workspace)->points();
    if (!points)
        return fail(points.error());
    const auto point = std::ranges::find_if(*points, [&](const ConfiguredPoint &configured) { return configured.point.id == arguments.word(1); });
    if (point == points->end()) {
        Error error;
        error.kind = ErrorKind::Missing;
        error.code = "MND-ENF-031";
        error.happened = "There is no enforcement point \"" + arguments.word(1) + "\".";
        error.unaffected = "Nothing was sent.";
        error.remedy = "\"mandate points\" lists those there are.";
        return fail(error);
    }
    const Delivery said = (*workspace)->testPoint(point->point);
    const bool reached = said.outcome == Delivery::Outcome::Confirmed;
    if (arguments.json()) {
        printJson(PointsJson{{"point", arguments.word(1)},
                             {"outcome", nameOf(said.outcome)},
                             {"at", formatInstant(said.at)},
                             {"code", said.code.empty() ? PointsJson(nullptr) : PointsJson(said.code)},
                             {"detail", said.detail},
                             {"by_hand", said.byHand.empty() ? PointsJson(nullptr) : PointsJson(said.byHand)}});
    } else {
        print(reached ? "Reached, and the credentials were taken. No agent's state was touched."
                      : std::string(nameOf(said.outcome)) + ": " + visible(said.detail) + (said.code.empty() ? "" : " (" + said.code + ')'));
        if (!said.byHand.empty())
            print("By hand: " + visible(said.byHand));
    }
    return reached ? Done : Findings;
}

int drill(const Arguments &arguments)
{
    auto workspace = Workspace::open(arguments.word(0), false, surroundings());
    if (!workspace)
        return fail(workspace.error());
    const auto report = (*workspace)->drill(arguments.word(1));
    if (!report)
        return fail(report.error());
    if (arguments.json()) {
        PointsJson points = PointsJson::array();
        for (const PointProgress &progress : report->points)
            points.push_back(pointProgressJson(progress));
        printJson(PointsJson{{"agent", report->agent}, {"at", formatInstant(report->at)}, {"passed", report->passed}, {"points", std::move(points)}, {"entry", report->entry}});
    } else {
        print(report->passed ? "The drill passed: every point that can be asked refuses " + visible(report->agent) + '.' : "The drill did not pass.");
        EnforcementView view;
        view.agent = report->agent;
        view.points = report->points;
        printEnforcement(view);
        print("Kept as a signed note in entry " + std::to_string(report->entry) + '.');
    }
    return report->passed ? Done : Findings;
}

} // namespace

std::vector<Command> pointCommands()
{
    return {
        {"points", "what stops agents: the enforcement points", {"points W", 1, 1, {}, {}}, listPoints},
        {"points list", "what stops agents: the enforcement points", {"points list W", 1, 1, {}, {}}, listPoints},
        {"points set", "set up an enforcement point, or anew (docs/enforcement.md)", {"points set W FILE [--secret-file F]", 2, 2, {"secret-file"}, {}}, setPoint},
        {"points remove", "tell an enforcement point nothing any more", {"points remove W ID", 2, 2, {}, {}}, removePoint},
        {"points test", "try the connection of an enforcement point", {"points test W ID", 2, 2, {}, {}}, testPoint},
        {"points drill", "ask every point whether it refuses a stopped agent, and keep the answer", {"points drill W AGENT", 2, 2, {}, {}}, drill},
    };
}

} // namespace mandate::cli
