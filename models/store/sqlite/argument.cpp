// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/sqlite/argument.h"

#include "models/evidence/record_json.h"
#include "models/pact/document.h"

#include <charconv>
#include <cmath>
#include <span>

namespace mandate::sqlite {

namespace {

std::optional<double> numberIn(std::string_view text)
{
    double number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc() || end != text.data() + text.size() || !std::isfinite(number))
        return std::nullopt;
    return number;
}

std::optional<double> numberOf(const Value &value)
{
    return value.isString() ? numberIn(value.text()) : value.number();
}

bool isEqual(const Value &value, const ArgumentIs &asked)
{
    if (value.isString())
        return asked.text.isPattern ? matchesPattern(asked.text.text, value.text()) : value.text() == asked.text.text;
    if (value.is(ValueKind::Bool))
        return asked.text.text == (value.asBool() ? "true" : "false");
    if (value.isNull())
        return asked.text.text == "null";
    const auto number = numberOf(value);
    return number && asked.number && *number == *asked.number;
}

bool compares(const Value &value, const ArgumentIs &asked)
{
    if (asked.how == ArgumentIs::How::Given)
        return true;
    if (value.isList()) {
        for (const Value &item : value.items()) {
            if (compares(item, asked))
                return true;
        }
        return false;
    }
    if (asked.how == ArgumentIs::How::Is)
        return isEqual(value, asked);
    const auto number = numberOf(value);
    if (!number || !asked.number)
        return false;
    switch (asked.how) {
    case ArgumentIs::How::Below: return *number < *asked.number;
    case ArgumentIs::How::AtMost: return *number <= *asked.number;
    case ArgumentIs::How::Above: return *number > *asked.number;
    case ArgumentIs::How::AtLeast: return *number >= *asked.number;
    case ArgumentIs::How::Is:
    case ArgumentIs::How::Given: break;
    }
    return false;
}

bool reaches(const Value &value, std::span<const std::string> path, const ArgumentIs &asked)
{
    if (path.empty())
        return compares(value, asked);
    if (value.isMap()) {
        const Value *member = value.find(path.front());
        return member && reaches(*member, path.subspan(1), asked);
    }
    if (value.isList()) {
        for (const Value &item : value.items()) {
            if (reaches(item, path, asked))
                return true;
        }
    }
    return false;
}

} // namespace

bool ArgumentReader::matches(std::string_view body, const ArgumentIs &argument)
{
    m_arena.reset();
    const auto record = readRecord(body, m_json, m_arena);
    return record && record->arguments.isMap() && reaches(record->arguments, argument.path, argument);
}

} // namespace mandate::sqlite
