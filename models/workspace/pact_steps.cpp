// SPDX-License-Identifier: GPL-3.0-or-later
// Steps in the life of a pact's version: each is checked by PactLife, signed by who is signed in, and stored in one transaction.
#include "models/workspace/pact_entry.h"
#include "models/workspace/workspace_private.h"

#include "models/authorization/pact_authority.h"
#include "models/base/canonical_json.h"
#include "models/base/json_reader.h"

#include <algorithm>

namespace mandate {

namespace {

/// What is signed has to be read again: UTF-8, and not a book.
std::optional<Error> unsignable(const std::string &text)
{
    constexpr std::size_t most = 16'384;
    std::string json;
    appendCanonicalString(json, text);
    Arena arena;
    JsonReader reader;
    if (text.size() <= most && reader.read(json, arena))
        return std::nullopt;
    Error error = refused("MND-LIF-018", text.size() > most ? "The text is longer than 16,384 bytes." : "The text is not valid UTF-8.",
                          "No pact was changed.", "Shorten or retype it.");
    error.kind = ErrorKind::Input;
    return error;
}

std::pair<std::string_view, std::string_view> idAndVersion(std::string_view idAtVersion)
{
    const std::size_t at = idAtVersion.find('@');
    return {idAtVersion.substr(0, at), at == std::string_view::npos ? std::string_view() : idAtVersion.substr(at + 1)};
}

Error noVersion(std::string_view idAtVersion)
{
    Error error = refused("MND-LIF-003", "There is no pact version \"" + std::string(idAtVersion) + "\" in the workspace.", "No pact was changed.",
                          "Name it as ID@VERSION; see \"mandate pact list\" for those there are.");
    error.kind = ErrorKind::Missing;
    return error;
}

/// One step being taken, under the lock that keeps other writers out.
class Taking
{
public:
    Taking(Workspace::Private &workspace, std::string_view idAtVersion, PactStep step) : m_workspace(workspace), m_name(idAtVersion)
    {
        m_statement.step = step;
    }

    PactStatement &statement() { return m_statement; }

    /// Cites a stored replay, if it is of this version and still holds. Asked before the rules: evidence that is stale is said to be so even
    /// where it is stale because another version came into force, which the rules refuse too.
    Result<void> restOn(const Workspace &workspace, EntryNumber entry)
    {
        if (auto found = find(); !found)
            return found;
        const auto replay = workspace.replayIn(entry);
        if (!replay)
            return replay.error();
        const auto standing = workspace.standingOf(*replay);
        if (!standing)
            return standing.error();
        m_statement.replay = replay->digest;
        return requireFresh(*replay, *standing, m_pact->version.digest);
    }

    /// Looks the version up and checks the rules.
    Result<void> check()
    {
        if (auto found = find(); !found)
            return found;
        const auto [id, version] = idAndVersion(m_name);
        for (const std::string &text : {m_statement.note, m_statement.role}) {
            if (auto refusal = unsignable(text))
                return *refusal;
        }
        auto signer = m_workspace.signer();
        if (!signer)
            return signer.error();
        m_signer = std::move(signer).value();
        const std::shared_lock reading(m_workspace.lock);
        const PactLife &life = m_workspace.lives.find(id)->second;
        m_statement.pactId = id;
        m_statement.version = version;
        m_statement.pactDigest = m_pact->version.digest;
        m_statement.decidedBy = m_signer.person.id;
        m_statement.decidedByName = m_signer.person.displayName;
        m_statement.ledger = m_signer.ledger;
        m_statement.decidedAt = m_workspace.surroundings.clock();
        m_statement.previous = life.lastDigest();
        const Checkpoint head = m_workspace.store->head();
        m_statement.evidenceSize = head.size;
        m_statement.evidenceRoot = head.root;
        if (const auto refusal = life.refusal({m_statement.step, m_statement.version, m_statement.decidedBy, m_statement.role, m_statement.note,
                                               m_statement.decidedAt, m_statement.effective}))
            return *refusal;
        if (const auto refusal = pactStepRefusal(m_workspace.people, m_statement.decidedBy, m_statement.step, m_statement.role))
            return *refusal;
        if (const auto refusal = m_workspace.scopes.pactRefusal(m_statement.step, m_statement.decidedBy, m_pact->version.document, m_pact->version.digest, m_workspace.people))
            return *refusal;
        if (m_statement.step == PactStep::Activate && !m_statement.effective)
            m_statement.effective = m_statement.decidedAt;
        if (m_statement.effective)
            m_statement.effective->zoneKnown = true; // a time without a zone counts as UTC
        return {};
    }

    /// Signs and stores it; verdicts stay as they are.
    Result<void> store()
    {
        if (const auto appended = m_workspace.appendEntry(EntryType::Statement, pactStatementEntry(m_statement, *m_signer.key)); !appended)
            return appended.error();
        return m_workspace.load();
    }

    /// The same, and judges by what is in force then.
    Result<void> putInForce(const ImportProgress &progress, std::stop_token stop)
    {
        const std::string body = pactStatementEntry(m_statement, *m_signer.key);
        PactLives lives;
        std::vector<PactPointer> pacts;
        {
            const std::shared_lock reading(m_workspace.lock);
            lives = m_workspace.lives;
            pacts = m_workspace.pacts;
        }
        takePactStatement(lives, m_workspace.store->size(), m_statement, body);
        return m_workspace.putInForce(std::make_shared<const PactTimelines>(lives, pacts), {{EntryType::Statement, body}}, progress, std::move(stop));
    }

    [[nodiscard]] const LoadedPact &pact() const { return *m_pact; }

private:
    Result<void> find()
    {
        const auto [id, version] = idAndVersion(m_name);
        m_pact = m_workspace.loadedPact(id, version);
        if (!m_pact)
            return noVersion(m_name);
        return {};
    }

    Workspace::Private &m_workspace;
    std::string m_name;
    PactPointer m_pact;
    PactStatement m_statement;
    Workspace::Private::Signer m_signer;
};

} // namespace

Result<PactVersion> Workspace::submitPact(std::string_view json, const std::string &summary)
{
    if (m->readOnly)
        return m->unlock().error();
    auto parsed = parsePact(json);
    if (!parsed)
        return parsed.error();
    if (auto compiled = CompiledPact::compile(parsed->document); !compiled)
        return compiled.error();
    if (auto refusal = unsignable(summary))
        return *refusal;
    const std::string name = parsed->document.id + '@' + parsed->document.version;
    {
        Private::Writing writing(*m);
        if (auto begun = writing.begin(); !begun)
            return begun.error();
        const auto signer = m->signer();
        if (!signer)
            return signer.error();
        const auto existing = m->existing(*parsed);
        if (!existing)
            return existing.error();
        const Person &author = signer->person;
        PactStatement statement;
        statement.pactId = parsed->document.id;
        statement.version = parsed->document.version;
        statement.pactDigest = parsed->digest;
        statement.step = PactStep::Submit;
        statement.note = summary;
        statement.decidedBy = author.id;
        statement.decidedByName = author.displayName;
        statement.ledger = signer->ledger;
        statement.decidedAt = m->surroundings.clock();
        const Checkpoint head = m->store->head();
        statement.evidenceSize = head.size;
        statement.evidenceRoot = head.root;
        PactLife life(parsed->document.id);
        {
            const std::shared_lock reading(m->lock);
            if (const auto refusal = pactStepRefusal(m->people, author.id, PactStep::Submit, {}))
                return *refusal;
            if (const auto refusal = m->scopes.pactRefusal(PactStep::Submit, author.id, parsed->document, parsed->digest, m->people))
                return *refusal;
            if (const auto found = m->lives.find(parsed->document.id); found != m->lives.end())
                life = found->second;
        }
        statement.previous = life.lastDigest();
        if (!*existing)
            life.introduce(parsed->document, parsed->digest);
        if (const auto refusal = life.refusal({PactStep::Submit, statement.version, author.id, {}, summary, statement.decidedAt, {}}))
            return *refusal;
        std::vector<std::pair<EntryType, std::string>> entries;
        if (!*existing)
            entries.emplace_back(EntryType::Pact, pactEntry(*parsed, PactOrigin::ForReview, author, statement.decidedAt));
        entries.emplace_back(EntryType::Statement, pactStatementEntry(statement, *signer->key));
        if (const auto appended = m->appendEntries(entries); !appended)
            return appended.error();
        if (auto loaded = m->load(); !loaded)
            return loaded.error();
    }
    Q_EMIT ledgerGrew(m->store->size());
    return pact(name);
}

Result<PactVersion> Workspace::takeStep(std::string_view idAtVersion, PactStep step, const std::string &role, const std::string &note)
{
    if (m->readOnly)
        return m->unlock().error();
    {
        Private::Writing writing(*m);
        if (auto begun = writing.begin(); !begun)
            return begun.error();
        Taking taking(*m, idAtVersion, step);
        taking.statement().role = role;
        taking.statement().note = note;
        if (auto allowed = taking.check(); !allowed)
            return allowed.error();
        if (auto stored = taking.store(); !stored)
            return stored.error();
    }
    Q_EMIT ledgerGrew(m->store->size());
    return pact(idAtVersion);
}

Result<PactVersion> Workspace::approvePact(std::string_view idAtVersion, const std::string &role, const std::string &note)
{
    return takeStep(idAtVersion, PactStep::Approve, role, note);
}

Result<PactVersion> Workspace::returnPact(std::string_view idAtVersion, const std::string &reason)
{
    return takeStep(idAtVersion, PactStep::RequestChanges, {}, reason);
}

Result<PactVersion> Workspace::observePact(std::string_view idAtVersion, const std::string &note)
{
    return takeStep(idAtVersion, PactStep::Observe, {}, note);
}

Result<PactVersion> Workspace::activatePact(std::string_view idAtVersion, const PactActivation &activation, const ImportProgress &progress,
                                            std::stop_token stop)
{
    if (m->readOnly)
        return m->unlock().error();
    {
        Private::Writing writing(*m);
        if (auto begun = writing.begin(); !begun)
            return begun.error();
        Taking taking(*m, idAtVersion, PactStep::Activate);
        taking.statement().note = activation.note;
        taking.statement().effective = activation.effective;
        if (activation.replay) {
            if (auto rests = taking.restOn(*this, *activation.replay); !rests)
                return rests.error();
        }
        if (auto allowed = taking.check(); !allowed)
            return allowed.error();
        if (auto put = taking.putInForce(progress, std::move(stop)); !put)
            return put.error();
    }
    Q_EMIT verdictsChanged();
    Q_EMIT ledgerGrew(m->store->size());
    return pact(idAtVersion);
}

Result<PactVersion> Workspace::withdrawPact(std::string_view idAtVersion, const std::string &reason, const ImportProgress &progress,
                                            std::stop_token stop)
{
    if (m->readOnly)
        return m->unlock().error();
    bool changed = false;
    {
        Private::Writing writing(*m);
        if (auto begun = writing.begin(); !begun)
            return begun.error();
        Taking taking(*m, idAtVersion, PactStep::Withdraw);
        taking.statement().note = reason;
        if (auto allowed = taking.check(); !allowed)
            return allowed.error();
        changed = m->describe(taking.pact()).effectiveFrom.has_value();
        if (auto done = changed ? taking.putInForce(progress, std::move(stop)) : taking.store(); !done)
            return done.error();
    }
    if (changed)
        Q_EMIT verdictsChanged();
    Q_EMIT ledgerGrew(m->store->size());
    return pact(idAtVersion);
}

Result<PactHistory> Workspace::pactHistory(std::string_view id) const
{
    if (auto loaded = m->load(); !loaded)
        return loaded.error();
    PactHistory history;
    history.id = id;
    for (PactVersion &version : pacts()) {
        if (version.document.id == id)
            history.versions.push_back({std::move(version), {}});
    }
    if (history.versions.empty()) {
        Error error = refused("MND-WSP-004", "There is no pact \"" + history.id + "\" in the workspace.", "Nothing was changed.",
                              "See \"mandate pact list\" for those there are.");
        error.kind = ErrorKind::Missing;
        return error;
    }
    const std::string me = person().id;
    const Instant now = m->surroundings.clock();
    const std::shared_lock reading(m->lock);
    const PactLife &life = m->lives.find(id)->second;
    history.broken = life.isBroken();
    history.events.assign(life.history().begin(), life.history().end());
    for (auto &[version, steps] : history.versions) {
        const auto option = [&](PactStep step, const std::string &role) {
            auto refusal = life.refusal({step, version.document.version, me, role, "reason", now, {}});
            if (!refusal)
                refusal = pactStepRefusal(m->people, me, step, role);
            if (!refusal)
                refusal = m->scopes.pactRefusal(step, me, version.document, version.digest, m->people);
            if (!refusal && m->readOnly)
                refusal = refused("MND-WSP-001", "The workspace is open for reading only.", "Nothing was changed.",
                                  "Open it without --read-only to change it.");
            steps.push_back({step, role, std::move(refusal)});
        };
        for (const PactDocument::Reviewer &role : version.missing)
            option(PactStep::Approve, role.role);
        if (version.missing.empty())
            option(PactStep::Approve, {});
        for (const PactStep step : {PactStep::RequestChanges, PactStep::Observe, PactStep::Activate, PactStep::Withdraw})
            option(step, {});
    }
    return history;
}

} // namespace mandate
