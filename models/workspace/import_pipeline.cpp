// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/import_pipeline.h"

#include "models/base/code_points.h"

#include <algorithm>

namespace mandate {

namespace {

constexpr std::size_t itemsPerChunk = 1024;
constexpr std::size_t bytesPerChunk = std::size_t{1} << 20;
constexpr std::uint64_t chunksInFlight = 8;
constexpr std::size_t mostKept = std::size_t{32} << 20; ///< a chunk whose values took more was out of the ordinary: its memory is given back

} // namespace

ImportPipeline::ImportPipeline(const Store &store, ImportOptions options, const Instant &received)
    : m_store(store),
      m_storeWasEmpty([&store] {
          RowFilter evidence;
          evidence.types = {EntryType::Record, EntryType::Quarantine};
          const auto count = store.count(evidence);
          return count && *count == 0;
      }()),
      m_options(std::move(options)),
      m_received(received)
{
}

Result<void> ImportPipeline::run(const std::vector<FoundFile> &files, ImportReport &report, const Commit &commit, std::stop_token stop)
{
    const unsigned cores = std::max(1u, std::thread::hardware_concurrency());
    const unsigned workers = m_options.workers > 0 ? m_options.workers : cores;
    Result<void> outcome;
    {
        std::jthread reader([&] { readFiles(files, report, stop); });
        std::vector<std::jthread> threads;
        for (unsigned i = 0; i < workers; ++i)
            threads.emplace_back([this] { work(); });
        while (auto chunk = nextDone()) {
            outcome = commit(*chunk);
            giveBack(std::move(chunk));
            if (!outcome || stop.stop_requested()) {
                const std::scoped_lock guard(m_mutex);
                m_stopping = true;
                m_changed.notify_all();
                break;
            }
        }
        const std::scoped_lock guard(m_mutex);
        m_stopping = true;
        m_changed.notify_all();
    }
    return outcome;
}

void ImportPipeline::readFiles(const std::vector<FoundFile> &files, ImportReport &report, const std::stop_token &stop)
{
    for (std::size_t i = 0; i < files.size() && !stop.stop_requested(); ++i) {
        readFile(files[i], i, report, stop);
        const std::scoped_lock guard(m_mutex);
        if (m_stopping)
            return;
    }
    const std::scoped_lock guard(m_mutex);
    m_readAll = true;
    m_changed.notify_all();
}

void ImportPipeline::readFile(const FoundFile &file, std::size_t index, ImportReport &report, const std::stop_token &stop)
{
    const auto note = [&](auto change) {
        const std::scoped_lock guard(m_mutex);
        change(report.files[index]);
    };
    const auto fail = [&](Error error) {
        error.position.file = file.path;
        const std::scoped_lock guard(m_mutex);
        report.files[index].skipped = error.happened;
        report.problems.push_back(std::move(error));
    };
    auto mapped = MappedFile::open(file.path);
    if (!mapped)
        return fail(mapped.error());
    auto memory = std::make_shared<MappedFile>(std::move(mapped).value());
    SourceFile source{asUtf8(file.path), asUtf8(file.name), memory->bytes()}; // records cite them, and are JSON
    const Adapter *adapter = nullptr;
    if (m_options.format.empty()) {
        const Recognition recognition = recognise(source);
        if (!recognition.adapter)
            return note([&](ImportedFile &line) { line.skipped = recognition.skipped; });
        adapter = recognition.adapter;
    } else {
        adapter = adapterNamed(m_options.format);
    }
    auto opened = adapter->open(source, m_options.agent);
    if (!opened)
        return fail(opened.error());
    auto open = std::make_shared<OpenFile>();
    open->path = file.path;
    open->name = source.name;
    open->format = std::string(adapter->name());
    open->memory = memory;
    open->adapter = std::move(opened).value();
    note([&](ImportedFile &line) { line.format = open->format; });

    const auto fresh = [&] {
        auto chunk = freshChunk();
        chunk->file = index;
        chunk->source = open;
        return chunk;
    };
    auto chunk = fresh();
    std::size_t bytes = 0;
    while (auto item = open->adapter->next()) {
        if (stop.stop_requested())
            return;
        bytes += item->bytes.size();
        chunk->items.push_back(*item);
        if (chunk->items.size() < itemsPerChunk && bytes < bytesPerChunk)
            continue;
        if (!put(std::move(chunk)))
            return;
        chunk = fresh();
        bytes = 0;
    }
    chunk->last = true;
    put(std::move(chunk));
}

bool ImportPipeline::put(std::unique_ptr<ImportChunk> chunk)
{
    std::unique_lock guard(m_mutex);
    m_changed.wait(guard, [&] { return m_stopping || m_read - m_committed < chunksInFlight; });
    if (m_stopping)
        return false;
    m_waiting.emplace_back(m_read++, std::move(chunk));
    m_changed.notify_all();
    return true;
}

void ImportPipeline::work()
{
    JsonReader reader;
    std::unique_lock guard(m_mutex);
    for (;;) {
        m_changed.wait(guard, [&] { return m_stopping || !m_waiting.empty() || m_readAll; });
        if (m_stopping || (m_waiting.empty() && m_readAll))
            return;
        if (m_waiting.empty())
            continue;
        auto [number, chunk] = std::move(m_waiting.front());
        m_waiting.pop_front();
        guard.unlock();
        normaliseChunk(*chunk, m_store, m_storeWasEmpty, reader, m_received);
        guard.lock();
        m_done.emplace(number, std::move(chunk));
        m_changed.notify_all();
    }
}

std::unique_ptr<ImportChunk> ImportPipeline::nextDone()
{
    std::unique_lock guard(m_mutex);
    m_changed.wait(guard, [&] { return m_stopping || m_done.contains(m_committed) || (m_readAll && m_committed == m_read); });
    const auto found = m_done.find(m_committed);
    if (m_stopping || found == m_done.end())
        return nullptr;
    auto chunk = std::move(found->second);
    m_done.erase(found);
    ++m_committed;
    m_changed.notify_all();
    return chunk;
}

std::unique_ptr<ImportChunk> ImportPipeline::freshChunk()
{
    const std::scoped_lock guard(m_mutex);
    if (m_spare.empty())
        return std::make_unique<ImportChunk>();
    auto chunk = std::move(m_spare.back());
    m_spare.pop_back();
    return chunk;
}

void ImportPipeline::giveBack(std::unique_ptr<ImportChunk> chunk)
{
    if (chunk->arena.reserved() > mostKept)
        return;
    chunk->clear();
    const std::scoped_lock guard(m_mutex);
    m_spare.push_back(std::move(chunk));
}

} // namespace mandate
