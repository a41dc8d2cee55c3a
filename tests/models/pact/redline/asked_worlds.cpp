// SPDX-License-Identifier: GPL-3.0-or-later
#include "asked_worlds.h"

#include <QtGlobal>

#include "models/base/json_reader.h"
#include "models/pact/cel/civil_time.h"
#include "models/pact/cel/program.h"
#include "models/pact/variables.h"

namespace mandate {

namespace {

void put(Json &world, const std::string &path, const Json &value)
{
    Json *at = &world;
    std::size_t begin = 0;
    for (std::size_t dot = path.find('.'); dot != std::string::npos; dot = path.find('.', begin)) {
        at = &(*at)[path.substr(begin, dot - begin)];
        begin = dot + 1;
    }
    if (at->is_null())
        *at = Json::object();
    if (value != "<absent>")
        (*at)[path.substr(begin)] = value;
}

} // namespace

std::pair<PactDocument, PactDocument> pactsOf(ClauseKind kind, const std::string &before, const std::string &after)
{
    PactDocument pact;
    pact.id = "p";
    pact.version = "1.0.0";
    pact.title = "t";
    pact.binds = {Binding()};
    Clause clause;
    clause.id = "C";
    clause.kind = kind;
    clause.tools = {"t"};
    clause.when = before;
    clause.readsAs = "A clause.";
    if (kind == ClauseKind::Escalate)
        clause.escalation = Escalation{"owner", 60, false};
    for (const char *keyed : {"order", "line"})
        pact.state.push_back({keyed, "", {}, "", "value.id", "", {}, false});
    pact.state.push_back({"customer", "", {}, "", "", "text", {}, false});
    pact.clauses = {clause};
    PactDocument newer = pact;
    newer.version = "2.0.0";
    newer.clauses[0].when = after;
    return {std::move(pact), std::move(newer)};
}

RedlineBudget patience()
{
    RedlineBudget budget;
    // What is asked is which classes can be told: by a clock that stands still the solver's steps end a question, never the load of the machine.
    budget.clock = [] { return std::chrono::steady_clock::time_point(); };
    budget.time = std::chrono::seconds(12);
    budget.question = std::chrono::seconds(3);
    return budget;
}

std::pair<Answer, Answer> answersTo(const cel::Program &before, const cel::Program &after, const Json &variables)
{
    Arena arena;
    JsonReader reader;
    const auto given = reader.read(variables.dump(), arena);
    std::vector<Value> slots(variables::SlotCount);
    const auto &names = variables::clauseEnvironment().variables();
    for (std::size_t i = 0; i < slots.size(); ++i) {
        const Value *value = given->find(names[i].name);
        slots[i] = value ? *value : cel::absent(arena, names[i].name);
    }
    if (slots[variables::Now].isString())
        slots[variables::Now] = *cel::parseTimestamp(slots[variables::Now].text());
    if (slots[variables::Returned].isError())
        slots[variables::Returned] = Value::null();
    const auto ask = [&](const cel::Program &condition) {
        const Value answer = condition.evaluate(slots, arena);
        return !answer.is(ValueKind::Bool) ? Answer::Undecidable : answer.asBool() ? Answer::Yes : Answer::No;
    };
    return {ask(before), ask(after)};
}

Answer answerTo(const std::string &condition, const Json &variables)
{
    const auto program = cel::compile(condition, variables::clauseEnvironment());
    if (!program)
        qFatal("%s: %s", condition.c_str(), program.error().happened.c_str());
    return answersTo(*program, *program, variables).first;
}

std::vector<Json> worldsOf(const Json &values)
{
    std::vector<Json> worlds{
        Json{{"args", Json::object()}, {"state", {{"order", Json::object()}, {"line", Json::object()}}}, {"history", Json::array()}}};
    for (const auto &[path, list] : values.items()) {
        std::vector<Json> more;
        for (const Json &world : worlds) {
            for (const Json &value : list) {
                more.push_back(world);
                if (path.find('.') != std::string::npos)
                    put(more.back(), path, value);
                else if (value == "<absent>")
                    more.back().erase(path);
                else
                    more.back()[path] = value;
            }
        }
        worlds = std::move(more);
    }
    return worlds;
}

bool isMilder(ClauseKind kind, Answer before, Answer after)
{
    const auto weight = [](Answer answer) { return answer == Answer::No ? 0 : answer == Answer::Undecidable ? 1 : 2; };
    return kind == ClauseKind::Permit ? weight(after) > weight(before) : weight(after) < weight(before);
}

PactChange changeOf(const Redline &redline, const std::string &clause)
{
    for (const PactChange &change : redline.changes) {
        if (change.clause == clause)
            return change;
    }
    return {};
}

std::string problemOfExample(const PactChange &change, ClauseKind kind, const std::string &before, const std::string &after)
{
    if (change.counterexample.empty())
        return "there is no example";
    const Json example = Json::parse(change.counterexample);
    const Answer old = answerTo(before, example);
    const Answer now = answerTo(after, example);
    return isMilder(kind, old, now) ? std::string() : "the example shows nothing: " + change.counterexample;
}

} // namespace mandate
