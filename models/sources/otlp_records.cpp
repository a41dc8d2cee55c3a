// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sources/otlp_records.h"

namespace mandate {

namespace {

/// What everyone's spans and logs have.
void fillCommon(const Value &object, const OtlpFacts &facts, Reading &reading, Record &record)
{
    Arena &arena = reading.arena();
    record.trace = hexId(object, "traceId", arena);
    record.span = hexId(object, "spanId", arena);
    if (record.agent.empty())
        record.agent = facts.text(OtlpField::Agent, arena);
    record.agentVersion = facts.text(OtlpField::AgentVersion, arena);
    record.model = facts.text(OtlpField::Model, arena);
    record.deployment = facts.text(OtlpField::Deployment, arena);
    record.session = facts.text(OtlpField::Session, arena);
    record.onBehalfOf = facts.text(OtlpField::OnBehalfOf, arena);
    record.reasoning = facts.text(OtlpField::Reasoning, arena);
    record.basis = facts.text(OtlpField::Basis, arena);
    if (const Value *confidence = facts.find(OtlpField::Confidence)) {
        const Value plain = plainValue(*confidence, arena);
        const auto number = numberOf(&plain);
        if (number && *number >= 0 && *number <= 1)
            record.confidence = number;
    }
}

/// A field given as structure or as the JSON text of one; other texts stay texts.
Value structureOf(const OtlpFacts &facts, OtlpField field, Reading &reading)
{
    const Value *anyValue = facts.find(field);
    if (!anyValue)
        return {};
    const Value plain = plainValue(*anyValue, reading.arena());
    if (!plain.isString())
        return plain;
    const std::string_view text = plain.text();
    const std::size_t begin = skipJsonSpace(text, 0);
    if (begin < text.size() && (text[begin] == '{' || text[begin] == '[')) {
        if (Result<Value> parsed = reading.room.reader.read(text, reading.arena()))
            return *parsed;
    }
    return plain;
}

/// The texts of a message: `content`, or `parts` of type text; with `reasoningParts`, the thinking instead.
std::string_view textOfMessage(const Value &message, bool reasoningParts, Arena &arena)
{
    const Value *parts = message.find("parts");
    if (!parts || !parts->isList()) {
        if (reasoningParts)
            return {};
        if (const Value *inner = message.find("message"); inner && inner->isMap()) // gen_ai.choice
            return inner->findText("content").value_or(std::string_view{});
        return message.findText("content").value_or(std::string_view{});
    }
    std::string joined;
    for (const Value &part : parts->items()) {
        const std::string_view type = part.findText("type").value_or("text");
        if ((type == "reasoning" || type == "thinking") != reasoningParts || (!reasoningParts && type != "text"))
            continue;
        joined += joined.empty() ? "" : "\n";
        joined += part.findText("content").value_or(part.findText("text").value_or(std::string_view{}));
    }
    return arena.copy(joined);
}

/// The last text of `role` in a list of messages (newest last); a plain text stands for itself.
std::optional<std::string_view> lastTextOf(const Value &messages, std::string_view role, Arena &arena)
{
    if (messages.isString())
        return messages.text();
    if (messages.isMap())
        return textOfMessage(messages, false, arena);
    if (!messages.isList())
        return std::nullopt;
    const auto items = messages.items();
    for (std::size_t i = items.size(); i-- > 0;) {
        if (items[i].findText("role").value_or(role) != role)
            continue;
        const std::string_view text = textOfMessage(items[i], false, arena);
        if (!isBlank(text))
            return text;
    }
    return std::nullopt;
}

void fillAction(const OtlpFacts &facts, Reading &reading, Record &record)
{
    Arena &arena = reading.arena();
    record.kind = RecordKind::Action;
    record.role = Role::Agent;
    const Value arguments = structureOf(facts, OtlpField::Arguments, reading);
    if (arguments.isMap())
        record.arguments = arguments;
    else if (!arguments.isNull())
        record.argumentsText = textOf(arguments, arena);
    if (facts.find(OtlpField::Result))
        record.result = facts.text(OtlpField::Result, arena);
    record.target = facts.text(OtlpField::Target, arena);
}

/// A turn of a model or agent. Without a recorded text it remains an Event.
void fillTurn(const OtlpFacts &facts, Reading &reading, Record &record)
{
    Arena &arena = reading.arena();
    record.role = Role::Agent;
    record.input = lastTextOf(structureOf(facts, OtlpField::Input, reading), "user", arena);
    const Value output = structureOf(facts, OtlpField::Output, reading);
    const auto said = lastTextOf(output, "assistant", arena);
    if (output.isList() && !output.items().empty() && record.reasoning.empty())
        record.reasoning = textOfMessage(output.items().back(), true, arena);
    if (record.basis.empty() && facts.find(OtlpField::Policy)) {
        const std::string_view policy = facts.text(OtlpField::Policy, arena);
        if (!isBlank(policy))
            record.basis = policyBasis(policy, arena);
    }
    if (said && !isBlank(*said)) {
        record.kind = RecordKind::Message;
        record.said = *said;
    }
}

/// The message of an exception event, for a failed span whose status says nothing.
std::string_view exceptionOf(const Value &span, Arena &arena)
{
    const Value *events = span.find("events");
    if (!events || !events->isList())
        return {};
    for (const Value &event : events->items()) {
        const Value *attributes = event.find("attributes");
        if (event.findText("name") != "exception" || !attributes || !attributes->isList())
            continue;
        for (const Value &pair : attributes->items()) {
            const Value *value = pair.find("value");
            if (pair.findText("key") == "exception.message" && value)
                return textOf(plainValue(*value, arena), arena);
        }
    }
    return {};
}

void fillOutcome(const Value &span, const OtlpFacts &facts, Reading &reading, Record &record)
{
    constexpr std::array<std::string_view, 3> codes{"UNSET", "OK", "ERROR"};
    Arena &arena = reading.arena();
    const Value *status = span.find("status");
    const int code = status ? enumNumber(status->find("code"), codes) : 0;
    const bool ended = unixNano(span.find("endTimeUnixNano")).has_value();
    const std::string_view named = facts.text(OtlpField::Error, arena);
    if (code == 2 || (code != 1 && !named.empty() && named != "false")) {
        record.outcome = Outcome::Failed;
        record.error = status ? status->findText("message").value_or(std::string_view{}) : std::string_view{};
        if (record.error.empty())
            record.error = exceptionOf(span, arena);
        if (record.error.empty())
            record.error = named;
    } else if (ended || code == 1) {
        record.outcome = Outcome::Executed;
    }
}

void fillEvent(const Value &object, Reading &reading, Record &record, std::string_view name)
{
    record.arguments = plainAttributes(object, reading.arena());
    if (record.said.empty())
        record.said = name;
}

bool checkSpan(const Value &object, std::string_view what, Reading &reading)
{
    if (object.isMap())
        return true;
    return reading.wrong("A " + std::string(what) + " should be an object and is " + std::string(kindInWords(object)) + '.', {});
}

} // namespace

bool readSpan(const Value &span, const OtlpFacts &around, Extent part, Reading &reading)
{
    OtlpFacts facts = around;
    if (!checkSpan(span, "span", reading) || !facts.add(span, {}, reading))
        return false;
    Arena &arena = reading.arena();
    Record &record = reading.add(RecordKind::Event);
    std::string_view name;
    if (!readText(reading, span, "name", {}, name))
        return false;
    fillCommon(span, facts, reading, record);
    record.occurred = unixNano(span.find("startTimeUnixNano"));
    fillOutcome(span, facts, reading, record);
    switch (OtlpAttributes::table().meaningOfOperation(facts.text(OtlpField::Operation, arena))) {
    case OtlpMeaning::Action: {
        fillAction(facts, reading, record);
        record.tool = facts.text(OtlpField::Tool, arena);
        if (record.tool.empty()) { // "execute_tool get_weather"
            const std::size_t space = name.rfind(' ');
            record.tool = space == std::string_view::npos ? name : name.substr(space + 1);
        }
        break;
    }
    case OtlpMeaning::Message:
    case OtlpMeaning::UserText:
    case OtlpMeaning::SystemText: fillTurn(facts, reading, record); break;
    case OtlpMeaning::Event: break;
    }
    if (record.kind == RecordKind::Event)
        fillEvent(span, reading, record, name);
    MapWriter labels(arena);
    facts.copyLabels(labels, arena);
    record.labels = labels.finish();
    reading.mark(record, part);
    return true;
}

bool readLogRecord(const Value &log, const OtlpFacts &around, Extent part, Reading &reading)
{
    OtlpFacts facts = around;
    if (!checkSpan(log, "log record", reading) || !facts.add(log, {}, reading))
        return false;
    Arena &arena = reading.arena();
    std::string_view event;
    if (!readText(reading, log, "eventName", {}, event))
        return false;
    if (event.empty())
        event = facts.text(OtlpField::Event, arena);
    const Value *bodyAny = present(log, "body");
    const Value body = bodyAny ? plainValue(*bodyAny, arena) : Value::null();
    const OtlpAttributes &table = OtlpAttributes::table();
    OtlpMeaning meaning = table.meaningOfEvent(event);
    if (meaning == OtlpMeaning::Event && event.empty() && body.isString())
        meaning = table.meaningOfEvent(body.text());
    if (meaning == OtlpMeaning::Event)
        meaning = table.meaningOfOperation(facts.text(OtlpField::Operation, arena));

    Record &record = reading.add(RecordKind::Event);
    fillCommon(log, facts, reading, record);
    record.occurred = unixNano(log.find("timeUnixNano"));
    if (!record.occurred)
        record.occurred = unixNano(log.find("observedTimeUnixNano"));
    const std::string_view bodyText = body.isMap() ? textOfMessage(body, false, arena) : body.isNull() ? std::string_view{} : textOf(body, arena);
    switch (meaning) {
    case OtlpMeaning::Action: {
        record.tool = facts.text(OtlpField::Tool, arena);
        if (record.tool.empty())
            break; // a tool event that does not name its tool is no action we could judge
        fillAction(facts, reading, record);
        const std::string_view succeeded = facts.text(OtlpField::Succeeded, arena);
        const bool failed = succeeded == "false" || (succeeded.empty() && facts.find(OtlpField::Error));
        record.outcome = failed ? Outcome::Failed : succeeded.empty() && !record.result ? Outcome::Unknown : Outcome::Executed;
        if (failed)
            record.error = facts.text(OtlpField::Error, arena);
        break;
    }
    case OtlpMeaning::Message:
        fillTurn(facts, reading, record);
        if (record.kind == RecordKind::Event && body.isMap() && !isBlank(bodyText)) {
            record.kind = RecordKind::Message;
            record.said = bodyText;
        }
        break;
    case OtlpMeaning::UserText:
    case OtlpMeaning::SystemText: {
        const auto text = body.isMap() ? std::optional(bodyText) : lastTextOf(structureOf(facts, OtlpField::Input, reading), "user", arena);
        if (!text || isBlank(*text))
            break;
        record.kind = RecordKind::Message;
        record.role = meaning == OtlpMeaning::UserText ? Role::User : Role::System;
        record.said = *text;
        break;
    }
    case OtlpMeaning::Event: break;
    }
    if (record.kind == RecordKind::Event)
        fillEvent(log, reading, record, bodyText.empty() ? event : bodyText);
    MapWriter labels(arena);
    facts.copyLabels(labels, arena);
    record.labels = labels.finish();
    reading.mark(record, part);
    return true;
}

} // namespace mandate
