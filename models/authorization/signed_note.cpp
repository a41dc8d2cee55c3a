// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/authorization/signed_note.h"

#include "models/base/json_reader.h"
#include "models/base/object_writer.h"
#include "models/people/note_envelope.h"

namespace mandate {

namespace {

Error noNote(std::string why)
{
    Error error;
    error.kind = ErrorKind::Corrupt;
    error.code = "MND-AUT-013";
    error.happened = "A signed note does not hold: " + std::move(why);
    error.unaffected = "It counts for nothing; other entries are unaffected.";
    error.remedy = "Run \"mandate verify\" to find the place.";
    return error;
}

} // namespace

std::string signedNoteEntry(const SignedNote &note, const SigningKey &key)
{
    ObjectWriter payload;
    payload.put("note", note.kind);
    payload.put("agent", note.agent);
    payload.put("subject", note.subject);
    payload.put("result", note.result);
    payload.put("content", note.content.hex());
    payload.put("by", note.by);
    payload.put("at", formatInstant(note.at));
    if (!note.ledger.empty())
        payload.put("ledger", note.ledger);
    ObjectWriter entry;
    entry.put("type", std::string_view("note"));
    entry.put("v", Value::integer(1));
    entry.put("note", note.kind);
    entry.put("agent", note.agent);
    entry.put("envelope", dsseEnvelope(signedNotePayloadType, payload.canonical(), key));
    return entry.canonical();
}

Result<SignedNote> readSignedNote(std::string_view body, const Keyring &keys)
{
    Arena arena;
    JsonReader reader;
    const auto entry = reader.read(body, arena);
    if (!entry || entry->findText("type") != "note" || !entry->findText("envelope"))
        return noNote("it is none.");
    const auto opened = keys.open(*entry->findText("envelope"));
    if (!opened)
        return noNote(opened.error().happened);
    const auto payload = reader.read(opened->payload, arena);
    if (!payload || opened->payloadType != signedNotePayloadType)
        return noNote("its signed content is of another type.");
    const auto text = [&](std::string_view name) { return std::string(payload->findText(name).value_or(std::string_view())); };
    const auto at = parseInstant(text("at"));
    SignedNote note{text("note"), text("agent"), text("subject"), text("result"), Digest::fromHex(text("content")).value_or(Digest()), text("by"),
                    at.value_or(Instant()), text("ledger")};
    if (!at || note.kind.empty() || note.agent.empty() || entry->findText("note") != std::string_view(note.kind) ||
        entry->findText("agent") != std::string_view(note.agent))
        return noNote("what it shows is not what was signed.");
    if (const std::string why = personObjection(keys, note.by, opened->keyId, note.ledger); !why.empty())
        return noNote(why);
    return note;
}

} // namespace mandate
