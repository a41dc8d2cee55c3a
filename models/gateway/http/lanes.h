// SPDX-License-Identifier: GPL-3.0-or-later
// Threads that answer requests, in lanes: what is slow in one lane does not hold up another. A lane's queue is bounded.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace mandate::http {

struct LaneShape
{
    std::string name;
    std::size_t threads = 4;
    std::size_t queue = 1024; ///< jobs that may wait
    std::size_t atOnce = 1;   ///< jobs that a thread takes together
};

/// `Job` is moved in and out; `work` gets 1 to `atOnce` of them.
template<typename Job>
class Lane
{
public:
    Lane(LaneShape shape, std::function<void(std::vector<Job> &)> work) : m_shape(std::move(shape)), m_work(std::move(work))
    {
        for (std::size_t i = 0; i < m_shape.threads; ++i)
            m_threads.emplace_back([this] { run(); });
    }
    ~Lane()
    {
        {
            const std::scoped_lock guard(m_lock);
            m_stopping = true;
        }
        m_wake.notify_all();
        for (std::thread &thread : m_threads)
            thread.join();
    }
    Lane(const Lane &) = delete;
    Lane &operator=(const Lane &) = delete;

    /// False, and `job` is as it was, when too many wait already. Begun at the next rouse().
    [[nodiscard]] bool add(Job &job)
    {
        const std::scoped_lock guard(m_lock);
        if (m_jobs.size() >= m_shape.queue)
            return false;
        m_jobs.push_back(std::move(job));
        return true;
    }
    /// Wakes as many threads as the waiting jobs fill: one wake for jobs that came together, not one for each.
    void rouse()
    {
        std::size_t wanted = 0;
        {
            const std::scoped_lock guard(m_lock);
            wanted = std::min(m_idle, (m_jobs.size() + m_shape.atOnce - 1) / m_shape.atOnce);
        }
        for (; wanted > 0; --wanted)
            m_wake.notify_one();
    }

private:
    void run()
    {
        std::vector<Job> taken;
        std::unique_lock guard(m_lock);
        for (;;) {
            ++m_idle;
            m_wake.wait(guard, [this] { return m_stopping || !m_jobs.empty(); });
            --m_idle;
            if (m_stopping)
                return;
            while (!m_jobs.empty() && taken.size() < m_shape.atOnce) {
                taken.push_back(std::move(m_jobs.front()));
                m_jobs.pop_front();
            }
            guard.unlock();
            m_work(taken);
            taken.clear();
            guard.lock();
        }
    }

    LaneShape m_shape;
    std::function<void(std::vector<Job> &)> m_work;
    std::mutex m_lock;
    std::condition_variable m_wake;
    std::deque<Job> m_jobs;
    std::size_t m_idle = 0;
    bool m_stopping = false;
    std::vector<std::thread> m_threads;
};

} // namespace mandate::http
