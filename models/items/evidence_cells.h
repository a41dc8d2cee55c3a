// SPDX-License-Identifier: GPL-3.0-or-later
// What the cells of the Evidence table say, in every role, and rows as text for the clipboard. Pure functions of one row.
#pragma once

#include "models/items/evidence_row.h"

#include <QVariant>

#include <vector>

namespace mandate {

[[nodiscard]] QVariant evidenceCell(const EvidenceRow &row, int column, int role);
/// The same before the row is read.
[[nodiscard]] QVariant evidenceCellUnread(quint64 entry, int column, int role);
[[nodiscard]] QVariant evidenceHeader(int column, int role);

[[nodiscard]] QString evidenceText(const std::vector<const EvidenceRow *> &rows);
/// RFC 4180; a cell that begins with = + - @, tab or carriage return gets an apostrophe, so that no spreadsheet runs it.
[[nodiscard]] QString evidenceCsv(const std::vector<const EvidenceRow *> &rows);
[[nodiscard]] QString evidenceJson(const std::vector<const EvidenceRow *> &rows);

} // namespace mandate
