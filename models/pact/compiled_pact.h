// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of CompiledPact, shared by compile, judge and session facts. Not for callers of models/pact.
#pragma once

#include "models/pact/condition.h"
#include "models/pact/judge.h"
#include "models/pact/variables.h"

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace mandate {

struct CompiledFact
{
    StateFact fact;
    std::optional<cel::Program> when;
    std::optional<cel::Program> key;
    std::optional<cel::Program> value;
    bool readsObjects = false; ///< some expression uses `value`: results are parsed as JSON and their objects offered
};

struct CompiledWindow
{
    ActionWindow window;
    std::optional<cel::Program> when;
    std::optional<cel::Program> by;
    std::optional<cel::Program> value;
    std::int64_t within = 0; ///< nanoseconds
};

/// The clauses that speak of one tool, and which slots they read: those that take work are filled only when someone asks.
struct ToolClauses
{
    std::vector<std::uint32_t> clauses;
    std::array<bool, variables::SlotCount> uses{};
};

struct TextHash
{
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

struct CompiledPact::Private
{
    PactDocument document;
    std::vector<Clause> clauses;
    std::vector<cel::Program> programs; ///< one a clause
    std::vector<CompiledFact> facts;
    std::vector<CompiledWindow> windows;
    std::array<bool, variables::SlotCount> uses{};                                  ///< slots that some condition reads
    std::unordered_map<std::string, ToolClauses, TextHash, std::equal_to<>> byTool; ///< every tool that the pact names
    Value now;

    [[nodiscard]] ToolClauses clausesOf(std::string_view tool) const;
    /// The same into `found`, which keeps its memory.
    void findClauses(std::string_view tool, ToolClauses &found) const;
};

} // namespace mandate
