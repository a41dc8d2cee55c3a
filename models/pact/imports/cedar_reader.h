// SPDX-License-Identifier: GPL-3.0-or-later
// Cedar text as policies: scope and conditions over context.input. What is no simple rule is kept as its reason.
#pragma once

#include "models/base/result.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace mandate::imports {

struct CedarPolicy
{
    bool permit = false;
    std::map<std::string, std::string> annotations;
    std::vector<std::string> actions; ///< ids; empty: every action
    std::string gateway;              ///< id, empty for any
    std::string when;                 ///< CEL
    std::string reason;               ///< why it is no simple rule; empty when it is
};

/// Input error with line when the text is not made of Cedar's words.
Result<std::vector<CedarPolicy>> readCedar(std::string_view text);

} // namespace mandate::imports
