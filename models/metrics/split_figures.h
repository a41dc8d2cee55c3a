// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of a window apart by what judged the calls, by model or by tool: so that a new pact, model or tool is seen in its own numbers.
#pragma once

#include "models/metrics/metric_trail.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

enum class Split : std::uint8_t { Pact, Model, Tool };
/// "pact", "model", "tool".
[[nodiscard]] std::string_view nameOf(Split split);

/// Which model each run of a trail says it is of, by its first call: a run keeps its model.
struct RunModels
{
    static constexpr std::uint32_t unnamed = MetricTrail::nobody - 1;
    std::vector<std::uint32_t> model; ///< a run: of `names`; unnamed: its source names none; MetricTrail::nobody: it has no call
    std::vector<std::string> names;
};

struct SplitFigures
{
    std::string name; ///< "id@version", a model, a tool; empty: none
    std::uint64_t calls = 0, failed = 0;
    std::uint64_t decidable = 0, attempted = 0, executed = 0, undecidable = 0;
    std::uint64_t approvalsRan = 0, unapproved = 0; ///< ran and needed a person's approval; of these without one
    std::uint64_t evidenceOwed = 0, evidenceMissing = 0;
    // Of runs, each where its first call in the window is; by tool none.
    std::uint64_t runs = 0, judgedRuns = 0, violatingRuns = 0, undecidableRuns = 0; ///< undecidable: nothing broken in them
    std::uint64_t scoredRuns = 0, succeededRuns = 0;
    bool operator==(const SplitFigures &) const = default;
};

/// Most calls first. `models` is only asked for Split::Model.
[[nodiscard]] std::vector<SplitFigures> figuresBy(const MetricTrail &trail, const MetricWindow &window, Split split, const RunModels &models = {});

} // namespace mandate
