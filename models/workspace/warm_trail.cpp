// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/warm_trail.h"

#include <algorithm>

namespace mandate {

namespace {

/// Stands where a record has something that no condition can read, only that it is there.
constexpr std::string_view present = "present";

} // namespace

std::span<const TrailPosition> WarmTrail::session(std::size_t session) const
{
    const auto begin = m_body->sessionBegin[session];
    return std::span(m_body->inSession).subspan(begin, m_body->sessionBegin[session + 1] - begin);
}

void WarmTrail::fill(Record &record, const WarmAction &action) const
{
    const auto textOf = [](const Value &value, std::optional<std::string_view> &text) {
        if (value.isString())
            text = value.text();
        else
            text.reset();
    };
    record.message = action.message;
    record.call = action.call;
    record.agent = agentOf(action.session);
    record.session = nameOf(action.session);
    record.deployment = m_body->deployments.name(action.deployment);
    record.tool = m_body->tools.name(action.tool);
    record.occurred.reset();
    if (action.isTimed)
        record.occurred = action.occurred;
    textOf(action.input, record.input);
    record.arguments = action.arguments;
    record.argumentsText = (action.has & HasAction) != 0 && !action.arguments.isMap() ? present : std::string_view();
    record.said = action.said.isString() ? action.said.text() : std::string_view();
    record.reasoning = (action.has & HasDecisionBasis) != 0 && record.said.empty() ? present : std::string_view();
    record.callsInMessage = action.callsInMessage;
    record.confidence.reset();
    if (action.isConfident)
        record.confidence = action.confidence;
    record.outcome = action.outcome;
    textOf(action.result, record.result);
    record.basis = (action.has & HasBasis) != 0 ? present : std::string_view();
    record.signature = (action.has & HasSignature) != 0 ? SignatureState::Valid : SignatureState::Unsigned;
}

bool WarmTrail::continues(const WarmTrail &before) const
{
    const auto &older = before.m_body->chunks;
    const auto &chunks = m_body->chunks;
    return m_body == before.m_body || (older.size() <= chunks.size() && std::equal(older.begin(), older.end(), chunks.begin()));
}

std::size_t WarmTrail::footprint() const
{
    const Body &body = *m_body;
    const std::size_t perAction = sizeof(const WarmAction *) + sizeof(TrailPosition) + sizeof(Verdict) + sizeof(std::uint32_t);
    constexpr std::size_t perName = 96; // its text and a node of the table, about
    const std::size_t names = std::size_t{body.agents.count()} + body.sessionNames.count() + body.tools.count() + body.deployments.count();
    return body.bytes + body.actions.size() * perAction + names * perName + body.sessions.size() * (sizeof(Session) + perName / 2);
}

} // namespace mandate
