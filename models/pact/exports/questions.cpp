// SPDX-License-Identifier: GPL-3.0-or-later
// What a condition asks: yes and no of operators and functions. CEL's own rules for errors: "no && error" is no, "yes || error" is yes.
#include "models/pact/exports/translator.h"

#include <algorithm>
#include <cmath>

namespace mandate::exports {

namespace {

constexpr std::size_t longestFormula = 40'000; ///< bytes of a formula's name: choices within choices multiply

} // namespace

Truth known(bool answer)
{
    return answer ? Truth{Formula::always(), {}} : Truth{{}, Formula::always()};
}

Truth opposite(Truth t)
{
    std::swap(t.yes, t.no);
    return t;
}

Truth asked(Atom atom)
{
    const Formula f = Formula::ask(std::move(atom));
    return {f, !f};
}

std::optional<Kind> kindOf(const Term &constant)
{
    switch (constant.kind) {
    case Term::Kind::Text: return Kind::Text;
    case Term::Kind::Number:
    case Term::Kind::Size: return Kind::Number;
    case Term::Kind::Truth: return Kind::Truth;
    case Term::Kind::Null:
    case Term::Kind::Place: break;
    }
    return std::nullopt;
}

Truth Translator::refused(cel::ExprId id, std::string_view why)
{
    refuse(id, why);
    return {};
}

std::optional<Truth> Translator::logic(const cel::Expr &e)
{
    if (e.kind != cel::ExprKind::Call || e.member)
        return std::nullopt;
    if (e.name == "!_")
        return opposite(truth(e.children[0]));
    if (e.name == "_&&_" || e.name == "_||_") {
        const bool all = e.name == "_&&_";
        Truth out = known(all);
        for (const cel::ExprId child : e.children) {
            const Truth part = truth(child);
            out = all ? Truth{out.yes && part.yes, out.no || part.no} : Truth{out.yes || part.yes, out.no && part.no};
        }
        return out;
    }
    if (e.name == "_?_:_") {
        const Truth condition = truth(e.children[0]);
        const Truth yes = truth(e.children[1]);
        const Truth no = truth(e.children[2]);
        return Truth{(condition.yes && yes.yes) || (condition.no && no.yes), (condition.yes && yes.no) || (condition.no && no.no)};
    }
    return std::nullopt;
}

Truth Translator::truth(cel::ExprId id)
{
    Truth out = ask(id);
    if (out.yes.name().size() + out.no.name().size() > longestFormula)
        return refused(id, "its cases are too many to write down");
    return out;
}

Truth Translator::ask(cel::ExprId id)
{
    const cel::Expr &e = m_ast[id];
    if (!reason.empty())
        return {};
    if (auto answer = logic(e))
        return *std::move(answer);
    if (e.kind == cel::ExprKind::Select && e.testOnly)
        return has(e);
    if (e.kind == cel::ExprKind::Call && !e.member && e.children.size() == 2) {
        if (e.name == "_==_" || e.name == "_!=_")
            return compare(id, true, false, e.name == "_!=_");
        if (e.name == "_<_" || e.name == "_>=_") // a >= b is no a < b
            return compare(id, false, false, e.name == "_>=_");
        if (e.name == "_>_" || e.name == "_<=_")
            return compare(id, false, true, e.name == "_<=_");
        if (e.name == "@in")
            return membership(id);
    }
    if (e.kind == cel::ExprKind::Call && e.member) {
        if (e.name == "hasValue" && e.children.size() == 1) {
            const Known optional = value(e.children[0]);
            if (!optional.optional)
                return refused(id, "hasValue of something that is not said in other words");
            Truth out{{}, optional.none};
            for (const Case &c : optional.cases)
                out.yes = out.yes || c.when;
            return out;
        }
        if (e.children.size() == 2) {
            if (e.name == "startsWith")
                return textTest(id, Test::StartsWith);
            if (e.name == "endsWith")
                return textTest(id, Test::EndsWith);
            if (e.name == "contains")
                return textTest(id, Test::Contains);
            if (e.name == "matches")
                return textTest(id, Test::Matches);
        }
    }
    return boolean(id);
}

Truth Translator::boolean(cel::ExprId id)
{
    const Known x = value(id);
    if (x.optional)
        return refused(id, "an optional as a condition");
    Truth out;
    for (const Case &c : x.cases) {
        if (c.term.kind == Term::Kind::Truth) {
            (c.term.truth ? out.yes : out.no) = (c.term.truth ? out.yes : out.no) || c.when;
            continue;
        }
        if (c.term.kind != Term::Kind::Place)
            return refused(id, "a condition that gives no yes or no");
        require(c.term, Kind::Truth);
        const Truth holds = asked({Test::Holds, c.term, {}, {}});
        const Formula open = c.when && !isNull(c.term);
        out = {out.yes || (open && holds.yes), out.no || (open && holds.no)};
    }
    return out;
}

Truth Translator::has(const cel::Expr &e)
{
    const Known base = value(e.children[0]);
    Truth out;
    if (base.optional && reason.empty())
        return refused(e.children[0], "has() of an optional");
    for (const Case &from : base.cases) {
        if (from.term.kind != Term::Kind::Place)
            return refused(e.children[0], "has() of something that is no place of the action");
        if (!from.term.path.steps.empty())
            require(from.term, Kind::Object);
        const Formula open = from.when && !isNull(from.term);
        Term member;
        member.kind = Term::Kind::Place;
        member.path = from.term.path.then({e.name, {}, {}});
        require(member, Kind::Any);
        const Formula there = defined(member.path);
        out = {out.yes || (open && there), out.no || (open && !there)};
    }
    return out;
}

Truth Translator::equal(const Term &a, const Term &b)
{
    if (a.isConstant() && b.isConstant())
        return known(a.kind == b.kind && a.name() == b.name());
    if (a.isConstant())
        return equal(b, a);
    if (b.kind == Term::Kind::Null) {
        require(a, Kind::Any);
        const Formula null = isNull(a);
        return {null, !null};
    }
    const auto kind = kindOf(b.isConstant() || b.kind == Term::Kind::Size ? b : a);
    if (kind) {
        require(a, *kind);
        require(b, *kind);
    } else {
        require(a, Kind::Any);
        require(b, Kind::Any);
    }
    const Formula aNull = isNull(a);
    const Formula bNull = isNull(b);
    const Truth same = asked({Test::Equal, a, b, {}});
    return {(aNull && bNull) || (!aNull && !bNull && same.yes), (aNull && !bNull) || (!aNull && bNull) || (!aNull && !bNull && same.no)};
}

Truth Translator::less(cel::ExprId id, const Term &a, const Term &b)
{
    const auto number = [](const Term &t) { return t.kind == Term::Kind::Number || t.kind == Term::Kind::Size; };
    if (a.isConstant() && b.isConstant()) {
        if (number(a) && number(b))
            return known(a.number < b.number);
        return refused(id, "it compares constants");
    }
    const auto noted = [&](const Term &t) {
        const auto place = places.find(t.path.name);
        return t.kind == Term::Kind::Place && place != places.end() ? place->second.kind : Kind::Any;
    };
    const auto either = [&](Kind wanted) { return kindOf(a) == wanted || noted(a) == wanted || kindOf(b) == wanted || noted(b) == wanted; };
    const Kind kind = number(a) || number(b) ? Kind::Number : either(Kind::Text) ? Kind::Text : either(Kind::Number) ? Kind::Number : Kind::Any;
    if (kind == Kind::Any || (kind == Kind::Text && !m_ability.ordersTexts))
        return refused(id, kind == Kind::Any ? "it compares two values of a kind that is not written"
                                             : "it puts texts in order, which " + std::string(m_ability.engine) + " cannot");
    for (const Term *t : {&a, &b}) {
        if (t->isConstant() && kindOf(*t) != kind)
            return refused(id, "it compares values of two kinds");
        require(*t, kind);
    }
    const Formula open = !isNull(a) && !isNull(b);
    const Truth order = asked({Test::Less, a, b, {}});
    return {open && order.yes, open && order.no};
}

Truth Translator::compare(cel::ExprId id, bool equality, bool swapped, bool negated)
{
    const cel::Expr &e = m_ast[id];
    Known x = value(e.children[0]);
    Known y = value(e.children[1]);
    if (swapped)
        std::swap(x, y);
    if (x.optional || y.optional)
        return refused(id, "it compares optionals");
    Truth out;
    for (const Case &a : x.cases) {
        for (const Case &b : y.cases) {
            const Formula both = a.when && b.when;
            const Truth one = equality ? equal(a.term, b.term) : less(id, a.term, b.term);
            out = {out.yes || (both && one.yes), out.no || (both && one.no)};
        }
    }
    return negated ? opposite(out) : out;
}

} // namespace mandate::exports
