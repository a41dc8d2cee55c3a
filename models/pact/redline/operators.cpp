// SPDX-License-Identifier: GPL-3.0-or-later
// Calls as the solver sees them: logic, comparison, arithmetic, conversion, texts, optionals. Every rule is the evaluator's
// (models/pact/cel: logic, compare, operators, conversions, access). Functions that are not here are known by their name only.
#include "models/pact/cel/resolution.h"
#include "models/pact/redline/translation.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace mandate::redline {

namespace {

constexpr std::uint32_t mostPieces = 64;
constexpr std::size_t mostCompared = 1000; // elements of a list that is written in the condition

Formula comparable(const Symbol &x, const Symbol &y)
{
    Formula fits = both(isOf(x, KNumber), isOf(y, KNumber));
    for (const std::uint32_t kind : {KString, KBool, KTimestamp, KDuration})
        fits = either(fits, both(isOf(x, kind), isOf(y, kind)));
    return fits;
}

/// Towards zero, as C++ divides.
Formula quotient(const Formula &x, std::int64_t by)
{
    z3::context &solver = x.ctx();
    const Formula magnitude = solver.int_val(by < 0 ? -by : by);
    const Formula of = z3::ite(x >= 0, x / magnitude, -(-x / magnitude));
    return by < 0 ? -of : of;
}

std::uint32_t kindsOfType(const cel::Type &type)
{
    using Kind = cel::Type::Kind;
    switch (type.kind()) {
    case Kind::Null: return KNull;
    case Kind::Bool: return KBool;
    case Kind::Int: return KInt;
    case Kind::Uint: return KUint;
    case Kind::Double: return KDouble;
    case Kind::String: return KString;
    case Kind::List: return KList;
    case Kind::Map: return KMap;
    case Kind::Timestamp: return KTimestamp;
    case Kind::Duration: return KDuration;
    default: return KAny;
    }
}

} // namespace

std::uint32_t Translation::resultKinds(const Frame &f, const cel::Expr &e)
{
    const cel::Callee callee = cel::calleeOf(*f.ast, e, variables::clauseEnvironment());
    if (!callee.signatures)
        return KAny;
    std::uint32_t kinds = 0;
    for (const cel::Signature &signature : *callee.signatures)
        kinds |= kindsOfType(signature.result);
    return kinds == 0 ? KAny : kinds;
}

Symbol Translation::call(const Frame &f, cel::ExprId id)
{
    const cel::Expr &e = (*f.ast)[id];
    const std::string &name = e.name;
    const std::size_t count = e.children.size();
    if (name == "_&&_" || name == "_||_" || name == "!_")
        return logic(f, e);
    if (name == "_?_:_") {
        const Symbol condition = value(f, e.children[0]);
        const Answer3 answer = answerOf(condition);
        const Symbol yes = value(f, e.children[1]);
        const Symbol no = value(f, e.children[2]);
        return guarded(merged(f, id, answer.yes, yes, no), negation(either(answer.yes, answer.no)));
    }
    if (e.member && (name == "orValue" || name == "or" || name == "hasValue" || name == "value"))
        return unwrap(f, id);
    const cel::Callee callee = cel::calleeOf(*f.ast, e, variables::clauseEnvironment());
    std::vector<Symbol> x;
    for (std::size_t i = 0; i < count; ++i) {
        if (i == 0 && e.member && !callee.member)
            continue; // the namespace of math.abs
        x.push_back(value(f, e.children[i]));
    }
    std::uint32_t kinds = 0;
    for (const Symbol &part : x)
        kinds |= part.kinds;
    if (name == "_[_]" && x.size() == 2)
        return index(f, id, x[0], x[1]);
    if (name == "_[?_]" && x.size() == 2) {
        const Symbol found = index(f, id, x[0], x[1]);
        return x[0].kinds == KOptional ? found : optionally(x[0], found);
    }
    if (kinds & (KOther | KOptional))
        return opaque(f, id, resultKinds(f, e), x);
    if (x.size() == 2) {
        if (name == "_==_" || name == "_!=_")
            return equality(f, id, x[0], x[1], name == "_==_");
        if (name == "_<_" || name == "_<=_" || name == "_>_" || name == "_>=_")
            return ordering(f, id, x[0], x[1]);
        if (name == "@in")
            return membership(f, id, x[0], x[1]);
        if (name == "_+_" || name == "_-_" || name == "_*_" || name == "_/_" || name == "_%_")
            return arithmetic(f, id, x[0], x[1]);
        if (callee.member && (name == "startsWith" || name == "endsWith" || name == "contains"))
            return textTest(f, id, x[0], x[1]);
    }
    if (x.size() == 1) {
        if (name == "size")
            return sizeOf(x[0]);
        if (name == "dyn")
            return x[0];
        if (name == "-_") {
            if (x[0].kinds & (KDouble | KUint | KDuration | KTimestamp)) // only whole numbers are modelled
                return opaque(f, id, KInt | KDouble, x);
            return arithmetic(f, id, constant(Value::integer(0)), x[0]);
        }
        if (name == "double" || name == "int" || name == "string" || name == "timestamp" || name == "duration" || name == "bool" || name == "type")
            return conversion(f, id, x[0]);
        if (name == "optional.of" || callee.name == "optional.of") {
            Symbol some(d.solver);
            some.kinds = KOptional;
            some.kind = kindNumber(d.solver, KOptional);
            some.error = x[0].error;
            some.present = d.solver.bool_val(true);
            some.inner = std::make_shared<Symbol>(x[0]);
            return some;
        }
    }
    return opaque(f, id, resultKinds(f, e), x);
}

Symbol Translation::logic(const Frame &f, const cel::Expr &e)
{
    if (e.name == "!_") {
        const Symbol x = value(f, e.children[0]);
        const Answer3 answer = answerOf(x);
        return boolSymbol(answer.no, negation(either(answer.yes, answer.no)));
    }
    const bool conjunction = e.name == "_&&_";
    Formula yes = d.solver.bool_val(conjunction);
    Formula no = d.solver.bool_val(!conjunction);
    for (const cel::ExprId child : e.children) {
        const Symbol x = value(f, child);
        const Answer3 answer = answerOf(x);
        yes = conjunction ? both(yes, answer.yes) : either(yes, answer.yes);
        no = conjunction ? either(no, answer.no) : both(no, answer.no);
    }
    return boolSymbol(yes, negation(either(yes, no)));
}

Symbol Translation::unwrap(const Frame &f, cel::ExprId id)
{
    const cel::Expr &e = (*f.ast)[id];
    const Symbol x = value(f, e.children[0]);
    if (x.kinds != KOptional)
        return opaque(f, id, KAny, {x}); // an optional from elsewhere, or an error
    if (e.name == "hasValue")
        return boolSymbol(*x.present, x.error);
    if (e.name == "value")
        return guarded(*x.inner, either(x.error, negation(*x.present)));
    const Symbol alternative = value(f, e.children[1]);
    if (e.name == "orValue")
        return guarded(merged(f, id, *x.present, *x.inner, alternative), x.error);
    if (alternative.kinds != KOptional)
        return opaque(f, id, KAny, {x});
    return guarded(merged(f, id, *x.present, x, alternative), x.error);
}

/// Whether both are equal as CEL has it, errors aside. Never an error itself.
Formula Translation::equal(const Symbol &x, const Symbol &y)
{
    if ((x.kinds | y.kinds) & (KOther | KOptional))
        return d.flag("equal");
    Formula same = d.solver.bool_val(false);
    const auto when = [&](std::uint32_t kinds, const auto &content) {
        if ((x.kinds & kinds) && (y.kinds & kinds))
            same = either(same, both(both(isOf(x, kinds), isOf(y, kinds)), content()));
    };
    when(KNumber, [&] {
        Formula holds = x.whole && y.whole && !x.real && !y.real ? *x.whole == *y.whole : numberOf(x) == numberOf(y);
        return both(holds, both(negation(nanOf(x)), negation(nanOf(y))));
    });
    when(KString, [&] { return *x.text == *y.text; });
    when(KType, [&] { return *x.text == *y.text; });
    when(KBool, [&] { return *x.truth == *y.truth; });
    when(KNull, [&] { return d.solver.bool_val(true); });
    when(KTimestamp, [&] { return *x.whole == *y.whole; });
    when(KDuration, [&] { return *x.whole == *y.whole; });
    for (const std::uint32_t kind : {KList, KMap}) {
        when(kind, [&]() -> Formula {
            if (x.place >= 0 && x.place == y.place)
                return d.solver.bool_val(true);
            const Formula sizes = *x.length == *y.length;
            const auto empty = [](const Symbol &z) {
                return z.constant && (z.constant->isList() ? z.constant->items().empty() : z.constant->members().empty());
            };
            return empty(x) || empty(y) ? sizes : both(sizes, d.flag("equal"));
        });
    }
    return same;
}

Symbol Translation::equality(const Frame &f, cel::ExprId id, const Symbol &x, const Symbol &y, bool wanted)
{
    const std::uint32_t common = x.kinds & y.kinds;
    Formula same = d.solver.bool_val(false);
    if ((common & KSized) && x.key >= 0 && y.key >= 0) {
        // Lists and maps by name: the same two compare the same wherever they are written.
        const int number = d.keys.of("equal " + std::to_string(std::min(x.key, y.key)) + ' ' + std::to_string(std::max(x.key, y.key)));
        auto known = m_opaque.find(number);
        if (known == m_opaque.end())
            known = m_opaque.emplace(number, boolSymbol(equal(x, y), d.solver.bool_val(false))).first;
        same = *known->second.truth;
    } else {
        same = equal(x, y);
    }
    (void)f;
    (void)id;
    return boolSymbol(wanted ? same : negation(same), either(x.error, y.error));
}

Symbol Translation::ordering(const Frame &f, cel::ExprId id, const Symbol &left, const Symbol &right)
{
    const std::string &name = (*f.ast)[id].name;
    const bool swapped = name == "_>_" || name == "_>=_";
    const bool strict = name == "_<_" || name == "_>_";
    const Symbol &x = swapped ? right : left;
    const Symbol &y = swapped ? left : right;
    Formula holds = d.solver.bool_val(false);
    const auto when = [&](std::uint32_t kinds, const auto &content) {
        if ((x.kinds & kinds) && (y.kinds & kinds))
            holds = either(holds, both(both(isOf(x, kinds), isOf(y, kinds)), content()));
    };
    when(KNumber, [&] {
        const bool whole = x.whole && y.whole && !x.real && !y.real;
        const Formula a = whole ? *x.whole : numberOf(x);
        const Formula b = whole ? *y.whole : numberOf(y);
        return both(strict ? a < b : a <= b, both(negation(nanOf(x)), negation(nanOf(y))));
    });
    for (const std::uint32_t kind : {KTimestamp, KDuration})
        when(kind, [&] { return strict ? *x.whole < *y.whole : *x.whole <= *y.whole; });
    when(KString, [&] { return Formula(d.solver, strict ? Z3_mk_str_lt(d.solver, *x.text, *y.text) : Z3_mk_str_le(d.solver, *x.text, *y.text)); });
    when(KBool, [&] { return strict ? both(negation(*x.truth), *y.truth) : either(negation(*x.truth), *y.truth); });
    return boolSymbol(holds, either(either(x.error, y.error), negation(comparable(x, y))));
}

Symbol Translation::membership(const Frame &f, cel::ExprId id, const Symbol &x, const Symbol &y)
{
    const Formula fails = either(x.error, y.error);
    if (y.elements && y.elements->size() <= mostCompared) {
        Formula any = d.solver.bool_val(false);
        for (const Symbol &element : *y.elements)
            any = either(any, equal(x, element));
        return boolSymbol(any, fails);
    }
    if (y.place < 0)
        return opaque(f, id, KBool, {x, y});
    Formula any = d.solver.bool_val(false);
    if (y.kinds & KMap) {
        const Symbol child = index(f, id, y, x);
        if (child.place < 0)
            return opaque(f, id, KBool, {x, y});
        any = both(isOf(y, KMap), both(isOf(x, KString), d.presence(child.place)));
    }
    if (y.kinds & KList) {
        const int number = d.keys.of("element of " + std::to_string(y.key) + ' ' + std::to_string(x.key));
        auto known = m_opaque.find(number);
        if (known == m_opaque.end()) {
            known = m_opaque.emplace(number, boolSymbol(d.flag("in list"), d.solver.bool_val(false))).first;
            d.know(either(negation(*known->second.truth), *y.length >= 1));
        }
        any = either(any, both(isOf(y, KList), *known->second.truth));
    }
    return boolSymbol(any, either(fails, negation(isOf(y, KSized))));
}

Symbol Translation::sizeOf(const Symbol &x)
{
    Symbol size(d.solver);
    size.kinds = KInt;
    size.kind = kindNumber(d.solver, KInt);
    size.error = either(x.error, negation(isOf(x, KString | KSized)));
    if (x.place >= 0)
        d.places[static_cast<std::size_t>(x.place)].sized = true;
    const bool texts = (x.kinds & KString) != 0;
    if (texts && x.length)
        size.whole = z3::ite(isOf(x, KString), x.text->length(), *x.length);
    else if (texts)
        size.whole = x.text->length();
    else
        size.whole = x.length ? *x.length : d.solver.int_val(0);
    return size;
}

Symbol Translation::textTest(const Frame &f, cel::ExprId id, const Symbol &x, const Symbol &y)
{
    const std::string &name = (*f.ast)[id].name;
    const Formula fits = both(isOf(x, KString), isOf(y, KString));
    if (!x.text || !y.text)
        return boolSymbol(d.solver.bool_val(false), d.solver.bool_val(true));
    const Formula holds = name == "startsWith" ? z3::prefixof(*y.text, *x.text)
                          : name == "endsWith" ? z3::suffixof(*y.text, *x.text)
                                               : x.text->contains(*y.text);
    return boolSymbol(holds, either(either(x.error, y.error), negation(fits)));
}

Symbol Translation::arithmetic(const Frame &f, cel::ExprId id, const Symbol &x, const Symbol &y)
{
    const std::string &name = (*f.ast)[id].name;
    const char operation = name == "-_" ? '-' : name[1];
    const bool additive = operation == '+' || operation == '-';
    Symbol z(d.solver);
    Formula fits = d.solver.bool_val(false);
    Formula fails = d.solver.bool_val(false);
    std::optional<Symbol> unknown; // the part of the result that is known by name only
    const auto opaquely = [&]() -> Symbol & {
        if (!unknown)
            unknown = opaque(f, id, resultKinds(f, (*f.ast)[id]), {x, y});
        return *unknown;
    };
    const auto add = [&](std::uint32_t kind, const Formula &applies) {
        z.kind = z.kinds == 0 ? kindNumber(d.solver, kind) : z3::ite(applies, kindNumber(d.solver, kind), z.kind);
        z.kinds |= kind;
        fits = either(fits, applies);
    };
    const auto addWhole = [&](std::uint32_t kind, const Formula &applies, const Formula &content) {
        z.whole = z.whole ? z3::ite(applies, content, *z.whole) : content;
        add(kind, applies);
    };
    const auto inside = [&](const Formula &applies, const Formula &content, const char *low, const char *high) {
        fails = either(fails, both(applies, content < d.solver.int_val(low) || content > d.solver.int_val(high)));
    };
    const auto of = [&](std::uint32_t a, std::uint32_t b) { return both(isOf(x, a), isOf(y, b)); };
    const auto known = [](const Symbol &s) -> std::optional<std::int64_t> {
        if (s.constant && s.constant->is(ValueKind::Int))
            return s.constant->asInt();
        return std::nullopt;
    };
    for (const std::uint32_t kind : {KInt, KUint}) {
        if (!(x.kinds & kind) || !(y.kinds & kind))
            continue;
        const Formula applies = of(kind, kind);
        const char *low = kind == KInt ? "-9223372036854775808" : "0";
        const char *high = kind == KInt ? "9223372036854775807" : "18446744073709551615";
        const auto divisor = known(y);
        if (additive || (operation == '*' && (known(x) || divisor))) {
            const Formula content = operation == '+' ? *x.whole + *y.whole : operation == '-' ? *x.whole - *y.whole : *x.whole * *y.whole;
            inside(applies, content, low, high);
            addWhole(kind, applies, content);
        } else if ((operation == '/' || operation == '%') && divisor && *divisor > 0 && kind == KInt) {
            const Formula whole = quotient(*x.whole, *divisor);
            addWhole(kind, applies, operation == '/' ? whole : *x.whole - whole * d.solver.int_val(*divisor));
        } else {
            const Symbol &result = opaquely();
            fails = either(fails, both(applies, result.error));
            addWhole(kind, applies, *result.whole);
        }
    }
    if ((x.kinds & KDouble) && (y.kinds & KDouble) && operation != '%') {
        const Formula applies = of(KDouble, KDouble);
        const Symbol &result = opaquely(); // rounding is not modelled
        z.real = *result.real;
        z.nan = *result.nan;
        add(KDouble, applies);
    }
    if (operation == '+' && (x.kinds & KString) && (y.kinds & KString)) {
        z.pieces = std::min(x.pieces + y.pieces, mostPieces + 1);
        z.text = z.pieces > mostPieces ? *opaquely().text : z3::concat(*x.text, *y.text);
        add(KString, of(KString, KString));
    }
    if (operation == '+' && (x.kinds & KList) && (y.kinds & KList)) {
        z.length = *x.length + *y.length;
        add(KList, of(KList, KList));
    }
    if (additive) {
        const auto time = [&](std::uint32_t a, std::uint32_t b, std::uint32_t result, const char *low, const char *high) {
            if (!(x.kinds & a) || !(y.kinds & b))
                return;
            const Formula content = operation == '+' ? *x.whole + *y.whole : *x.whole - *y.whole;
            inside(of(a, b), content, low, high);
            addWhole(result, of(a, b), content);
        };
        time(KDuration, KDuration, KDuration, "-9223372036854775808", "9223372036854775807");
        time(KTimestamp, KDuration, KTimestamp, "-62135596800000000000", "253402300799999999999");
        if (operation == '+')
            time(KDuration, KTimestamp, KTimestamp, "-62135596800000000000", "253402300799999999999");
        else
            time(KTimestamp, KTimestamp, KDuration, "-9223372036854775808", "9223372036854775807");
    }
    if (z.kinds == 0)
        return errorSymbol(d.solver);
    z.error = either(either(x.error, y.error), either(fails, negation(fits)));
    return z;
}

/// So that an example can be given the text that reads as wanted.
void Translation::noteReadText(const Frame &f, cel::ExprId argument, const Symbol &x, const Symbol &read)
{
    ReadText note{x.place, {}, {}, std::make_shared<Symbol>(read)};
    const cel::Expr &e = (*f.ast)[argument];
    if (note.place < 0 && e.kind == cel::ExprKind::Call && e.name == "_+_" && e.children.size() == 2) {
        const auto left = folded(f, e.children[0]);
        const auto right = folded(f, e.children[1]);
        if (left && left->isString())
            note.before = left->text();
        else if (right && right->isString())
            note.after = right->text();
        else
            return;
        note.place = value(f, e.children[left ? 1 : 0]).place;
    }
    if (note.place >= 0)
        m_readTexts.push_back(std::move(note));
}

Symbol Translation::conversion(const Frame &f, cel::ExprId id, const Symbol &x)
{
    const std::string &name = (*f.ast)[id].name;
    z3::context &solver = d.solver;
    const auto is = [&](std::uint32_t kind) { return isOf(x, kind); };
    // What a text reads as, and what a value is written as, is known by name only.
    const auto byName = [&](std::uint32_t kind) { return opaque(f, id, kind, {x}); };
    Symbol z(solver);
    if (name == "type") {
        static constexpr std::array<std::pair<std::uint32_t, const char *>, 10> names{{{KNull, "null_type"},
                                                                                       {KBool, "bool"},
                                                                                       {KInt, "int"},
                                                                                       {KUint, "uint"},
                                                                                       {KDouble, "double"},
                                                                                       {KString, "string"},
                                                                                       {KList, "list"},
                                                                                       {KMap, "map"},
                                                                                       {KTimestamp, "google.protobuf.Timestamp"},
                                                                                       {KDuration, "google.protobuf.Duration"}}};
        z.kinds = KType;
        z.kind = kindNumber(solver, KType);
        z.error = x.error;
        z.text = solver.string_val("type");
        for (const auto &[kind, text] : names) {
            if (x.kinds & kind)
                z.text = z3::ite(is(kind), solver.string_val(text), *z.text);
        }
        return z;
    }
    if (name == "bool" && (x.kinds & KString) == 0)
        return x.kinds & KBool ? guarded(x, negation(is(KBool))) : errorSymbol(solver);
    if (name == "bool" || (name == "int" && (x.kinds & KDuration)))
        return opaque(f, id, name == "bool" ? KBool : KInt, {x});
    if (name == "string") {
        const std::uint32_t written = KBool | KNumber | KTimestamp | KDuration;
        z.kinds = KString;
        z.kind = kindNumber(solver, KString);
        z.error = either(x.error, negation(is(KString | written)));
        if (!(x.kinds & (KString | written)))
            return errorSymbol(solver);
        if (x.kinds & written) {
            Symbol text = byName(KString);
            d.know(either(negation(both(negation(x.error), is(written))), negation(text.error)));
            d.prefer(negation(both(negation(x.error), is(written))));
            z.text = x.text ? z3::ite(is(KString), *x.text, *text.text) : *text.text;
            if (x.kinds & KBool)
                z.text = z3::ite(is(KBool), z3::ite(*x.truth, solver.string_val("true"), solver.string_val("false")), *z.text);
        } else {
            z.text = *x.text;
        }
        return z;
    }
    const std::uint32_t kind = name == "double" ? KDouble : name == "int" ? KInt : name == "timestamp" ? KTimestamp : KDuration;
    z.kinds = kind;
    z.kind = kindNumber(solver, kind);
    Formula fits = solver.bool_val(false);
    Formula fails = solver.bool_val(false);
    std::optional<Formula> content;
    const auto add = [&](std::uint32_t from, const Formula &of, const Formula &failsThere) {
        content = content ? z3::ite(is(from), of, *content) : of;
        fits = either(fits, is(from));
        fails = either(fails, both(is(from), failsThere));
    };
    const Formula never = solver.bool_val(false);
    if (x.kinds & KString) {
        const Symbol read = byName(kind);
        noteReadText(f, (*f.ast)[id].children[0], x, read);
        if (kind == KDouble) {
            z.nan = both(is(KString), *read.nan);
            add(KString, *read.real, read.error);
        } else {
            add(KString, *read.whole, read.error);
        }
        if (x.kinds != KString)
            d.prefer(negation(both(negation(x.error), is(KString))));
    }
    if (kind == KDouble) {
        if (x.kinds & KDouble) {
            add(KDouble, *x.real, never);
            if (x.nan)
                z.nan = either(z.nan.value_or(never), nanOf(x));
        }
        if (x.kinds & (KInt | KUint)) {
            const int number = d.keys.of("rounded " + std::to_string(x.key));
            auto known = m_opaque.find(number);
            if (known == m_opaque.end()) {
                Symbol rounded(solver);
                rounded.real = solver.real_const(("rounded " + std::to_string(number)).c_str());
                const Formula bound = solver.int_val("9007199254740992");
                const Formula real = solver.real_val("9007199254740992");
                const Formula small = *x.whole <= bound && *x.whole >= -bound;
                d.know(either(negation(small), *rounded.real == z3::to_real(*x.whole)));
                d.know(either(*x.whole <= bound, *rounded.real >= real));
                d.know(either(*x.whole >= -bound, *rounded.real <= -real));
                known = m_opaque.emplace(number, rounded).first;
            }
            add(KInt | KUint, *known->second.real, never);
        }
        z.real = content;
    } else if (kind == KInt) {
        if (x.kinds & (KInt | KUint))
            add(KInt | KUint, *x.whole, *x.whole > solver.int_val("9223372036854775807"));
        if (x.kinds & KDouble) {
            const auto whole = [&](const Formula &of) { return Formula(solver, Z3_mk_real2int(solver, of)); };
            const Formula limit = solver.real_val("9223372036854775808");
            add(KDouble, z3::ite(*x.real >= 0, whole(*x.real), -whole(-*x.real)), either(nanOf(x), !(*x.real > -limit && *x.real < limit)));
        }
        if (x.kinds & KTimestamp) // seconds, the earlier one
            add(KTimestamp, *x.whole / solver.int_val(1'000'000'000), never);
        z.whole = content;
    } else {
        if (x.kinds & kind)
            add(kind, *x.whole, never);
        if (x.kinds & KInt) {
            const Formula scaled = *x.whole * solver.int_val(1'000'000'000);
            const char *low = kind == KTimestamp ? "-62135596800000000000" : "-9223372036854775808";
            const char *high = kind == KTimestamp ? "253402300799000000000" : "9223372036854775807";
            add(KInt, scaled, scaled < solver.int_val(low) || scaled > solver.int_val(high));
        }
        z.whole = content;
    }
    if (!content)
        return errorSymbol(solver);
    z.error = either(x.error, either(fails, negation(fits)));
    return z;
}

} // namespace mandate::redline
