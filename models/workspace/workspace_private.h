// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of Workspace, shared by the files that implement it. Not for callers.
#pragma once

#include "models/authorization/register.h"
#include "models/authorization/signed_note.h"
#include "models/authorization/source_expectation.h"
#include "models/cases/case_life.h"
#include "models/cases/keeping.h"
#include "models/incidents/detect.h"
#include "models/labels/label_book.h"
#include "models/metric_sources/metric_source_note.h"
#include "models/pact/judge.h"
#include "models/people/key_store.h"
#include "models/scope_policy/life.h"
#include "models/timestamps/witness_statement.h"
#include "models/workspace/approval_cover.h"
#include "models/workspace/approval_resolution.h"
#include "models/workspace/approval_views.h"
#include "models/workspace/drift_baseline.h"
#include "models/workspace/enforcement_book.h"
#include "models/workspace/in_turn.h"
#include "models/workspace/kept_trail.h"
#include "models/workspace/pact_timelines.h"
#include "models/workspace/seal_book.h"
#include "models/workspace/session_pool.h"
#include "models/workspace/window_books.h"
#include "models/workspace/workspace.h"

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <shared_mutex>
#include <thread>
#include <unordered_set>

namespace mandate {

class IncidentOpening;
class JudgedRange;

/// A pact of the workspace, ready to judge with. Of `version` only what never changes is filled.
struct LoadedPact
{
    PactVersion version;
    std::shared_ptr<const CompiledPact> compiled;
};

struct Workspace::Private
{
    std::string path;
    bool readOnly = false;
    const Workspace *face = nullptr; ///< whose inside this is
    KeyStore keys{KeyStore::userFolder()};
    Surroundings surroundings;
    std::unique_ptr<Store> store;

    mutable std::shared_mutex lock; ///< guards what follows
    std::vector<PactPointer> pacts; ///< in the order they came in
    PactLives lives;                ///< by pact id
    std::shared_ptr<const PactTimelines> timelines = std::make_shared<const PactTimelines>();
    EntryNumber lastPactEntry = 0; ///< pact or statement about one
    /// What the newest judgement of the whole trail says it was judged by; an older program did not say.
    struct WholeJudgement
    {
        std::optional<Digest> timelines;
    };
    std::optional<WholeJudgement> wholeJudgement;
    PeopleRegister people{PublicKey()};
    Register authorizations;
    ApprovalBook approvals;
    mutable ApprovalViews approvalViews;
    ScopePolicyBook scopes;
    std::map<std::string, std::string> dependentScopes; ///< policy id → why the version in force does not count: it is not independent of a pact
    EnforcementBook enforcement;
    EntryNumber lastAuthorityEntry = 0; ///< statement, pact, person or point's configuration: what agents may do may be another since
    AnnotationBook annotations;
    std::set<Digest> saidBefore; ///< notes that are in the ledger
    std::map<std::string, WitnessStatement, std::less<>> witnesses; ///< the newest statement about each, by its name
    std::map<std::string, MetricSourceStatement, std::less<>> metricSources; ///< the newest statement about each, by its name
    std::map<std::string, SourceExpectation, std::less<>> expectations; ///< the newest statement about each, by its source
    std::vector<KeptTimestamp> timestamps; ///< in the order they came in
    std::vector<DriftBaseline> baselines;  ///< in the order they came in; of each name the first
    LabelBook labels;
    SourceKeys sourceKeys;
    Keeping kept; ///< legal holds, tombstones, and whether values are masked
    std::vector<EvaluationStatement> evaluations; ///< in the order they came in
    std::vector<SignedNote> notes; ///< those that count, in the order they came in
    std::vector<std::pair<EntryNumber, IncidentEntry>> incidents;
    std::unordered_set<std::string> incidentIds; ///< of these
    std::map<std::string, CaseLife, std::less<>> cases; ///< what people did about incidents, by incident; only those about which they did
    struct MeasuredStakes
    {
        std::size_t actions = 0; ///< that it was measured from
        IncidentStakes stakes;
    };
    mutable std::mutex measuring;
    mutable std::map<std::string, MeasuredStakes, std::less<>> measuredStakes; ///< by incident
    [[nodiscard]] bool isOpenIncident(const std::string &id) const { return incidentIds.contains(id); }
    EntryNumber loadedTo = 0;
    std::shared_ptr<KeptTrail> trail = std::make_shared<KeptTrail>();
    InTurn writing; ///< one writing operation at a time
    LiveWindows liveWindows; ///< of who writes

    /// One writing operation: keeps others in this process out, and lets other processes write again when it is over.
    class Writing
    {
    public:
        explicit Writing(Private &workspace) : m_workspace(workspace), m_guard(workspace.writing) {}
        ~Writing() { m_workspace.store->endWriting(); }
        Writing(const Writing &) = delete;
        Writing &operator=(const Writing &) = delete;
        /// Keeps other processes out too, and takes in what they wrote: what is decided from here on still stands when it is stored.
        Result<void> begin(std::chrono::milliseconds patience = std::chrono::seconds(2))
        {
            if (auto begun = m_workspace.store->beginWriting(patience); !begun)
                return begun;
            if (auto loaded = m_workspace.load(); !loaded)
                return loaded;
            return m_workspace.finishErasures();
        }
        /// Lets those who wait write now, between two appends of a long job: a suspension does not wait for an import. What was read before may
        /// no longer stand afterwards.
        Result<void> letOthers()
        {
            const bool elsewhere = m_workspace.store->othersWait();
            if (!elsewhere && !m_workspace.writing.othersWait())
                return {};
            m_workspace.store->endWriting();
            m_guard.unlock();
            if (elsewhere)
                std::this_thread::sleep_for(std::chrono::milliseconds(10));
            m_guard.lock();
            return begin(std::chrono::seconds(30));
        }

    private:
        Private &m_workspace;
        std::unique_lock<InTurn> m_guard;
    };

    /// Erases what tombstones name and is still there: who signed was killed before. What a legal hold keeps now stays, whoever signed; verification names it.
    Result<void> finishErasures();
    std::size_t erasuresDone = 0; ///< of the tombstones; while writing
    /// Takes in pacts, statements and incidents that are in the ledger and not here yet.
    Result<void> load();
    struct ReadStep
    {
        ApprovalStatement statement;
        const std::string *body;
        std::string objection;
    };
    /// What load() changes only where an entry says who may do what.
    struct Known
    {
        std::vector<PactPointer> pacts;
        PactLives lives;
        Register authorizations;
        PeopleRegister people;
        EnforcementBook enforcement;
        ScopePolicyBook scopes;
    };
    /// Reads the steps of requests from `first` on, as far as the same keys are good for them, on every core.
    static Result<void> readSteps(const std::vector<std::pair<EntryNumber, EntryType>> &entries, const std::vector<std::string> &bodies, std::size_t first, const Keyring &keys,
                                  std::vector<std::optional<Result<ApprovalStatement>>> &read);
    /// Of the entries in [first, end), those that load() takes in, with their rows' types.
    Result<std::vector<std::pair<EntryNumber, EntryType>>> entriesOfNote(EntryNumber first, EntryNumber end) const;
    /// Which pact judges what, as of the last load().
    [[nodiscard]] std::shared_ptr<const PactTimelines> currentTimelines() const;
    /// The version that is in the workspace already, if it is; Refused when it is there with other content.
    Result<PactPointer> existing(const ParsedPact &pact) const;
    [[nodiscard]] PactPointer loadedPact(std::string_view id, std::string_view version) const;
    /// The same with `lock` held.
    [[nodiscard]] PactPointer pactNamed(std::string_view id, std::string_view version) const;
    /// With `lock` held, or while writing.
    [[nodiscard]] ApprovalPointer viewOf(const ApprovalLife &life, const Instant &now) const;
    [[nodiscard]] ApprovalView makeView(const ApprovalLife &life, const Instant &now, bool &pactKnown) const;
    /// Whether a tool's actions need a second agent's verdict: by the pact, or by the scope policy that binds the agent. Scopes: as viewOf().
    [[nodiscard]] bool needsVerification(const PactDocument &pact, std::string_view agent, std::string_view deployment, std::string_view tool, const Instant &at) const;
    /// What the scope policy in force then says of an action. `arguments` are those of the action, read. As viewOf().
    [[nodiscard]] ScopeCheck scopeCheck(const ScopeAction &action, const Instant &at) const;
    [[nodiscard]] ScopeCheck scopeCheck(const ApprovalRequest &request, const Instant &at) const;
    /// As viewOf().
    void fillVerification(ApprovalView &view, const ApprovalLife &life, const Instant &now) const;
    /// Incidents, not open yet, of verifiers who allowed what the scope policy did not: of this request alone, if one is given. While writing.
    [[nodiscard]] std::vector<IncidentEntry> verdictDisagreements(const std::string *request) const;
    /// And of actions that ran against it.
    [[nodiscard]] Result<std::vector<IncidentEntry>> scopeDisagreements() const;
    Result<std::uint64_t> openVerdictIncidents(const std::string &request);
    /// Up to where actions were held against scope policies by scopeDisagreements() in this process.
    mutable std::atomic<EntryNumber> heldAgainstScopesTo = 0;
    /// Why this person does not decide about what this agent asks; nothing when they do.
    [[nodiscard]] std::optional<Error> decidingRefusal(const std::string &person, const std::string &agent) const;
    /// The first step of a request; `seeder` is who files a test item. While writing.
    [[nodiscard]] ApprovalStatement filing(ApprovalRequest request, const std::string &seeder, const Instant &now) const;
    /// In whose place this person decides about what this agent asks; nothing: in nobody's.
    [[nodiscard]] std::optional<Delegation> lentTo(const std::string &person, const std::string &agent, const Instant &at) const;
    Result<ApprovalView> takeApprovalStep(const std::string &id, ApprovalLife::Attempt attempt);
    /// The stored verdict, without judging: of an excerpt the rest of the session is not at hand.
    [[nodiscard]] static Explanation storedExplanation(const Row &row, const LoadedPact &pact);
    /// The version with its state now.
    [[nodiscard]] PactVersion describe(const LoadedPact &pact) const;
    /// The time that decides which pact judges an action of which only the row is at hand.
    Result<std::int64_t> momentOf(const Row &row) const;
    Result<Appended> appendEntry(EntryType type, const std::string &body, std::string_view beside = {});
    /// All of them in one transaction.
    Result<Appended> appendEntries(const std::vector<std::pair<EntryType, std::string>> &entries);
    /// The workspace's own key: for what no person says.
    Result<SigningKey> unlock() const;

    /// Who acts, with the key that signs for them: their own where people are enrolled, else the workspace's.
    struct Signer
    {
        Person person;
        std::shared_ptr<const SigningKey> key;
        std::string ledger; ///< for a statement's `ledger`; empty where the workspace's key signs
    };
    /// Refused where others are enrolled and this account is not. Call between begin() and what is signed.
    Result<Signer> signer();
    /// The same for a note, now.
    [[nodiscard]] NoteSigner noteSigner(const Signer &signer) const;
    /// Appends what `compose` signs as a note, and takes it in: it holds everybody else off meanwhile. Its refusals change nothing.
    Result<void> appendNote(const std::function<Result<std::string>(const Signer &)> &compose);
    /// The last one, so that acting asks no keychain twice.
    std::mutex keeping;
    std::shared_ptr<const SigningKey> keptKey;

    /// What an agent may do in these deployments at a time, as of the last load().
    [[nodiscard]] AgentStanding standing(const std::string &agent, const std::vector<std::string> &deployments, const Instant &now) const;

    [[nodiscard]] EnforcedStanding enforcedStanding(const std::string &agent, const std::vector<std::string> &deployments, const Instant &now) const;
    [[nodiscard]] std::optional<Error> unknownTool(const std::vector<std::string> &tools) const;
    /// In which an agent was ever seen, acting or asking; one without a name where it never was.
    [[nodiscard]] std::vector<std::string> deploymentsOf(const std::string &agent) const;
    /// Of every agent about which a pact or somebody says something.
    [[nodiscard]] std::vector<EnforcedStanding> enforcedStandings(const Instant &now) const;
    /// `key` must outlive what is returned.
    [[nodiscard]] Secrets pointSecrets(const std::shared_ptr<const SigningKey> &key) const;
    Result<void> changePoint(PointChange change);

    /// Calls `visit` with every action that `filter` selects, in the order of the ledger, parsed. The record is valid during the call.
    using ActionVisitor = std::function<void(EntryNumber, const Record &)>;
    Result<void> eachAction(const RowFilter &filter, const ActionVisitor &visit, const ImportProgress &progress, std::stop_token stop) const;
    /// Feeds a judge with the session's actions in the ledger, those before `below`. An agent or session without a name is one like others.
    void observeSession(SessionJudge &judge, std::string_view agent, std::string_view session, EntryNumber below) const;
    /// Whether verdicts in the store may not be what the pacts say: one came into force and the judging was cut off.
    Result<bool> verdictsPending() const;
    /// Judges again what waits for it. Call between begin() and what builds on verdicts.
    Result<void> heal(const ImportProgress &progress, std::stop_token stop);
    /// Judges the trail by `timelines`, then appends `entries`, which bring them about, and stores the verdicts: a judging that is stopped
    /// leaves all as it was, and one that is cut off is healed by the next writer.
    Result<void> putInForce(std::shared_ptr<const PactTimelines> timelines, const std::vector<std::pair<EntryType, std::string>> &entries,
                            const ImportProgress &progress, std::stop_token stop);

    struct Verdicts
    {
        std::vector<Store::NewVerdict> verdicts;
        std::vector<Finding> findings;
    };
    /// Judges every action by the pact of its time, without storing anything.
    Result<Verdicts> rejudge(std::shared_ptr<const PactTimelines> timelines, const ImportProgress &progress, std::stop_token stop) const;
    /// Stores what was judged of all entries below `end`, notes it, and opens incidents.
    Result<void> keep(const Verdicts &judged, EntryNumber end);
    /// Counts what the pacts say that `choose` names for each action, nullptr for none. `named` lists their clauses in order, also those that
    /// apply to nothing; `mixed` as in SessionPool.
    using PactChoice = std::function<std::shared_ptr<const CompiledPact>(const Record &)>;
    Result<JudgementReport> judgeBy(const PactChoice &choose, const std::vector<std::shared_ptr<const CompiledPact>> &named, bool mixed,
                                    const ImportProgress &progress, std::stop_token stop) const;
    /// Opens incidents for findings that have none; returns how many. Reads every finding.
    Result<std::uint64_t> openIncidents();
    /// A time in which an agent's authorization was suspended or revoked.
    struct Stop
    {
        Instant from;
        std::optional<Instant> until; ///< exclusive; none: still
        Digest digest;                ///< stands for the statement
        EntryNumber entry = 0;        ///< of the statement
        EntryNumber endEntry = UINT64_MAX; ///< of the one that ended it
        std::optional<Instant> next;  ///< when the agent was stopped again
    };
    /// With `lock` held, as the next but one.
    [[nodiscard]] std::vector<Stop> stopsOf(const std::string &agent) const;
    /// Executed actions of a stop: by their own time, and where a source gives none by their place behind the stop.
    [[nodiscard]] Result<std::vector<EntryNumber>> actionsDuring(const std::string &agent, const Stop &stop) const;
    /// Executed actions that the gateway was told of after the stop and that say they happened before it, where no permission of the gateway
    /// shows that they did. Each belongs to the last stop before it was received.
    [[nodiscard]] Result<std::vector<EntryNumber>> reportedLate(const std::string &agent, const Stop &stop) const;
    /// Calls `visit` with each of these records, parsed; valid during the call.
    Result<void> eachRecord(std::span<const EntryNumber> entries, const std::function<void(EntryNumber, const Record &)> &visit) const;
    [[nodiscard]] Result<std::vector<EntryNumber>> actionsOfRule(const IncidentEntry &opened) const;
    /// The seals of all sources by the keys that are trusted now; computed when something changed.
    Result<std::shared_ptr<const SealBook>> seals(std::stop_token stop) const;
    Result<Seal> sealOf(const Row &row) const;
    [[nodiscard]] SealBook::KeysOf sourceKeysOf() const;
    Result<std::vector<SealBook::Unread>> unreadItems(std::stop_token stop) const;
    mutable std::mutex sealing; ///< guards what follows
    mutable std::shared_ptr<const SealBook> keptSeals;
    mutable std::string keptSealsOf; ///< the state they were computed of
    /// Incidents, not open yet, of records whose source's seal does not hold.
    Result<std::vector<IncidentEntry>> brokenSeals() const;
    /// Opens incidents that no clause opens; returns how many.
    Result<std::uint64_t> openRuleIncidents();
    /// Of these only what a report about this request can open: the trail has not changed.
    Result<std::uint64_t> openReportIncidents(const std::string &request);
    /// With `lock` held: incidents of reports that something else ran than what was approved, of one request or of all, that are not open yet.
    [[nodiscard]] std::vector<IncidentEntry> strayIncidents(const std::string *request) const;
    Result<std::uint64_t> openAll(const std::vector<IncidentEntry> &opening);
    /// Opens those that were gathered.
    Result<std::uint64_t> openIncidents(const IncidentOpening &opening);
    [[nodiscard]] IncidentOpening incidentOpening() const;
    [[nodiscard]] ApprovalCover approvalCover(const Store *with) const;
    /// Writes down which pact judged which entries with what result. Reads the verdicts of all of them.
    Result<void> noteJudgement(EntryNumber first, EntryNumber end);
    /// The same from what was gathered while they were judged.
    Result<void> noteJudgement(EntryNumber first, EntryNumber end, JudgedRange &judged);
    /// Whether there are actions in [first, end).
    Result<bool> anyActions(EntryNumber first, EntryNumber end) const;
    /// Up to where the ledger says what was judged: behind it lies what an import stored that was killed before its end.
    Result<EntryNumber> judgedTo() const;
    /// What the windows of the pacts in force hold, with everything that is in the ledger; null where none is looked at. While writing.
    Result<WindowBooks *> followWindows()
    {
        return liveWindows.follow(*store, currentTimelines(), [this] { return judgedTo(); });
    }
};

/// Of each policy in force that is not independent of some pact, why.
[[nodiscard]] std::map<std::string, std::string> dependenceOf(const ScopePolicyBook &scopes, const PactLives &lives, const PeopleRegister &people);

/// The time that decides which pact judges an action: when it occurred, else when it was received.
[[nodiscard]] std::int64_t momentOf(const Record &record);

/// The pacts of actions of which only rows are at hand. Used by one thread.
class RowPacts
{
public:
    explicit RowPacts(const Workspace::Private &workspace) : m_workspace(workspace), m_finder(workspace.currentTimelines()) {}
    /// Valid until the next call; what it points to, as long as this is.
    const PactPointer &find(const Row &row);
    /// What went wrong while a row's time was looked up.
    [[nodiscard]] const std::optional<Error> &problem() const { return m_problem; }

private:
    const Workspace::Private &m_workspace;
    PactFinder m_finder;
    std::optional<Error> m_problem;
};

/// The newest statements but those that took something away, in the order of their names.
template<typename Statement>
[[nodiscard]] std::vector<Statement> notRemoved(const std::map<std::string, Statement, std::less<>> &newest)
{
    std::vector<Statement> found;
    for (const auto &[id, statement] : newest) {
        if (!statement.removed)
            found.push_back(statement);
    }
    return found;
}

/// Above every entry.
inline constexpr EntryNumber noEntry = UINT64_MAX;

/// Findings of a judgement as the store keeps them: what was broken, triggered, owed or undecidable, permissions left out.
void appendFindings(const CompiledPact &pact, const Judgement &judgement, EntryNumber entry, std::vector<Finding> &findings);

[[nodiscard]] Error refused(std::string code, std::string happened, std::string unaffected, std::string remedy);

} // namespace mandate
