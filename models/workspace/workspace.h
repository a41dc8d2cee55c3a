// SPDX-License-Identifier: GPL-3.0-or-later
// The open workspace: one ledger, its pacts, agents, incidents and figures, as values. The one face that views, command line and gateway use.
// Not a view model: words for people are made in models/items and app/cli.
#pragma once

#include <QObject>

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over concepts of the standard library
#include "models/authorization/export_statement.h"
#include "models/authorization/register.h"
#include "models/authorization/source_key.h"
#include "models/base/result.h"
#include "models/cases/annotation_book.h"
#include "models/cases/attribution.h"
#include "models/cases/hold_book.h"
#include "models/cases/masking_statement.h"
#include "models/cases/tombstone.h"
#include "models/evaluations/evaluation_statement.h"
#include "models/incidents/incident.h"
#include "models/pact/check.h"
#include "models/pact/document.h"
#include "models/pact/vocabulary.h"
#include "models/people/identity.h"
#include "models/people/people_register.h"
#include "models/people/person_keys.h"
#include "models/store/store.h"
#include "models/workspace/action_question.h"
#include "models/workspace/agent_standing.h"
#include "models/workspace/approvals.h"
#include "models/workspace/case_view.h"
#include "models/workspace/custody.h"
#include "models/workspace/enforcement.h"
#include "models/workspace/import.h"
#include "models/workspace/judgement.h"
#include "models/workspace/pact_version.h"
#include "models/workspace/replay.h"
#include "models/workspace/replay_evidence.h"
#include "models/workspace/retention.h"
#include "models/workspace/seal_book.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>
#endif

namespace mandate {

struct EvidenceSelection;
struct IncidentEntry;
class KeptTrail;

/// One agent as the people who answer for it see it.
struct AgentOverview
{
    std::string agent;
    std::vector<std::string> deployments;
    AgentState state = AgentState::NotAuthorized;
    std::optional<Instant> since;
    std::string by;             ///< who signed the statement in force; empty when none
    std::string reason;         ///< its reason code
    std::string pactId;         ///< pact in force; empty when none binds it
    std::string pactVersion;
    std::string pactTitle;
    std::vector<std::string> pacts; ///< id@version of every pact that binds it, one a deployment; the first is described above
    std::string owner;          ///< accountable owner named by the pact; empty when none
    std::vector<std::string> restrictedTools;
    std::optional<Instant> validUntil;
    std::optional<Appointment> appointment; ///< who answers for it by a signed appointment
    std::string ownerFinding;               ///< why nobody does, in a sentence; empty when somebody does, or nobody is enrolled
    std::optional<Statement> proposal;      ///< what waits for a second person
    std::string scopePolicy;                ///< id@version of the scope policy in force for it; empty when none is
    std::string scopeFinding;               ///< why its destructive tools are refused for want of one, in a sentence; empty when nothing is missing
    std::uint64_t runs = 0;
    std::uint64_t calls = 0;
    std::uint64_t failedCalls = 0;
    std::uint64_t asked = 0;   ///< questions that the gateway answered
    std::uint64_t refused = 0; ///< of those, with no: attempts that are no calls, because they did not run
    std::uint64_t attemptedViolations = 0; ///< calls that broke a prohibition, executed or not
    std::uint64_t executedViolations = 0;
    std::uint64_t needsApproval = 0;
    std::uint64_t undecidable = 0;
    std::uint64_t openIncidents = 0;
    std::optional<Instant> lastSeen;
    std::uint64_t executedWhileSuspended = 0; ///< executed actions that occurred after the suspension in force: it does not hold
};

/// A record with everything that is known of it.
struct EvidenceDetail
{
    Row row;
    std::string body;      ///< canonical JSON entry
    Digest leaf;           ///< its leaf hash in the ledger
    std::string itemBytes; ///< exact bytes as received; empty for entries that came from no source
    Digest itemDigest;
    std::uint32_t spanBegin = 0;
    std::uint32_t spanLength = 0;
    Seal seal;             ///< the source's own, by the keys that are trusted now
    std::string ledgerKey; ///< our seal on receipt: the key that signs the checkpoints
    std::uint64_t ledgerSize = 0; ///< and the entries that the newest checkpoint covers
    std::shared_ptr<const Arena> memory; ///< holds what `record` points into
    Record record;
    std::optional<PlacedTombstone> tombstone; ///< of an erased record: by whom, when and why its text went
    std::optional<Explanation> explanation; ///< absent when no pact binds the agent or the record is no action
    bool asStored = false; ///< the explanation is the stored verdict and its clause: of an excerpt nothing can be judged again
};

struct WorkspaceStats
{
    std::uint64_t records = 0;
    std::uint64_t runs = 0;
    std::uint64_t calls = 0;
    std::uint64_t failedCalls = 0;
    std::uint64_t quarantined = 0;
    std::map<std::string, std::uint64_t> callsPerTool;
    struct { std::uint64_t calls = 0, withInput = 0, withResult = 0, withTime = 0, withDecisionBasis = 0, withSignature = 0; } evidence;
    struct Source { std::string name; std::string format; std::uint64_t records = 0; std::uint64_t calls = 0; std::optional<Instant> first, last; };
    std::vector<Source> sources;
    struct Agent { std::string name; std::string deployment; std::uint64_t runs = 0; std::uint64_t calls = 0; std::uint64_t failed = 0; };
    std::vector<Agent> agents;
    std::uint64_t destructive = 0; ///< calls that the source or the pact's tool list calls destructive
    std::uint64_t throttled = 0;   ///< calls refused for their rate
};

/// An entry about an export, with the checkpoint that covers it.
struct RecordedExport
{
    EntryNumber entry = 0;
    std::string body;
    ExportStatement statement;
    std::string checkpoint; ///< signed note over the first `size` entries
    std::uint64_t size = 0;
    Digest root;
};

/// What a workspace takes from around it. Programs leave the first two as they are.
struct Surroundings
{
    std::shared_ptr<const Identity> identity = accountIdentity(); ///< who signs
    std::function<Instant()> clock = systemNow;                   ///< when statements are signed, and what is in force now
    std::shared_ptr<SecretStore> secrets = unattendedSecrets();   ///< where the keys of people are
    /// Whether something outside the ledger knows an agent by this name, such as a token: then it can be stopped before it was ever seen.
    std::function<bool(const std::string &agent)> knowsAgent{};
};

/// Every function may be called from any thread, blocks until done and returns values; none touches a window. Signals are emitted in the
/// thread the Workspace lives in, after the change is stored.
class Workspace : public QObject
{
    Q_OBJECT

public:
    static Result<std::unique_ptr<Workspace>> create(const std::string &path, Surroundings surroundings = {});
    static Result<std::unique_ptr<Workspace>> open(const std::string &path, bool readOnly = false, Surroundings surroundings = {});
    /// Over a store that is not a workspace's own file, for reading only. `path` is where it is from.
    static Result<std::unique_ptr<Workspace>> over(std::unique_ptr<Store> store, const std::string &path, Surroundings surroundings = {});
    ~Workspace() override;

    [[nodiscard]] const std::string &path() const;
    [[nodiscard]] bool isReadOnly() const;
    /// Who is signed in: what is signed is signed as this person.
    [[nodiscard]] Person person() const;
    /// By the clock that statements are signed by: what is in time and what is late is told by it, and by no other.
    [[nodiscard]] Instant now() const;
    /// The store itself, for pages of rows and counts.
    [[nodiscard]] const Store &store() const;

    // Evidence
    Result<ImportReport> import(const std::vector<std::string> &paths, const ImportOptions &options, const ImportProgress &progress = {},
                                std::stop_token stop = {});
    Result<EvidenceDetail> detail(EntryNumber entry) const;
    Result<WorkspaceStats> stats() const;
    /// Quarantined items: why, where, and their bytes' item number.
    struct Quarantined { EntryNumber entry; std::string source; std::string reason; std::string remedy; std::uint64_t offset; std::optional<std::uint64_t> item; };
    Result<std::vector<Quarantined>> quarantined() const;

    // What sources sign themselves, by the keys that people trusted for them. Nothing of it is stored but who trusts which key.
    Result<std::vector<SourceSeals>> seals(std::stop_token stop = {}) const;
    Result<Seal> sealOf(EntryNumber entry) const;
    /// Those that are trusted now.
    [[nodiscard]] std::vector<SourceKeyStatement> sourceKeys() const;
    /// Trusts the public key in this file (readImportedKey()) for a source, or for all whose names fit a pattern with '*'. `name` is what the source calls it.
    Result<SourceKeyStatement> trustSourceKey(const std::string &source, std::string_view keyFile, const std::string &name, const std::string &note);
    /// Missing when it is not trusted for exactly this source.
    Result<SourceKeyStatement> removeSourceKey(const std::string &source, const std::string &keyId, const std::string &note);

    // Pacts
    /// Puts a version in force at once, without review, and records it as such.
    Result<PactVersion> addPact(std::string_view json, const ImportProgress &progress = {}, std::stop_token stop = {});
    [[nodiscard]] std::vector<PactVersion> pacts() const;
    /// "id" is the version of it in force, else the newest; "id@version" that one.
    Result<PactVersion> pact(std::string_view idAtVersion) const;
    /// The pact in force at a time (now, if none is given) that binds an agent acting in a deployment.
    [[nodiscard]] std::optional<PactVersion> pactFor(std::string_view agent, std::string_view deployment, std::optional<Instant> at = {}) const;

    // The life of a version: each step is a statement signed by who is signed in; PactLife says who may take it. Refusals change nothing.
    Result<PactVersion> submitPact(std::string_view json, const std::string &summary);
    Result<PactVersion> approvePact(std::string_view idAtVersion, const std::string &role, const std::string &note);
    /// A reviewer asks for changes: the version number is spent.
    Result<PactVersion> returnPact(std::string_view idAtVersion, const std::string &reason);
    Result<PactVersion> observePact(std::string_view idAtVersion, const std::string &note);
    Result<PactVersion> activatePact(std::string_view idAtVersion, const PactActivation &activation, const ImportProgress &progress = {},
                                     std::stop_token stop = {});
    Result<PactVersion> withdrawPact(std::string_view idAtVersion, const std::string &reason, const ImportProgress &progress = {},
                                     std::stop_token stop = {});
    Result<PactHistory> pactHistory(std::string_view id) const;
    /// What an observed version would have said since it is observed.
    Result<ObservationReport> observation(std::string_view idAtVersion, const ImportProgress &progress = {}, std::stop_token stop = {}) const;
    /// Whether stored verdicts wait for being judged again: a pact came into force and the judging was cut off. The next writer does it.
    [[nodiscard]] bool verdictsPending() const;
    /// Judges the trail anew without storing anything: under the pacts in force, or under one pact for every action.
    Result<JudgementReport> judge(const PactDocument *pact = nullptr, const ImportProgress &progress = {}, std::stop_token stop = {}) const;
    /// What the recorded actions of the bound agents hold, for checkPact(): one pass over them, in bounded memory.
    Result<Vocabulary> vocabulary(const std::vector<Binding> &binds, const ImportProgress &progress = {}, std::stop_token stop = {}) const;
    /// Judges the recorded actions of the agents a candidate binds under it, and says which verdicts would differ from those in force.
    /// Stores nothing.
    Result<ReplayReport> replay(const ParsedPact &candidate, const ReplayRange &range, const ImportProgress &progress = {}, std::stop_token stop = {}) const;
    /// Keeps a replay as evidence: a ledger entry, signed with the next checkpoint. Refused when it is not of this ledger.
    Result<StoredReplay> recordReplay(const ReplayReport &report);
    /// Newest first.
    Result<std::vector<StoredReplay>> replays() const;
    /// The one in this entry; Missing when the entry holds none.
    Result<StoredReplay> replayIn(EntryNumber entry) const;
    /// What happened since: whether it still shows what its pact would change. See requireFresh().
    Result<ReplayStanding> standingOf(const StoredReplay &replay) const;

    // Incidents, agents, metrics
    Result<std::vector<Incident>> incidents() const;
    // What people do about incidents: each step is a statement signed by who is signed in; CaseLife says who may take it. Refusals change nothing.
    /// Missing when there is no such incident.
    Result<CaseView> incidentCase(const std::string &id) const;
    /// Who, when and the place in the incident's chain are filled in. Refused where a record it names is none.
    Result<CaseLife> takeCaseStep(CaseStatement step);
    /// By hand, from records; `title`, `severity`, `records` and why (`text`) of the step are given. Returns its id.
    Result<std::string> openIncident(CaseStatement opening);
    /// The records of `opening` are the new incident's from now on and no longer this one's. Returns the new id.
    Result<std::string> splitIncident(const std::string &id, CaseStatement opening);
    /// Why who is signed in may not take this step now; nothing when they may.
    [[nodiscard]] std::optional<Error> caseStepRefusal(CaseStatement step) const;
    /// What the trail says about the cause: computed, with its reasons, and nobody's claim.
    Result<CauseSuggestion> suggestCause(const std::string &id, std::stop_token stop = {}) const;
    /// Writes down which incidents nobody acted on in time: by Timeout, never a person. How many.
    Result<std::uint64_t> escalateIncidents();
    Result<std::vector<AgentOverview>> agents() const;
    /// Results of evaluation programs that somebody signed for (models/workspace/evaluations), in the order of the ledger.
    [[nodiscard]] std::vector<EvaluationStatement> evaluations() const;

    // People. Each act is a statement signed by who is signed in; PeopleRegister says who may do it. Refusals change nothing.
    [[nodiscard]] PeopleRegister people() const;
    /// What every surface says while nobody is enrolled, or while who is signed in may only read; nothing when there is nothing to say.
    [[nodiscard]] std::optional<Error> peopleFinding() const;
    [[nodiscard]] KeyStanding keyStanding() const;
    /// Takes the passphrase of the keys of who is signed in.
    Result<void> unlockKeys(std::string_view passphrase);
    /// The first enrolment: makes a key for who is signed in and enrols them. `roles` must hold owner.
    Result<PersonStatement> enrolFirst(const std::vector<PersonRole> &roles, const std::string &note);
    /// Enrols who made this request (newKeyRequest()).
    Result<PersonStatement> enrol(std::string_view request, const std::vector<PersonRole> &roles, const std::string &note);
    Result<PersonStatement> changeRoles(const std::string &person, const std::vector<PersonRole> &roles, const std::string &note);
    /// A new key in place of the own one, which signs for it.
    Result<PersonStatement> renewKey(const std::string &note);
    /// The key of this request in place of the one its maker had: lost, or revoked.
    Result<PersonStatement> giveKey(std::string_view request, const std::string &note);
    Result<PersonStatement> revokeKey(const std::string &person, const std::string &reason);
    /// Also ends what they answered for: their agents have no owner until someone is appointed.
    Result<PersonStatement> leave(const std::string &person, const std::string &reason);
    /// Makes a person answer for an agent, with an optional deputy, from now on.
    Result<PersonStatement> appoint(const std::string &agent, const std::string &owner, const std::string &deputy, const std::string &note);
    /// Hands what who is signed in decides about agents to another owner or deputy until a time, from now on or from a later time.
    Result<PersonStatement> delegate(const std::string &to, const std::optional<Instant> &from, const Instant &until, const std::string &note);
    /// Ends what this person handed over before its time.
    Result<PersonStatement> endDelegation(const std::string &person, const std::string &note);
    /// Why who is signed in may not do this now; nothing when they may. Steps that need a reason are asked as if one were given.
    [[nodiscard]] std::optional<Error> personStepRefusal(PeopleRegister::Attempt attempt) const;

    // Authorization. The actor is the signed-in person of the operating system. Where people are enrolled, what gives an agent back what a
    // statement took from it becomes a Proposal (see Statement::kind), which another person confirms; nothing else waits.
    Result<Statement> suspend(const std::string &agent, const std::string &reasonCode, const std::string &note);
    /// By a rule, such as a pact's "on breach": the workspace's key signs. `rule` is what it is called, such as "retail@1.0.0#2.1".
    Result<Statement> suspendByRule(const std::string &agent, const std::string &rule, const std::string &reasonCode, const std::string &note);
    Result<Statement> restrictByRule(const std::string &agent, std::vector<std::string> tools, const std::string &rule, const std::string &reasonCode, const std::string &note);
    Result<Statement> restrict(const std::string &agent, std::vector<std::string> tools, const std::string &reasonCode, const std::string &note);
    /// `stillWithout`: a stage of resuming, with these tools restricted.
    Result<Statement> resume(const std::string &agent, const std::string &reasonCode, const std::string &note, std::vector<std::string> stillWithout = {});
    Result<Statement> revoke(const std::string &agent, const std::string &reasonCode, const std::string &note);
    /// Refused with the gate's first refusal unless the agent passes all five.
    Result<Statement> authorize(const std::string &agent, const AuthorizationRequest &request);
    /// Makes the proposal that waits about this agent a decision, or ends it.
    Result<Statement> confirm(const std::string &agent, const std::string &note);
    Result<Statement> decline(const std::string &agent, const std::string &note);
    [[nodiscard]] std::vector<Statement> statements(const std::string &agent) const;
    /// What the agent may do now; in this deployment, or in any that it was seen in. Asks no records: quick.
    [[nodiscard]] AgentStanding standing(const std::string &agent, const std::optional<std::string> &deployment = {}) const;
    /// Why who is signed in may not do this now; nothing when they may, alone or by proposing it.
    [[nodiscard]] std::optional<Error> changeRefusal(const std::string &agent, AgentState to, const std::vector<std::string> &tools = {}) const;
    /// Why who is signed in may not answer the proposal that waits about this agent.
    [[nodiscard]] std::optional<Error> answerRefusal(const std::string &agent, StatementKind answer) const;
    Result<Gate> gate(const std::string &agent) const;
    /// Keeps that an agent was evaluated: a note signed by who is signed in.
    Result<EntryNumber> recordEvaluation(const std::string &agent, const std::string &suite, std::string_view result);
    /// Agents whose authorization ends within so many days, or has ended, the soonest first.
    [[nodiscard]] std::vector<AgentStanding> expiring(int days) const;
    /// A DSSE envelope by the workspace's key, for what is handed out and is no entry of the ledger. Missing when the key is not on this machine.
    Result<std::string> envelope(std::string_view payloadType, std::string_view payload) const;

    // Approvals: an agent asks, a person decides on exactly that action, the agent uses it once.
    /// Open requests first by time left, then decided ones, newest first.
    /// Those that did not change since an earlier call are the same pointers.
    Result<std::vector<ApprovalPointer>> approvals(const ApprovalFilter &filter = {}) const;
    /// Missing when there is none of this id.
    Result<ApprovalView> approval(const std::string &id) const;
    /// By who is signed in. Refusals change nothing and say who can.
    Result<ApprovalView> act(const std::string &id, const ApprovalAct &act);
    /// Files a request for an action; the same action asked again while one is open or approved and unused is that one. Asked by agents, through
    /// the gateway: `agent` is its token's.
    Result<ApprovalView> requestApproval(ApprovalRequest request);
    /// For what a decision point answered "needs_approval" or "verifier_missing" to; by the clause that decided, which says who and how long.
    Result<ApprovalView> requestApproval(const ActionQuestion &question, const ActionAnswer &answer);
    /// An agent answers a question, cancels, or says what became of the action: `step` is Answer, Cancel or Report.
    Result<ApprovalView> agentActs(const std::string &id, const std::string &agent, const ApprovalLife::Attempt &attempt);
    /// A verifier agent's verdict on an action: "allow" or "refuse", and the digest of the scope policy that it used.
    Result<ApprovalView> verifyRequest(const std::string &id, const std::string &verifier, const std::string &verdict, const Digest &policy, const std::string &note);
    /// Writes down what expired by `now`: by Timeout, never a person. How many.
    Result<std::uint64_t> expireApprovals();
    /// What the action would touch, from the trail.
    Result<BlastRadius> blastRadius(const ApprovalRequest &request) const;
    /// The signed resolution that the agent shows when it uses the approval; Refused while it is not approved.
    Result<std::string> resolution(const std::string &id) const;

    // Enforcement points. Configured by owners; Enforcer tells them.
    /// In the order they were set up; removed ones are left out.
    Result<std::vector<ConfiguredPoint>> points() const;
    /// Sets a point up, or anew: its configuration as JSON (docs/enforcement.md). Its secret, if one is given, goes to the secret store and nowhere else.
    Result<ConfiguredPoint> setPoint(std::string_view json, const std::optional<std::string> &secret = {});
    Result<void> removePoint(const std::string &id);
    /// Reaches the point and tries its credentials; no agent's state is changed.
    [[nodiscard]] Delivery testPoint(const EnforcementPoint &point) const;
    /// How the agent's present standing is enforced.
    Result<EnforcementView> enforcement(const std::string &agent) const;
    /// Asks every point whether it refuses the agent, which must be stopped, and keeps the result as a signed note. Refused while the agent may act:
    /// a drill of a running agent is a suspension.
    Result<DrillReport> drill(const std::string &agent);
    /// Every agent that may act is suspended, each by a statement of its own. How many.
    Result<std::uint64_t> suspendAll(const std::string &reasonCode, const std::string &note);

    // Handing evidence out. The bundle itself is made by models/bundle.
    /// Why who is signed in may not hand out evidence; nothing when they may.
    [[nodiscard]] std::optional<Error> exportRefusal() const;
    /// Signed by who is signed in, who and when are filled in. Begin is refused where pacts changed since the ledger had `evidenceSize` entries.
    Result<RecordedExport> recordExport(ExportStatement statement);
    /// Whether which pact judges what may be another since the ledger had so many entries.
    [[nodiscard]] bool pactsChangedSince(EntryNumber size) const;
    /// 32 octets that only who has this workspace's key can know, the same for the same purpose: from which salts are made. Never stored.
    Result<std::string> hidingSecret(std::string_view purpose) const;

    // Stars, tags and notes on records: signed entries beside them, by any enrolled person.
    /// Why who is signed in may not; nothing when they may.
    [[nodiscard]] std::optional<Error> annotationRefusal() const;
    /// Who, when and of which record are filled in. Taking back is another step; refused where there is nothing to take back.
    Result<RecordedAnnotation> annotate(Annotation annotation);
    /// Several, each signed by itself, in one append: all of them or none.
    Result<std::vector<RecordedAnnotation>> annotate(std::vector<Annotation> annotations);
    /// All that was said about a record, also what was taken back.
    [[nodiscard]] std::vector<RecordedAnnotation> annotations(EntryNumber entry) const;
    /// Every record that carries something now.
    [[nodiscard]] std::vector<RecordMarks> recordMarks() const;
    /// A filter that a store understands: conditions on marks and figures name their entries. Figures count within the times of the filter.
    Result<RowFilter> resolved(RowFilter filter, std::stop_token stop = {}) const;
    /// The trail that figures are counted from.
    [[nodiscard]] const std::shared_ptr<KeptTrail> &keptTrail() const;

    // Keeping evidence. Each act is signed by who is signed in, who has to be an owner or legal where people are enrolled. Refusals change nothing.
    /// Keeps what is selected, now and later, from being erased.
    Result<LegalHold> placeHold(const std::string &matter, const std::string &reason, const EvidenceSelection &selection);
    Result<LegalHold> releaseHold(const std::string &id, const std::string &reason);
    /// In the order they were placed, released ones too.
    [[nodiscard]] std::vector<LegalHold> holds() const;
    /// Which records may be erased at a time (now, if none is given), and why the others stay. Changes nothing.
    Result<RetentionPlan> retentionPlan(const std::optional<Instant> &at = {}, std::stop_token stop = {}) const;
    /// Signs a tombstone for what may go now, then erases it. `expected`: how many records that are, `shown`: which; Refused when it is another number, or
    /// are others, by now.
    Result<AppliedRetention> applyRetention(const std::string &reason, const std::optional<std::uint64_t> &expected = {}, std::stop_token stop = {},
                                            const std::vector<EntryNumber> *shown = nullptr);
    /// Those that count, in order.
    [[nodiscard]] std::vector<PlacedTombstone> tombstones() const;
    /// Whether fields of personal text are shown masked, and who said so last.
    [[nodiscard]] MaskingSetting masking() const;
    Result<MaskingSetting> setMasking(bool on, const std::string &reason);
    /// Signs that a masked value is shown to who is signed in, then gives it, as JSON. Missing when the record has no such value.
    Result<std::string> revealField(EntryNumber entry, const std::string &pointer, const std::string &fieldClass, const std::string &reason);
    /// Who held, erased, handed out and revealed what, by the ledger, in its order: of one record, of an incident, or of everything.
    Result<std::vector<CustodyEvent>> custody(const CustodyScope &scope = {}, std::stop_token stop = {}) const;
    /// Those in force that keep this entry.
    Result<std::vector<LegalHold>> heldBy(EntryNumber entry) const;
    /// Why who is signed in may not do what completes "… may not "; nothing when they may.
    [[nodiscard]] std::optional<Error> keepingRefusal(const std::string &what) const;

    Result<Verification> verify(const Progress &progress = {}, std::stop_token stop = {}) const;
    /// Opens an incident for a verification that failed, one a bad entry. How many: 0 where it held, or is known.
    Result<std::uint64_t> recordFailedVerification(const Verification &verification);

    struct Private; ///< opaque; public only so that the files implementing it can name it

Q_SIGNALS:
    /// New entries are in the ledger (records, pacts, statements, incidents); everything shown may have changed.
    void ledgerGrew(quint64 newSize);
    /// Verdicts of existing records were computed anew.
    void verdictsChanged();

private:
    friend class DecisionPoint;
    friend class Enforcer;
    friend class Evaluations;
    friend class Reevaluations;
    friend class ScopePolicies;
    friend class ScopeKeeping;
    friend class Witnesses;
    friend class DriftBaselines;
    friend class MetricSources;
    friend class MetricTrails;
    friend class Labels;
    friend class SourceWatch;
    Result<WorkspaceStats> countThrottled(WorkspaceStats stats) const;
    Result<std::uint64_t> respondToBreaches();
    Result<std::uint64_t> openTargetIncidents();
    Result<std::vector<Incident>> ruleIncidents() const;
    Result<std::vector<Incident>> incidentsByHand() const;
    Result<void> measureStakes(std::vector<Incident> &incidents) const;
    Result<std::string> openCase(CaseStatement opening, const std::string *splitFrom);
    Result<SourceKeyStatement> changeSourceKeys(SourceKeyStatement statement);
    Result<Incident> ofRule(const Clause &rule, EntryNumber entry, const IncidentEntry &opened) const;
    Result<void> fillAuthorization(AgentOverview &agent) const;
    /// `beside`: bytes that are kept with it, whose digest the note cites.
    Result<EntryNumber> signNote(const std::function<Result<std::string>(const NoteSigner &, const SigningKey &)> &write, std::string_view beside = {});
    Result<LegalHold> signHold(HoldStatement statement);
    struct Change;
    Result<Statement> changeState(const Change &change);
    Result<Statement> answer(const std::string &agent, StatementKind kind, const std::string &note);
    Result<PersonStatement> changePeople(PersonStatement statement, std::optional<SigningKey> ownKey = {});
    Result<PactVersion> takeStep(std::string_view idAtVersion, PactStep step, const std::string &role, const std::string &note);
    static Error unknownReason(const std::string &code, std::span<const std::string_view> known);
    explicit Workspace(std::unique_ptr<Private> state);
    std::unique_ptr<Private> m;
};

} // namespace mandate
