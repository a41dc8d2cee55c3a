// SPDX-License-Identifier: GPL-3.0-or-later
// The runs of a window with what their calls did in it and what their source says of them: what figures of runs are counted from.
#pragma once

#include "models/metrics/behaviour.h"
#include "models/metrics/metric_trail.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mandate {

/// What the calls of a run did in the window.
struct RunCalls
{
    enum Bit : std::uint8_t { Judged = 1, Broke = 2, Ran = 4, Undecidable = 8, HandedOver = 16 }; // Ran: what broke a clause did
    std::uint32_t calls = 0;
    std::uint32_t first = 0; ///< row of the first one
    std::uint32_t writes = 0, unexpected = 0, sameInValue = 0;
    std::uint8_t bits = 0;
};

/// What the records of a window say of a run together; of how long it took and what it cost, the later counts.
struct RunSaid
{
    std::uint64_t entry = 0; ///< of the first of these records
    RunFacts facts;
    std::optional<bool> expectsWrites;
    double seconds = 0, cost = 0; ///< 0: not said
    std::string task;             ///< that the user gave; empty where nobody names one
};

class WindowRuns
{
public:
    /// `also` is called with each row of the window.
    template<typename Also>
    WindowRuns(const MetricTrail &trail, const MetricWindow &window, const Also &also) : m_trail(trail), m_calls(trail.runs.size())
    {
        learnTools();
        eachRow(trail, window, false, [&](std::uint32_t row) {
            take(row);
            also(row);
        });
        takeLabelled(window);
    }

    [[nodiscard]] std::size_t size() const { return m_calls.size(); }
    /// Whether the window holds a call of the run, or a record that says something of it. Never of the calls that name no session.
    [[nodiscard]] bool holds(std::size_t run) const { return m_trail.runs[run].named && (m_calls[run].calls > 0 || m_saidOf[run] != unsaid); }
    [[nodiscard]] const RunCalls &calls(std::size_t run) const { return m_calls[run]; }
    /// nullptr where no record in the window says anything.
    [[nodiscard]] const RunSaid *said(std::size_t run) const { return m_saidOf[run] == unsaid ? nullptr : &m_said[m_saidOf[run]]; }
    [[nodiscard]] RunFacts facts(std::size_t run) const;
    /// The record that stands for a run that the window holds: the first that says something of it, else its first call.
    [[nodiscard]] std::uint64_t entry(std::size_t run) const { return said(run) ? said(run)->entry : m_trail.rows.entry[m_calls[run].first]; }

private:
    void learnTools();
    void take(std::uint32_t row);
    void takeLabelled(const MetricWindow &window);
    static constexpr std::uint32_t unsaid = UINT32_MAX;

    const MetricTrail &m_trail;
    std::vector<bool> m_handsOver; ///< by tool
    std::vector<RunCalls> m_calls;
    std::vector<std::uint32_t> m_saidOf;
    std::vector<RunSaid> m_said;
};

} // namespace mandate
