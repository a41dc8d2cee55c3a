// SPDX-License-Identifier: GPL-3.0-or-later
// Workspace::import: what the pipeline delivers is judged in order and stored, then incidents are opened.
#include "models/workspace/import_pipeline.h"
#include "models/workspace/workspace_private.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <unordered_set>
#include <utility>

namespace mandate {

namespace {

/// Entries stored in one transaction, at least: a commit costs about as much as storing some hundred of them.
constexpr std::size_t entriesPerCommit = 16'384;

/// Builds the full-text index beside the import, in a thread of its own: it is a file of its own and only reads what is stored.
class TextFollower
{
public:
    TextFollower(Store &store, bool wanted)
    {
        if (wanted)
            m_thread = std::jthread([this, &store](const std::stop_token &stop) { run(store, stop); });
    }

    /// More is stored than was.
    void follow()
    {
        const std::scoped_lock guard(m_mutex);
        m_behind = true;
        m_changed.notify_all();
    }

private:
    void run(Store &store, const std::stop_token &stop)
    {
        std::unique_lock guard(m_mutex);
        while (m_changed.wait(guard, stop, [this] { return m_behind; })) {
            m_behind = false;
            guard.unlock();
            (void)store.indexText({}, stop); // whoever waits for the index builds the rest at the end and hears of trouble then
            guard.lock();
        }
    }

    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    bool m_behind = false;
    std::jthread m_thread; ///< last: it ends before what it uses
};

/// Judges chunks in order and stores them a few at a time.
class Committer
{
public:
    Committer(Workspace::Private &workspace, ImportReport &report, const ImportProgress &progress, std::uint64_t bytesTotal, bool indexText)
        : m_workspace(workspace),
          m_report(report),
          m_progress(progress),
          m_pool(seedKnown()),
          m_text(*workspace.store, indexText),
          m_bytesTotal(bytesTotal)
    {
    }

    Result<void> commit(ImportChunk &chunk)
    {
        judge(chunk);
        count(chunk);
        if (!chunk.items.empty())
            chunk.source->memory->forget(chunk.items.back().offset); // what is prepared holds copies
        m_entries += chunk.prepared->entryCount();
        m_prepared.push_back(std::move(chunk.prepared));
        if (m_entries >= entriesPerCommit)
            return flush();
        return {};
    }

    Result<void> flush()
    {
        if (m_prepared.empty())
            return {};
        auto appended = m_workspace.store->append(std::exchange(m_prepared, {}));
        if (!appended)
            return appended.error();
        m_report.records -= m_entries - appended->entries; // the same item twice in one import
        m_text.follow();
        m_report.known += appended->itemsKnown;
        m_entries = 0;
        m_pool.trim();
        tell();
        return {};
    }

private:
    /// Sessions that are in the ledger before this import: the only ones whose earlier actions need reading.
    SessionPool::Seeder seedKnown()
    {
        auto known = std::make_shared<std::unordered_set<std::string>>();
        if (m_workspace.store->size() > 0) {
            if (auto names = m_workspace.store->names(Dimension::Session))
                known->insert(names->begin(), names->end());
        }
        return [seeder = m_workspace.seeder(), known](SessionJudge &judge, std::string_view agent, std::string_view session, bool setAside) {
            if (setAside || known->contains(std::string(session)))
                seeder(judge, agent, session, setAside);
        };
    }

    void judge(ImportChunk &chunk)
    {
        for (std::size_t i = 0; i < chunk.records.size(); ++i) {
            const Record &record = chunk.records[i];
            if (record.kind != RecordKind::Action)
                continue;
            const std::uint32_t entry = chunk.recordEntries[i];
            const auto &pact = pactFor(record);
            if (!pact) {
                chunk.prepared->setVerdict(entry, Verdict::NoPact, {});
                continue;
            }
            const Judgement judgement = m_pool.judgeOf(record, pact->compiled).judge(record);
            const auto clauses = pact->compiled->clauses();
            chunk.prepared->setVerdict(entry, judgement.verdict,
                                       judgement.deciding < 0 ? std::string_view()
                                                              : std::string_view(clauses[static_cast<std::size_t>(judgement.deciding)].id));
            m_findings.clear();
            appendFindings(*pact->compiled, judgement, entry, m_findings);
            for (Finding &finding : m_findings)
                chunk.prepared->addFinding(std::move(finding));
        }
    }

    const std::shared_ptr<const LoadedPact> &pactFor(const Record &record)
    {
        if (m_haveLast && record.agent == m_lastAgent && record.deployment == m_lastDeployment)
            return m_lastPact;
        m_lastAgent = record.agent;
        m_lastDeployment = record.deployment;
        m_lastPact = m_workspace.pactFor(record.agent, record.deployment);
        m_haveLast = true;
        return m_lastPact;
    }

    void count(const ImportChunk &chunk)
    {
        ImportedFile &file = m_report.files[chunk.file];
        file.records += chunk.records.size();
        file.items += chunk.items.size() - chunk.known;
        file.known += chunk.known;
        file.quarantined += chunk.quarantined;
        m_report.records += chunk.records.size();
        m_report.known += chunk.known;
        m_report.quarantined += chunk.quarantined;
        for (const Error &problem : chunk.problems) {
            if (m_report.problems.size() < 100)
                m_report.problems.push_back(problem);
        }
        m_bytesDone += chunk.bytes;
        m_lastFile = chunk.source->name;
        m_filesDone = std::max<std::uint64_t>(m_filesDone, chunk.file + (chunk.last ? 1 : 0));
    }

    void tell()
    {
        const auto now = std::chrono::steady_clock::now();
        if (!m_progress || now - m_told < std::chrono::milliseconds(100))
            return;
        m_told = now;
        m_progress({m_lastFile, m_filesDone, m_report.files.size(), m_bytesDone, m_bytesTotal, m_report.records});
    }

    Workspace::Private &m_workspace;
    ImportReport &m_report;
    const ImportProgress &m_progress;
    SessionPool m_pool;
    TextFollower m_text;
    std::vector<std::unique_ptr<Store::Prepared>> m_prepared; ///< judged, not yet stored
    std::size_t m_entries = 0;                                ///< of those
    std::vector<Finding> m_findings;
    bool m_haveLast = false;
    std::string m_lastAgent;
    std::string m_lastDeployment;
    std::shared_ptr<const LoadedPact> m_lastPact;
    std::string m_lastFile;
    std::uint64_t m_filesDone = 0;
    std::uint64_t m_bytesDone = 0;
    std::uint64_t m_bytesTotal;
    std::chrono::steady_clock::time_point m_told;
};

} // namespace

Result<ImportReport> Workspace::import(const std::vector<std::string> &paths, const ImportOptions &options, const ImportProgress &progress,
                                       std::stop_token stop)
{
    if (m->readOnly)
        return m->unlock().error();
    if (!options.format.empty() && !adapterNamed(options.format)) {
        std::string known;
        for (const Adapter *adapter : adapters())
            known += (known.empty() ? "" : ", ") + std::string(adapter->name());
        Error error = refused("MND-IMP-002", "There is no format \"" + options.format + "\".", "Nothing was imported.",
                              "Use one of: " + known + ", or leave it out.");
        error.kind = ErrorKind::Usage;
        return error;
    }
    ImportReport report;
    std::vector<FoundFile> files;
    findFiles(paths, files, report.problems);
    std::uint64_t bytesTotal = 0;
    for (const FoundFile &file : files) {
        report.files.push_back({file.name, {}, 0, 0, 0, 0, {}});
        bytesTotal += file.size;
    }
    const EntryNumber before = m->store->size();
    {
        const Private::Writing writing(*m);
        if (auto loaded = m->load(); !loaded)
            return loaded.error();
        Committer committer(*m, report, progress, bytesTotal, options.indexText);
        ImportPipeline pipeline(*m->store, options);
        auto ran = pipeline.run(
            files, report, [&](ImportChunk &chunk) { return committer.commit(chunk); }, stop);
        if (!ran)
            return ran.error();
        if (auto flushed = committer.flush(); !flushed)
            return flushed.error();
        const EntryNumber after = m->store->size();
        if (after > before) {
            if (auto noted = m->noteJudgement(before, after); !noted)
                return noted.error();
        }
        auto opened = m->openIncidents();
        if (!opened)
            return opened.error();
        report.incidentsOpened = *opened;
        report.cancelled = stop.stop_requested();
        if (options.indexText && !report.cancelled) {
            if (auto indexed = m->store->indexText({}, stop); !indexed && indexed.error().kind != ErrorKind::Cancelled)
                return indexed.error();
        }
    }
    if (m->store->size() > before)
        Q_EMIT ledgerGrew(m->store->size());
    return report;
}

} // namespace mandate
