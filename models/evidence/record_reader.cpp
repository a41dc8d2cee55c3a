// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a record entry back into a Record. Writing is record_json.cpp.
#include "models/evidence/record_json.h"

#include "models/evidence/record_numbers.h"

#include <charconv>
#include <limits>
#include <new>

namespace mandate {

namespace {

Error notARecord(std::string why)
{
    Error error;
    error.kind = ErrorKind::Corrupt;
    error.code = "MND-EVD-001";
    error.happened = "The entry is not a record as Mandate writes it: " + std::move(why) + '.';
    error.unaffected = "Other entries can still be read.";
    error.remedy = "Verify the workspace to see what still holds.";
    return error;
}

/// Takes the members of one group; remembers the first that is missing or of a wrong kind.
class Group
{
public:
    Group(const Value *group, std::string &problem) : m_group(group), m_problem(problem) {}

    void text(std::string_view key, std::string_view &out)
    {
        if (const Value *value = find(key)) {
            if (value->isString())
                out = value->text();
            else
                wrong(key);
        }
    }
    void text(std::string_view key, std::optional<std::string_view> &out)
    {
        if (find(key))
            text(key, out.emplace());
    }
    template<typename Integer>
    void number(std::string_view key, Integer &out)
    {
        const Value *value = find(key);
        if (!value)
            return;
        if (!value->is(ValueKind::Int) || !std::in_range<Integer>(value->asInt()))
            wrong(key);
        else
            out = static_cast<Integer>(value->asInt());
    }
    void real(std::string_view key, std::optional<double> &out)
    {
        const Value *value = find(key);
        if (!value)
            return;
        if (value->is(ValueKind::Double))
            out = value->asDouble();
        else if (value->is(ValueKind::Int))
            out = static_cast<double>(value->asInt());
        else
            wrong(key);
    }
    template<typename Enum>
    void name(std::string_view key, Enum &out, std::optional<Enum> (*valueOf)(std::string_view))
    {
        std::string_view word;
        text(key, word);
        if (word.empty())
            return;
        if (const auto value = valueOf(word))
            out = *value;
        else
            wrong(key);
    }
    std::optional<Instant> instant(std::string_view key)
    {
        std::string_view word;
        text(key, word);
        if (word.empty())
            return std::nullopt;
        const auto instant = instantOfText(word);
        if (!instant)
            wrong(key);
        return instant;
    }
    void wrong(std::string_view key)
    {
        if (m_problem.empty())
            m_problem = '"' + std::string(key) + "\" is not what it should be";
    }
    const Value *find(std::string_view key) const { return m_group ? m_group->find(key) : nullptr; }

private:
    const Value *m_group;
    std::string &m_problem;
};

/// The writable place a JSON Pointer names. The tree was built by the reader a moment ago and nobody else holds it.
Value *placeOf(Value &root, std::string_view pointer)
{
    Value *place = &root;
    while (!pointer.empty()) {
        pointer.remove_prefix(1);
        const std::string_view raw = pointer.substr(0, pointer.find('/'));
        pointer.remove_prefix(raw.size());
        std::string token;
        for (std::size_t i = 0; i < raw.size(); ++i) {
            if (raw[i] == '~' && i + 1 < raw.size())
                token += raw[++i] == '1' ? '/' : '~';
            else
                token += raw[i];
        }
        const Value *next = nullptr;
        if (place->isMap()) {
            next = place->find(token);
        } else if (place->isList()) {
            std::size_t index = 0;
            const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
            if (error == std::errc() && end == token.data() + token.size() && index < place->items().size())
                next = &place->items()[index];
        }
        if (!next)
            return nullptr;
        place = const_cast<Value *>(next);
    }
    return place;
}

template<typename Number>
std::optional<Number> numberOf(std::string_view text)
{
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

bool restoreInteger(Value &place)
{
    if (!place.isString())
        return false;
    if (const auto number = numberOf<std::int64_t>(place.text()))
        place = Value::integer(*number);
    else if (const auto large = numberOf<std::uint64_t>(place.text()))
        place = Value::unsignedInteger(*large);
    else
        return false;
    return true;
}

bool restoreReal(Value &place)
{
    if (place.is(ValueKind::Int)) {
        place = Value::real(static_cast<double>(place.asInt()));
        return true;
    }
    if (!place.isString())
        return false;
    const auto number = numberOf<double>(place.text());
    if (number)
        place = Value::real(*number);
    return number.has_value();
}

void restore(Value &root, std::string_view list, bool (*restoreOne)(Value &), Group &group)
{
    const Value *pointers = group.find(list);
    if (!pointers)
        return;
    if (!pointers->isList())
        return group.wrong(list);
    for (const Value &pointer : pointers->items()) {
        Value *place = pointer.isString() && pointer.text().starts_with('/') ? placeOf(root, pointer.text()) : nullptr;
        if (!place || !restoreOne(*place))
            return group.wrong(list);
    }
}

} // namespace

Result<Record> readRecord(std::string_view json, JsonReader &reader, Arena &arena)
{
    auto parsed = reader.read(json, arena);
    if (!parsed) {
        Error error = notARecord("it is not JSON");
        error.happened += ' ' + parsed.error().happened;
        return error;
    }
    Value root = parsed.value();
    if (root.findText("type") != "record")
        return notARecord("its type is not \"record\"");
    const Value *version = root.find("v");
    if (!version || !version->is(ValueKind::Int) || version->asInt() != 1)
        return notARecord("its version is not 1");

    std::string problem;
    Record record;
    Group entry(&root, problem);
    restore(root, "integers_as_text", restoreInteger, entry);
    restore(root, "reals", restoreReal, entry);
    entry.name("kind", record.kind, recordKindOf);
    if (const Value *labels = root.find("labels"))
        record.labels = *labels;

    Group action(root.find("action"), problem);
    if (const Value *arguments = action.find("arguments"))
        record.arguments = *arguments;
    action.text("arguments_text", record.argumentsText);
    action.number("calls_in_message", record.callsInMessage);
    action.real("confidence", record.confidence);
    if (const Value *proposal = action.find("proposal"))
        record.proposal = *proposal;
    if (const Value *verifier = action.find("verifier"))
        record.verifier = *verifier;
    action.text("input", record.input);
    action.text("reasoning", record.reasoning);
    action.name("role", record.role, roleOf);
    action.text("said", record.said);
    action.text("target", record.target);
    action.text("tool", record.tool);

    Group proof(root.find("proof"), problem);
    proof.text("basis", record.basis);
    proof.name("signature", record.signature, signatureStateOf);

    Group result(root.find("result"), problem);
    result.text("error", record.error);
    result.name("outcome", record.outcome, outcomeOf);
    result.text("text", record.result);

    Group source(root.find("source"), problem);
    source.number("call", record.call);
    source.text("format", record.format);
    std::string_view item;
    source.text("item", item);
    if (!item.empty()) {
        if (const auto digest = Digest::fromHex(item))
            record.itemDigest = *digest;
        else
            source.wrong("item");
    }
    source.number("line", record.line);
    source.number("message", record.message);
    source.text("name", record.source);
    source.number("offset", record.offset);
    source.number("span_begin", record.spanBegin);
    source.number("span_length", record.spanLength);

    Group when(root.find("when"), problem);
    record.occurred = when.instant("occurred");
    if (const auto received = when.instant("received"))
        record.received = *received;
    else
        when.wrong("received");

    Group who(root.find("who"), problem);
    who.text("agent", record.agent);
    who.text("agent_version", record.agentVersion);
    who.text("deployment", record.deployment);
    who.text("model", record.model);
    who.text("on_behalf_of", record.onBehalfOf);
    who.text("session", record.session);
    who.text("span", record.span);
    who.text("trace", record.trace);

    if (!problem.empty())
        return notARecord(std::move(problem));
    return record;
}

} // namespace mandate
