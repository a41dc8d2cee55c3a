// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sources/otlp_attributes.h"

#include "models/base/json_reader.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace mandate {

namespace {

/// In the order of OtlpField.
constexpr std::array<std::string_view, otlpFieldCount> fieldNames{
    "operation",  "event",      "tool",  "arguments", "result", "target", "session",   "agent",      "agentVersion", "model",
    "deployment", "onBehalfOf", "input", "output",    "policy", "error",  "succeeded", "confidence", "reasoning",    "basis"};

OtlpMeaning meaningNamed(const Value &table, std::string_view key)
{
    const std::string_view name = table.findText(key).value_or(std::string_view{});
    if (name == "action")
        return OtlpMeaning::Action;
    if (name == "message")
        return OtlpMeaning::Message;
    if (name == "user")
        return OtlpMeaning::UserText;
    if (name == "system")
        return OtlpMeaning::SystemText;
    return OtlpMeaning::Event;
}

} // namespace

const OtlpAttributes &OtlpAttributes::table()
{
    static const OtlpAttributes attributes(otlpAttributesJson);
    return attributes;
}

std::size_t OtlpAttributes::hashOf(std::string_view name)
{
    // Length, last eight and middle eight bytes tell the names apart: they begin alike.
    std::uint64_t last = 0;
    std::uint64_t middle = 0;
    const std::size_t taken = std::min<std::size_t>(8, name.size());
    std::memcpy(&last, name.data() + name.size() - taken, taken);
    std::memcpy(&middle, name.data() + (name.size() - taken) / 2, taken);
    std::uint64_t hash = (last ^ (middle << 7) ^ (middle >> 29) ^ name.size()) * 0x9E3779B97F4A7C15ULL;
    return static_cast<std::size_t>(hash >> 55); // 9 bits: slotCount
}

OtlpAttributes::Slot &OtlpAttributes::slotOf(std::string_view name)
{
    std::size_t at = hashOf(name);
    while (!m_slots[at].name.empty() && m_slots[at].name != name)
        at = (at + 1) % slotCount;
    return m_slots[at];
}

const OtlpAttributes::Slot &OtlpAttributes::slotOf(std::string_view name) const
{
    std::size_t at = hashOf(name);
    while (!m_slots[at].name.empty() && m_slots[at].name != name)
        at = (at + 1) % slotCount;
    return m_slots[at];
}

OtlpAttributes::OtlpAttributes(std::string_view json) : m_slots(slotCount)
{
    JsonReader reader;
    Result<Value> table = reader.read(json, m_arena);
    if (!table || !table->find("fields") || !table->find("labels"))
        std::abort(); // the table is compiled in; the tests read it
    for (std::size_t field = 0; field < fieldNames.size(); ++field) {
        const Value *names = table->find("fields")->find(fieldNames[field]);
        if (!names || !names->isList())
            std::abort();
        std::uint8_t rank = 0;
        for (const Value &name : names->items()) {
            Slot &slot = slotOf(name.text());
            slot.name = name.text();
            if (slot.useCount < slot.uses.size())
                slot.uses[slot.useCount++] = {static_cast<OtlpField>(field), rank};
            ++rank;
        }
    }
    for (const Value &name : table->find("labels")->items()) {
        Slot &slot = slotOf(name.text());
        slot.name = name.text();
        slot.label = true;
    }
    if (const Value *operations = table->find("operations"))
        m_operations = *operations;
    if (const Value *events = table->find("events"))
        m_events = *events;
}

std::span<const OtlpAttributes::Use> OtlpAttributes::usesOf(std::string_view attribute) const
{
    if (attribute.empty())
        return {};
    const Slot &slot = slotOf(attribute);
    return {slot.uses.data(), slot.useCount};
}

bool OtlpAttributes::isLabel(std::string_view attribute) const
{
    return !attribute.empty() && slotOf(attribute).label;
}

OtlpMeaning OtlpAttributes::meaningOfOperation(std::string_view operation) const
{
    return meaningNamed(m_operations, operation);
}

OtlpMeaning OtlpAttributes::meaningOfEvent(std::string_view name) const
{
    return meaningNamed(m_events, name);
}

} // namespace mandate
