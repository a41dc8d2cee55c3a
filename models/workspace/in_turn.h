// SPDX-License-Identifier: GPL-3.0-or-later
// A lock that is given in the order in which it was asked for: a suspension waits for one round of decisions, never for all of them.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace mandate {

/// BasicLockable.
class InTurn
{
public:
    void lock()
    {
        std::unique_lock guard(m_mutex);
        const std::uint64_t mine = m_next++;
        m_changed.wait(guard, [&] { return m_serving == mine; });
    }
    void unlock()
    {
        {
            const std::scoped_lock guard(m_mutex);
            ++m_serving;
        }
        m_changed.notify_all();
    }
    /// Whether somebody waits for whoever holds it.
    [[nodiscard]] bool othersWait() const
    {
        const std::scoped_lock guard(m_mutex);
        return m_next > m_serving + 1;
    }

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::uint64_t m_next = 0;
    std::uint64_t m_serving = 0;
};

} // namespace mandate
