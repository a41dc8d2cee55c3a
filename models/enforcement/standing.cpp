// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/enforcement/standing.h"

namespace mandate {

Value standingValue(const EnforcedStanding &standing, Arena &arena)
{
    const auto text = [&arena](std::string_view content) { return Value::string(arena.copy(content)); };
    std::vector<Value> tools;
    if (standing.state == AgentState::Restricted) {
        for (const std::string &tool : standing.refusedTools)
            tools.push_back(text(tool));
    }
    std::vector<Member> members{
        {Value::string("agent"), text(standing.agent)},
        {Value::string("allowed"), Value::boolean(mayAct(standing.state))},
        {Value::string("entry"), Value::integer(static_cast<std::int64_t>(standing.entry))},
        {Value::string("reason"), text(standing.reasonCode)},
        {Value::string("refused_tools"), Value::list({arena.copy(std::span<const Value>(tools)), tools.size()})},
        {Value::string("since"), text(formatInstant(standing.since))},
        {Value::string("state"), Value::string(nameOf(standing.state))},
        {Value::string("statement"), text(standing.statement.hex())},
    };
    if (standing.validUntil)
        members.push_back({Value::string("valid_until"), text(formatInstant(*standing.validUntil))});
    return Value::map({arena.copy(std::span<const Member>(members)), members.size()});
}

std::optional<EnforcedStanding> standingOf(const Value &value)
{
    const auto agent = value.findText("agent");
    const auto state = agentStateOf(value.findText("state").value_or(std::string_view()));
    const auto since = parseInstant(value.findText("since").value_or(std::string_view()));
    const auto statement = Digest::fromHex(value.findText("statement").value_or(std::string_view()));
    const auto reason = value.findText("reason");
    const Value *allowed = value.find("allowed");
    const Value *entry = value.find("entry");
    const Value *tools = value.find("refused_tools");
    if (!agent || !state || !since || !statement || !reason || allowed == nullptr || entry == nullptr || tools == nullptr || !tools->isList())
        return std::nullopt;
    if (!allowed->is(ValueKind::Bool) || allowed->asBool() != mayAct(*state) || !entry->is(ValueKind::Int) || entry->asInt() < 0)
        return std::nullopt;
    EnforcedStanding standing{std::string(*agent), *state, {}, {}, *since, *statement, static_cast<std::uint64_t>(entry->asInt()), std::string(*reason)};
    for (const Value &tool : tools->items()) {
        if (!tool.isString())
            return std::nullopt;
        standing.refusedTools.emplace_back(tool.text());
    }
    if (const Value *until = value.find("valid_until")) {
        standing.validUntil = until->isString() ? parseInstant(until->text()) : std::nullopt;
        if (!standing.validUntil)
            return std::nullopt;
    }
    return standing;
}

std::string messageIdOf(std::string_view point, const EnforcedStanding &standing, std::string_view part)
{
    const std::string said = standing.agent + '\0' + std::string(nameOf(standing.state)) + '\0' + formatInstant(standing.since) + '\0' +
                             std::to_string(standing.entry) + '\0' + std::string(part) + '\0';
    return "msg_" + sha256({point, std::string_view("\0", 1), said, standing.statement.view()}).hex().substr(0, 32);
}

std::vector<ProbeQuestion> questionsAbout(const EnforcedStanding &standing, const std::string &probeTool)
{
    if (standing.state != AgentState::Restricted || standing.refusedTools.empty())
        return {{probeTool, mayAct(standing.state)}};
    std::vector<ProbeQuestion> questions;
    for (const std::string &tool : standing.refusedTools)
        questions.push_back({tool, false});
    return questions;
}

} // namespace mandate
