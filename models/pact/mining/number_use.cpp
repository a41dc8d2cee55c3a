// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/mining/number_use.h"

#include <algorithm>
#include <limits>

namespace mandate::mining {

static_assert(std::numeric_limits<long double>::digits >= 64, "magnitude() must hold 64-bit integers exactly");

long double Number::magnitude() const
{
    switch (value.kind()) {
    case ValueKind::Int: return static_cast<long double>(value.asInt());
    case ValueKind::Uint: return static_cast<long double>(value.asUint());
    case ValueKind::Double: return static_cast<long double>(value.asDouble());
    default: return 0;
    }
}

void NumberUse::count(const Number &number, Entry entry, const Limits &limits)
{
    if (m_dropped && number.magnitude() <= *m_dropped)
        return;
    Seen &seen = m_largest[number.magnitude()];
    seen.number = number;
    ++seen.calls;
    if (seen.first.size() < exampleEntries)
        seen.first.push_back(entry);
    if (m_largest.size() > limits.numbers) {
        const auto smallest = std::prev(m_largest.end());
        m_dropped = smallest->first;
        m_largest.erase(smallest);
    }
}

void NumberUse::takeBack(const Number &number)
{
    const auto seen = m_largest.find(number.magnitude());
    if (seen == m_largest.end())
        return;
    if (!seen->second.first.empty() && seen->second.first.back() == m_call)
        seen->second.first.pop_back();
    if (--seen->second.calls == 0)
        m_largest.erase(seen);
}

void NumberUse::add(const Number &number, Entry entry, std::uint64_t session, const Limits &limits, std::size_t &cells)
{
    const long double size = number.magnitude();
    const bool first = m_calls == 0;
    if (first || size < m_range.from.magnitude()) {
        m_range.from = number;
        m_range.fromEntry = entry;
    }
    if (first || size > m_range.to.magnitude()) {
        m_range.to = number;
        m_range.toEntry = entry;
    }
    if (first || m_call != entry || !m_ofCall) {
        ++m_calls;
        m_call = entry;
        m_ofCall = number;
        count(number, entry, limits);
    } else if (size > m_ofCall->magnitude()) {
        takeBack(*m_ofCall);
        m_ofCall = number;
        count(number, entry, limits);
    }
    if (const auto known = m_bySession.find(session); known != m_bySession.end()) {
        known->second = std::max(known->second, size);
    } else if (cells > 0) {
        --cells;
        m_bySession.emplace(session, size);
    } else {
        m_sessionsCut = true;
    }
}

TighterBound NumberUse::at(const Number &bound) const
{
    TighterBound tighter;
    tighter.bound = bound;
    const long double limit = bound.magnitude();
    for (const auto &[size, seen] : m_largest) {
        if (size <= limit)
            break;
        tighter.calls += seen.calls;
        tighter.first.insert(tighter.first.end(), seen.first.begin(), seen.first.end());
    }
    std::ranges::sort(tighter.first);
    if (tighter.first.size() > exampleEntries)
        tighter.first.resize(exampleEntries);
    if (!m_sessionsCut)
        tighter.sessions = static_cast<std::uint64_t>(std::ranges::count_if(m_bySession, [&](const auto &one) { return one.second > limit; }));
    return tighter;
}

std::vector<TighterBound> NumberUse::tighter() const
{
    std::vector<TighterBound> bounds;
    const auto bound = [&](const Seen &seen) -> TighterBound & {
        const auto known = std::ranges::find(bounds, seen.number, &TighterBound::bound);
        return known != bounds.end() ? *known : bounds.emplace_back(at(seen.number));
    };
    std::size_t place = 0;
    for (auto seen = m_largest.begin(); seen != m_largest.end() && place <= 2; ++seen, ++place) {
        if (place > 0)
            bound(seen->second).nextLower = true;
    }
    for (const int percentile : {99, 95}) {
        std::uint64_t above = 0;
        for (const auto &[size, seen] : m_largest) {
            above += seen.calls;
            if (above * 100 <= m_calls * static_cast<std::uint64_t>(100 - percentile))
                continue;
            // Nearest rank: the smallest number that so many of a hundred calls do not exceed.
            if (size < m_range.to.magnitude())
                bound(seen).percentile = percentile;
            break;
        }
    }
    std::ranges::sort(bounds, std::greater(), [](const TighterBound &one) { return one.bound.magnitude(); });
    return bounds;
}

} // namespace mandate::mining
