// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sources/fields.h"

#include "models/base/canonical_json.h"

#include <algorithm>
#include <cmath>

namespace mandate {

bool isBlank(std::string_view text)
{
    return text.find_first_not_of(" \t\r\n\f\v") == std::string_view::npos;
}

std::string_view kindInWords(const Value &value)
{
    switch (value.kind()) {
    case ValueKind::Null: return "null";
    case ValueKind::Bool: return "true or false";
    case ValueKind::Int:
    case ValueKind::Uint:
    case ValueKind::Double: return "a number";
    case ValueKind::String: return "a text";
    case ValueKind::List: return "a list";
    case ValueKind::Map: return "an object";
    default: return "something else";
    }
}

const Value *present(const Value &object, std::string_view key)
{
    const Value *value = object.find(key);
    return value && !value->isNull() ? value : nullptr;
}

bool readText(Reading &reading, const Value &object, std::string_view key, std::string_view path, std::string_view &out)
{
    const Value *value = present(object, key);
    if (!value)
        return true;
    if (!value->isString()) {
        return reading.wrong("\"" + std::string(key) + "\" should be a text and is " + std::string(kindInWords(*value)) + '.',
                             std::string(path) + '/' + std::string(key));
    }
    out = value->text();
    return true;
}

std::optional<double> numberOf(const Value *value)
{
    return value ? value->number() : std::nullopt;
}

std::optional<bool> boolOf(const Value *value)
{
    if (!value || !value->is(ValueKind::Bool))
        return std::nullopt;
    return value->asBool();
}

std::optional<Instant> instantOf(const Value *value)
{
    if (!value)
        return std::nullopt;
    if (value->isString())
        return parseInstant(value->text());
    const auto number = numberOf(value);
    if (!number || !(*number > 0))
        return std::nullopt;
    constexpr double largestSeconds = 1e11; // the year 5138: beyond, milliseconds are meant
    constexpr double largestMilliseconds = 9e15 / 1e3;
    if (*number < largestSeconds) {
        if (*number > 9.2e9)
            return std::nullopt; // past the range of Instant
        const double whole = std::floor(*number);
        return Instant{static_cast<std::int64_t>(whole) * 1'000'000'000 + static_cast<std::int64_t>((*number - whole) * 1e9), true};
    }
    if (*number < largestMilliseconds)
        return Instant{static_cast<std::int64_t>(*number) * 1'000'000, true};
    return std::nullopt;
}

std::string_view scalarText(const Value *value, Arena &arena)
{
    if (!value || value->isNull() || value->isList() || value->isMap())
        return {};
    return textOf(*value, arena);
}

std::string_view textOf(const Value &value, Arena &arena)
{
    if (value.isString())
        return value.text();
    return arena.copy(canonicalJson(value));
}

bool readContent(Reading &reading, const Value *content, std::string_view path, std::string_view &out)
{
    if (!content || content->isNull())
        return true;
    if (content->isString()) {
        out = content->text();
        return true;
    }
    if (!content->isList())
        return reading.wrong("The content should be a text or a list and is " + std::string(kindInWords(*content)) + '.', std::string(path));
    std::vector<std::string_view> texts;
    for (const Value &block : content->items()) {
        if (block.isString()) {
            texts.push_back(block.text());
            continue;
        }
        if (!block.isMap())
            return reading.wrong("A part of the content should be an object and is " + std::string(kindInWords(block)) + '.', std::string(path));
        const auto type = block.findText("type");
        if (type && *type != "text" && *type != "input_text" && *type != "output_text")
            continue;
        if (const auto text = block.findText("text"))
            texts.push_back(*text);
        else if (const auto inner = block.findText("content"))
            texts.push_back(*inner);
    }
    if (texts.size() <= 1) {
        out = texts.empty() ? std::string_view{} : texts.front();
        return true;
    }
    std::string joined;
    for (const std::string_view text : texts) {
        if (!joined.empty())
            joined += '\n';
        joined += text;
    }
    out = reading.arena().copy(joined);
    return true;
}

bool readArguments(Reading &reading, const Value *given, std::string_view path, Value &arguments, std::string_view &text)
{
    if (!given || given->isNull())
        return true;
    if (given->isMap()) {
        arguments = *given;
        return true;
    }
    if (!given->isString()) {
        return reading.wrong("The arguments of a call should be an object or a JSON text and are " + std::string(kindInWords(*given)) + '.',
                             std::string(path));
    }
    if (given->text().empty())
        return true;
    const std::string_view json = given->text();
    if (json[skipJsonSpace(json, 0) < json.size() ? skipJsonSpace(json, 0) : 0] == '{') {
        Result<Value> parsed = reading.room.reader.read(json, reading.arena());
        if (parsed && parsed->isMap()) {
            arguments = *parsed;
            return true;
        }
    }
    text = json;
    return true;
}

void MapWriter::take(const Value &object, std::string_view key, std::string_view as)
{
    if (const Value *value = present(object, key))
        add(as, *value);
}

Value MapWriter::finish() const
{
    if (m_members.empty())
        return Value::null();
    Member *room = m_arena.array<Member>(m_members.size());
    std::uninitialized_copy(m_members.begin(), m_members.end(), room);
    return Value::map({room, m_members.size()});
}

} // namespace mandate
