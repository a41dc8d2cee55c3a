// SPDX-License-Identifier: GPL-3.0-or-later
// What sources sign themselves: which of their keys are trusted, and what their seals say by those. Nothing of it is stored but who trusts which key.
#include "models/incidents/rules.h"
#include "models/workspace/workspace_private.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <utility>

namespace mandate {

namespace {

constexpr const char *noKeyChanged = "Which keys are trusted was not changed.";

} // namespace

SealBook::KeysOf Workspace::Private::sourceKeysOf() const
{
    const std::shared_lock reading(lock);
    return [known = sourceKeys](const std::string &source) {
        std::vector<TrustedKey> trusted;
        for (const SourceKeyStatement &statement : known.trustedFor(source))
            trusted.push_back({*statement.key, statement.name});
        return trusted;
    };
}

Result<std::shared_ptr<const SealBook>> Workspace::Private::seals(std::stop_token stop) const
{
    const auto formats = store->tally({}, std::array{Dimension::Format}, stop);
    if (!formats)
        return formats.error();
    RowFilter quarantine;
    quarantine.types = {EntryType::Quarantine};
    const auto unread = store->count(quarantine, stop);
    if (!unread)
        return unread.error();
    // The ledger only grows: where there are as many records that can be sealed, they are the same.
    std::string state;
    bool any = false;
    for (const Tally &tally : *formats) {
        any = any || SealBook::canBeSealed(tally.key[0]);
        state += tally.key[0] + ' ' + std::to_string(tally.count) + '\n';
    }
    {
        const std::shared_lock reading(lock);
        state += std::to_string(*unread) + ' ' + std::to_string(sourceKeys.version());
    }
    const std::scoped_lock guard(sealing);
    if (keptSeals && keptSealsOf == state)
        return keptSeals;
    std::vector<SealBook::Unread> items;
    if (any && *unread > 0) {
        auto read = unreadItems(stop);
        if (!read)
            return read.error();
        items = std::move(read).value();
    }
    auto book = SealBook::read(*store, items, sourceKeysOf(), stop);
    if (!book)
        return book.error();
    keptSeals = std::make_shared<const SealBook>(std::move(book).value());
    keptSealsOf = state;
    return keptSeals;
}

Result<std::vector<SealBook::Unread>> Workspace::Private::unreadItems(std::stop_token stop) const
{
    RowFilter filter;
    filter.types = {EntryType::Quarantine};
    const auto entries = store->select(filter, RowOrder::ArrivalAscending, stop);
    if (!entries)
        return entries.error();
    const auto rows = store->rows(*entries);
    const auto bodies = store->bodies(*entries);
    if (!rows || !bodies)
        return rows ? bodies.error() : rows.error();
    std::vector<SealBook::Unread> items;
    JsonReader reader;
    Arena arena;
    for (std::size_t i = 0; i < entries->size(); ++i) {
        arena.reset();
        const auto body = reader.read((*bodies)[i], arena);
        const Value *offset = body ? body->find("offset") : nullptr;
        if (!(*rows)[i].item || !offset || !offset->is(ValueKind::Int))
            continue;
        items.push_back({(*entries)[i], std::string(body->findText("source").value_or(std::string_view())), static_cast<std::uint64_t>(offset->asInt()), *(*rows)[i].item});
    }
    return items;
}

Result<std::vector<IncidentEntry>> Workspace::Private::brokenSeals() const
{
    std::vector<IncidentEntry> found;
    const auto formats = store->names(Dimension::Format);
    if (!formats)
        return formats.error();
    if (std::ranges::none_of(*formats, [](const std::string &format) { return SealBook::canBeSealed(format); }))
        return found;
    const auto book = seals({});
    if (!book)
        return book.error();
    for (const SourceSeals &source : (*book)->sources()) {
        std::vector<EntryNumber> missing; // the file that names what is not here: its first record speaks for it
        if (source.gapCount > 0) {
            RowFilter ofSource;
            ofSource.sources = {source.source};
            auto records = store->select(ofSource, RowOrder::ArrivalAscending);
            if (!records)
                return records.error();
            missing.assign(records->begin(), records->begin() + std::min<std::ptrdiff_t>(1, static_cast<std::ptrdiff_t>(records->size())));
        }
        for (const auto &[rule, entries] : {std::pair(sourceSealBroken, std::cref(source.broken)), std::pair(sourceGap, std::cref(std::as_const(missing)))}) {
            const auto rows = store->rows(entries.get());
            if (!rows)
                return rows.error();
            std::map<std::string, IncidentEntry> byAgent;
            for (const Row &row : *rows) {
                IncidentEntry &incident = byAgent[row.agent];
                if (incident.actions.empty()) {
                    incident.agent = row.agent;
                    incident.deployment = row.deployment;
                    incident.session = row.session;
                    incident.clause = rule;
                    incident.pactDigest = sha256("source " + source.source); // one a source and agent
                    incident.id = incidentId(row.agent, {}, rule, incident.pactDigest);
                    incident.opened = surroundings.clock();
                }
                incident.actions.push_back(row.number);
            }
            const std::shared_lock reading(lock);
            for (auto &[agent, incident] : byAgent) {
                if (!isOpenIncident(incident.id))
                    found.push_back(std::move(incident));
            }
        }
    }
    return found;
}

Result<std::vector<SourceSeals>> Workspace::seals(std::stop_token stop) const
{
    if (auto loaded = m->load(); !loaded)
        return loaded.error();
    const auto book = m->seals(std::move(stop));
    if (!book)
        return book.error();
    return (*book)->sources();
}

Result<Seal> Workspace::sealOf(EntryNumber entry) const
{
    if (auto loaded = m->load(); !loaded)
        return loaded.error();
    const auto rows = m->store->rows(std::array{entry});
    if (!rows)
        return rows.error();
    return m->sealOf(rows->front());
}

Result<Seal> Workspace::Private::sealOf(const Row &row) const
{
    if (row.type != EntryType::Record || !SealBook::canBeSealed(row.format))
        return SealBook().sealOf(*store, row, {});
    const auto book = seals({});
    if (!book)
        return book.error();
    return (*book)->sealOf(*store, row, sourceKeysOf());
}

std::vector<SourceKeyStatement> Workspace::sourceKeys() const
{
    (void)m->load();
    const std::shared_lock reading(m->lock);
    return m->sourceKeys.trusted();
}

Result<SourceKeyStatement> Workspace::trustSourceKey(const std::string &source, std::string_view keyFile, const std::string &name, const std::string &note)
{
    auto key = readImportedKey(keyFile);
    if (!key)
        return key.error();
    SourceKeyStatement statement;
    statement.source = source;
    statement.name = name;
    statement.keyId = key->id();
    statement.key = std::move(key).value();
    statement.note = note;
    return changeSourceKeys(std::move(statement));
}

Result<SourceKeyStatement> Workspace::removeSourceKey(const std::string &source, const std::string &keyId, const std::string &note)
{
    SourceKeyStatement statement;
    statement.step = SourceKeyStep::Remove;
    statement.source = source;
    statement.keyId = keyId;
    statement.note = note;
    return changeSourceKeys(std::move(statement));
}

Result<SourceKeyStatement> Workspace::changeSourceKeys(SourceKeyStatement statement)
{
    if (m->readOnly)
        return m->unlock().error();
    if (statement.source.empty())
        return refused("MND-WSP-060", "It is not said which source the key is of.", noKeyChanged, "Name the source as \"mandate seals\" lists it, or a pattern with *.");
    {
        Private::Writing writing(*m);
        if (auto begun = writing.begin(); !begun)
            return begun.error();
        const auto signer = m->signer();
        if (!signer)
            return signer.error();
        {
            const std::shared_lock reading(m->lock);
            if (auto refusal = sourceKeyRefusal(m->people, signer->person.id))
                return *refusal;
            if (statement.step == SourceKeyStep::Remove && !m->sourceKeys.trusts(statement.source, statement.keyId)) {
                Error error = refused("MND-WSP-061", "No key " + statement.keyId + " is trusted for \"" + statement.source + "\".", noKeyChanged,
                                      "\"mandate keys\" lists those that are, with the source each was trusted for.");
                error.kind = ErrorKind::Missing;
                return error;
            }
        }
        statement.by = signer->person.id;
        statement.byName = signer->person.displayName;
        statement.at = m->surroundings.clock();
        statement.ledger = signer->ledger;
        const auto appended = m->appendEntry(EntryType::Note, sourceKeyEntry(statement, *signer->key));
        if (!appended)
            return appended.error();
        statement.entry = appended->first;
        if (auto loaded = m->load(); !loaded)
            return loaded.error();
        if (auto opened = m->openRuleIncidents(); !opened) // a key may show what does not hold
            return opened.error();
    }
    Q_EMIT ledgerGrew(m->store->size());
    return statement;
}

} // namespace mandate
