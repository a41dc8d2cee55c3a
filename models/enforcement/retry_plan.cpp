// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/enforcement/retry_plan.h"

#include <algorithm>

namespace mandate {

std::chrono::milliseconds RetryPlan::wait(std::uint32_t attempts, double random) const
{
    std::chrono::milliseconds most = base;
    for (std::uint32_t doubled = 1; doubled < attempts && most < cap; ++doubled)
        most *= 2;
    most = std::min(most, cap);
    const double part = std::clamp(random, 0.0, 1.0) * static_cast<double>(most.count());
    return std::chrono::milliseconds(static_cast<std::chrono::milliseconds::rep>(part));
}

std::optional<std::string> RetryPlan::deadLetter(std::uint32_t attempts, const Instant &first, const Delivery &last) const
{
    if (attempts < deadLetterAfter || last.outcome == Delivery::Outcome::Confirmed)
        return std::nullopt;
    return "Not confirmed after " + std::to_string(attempts) + " attempts since " + formatInstant(first) + ". The last one: " + last.detail;
}

} // namespace mandate
