// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/replay_comparison.h"

#include <algorithm>
#include <charconv>
#include <functional>

namespace mandate {

void ReplayComparison::add(const ComparedAction &action)
{
    Collected &collected = m_changes[{action.before, action.after}];
    ReplayChange &change = collected.change;
    ++change.count;
    change.executed += action.executed;
    change.sessions += collected.sessions.add(action.sessionNumber);
    if (action.customer == Customers::unknown)
        ++change.customers.unknown;
    else
        change.customers.different += collected.customers.add(action.customer);
    if (action.spends)
        change.money.add(action.amount);
    if (change.cases.size() < m_cases)
        change.cases.push_back({{action.entry, std::string(action.agent), std::string(action.session), action.message, action.call,
                                 std::string(action.tool), action.executed},
                                std::string(action.clauseBefore),
                                std::string(action.clauseAfter)});

    char number[24];
    const auto end = std::to_chars(number, number + sizeof number, action.entry).ptr;
    m_lines.append(number, end);
    for (const std::string_view word : {nameOf(action.before), action.clauseBefore, nameOf(action.after), action.clauseAfter})
        (m_lines += ' ') += word;
    m_lines += '\n';
    constexpr std::size_t piece = 16'384;
    if (m_lines.size() >= piece) {
        m_digest.add(m_lines);
        m_lines.clear();
    }
}

std::vector<ReplayChange> ReplayComparison::take()
{
    std::vector<ReplayChange> changes;
    for (auto &[verdicts, collected] : m_changes) {
        collected.change.from = verdicts.first;
        collected.change.to = verdicts.second;
        changes.push_back(std::move(collected.change));
    }
    m_changes.clear();
    std::ranges::stable_sort(changes, std::greater(), &ReplayChange::count);
    return changes;
}

Digest ReplayComparison::digest()
{
    m_digest.add(m_lines);
    m_lines.clear();
    return m_digest.digest();
}

} // namespace mandate
