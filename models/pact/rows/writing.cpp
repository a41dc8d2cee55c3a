// SPDX-License-Identifier: GPL-3.0-or-later
// Rows to a syntax tree, whose text is then the language's own (models/pact/cel/unparse.cpp). No syntax is written here.
#include "models/pact/cel/parser.h"
#include "models/pact/rows/rows.h"
#include "models/pact/rows/spelling.h"

namespace mandate::rows {
namespace {

using cel::ExprId;
using cel::ExprKind;
using cel::MacroKind;

class Writer
{
public:
    std::string text(const Row &row) { return textOf(add(row)); }
    std::string text(const Term &term) { return textOf(add(term)); }

private:
    std::string textOf(ExprId root) { return cel::unparse(m_ast, root); }

    ExprId add(const Row &row)
    {
        return std::visit([this](const auto &is) { return write(is); }, row.is);
    }

    ExprId add(const Term &term)
    {
        return std::visit([this](const auto &is) { return write(is); }, term.is);
    }

    // ---- rows

    ExprId write(const Group &group)
    {
        const bool negative = group.kind == GroupKind::None || group.kind == GroupKind::NotAll;
        const bool all = group.kind == GroupKind::All || group.kind == GroupKind::NotAll;
        std::vector<ExprId> rows;
        rows.reserve(group.rows.size());
        for (const Row &row : group.rows)
            rows.push_back(add(row));
        const ExprId whole = rows.empty()       ? literal(Value::boolean(all))
                             : rows.size() == 1 ? rows.front()
                                                : call(all ? "_&&_" : "_||_", std::move(rows));
        return negative ? negation(whole) : whole;
    }

    ExprId write(const Comparison &comparison)
    {
        const OperatorSpelling &spelling = spellingOf(comparison.op);
        std::vector<ExprId> operands;
        if (spelling.form == CallForm::Sets)
            operands.push_back(variable("sets"));
        operands.push_back(add(comparison.left));
        operands.push_back(add(comparison.right));
        const ExprId whole = call(spelling.function, std::move(operands), spelling.form != CallForm::Global);
        return spelling.op == comparison.op ? whole : negation(whole);
    }

    ExprId write(const Property &property)
    {
        ExprId whole = add(property.of);
        if (property.kind == PropertyKind::Present || property.kind == PropertyKind::Absent) {
            cel::Expr test = m_ast[whole];
            test.testOnly = true;
            whole = m_ast.add(std::move(test));
        }
        return property.kind == PropertyKind::Absent || property.kind == PropertyKind::DoesNotHold ? negation(whole) : whole;
    }

    ExprId write(const Quantified &elements)
    {
        const MacroKind kind = elements.which == Quantifier::Every        ? MacroKind::All
                               : elements.which == Quantifier::ExactlyOne ? MacroKind::ExistsOne
                                                                          : MacroKind::Exists;
        const ExprId whole = macro(kind, add(elements.list), elements.variable, add(*elements.holds));
        return elements.which == Quantifier::None ? negation(whole) : whole;
    }

    ExprId write(const Written &written)
    {
        const Result<cel::Ast> parsed = cel::parse(written.source());
        if (!parsed)
            return variable(written.source()); // never: only what parsed becomes a written row
        const auto before = static_cast<std::uint32_t>(m_ast.size());
        const auto moved = [before](ExprId id) { return ExprId{static_cast<std::uint32_t>(id) + before}; };
        for (std::uint32_t i = 0; i < parsed->size(); ++i) {
            cel::Expr e = (*parsed)[ExprId{i}];
            e.literal = clone(e.literal, m_ast.arena());
            for (ExprId &child : e.children)
                child = moved(child);
            m_ast.add(std::move(e));
        }
        return moved(parsed->root());
    }

    // ---- terms

    ExprId write(const Constant &constant)
    {
        struct ToValue
        {
            Arena &arena;
            Value operator()(Null) const { return Value::null(); }
            Value operator()(bool truth) const { return Value::boolean(truth); }
            Value operator()(std::int64_t number) const { return Value::integer(number); }
            Value operator()(std::uint64_t number) const { return Value::unsignedInteger(number); }
            Value operator()(Decimal number) const { return Value::real(number.value); }
            Value operator()(const std::string &text) const { return Value::string(arena.copy(text)); }
        };
        return literal(std::visit(ToValue{m_ast.arena()}, constant));
    }

    ExprId write(const FieldPath &path)
    {
        ExprId field = variable(path.variable);
        for (const Step &step : path.steps) {
            if (const auto *under = std::get_if<Box<Term>>(&step.part)) {
                field = call(step.optional ? "_[?_]" : "_[_]", {field, add(**under)});
                continue;
            }
            cel::Expr select = node(ExprKind::Select, std::get<std::string>(step.part));
            select.optional = step.optional;
            select.children = {field};
            field = m_ast.add(std::move(select));
        }
        return field;
    }

    ExprId write(const OrElse &field) { return call("orValue", {write(field.path), add(*field.otherwise)}, true); }

    ExprId write(const List &list)
    {
        cel::Expr e = node(ExprKind::List);
        for (const Term &item : list.items)
            e.children.push_back(add(item));
        return m_ast.add(std::move(e));
    }

    ExprId write(const Filtered &elements) { return macro(MacroKind::Filter, add(*elements.list), elements.variable, add(*elements.holds)); }

    ExprId write(const Mapped &elements) { return macro(MacroKind::Map, add(*elements.list), elements.variable, add(*elements.value)); }

    ExprId write(const Reading &reading)
    {
        const FunctionSpelling &spelling = spellingOf(reading.function);
        return call(spelling.name, {add(*reading.of)}, spelling.form == CallForm::Method);
    }

    ExprId write(const Beginning &beginning)
    {
        return call("substring", {add(*beginning.text), literal(Value::integer(0)), literal(Value::integer(beginning.characters))}, true);
    }

    ExprId write(const Arithmetic &arithmetic) { return call(spellingOf(arithmetic.op).function, {add(*arithmetic.left), add(*arithmetic.right)}); }

    // ---- nodes

    static cel::Expr node(ExprKind kind, std::string_view name = {})
    {
        cel::Expr e;
        e.kind = kind;
        e.name = name;
        return e;
    }

    ExprId literal(Value value)
    {
        cel::Expr e = node(ExprKind::Literal);
        e.literal = value;
        return m_ast.add(std::move(e));
    }

    ExprId variable(std::string_view name) { return m_ast.add(node(ExprKind::Ident, name)); }

    ExprId call(std::string_view function, std::vector<ExprId> &&operands, bool member = false)
    {
        cel::Expr e = node(ExprKind::Call, function);
        e.member = member;
        e.children = std::move(operands);
        return m_ast.add(std::move(e));
    }

    ExprId negation(ExprId of) { return call("!_", {of}); }

    ExprId macro(MacroKind kind, ExprId list, const std::string &element, ExprId of)
    {
        cel::Expr e = node(ExprKind::Macro);
        e.macro = kind;
        e.children = {list, of};
        e.variables = {element};
        return m_ast.add(std::move(e));
    }

    cel::Ast m_ast;
};

} // namespace

std::string celOf(const Row &row)
{
    if (const auto *written = std::get_if<Written>(&row.is))
        return written->source();
    return Writer().text(row);
}

std::string celOf(const Row &row, std::string_view typed)
{
    const Result<Row> before = rowsOf(typed);
    return before && *before == row ? std::string(typed) : celOf(row);
}

std::string celOf(const Term &term)
{
    return Writer().text(term);
}

} // namespace mandate::rows
