// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/kept_trail.h"

#include "models/workspace/metric_trail.h"
#include "models/workspace/workspace.h"

#include <chrono>

namespace mandate {

namespace {

/// Held until it goes out of scope; not held when stopped before it was free.
std::unique_lock<std::timed_mutex> waitFor(std::timed_mutex &mutex, const std::stop_token &stop)
{
    std::unique_lock lock(mutex, std::defer_lock);
    while (!stop.stop_requested() && !lock.try_lock_for(std::chrono::milliseconds(20))) { }
    return lock;
}

} // namespace

Result<std::shared_ptr<const MetricTrail>> KeptTrail::take(const Workspace &workspace, std::stop_token stop)
{
    const auto one = waitFor(m_reading, stop);
    if (!one.owns_lock())
        return countingStopped();
    if (m_outdated.exchange(false))
        m_trail.reset();
    if (m_trail && m_trail->ledgerSize == workspace.store().size())
        return m_trail;
    const MetricTrails trails(workspace);
    auto read = m_trail ? trails.readOn(*m_trail, std::move(stop)) : trails.read({}, std::move(stop));
    if (read)
        m_trail = *read;
    return read;
}

Result<RunModels> KeptTrail::models(const Workspace &workspace, const MetricTrail &trail, std::stop_token stop)
{
    const auto one = waitFor(m_readingModels, stop);
    if (!one.owns_lock())
        return countingStopped();
    auto read = readRunModels(workspace, trail, m_models, std::move(stop));
    if (read) {
        m_models = *read;
        m_knowsModels = true;
    }
    return read;
}

} // namespace mandate
