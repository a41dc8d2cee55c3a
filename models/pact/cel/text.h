// SPDX-License-Identifier: GPL-3.0-or-later
// UTF-8 as the condition language counts it: in code points. No locale, no normalisation, no case beyond ASCII.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mandate::cel::text {

/// Whether the octets are well-formed UTF-8 (no surrogates, nothing overlong).
[[nodiscard]] bool isUtf8(std::string_view octets);

/// Number of code points; `utf8` must be well-formed. Linear, 8 octets at a time.
[[nodiscard]] std::size_t codePoints(std::string_view utf8);

/// Octets of the code point that begins with this octet of well-formed UTF-8.
[[nodiscard]] constexpr std::size_t width(char lead)
{
    const auto octet = static_cast<unsigned char>(lead);
    return octet < 0x80 ? 1 : octet < 0xE0 ? 2 : octet < 0xF0 ? 3 : 4;
}

/// Octet offset of the code point with this index, or nothing when there are fewer; the length itself is a valid index.
[[nodiscard]] std::optional<std::size_t> offsetOf(std::string_view utf8, std::size_t index);

/// The code point at this offset of well-formed UTF-8.
[[nodiscard]] char32_t decode(std::string_view utf8, std::size_t offset);

/// Appends a code point; surrogates and values above U+10FFFF are refused.
[[nodiscard]] bool append(std::string &out, char32_t codePoint);

} // namespace mandate::cel::text
