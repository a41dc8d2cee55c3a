// SPDX-License-Identifier: GPL-3.0-or-later
// How much mining remembers, and when it takes an observation for a rule. What did not fit is said, never dropped silently.
#pragma once

#include <cstddef>
#include <cstdint>

namespace mandate::mining {

/// Bounds on memory.
struct Limits
{
    std::size_t tools = 256;              ///< further tools are not mined
    std::size_t arguments = 64;           ///< paths a tool, nested ones included; further ones are not limited
    std::size_t nameBytes = 128;          ///< of an argument's name; longer ones are data, not names
    std::size_t numbers = 256;            ///< largest different numbers an argument keeps, for tighter bounds
    std::size_t sessionCells = 1'000'000; ///< pairs of tool or argument and session; without room sessions are not counted
};

/// From how many calls on a proposal counts as more than resting on little.
inline constexpr std::uint64_t enoughCalls = 30;
/// A list of values is proposed only from so many sessions on, for at most so many values,
inline constexpr std::size_t enoughSessions = 20;
inline constexpr std::size_t mostValues = 20;
/// and when at most one session in so many brought a value that no other had: the share of sessions to come with a value not seen yet is
/// estimated by the share of values seen once (Good 1953, "The population frequencies of species").
inline constexpr std::size_t sessionsPerSingleValue = 20;
/// Sessions an argument tells apart for that rule; more are as good as so many.
inline constexpr std::size_t sessionsToldApart = 256;
/// Longer texts are taken for free text.
inline constexpr std::size_t longestValueBytes = 40;
/// Entries named as examples.
inline constexpr std::size_t exampleEntries = 3;

} // namespace mandate::mining
