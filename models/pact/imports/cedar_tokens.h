// SPDX-License-Identifier: GPL-3.0-or-later
// Words of Cedar text. Patterns of `like` keep an escaped '*' apart from a wildcard.
#pragma once

#include "models/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mandate::imports {

struct CedarToken
{
    enum class Kind : std::uint8_t { Name, Text, Number, Sign, End };
    Kind kind = Kind::End;
    std::string text;         ///< name, sign, digits, or the text meant; in a pattern '\x01' stands for an escaped '*'
    bool escapedStar = false; ///< the text has "\*", which only patterns may
    std::uint64_t line = 1;
};

Result<std::vector<CedarToken>> cedarTokens(std::string_view text);

} // namespace mandate::imports
