// SPDX-License-Identifier: GPL-3.0-or-later
// The import: split | normalise and prepare on every core | judge and store in order, with bounded room between the steps.
#pragma once

#include "models/workspace/import.h"
#include "models/workspace/import_chunk.h"
#include "models/workspace/source_files.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <stop_token>
#include <thread>

namespace mandate {

class ImportPipeline
{
public:
    /// Called in file order from the thread that runs the import: judges the chunk and hands it to the store. Keeps nothing of the chunk.
    using Commit = std::function<Result<void>(ImportChunk &)>;

    /// `received`: by the clock that statements are signed by, for every record.
    ImportPipeline(const Store &store, ImportOptions options, const Instant &received);

    /// Reads all files; `report` gets one line a file as they are opened. Stops early when asked or when commit fails.
    Result<void> run(const std::vector<FoundFile> &files, ImportReport &report, const Commit &commit, std::stop_token stop);

private:
    void readFiles(const std::vector<FoundFile> &files, ImportReport &report, const std::stop_token &stop);
    void readFile(const FoundFile &file, std::size_t index, ImportReport &report, const std::stop_token &stop);
    void work();
    bool put(std::unique_ptr<ImportChunk> chunk);
    std::unique_ptr<ImportChunk> nextDone();
    std::unique_ptr<ImportChunk> freshChunk();
    void giveBack(std::unique_ptr<ImportChunk> chunk);

    const Store &m_store;
    const bool m_storeWasEmpty;
    ImportOptions m_options;
    const Instant m_received;
    std::mutex m_mutex; ///< guards what follows and the report's files and problems
    std::condition_variable m_changed;
    std::deque<std::pair<std::uint64_t, std::unique_ptr<ImportChunk>>> m_waiting;
    std::map<std::uint64_t, std::unique_ptr<ImportChunk>> m_done;
    std::vector<std::unique_ptr<ImportChunk>> m_spare; ///< committed ones, for their memory: new pages were an eighth of the import's time
    std::uint64_t m_read = 0;                          ///< chunks handed to workers
    std::uint64_t m_committed = 0;                     ///< chunks taken out in order
    bool m_readAll = false;
    bool m_stopping = false;
};

} // namespace mandate
