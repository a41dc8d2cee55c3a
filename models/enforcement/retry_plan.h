// SPDX-License-Identifier: GPL-3.0-or-later
// When a delivery is tried again: exponential backoff with full jitter, for ever, because a stop that did not arrive is never given up. Pure.
#pragma once

#include "models/enforcement/delivery.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace mandate {

struct RetryPlan
{
    std::chrono::milliseconds base{1000};
    std::chrono::milliseconds cap{300000};
    std::uint32_t deadLetterAfter = 8; ///< attempts without success until people are told; trying goes on

    /// How long to wait after `attempts` (from 1) without success: `random` in [0, 1) of min(cap, base · 2^(attempts−1)).
    [[nodiscard]] std::chrono::milliseconds wait(std::uint32_t attempts, double random) const;
    /// What to show people about a delivery that keeps failing: how often, since when and why. Nothing before it is due.
    [[nodiscard]] std::optional<std::string> deadLetter(std::uint32_t attempts, const Instant &first, const Delivery &last) const;
};

} // namespace mandate
