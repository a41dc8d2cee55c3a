// SPDX-License-Identifier: GPL-3.0-or-later
// Which rows match a filter: one octet a row, segment by segment, straight over the columns. Words of the text are text_index.h.
#pragma once

#include "models/store/sqlite/image.h"

#include <span>
#include <stop_token>
#include <vector>

namespace mandate::sqlite {

/// For each segment of a picture, 1 where a row matches.
using Masks = std::vector<std::vector<std::uint8_t>>;

/// Everything of the filter but its text and its conditions (condition.h). Cancelled when stopped.
Result<Masks> matchingRows(const RowFilter &filter, Connection &connection, const Image &image, const NameTables &names, std::stop_token stop);

/// Clears rows that did not occur in [since, until); those without a time never did.
Result<void> restrictByTime(std::vector<std::uint8_t> &mask, const std::optional<Instant> &since, const std::optional<Instant> &until, const Segment &segment,
                            Connection &connection);

[[nodiscard]] std::uint64_t countOf(const Masks &masks);

/// Matching entries in the order asked. Entries without time come last in both orders of time; equal times stay in order of arrival, or its reverse.
Result<std::vector<EntryNumber>> inOrder(const Masks &masks, RowOrder order, Connection &connection, const Image &image, std::stop_token stop);

[[nodiscard]] Error cancelled();

} // namespace mandate::sqlite
