// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/cel/parser.h"

#include "models/pact/cel/lexer.h"
#include "models/pact/cel/macros.h"
#include "models/pact/cel/number.h"
#include "models/pact/cel/text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace mandate::cel {
namespace {

constexpr std::array<std::string_view, 21> reservedWords{"true",     "false",   "null",      "in",       "as",  "break",  "const",
                                                         "continue", "else",    "for",       "function", "if",  "import", "let",
                                                         "loop",     "package", "namespace", "return",   "var", "void",   "while"};

struct BinaryOperator
{
    std::string_view symbol;
    std::string_view function;
    int precedence;
};

constexpr int orPrecedence = 1;
constexpr int andPrecedence = 2;

constexpr std::array binaryOperators{
    BinaryOperator{"||", "_||_", orPrecedence},
    BinaryOperator{"&&", "_&&_", andPrecedence},
    BinaryOperator{"==", "_==_", 3},
    BinaryOperator{"!=", "_!=_", 3},
    BinaryOperator{"<", "_<_", 3},
    BinaryOperator{"<=", "_<=_", 3},
    BinaryOperator{">", "_>_", 3},
    BinaryOperator{">=", "_>=_", 3},
    BinaryOperator{"in", "@in", 3},
    BinaryOperator{"+", "_+_", 4},
    BinaryOperator{"-", "_-_", 4},
    BinaryOperator{"*", "_*_", 5},
    BinaryOperator{"/", "_/_", 5},
    BinaryOperator{"%", "_%_", 5},
};

/// A node, or nothing once the parser has failed. Small, for it lives in the stack frames of every level: the error itself is kept once.
using Parsed = std::optional<ExprId>;

/// Every nested construct comes through expression(), which bounds the depth. What is built on the way (tokens, nodes, sentences of errors)
/// is built in functions that stay outside those frames, so that the deepest condition needs little stack in every kind of build.
class Parser
{
public:
    explicit Parser(std::string_view source) : m_source(source), m_lexer(source) {}

    Result<Ast> run()
    {
        if (const Parsed root = whole()) {
            m_ast.setRoot(*root);
            return std::move(m_ast);
        }
        return *std::move(m_error);
    }

private:
    Parsed whole()
    {
        if (!advance())
            return {};
        if (m_token.kind == TokenKind::End)
            return failure(0, "The condition is empty", "Write a condition such as args.amount > 500.0");
        const Parsed root = expression();
        if (root && m_token.kind != TokenKind::End)
            return unexpected("the end of the condition or an operator");
        return root;
    }

    // ---- tokens
    [[gnu::noinline]] bool advance()
    {
        Result<Token> next = m_lexer.next();
        if (next)
            m_token = std::move(next).value();
        else
            m_error = std::move(next).error();
        return next.ok();
    }

    [[nodiscard]] bool at(std::string_view symbol) const { return m_token.kind == TokenKind::Symbol && m_token.text == symbol; }

    /// Consumes `symbol`, and sets `found`, if it is next; false when what follows is no token.
    bool accept(std::string_view symbol, bool &found)
    {
        found = at(symbol);
        return !found || advance();
    }

    /// Consumes `symbol`; false when something else is next.
    [[gnu::noinline]] bool expect(std::string_view symbol, std::string_view why)
    {
        if (at(symbol))
            return advance();
        unexpected("\"" + std::string(symbol) + "\" " + std::string(why));
        return false;
    }

    // ---- errors: the first one counts, and everything ends with it
    [[gnu::noinline, gnu::cold]] Parsed fail(Error error)
    {
        m_error = std::move(error);
        return {};
    }

    [[gnu::noinline, gnu::cold]] Parsed failure(std::size_t offset, std::string_view happened, std::string_view remedy)
    {
        return fail(conditionError(m_source, offset, "MND-CEL-001", std::string(happened), std::string(remedy)));
    }

    [[gnu::noinline, gnu::cold]] Parsed unexpected(std::string_view wanted)
    {
        const bool ends = m_token.kind == TokenKind::End;
        const std::string found = ends ? "the condition ends" : "\"" + std::string(m_token.text.substr(0, 40)) + "\" stands";
        return failure(m_token.offset, "Here " + found + " where " + std::string(wanted) + " was expected",
                       "Complete or correct the condition at this place");
    }

    [[gnu::noinline, gnu::cold]] Parsed tooDeep(std::size_t offset)
    {
        return fail(conditionError(m_source, offset, "MND-CEL-002",
                                   "The condition is nested more than " + std::to_string(Ast::maximumHeight) + " levels deep",
                                   "Split it into several clauses"));
    }

    [[gnu::noinline, gnu::cold]] Parsed protobufMessage(ExprId name)
    {
        return fail(conditionError(m_source, m_ast[name].offset, "MND-CEL-003",
                                   "The condition builds a protobuf message, " + qualifiedName(m_ast, name) + "{…}, which Mandate does not offer",
                                   "Compare the fields themselves, or build a map: {\"field\": value}"));
    }

    [[gnu::noinline, gnu::cold]] Parsed keywordAsField(std::string_view name)
    {
        return unexpected("the name of a field (write [\"" + std::string(name) + "\"] for a field of this name)");
    }

    [[gnu::noinline, gnu::cold]] Parsed reservedWord()
    {
        const std::string word(m_token.text);
        return failure(m_token.offset, "The word \"" + word + "\" is reserved and cannot name a variable or function",
                       "Use another name; a field of this name can be read as record[\"" + word + "\"]");
    }

    // ---- nodes
    Parsed checked(ExprId id, std::size_t offset)
    {
        if (m_ast[id].height > Ast::maximumHeight)
            return tooDeep(offset);
        return id;
    }

    Parsed add(Expr node)
    {
        const std::uint32_t offset = node.offset;
        return checked(m_ast.add(std::move(node)), offset);
    }

    [[gnu::noinline]] Parsed addCall(std::string_view function, std::vector<ExprId> &&arguments, std::uint32_t offset, bool member = false)
    {
        Expr node;
        node.kind = ExprKind::Call;
        node.name = function;
        node.member = member;
        node.children = std::move(arguments);
        node.offset = offset;
        return add(std::move(node));
    }

    [[gnu::noinline]] Parsed addSelect(ExprId operand, std::string &&name, bool optional, std::uint32_t offset)
    {
        Expr node;
        node.kind = ExprKind::Select;
        node.name = std::move(name);
        node.optional = optional;
        node.children = {operand};
        node.offset = offset;
        return add(std::move(node));
    }

    [[gnu::noinline]] Parsed addIdent(std::string &&name, std::uint32_t offset)
    {
        Expr node;
        node.kind = ExprKind::Ident;
        node.name = std::move(name);
        node.offset = offset;
        return add(std::move(node));
    }

    /// A list or map literal.
    [[gnu::noinline]] Parsed addParts(ExprKind kind, std::vector<ExprId> &&parts, std::vector<bool> &&optionalParts, std::uint32_t offset)
    {
        Expr node;
        node.kind = kind;
        node.children = std::move(parts);
        if (std::find(optionalParts.begin(), optionalParts.end(), true) != optionalParts.end())
            node.optionalParts = std::move(optionalParts);
        node.offset = offset;
        return add(std::move(node));
    }

    [[gnu::noinline]] Parsed addLiteral(Value value, std::uint32_t offset)
    {
        Expr node;
        node.offset = offset;
        node.literal = value;
        return add(std::move(node));
    }

    // ---- grammar
    [[gnu::noinline]] Parsed expression()
    {
        if (m_depth >= Ast::maximumHeight)
            return tooDeep(m_token.offset);
        ++m_depth;
        const Parsed result = conditional();
        --m_depth;
        return result;
    }

    Parsed conditional()
    {
        const Parsed condition = binary(orPrecedence);
        if (!condition || !at("?"))
            return condition;
        const std::uint32_t offset = m_token.offset;
        if (!advance())
            return {};
        const Parsed yes = binary(orPrecedence);
        if (!yes || !expect(":", "of the conditional \"? :\""))
            return {};
        const Parsed no = expression();
        if (!no)
            return {};
        return addCall("_?_:_", {*condition, *yes, *no}, offset);
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
    [[gnu::noinline]] Parsed binary(int minimum)
    {
        Parsed left = unary();
        while (left) {
            const BinaryOperator *op = binaryOperator();
            if (!op || op->precedence < minimum)
                return left;
            std::vector<ExprId> operands{*left};
            const std::uint32_t offset = m_token.offset;
            const bool flat = op->precedence <= andPrecedence;
            do {
                if (!advance())
                    return {};
                const Parsed right = binary(op->precedence + 1);
                if (!right)
                    return {};
                operands.push_back(*right);
            } while (flat && binaryOperator() == op);
            left = addCall(op->function, std::move(operands), offset);
        }
        return left;
    }

    [[gnu::noinline]] Parsed unary()
    {
        std::vector<std::pair<std::string_view, std::uint32_t>> prefixes; // "!_" or "-_", with where it stands
        bool negativeNumber = false;
        while (at("!") || at("-")) {
            const bool minus = at("-");
            prefixes.emplace_back(minus ? "-_" : "!_", m_token.offset);
            if (prefixes.size() > Ast::maximumHeight)
                return tooDeep(m_token.offset);
            if (!advance())
                return {};
            negativeNumber = minus && (m_token.kind == TokenKind::Int || m_token.kind == TokenKind::Double);
        }
        if (negativeNumber)
            prefixes.pop_back();
        Parsed operand = member(negativeNumber);
        while (operand && !prefixes.empty()) {
            operand = addCall(prefixes.back().first, {*operand}, prefixes.back().second);
            prefixes.pop_back();
        }
        return operand;
    }

    Parsed member(bool negative)
    {
        Parsed operand = primary(negative);
        while (operand) {
            if (at("."))
                operand = selectOrCall(*operand);
            else if (at("["))
                operand = index(*operand);
            else if (at("{") && namesSomething(*operand))
                return protobufMessage(*operand);
            else
                return operand;
        }
        return operand;
    }

    [[gnu::noinline]] bool namesSomething(ExprId operand) const { return !qualifiedName(m_ast, operand).empty(); }

    [[gnu::noinline]] Parsed index(ExprId operand)
    {
        const std::uint32_t offset = m_token.offset;
        bool optional = false;
        if (!advance() || !accept("?", optional))
            return {};
        const Parsed key = expression();
        if (!key || !expect("]", "after the key"))
            return {};
        return addCall(optional ? "_[?_]" : "_[_]", {operand, *key}, offset);
    }

    [[gnu::noinline]] Parsed selectOrCall(ExprId operand)
    {
        const std::uint32_t offset = m_token.offset;
        bool optional = false;
        if (!advance() || !accept("?", optional))
            return {};
        const bool quotedName = m_token.kind == TokenKind::QuotedIdentifier;
        if (m_token.kind != TokenKind::Identifier && !quotedName)
            return unexpected("the name of a field or function");
        std::string name = quotedName ? m_token.decoded : std::string(m_token.text);
        if (!quotedName && (name == "in" || name == "true" || name == "false" || name == "null"))
            return keywordAsField(name);
        const std::uint32_t nameOffset = m_token.offset;
        if (!advance())
            return {};
        if (at("(") && !optional && !quotedName)
            return invocation(name, operand, nameOffset);
        return addSelect(operand, std::move(name), optional, offset);
    }

    /// The arguments of a call whose name was read; "(" is next.
    [[gnu::noinline]] Parsed invocation(const std::string &name, std::optional<ExprId> target, std::uint32_t offset)
    {
        std::vector<ExprId> arguments;
        if (!sequence(")", "after the arguments", arguments, nullptr))
            return {};
        return addInvocation(name, target, std::move(arguments), offset);
    }

    [[gnu::noinline]] Parsed addInvocation(const std::string &name, std::optional<ExprId> target, std::vector<ExprId> &&arguments,
                                           std::uint32_t offset)
    {
        if (std::optional<Result<ExprId>> macro = expandMacro(m_ast, m_source, name, target, arguments, offset))
            return *macro ? checked(**macro, offset) : fail((*std::move(macro)).error());
        if (target)
            arguments.insert(arguments.begin(), *target);
        return addCall(name, std::move(arguments), offset, target.has_value());
    }

    /// Expressions between an opening symbol, which is next, and `close`. A trailing comma is allowed in literals only, which are those
    /// with `optionalParts`.
    [[gnu::noinline]] bool sequence(std::string_view close, std::string_view why, std::vector<ExprId> &parts, std::vector<bool> *optionalParts)
    {
        if (!advance())
            return false;
        while (!at(close)) {
            bool optional = false;
            if (optionalParts && !accept("?", optional))
                return false;
            if (optionalParts)
                optionalParts->push_back(optional);
            const Parsed part = expression();
            if (!part)
                return false;
            parts.push_back(*part);
            if (!at(","))
                break;
            if (!advance())
                return false;
            if (at(close) && !optionalParts) {
                unexpected("another argument");
                return false;
            }
        }
        return expect(close, why);
    }

    [[gnu::noinline]] Parsed primary(bool negative)
    {
        switch (m_token.kind) {
        case TokenKind::Int:
        case TokenKind::Uint:
        case TokenKind::Double: return number(negative);
        case TokenKind::String:
        case TokenKind::Bytes: return text();
        case TokenKind::Identifier: return identifier(false);
        case TokenKind::QuotedIdentifier: return failure(m_token.offset, "A name in back quotes can only follow a dot", "Write record.`field-name`");
        case TokenKind::Symbol: break;
        case TokenKind::End: return unexpected("a value");
        }
        if (at("("))
            return parenthesised();
        if (at("["))
            return list();
        if (at("{"))
            return map();
        if (at(".")) {
            if (!advance())
                return {};
            if (m_token.kind != TokenKind::Identifier)
                return unexpected("a name");
            return identifier(true);
        }
        return unexpected("a value");
    }

    Parsed parenthesised()
    {
        if (!advance())
            return {};
        const Parsed inner = expression();
        if (!inner || !expect(")", "to close the parenthesis"))
            return {};
        return inner;
    }

    [[gnu::noinline]] Parsed list()
    {
        const std::uint32_t offset = m_token.offset;
        std::vector<ExprId> elements;
        std::vector<bool> optionalParts;
        if (!sequence("]", "to close the list", elements, &optionalParts))
            return {};
        return addParts(ExprKind::List, std::move(elements), std::move(optionalParts), offset);
    }

    [[gnu::noinline]] Parsed map()
    {
        const std::uint32_t offset = m_token.offset;
        if (!advance())
            return {};
        std::vector<ExprId> parts;
        std::vector<bool> optionalParts;
        while (!at("}")) {
            bool mark = false;
            if (!accept("?", mark))
                return {};
            optionalParts.push_back(mark);
            const Parsed key = expression();
            if (!key || !expect(":", "between key and value"))
                return {};
            const Parsed value = expression();
            if (!value)
                return {};
            parts.push_back(*key);
            parts.push_back(*value);
            bool more = false;
            if (!accept(",", more))
                return {};
            if (!more)
                break;
        }
        if (!expect("}", "to close the map"))
            return {};
        return addParts(ExprKind::Map, std::move(parts), std::move(optionalParts), offset);
    }

    [[gnu::noinline]] Parsed identifier(bool rooted)
    {
        if (!rooted && (m_token.text == "true" || m_token.text == "false" || m_token.text == "null"))
            return keyword();
        if (isReserved(m_token.text))
            return reservedWord();
        const std::uint32_t offset = m_token.offset;
        std::string name = (rooted ? "." : "") + std::string(m_token.text);
        if (!advance())
            return {};
        if (at("("))
            return invocation(name, std::nullopt, offset);
        return addIdent(std::move(name), offset);
    }

    [[gnu::noinline]] Parsed keyword()
    {
        const std::uint32_t offset = m_token.offset;
        const Value value = m_token.text == "null" ? Value::null() : Value::boolean(m_token.text == "true");
        if (!advance())
            return {};
        return addLiteral(value, offset);
    }

    [[gnu::noinline]] Parsed text()
    {
        const std::uint32_t offset = m_token.offset;
        const std::string_view content = m_ast.arena().copy(m_token.decoded);
        const Value value = m_token.kind == TokenKind::String ? Value::string(content) : Value::bytes(content);
        if (!advance())
            return {};
        return addLiteral(value, offset);
    }

    [[gnu::noinline]] Parsed number(bool negative)
    {
        const Token token = m_token;
        if (!advance())
            return {};
        Result<Value> value = numberValue(m_source, token, negative);
        if (!value)
            return fail(std::move(value).error());
        return addLiteral(*value, token.offset);
    }

    std::string_view m_source;
    Lexer m_lexer;
    Token m_token;
    Ast m_ast;
    std::optional<Error> m_error;
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
