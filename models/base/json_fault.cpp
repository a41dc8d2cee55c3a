// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/json_fault.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string>
#include <unordered_set>

namespace mandate {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Length of the UTF-8 character at the beginning (RFC 3629: shortest form, no surrogates, nothing above U+10FFFF); 0 when it is none.
std::size_t characterLength(std::string_view text)
{
    const auto octet = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
    const unsigned first = octet(0);
    if (first < 0x80)
        return 1;
    const std::size_t length = first >= 0xC2 && first < 0xE0 ? 2 : (first & 0xF0) == 0xE0 ? 3 : first >= 0xF0 && first < 0xF5 ? 4 : 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((octet(i) & 0xC0) != 0x80)
            return 0;
    }
    const unsigned second = octet(1);
    const bool wrong = (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) || (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F);
    return wrong ? 0 : length;
}

void appendCharacter(std::string &text, std::uint32_t code)
{
    if (code < 0x80) {
        text += static_cast<char>(code);
    } else if (code < 0x800) {
        text += static_cast<char>(0xC0 | (code >> 6));
        text += static_cast<char>(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        text += static_cast<char>(0xE0 | (code >> 12));
        text += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        text += static_cast<char>(0x80 | (code & 0x3F));
    } else {
        text += static_cast<char>(0xF0 | (code >> 18));
        text += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
        text += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        text += static_cast<char>(0x80 | (code & 0x3F));
    }
}

/// Reads as far as all is well; a function that returns false leaves m_at at the fault.
class FaultFinder
{
public:
    FaultFinder(std::string_view json, std::size_t maximumDepth) : m_json(json), m_maximumDepth(maximumDepth) {}

    std::optional<std::uint64_t> find()
    {
        if (!value(0))
            return m_at;
        skipSpace();
        return m_at < m_json.size() ? std::optional<std::uint64_t>(m_at) : std::nullopt;
    }

private:
    [[nodiscard]] char here() const { return m_at < m_json.size() ? m_json[m_at] : '\0'; }
    void skipSpace()
    {
        while (m_at < m_json.size() && std::string_view(" \t\r\n").find(m_json[m_at]) != std::string_view::npos)
            ++m_at;
    }

    /// `depth`: brackets around it.
    bool value(std::size_t depth)
    {
        skipSpace();
        switch (here()) {
        case '{': return depth < m_maximumDepth && object(depth + 1);
        case '[': return depth < m_maximumDepth && list(depth + 1);
        case '"': return text(nullptr);
        case 't': return word("true");
        case 'f': return word("false");
        case 'n': return word("null");
        default: return number();
        }
    }

    bool list(std::size_t depth)
    {
        ++m_at;
        skipSpace();
        if (here() == ']')
            return ++m_at, true;
        for (;;) {
            if (!value(depth))
                return false;
            skipSpace();
            if (here() == ']')
                return ++m_at, true;
            if (here() != ',')
                return false;
            ++m_at;
        }
    }

    bool object(std::size_t depth)
    {
        ++m_at;
        skipSpace();
        if (here() == '}')
            return ++m_at, true;
        std::unordered_set<std::string> keys;
        for (;;) {
            skipSpace();
            const std::size_t begin = m_at;
            std::string key;
            if (here() != '"' || !text(&key))
                return false;
            if (!keys.insert(std::move(key)).second) {
                m_at = begin;
                return false;
            }
            skipSpace();
            if (here() != ':')
                return false;
            ++m_at;
            if (!value(depth))
                return false;
            skipSpace();
            if (here() == '}')
                return ++m_at, true;
            if (here() != ',')
                return false;
            ++m_at;
        }
    }

    bool word(std::string_view wanted)
    {
        for (const char c : wanted) {
            if (here() != c)
                return false;
            ++m_at;
        }
        return endsHere();
    }
    /// Behind a word or number nothing may stand that would make it longer.
    [[nodiscard]] bool endsHere() const { return m_at >= m_json.size() || std::string_view(" \t\r\n,]}:").find(m_json[m_at]) != std::string_view::npos; }

    bool digits()
    {
        if (!isDigit(here()))
            return false;
        while (isDigit(here()))
            ++m_at;
        return true;
    }

    bool number()
    {
        const std::size_t begin = m_at;
        const bool negative = here() == '-';
        m_at += negative;
        const bool zero = here() == '0';
        if (!digits())
            return false;
        if (zero && m_at - begin > (negative ? 2U : 1U)) { // a leading zero
            m_at = begin;
            return false;
        }
        bool whole = true;
        if (here() == '.') {
            whole = false;
            ++m_at;
            if (!digits())
                return false;
        }
        if (here() == 'e' || here() == 'E') {
            whole = false;
            ++m_at;
            if (here() == '+' || here() == '-')
                ++m_at;
            if (!digits())
                return false;
        }
        if (!endsHere())
            return false;
        if (isInRange(m_json.substr(begin, m_at - begin), whole, negative))
            return true;
        m_at = begin;
        return false;
    }

    static bool isInRange(std::string_view digits, bool whole, bool negative)
    {
        if (!whole)
            return std::isfinite(std::strtod(std::string(digits).c_str(), nullptr));
        std::int64_t low = 0;
        std::uint64_t high = 0;
        return negative ? std::from_chars(digits.data(), digits.data() + digits.size(), low).ec == std::errc()
                        : std::from_chars(digits.data(), digits.data() + digits.size(), high).ec == std::errc();
    }

    bool text(std::string *out)
    {
        ++m_at;
        while (m_at < m_json.size()) {
            const char c = m_json[m_at];
            if (c == '"')
                return ++m_at, true;
            if (c == '\\') {
                if (!escape(out))
                    return false;
                continue;
            }
            const std::size_t length = static_cast<unsigned char>(c) < 0x20 ? 0 : characterLength(m_json.substr(m_at));
            if (length == 0)
                return false;
            if (out)
                out->append(m_json.substr(m_at, length));
            m_at += length;
        }
        return false;
    }

    bool escape(std::string *out)
    {
        constexpr std::string_view letters = "\"\\/bfnrt";
        constexpr std::string_view meant = "\"\\/\b\f\n\r\t";
        const char letter = m_at + 1 < m_json.size() ? m_json[m_at + 1] : '\0';
        if (const std::size_t which = letters.find(letter); letter != '\0' && which != std::string_view::npos) {
            if (out)
                *out += meant[which];
            m_at += 2;
            return true;
        }
        std::optional<std::uint32_t> code = unit(m_at);
        std::size_t length = 6;
        if (code && *code >= 0xD800 && *code < 0xDC00) { // the first half of a pair
            const auto second = unit(m_at + 6);
            code = second && *second >= 0xDC00 && *second < 0xE000 ? std::optional(0x10000 + ((*code - 0xD800) << 10) + (*second - 0xDC00)) : std::nullopt;
            length = 12;
        } else if (code && *code >= 0xDC00 && *code < 0xE000) {
            code.reset();
        }
        if (!code)
            return false;
        if (out)
            appendCharacter(*out, *code);
        m_at += length;
        return true;
    }

    /// Of "\u" and four hexadecimal digits.
    [[nodiscard]] std::optional<std::uint32_t> unit(std::size_t at) const
    {
        const std::string_view said = at < m_json.size() ? m_json.substr(at, 6) : std::string_view();
        std::uint32_t code = 0;
        if (said.size() < 6 || !said.starts_with("\\u") || std::from_chars(said.data() + 2, said.data() + 6, code, 16).ptr != said.data() + 6)
            return std::nullopt;
        return code;
    }

    std::string_view m_json;
    std::size_t m_maximumDepth;
    std::size_t m_at = 0;
};

} // namespace

std::optional<std::uint64_t> offsetOfJsonFault(std::string_view json, std::size_t maximumDepth)
{
    return FaultFinder(json, maximumDepth).find();
}

} // namespace mandate
