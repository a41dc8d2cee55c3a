// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/cel/parser.h"

#include "models/pact/cel/lexer.h"
#include "models/pact/cel/macros.h"
#include "models/pact/cel/number.h"
#include "models/pact/cel/text.h"

#include <algorithm>
#include <array>

namespace mandate::cel {
namespace {

constexpr std::array<std::string_view, 21> reservedWords{
    "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function",
    "if",   "import", "let", "loop", "package", "namespace", "return", "var", "void", "while"};

struct BinaryOperator {
    std::string_view symbol;
    std::string_view function;
    int precedence;
};

constexpr int orPrecedence = 1;
constexpr int andPrecedence = 2;

constexpr std::array binaryOperators{
    BinaryOperator{"||", "_||_", orPrecedence}, BinaryOperator{"&&", "_&&_", andPrecedence}, BinaryOperator{"==", "_==_", 3},
    BinaryOperator{"!=", "_!=_", 3}, BinaryOperator{"<", "_<_", 3}, BinaryOperator{"<=", "_<=_", 3}, BinaryOperator{">", "_>_", 3},
    BinaryOperator{">=", "_>=_", 3}, BinaryOperator{"in", "@in", 3}, BinaryOperator{"+", "_+_", 4}, BinaryOperator{"-", "_-_", 4},
    BinaryOperator{"*", "_*_", 5}, BinaryOperator{"/", "_/_", 5}, BinaryOperator{"%", "_%_", 5},
};

class Parser
{
public:
    explicit Parser(std::string_view source) : m_source(source), m_lexer(source) {}

    Result<Ast> run()
    {
        if (Result<void> first = advance(); !first)
            return std::move(first).error();
        if (m_token.kind == TokenKind::End)
            return failure(0, "The condition is empty", "Write a condition such as args.amount > 500.0");
        Result<ExprId> root = expression();
        if (!root)
            return std::move(root).error();
        if (m_token.kind != TokenKind::End)
            return unexpected("the end of the condition or an operator");
        m_ast.setRoot(*root);
        return std::move(m_ast);
    }

private:
    // ---- tokens
    Result<void> advance()
    {
        Result<Token> next = m_lexer.next();
        if (!next)
            return std::move(next).error();
        m_token = std::move(next).value();
        return {};
    }

    [[nodiscard]] bool at(std::string_view symbol) const { return m_token.kind == TokenKind::Symbol && m_token.text == symbol; }

    /// Consumes `symbol` if it is next: true, false, or a lexical error in what follows.
    Result<bool> accept(std::string_view symbol)
    {
        if (!at(symbol))
            return false;
        if (Result<void> next = advance(); !next)
            return std::move(next).error();
        return true;
    }

    Result<void> expect(std::string_view symbol, std::string_view why)
    {
        if (!at(symbol))
            return unexpected("\"" + std::string(symbol) + "\" " + std::string(why));
        return advance();
    }

    // ---- errors
    [[nodiscard]] Error failure(std::size_t offset, std::string happened, std::string remedy) const
    {
        return conditionError(m_source, offset, "MND-CEL-001", std::move(happened), std::move(remedy));
    }

    [[nodiscard]] Error unexpected(const std::string &wanted) const
    {
        const bool ends = m_token.kind == TokenKind::End;
        const std::string found = ends ? "the condition ends" : "\"" + std::string(m_token.text.substr(0, 40)) + "\" stands";
        return failure(m_token.offset, "Here " + found + " where " + wanted + " was expected",
                       "Complete or correct the condition at this place");
    }

    [[nodiscard]] Error tooDeep(std::size_t offset) const
    {
        return conditionError(m_source, offset, "MND-CEL-002",
                              "The condition is nested more than " + std::to_string(Ast::maximumHeight) + " levels deep",
                              "Split it into several clauses");
    }

    [[nodiscard]] Error notOffered(std::size_t offset, const std::string &construct, std::string remedy) const
    {
        return conditionError(m_source, offset, "MND-CEL-003", construct + ", which Mandate does not offer", std::move(remedy));
    }

    // ---- nodes
    Result<ExprId> add(Expr node)
    {
        const std::uint32_t offset = node.offset;
        return checked(m_ast.add(std::move(node)), offset);
    }

    Result<ExprId> checked(ExprId id, std::size_t offset) const
    {
        if (m_ast[id].height > Ast::maximumHeight)
            return tooDeep(offset);
        return id;
    }

    static Expr call(std::string_view function, std::vector<ExprId> arguments, std::uint32_t offset)
    {
        Expr node;
        node.kind = ExprKind::Call;
        node.name = function;
        node.children = std::move(arguments);
        node.offset = offset;
        return node;
    }

    Result<ExprId> literal(Value value, std::uint32_t offset)
    {
        Expr node;
        node.offset = offset;
        node.literal = value;
        return add(std::move(node));
    }

    // ---- grammar
    Result<ExprId> expression()
    {
        if (m_depth >= Ast::maximumHeight)
            return tooDeep(m_token.offset);
        ++m_depth;
        Result<ExprId> result = conditional();
        --m_depth;
        return result;
    }

    Result<ExprId> conditional()
    {
        Result<ExprId> condition = binary(orPrecedence);
        if (!condition || !at("?"))
            return condition;
        const std::uint32_t offset = m_token.offset;
        if (Result<void> next = advance(); !next)
            return std::move(next).error();
        Result<ExprId> yes = binary(orPrecedence);
        if (!yes)
            return yes;
        if (Result<void> colon = expect(":", "of the conditional \"? :\""); !colon)
            return std::move(colon).error();
        Result<ExprId> no = expression();
        if (!no)
            return no;
        return add(call("_?_:_", {*condition, *yes, *no}, offset));
    }

    [[nodiscard]] const BinaryOperator *binaryOperator() const
    {
        if (m_token.kind != TokenKind::Symbol && !(m_token.kind == TokenKind::Identifier && m_token.text == "in"))
            return nullptr;
        for (const BinaryOperator &candidate : binaryOperators) {
            if (candidate.symbol == m_token.text)
                return &candidate;
        }
        return nullptr;
    }

    /// Precedence climbing; && and || become one call over all their operands, so that long lists stay flat.
    Result<ExprId> binary(int minimum)
    {
        Result<ExprId> left = unary();
        while (left) {
            const BinaryOperator *op = binaryOperator();
            if (!op || op->precedence < minimum)
                return left;
            std::vector<ExprId> operands{*left};
            const std::uint32_t offset = m_token.offset;
            const bool flat = op->precedence <= andPrecedence;
            do {
                if (Result<void> next = advance(); !next)
                    return std::move(next).error();
                Result<ExprId> right = binary(op->precedence + 1);
                if (!right)
                    return right;
                operands.push_back(*right);
            } while (flat && binaryOperator() == op);
            left = add(call(op->function, std::move(operands), offset));
        }
        return left;
    }

    Result<ExprId> unary()
    {
        std::vector<std::pair<std::string_view, std::uint32_t>> prefixes; // "!_" or "-_", with where it stands
        bool negativeNumber = false;
        while (at("!") || at("-")) {
            const bool minus = at("-");
            prefixes.emplace_back(minus ? "-_" : "!_", m_token.offset);
            if (prefixes.size() > Ast::maximumHeight)
                return tooDeep(m_token.offset);
            if (Result<void> next = advance(); !next)
                return std::move(next).error();
            negativeNumber = minus && (m_token.kind == TokenKind::Int || m_token.kind == TokenKind::Double);
        }
        if (negativeNumber)
            prefixes.pop_back();
        Result<ExprId> operand = member(negativeNumber);
        while (operand && !prefixes.empty()) {
            operand = add(call(prefixes.back().first, {*operand}, prefixes.back().second));
            prefixes.pop_back();
        }
        return operand;
    }

    Result<ExprId> member(bool negative)
    {
        Result<ExprId> operand = primary(negative);
        while (operand) {
            const std::uint32_t offset = m_token.offset;
            if (at(".")) {
                operand = selectOrCall(*operand, offset);
            } else if (at("[")) {
                operand = index(*operand, offset);
            } else if (at("{") && !qualifiedName(m_ast, *operand).empty()) {
                return notOffered(m_ast[*operand].offset,
                                  "The condition builds a protobuf message, " + qualifiedName(m_ast, *operand) + "{…}",
                                  "Compare the fields themselves, or build a map: {\"field\": value}");
            } else {
                return operand;
            }
        }
        return operand;
    }

    Result<ExprId> index(ExprId operand, std::uint32_t offset)
    {
        if (Result<void> open = advance(); !open)
            return std::move(open).error();
        const Result<bool> optional = accept("?");
        if (!optional)
            return optional.error();
        Result<ExprId> key = expression();
        if (!key)
            return key;
        if (Result<void> close = expect("]", "after the key"); !close)
            return std::move(close).error();
        return add(call(*optional ? "_[?_]" : "_[_]", {operand, *key}, offset));
    }

    Result<ExprId> selectOrCall(ExprId operand, std::uint32_t offset)
    {
        if (Result<void> dot = advance(); !dot)
            return std::move(dot).error();
        const Result<bool> optional = accept("?");
        if (!optional)
            return optional.error();
        const bool quotedName = m_token.kind == TokenKind::QuotedIdentifier;
        if (m_token.kind != TokenKind::Identifier && !quotedName)
            return unexpected("the name of a field or function");
        const std::string name = quotedName ? m_token.decoded : std::string(m_token.text);
        if (!quotedName && (name == "in" || name == "true" || name == "false" || name == "null"))
            return unexpected("the name of a field (write [\"" + name + "\"] for a field of this name)");
        const std::uint32_t nameOffset = m_token.offset;
        if (Result<void> next = advance(); !next)
            return std::move(next).error();
        if (at("(") && !*optional && !quotedName)
            return invocation(name, operand, nameOffset);
        Expr node;
        node.kind = ExprKind::Select;
        node.name = name;
        node.optional = *optional;
        node.children = {operand};
        node.offset = offset;
        return add(std::move(node));
    }

    /// The arguments of a call whose name was read; "(" is next.
    Result<ExprId> invocation(const std::string &name, std::optional<ExprId> target, std::uint32_t offset)
    {
        Result<std::vector<ExprId>> arguments = sequence(")", "after the arguments", nullptr);
        if (!arguments)
            return std::move(arguments).error();
        if (std::optional<Result<ExprId>> macro = expandMacro(m_ast, m_source, name, target, *arguments, offset)) {
            if (!*macro)
                return *std::move(macro);
            return checked(**macro, offset);
        }
        Expr node = call(name, {}, offset);
        node.member = target.has_value();
        if (target)
            node.children.push_back(*target);
        node.children.insert(node.children.end(), arguments->begin(), arguments->end());
        return add(std::move(node));
    }

    /// Expressions between an opening symbol, which is next, and `close`. A trailing comma is allowed in literals only.
    Result<std::vector<ExprId>> sequence(std::string_view close, std::string_view why, std::vector<bool> *optionalParts)
    {
        if (Result<void> open = advance(); !open)
            return std::move(open).error();
        std::vector<ExprId> parts;
        bool anyOptional = false;
        while (!at(close)) {
            bool optional = false;
            if (optionalParts) {
                const Result<bool> mark = accept("?");
                if (!mark)
                    return mark.error();
                optional = *mark;
                optionalParts->push_back(optional);
                anyOptional = anyOptional || optional;
            }
            Result<ExprId> part = expression();
            if (!part)
                return std::move(part).error();
            parts.push_back(*part);
            if (!at(","))
                break;
            if (Result<void> comma = advance(); !comma)
                return std::move(comma).error();
            if (at(close) && !optionalParts)
                return unexpected("another argument");
        }
        if (optionalParts && !anyOptional)
            optionalParts->clear();
        if (Result<void> end = expect(close, why); !end)
            return std::move(end).error();
        return parts;
    }

    Result<ExprId> primary(bool negative)
    {
        const Token token = m_token;
        switch (token.kind) {
        case TokenKind::Int:
        case TokenKind::Uint:
        case TokenKind::Double: return number(token, negative);
        case TokenKind::String:
        case TokenKind::Bytes: {
            if (Result<void> next = advance(); !next)
                return std::move(next).error();
            const std::string_view content = m_ast.arena().copy(token.decoded);
            return literal(token.kind == TokenKind::String ? Value::string(content) : Value::bytes(content), token.offset);
        }
        case TokenKind::Identifier: return identifier(false);
        case TokenKind::QuotedIdentifier:
            return failure(token.offset, "A name in back quotes can only follow a dot", "Write record.`field-name`");
        case TokenKind::Symbol: break;
        case TokenKind::End: return unexpected("a value");
        }
        if (token.text == "(")
            return parenthesised();
        if (token.text == "[")
            return list(token.offset);
        if (token.text == "{")
            return map(token.offset);
        if (token.text == ".") {
            if (Result<void> next = advance(); !next)
                return std::move(next).error();
            if (m_token.kind != TokenKind::Identifier)
                return unexpected("a name");
            return identifier(true);
        }
        return unexpected("a value");
    }

    Result<ExprId> parenthesised()
    {
        if (Result<void> open = advance(); !open)
            return std::move(open).error();
        Result<ExprId> inner = expression();
        if (!inner)
            return inner;
        if (Result<void> close = expect(")", "to close the parenthesis"); !close)
            return std::move(close).error();
        return inner;
    }

    Result<ExprId> list(std::uint32_t offset)
    {
        Expr node;
        node.kind = ExprKind::List;
        node.offset = offset;
        Result<std::vector<ExprId>> elements = sequence("]", "to close the list", &node.optionalParts);
        if (!elements)
            return std::move(elements).error();
        node.children = std::move(elements).value();
        return add(std::move(node));
    }

    Result<ExprId> map(std::uint32_t offset)
    {
        if (Result<void> open = advance(); !open)
            return std::move(open).error();
        Expr node;
        node.kind = ExprKind::Map;
        node.offset = offset;
        while (!at("}")) {
            const Result<bool> optional = accept("?");
            if (!optional)
                return optional.error();
            node.optionalParts.push_back(*optional);
            Result<ExprId> key = expression();
            if (!key)
                return key;
            if (Result<void> colon = expect(":", "between key and value"); !colon)
                return std::move(colon).error();
            Result<ExprId> value = expression();
            if (!value)
                return value;
            node.children.push_back(*key);
            node.children.push_back(*value);
            const Result<bool> comma = accept(",");
            if (!comma)
                return comma.error();
            if (!*comma)
                break;
        }
        if (Result<void> close = expect("}", "to close the map"); !close)
            return std::move(close).error();
        if (std::find(node.optionalParts.begin(), node.optionalParts.end(), true) == node.optionalParts.end())
            node.optionalParts.clear();
        return add(std::move(node));
    }

    Result<ExprId> identifier(bool rooted)
    {
        const Token token = m_token;
        if (Result<void> next = advance(); !next)
            return std::move(next).error();
        if (!rooted && token.text == "true")
            return literal(Value::boolean(true), token.offset);
        if (!rooted && token.text == "false")
            return literal(Value::boolean(false), token.offset);
        if (!rooted && token.text == "null")
            return literal(Value::null(), token.offset);
        if (isReserved(token.text)) {
            return failure(token.offset, "The word \"" + std::string(token.text) + "\" is reserved and cannot name a variable or function",
                           "Use another name; a field of this name can be read as record[\"" + std::string(token.text) + "\"]");
        }
        const std::string name = (rooted ? "." : "") + std::string(token.text);
        if (at("("))
            return invocation(name, std::nullopt, token.offset);
        Expr node;
        node.kind = ExprKind::Ident;
        node.name = name;
        node.offset = token.offset;
        return add(std::move(node));
    }

    Result<ExprId> number(const Token &token, bool negative)
    {
        if (Result<void> next = advance(); !next)
            return std::move(next).error();
        Result<Value> value = numberValue(m_source, token, negative);
        if (!value)
            return std::move(value).error();
        return literal(*value, token.offset);
    }

    std::string_view m_source;
    Lexer m_lexer;
    Token m_token;
    Ast m_ast;
    std::uint32_t m_depth = 0;
};

} // namespace

bool isReserved(std::string_view word)
{
    return std::find(reservedWords.begin(), reservedWords.end(), word) != reservedWords.end();
}

Result<Ast> parse(std::string_view source)
{
    if (source.size() > maximumSourceBytes) {
        return conditionError({}, 0, "MND-CEL-002", "The condition is longer than 64 KiB", "Split it into several clauses");
    }
    if (!text::isUtf8(source))
        return conditionError({}, 0, "MND-CEL-001", "The condition is not valid UTF-8 text", "Save it as UTF-8");
    return Parser(source).run();
}

} // namespace mandate::cel
