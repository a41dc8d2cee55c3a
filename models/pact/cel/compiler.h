// SPDX-License-Identifier: GPL-3.0-or-later
// Syntax tree to nodes: names become slots and locals, calls become function pointers, what is constant is computed now. Expects a tree
// that was checked, or that may fail while running.
#pragma once

#include "models/base/arena.h"
#include "models/base/result.h"
#include "models/pact/cel/ast.h"
#include "models/pact/cel/environment.h"
#include "models/pact/cel/evaluation.h"

#include <re2/re2.h>

#include <cstdint>
#include <memory>
#include <set>
#include <string_view>
#include <vector>

namespace mandate::cel {

/// Executable form of one condition. `root` and all nodes live in the arena given to assemble().
struct Assembly {
    const Node *root = nullptr;
    std::uint32_t locals = 0; ///< room an evaluation needs
    std::set<std::uint32_t> slots;
    std::vector<std::unique_ptr<const re2::RE2>> patterns;
};

/// Builds the nodes. `ast` and `arena` must outlive them and stay where they are.
Result<Assembly> assemble(const Ast &ast, std::string_view source, const Environment &environment, Arena &arena);

} // namespace mandate::cel
