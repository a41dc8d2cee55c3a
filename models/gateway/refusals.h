// SPDX-License-Identifier: GPL-3.0-or-later
// Requests that brought a token of ours and were refused all the same: counted, and kept as evidence about the agent, so that a token that is used for
// what it is not for is seen in the trail. A flood of them is one record a minute for each token and reason.
#pragma once

#include "models/gateway/access.h"
#include "models/gateway/figures.h"
#include "models/gateway/inbox.h"

namespace mandate {

class Refusals
{
public:
    Refusals(Figures &figures, Inbox &inbox, std::function<Instant()> clock) : m_figures(figures), m_inbox(inbox), m_clock(std::move(clock)) {}

    /// `agent`: whom the request was about, as it says; empty when it does not.
    void note(const Denied &denied, std::string_view path, std::string_view agent, std::string_view peer);
    void count(std::string_view code) { m_figures.refused(code); }
    /// Writes the next of those that were noted; called now and then by one thread, as it waits for the disk.
    void keep();

    struct Last
    {
        Instant at;
        std::string token, code, words;
    };
    [[nodiscard]] std::optional<Last> last() const;

private:
    struct Noted
    {
        Instant at;
        std::string token, code, words, path, agent, peer;
        std::uint64_t times = 1;
    };
    Figures &m_figures;
    Inbox &m_inbox;
    std::function<Instant()> m_clock;
    mutable std::mutex m_lock;
    std::map<std::string, Noted> m_noted;       ///< to be kept, by token, code and agent
    std::map<std::string, std::int64_t> m_kept; ///< when, nanoseconds
    std::optional<Last> m_last;
};

} // namespace mandate
