// SPDX-License-Identifier: GPL-3.0-or-later
// Collects what a replay changes: one line for each pair of verdicts. Both ways of replaying feed it, so that both say the same.
#pragma once

#include "models/base/digest_stream.h"
#include "models/workspace/replay.h"

#include <cstddef>
#include <map>
#include <utility>
#include <vector>

namespace mandate {

/// An action judged then and now. Texts are needed during add() only.
struct ComparedAction
{
    EntryNumber entry = 0;
    std::string_view agent;
    std::string_view session;
    std::string_view tool;
    std::int32_t message = -1;
    std::int32_t call = -1;
    bool executed = false;
    Verdict before = Verdict::NotJudged;
    Verdict after = Verdict::NotJudged;
    std::string_view clauseBefore;
    std::string_view clauseAfter;
    std::uint32_t sessionNumber = 0; ///< the same for all of a session, from 0
    std::uint32_t customer = Customers::unknown;
    bool spends = false;
    std::optional<Amount> amount;
};

class ReplayComparison
{
public:
    /// Keeps at most `cases` of each change.
    explicit ReplayComparison(std::size_t cases) : m_cases(cases) {}

    /// An action whose verdict changes; in order of the ledger.
    void add(const ComparedAction &action);
    /// Most frequent change first.
    [[nodiscard]] std::vector<ReplayChange> take();
    /// Of all that was added, see docs/json.md.
    [[nodiscard]] Digest digest();

private:
    /// Tells how many different numbers were given.
    class Different
    {
    public:
        /// Whether it is a new one.
        bool add(std::uint32_t number)
        {
            if (number >= m_seen.size())
                m_seen.resize(std::size_t{number} * 2 + 1, false);
            const bool isNew = !m_seen[number];
            m_seen[number] = true;
            return isNew;
        }

    private:
        std::vector<bool> m_seen;
    };
    struct Collected
    {
        ReplayChange change;
        Different sessions;
        Different customers;
    };

    std::size_t m_cases;
    std::map<std::pair<Verdict, Verdict>, Collected> m_changes;
    std::string m_lines; ///< not in m_digest yet
    DigestStream m_digest;
};

} // namespace mandate
