// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/metrics/window_runs.h"

#include "models/metrics/run_labels.h"

namespace mandate {

void WindowRuns::learnTools()
{
    m_handsOver.reserve(m_trail.rows.toolNames.size());
    for (const std::string &tool : m_trail.rows.toolNames)
        m_handsOver.push_back(handsOver(tool));
}

void WindowRuns::take(std::uint32_t row)
{
    const std::uint16_t flags = m_trail.flags[row];
    RunCalls &run = m_calls[m_trail.run[row]];
    if (run.calls == 0)
        run.first = row;
    ++run.calls;
    run.writes += (flags & MetricTrail::Write) != 0;
    run.unexpected += (flags & MetricTrail::UnexpectedWrite) != 0;
    run.sameInValue += (flags & MetricTrail::WriteInValue) != 0;
    const bool broke = flags & MetricTrail::Broke;
    run.bits = static_cast<std::uint8_t>(run.bits | ((flags & MetricTrail::Judged) ? RunCalls::Judged : 0) | (broke ? RunCalls::Broke : 0) |
                                         (broke && m_trail.ran(row) ? RunCalls::Ran : 0) | ((flags & MetricTrail::Undecidable) ? RunCalls::Undecidable : 0) |
                                         (m_handsOver[m_trail.rows.tool[row]] ? RunCalls::HandedOver : 0));
}

void WindowRuns::takeLabelled(const MetricWindow &window)
{
    m_saidOf.assign(m_trail.runs.size(), unsaid);
    const RowMatch match(m_trail, window);
    for (const LabelledRun &labelled : m_trail.labelled) {
        if (!mandate::holds(m_trail, window, match, labelled))
            continue;
        if (m_saidOf[labelled.run] == unsaid) {
            m_saidOf[labelled.run] = static_cast<std::uint32_t>(m_said.size());
            m_said.emplace_back().entry = labelled.entry;
        }
        RunSaid &run = m_said[m_saidOf[labelled.run]];
        takeLabels(labelled.facts, run.facts);
        if (labelled.expectsWrites)
            run.expectsWrites = labelled.expectsWrites;
        if (labelled.seconds > 0)
            run.seconds = labelled.seconds;
        if (labelled.cost > 0)
            run.cost = labelled.cost;
        if (!labelled.task.empty())
            run.task = labelled.task;
    }
}

RunFacts WindowRuns::facts(std::size_t run) const
{
    const RunCalls &calls = m_calls[run];
    RunFacts facts;
    facts.calls = calls.calls;
    facts.judged = calls.bits & RunCalls::Judged;
    facts.broke = calls.bits & RunCalls::Broke;
    facts.brokeExecuted = calls.bits & RunCalls::Ran;
    facts.undecidable = calls.bits & RunCalls::Undecidable;
    facts.handedOver = calls.bits & RunCalls::HandedOver;
    if (const RunSaid *of = said(run))
        takeLabels(of->facts, facts);
    return facts;
}

} // namespace mandate
