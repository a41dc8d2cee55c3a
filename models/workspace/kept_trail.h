// SPDX-License-Identifier: GPL-3.0-or-later
// The trail that figures are counted from, read once for all who count, and read on as the ledger grows. Used by workers, of which one reads at a time: the
// others wait for what it reads. Each workspace has one (Workspace::keptTrail()).
#pragma once

#include "models/base/result.h"
#include "models/metrics/metric_trail.h"
#include "models/metrics/split_figures.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <stop_token>

namespace mandate {

class Workspace;

class KeptTrail
{
public:
    /// As the ledger is now. Keeps what it was where the reading is stopped or fails. Cancelled when stopped, also while it waits for another.
    Result<std::shared_ptr<const MetricTrail>> take(const Workspace &workspace, std::stop_token stop = {});
    /// Which model each run of a trail that was taken is of. The first time it reads a text of every run, then only of new ones.
    Result<RunModels> models(const Workspace &workspace, const MetricTrail &trail, std::stop_token stop = {});
    [[nodiscard]] bool knowsModels() const { return m_knowsModels; }

    /// Verdicts were computed anew: what was kept says nothing any more. From any thread.
    void outdate() { m_outdated = true; }

private:
    std::atomic<bool> m_outdated = false;
    std::atomic<bool> m_knowsModels = false;
    std::timed_mutex m_reading;
    std::shared_ptr<const MetricTrail> m_trail;
    std::timed_mutex m_readingModels;
    RunModels m_models; ///< a run keeps its number as the trail grows
};

} // namespace mandate
