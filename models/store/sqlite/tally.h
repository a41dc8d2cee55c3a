// SPDX-License-Identifier: GPL-3.0-or-later
// Counts over matching rows, straight over the columns: by dimensions, and by bins of time; and the columns themselves.
#pragma once

#include "models/store/sqlite/filter.h"

namespace mandate::sqlite {

Result<std::vector<Tally>> tallyRows(const Masks &masks, std::span<const Dimension> by, Connection &connection, const Image &image,
                                     const NameTables &names, std::stop_token stop);
Result<RowColumns> columnsOfRows(const Masks &masks, Connection &connection, const Image &image, const NameTables &names, std::stop_token stop);
Result<std::vector<TimeBin>> histogramRows(const Masks &masks, std::size_t bins, Connection &connection, const Image &image, std::stop_token stop);
/// Distinct names of the rows, sorted, the empty one left out.
Result<std::vector<std::string>> namesInUse(Column column, Connection &connection, const Image &image, const NameTables &names);
[[nodiscard]] std::optional<Column> columnOfNames(Dimension dimension);

} // namespace mandate::sqlite
