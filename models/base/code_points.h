// SPDX-License-Identifier: GPL-3.0-or-later
// UTF-8 one code point at a time, and which of them nobody sees: what text from outside is shown through, in every program.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mandate {

struct Utf8Point
{
    char32_t value = 0;     ///< the octet itself where it is no UTF-8
    std::size_t octets = 1;
    bool valid = true;
};

/// The one at the front of a text that is not empty.
[[nodiscard]] Utf8Point utf8PointAt(std::string_view utf8);
[[nodiscard]] bool isUtf8(std::string_view text);
/// The text with U+FFFD for every octet that is no UTF-8: what may be signed and written as JSON, whatever a file's name or a terminal says.
[[nodiscard]] std::string asUtf8(std::string_view text);
/// The begin of a text with at most so many octets, which does not end inside a character.
[[nodiscard]] std::string cutUtf8(std::string_view text, std::size_t octets);

/// Controls, format characters, fillers, tags and lone surrogates: named instead of drawn. Line feed and tab are not among them.
[[nodiscard]] bool isHidden(char32_t c);

} // namespace mandate
