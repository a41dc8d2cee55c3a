// SPDX-License-Identifier: GPL-3.0-or-later
// Places and values of a condition. What is asked of them is in questions.cpp.
#include "models/pact/exports/translation.h"

#include "models/pact/cel/parser.h"
#include "models/pact/exports/translator.h"

#include <algorithm>
#include <array>

namespace mandate::exports {

namespace {

constexpr std::size_t mostCases = 32;
constexpr std::size_t mostText = 40'000; ///< bytes of the cases' formulas

struct Root
{
    std::string_view name;
    Kind kind;
    bool there;               ///< in every action that can be asked about
    bool session;             ///< beyond the action's own arguments
    std::string_view without; ///< why no engine asked here can say it; empty: it can
};

constexpr std::array roots{
    Root{"args", Kind::Object, true, false, {}},
    Root{"action", Kind::Object, true, true, {}},
    Root{"record", Kind::Object, true, true, {}},
    Root{"state", Kind::Object, true, true, {}},
    Root{"input", Kind::Text, false, true, {}},
    Root{"agent", Kind::Text, true, true, {}},
    Root{"session", Kind::Text, true, true, {}},
    Root{"environment", Kind::Text, true, true, {}},
    Root{"confidence", Kind::Number, false, true, {}},
    Root{"history", Kind::Any, true, true, "it looks at earlier calls of the session"},
    Root{"now", Kind::Any, false, true, "it reads the pact's clock"},
    Root{"proposal", Kind::Any, false, true, "it reads a proposal"},
    Root{"verifier", Kind::Any, false, true, "it reads a second agent's check"},
    Root{"result", Kind::Any, false, true, "it reads what the action returned, which is known only afterwards"},
    Root{"returned", Kind::Any, false, true, "it reads what the action returned, which is known only afterwards"},
};

std::string_view sessionReason(std::string_view root)
{
    if (root == "state")
        return "it reads a fact from earlier results";
    if (root == "record")
        return "it asks which evidence was recorded";
    if (root == "input")
        return "it reads the customer's words";
    if (root == "action")
        return "it reads how the call was made";
    return "it reads more than the action's arguments";
}

} // namespace

std::string_view nameOf(Kind kind)
{
    static constexpr std::array<std::string_view, 7> names{"any", "text", "number", "truth", "list of texts", "object", "countable"};
    return names[static_cast<std::size_t>(kind)];
}

Known Translator::refuse(cel::ExprId id, std::string_view why)
{
    if (reason.empty()) {
        std::string source = cel::unparse(m_ast, id);
        if (source.size() > 100) {
            std::size_t end = 97;
            while (end > 0 && (static_cast<unsigned char>(source[end]) & 0xC0U) == 0x80U)
                --end;
            source.resize(end);
            source += "...";
        }
        reason = std::string(why) + ": " + source;
    }
    return {};
}

bool Translator::require(const Term &term, Kind kind, bool nullFits)
{
    if (term.kind != Term::Kind::Place)
        return true;
    Place &place = places.try_emplace(term.path.name, Place{term.path, Kind::Any, true}).first->second;
    place.nullFits &= nullFits;
    if (kind == Kind::Any || place.kind == kind)
        return true;
    const bool narrows = place.kind == Kind::Any || (place.kind == Kind::Countable && (kind == Kind::Text || kind == Kind::TextList));
    const bool fits = kind == Kind::Countable && (place.kind == Kind::Text || place.kind == Kind::TextList || place.kind == Kind::Object);
    if (!narrows && !fits) {
        if (reason.empty())
            reason = "it uses " + term.path.name + " as " + std::string(nameOf(place.kind)) + " and as " + std::string(nameOf(kind));
        return false;
    }
    if (narrows)
        place.kind = kind;
    return true;
}

bool Translator::alwaysThere(const Path &path) const
{
    if (path.steps.empty()) {
        const auto root = std::find_if(roots.begin(), roots.end(), [&](const Root &r) { return r.name == path.root; });
        return root != roots.end() && root->there;
    }
    if (path.steps.size() != 1)
        return false;
    if (path.root == "action" || path.root == "record")
        return true;
    return path.root == "state" && std::any_of(m_pact.state.begin(), m_pact.state.end(),
                                               [&](const StateFact &fact) { return fact.fact == path.steps[0].key && !fact.key.empty(); });
}

bool Translator::neverNull(const Path &path) const
{
    return path.steps.empty() || alwaysThere(path);
}

Formula Translator::defined(const Path &path) const
{
    if (alwaysThere(path))
        return Formula::always();
    Term term;
    term.kind = Term::Kind::Place;
    term.path = path;
    return Formula::ask({Test::Defined, term, {}, {}});
}

Formula Translator::isNull(const Term &term) const
{
    if (term.kind == Term::Kind::Null)
        return Formula::always();
    if (term.kind != Term::Kind::Place || neverNull(term.path))
        return Formula::never();
    return Formula::ask({Test::IsNull, term, {}, {}});
}

Known Translator::identifier(const cel::Expr &e)
{
    const auto root = std::find_if(roots.begin(), roots.end(), [&](const Root &r) { return r.name == e.name; });
    const auto leave = [&](std::string_view why) {
        if (reason.empty())
            reason = std::string(why) + " (" + e.name + ')';
        return Known{};
    };
    if (root == roots.end())
        return leave("a name that is no place of an action");
    if (!root->without.empty())
        return leave(root->without);
    if (root->session && !m_ability.session)
        return leave(std::string(sessionReason(e.name)) + ", and " + std::string(m_ability.engine) + " is asked about the arguments alone");
    Term term;
    term.kind = Term::Kind::Place;
    term.path.root = e.name;
    term.path.name = e.name;
    if (root->kind != Kind::Object)
        require(term, root->kind);
    const Formula when = defined(term.path);
    return {{{when, std::move(term)}}, false, {}};
}

void Translator::explain(cel::ExprId id)
{
    const cel::Expr &e = m_ast[id];
    const auto root = std::find_if(roots.begin(), roots.end(), [&](const Root &r) { return r.name == e.name; });
    if (e.kind == cel::ExprKind::Ident && root != roots.end())
        identifier(e);
    for (const cel::ExprId child : e.children)
        explain(child);
}

Known Translator::select(cel::ExprId id, const Known &base, const Step &step, bool optional)
{
    Known out;
    out.optional = optional;
    if (base.optional)
        return refuse(id, "an optional of an optional is not said in other words");
    for (const Case &from : base.cases) {
        if (from.term.kind != Term::Kind::Place)
            return refuse(id, "it looks into a value that is no place of the action");
        if (!from.term.path.steps.empty() && !step.by && !step.index)
            require(from.term, Kind::Object);
        else if (!from.term.path.steps.empty())
            require(from.term, Kind::Any);
        const Formula open = from.when && !isNull(from.term);
        Term term;
        term.kind = Term::Kind::Place;
        term.path = from.term.path.then(step);
        const Formula there = defined(term.path);
        out.cases.push_back({open && there, term});
        out.none = out.none || (open && !there);
    }
    return out;
}

Known Translator::index(cel::ExprId id)
{
    const cel::Expr &e = m_ast[id];
    const bool optional = e.name == "_[?_]";
    const cel::Expr &key = m_ast[e.children[1]];
    const Known base = value(e.children[0]);
    if (key.kind == cel::ExprKind::Literal && key.literal.isString())
        return select(id, base, {std::string(key.literal.text()), {}, {}}, optional);
    if (!m_ability.session)
        return refuse(id, "it looks up an entry by something that is written in the action");
    if (key.kind == cel::ExprKind::Literal && key.literal.is(ValueKind::Int) && key.literal.asInt() >= 0 && key.literal.asInt() < 1'000'000)
        return select(id, base, {{}, static_cast<std::uint32_t>(key.literal.asInt()), {}}, optional);
    const Known by = value(e.children[1]);
    if (by.optional || by.cases.size() != 1 || by.cases[0].term.kind != Term::Kind::Place)
        return refuse(id, "it looks up an entry by something that is not one place of the action");
    require(by.cases[0].term, Kind::Text, false);
    Known guarded = base;
    for (Case &from : guarded.cases)
        from.when = by.cases[0].when && from.when;
    return select(id, guarded, {{}, {}, std::make_shared<const Path>(by.cases[0].term.path)}, optional);
}

Known Translator::orValue(cel::ExprId id)
{
    const cel::Expr &e = m_ast[id];
    const Known base = value(e.children[0]);
    const Known other = value(e.children[1]);
    if (!base.optional || other.optional)
        return refuse(id, "orValue of something that is not said in other words");
    Known out{base.cases, false, {}};
    for (const Case &c : other.cases)
        out.cases.push_back({base.none && c.when, c.term});
    return out;
}

Known Translator::converted(cel::ExprId id, Kind kind)
{
    Known out = value(m_ast[id].children[0]);
    if (out.optional)
        return refuse(id, "a conversion of an optional");
    for (Case &c : out.cases) {
        const bool fits = c.term.kind == Term::Kind::Place ||
                          (kind == Kind::Text ? c.term.kind == Term::Kind::Text : c.term.kind == Term::Kind::Number) ||
                          (kind == Kind::Number && c.term.kind == Term::Kind::Size);
        if (!fits)
            return refuse(id, "a conversion that is not said in other words");
        require(c.term, kind);
        c.when = c.when && !isNull(c.term); // double(null) and string(null) are errors
    }
    return out;
}

Known Translator::size(cel::ExprId id)
{
    const cel::Expr &e = m_ast[id];
    explain(id);
    if (!m_ability.counts)
        return refuse(id, "it counts, which " + std::string(m_ability.engine) + " cannot");
    Known out = value(e.children[0]);
    if (out.optional)
        return refuse(id, "a size of an optional");
    for (Case &c : out.cases) {
        if (c.term.kind != Term::Kind::Place)
            return refuse(id, "a size of something that is no place of the action");
        require(c.term, Kind::Countable);
        c.when = c.when && !isNull(c.term);
        c.term.kind = Term::Kind::Size;
    }
    return out;
}

Known Translator::value(cel::ExprId id)
{
    Known out = valueOf(id);
    std::size_t text = out.none.name().size();
    for (const Case &c : out.cases)
        text += c.when.name().size();
    return out.cases.size() > mostCases || text > mostText ? refuse(id, "its cases are too many to write down") : out;
}

Known Translator::valueOf(cel::ExprId id)
{
    const cel::Expr &e = m_ast[id];
    if (!reason.empty())
        return {};
    switch (e.kind) {
    case cel::ExprKind::Literal: {
        Term term;
        const Value &v = e.literal;
        if (v.isString())
            term = {Term::Kind::Text, {}, std::string(v.text()), 0, false};
        else if (v.is(ValueKind::Bool))
            term = {Term::Kind::Truth, {}, {}, 0, v.asBool()};
        else if (v.is(ValueKind::Double) || (v.is(ValueKind::Int) && v.asInt() < (1LL << 53) && v.asInt() > -(1LL << 53)))
            term = {Term::Kind::Number, {}, {}, v.is(ValueKind::Double) ? v.asDouble() : static_cast<double>(v.asInt()), false};
        else if (!v.isNull())
            return refuse(id, "a constant of a kind that is not said in other words");
        return {{{Formula::always(), std::move(term)}}, false, {}};
    }
    case cel::ExprKind::Ident: return identifier(e);
    case cel::ExprKind::Select:
        if (!e.testOnly)
            return select(id, value(e.children[0]), {e.name, {}, {}}, e.optional);
        break;
    case cel::ExprKind::Call:
        if (!e.member && (e.name == "_[_]" || e.name == "_[?_]") && e.children.size() == 2)
            return index(id);
        if (e.member && e.name == "orValue" && e.children.size() == 2)
            return orValue(id);
        if (!e.member && (e.name == "double" || e.name == "string") && e.children.size() == 1)
            return converted(id, e.name == "double" ? Kind::Number : Kind::Text);
        if (e.name == "size" && e.children.size() == 1)
            return size(id);
        if (e.name == "_?_:_" && e.children.size() == 3) {
            const Truth condition = truth(e.children[0]);
            const Known yes = value(e.children[1]);
            const Known no = value(e.children[2]);
            if (yes.optional || no.optional)
                return refuse(id, "a choice between optionals");
            Known out;
            for (const Case &c : yes.cases)
                out.cases.push_back({condition.yes && c.when, c.term});
            for (const Case &c : no.cases)
                out.cases.push_back({condition.no && c.when, c.term});
            return out;
        }
        break;
    case cel::ExprKind::List:
    case cel::ExprKind::Map:
    case cel::ExprKind::Macro: break;
    }
    explain(id);
    return refuse(id, "it computes with what " + std::string(m_ability.engine) + " cannot be given exactly");
}

Translated translate(const Clause &clause, const PactDocument &pact, const Ability &ability)
{
    Translated out;
    const auto refuse = [&](std::string why) {
        out.reason = std::move(why);
        return out;
    };
    if (clause.afterResult)
        return refuse("it looks at what the action returned, so it is known only when the action has run");
    const auto ast = cel::parse(clause.when);
    if (!ast)
        return refuse("its condition does not parse");
    Translator translator(*ast, pact, ability);
    const Truth truth = translator.truth(ast->root());
    if (!translator.reason.empty())
        return refuse(translator.reason);
    out.yes = truth.yes.simplified();
    out.no = truth.no.simplified();
    out.places = std::move(translator.places);
    return out;
}

} // namespace mandate::exports
