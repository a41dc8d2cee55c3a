// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/evaluations/field_reader.h"

#include "models/base/code_points.h"
#include "models/base/digest.h"
#include "models/evaluations/result_formats.h"

#include <array>
#include <cmath>

namespace mandate {

namespace {

constexpr std::size_t longestWords = 400;

/// Null and absent are the same.
const Value *memberOf(const Value &in, std::string_view key)
{
    const Value *value = in.find(key);
    return value && !value->isNull() ? value : nullptr;
}

/// The text with NaN, Infinity and -Infinity outside of strings as null.
std::string withoutNotNumbers(std::string_view json)
{
    constexpr std::array<std::string_view, 3> words{"NaN", "-Infinity", "Infinity"};
    std::string strict;
    strict.reserve(json.size());
    bool inText = false;
    for (std::size_t i = 0; i < json.size();) {
        const char c = json[i];
        if (inText && c == '\\' && i + 1 < json.size()) {
            strict += json.substr(i, 2);
            i += 2;
            continue;
        }
        if (c == '"')
            inText = !inText;
        std::size_t passed = 0;
        for (const std::string_view word : words) {
            if (!inText && json.substr(i).starts_with(word))
                passed = word.size();
        }
        if (passed > 0) {
            strict += "null";
            i += passed;
        } else {
            strict += c;
            ++i;
        }
    }
    return strict;
}

} // namespace

const Value *FieldReader::ofKind(const Value &in, std::string_view key, ValueKind kind, std::string_view words)
{
    const Value *value = memberOf(in, key);
    if (value && !value->is(kind)) {
        refuse(key, "\"" + std::string(key) + "\" is not " + std::string(words) + '.');
        return nullptr;
    }
    return value;
}

const Value *FieldReader::map(const Value &in, std::string_view key)
{
    return ofKind(in, key, ValueKind::Map, "an object");
}

const Value *FieldReader::list(const Value &in, std::string_view key)
{
    return ofKind(in, key, ValueKind::List, "a list");
}

std::string FieldReader::text(const Value &in, std::string_view key)
{
    const Value *value = ofKind(in, key, ValueKind::String, "a text");
    return value ? std::string(value->text()) : std::string();
}

std::string FieldReader::label(const Value &in, std::string_view key)
{
    const Value *value = memberOf(in, key);
    if (value && value->is(ValueKind::Int))
        return std::to_string(value->asInt());
    return text(in, key);
}

std::optional<bool> FieldReader::truth(const Value &in, std::string_view key)
{
    const Value *value = ofKind(in, key, ValueKind::Bool, "true or false");
    return value ? std::optional(value->asBool()) : std::nullopt;
}

std::optional<double> FieldReader::number(const Value &in, std::string_view key)
{
    const Value *value = memberOf(in, key);
    if (!value)
        return std::nullopt;
    const auto number = value->number();
    if (!number)
        refuse(key, "\"" + std::string(key) + "\" is not a number.");
    return number;
}

std::optional<std::uint64_t> FieldReader::count(const Value &in, std::string_view key)
{
    const auto number = this->number(in, key);
    if (!number)
        return std::nullopt;
    constexpr double largest = 9007199254740991.0;
    if (!(*number >= 0) || *number > largest || std::floor(*number) != *number) {
        refuse(key, "\"" + std::string(key) + "\" is no whole number from 0.");
        return std::nullopt;
    }
    return static_cast<std::uint64_t>(*number);
}

std::optional<Instant> FieldReader::time(const Value &in, std::string_view key)
{
    const std::string said = text(in, key);
    if (said.empty())
        return std::nullopt;
    const auto time = parseInstant(said);
    if (!time)
        refuse(key, "\"" + std::string(key) + "\" is no time.");
    return time;
}

void FieldReader::refuse(std::string_view key, std::string happened)
{
    if (!m_problem)
        m_problem = damagedResults(m_format, std::move(happened), m_place + '/' + std::string(key), m_line);
}

void FieldReader::bound(std::string_view name, std::string_view key)
{
    if (name.size() > longestCaseName)
        refuse(key, "A name in \"" + std::string(key) + "\" is longer than " + std::to_string(longestCaseName) + " octets.");
}

void FieldReader::need(bool there, std::string_view key)
{
    if (!there)
        refuse(key, "\"" + std::string(key) + "\" is missing.");
}

Result<Value> readPythonJson(std::string_view json, JsonReader &reader, Arena &arena)
{
    auto value = reader.read(json, arena);
    if (value || (json.find("NaN") == std::string_view::npos && json.find("Infinity") == std::string_view::npos))
        return value;
    auto loose = reader.read(withoutNotNumbers(json), arena);
    return loose ? std::move(loose) : std::move(value);
}

void eachLine(std::string_view bytes, const std::function<bool(std::string_view, std::uint64_t)> &take)
{
    if (bytes.starts_with("\xEF\xBB\xBF"))
        bytes.remove_prefix(3);
    for (std::uint64_t number = 1; !bytes.empty(); ++number) {
        const std::size_t end = bytes.find('\n');
        const std::string_view line = bytes.substr(0, end);
        if (line.find_first_not_of(" \t\r") != std::string_view::npos && !take(line, number))
            return;
        bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
    }
}

std::optional<Error> eachJsonLine(std::string_view bytes, std::string_view format, FieldReader &in, const std::function<void(const Value &)> &take)
{
    JsonReader reader;
    Arena arena;
    std::optional<Error> unreadable;
    eachLine(bytes, [&](std::string_view line, std::uint64_t number) {
        arena.reset();
        const auto value = readPythonJson(line, reader, arena);
        if (!value) {
            unreadable = damagedResults(format, value.error().happened, {}, number);
            return false;
        }
        in.at("", number);
        take(*value);
        return !in.problem();
    });
    return unreadable ? unreadable : in.problem();
}

std::string howMany(std::uint64_t count, std::string_view one, std::string_view many)
{
    return std::to_string(count) + ' ' + std::string(count == 1 ? one : many) + ' ';
}

std::string shortened(std::string_view text)
{
    return text.size() <= longestWords ? std::string(text) : cutUtf8(text, longestWords) + "…";
}

std::string fingerprint(std::string_view text)
{
    return sha256(text).hex().substr(0, 32);
}

} // namespace mandate
