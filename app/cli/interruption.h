// SPDX-License-Identifier: GPL-3.0-or-later
// Ctrl+C and a polite kill as a request to stop, while one long command runs. A second one ends the program at once.
#pragma once

#include <csignal>
#include <cstdlib>
#include <ctime>
#include <pthread.h>
#include <stop_token>
#include <thread>

namespace mandate::cli {

/// Make it before the command starts threads: they inherit that these signals are waited for here and nowhere else.
class Interruption
{
public:
    Interruption()
    {
        sigemptyset(&m_signals);
        sigaddset(&m_signals, SIGINT);
        sigaddset(&m_signals, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &m_signals, nullptr);
        m_watch = std::jthread([this](const std::stop_token &done) { watch(done); });
    }
    ~Interruption()
    {
        m_watch.request_stop();
        m_watch.join();
        pthread_sigmask(SIG_UNBLOCK, &m_signals, nullptr);
    }
    Interruption(const Interruption &) = delete;
    Interruption &operator=(const Interruption &) = delete;

    [[nodiscard]] std::stop_token token() const { return m_asked.get_token(); }

private:
    void watch(const std::stop_token &done)
    {
        const timespec turn{0, 50'000'000};
        while (!done.stop_requested()) {
            if (sigtimedwait(&m_signals, nullptr, &turn) < 0)
                continue;
            if (!m_asked.request_stop())
                std::_Exit(128 + SIGINT); // asked before; the ledger is whole at every moment
        }
    }

    sigset_t m_signals{};
    std::stop_source m_asked;
    std::jthread m_watch;
};

} // namespace mandate::cli
