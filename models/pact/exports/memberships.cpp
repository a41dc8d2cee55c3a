// SPDX-License-Identifier: GPL-3.0-or-later
// "in" over lists, facts and constants, and tests of texts.
#include "models/pact/exports/translator.h"

#include <algorithm>

namespace mandate::exports {

Truth Translator::amongTexts(cel::ExprId id, const Case &element, const cel::Expr &list)
{
    Atom atom{Test::Among, element.term, {}, {}};
    std::optional<Kind> kind;
    for (const cel::ExprId child : list.children) {
        const cel::Expr &item = m_ast[child];
        const Known constant = item.kind == cel::ExprKind::Literal ? value(child) : Known{};
        if (constant.cases.size() != 1 || !kindOf(constant.cases[0].term) || (kind && kind != kindOf(constant.cases[0].term)) ||
            !list.optionalParts.empty())
            return refused(id, "it looks into a list that is not of constants of one kind");
        kind = kindOf(constant.cases[0].term);
        atom.among.push_back(constant.cases[0].term);
    }
    if (element.term.isConstant() || atom.among.empty()) {
        return known(std::any_of(atom.among.begin(), atom.among.end(),
                                 [&](const Term &t) { return equal(element.term, t).yes.kind() == Formula::Kind::Always; }));
    }
    require(element.term, *kind);
    const Formula null = isNull(element.term);
    const Truth among = asked(std::move(atom));
    return {!null && among.yes, null || among.no};
}

Truth Translator::membership(cel::ExprId id)
{
    const cel::Expr &e = m_ast[id];
    const cel::Expr &range = m_ast[e.children[1]];
    const Known element = value(e.children[0]);
    if (element.optional || range.kind == cel::ExprKind::Map)
        return refused(id, "a membership that is not said in other words");
    Truth out;
    if (range.kind == cel::ExprKind::List) {
        for (const Case &c : element.cases) {
            const Truth one = amongTexts(id, c, range);
            out = {out.yes || (c.when && one.yes), out.no || (c.when && one.no)};
        }
        return out;
    }
    const Known container = value(e.children[1]);
    if (container.optional || container.cases.size() != 1 || element.cases.size() != 1 || container.cases[0].term.kind != Term::Kind::Place)
        return refused(id, "a membership that is not said in other words");
    const Case &in = container.cases[0];
    const Case &what = element.cases[0];
    const Formula both = what.when && in.when;
    const bool facts = in.term.path.root == "state" && in.term.path.steps.size() == 1 && alwaysThere(in.term.path);
    if (facts) {
        if (what.term.kind != Term::Kind::Place && what.term.kind != Term::Kind::Text)
            return refused(id, "a fact is looked up by something that is no text");
        require(what.term, Kind::Text, false);
        Step step;
        if (what.term.kind == Term::Kind::Text)
            step.key = what.term.text;
        else
            step.by = std::make_shared<const Path>(what.term.path);
        const Formula there = defined(in.term.path.then(std::move(step)));
        return {both && there, both && !there};
    }
    if (what.term.kind != Term::Kind::Text && what.term.kind != Term::Kind::Place)
        return refused(id, "it looks for something else than a text");
    require(in.term, Kind::TextList);
    require(what.term, Kind::Text, false);
    const Formula open = both && !isNull(in.term);
    const Truth holds = asked({Test::HasElement, in.term, what.term, {}});
    return {open && holds.yes, open && holds.no};
}

Truth Translator::textTest(cel::ExprId id, Test test)
{
    const cel::Expr &e = m_ast[id];
    const Known text = value(e.children[0]);
    const Known wanted = value(e.children[1]);
    if (test == Test::Matches && !m_ability.patterns)
        return refused(id, "it looks for a pattern, which " + std::string(m_ability.engine) + " cannot");
    if (text.optional || wanted.optional || wanted.cases.size() != 1 || wanted.cases[0].term.kind != Term::Kind::Text)
        return refused(id, "it looks for a text that is not written in the condition");
    Truth out;
    for (const Case &c : text.cases) {
        if (c.term.isConstant() || c.term.kind == Term::Kind::Size)
            return refused(id, "it looks into a constant");
        require(c.term, Kind::Text);
        const Formula open = c.when && !isNull(c.term);
        const Truth found = asked({test, c.term, wanted.cases[0].term, {}});
        out = {out.yes || (open && found.yes), out.no || (open && found.no)};
    }
    return out;
}

} // namespace mandate::exports
