// SPDX-License-Identifier: GPL-3.0-or-later
// Where a text stops being JSON as JsonReader reads it. Looked for only when a document was refused: simdjson says that something is wrong and
// not where.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace mandate {

/// Offset in bytes of the first octet at which the document can no longer be strict JSON: where a value, comma, bracket or quote should stand, the
/// second of two equal keys, a number out of range, an octet that is no UTF-8, the first bracket too deep; the text's end when it is cut off.
/// Nothing when all of it is well-formed. Linear in the text up to there.
[[nodiscard]] std::optional<std::uint64_t> offsetOfJsonFault(std::string_view json, std::size_t maximumDepth);

} // namespace mandate
