// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/exports/history.h"

#include "models/pact/cel/ast.h"
#include "models/pact/cel/parser.h"

#include <algorithm>

namespace mandate::exports {

namespace {

using cel::Ast;
using cel::Expr;
using cel::ExprId;
using cel::ExprKind;
using cel::MacroKind;

bool isIdent(const Expr &e, std::string_view name)
{
    return e.kind == ExprKind::Ident && e.name == name;
}

bool isCall(const Expr &e, std::string_view name, std::size_t children, bool member = false)
{
    return e.kind == ExprKind::Call && e.name == name && e.member == member && e.children.size() == children;
}

bool mentions(const Ast &ast, ExprId id, std::string_view name)
{
    const Expr &e = ast[id];
    return isIdent(e, name) || std::any_of(e.children.begin(), e.children.end(), [&](ExprId child) { return mentions(ast, child, name); });
}

void conjuncts(const Ast &ast, ExprId id, std::vector<ExprId> &out)
{
    const Expr &e = ast[id];
    if (e.kind != ExprKind::Call || e.member || e.name != "_&&_") {
        out.push_back(id);
        return;
    }
    for (const ExprId child : e.children)
        conjuncts(ast, child, out);
}

/// Reads one conjunct; `reason` says why it could not.
class Reader
{
public:
    explicit Reader(const Ast &ast) : m_ast(ast) {}

    std::optional<HistoryTest> test(ExprId id)
    {
        const Expr &e = m_ast[id];
        if (isCall(e, "!_", 1)) {
            auto inner = test(e.children[0]);
            if (inner)
                inner->holds = !inner->holds;
            return inner;
        }
        HistoryTest out;
        if (e.kind == ExprKind::Macro && e.macro == MacroKind::Exists && e.variables.size() == 1 && isIdent(m_ast[e.children[0]], "history"))
            return calls(e, out) ? std::optional(out) : std::nullopt;
        if (isCall(e, "_==_", 2) || isCall(e, "_!=_", 2) || isCall(e, "_<_", 2) || isCall(e, "_<=_", 2) || isCall(e, "_>_", 2) ||
            isCall(e, "_>=_", 2))
            return compared(e);
        return refuse("it asks of earlier calls what no temporal operator says");
    }

    std::string reason;

private:
    std::nullopt_t refuse(std::string_view why)
    {
        if (reason.empty())
            reason = why;
        return std::nullopt;
    }

    /// The name of the argument that `id` reads of `of`: of.args.k, of.args['k'], of.args[?'k'].orValue(''); of the present call without `of`.
    std::optional<std::string> argument(ExprId id, std::string_view of) const
    {
        const Expr &e = m_ast[id];
        if (e.member && e.name == "orValue" && e.children.size() == 2)
            return argument(e.children[0], of);
        const auto args = [&](ExprId base) {
            const Expr &b = m_ast[base];
            return of.empty() ? isIdent(b, "args") : b.kind == ExprKind::Select && !b.testOnly && b.name == "args" && isIdent(m_ast[b.children[0]], of);
        };
        if (e.kind == ExprKind::Select && !e.testOnly && args(e.children[0]))
            return e.name;
        if ((isCall(e, "_[_]", 2) || isCall(e, "_[?_]", 2)) && args(e.children[0]) && m_ast[e.children[1]].kind == ExprKind::Literal &&
            m_ast[e.children[1]].literal.isString())
            return std::string(m_ast[e.children[1]].literal.text());
        return std::nullopt;
    }

    std::optional<Term> constant(ExprId id) const
    {
        const Expr &e = m_ast[id];
        if (e.kind != ExprKind::Literal)
            return std::nullopt;
        Term term;
        if (e.literal.isString()) {
            term.kind = Term::Kind::Text;
            term.text = std::string(e.literal.text());
        } else if (e.literal.is(ValueKind::Bool)) {
            term.kind = Term::Kind::Truth;
            term.truth = e.literal.asBool();
        } else {
            return std::nullopt;
        }
        return term;
    }

    bool toolTest(const Expr &e, std::string_view call, HistoryTest &out) const
    {
        const auto isTool = [&](ExprId id) {
            const Expr &t = m_ast[id];
            return t.kind == ExprKind::Select && !t.testOnly && t.name == "tool" && isIdent(m_ast[t.children[0]], call);
        };
        if (!out.tools.empty())
            return false;
        if (isCall(e, "_==_", 2)) {
            for (const std::size_t side : {0U, 1U}) {
                const auto name = constant(e.children[1 - side]);
                if (isTool(e.children[side]) && name && name->kind == Term::Kind::Text) {
                    out.tools = {name->text};
                    return true;
                }
            }
            return false;
        }
        if (!isCall(e, "@in", 2) || !isTool(e.children[0]) || m_ast[e.children[1]].kind != ExprKind::List)
            return false;
        for (const ExprId element : m_ast[e.children[1]].children) {
            const auto name = constant(element);
            if (!name || name->kind != Term::Kind::Text)
                return false;
            if (std::find(out.tools.begin(), out.tools.end(), name->text) == out.tools.end())
                out.tools.push_back(name->text);
        }
        return !out.tools.empty();
    }

    bool sameTest(const Expr &e, std::string_view call, HistoryTest &out) const
    {
        if (!isCall(e, "_==_", 2))
            return false;
        for (const std::size_t side : {0U, 1U}) {
            const auto earlier = argument(e.children[side], call);
            if (!earlier)
                continue;
            const ExprId other = e.children[1 - side];
            SameArgument same{*earlier, argument(other, {}), {}};
            if (const auto value = constant(other); !same.present && value)
                same.constant = *value;
            else if (!same.present)
                return false;
            out.same.push_back(std::move(same));
            return true;
        }
        return false;
    }

    /// The condition of history.exists and history.filter.
    bool calls(const Expr &macro, HistoryTest &out)
    {
        const std::string &call = macro.variables[0];
        std::vector<ExprId> parts;
        conjuncts(m_ast, macro.children[1], parts);
        bool executed = false;
        for (const ExprId part : parts) {
            const Expr &e = m_ast[part];
            if (e.kind == ExprKind::Select && !e.testOnly && e.name == "executed" && isIdent(m_ast[e.children[0]], call)) {
                executed = true;
            } else if (!toolTest(e, call, out) && !sameTest(e, call, out)) {
                refuse("it asks of an earlier call more than its tool and arguments that are the same: " + cel::unparse(m_ast, part));
                return false;
            }
        }
        if (!executed)
            refuse("it counts calls that did not run too, and the dialect records refused and failed calls alike, under another kind of event");
        else if (out.tools.empty())
            refuse("it does not say of which tools the earlier calls are");
        return reason.empty();
    }

    /// Whether `e` is history.filter(h, …), and what it admits.
    bool filtered(const Expr &e, HistoryTest &out)
    {
        return e.kind == ExprKind::Macro && e.macro == MacroKind::Filter && e.variables.size() == 1 && isIdent(m_ast[e.children[0]], "history") &&
               calls(e, out);
    }

    /// size(…) or ….sum() over history.
    bool measured(const Expr &e, HistoryTest &out)
    {
        const bool size = e.kind == ExprKind::Call && e.name == "size" && e.children.size() == 1;
        const bool sum = isCall(e, "sum", 1, true);
        if (!size && !sum)
            return false;
        const Expr *of = &m_ast[e.children[0]];
        if (size && of->kind == ExprKind::Macro) {
            out.form = HistoryTest::Form::Count;
            return filtered(*of, out);
        }
        out.form = sum ? HistoryTest::Form::Sum : HistoryTest::Form::Distinct;
        if (size && !isCall(*of, "distinct", 1, true))
            return false;
        if (size)
            of = &m_ast[of->children[0]];
        if (of->kind != ExprKind::Macro || of->macro != MacroKind::Map || of->children.size() != 2 || of->variables.size() != 1 ||
            !filtered(m_ast[of->children[0]], out))
            return false;
        ExprId value = of->children[1];
        if (sum) {
            const Expr &whole = m_ast[value];
            if (!isCall(whole, "int", 1)) {
                refuse("it adds numbers that may be decimals, where rounding can decide; the dialect adds whole numbers. Write int(…) if they are whole");
                return false;
            }
            value = whole.children[0];
        }
        const auto name = argument(value, of->variables[0]);
        if (!name || m_ast[value].kind == ExprKind::Call) {
            refuse("it takes more of earlier calls than one argument");
            return false;
        }
        out.argument = *name;
        return true;
    }

    std::optional<HistoryTest> compared(const Expr &e)
    {
        for (const std::size_t side : {0U, 1U}) {
            const Expr &bound = m_ast[e.children[1 - side]];
            HistoryTest out;
            if (!measured(m_ast[e.children[side]], out))
                continue;
            if (bound.kind != ExprKind::Literal || !bound.literal.is(ValueKind::Int))
                return refuse("it compares with something that is no whole number");
            std::string op = e.name;
            if (side == 1)
                op = op == "_<_" ? "_>_" : op == "_<=_" ? "_>=_" : op == "_>_" ? "_<_" : op == "_>=_" ? "_<=_" : op;
            const std::int64_t n = bound.literal.asInt();
            const bool nothing = n == 0 && out.form != HistoryTest::Form::Sum;
            if ((op == "_==_" || op == "_!=_") && !nothing)
                return refuse("it asks for an exact number of earlier calls");
            out.least = op == "_>=_" || op == "_<_" ? n : n + 1;
            out.holds = op == "_>=_" || op == "_>_" || op == "_!=_";
            if (out.least < 1 || n > 1'000'000'000'000)
                return refuse("its bound is no number that can be reached by counting");
            if (out.form == HistoryTest::Form::Count && out.least == 1)
                out.form = HistoryTest::Form::Ran;
            if (out.form != HistoryTest::Form::Ran && out.tools.size() > 1)
                return refuse("it counts calls of several tools together, and the dialect counts events of one action");
            return out;
        }
        return refuse("it asks of earlier calls what no temporal operator says");
    }

    const Ast &m_ast;
};

} // namespace

SplitClause splitHistory(const Clause &clause)
{
    SplitClause out{clause, {}, {}};
    const auto ast = cel::parse(clause.when);
    if (!ast || !mentions(*ast, ast->root(), "history"))
        return out;
    std::vector<ExprId> parts;
    conjuncts(*ast, ast->root(), parts);
    std::string rest;
    for (const ExprId part : parts) {
        if (!mentions(*ast, part, "history")) {
            rest += (rest.empty() ? "(" : " && (") + cel::unparse(*ast, part) + ')';
            continue;
        }
        Reader reader(*ast);
        auto test = reader.test(part);
        if (!test) {
            out.reason = "it looks at earlier calls of the session (history), and " + reader.reason;
            return out;
        }
        out.tests.push_back(*std::move(test));
    }
    out.present.when = rest.empty() ? "true" : rest;
    return out;
}

} // namespace mandate::exports
