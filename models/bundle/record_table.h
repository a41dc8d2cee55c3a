// SPDX-License-Identifier: GPL-3.0-or-later
// One record as a row of a table (RFC 4180): taken from its canonical entry, or from what a redaction left of it. Spreadsheets run no formula in it.
#pragma once

#include "models/base/value.h"
#include "models/bundle/bundle_lines.h"

#include <string>
#include <string_view>
#include <vector>

namespace mandate::bundle {

/// Byte order mark (spreadsheets take a table for another encoding without) and the headings.
[[nodiscard]] std::string tableHead();
/// Cells of an entry in the order of the headings. `zone`: see inZone().
[[nodiscard]] std::vector<std::string> tableCells(const Value &entry, const SelectionLine &line, const std::string &zone);
/// The row with its line end. A cell that a spreadsheet would compute begins with an apostrophe.
[[nodiscard]] std::string tableRow(const std::vector<std::string> &cells);

/// Text at a path of member names, such as {"who", "agent"}; empty when it is absent. Values that are no text are their canonical JSON.
[[nodiscard]] std::string textAt(const Value &entry, std::initializer_list<std::string_view> path);

} // namespace mandate::bundle
