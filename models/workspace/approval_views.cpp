// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/approval_views.h"

namespace mandate {

ApprovalPointer ApprovalViews::of(const ApprovalLife &life, const Instant &now, std::uint64_t epoch, const Make &make)
{
    {
        const std::scoped_lock guard(m_lock);
        const auto found = m_kept.find(&life);
        if (found != m_kept.end()) {
            const Kept &kept = found->second;
            const bool stands = kept.steps == life.history().size() && kept.from <= now.nanoseconds && now.nanoseconds < kept.until;
            if (stands && (kept.pactKnown || kept.epoch == epoch))
                return kept.view;
        }
    }
    Kept kept;
    kept.view = std::make_shared<const ApprovalView>(make(life, now, kept.pactKnown));
    kept.steps = life.history().size();
    kept.from = now.nanoseconds;
    const auto change = life.changesAfter(now);
    kept.until = change ? change->nanoseconds : INT64_MAX;
    kept.epoch = epoch;
    ApprovalPointer view = kept.view;
    const std::scoped_lock guard(m_lock);
    m_kept.insert_or_assign(&life, std::move(kept));
    return view;
}

} // namespace mandate
