// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/authorization/register.h"

#include "models/base/object_writer.h"
#include "models/base/json_reader.h"

#include <algorithm>

namespace mandate {

namespace {

constexpr std::array<std::string_view, 5> stateNames{"not_authorized", "authorized", "restricted", "suspended", "revoked"};

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
    const auto found = std::find(stateNames.begin(), stateNames.end(), name);
    if (found == stateNames.end())
        return std::nullopt;
    return static_cast<AgentState>(found - stateNames.begin());
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
    ObjectWriter entry;
    entry.put("type", std::string_view("statement"));
    entry.put("v", Value::integer(1));
    entry.put("agent", statement.agent);
    entry.put("to", nameOf(statement.to));
    entry.put("envelope", dsseEnvelope(statementPayloadType, payload.canonical(), key));
    return entry.canonical();
}

Result<Statement> readStatementEntry(std::string_view body, const PublicKey &key)
{
    Arena arena;
    JsonReader reader;
    const auto entry = reader.read(body, arena);
    if (!entry || entry->findText("type") != "statement" || !entry->findText("envelope"))
        return corrupt("it is not a statement entry.");
    auto opened = openDsse(*entry->findText("envelope"), key);
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
    return statement;
}

void Register::add(Statement statement, std::string_view entryBody)
{
    Chain &chain = m_chains[statement.agent];
    chain.broken = chain.broken || statement.previous != chain.last;
    chain.last = sha256(entryBody);
    chain.statements.push_back(std::move(statement));
}

const Statement *Register::current(std::string_view agent) const
{
    const auto found = m_chains.find(agent);
    return found == m_chains.end() || found->second.statements.empty() ? nullptr : &found->second.statements.back();
}

bool Register::isBroken(std::string_view agent) const
{
    const auto found = m_chains.find(agent);
    return found != m_chains.end() && found->second.broken;
}

std::vector<Statement> Register::history(std::string_view agent) const
{
    const auto found = m_chains.find(agent);
    return found == m_chains.end() ? std::vector<Statement>() : found->second.statements;
}

std::vector<std::string> Register::agents() const
{
    std::vector<std::string> names;
    for (const auto &[name, chain] : m_chains)
        names.push_back(name);
    return names;
}

Digest Register::lastDigest(std::string_view agent) const
{
    const auto found = m_chains.find(agent);
    return found == m_chains.end() ? Digest() : found->second.last;
}

} // namespace mandate
