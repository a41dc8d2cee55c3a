// SPDX-License-Identifier: GPL-3.0-or-later
// Who decides in whose place while they are away. A delegation lends one person's decisions about agents to another for a time; it lends no
// role, is not passed on, and never makes one person two. Pure; fed by PeopleRegister with what counted.
#pragma once

#include "models/base/instant.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

/// The longest that decisions can be handed over for at once, and the longest ahead that this can be said.
inline constexpr std::int64_t longestDelegationNs = 90LL * 24 * 3600 * 1'000'000'000;

struct Delegation
{
    std::string person;   ///< person id of who is away
    std::string delegate; ///< person id of who decides for them
    Instant from;
    Instant until; ///< exclusive
    std::string note;
    std::uint64_t entry = 0;
    std::optional<Instant> ended; ///< before its time
    std::string endedBecause;     ///< "account:ada ended it", "account:bob left"
    [[nodiscard]] bool isInForce(const Instant &at) const
    {
        return !ended && from.nanoseconds <= at.nanoseconds && at.nanoseconds < until.nanoseconds;
    }
    /// Neither ended nor run out: in force, or about to be.
    [[nodiscard]] bool isAhead(const Instant &at) const { return !ended && at.nanoseconds < until.nanoseconds; }
    bool operator==(const Delegation &) const = default;
};

class Delegations
{
public:
    void handOver(Delegation delegation);
    /// What the person handed over and is not over by itself ends.
    void end(std::string_view person, const Instant &at, const std::string &because);
    /// Everything from or to this person ends.
    void endAllOf(std::string_view person, const Instant &at, const std::string &because);

    /// The person's own one that is in force, or about to be; nullptr when there is none. There is never more than one.
    [[nodiscard]] const Delegation *of(std::string_view person, const Instant &at) const;
    /// From this person to this delegate, in force; nullptr when there is none.
    [[nodiscard]] const Delegation *between(std::string_view person, std::string_view delegate, const Instant &at) const;
    /// Those in force in whose place this person decides.
    [[nodiscard]] std::vector<Delegation> to(std::string_view delegate, const Instant &at) const;
    /// In the order they were signed, with those that are over.
    [[nodiscard]] std::span<const Delegation> all() const { return m_all; }

private:
    std::vector<Delegation> m_all;
};

} // namespace mandate
