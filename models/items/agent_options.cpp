// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/agent_options.h"

#include "models/items/session.h"
#include "models/items/text_safety.h"
#include "models/items/workspace_lease.h"
#include "models/workspace/workspace.h"

#include <algorithm>
#include <array>

namespace mandate {
namespace {

using Change = AgentChange::Kind;

QString sentence(const Error &error)
{
    QString text = visibleLine(error.happened, 300);
    if (!error.remedy.empty())
        text += QLatin1Char(' ') + visibleLine(error.remedy, 300);
    return text;
}

QUrl pageOf(const QString &page, const QString &agent = {})
{
    QUrl link(QLatin1String("mandate://") + page);
    if (!agent.isEmpty())
        link.setQuery(QLatin1String("agent=") + QString::fromLatin1(QUrl::toPercentEncoding(agent)));
    return link;
}

GateLine lineOf(const GateCheck &check, const QString &agent)
{
    GateLine line;
    line.passed = !check.refusal;
    line.state = line.passed ? StateWord{AgentOptionsReader::tr("Passed"), Shape::Tick, Tone::Good} : StateWord{AgentOptionsReader::tr("Missing"), Shape::Triangle, Tone::Warning};
    line.says = visibleLine(check.says, 300);
    if (check.refusal)
        line.remedy = visibleLine(check.refusal->remedy, 300);
    switch (check.item) {
    case GateItem::Pact:
        line.item = AgentOptionsReader::tr("Pact");
        line.link = AgentOptionsReader::tr("Go to pacts");
        line.target = pageOf(QStringLiteral("pacts"));
        break;
    case GateItem::Owner:
        line.item = AgentOptionsReader::tr("Owner");
        line.link = AgentOptionsReader::tr("Go to people");
        line.target = pageOf(QStringLiteral("people"), agent);
        break;
    case GateItem::Evidence:
        line.item = AgentOptionsReader::tr("Evidence");
        line.link = AgentOptionsReader::tr("Go to sources");
        line.target = pageOf(QStringLiteral("sources"));
        break;
    case GateItem::Evaluation:
        line.item = AgentOptionsReader::tr("Evaluation");
        line.link = AgentOptionsReader::tr("How to record one");
        line.target = pageOf(QStringLiteral("help"));
        break;
    case GateItem::Stop:
        line.item = AgentOptionsReader::tr("Tested stop");
        line.link = AgentOptionsReader::tr("Go to the stop drill");
        line.target = QUrl(QStringLiteral("mandate://agents?view=drill"));
        break;
    }
    return line;
}

std::vector<ToolLine> toolsOf(const Workspace &workspace, const std::string &agent)
{
    std::map<std::string, ToolLine, std::less<>> byName;
    const auto line = [&byName](const std::string &name) -> ToolLine & {
        ToolLine &one = byName[name];
        one.tool = QString::fromStdString(name);
        one.shown = visibleLine(name, 80);
        return one;
    };
    RowFilter actions;
    actions.kinds = {RecordKind::Action};
    actions.agents = {agent};
    if (const auto used = workspace.store().tally(actions, std::array{Dimension::Tool})) {
        for (const Tally &tally : *used) {
            if (!tally.key[0].empty())
                line(tally.key[0]).used = tally.count;
        }
    }
    for (const std::string &name : workspace.standing(agent).pacts) {
        if (const auto pact = workspace.pact(name)) {
            for (const PactTool &tool : pact->document.tools)
                line(tool.name).listed = true;
        }
    }
    std::vector<ToolLine> tools;
    for (auto &[name, one] : byName)
        tools.push_back(std::move(one));
    std::ranges::stable_sort(tools, std::greater<>(), &ToolLine::used);
    return tools;
}

QString modelOf(const Workspace &workspace, const std::string &agent)
{
    RowFilter newest;
    newest.agents = {agent};
    for (const RecordKind kind : {RecordKind::Session, RecordKind::Action}) {
        newest.kinds = {kind};
        const auto entries = workspace.store().select(newest, RowOrder::TimeDescending);
        if (!entries || entries->empty())
            continue;
        const auto detail = workspace.detail(entries->front());
        if (detail && !detail->record.model.empty())
            return visibleLine(detail->record.model, 80);
    }
    return {};
}

AgentOptions readOptions(const Workspace &workspace, const QString &name)
{
    AgentOptions options;
    options.agent = name;
    const std::string agent = name.toStdString();
    options.needsSecond = !workspace.people().isOpen();
    options.needsPassphrase = options.needsSecond && workspace.keyStanding().isLocked; // with nobody enrolled the workspace's key signs
    options.tools = toolsOf(workspace, agent);
    options.model = modelOf(workspace, agent);
    const auto keep = [&options](Change kind, const std::optional<Error> &refusal) {
        if (refusal)
            options.refusals[kind] = sentence(*refusal);
    };
    // Asked with tools that it has: a restriction without any is refused for another reason.
    const std::vector<std::string> tools = options.tools.empty() ? std::vector<std::string>{"any"} : std::vector{options.tools.front().tool.toStdString()};
    keep(Change::Suspend, workspace.changeRefusal(agent, AgentState::Suspended));
    keep(Change::Restrict, workspace.changeRefusal(agent, AgentState::Restricted, tools));
    keep(Change::Resume, workspace.changeRefusal(agent, AgentState::Authorized));
    keep(Change::Revoke, workspace.changeRefusal(agent, AgentState::Revoked));
    keep(Change::Authorize, workspace.changeRefusal(agent, AgentState::Authorized));
    keep(Change::Confirm, workspace.answerRefusal(agent, StatementKind::Decision));
    keep(Change::Decline, workspace.answerRefusal(agent, StatementKind::Decline));
    if (const auto gate = workspace.gate(agent)) {
        for (const GateCheck &check : gate->checks)
            options.gate.push_back(lineOf(check, name));
    } else {
        options.gateProblem = sentence(gate.error());
    }
    return options;
}

} // namespace

bool AgentOptions::gatePasses() const
{
    return !gate.empty() && std::ranges::all_of(gate, &GateLine::passed);
}

QString AgentOptions::refusal(AgentChange::Kind kind) const
{
    const auto found = refusals.find(kind);
    return found == refusals.end() ? QString() : found->second;
}

AgentOptionsReader::AgentOptionsReader(std::shared_ptr<Workspace> workspace, QObject *parent)
    : QObject(parent), m_workspace(leaseOf(std::move(workspace))), m_question(this)
{
}

AgentOptionsReader *AgentOptionsReader::of(Session *session)
{
    if (!session)
        return nullptr;
    auto *reader = session->findChild<AgentOptionsReader *>(QString(), Qt::FindDirectChildrenOnly);
    return reader ? reader : new AgentOptionsReader(session->workspace(), session);
}

void AgentOptionsReader::read(const QString &agent)
{
    m_question.ask([workspace = m_workspace, agent](std::stop_token) { return readOptions(*workspace, agent); },
                   [this](AgentOptions options) {
                       m_options = std::move(options);
                       Q_EMIT changed(m_options.agent);
                   });
}

} // namespace mandate
