// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/people/person_statement.h"

#include "models/base/enum_names.h"
#include "models/base/json_reader.h"
#include "models/base/object_writer.h"

#include <algorithm>
#include <cctype>
#include <cstring>

namespace mandate {

namespace {

constexpr std::array<std::string_view, personRoleCount> roleNames{"owner", "deputy", "legal", "product_lead", "auditor"};
constexpr std::array<std::string_view, 8> personStepNames{"enrol", "roles", "new_key", "revoke_key", "leave", "appoint", "delegate", "end_delegation"};

Error personCorrupt(std::string why)
{
    Error error;
    error.kind = ErrorKind::Corrupt;
    error.code = "MND-PPL-001";
    error.happened = "A statement about a person does not hold: " + std::move(why);
    error.unaffected = "It counts for nothing; evidence and earlier statements are unaffected.";
    error.remedy = "Run \"mandate verify\" to find the place.";
    return error;
}

std::string keyHex(const PublicKey &key)
{
    return toHex({reinterpret_cast<const char *>(key.octets.data()), key.octets.size()});
}

std::optional<PublicKey> keyOfHex(std::string_view hex)
{
    const auto octets = fromHex(hex);
    PublicKey key;
    if (!octets || octets->size() != key.octets.size())
        return std::nullopt;
    std::memcpy(key.octets.data(), octets->data(), octets->size());
    return key;
}

/// The signed content of an envelope, its signature not checked.
std::optional<std::string> unprovenPayload(std::string_view envelope, std::string_view type)
{
    Arena arena;
    JsonReader reader;
    const auto root = reader.read(envelope, arena);
    if (!root || root->findText("payloadType") != type)
        return std::nullopt;
    return fromBase64(root->findText("payload").value_or("?"));
}

std::string envelopeOf(std::string_view body)
{
    Arena arena;
    JsonReader reader;
    const auto entry = reader.read(body, arena);
    if (!entry || entry->findText("type") != "person")
        return {};
    return std::string(entry->findText("envelope").value_or(std::string_view()));
}

} // namespace

std::string_view nameOf(PersonRole role)
{
    return roleNames.at(static_cast<std::size_t>(role));
}

std::optional<PersonRole> personRoleOf(std::string_view name)
{
    return enumNamed<PersonRole>(roleNames, name);
}

std::optional<PersonRole> personRoleMeant(std::string_view words)
{
    std::string name;
    for (const char c : words)
        name += c == ' ' || c == '-' ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (name == "accountability_owner" || name == "accountable_owner")
        return PersonRole::Owner;
    return personRoleOf(name);
}

std::string namesOf(const std::vector<PersonRole> &roles)
{
    std::string names;
    for (const PersonRole role : roles)
        names += (names.empty() ? "" : ", ") + std::string(nameOf(role));
    return names;
}

std::string_view nameOf(PersonStep step)
{
    return personStepNames.at(static_cast<std::size_t>(step));
}

std::optional<PersonStep> personStepOf(std::string_view name)
{
    return enumNamed<PersonStep>(personStepNames, name);
}

std::string keyRequest(const Person &person, const SigningKey &key)
{
    ObjectWriter payload;
    payload.put("person", person.id);
    payload.put("name", person.displayName);
    payload.put("key", keyHex(key.publicKey()));
    return dsseEnvelope(keyRequestPayloadType, payload.canonical(), key);
}

Result<KeyRequest> readKeyRequest(std::string_view envelope)
{
    const auto claimed = unprovenPayload(envelope, keyRequestPayloadType);
    if (!claimed)
        return personCorrupt("it holds no request for a key.");
    Arena arena;
    JsonReader reader;
    const auto payload = reader.read(*claimed, arena);
    const auto key = keyOfHex(payload ? payload->findText("key").value_or(std::string_view()) : std::string_view());
    const auto person = payload ? payload->findText("person") : std::nullopt;
    if (!key || !person || person->empty())
        return personCorrupt("the request for a key lacks the person or the key.");
    if (const auto opened = openDsse(envelope, *key); !opened)
        return personCorrupt("who asks does not hold the key: " + opened.error().happened);
    return KeyRequest{{std::string(*person), std::string(payload->findText("name").value_or(std::string_view()))}, *key};
}

std::string personStatementEntry(PersonStatement &statement, const SigningKey &key)
{
    statement.keyId = key.publicKey().id();
    ObjectWriter payload;
    Arena arena;
    payload.put("step", nameOf(statement.step));
    payload.put("person", statement.person);
    if (statement.step == PersonStep::Enrol)
        payload.put("name", statement.name);
    if (statement.step == PersonStep::Enrol || statement.step == PersonStep::ChangeRoles)
        payload.put("roles", namesOf(statement.roles));
    if (statement.key) {
        payload.put("key", keyHex(*statement.key));
        payload.put("proof", statement.proof);
    }
    if (statement.step == PersonStep::Appoint) {
        payload.put("agent", statement.agent);
        payload.put("deputy", statement.deputy);
        payload.put("from", formatInstant(statement.from.value_or(statement.decidedAt)));
        std::string duties;
        for (const std::string_view duty : ownerDuties)
            duties += (duties.empty() ? "" : ", ") + std::string(duty);
        payload.put("duties", duties);
    }
    if (statement.step == PersonStep::Delegate) {
        payload.put("delegate", statement.delegate);
        payload.put("from", formatInstant(statement.from.value_or(statement.decidedAt)));
        payload.put("until", formatInstant(statement.until.value_or(statement.decidedAt)));
    }
    payload.put("note", statement.note);
    payload.put("decided_by", statement.decidedBy);
    payload.put("decided_by_name", statement.decidedByName);
    payload.put("decided_at", formatInstant(statement.decidedAt));
    payload.put("ledger", statement.ledger);
    payload.put("previous", statement.previous.hex());
    ObjectWriter entry;
    entry.put("type", std::string_view("person"));
    entry.put("v", Value::integer(1));
    entry.put("person", statement.person);
    entry.put("step", nameOf(statement.step));
    entry.put("envelope", dsseEnvelope(personStatementPayloadType, payload.canonical(), key));
    return entry.canonical();
}

Result<PersonStatement> claimedPersonStatement(std::string_view body)
{
    Arena arena;
    JsonReader reader;
    const std::string envelope = envelopeOf(body);
    const auto content = unprovenPayload(envelope, personStatementPayloadType);
    if (!content)
        return personCorrupt("it is not a statement about a person.");
    const auto payload = reader.read(*content, arena);
    if (!payload)
        return personCorrupt("its signed content cannot be read.");
    const auto text = [&](std::string_view name) { return std::string(payload->findText(name).value_or(std::string_view())); };
    PersonStatement statement;
    const auto step = personStepOf(text("step"));
    const auto decidedAt = parseInstant(text("decided_at"));
    const auto previous = Digest::fromHex(text("previous"));
    statement.person = text("person");
    statement.decidedBy = text("decided_by");
    statement.agent = text("agent");
    statement.key = keyOfHex(text("key"));
    statement.delegate = text("delegate");
    statement.from = parseInstant(text("from"));
    statement.until = parseInstant(text("until"));
    if (!step || !decidedAt || !previous || statement.person.empty() || statement.decidedBy.empty() ||
        (*step == PersonStep::Appoint) != (statement.from.has_value() && !statement.agent.empty()) ||
        (*step == PersonStep::Delegate) != (statement.from.has_value() && statement.until.has_value() && !statement.delegate.empty()) ||
        (*step == PersonStep::Enrol || *step == PersonStep::NewKey) != statement.key.has_value())
        return personCorrupt("its signed content lacks a part.");
    std::string roles = text("roles");
    while (!roles.empty()) {
        const std::size_t end = std::min(roles.find(", "), roles.size());
        const auto role = personRoleOf(std::string_view(roles).substr(0, end));
        if (!role)
            return personCorrupt("it names a role that there is not.");
        if (std::ranges::find(statement.roles, *role) == statement.roles.end())
            statement.roles.push_back(*role);
        roles.erase(0, std::min(end + 2, roles.size()));
    }
    const auto entry = reader.read(body, arena);
    if (!entry || entry->findText("person") != std::string_view(statement.person) || entry->findText("step") != nameOf(*step))
        return personCorrupt("what it shows is not what was signed.");
    statement.step = *step;
    statement.name = text("name");
    statement.proof = text("proof");
    statement.deputy = text("deputy");
    statement.note = text("note");
    statement.decidedByName = text("decided_by_name");
    statement.decidedAt = *decidedAt;
    statement.ledger = text("ledger");
    statement.previous = *previous;
    return statement;
}

Result<void> checkPersonStatement(std::string_view body, const PublicKey &key)
{
    const auto opened = openDsse(envelopeOf(body), key);
    if (!opened)
        return personCorrupt(opened.error().happened);
    if (opened->payloadType != personStatementPayloadType)
        return personCorrupt("its signed content is of another type.");
    return {};
}

} // namespace mandate
