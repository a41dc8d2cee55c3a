// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/cases/field_classes.h"

#include "models/base/canonical_json.h"
#include "models/base/json_reader.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>

namespace mandate {

namespace {

Error noClasses(std::string why, const std::string &file)
{
    Error error{ErrorKind::Input, "MND-CUS-011", "These are no classes of fields: " + std::move(why), "Nothing is shown by them.", "See resources/masking for one that is.", {}};
    error.position.file = file;
    return error;
}

/// "E-Mail" and "e_mail" are one name.
std::string plainName(std::string_view name)
{
    std::string plain;
    for (const char c : name) {
        if (c != '_' && c != '-' && c != ' ')
            plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return plain;
}

bool lies(std::string_view pointer, std::string_view below)
{
    return pointer.size() > below.size() && pointer.starts_with(below) && pointer[below.size()] == '/';
}

bool matchesPointer(std::string_view pattern, std::string_view pointer)
{
    return pattern.ends_with("/**") ? lies(pointer, pattern.substr(0, pattern.size() - 3)) : pattern == pointer;
}

std::string pointerToken(std::string_view key)
{
    std::string token;
    for (const char c : key) {
        if (c == '~' || c == '/')
            token += c == '~' ? "~0" : "~1";
        else
            token += c;
    }
    return token;
}

bool readTexts(const Value &list, std::vector<std::string> &into)
{
    if (!list.isList())
        return false;
    for (const Value &text : list.items()) {
        if (!text.isString() || text.text().empty())
            return false;
        into.emplace_back(text.text());
    }
    return true;
}

class Masking
{
public:
    Masking(const FieldClasses &classes, const std::function<bool(const std::string &)> &isShown, Arena &arena, std::vector<MaskedRecord::Field> &masked)
        : m_classes(classes), m_isShown(isShown), m_arena(arena), m_masked(masked)
    {
    }

    Value of(const Value &value, const std::string &pointer)
    {
        if (value.isMap()) {
            std::vector<Member> members;
            for (const Member &member : value.members())
                members.push_back({member.key, of(member.value, pointer + '/' + pointerToken(member.key.text()))});
            return Value::map({m_arena.copy(std::span<const Member>(members)), members.size()});
        }
        if (value.isList()) {
            std::vector<Value> items;
            for (const Value &item : value.items())
                items.push_back(of(item, pointer + '/' + std::to_string(items.size())));
            return Value::list({m_arena.copy(std::span<const Value>(items)), items.size()});
        }
        const FieldClass *fieldClass = value.isNull() ? nullptr : m_classes.classOf(pointer);
        if (!fieldClass || (m_isShown && m_isShown(pointer)))
            return value;
        m_masked.push_back({pointer, fieldClass->name});
        return Value::string(m_arena.copy("\u2022\u2022\u2022 " + fieldClass->name));
    }

private:
    const FieldClasses &m_classes;
    const std::function<bool(const std::string &)> &m_isShown;
    Arena &m_arena;
    std::vector<MaskedRecord::Field> &m_masked;
};

} // namespace

Result<FieldClasses> FieldClasses::read(std::string_view json, const std::string &file)
{
    Arena arena;
    JsonReader reader;
    const auto read = reader.read(json, arena);
    if (!read || !read->isMap())
        return noClasses(read ? "no object." : read.error().happened, file);
    FieldClasses classes;
    for (const Member &member : read->members()) {
        const std::string_view name = member.key.text();
        if (name == "within" && readTexts(member.value, classes.m_within))
            continue;
        if (name != "classes" || !member.value.isList())
            return noClasses('"' + std::string(name) + "\" is not known or not what it should be.", file);
        for (const Value &one : member.value.items()) {
            if (!one.isMap())
                return noClasses("a class is no object.", file);
            FieldClass &fieldClass = classes.m_classes.emplace_back();
            for (const Member &part : one.members()) {
                const std::string_view key = part.key.text();
                const bool good = key == "class" ? part.value.isString() : key == "keys" ? readTexts(part.value, fieldClass.keys)
                                                                         : key == "pointers" && readTexts(part.value, fieldClass.pointers);
                if (!good)
                    return noClasses('"' + std::string(key) + "\" of a class is not known or not what it should be.", file);
                if (key == "class")
                    fieldClass.name = part.value.text();
            }
            std::ranges::transform(fieldClass.keys, fieldClass.keys.begin(), plainName);
            if (fieldClass.name.empty() || (fieldClass.keys.empty() && fieldClass.pointers.empty()))
                return noClasses("a class has no name, or neither keys nor pointers.", file);
        }
    }
    if (classes.m_classes.empty())
        return noClasses("there are none.", file);
    return classes;
}

Result<FieldClasses> FieldClasses::readFile(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    const std::string json{std::istreambuf_iterator<char>(file), {}};
    return read(json, path);
}

const FieldClass *FieldClasses::classOf(std::string_view pointer) const
{
    for (const FieldClass &fieldClass : m_classes) {
        if (std::ranges::any_of(fieldClass.pointers, [&](const std::string &pattern) { return matchesPointer(pattern, pointer); }))
            return &fieldClass;
    }
    const auto within = std::ranges::find_if(m_within, [&](const std::string &place) { return lies(pointer, place); });
    if (within == m_within.end())
        return nullptr;
    std::string_view rest = pointer.substr(within->size());
    while (!rest.empty()) { // the outermost name that says something
        rest.remove_prefix(1);
        const std::string name = plainName(rest.substr(0, rest.find('/')));
        rest.remove_prefix(std::min(rest.size(), rest.find('/')));
        for (const FieldClass &fieldClass : m_classes) {
            if (std::ranges::find(fieldClass.keys, name) != fieldClass.keys.end())
                return &fieldClass;
        }
    }
    return nullptr;
}

Result<MaskedRecord> maskRecord(std::string_view body, const FieldClasses &classes, const std::function<bool(const std::string &pointer)> &isShown)
{
    Arena arena;
    JsonReader reader;
    const auto document = reader.read(body, arena);
    if (!document)
        return document.error();
    MaskedRecord masked;
    masked.json = canonicalJson(Masking(classes, isShown, arena, masked.masked).of(*document, {}));
    return masked;
}

Result<std::string> fieldOf(std::string_view body, std::string_view pointer)
{
    Arena arena;
    JsonReader reader;
    const auto document = reader.read(body, arena);
    if (!document)
        return document.error();
    const Value *place = &*document;
    std::string_view rest = pointer;
    while (place && rest.starts_with('/')) {
        rest.remove_prefix(1);
        const std::string_view token = rest.substr(0, rest.find('/'));
        rest.remove_prefix(token.size());
        const Value *next = nullptr;
        if (place->isMap()) {
            const auto member = std::ranges::find_if(place->members(), [&](const Member &one) { return pointerToken(one.key.text()) == token; });
            next = member == place->members().end() ? nullptr : &member->value;
        } else if (place->isList()) {
            std::size_t index = 0;
            const auto [end, problem] = std::from_chars(token.data(), token.data() + token.size(), index);
            if (problem == std::errc() && end == token.data() + token.size() && index < place->items().size())
                next = &place->items()[index];
        }
        place = next;
    }
    if (!place || !rest.empty() || pointer.empty())
        return Error{ErrorKind::Missing, "MND-CUS-012", "The record has no value at \"" + std::string(pointer) + "\".", "Nothing was shown.",
                     "Name a pointer that \"mandate show\" lists as masked.", {}};
    return canonicalJson(*place);
}

} // namespace mandate
