// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/enforcement_output.h"

#include "app/cli/output.h"
#include "models/workspace/enforcer.h"
#include "models/workspace/workspace.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <thread>

namespace mandate::cli {

namespace {

using PointJson = nlohmann::ordered_json;

bool isGood(const PointProgress &progress)
{
    return progress.state == PointState::Confirmed || progress.state == PointState::Holds;
}

/// Nothing more is to be heard of it soon: it was seen to hold, or confirmed and cannot be asked.
bool isSettled(const PointProgress &progress)
{
    return progress.state == PointState::Holds || (progress.state == PointState::Confirmed && !progress.code.empty());
}

PointJson textOrNull(const std::string &text)
{
    return text.empty() ? PointJson(nullptr) : PointJson(text);
}

} // namespace

PointJson pointProgressJson(const PointProgress &progress)
{
    return {{"point", progress.point.id},
            {"kind", nameOf(progress.point.kind)},
            {"title", progress.point.title},
            {"state", nameOf(progress.state)},
            {"confirmed_at", jsonOf(progress.confirmedAt)},
            {"held_at", jsonOf(progress.heldAt)},
            {"attempts", progress.attempts},
            {"detail", textOrNull(progress.detail)},
            {"code", textOrNull(progress.code)},
            {"by_hand", textOrNull(progress.byHand)},
            {"abandoned", progress.abandoned}};
}

PointJson enforcementJson(const EnforcementView &view)
{
    PointJson points = PointJson::array();
    for (const PointProgress &progress : view.points)
        points.push_back(pointProgressJson(progress));
    return {{"overall", nameOf(view.overall())},
            {"points", std::move(points)},
            {"first_refused", jsonOf(view.firstRefused)},
            {"first_refused_entry", view.firstRefusedEntry ? PointJson(*view.firstRefusedEntry) : PointJson(nullptr)},
            {"last_action", jsonOf(view.lastAction)},
            {"last_action_entry", view.lastActionEntry ? PointJson(*view.lastActionEntry) : PointJson(nullptr)},
            {"actions_after", view.actionsAfter},
            {"reported_late", view.reportedLate},
            {"reported_late_entry", view.reportedLateEntry ? PointJson(*view.reportedLateEntry) : PointJson(nullptr)},
            {"open_requests", view.openRequests}};
}

void printEnforcement(const EnforcementView &view)
{
    if (view.points.empty()) {
        print("No enforcement point is set up for " + visible(view.agent) + ": what is recorded is carried out by nobody that Mandate knows. See \"mandate points\".");
        return;
    }
    for (const PointProgress &progress : view.points) {
        std::string line = "  " + std::string(nameOf(progress.state)) + "  " + visible(progress.point.title) + " (" + std::string(nameOf(progress.point.kind)) + ')';
        if (progress.heldAt)
            line += ", seen to hold at " + formatInstant(*progress.heldAt);
        else if (progress.confirmedAt)
            line += ", confirmed at " + formatInstant(*progress.confirmedAt);
        if (!progress.code.empty())
            line += ": " + visible(progress.detail) + " (" + progress.code + ')';
        print(line);
        if (!isGood(progress) && !progress.byHand.empty())
            print("      By hand: " + visible(progress.byHand));
    }
    if (view.lastAction)
        print("  " + counted(view.actionsAfter, "action") + " ran after the stop, the last at " + formatInstant(*view.lastAction) + " (entry " + std::to_string(view.lastActionEntry.value_or(0)) + ").");
    if (view.reportedLate > 0)
        print("  " + counted(view.reportedLate, "action") + " reported after the stop and said to have run before it; nothing shows that (newest: entry " +
              std::to_string(*view.reportedLateEntry) + ").");
    if (view.firstRefused)
        print("  The gateway refused its next question at " + formatInstant(*view.firstRefused) + '.');
}

bool isConfirmed(const EnforcementView &view)
{
    return !view.points.empty() && std::ranges::all_of(view.points, isGood) && view.actionsAfter == 0;
}

std::vector<EnforcementView> tellPoints(Workspace &workspace, const std::vector<std::string> &agents, std::chrono::milliseconds most)
{
    const auto read = [&] {
        std::vector<EnforcementView> views;
        for (const std::string &agent : agents) {
            if (auto view = workspace.enforcement(agent))
                views.push_back(std::move(view).value());
        }
        return views;
    };
    const auto settled = [](const std::vector<EnforcementView> &views) {
        return std::ranges::all_of(views, [](const EnforcementView &view) { // an agent that may act is not asked about: told is enough
            return std::ranges::all_of(view.points, mayAct(view.state) ? isGood : isSettled);
        });
    };
    std::vector<EnforcementView> views = read();
    if (settled(views) || most.count() == 0)
        return views;
    const auto until = std::chrono::steady_clock::now() + most;
    const Enforcer enforcer(workspace);
    do {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        views = read();
    } while (!settled(views) && std::chrono::steady_clock::now() < until);
    return views;
}

} // namespace mandate::cli
