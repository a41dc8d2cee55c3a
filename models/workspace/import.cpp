// SPDX-License-Identifier: GPL-3.0-or-later
// Workspace::import: what the pipeline delivers is judged in order and stored, then incidents are opened.
#include "models/evidence/record_json.h"
#include "models/incidents/rules.h"
#include "models/workspace/import_pipeline.h"
#include "models/workspace/imported_windows.h"
#include "models/workspace/judged_import.h"
#include "models/workspace/reevaluation.h"
#include "models/workspace/workspace_private.h"

#include <algorithm>
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
/// Sessions whose facts and history are held between commits.
constexpr std::size_t sessionsAtOnce = 20'000;

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
    Committer(Workspace::Private &workspace, Workspace::Private::Writing &writing, ImportReport &report, const ImportProgress &progress,
              std::uint64_t bytesTotal, bool indexText)
        : m_workspace(workspace),
          m_writing(writing),
          m_report(report),
          m_progress(progress),
          m_finder(workspace.currentTimelines()),
          m_pool(seedKnown(), sessionsAtOnce, m_finder.timelines().sessionsMatter()),
          m_judged(workspace.incidentOpening()),
          m_cover(workspace.approvalCover(workspace.store.get())),
          m_windows(workspace),
          m_text(*workspace.store, indexText),
          m_bytesTotal(bytesTotal)
    {
    }

    /// Before anything is committed.
    Result<void> begin() { return m_windows.follow(m_workspace.store->size(), false); }

    Result<void> commit(ImportChunk &chunk)
    {
        judge(chunk);
        if (m_failed)
            return *m_failed;
        note(chunk);
        if (!chunk.items.empty())
            chunk.source->memory->forget(chunk.items.back().offset); // what is prepared holds copies
        m_entries += chunk.prepared->entryCount();
        m_prepared.push_back(std::move(chunk.prepared));
        m_files.push_back(chunk.file);
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
        for (std::size_t i = 0; i < m_files.size(); ++i)
            count(m_report.files[m_files[i]], appended->parts[i]);
        m_judged.stored(*appended);
        m_windows.stored(appended->first + appended->entries, std::ranges::all_of(appended->parts, [](const Appended::Part &part) { return part.itemsKnown == 0; }));
        m_files.clear();
        m_text.follow();
        m_entries = 0;
        m_pool.trim();
        tell();
        return letOthers();
    }
    /// Between two appends, and while a long session is read.
    Result<void> letOthers()
    {
        if (auto let = m_writing.letOthers(); !let)
            return let;
        m_pactsChanged = m_pactsChanged || m_workspace.currentTimelines()->digest() != m_finder.timelines().digest();
        return m_windows.follow(m_workspace.store->size(), m_judging != nullptr);
    }
    /// Another pact came into force meanwhile, or something came that belongs before what was judged: all has to be judged again.
    [[nodiscard]] bool judgeAgain() const { return m_pactsChanged || m_windows.cameLate(); }
    /// The ledger holds all that was committed.
    void done() { m_windows.done(); }

    [[nodiscard]] JudgedImport &judged() { return m_judged; }

private:
    /// Reads a session's earlier actions from the ledger, where it may hold some: those of sessions that were there before this import or
    /// come back. What is judged and not stored yet is stored for it first.
    SessionPool::Seeder seedKnown()
    {
        auto known = std::make_shared<std::unordered_set<std::string>>();
        const bool any = m_workspace.store->size() > 0;
        if (any) {
            if (auto names = m_workspace.store->names(Dimension::Session))
                known->insert(names->begin(), names->end());
        }
        return [this, any, known](SessionJudge &judge, const Record &next, SessionPool::Earlier earlier) {
            if (earlier == SessionPool::Earlier::Unseen && !m_failed) {
                if (auto flushed = flush(); !flushed)
                    m_failed = flushed.error();
            }
            if (earlier != SessionPool::Earlier::None || (next.session.empty() ? any : known->contains(std::string(next.session))))
                observeLedger(judge, next);
            if (earlier == SessionPool::Earlier::Unseen)
                observeChunk(judge, next);
        };
    }

    /// All of the session's actions in the ledger. A long session is read in pieces, and between these others write: a report about it holds up
    /// nobody's decision. What they bring of it meanwhile is read at the end.
    void observeLedger(SessionJudge &judge, const Record &next)
    {
        RowFilter filter;
        filter.kinds = {RecordKind::Action};
        filter.agents = {std::string(next.agent)};
        filter.sessions = {std::string(next.session)};
        EntryNumber seen = 0; // up to here, this not included
        (void)m_workspace.eachAction(filter,
                                     [&](EntryNumber entry, const Record &record) {
                                         judge.observe(record);
                                         seen = entry + 1;
                                     },
                                     [this](const ImportStep &step) {
                                         if (step.bytesDone == step.bytesTotal || m_failed || m_finder.timelines().windowsMatter())
                                             return; // there is no more of it, or what others write would come between what windows have seen
                                         if (auto let = letOthers(); !let)
                                             m_failed = let.error();
                                     },
                                     {});
        auto since = m_workspace.store->select(filter, RowOrder::ArrivalAscending);
        if (!since)
            return;
        std::erase_if(*since, [seen](EntryNumber entry) { return entry < seen; });
        const auto bodies = m_workspace.store->bodies(*since);
        JsonReader reader;
        Arena arena;
        for (std::size_t i = 0; bodies && i < bodies->size(); ++i) {
            arena.reset();
            if (const auto record = readRecord((*bodies)[i], reader, arena))
                judge.observe(*record);
        }
    }

    /// The session's actions before `next` in the chunk that is being judged.
    void observeChunk(SessionJudge &judge, const Record &next) const
    {
        for (const Record &record : m_judging->records) {
            if (&record == &next)
                return;
            if (record.kind == RecordKind::Action && record.session == next.session && record.agent == next.agent)
                judge.observe(record);
        }
    }

    void judge(ImportChunk &chunk)
    {
        m_judging = &chunk;
        m_judged.beginBatch();
        for (std::size_t i = 0; i < chunk.records.size(); ++i) {
            const Record &record = chunk.records[i];
            if (record.kind != RecordKind::Action)
                continue;
            const std::uint32_t entry = chunk.recordEntries[i];
            const PactPointer &pact = m_finder.find(record.agent, record.deployment, momentOf(record));
            if (!pact) {
                m_windows.take(record, m_entries + entry);
                m_pool.observe(record);
                chunk.prepared->setVerdict(entry, Verdict::NoPact, {});
                m_judged.add(entry, Verdict::NoPact, {});
                continue;
            }
            SessionJudge &session = m_pool.judgeOf(record, pact->compiled); // may store what was judged before
            m_windows.take(record, m_entries + entry);
            Judgement judgement = session.judge(record, m_windows.before(pact->compiled, m_entries + entry));
            judgement.verdict = m_cover.verdict(judgement.verdict, record, noEntry);
            const auto clauses = pact->compiled->clauses();
            const std::string_view deciding =
                judgement.deciding < 0 ? std::string_view() : clauses[static_cast<std::size_t>(judgement.deciding)].id;
            chunk.prepared->setVerdict(entry, judgement.verdict, deciding);
            m_judged.add(entry, judgement.verdict, deciding);
            for (const ClauseAnswer &answer : judgement.answers) {
                if (answer.answer == Answer::Yes && !isDecided(clauses[answer.clause], judgement.verdict) && opensIncident(clauses[answer.clause], countsAsExecuted(record.outcome)))
                    m_judged.addBreach(entry, record, pact, clauses[answer.clause]);
            }
            if (const Clause *rule = ruleForVerdict(judgement.verdict, countsAsExecuted(record.outcome)))
                m_judged.addBreach(entry, record, pact, *rule);
            m_findings.clear();
            appendFindings(*pact->compiled, judgement, entry, m_findings);
            for (Finding &finding : m_findings)
                chunk.prepared->addFinding(std::move(finding));
        }
        m_judging = nullptr;
    }

    /// Counts what was stored of a chunk: an item that the same import brought before is known by then.
    void count(ImportedFile &file, const Appended::Part &stored)
    {
        file.records += stored.records;
        file.items += stored.items;
        file.known += stored.itemsKnown;
        file.quarantined += stored.otherEntries;
        m_report.records += stored.records;
        m_report.known += stored.itemsKnown;
        m_report.quarantined += stored.otherEntries;
    }

    void note(const ImportChunk &chunk)
    {
        m_report.files[chunk.file].known += chunk.known;
        m_report.known += chunk.known;
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
    Workspace::Private::Writing &m_writing;
    bool m_pactsChanged = false;
    ImportReport &m_report;
    const ImportProgress &m_progress;
    PactFinder m_finder;
    SessionPool m_pool;
    JudgedImport m_judged;
    ApprovalCover m_cover;
    ImportedWindows m_windows;
    TextFollower m_text;
    std::vector<std::unique_ptr<Store::Prepared>> m_prepared; ///< judged, not yet stored
    std::vector<std::size_t> m_files;                         ///< of each, where it comes from
    std::size_t m_entries = 0;                                ///< of those
    const ImportChunk *m_judging = nullptr;
    std::optional<Error> m_failed; ///< what went wrong while a session's earlier actions were stored
    std::vector<Finding> m_findings;
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
    EntryNumber before = 0;
    {
        Private::Writing writing(*m);
        if (auto begun = writing.begin(); !begun)
            return begun.error();
        if (auto healed = m->heal(progress, stop); !healed)
            return healed.error();
        before = m->store->size();
        Committer committer(*m, writing, report, progress, bytesTotal, options.indexText);
        if (auto begun = committer.begin(); !begun)
            return begun.error();
        ImportPipeline pipeline(*m->store, options, m->surroundings.clock());
        auto ran = pipeline.run(
            files, report, [&](ImportChunk &chunk) { return committer.commit(chunk); }, stop);
        if (!ran)
            return ran.error();
        if (auto flushed = committer.flush(); !flushed)
            return flushed.error();
        committer.done();
        if (committer.judgeAgain()) {
            const auto again = m->rejudge(m->currentTimelines(), progress, stop);
            if (!again)
                return again.error();
            if (auto kept = m->keep(*again, m->store->size()); !kept)
                return kept.error();
        }
        const EntryNumber after = m->store->size();
        const auto judged = m->judgedTo();
        if (!judged)
            return judged.error();
        // What an import left that was killed is judged and stored, and neither noted nor looked at for incidents.
        const EntryNumber first = std::min(before, *judged);
        const auto leftOver = m->anyActions(first, before);
        if (!leftOver)
            return leftOver.error();
        const bool exact = committer.judged().isExact() && !*leftOver && !committer.judgeAgain();
        const auto opened = exact ? m->openIncidents(committer.judged().opening()) : m->openIncidents();
        if (!opened)
            return opened.error();
        if (auto noted = exact ? m->noteJudgement(first, after, committer.judged().range()) : m->noteJudgement(first, after); !noted)
            return noted.error();
        const auto byRule = m->openRuleIncidents();
        if (!byRule)
            return byRule.error();
        const auto byTarget = openTargetIncidents();
        if (!byTarget)
            return byTarget.error();
        report.incidentsOpened = *opened + *byRule + *byTarget;
        report.cancelled = stop.stop_requested();
        if (options.indexText && !report.cancelled) {
            if (auto indexed = m->store->indexText({}, stop); !indexed && indexed.error().kind != ErrorKind::Cancelled)
                return indexed.error();
        }
    }
    if (!report.cancelled) {
        if (auto responded = respondToBreaches(); !responded)
            report.problems.push_back(responded.error()); // what was imported is stored; the next import tries again
        if (auto responded = Reevaluations::respond(*this, stop); !responded && responded.error().kind != ErrorKind::Cancelled)
            report.problems.push_back(responded.error());
    }
    if (m->store->size() > before)
        Q_EMIT ledgerGrew(m->store->size());
    return report;
}

} // namespace mandate
