// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/code_points.h"

namespace mandate {

Utf8Point utf8PointAt(std::string_view utf8)
{
    const auto octet = [&](std::size_t i) { return static_cast<unsigned char>(utf8[i]); };
    const unsigned lead = octet(0);
    const Utf8Point broken{lead, 1, false};
    if (lead < 0x80)
        return {lead, 1, true};
    const std::size_t octets = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || octets > utf8.size())
        return broken;
    char32_t value = lead & (0xFFU >> (octets + 1));
    for (std::size_t i = 1; i < octets; ++i) {
        if ((octet(i) & 0xC0) != 0x80)
            return broken;
        value = value << 6 | (octet(i) & 0x3FU);
    }
    constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (value < smallest[octets] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return broken;
    return {value, octets, true};
}

bool isUtf8(std::string_view text)
{
    while (!text.empty()) {
        const Utf8Point point = utf8PointAt(text);
        if (!point.valid)
            return false;
        text.remove_prefix(point.octets);
    }
    return true;
}

std::string asUtf8(std::string_view text)
{
    std::string out;
    while (!text.empty()) {
        const Utf8Point point = utf8PointAt(text);
        out.append(point.valid ? text.substr(0, point.octets) : std::string_view("\uFFFD"));
        text.remove_prefix(point.octets);
    }
    return out;
}

std::string cutUtf8(std::string_view text, std::size_t octets)
{
    if (text.size() <= octets)
        return std::string(text);
    while (octets > 0 && (static_cast<unsigned char>(text[octets]) & 0xC0U) == 0x80U)
        --octets;
    return std::string(text.substr(0, octets));
}

bool isHidden(char32_t c)
{
    if (c < 0x20)
        return c != '\n' && c != '\t';
    if (c < 0x7F)
        return false;
    if (c < 0xA0)
        return true;
    switch (c) {
    case 0x00AD:
    case 0x034F:
    case 0x061C:
    case 0x115F:
    case 0x1160:
    case 0x17B4:
    case 0x17B5:
    case 0x180E:
    case 0x2028:
    case 0x2029:
    case 0x3164:
    case 0xFEFF:
    case 0xFFA0:
    case 0xFFFC:
    case 0xFFFE:
    case 0xFFFF: return true;
    default: break;
    }
    if ((c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F))
        return true;
    if ((c >= 0xD800 && c <= 0xDFFF) || (c >= 0xFFF0 && c <= 0xFFFB))
        return true;
    return (c >= 0xE0000 && c <= 0xE0FFF) || c >= 0xF0000;
}

} // namespace mandate
