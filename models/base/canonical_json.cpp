// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/canonical_json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <vector>

namespace mandate {

namespace {

/// UTF-8 and UTF-16 order differ only where surrogates (U+10000 and above, lead byte ≥ F0) meet U+E000–U+FFFF (EE, EF).
int utf16Rank(unsigned char lead)
{
    if (lead >= 0xF0)
        return 0xEE; // a surrogate, D800–DBFF, sorts below E000
    if (lead >= 0xEE)
        return 0xF0 + (lead - 0xEE);
    return lead;
}

/// Where the next octet stands that JSON writes as an escape, or the end. Looks at eight octets at a time.
std::size_t nextEscape(std::string_view utf8, std::size_t from)
{
    constexpr std::uint64_t ones = 0x0101010101010101;
    constexpr std::uint64_t high = 0x8080808080808080;
    const auto hasZero = [](std::uint64_t octets) { return (octets - ones) & ~octets & high; };
    for (; from + 8 <= utf8.size(); from += 8) {
        std::uint64_t octets = 0;
        std::memcpy(&octets, utf8.data() + from, 8);
        const std::uint64_t control = (octets - ones * 0x20) & ~octets & high;
        if (control | hasZero(octets ^ (ones * '"')) | hasZero(octets ^ (ones * '\\')))
            break;
    }
    for (; from < utf8.size(); ++from) {
        const auto c = static_cast<unsigned char>(utf8[from]);
        if (c < 0x20 || c == '"' || c == '\\')
            break;
    }
    return from;
}

template<typename Integer>
void appendInteger(std::string &out, Integer number)
{
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

} // namespace

bool lessByUtf16(std::string_view a, std::string_view b)
{
    const auto [left, right] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    if (left == a.end() || right == b.end())
        return a.size() < b.size();
    return utf16Rank(static_cast<unsigned char>(*left)) < utf16Rank(static_cast<unsigned char>(*right));
}

void appendCanonicalString(std::string &out, std::string_view utf8)
{
    static constexpr char hex[] = "0123456789abcdef";
    out += '"';
    std::size_t plain = 0;
    for (std::size_t i = nextEscape(utf8, 0); i < utf8.size(); i = nextEscape(utf8, i + 1)) {
        const auto c = static_cast<unsigned char>(utf8[i]);
        out.append(utf8.substr(plain, i - plain));
        plain = i + 1;
        out += '\\';
        switch (c) {
        case '"': out += '"'; break;
        case '\\': out += '\\'; break;
        case '\b': out += 'b'; break;
        case '\f': out += 'f'; break;
        case '\n': out += 'n'; break;
        case '\r': out += 'r'; break;
        case '\t': out += 't'; break;
        default:
            out += "u00";
            out += hex[c >> 4];
            out += hex[c & 15];
        }
    }
    out.append(utf8.substr(plain));
    out += '"';
}

void appendCanonicalNumber(std::string &out, double number)
{
    assert(std::isfinite(number));
    if (number == 0) { // also −0
        out += '0';
        return;
    }
    if (std::floor(number) == number && std::fabs(number) < 9007199254740992.0) {
        appendInteger(out, static_cast<std::int64_t>(number));
        return;
    }
    // Shortest digits that read back, as d.ddd…e±xx, then laid out as ECMAScript 6.1.6.1.20 says.
    std::array<char, 40> buffer;
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::fabs(number), std::chars_format::scientific).ptr;
    const std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
    const std::size_t e = text.find('e');
    std::string digits(text.substr(0, 1));
    if (e > 2)
        digits += text.substr(2, e - 2);
    int exponent = 0;
    const char *first = text.data() + e + 1;
    std::from_chars(*first == '+' ? first + 1 : first, end, exponent);
    const int n = exponent + 1; // position of the point after the first n digits
    const int k = static_cast<int>(digits.size());
    if (number < 0)
        out += '-';
    if (k <= n && n <= 21) {
        out += digits;
        out.append(static_cast<std::size_t>(n - k), '0');
    } else if (0 < n && n <= 21) {
        out.append(digits, 0, static_cast<std::size_t>(n));
        out += '.';
        out.append(digits, static_cast<std::size_t>(n));
    } else if (-6 < n && n <= 0) {
        out += "0.";
        out.append(static_cast<std::size_t>(-n), '0');
        out += digits;
    } else {
        out += digits[0];
        if (k > 1) {
            out += '.';
            out.append(digits, 1);
        }
        out += 'e';
        out += n - 1 < 0 ? '-' : '+';
        appendInteger(out, std::abs(n - 1));
    }
}

void appendCanonical(std::string &out, const Value &value)
{
    switch (value.kind()) {
    case ValueKind::Null: out += "null"; return;
    case ValueKind::Bool: out += value.asBool() ? "true" : "false"; return;
    case ValueKind::Int: appendInteger(out, value.asInt()); return;
    case ValueKind::Uint: appendInteger(out, value.asUint()); return;
    case ValueKind::Double: appendCanonicalNumber(out, value.asDouble()); return;
    case ValueKind::String: appendCanonicalString(out, value.text()); return;
    case ValueKind::List: {
        out += '[';
        bool first = true;
        for (const Value &item : value.items()) {
            if (!first)
                out += ',';
            first = false;
            appendCanonical(out, item);
        }
        out += ']';
        return;
    }
    case ValueKind::Map: {
        const auto members = value.members();
        std::array<const Member *, 24> few;
        std::vector<const Member *> many;
        std::span<const Member *> order;
        if (members.size() <= few.size()) {
            order = std::span(few).first(members.size());
        } else {
            many.resize(members.size());
            order = many;
        }
        for (std::size_t i = 0; i < members.size(); ++i)
            order[i] = &members[i];
        std::sort(order.begin(), order.end(), [](const Member *a, const Member *b) { return lessByUtf16(a->key.text(), b->key.text()); });
        out += '{';
        bool first = true;
        for (const Member *member : order) {
            if (!first)
                out += ',';
            first = false;
            appendCanonicalString(out, member->key.text());
            out += ':';
            appendCanonical(out, member->value);
        }
        out += '}';
        return;
    }
    default: assert(false && "a condition's value has no JSON form");
    }
}

std::string canonicalJson(const Value &value)
{
    std::string out;
    appendCanonical(out, value);
    return out;
}

} // namespace mandate
