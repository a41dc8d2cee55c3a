// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/metric_sources/metric_source_note.h"

#include "models/base/json_reader.h"
#include "models/base/object_writer.h"

#include <array>
#include <utility>

namespace mandate {

namespace {

Error badNote(std::string why)
{
    return {ErrorKind::Corrupt, "MND-MSR-020", "What was kept about a metrics source does not hold: " + std::move(why), "It counts for nothing; other entries are unaffected.",
            "Run \"mandate verify\" to find the place.", {}};
}

/// The members of the payload that are texts of the definition, in one place for both ways.
auto textsOf(MetricSource &source)
{
    return std::array<std::pair<std::string_view, std::string *>, 13>{{{"title", &source.title},
                                                                       {"address", &source.address},
                                                                       {"query", &source.query},
                                                                       {"unit", &source.unit},
                                                                       {"agent", &source.agent},
                                                                       {"trust_file", &source.trustFile},
                                                                       {"user", &source.user},
                                                                       {"secret", &source.secretName},
                                                                       {"time_column", &source.timeColumn},
                                                                       {"value_column", &source.valueColumn},
                                                                       {"time_format", &source.timeFormat},
                                                                       {"zone", &source.zone},
                                                                       {"source", &source.id}}};
}

} // namespace

std::string metricSourceEntry(const MetricSourceStatement &statement, const SigningKey &key)
{
    MetricSource source = statement.source;
    if (statement.removed) {
        source = {};
        source.id = statement.source.id;
    }
    ObjectWriter payload;
    for (const auto &[name, text] : textsOf(source)) {
        if (!text->empty())
            payload.put(name, *text);
    }
    if (!statement.removed) {
        payload.put("kind", nameOf(source.kind));
        payload.put("auth", nameOf(source.auth));
        payload.put("step", Value::integer(source.step));
    }
    payload.put("removed", Value::boolean(statement.removed));
    if (!statement.note.empty())
        payload.put("note", statement.note);
    payload.put("by", statement.by);
    payload.put("by_name", statement.byName);
    payload.put("at", formatInstant(statement.at));
    if (!statement.ledger.empty())
        payload.put("ledger", statement.ledger);
    ObjectWriter entry;
    entry.put("type", std::string_view("note"));
    entry.put("v", Value::integer(1));
    entry.put("note", std::string_view("metric_source"));
    entry.put("source", source.id);
    entry.put("envelope", dsseEnvelope(metricSourcePayloadType, payload.canonical(), key));
    return entry.canonical();
}

Result<MetricSourceStatement> readMetricSourceEntry(std::string_view body, const PeopleRegister &people)
{
    Arena arena;
    JsonReader reader;
    const auto entry = reader.read(body, arena);
    if (!entry || entry->findText("note") != "metric_source" || !entry->findText("envelope"))
        return badNote("it is none.");
    const auto opened = people.keyring().open(*entry->findText("envelope"));
    if (!opened)
        return badNote(opened.error().happened);
    const auto payload = reader.read(opened->payload, arena);
    if (!payload || opened->payloadType != metricSourcePayloadType)
        return badNote("its signed content is of another type.");
    const auto text = [&](std::string_view name) { return std::string(payload->findText(name).value_or(std::string_view())); };
    const auto at = parseInstant(text("at"));
    const Value *removed = payload->find("removed");
    if (!at || !removed || !removed->is(ValueKind::Bool) || entry->findText("source") != text("source"))
        return badNote("what it shows is not what was signed.");
    MetricSourceStatement statement;
    for (const auto &[name, into] : textsOf(statement.source))
        *into = text(name);
    statement.removed = removed->asBool();
    statement.note = text("note");
    statement.by = text("by");
    statement.byName = text("by_name");
    statement.at = *at;
    statement.ledger = text("ledger");
    if (!statement.removed) {
        const auto kind = metricSourceKindOf(text("kind"));
        const auto auth = metricAuthOf(text("auth"));
        const Value *step = payload->find("step");
        if (!kind || !auth || !step || !step->is(ValueKind::Int))
            return badNote("it is not whole.");
        statement.source.kind = *kind;
        statement.source.auth = *auth;
        statement.source.step = step->asInt();
    }
    if (const std::string why = people.keyring().objection(statement.by, opened->keyId, statement.ledger); !why.empty())
        return badNote(why);
    if (statement.removed ? !isMetricSourceId(statement.source.id) : metricSourceRefusal(statement.source).has_value())
        return badNote("it is no source that could be added.");
    if (const auto refused = metricSourceRoleRefusal(people, statement.by))
        return badNote(refused->happened);
    return statement;
}

std::optional<Error> metricSourceRoleRefusal(const PeopleRegister &people, const std::string &person)
{
    if (people.isOpen() || people.is(person, PersonRole::Owner) || people.is(person, PersonRole::Legal) || people.is(person, PersonRole::ProductLead))
        return std::nullopt;
    return Error{ErrorKind::Refused, "MND-MSR-021", person + " may not say which metrics stand here.", "Nothing was signed.",
                 "These can: " + people.whoIs({PersonRole::Owner, PersonRole::Legal, PersonRole::ProductLead}, person) + '.', {}};
}

} // namespace mandate
