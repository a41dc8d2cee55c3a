// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/identifiers.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace mandate {

bool isSemanticVersion(std::string_view text)
{
    int parts = 0;
    std::size_t digits = 0;
    bool zero = false; // the number began with 0
    for (const char c : text) {
        if (c >= '0' && c <= '9') {
            if (zero || digits == 9)
                return false;
            zero = digits++ == 0 && c == '0';
        } else if (c == '.' && digits > 0) {
            ++parts;
            digits = 0;
            zero = false;
        } else {
            return false;
        }
    }
    return parts == 2 && digits > 0;
}

bool isIdentifier(std::string_view text)
{
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
    });
}

bool isLaterVersion(std::string_view version, std::string_view than)
{
    const auto numbers = [](std::string_view text) {
        std::array<std::uint32_t, 3> parts{};
        const char *at = text.data();
        const char *end = text.data() + text.size();
        for (std::uint32_t &part : parts) {
            at = std::from_chars(at, end, part).ptr;
            at += at != end;
        }
        return parts;
    };
    return numbers(version) > numbers(than);
}

} // namespace mandate
