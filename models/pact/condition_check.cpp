// SPDX-License-Identifier: GPL-3.0-or-later
// The walk through a condition: what each part reads. What is compared with what is in condition_values.cpp.
#include "models/pact/condition_check.h"

#include "models/pact/cel/lexer.h"
#include "models/pact/nearest.h"

#include <algorithm>
#include <map>

namespace mandate {

namespace {

using Stands = Reading::Role;
using cel::ExprKind;
using cel::MacroKind;

constexpr std::uint64_t enoughToExpect = 20; ///< calls after which an argument that may be left out would have been seen

/// Kind of what a function gives, where that is always the same.
KindSet resultOf(std::string_view function)
{
    static const std::map<std::string_view, KindSet> results{
        {"int", intKind},        {"size", intKind},        {"indexOf", intKind},     {"lastIndexOf", intKind},  {"double", doubleKind},
        {"string", textKind},    {"lowerAscii", textKind}, {"upperAscii", textKind}, {"trim", textKind},        {"replace", textKind},
        {"substring", textKind}, {"charAt", textKind},     {"join", textKind},       {"timestamp", otherKinds}, {"duration", otherKinds},
        {"type", otherKinds},    {"startsWith", boolKind}, {"endsWith", boolKind},   {"contains", boolKind},    {"matches", boolKind},
        {"_<_", boolKind},       {"_<=_", boolKind},       {"_>_", boolKind},        {"_>=_", boolKind},        {"_==_", boolKind},
        {"_!=_", boolKind},      {"@in", boolKind},        {"_&&_", boolKind},       {"_||_", boolKind},        {"!_", boolKind},
    };
    const auto found = results.find(function);
    return found == results.end() ? anyKind : found->second;
}

KindSet kindOfLiteral(const Value &value)
{
    switch (value.kind()) {
    case ValueKind::Null: return nullKind;
    case ValueKind::Bool: return boolKind;
    case ValueKind::Int:
    case ValueKind::Uint: return intKind;
    case ValueKind::Double: return doubleKind;
    case ValueKind::String: return textKind;
    default: return anyKind;
    }
}

bool isOrdering(std::string_view name)
{
    return name == "_<_" || name == "_<=_" || name == "_>_" || name == "_>=_";
}

bool isArithmetic(std::string_view name)
{
    return name == "_+_" || name == "_-_" || name == "_*_" || name == "_/_" || name == "_%_";
}

/// One or the other: condition ? a : b, or a.orValue(b).
Reading eitherOf(const Reading &a, const Reading &b)
{
    if (a.role == Stands::Data && b.role == Stands::Data && !a.values.empty() && !b.values.empty()) {
        Reading both = a;
        both.kinds |= b.kinds;
        both.values.insert(both.values.end(), b.values.begin(), b.values.end());
        both.ofArguments = a.ofArguments && b.ofArguments;
        return both;
    }
    return Reading::computed(a.kinds | b.kinds);
}

std::string listOf(const std::vector<std::string> &names, std::size_t most)
{
    std::string all;
    for (std::size_t i = 0; i < std::min(names.size(), most); ++i)
        all += (i ? ", " : "") + names[i];
    return names.size() > most ? all + " …" : all;
}

} // namespace

ConditionCheck::ConditionCheck(const cel::Program &program, std::string place, const Readings &readings, Names names, const cel::Program *guards)
    : m_program(program),
      m_ast(program.ast()),
      m_place(std::move(place)),
      m_readings(readings),
      m_names(std::move(names))
{
    collect(program.ast(), false);
    if (guards)
        collect(guards->ast(), true);
}

void ConditionCheck::collect(const cel::Ast &ast, bool guardsOnly)
{
    for (std::size_t i = 0; i < ast.size(); ++i) {
        const cel::Expr &e = ast[cel::ExprId{static_cast<std::uint32_t>(i)}];
        if (e.kind == ExprKind::Select && (e.testOnly || e.optional))
            m_guarded.insert(cel::unparse(ast, e.children[0]) + '.' + e.name);
        else if (e.kind == ExprKind::Call && e.name == "_[?_]" && ast[e.children[1]].kind == ExprKind::Literal &&
                 ast[e.children[1]].literal.isString())
            m_guarded.insert(cel::unparse(ast, e.children[0]) + '.' + std::string(ast[e.children[1]].literal.text()));
        else if (!guardsOnly && e.kind == ExprKind::Literal && e.literal.isString())
            m_written.emplace(e.literal.text());
        m_asksType |= e.kind == ExprKind::Call && e.name == "type";
    }
}

std::vector<Problem> ConditionCheck::run()
{
    visit(m_ast.root());
    return std::move(m_problems);
}

void ConditionCheck::add(ProblemClass problemClass, std::string_view rule, const cel::Expr &at, std::string reason, std::string remedy,
                         const std::string &once)
{
    if (!m_told.insert(std::string(rule) + ' ' + once).second)
        return;
    const Error where = cel::conditionError(m_program.source(), at.offset, {}, {}, {});
    Problem problem;
    problem.problemClass = problemClass;
    problem.rule = rule;
    problem.place = m_place;
    problem.reason = std::move(reason);
    problem.remedy = std::move(remedy);
    problem.line = where.position.line;
    problem.column = where.position.column;
    m_problems.push_back(std::move(problem));
}

Reading ConditionCheck::visit(cel::ExprId id)
{
    const cel::Expr &e = m_ast[id];
    switch (e.kind) {
    case ExprKind::Literal: return Reading::computed(kindOfLiteral(e.literal));
    case ExprKind::Ident: return identifier(e);
    case ExprKind::Select: return select(e);
    case ExprKind::Call: return call(e);
    case ExprKind::Macro: return macro(e);
    case ExprKind::List: {
        for (const cel::ExprId child : e.children)
            visit(child);
        Reading list = Reading::computed(listKind);
        list.written = id;
        return list;
    }
    case ExprKind::Map:
        for (const cel::ExprId child : e.children)
            visit(child);
        return Reading::computed(objectKind);
    }
    return Reading::computed(anyKind);
}

Reading ConditionCheck::identifier(const cel::Expr &e)
{
    const auto local = std::find_if(m_scope.rbegin(), m_scope.rend(), [&](const Local &l) { return l.name == e.name; });
    if (local != m_scope.rend())
        return local->reading;
    return m_names.root(e.name.starts_with('.') ? std::string_view(e.name).substr(1) : std::string_view(e.name));
}

Reading ConditionCheck::select(const cel::Expr &e)
{
    const Reading base = visit(e.children[0]);
    const bool asked = e.testOnly || e.optional || m_guarded.contains(cel::unparse(m_ast, e.children[0]) + '.' + e.name);
    Reading found = member(base, e.name, e, asked);
    if (e.testOnly && base.role == Stands::Windows && found.role == Stands::Window)
        add(ProblemClass::Error, "always-there", e, "A window that the pact declares is always there, so asking for it with has() says nothing.",
            "Ask how much lies in it, as in size(window." + e.name + ") > 0.", e.name);
    return e.testOnly ? Reading::computed(boolKind) : found;
}

Reading ConditionCheck::member(const Reading &base, const std::string &name, const cel::Expr &at, bool asked)
{
    switch (base.role) {
    case Stands::Object: {
        Nearest nearest(name);
        for (const auto &[known, reading] : membersOf(base.shape)) {
            if (known == name) {
                if (base.shape == "call" && name == "args" && m_readings.vocabulary()) {
                    Reading args = m_readings.ofClause("args", {});
                    args.path = base.path + ".args";
                    return args;
                }
                return reading;
            }
            nearest.offer(known);
        }
        std::vector<std::string> names;
        for (const auto &known : membersOf(base.shape))
            names.emplace_back(known.first);
        add(ProblemClass::Error, "unknown-member", at, '"' + base.path + "\" has no member \"" + name + "\".",
            nearest.name().empty() ? "Use one of: " + listOf(names, 10) + '.' : "Did you mean \"" + nearest.name() + "\"?", base.path + '.' + name);
        return Reading::computed(anyKind);
    }
    case Stands::State: {
        if (const StateFact *fact = m_readings.fact(name)) {
            if (fact->key.empty())
                return m_readings.valueOf(*fact, "state." + name);
            Reading facts = Reading::computed(objectKind);
            facts.role = Stands::Facts;
            facts.fact = name;
            facts.path = "state." + name;
            return facts;
        }
        const std::string near = m_readings.nearestFact(name);
        add(ProblemClass::Error, "unknown-fact", at, "The pact declares no fact \"" + name + "\", so it is never known.",
            near.empty() ? "Declare it under \"state\", or correct its name." : "Did you mean \"" + near + "\"? Else declare it under \"state\".",
            name);
        return Reading::computed(anyKind);
    }
    case Stands::Windows: {
        if (m_readings.window(name)) {
            Reading held = Reading::computed(listKind);
            held.role = Stands::Window;
            held.fact = name;
            held.path = "window." + name;
            return held;
        }
        const std::string near = m_readings.nearestWindow(name);
        add(ProblemClass::Error, "unknown-window", at, "The pact declares no window \"" + name + "\", so it is never known.",
            near.empty() ? "Declare it under \"windows\", or correct its name."
                         : "Did you mean \"" + near + "\"? Else declare it under \"windows\".",
            name);
        return Reading::computed(listKind);
    }
    case Stands::Facts: return m_readings.valueOf(*m_readings.fact(base.fact), base.path + "[…]");
    case Stands::Data: return dataMember(base, name, at, asked);
    default: return Reading::computed(anyKind);
    }
}

Reading ConditionCheck::dataMember(const Reading &base, const std::string &name, const cel::Expr &at, bool asked)
{
    std::vector<const ObservedValue *> found;
    bool cut = base.kinds == anyKind; // it may hold more than was seen
    bool objects = false;
    for (const ObservedValue *value : base.values) {
        cut |= value->partsCut;
        objects |= value->has(ObservedKind::Object);
        if (const ObservedValue *one = value->member(name))
            found.push_back(one);
    }
    const std::string path = base.path + '.' + name;
    if (!found.empty()) {
        Reading reading = Reading::data(std::move(found), path, base.ofArguments);
        if (cut)
            reading.kinds = anyKind;
        return reading;
    }
    if (cut || base.values.empty())
        return Reading::computed(anyKind);
    if (objects)
        neverSeen(base, path, name, at, asked);
    else if ((base.kinds & ~nullKind) != 0)
        add(ProblemClass::Error, "wrong-kind", at,
            '"' + base.path + "\" was only ever " + wordsOf(base.kinds) + " in the trail, which has no member \"" + name + "\".",
            "Check which value is meant.", path);
    return Reading::computed(anyKind);
}

void ConditionCheck::neverSeen(const Reading &base, const std::string &path, const std::string &name, const cel::Expr &at, bool asked)
{
    const std::string times = std::to_string(base.times()) + (base.ofArguments && base.path == "args" ? " calls" : " values");
    std::string reason = '"' + path + "\" was never seen in the trail, in " + times + '.';
    Nearest misspelt(name, Nearest::How::Misspelt);
    Nearest guess(name);
    std::vector<std::string> known;
    for (const ObservedValue *value : base.values) {
        for (const ObservedValue::Member &one : value->members) {
            misspelt.offer(one.name);
            guess.offer(one.name);
            if (std::ranges::find(known, one.name) == known.end())
                known.push_back(one.name);
        }
    }
    std::string remedy = known.empty() ? "Correct the name." : "Correct the name; these were seen: " + listOf(known, 12) + '.';
    if (!guess.name().empty())
        remedy = "Did you mean \"" + guess.name() + "\"?";
    ProblemClass problemClass = ProblemClass::Error;
    if (misspelt.name().empty()) {
        const std::vector<std::string> others = base.path == "args" ? m_readings.toolsWithArgument(name) : std::vector<std::string>();
        if (!others.empty()) {
            problemClass = ProblemClass::Warning;
            reason = '"' + path + "\" was never seen with this clause's tools, in " + times + "; it was with " + listOf(others, 5) + '.';
        } else if (!base.ofEveryTool) {
            problemClass = ProblemClass::Info; // it may be of a tool that was never called
        } else if (asked && (base.times() < enoughToExpect || m_place.starts_with("state."))) {
            problemClass = ProblemClass::Info; // asked for with has(): it may be left out, and facts are recognised so
        }
    }
    add(problemClass, base.ofArguments ? "unknown-argument" : "unknown-member", at, std::move(reason), std::move(remedy), path);
}

Reading ConditionCheck::call(const cel::Expr &e)
{
    if (e.name == "_?_:_") {
        visit(e.children[0]);
        const Reading yes = visit(e.children[1]);
        return eitherOf(yes, visit(e.children[2]));
    }
    std::vector<Reading> parts;
    for (const cel::ExprId child : e.children)
        parts.push_back(visit(child));
    if ((e.name == "_[_]" || e.name == "_[?_]") && parts.size() == 2)
        return index(e, parts[0], parts[1]);
    if (parts.size() == 2 && (e.name == "_==_" || e.name == "_!=_"))
        compare(e, parts[0], parts[1]);
    else if (parts.size() == 2 && isOrdering(e.name))
        order(e, parts[0], parts[1]);
    else if (parts.size() == 2 && isArithmetic(e.name)) {
        arithmetic(e, parts[0], parts[1]);
        sumOfNothing(e, parts);
        return Reading::computed(parts[0].kinds == parts[1].kinds ? parts[0].kinds : anyKind);
    } else if (e.name == "@in" && parts.size() == 2) {
        mustBe(e, parts[1], listKind | objectKind, "is searched with \"in\"");
        const auto list = parts[1].written;
        if (list) {
            for (const cel::ExprId element : m_ast[*list].children)
                checkTexts(parts[0], element);
        } else {
            checkTexts(m_readings.elementOf(parts[1]), e.children[0]);
        }
    } else if (e.member && !parts.empty()) {
        return method(e, parts);
    } else if (e.name == "size" && parts.size() == 1) {
        mustBe(e, parts[0], textKind | listKind | objectKind, "has no size but is measured");
    } else if (e.name == "string" && parts.size() == 1 && parts[0].isObserved() && parts[0].kinds == textKind) {
        return parts[0];
    }
    return Reading::computed(resultOf(e.name));
}

/// A window is often empty, and nothing sums to the whole number 0: added to a decimal it gives no answer.
void ConditionCheck::sumOfNothing(const cel::Expr &e, const std::vector<Reading> &parts)
{
    for (const std::size_t i : {std::size_t{0}, std::size_t{1}}) {
        if (parts[i].role == Stands::Computed && !parts[i].fact.empty() && parts[1 - i].kinds == doubleKind)
            add(ProblemClass::Error, "sum-of-nothing", e, "While nothing lies in the window, \"" + parts[i].path + ".sum()\" is the whole number 0, which cannot be added to a decimal.",
                "Write double(" + parts[i].path + ".sum()).", parts[i].path);
    }
}

Reading ConditionCheck::method(const cel::Expr &e, const std::vector<Reading> &parts)
{
    static const std::set<std::string_view> ofTexts{"startsWith", "endsWith",  "matches", "lowerAscii", "upperAscii",
                                                    "trim",       "substring", "split",   "replace",    "charAt"};
    if (ofTexts.contains(e.name))
        mustBe(e, parts[0], textKind, "is read as a text");
    else if (e.name == "contains")
        mustBe(e, parts[0], textKind | listKind, "is searched with contains()");
    else if (e.name == "size" && parts.size() == 1)
        mustBe(e, parts[0], textKind | listKind | objectKind, "has no size but is measured");
    else if (e.name == "orValue" && parts.size() == 2) {
        Reading value = parts[0]; // what was seen there, or the default, which is no value of the trail
        value.kinds |= parts[1].kinds;
        if (value.role != Stands::Data)
            return Reading::computed(value.kinds);
        return value;
    } else if (e.name == "sum" && parts[0].role == Stands::Window) {
        Reading sum = Reading::computed(anyKind);
        sum.path = parts[0].path; // what is done with it is looked at by sumOfNothing()
        sum.fact = parts[0].fact;
        return sum;
    } else if (e.name == "distinct" || e.name == "sort" || e.name == "reverse" || e.name == "slice") {
        return parts[0];
    }
    return Reading::computed(resultOf(e.name));
}

Reading ConditionCheck::index(const cel::Expr &e, const Reading &base, const Reading &key)
{
    (void)key;
    const cel::Expr &at = m_ast[e.children[1]];
    if (base.role == Stands::Facts)
        return m_readings.valueOf(*m_readings.fact(base.fact), base.path + "[…]");
    if (at.kind == ExprKind::Literal && at.literal.isString()) {
        const std::string name(at.literal.text());
        const bool asked = e.name == "_[?_]" || m_guarded.contains(cel::unparse(m_ast, e.children[0]) + '.' + name);
        return member(base, name, at, asked);
    }
    if (base.role == Stands::Data && (base.kinds & objectKind) == 0)
        return m_readings.elementOf(base);
    if (base.role == Stands::History || base.role == Stands::Tools)
        return m_readings.elementOf(base);
    return Reading::computed(anyKind);
}

Reading ConditionCheck::macro(const cel::Expr &e)
{
    const std::size_t depth = m_scope.size();
    if (e.macro == MacroKind::Block)
        return Reading::computed(anyKind); // written by programs; its slots are not followed
    const Reading range = visit(e.children[0]);
    const bool same = e.macro == MacroKind::Bind || e.macro == MacroKind::OptionalMap || e.macro == MacroKind::OptionalFlatMap;
    if (!same && range.isObserved())
        mustBe(e, range, listKind | objectKind, "is gone through like a list");
    const Reading element = same ? range : m_readings.elementOf(range);
    if (e.variables.size() == 2) {
        m_scope.push_back({e.variables[0], Reading::computed(anyKind)});
        m_scope.push_back({e.variables[1], element});
    } else if (!e.variables.empty()) {
        m_scope.push_back({e.variables[0], element});
    }
    Reading last = Reading::computed(anyKind);
    for (std::size_t i = 1; i < e.children.size(); ++i)
        last = visit(e.children[i]);
    m_scope.resize(depth);
    switch (e.macro) {
    case MacroKind::Bind: return last;
    case MacroKind::Filter: return range;
    case MacroKind::All:
    case MacroKind::Exists:
    case MacroKind::ExistsOne: return Reading::computed(boolKind);
    case MacroKind::Map:
    case MacroKind::TransformList: return Reading::computed(listKind);
    default: return Reading::computed(anyKind);
    }
}

} // namespace mandate
