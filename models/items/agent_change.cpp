// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/agent_change.h"

#include "models/items/session.h"
#include "models/items/text_safety.h"
#include "models/items/words.h"
#include "models/workspace/workspace.h"

namespace mandate {

Result<void> openKeys(Workspace &workspace, const AgentChange &change)
{
    if (change.passphrase.isEmpty())
        return {};
    return workspace.unlockKeys(change.passphrase.toStdString());
}

Result<Statement> makeChange(Workspace &workspace, const AgentChange &change)
{
    if (auto opened = openKeys(workspace, change); !opened)
        return opened.error();
    const std::string agent = change.agent.toStdString();
    const std::string reason = change.reason.toStdString();
    const std::string note = change.note.toStdString();
    std::vector<std::string> tools;
    for (const QString &tool : change.tools)
        tools.push_back(tool.toStdString());
    switch (change.kind) {
    case AgentChange::Kind::Restrict: return workspace.restrict(agent, tools, reason, note);
    case AgentChange::Kind::Resume: return workspace.resume(agent, reason, note, tools);
    case AgentChange::Kind::Revoke: return workspace.revoke(agent, reason, note);
    case AgentChange::Kind::Confirm: return workspace.confirm(agent, note);
    case AgentChange::Kind::Decline: return workspace.decline(agent, note);
    case AgentChange::Kind::Authorize: {
        AuthorizationRequest request;
        if (change.until.isValid())
            request.until = words::instantOf(change.until);
        request.reasonCode = reason;
        request.note = note;
        return workspace.authorize(agent, request);
    }
    case AgentChange::Kind::Suspend:
    case AgentChange::Kind::SuspendAll: break;
    }
    return workspace.suspend(agent, reason, note);
}

QString statementSentence(const Statement &statement)
{
    const QString agent = visibleLine(statement.agent, 120);
    const QString when = words::time(statement.decidedAt);
    const QString state = words::of(statement.to).text;
    if (statement.kind == StatementKind::Proposal)
        //: %1 an agent, %2 a state such as Authorized
        return Session::tr("It is proposed that %1 becomes: %2. A second person has to confirm it; until then nothing changes.").arg(agent, state);
    if (statement.kind == StatementKind::Decline)
        return Session::tr("The proposal about %1 is declined. Nothing changed.").arg(agent);
    const QString reason = words::reason(std::string_view(statement.reasonCode));
    switch (statement.to) {
    case AgentState::Suspended: return Session::tr("%1 is suspended since %2. Reason: %3.").arg(agent, when, reason);
    case AgentState::Revoked: return Session::tr("%1 is revoked since %2. Reason: %3.").arg(agent, when, reason);
    case AgentState::Restricted:
        return Session::tr("%1 is restricted since %2, without %n tool(s). Reason: %3.", nullptr, static_cast<int>(statement.tools.size())).arg(agent, when, reason);
    default: break;
    }
    if (statement.from == AgentState::Suspended || statement.from == AgentState::Restricted)
        return Session::tr("%1 is resumed since %2. Reason: %3.").arg(agent, when, reason);
    return Session::tr("%1 is authorized since %2. Reason: %3.").arg(agent, when, reason);
}

} // namespace mandate
