// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/exports/rego_words.h"

#include "models/pact/exports/writing.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace mandate::exports {

namespace {

constexpr std::size_t mostBodies = 48;

bool isRegoName(std::string_view text)
{
    static constexpr std::array<std::string_view, 15> reserved{"as",     "contains", "data",  "default", "else", "every",   "false", "if",
                                                               "import", "in",       "input", "not",     "null", "package", "some"};
    static constexpr std::array<std::string_view, 2> alsoReserved{"true", "with"};
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    return !text.empty() && letter(text[0]) && std::all_of(text.begin(), text.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9'); }) &&
           std::find(reserved.begin(), reserved.end(), text) == reserved.end() &&
           std::find(alsoReserved.begin(), alsoReserved.end(), text) == alsoReserved.end();
}

std::string regoPlace(const Path &path, std::size_t steps, const RegoRoots &roots)
{
    std::string out = roots.at(path.root);
    for (std::size_t i = 0; i < steps; ++i) {
        const Step &step = path.steps[i];
        if (step.by)
            out += '[' + regoPlace(*step.by, step.by->steps.size(), roots) + ']';
        else if (step.index)
            out += '[' + std::to_string(*step.index) + ']';
        else
            out += isRegoName(step.key) ? '.' + step.key : '[' + jsonText(step.key) + ']';
    }
    return out;
}

std::string regoTerm(const Term &term, const RegoRoots &roots)
{
    switch (term.kind) {
    case Term::Kind::Place: return regoPlace(term.path, term.path.steps.size(), roots);
    case Term::Kind::Size: return "count(" + regoPlace(term.path, term.path.steps.size(), roots) + ')';
    default: return term.name();
    }
}

std::string regoDefined(const Path &path, bool wanted, const RegoRoots &roots)
{
    if (path.steps.empty()) { // a variable: a member of what its name is written under
        const std::string &name = roots.at(path.root);
        const std::size_t dot = name.rfind('.');
        return (wanted ? "" : "not ") + jsonText(name.substr(dot + 1)) + " in object.keys(" + name.substr(0, dot) + ')';
    }
    const std::string base = regoPlace(path, path.steps.size() - 1, roots);
    const Step &step = path.steps.back();
    if (step.index)
        return "count(" + base + (wanted ? ") > " : ") <= ") + std::to_string(*step.index);
    const std::string key = step.by ? regoPlace(*step.by, step.by->steps.size(), roots) : jsonText(step.key);
    return (wanted ? "" : "not ") + key + " in object.keys(" + base + ')';
}

std::string regoQuestion(const Atom &atom, bool wanted, const RegoRoots &roots)
{
    const std::string no = wanted ? "" : "not ";
    if (atom.test == Test::Defined)
        return regoDefined(atom.a.path, wanted, roots);
    const std::string a = regoTerm(atom.a, roots);
    switch (atom.test) {
    case Test::IsNull: return a + (wanted ? " == null" : " != null");
    case Test::Holds: return a + (wanted ? " == true" : " == false");
    case Test::Equal: return a + (wanted ? " == " : " != ") + regoTerm(atom.b, roots);
    case Test::Less:
        if (atom.a.isConstant())
            return regoTerm(atom.b, roots) + (wanted ? " > " : " <= ") + a;
        return a + (wanted ? " < " : " >= ") + regoTerm(atom.b, roots);
    case Test::Among: {
        std::string list;
        for (const Term &item : atom.among)
            list += (list.empty() ? "" : ", ") + regoTerm(item, roots);
        return no + a + " in {" + list + '}';
    }
    case Test::HasElement: return no + regoTerm(atom.b, roots) + " in " + a;
    case Test::StartsWith: return no + "startswith(" + a + ", " + jsonText(atom.b.text) + ')';
    case Test::EndsWith: return no + "endswith(" + a + ", " + jsonText(atom.b.text) + ')';
    case Test::Contains: return no + "contains(" + a + ", " + jsonText(atom.b.text) + ')';
    case Test::Matches: return no + "regex.match(" + jsonText(atom.b.text) + ", " + a + ')';
    case Test::Defined: break;
    }
    assert(false);
    return "false";
}

} // namespace

std::optional<std::vector<std::vector<std::string>>> regoBodies(const Formula &formula, const RegoRoots &roots)
{
    using Bodies = std::vector<std::vector<std::string>>;
    switch (formula.kind()) {
    case Formula::Kind::Never: return Bodies{};
    case Formula::Kind::Always: return Bodies{{}};
    case Formula::Kind::Ask: return Bodies{{regoQuestion(formula.atom(), true, roots)}};
    case Formula::Kind::AskNot: return Bodies{{regoQuestion(formula.atom(), false, roots)}};
    case Formula::Kind::All:
    case Formula::Kind::Any: break;
    }
    const bool all = formula.kind() == Formula::Kind::All;
    Bodies out;
    if (all)
        out.emplace_back();
    for (const Formula &part : formula.parts()) {
        const auto more = regoBodies(part, roots);
        if (!more || more->size() > mostBodies || (all && out.size() * more->size() > mostBodies) || (!all && out.size() + more->size() > mostBodies))
            return std::nullopt;
        if (!all) {
            out.insert(out.end(), more->begin(), more->end());
            continue;
        }
        Bodies joined;
        for (const auto &before : out) {
            for (const auto &after : *more) {
                std::vector<std::string> body = before;
                for (const std::string &line : after) {
                    if (std::find(body.begin(), body.end(), line) == body.end())
                        body.push_back(line);
                }
                joined.push_back(std::move(body));
            }
        }
        out = std::move(joined);
    }
    return out;
}

std::vector<std::vector<std::string>> regoMisfits(const Place &place, const RegoRoots &roots)
{
    const std::string at = regoPlace(place.path, place.path.steps.size(), roots);
    std::vector<std::vector<std::string>> out;
    if (!place.nullFits)
        out.push_back({at + " == null"});
    const auto unless = [&](std::vector<std::string> tests) {
        tests.insert(tests.begin(), at + " != null");
        out.push_back(std::move(tests));
    };
    switch (place.kind) {
    case Kind::Any: break;
    case Kind::Text: unless({"not is_string(" + at + ')'}); break;
    case Kind::Number: unless({"not is_number(" + at + ')'}); break;
    case Kind::Truth: unless({"not is_boolean(" + at + ')'}); break;
    case Kind::Object: unless({"not is_object(" + at + ')'}); break;
    case Kind::Countable: unless({"not is_string(" + at + ')', "not is_array(" + at + ')', "not is_object(" + at + ')'}); break;
    case Kind::TextList:
        unless({"not is_array(" + at + ')'});
        out.push_back({"is_array(" + at + ')', "some element in " + at, "not is_string(element)"});
        break;
    }
    return out;
}

std::string regoName(std::string_view text)
{
    std::string out;
    for (const char c : text)
        out += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ? c : '_';
    return isRegoName(out) ? out : "pact_" + out;
}

std::string regoToolTest(const std::vector<std::string> &tools, const std::string &tool)
{
    if (tools.empty())
        return {};
    if (std::none_of(tools.begin(), tools.end(), [](const std::string &t) { return t.find('*') != std::string::npos; })) {
        std::string list;
        for (const std::string &name : tools)
            list += (list.empty() ? "" : ", ") + jsonText(name);
        return tool + " in {" + list + '}';
    }
    std::string pattern;
    for (const std::string &name : tools) {
        pattern += pattern.empty() ? "" : "|";
        for (const char c : name) {
            if (c == '*')
                pattern += ".*";
            else if (std::string_view("\\.+?()[]{}|^$").find(c) != std::string_view::npos)
                pattern += std::string("\\") + c;
            else
                pattern += c;
        }
    }
    return "regex.match(" + jsonText("^(?s:" + pattern + ")$") + ", " + tool + ')';
}

} // namespace mandate::exports
