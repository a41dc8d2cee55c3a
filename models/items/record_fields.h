// SPDX-License-Identifier: GPL-3.0-or-later
// The fields of a record as a tree of names and values, each with its place in the received bytes where that can be found.
#pragma once

#include "models/items/record_detail.h"
#include "models/workspace/workspace.h"

namespace mandate {

/// `out` gives the bytes and the span to look in.
[[nodiscard]] QList<DetailField> fieldsOf(const EvidenceDetail &detail, const RecordDetail &out);

/// "reservation_id “EHGLP3”, cabin “economy”": arguments inside a sentence of ours, so every value of theirs is quoted.
[[nodiscard]] QString quotedArguments(const Record &record, qsizetype limit);

} // namespace mandate
