// SPDX-License-Identifier: GPL-3.0-or-later
// A place in the words of Cedar text, for readers that go forward only.
#pragma once

#include "models/pact/imports/cedar_tokens.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mandate::imports {

/// Where a reader stands in the words, and the first reason why they are no simple rule.
class CedarCursor
{
public:
    explicit CedarCursor(std::vector<CedarToken> tokens) : m_tokens(std::move(tokens)) {}

    [[nodiscard]] const CedarToken &here() const { return m_tokens[m_at]; }
    [[nodiscard]] const CedarToken &behind() const { return m_tokens[m_at + 1 < m_tokens.size() ? m_at + 1 : m_at]; }
    void next() { m_at += m_at + 1 < m_tokens.size(); }
    void back() { m_at -= m_at > 0; }
    [[nodiscard]] bool at(std::string_view text) const;
    bool take(std::string_view text);
    void must(std::string_view text);
    /// A text without wildcards; `what` says in a refusal what should stand here.
    std::string text(std::string_view what);

    void refuse(std::string why);
    [[nodiscard]] bool fine() const { return m_reason.empty(); }
    [[nodiscard]] const std::string &reason() const { return m_reason; }
    void forgive() { m_reason.clear(); } ///< the next policy starts anew

private:
    std::vector<CedarToken> m_tokens;
    std::size_t m_at = 0;
    std::string m_reason;
};

} // namespace mandate::imports
