// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/authorization/source_key.h"

#include "models/base/json_reader.h"
#include "models/base/object_writer.h"
#include "models/pact/document.h"

#include <algorithm>

namespace mandate {

namespace {

Error noSourceKey(std::string why)
{
    return {ErrorKind::Corrupt, "MND-AUT-060", "What was signed about a source's key does not hold: " + std::move(why), "It counts for nothing; other entries are unaffected.",
            "Run \"mandate verify\" to find the place.", {}};
}

} // namespace

std::string_view nameOf(SourceKeyStep step)
{
    return step == SourceKeyStep::Trust ? "trust" : "remove";
}

std::string sourceKeyEntry(const SourceKeyStatement &statement, const SigningKey &key)
{
    ObjectWriter payload;
    payload.put("step", nameOf(statement.step));
    payload.put("source", statement.source);
    payload.put("key", statement.keyId);
    if (statement.key) {
        payload.put("algorithm", nameOf(statement.key->algorithm));
        payload.put("public_key", toBase64(statement.key->der));
    }
    const std::pair<std::string_view, const std::string *> optional[]{
        {"name", &statement.name}, {"note", &statement.note}, {"by_name", &statement.byName}, {"ledger", &statement.ledger}};
    for (const auto &[name, text] : optional) {
        if (!text->empty())
            payload.put(name, *text);
    }
    payload.put("by", statement.by);
    payload.put("at", formatInstant(statement.at));
    ObjectWriter entry;
    entry.put("type", std::string_view("note"));
    entry.put("v", Value::integer(1));
    entry.put("note", std::string_view("source_key"));
    entry.put("step", nameOf(statement.step));
    entry.put("source", statement.source);
    entry.put("envelope", dsseEnvelope(sourceKeyPayloadType, payload.canonical(), key));
    return entry.canonical();
}

Result<SourceKeyStatement> readSourceKeyEntry(std::string_view body, const PeopleRegister &people)
{
    Arena arena;
    JsonReader reader;
    const auto entry = reader.read(body, arena);
    if (!entry || entry->findText("note") != "source_key" || !entry->findText("envelope"))
        return noSourceKey("it is none.");
    const auto opened = people.keyring().open(*entry->findText("envelope"));
    if (!opened)
        return noSourceKey(opened.error().happened);
    const auto payload = reader.read(opened->payload, arena);
    if (!payload || opened->payloadType != sourceKeyPayloadType)
        return noSourceKey("its signed content is of another type.");
    const auto text = [&](std::string_view name) { return std::string(payload->findText(name).value_or(std::string_view())); };
    const auto at = parseInstant(text("at"));
    SourceKeyStatement statement;
    statement.step = text("step") == nameOf(SourceKeyStep::Remove) ? SourceKeyStep::Remove : SourceKeyStep::Trust;
    statement.source = text("source");
    statement.name = text("name");
    statement.keyId = text("key");
    statement.note = text("note");
    statement.by = text("by");
    statement.byName = text("by_name");
    statement.ledger = text("ledger");
    if (!at || statement.source.empty() || text("step") != nameOf(statement.step) || entry->findText("step") != nameOf(statement.step) ||
        entry->findText("source") != std::string_view(statement.source))
        return noSourceKey("what it shows is not what was signed.");
    statement.at = *at;
    if (statement.step == SourceKeyStep::Trust) {
        const auto der = fromBase64(text("public_key"));
        auto key = importedKey(der.value_or(std::string()));
        if (!key || key->id() != statement.keyId)
            return noSourceKey("the key in it is not the one that it names.");
        statement.key = std::move(key).value();
    }
    if (const std::string why = people.keyring().objection(statement.by, opened->keyId, statement.ledger); !why.empty())
        return noSourceKey(why);
    if (const auto refused = sourceKeyRefusal(people, statement.by))
        return noSourceKey(refused->happened);
    return statement;
}

std::optional<Error> sourceKeyRefusal(const PeopleRegister &people, const std::string &person)
{
    if (people.isOpen() || people.is(person, PersonRole::Owner) || people.is(person, PersonRole::Legal))
        return std::nullopt;
    return Error{ErrorKind::Refused, "MND-AUT-061", person + " may not say which keys of a source are trusted.", "Nothing was written.",
                 "These can: " + people.whoIs({PersonRole::Owner, PersonRole::Legal}, person) + '.', {}};
}

void SourceKeys::add(SourceKeyStatement statement)
{
    ++m_version;
    std::erase_if(m_trusted, [&](const SourceKeyStatement &known) { return known.source == statement.source && known.keyId == statement.keyId; });
    if (statement.step == SourceKeyStep::Trust)
        m_trusted.push_back(std::move(statement));
}

std::vector<SourceKeyStatement> SourceKeys::trustedFor(std::string_view source) const
{
    std::vector<SourceKeyStatement> found;
    std::ranges::copy_if(m_trusted, std::back_inserter(found), [&](const SourceKeyStatement &known) { return matchesPattern(known.source, source); });
    return found;
}

bool SourceKeys::trusts(std::string_view source, std::string_view keyId) const
{
    return std::ranges::any_of(m_trusted, [&](const SourceKeyStatement &known) { return known.source == source && known.keyId == keyId; });
}

} // namespace mandate
