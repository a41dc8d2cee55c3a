// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/metrics/budget.h"

#include "models/statistics/exact_tests.h"

#include <algorithm>
#include <limits>

namespace mandate {

namespace {

constexpr std::int64_t second = 1'000'000'000;
constexpr double surprising = 0.01;
constexpr double fewestExpected = 10; ///< bad ones that the target allows in its window; with fewer a rate says little
constexpr std::array<std::string_view, 5> stateNames{"no_data", "acceptable", "recovering", "increasing", "critical"};

/// Times before the beginning of time do not occur.
std::int64_t before(std::int64_t ns, std::int64_t seconds)
{
    return ns < std::numeric_limits<std::int64_t>::min() + seconds * second ? std::numeric_limits<std::int64_t>::min() : ns - seconds * second;
}

/// Those in (at − seconds, at].
std::span<const CountedEvent> within(std::span<const CountedEvent> events, std::int64_t atNs, std::int64_t seconds)
{
    const auto end = std::ranges::upper_bound(events, atNs, {}, &CountedEvent::ns);
    const auto begin = std::ranges::upper_bound(events.begin(), end, before(atNs, seconds), {}, &CountedEvent::ns);
    return {begin, end};
}

std::uint64_t badOf(std::span<const CountedEvent> events)
{
    return static_cast<std::uint64_t>(std::ranges::count_if(events, &CountedEvent::bad));
}

std::optional<double> burnOf(std::uint64_t bad, std::uint64_t count, double bound)
{
    return count == 0 || bound <= 0 ? std::nullopt : std::optional(static_cast<double>(bad) / static_cast<double>(count) / bound);
}

BurnReading readBurn(const BurnRule &rule, std::span<const CountedEvent> events, double bound, std::int64_t atNs, bool few)
{
    BurnReading reading;
    reading.rule = rule;
    const auto whole = within(events, atNs, rule.longSeconds);
    const auto recent = within(events, atNs, rule.shortSeconds);
    reading.longCount = whole.size();
    reading.longBad = badOf(whole);
    reading.shortCount = recent.size();
    reading.shortBad = badOf(recent);
    reading.longBurn = burnOf(reading.longBad, reading.longCount, bound);
    reading.shortBurn = burnOf(reading.shortBad, reading.shortCount, bound);
    if (whole.empty())
        return reading;
    // One bad call among fewer than this burns as fast as the rule asks for, whatever the target.
    const bool tooFew = bound <= 0 || static_cast<double>(reading.shortCount) < 1 / (rule.factor * bound);
    if (!few && !tooFew) {
        reading.basis = BurnBasis::Rates;
        reading.fires = *reading.longBurn >= rule.factor && *reading.shortBurn >= rule.factor;
        return reading;
    }
    reading.basis = BurnBasis::Counts;
    reading.surprise = poissonUpperTail(reading.longBad, bound * static_cast<double>(reading.longCount));
    const bool hard = std::ranges::any_of(recent, &CountedEvent::hard);
    const bool many = bound <= 0 ? reading.longBad > 0 : reading.longBad >= 2 && *reading.surprise < surprising / static_cast<double>(burnRules.size());
    reading.fires = hard || (many && reading.shortBad > 0);
    return reading;
}

} // namespace

std::string_view nameOf(BudgetState state)
{
    return stateNames.at(static_cast<std::size_t>(state));
}

Budget budgetAt(std::span<const CountedEvent> events, double bound, std::int64_t windowSeconds, std::int64_t atNs)
{
    Budget budget;
    budget.bound = bound;
    budget.windowSeconds = windowSeconds;
    budget.atNs = atNs;
    const auto counted = within(events, atNs, windowSeconds);
    budget.count = counted.size();
    budget.bad = badOf(counted);
    if (counted.empty())
        return budget;
    const double allowed = bound * static_cast<double>(budget.count);
    budget.remaining = bound > 0 ? 1 - static_cast<double>(budget.bad) / allowed : budget.bad > 0 ? 0.0 : 1.0;
    budget.fewEvents = allowed < fewestExpected;
    bool pages = false;
    bool tickets = false;
    for (std::size_t i = 0; i < burnRules.size(); ++i) {
        budget.readings.at(i) = readBurn(burnRules.at(i), counted, bound, atNs, budget.fewEvents);
        (burnRules.at(i).page ? pages : tickets) |= budget.readings.at(i).fires;
    }
    const BurnReading &slow = budget.readings.back();
    if (slow.longBurn && *slow.longBurn > 0 && *budget.remaining > 0)
        budget.secondsToEmpty = *budget.remaining * static_cast<double>(windowSeconds) / *slow.longBurn;
    if (pages)
        budget.state = BudgetState::Critical;
    else if (tickets)
        budget.state = BudgetState::Increasing;
    else if (budget.spent() || (slow.longBurn && *slow.longBurn >= 1)) // too much was spent; whether it goes on is what the last hours say
        budget.state = slow.shortBad > 0 ? BudgetState::Increasing : BudgetState::Recovering;
    else
        budget.state = BudgetState::Acceptable;
    return budget;
}

std::vector<BudgetPoint> burnDown(std::span<const CountedEvent> events, double bound, std::int64_t windowSeconds, std::int64_t atNs, std::size_t points)
{
    const auto counted = within(events, atNs, windowSeconds);
    const double allowed = bound * static_cast<double>(counted.size());
    std::vector<BudgetPoint> steps;
    std::size_t taken = 0;
    std::uint64_t bad = 0;
    for (std::size_t i = 1; i <= points; ++i) {
        const double part = static_cast<double>(i) / static_cast<double>(points);
        const std::int64_t until = i == points ? atNs : before(atNs, windowSeconds) + static_cast<std::int64_t>(part * static_cast<double>(windowSeconds) * static_cast<double>(second));
        for (; taken < counted.size() && counted[taken].ns <= until; ++taken)
            bad += counted[taken].bad;
        const double remaining = allowed > 0 ? 1 - static_cast<double>(bad) / allowed : bad > 0 ? 0 : 1;
        steps.push_back({until, remaining, taken, bad});
    }
    return steps;
}

} // namespace mandate
