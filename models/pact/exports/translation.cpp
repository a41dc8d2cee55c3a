// SPDX-License-Identifier: GPL-3.0-or-later
// Values of a condition. Places are in places.cpp, what is asked of values in questions.cpp and memberships.cpp.
#include "models/pact/exports/translation.h"

#include "models/pact/cel/parser.h"
#include "models/pact/exports/translator.h"

#include <array>

namespace mandate::exports {

namespace {

constexpr std::size_t mostCases = 32;
constexpr std::size_t mostText = 40'000; ///< bytes of the cases' formulas

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
