// SPDX-License-Identifier: GPL-3.0-or-later
// Whether an argument of a recorded call compares as asked. Reads one entry at a time; knows no rows.
#pragma once

#include "models/base/json_reader.h"
#include "models/store/row_condition.h"

#include <string_view>

namespace mandate::sqlite {

class ArgumentReader
{
public:
    /// `body` is a record's entry. One that cannot be read matches nothing; verification names it.
    [[nodiscard]] bool matches(std::string_view body, const ArgumentIs &argument);

private:
    JsonReader m_json;
    Arena m_arena{1 << 14};
};

} // namespace mandate::sqlite
