// SPDX-License-Identifier: GPL-3.0-or-later
// Syntax tree back to source text, with no more parentheses than needed. Not a prose rendering.
#include "models/pact/cel/ast.h"
#include "models/pact/cel/describe.h"
#include "models/pact/cel/macros.h"

#include <algorithm>
#include <array>

namespace mandate::cel {
namespace {

struct Infix {
    std::string_view function;
    std::string_view symbol;
    int precedence;
};

constexpr std::array infixes{
    Infix{"_||_", " || ", 1}, Infix{"_&&_", " && ", 2}, Infix{"_==_", " == ", 3}, Infix{"_!=_", " != ", 3}, Infix{"_<_", " < ", 3},
    Infix{"_<=_", " <= ", 3}, Infix{"_>_", " > ", 3},   Infix{"_>=_", " >= ", 3}, Infix{"@in", " in ", 3},  Infix{"_+_", " + ", 4},
    Infix{"_-_", " - ", 4},   Infix{"_*_", " * ", 5},   Infix{"_/_", " / ", 5},   Infix{"_%_", " % ", 5},
};

constexpr int conditionalPrecedence = 0;
constexpr int unaryPrecedence = 6;
constexpr int memberPrecedence = 7;

const Infix *infixOf(const Expr &expression)
{
    if (expression.kind != ExprKind::Call || expression.member)
        return nullptr;
    const auto *found = std::find_if(infixes.begin(), infixes.end(), [&](const Infix &i) { return i.function == expression.name; });
    return found == infixes.end() ? nullptr : found;
}

bool isNumber(const Expr &expression)
{
    return expression.kind == ExprKind::Literal
           && (expression.literal.is(ValueKind::Int) || expression.literal.is(ValueKind::Double) || expression.literal.is(ValueKind::Uint));
}

int precedenceOf(const Expr &expression)
{
    if (const Infix *infix = infixOf(expression))
        return infix->precedence;
    if (expression.kind == ExprKind::Call && expression.name == "_?_:_")
        return conditionalPrecedence;
    if (expression.kind == ExprKind::Call && (expression.name == "!_" || expression.name == "-_"))
        return unaryPrecedence;
    if (isNumber(expression) && literalText(expression.literal).starts_with('-'))
        return unaryPrecedence;
    return memberPrecedence;
}

std::string fieldName(const std::string &name)
{
    const bool plain = !name.empty() && !(name[0] >= '0' && name[0] <= '9') && name != "in" && name != "true" && name != "false"
                       && name != "null" && name.find_first_of(".-/ ") == std::string::npos;
    return plain ? name : '`' + name + '`';
}

class Writer
{
public:
    explicit Writer(const Ast &ast) : m_ast(ast) {}

    void write(ExprId id, int atLeast = conditionalPrecedence)
    {
        const bool parentheses = precedenceOf(m_ast[id]) < atLeast;
        m_out += parentheses ? "(" : "";
        bare(m_ast[id]);
        m_out += parentheses ? ")" : "";
    }

    std::string take() { return std::move(m_out); }

private:
    void bare(const Expr &e)
    {
        switch (e.kind) {
        case ExprKind::Literal: m_out += literalText(e.literal); return;
        case ExprKind::Ident: m_out += spellVariable(e.name); return;
        case ExprKind::Select: select(e); return;
        case ExprKind::Call: call(e); return;
        case ExprKind::List:
            m_out += '[';
            for (std::size_t i = 0; i < e.children.size(); ++i) {
                m_out += i ? ", " : "";
                m_out += optionalAt(e, i) ? "?" : "";
                write(e.children[i]);
            }
            m_out += ']';
            return;
        case ExprKind::Map:
            m_out += '{';
            for (std::size_t i = 0; i + 1 < e.children.size(); i += 2) {
                m_out += i ? ", " : "";
                m_out += optionalAt(e, i / 2) ? "?" : "";
                write(e.children[i]);
                m_out += ": ";
                write(e.children[i + 1]);
            }
            m_out += '}';
            return;
        case ExprKind::Macro: macro(e); return;
        }
    }

    static bool optionalAt(const Expr &e, std::size_t i) { return i < e.optionalParts.size() && e.optionalParts[i]; }

    void select(const Expr &e)
    {
        m_out += e.testOnly ? "has(" : "";
        write(e.children[0], memberPrecedence);
        m_out += e.optional ? ".?" : ".";
        m_out += fieldName(e.name);
        m_out += e.testOnly ? ")" : "";
    }

    void arguments(const Expr &e, std::size_t first)
    {
        m_out += '(';
        for (std::size_t i = first; i < e.children.size(); ++i) {
            m_out += i > first ? ", " : "";
            write(e.children[i]);
        }
        m_out += ')';
    }

    void call(const Expr &e)
    {
        if (const Infix *infix = infixOf(e)) {
            for (std::size_t i = 0; i < e.children.size(); ++i) {
                m_out += i ? infix->symbol : "";
                const bool flat = infix->precedence <= 2;
                write(e.children[i], i || flat ? infix->precedence + 1 : infix->precedence);
            }
        } else if (e.name == "_?_:_") {
            write(e.children[0], 1);
            m_out += " ? ";
            write(e.children[1], 1);
            m_out += " : ";
            write(e.children[2], conditionalPrecedence);
        } else if (e.name == "!_" || e.name == "-_") {
            m_out += e.name[0];
            const std::size_t begin = m_out.size();
            write(e.children[0], isNumber(m_ast[e.children[0]]) ? memberPrecedence + 1 : unaryPrecedence);
            if (e.name == "-_" && m_out[begin] >= '0' && m_out[begin] <= '9') // else the minus would belong to the number
                m_out.insert(begin, 1, '(').push_back(')');
        } else if (e.name == "_[_]" || e.name == "_[?_]") {
            write(e.children[0], memberPrecedence);
            m_out += e.name == "_[_]" ? "[" : "[?";
            write(e.children[1]);
            m_out += ']';
        } else {
            if (e.member) {
                write(e.children[0], memberPrecedence);
                m_out += '.';
            }
            m_out += e.name;
            arguments(e, e.member ? 1 : 0);
        }
    }

    void macro(const Expr &e)
    {
        if (e.macro == MacroKind::Block) {
            m_out += "cel.block([";
            for (std::size_t i = 0; i + 1 < e.children.size(); ++i) {
                m_out += i ? ", " : "";
                write(e.children[i]);
            }
            m_out += "], ";
            write(e.children.back());
            m_out += ')';
            return;
        }
        const bool bind = e.macro == MacroKind::Bind;
        if (bind)
            m_out += "cel";
        else
            write(e.children[0], memberPrecedence);
        m_out += '.';
        m_out += macroName(e);
        m_out += '(';
        for (std::size_t i = 0; i < e.variables.size(); ++i)
            m_out += (i ? ", " : "") + spellVariable(e.variables[i]);
        for (std::size_t i = bind ? 0 : 1; i < e.children.size(); ++i) {
            m_out += ", ";
            write(e.children[i]);
        }
        m_out += ')';
    }

    const Ast &m_ast;
    std::string m_out;
};

} // namespace

std::string unparse(const Ast &ast, ExprId id)
{
    Writer writer(ast);
    writer.write(id);
    return writer.take();
}

std::string unparse(const Ast &ast)
{
    return unparse(ast, ast.root());
}

} // namespace mandate::cel
