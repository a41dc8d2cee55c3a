// SPDX-License-Identifier: GPL-3.0-or-later
// What lies beside a request, in six parts: what the customer said, what was looked up before, the agent's reason, the clause, similar past actions,
// and how the pact was evaluated. Read in a worker; says which parts are missing.
#pragma once

#include "models/items/approval_item.h"
#include "models/workspace/workspace.h"

#include <QUrl>

#include <stop_token>

namespace mandate {

struct BesidePart
{
    QString heading;
    QStringList lines;   ///< safe to read; empty: missing
    QString missing;     ///< why it is missing, or what that means
    bool quoted = false; ///< somebody else's words
    QUrl link;           ///< mandate://…; empty when there is nothing behind it
    QString linkText;
};

/// A request that was opened: as it is now, with what was computed and read for it.
struct OpenedApproval
{
    ApprovalItem item;
    std::optional<BlastRadius> radius;
    QString radiusTrouble;
    QList<BesidePart> parts; ///< six, in order
    QString whyNotMe;        ///< why who is signed in does not decide about this agent, and who does; empty when they may

    [[nodiscard]] int partsPresent() const;
};

[[nodiscard]] Result<OpenedApproval> openApproval(const Workspace &workspace, const ApprovalItem &item, std::stop_token stop);
/// The session's records in Evidence.
[[nodiscard]] QUrl sessionLink(const ApprovalItem &item);

} // namespace mandate
