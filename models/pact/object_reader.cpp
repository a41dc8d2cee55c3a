// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/object_reader.h"

#include <algorithm>
#include <charconv>

namespace mandate {

void ReadProblem::set(std::string path, std::string happened, std::string remedy)
{
    if (error)
        return;
    Error found;
    found.kind = ErrorKind::Input;
    found.code = "MND-PCT-001";
    found.position.path = path.empty() ? "/" : std::move(path);
    found.happened = std::move(happened);
    found.unaffected = "The pact was not taken in; pacts in force are as they were.";
    found.remedy = std::move(remedy);
    error = std::move(found);
}

ObjectReader::ObjectReader(const Value &value, std::string path, ReadProblem &problem)
    : m_value(value), m_path(std::move(path)), m_problem(problem)
{
    if (!value.isMap()) {
        m_problem.set(m_path, "Here must be an object in braces.", "Write { … } with the members the schema names.");
        m_value = Value::map({});
    }
}

std::string ObjectReader::pointer(std::string_view key) const
{
    std::string path = m_path + '/';
    for (const char c : key)
        c == '~' ? path += "~0" : c == '/' ? path += "~1" : path += c;
    return path;
}

void ObjectReader::fail(std::string_view key, std::string happened, std::string remedy)
{
    m_problem.set(key.empty() ? m_path : pointer(key), std::move(happened), std::move(remedy));
}

const Value *ObjectReader::take(std::string_view key, bool required, std::string_view what)
{
    m_known.push_back(key);
    const Value *member = m_value.find(key);
    if (!member && required)
        fail(key, "The member \"" + std::string(key) + "\" is missing.", "Add " + std::string(what) + '.');
    return member;
}

std::string ObjectReader::text(std::string_view key, bool required)
{
    const Value *member = take(key, required, "it as text");
    if (!member)
        return {};
    if (!member->isString()) {
        fail(key, "This must be text.", "Put the value in double quotes.");
        return {};
    }
    if (required && member->text().empty())
        fail(key, "This must not be empty.", "Write a value.");
    return std::string(member->text());
}

double ObjectReader::number(std::string_view key, bool required)
{
    const Value *member = take(key, required, "it as a number");
    if (!member)
        return 0;
    if (member->is(ValueKind::Int))
        return static_cast<double>(member->asInt());
    if (member->is(ValueKind::Uint))
        return static_cast<double>(member->asUint());
    if (member->is(ValueKind::Double))
        return member->asDouble();
    fail(key, "This must be a number.", "Write the number without quotes.");
    return 0;
}

std::uint32_t ObjectReader::count(std::string_view key, bool required)
{
    const Value *member = take(key, required, "it as a whole number");
    if (!member)
        return 0;
    if (!member->is(ValueKind::Int) || member->asInt() < 0 || member->asInt() > 1'000'000) {
        fail(key, "This must be a whole number from 0 to 1,000,000.", "Write such a number without quotes.");
        return 0;
    }
    return static_cast<std::uint32_t>(member->asInt());
}

bool ObjectReader::flag(std::string_view key)
{
    const Value *member = take(key, false, {});
    if (!member)
        return false;
    if (!member->is(ValueKind::Bool)) {
        fail(key, "This must be true or false.", "Write true or false without quotes.");
        return false;
    }
    return member->asBool();
}

std::optional<Instant> ObjectReader::instant(std::string_view key)
{
    const Value *member = take(key, false, {});
    if (!member)
        return std::nullopt;
    const auto instant = member->isString() ? parseInstant(member->text()) : std::nullopt;
    if (!instant)
        fail(key, "This is not a date or time.", "Write it as 2026-03-01 or 2026-03-01T09:00:00Z.");
    return instant;
}

std::vector<std::string> ObjectReader::texts(std::string_view key)
{
    const Value *member = take(key, false, {});
    std::vector<std::string> found;
    if (!member)
        return found;
    if (!member->isList()) {
        fail(key, "This must be a list of texts.", "Write [\"…\", \"…\"].");
        return found;
    }
    for (const Value &item : member->items()) {
        if (!item.isString() || item.text().empty()) {
            fail(key, "Every item of this list must be text that is not empty.", "Put each item in double quotes.");
            return found;
        }
        found.emplace_back(item.text());
    }
    return found;
}

std::size_t ObjectReader::choice(std::string_view key, const std::vector<std::string_view> &names, bool required)
{
    std::string allowed;
    for (const std::string_view name : names)
        allowed += (allowed.empty() ? "\"" : ", \"") + std::string(name) + '"';
    const Value *member = take(key, required, "one of " + allowed);
    if (!member)
        return 0;
    if (member->isString()) {
        const auto found = std::find(names.begin(), names.end(), member->text());
        if (found != names.end())
            return static_cast<std::size_t>(found - names.begin());
    }
    fail(key, "This value is not one the schema knows.", "Write one of " + allowed + '.');
    return 0;
}

std::uint32_t ObjectReader::seconds(std::string_view key, bool required)
{
    const std::string written = text(key, required);
    if (written.empty())
        return 0;
    std::uint32_t amount = 0;
    const auto [end, problem] = std::from_chars(written.data(), written.data() + written.size(), amount);
    const std::string_view unit(end, static_cast<std::size_t>(written.data() + written.size() - end));
    const std::uint64_t factor = unit == "s" ? 1 : unit == "m" ? 60 : unit == "h" ? 3600 : unit == "d" ? 86400 : 0;
    if (problem != std::errc() || factor == 0 || amount * factor > 366u * 86400u) {
        fail(key, "This is not a duration.", "Write it as 90s, 15m, 4h or 2d.");
        return 0;
    }
    return static_cast<std::uint32_t>(amount * factor);
}

void ObjectReader::object(std::string_view key, const std::function<void(ObjectReader &)> &read, bool required)
{
    const Value *member = take(key, required, "it as an object");
    if (!member)
        return;
    ObjectReader reader(*member, pointer(key), m_problem);
    read(reader);
    reader.finish();
}

void ObjectReader::objects(std::string_view key, const std::function<void(ObjectReader &)> &read, bool required)
{
    const Value *member = take(key, required, "it as a list");
    if (!member)
        return;
    if (!member->isList()) {
        fail(key, "This must be a list of objects.", "Write [ { … }, { … } ].");
        return;
    }
    std::size_t index = 0;
    for (const Value &item : member->items()) {
        ObjectReader reader(item, pointer(key) + '/' + std::to_string(index++), m_problem);
        read(reader);
        reader.finish();
    }
}

void ObjectReader::finish()
{
    for (const Member &member : m_value.members()) {
        const std::string_view key = member.key.text();
        if (std::find(m_known.begin(), m_known.end(), key) == m_known.end()) {
            fail(key, "The schema knows no member \"" + std::string(key) + "\" here.", "Correct its spelling or take it out; an unknown part would be void without anyone noticing.");
            return;
        }
    }
}

} // namespace mandate
