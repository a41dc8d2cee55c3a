// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/import_chunk.h"

#include "models/base/canonical_json.h"
#include "models/base/code_points.h"
#include "models/evidence/record_json.h"

#include <cstring>

namespace mandate {

namespace {

std::uint64_t keyFrom(const Digest &digest)
{
    std::uint64_t key = 0;
    std::memcpy(&key, digest.octets.data(), sizeof key);
    return key & ~(std::uint64_t{1} << 63);
}

/// What makes an item the same when it is read again, whatever its file is called then: its bytes, whose they are, and either the event's
/// own id or the place in the file.
std::uint64_t idempotencyKey(const std::string &format, const Item &item, const Digest &digest, std::span<const Record> records)
{
    const std::string_view separator("\0", 1);
    if (item.context || records.empty())
        return keyFrom(sha256({format, separator, "context", separator, digest.view()}));
    const Record &first = records.front();
    std::string place = first.span.empty() ? std::to_string(item.offset) : std::string(first.span);
    return keyFrom(sha256({format, separator, first.agent, separator, first.session, separator, place, separator, digest.view()}));
}

std::string quarantineEntry(const OpenFile &file, const Item &item, const Digest &digest, const Error &error)
{
    const auto text = [](std::string_view view) { return Value::string(view); };
    const std::string hex = digest.hex();
    const std::string reason = error.happened.empty() ? std::string("It could not be read.") : asUtf8(error.happened); // may cite bytes of the file
    const std::vector<Member> members{
        {text("type"), text("quarantine")},
        {text("v"), Value::integer(1)},
        {text("source"), text(file.name)},
        {text("format"), text(file.format)},
        {text("offset"), Value::integer(static_cast<std::int64_t>(item.offset))},
        {text("line"), Value::integer(static_cast<std::int64_t>(item.line))},
        {text("bytes"), Value::integer(static_cast<std::int64_t>(item.bytes.size()))},
        {text("item_sha256"), text(hex)},
        {text("code"), text(error.code)},
        {text("reason"), text(reason)},
        {text("remedy"), text(error.remedy)},
    };
    return canonicalJson(Value::map(members));
}

} // namespace

void ImportChunk::clear()
{
    source.reset();
    items.clear();
    last = false;
    arena.rewind();
    records.clear();
    recordEntries.clear();
    bodies.clear();
    prepared.reset();
    problems.clear();
    quarantined = 0;
    known = 0;
    bytes = 0;
}

void normaliseChunk(ImportChunk &chunk, const Store &store, bool storeWasEmpty, JsonReader &reader, const Instant &received)
{
    struct Span
    {
        std::size_t begin, end;
    };
    NormaliseRoom room{chunk.arena, reader, received};
    Batch batch;
    std::vector<Span> spans;
    for (Item &item : chunk.items) {
        chunk.bytes += item.bytes.size();
        const Digest digest = sha256(item.bytes);
        item.digest = digest;
        const std::size_t firstRecord = chunk.records.size();
        auto normalised = chunk.source->adapter->normalise(item, room, chunk.records);
        const std::span<const Record> made(chunk.records.data() + firstRecord, chunk.records.size() - firstRecord);
        const std::uint64_t key = normalised ? idempotencyKey(chunk.source->format, item, digest, made)
                                             : keyFrom(sha256({"quarantine", chunk.source->format, digest.view(), std::to_string(item.offset)}));
        if (!normalised) { // said each time the file is read, stored once
            Error error = normalised.error();
            error.position.file = chunk.source->path;
            if (!error.position.offset)
                error.position.offset = item.offset;
            if (!error.position.line && item.line > 0)
                error.position.line = item.line;
            if (chunk.problems.size() < 100)
                chunk.problems.push_back(std::move(error));
        }
        if (!storeWasEmpty && store.knowsItem(key)) {
            chunk.records.resize(firstRecord);
            ++chunk.known;
            continue;
        }
        const auto itemIndex = static_cast<std::int32_t>(batch.items.size());
        batch.items.push_back({item.bytes, digest, key});
        const auto addEntry = [&](EntryType type, std::size_t begin) {
            NewEntry entry;
            entry.type = type;
            entry.item = itemIndex;
            batch.entries.push_back(entry);
            spans.push_back({begin, chunk.bodies.size()});
        };
        if (!normalised) {
            const std::size_t begin = chunk.bodies.size();
            chunk.bodies += quarantineEntry(*chunk.source, item, digest, normalised.error());
            addEntry(EntryType::Quarantine, begin);
            ++chunk.quarantined;
            continue;
        }
        for (std::size_t i = firstRecord; i < chunk.records.size(); ++i) {
            Record &record = chunk.records[i];
            record.itemDigest = digest;
            const std::size_t begin = chunk.bodies.size();
            appendRecordJson(chunk.bodies, record);
            chunk.recordEntries.push_back(static_cast<std::uint32_t>(batch.entries.size()));
            addEntry(EntryType::Record, begin);
        }
    }
    // Only now are bodies and records where they stay.
    for (std::size_t i = 0; i < batch.entries.size(); ++i)
        batch.entries[i].body = std::string_view(chunk.bodies).substr(spans[i].begin, spans[i].end - spans[i].begin);
    for (std::size_t i = 0; i < chunk.records.size(); ++i)
        batch.entries[chunk.recordEntries[i]].record = &chunk.records[i];
    chunk.prepared = store.prepare(batch);
}

} // namespace mandate
