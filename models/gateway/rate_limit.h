// SPDX-License-Identifier: GPL-3.0-or-later
// Requests a second, a token bucket for each name. Time comes in.
#pragma once

#include <algorithm>
#include <chrono>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace mandate {

class RateLimit
{
public:
    /// `perSecond` on the long run, `burst` at once. 0 a second: no limit.
    RateLimit(double perSecond, double burst) : m_perSecond(perSecond), m_burst(burst) {}

    /// Nothing when so many may pass together, else how long to wait. More than half of `burst` pass together when half of it is there, and the rest is
    /// paid for afterwards: else a large batch would never pass a small limit.
    [[nodiscard]] std::chrono::milliseconds take(const std::string &name, std::chrono::steady_clock::time_point now, std::size_t count = 1)
    {
        if (m_perSecond <= 0)
            return {};
        const std::scoped_lock guard(m_lock);
        if (m_buckets.size() > mostNames)
            forgetFull(now);
        Bucket &bucket = m_buckets.try_emplace(name, Bucket{m_burst, now}).first->second;
        fill(bucket, now);
        const double needed = std::min(static_cast<double>(count), std::max(1.0, m_burst / 2));
        if (bucket.left >= needed) {
            bucket.left -= static_cast<double>(count);
            return {};
        }
        return std::chrono::milliseconds(static_cast<std::int64_t>((needed - bucket.left) / m_perSecond * 1000) + 1);
    }

private:
    struct Bucket
    {
        double left;
        std::chrono::steady_clock::time_point at;
    };
    static constexpr std::size_t mostNames = 100'000;

    void fill(Bucket &bucket, std::chrono::steady_clock::time_point now) const
    {
        const std::chrono::duration<double> passed = std::max(now - bucket.at, std::chrono::steady_clock::duration::zero());
        bucket.left = std::min(m_burst, bucket.left + passed.count() * m_perSecond);
        bucket.at = now;
    }
    void forgetFull(std::chrono::steady_clock::time_point now)
    {
        for (auto at = m_buckets.begin(); at != m_buckets.end();) {
            fill(at->second, now);
            at = at->second.left >= m_burst ? m_buckets.erase(at) : std::next(at);
        }
    }

    double m_perSecond;
    double m_burst;
    std::mutex m_lock;
    std::unordered_map<std::string, Bucket> m_buckets;
};

} // namespace mandate
