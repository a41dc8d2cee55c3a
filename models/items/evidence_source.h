// SPDX-License-Identifier: GPL-3.0-or-later
// Where the Evidence table reads: the store, and what people marked beside it. Values and functions, so that a bare store is a source too. Not for views.
#pragma once

#include "models/items/record_mask.h"
#include "models/metrics/counted_entries.h"
#include "models/workspace/workspace.h"

#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

namespace mandate {

struct EvidenceSource
{
    std::shared_ptr<const Store> store;
    /// A filter that the store understands: conditions on marks and figures name their entries.
    std::function<Result<RowFilter>(RowFilter, std::stop_token)> resolved = [](RowFilter filter, const std::stop_token &) { return asksFor(filter).figures ? Result<RowFilter>(noFiguresHere()) : Result<RowFilter>(std::move(filter)); };
    /// What of records may be shown.
    std::function<Result<RecordMask>()> mask = [] { return Result<RecordMask>(RecordMask()); };
    /// Every record that carries a star, a tag or a note.
    std::function<std::vector<RecordMarks>()> marks = [] { return std::vector<RecordMarks>(); };
};

/// Marks by the record that carries them.
using MarkedRecords = std::unordered_map<EntryNumber, RecordMarks>;

[[nodiscard]] inline EvidenceSource evidenceSourceOf(std::shared_ptr<Workspace> workspace)
{
    EvidenceSource source;
    source.store = std::shared_ptr<const Store>(workspace, &workspace->store());
    source.resolved = [workspace](RowFilter filter, std::stop_token stop) { return workspace->resolved(std::move(filter), std::move(stop)); };
    source.marks = [workspace] { return workspace->recordMarks(); };
    source.mask = [workspace] { return RecordMask::of(*workspace); };
    return source;
}

} // namespace mandate
