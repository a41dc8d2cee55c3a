// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of Workspace, shared by the files that implement it. Not for callers.
#pragma once

#include "models/authorization/register.h"
#include "models/incidents/detect.h"
#include "models/pact/judge.h"
#include "models/people/key_store.h"
#include "models/workspace/session_pool.h"
#include "models/workspace/workspace.h"

#include <map>
#include <mutex>
#include <shared_mutex>

namespace mandate {

class IncidentOpening;
class JudgedRange;

/// A pact of the workspace, ready to judge with.
struct LoadedPact
{
    PactVersion version;
    std::shared_ptr<const CompiledPact> compiled;
};

struct Workspace::Private
{
    std::string path;
    bool readOnly = false;
    KeyStore keys{KeyStore::userFolder()};
    std::unique_ptr<Store> store;

    mutable std::shared_mutex lock; ///< guards what follows
    std::vector<std::shared_ptr<const LoadedPact>> pacts; ///< in the order they were added
    Register authorizations;
    std::vector<std::pair<EntryNumber, IncidentEntry>> incidents;
    EntryNumber loadedTo = 0;
    std::mutex writing; ///< one writing operation at a time

    /// One writing operation: keeps others in this process out, and lets other processes write again when it is over.
    class Writing
    {
    public:
        explicit Writing(Private &workspace) : m_workspace(workspace), m_guard(workspace.writing) {}
        ~Writing() { m_workspace.store->endWriting(); }
        Writing(const Writing &) = delete;
        Writing &operator=(const Writing &) = delete;
        /// Keeps other processes out too, and takes in what they wrote: what is decided from here on still stands when it is stored.
        Result<void> begin()
        {
            if (auto begun = m_workspace.store->beginWriting(); !begun)
                return begun;
            return m_workspace.load();
        }

    private:
        Private &m_workspace;
        std::scoped_lock<std::mutex> m_guard;
    };

    /// Takes in pacts, statements and incidents that are in the ledger and not here yet.
    Result<void> load();
    /// The pact in force that binds the agent; nullptr when none does. The newest version of each id counts; of two pacts that bind the
    /// same agent the one added last.
    /// `coming`, if given, counts as the one added last.
    [[nodiscard]] std::shared_ptr<const LoadedPact> pactFor(std::string_view agent, std::string_view deployment,
                                                            const std::shared_ptr<const LoadedPact> &coming = {}) const;
    /// The version that is in the workspace already, if it is; Refused when it is there with other content.
    Result<std::optional<PactVersion>> existing(const ParsedPact &pact) const;
    Result<Appended> appendEntry(EntryType type, const std::string &body);
    Result<SigningKey> unlock() const;

    /// Calls `visit` with every action that `filter` selects, in the order of the ledger, parsed. The record is valid during the call.
    using ActionVisitor = std::function<void(EntryNumber, const Record &)>;
    Result<void> eachAction(const RowFilter &filter, const ActionVisitor &visit, const ImportProgress &progress, std::stop_token stop) const;
    /// Feeds a judge with the session's actions in the ledger, those before `below`. An agent or session without a name is one like others.
    void observeSession(SessionJudge &judge, std::string_view agent, std::string_view session, EntryNumber below) const;
    /// Whether some pact in force looks at more than the action itself.
    [[nodiscard]] bool sessionsMatter() const;
    /// Whether every action that was in the ledger when the pact came into force was judged since.
    Result<bool> wasJudgedSince(EntryNumber pact) const;

    struct Verdicts
    {
        std::vector<Store::NewVerdict> verdicts;
        std::vector<Finding> findings;
    };
    /// Judges every action under the pacts in force, and under `coming` as if it were, without storing anything.
    Result<Verdicts> rejudge(const std::shared_ptr<const LoadedPact> &coming, const ImportProgress &progress, std::stop_token stop) const;
    /// Opens incidents for findings that have none; returns how many. Reads every finding.
    Result<std::uint64_t> openIncidents();
    /// Opens those that were gathered.
    Result<std::uint64_t> openIncidents(const IncidentOpening &opening);
    [[nodiscard]] IncidentOpening incidentOpening() const;
    /// Writes down which pact judged which entries with what result. Reads the verdicts of all of them.
    Result<void> noteJudgement(EntryNumber first, EntryNumber end);
    /// The same from what was gathered while they were judged.
    Result<void> noteJudgement(EntryNumber first, EntryNumber end, JudgedRange &judged);
    /// Whether there are actions in [first, end).
    Result<bool> anyActions(EntryNumber first, EntryNumber end) const;
    /// Up to where the ledger says what was judged: behind it lies what an import stored that was killed before its end.
    Result<EntryNumber> judgedTo() const;
};

/// Above every entry.
inline constexpr EntryNumber noEntry = UINT64_MAX;

/// Findings of a judgement as the store keeps them: what was broken, triggered, owed or undecidable, permissions left out.
void appendFindings(const CompiledPact &pact, const Judgement &judgement, EntryNumber entry, std::vector<Finding> &findings);

[[nodiscard]] Error refused(std::string code, std::string happened, std::string unaffected, std::string remedy);

} // namespace mandate
