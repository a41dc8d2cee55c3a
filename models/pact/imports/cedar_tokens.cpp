// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/imports/cedar_tokens.h"

#include <algorithm>
#include <array>

namespace mandate::imports {

namespace {

constexpr std::size_t longestText = std::size_t{1} << 20;

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

Error wrongText(std::uint64_t line, std::string happened)
{
    Error error;
    error.kind = ErrorKind::Input;
    error.code = "MND-PCT-020";
    error.happened = std::move(happened);
    error.unaffected = "Nothing was imported.";
    error.remedy = "Give a file of Cedar policies in Cedar's own syntax.";
    error.position.line = line;
    return error;
}

void appendUtf8(std::string &out, std::uint32_t c)
{
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xC0U | c >> 6U);
        out += static_cast<char>(0x80U | (c & 0x3FU));
    } else if (c < 0x10000) {
        out += static_cast<char>(0xE0U | c >> 12U);
        out += static_cast<char>(0x80U | (c >> 6U & 0x3FU));
        out += static_cast<char>(0x80U | (c & 0x3FU));
    } else {
        out += static_cast<char>(0xF0U | c >> 18U);
        out += static_cast<char>(0x80U | (c >> 12U & 0x3FU));
        out += static_cast<char>(0x80U | (c >> 6U & 0x3FU));
        out += static_cast<char>(0x80U | (c & 0x3FU));
    }
}

int hexDigit(char c)
{
    return isDigit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/// The text behind a quote at `at`; leaves `at` behind the closing one. False when it does not end or has an escape that Cedar lacks.
bool readText(std::string_view text, std::size_t &at, CedarToken &token)
{
    for (++at; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] != '\\') {
            if (text[at] == '\x01')
                return false; // stands for "\*" below
            token.text += text[at];
            continue;
        }
        if (++at >= text.size())
            return false;
        static constexpr std::string_view escapes = "nrt0\\\"'";
        static constexpr std::string_view meant("\n\r\t\0\\\"'", 7);
        if (const std::size_t known = escapes.find(text[at]); known != std::string_view::npos) {
            token.text += meant[known];
        } else if (text[at] == '*') {
            token.text += '\x01';
            token.escapedStar = true;
        } else if (text[at] == 'x' && at + 2 < text.size() && hexDigit(text[at + 1]) >= 0 && hexDigit(text[at + 1]) < 8 &&
                   hexDigit(text[at + 2]) >= 0) {
            const int octet = hexDigit(text[at + 1]) * 16 + hexDigit(text[at + 2]);
            if (octet == 1)
                return false;
            token.text += static_cast<char>(octet);
            at += 2;
        } else if (text[at] == 'u' && at + 1 < text.size() && text[at + 1] == '{') {
            std::uint32_t value = 0;
            std::size_t digits = 0;
            for (at += 2; at < text.size() && hexDigit(text[at]) >= 0 && digits < 7; ++at, ++digits)
                value = value * 16 + static_cast<std::uint32_t>(hexDigit(text[at]));
            if (at >= text.size() || text[at] != '}' || digits == 0 || digits > 6 || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000) ||
                value == 1)
                return false;
            appendUtf8(token.text, value);
        } else {
            return false;
        }
    }
    if (at >= text.size())
        return false;
    ++at;
    return true;
}

} // namespace

Result<std::vector<CedarToken>> cedarTokens(std::string_view text)
{
    if (text.size() > longestText)
        return wrongText(1, "The text is larger than 1 MiB.");
    std::vector<CedarToken> out;
    std::uint64_t line = 1;
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        if (c == '\n')
            ++line;
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            ++at;
            continue;
        }
        if (text.substr(at, 2) == "//") {
            at = std::min(text.find('\n', at), text.size());
            continue;
        }
        CedarToken token;
        token.line = line;
        if (c == '"') {
            token.kind = CedarToken::Kind::Text;
            if (!readText(text, at, token))
                return wrongText(line, "A text does not end, or has an escape that is not read here.");
            line += static_cast<std::uint64_t>(std::count(token.text.begin(), token.text.end(), '\n'));
        } else if (isLetter(c) || isDigit(c)) {
            token.kind = isLetter(c) ? CedarToken::Kind::Name : CedarToken::Kind::Number;
            const std::size_t begin = at;
            while (at < text.size() && (isDigit(text[at]) || (token.kind == CedarToken::Kind::Name && isLetter(text[at]))))
                ++at;
            token.text = text.substr(begin, at - begin);
        } else {
            static constexpr std::array<std::string_view, 7> pairs{"::", "==", "!=", "<=", ">=", "&&", "||"};
            const auto pair = std::find(pairs.begin(), pairs.end(), text.substr(at, 2));
            token.kind = CedarToken::Kind::Sign;
            token.text = text.substr(at, pair != pairs.end() ? 2 : 1);
            if (token.text.size() == 1 && std::string_view("(){}[],;@.!<>-+*?:").find(c) == std::string_view::npos)
                return wrongText(line, "There is a character that Cedar does not use.");
            at += token.text.size();
        }
        out.push_back(std::move(token));
    }
    CedarToken end;
    end.line = line;
    out.push_back(std::move(end));
    return out;
}

} // namespace mandate::imports
