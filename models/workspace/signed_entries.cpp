// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/signed_entries.h"

#include "models/authorization/approval_statement.h"
#include "models/authorization/export_statement.h"
#include "models/authorization/pact_statement.h"
#include "models/authorization/register.h"
#include "models/authorization/signed_note.h"
#include "models/cases/annotation_book.h"
#include "models/authorization/source_expectation.h"
#include "models/authorization/source_key.h"
#include "models/base/json_reader.h"
#include "models/cases/case_life.h"
#include "models/evaluations/evaluation_statement.h"
#include "models/labels/label_book.h"
#include "models/scope_policy/life.h"
#include "models/metric_sources/metric_source_note.h"
#include "models/timestamps/witness_statement.h"
#include "models/workspace/drift_baseline.h"
#include "models/workspace/pact_entry.h"

#include <map>

#include <set>

namespace mandate {

struct SignedEntries::State
{
    explicit State(const PublicKey &workspace) : people(workspace) {}
    PeopleRegister people;
    Register chains;
    PactLives lives;
    ScopePolicyBook scopes;
    std::map<std::string, CaseLife, std::less<>> cases; ///< by incident
    AnnotationBook annotations;
    std::set<Digest> said; ///< notes
    std::map<std::string, std::string> asking; ///< agent by request
    Keeping kept;
    LabelBook labels;
    std::set<std::string> baselines; ///< names
};

namespace {

/// Why a statement about an agent does not hold; empty when it does.
std::string whyNot(std::string_view body, const PeopleRegister &people, Register &chains)
{
    auto statement = readStatementEntry(body, people.keyring());
    if (!statement)
        return statement.error().happened;
    const std::string agent = statement->agent;
    chains.add(std::move(statement).value(), body, people);
    if (const std::string why = chains.history(agent).back().voidBecause; !why.empty())
        return why;
    return chains.isBroken(agent) ? "The statement does not follow the agent's previous one: a statement between them is missing." : std::string();
}

/// The same of a statement about a pact, which also has to be one that could be made then.
std::string whyNot(std::string_view body, EntryNumber entry, const PeopleRegister &people, PactLives &lives, const ScopePolicyBook &scopes)
{
    auto statement = readPactStatement(body, people);
    if (!statement)
        return statement.error().happened;
    objectForScopes(*statement, lives, scopes, people);
    const std::string id = statement->pactId;
    takePactStatement(lives, entry, std::move(statement).value(), body);
    return lives.find(id)->second.history().back().voidBecause;
}

/// Of a step in an incident. Which incidents rules opened is not asked: an incident that is not there harms nobody.
std::string whyNot(EntryNumber entry, std::string_view body, const PeopleRegister &people, std::map<std::string, CaseLife, std::less<>> &cases)
{
    auto step = readCaseEntry(body, people.keyring());
    if (!step)
        return step.error().happened;
    step->entry = entry;
    CaseLife &life = cases.try_emplace(step->incident, step->incident).first->second;
    const bool opens = step->step == CaseStep::Open;
    life.add(std::move(step).value(), body, people, !opens);
    return life.history().back().voidBecause;
}

/// Of a step of a request: that it holds, and that who it names may take it. Whether it could follow the step before is not looked at: what could not
/// counts for nothing anyway.
std::string whyNot(std::string_view body, const PeopleRegister &people, std::map<std::string, std::string> &asking)
{
    const auto step = readApprovalEntry(body, people.keyring());
    if (!step)
        return step.error().happened;
    if (step->filed)
        asking.try_emplace(step->request, step->filed->action.agent);
    const auto agent = asking.find(step->request);
    return approvalObjection(*step, agent == asking.end() ? std::string_view() : std::string_view(agent->second), people);
}

/// Notes that nobody signs: what the program itself computed and wrote down, which the tree alone proves.
bool isUnsignedNote(std::string_view kind)
{
    return kind == "replay";
}

/// Of a note. Which kinds there are is known: another one would be a statement that nobody checks.
std::string whyNotNoted(EntryNumber entryNumber, std::string_view body, const PeopleRegister &people, AnnotationBook &annotations, std::set<std::string> &baselines)
{
    Arena arena;
    JsonReader reader;
    const auto entry = reader.read(body, arena);
    const std::string kind(entry ? entry->findText("note").value_or(std::string_view()) : std::string_view());
    const auto happened = [](const auto &read) { return read ? std::string() : read.error().happened; };
    if (kind == "export")
        return happened(readExportEntry(body, people.keyring()));
    if (kind == "annotation") {
        auto annotation = readAnnotationEntry(body, people.keyring());
        return annotation ? annotations.add(entryNumber, std::move(annotation).value(), body) : annotation.error().happened;
    }
    if (kind == evaluationNoteKind)
        return happened(readEvaluationEntry(body, people.keyring()));
    if (kind == "baseline") {
        const auto baseline = readBaselineEntry(entryNumber, body, people);
        if (!baseline)
            return baseline.error().happened;
        return baselines.insert(baseline->name).second ? std::string() : "Another baseline of the name \"" + baseline->name + "\" stands before it, and a baseline never changes.";
    }
    if (kind == "source_key")
        return happened(readSourceKeyEntry(body, people));
    if (kind == "witness")
        return happened(readWitnessEntry(body, people));
    if (kind == sourceExpectationKind)
        return happened(readSourceExpectation(body, people));
    if (kind == "metric_source")
        return happened(readMetricSourceEntry(body, people));
    if (kind == "timestamp") // signed by its authority; what it proves is asked when it is shown
        return happened(readTimestampEntry(body));
    if (kind == "evaluation" || kind == "drill")
        return happened(readSignedNote(body, people.keyring()));
    if (isUnsignedNote(kind) && !entry->find("envelope"))
        return {};
    return "A note of the kind \"" + kind + "\" is none that this program writes, so nothing says who may sign it.";
}

} // namespace

SignedEntries::SignedEntries(const PublicKey &workspace) : m(std::make_unique<State>(workspace)) {}
SignedEntries::~SignedEntries() = default;

std::optional<BadEntry> SignedEntries::add(EntryNumber entry, EntryType type, std::string_view body)
{
    std::string reason;
    std::string affects = "The authorization of the agent it speaks of cannot be relied on.";
    if (type == EntryType::Person) {
        m->people.add(entry, body);
        reason = m->people.history().back().voidBecause;
        affects = "It counts for nothing. Who wrote it could sign with the workspace's key and not with the person's.";
    } else if (type == EntryType::Pact) {
        const auto pact = readPactEntry(entry, body);
        if (!pact)
            reason = pact.error().happened;
        else if (takePact(m->lives, *pact, m->people); pact->origin == PactOrigin::Adopted && !m->people.isOpen())
            reason = "A pact was put in force without review after people were enrolled.";
        affects = "What was judged by this pact cannot be relied on.";
    } else if (type == EntryType::ScopePolicy) {
        reason = m->scopes.add(entry, body, m->people, m->lives);
        affects = "It counts for nothing: what a verifier has to check against is as the statements before it say.";
    } else if (type == EntryType::Statement && speaksOfPact(body)) {
        reason = whyNot(body, entry, m->people, m->lives, m->scopes);
        affects = "Which version of the pact it speaks of is in force cannot be relied on.";
    } else if (type == EntryType::Statement) {
        reason = whyNot(body, m->people, m->chains);
    } else if (type == EntryType::Request) {
        reason = whyNot(body, m->people, m->asking);
        affects = "What was decided about this request cannot be relied on.";
    } else if (type == EntryType::Case) {
        reason = whyNot(entry, body, m->people, m->cases);
        affects = "What people did about this incident from here on cannot be relied on; what the records say can.";
    } else if (type == EntryType::Note && !m->said.insert(sha256(body)).second) {
        reason = "The note was signed once and stands in the ledger before: somebody wrote it again.";
        affects = "It counts for nothing the second time.";
    } else if (type == EntryType::Note && Keeping::speaksOf(body)) {
        reason = m->kept.add(entry, body, m->people);
        affects = "It counts for nothing: neither does it keep evidence or release it, nor does it allow that text is missing.";
    } else if (type == EntryType::Note && LabelBook::speaksOf(body)) {
        reason = m->labels.add(entry, body, m->people);
        affects = "It counts for nothing: neither is it a sample, nor an answer, nor does it settle anything.";
    } else if (type == EntryType::Note) {
        reason = whyNotNoted(entry, body, m->people, m->annotations, m->baselines);
        affects = "What this note says was evaluated, tried, trusted, pinned, handed out or remarked cannot be relied on.";
    }
    if (reason.empty())
        return std::nullopt;
    return BadEntry{entry, std::move(reason), std::move(affects), {}};
}

const Keeping &SignedEntries::keeping() const
{
    return m->kept;
}

const Keyring &SignedEntries::keyring() const
{
    return m->people.keyring();
}

std::vector<std::pair<std::string, PublicKey>> SignedEntries::personKeys() const
{
    std::vector<std::pair<std::string, PublicKey>> keys;
    for (const PeopleRegister::Event &event : m->people.history()) {
        if (event.voidBecause.empty() && event.statement.key)
            keys.emplace_back(event.statement.person, *event.statement.key);
    }
    return keys;
}

} // namespace mandate
