// SPDX-License-Identifier: GPL-3.0-or-later
// The line that stands for a record whose text was erased before the export: {"document":what remains,"entry":N,"erased":entry of the tombstone,
// "leaf":hex}, canonical. Leaf and proof are as before; what remains is on the word of who exported.
#pragma once

#include "models/base/json_reader.h"
#include "models/base/object_writer.h"
#include "models/store/store.h"

#include <optional>
#include <string>
#include <string_view>

namespace mandate::bundle {

struct ErasedLine
{
    EntryNumber entry = 0;
    EntryNumber tombstone = 0;
    Digest leaf;
    Value document; ///< lives in the arena
};

/// `remains` is the body that the store gives.
[[nodiscard]] inline Result<std::string> textOf(EntryNumber entry, EntryNumber tombstone, const Digest &leaf, std::string_view remains)
{
    Arena arena;
    JsonReader reader;
    const auto document = reader.read(remains, arena);
    if (!document)
        return document.error();
    ObjectWriter line;
    line.put("document", *document);
    line.put("entry", Value::integer(static_cast<std::int64_t>(entry)));
    line.put("erased", Value::integer(static_cast<std::int64_t>(tombstone)));
    line.put("leaf", leaf.hex());
    return line.canonical();
}

/// Nothing when the line stands for no erased record.
[[nodiscard]] inline std::optional<ErasedLine> readErasedLine(std::string_view text, JsonReader &reader, Arena &arena)
{
    const auto read = reader.read(text, arena);
    if (!read)
        return std::nullopt;
    const Value *document = read->find("document");
    const Value *entry = read->find("entry");
    const Value *tombstone = read->find("erased");
    const auto leaf = Digest::fromHex(read->findText("leaf").value_or(std::string_view()));
    if (!document || !leaf || !entry || !tombstone || !entry->is(ValueKind::Int) || !tombstone->is(ValueKind::Int) || entry->asInt() < 0 || tombstone->asInt() < 0)
        return std::nullopt;
    return ErasedLine{static_cast<EntryNumber>(entry->asInt()), static_cast<EntryNumber>(tombstone->asInt()), *leaf, *document};
}

} // namespace mandate::bundle
