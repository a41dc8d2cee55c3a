// SPDX-License-Identifier: GPL-3.0-or-later
// The views of requests, made once and shared until a step, a pact or the clock changes what they say: of 24,000 requests of which one has changed,
// one is made anew. Knows nothing of who may see what.
#pragma once

#include "models/workspace/approvals.h"

#include <functional>
#include <mutex>
#include <unordered_map>

namespace mandate {

class ApprovalViews
{
public:
    /// Makes the view of a life as of a time. `pactKnown` tells whether its pact was there; until it is, `epoch` says when to look again.
    using Make = std::function<ApprovalView(const ApprovalLife &life, const Instant &now, bool &pactKnown)>;

    /// The caller keeps the life from changing meanwhile. Any thread.
    [[nodiscard]] ApprovalPointer of(const ApprovalLife &life, const Instant &now, std::uint64_t epoch, const Make &make);

private:
    struct Kept
    {
        ApprovalPointer view;
        std::size_t steps = 0;
        std::int64_t from = 0, until = 0; ///< nanoseconds in which it says the same: from included, until not
        std::uint64_t epoch = 0;
        bool pactKnown = false;
    };
    std::mutex m_lock;
    std::unordered_map<const ApprovalLife *, Kept> m_kept;
};

} // namespace mandate
