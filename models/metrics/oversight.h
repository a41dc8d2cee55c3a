// SPDX-License-Identifier: GPL-3.0-or-later
// Whether people who decide really look (FEATURES.md B16): figures of a team, never of a person. Pure. Formulas for people: docs/oversight.md.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace mandate {

/// One request that was closed.
struct OversightCase
{
    enum class End : std::uint8_t { Approved, Denied, Abandoned }; ///< Abandoned: its time ran out, nobody decided
    std::string team;   ///< who answers together, such as a pact
    std::string person; ///< who decided; used for nothing but the time between two decisions of the same person
    End end = End::Denied;
    std::int64_t askedNs = 0;
    std::optional<std::int64_t> claimedNs; ///< last claim by the person who decided
    std::int64_t decidedNs = 0;
    int words = 0;         ///< above the fold of what was shown
    bool testItem = false; ///< seeded to be refused
};

struct OversightFigures
{
    std::string team; ///< empty: all of them
    std::uint64_t approved = 0, denied = 0, abandoned = 0;
    std::uint64_t fasterThanReading = 0; ///< of approved and denied
    std::optional<double> medianSeconds; ///< of approved and denied; absent when there are none
    std::uint64_t testItems = 0;         ///< decided or abandoned
    std::uint64_t testItemsMissed = 0;   ///< of these, approved
    bool operator==(const OversightFigures &) const = default;

    [[nodiscard]] std::uint64_t decided() const { return approved + denied; }
    /// Nobody ever said no and nobody took the time to: at least 20 decisions, none a refusal, median below 5 seconds.
    [[nodiscard]] bool looksAutomatic() const;
};

/// How fast people read, words a second.
inline constexpr double readingSpeed = 4;

/// At most how long the person can have looked at each case, seconds, in the order given; absent for abandoned ones. It is the time since the
/// request was there, the person claimed it, or decided the one before, whichever is latest: a bound, so *faster than reading* is never a guess.
[[nodiscard]] std::vector<std::optional<double>> lookingSeconds(std::span<const OversightCase> cases);
/// All teams together first, then each, by name.
[[nodiscard]] std::vector<OversightFigures> oversight(std::span<const OversightCase> cases);
[[nodiscard]] std::optional<double> median(std::vector<double> values);

} // namespace mandate
