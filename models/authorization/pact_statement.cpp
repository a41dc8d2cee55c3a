// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/authorization/pact_statement.h"

#include "models/base/enum_names.h"
#include "models/base/json_reader.h"
#include "models/base/object_writer.h"

#include <algorithm>
#include <array>

namespace mandate {

namespace {

constexpr std::array<std::string_view, 6> stepNames{"submit", "approve", "return", "observe", "activate", "withdraw"};

Error notHolding(std::string why)
{
    Error error;
    error.kind = ErrorKind::Corrupt;
    error.code = "MND-LIF-001";
    error.happened = "A statement about a pact does not hold: " + std::move(why);
    error.unaffected = "Evidence and statements about agents are unaffected.";
    error.remedy = "Put no version of the pact in force and run \"mandate verify\".";
    return error;
}

} // namespace

std::string_view nameOf(PactStep step)
{
    return stepNames.at(static_cast<std::size_t>(step));
}

std::optional<PactStep> pactStepOf(std::string_view name)
{
    return enumNamed<PactStep>(stepNames, name);
}

std::string pactStatementEntry(PactStatement &statement, const SigningKey &key)
{
    statement.keyId = key.publicKey().id();
    ObjectWriter payload;
    payload.put("pact", statement.pactId);
    payload.put("version", statement.version);
    payload.put("pact_digest", statement.pactDigest.hex());
    payload.put("step", nameOf(statement.step));
    payload.put("role", statement.role);
    payload.put("note", statement.note);
    payload.put("decided_by", statement.decidedBy);
    payload.put("decided_by_name", statement.decidedByName);
    payload.put("decided_at", formatInstant(statement.decidedAt));
    if (statement.effective)
        payload.put("effective", formatInstant(*statement.effective));
    payload.put("evidence_size", Value::integer(static_cast<std::int64_t>(statement.evidenceSize)));
    payload.put("evidence_root", statement.evidenceRoot.hex());
    if (statement.replay)
        payload.put("replay", statement.replay->hex());
    payload.put("previous", statement.previous.hex());
    if (!statement.ledger.empty())
        payload.put("ledger", statement.ledger);
    ObjectWriter entry;
    entry.put("type", std::string_view("statement"));
    entry.put("v", Value::integer(1));
    entry.put("pact", statement.pactId);
    entry.put("version", statement.version);
    entry.put("step", nameOf(statement.step));
    entry.put("envelope", dsseEnvelope(pactStatementPayloadType, payload.canonical(), key));
    return entry.canonical();
}

Result<PactStatement> readPactStatementEntry(std::string_view body, const Keyring &keys)
{
    Arena arena;
    JsonReader reader;
    const auto entry = reader.read(body, arena);
    if (!entry || entry->findText("type") != "statement" || !entry->findText("envelope"))
        return notHolding("it is not a statement entry.");
    auto opened = keys.open(*entry->findText("envelope"));
    if (!opened)
        return notHolding(opened.error().happened);
    if (opened->payloadType != pactStatementPayloadType)
        return notHolding("its signed content is of another type.");
    const auto payload = reader.read(opened->payload, arena);
    if (!payload)
        return notHolding("its signed content cannot be read.");
    const auto text = [&](std::string_view name) { return std::string(payload->findText(name).value_or(std::string_view())); };
    PactStatement statement;
    statement.pactId = text("pact");
    statement.version = text("version");
    statement.decidedBy = text("decided_by");
    const auto step = pactStepOf(text("step"));
    const auto digest = Digest::fromHex(text("pact_digest"));
    const auto decidedAt = parseInstant(text("decided_at"));
    const auto effective = parseInstant(text("effective"));
    const auto root = Digest::fromHex(text("evidence_root"));
    const auto replay = Digest::fromHex(text("replay"));
    const auto previous = Digest::fromHex(text("previous"));
    const Value *size = payload->find("evidence_size");
    const bool isSize = size && size->is(ValueKind::Int) && size->asInt() >= 0;
    if (statement.pactId.empty() || statement.version.empty() || statement.decidedBy.empty() || !step || !digest || !decidedAt || !root ||
        !previous || !isSize || (payload->find("effective") != nullptr) != effective.has_value() ||
        (payload->find("replay") != nullptr) != replay.has_value() || (*step == PactStep::Activate) != effective.has_value())
        return notHolding("its signed content lacks a part.");
    if (entry->findText("pact") != std::string_view(statement.pactId) || entry->findText("version") != std::string_view(statement.version) ||
        entry->findText("step") != nameOf(*step))
        return notHolding("what it shows is not what was signed.");
    statement.pactDigest = *digest;
    statement.step = *step;
    statement.role = text("role");
    statement.note = text("note");
    statement.decidedByName = text("decided_by_name");
    statement.decidedAt = *decidedAt;
    statement.effective = effective;
    statement.evidenceSize = static_cast<std::uint64_t>(size->asInt());
    statement.evidenceRoot = *root;
    statement.replay = replay;
    statement.previous = *previous;
    statement.ledger = text("ledger");
    statement.keyId = opened->keyId;
    statement.voidBecause = keys.objection(statement.decidedBy, statement.keyId, statement.ledger);
    return statement;
}

bool speaksOfPact(std::string_view body)
{
    Arena arena;
    JsonReader reader;
    const auto entry = reader.read(body, arena);
    return entry && entry->find("step") != nullptr;
}

} // namespace mandate
