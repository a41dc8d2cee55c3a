// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a run succeeded, as its own source says it. Not our judgement.
#pragma once

#include "models/base/value.h"

#include <optional>

namespace mandate {

/// `reward` of 1 or more, else `utility`; none where the source says neither.
[[nodiscard]] inline std::optional<bool> succeededBy(const Value &labels)
{
    if (const Value *reward = labels.find("reward")) {
        if (reward->is(ValueKind::Double))
            return reward->asDouble() >= 1.0;
        if (reward->is(ValueKind::Int))
            return reward->asInt() >= 1;
    }
    const Value *utility = labels.find("utility");
    return utility && utility->is(ValueKind::Bool) ? std::optional(utility->asBool()) : std::nullopt;
}

} // namespace mandate
