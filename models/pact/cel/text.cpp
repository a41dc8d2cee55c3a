// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/cel/text.h"

#include <cstring>

namespace mandate::cel::text {
namespace {

constexpr bool isContinuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

} // namespace

bool isUtf8(std::string_view octets)
{
    std::size_t i = 0;
    while (i < octets.size()) {
        const auto lead = static_cast<unsigned char>(octets[i]);
        if (lead < 0x80) {
            ++i;
            continue;
        }
        const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        if (lead < 0xC2 || lead > 0xF4 || octets.size() - i < length)
            return false;
        for (std::size_t k = 1; k < length; ++k) {
            if (!isContinuation(octets[i + k]))
                return false;
        }
        const auto second = static_cast<unsigned char>(octets[i + 1]);
        if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) || (lead == 0xF0 && second < 0x90)
            || (lead == 0xF4 && second > 0x8F)) {
            return false;
        }
        i += length;
    }
    return true;
}

std::size_t codePoints(std::string_view utf8)
{
    std::size_t continuation = 0;
    std::size_t i = 0;
    for (; i + 8 <= utf8.size(); i += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, utf8.data() + i, 8);
        const std::uint64_t marks = (word & (~word << 1)) & 0x8080808080808080ULL; // bit 7 set and bit 6 clear
        continuation += static_cast<std::size_t>(__builtin_popcountll(marks));
    }
    for (; i < utf8.size(); ++i)
        continuation += isContinuation(utf8[i]) ? 1U : 0U;
    return utf8.size() - continuation;
}

std::optional<std::size_t> offsetOf(std::string_view utf8, std::size_t index)
{
    std::size_t at = 0;
    for (; index > 0; --index) {
        if (at >= utf8.size())
            return std::nullopt;
        at += width(utf8[at]);
    }
    return at;
}

char32_t decode(std::string_view utf8, std::size_t offset)
{
    const auto lead = static_cast<unsigned char>(utf8[offset]);
    const std::size_t length = width(utf8[offset]);
    char32_t codePoint = length == 1 ? lead : length == 2 ? lead & 0x1FU : length == 3 ? lead & 0x0FU : lead & 0x07U;
    for (std::size_t k = 1; k < length && offset + k < utf8.size(); ++k)
        codePoint = (codePoint << 6) | (static_cast<unsigned char>(utf8[offset + k]) & 0x3FU);
    return codePoint;
}

bool append(std::string &out, char32_t codePoint)
{
    const auto octet = [&out](char32_t value) { out += static_cast<char>(static_cast<unsigned char>(value)); };
    if (codePoint > 0x10FFFF || (codePoint >= 0xD800 && codePoint <= 0xDFFF))
        return false;
    if (codePoint < 0x80) {
        octet(codePoint);
    } else if (codePoint < 0x800) {
        octet(0xC0 | (codePoint >> 6));
        octet(0x80 | (codePoint & 0x3F));
    } else if (codePoint < 0x10000) {
        octet(0xE0 | (codePoint >> 12));
        octet(0x80 | ((codePoint >> 6) & 0x3F));
        octet(0x80 | (codePoint & 0x3F));
    } else {
        octet(0xF0 | (codePoint >> 18));
        octet(0x80 | ((codePoint >> 12) & 0x3F));
        octet(0x80 | ((codePoint >> 6) & 0x3F));
        octet(0x80 | (codePoint & 0x3F));
    }
    return true;
}

} // namespace mandate::cel::text
