// SPDX-License-Identifier: GPL-3.0-or-later
// Macros as the solver sees them. `exists` and `all` speak of elements: each that answers yes, or has no answer, has a witness, and every
// witness counts for every condition over the same list; so what one condition implies of an element, the quantified ones imply too.
#include "models/pact/cel/resolution.h"
#include "models/pact/redline/translation.h"

namespace mandate::redline {

namespace {

constexpr std::size_t mostElements = 64; // of a list written in the condition
constexpr std::size_t mostQuantified = 16;
constexpr int deepest = 8;

} // namespace

Symbol Translation::macro(const Frame &f, cel::ExprId id)
{
    const cel::Expr &e = (*f.ast)[id];
    for (const std::string &variable : e.variables) {
        const auto meaning = cel::meaningOf(variables::clauseEnvironment(), variable);
        if (meaning && meaning->kind == cel::Meaning::Kind::Type)
            throw Unmodelled{"a variable named like a type"};
    }
    if (e.macro == cel::MacroKind::Block)
        throw Unmodelled{"cel.block"};
    const Symbol range = value(f, e.children[0]);
    if (e.macro == cel::MacroKind::Bind) {
        const auto scope = std::make_shared<Scope>(Scope{f.scope, e.variables[0], range.key, std::make_shared<Symbol>(range)});
        return value(Frame{f.ast, f.side, scope}, e.children[1]);
    }
    if (e.macro == cel::MacroKind::OptionalMap && range.kinds == KOptional) {
        const auto scope = std::make_shared<Scope>(Scope{f.scope, e.variables[0],
                                                         range.inner->key >= 0 ? range.inner->key : d.keys.of("inner " + std::to_string(range.key)),
                                                         std::make_shared<Symbol>(*range.inner)});
        const Symbol inner = value(Frame{f.ast, f.side, scope}, e.children[1]);
        Symbol x(d.solver);
        x.kinds = KOptional;
        x.kind = kindNumber(d.solver, KOptional);
        x.error = either(range.error, both(*range.present, inner.error));
        x.present = range.present;
        x.inner = std::make_shared<Symbol>(inner);
        return x;
    }
    const bool one = e.variables.size() == 1;
    if (one)
        sample(f, e, range);
    const bool quantifies = e.macro == cel::MacroKind::Exists || e.macro == cel::MacroKind::All;
    if (range.kinds & KOptional)
        return opaque(f, id, KAny, {});
    if (quantifies && one && range.elements && range.elements->size() <= mostElements && !range.error.is_true())
        return unrolled(f, e, *range.elements);
    if (one && !m_sampling && (quantifies || e.macro == cel::MacroKind::ExistsOne || (e.macro == cel::MacroKind::Filter && e.children.size() == 2)))
        return quantify(f, id, range);
    switch (e.macro) {
    case cel::MacroKind::Exists:
    case cel::MacroKind::All:
    case cel::MacroKind::ExistsOne: return opaque(f, id, KBool, {range});
    case cel::MacroKind::Map: {
        Symbol x = opaque(f, id, KList, {range});
        if (e.children.size() == 2 && range.length) // one result for each element
            d.know(either(x.error, *x.length == *range.length));
        return x;
    }
    case cel::MacroKind::Filter:
    case cel::MacroKind::TransformList:
    case cel::MacroKind::SortBy: return opaque(f, id, KList, {range});
    case cel::MacroKind::TransformMap:
    case cel::MacroKind::TransformMapEntry: return opaque(f, id, KMap, {range});
    default: return opaque(f, id, KAny, {range});
    }
}

/// An element that is in no list as far as the solver knows: it only makes known what conditions read of elements, for examples that are
/// guessed (guesses.cpp).
void Translation::sample(const Frame &f, const cel::Expr &e, const Symbol &range)
{
    const int source = range.place >= 0 ? range.place : range.source;
    if (source < 0 || m_sampling)
        return;
    const Symbol list = d.places[static_cast<std::size_t>(source)].value;
    const int number = d.keys.of("sample " + std::to_string(list.key));
    if (d.placeOf(number) < 0) {
        const auto [element, in] = d.element(list, number);
        d.know(negation(in));
    }
    const Symbol element = d.places[static_cast<std::size_t>(d.placeOf(number))].value;
    const auto scope = std::make_shared<Scope>(Scope{f.scope, e.variables[0], number, std::make_shared<Symbol>(element)});
    m_sampling = true;
    try {
        for (std::size_t i = 1; i < e.children.size(); ++i)
            value(Frame{f.ast, f.side, scope}, e.children[i]);
    } catch (const Unmodelled &) { // then it is not known, and examples are guessed without it
    }
    m_sampling = false;
}

Symbol Translation::unrolled(const Frame &f, const cel::Expr &e, const std::vector<Symbol> &elements)
{
    const bool exists = e.macro == cel::MacroKind::Exists;
    Formula yes = d.solver.bool_val(!exists);
    Formula no = d.solver.bool_val(exists);
    Formula fails = d.solver.bool_val(false);
    for (const Symbol &element : elements) {
        Symbol named = element;
        if (named.key < 0)
            named.key = d.keys.of("element " + std::to_string(m_spent));
        fails = either(fails, named.error); // a list literal with an error is an error
        const auto scope = std::make_shared<Scope>(Scope{f.scope, e.variables[0], named.key, std::make_shared<Symbol>(named)});
        const Answer3 answer = answerOf(value(Frame{f.ast, f.side, scope}, e.children[1]));
        yes = exists ? either(yes, answer.yes) : both(yes, answer.yes);
        no = exists ? both(no, answer.no) : either(no, answer.no);
    }
    yes = both(yes, negation(fails));
    no = both(no, negation(fails));
    return boolSymbol(yes, negation(either(yes, no)));
}

Quantified &Translation::quantifiedOf(const Frame &f, const cel::Expr &e, const Symbol &range)
{
    // Named by list and condition, whatever the macro; `all` looks for what does not hold.
    const bool negated = e.macro == cel::MacroKind::All;
    int depth = 0;
    for (const Scope *s = f.scope.get(); s; s = s->outer.get())
        ++depth;
    const auto scope = std::make_shared<Scope>(Scope{f.scope, e.variables[0], d.keys.of("variable " + std::to_string(depth)), nullptr});
    const int body = key(Frame{f.ast, f.side, scope}, e.children[1]);
    const int number = d.keys.of("elements " + std::to_string(range.key) + ' ' + std::to_string(body) + (negated ? " not" : ""));
    const auto [known, isNew] = m_quantifiedByKey.try_emplace(number, m_quantified.size());
    if (isNew) {
        m_quantified.push_back({range.key,
                                std::make_shared<Symbol>(range),
                                f.ast,
                                e.children[1],
                                e.variables[0],
                                f.scope,
                                f.side,
                                negated,
                                d.flag("some"),
                                d.flag("fails"),
                                -1,
                                {}});
    }
    return m_quantified[known->second];
}

Symbol Translation::quantify(const Frame &f, cel::ExprId id, const Symbol &range)
{
    const cel::Expr &e = (*f.ast)[id];
    Quantified &q = quantifiedOf(f, e, range);
    const Formula noList = either(range.error, negation(isOf(range, KSized | KOther)));
    if (e.macro == cel::MacroKind::Exists)
        return boolSymbol(q.some, either(noList, both(negation(q.some), q.fails)));
    if (e.macro == cel::MacroKind::All)
        return boolSymbol(negation(q.some), either(noList, both(negation(q.some), q.fails)));
    if (!q.count) {
        q.count = d.whole("count");
        d.know(*q.count >= 0);
        if (range.length)
            d.know(either(noList, *q.count <= *range.length));
        d.know((*q.count > 0) == q.some);
    }
    const Formula error = either(noList, q.fails);
    if (e.macro == cel::MacroKind::ExistsOne)
        return boolSymbol(*q.count == 1, error);
    Symbol x(d.solver);
    x.kinds = KList;
    x.kind = kindNumber(d.solver, KList);
    x.error = error;
    x.length = *q.count;
    x.source = range.place >= 0 ? range.place : range.source;
    return x;
}

Answer3 Translation::bodyOf(const Quantified &q, const Witness &w)
{
    const auto scope = std::make_shared<Scope>(Scope{q.scope, q.variable, w.key, w.element});
    const Answer3 answer = answerOf(value(Frame{q.ast, q.side, scope}, q.body));
    return q.negated ? Answer3{answer.no, answer.yes} : answer;
}

void Translation::relateElements(const std::function<bool(const Formula &)> &alwaysHolds)
{
    std::map<std::pair<std::size_t, int>, Answer3> answers; // of a condition for a witness
    std::map<int, std::vector<std::size_t>> overRange;
    const auto answerFor = [&](std::size_t i, const Witness &w) {
        const auto at = std::pair{i, w.key};
        auto known = answers.find(at);
        if (known == answers.end()) {
            const Quantified q = m_quantified[i]; // translating the body may add to the list
            known = answers.emplace(at, bodyOf(q, w)).first;
        }
        return known->second;
    };
    const auto witness = [&](const Quantified &q) {
        auto &all = m_witnesses[q.range];
        const int number = d.keys.of("witness " + std::to_string(q.range) + ' ' + std::to_string(all.size()));
        auto [element, in] = d.element(*q.list, number);
        element.key = number;
        all.push_back({std::make_shared<Symbol>(element), number, in});
        return all.size() - 1;
    };
    // Bodies may quantify themselves, so the list grows while it is walked.
    for (std::size_t i = 0; i < m_quantified.size() && i < mostQuantified; ++i) {
        const Quantified q = m_quantified[i];
        int depth = 0;
        for (const Scope *s = q.scope.get(); s; s = s->outer.get())
            ++depth;
        if (depth > deepest)
            continue;
        overRange[q.range].push_back(i);
        const std::size_t first = witness(q);
        const std::size_t second = witness(q);
        const Witness holds = m_witnesses[q.range][first];
        m_quantified[i].holds = holds.key;
        const Witness fails = m_witnesses[q.range][second];
        const Answer3 yes = answerFor(i, holds);
        const Answer3 none = answerFor(i, fails);
        d.know(either(negation(q.some), both(holds.in, yes.yes)));
        d.know(either(negation(q.fails), both(fails.in, both(negation(none.yes), negation(none.no)))));
        d.prefer(negation(q.fails));
    }
    for (const auto &[range, list] : overRange) {
        for (const std::size_t i : list) {
            const std::size_t count = m_witnesses[range].size();
            for (std::size_t w = 0; w < count; ++w) {
                const Witness each = m_witnesses[range][w];
                const Answer3 answer = answerFor(i, each);
                const Quantified &q = m_quantified[i];
                d.know(either(negation(both(each.in, answer.yes)), q.some));
                d.know(either(negation(both(each.in, both(negation(answer.yes), negation(answer.no)))), q.fails));
            }
        }
        // Where one condition implies another, at least as many elements answer yes to the other. Shown for an element of which nothing
        // else is known.
        std::optional<Witness> stranger;
        for (const std::size_t i : list) {
            for (const std::size_t j : list) {
                if (i == j || !m_quantified[i].count || !m_quantified[j].count)
                    continue;
                if (!stranger) {
                    const int number = d.keys.of("stranger " + std::to_string(range));
                    auto [element, in] = d.element(*m_quantified[i].list, number);
                    element.key = number;
                    d.know(negation(in));
                    stranger = Witness{std::make_shared<Symbol>(element), number, in};
                }
                const Witness any = *stranger;
                if (alwaysHolds(either(negation(answerFor(i, any).yes), answerFor(j, any).yes)))
                    d.know(either(either(m_quantified[i].fails, m_quantified[j].fails), *m_quantified[i].count <= *m_quantified[j].count));
            }
        }
    }
}

} // namespace mandate::redline
