// SPDX-License-Identifier: GPL-3.0-or-later
// What an import takes and reports. The pipeline itself is import_pipeline.cpp.
#pragma once

#include "models/base/result.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace mandate {

struct ImportOptions
{
    std::string format;      ///< adapter name; empty: recognised by structure
    std::string agent;       ///< replaces the agent the source names; empty: as the source says
    bool indexText = true;   ///< build the full-text index at the end
    unsigned workers = 0;    ///< parsing threads; 0: as many as there are cores
};

struct ImportStep
{
    std::string file;
    std::uint64_t filesDone = 0;
    std::uint64_t filesTotal = 0;
    std::uint64_t bytesDone = 0;
    std::uint64_t bytesTotal = 0;
    std::uint64_t records = 0;
};
/// Called from a worker thread, at most some ten times a second.
using ImportProgress = std::function<void(const ImportStep &)>;

struct ImportedFile
{
    std::string file;
    std::string format;          ///< empty when skipped
    std::uint64_t records = 0;   ///< new
    std::uint64_t items = 0;     ///< new
    std::uint64_t known = 0;     ///< items that were in the ledger already
    std::uint64_t quarantined = 0;
    std::string skipped;         ///< why the file is no evidence; empty when it was read
};

struct ImportReport
{
    std::vector<ImportedFile> files;
    std::vector<Error> problems; ///< files that could not be read, items quarantined (the first 100), each with its reason
    std::uint64_t records = 0;
    std::uint64_t known = 0;
    std::uint64_t quarantined = 0;
    std::uint64_t incidentsOpened = 0;
    bool cancelled = false;      ///< what was stored before stays; a rerun completes it
};

} // namespace mandate
