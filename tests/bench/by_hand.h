// SPDX-License-Identifier: GPL-3.0-or-later
// The conditions of pacts/arguments.json and pacts/history.json as a programmer would write them over plain structs: what evaluating could
// cost at best, and a second opinion on every verdict count.
#pragma once

#include "models/pact/verdict.h"
#include "tests/bench/events.h"

#include <array>
#include <span>
#include <vector>

namespace mandate::bench {

using VerdictCounts = std::array<std::uint64_t, verdictCount>;

[[nodiscard]] VerdictCounts countByArguments(std::span<const Event> events);

/// Keeps what sessions have shown; feed it all events in order, a stretch at a time.
class HistoryByHand
{
public:
    void count(std::span<const Event> events, VerdictCounts &counts);

private:
    static constexpr std::size_t longest = 13;
    struct Call
    {
        std::int64_t count;
        std::int64_t cents;
        std::uint32_t subject;
        Tool tool;
        std::uint8_t second;
        bool executed;
        bool flag;
    };
    struct Session
    {
        std::array<Call, longest> calls;
        std::uint8_t size = 0;
        bool orderRead = false;
        bool customerRead = false;
    };
    static Verdict judge(const Event &event, const Session &session);

    std::vector<Session> m_sessions; ///< by session number
};

} // namespace mandate::bench
