// SPDX-License-Identifier: GPL-3.0-or-later
// Executed actions that needed a verifier, that their pact let pass, and that the scope policy in force at their time does not allow. Reads the trail;
// opens nothing. Used by one thread.
#pragma once

#include "models/workspace/workspace_private.h"

#include <functional>

namespace mandate {

class ScopeBreaches
{
public:
    explicit ScopeBreaches(const Workspace::Private &workspace);

    /// The record is valid during the call.
    using Visitor = std::function<void(EntryNumber, const Record &, const ScopeVersion &)>;
    /// In the order of the ledger, of those from this entry on that `filter` lets through.
    Result<void> each(RowFilter filter, EntryNumber from, const Visitor &visit) const;

private:
    const Workspace::Private &m_workspace;
    std::shared_ptr<const PactTimelines> m_timelines;
    ScopePolicyBook m_scopes;
    std::vector<PactPointer> m_pacts;
};

} // namespace mandate
