// SPDX-License-Identifier: GPL-3.0-or-later
// Records of a bench file decoded through the OTLP adapter, a stretch at a time, so that a million of them need little memory.
#pragma once

#include "models/sources/adapter.h"
#include "models/workspace/source_files.h"

#include <memory>
#include <string>
#include <vector>

namespace mandate::bench {

class Decoded
{
public:
    /// Ends the bench with a message when the file cannot be read.
    explicit Decoded(const std::string &path);

    /// Replaces the records by the next `count`, or fewer at the end; false when there are none left.
    bool next(std::size_t count);
    [[nodiscard]] const std::vector<Record> &records() const { return m_records; }

private:
    MappedFile m_memory;
    std::unique_ptr<FileAdapter> m_adapter;
    std::unique_ptr<Arena> m_arena;
    JsonReader m_reader;
    std::vector<Record> m_records;
};

} // namespace mandate::bench
