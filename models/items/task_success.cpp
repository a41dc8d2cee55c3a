// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/task_success.h"

#include "models/items/text_safety.h"
#include "models/items/words.h"
#include "models/metrics/window_runs.h"

#include <QCoreApplication>

#include <map>

namespace mandate {

namespace {

struct SuccessWords
{
    Q_DECLARE_TR_FUNCTIONS(mandate::TaskSuccess)
};

} // namespace

std::vector<TaskSuccess> taskSuccesses(const MetricTrail &trail)
{
    std::vector<bool> broke(trail.runs.size());
    const WindowRuns runs(trail, {}, [&](std::uint32_t row) {
        if (static_cast<Verdict>(trail.rows.verdict[row]) == Verdict::Prohibited)
            broke[trail.run[row]] = true;
    });
    std::map<std::string, TaskSuccess> byAgent;
    for (std::size_t run = 0; run < runs.size(); ++run) {
        const RunSaid *said = runs.holds(run) ? runs.said(run) : nullptr;
        const std::string &agent = trail.rows.agentNames[trail.agents[trail.runs[run].who].first];
        if (!said || !said->facts.succeeded || agent.empty())
            continue;
        TaskSuccess &success = byAgent[agent];
        ++success.scored;
        success.succeeded += *said->facts.succeeded;
        success.succeededViolating += *said->facts.succeeded && broke[run];
    }
    std::vector<TaskSuccess> out;
    for (auto &[agent, success] : byAgent) {
        success.agent = toText(agent);
        out.push_back(success);
    }
    return out;
}

QString successSentence(const TaskSuccess &success)
{
    //: %1 an agent; %2, %3 and %4 are numbers
    return SuccessWords::tr("%1: %2 of %3 tasks succeeded, and %4 of the runs that succeeded broke a prohibition.")
        .arg(visibleLine(success.agent, 120), words::number(success.succeeded), words::number(success.scored),
             words::number(success.succeededViolating));
}

} // namespace mandate
