// SPDX-License-Identifier: GPL-3.0-or-later
// What a source says itself of a run: whether it succeeded, should have gone to a person, was attacked, and what it took. Read from the labels of its session
// record; what they do not say is not known.
#pragma once

#include "models/base/value.h"
#include "models/metrics/behaviour.h"

#include <optional>
#include <string>

namespace mandate {

struct RunLabels
{
    RunFacts facts;      ///< of these only what labels say
    double seconds = 0;  ///< 0: not said
    double cost = 0;     ///< in the source's currency; 0: not said
    std::string asked;   ///< the task that the user gave, without what an attack adds; empty where the source names none
    std::string task;    ///< by which runs of the same task are known; empty where the source names none
};

[[nodiscard]] RunLabels readRunLabels(const Value &labels);

/// Whether the source calls the task done: AgentDojo's utility, a transcript's success or passed, tau's reward of 1. None when it says nothing that is a yes or
/// a no.
[[nodiscard]] std::optional<bool> taskSucceeded(const Value &labels);

/// Takes over what `from` knows and `into` does not say yet. What two records of a run say differently is not known, and said to be contradicted: else whoever
/// may bring in a record could change what became of a run.
void takeLabels(const RunFacts &from, RunFacts &into);

} // namespace mandate
