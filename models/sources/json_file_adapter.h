// SPDX-License-Identifier: GPL-3.0-or-later
// What every JSON format shares: limits, digests, reading an item's JSON, errors with a place, and "all of an item's records or none".
// A format derives from it and says only what its values mean.
#pragma once

#include "models/sources/adapter.h"
#include "models/sources/item_stream.h"

#include <initializer_list>
#include <string>
#include <string_view>

namespace mandate {

/// The first thing in an item that is not as its format says; `path` is a JSON Pointer into the item.
struct Misfit
{
    std::string happened;
    std::string path;

    [[nodiscard]] bool found() const { return !happened.empty(); }
};

/// One item on its way to records.
class Reading
{
public:
    Reading(const Item &part, NormaliseRoom &workingRoom, std::vector<Record> &out) : item(part), room(workingRoom), records(out) {}

    /// Notes what is wrong (only the first counts) and returns false.
    bool wrong(std::string happened, std::string path);

    [[nodiscard]] Arena &arena() const { return room.arena; }
    /// A string made of parts, in the arena.
    [[nodiscard]] std::string_view join(std::initializer_list<std::string_view> parts) const;
    /// A session's name where the source has none: "file.json:12" (line) or "file.json#3" (entry, from 0).
    [[nodiscard]] std::string_view numberedSession() const;
    /// A new record with what all records of the item have in common. The reference holds until the next one is added.
    Record &add(RecordKind kind);
    /// Marks the part of the item a record speaks of.
    void mark(Record &record, Extent part) const;

    const Item &item;
    NormaliseRoom &room;
    std::vector<Record> &records;
    Record common;
    Misfit misfit;
};

class JsonFileAdapter : public FileAdapter
{
public:
    std::optional<Item> next() final { return m_stream.next(); }
    Result<void> normalise(const Item &item, NormaliseRoom &room, std::vector<Record> &records) const final;

protected:
    JsonFileAdapter(const SourceFile &file, std::string_view format, std::string agentOverride, ItemStream stream);

    /// Adds the records of an item whose JSON is `document`. False after Reading::wrong.
    virtual bool read(const Value &document, Reading &reading) const = 0;
    /// Adds the record of a context item, whose bytes are no JSON document of their own.
    virtual Result<void> readContext(Reading &reading) const;

    [[nodiscard]] const std::string &name() const { return m_name; }
    [[nodiscard]] const std::string &agentOverride() const { return m_agentOverride; }
    /// An Input error at an item's place, for this file.
    [[nodiscard]] Error errorAt(const Item &item, std::string code, std::string happened, std::string remedy) const;

private:
    std::string m_path;
    std::string m_name;
    std::string_view m_format;
    std::string m_agentOverride;
    ItemStream m_stream;
};

/// MND-SRC-001: the file cannot be of the format at all.
[[nodiscard]] Error notOfFormat(const SourceFile &file, std::string_view title, std::string_view expected);

/// "policy sha256:<hex>" of a policy's text, in the arena.
[[nodiscard]] std::string_view policyBasis(std::string_view policy, Arena &arena);

/// File name without folders and last extension.
[[nodiscard]] std::string_view stemOf(std::string_view path);

} // namespace mandate
