// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/kept_trail.h"

#include "models/workspace/metric_trail.h"
#include "models/workspace/workspace.h"

namespace mandate {

Result<std::shared_ptr<const MetricTrail>> KeptTrail::take(const Workspace &workspace, std::stop_token stop)
{
    const std::lock_guard one(m_reading);
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

} // namespace mandate
