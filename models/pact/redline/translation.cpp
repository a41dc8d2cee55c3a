// SPDX-License-Identifier: GPL-3.0-or-later
// Names, places, constants and the walk over the tree. Operators and functions are in operators.cpp, macros in quantifiers.cpp.
#include "models/pact/redline/translation.h"

#include "models/pact/cel/describe.h"
#include "models/pact/cel/program.h"
#include "models/pact/cel/resolution.h"

#include <algorithm>
#include <utility>

namespace mandate::redline {

namespace {

constexpr std::size_t mostNodes = 30'000;
constexpr std::uint64_t foldingSteps = 100'000;
constexpr std::int64_t nanosecondsPerSecond = 1'000'000'000;

const Scope *scopeOf(const ScopePointer &scope, const std::string &name)
{
    for (const Scope *s = scope.get(); s; s = s->outer.get()) {
        if (s->name == name)
            return s;
    }
    return nullptr;
}

} // namespace

void Translation::spend()
{
    if (++m_spent > mostNodes)
        throw Unmodelled{"the conditions are too large"};
}

// Names -------------------------------------------------------------------------------------------------------------------------------

std::string Translation::stateMark(const Frame &f, int base, const std::string &field)
{
    const int place = d.placeOf(base);
    return place < 0 ? std::string() : d.sideMark(d.places[static_cast<std::size_t>(place)], field, f.side);
}

int Translation::fieldKey(int base, const std::string &field, const std::string &mark) const
{
    return d.keys.of("field " + std::to_string(base) + ' ' + field + mark);
}

int Translation::entryKey(int base, int entry, const std::string &mark) const
{
    return d.keys.of("entry " + std::to_string(base) + ' ' + std::to_string(entry) + mark);
}

int Translation::key(const Frame &f, cel::ExprId id)
{
    const auto at = std::tuple{f.ast, id, f.scope.get(), f.side};
    if (const auto known = m_keys.find(at); known != m_keys.end())
        return known->second;
    const std::string spelled = spelling(f, id);
    const int number = spelled[0] == '=' ? std::stoi(spelled.substr(1)) : d.keys.of(spelled);
    m_keys.emplace(at, number);
    m_kept.push_back(f.scope);
    return number;
}

std::string Translation::spelling(const Frame &f, cel::ExprId id)
{
    spend();
    const cel::Expr &e = (*f.ast)[id];
    if (const auto known = folded(f, id)) {
        const cel::Description told = cel::describe(*known);
        const bool holdsMore = known->isList() || known->isMap() || known->is(ValueKind::Optional); // 1 and 1.0 look alike in there
        return "constant " + told.type + ' ' + told.json + (holdsMore ? ' ' + cel::unparse(*f.ast, id) : std::string());
    }
    const auto child = [&](std::size_t i) { return key(f, e.children[i]); };
    // A name that exists is kept as it is: the name of the place or bound value itself.
    const auto same = [&](int number) { return "=" + std::to_string(number); };
    switch (e.kind) {
    case cel::ExprKind::Literal: return "literal " + cel::literalText(e.literal);
    case cel::ExprKind::Ident: {
        if (const Scope *scope = scopeOf(f.scope, e.name))
            return same(scope->key);
        const auto meaning = cel::meaningOf(variables::clauseEnvironment(), e.name);
        if (meaning && meaning->kind == cel::Meaning::Kind::Slot)
            return same(d.root(meaning->slot, f.side).key);
        return "name " + e.name;
    }
    case cel::ExprKind::Select: {
        const int base = child(0);
        const std::string mark = stateMark(f, base, e.name);
        if (e.testOnly)
            return "has " + std::to_string(base) + ' ' + e.name + mark;
        if (e.optional)
            return "maybe " + std::to_string(base) + ' ' + e.name + mark;
        return same(fieldKey(base, e.name, mark));
    }
    case cel::ExprKind::Call: {
        if ((e.name == "_[_]" || e.name == "_[?_]") && e.children.size() == 2) {
            const int base = child(0);
            if (const auto known = folded(f, e.children[1]); known && known->isString()) {
                const std::string name(known->text());
                if (e.name == "_[?_]")
                    return "maybe " + std::to_string(base) + ' ' + name + stateMark(f, base, name);
                return same(fieldKey(base, name, stateMark(f, base, name)));
            }
            const int number = entryKey(base, child(1), stateMark(f, base, {}));
            return e.name == "_[?_]" ? "maybe entry " + std::to_string(number) : same(number);
        }
        std::vector<int> parts;
        for (std::size_t i = 0; i < e.children.size(); ++i)
            parts.push_back(child(i));
        std::string name = e.name;
        if (name == "_>_" || name == "_>=_") {
            name = name == "_>_" ? "_<_" : "_<=_";
            std::swap(parts[0], parts[1]);
        } else if (name == "_&&_" || name == "_||_" || name == "_==_" || name == "_!=_") {
            std::sort(parts.begin(), parts.end());
        }
        std::string out = "call " + name;
        for (const int part : parts)
            out += ' ' + std::to_string(part);
        return out;
    }
    case cel::ExprKind::List:
    case cel::ExprKind::Map: {
        std::string out = e.kind == cel::ExprKind::List ? "list" : "map";
        for (std::size_t i = 0; i < e.children.size(); ++i)
            out += ' ' + std::to_string(child(i));
        for (const bool part : e.optionalParts)
            out += part ? '?' : '.';
        return out;
    }
    case cel::ExprKind::Macro: break;
    }
    for (const std::string &variable : e.variables) {
        const auto meaning = cel::meaningOf(variables::clauseEnvironment(), variable);
        if (meaning && meaning->kind == cel::Meaning::Kind::Type)
            throw Unmodelled{"a variable named like a type"};
    }
    if (e.macro == cel::MacroKind::Bind) {
        const Frame inner{f.ast, f.side, std::make_shared<Scope>(Scope{f.scope, e.variables[0], child(0), nullptr})};
        return same(key(inner, e.children[1]));
    }
    if (e.macro == cel::MacroKind::Block)
        throw Unmodelled{"cel.block"};
    std::string out = "macro " + std::to_string(static_cast<int>(e.macro)) + ' ' + std::to_string(child(0));
    Frame inner = f;
    int depth = 0;
    for (const Scope *s = f.scope.get(); s; s = s->outer.get())
        ++depth;
    for (const std::string &variable : e.variables)
        inner.scope = std::make_shared<Scope>(Scope{inner.scope, variable, d.keys.of("variable " + std::to_string(depth++)), nullptr});
    for (std::size_t i = 1; i < e.children.size(); ++i)
        out += ' ' + std::to_string(key(inner, e.children[i]));
    return out;
}

int Translation::keyOf(const cel::Ast &ast, Side side)
{
    return key(Frame{&ast, side, nullptr}, ast.root());
}

// Constants ---------------------------------------------------------------------------------------------------------------------------

bool Translation::isClosed(const cel::Ast &ast, cel::ExprId id, std::vector<std::string> &bound)
{
    const cel::Expr &e = ast[id];
    const bool outermost = bound.empty();
    if (outermost) {
        if (const auto known = m_closed.find({&ast, id}); known != m_closed.end())
            return known->second;
    }
    bool closed = true;
    if (e.kind == cel::ExprKind::Ident) {
        const auto meaning = cel::meaningOf(variables::clauseEnvironment(), e.name);
        closed = std::find(bound.begin(), bound.end(), e.name) != bound.end() || (meaning && meaning->kind == cel::Meaning::Kind::Type);
    } else if (e.kind == cel::ExprKind::Macro && e.macro == cel::MacroKind::Block) {
        closed = false;
    } else {
        const std::size_t outside = e.macro == cel::MacroKind::None ? e.children.size() : 1;
        for (std::size_t i = 0; closed && i < e.children.size(); ++i) {
            if (i == outside)
                bound.insert(bound.end(), e.variables.begin(), e.variables.end());
            // math.abs(1): the namespace is no variable
            if (i == 0 && e.kind == cel::ExprKind::Call && e.member && !cel::calleeOf(ast, e, variables::clauseEnvironment()).member)
                continue;
            closed = isClosed(ast, e.children[i], bound);
        }
        if (e.children.size() > outside && bound.size() >= e.variables.size() && closed)
            bound.resize(bound.size() - e.variables.size());
    }
    if (outermost)
        m_closed[{&ast, id}] = closed;
    return closed;
}

std::optional<Value> Translation::folded(const Frame &f, cel::ExprId id)
{
    const cel::Expr &e = (*f.ast)[id];
    if (e.kind == cel::ExprKind::Literal)
        return e.literal;
    const auto at = std::pair{f.ast, id};
    if (const auto known = m_folded.find(at); known != m_folded.end())
        return known->second;
    std::vector<std::string> bound;
    std::optional<Value> value;
    if (isClosed(*f.ast, id, bound)) {
        cel::Environment nothing;
        nothing.setChecked(false);
        if (const auto program = cel::compile(cel::unparse(*f.ast, id), nothing)) {
            const Value result = program->evaluate({}, d.arena, foldingSteps);
            value = result.isError() ? result : clone(result, d.arena);
        }
    }
    return m_folded.emplace(at, value).first->second;
}

Symbol Translation::constant(const Value &value)
{
    z3::context &solver = d.solver;
    Symbol x(solver);
    const auto of = [&](std::uint32_t kind) {
        x.kinds = kind;
        x.kind = kindNumber(solver, kind);
    };
    const auto text = [&](std::string_view utf8) {
        const auto literal = textLiteral(solver, utf8);
        if (!literal)
            throw Unmodelled{"a text with rare characters"};
        x.text = *literal;
    };
    const auto nanoseconds = [&] {
        x.whole = (solver.int_val(value.seconds()) * solver.int_val(nanosecondsPerSecond) + solver.int_val(value.nanoseconds())).simplify();
    };
    x.constant = d.arena.copy(std::span<const Value>(&value, 1));
    switch (value.kind()) {
    case ValueKind::Null: of(KNull); break;
    case ValueKind::Bool:
        of(KBool);
        x.truth = solver.bool_val(value.asBool());
        break;
    case ValueKind::Int:
        of(KInt);
        x.whole = solver.int_val(value.asInt());
        break;
    case ValueKind::Uint:
        of(KUint);
        x.whole = solver.int_val(value.asUint());
        break;
    case ValueKind::Double: {
        of(KDouble);
        const double number = value.asDouble();
        x.real = number == number ? realLiteral(solver, number) : solver.real_val(0);
        if (number != number)
            x.nan = solver.bool_val(true);
        break;
    }
    case ValueKind::String:
        of(KString);
        text(value.text());
        break;
    case ValueKind::Type:
        of(KType);
        text(value.text());
        break;
    case ValueKind::List:
        of(KList);
        x.length = solver.int_val(static_cast<std::uint64_t>(value.items().size()));
        x.elements = std::make_shared<std::vector<Symbol>>();
        for (const Value &item : value.items())
            x.elements->push_back(constant(item));
        break;
    case ValueKind::Map:
        of(KMap);
        x.length = solver.int_val(static_cast<std::uint64_t>(value.members().size()));
        break;
    case ValueKind::Timestamp:
        of(KTimestamp);
        nanoseconds();
        break;
    case ValueKind::Duration:
        of(KDuration);
        nanoseconds();
        break;
    case ValueKind::Optional:
        of(KOptional);
        x.present = solver.bool_val(value.inner() != nullptr);
        x.inner = std::make_shared<Symbol>(value.inner() ? constant(*value.inner()) : errorSymbol(solver));
        break;
    case ValueKind::Error: return errorSymbol(solver);
    case ValueKind::Bytes: of(KOther); break;
    }
    return x;
}

// The walk ----------------------------------------------------------------------------------------------------------------------------

Symbol Translation::translate(const cel::Ast &ast, Side side)
{
    return value(Frame{&ast, side, nullptr}, ast.root());
}

Symbol Translation::value(const Frame &f, cel::ExprId id)
{
    spend();
    Symbol x = named(f, id);
    if (x.key < 0)
        x.key = key(f, id);
    return x;
}

Symbol Translation::named(const Frame &f, cel::ExprId id)
{
    const cel::Expr &e = (*f.ast)[id];
    if (const auto known = folded(f, id)) {
        Symbol x = constant(*known);
        if (x.kinds & KOther)
            return opaque(f, id, KOther, {});
        return x;
    }
    switch (e.kind) {
    case cel::ExprKind::Literal: break; // folded
    case cel::ExprKind::Ident: return identifier(f, e);
    case cel::ExprKind::Select: {
        const Symbol operand = value(f, e.children[0]);
        if (e.testOnly)
            return test(f, id, operand, e.name, operand.key);
        const Symbol found = select(f, id, operand, e.name, operand.key);
        return e.optional && operand.kinds != KOptional ? optionally(operand, found) : found;
    }
    case cel::ExprKind::Call: return call(f, id);
    case cel::ExprKind::List: return list(f, id);
    case cel::ExprKind::Map: {
        std::vector<Symbol> parts;
        for (const cel::ExprId child : e.children)
            parts.push_back(value(f, child));
        return opaque(f, id, KMap, parts);
    }
    case cel::ExprKind::Macro: return macro(f, id);
    }
    return opaque(f, id, KAny, {});
}

Symbol Translation::identifier(const Frame &f, const cel::Expr &e)
{
    if (const Scope *scope = scopeOf(f.scope, e.name)) {
        if (!scope->value)
            throw Unmodelled{"a variable without a value"};
        return *scope->value;
    }
    const auto meaning = cel::meaningOf(variables::clauseEnvironment(), e.name);
    if (!meaning || meaning->kind != cel::Meaning::Kind::Slot)
        throw Unmodelled{"an unknown name"};
    return d.root(meaning->slot, f.side);
}

Symbol Translation::opaque(const Frame &f, cel::ExprId id, std::uint32_t kinds, const std::vector<Symbol> &parts)
{
    const int number = key(f, id);
    const auto known = m_opaque.find(number);
    if (known != m_opaque.end())
        return known->second;
    Symbol x = d.unknown(kinds, "value", true);
    if (kinds & KDouble)
        x.nan = d.flag("nan");
    for (const Symbol &part : parts)
        d.know(either(negation(part.error), x.error));
    x.key = number;
    return m_opaque.emplace(number, x).first->second;
}

/// The same for what is read from values that are no expressions of their own, such as each side of a choice.
Symbol Translation::derived(const std::string &what, std::uint32_t kinds, const std::vector<Symbol> &parts)
{
    std::string spelled = "derived " + what;
    for (const Symbol &part : parts) {
        if (part.error.is_true() && what != "maybe")
            return errorSymbol(d.solver);
        spelled += ' ' + std::to_string(part.key);
        if (part.key < 0)
            return d.unknown(kinds, "value", true);
    }
    const int number = d.keys.of(spelled);
    const auto known = m_opaque.find(number);
    if (known != m_opaque.end())
        return known->second;
    Symbol x = d.unknown(kinds, "value", true);
    if (kinds & KDouble)
        x.nan = d.flag("nan");
    if (what != "maybe") { // to be absent is no error of an optional
        for (const Symbol &part : parts)
            d.know(either(negation(part.error), x.error));
    }
    x.key = number;
    return m_opaque.emplace(number, x).first->second;
}

/// The value where `error` is not so, else an error. It is no longer the place it was read from: that one has no such error.
Symbol Translation::guarded(const Symbol &x, const Formula &error)
{
    if (error.is_false() || x.error.is_true())
        return x;
    Symbol guard = x;
    guard.error = either(x.error, error);
    guard.key = guard.place = -1;
    guard.constant = nullptr;
    guard.elements.reset();
    if (!(x.kinds & KOptional))
        guard.choice = std::make_shared<Choice>(Choice{negation(error), x, errorSymbol(d.solver)});
    return guard;
}

Symbol Translation::merged(const Frame &f, cel::ExprId id, const Formula &condition, const Symbol &yes, const Symbol &no)
{
    if (condition.is_true() || condition.is_false())
        return condition.is_true() ? yes : no;
    if (no.error.is_true())
        return guarded(yes, negation(condition));
    if (yes.error.is_true())
        return guarded(no, condition);
    if ((yes.kinds | no.kinds) & KOther)
        return d.unknown(KAny, "one of two", true);
    if (((yes.kinds | no.kinds) & KOptional) && (yes.kinds | no.kinds) != KOptional)
        return d.unknown(KAny, "one of two", true);
    Symbol x(d.solver);
    x.kinds = yes.kinds | no.kinds;
    x.error = z3::ite(condition, yes.error, no.error);
    x.kind = z3::ite(condition, yes.kind, no.kind);
    const auto part = [&](std::optional<Formula> Symbol::*of) {
        if (yes.*of && no.*of)
            x.*of = z3::ite(condition, *(yes.*of), *(no.*of));
        else if (yes.*of || no.*of)
            x.*of = yes.*of ? yes.*of : no.*of;
    };
    for (const auto of : {&Symbol::truth, &Symbol::whole, &Symbol::real, &Symbol::text, &Symbol::length, &Symbol::present})
        part(of);
    if (yes.nan || no.nan)
        x.nan = z3::ite(condition, yes.nan.value_or(d.solver.bool_val(false)), no.nan.value_or(d.solver.bool_val(false)));
    x.pieces = std::min(yes.pieces + no.pieces, std::uint32_t{1000});
    if (x.kinds == KOptional)
        x.inner = std::make_shared<Symbol>(merged(f, id, condition, *yes.inner, *no.inner));
    else
        x.choice = std::make_shared<Choice>(Choice{condition, yes, no});
    return x;
}

// Fields and entries --------------------------------------------------------------------------------------------------------------------

Symbol Translation::select(const Frame &f, cel::ExprId id, const Symbol &operand, const std::string &field, int base)
{
    if (operand.kinds == KOptional) {
        const Symbol inner = select(f, id, *operand.inner, field, operand.inner->key);
        return optionally(operand, inner);
    }
    if (operand.kinds & (KOther | KOptional))
        return derived("field " + field, KAny, {operand});
    if (operand.place >= 0)
        return d.field(operand.place, field, f.side,
                       fieldKey(base, field, d.sideMark(d.places[static_cast<std::size_t>(operand.place)], field, f.side)));
    if (operand.constant && operand.constant->isMap()) {
        const Value *member = operand.constant->find(field);
        return member ? constant(*member) : errorSymbol(d.solver);
    }
    if (operand.choice) {
        const Symbol yes = select(f, id, operand.choice->yes, field, operand.choice->yes.key);
        const Symbol no = select(f, id, operand.choice->no, field, operand.choice->no.key);
        return guarded(merged(f, id, operand.choice->condition, yes, no), operand.error);
    }
    if (!(operand.kinds & KMap))
        return errorSymbol(d.solver);
    return derived("field " + field, KAny, {operand});
}

Symbol Translation::test(const Frame &f, cel::ExprId id, const Symbol &operand, const std::string &field, int base)
{
    if (operand.kinds == KOptional) {
        const Symbol inner = test(f, id, *operand.inner, field, operand.inner->key);
        const Answer3 answer = answerOf(inner);
        const Formula fails = both(*operand.present, both(negation(answer.yes), negation(answer.no)));
        return boolSymbol(both(*operand.present, answer.yes), either(operand.error, fails));
    }
    if (operand.place >= 0 && !(operand.kinds & KOther)) {
        const std::string mark = d.sideMark(d.places[static_cast<std::size_t>(operand.place)], field, f.side);
        const Symbol child = d.field(operand.place, field, f.side, fieldKey(base, field, mark));
        return boolSymbol(d.presence(child.place), either(operand.error, negation(isOf(operand, KMap))));
    }
    if (operand.choice) {
        const Symbol yes = test(f, id, operand.choice->yes, field, operand.choice->yes.key);
        const Symbol no = test(f, id, operand.choice->no, field, operand.choice->no.key);
        return guarded(merged(f, id, operand.choice->condition, yes, no), operand.error);
    }
    return derived("has " + field, KBool, {operand});
}

Symbol Translation::index(const Frame &f, cel::ExprId id, const Symbol &operand, const Symbol &position)
{
    if (operand.kinds == KOptional)
        return optionally(operand, index(f, id, *operand.inner, position));
    if ((operand.kinds | position.kinds) & (KOther | KOptional))
        return derived("entry", KAny, {operand, position});
    if (position.constant && position.constant->isString())
        return select(f, id, operand, std::string(position.constant->text()), operand.key);
    if (operand.place >= 0) {
        const Place &place = d.places[static_cast<std::size_t>(operand.place)];
        const cel::Expr &e = (*f.ast)[id];
        const bool plain = !f.scope && e.children.size() == 2;
        const int number = entryKey(operand.key, position.key, d.sideMark(place, {}, f.side));
        return d.entry(operand.place, position, plain ? cel::unparse(*f.ast, e.children[1]) : std::string(), f.side, number);
    }
    if (operand.constant && operand.constant->isMap()) {
        Symbol found = errorSymbol(d.solver);
        for (const Member &member : operand.constant->members()) {
            const Symbol other = constant(member.key);
            found = merged(f, id, equal(position, other), constant(member.value), found);
        }
        return guarded(found, position.error);
    }
    if (operand.elements && position.constant && position.constant->is(ValueKind::Int)) {
        const std::int64_t at = position.constant->asInt();
        if (at < 0 || static_cast<std::size_t>(at) >= operand.elements->size())
            return errorSymbol(d.solver);
        return guarded((*operand.elements)[static_cast<std::size_t>(at)], operand.error);
    }
    if (operand.elements && operand.elements->size() <= 16 && operand.constant) {
        Symbol found = errorSymbol(d.solver);
        for (std::size_t i = operand.elements->size(); i-- > 0;) {
            const Symbol at = constant(Value::integer(static_cast<std::int64_t>(i)));
            found = merged(f, id, equal(position, at), (*operand.elements)[i], found);
        }
        return guarded(found, position.error);
    }
    if (operand.choice) {
        const Symbol yes = index(f, id, operand.choice->yes, position);
        const Symbol no = index(f, id, operand.choice->no, position);
        return guarded(merged(f, id, operand.choice->condition, yes, no), operand.error);
    }
    return derived("entry", KAny, {operand, position});
}

/// What `operand.?field`, `operand[?key]` and `.field` through an optional give, from what `operand.field` gives.
Symbol Translation::optionally(const Symbol &operand, const Symbol &found)
{
    Symbol base = operand;
    Formula outer = d.solver.bool_val(true);
    if (operand.kinds == KOptional) {
        outer = *operand.present;
        base = *operand.inner;
    }
    const bool read = found.place >= 0 && base.place >= 0 && d.places[static_cast<std::size_t>(found.place)].parent == base.place;
    if (!read || (base.kinds & (KOther | KOptional)))
        return derived("maybe", KAny, {operand, found});
    Symbol x(d.solver);
    x.kinds = KOptional;
    x.kind = kindNumber(d.solver, KOptional);
    const Place &place = d.places[static_cast<std::size_t>(found.place)];
    // Absence is no error here; an operand without fields is.
    Formula fits = isOf(base, place.step == Place::Step::Entry ? KSized : KMap);
    if (place.step == Place::Step::Entry) {
        const Formula keyFits = either(isOf(base, KMap), isOf(*place.entry, KNumber));
        fits = both(both(fits, keyFits), negation(place.entry->error));
    }
    x.error = either(operand.error, both(outer, either(base.error, negation(fits))));
    x.present = both(outer, place.present);
    x.inner = std::make_shared<Symbol>(found);
    return x;
}

Symbol Translation::list(const Frame &f, cel::ExprId id)
{
    const cel::Expr &e = (*f.ast)[id];
    std::vector<Symbol> parts;
    for (const cel::ExprId child : e.children)
        parts.push_back(value(f, child));
    if (std::find(e.optionalParts.begin(), e.optionalParts.end(), true) != e.optionalParts.end())
        return opaque(f, id, KList, parts);
    Symbol x(d.solver);
    x.kinds = KList;
    x.kind = kindNumber(d.solver, KList);
    x.length = d.solver.int_val(static_cast<std::uint64_t>(parts.size()));
    for (const Symbol &part : parts)
        x.error = either(x.error, part.error);
    x.elements = std::make_shared<std::vector<Symbol>>(std::move(parts));
    return x;
}

} // namespace mandate::redline
