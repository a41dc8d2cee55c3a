// SPDX-License-Identifier: GPL-3.0-or-later
// Changes of a pact beside its clauses, in words, and of a clause beside its condition. What these parts mean is in docs/pact.md.
#pragma once

#include "models/pact/redline/redline.h"

#include <string>
#include <vector>

namespace mandate::redline {

/// The stronger of two classes for one change: whatever lets something pass is never hidden.
[[nodiscard]] ScopeChange stronger(ScopeChange a, ScopeChange b);
/// Parts other than clauses and those that imply clauses, in the order of the document.
[[nodiscard]] std::vector<PactChange> changedParts(const PactDocument &before, const PactDocument &after);
/// What changed between two versions of a clause beside id, sentence and condition, as sentences.
[[nodiscard]] std::vector<std::string> changesOf(const Clause &before, const Clause &after);
[[nodiscard]] std::string listed(const std::vector<std::string> &names);

} // namespace mandate::redline
