// SPDX-License-Identifier: GPL-3.0-or-later
// A source format: recognises its files, splits them into items without parsing them whole, and turns one item into Records.
// Adapters hold no state between files and know nothing of stores or pacts.
#pragma once

#include "models/base/json_reader.h"
#include "models/base/result.h"
#include "models/evidence/record.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

/// A file to import. `bytes` is the whole file, mapped; it outlives every item and record made from it.
struct SourceFile
{
    std::string path; ///< as given by the person, for messages
    std::string name; ///< path below the imported folder, or the file's own name: what records cite as their source
    std::string_view bytes;
};

/// A part of a file that is kept, digested and normalised as one: a simulation, a line, an audit record.
struct Item
{
    std::string_view bytes;
    std::uint64_t offset = 0; ///< in the file, bytes
    std::uint64_t line = 0;   ///< from 1; 0 where lines mean nothing
    std::uint64_t index = 0;  ///< among the file's items, from 0
    bool context = false;     ///< the part of the file around the items (header), not an item of its own
    bool broken = false;      ///< what is left of a damaged file: normalise fails and says why
    std::optional<Digest> digest; ///< SHA-256 of `bytes` when the caller has it already; else normalise computes it
};

/// The largest item that is read. A larger one is refused with MND-SRC-003, before anything of it is copied.
inline constexpr std::size_t maximumItemBytes = std::size_t{32} << 20;

/// Working room of one thread.
struct NormaliseRoom
{
    Arena &arena;
    JsonReader &reader;
    Instant received;
};

/// One opened file. `next` is called from one thread; `normalise` from many at once.
class FileAdapter
{
public:
    virtual ~FileAdapter() = default;

    /// The next item, or nothing at the end. A broken structure ends the file: everything that can be read is given as items first, the rest
    /// as one last item whose normalise fails, so that its bytes are quarantined and nothing is lost.
    virtual std::optional<Item> next() = 0;

    /// Appends the item's records in the order things happened. On an error nothing is appended: the item is quarantined with its reason.
    virtual Result<void> normalise(const Item &item, NormaliseRoom &room, std::vector<Record> &records) const = 0;
};

class Adapter
{
public:
    virtual ~Adapter() = default;
    /// Stable name for --format and for records: "tau2", "tau-bench", "agentdojo", "openai", "anthropic", "otlp", "cloudtrail",
    /// "cloudtrail-digest", "agt", "signed".
    [[nodiscard]] virtual std::string_view name() const = 0;
    /// One line for people: what the format is and who writes it.
    [[nodiscard]] virtual std::string_view title() const = 0;
    /// True when the file's structure is this format's, judged by its beginning (and by its path only where the format says so).
    [[nodiscard]] virtual bool recognises(const SourceFile &file) const = 0;
    /// Reads what the file says once for all items. Input error when the file cannot be of this format at all.
    virtual Result<std::unique_ptr<FileAdapter>> open(const SourceFile &file, const std::string &agentOverride) const = 0;
};

/// All adapters, the most specific first.
[[nodiscard]] std::span<const Adapter *const> adapters();
[[nodiscard]] const Adapter *adapterNamed(std::string_view name);

/// Why a file is no evidence, or which adapter reads it. A file that is none of ours (CSV, Markdown, an evaluation summary, empty, binary) is
/// `skipped` with a reason in plain words; a file of ours that is damaged still names its adapter.
struct Recognition
{
    const Adapter *adapter = nullptr;
    std::string skipped;
};
[[nodiscard]] Recognition recognise(const SourceFile &file);

/// What records cite as their source: `path` below the folder `root` with "/" between its parts, or the file's own name when `root` is the
/// file itself or is no folder of it.
[[nodiscard]] std::string sourceName(std::string_view root, std::string_view path);

} // namespace mandate
