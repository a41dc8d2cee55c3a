// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/authorization/export_statement.h"

#include "models/base/json_reader.h"
#include "models/base/object_writer.h"
#include "models/people/note_envelope.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace mandate {

namespace {

constexpr std::array<std::string_view, 4> steps{"begin", "sealed", "abandoned", "reveal"};

Error noExport(std::string why)
{
    return {ErrorKind::Corrupt, "MND-AUT-020", "What was signed about an export does not hold: " + std::move(why), "It counts for nothing; other entries are unaffected.",
            "Run \"mandate verify\" to find the place.", {}};
}

std::uint64_t numberIn(const Value &payload, std::string_view name)
{
    const Value *value = payload.find(name);
    return value && value->is(ValueKind::Int) && value->asInt() >= 0 ? static_cast<std::uint64_t>(value->asInt()) : 0;
}

} // namespace

std::string_view nameOf(ExportStep step)
{
    return steps[static_cast<std::size_t>(step)];
}

std::string exportEntry(const ExportStatement &statement, const SigningKey &key)
{
    ObjectWriter payload;
    const auto put = [&](std::string_view name, const std::string &text) {
        if (!text.empty())
            payload.put(name, text);
    };
    const auto putDigest = [&](std::string_view name, const std::optional<Digest> &digest) {
        if (digest)
            payload.put(name, digest->hex());
    };
    payload.put("step", nameOf(statement.step));
    put("selection", statement.selection);
    put("purpose", statement.purpose);
    put("matter", statement.matter);
    put("zone", statement.zone);
    payload.put("records", Value::integer(static_cast<std::int64_t>(statement.records)));
    payload.put("selection_digest", statement.selectionDigest.hex());
    put("profile", statement.profile);
    putDigest("profile_digest", statement.profileDigest);
    payload.put("evidence_size", Value::integer(static_cast<std::int64_t>(statement.evidenceSize)));
    payload.put("evidence_root", statement.evidenceRoot.hex());
    putDigest("export", statement.begun);
    putDigest("bundle", statement.bundle);
    if (statement.step == ExportStep::Sealed)
        payload.put("files", Value::integer(static_cast<std::int64_t>(statement.files)));
    if (statement.entry)
        payload.put("entry", Value::integer(static_cast<std::int64_t>(*statement.entry)));
    put("pointer", statement.pointer);
    payload.put("by", statement.by);
    put("by_name", statement.byName);
    payload.put("at", formatInstant(statement.at));
    put("ledger", statement.ledger);
    ObjectWriter entry;
    entry.put("type", std::string_view("note"));
    entry.put("v", Value::integer(1));
    entry.put("note", std::string_view("export"));
    entry.put("step", nameOf(statement.step));
    entry.put("envelope", dsseEnvelope(exportPayloadType, payload.canonical(), key));
    return entry.canonical();
}

bool speaksOfExport(std::string_view body)
{
    Arena arena;
    JsonReader reader;
    const auto entry = reader.read(body, arena);
    return entry && entry->findText("type") == "note" && entry->findText("note") == "export";
}

Result<ExportStatement> readExportEntry(std::string_view body, const Keyring &keys)
{
    Arena arena;
    JsonReader reader;
    const auto entry = reader.read(body, arena);
    if (!entry || entry->findText("note") != "export" || !entry->findText("envelope"))
        return noExport("it is none.");
    const auto opened = keys.open(*entry->findText("envelope"));
    if (!opened)
        return noExport(opened.error().happened);
    const auto payload = reader.read(opened->payload, arena);
    if (!payload || opened->payloadType != exportPayloadType)
        return noExport("its signed content is of another type.");
    const auto text = [&](std::string_view name) { return std::string(payload->findText(name).value_or(std::string_view())); };
    const auto digest = [&](std::string_view name) { return Digest::fromHex(text(name)); };
    const auto step = std::ranges::find(steps, text("step"));
    const auto at = parseInstant(text("at"));
    const auto selected = digest("selection_digest");
    const auto root = digest("evidence_root");
    if (step == steps.end() || !at || !selected || !root || entry->findText("step") != *step)
        return noExport("what it shows is not what was signed.");
    ExportStatement statement;
    statement.step = static_cast<ExportStep>(std::distance(steps.begin(), step));
    statement.selection = text("selection");
    statement.purpose = text("purpose");
    statement.matter = text("matter");
    statement.zone = text("zone");
    statement.records = numberIn(*payload, "records");
    statement.selectionDigest = *selected;
    statement.profile = text("profile");
    statement.profileDigest = digest("profile_digest");
    statement.evidenceSize = numberIn(*payload, "evidence_size");
    statement.evidenceRoot = *root;
    statement.begun = digest("export");
    statement.bundle = digest("bundle");
    statement.files = numberIn(*payload, "files");
    if (payload->find("entry"))
        statement.entry = numberIn(*payload, "entry");
    statement.pointer = text("pointer");
    statement.by = text("by");
    statement.byName = text("by_name");
    statement.at = *at;
    statement.ledger = text("ledger");
    if (const std::string why = personObjection(keys, statement.by, opened->keyId, statement.ledger); !why.empty())
        return noExport(why);
    return statement;
}

} // namespace mandate
