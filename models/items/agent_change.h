// SPDX-License-Identifier: GPL-3.0-or-later
// What a person does about what an agent may do: one value for every sheet, and what makes a signed statement of it.
#pragma once

#include "models/authorization/statement.h"
#include "models/base/result.h"

#include <QDateTime>
#include <QString>
#include <QStringList>

namespace mandate {

class Workspace;

struct AgentChange
{
    enum class Kind : std::uint8_t { Suspend, Restrict, Resume, Revoke, Authorize, Confirm, Decline, SuspendAll };
    Kind kind = Kind::Suspend;
    QString agent; ///< as recorded; empty for SuspendAll
    QString reason; ///< a reason code; Confirm and Decline have none
    QString note;
    QStringList tools; ///< Restrict: those it may not use; Resume: those it still may not use
    QDateTime until;   ///< Authorize; invalid: without an end
    QString passphrase; ///< where the person's keys are sealed and locked; else empty
};

/// Takes the passphrase, where one is given.
Result<void> openKeys(Workspace &workspace, const AgentChange &change);
/// Signs and stores it; blocks. Not for SuspendAll, which makes many statements.
Result<Statement> makeChange(Workspace &workspace, const AgentChange &change);
/// "gpt-4o is suspended since 02 Dec 2025 14:04:03 UTC. Reason: Scope violation."
[[nodiscard]] QString statementSentence(const Statement &statement);

} // namespace mandate
