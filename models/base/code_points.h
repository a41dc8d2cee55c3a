// SPDX-License-Identifier: GPL-3.0-or-later
// UTF-8 one code point at a time, and which of them nobody sees: what text from outside is shown through, in every program.
#pragma once

#include <cstddef>
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

/// Controls, format characters, fillers, tags and lone surrogates: named instead of drawn. Line feed and tab are not among them.
[[nodiscard]] bool isHidden(char32_t c);

} // namespace mandate
