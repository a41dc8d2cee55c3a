// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers one argument had: their range, and of the largest ones how often each was seen, so that a tighter upper bound can be weighed.
#pragma once

#include "models/pact/mining/limits.h"
#include "models/pact/mining/mined_scope.h"

#include <functional>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

namespace mandate::mining {

class NumberUse
{
public:
    /// Of several numbers of one call (elements of a list) the largest counts. `cells` is the room left for sessions, shared by all.
    void add(const Number &number, Entry entry, std::uint64_t session, const Limits &limits, std::size_t &cells);

    [[nodiscard]] std::uint64_t calls() const { return m_calls; }
    /// Of numbers that were seen.
    [[nodiscard]] const NumberRange &range() const { return m_range; }
    /// Bounds below the largest number: the two next lower ones seen, and those within which 99 and 95 of 100 calls are.
    [[nodiscard]] std::vector<TighterBound> tighter() const;

private:
    struct Seen
    {
        Number number;
        std::uint64_t calls = 0;
        std::vector<Entry> first;
    };
    void count(const Number &number, Entry entry, const Limits &limits);
    void takeBack(const Number &number);
    [[nodiscard]] TighterBound at(const Number &bound) const;

    std::map<long double, Seen, std::greater<>> m_largest;
    std::uint64_t m_calls = 0;
    std::optional<long double> m_dropped; ///< the largest number that m_largest had no room for
    NumberRange m_range;
    std::optional<Number> m_ofCall; ///< what the call at hand counts with
    Entry m_call = 0;
    std::unordered_map<std::uint64_t, long double> m_bySession; ///< largest of each
    bool m_sessionsCut = false;
};

} // namespace mandate::mining
