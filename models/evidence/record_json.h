// SPDX-License-Identifier: GPL-3.0-or-later
// A Record as the canonical JSON entry that is hashed, and back. Schema: resources/schemas/record.schema.json.
#pragma once

#include "models/base/json_reader.h"
#include "models/base/result.h"
#include "models/evidence/record.h"

#include <string>

namespace mandate {

/// Appends the RFC 8785 form, `{"type":"record","v":1,…}`. Integers beyond ±(2⁵³−1) inside arguments and labels, which I-JSON cannot
/// carry, are written as text and listed as JSON Pointers under "integers_as_text", so that reading gives the same values back.
void appendRecordJson(std::string &out, const Record &record);

/// Reads what appendRecordJson wrote. Views and values live in `arena`. Error kind Corrupt when it is not a record entry.
Result<Record> readRecord(std::string_view json, JsonReader &reader, Arena &arena);

/// The words a full-text search should find in a record: tool, argument texts, input, said, reasoning, result. Plain text, at most
/// `limit` bytes, cut at a code point.
void appendSearchText(std::string &out, const Record &record, std::size_t limit = 16384);

} // namespace mandate
