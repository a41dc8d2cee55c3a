// SPDX-License-Identifier: GPL-3.0-or-later
// A target of a pact as a budget of violations: what is left of it, how fast it goes, and whether that is an alarm. After the burn-rate alerts of "The Site
// Reliability Workbook" (B. Beyer et al., 2018), chapter 5, table 5-8, with counts in place of rates where there is too little traffic for rates.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace mandate {

/// One thing that is good or bad, such as a call that a pact could judge.
struct CountedEvent
{
    std::int64_t ns = 0; ///< when, nanoseconds since 1970
    bool bad = false;
    bool hard = false; ///< bad, executed, and of a critical clause: one is enough for an alarm where there are too few for rates
};

/// An alarm when both windows burn at least `factor` times as fast as the budget lasts: the long one says that it matters, the short one that it goes on.
struct BurnRule
{
    std::int64_t longSeconds = 0;
    std::int64_t shortSeconds = 0;
    double factor = 0;
    bool page = false; ///< someone has to act now; else within days
};
inline constexpr std::array<BurnRule, 3> burnRules{{{3600, 300, 14.4, true}, {6 * 3600, 1800, 6, true}, {3 * 86400, 6 * 3600, 1, false}}};

enum class BurnBasis : std::uint8_t {
    Rates,  ///< both windows have enough events for a rate
    Counts, ///< too few: so many bad ones in the long window would be a surprise (Poisson, below 1 in 100) if the target were kept, or one is of a critical clause
    Nothing ///< no event in the long window
};

struct BurnReading
{
    BurnRule rule;
    BurnBasis basis = BurnBasis::Nothing;
    std::uint64_t longCount = 0, longBad = 0, shortCount = 0, shortBad = 0;
    std::optional<double> longBurn, shortBurn; ///< rate / bound; none without events, or for a bound of 0
    std::optional<double> surprise;            ///< Counts: P(X >= longBad) where bound · longCount are expected
    bool fires = false;
};

enum class BudgetState : std::uint8_t { NoData, Acceptable, Recovering, Increasing, Critical };
/// "no_data", "acceptable", "recovering", "increasing", "critical".
[[nodiscard]] std::string_view nameOf(BudgetState state);

struct Budget
{
    double bound = 0; ///< the share of bad ones that is allowed
    std::int64_t windowSeconds = 0;
    std::int64_t atNs = 0;
    std::uint64_t count = 0, bad = 0; ///< in the window that ends at `atNs`
    std::optional<double> remaining;  ///< 1 − bad / (bound · count); below 0 when overspent; none without events; for a bound of 0 it is 1 or nothing is left (0)
    std::optional<double> secondsToEmpty; ///< at the pace of the last three days; none when it lasts, or is gone
    bool fewEvents = false;               ///< bound · count < 10: counts say more than rates
    std::array<BurnReading, 3> readings{};
    BudgetState state = BudgetState::NoData;
    [[nodiscard]] bool spent() const { return remaining && *remaining <= 0; }
};

/// `events` ascending by time; those behind `atNs` do not count. `bound` in [0, 1].
[[nodiscard]] Budget budgetAt(std::span<const CountedEvent> events, double bound, std::int64_t windowSeconds, std::int64_t atNs);

struct BudgetPoint
{
    std::int64_t ns = 0;
    double remaining = 1; ///< of the budget that the whole window's events allow
    std::uint64_t count = 0, bad = 0; ///< from the window's beginning up to here
};
/// What was left of the budget over the window, at `points` equal steps: the last is budgetAt()'s.
[[nodiscard]] std::vector<BudgetPoint> burnDown(std::span<const CountedEvent> events, double bound, std::int64_t windowSeconds, std::int64_t atNs, std::size_t points);

} // namespace mandate
