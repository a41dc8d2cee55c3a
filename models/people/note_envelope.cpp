// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/people/note_envelope.h"

#include "models/base/json_reader.h"

namespace mandate {

namespace {

Error doesNotHold(std::string why)
{
    return {ErrorKind::Corrupt, "MND-CUS-001", std::move(why), "It counts for nothing; other entries are unaffected.", "Run \"mandate verify\" to find the place.", {}};
}

} // namespace

std::string noteEntry(std::string_view kind, std::string_view payloadType, ObjectWriter payload, const NoteSigner &signer, const SigningKey &key, std::string_view content)
{
    payload.put("by", signer.by);
    if (!signer.byName.empty())
        payload.put("by_name", signer.byName);
    payload.put("at", formatInstant(signer.at));
    if (!signer.ledger.empty())
        payload.put("ledger", signer.ledger);
    ObjectWriter entry;
    entry.put("type", std::string_view("note"));
    entry.put("v", Value::integer(1));
    entry.put("note", kind);
    if (!content.empty())
        entry.put("content", content);
    entry.put("envelope", dsseEnvelope(payloadType, payload.canonical(), key));
    return entry.canonical();
}

bool isNoteOf(std::string_view kind, std::string_view body)
{
    Arena arena;
    JsonReader reader;
    const auto entry = reader.read(body, arena);
    return entry && entry->findText("type") == "note" && entry->findText("note") == kind;
}

std::string personObjection(const Keyring &keys, std::string_view by, std::string_view keyId, std::string_view ledger)
{
    if (!keys.isOpen() && !isPerson(by))
        return '"' + std::string(by) + "\" is no person, and people sign this.";
    return keys.objection(by, keyId, ledger);
}

std::optional<std::uint64_t> OpenedNote::number(std::string_view name) const
{
    const Value *value = payload.find(name);
    return value && value->is(ValueKind::Int) && value->asInt() >= 0 ? std::optional(static_cast<std::uint64_t>(value->asInt())) : std::nullopt;
}

Result<OpenedNote> openNote(std::string_view kind, std::string_view payloadType, std::string_view body, const Keyring &keys, Arena &arena)
{
    JsonReader reader;
    const auto entry = reader.read(body, arena);
    if (!entry || entry->findText("type") != "note" || entry->findText("note") != kind || !entry->findText("envelope"))
        return doesNotHold("it is none.");
    const auto opened = keys.open(*entry->findText("envelope"));
    if (!opened)
        return doesNotHold(opened.error().happened);
    const auto payload = reader.read(opened->payload, arena);
    if (!payload || opened->payloadType != payloadType)
        return doesNotHold("its signed content is of another type.");
    OpenedNote note{*payload, {}, std::string(entry->findText("content").value_or(std::string_view()))};
    const auto at = parseInstant(note.text("at"));
    if (!at)
        return doesNotHold("it does not say when it was signed.");
    note.signer = {note.text("by"), note.text("by_name"), *at, note.text("ledger")};
    if (const std::string why = personObjection(keys, note.signer.by, opened->keyId, note.signer.ledger); !why.empty())
        return doesNotHold(why);
    return note;
}

} // namespace mandate
