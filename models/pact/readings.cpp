// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/readings.h"

#include "models/pact/cel/parser.h"
#include "models/pact/cel/program.h"
#include "models/pact/nearest.h"
#include "models/pact/variables.h"

#include <algorithm>
#include <array>

namespace mandate {

namespace {

using Stands = Reading::Role;

Reading withRole(Reading::Role role, KindSet kinds)
{
    Reading reading;
    reading.role = role;
    reading.kinds = kinds;
    return reading;
}

Reading shaped(std::string shape, std::string path)
{
    Reading reading = withRole(Stands::Object, objectKind);
    reading.shape = std::move(shape);
    reading.path = std::move(path);
    return reading;
}

/// Objects of a result as a fact's expressions are offered them.
void offerObjects(const ObservedValue &value, const StateFact &fact, std::vector<const ObservedValue *> &objects)
{
    if (value.has(ObservedKind::Object)) {
        objects.push_back(&value);
        for (const std::string &name : fact.under) {
            if (const ObservedValue *inner = value.member(name))
                objects.push_back(inner);
        }
    }
    for (const ObservedValue &element : value.element)
        offerObjects(element, fact, objects);
}

/// Members of `value` that a condition asks to be there: has(value.a) && …
void addRequired(const cel::Ast &ast, cel::ExprId id, std::vector<std::string> &names)
{
    const cel::Expr &e = ast[id];
    if (e.kind == cel::ExprKind::Call && e.name == "_&&_") {
        for (const cel::ExprId child : e.children)
            addRequired(ast, child, names);
    } else if (e.kind == cel::ExprKind::Select && e.testOnly && cel::qualifiedName(ast, e.children[0]) == "value") {
        names.push_back(e.name);
    }
}

} // namespace

std::string wordsOf(KindSet kinds)
{
    static constexpr std::array words{"null",   "yes or no", "a whole number", "a decimal number",
                                      "a text", "a list",    "an object",      "a time or duration"};
    if ((kinds & numberKinds) == numberKinds)
        return wordsOf(kinds & ~numberKinds).empty() ? "a number" : wordsOf(kinds & ~numberKinds) + " or a number";
    std::string all;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (kinds & (1U << i))
            all += (all.empty() ? "" : " or ") + std::string(words[i]);
    }
    return all;
}

Reading Reading::computed(KindSet kinds)
{
    return withRole(Stands::Computed, kinds);
}

Reading Reading::data(std::vector<const ObservedValue *> values, std::string path, bool ofArguments)
{
    Reading reading = withRole(Stands::Data, 0);
    for (const ObservedValue *value : values) {
        for (std::size_t i = 0; i < observedKinds; ++i)
            reading.kinds |= value->seen[i] > 0 ? 1U << i : 0U;
    }
    if (reading.kinds == 0)
        reading.kinds = anyKind;
    reading.values = std::move(values);
    reading.path = std::move(path);
    reading.ofArguments = ofArguments;
    return reading;
}

std::uint64_t Reading::times() const
{
    std::uint64_t all = 0;
    for (const ObservedValue *value : values)
        all += value->times();
    return all;
}

const std::vector<std::pair<std::string_view, Reading>> &membersOf(std::string_view shape)
{
    using Members = std::vector<std::pair<std::string_view, Reading>>;
    static const std::map<std::string_view, Members> shapes{
        {"action",
         {{"tool", withRole(Stands::Tool, textKind)},
          {"said", Reading::computed(textKind)},
          {"calls_in_message", Reading::computed(intKind)},
          {"message", Reading::computed(intKind)},
          {"call", Reading::computed(intKind)},
          {"earlier", withRole(Stands::Tools, listKind)}}},
        {"record",
         {{"input", Reading::computed(boolKind)},
          {"action", Reading::computed(boolKind)},
          {"basis", Reading::computed(boolKind)},
          {"result", Reading::computed(boolKind)},
          {"time", Reading::computed(boolKind)},
          {"decision_basis", Reading::computed(boolKind)},
          {"signature", Reading::computed(boolKind)}}},
        {"call",
         {{"tool", withRole(Stands::Tool, textKind)},
          {"args", Reading::computed(objectKind)},
          {"executed", Reading::computed(boolKind)},
          {"result", Reading::computed(textKind)},
          {"message", Reading::computed(intKind)},
          {"call", Reading::computed(intKind)}}},
        {"proposal",
         {{"reasoning", Reading::computed(anyKind)}, {"scope", Reading::computed(anyKind)}, {"blast_radius", Reading::computed(anyKind)}}},
        {"verifier", {{"verdict", Reading::computed(anyKind)}, {"by", Reading::computed(anyKind)}, {"policy_digest", Reading::computed(anyKind)}}},
    };
    static const Members none;
    const auto found = shapes.find(shape);
    return found == shapes.end() ? none : found->second;
}

Readings::Readings(const PactDocument &pact, const Vocabulary *vocabulary) : m_pact(pact), m_vocabulary(vocabulary)
{
    for (const StateFact &fact : pact.state)
        m_facts.emplace(fact.fact, keptBy(fact));
}

std::vector<const ObservedTool *> Readings::toolsOf(const std::vector<std::string> &patterns) const
{
    std::vector<const ObservedTool *> tools;
    if (!m_vocabulary)
        return tools;
    const bool named = !patterns.empty() && std::ranges::all_of(patterns, [](const std::string &p) { return p.find('*') == std::string::npos; });
    if (named) {
        for (const std::string &name : patterns) {
            if (const auto found = m_vocabulary->tools.find(name); found != m_vocabulary->tools.end())
                tools.push_back(&found->second);
        }
        return tools;
    }
    for (const auto &[name, tool] : m_vocabulary->tools) {
        if (patterns.empty() || std::ranges::any_of(patterns, [&](const std::string &p) { return matchesPattern(p, name); }))
            tools.push_back(&tool);
    }
    return tools;
}

std::vector<const ObservedValue *> Readings::argumentsOf(const std::vector<std::string> &patterns) const
{
    std::vector<const ObservedValue *> values;
    for (const ObservedTool *tool : toolsOf(patterns)) {
        if (tool->arguments.times() > 0)
            values.push_back(&tool->arguments);
    }
    return values;
}

std::vector<std::string> Readings::toolsWithArgument(std::string_view name) const
{
    std::vector<std::string> tools;
    if (m_vocabulary) {
        for (const auto &[tool, observed] : m_vocabulary->tools) {
            if (observed.arguments.member(name))
                tools.push_back(tool);
        }
    }
    return tools;
}

Reading Readings::ofClause(std::string_view variable, const std::vector<std::string> &tools) const
{
    if (variable == "args") {
        Reading args = Reading::data(argumentsOf(tools), "args", true);
        args.kinds = args.values.empty() ? anyKind : objectKind;
        const auto called = [&](const std::string &tool) { return m_vocabulary && m_vocabulary->tools.contains(tool); };
        const auto named = [&](const std::string &tool) {
            return tools.empty() || std::ranges::any_of(tools, [&](const std::string &p) { return matchesPattern(p, tool); });
        };
        args.ofEveryTool = std::ranges::all_of(tools, [&](const std::string &tool) { return tool.find('*') != std::string::npos || called(tool); }) &&
                           std::ranges::all_of(m_pact.tools, [&](const PactTool &tool) { return !named(tool.name) || called(tool.name); });
        return args;
    }
    if (variable == "returned" || variable == "result") {
        if (variable == "result")
            return Reading::computed(textKind);
        std::vector<const ObservedValue *> results;
        for (const ObservedTool *tool : toolsOf(tools)) {
            if (tool->result.times() > 0)
                results.push_back(&tool->result);
        }
        Reading returned = Reading::data(std::move(results), "returned", false);
        returned.kinds = anyKind; // text that is no JSON reads as null
        return returned;
    }
    for (const std::string_view shape : {"action", "record", "proposal", "verifier"}) {
        if (variable == shape)
            return shaped(std::string(shape), std::string(shape));
    }
    if (variable == "state") {
        Reading state = withRole(Stands::State, objectKind);
        state.path = "state";
        return state;
    }
    if (variable == "window")
        return withRole(Stands::Windows, objectKind);
    if (variable == "history")
        return withRole(Stands::History, listKind);
    if (variable == "agent")
        return withRole(Stands::Agent, textKind);
    if (variable == "environment")
        return withRole(Stands::Deployment, textKind);
    if (variable == "now")
        return Reading::computed(otherKinds);
    if (variable == "confidence")
        return Reading::computed(doubleKind);
    if (variable == "input" || variable == "session")
        return Reading::computed(textKind);
    return Reading::computed(anyKind);
}

Reading Readings::ofFactPart(std::string_view variable, const StateFact &fact) const
{
    if (variable == "args")
        return ofClause("args", fact.tools);
    if (variable == "tool")
        return withRole(Stands::Tool, textKind);
    if (variable == "text")
        return Reading::computed(textKind);
    if (variable != "value")
        return Reading::computed(anyKind);
    std::vector<const ObservedValue *> objects;
    for (const ObservedTool *tool : toolsOf(fact.tools))
        offerObjects(tool->result, fact, objects);
    Reading value = Reading::data(std::move(objects), "value", false);
    value.kinds = value.values.empty() ? anyKind : objectKind;
    return value;
}

Reading Readings::ofWindowPart(std::string_view variable, const ActionWindow &window) const
{
    return variable == "tool" ? withRole(Stands::Tool, textKind) : ofClause(variable, window.tools);
}

const ActionWindow *Readings::window(std::string_view name) const
{
    const auto found = std::ranges::find(m_pact.windows, name, &ActionWindow::window);
    return found == m_pact.windows.end() ? nullptr : &*found;
}

std::string Readings::nearestWindow(std::string_view name) const
{
    Nearest nearest(name);
    for (const ActionWindow &window : m_pact.windows)
        nearest.offer(window.window);
    return nearest.name();
}

const StateFact *Readings::fact(std::string_view name) const
{
    const auto found = std::ranges::find(m_pact.state, name, &StateFact::fact);
    return found == m_pact.state.end() ? nullptr : &*found;
}

std::string Readings::nearestFact(std::string_view name) const
{
    Nearest nearest(name);
    for (const StateFact &fact : m_pact.state)
        nearest.offer(fact.fact);
    return nearest.name();
}

std::vector<const ObservedValue *> Readings::objectsFor(const StateFact &fact) const
{
    std::vector<const ObservedValue *> objects;
    for (const ObservedTool *tool : toolsOf(fact.tools))
        offerObjects(tool->result, fact, objects);
    std::vector<std::string> required;
    if (const auto when = cel::parse(fact.when.empty() ? "true" : fact.when))
        addRequired(*when, when->root(), required);
    std::erase_if(objects, [&](const ObservedValue *value) {
        return std::ranges::any_of(required, [&](const std::string &name) { return value->member(name) == nullptr; });
    });
    return objects;
}

/// What state.<fact> holds, or each entry of it.
Reading Readings::keptBy(const StateFact &fact) const
{
    if (!m_vocabulary)
        return Reading::computed(anyKind);
    if (fact.value.empty()) {
        Reading kept = Reading::data(objectsFor(fact), {}, false);
        kept.kinds = kept.values.empty() ? anyKind : objectKind;
        return kept;
    }
    const auto program = cel::compile(fact.value, variables::factEnvironment());
    if (!program)
        return Reading::computed(anyKind);
    const cel::Ast &ast = program->ast();
    if (cel::qualifiedName(ast, ast.root()) == "text") {
        std::vector<const ObservedValue *> results;
        for (const ObservedTool *tool : toolsOf(fact.tools)) {
            if (tool->result.times() > 0)
                results.push_back(&tool->result);
        }
        Reading kept = Reading::data(std::move(results), {}, false);
        const bool onlyTexts = std::ranges::all_of(
            kept.values, [](const ObservedValue *v) { return v->times() == v->seen[static_cast<std::size_t>(ObservedKind::Text)]; });
        return onlyTexts ? kept : Reading::computed(textKind);
    }
    const std::string name = cel::qualifiedName(ast, ast.root()); // value.a.b
    if (name.starts_with("value.")) {
        std::vector<const ObservedValue *> values = objectsFor(fact);
        for (std::size_t begin = 6; begin <= name.size();) {
            const std::size_t end = std::min(name.find('.', begin), name.size());
            std::vector<const ObservedValue *> below;
            for (const ObservedValue *value : values) {
                if (value->partsCut)
                    return Reading::computed(anyKind);
                if (const ObservedValue *member = value->member(std::string_view(name).substr(begin, end - begin)))
                    below.push_back(member);
            }
            values = std::move(below);
            begin = end + 1;
        }
        return Reading::data(std::move(values), {}, false);
    }
    return Reading::computed(program->resultType().kind() == cel::Type::Kind::String ? textKind : anyKind);
}

Reading Readings::valueOf(const StateFact &fact, std::string path) const
{
    const auto found = m_facts.find(fact.fact);
    Reading reading = found == m_facts.end() ? Reading::computed(anyKind) : found->second;
    reading.path = std::move(path);
    return reading;
}

Reading Readings::elementOf(const Reading &range) const
{
    switch (range.role) {
    case Stands::Tools: return withRole(Stands::Tool, textKind);
    case Stands::History: return shaped("call", "history[…]");
    case Stands::Window: {
        const ActionWindow *of = window(range.fact);
        if (!of || !of->value.empty())
            return Reading::computed(anyKind);
        Reading args = ofClause("args", of->tools);
        args.path = range.path + "[…]";
        return args;
    }
    case Stands::Data: {
        std::vector<const ObservedValue *> elements;
        for (const ObservedValue *value : range.values) {
            if (value->partsCut || value->has(ObservedKind::Object))
                return Reading::computed(anyKind); // a macro goes over the keys of a map
            if (!value->element.empty())
                elements.push_back(&value->element.front());
        }
        if (elements.empty())
            return Reading::computed(anyKind);
        return Reading::data(std::move(elements), range.path + "[…]", range.ofArguments);
    }
    default: return Reading::computed(anyKind);
    }
}

} // namespace mandate
