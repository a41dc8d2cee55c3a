// SPDX-License-Identifier: GPL-3.0-or-later
// Telemetry on its way into the ledger: each body is a file on the disk before its sender hears of it, and one thread imports what lies there, several
// at once. What a killed program left is imported by the next one; the same bytes twice add nothing.
#pragma once

#include "models/base/result.h"
#include "models/workspace/workspace.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <set>
#include <thread>

namespace mandate {

class Inbox
{
public:
    struct Limits
    {
        std::size_t files = 20'000;
        std::size_t bytes = std::size_t{1} << 30;
        std::size_t filesAtOnce = 256;                    ///< of one import
        std::size_t bytesAtOnce = std::size_t{4} << 20;   ///< so that decisions, which share the ledger, wait only shortly
        std::chrono::milliseconds retry{500};             ///< after an import that failed
    };
    Inbox(Workspace &workspace, std::string folder, const Limits &limits);
    ~Inbox();
    Inbox(const Inbox &) = delete;
    Inbox &operator=(const Inbox &) = delete;

    /// Makes the folder, takes in what lies there, and begins. Storage error when that does not work.
    Result<void> start();
    void stop();
    /// Stores a body durably; its number, to wait for. Storage error when it cannot be stored, Refused when too much waits already.
    Result<std::uint64_t> put(std::string_view body);
    enum class State : std::uint8_t { Imported, Waiting };
    /// Until the body is in the ledger, or so long.
    State wait(std::uint64_t number, std::chrono::milliseconds atMost);
    [[nodiscard]] std::size_t waiting() const;
    /// Why the last import failed; nothing when it did not.
    [[nodiscard]] std::optional<Error> problem() const;
    /// That files were set aside because nothing in them could be read as telemetry, and where they lie; nothing when there are none.
    [[nodiscard]] std::optional<Error> setAside() const;

private:
    struct File
    {
        std::uint64_t number = 0;
        std::string path;
        std::size_t bytes = 0;
    };
    void run();
    Result<void> import(const std::vector<File> &files);

    Workspace &m_workspace;
    std::string m_folder;
    Limits m_limits;
    mutable std::mutex m_lock;
    std::condition_variable m_work;
    std::condition_variable m_news;
    std::deque<File> m_files;
    std::size_t m_bytes = 0;
    std::uint64_t m_next = 1;
    std::set<std::uint64_t> m_open; ///< numbers that are not imported yet
    std::optional<Error> m_problem;
    std::size_t m_setAside = 0; ///< files whose bytes are kept and were never read
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace mandate
