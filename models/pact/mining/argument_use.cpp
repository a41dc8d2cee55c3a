// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/mining/argument_use.h"

namespace mandate::mining {

namespace {

/// Objects and lists within the arguments further down are not looked into.
constexpr int deepest = 4;

ArgumentKind kindOf(const Value &value)
{
    switch (value.kind()) {
    case ValueKind::Bool: return ArgumentKind::Bool;
    case ValueKind::Int:
    case ValueKind::Uint:
    case ValueKind::Double: return ArgumentKind::Number;
    case ValueKind::String: return ArgumentKind::Text;
    case ValueKind::List: return ArgumentKind::List;
    case ValueKind::Map: return ArgumentKind::Object;
    default: return ArgumentKind::Null; // JSON has no others
    }
}

} // namespace

void ArgumentUse::add(const Value &value, Entry entry, std::uint64_t session, UseRoom room, int depth)
{
    if (m_seen == 0 || m_call != entry)
        ++m_calls;
    ++m_seen;
    m_call = entry;
    const ArgumentKind kind = kindOf(value);
    ++m_times[static_cast<std::size_t>(kind)];
    switch (kind) {
    case ArgumentKind::Null: break;
    case ArgumentKind::Bool: m_true += value.asBool(); break;
    case ArgumentKind::Number: m_numbers.add({value}, entry, session, room.limits, room.cells); break;
    case ArgumentKind::Text: m_texts.add(value.text(), entry, session); break;
    case ArgumentKind::List:
        m_sizes.add({Value::integer(static_cast<std::int64_t>(value.items().size()))}, entry, session, room.limits, room.cells);
        if (depth >= deepest || value.items().empty())
            break;
        if (!m_element) {
            if (room.arguments == 0)
                break;
            --room.arguments;
            m_element = std::make_unique<ArgumentUse>();
        }
        for (const Value &item : value.items())
            m_element->add(item, entry, session, room, depth + 1);
        break;
    case ArgumentKind::Object: addMembers(value, entry, session, room, depth); break;
    }
}

void ArgumentUse::addMembers(const Value &object, Entry entry, std::uint64_t session, UseRoom room, int depth)
{
    if (depth >= deepest) {
        m_membersCut = true;
        return;
    }
    for (const Member &member : object.members()) {
        const std::string name(member.key.text());
        auto known = m_members.find(name);
        if (known == m_members.end()) {
            if (room.arguments == 0 || name.size() > room.limits.nameBytes) {
                m_membersCut = true;
                continue;
            }
            --room.arguments;
            known = m_members.emplace(name, ArgumentUse()).first;
        }
        known->second.add(member.value, entry, session, room, depth + 1);
    }
}

} // namespace mandate::mining
