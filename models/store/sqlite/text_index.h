// SPDX-License-Identifier: GPL-3.0-or-later
// The full-text index in a file of its own beside the store ("<path>-text"). It holds nothing that cannot be built again: delete it at will.
#pragma once

#include "models/evidence/record_json.h"
#include "models/store/sqlite/filter.h"
#include "models/store/sqlite/reader.h"
#include "models/store/sqlite/tokens.h"

#include <mutex>

namespace mandate::sqlite {

class TextIndex
{
public:
    TextIndex(const std::string &storePath, std::string origin) : m_path(storePath + "-text"), m_origin(std::move(origin)) {}

    /// Entries [0, indexedTo()) are in the index; 0 when there is none.
    [[nodiscard]] std::uint64_t indexedTo(std::uint64_t entries) const;
    /// Adds the entries that are missing.
    Result<void> build(std::uint64_t entries, Reader &reader, const Progress &progress, std::stop_token stop);
    /// Removes the index.
    void discard();
    /// Clears the masks of rows whose text does not match: by the index where it reaches, else by reading the entries.
    Result<void> restrict(Masks &masks, const std::string &text, const Image &image, Reader &reader, std::stop_token stop) const;

private:
    Result<std::vector<bool>> hits(const TextQuery &query, std::uint64_t below) const;
    bool openForSearch(std::uint64_t entries) const;
    void removeFiles();

    std::string m_path;
    std::string m_origin;
    mutable std::mutex m_mutex; ///< guards what follows
    mutable Connection m_search;
    std::mutex m_building;
};

/// The text of an entry that a search looks through.
void appendEntryText(std::string &out, std::string_view body, JsonReader &json, Arena &arena);

} // namespace mandate::sqlite
