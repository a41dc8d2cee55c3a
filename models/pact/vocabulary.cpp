// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/vocabulary.h"

#include <algorithm>
#include <functional>
#include <numeric>

namespace mandate {

namespace {

ObservedKind observedKindOf(const Value &value)
{
    switch (value.kind()) {
    case ValueKind::Bool: return ObservedKind::Bool;
    case ValueKind::Int:
    case ValueKind::Uint: return ObservedKind::Int;
    case ValueKind::Double: return ObservedKind::Double;
    case ValueKind::String: return ObservedKind::Text;
    case ValueKind::List: return ObservedKind::List;
    case ValueKind::Map: return ObservedKind::Object;
    default: return ObservedKind::Null;
    }
}

double numberOfValue(const Value &value)
{
    switch (value.kind()) {
    case ValueKind::Int: return static_cast<double>(value.asInt());
    case ValueKind::Uint: return static_cast<double>(value.asUint());
    default: return value.asDouble();
    }
}

} // namespace

std::uint64_t ObservedValue::times() const
{
    return std::accumulate(seen.begin(), seen.end(), std::uint64_t{0});
}

const ObservedValue *ObservedValue::member(std::string_view name) const
{
    const auto found = std::ranges::lower_bound(members, name, {}, &Member::name);
    return found != members.end() && found->name == name ? &found->value : nullptr;
}

void VocabularyBuilder::observeText(std::string_view text, ObservedValue &place) const
{
    if (place.textsCut)
        return;
    if (text.size() > m_bounds.textBytes) {
        place.textsCut = true;
        return;
    }
    const auto at = std::ranges::lower_bound(place.texts, text, {}, [](const std::string &known) { return std::string_view(known); });
    if (at != place.texts.end() && *at == text)
        return;
    if (place.texts.size() < m_bounds.texts)
        place.texts.emplace(at, text);
    else
        place.textsCut = true;
}

void VocabularyBuilder::observe(const Value &value, ObservedValue &place, std::size_t &places, std::size_t depth)
{
    const ObservedKind kind = observedKindOf(value);
    ++place.seen[static_cast<std::size_t>(kind)];
    switch (kind) {
    case ObservedKind::Null:
    case ObservedKind::Bool: return;
    case ObservedKind::Int:
    case ObservedKind::Double: {
        const double number = numberOfValue(value);
        place.least = std::min(place.least.value_or(number), number);
        place.greatest = std::max(place.greatest.value_or(number), number);
        return;
    }
    case ObservedKind::Text: return observeText(value.text(), place);
    case ObservedKind::List:
        if (value.items().empty())
            return;
        if (depth >= m_bounds.depth || (place.element.empty() && places >= m_bounds.places)) {
            place.partsCut = true;
            return;
        }
        if (place.element.empty()) {
            ++places;
            place.element.resize(1);
        }
        for (std::size_t i = 0; i < std::min(value.items().size(), m_bounds.elements); ++i)
            observe(value.items()[i], place.element.front(), places, depth + 1);
        if (value.items().size() > m_bounds.elements)
            place.element.front().partsCut = place.element.front().textsCut = true;
        return;
    case ObservedKind::Object:
        for (const Member &member : value.members()) {
            const std::string_view name = member.key.text();
            auto at = std::ranges::lower_bound(place.members, name, {}, [](const ObservedValue::Member &m) { return std::string_view(m.name); });
            if (at == place.members.end() || at->name != name) {
                if (depth >= m_bounds.depth || places >= m_bounds.places || name.size() > m_bounds.textBytes) {
                    place.partsCut = true;
                    continue;
                }
                ++places;
                at = place.members.insert(at, {std::string(name), {}});
            }
            observe(member.value, at->value, places, depth + 1);
        }
        return;
    }
}

void VocabularyBuilder::observeResult(std::string_view text, ObservedTool &tool, std::size_t &places)
{
    if (text.size() > m_bounds.resultBytes) {
        tool.result.partsCut = tool.result.textsCut = true;
        return;
    }
    const std::size_t start = text.find_first_not_of(" \t\r\n");
    if (start != std::string_view::npos && (text[start] == '{' || text[start] == '[')) {
        m_arena.reset();
        if (const auto value = m_reader.read(text, m_arena))
            return observe(*value, tool.result, places, 0);
    }
    ++tool.result.seen[static_cast<std::size_t>(ObservedKind::Text)];
    observeText(text, tool.result);
}

void VocabularyBuilder::addName(std::vector<std::string> &names, std::string_view name)
{
    const auto at = std::ranges::lower_bound(names, name, {}, [](const std::string &known) { return std::string_view(known); });
    if (at != names.end() && *at == name)
        return;
    if (names.size() < m_bounds.names)
        names.emplace(at, name);
    else
        m_vocabulary.toolsCut = true;
}

void VocabularyBuilder::countRun(const Record &record)
{
    const std::hash<std::string_view> hash;
    const std::uint64_t run = hash(record.agent) * 0x9E3779B97F4A7C15U ^ hash(record.session);
    if (!m_runs.empty() && m_runs.back() == run)
        return;
    m_runs.push_back(run);
    if (m_runs.size() < m_nextDrop)
        return;
    dropRepeatedRuns();
    m_nextDrop = std::max<std::size_t>(4096, m_runs.size() * 2);
}

void VocabularyBuilder::dropRepeatedRuns()
{
    std::ranges::sort(m_runs);
    m_runs.erase(std::ranges::unique(m_runs).begin(), m_runs.end());
}

void VocabularyBuilder::add(const Record &record)
{
    if (record.kind != RecordKind::Action)
        return;
    ++m_vocabulary.actions;
    countRun(record);
    addName(m_vocabulary.agents, record.agent);
    addName(m_vocabulary.deployments, record.deployment);
    auto found = m_vocabulary.tools.find(record.tool);
    if (found == m_vocabulary.tools.end()) {
        if (m_vocabulary.tools.size() >= m_bounds.names) {
            m_vocabulary.toolsCut = true;
            return;
        }
        found = m_vocabulary.tools.emplace(record.tool, ObservedTool()).first;
        m_places.emplace(record.tool, Places());
    }
    Places &places = m_places.find(record.tool)->second;
    ++found->second.calls;
    if (record.arguments.isMap())
        observe(record.arguments, found->second.arguments, places.arguments, 0);
    if (record.result && countsAsExecuted(record.outcome))
        observeResult(*record.result, found->second, places.result);
}

Vocabulary VocabularyBuilder::take()
{
    dropRepeatedRuns();
    m_vocabulary.runs = m_runs.size();
    return std::move(m_vocabulary);
}

} // namespace mandate
