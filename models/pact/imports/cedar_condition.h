// SPDX-License-Identifier: GPL-3.0-or-later
// Conditions of Cedar policies as CEL: when they are true and when they are false. Where they are neither Cedar has an error, and the policy
// does not apply.
#pragma once

#include "models/pact/imports/cedar_cursor.h"

#include <cstddef>
#include <string>

namespace mandate::imports {

struct CedarTruth
{
    std::string yes;
    std::string no;
};

inline constexpr std::size_t longestCedarCondition = 20'000; ///< of CEL

/// Both in turn, as Cedar's "&&" asks them.
[[nodiscard]] CedarTruth conjunction(const CedarTruth &a, const CedarTruth &b);

/// The expression at the cursor.
[[nodiscard]] CedarTruth readCedarCondition(CedarCursor &cursor);

} // namespace mandate::imports
