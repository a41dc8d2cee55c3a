// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/cases/case_statement.h"

#include "models/base/enum_names.h"
#include "models/base/json_reader.h"
#include "models/base/object_writer.h"

#include <algorithm>

namespace mandate {

namespace {

constexpr std::array<std::string_view, 18> stepNames{"open",  "assign", "move",     "grade", "note",     "link",    "unlink", "merge",  "split",
                                                     "claim", "agree",  "withdraw", "aware", "reported", "no_duty", "close",  "reopen", "escalate"};
constexpr std::array<std::string_view, 5> stateNames{"open", "investigating", "contained", "closed", "merged"};
constexpr std::array<std::string_view, 3> severityNames{"critical", "major", "minor"};

Error noCase(std::string why)
{
    return {ErrorKind::Corrupt, "MND-CAS-010", "What was signed about an incident does not hold: " + std::move(why), "It counts for nothing; records and other entries are unaffected.",
            "Run \"mandate verify\" to find the place.", {}};
}

} // namespace

std::string_view nameOf(CaseStep step)
{
    return stepNames.at(static_cast<std::size_t>(step));
}

std::optional<CaseStep> caseStepOf(std::string_view name)
{
    return enumNamed<CaseStep>(stepNames, name);
}

std::string_view nameOf(CaseState state)
{
    return stateNames.at(static_cast<std::size_t>(state));
}

std::optional<CaseState> caseStateOf(std::string_view name)
{
    return enumNamed<CaseState>(stateNames, name);
}

std::string caseId(const CaseStatement &opening)
{
    std::string text = opening.by + '\n' + formatInstant(opening.at) + '\n' + opening.title;
    for (const std::uint64_t record : opening.records)
        text += '\n' + std::to_string(record);
    return "INC-" + sha256(text).hex().substr(0, 8);
}

std::string caseEntry(CaseStatement &statement, const SigningKey &key)
{
    ObjectWriter payload;
    Arena arena;
    const auto put = [&](std::string_view name, std::string_view text) {
        if (!text.empty())
            payload.put(name, text);
    };
    const auto putTime = [&](std::string_view name, const std::optional<Instant> &time) {
        if (time)
            payload.put(name, formatInstant(*time));
    };
    payload.put("incident", statement.incident);
    payload.put("step", nameOf(statement.step));
    put("title", statement.title);
    put("text", statement.text);
    if (statement.to)
        payload.put("to", nameOf(*statement.to));
    if (statement.severity)
        payload.put("severity", nameOf(*statement.severity));
    put("person", statement.person);
    putTime("due", statement.due);
    std::vector<Value> records;
    std::ranges::transform(statement.records, std::back_inserter(records), [](std::uint64_t entry) { return Value::integer(static_cast<std::int64_t>(entry)); });
    if (!records.empty())
        payload.put("records", Value::list(records));
    put("other", statement.other);
    put("relation", statement.relation);
    if (statement.privileged)
        payload.put("privileged", Value::boolean(true));
    if (statement.claim)
        payload.put("claim", statement.claim->toValue(arena));
    if (statement.about)
        payload.put("about", statement.about->hex());
    put("party", statement.party);
    put("duty", statement.duty);
    put("category", statement.category);
    put("role", statement.role);
    putTime("happened", statement.happened);
    put("reference", statement.reference);
    payload.put("by", statement.by);
    put("by_name", statement.byName);
    payload.put("at", formatInstant(statement.at));
    payload.put("previous", statement.previous.hex());
    put("ledger", statement.ledger);
    ObjectWriter entry;
    entry.put("type", std::string_view("case"));
    entry.put("v", Value::integer(1));
    entry.put("incident", statement.incident);
    entry.put("step", nameOf(statement.step));
    if (statement.privileged)
        entry.put("privileged", Value::boolean(true));
    entry.put("envelope", dsseEnvelope(casePayloadType, payload.canonical(), key));
    statement.keyId = key.publicKey().id();
    return entry.canonical();
}

std::string incidentOfCaseEntry(std::string_view body)
{
    Arena arena;
    JsonReader reader;
    const auto entry = reader.read(body, arena);
    return entry && entry->findText("type") == "case" ? std::string(entry->findText("incident").value_or(std::string_view())) : std::string();
}

Result<CaseStatement> readCaseEntry(std::string_view body, const Keyring &keys)
{
    Arena arena;
    JsonReader reader;
    const auto entry = reader.read(body, arena);
    if (!entry || entry->findText("type") != "case" || !entry->findText("envelope"))
        return noCase("it is no step of an incident.");
    const auto opened = keys.open(*entry->findText("envelope"));
    if (!opened)
        return noCase(opened.error().happened);
    const auto payload = reader.read(opened->payload, arena);
    if (!payload || opened->payloadType != casePayloadType)
        return noCase("its signed content is of another type.");
    const auto text = [&](std::string_view name) { return std::string(payload->findText(name).value_or(std::string_view())); };
    bool readable = true;
    const auto time = [&](std::string_view name) {
        const auto said = payload->findText(name);
        const auto read = said ? parseInstant(*said) : std::nullopt;
        readable = readable && said.has_value() == read.has_value();
        return read;
    };
    const auto boolean = [](const Value &object, std::string_view name) {
        const Value *value = object.find(name);
        return value && value->is(ValueKind::Bool) && value->asBool();
    };
    CaseStatement statement;
    const auto step = caseStepOf(text("step"));
    const auto at = time("at");
    const auto previous = Digest::fromHex(text("previous"));
    if (!step || !at || !previous)
        return noCase("its step, time or place cannot be read.");
    statement.incident = text("incident");
    statement.step = *step;
    statement.title = text("title");
    statement.text = text("text");
    statement.to = caseStateOf(text("to"));
    statement.severity = enumNamed<Severity>(severityNames, text("severity"));
    statement.person = text("person");
    statement.due = time("due");
    if (const Value *records = payload->find("records")) {
        for (const Value &record : records->isList() ? records->items() : std::span<const Value>()) {
            readable = readable && record.is(ValueKind::Int) && record.asInt() >= 0;
            if (readable)
                statement.records.push_back(static_cast<std::uint64_t>(record.asInt()));
        }
    }
    statement.other = text("other");
    statement.relation = text("relation");
    statement.privileged = boolean(*payload, "privileged");
    if (const Value *claim = payload->find("claim")) {
        auto read = readCauseClaim(*claim);
        if (!read)
            return noCase(read.error().happened);
        statement.claim = std::move(read).value();
    }
    if (payload->find("about")) {
        statement.about = Digest::fromHex(text("about"));
        readable = readable && statement.about;
    }
    statement.party = text("party");
    statement.duty = text("duty");
    statement.category = text("category");
    statement.role = text("role");
    statement.happened = time("happened");
    statement.reference = text("reference");
    statement.by = text("by");
    statement.byName = text("by_name");
    statement.at = *at;
    statement.previous = *previous;
    statement.ledger = text("ledger");
    statement.keyId = opened->keyId;
    if (!readable || entry->findText("incident") != statement.incident || entry->findText("step") != nameOf(*step)
        || boolean(*entry, "privileged") != statement.privileged)
        return noCase("what it shows is not what was signed.");
    if (const std::string why = keys.objection(statement.by, opened->keyId, statement.ledger); !why.empty())
        return noCase(why);
    return statement;
}

} // namespace mandate
