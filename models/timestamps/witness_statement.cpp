// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timestamps/witness_statement.h"

#include "models/base/enum_names.h"
#include "models/base/json_reader.h"
#include "models/base/object_writer.h"

#include <algorithm>

namespace mandate {

namespace {

constexpr std::array<std::string_view, 3> kindNames{"authority", "folder", "mailbox"};

Error noWitness(std::string why)
{
    return {ErrorKind::Corrupt, "MND-TSA-010", "What was kept about a witness of the ledger does not hold: " + std::move(why), "It counts for nothing; other entries are unaffected.",
            "Run \"mandate verify\" to find the place.", {}};
}

Error refusedWitness(std::string code, std::string happened, std::string remedy)
{
    return {ErrorKind::Input, std::move(code), std::move(happened), "Nothing was signed.", std::move(remedy), {}};
}

} // namespace

std::string_view nameOf(WitnessKind kind)
{
    return kindNames.at(static_cast<std::size_t>(kind));
}

std::optional<WitnessKind> witnessKindOf(std::string_view name)
{
    return enumNamed<WitnessKind>(kindNames, name);
}

std::optional<Error> witnessRefusal(const WitnessStatement &statement)
{
    const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    if (statement.id.empty() || statement.id.size() > 40 || !std::ranges::all_of(statement.id, allowed))
        return refusedWitness("MND-TSA-011", "\"" + statement.id + "\" is no name of a witness.", "Use 1 to 40 small letters, digits and hyphens.");
    if (statement.removed)
        return std::nullopt;
    if (statement.kind == WitnessKind::Authority) {
        if (auto read = checkCertificates(statement.certificates); !read)
            return read.error();
        if (!statement.place.empty() && !statement.place.starts_with("http://") && !statement.place.starts_with("https://"))
            return refusedWitness("MND-TSA-012", "The authority's address is no http or https URL.", "Correct it, or leave it out and carry requests by hand.");
        return std::nullopt;
    }
    if (!statement.place.starts_with('/'))
        return refusedWitness("MND-TSA-013", "The place is no absolute path.", "Name it from the root on: a folder or file outside of this machine's reach is best, such as a mounted share.");
    return std::nullopt;
}

std::string witnessEntry(const WitnessStatement &statement, const SigningKey &key)
{
    ObjectWriter payload;
    const auto put = [&](std::string_view name, const std::string &text) {
        if (!text.empty())
            payload.put(name, text);
    };
    payload.put("witness", statement.id);
    payload.put("kind", nameOf(statement.kind));
    payload.put("removed", Value::boolean(statement.removed));
    put("place", statement.place);
    put("certificates", statement.certificates);
    put("note", statement.note);
    payload.put("by", statement.by);
    put("by_name", statement.byName);
    payload.put("at", formatInstant(statement.at));
    put("ledger", statement.ledger);
    ObjectWriter entry;
    entry.put("type", std::string_view("note"));
    entry.put("v", Value::integer(1));
    entry.put("note", std::string_view("witness"));
    entry.put("witness", statement.id);
    entry.put("envelope", dsseEnvelope(witnessPayloadType, payload.canonical(), key));
    return entry.canonical();
}

std::optional<Error> witnessRoleRefusal(const PeopleRegister &people, const std::string &person)
{
    if (people.isOpen() || people.is(person, PersonRole::Owner) || people.is(person, PersonRole::Legal))
        return std::nullopt;
    return Error{ErrorKind::Refused, "MND-TSA-026", person + " may not say who witnesses the ledger.", "Nothing was signed.",
                 "These can: " + people.whoIs({PersonRole::Owner, PersonRole::Legal}, person) + '.', {}};
}

Result<WitnessStatement> readWitnessEntry(std::string_view body, const PeopleRegister &people)
{
    const Keyring &keys = people.keyring();
    Arena arena;
    JsonReader reader;
    const auto entry = reader.read(body, arena);
    if (!entry || entry->findText("note") != "witness" || !entry->findText("envelope"))
        return noWitness("it is none.");
    const auto opened = keys.open(*entry->findText("envelope"));
    if (!opened)
        return noWitness(opened.error().happened);
    const auto payload = reader.read(opened->payload, arena);
    if (!payload || opened->payloadType != witnessPayloadType)
        return noWitness("its signed content is of another type.");
    const auto text = [&](std::string_view name) { return std::string(payload->findText(name).value_or(std::string_view())); };
    const auto kind = witnessKindOf(text("kind"));
    const auto at = parseInstant(text("at"));
    const Value *removed = payload->find("removed");
    if (!kind || !at || !removed || !removed->is(ValueKind::Bool) || entry->findText("witness") != text("witness"))
        return noWitness("what it shows is not what was signed.");
    WitnessStatement statement{text("witness"), *kind,           removed->asBool(), text("place"), text("certificates"),
                               text("note"),    text("by"),      text("by_name"),   *at,           text("ledger")};
    if (const std::string why = keys.objection(statement.by, opened->keyId, statement.ledger); !why.empty())
        return noWitness(why);
    for (const auto &refused : {witnessRefusal(statement), witnessRoleRefusal(people, statement.by)}) {
        if (refused)
            return noWitness(refused->happened);
    }
    return statement;
}

std::string timestampEntry(const KeptTimestamp &kept)
{
    ObjectWriter entry;
    entry.put("type", std::string_view("note"));
    entry.put("v", Value::integer(1));
    entry.put("note", std::string_view("timestamp"));
    entry.put("witness", kept.witness);
    entry.put("checkpoint", kept.checkpoint);
    entry.put("response", toBase64(kept.response));
    return entry.canonical();
}

Result<KeptTimestamp> readTimestampEntry(std::string_view body)
{
    Arena arena;
    JsonReader reader;
    const auto entry = reader.read(body, arena);
    if (!entry || entry->findText("note") != "timestamp")
        return noWitness("it is no time stamp.");
    const auto response = fromBase64(entry->findText("response").value_or(std::string_view()));
    if (!response || !entry->findText("witness") || !entry->findText("checkpoint"))
        return noWitness("it is not whole.");
    return KeptTimestamp{0, std::string(*entry->findText("witness")), std::string(*entry->findText("checkpoint")), *response, {}};
}

std::string noteKind(std::string_view body)
{
    Arena arena;
    JsonReader reader;
    const auto entry = reader.read(body, arena);
    return entry && entry->findText("type") == "note" ? std::string(entry->findText("note").value_or(std::string_view())) : std::string();
}

} // namespace mandate
