// SPDX-License-Identifier: GPL-3.0-or-later
// The texts one argument had, as long as they can be a choice among few: then a list of values can be proposed.
#pragma once

#include "models/pact/mining/mined_scope.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mandate::mining {

class TextUse
{
public:
    void add(std::string_view text, Entry entry, std::uint64_t session);
    /// Why no list of values is proposed for an argument of this name; empty when one is.
    [[nodiscard]] std::string whyNoList(std::string_view argument) const;
    /// Most frequent first; none when too many were seen.
    [[nodiscard]] std::vector<TextValue> values() const;

private:
    struct Seen
    {
        TextValue value;
        Entry last = 0;
        std::uint64_t session = 0; ///< of the first
        bool elsewhere = false;    ///< seen in another session too
    };
    std::vector<Seen> m_seen;
    std::vector<std::uint64_t> m_sessions; ///< sorted, at most sessionsToldApart
    bool m_tooMany = false;
    bool m_unique = false; ///< one looked like an identifier or a sentence
};

} // namespace mandate::mining
