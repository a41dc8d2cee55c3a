// SPDX-License-Identifier: GPL-3.0-or-later
// Two drafts written against the same version, put together clause by clause. Reads documents and writes one; no storage, no judgement:
// what comes out is a draft for a person to read.
#pragma once

#include "models/pact/document.h"

#include <string>
#include <vector>

namespace mandate {

/// A part that both sides changed in different ways. Texts are JSON; empty: the part is not there.
struct MergeConflict
{
    std::string place; ///< JSON Pointer into the merged document, such as "/clauses/3"; of what is not there, its list
    std::string id;    ///< of the clause, tool or fact; empty for other parts
    std::string base;
    std::string ours;
    std::string theirs;
    bool operator==(const MergeConflict &) const = default;
};

struct MergedPact
{
    std::string document;                 ///< RFC 8785 form; holds our text where there is a conflict
    std::vector<MergeConflict> conflicts; ///< in the order of the document's parts
};

/// Three-way merge. What one side changed is taken, what both changed alike is taken, what both changed apart is a conflict. Clauses, tools
/// and facts are known by their name and keep their order: of lists that both sides put in another order, ours is taken and told as a
/// conflict. `version` and `parent_version` are ours; give the result the number and parent that it is to have.
/// Complexity: proportional to the documents, times the logarithm of their lists.
[[nodiscard]] MergedPact mergePacts(const ParsedPact &base, const ParsedPact &ours, const ParsedPact &theirs);

} // namespace mandate
