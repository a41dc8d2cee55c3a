// SPDX-License-Identifier: GPL-3.0-or-later
// One run of an agent as figures and comparisons need it: what is counted, and what its calls were like. Values only; where it is read from is
// models/workspace/run_reading.h.
#pragma once

#include "models/base/instant.h"
#include "models/evidence/record.h"
#include "models/metrics/behaviour.h"
#include "models/pact/verdict.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

inline constexpr std::size_t outcomeCount = 4;

struct AgentRun
{
    std::string agent;
    std::string deployment;
    std::string session;
    RunFacts facts;

    std::uint64_t first = 0;      ///< entry of its first call
    // What a comparison needs beyond the facts.
    std::string task;             ///< by which runs of the same task are known; empty where the source names none
    std::optional<Instant> began; ///< time of its first call; none where the source gave no time
    std::map<std::string, std::uint64_t> tools;
    std::array<std::uint64_t, verdictCount> verdicts{};  ///< by Verdict
    std::array<std::uint64_t, outcomeCount> outcomes{};  ///< by Outcome
    std::map<std::string, std::vector<double>> numbers;  ///< numeric arguments and lengths of lists, by "tool argument"; no numbers that only name something
    /// Short texts, yes or no, and numbers that only name something, by "tool argument": value → calls.
    std::map<std::string, std::map<std::string, std::uint64_t>> choices;
    std::vector<double> confidences;
    std::set<std::string> broke;     ///< clauses that a call broke or triggered, hard or not
    std::set<std::string> brokeHard; ///< of these, the hard ones
    std::set<std::string> undecided; ///< clauses that a call left undecidable, and none broke
    std::string model;
    std::string prompt;       ///< digest of the instructions, as the source names its basis
    std::string agentVersion;
};

/// Whether a value of this argument ("tool argument") only names something: new ones are others by nature, and say nothing about behaviour.
[[nodiscard]] bool namesSomething(std::string_view argument);

} // namespace mandate
