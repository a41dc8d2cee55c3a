// SPDX-License-Identifier: GPL-3.0-or-later
// A clause with its compiled condition, as the logic of a pact asks about it: what it reads, and how its tools and its line in the verdict
// order lie to those of another clause.
#pragma once

#include "models/pact/cel/program.h"
#include "models/pact/document.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace mandate::redline {

struct KnownClause
{
    const Clause *clause = nullptr;
    std::optional<cel::Program> program;
    std::set<std::string> places; ///< what it reads: "args.amount", "state.order[args.id].status"
    std::uint32_t fingerprint = 0; ///< the same for the same question, see LogicMemory
    bool never = false;           ///< its condition can never hold

    [[nodiscard]] bool isConstant() const { return program->isConstant(); }
    [[nodiscard]] bool isAlways() const { return constant() == true; }
    [[nodiscard]] bool isNever() const { return never || constant() == false; }

private:
    [[nodiscard]] std::optional<bool> constant() const;
};

/// What a condition reads, each place by one name however it is read: has(args.a), args.a, args[?'a'].
[[nodiscard]] std::set<std::string> placesOf(const cel::Program &program);
[[nodiscard]] bool overlaps(const std::set<std::string> &a, const std::set<std::string> &b);
/// Every tool of `inner` is one of `outer`. May say no where it is so, never yes where it is not.
[[nodiscard]] bool toolsWithin(const Clause &inner, const Clause &outer);
/// Tools, or patterns, of which both clauses speak; nothing where none is known. A list of none means every tool.
[[nodiscard]] std::optional<std::vector<std::string>> commonTools(const Clause &a, const Clause &b);
/// Which line of the verdict order a clause belongs to; the lower decides first. -1: none.
[[nodiscard]] int lineOf(const Clause &clause);
[[nodiscard]] std::string_view wordOf(ClauseKind kind);

} // namespace mandate::redline
