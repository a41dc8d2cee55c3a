// SPDX-License-Identifier: GPL-3.0-or-later
// Opening and creating, what is loaded from the ledger, and the small queries. Importing, judging and overviews are files of their own.
#include "models/workspace/workspace.h"

#include "models/base/canonical_json.h"
#include "models/evidence/record_json.h"
#include "models/workspace/workspace_private.h"

#include <algorithm>

namespace mandate {

namespace {

/// The ledger entry of a pact version.
std::string pactEntry(const ParsedPact &pact, const Person &person, const Instant &now)
{
    const auto text = [](std::string_view view) { return Value::string(view); };
    const std::string digest = pact.digest.hex();
    const std::string added = formatInstant(now);
    const std::vector<Member> members{
        {text("type"), text("pact")},
        {text("v"), Value::integer(1)},
        {text("pact_id"), text(pact.document.id)},
        {text("version"), text(pact.document.version)},
        {text("digest"), text(digest)},
        {text("added"), text(added)},
        {text("added_by"), text(person.id)},
        {text("document"), text(pact.canonical)},
    };
    return canonicalJson(Value::map(members));
}

Result<PactVersion> readPactEntry(EntryNumber entry, std::string_view body)
{
    Arena arena;
    JsonReader reader;
    auto value = reader.read(body, arena);
    if (!value)
        return value.error();
    const auto document = value->findText("document");
    const auto added = parseInstant(value->findText("added").value_or(std::string_view()));
    if (!document || !added)
        return refused("MND-WSP-003", "A pact in the ledger cannot be read.", "Evidence is unaffected.",
                       "Run \"mandate verify\" to find out what was changed.");
    auto parsed = parsePact(*document);
    if (!parsed)
        return parsed.error();
    PactVersion version;
    version.entry = entry;
    version.digest = parsed->digest;
    version.document = std::move(parsed->document);
    version.source = std::move(parsed->canonical);
    version.added = *added;
    version.addedBy = std::string(value->findText("added_by").value_or(std::string_view()));
    return version;
}

} // namespace

Error refused(std::string code, std::string happened, std::string unaffected, std::string remedy)
{
    Error error;
    error.kind = ErrorKind::Refused;
    error.code = std::move(code);
    error.happened = std::move(happened);
    error.unaffected = std::move(unaffected);
    error.remedy = std::move(remedy);
    return error;
}

Workspace::Workspace(std::unique_ptr<Private> state) : m(std::move(state)) {}
Workspace::~Workspace() = default;

Result<std::unique_ptr<Workspace>> Workspace::create(const std::string &path)
{
    auto state = std::make_unique<Private>();
    auto key = state->keys.create();
    if (!key)
        return key.error();
    const PublicKey made = key->publicKey();
    auto store = createStore(path, std::move(key).value());
    if (!store) {
        state->keys.discard(made);
        return store.error();
    }
    state->path = path;
    state->store = std::move(store).value();
    return std::unique_ptr<Workspace>(new Workspace(std::move(state)));
}

Result<std::unique_ptr<Workspace>> Workspace::open(const std::string &path, bool readOnly)
{
    auto state = std::make_unique<Private>();
    OpenOptions options;
    options.readOnly = readOnly;
    options.unlock = [keys = state->keys](const PublicKey &key) { return keys.load(key); };
    auto store = openStore(path, std::move(options));
    if (!store)
        return store.error();
    state->path = path;
    state->readOnly = readOnly;
    state->store = std::move(store).value();
    if (auto loaded = state->load(); !loaded)
        return loaded.error();
    return std::unique_ptr<Workspace>(new Workspace(std::move(state)));
}

const std::string &Workspace::path() const
{
    return m->path;
}
bool Workspace::isReadOnly() const
{
    return m->readOnly;
}
const Store &Workspace::store() const
{
    return *m->store;
}

Result<SigningKey> Workspace::Private::unlock() const
{
    if (readOnly)
        return refused("MND-WSP-001", "The workspace is open for reading only.", "Nothing was changed.", "Open it without --read-only to change it.");
    return keys.load(store->publicKey());
}

Result<void> Workspace::Private::load()
{
    const EntryNumber end = store->size();
    {
        const std::shared_lock reading(lock);
        if (end == loadedTo)
            return {};
    }
    RowFilter filter;
    filter.types = {EntryType::Pact, EntryType::Statement, EntryType::Incident};
    auto entries = store->select(filter, RowOrder::ArrivalAscending);
    if (!entries)
        return entries.error();
    const std::unique_lock changing(lock);
    std::erase_if(*entries, [&](EntryNumber entry) { return entry < loadedTo || entry >= end; });
    const auto rows = store->rows(*entries);
    if (!rows)
        return rows.error();
    const auto bodies = store->bodies(*entries);
    if (!bodies)
        return bodies.error();
    for (std::size_t i = 0; i < entries->size(); ++i) {
        const std::string &body = (*bodies)[i];
        switch ((*rows)[i].type) {
        case EntryType::Pact: {
            auto version = readPactEntry((*entries)[i], body);
            if (!version)
                return version.error();
            auto compiled = CompiledPact::compile(version->document);
            if (!compiled)
                return compiled.error();
            pacts.push_back(std::make_shared<LoadedPact>(LoadedPact{std::move(version).value(), std::move(compiled).value()}));
            break;
        }
        case EntryType::Statement: {
            auto statement = readStatementEntry(body, store->publicKey());
            if (!statement)
                return statement.error();
            statement->entry = (*entries)[i];
            authorizations.add(std::move(statement).value(), body);
            break;
        }
        case EntryType::Incident: {
            auto incident = readIncidentEntry(body);
            if (!incident)
                return incident.error();
            incidents.emplace_back((*entries)[i], std::move(incident).value());
            break;
        }
        default: break;
        }
    }
    loadedTo = end;
    return {};
}

std::shared_ptr<const LoadedPact> Workspace::Private::pactFor(std::string_view agent, std::string_view deployment,
                                                              const std::shared_ptr<const LoadedPact> &coming) const
{
    if (coming && coming->version.document.bindsAgent(agent, deployment))
        return coming;
    const std::shared_lock reading(lock);
    for (auto pact = pacts.rbegin(); pact != pacts.rend(); ++pact) {
        const PactDocument &document = (*pact)->version.document;
        if (coming && coming->version.document.id == document.id)
            continue;
        const bool newest = std::none_of(pacts.rbegin(), pact, [&](const auto &later) { return later->version.document.id == document.id; });
        if (newest && document.bindsAgent(agent, deployment))
            return *pact;
    }
    return nullptr;
}

Result<Appended> Workspace::Private::appendEntry(EntryType type, const std::string &body)
{
    Batch batch;
    NewEntry entry;
    entry.type = type;
    entry.body = body;
    batch.entries.push_back(entry);
    std::vector<std::unique_ptr<Store::Prepared>> prepared;
    prepared.push_back(store->prepare(batch));
    return store->append(std::move(prepared));
}

Result<std::optional<PactVersion>> Workspace::Private::existing(const ParsedPact &pact) const
{
    const std::shared_lock reading(lock);
    for (const auto &loaded : pacts) {
        const PactVersion &version = loaded->version;
        if (version.document.id != pact.document.id || version.document.version != pact.document.version)
            continue;
        if (version.digest == pact.digest)
            return std::optional(version);
        return refused("MND-WSP-002",
                       "Version " + version.document.version + " of the pact " + version.document.id + " is in the workspace with other content.",
                       "That version and its verdicts are as they were.", "Give the changed pact a new version number.");
    }
    return std::optional<PactVersion>();
}

Result<PactVersion> Workspace::addPact(std::string_view json, const ImportProgress &progress, std::stop_token stop)
{
    if (m->readOnly)
        return m->unlock().error();
    auto parsed = parsePact(json);
    if (!parsed)
        return parsed.error();
    auto compiled = CompiledPact::compile(parsed->document);
    if (!compiled)
        return compiled.error();
    PactVersion version;
    version.document = parsed->document;
    const auto coming = std::make_shared<const LoadedPact>(LoadedPact{std::move(version), std::move(compiled).value()});
    {
        Private::Writing writing(*m);
        if (auto begun = writing.begin(); !begun)
            return begun.error();
        if (const auto key = m->unlock(); !key) // said before the whole trail is judged
            return key.error();
        const auto existing = m->existing(*parsed);
        if (!existing)
            return existing.error();
        if (*existing) {
            const auto judged = m->wasJudgedSince((*existing)->entry);
            if (!judged)
                return judged.error();
            if (*judged)
                return **existing;
        }
        // Judged first, so that a judging that is stopped leaves the pact out, and what is in force is what was judged by.
        auto judged = m->rejudge(*existing ? nullptr : coming, progress, stop);
        if (!judged)
            return judged.error();
        EntryNumber entry = 0;
        if (*existing) {
            entry = (*existing)->entry;
        } else {
            const auto appended = m->appendEntry(EntryType::Pact, pactEntry(*parsed, signedInPerson(), systemNow()));
            if (!appended)
                return appended.error();
            entry = appended->first;
            if (auto loaded = m->load(); !loaded)
                return loaded.error();
        }
        if (auto stored = m->store->setVerdicts(judged->verdicts, judged->findings); !stored)
            return stored.error();
        if (auto noted = m->noteJudgement(0, entry); !noted)
            return noted.error();
        if (auto opened = m->openIncidents(); !opened)
            return opened.error();
    }
    Q_EMIT verdictsChanged();
    Q_EMIT ledgerGrew(m->store->size());
    return pact(parsed->document.id + '@' + parsed->document.version);
}

std::vector<PactVersion> Workspace::pacts() const
{
    (void)m->load();
    const std::shared_lock reading(m->lock);
    std::vector<PactVersion> versions;
    for (const auto &pact : m->pacts)
        versions.push_back(pact->version);
    for (std::size_t i = 0; i < versions.size(); ++i) {
        versions[i].inForce = std::none_of(versions.begin() + static_cast<std::ptrdiff_t>(i) + 1, versions.end(),
                                           [&](const PactVersion &later) { return later.document.id == versions[i].document.id; });
    }
    return versions;
}

Result<PactVersion> Workspace::pact(std::string_view idAtVersion) const
{
    const std::size_t at = idAtVersion.find('@');
    const std::string_view id = idAtVersion.substr(0, at);
    const std::string_view version = at == std::string_view::npos ? std::string_view() : idAtVersion.substr(at + 1);
    const std::vector<PactVersion> versions = pacts();
    for (auto found = versions.rbegin(); found != versions.rend(); ++found) {
        if (found->document.id == id && (version.empty() || found->document.version == version))
            return *found;
    }
    Error error = refused("MND-WSP-004", "There is no pact \"" + std::string(idAtVersion) + "\" in the workspace.", "Nothing was changed.",
                          "See \"mandate pact list\" for those there are.");
    error.kind = ErrorKind::Missing;
    return error;
}

std::optional<PactVersion> Workspace::pactFor(std::string_view agent, std::string_view deployment) const
{
    (void)m->load();
    const auto found = m->pactFor(agent, deployment);
    return found ? std::optional(found->version) : std::nullopt;
}

std::vector<Statement> Workspace::statements(const std::string &agent) const
{
    (void)m->load();
    const std::shared_lock reading(m->lock);
    return m->authorizations.history(agent);
}

Result<Verification> Workspace::verify(const Progress &progress, std::stop_token stop) const
{
    auto verification = m->store->verify(progress, stop);
    if (!verification || !verification->ok)
        return verification;
    // The tree holds; now what people signed within it.
    RowFilter filter;
    filter.types = {EntryType::Statement};
    const auto entries = m->store->select(filter, RowOrder::ArrivalAscending, stop);
    if (!entries)
        return entries.error();
    Register chains;
    for (const EntryNumber entry : *entries) {
        const auto body = m->store->body(entry);
        if (!body)
            return body.error();
        auto statement = readStatementEntry(*body, m->store->publicKey());
        std::string reason;
        if (!statement) {
            reason = statement.error().happened;
        } else {
            const std::string agent = statement->agent;
            chains.add(std::move(statement).value(), *body);
            if (chains.isBroken(agent))
                reason = "The statement does not follow the agent's previous one: a statement between them is missing.";
        }
        if (!reason.empty()) {
            verification->ok = false;
            verification->firstBad = BadEntry{entry, reason, "The authorization of the agent it speaks of cannot be relied on.",
                                              "All other entries, the tree and its checkpoints hold."};
            break;
        }
    }
    return verification;
}

} // namespace mandate
