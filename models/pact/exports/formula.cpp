// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/exports/formula.h"

#include "models/base/canonical_json.h"

#include <algorithm>

namespace mandate::exports {

namespace {

constexpr std::size_t mostTried = 12; ///< questions: 4,096 rows

std::string inQuotes(const std::string &text)
{
    std::string out;
    appendCanonicalString(out, text);
    return out;
}

/// Calls `row` with every answer to the questions that can be: what is null or has members is there. False as soon as `row` is, or when there
/// are too many questions.
bool everyRow(const std::map<std::string, Atom> &atoms, const std::function<bool(const std::map<std::string, bool> &)> &row)
{
    if (atoms.size() > mostTried)
        return false;
    std::vector<std::string> names;
    for (const auto &[name, atom] : atoms)
        names.push_back(name);
    for (std::uint32_t bits = 0; bits < (1U << names.size()); ++bits) {
        std::map<std::string, bool> answers;
        for (std::size_t i = 0; i < names.size(); ++i)
            answers[names[i]] = (bits >> i & 1U) != 0;
        bool possible = true;
        for (const auto &[name, atom] : atoms) {
            if (atom.test != Test::IsNull || !answers[name])
                continue;
            const auto there = answers.find(Atom{Test::Defined, atom.a, {}, {}}.name());
            possible &= there == answers.end() || there->second;
        }
        if (possible && !row(answers))
            return false;
    }
    return true;
}

} // namespace

Path Path::then(Step step) const
{
    Path path = *this;
    if (step.by)
        path.name += '[' + step.by->name + ']';
    else if (step.index)
        path.name += '[' + std::to_string(*step.index) + ']';
    else
        path.name += std::all_of(step.key.begin(), step.key.end(), [](unsigned char c) { return std::isalnum(c) || c == '_'; })
                         ? '.' + step.key
                         : '[' + inQuotes(step.key) + ']';
    path.steps.push_back(std::move(step));
    return path;
}

std::string Term::name() const
{
    switch (kind) {
    case Kind::Place: return path.name;
    case Kind::Size: return "size(" + path.name + ')';
    case Kind::Text: return inQuotes(text);
    case Kind::Number: {
        std::string out;
        appendCanonicalNumber(out, number);
        return out;
    }
    case Kind::Truth: return truth ? "true" : "false";
    case Kind::Null: break;
    }
    return "null";
}

std::string Atom::name() const
{
    std::string out = std::to_string(static_cast<int>(test)) + ' ' + a.name() + ' ' + b.name();
    for (const Term &term : among)
        out += ' ' + term.name();
    return out;
}

Formula Formula::always()
{
    Formula f;
    f.m_kind = Kind::Always;
    f.m_name = "always";
    return f;
}

Formula Formula::literal(std::shared_ptr<const Atom> atom, bool wanted)
{
    Formula f;
    f.m_kind = wanted ? Kind::Ask : Kind::AskNot;
    f.m_atom = std::move(atom);
    f.rename();
    return f;
}

Formula Formula::ask(Atom atom)
{
    return literal(std::make_shared<const Atom>(std::move(atom)), true);
}

void Formula::rename()
{
    if (m_kind == Kind::Ask || m_kind == Kind::AskNot) {
        m_name = (m_kind == Kind::AskNot ? "!" : "") + m_atom->name();
        return;
    }
    m_name = m_kind == Kind::All ? "all(" : "any(";
    for (const Formula &part : m_parts)
        m_name += part.m_name + ';';
    m_name += ')';
}

Formula Formula::joined(Kind kind, const Formula &a, const Formula &b)
{
    const Kind neutral = kind == Kind::All ? Kind::Always : Kind::Never;
    const Kind absorbing = kind == Kind::All ? Kind::Never : Kind::Always;
    if (a.m_kind == neutral || b.m_kind == absorbing)
        return b;
    if (b.m_kind == neutral || a.m_kind == absorbing)
        return a;
    Formula f;
    f.m_kind = kind;
    for (const Formula *side : {&a, &b}) {
        const std::vector<Formula> alone{*side};
        for (const Formula &part : side->m_kind == kind ? side->m_parts : alone) {
            if (std::none_of(f.m_parts.begin(), f.m_parts.end(), [&](const Formula &known) { return known.m_name == part.m_name; }))
                f.m_parts.push_back(part);
        }
    }
    if (f.m_parts.size() == 1)
        return Formula(f.m_parts[0]);
    f.rename();
    return f;
}

Formula operator!(const Formula &f)
{
    switch (f.m_kind) {
    case Formula::Kind::Never: return Formula::always();
    case Formula::Kind::Always: return Formula::never();
    case Formula::Kind::Ask: return Formula::literal(f.m_atom, false);
    case Formula::Kind::AskNot: return Formula::literal(f.m_atom, true);
    case Formula::Kind::All:
    case Formula::Kind::Any: break;
    }
    const bool all = f.m_kind == Formula::Kind::All;
    Formula out = all ? Formula::never() : Formula::always();
    for (const Formula &part : f.m_parts)
        out = all ? out || !part : out && !part;
    return out;
}

Formula Formula::assuming(std::map<std::string, bool> &known) const
{
    switch (m_kind) {
    case Kind::Never:
    case Kind::Always: return *this;
    case Kind::Ask:
    case Kind::AskNot: {
        const auto [answer, fresh] = known.emplace(m_atom->name(), m_kind == Kind::Ask);
        if (fresh)
            return *this;
        return answer->second == (m_kind == Kind::Ask) ? always() : never();
    }
    case Kind::All: {
        Formula out = always();
        for (const Formula &part : m_parts)
            out = out && part.assuming(known);
        return out;
    }
    case Kind::Any: break;
    }
    Formula out = never();
    for (const Formula &part : m_parts) {
        std::map<std::string, bool> inside = known; // what one alternative assumes is nothing to the next
        out = out || part.assuming(inside);
    }
    return out;
}

Formula Formula::simplified() const
{
    std::map<std::string, bool> known;
    return assuming(known);
}

Formula Formula::with(const std::map<std::string, bool> &answers) const
{
    switch (m_kind) {
    case Kind::Never:
    case Kind::Always: return *this;
    case Kind::Ask:
    case Kind::AskNot: {
        const auto found = answers.find(m_atom->name());
        if (found == answers.end())
            return *this;
        return found->second == (m_kind == Kind::Ask) ? always() : never();
    }
    case Kind::All:
    case Kind::Any: break;
    }
    Formula out = m_kind == Kind::All ? always() : never();
    for (const Formula &part : m_parts)
        out = m_kind == Kind::All ? out && part.with(answers) : out || part.with(answers);
    return out;
}

void Formula::collect(std::map<std::string, Atom> &found) const
{
    if (m_atom)
        found.emplace(m_atom->name(), *m_atom);
    for (const Formula &part : m_parts)
        part.collect(found);
}

std::map<std::string, Atom> Formula::atoms() const
{
    std::map<std::string, Atom> found;
    collect(found);
    return found;
}

bool Formula::evaluate(const std::map<std::string, bool> &answers) const
{
    switch (m_kind) {
    case Kind::Never: return false;
    case Kind::Always: return true;
    case Kind::Ask: return answers.at(m_atom->name());
    case Kind::AskNot: return !answers.at(m_atom->name());
    case Kind::All: return std::all_of(m_parts.begin(), m_parts.end(), [&](const Formula &part) { return part.evaluate(answers); });
    case Kind::Any: break;
    }
    return std::any_of(m_parts.begin(), m_parts.end(), [&](const Formula &part) { return part.evaluate(answers); });
}

bool alwaysOne(const Formula &yes, const Formula &no)
{
    std::map<std::string, Atom> atoms = yes.atoms();
    atoms.merge(no.atoms());
    return everyRow(atoms, [&](const auto &answers) { return yes.evaluate(answers) || no.evaluate(answers); });
}

bool sameWhen(const Formula &formula, const std::map<std::string, bool> &first, const std::map<std::string, bool> &second)
{
    const Formula a = formula.with(first);
    const Formula b = formula.with(second);
    if (a.name() == b.name())
        return true;
    std::map<std::string, Atom> atoms = a.atoms();
    atoms.merge(b.atoms());
    return everyRow(atoms, [&](const auto &answers) { return a.evaluate(answers) == b.evaluate(answers); });
}

} // namespace mandate::exports
