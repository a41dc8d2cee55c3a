// SPDX-License-Identifier: GPL-3.0-or-later
// What people marked is no column of a store: here a condition on marks becomes one on the entries that carry them. Knows no marks itself.
#pragma once

#include "models/store/store.h"

#include <functional>

namespace mandate {

/// The entries that a condition on marks matches, ascending.
using EntriesMarked = std::function<std::vector<EntryNumber>(const MarkedBy &)>;

[[nodiscard]] bool asksForMarks(const RowCondition &condition);
[[nodiscard]] bool asksForMarks(const RowFilter &filter);
/// The same with an EntryIn in place of every MarkedBy.
[[nodiscard]] RowCondition withMarks(const RowCondition &condition, const EntriesMarked &marked);
[[nodiscard]] RowFilter withMarks(RowFilter filter, const EntriesMarked &marked);

} // namespace mandate
