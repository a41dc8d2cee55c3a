// SPDX-License-Identifier: GPL-3.0-or-later
// Source text to tokens. Escapes are decoded here, numbers are not (their sign belongs to the parser).
#pragma once

#include "models/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace mandate::cel {

enum class TokenKind : std::uint8_t {
    End, Identifier, QuotedIdentifier, Int, Uint, Double, String, Bytes, // with text
    Symbol,                                                             // operators and punctuation, text is the symbol
};

struct Token {
    TokenKind kind = TokenKind::End;
    std::uint32_t offset = 0;    ///< bytes into the source
    std::string_view text;       ///< as written
    std::string decoded;         ///< String and Bytes: the content; QuotedIdentifier: the name
};

/// An input error at a byte offset of `source`, with line and column (in code points, from 1).
[[nodiscard]] Error conditionError(std::string_view source, std::size_t offset, std::string code, std::string happened, std::string remedy);

/// One token after the other. The source must be well-formed UTF-8 and outlive the lexer.
class Lexer
{
public:
    explicit Lexer(std::string_view source) : m_source(source) {}

    Result<Token> next();

private:
    Result<Token> number(std::size_t begin);
    Result<Token> quoted(std::size_t begin, bool raw, bool bytes);
    Result<Token> quotedIdentifier(std::size_t begin);
    /// Decodes one escape after the backslash at m_at; false when it is none.
    bool escape(std::string &out, bool bytes);
    void skipSpace();
    [[nodiscard]] char peek(std::size_t ahead = 0) const { return m_at + ahead < m_source.size() ? m_source[m_at + ahead] : '\0'; }
    [[nodiscard]] Token token(TokenKind kind, std::size_t begin) const;

    std::string_view m_source;
    std::size_t m_at = 0;
};

} // namespace mandate::cel
