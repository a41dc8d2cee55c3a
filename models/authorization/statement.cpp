// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/authorization/statement.h"

#include "models/base/enum_names.h"
#include "models/base/json_reader.h"
#include "models/base/object_writer.h"

#include <algorithm>

namespace mandate {

namespace {

constexpr std::array<std::string_view, 5> stateNames{"not_authorized", "authorized", "restricted", "suspended", "revoked"};
constexpr std::array<std::string_view, 3> statementKindNames{"decision", "proposal", "decline"};

Error corrupt(std::string why)
{
    Error error;
    error.kind = ErrorKind::Corrupt;
    error.code = "MND-AUT-001";
    error.happened = "A statement about an agent's authorization does not hold: " + std::move(why);
    error.unaffected = "Evidence and other agents' statements are unaffected.";
    error.remedy = "Treat the agent as not authorized and run \"mandate verify\".";
    return error;
}

} // namespace

std::string_view nameOf(AgentState state)
{
    return stateNames[static_cast<std::size_t>(state)];
}

std::optional<AgentState> agentStateOf(std::string_view name)
{
    return enumNamed<AgentState>(stateNames, name);
}

std::string_view nameOf(StatementKind kind)
{
    return statementKindNames.at(static_cast<std::size_t>(kind));
}

std::string statementEntry(Statement &statement, const SigningKey &key)
{
    statement.keyId = key.publicKey().id();
    ObjectWriter payload;
    payload.put("agent", statement.agent);
    payload.put("from", nameOf(statement.from));
    payload.put("to", nameOf(statement.to));
    payload.put("reason", statement.reasonCode);
    payload.put("note", statement.note);
    payload.put("decided_by", statement.decidedBy);
    payload.put("decided_by_name", statement.decidedByName);
    payload.put("decided_at", formatInstant(statement.decidedAt));
    payload.put("pact", statement.pactId);
    payload.put("pact_version", statement.pactVersion);
    payload.put("pact_digest", statement.pactId.empty() ? std::string() : statement.pactDigest.hex());
    payload.put("evidence_size", Value::integer(static_cast<std::int64_t>(statement.evidenceSize)));
    payload.put("evidence_root", statement.evidenceRoot.hex());
    payload.put("previous", statement.previous.hex());
    // Members that entries of older programs do not have are there only where they say something.
    std::vector<Value> tools;
    for (const std::string &tool : statement.tools)
        tools.push_back(Value::string(tool));
    if (!tools.empty())
        payload.put("tools", Value::list(tools));
    if (statement.kind != StatementKind::Decision)
        payload.put("kind", nameOf(statement.kind));
    if (statement.validFrom)
        payload.put("valid_from", formatInstant(*statement.validFrom));
    if (statement.validUntil)
        payload.put("valid_until", formatInstant(*statement.validUntil));
    if (!statement.actingFor.empty()) {
        payload.put("acting_for", statement.actingFor);
        if (statement.actingUntil)
            payload.put("acting_until", formatInstant(*statement.actingUntil));
    }
    if (!statement.requestedBy.empty())
        payload.put("requested_by", statement.requestedBy);
    if (statement.proposal)
        payload.put("proposal", statement.proposal->hex());
    if (!statement.ledger.empty())
        payload.put("ledger", statement.ledger);
    ObjectWriter entry;
    entry.put("type", std::string_view("statement"));
    entry.put("v", Value::integer(1));
    entry.put("agent", statement.agent);
    entry.put("to", nameOf(statement.to));
    if (statement.kind != StatementKind::Decision)
        entry.put("kind", nameOf(statement.kind));
    entry.put("envelope", dsseEnvelope(statementPayloadType, payload.canonical(), key));
    return entry.canonical();
}

Result<Statement> readStatementEntry(std::string_view body, const Keyring &keys)
{
    Arena arena;
    JsonReader reader;
    const auto entry = reader.read(body, arena);
    if (!entry || entry->findText("type") != "statement" || !entry->findText("envelope"))
        return corrupt("it is not a statement entry.");
    auto opened = keys.open(*entry->findText("envelope"));
    if (!opened)
        return corrupt(opened.error().happened);
    if (opened->payloadType != statementPayloadType)
        return corrupt("its signed content is of another type.");
    const auto payload = reader.read(opened->payload, arena);
    if (!payload)
        return corrupt("its signed content cannot be read.");
    const auto text = [&](std::string_view name) { return std::string(payload->findText(name).value_or(std::string_view())); };
    Statement statement;
    statement.agent = text("agent");
    const auto from = agentStateOf(text("from"));
    const auto to = agentStateOf(text("to"));
    const auto decidedAt = parseInstant(text("decided_at"));
    const auto root = Digest::fromHex(text("evidence_root"));
    const auto previous = Digest::fromHex(text("previous"));
    const Value *size = payload->find("evidence_size");
    if (statement.agent.empty() || !from || !to || !decidedAt || !root || !previous || !size || !size->is(ValueKind::Int) || size->asInt() < 0)
        return corrupt("its signed content lacks a part.");
    const auto kind = enumNamed<StatementKind>(statementKindNames, payload->findText("kind").value_or(nameOf(StatementKind::Decision)));
    const auto validFrom = parseInstant(text("valid_from"));
    const auto validUntil = parseInstant(text("valid_until"));
    const auto proposal = Digest::fromHex(text("proposal"));
    if (!kind || (payload->find("valid_from") != nullptr) != validFrom.has_value() ||
        (payload->find("valid_until") != nullptr) != validUntil.has_value() || (payload->find("proposal") != nullptr) != proposal.has_value())
        return corrupt("its signed content lacks a part.");
    if (const Value *tools = payload->find("tools")) {
        if (!tools->isList())
            return corrupt("its signed content lacks a part.");
        for (const Value &tool : tools->items()) {
            if (!tool.is(ValueKind::String))
                return corrupt("its signed content lacks a part.");
            statement.tools.emplace_back(tool.text());
        }
    }
    statement.kind = *kind;
    if (statement.kind != StatementKind::Decision && entry->findText("kind") != nameOf(statement.kind))
        return corrupt("what it shows is not what was signed.");
    statement.validFrom = validFrom;
    statement.validUntil = validUntil;
    statement.proposal = proposal;
    statement.actingFor = text("acting_for");
    statement.actingUntil = parseInstant(text("acting_until"));
    statement.requestedBy = text("requested_by");
    statement.ledger = text("ledger");
    if (entry->findText("agent") != std::string_view(statement.agent) || entry->findText("to") != nameOf(*to))
        return corrupt("what it shows is not what was signed.");
    statement.from = *from;
    statement.to = *to;
    statement.reasonCode = text("reason");
    statement.note = text("note");
    statement.decidedBy = text("decided_by");
    statement.decidedByName = text("decided_by_name");
    statement.decidedAt = *decidedAt;
    statement.pactId = text("pact");
    statement.pactVersion = text("pact_version");
    statement.pactDigest = Digest::fromHex(text("pact_digest")).value_or(Digest());
    statement.evidenceSize = static_cast<std::uint64_t>(size->asInt());
    statement.evidenceRoot = *root;
    statement.previous = *previous;
    statement.keyId = opened->keyId;
    statement.voidBecause = keys.objection(statement.decidedBy, statement.keyId, statement.ledger);
    return statement;
}

} // namespace mandate
