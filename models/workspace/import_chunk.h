// SPDX-License-Identifier: GPL-3.0-or-later
// A stretch of one file on its way through the import: items, their records, and the store's prepared batch. One thread at a time owns it.
#pragma once

#include "models/sources/adapter.h"
#include "models/store/store.h"
#include "models/workspace/source_files.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

/// Everything the records of a file's chunks point into: kept until the last chunk of the file is stored.
struct OpenFile;

struct ImportChunk
{
    std::size_t file = 0; ///< index of the file in the import
    std::shared_ptr<OpenFile> source;
    std::vector<Item> items;
    bool last = false; ///< nothing of the file follows

    // Filled by normaliseChunk:
    Arena arena{std::size_t{1} << 16};
    std::vector<Record> records;
    std::vector<std::uint32_t> recordEntries; ///< index into the batch's entries, one a record
    std::string bodies;
    std::unique_ptr<Store::Prepared> prepared;
    std::vector<Error> problems; ///< of quarantined items
    std::uint64_t quarantined = 0;
    std::uint64_t known = 0; ///< items that are in the ledger already, left out
    std::uint64_t bytes = 0;

    /// Empty again, with its memory for the next stretch.
    void clear();
};

struct OpenFile
{
    std::string path;
    std::string name;
    std::string format;
    std::shared_ptr<MappedFile> memory;
    std::unique_ptr<FileAdapter> adapter;
};

/// The thread-safe, CPU-heavy part: parse, normalise, write canonical entries, hash, compress. Items the store knows are left out; in a store
/// that was empty when the import began nobody needs to be asked, and what the import brings twice is left out by the append.
void normaliseChunk(ImportChunk &chunk, const Store &store, bool storeWasEmpty, JsonReader &reader, const Instant &received);

} // namespace mandate
