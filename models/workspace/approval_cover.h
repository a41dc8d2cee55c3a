// SPDX-License-Identifier: GPL-3.0-or-later
// Which reported actions ran on an approval: the first one of the same agent, session, tool and arguments behind its use, and no other.
// Used by one thread.
#pragma once

#include "models/authorization/approval_life.h"
#include "models/evidence/record.h"
#include "models/pact/judge.h"
#include "models/store/store.h"

#include <map>
#include <string>
#include <vector>

namespace mandate {

class ApprovalCover
{
public:
    /// Of all approvals that were used. With a store, actions that ran on one before are looked up in it; without one, the caller begins with
    /// the first action of the ledger.
    explicit ApprovalCover(const ApprovalBook &approvals, const Store *store = nullptr);

    /// The verdict on an action: Approved instead of NeedsApproval when it ran on an approval. `entry` is its number, or above every entry when
    /// it is yet to be stored.
    Verdict verdict(Verdict judged, const Record &record, EntryNumber entry);

    /// What is the same call: canonical arguments of one tool in one session of one agent.
    static std::string keyOf(std::string_view agent, std::string_view session, std::string_view tool, std::string_view parameters);

private:
    struct Uses
    {
        std::vector<EntryNumber> entries; ///< that used an approval, in order; those that cover an action already are taken out
        bool known = false;               ///< earlier actions were looked up
    };
    void lookUp(Uses &uses, const Record &record, const std::string &key) const;

    const Store *m_store;
    std::map<std::string, Uses> m_uses;
};

/// Whether a clause that holds for an action opens no incident because a person had decided.
[[nodiscard]] inline bool isDecided(const Clause &clause, Verdict verdict)
{
    return clause.kind == ClauseKind::Escalate && verdict == Verdict::Approved;
}

} // namespace mandate
