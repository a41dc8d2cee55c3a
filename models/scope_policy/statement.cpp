// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/scope_policy/statement.h"

#include "models/base/json_reader.h"
#include "models/base/object_writer.h"

namespace mandate {

namespace {

Error scopeNotHolding(std::string why)
{
    Error error;
    error.kind = ErrorKind::Corrupt;
    error.code = "MND-SCP-003";
    error.happened = "A statement about a scope policy does not hold: " + std::move(why);
    error.unaffected = "Evidence and other statements are unaffected.";
    error.remedy = "Run nothing that a scope policy has to allow, and run \"mandate verify\".";
    return error;
}

} // namespace

std::string_view nameOf(ScopeStep step)
{
    return step == ScopeStep::Set ? "set" : "withdraw";
}

std::string scopeStatementEntry(ScopeStatement &statement, const SigningKey &key)
{
    statement.keyId = key.publicKey().id();
    ObjectWriter payload;
    payload.put("step", nameOf(statement.step));
    payload.put("scope_policy", statement.policyId);
    payload.put("version", statement.version);
    payload.put("digest", statement.digest.hex());
    if (statement.step == ScopeStep::Set)
        payload.put("document", statement.document);
    payload.put("note", statement.note);
    payload.put("decided_by", statement.decidedBy);
    payload.put("decided_by_name", statement.decidedByName);
    payload.put("decided_at", formatInstant(statement.decidedAt));
    payload.put("evidence_size", Value::integer(static_cast<std::int64_t>(statement.evidenceSize)));
    payload.put("evidence_root", statement.evidenceRoot.hex());
    payload.put("previous", statement.previous.hex());
    if (!statement.ledger.empty())
        payload.put("ledger", statement.ledger);
    ObjectWriter entry;
    entry.put("type", std::string_view("scope_policy"));
    entry.put("v", Value::integer(1));
    entry.put("scope_policy", statement.policyId);
    entry.put("version", statement.version);
    entry.put("step", nameOf(statement.step));
    entry.put("envelope", dsseEnvelope(scopeStatementPayloadType, payload.canonical(), key));
    return entry.canonical();
}

Result<ScopeStatement> readScopeStatementEntry(std::string_view body, const Keyring &keys)
{
    Arena arena;
    JsonReader reader;
    const auto entry = reader.read(body, arena);
    if (!entry || entry->findText("type") != "scope_policy" || !entry->findText("envelope"))
        return scopeNotHolding("it is none.");
    const auto opened = keys.open(*entry->findText("envelope"));
    if (!opened)
        return scopeNotHolding(opened.error().happened);
    const auto payload = reader.read(opened->payload, arena);
    if (!payload || opened->payloadType != scopeStatementPayloadType)
        return scopeNotHolding("its signed content is of another type.");
    const auto text = [&](std::string_view name) { return std::string(payload->findText(name).value_or(std::string_view())); };
    ScopeStatement statement;
    const std::string step = text("step");
    statement.step = step == "withdraw" ? ScopeStep::Withdraw : ScopeStep::Set;
    statement.policyId = text("scope_policy");
    statement.version = text("version");
    statement.document = text("document");
    statement.note = text("note");
    statement.decidedBy = text("decided_by");
    statement.decidedByName = text("decided_by_name");
    statement.ledger = text("ledger");
    const auto digest = Digest::fromHex(text("digest"));
    const auto decidedAt = parseInstant(text("decided_at"));
    const auto root = Digest::fromHex(text("evidence_root"));
    const auto previous = Digest::fromHex(text("previous"));
    const Value *size = payload->find("evidence_size");
    if (step != nameOf(statement.step) || statement.policyId.empty() || statement.version.empty() || statement.decidedBy.empty() || !digest || !decidedAt || !root ||
        !previous || !size || !size->is(ValueKind::Int) || size->asInt() < 0 || (statement.step == ScopeStep::Set) == statement.document.empty())
        return scopeNotHolding("its signed content lacks a part.");
    if (entry->findText("scope_policy") != std::string_view(statement.policyId) || entry->findText("version") != std::string_view(statement.version) ||
        entry->findText("step") != nameOf(statement.step))
        return scopeNotHolding("what it shows is not what was signed.");
    if (statement.step == ScopeStep::Set && sha256(statement.document) != *digest)
        return scopeNotHolding("its document is not the one that its digest names.");
    statement.digest = *digest;
    statement.decidedAt = *decidedAt;
    statement.evidenceSize = static_cast<std::uint64_t>(size->asInt());
    statement.evidenceRoot = *root;
    statement.previous = *previous;
    statement.keyId = opened->keyId;
    statement.voidBecause = keys.objection(statement.decidedBy, statement.keyId, statement.ledger);
    return statement;
}

} // namespace mandate
