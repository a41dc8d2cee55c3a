// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sources/transcript.h"

#include <algorithm>

namespace mandate {

namespace {

constexpr std::size_t ambiguous = static_cast<std::size_t>(-1);

} // namespace

bool tellsOfError(std::string_view resultText)
{
    return resultText.starts_with("Error");
}

void Transcript::say(const Turn &turn, Role role, std::string_view text, std::string_view reasoning)
{
    if (isBlank(text) && isBlank(reasoning))
        return;
    if (role == Role::System)
        m_basis = policyBasis(text, m_reading.arena());
    Record &record = m_reading.add(RecordKind::Message);
    record.role = role;
    record.said = text;
    record.reasoning = reasoning;
    record.message = turn.message;
    record.occurred = turn.when;
    record.input = role == Role::Agent ? m_input : std::nullopt;
    if (!m_basis.empty())
        record.basis = m_basis;
    m_reading.mark(record, turn.extent);
    if (role == Role::User)
        m_input = text;
}

void Transcript::call(const Turn &turn, const Call &call)
{
    if (call.index == 0) {
        m_groupBegin = m_pending.size();
        m_nextByPosition = m_groupBegin;
    }
    Record &record = m_reading.add(call.byUser ? RecordKind::Event : RecordKind::Action);
    record.role = call.byUser ? Role::User : Role::Agent;
    record.tool = call.tool;
    record.arguments = call.arguments;
    record.argumentsText = call.argumentsText;
    record.message = turn.message;
    record.call = call.index;
    record.callsInMessage = call.ofCalls;
    record.occurred = turn.when;
    record.input = m_input;
    record.said = isBlank(call.said) ? std::string_view{} : call.said;
    record.reasoning = isBlank(call.reasoning) ? std::string_view{} : call.reasoning;
    if (!m_basis.empty())
        record.basis = m_basis;
    m_reading.mark(record, turn.extent);

    if (m_join == Join::ById && !call.id.empty()) {
        const auto [known, isNew] = m_byId.try_emplace(call.id, m_pending.size());
        if (!isNew)
            known->second = known->second >= m_groupBegin ? ambiguous : m_pending.size();
    }
    m_pending.push_back({m_reading.records.size() - 1, false});
}

std::optional<std::size_t> Transcript::waitingFor(std::string_view id)
{
    if (m_join == Join::ById && !id.empty()) {
        const auto known = m_byId.find(id);
        if (known != m_byId.end() && known->second != ambiguous && !m_pending[known->second].answered)
            return known->second;
    }
    while (m_nextByPosition < m_pending.size() && m_pending[m_nextByPosition].answered)
        ++m_nextByPosition;
    if (m_nextByPosition < m_pending.size())
        return m_nextByPosition;
    return std::nullopt;
}

void Transcript::answer(const Turn &turn, const Answer &answer)
{
    const bool failed = answer.failed || (answer.text && tellsOfError(*answer.text));
    const std::string_view error = failed ? (answer.error.empty() ? answer.text.value_or(std::string_view{}) : answer.error) : std::string_view{};
    const auto waiting = waitingFor(answer.id);
    if (!waiting) { // a result of no call we know: kept, but it is nobody's action
        Record &record = m_reading.add(RecordKind::Event);
        record.role = Role::Tool;
        record.message = turn.message;
        record.occurred = turn.when;
        record.outcome = failed ? Outcome::Failed : Outcome::Executed;
        record.result = answer.text;
        record.error = error;
        m_reading.mark(record, turn.extent);
        return;
    }
    m_pending[*waiting].answered = true;
    Record &record = m_reading.records[m_pending[*waiting].record];
    record.outcome = failed ? Outcome::Failed : Outcome::Executed;
    record.result = answer.text;
    record.error = error;
    if (turn.extent.end > record.spanBegin)
        record.spanLength = std::max(record.spanLength, static_cast<std::uint32_t>(turn.extent.end) - record.spanBegin);
}

void Transcript::note(const Turn &turn, std::string_view what)
{
    Record &record = m_reading.add(RecordKind::Event);
    record.said = what;
    record.message = turn.message;
    record.occurred = turn.when;
    m_reading.mark(record, turn.extent);
}

bool MessageList::read(Reading &reading, const Value *list, std::string_view path, std::initializer_list<std::string_view> memberPath)
{
    m_path = path;
    m_whole = {0, reading.item.bytes.size()};
    if (list && list->isNull())
        return true; // a run that ended before anything was said
    if (!list || !list->isList())
        return reading.wrong("There should be a list of messages and it is " + std::string(list ? kindInWords(*list) : "absent") + '.', m_path);
    m_items = list->items();
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        if (!m_items[i].isMap())
            return reading.wrong("A message should be an object and is " + std::string(kindInWords(m_items[i])) + '.', pathOf(i));
    }
    if (const auto extent = extentAt(reading.item.bytes, memberPath)) {
        m_extents.reserve(m_items.size());
        ElementWalk walk(reading.item.bytes, extent->begin);
        while (const auto element = walk.next())
            m_extents.push_back(*element);
    }
    return true;
}

Turn MessageList::turn(std::size_t i) const
{
    Turn turn;
    turn.message = static_cast<std::int32_t>(i);
    turn.extent = m_extents.size() == m_items.size() ? m_extents[i] : m_whole;
    return turn;
}

std::string MessageList::pathOf(std::size_t i) const
{
    return m_path + '/' + std::to_string(i);
}

} // namespace mandate
