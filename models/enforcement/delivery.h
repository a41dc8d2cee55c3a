// SPDX-License-Identifier: GPL-3.0-or-later
// The face of this folder: telling a point about an agent's state, asking it whether it holds, and trying the connection. What a point
// answered is said as it was: received is not stopped, and silence is never a yes.
#pragma once

#include "models/base/instant.h"
#include "models/enforcement/point.h"
#include "models/enforcement/standing.h"
#include "models/evidence/signing.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace mandate {

/// What became of one attempt.
struct Delivery
{
    enum class Outcome : std::uint8_t {
        Confirmed, ///< the point said so itself
        Failed,    ///< it did not happen, or the point answered that the agent may act although it must not
        Unknown    ///< no answer, or none that says anything: never to be shown as stopped
    };
    Outcome outcome = Outcome::Unknown;
    Instant at;            ///< when the answer was there, or was given up
    std::string code;      ///< MND-ENF-…; empty when confirmed
    std::string detail;    ///< what the point said, in words
    std::string byHand;    ///< what a person does when it did not work
    bool retry = false;    ///< it may succeed later although nobody changes anything
    int httpStatus = 0;    ///< 0 when there was no HTTP answer
    std::string messageId; ///< of what was sent, the same in each attempt; event tokens' ids with spaces between

    bool operator==(const Delivery &) const = default;
};
/// Stable names: "confirmed", "failed", "unknown".
[[nodiscard]] std::string_view nameOf(Delivery::Outcome outcome);

/// Where secrets come from. They are asked for when needed and never part of a Delivery.
struct Secrets
{
    std::function<std::optional<std::string>(const std::string &name)> find;
    const SigningKey *key = nullptr; ///< signs status lists, event tokens and v1a webhooks
};

struct TimeLimits
{
    std::chrono::milliseconds connect{3000};
    std::chrono::milliseconds read{5000};   ///< longest silence while an answer comes
    std::chrono::milliseconds whole{10000}; ///< one call of deliver(), holds() or tryConnection(), however many requests it makes
};

struct Outside
{
    std::function<Instant()> now = systemNow;
    TimeLimits limits;
    /// Every agent's standing as the ledger has it now: a status list names them all. The standing being delivered wins unless the ledger's is
    /// newer. Called while other writers of the list wait, so that the last list written has the newest standings: it must read the ledger then, and
    /// no copy. Without it a list names that one agent, and all others count as not authorized.
    std::function<std::vector<EnforcedStanding>()> standings;
};

/// Tells the point about a standing. Blocks until it is done or the time limit is reached; a stop request ends it within some milliseconds.
/// Confirmed: the point acknowledged by its own protocol. Never throws.
[[nodiscard]] Delivery deliver(const EnforcementPoint &point, const EnforcedStanding &standing, const Secrets &secrets, const Outside &outside,
                               std::stop_token stop = {}) noexcept;

/// Asks the point what it does now. Confirmed: it answered as the standing demands. Failed: it answered the contrary; for an agent that must
/// not act this is "Not stopped" (MND-ENF-014). Unknown: silence, an answer that says neither, or a point that cannot be asked.
[[nodiscard]] Delivery holds(const EnforcementPoint &point, const EnforcedStanding &standing, const Secrets &secrets, const Outside &outside,
                             std::stop_token stop = {}) noexcept;

/// Reaches the point and checks the credentials without changing any agent's state.
[[nodiscard]] Delivery tryConnection(const EnforcementPoint &point, const Secrets &secrets, const Outside &outside, std::stop_token stop = {}) noexcept;

} // namespace mandate
