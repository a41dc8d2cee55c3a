// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/json_reader.h"

#include "models/base/json_fault.h"

#include <algorithm>
#include <cstdio>
#include <new>
#include <simdjson.h>
#include <unordered_set>
#include <vector>

namespace mandate {

namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

Error inputError(std::string code, std::string happened, std::string remedy)
{
    Error error;
    error.kind = ErrorKind::Input;
    error.code = std::move(code);
    error.happened = std::move(happened);
    error.unaffected = "Nothing else was changed.";
    error.remedy = std::move(remedy);
    return error;
}

/// With the place of what is wrong in `json`.
Error faultError(std::string code, std::string happened, std::string remedy, std::string_view json)
{
    Error error = inputError(std::move(code), std::move(happened), std::move(remedy));
    error.position.offset = offsetOfJsonFault(json, JsonReader::maximumDepth);
    return error;
}

/// Linear for the small objects real events hold, a hash set past that, so that a hostile object costs no more than its size.
std::optional<std::string_view> repeatedKey(std::span<const Member> members)
{
    if (members.size() <= 24) {
        for (std::size_t i = 1; i < members.size(); ++i) {
            const std::string_view key = members[i].key.text();
            for (std::size_t j = 0; j < i; ++j) {
                if (members[j].key.text() == key)
                    return key;
            }
        }
        return std::nullopt;
    }
    std::unordered_set<std::string_view> seen;
    seen.reserve(members.size());
    for (const Member &member : members) {
        if (!seen.insert(member.key.text()).second)
            return member.key.text();
    }
    return std::nullopt;
}

struct DuplicateKey
{
    std::string_view key;
};

/// Depth is bounded by the parser, so recursion is too.
bool build(element source, Arena &arena, Value &out, DuplicateKey &duplicate)
{
    switch (source.type()) {
    case element_type::NULL_VALUE: out = Value::null(); return true;
    case element_type::BOOL: out = Value::boolean(source.get_bool().value_unsafe()); return true;
    case element_type::INT64: out = Value::integer(source.get_int64().value_unsafe()); return true;
    case element_type::UINT64: out = Value::unsignedInteger(source.get_uint64().value_unsafe()); return true;
    case element_type::DOUBLE: out = Value::real(source.get_double().value_unsafe()); return true;
    case element_type::STRING: out = Value::string(arena.copy(source.get_string().value_unsafe())); return true;
    case element_type::ARRAY: {
        const simdjson::dom::array array = source.get_array().value_unsafe();
        std::size_t count = array.size();
        if (count == 0xFFFFFF) // simdjson saturates its count there
            count = static_cast<std::size_t>(std::distance(array.begin(), array.end()));
        Value *items = arena.array<Value>(count);
        std::size_t i = 0;
        for (element item : array) {
            new (items + i) Value();
            if (!build(item, arena, items[i++], duplicate))
                return false;
        }
        out = Value::list({items, i});
        return true;
    }
    case element_type::OBJECT: {
        const simdjson::dom::object object = source.get_object().value_unsafe();
        std::size_t count = object.size();
        if (count == 0xFFFFFF)
            count = static_cast<std::size_t>(std::distance(object.begin(), object.end()));
        Member *members = arena.array<Member>(count);
        std::size_t i = 0;
        for (auto field : object) {
            new (members + i) Member{Value::string(arena.copy(field.key)), Value()};
            if (!build(field.value, arena, members[i++].value, duplicate))
                return false;
        }
        if (const auto key = repeatedKey({members, i})) {
            duplicate.key = *key;
            return false;
        }
        out = Value::map({members, i});
        return true;
    }
    }
    return false;
}

std::string reasonOf(simdjson::error_code code)
{
    switch (code) {
    case simdjson::EMPTY: return "The document is empty.";
    case simdjson::UTF8_ERROR: return "The text is not valid UTF-8.";
    case simdjson::DEPTH_ERROR:
        return "The document is nested deeper than " + std::to_string(JsonReader::maximumDepth) + " levels.";
    case simdjson::UNCLOSED_STRING: return "A string is not closed; the document looks truncated.";
    case simdjson::NUMBER_ERROR: return "A number is malformed or too large for a 64-bit number.";
    case simdjson::STRING_ERROR: return "A string has a malformed escape.";
    case simdjson::UNESCAPED_CHARS: return "A string holds a raw control character.";
    case simdjson::CAPACITY: return "The document is larger than 1 GiB.";
    case simdjson::TAPE_ERROR: return "The document is not well-formed JSON (truncated, or a comma, bracket or value is wrong).";
    default: return std::string("The document is not well-formed JSON: ") + simdjson::error_message(code) + '.';
    }
}

} // namespace

struct JsonReader::State
{
    simdjson::dom::parser parser{maximumBytes};
    std::vector<char> padded;
};

JsonReader::JsonReader() : m_state(std::make_unique<State>()) {}
JsonReader::~JsonReader() = default;
JsonReader::JsonReader(JsonReader &&) noexcept = default;
JsonReader &JsonReader::operator=(JsonReader &&) noexcept = default;

Result<Value> JsonReader::read(std::string_view json, Arena &arena)
{
    if (json.size() > maximumBytes)
        return inputError("MND-JSN-001", reasonOf(simdjson::CAPACITY), "Split the file and import the parts.");
    simdjson::dom::parser &parser = m_state->parser;
    if (parser.max_depth() != maximumDepth || parser.capacity() < json.size()) {
        if (parser.allocate(std::max<std::size_t>(json.size(), 4096), maximumDepth) != simdjson::SUCCESS)
            return inputError("MND-JSN-002", "There is not enough memory to read the document.", "Split the file and import the parts.");
    }
    std::vector<char> &padded = m_state->padded;
    if (padded.size() < json.size() + simdjson::SIMDJSON_PADDING)
        padded.resize(json.size() + simdjson::SIMDJSON_PADDING);
    std::copy(json.begin(), json.end(), padded.begin());
    std::fill_n(padded.begin() + static_cast<std::ptrdiff_t>(json.size()), simdjson::SIMDJSON_PADDING, '\0');

    element root;
    const simdjson::error_code code = parser.parse(padded.data(), json.size(), false).get(root);
    if (code != simdjson::SUCCESS)
        return faultError("MND-JSN-003", reasonOf(code), "Ask the source for a well-formed export.", json);
    Value value;
    DuplicateKey duplicate;
    if (!build(root, arena, value, duplicate)) {
        return faultError("MND-JSN-004",
                          "The key \"" + std::string(duplicate.key.substr(0, 80)) + "\" is given twice in one object, so its value is not certain.",
                          "Ask the source which value is meant.", json);
    }
    return value;
}

} // namespace mandate
