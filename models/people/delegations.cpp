// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/people/delegations.h"

#include <algorithm>

namespace mandate {

void Delegations::handOver(Delegation delegation)
{
    m_all.push_back(std::move(delegation));
}

void Delegations::end(std::string_view person, const Instant &at, const std::string &because)
{
    for (Delegation &delegation : m_all) {
        if (delegation.person == person && delegation.isAhead(at)) {
            delegation.ended = at;
            delegation.endedBecause = because;
        }
    }
}

void Delegations::endAllOf(std::string_view person, const Instant &at, const std::string &because)
{
    for (Delegation &delegation : m_all) {
        if ((delegation.person == person || delegation.delegate == person) && delegation.isAhead(at)) {
            delegation.ended = at;
            delegation.endedBecause = because;
        }
    }
}

const Delegation *Delegations::of(std::string_view person, const Instant &at) const
{
    const auto found = std::ranges::find_if(m_all, [&](const Delegation &one) { return one.person == person && one.isAhead(at); });
    return found == m_all.end() ? nullptr : &*found;
}

const Delegation *Delegations::between(std::string_view person, std::string_view delegate, const Instant &at) const
{
    const auto found =
        std::ranges::find_if(m_all, [&](const Delegation &one) { return one.person == person && one.delegate == delegate && one.isInForce(at); });
    return found == m_all.end() ? nullptr : &*found;
}

std::vector<Delegation> Delegations::to(std::string_view delegate, const Instant &at) const
{
    std::vector<Delegation> found;
    std::ranges::copy_if(m_all, std::back_inserter(found), [&](const Delegation &one) { return one.delegate == delegate && one.isInForce(at); });
    return found;
}

} // namespace mandate
