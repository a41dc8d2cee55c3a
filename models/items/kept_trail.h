// SPDX-License-Identifier: GPL-3.0-or-later
// The trail that figures are counted from, read once for all who show figures, and read on as the ledger grows. Used by workers, of which one reads at a time:
// the others wait for what it reads.
#pragma once

#include "models/base/result.h"
#include "models/metrics/metric_trail.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <stop_token>

namespace mandate {

class Workspace;

class KeptTrail
{
public:
    /// As the ledger is now. Keeps what it was where the reading is stopped or fails.
    Result<std::shared_ptr<const MetricTrail>> take(const Workspace &workspace, std::stop_token stop = {});

    /// Verdicts were computed anew: what was kept says nothing any more. From any thread.
    void outdate() { m_outdated = true; }

private:
    std::atomic<bool> m_outdated = false;
    std::mutex m_reading;
    std::shared_ptr<const MetricTrail> m_trail;
};

} // namespace mandate
