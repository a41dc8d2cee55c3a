// SPDX-License-Identifier: GPL-3.0-or-later
// Syntax tree to rows. Every construct is read in the one form that writing.cpp writes, or not at all.
#include "models/pact/cel/parser.h"
#include "models/pact/rows/rows.h"
#include "models/pact/rows/spelling.h"
#include "models/pact/variables.h"

#include <algorithm>

namespace mandate::rows {

using cel::ExprKind;
using cel::MacroKind;

class Reader
{
public:
    explicit Reader(const cel::Ast &ast) : m_ast(ast) {}

    Row condition(std::string_view source)
    {
        Row row = rowAt(m_ast.root());
        return std::holds_alternative<Written>(row.is) ? Row{Written(std::string(source))} : row;
    }

private:
    Row rowAt(cel::ExprId id)
    {
        const cel::Expr &e = m_ast[id];
        if (e.kind == ExprKind::Literal && e.literal.is(ValueKind::Bool))
            return group(e.literal.asBool() ? GroupKind::All : GroupKind::Any, {});
        if (isCall(e, "_&&_"))
            return group(GroupKind::All, rowsAt(e.children));
        if (isCall(e, "_||_"))
            return group(GroupKind::Any, rowsAt(e.children));
        if (isCall(e, "!_"))
            return group(GroupKind::None, rowsAt(e.children));
        std::optional<Row> row = e.kind == ExprKind::Macro ? quantifiedAt(e) : e.testOnly ? presentAt(e) : comparisonAt(e);
        if (!row)
            row = holdsAt(id);
        return row ? *std::move(row) : Row{Written(cel::unparse(m_ast, id))};
    }

    std::vector<Row> rowsAt(const std::vector<cel::ExprId> &ids)
    {
        std::vector<Row> rows;
        rows.reserve(ids.size());
        for (const cel::ExprId id : ids)
            rows.push_back(rowAt(id));
        return rows;
    }

    static bool isCall(const cel::Expr &e, std::string_view function) { return e.kind == ExprKind::Call && e.name == function; }

    // ---- rows

    std::optional<Row> quantifiedAt(const cel::Expr &e)
    {
        const bool offered = e.macro == MacroKind::Exists || e.macro == MacroKind::All || e.macro == MacroKind::ExistsOne;
        if (!offered || !mayBind(e))
            return std::nullopt;
        std::optional<Term> list = termAt(e.children[0]);
        if (!list)
            return std::nullopt;
        const Quantifier which = e.macro == MacroKind::Exists ? Quantifier::Any
                                 : e.macro == MacroKind::All  ? Quantifier::Every
                                                              : Quantifier::ExactlyOne;
        const Enclosed element(m_enclosing, e.variables[0]);
        return quantified(which, *std::move(list), e.variables[0], rowAt(e.children[1]));
    }

    std::optional<Row> presentAt(const cel::Expr &e)
    {
        std::optional<FieldPath> path = pathAt(e.children[0]);
        if (!path || isOptional(*path) || e.optional)
            return std::nullopt;
        path->steps.push_back(member(e.name));
        return present(*std::move(path));
    }

    std::optional<Row> comparisonAt(const cel::Expr &e)
    {
        if (e.kind != ExprKind::Call)
            return std::nullopt;
        const bool sets = e.member && e.children.size() == 3 && m_ast[e.children[0]].kind == ExprKind::Ident && m_ast[e.children[0]].name == "sets";
        if (!sets && e.children.size() != 2)
            return std::nullopt;
        const OperatorSpelling *spelling = operatorCalled(e.name, sets ? CallForm::Sets : e.member ? CallForm::Method : CallForm::Global);
        if (!spelling)
            return std::nullopt;
        std::optional<Term> left = termAt(e.children[sets ? 1 : 0]);
        std::optional<Term> right = left ? termAt(e.children.back()) : std::nullopt;
        if (!right)
            return std::nullopt;
        return Row{Comparison{*std::move(left), spelling->op, *std::move(right)}};
    }

    std::optional<Row> holdsAt(cel::ExprId id)
    {
        std::optional<Term> term = fieldAt(id);
        if (!term)
            return std::nullopt;
        return Row{Property{PropertyKind::Holds, *std::move(term)}};
    }

    // ---- terms

    std::optional<Term> termAt(cel::ExprId id)
    {
        const cel::Expr &e = m_ast[id];
        switch (e.kind) {
        case ExprKind::Literal: return constant(e.literal);
        case ExprKind::List: return listAt(e);
        case ExprKind::Macro: return macroAt(e);
        case ExprKind::Map: return std::nullopt;
        case ExprKind::Ident:
        case ExprKind::Select: return fieldAt(id);
        case ExprKind::Call: break;
        }
        if (std::optional<Term> term = fieldAt(id))
            return term;
        if (const ArithmeticSpelling *arithmetic = arithmeticCalled(e.name)) {
            std::optional<Term> left = termAt(e.children[0]);
            std::optional<Term> right = left ? termAt(e.children[1]) : std::nullopt;
            return right ? std::optional(Term{Arithmetic{arithmetic->op, *std::move(left), *std::move(right)}}) : std::nullopt;
        }
        const FunctionSpelling *function = e.children.size() == 1 ? functionCalled(e.name, e.member ? CallForm::Method : CallForm::Global) : nullptr;
        const std::optional<std::int64_t> characters = charactersOf(e);
        if (!function && !characters)
            return std::nullopt;
        std::optional<Term> of = termAt(e.children[0]);
        if (!of)
            return std::nullopt;
        return function ? Term{Reading{function->function, *std::move(of)}} : Term{Beginning{*std::move(of), *characters}};
    }

    static std::optional<Term> constant(const Value &value)
    {
        switch (value.kind()) {
        case ValueKind::Null: return Term{Constant{Null{}}};
        case ValueKind::Bool: return Term{Constant{value.asBool()}};
        case ValueKind::Int: return Term{Constant{value.asInt()}};
        case ValueKind::Uint: return Term{Constant{value.asUint()}};
        case ValueKind::Double: return decimal(value.asDouble());
        case ValueKind::String: return Term{Constant{std::string(value.text())}};
        default: return std::nullopt;
        }
    }

    std::optional<Term> listAt(const cel::Expr &e)
    {
        if (!e.optionalParts.empty())
            return std::nullopt;
        List list;
        list.items.reserve(e.children.size());
        for (const cel::ExprId child : e.children) {
            std::optional<Term> item = termAt(child);
            if (!item)
                return std::nullopt;
            list.items.push_back(*std::move(item));
        }
        return Term{std::move(list)};
    }

    std::optional<Term> macroAt(const cel::Expr &e)
    {
        const bool filter = e.macro == MacroKind::Filter;
        if ((!filter && e.macro != MacroKind::Map) || e.children.size() != 2 || !mayBind(e))
            return std::nullopt;
        std::optional<Term> list = termAt(e.children[0]);
        if (!list)
            return std::nullopt;
        const Enclosed element(m_enclosing, e.variables[0]);
        if (filter)
            return filtered(*std::move(list), e.variables[0], rowAt(e.children[1]));
        std::optional<Term> value = termAt(e.children[1]);
        if (!value)
            return std::nullopt;
        return Term{Mapped{*std::move(list), e.variables[0], *std::move(value)}};
    }

    /// n of `x.substring(0, n)`.
    [[nodiscard]] std::optional<std::int64_t> charactersOf(const cel::Expr &e) const
    {
        if (!e.member || e.name != "substring" || e.children.size() != 3)
            return std::nullopt;
        const std::optional<std::int64_t> from = wholeAt(e.children[1]);
        return from == 0 ? wholeAt(e.children[2]) : std::nullopt;
    }

    [[nodiscard]] std::optional<std::int64_t> wholeAt(cel::ExprId id) const
    {
        const cel::Expr &e = m_ast[id];
        return e.kind == ExprKind::Literal && e.literal.is(ValueKind::Int) ? std::optional(e.literal.asInt()) : std::nullopt;
    }

    // ---- fields

    /// A field, with or without something else in its place.
    std::optional<Term> fieldAt(cel::ExprId id)
    {
        const cel::Expr &e = m_ast[id];
        const bool alternative = isCall(e, "orValue") && e.member && e.children.size() == 2;
        std::optional<FieldPath> path = pathAt(alternative ? e.children[0] : id);
        if (!path || isOptional(*path) != alternative)
            return std::nullopt;
        if (!alternative)
            return Term{*std::move(path)};
        std::optional<Term> otherwise = termAt(e.children[1]);
        return otherwise ? std::optional(orElse(*std::move(path), *std::move(otherwise))) : std::nullopt;
    }

    std::optional<FieldPath> pathAt(cel::ExprId id)
    {
        FieldPath path;
        while (m_ast[id].kind != ExprKind::Ident) {
            std::optional<Step> step = stepAt(m_ast[id]);
            if (!step)
                return std::nullopt;
            path.steps.push_back(*std::move(step));
            id = m_ast[id].children[0];
        }
        path.variable = m_ast[id].name;
        if (path.variable.starts_with('.') || path.variable.starts_with('@'))
            return std::nullopt;
        std::reverse(path.steps.begin(), path.steps.end());
        return path;
    }

    std::optional<Step> stepAt(const cel::Expr &e)
    {
        std::optional<Step> step;
        if (e.kind == ExprKind::Select && !e.testOnly)
            step = member(e.name);
        else if (isCall(e, "_[_]") || isCall(e, "_[?_]"))
            if (std::optional<Term> under = termAt(e.children[1]))
                step = key(*std::move(under));
        if (step)
            step->optional = e.optional || e.name == "_[?_]";
        return step;
    }

    static bool isOptional(const FieldPath &path)
    {
        return std::any_of(path.steps.begin(), path.steps.end(), [](const Step &step) { return step.optional; });
    }

    // ---- elements

    /// Names an element while what holds of it is read.
    class Enclosed
    {
    public:
        Enclosed(std::vector<std::string> &enclosing, const std::string &variable) : m_enclosing(enclosing) { enclosing.push_back(variable); }
        ~Enclosed() { m_enclosing.pop_back(); }
        Enclosed(const Enclosed &) = delete;
        Enclosed &operator=(const Enclosed &) = delete;

    private:
        std::vector<std::string> &m_enclosing;
    };

    [[nodiscard]] bool mayBind(const cel::Expr &macro) const { return macro.variables.size() == 1 && mayName(macro.variables[0], m_enclosing); }

    const cel::Ast &m_ast;
    std::vector<std::string> m_enclosing; ///< elements of the list rows around
};

Result<Row> rowsOf(std::string_view cel)
{
    if (cel.find_first_not_of(" \t\n\r\f") == std::string_view::npos)
        return Row{};
    const Result<cel::Ast> ast = cel::parse(cel);
    if (!ast)
        return ast.error();
    return Reader(*ast).condition(cel);
}

bool mayName(std::string_view variable, std::span<const std::string> enclosing)
{
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    if (variable.empty() || !letter(variable[0]) || cel::isReserved(variable) || variable == "sets")
        return false;
    if (!std::all_of(variable.begin(), variable.end(), [&](char c) { return letter(c) || digit(c); }))
        return false;
    if (variables::clauseEnvironment().slotOf(variable) || variables::factEnvironment().slotOf(variable))
        return false;
    return std::find(enclosing.begin(), enclosing.end(), variable) == enclosing.end();
}

} // namespace mandate::rows
