// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/gateway/inbox.h"

#include "models/gateway/durable_file.h"
#include "models/workspace/late_reports.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <sys/stat.h>

namespace mandate {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view ending = ".otlp.json";
constexpr std::string_view unread = ".unread";

Error inboxError(ErrorKind kind, const char *code, const std::string &folder, std::string happened, std::string remedy)
{
    Error error;
    error.kind = kind;
    error.code = code;
    error.happened = std::move(happened);
    error.unaffected = "What was stored before is kept.";
    error.remedy = std::move(remedy);
    error.position.file = folder;
    return error;
}

} // namespace

Inbox::Inbox(Workspace &workspace, std::string folder, const Limits &limits) : m_workspace(workspace), m_folder(std::move(folder)), m_limits(limits) {}

Inbox::~Inbox()
{
    stop();
}

Result<void> Inbox::start()
{
    std::error_code why;
    fs::create_directory(m_folder, why);
    if (why || ::chmod(m_folder.c_str(), 0700) != 0)
        return inboxError(ErrorKind::Storage, "MND-GTW-030", m_folder, "The folder for telemetry cannot be made: " + (why ? why.message() : std::strerror(errno)) + '.',
                          "Make the workspace's folder writable for this account.");
    std::vector<File> left;
    std::size_t aside = 0;
    for (const fs::directory_entry &entry : fs::directory_iterator(m_folder, why)) {
        const std::string name = entry.path().filename().string();
        std::error_code gone;
        if (name.ends_with(".tmp"))
            fs::remove(entry.path(), gone); // nobody was told that it is stored
        else if (name.ends_with(ending) && entry.is_regular_file(gone))
            left.push_back({0, entry.path().string(), static_cast<std::size_t>(entry.file_size(gone))});
        aside += name.ends_with(unread);
    }
    std::sort(left.begin(), left.end(), [](const File &a, const File &b) { return a.path < b.path; }); // as they came: names begin with the time
    const std::scoped_lock guard(m_lock);
    m_setAside = aside;
    for (File &file : left) {
        file.number = m_next++;
        m_bytes += file.bytes;
        m_open.insert(file.number);
        m_files.push_back(std::move(file));
    }
    m_stopping = false;
    m_thread = std::thread([this] { run(); });
    return {};
}

void Inbox::stop()
{
    {
        const std::scoped_lock guard(m_lock);
        m_stopping = true;
    }
    m_work.notify_all();
    m_news.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

Result<std::uint64_t> Inbox::put(std::string_view body)
{
    File file;
    {
        const std::scoped_lock guard(m_lock);
        if (m_stopping || m_open.size() >= m_limits.files || m_bytes + body.size() > m_limits.bytes)
            return inboxError(ErrorKind::Refused, "MND-GTW-031", m_folder, "Too much telemetry waits to be read into the ledger.", "Send it again later.");
        file.number = m_next++;
        m_open.insert(file.number);
        m_bytes += body.size();
    }
    file.path = m_folder + '/' + reportName(systemNow(), file.number);
    file.bytes = body.size();
    auto written = writeDurably(file.path, body);
    const std::uint64_t number = file.number;
    {
        const std::scoped_lock guard(m_lock);
        if (!written) {
            m_open.erase(number);
            m_bytes -= body.size();
        } else {
            m_files.push_back(std::move(file));
        }
    }
    if (!written)
        return written.error();
    m_work.notify_one();
    return number;
}

Inbox::State Inbox::wait(std::uint64_t number, std::chrono::milliseconds atMost)
{
    std::unique_lock guard(m_lock);
    m_news.wait_for(guard, atMost, [&] { return m_stopping || !m_open.contains(number); });
    return m_open.contains(number) ? State::Waiting : State::Imported;
}

std::size_t Inbox::waiting() const
{
    const std::scoped_lock guard(m_lock);
    return m_open.size();
}

std::optional<Error> Inbox::problem() const
{
    const std::scoped_lock guard(m_lock);
    return m_problem;
}

std::optional<Error> Inbox::setAside() const
{
    const std::scoped_lock guard(m_lock);
    if (m_setAside == 0)
        return std::nullopt;
    return inboxError(ErrorKind::Input, "MND-GTW-032", m_folder,
                      (m_setAside == 1 ? std::string("A file") : std::to_string(m_setAside) + " files") + " of received telemetry could not be read and " +
                          (m_setAside == 1 ? "was" : "were") + " set aside with the ending .unread.",
                      "Look what became of it, perhaps a damaged disk; ask the agent's platform to send it again, then remove the file.");
}

void Inbox::run()
{
    std::unique_lock guard(m_lock);
    while (!m_stopping) {
        if (m_files.empty()) {
            m_work.wait(guard);
            continue;
        }
        std::vector<File> files;
        std::size_t bytes = 0;
        for (const File &file : m_files) {
            if (files.size() == m_limits.filesAtOnce || (!files.empty() && bytes + file.bytes > m_limits.bytesAtOnce))
                break;
            files.push_back(file);
            bytes += file.bytes;
        }
        guard.unlock();
        auto imported = import(files);
        guard.lock();
        if (!imported) {
            m_problem = imported.error();
            m_news.notify_all();
            m_work.wait_for(guard, m_limits.retry, [this] { return m_stopping; });
            continue;
        }
        m_problem.reset();
        m_files.erase(m_files.begin(), m_files.begin() + static_cast<std::ptrdiff_t>(files.size()));
        m_bytes -= bytes;
        for (const File &file : files)
            m_open.erase(file.number);
        m_news.notify_all();
    }
}

Result<void> Inbox::import(const std::vector<File> &files)
{
    std::vector<std::string> paths;
    for (const File &file : files)
        paths.push_back(file.path);
    ImportOptions options;
    options.format = "otlp";
    options.workers = 1;
    const auto report = m_workspace.import(paths, options);
    if (!report)
        return report.error();
    // What is in the ledger needs no file. One that could not even be opened as telemetry is set aside, never lost.
    std::size_t aside = 0;
    for (const File &file : files) {
        const std::string name = fs::path(file.path).filename().string();
        const auto read = std::find_if(report->files.begin(), report->files.end(), [&name](const ImportedFile &one) { return one.file == name; });
        std::error_code why;
        if (read != report->files.end() && read->skipped.empty() && !read->format.empty()) {
            fs::remove(file.path, why);
            continue;
        }
        fs::rename(file.path, file.path + std::string(unread), why);
        ++aside;
    }
    const std::scoped_lock guard(m_lock);
    m_setAside += aside;
    return {};
}

} // namespace mandate
