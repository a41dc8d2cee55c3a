// SPDX-License-Identifier: GPL-3.0-or-later
// What a workspace does by itself, in a thread of its own, soon after it begins and then again and again: takes checkpoints to its witnesses (those that have the
// newest one already are left in peace), compares agents with their baselines, does what pacts say of agents whose evaluation is overdue, and opens
// incidents for sources that are silent longer than somebody signed that they may be.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace mandate {

class Workspace;

class WorkspaceWatch
{
public:
    /// The workspace is open for writing and outlives this.
    explicit WorkspaceWatch(Workspace &workspace, std::chrono::milliseconds first = std::chrono::minutes(1), std::chrono::milliseconds every = std::chrono::hours(1));
    /// Waits for a witness that is being asked only as long as it takes to give up.
    ~WorkspaceWatch();
    WorkspaceWatch(const WorkspaceWatch &) = delete;
    WorkspaceWatch &operator=(const WorkspaceWatch &) = delete;

private:
    std::mutex m_lock;
    std::condition_variable_any m_wake;
    std::jthread m_thread; ///< last: it uses what stands before it
};

} // namespace mandate
