// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/cel/lexer.h"

#include "models/pact/cel/text.h"

#include <algorithm>
#include <array>
#include <optional>

namespace mandate::cel {
namespace {

constexpr bool isDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

constexpr int hexDigit(char c)
{
    if (isDigit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

constexpr std::array<std::string_view, 26> symbols{"==", "!=", "<=", ">=", "&&", "||", "<", ">", "+", "-", "*", "/", "%",
                                                   "!",  "?",  ":",  "(",  ")",  "[",  "]", "{", "}", ",", ".", "=", ";"};

/// The plain one-letter escapes; \0 … \3 begin an octal escape and are not here.
std::optional<char> simpleEscape(char c)
{
    switch (c) {
    case 'a': return '\a';
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'v': return '\v';
    case '\\':
    case '?':
    case '"':
    case '\'':
    case '`': return c;
    default: return std::nullopt;
    }
}

} // namespace

Error conditionError(std::string_view source, std::size_t offset, std::string code, std::string happened, std::string remedy)
{
    const std::string_view before = source.substr(0, std::min(offset, source.size()));
    const std::size_t lineStart = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    Error error{ErrorKind::Input, std::move(code), std::move(happened) + '.', "The condition was not accepted; nothing else changed.",
                std::move(remedy) + '.', {}};
    error.position.line = 1 + static_cast<std::uint64_t>(std::count(before.begin(), before.end(), '\n'));
    error.position.column = 1 + text::codePoints(before.substr(lineStart));
    error.position.offset = offset;
    return error;
}

Token Lexer::token(TokenKind kind, std::size_t begin) const
{
    return {kind, static_cast<std::uint32_t>(begin), m_source.substr(begin, m_at - begin), {}};
}

void Lexer::skipSpace()
{
    while (m_at < m_source.size()) {
        const char c = m_source[m_at];
        if (c == '/' && peek(1) == '/') {
            while (m_at < m_source.size() && m_source[m_at] != '\n')
                ++m_at;
        } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
            ++m_at;
        } else {
            return;
        }
    }
}

Result<Token> Lexer::next()
{
    skipSpace();
    const std::size_t begin = m_at;
    if (m_at == m_source.size())
        return token(TokenKind::End, begin);
    const char c = m_source[m_at];
    if (isDigit(c) || (c == '.' && isDigit(peek(1))))
        return number(begin);
    if (c == '"' || c == '\'')
        return quoted(begin, false, false);
    if (c == '`')
        return quotedIdentifier(begin);
    if (isLetter(c)) {
        while (isLetter(peek()) || isDigit(peek()))
            ++m_at;
        const std::string_view word = m_source.substr(begin, m_at - begin);
        if (word.size() <= 2 && (peek() == '"' || peek() == '\'')) {
            const bool raw = word.find_first_of("rR") != std::string_view::npos;
            const bool bytes = word.find_first_of("bB") != std::string_view::npos;
            if (std::size_t{raw} + std::size_t{bytes} == word.size())
                return quoted(begin, raw, bytes);
        }
        return token(TokenKind::Identifier, begin);
    }
    for (const std::string_view symbol : symbols) {
        if (m_source.substr(m_at).starts_with(symbol)) {
            m_at += symbol.size();
            return token(TokenKind::Symbol, begin);
        }
    }
    const std::string_view character = m_source.substr(m_at, text::width(c));
    return conditionError(m_source, begin, "MND-CEL-001", "The character \"" + std::string(character) + "\" has no meaning here",
                          "Remove it, or write it inside quotes");
}

Result<Token> Lexer::number(std::size_t begin)
{
    TokenKind kind = TokenKind::Int;
    if (peek() == '0' && (peek(1) == 'x' || peek(1) == 'X') && hexDigit(peek(2)) >= 0) {
        m_at += 2;
        while (hexDigit(peek()) >= 0)
            ++m_at;
    } else {
        while (isDigit(peek()))
            ++m_at;
        if (peek() == '.' && isDigit(peek(1))) {
            kind = TokenKind::Double;
            ++m_at;
            while (isDigit(peek()))
                ++m_at;
        }
        const std::size_t sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
        if ((peek() == 'e' || peek() == 'E') && isDigit(peek(1 + sign))) {
            kind = TokenKind::Double;
            m_at += 1 + sign;
            while (isDigit(peek()))
                ++m_at;
        }
    }
    if (kind == TokenKind::Int && (peek() == 'u' || peek() == 'U')) {
        kind = TokenKind::Uint;
        ++m_at;
    }
    if (isLetter(peek()) || isDigit(peek())) {
        return conditionError(m_source, begin, "MND-CEL-001",
                              "\"" + std::string(m_source.substr(begin, m_at + 1 - begin)) + "\" is not a number",
                              "Write a number such as 500, 500.0, 0x1F or 500u, and put a space before a following word");
    }
    return token(kind, begin);
}

Result<Token> Lexer::quotedIdentifier(std::size_t begin)
{
    ++m_at;
    while (isLetter(peek()) || isDigit(peek()) || peek() == '.' || peek() == '-' || peek() == '/' || peek() == ' ')
        ++m_at;
    if (peek() != '`' || m_at == begin + 1) {
        return conditionError(m_source, begin, "MND-CEL-001",
                              "The quoted field name is empty, not closed, or has a character it may not have",
                              "Close it with `, and use letters, digits, '_', '.', '-', '/' and spaces; for other names write [\"name\"]");
    }
    ++m_at;
    Token result = token(TokenKind::QuotedIdentifier, begin);
    result.decoded = result.text.substr(1, result.text.size() - 2);
    return result;
}

Result<Token> Lexer::quoted(std::size_t begin, bool raw, bool bytes)
{
    const char quote = peek();
    const bool triple = peek(1) == quote && peek(2) == quote;
    const std::string_view close = m_source.substr(m_at, triple ? 3 : 1);
    m_at += close.size();
    std::string content;
    while (m_at < m_source.size()) {
        if (m_source.substr(m_at).starts_with(close)) {
            m_at += close.size();
            Token result = token(bytes ? TokenKind::Bytes : TokenKind::String, begin);
            result.decoded = std::move(content);
            return result;
        }
        const char c = m_source[m_at];
        if (!triple && (c == '\n' || c == '\r'))
            break;
        ++m_at;
        if (c != '\\') {
            content += c;
        } else if (raw) {
            content += c;
        } else {
            const std::size_t at = m_at - 1;
            if (!escape(content, bytes)) {
                return conditionError(m_source, at, "MND-CEL-001", "The escape sequence after this backslash is not one of the language",
                                      "Write \\\\ for a backslash, or use \\n, \\t, \\xHH, \\uHHHH, \\UHHHHHHHH or three octal digits");
            }
        }
    }
    return conditionError(m_source, begin, "MND-CEL-001", "The text that begins here is not closed",
                          triple ? "Add the three closing quotes"
                                 : "Add the closing quote on the same line, or use three quotes around several lines");
}

bool Lexer::escape(std::string &out, bool bytes)
{
    const char c = peek();
    if (const std::optional<char> simple = simpleEscape(c)) {
        out += *simple;
        ++m_at;
        return true;
    }
    std::uint32_t value = 0;
    if (c >= '0' && c <= '3') {
        for (std::size_t i = 0; i < 3; ++i, ++m_at) {
            if (peek() < '0' || peek() > '7')
                return false;
            value = value * 8 + static_cast<std::uint32_t>(peek() - '0');
        }
    } else {
        const std::size_t digits = c == 'x' || c == 'X' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
        if (digits == 0 || (bytes && digits > 2))
            return false;
        ++m_at;
        for (std::size_t i = 0; i < digits; ++i, ++m_at) {
            const int digit = hexDigit(peek());
            if (digit < 0)
                return false;
            value = value * 16 + static_cast<std::uint32_t>(digit);
        }
    }
    if (bytes) {
        out += static_cast<char>(static_cast<unsigned char>(value));
        return true;
    }
    return text::append(out, value);
}

} // namespace mandate::cel
