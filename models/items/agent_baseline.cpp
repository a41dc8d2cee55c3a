// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/agent_baseline.h"

#include "models/items/compared_runs.h"
#include "models/items/drift_panel_words.h"
#include "models/items/session.h"
#include "models/items/text_safety.h"
#include "models/items/workspace_lease.h"
#include "models/workspace/drift.h"
#include "models/workspace/drift_baselines.h"

namespace mandate {
namespace {

BaselineReading readBaseline(Workspace &workspace, const QString &agent, const std::stop_token &stop)
{
    BaselineReading reading;
    reading.agent = agent;
    std::optional<DriftBaseline> newest;
    for (DriftBaseline &baseline : DriftBaselines(workspace).list()) {
        if (toText(baseline.agent) == agent)
            newest = std::move(baseline);
    }
    if (!newest)
        return reading;
    const ComparedRuns before{toText(newest->name), {}, {}, {}, {}};
    reading.comparison = comparisonLink(before, {{}, agent, toText(newest->deployment), {}, {}});
    const auto report = driftSince(workspace, newest->name, {}, {}, stop);
    if (!report) {
        reading.state = {AgentBaselineReader::tr("Not compared"), Shape::Diamond, Tone::Neutral};
        //: %1 is "Baseline spring", %2 a day, %3 why there is no comparison
        reading.sentence = AgentBaselineReader::tr("%1 of %2: %3").arg(before.words(), words::day(newest->signer.at), visibleLine(report.error().happened, 300));
        return reading;
    }
    reading.state = stateOf(report->answer);
    //: %1 a state such as Worse, %2 is "Baseline spring", %3 a day, %4 and %5 numbers
    reading.sentence = AgentBaselineReader::tr("%1: %2 of %3, %4 runs, and %5 runs since.")
                           .arg(reading.state.text, before.words(), words::day(newest->signer.at), words::number(report->before.runs), words::number(report->after.runs));
    return reading;
}

} // namespace

AgentBaselineReader::AgentBaselineReader(std::shared_ptr<Workspace> workspace, QObject *parent) : QObject(parent), m_workspace(leaseOf(std::move(workspace))), m_question(this) {}

AgentBaselineReader *AgentBaselineReader::of(Session *session)
{
    if (!session)
        return nullptr;
    auto *reader = session->findChild<AgentBaselineReader *>(QString(), Qt::FindDirectChildrenOnly);
    return reader ? reader : new AgentBaselineReader(session->workspace(), session);
}

const BaselineReading *AgentBaselineReader::reading(const QString &agent) const
{
    return m_reading.agent == agent && !m_reading.state.text.isEmpty() ? &m_reading : nullptr;
}

void AgentBaselineReader::read(const QString &agent)
{
    const quint64 size = m_workspace->store().size();
    if (agent == m_asked && size == m_size)
        return;
    m_asked = agent;
    m_size = size;
    m_question.ask([workspace = m_workspace, agent](std::stop_token stop) { return readBaseline(*workspace, agent, stop); },
                   [this](BaselineReading reading) {
                       m_reading = std::move(reading);
                       if (!m_reading.state.text.isEmpty())
                           Q_EMIT changed(m_reading.agent);
                   });
}

} // namespace mandate
