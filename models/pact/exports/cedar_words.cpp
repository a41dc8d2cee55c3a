// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/exports/cedar_words.h"

#include "models/pact/exports/writing.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>

namespace mandate::exports {

namespace {

void appendEscaped(std::string &out, std::string_view text)
{
    for (const char c : text) {
        const auto octet = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (octet < 0x20 || octet == 0x7F) {
            std::array<char, 4> digits{};
            const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), static_cast<unsigned>(octet), 16).ptr;
            out += "\\u{" + std::string(digits.data(), end) + '}';
        } else {
            out += c; // UTF-8 stands for itself
        }
    }
}

std::string place(const Path &path, std::size_t steps)
{
    assert(path.root == "args");
    std::string out = "context.input";
    for (std::size_t i = 0; i < steps; ++i) {
        const std::string &key = path.steps[i].key;
        out += isCedarName(key) ? '.' + key : '[' + cedarText(key) + ']';
    }
    return out;
}

std::string term(const Term &t, int scale)
{
    switch (t.kind) {
    case Term::Kind::Place: return place(t.path, t.path.steps.size());
    case Term::Kind::Text: return cedarText(t.text);
    case Term::Kind::Number: return std::to_string(unitsOf(t.number, scale).value_or(0));
    case Term::Kind::Truth: return t.truth ? "true" : "false";
    case Term::Kind::Size:
    case Term::Kind::Null: break;
    }
    assert(false);
    return "false";
}

std::string negated(std::string text, bool wanted)
{
    return wanted ? text : "!(" + std::move(text) + ')';
}

std::string question(const Atom &atom, bool wanted, int scale)
{
    const std::string a = term(atom.a, scale);
    switch (atom.test) {
    case Test::Defined: {
        const Path &path = atom.a.path;
        const std::string &key = path.steps.back().key;
        return negated(place(path, path.steps.size() - 1) + " has " + (isCedarName(key) ? key : cedarText(key)), wanted);
    }
    case Test::Holds: return (wanted ? "" : "!") + a;
    case Test::Equal: return a + (wanted ? " == " : " != ") + term(atom.b, scale);
    case Test::Less:
        if (atom.a.isConstant())
            return term(atom.b, scale) + (wanted ? " > " : " <= ") + a;
        return a + (wanted ? " < " : " >= ") + term(atom.b, scale);
    case Test::Among: {
        std::string list;
        for (const Term &item : atom.among)
            list += (list.empty() ? "" : ", ") + term(item, scale);
        return (wanted ? "[" : "![") + list + "].contains(" + a + ')';
    }
    case Test::HasElement: return (wanted ? "" : "!") + a + ".contains(" + term(atom.b, scale) + ')';
    case Test::StartsWith: return negated(a + " like " + cedarPattern(atom.b.text, false, true), wanted);
    case Test::EndsWith: return negated(a + " like " + cedarPattern(atom.b.text, true, false), wanted);
    case Test::Contains: return negated(a + " like " + cedarPattern(atom.b.text, true, true), wanted);
    case Test::IsNull:
    case Test::Matches: break;
    }
    assert(false);
    return "false";
}

} // namespace

bool isCedarName(std::string_view text)
{
    static constexpr std::array<std::string_view, 10> reserved{"true", "false", "if", "then", "else", "in", "is", "like", "has", "__cedar"};
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    return !text.empty() && letter(text[0]) && std::all_of(text.begin(), text.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9'); }) &&
           std::find(reserved.begin(), reserved.end(), text) == reserved.end();
}

std::string cedarText(std::string_view text)
{
    std::string out = "\"";
    appendEscaped(out, text);
    return out + '"';
}

std::string cedarPattern(std::string_view text, bool before, bool after)
{
    std::string out = before ? "\"*" : "\"";
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t star = std::min(text.find('*', at), text.size());
        appendEscaped(out, text.substr(at, star - at));
        if (star < text.size())
            out += "\\*";
        at = star + 1;
    }
    return out + (after ? "*\"" : "\"");
}

std::string cedarCondition(const Formula &formula, int scale)
{
    switch (formula.kind()) {
    case Formula::Kind::Never: return "false";
    case Formula::Kind::Always: return "true";
    case Formula::Kind::Ask: return question(formula.atom(), true, scale);
    case Formula::Kind::AskNot: return question(formula.atom(), false, scale);
    case Formula::Kind::All:
    case Formula::Kind::Any: break;
    }
    const bool all = formula.kind() == Formula::Kind::All;
    std::string out;
    for (const Formula &part : formula.parts()) {
        const bool group = part.kind() == (all ? Formula::Kind::Any : Formula::Kind::All);
        out += out.empty() ? "" : all ? " && " : " || ";
        out += group ? '(' + cedarCondition(part, scale) + ')' : cedarCondition(part, scale);
    }
    return out;
}

} // namespace mandate::exports
