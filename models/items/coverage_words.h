// SPDX-License-Identifier: GPL-3.0-or-later
// What a source covers, in words: its state as shape and word, and the sentences behind it.
#pragma once

#include "models/items/words.h"
#include "models/workspace/source_coverage.h"

namespace mandate::words {

/// A recording that nobody expects to go on has no state but that.
[[nodiscard]] StateWord of(const SourceCoverage &source);
/// Last seen, usual pauses, gaps, and what is expected of it, one sentence each.
[[nodiscard]] QString coverage(const SourceCoverage &source, const CoverageReport &report);

} // namespace mandate::words
