// SPDX-License-Identifier: GPL-3.0-or-later
// What was judged of a stretch of the ledger, as a judgement entry says it: how many of each verdict, and one digest of all of them.
#pragma once

#include "models/base/digest_stream.h"
#include "models/store/store.h"

#include <array>

namespace mandate {

class JudgedRange
{
public:
    /// Actions must come in the order of the ledger.
    void add(EntryNumber entry, Verdict verdict, std::string_view clause);

    [[nodiscard]] const std::array<std::uint64_t, verdictCount> &counts() const { return m_counts; }
    [[nodiscard]] std::uint64_t total() const;
    /// SHA-256 over one line an action: entry number, verdict, deciding clause (may be empty), separated by a space, ended by a line feed.
    /// Anyone can judge the same entries again and compare.
    [[nodiscard]] Digest digest();

private:
    std::array<std::uint64_t, verdictCount> m_counts{};
    std::string m_lines; ///< not in m_digest yet
    DigestStream m_digest;
};

} // namespace mandate
