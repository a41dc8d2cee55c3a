// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/enforcement/status_list.h"

#include "models/base/canonical_json.h"
#include "models/base/json_reader.h"

#include <algorithm>

namespace mandate {

const EnforcedStanding *StatusList::find(std::string_view agent) const
{
    const auto found = std::find_if(agents.begin(), agents.end(), [agent](const EnforcedStanding &standing) { return standing.agent == agent; });
    return found == agents.end() ? nullptr : &*found;
}

std::string statusListJson(const StatusList &list)
{
    Arena arena;
    std::vector<Value> agents;
    for (const EnforcedStanding &standing : list.agents)
        agents.push_back(standingValue(standing, arena));
    const std::string issued = formatInstant(list.issuedAt);
    const std::string expires = formatInstant(list.expiresAt);
    const std::vector<Member> members{
        {Value::string("type"), Value::string("status_list")}, {Value::string("v"), Value::integer(1)},
        {Value::string("point"), Value::string(list.point)},   {Value::string("sequence"), Value::integer(static_cast<std::int64_t>(list.sequence))},
        {Value::string("issued_at"), Value::string(issued)},   {Value::string("expires_at"), Value::string(expires)},
        {Value::string("agents"), Value::list(agents)},        {Value::string("otherwise"), Value::string(nameOf(AgentState::NotAuthorized))},
    };
    return canonicalJson(Value::map(members));
}

Result<StatusList> readStatusList(std::string_view json)
{
    Arena arena;
    JsonReader reader;
    const auto root = reader.read(json, arena);
    if (!root || root->findText("type") != "status_list")
        return badStatusList("it is no status list");
    const auto point = root->findText("point");
    const auto issued = parseInstant(root->findText("issued_at").value_or(std::string_view()));
    const auto expires = parseInstant(root->findText("expires_at").value_or(std::string_view()));
    const Value *sequence = root->find("sequence");
    const Value *agents = root->find("agents");
    if (!point || !issued || !expires || sequence == nullptr || !sequence->is(ValueKind::Int) || sequence->asInt() < 0 || agents == nullptr ||
        !agents->isList())
        return badStatusList("it lacks a part");
    StatusList list{std::string(*point), static_cast<std::uint64_t>(sequence->asInt()), *issued, *expires, {}};
    for (const Value &entry : agents->items()) {
        auto standing = standingOf(entry);
        if (!standing || list.find(standing->agent) != nullptr)
            return badStatusList("one of its agents lacks a part or is named twice");
        list.agents.push_back(*std::move(standing));
    }
    return list;
}

Error badStatusList(std::string why)
{
    Error error;
    error.kind = ErrorKind::Corrupt;
    error.code = "MND-ENF-020";
    error.happened = "The status list on disk does not hold: " + std::move(why) + '.';
    error.unaffected = "The ledger and other enforcement points are unaffected.";
    error.remedy = "Send the state again, which writes a new list.";
    return error;
}

} // namespace mandate
