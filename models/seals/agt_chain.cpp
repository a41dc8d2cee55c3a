// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/seals/agt_chain.h"

#include "models/seals/python_json.h"

#include <array>

namespace mandate {

namespace {

constexpr std::array<std::string_view, 9> hashed{"action", "agent_did", "data", "entry_id", "event_type", "outcome", "previous_hash", "resource", "timestamp"};

std::string digestOf(std::span<const Member> members, PythonJson form)
{
    return sha256(pythonJson(Value::map(members), form)).hex();
}

} // namespace

bool agtHashHolds(const Value &entry)
{
    const auto stated = entry.findText("entry_hash");
    if (!stated)
        return false;
    std::vector<Member> members;
    std::string otherTime;
    Value *time = nullptr;
    members.reserve(hashed.size());
    for (const std::string_view name : hashed) {
        const Value *value = entry.find(name);
        members.push_back({Value::string(name), value ? *value : Value::null()});
        if (name == "timestamp" && members.back().value.isString())
            time = &members.back().value;
    }
    for (const bool second : {false, true}) {
        if (second) {
            if (!time || !time->text().ends_with('Z'))
                return false;
            otherTime = std::string(time->text().substr(0, time->text().size() - 1)) + "+00:00";
            *time = Value::string(otherTime);
        }
        for (const PythonJson form : {PythonJson::Compact, PythonJson::Spaced, PythonJson::CompactAscii, PythonJson::SpacedUtf8}) {
            if (digestOf(members, form) == *stated)
                return true;
        }
    }
    return false;
}

void AgtChain::nextSource()
{
    m_known.insert(m_here.begin(), m_here.end());
    m_here.clear();
    m_last.reset();
    m_state = SealState::Valid;
    m_beginnings.clear();
    m_index = 0;
}

Seal AgtChain::add(std::string_view entry, JsonReader &reader)
{
    Seal seal{SealState::Valid, SealKind::HashChain, {}, {}};
    Arena arena;
    const auto read = reader.read(entry, arena);
    const std::string stated(read ? read->findText("entry_hash").value_or(std::string_view()) : std::string_view());
    const std::string previous(read ? read->findText("previous_hash").value_or(std::string_view()) : std::string_view());
    const std::size_t index = m_index++;
    if (read && stated.empty() && previous.empty() && !m_last) // a log whose hashes nobody computed
        return {SealState::NotSealed, SealKind::None, {}, "Its source computed no hash for it."};

    const bool first = !m_last.has_value();
    if (previous.empty()) { // a new chain
        if (!first)
            m_beginnings.push_back({{}, index});
        m_state = SealState::Valid;
    } else if (first) {
        const auto digest = Digest::fromHex(previous);
        if (const auto before = digest ? m_known.find(*digest) : m_known.end(); before != m_known.end())
            m_state = before->second;
        else
            m_beginnings.push_back({previous, index});
    } else if (m_state == SealState::Valid && *m_last != previous) {
        seal.state = SealState::Broken;
        seal.why = "It does not follow the entry before it: one was removed, put in or moved.";
    }
    if (m_state != SealState::Valid) {
        seal.state = SealState::Unknown;
        seal.why = "The chain is broken before this entry, so what follows cannot be told.";
    } else if (seal.state == SealState::Valid && (!read || !agtHashHolds(*read))) {
        seal.state = SealState::Broken;
        seal.why = stated.empty() ? "Its hash was taken away." : "Its hash is not over what it says now.";
    }
    m_state = seal.state == SealState::Valid ? SealState::Valid : SealState::Unknown;
    m_last = stated;
    if (const auto digest = Digest::fromHex(stated))
        m_here.emplace_back(*digest, m_state);
    return seal;
}

} // namespace mandate
