// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/agent_readiness.h"

#include "models/items/session.h"
#include "models/items/text_safety.h"
#include "models/items/workspace_lease.h"
#include "models/workspace/readiness.h"

namespace mandate {
namespace {

QString questionOf(ReadinessQuestion question)
{
    switch (question) {
    case ReadinessQuestion::Authorization: return AgentReadinessReader::tr("Is its authorization unambiguous?");
    case ReadinessQuestion::Behaviour: return AgentReadinessReader::tr("Is its behaviour measured?");
    case ReadinessQuestion::Attribution: return AgentReadinessReader::tr("Can its incidents be attributed?");
    case ReadinessQuestion::Evaluation: return AgentReadinessReader::tr("Is it evaluated continuously?");
    case ReadinessQuestion::Accountability: return AgentReadinessReader::tr("Is someone accountable for it?");
    }
    return {};
}

StateWord answerWord(ReadinessAnswer answer)
{
    switch (answer) {
    case ReadinessAnswer::Yes: return {AgentReadinessReader::tr("Yes"), Shape::Tick, Tone::Good};
    case ReadinessAnswer::Partly: return {AgentReadinessReader::tr("Partly"), Shape::Triangle, Tone::Warning};
    case ReadinessAnswer::No: return {AgentReadinessReader::tr("No"), Shape::Octagon, Tone::Critical};
    }
    return {};
}

/// What the button to a page of the console says.
QString wayTo(const QUrl &link)
{
    const QString page = link.host();
    if (link.query().contains(QLatin1String("view=drill")))
        return AgentReadinessReader::tr("Go to the stop drill");
    if (link.query().contains(QLatin1String("view=enforcement")))
        return AgentReadinessReader::tr("Go to enforcement");
    if (link.query().contains(QLatin1String("view=scope")))
        return AgentReadinessReader::tr("Go to the scope policy");
    if (page == QLatin1String("pacts"))
        return AgentReadinessReader::tr("Go to pacts");
    if (page == QLatin1String("people"))
        return AgentReadinessReader::tr("Go to people");
    if (page == QLatin1String("sources"))
        return AgentReadinessReader::tr("Go to sources");
    if (page == QLatin1String("metrics"))
        return AgentReadinessReader::tr("Go to metrics");
    if (page == QLatin1String("incidents"))
        return AgentReadinessReader::tr("Show the incidents");
    if (page == QLatin1String("evidence"))
        return AgentReadinessReader::tr("Show the records");
    return page == QLatin1String("help") ? AgentReadinessReader::tr("How to record one") : AgentReadinessReader::tr("Go to the overview");
}

ReadinessReading readAgent(Workspace &workspace, const QString &agent, std::stop_token stop)
{
    ReadinessReading reading;
    reading.agent = agent;
    const auto all = readinessOf(workspace, agent.toStdString(), std::move(stop));
    if (!all) {
        reading.problem = visibleLine(all.error().happened, 300) + u' ' + visibleLine(all.error().remedy, 300);
        return reading;
    }
    for (const ReadinessCheck &check : all->front().checks) {
        ReadinessLine line;
        line.question = questionOf(check.question);
        line.answer = answerWord(check.answer);
        QStringList facts;
        for (const std::string &fact : check.facts)
            facts << visibleLine(fact, 300);
        line.facts = facts.join(u'\n');
        for (const MissingPiece &piece : check.missing) {
            const QUrl target(QString::fromStdString(piece.link));
            line.missing << MissingLine{visibleLine(piece.says, 300), visibleLine(piece.remedy, 300), wayTo(target), target};
        }
        reading.lines << std::move(line);
    }
    return reading;
}

} // namespace

AgentReadinessReader::AgentReadinessReader(std::shared_ptr<Workspace> workspace, QObject *parent)
    : QObject(parent), m_workspace(leaseOf(std::move(workspace))), m_question(this)
{
}

AgentReadinessReader *AgentReadinessReader::of(Session *session)
{
    if (!session)
        return nullptr;
    auto *reader = session->findChild<AgentReadinessReader *>(QString(), Qt::FindDirectChildrenOnly);
    return reader ? reader : new AgentReadinessReader(session->workspace(), session);
}

void AgentReadinessReader::read(const QString &agent)
{
    m_question.ask([workspace = m_workspace, agent](std::stop_token stop) { return readAgent(*workspace, agent, std::move(stop)); },
                   [this](ReadinessReading reading) {
                       m_reading = std::move(reading);
                       Q_EMIT changed(m_reading.agent);
                   });
}

} // namespace mandate
