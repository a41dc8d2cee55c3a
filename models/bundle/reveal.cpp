// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/bundle/reveal.h"

#include "models/base/canonical_json.h"
#include "models/base/json_reader.h"
#include "models/base/object_writer.h"
#include "models/bundle/redaction.h"
#include "models/workspace/workspace.h"

namespace mandate::bundle {

namespace {

Error nothingToReveal(std::string happened, std::string remedy)
{
    return {ErrorKind::Missing, "MND-BDL-003", std::move(happened), "Nothing was revealed.", std::move(remedy), {}};
}

} // namespace

Digest RevealedValue::digest() const
{
    return saltedDigest(salt, value);
}

std::string revealedJson(const RevealedValue &revealed)
{
    Arena arena;
    JsonReader reader;
    ObjectWriter object;
    object.put("digest", revealed.digest().hex());
    object.put("entry", Value::integer(static_cast<std::int64_t>(revealed.entry)));
    object.put("pointer", revealed.pointer);
    object.put("salt", toHex(revealed.salt));
    const auto value = reader.read(revealed.value, arena);
    object.put("value", value ? *value : Value::null());
    return object.canonical();
}

Result<RevealedValue> readRevealed(std::string_view json, const std::string &file)
{
    Arena arena;
    JsonReader reader;
    const auto read = reader.read(json, arena);
    const Value *entry = read ? read->find("entry") : nullptr;
    const Value *value = read ? read->find("value") : nullptr;
    const auto salt = read ? fromHex(read->findText("salt").value_or(std::string_view())) : std::nullopt;
    const auto pointer = read ? read->findText("pointer") : std::nullopt;
    if (!entry || !entry->is(ValueKind::Int) || entry->asInt() < 0 || !value || !salt || salt->empty() || !pointer) {
        Error error{ErrorKind::Input, "MND-BDL-004", "This reveals no value.", "The bundle was not changed.", "Name a file that \"mandate reveal\" wrote.", {}};
        error.position.file = file;
        return error;
    }
    return RevealedValue{static_cast<EntryNumber>(entry->asInt()), std::string(*pointer), *salt, canonicalJson(*value)};
}

Result<RevealedValue> reveal(Workspace &workspace, EntryNumber exportEntry, EntryNumber entry, const std::string &pointer, const std::string &reason)
{
    if (auto refusal = workspace.exportRefusal())
        return *refusal;
    if (reason.empty())
        return Error{ErrorKind::Usage, "MND-BDL-005", "Why the value is revealed is missing.", "Nothing was revealed.", "Say it with --reason; it stays in the record.", {}};
    const Store &store = workspace.store();
    const auto begun = exportEntry < store.size() ? store.body(exportEntry) : Result<std::string>(std::string());
    if (!begun)
        return begun.error();
    const auto statement = readExportEntry(*begun, workspace.people().keyring());
    if (!statement || statement->step != ExportStep::Begin || !statement->profileDigest)
        return nothingToReveal("Entry " + std::to_string(exportEntry) + " of the ledger begins no export that hides values.", "The bundle says it in bundle.json: \"export_entry\".");
    const auto body = entry < statement->evidenceSize ? store.body(entry) : Result<std::string>(std::string());
    if (!body)
        return body.error();
    Arena arena;
    JsonReader reader;
    const auto document = reader.read(*body, arena);
    const Value *value = document ? valueAt(*document, pointer) : nullptr;
    if (!value || pointer.empty())
        return nothingToReveal("Entry " + std::to_string(entry) + " has no value at \"" + pointer + "\".", "Name a pointer that the bundle's line for this entry lists under \"redacted\".");
    const Digest begunDigest = sha256(*begun);
    const auto secret = workspace.hidingSecret(begunDigest.hex());
    if (!secret)
        return secret.error();
    ExportStatement revealing;
    revealing.step = ExportStep::Reveal;
    revealing.begun = begunDigest;
    revealing.purpose = reason;
    revealing.selectionDigest = statement->selectionDigest;
    revealing.evidenceSize = statement->evidenceSize;
    revealing.evidenceRoot = statement->evidenceRoot;
    revealing.entry = entry;
    revealing.pointer = pointer;
    if (const auto recorded = workspace.recordExport(std::move(revealing)); !recorded)
        return recorded.error();
    return RevealedValue{entry, pointer, saltOf(*secret, entry, pointer), canonicalJson(*value)};
}

} // namespace mandate::bundle
