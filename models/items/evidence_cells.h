// SPDX-License-Identifier: GPL-3.0-or-later
// What the cells of the Evidence table say, in every role, and rows as text for the clipboard. Pure functions of one row.
#pragma once

#include "models/items/evidence_row.h"

#include <QVariant>

#include <vector>

namespace mandate {

struct RecordMarks;

[[nodiscard]] QVariant evidenceCell(const EvidenceRow &row, int column, int role);
/// The same before the row is read.
[[nodiscard]] QVariant evidenceCellUnread(quint64 entry, int column, int role);
[[nodiscard]] QVariant evidenceHeader(int column, int role);

/// nullptr: nobody marked the record.
[[nodiscard]] QVariant marksCell(const RecordMarks *marks, int role);
/// The whole row as one sentence.
[[nodiscard]] QString evidenceSentence(const EvidenceRow &row);

} // namespace mandate
