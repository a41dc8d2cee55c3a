// SPDX-License-Identifier: GPL-3.0-or-later
// A C++ source file as the structure test sees it: its includes, its text constants and its code without either comments or constants. Not a
// compiler: preprocessor conditions are ignored, so an include counts wherever it stands.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mandate::structure {

struct Include
{
    std::size_t line = 0; ///< from 1
    std::string name;     ///< between the quotes or brackets
    bool quoted = false;
};

struct TextConstant
{
    std::size_t line = 0; ///< where it begins
    std::string text;     ///< constants side by side are one, as the compiler sees them; escapes are left as written
};

struct SourceText
{
    std::size_t lines = 0;
    std::string firstLine;
    bool hasPragmaOnce = false;
    std::vector<Include> includes;
    std::vector<TextConstant> constants;
    std::string code; ///< same lines, with comments and constants blanked
};

[[nodiscard]] SourceText readSource(std::string_view bytes);

} // namespace mandate::structure
