// SPDX-License-Identifier: GPL-3.0-or-later
// What a filter leaves, read from the store in a worker: the rows with their violations, and the bars of the histogram with the times for
// which nothing was received. Not the pages of rows (evidence_row.h). Not for views.
#pragma once

#include "models/items/evidence_model.h"
#include "models/items/evidence_source.h"
#include "models/items/evidence_query.h"

#include <stop_token>

namespace mandate {

struct RowList
{
    std::vector<EntryNumber> entries;
    std::vector<int> violations; ///< indexes into entries, ascending: rows whose verdict is Prohibited
    std::vector<int> starred;    ///< the same of rows with a star
    std::shared_ptr<const MarkedRecords> marks;
    std::uint64_t total = 0;     ///< records in the workspace
    std::optional<Error> error;
};

struct RowSummary
{
    std::vector<EvidenceBin> bins;
    std::uint64_t withoutTime = 0;                       ///< matching records that no bar can show
    std::array<std::uint64_t, verdictCount> byVerdict{}; ///< of every matching record, also of those
    std::vector<int> gaps; ///< rows that come right behind a time for which nothing was received, ascending
    std::optional<Error> error;
};

/// Names for completion, with those of arguments as far as some hundred actions show them. Of the workspace, whatever the filter.
[[nodiscard]] KnownNames readKnownNames(const EvidenceSource &source, std::stop_token stop);
[[nodiscard]] RowList readRowList(const EvidenceSource &source, const QList<FilterCondition> &conditions, RowOrder order, std::stop_token stop);
/// `order`: where in the table times without any record lie, which only an order of time can tell.
[[nodiscard]] RowSummary readRowSummary(const EvidenceSource &source, const QList<FilterCondition> &conditions, RowOrder order, std::stop_token stop);
/// The filter of conditions, also cut to the neighbours of one record where they ask for that; nothing when no row can match.
[[nodiscard]] Result<std::optional<RowFilter>> filterOf(const EvidenceSource &source, const QList<FilterCondition> &conditions, const std::stop_token &stop);

} // namespace mandate
