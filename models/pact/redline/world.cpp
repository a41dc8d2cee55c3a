// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/redline/world.h"

#include <algorithm>

namespace mandate::redline {

namespace {

constexpr std::uint64_t stepsOfAnswer = 1'000'000;

Value valueOfJson(const Json &json, Arena &arena)
{
    switch (json.type()) {
    case Json::value_t::boolean: return Value::boolean(json.get<bool>());
    case Json::value_t::number_integer: return Value::integer(json.get<std::int64_t>());
    case Json::value_t::number_unsigned: {
        const auto number = json.get<std::uint64_t>();
        return number <= 0x7FFFFFFFFFFFFFFFU ? Value::integer(static_cast<std::int64_t>(number)) : Value::unsignedInteger(number);
    }
    case Json::value_t::number_float: return Value::real(json.get<double>());
    case Json::value_t::string: return Value::string(json.get_ref<const std::string &>());
    case Json::value_t::array: {
        Value *room = arena.array<Value>(json.size());
        for (std::size_t i = 0; i < json.size(); ++i)
            new (room + i) Value(valueOfJson(json[i], arena));
        return Value::list({room, json.size()});
    }
    case Json::value_t::object: {
        Member *room = arena.array<Member>(json.size());
        std::size_t count = 0;
        for (const auto &[name, member] : json.items())
            new (room + count++) Member{Value::string(arena.copy(name)), valueOfJson(member, arena)};
        return Value::map({room, count});
    }
    default: return Value::null();
    }
}

/// Prohibitions that hold before the action, escalations, prohibitions that are only seen afterwards: yes, undecidable.
constexpr std::array<int, 2> forbidden{6, 5};
constexpr std::array<int, 2> escalated{4, 3};
constexpr std::array<int, 2> detected{2, 1};
constexpr std::array<int, 2> owing{2, 1};

} // namespace

void World::complete(const PactDocument &before, const PactDocument &after)
{
    const auto given = [](Json &object, const char *name, const Json &value) {
        if (!object.contains(name))
            object[name] = value;
    };
    given(variables, "args", Json::object());
    Json &action = variables["action"];
    if (!action.is_object())
        action = Json::object();
    action["tool"] = tool;
    given(action, "said", "");
    given(action, "calls_in_message", 1);
    given(action, "message", 0);
    given(action, "call", 0);
    given(action, "earlier", Json::array());
    for (const char *name : {"agent", "session", "environment"})
        given(variables, name, name);
    Json &state = variables["state"];
    if (!state.is_object())
        state = Json::object();
    for (const PactDocument *pact : {&before, &after}) {
        for (const StateFact &fact : pact->state) {
            if (!fact.key.empty())
                given(state, fact.fact.c_str(), Json::object());
        }
    }
    Json &windows = variables["window"];
    if (!windows.is_object())
        windows = Json::object();
    Json &history = variables["history"];
    if (!history.is_array())
        history = Json::array();
    for (Json &call : history) {
        if (!call.is_object())
            call = Json::object();
        given(call, "tool", "");
        given(call, "args", Json::object());
        given(call, "executed", true);
        given(call, "result", "");
        given(call, "message", 0);
        given(call, "call", 0);
    }
    if (variables.contains("returned") && !variables["returned"].is_null() && !variables.contains("result"))
        variables["result"] = variables["returned"].dump(-1, ' ', false, Json::error_handler_t::replace);
    if (variables.contains("result")) {
        const Json read = Json::parse(variables["result"].get_ref<const std::string &>(), nullptr, false);
        variables["returned"] = read.is_discarded() ? Json(nullptr) : read;
    } else {
        variables["returned"] = nullptr;
    }
    Json &record = variables["record"];
    if (!record.is_object())
        record = Json::object();
    const auto says = [&](const char *name) { return variables.contains(name) && !variables[name].get_ref<const std::string &>().empty(); };
    record["input"] = says("input");
    record["result"] = says("result");
    given(record, "action", true);
    given(record, "basis", true);
    given(record, "time", true);
    given(record, "decision_basis", true);
    given(record, "signature", false);
}

std::vector<Value> slotsOf(const World &world, const std::optional<Instant> &clock, Arena &arena)
{
    std::vector<Value> slots(variables::SlotCount);
    const auto &declared = variables::clauseEnvironment().variables();
    for (std::size_t i = 0; i < slots.size(); ++i) {
        const auto found = world.variables.find(declared[i].name);
        slots[i] = found == world.variables.end() ? cel::absent(arena, declared[i].name) : valueOfJson(*found, arena);
    }
    if (slots[variables::Confidence].is(ValueKind::Int))
        slots[variables::Confidence] = Value::real(static_cast<double>(slots[variables::Confidence].asInt()));
    if (clock || world.now) {
        const std::int64_t nanoseconds = clock ? clock->nanoseconds : *world.now;
        const std::int64_t seconds = nanoseconds / 1'000'000'000 - (nanoseconds % 1'000'000'000 < 0);
        slots[variables::Now] = Value::timestamp(seconds, static_cast<std::uint32_t>(nanoseconds - seconds * 1'000'000'000));
    }
    return slots;
}

Answer answerIn(const cel::Program &condition, const std::vector<Value> &slots, Arena &arena)
{
    const Value value = condition.evaluate(slots, arena, stepsOfAnswer);
    if (!value.is(ValueKind::Bool))
        return Answer::Undecidable;
    return value.asBool() ? Answer::Yes : Answer::No;
}

Standing standingOf(const Clause &clause, Answer answer)
{
    Standing standing;
    standing.answer = answer;
    if (answer == Answer::No)
        return standing;
    const std::size_t level = answer == Answer::Yes ? 0 : 1;
    switch (clause.kind) {
    case ClauseKind::Forbid: standing.limited = (clause.afterResult ? detected : forbidden)[level]; break;
    case ClauseKind::Escalate: (clause.afterResult ? standing.owed : standing.limited) = (clause.afterResult ? owing : escalated)[level]; break;
    case ClauseKind::Permit: standing.permitted = owing[level]; break;
    case ClauseKind::Evidence: standing.owed = owing[level]; break;
    }
    return standing;
}

bool widens(const Standing &before, const Standing &after)
{
    return after.limited < before.limited || after.owed < before.owed || after.permitted > before.permitted;
}

bool speaksOf(const Clause &clause, std::string_view tool)
{
    return clause.tools.empty() ||
           std::any_of(clause.tools.begin(), clause.tools.end(), [&](const std::string &p) { return matchesPattern(p, tool); });
}

std::array<Standing, 2> Pair::ask(const World &world)
{
    std::array<Standing, 2> standings;
    m_arena.reset();
    for (const std::size_t side : {0U, 1U}) {
        const Version &version = *m_versions[side];
        if (!version.clause || !speaksOf(*version.clause, world.tool))
            continue;
        const std::vector<Value> slots = slotsOf(world, m_pacts[side]->fixedClock, m_arena);
        standings[side] = standingOf(*version.clause, answerIn(*version.program, slots, m_arena));
    }
    return standings;
}

bool Pair::addMissingFact(World &world, const std::string &text)
{
    m_arena.reset();
    for (const std::size_t side : {0U, 1U}) {
        const Version &version = *m_versions[side];
        if (!version.clause || !speaksOf(*version.clause, world.tool))
            continue;
        const Value value = version.program->evaluate(slotsOf(world, m_pacts[side]->fixedClock, m_arena), m_arena, stepsOfAnswer);
        if (!value.isError())
            continue;
        const std::string_view path = value.why().missing; // state.<fact>["<key>"]
        const std::size_t open = path.find("[\"");
        if (!path.starts_with("state.") || open == std::string_view::npos || !path.ends_with("\"]") || path.find('"', open + 2) != path.size() - 2)
            continue;
        const auto fact = world.variables["state"].find(std::string(path.substr(6, open - 6)));
        if (fact == world.variables["state"].end() || !fact->is_object())
            continue;
        (*fact)[std::string(path.substr(open + 2, path.size() - open - 4))] = text;
        return true;
    }
    return false;
}

std::optional<Json> Pair::valueOf(const cel::Program &expression, const World &world)
{
    m_arena.reset();
    const Value value = expression.evaluate(slotsOf(world, m_pacts[0]->fixedClock, m_arena), m_arena, stepsOfAnswer);
    switch (value.kind()) {
    case ValueKind::String: return Json(std::string(value.text()));
    case ValueKind::Int: return Json(value.asInt());
    default: return std::nullopt;
    }
}

} // namespace mandate::redline
