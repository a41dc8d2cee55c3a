// SPDX-License-Identifier: GPL-3.0-or-later
// The pacts of a workspace: which there are, which is in force, and putting one in force without review.
#include "models/workspace/pact_entry.h"
#include "models/workspace/workspace_private.h"

#include "models/authorization/pact_authority.h"
#include "models/evidence/record_json.h"

#include <algorithm>

namespace mandate {

std::int64_t momentOf(const Record &record)
{
    if (record.occurred)
        return record.occurred->nanoseconds;
    return record.received.nanoseconds != 0 ? record.received.nanoseconds : systemNow().nanoseconds;
}

Result<std::int64_t> Workspace::Private::momentOf(const Row &row) const
{
    if (row.time)
        return row.time->nanoseconds;
    const auto body = store->body(row.number);
    if (!body)
        return body.error();
    Arena arena;
    JsonReader reader;
    const auto record = readRecord(*body, reader, arena);
    if (!record)
        return record.error();
    return mandate::momentOf(*record);
}

const PactPointer &RowPacts::find(const Row &row)
{
    std::int64_t moment = row.time ? row.time->nanoseconds : 0;
    if (!row.time && m_finder.timelines().dependsOnTime()) {
        const auto read = m_workspace.momentOf(row);
        if (read)
            moment = *read;
        else
            m_problem = read.error();
    }
    return m_finder.find(row.agent, row.deployment, moment);
}

std::shared_ptr<const PactTimelines> Workspace::Private::currentTimelines() const
{
    const std::shared_lock reading(lock);
    return timelines;
}

PactPointer Workspace::Private::loadedPact(std::string_view id, std::string_view version) const
{
    const std::shared_lock reading(lock);
    return pactNamed(id, version);
}

PactPointer Workspace::Private::pactNamed(std::string_view id, std::string_view version) const
{
    const auto found = std::ranges::find_if(
        pacts, [&](const PactPointer &pact) { return pact->version.document.id == id && pact->version.document.version == version; });
    return found == pacts.end() ? nullptr : *found;
}

PactVersion Workspace::Private::describe(const LoadedPact &pact) const
{
    PactVersion version = pact.version;
    const Instant now = surroundings.clock();
    const std::shared_lock reading(lock);
    const auto life = lives.find(version.document.id);
    const VersionLife *lived = life == lives.end() ? nullptr : life->second.find(version.document.version);
    if (!lived)
        return version;
    version.state = life->second.stateOf(*lived, now);
    version.returned = lived->returned;
    version.summary = lived->summary;
    version.approvals = lived->approvals;
    if (!version.adopted)
        version.missing = PactLife::missing(*lived);
    version.observedSince = lived->observedSince;
    if (const PactWindow *window = life->second.windowOf(version.document.version)) {
        version.effectiveFrom = window->from;
        version.effectiveUntil = window->until;
        version.activatedBy = window->by;
    }
    const PactWindow *inForce = life->second.inForce(now);
    version.inForce = inForce && inForce->version == version.document.version;
    return version;
}

Result<PactPointer> Workspace::Private::existing(const ParsedPact &pact) const
{
    PactPointer there = loadedPact(pact.document.id, pact.document.version);
    if (!there || there->version.digest == pact.digest)
        return there;
    return refused("MND-WSP-002",
                   "Version " + pact.document.version + " of the pact " + pact.document.id + " is in the workspace with other content.",
                   "That version and its verdicts are as they were.", "Give the changed pact a new version number.");
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
    const PactDocument &document = parsed->document;
    {
        Private::Writing writing(*m);
        if (auto begun = writing.begin(); !begun)
            return begun.error();
        if (const auto key = m->unlock(); !key) // said before the whole trail is judged
            return key.error();
        {
            const std::shared_lock reading(m->lock);
            if (const auto refusal = pactAdoptionRefusal(m->people))
                return *refusal;
        }
        const auto existing = m->existing(*parsed);
        if (!existing)
            return existing.error();
        const Instant now = m->surroundings.clock();
        PactLives lives;
        std::vector<PactPointer> pacts;
        {
            const std::shared_lock reading(m->lock);
            lives = m->lives;
            pacts = m->pacts;
        }
        const auto life = lives.find(document.id);
        const VersionLife *lived = life == lives.end() ? nullptr : life->second.find(document.version);
        if (lived && lived->adopted && !lived->withdrawn && life->second.windowOf(document.version)) {
            const auto pending = m->verdictsPending();
            if (!pending)
                return pending.error();
            if (!*pending)
                return m->describe(**existing);
            if (auto healed = m->heal(progress, stop); !healed)
                return healed.error();
        } else {
            if (auto refusal = m->scopes.pactRefusal(PactStep::Activate, {}, document, parsed->digest, m->people))
                return *refusal;
            if (life != lives.end()) {
                if (auto refusal = life->second.adoptionRefusal(document.version, now))
                    return *refusal;
            }
            PactEntry coming;
            coming.version.entry = m->store->size();
            coming.version.digest = parsed->digest;
            coming.version.document = document;
            coming.version.added = now;
            coming.version.addedBy = person().id;
            takePact(lives, coming, PeopleRegister(m->store->publicKey()));
            pacts.push_back(std::make_shared<const LoadedPact>(LoadedPact{std::move(coming.version), std::move(compiled).value()}));
            auto put = m->putInForce(std::make_shared<const PactTimelines>(lives, pacts),
                                     {{EntryType::Pact, pactEntry(*parsed, PactOrigin::Adopted, person(), now)}}, progress, stop);
            if (!put)
                return put.error();
        }
    }
    Q_EMIT verdictsChanged();
    Q_EMIT ledgerGrew(m->store->size());
    return pact(document.id + '@' + document.version);
}

std::vector<PactVersion> Workspace::pacts() const
{
    (void)m->load();
    std::vector<PactPointer> all;
    {
        const std::shared_lock reading(m->lock);
        all = m->pacts;
    }
    std::vector<PactVersion> versions;
    for (const PactPointer &pact : all)
        versions.push_back(m->describe(*pact));
    return versions;
}

Result<PactVersion> Workspace::pact(std::string_view idAtVersion) const
{
    const std::size_t at = idAtVersion.find('@');
    const std::string_view id = idAtVersion.substr(0, at);
    const std::string_view version = at == std::string_view::npos ? std::string_view() : idAtVersion.substr(at + 1);
    const PactVersion *found = nullptr;
    const std::vector<PactVersion> versions = pacts();
    for (const PactVersion &candidate : versions) {
        if (candidate.document.id != id || (!version.empty() && candidate.document.version != version))
            continue;
        if (!found || !found->inForce)
            found = &candidate;
    }
    if (found)
        return *found;
    Error error = refused("MND-WSP-004", "There is no pact \"" + std::string(idAtVersion) + "\" in the workspace.", "Nothing was changed.",
                          "See \"mandate pact list\" for those there are.");
    error.kind = ErrorKind::Missing;
    return error;
}

std::optional<PactVersion> Workspace::pactFor(std::string_view agent, std::string_view deployment, std::optional<Instant> at) const
{
    (void)m->load();
    const auto timelines = m->currentTimelines();
    const PactTimelines::Window *window =
        at ? timelines->at(agent, deployment, at->nanoseconds).window : timelines->inForce(agent, deployment, m->surroundings.clock().nanoseconds);
    return window ? std::optional(m->describe(*window->pact)) : std::nullopt;
}

bool Workspace::verdictsPending() const
{
    (void)m->load();
    const auto pending = m->verdictsPending();
    return pending && *pending;
}

} // namespace mandate
