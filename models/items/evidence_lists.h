// SPDX-License-Identifier: GPL-3.0-or-later
// What a filter leaves, read from the store in a worker: the rows with their violations, and the bars of the histogram with the times for
// which nothing was received. Not the pages of rows (evidence_row.h). Not for views.
#pragma once

#include "models/items/evidence_model.h"
#include "models/items/evidence_query.h"

#include <stop_token>

namespace mandate {

struct RowList
{
    std::vector<EntryNumber> entries;
    std::vector<int> violations; ///< indexes into entries, ascending: rows whose verdict is Prohibited
    std::uint64_t total = 0;     ///< records in the workspace
    std::optional<Error> error;
};

struct RowSummary
{
    std::vector<EvidenceBin> bins;
    std::uint64_t withoutTime = 0;                       ///< matching records that no bar can show
    std::array<std::uint64_t, verdictCount> byVerdict{}; ///< of every matching record, also of those
    KnownNames names;
    std::optional<Error> error;
};

[[nodiscard]] RowList readRowList(const Store &store, const QList<FilterCondition> &conditions, RowOrder order, std::stop_token stop);
[[nodiscard]] RowSummary readRowSummary(const Store &store, const QList<FilterCondition> &conditions, std::stop_token stop);

} // namespace mandate
