// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/headless.h"

#include "models/items/agent_model.h"
#include "models/items/evidence_model.h"
#include "models/items/incident_model.h"
#include "models/items/pact_model.h"
#include "models/items/session.h"
#include "models/items/source_model.h"
#include "models/items/text_safety.h"
#include "views/shell/main_window.h"

#include <QCoreApplication>
#include <QTextStream>

namespace mandate {
namespace {

constexpr int mostIncidents = 10;

QString tr(const char *text)
{
    return QCoreApplication::translate("Headless", text);
}

int countOf(const Page &page, Session *session)
{
    if (page.key() == QLatin1String("agents"))
        return session->agents()->rowCount();
    if (page.key() == QLatin1String("incidents"))
        return session->incidents()->openCount();
    if (page.key() == QLatin1String("pacts"))
        return session->pacts()->rowCount();
    if (page.key() == QLatin1String("evidence"))
        return session->evidence()->rowCount();
    if (page.key() == QLatin1String("sources"))
        return SourceModel::of(session)->rowCount();
    return -1;
}

} // namespace

QString describe(const MainWindow &window)
{
    QString out;
    QTextStream text(&out);
    Session *session = window.session();
    if (!session) {
        text << tr(QT_TRANSLATE_NOOP("Headless", "No workspace is open.")) << '\n';
        return out;
    }
    text << tr(QT_TRANSLATE_NOOP("Headless", "Workspace: %1")).arg(visibleLine(session->path()));
    if (session->isSample())
        text << QLatin1String("  [") << tr(QT_TRANSLATE_NOOP("Headless", "SAMPLE")) << QLatin1Char(']');
    text << QLatin1String("\n\n") << tr(QT_TRANSLATE_NOOP("Headless", "Pages")) << '\n';
    for (const Page *page : window.pages()) {
        text << QLatin1String("  ") << page->title().leftJustified(12);
        const int count = countOf(*page, session);
        if (count >= 0)
            text << words::number(static_cast<std::uint64_t>(count)).rightJustified(10);
        text << '\n';
    }
    text << '\n' << tr(QT_TRANSLATE_NOOP("Headless", "Agents")) << '\n';
    for (int row = 0; row < session->agents()->rowCount(); ++row) {
        const AgentItem &agent = *session->agents()->item(row);
        text << QLatin1String("  ") << agent.shown.leftJustified(36)
             << agent.stateWord().text.leftJustified(16)
             //: one agent on a line: %1 calls, %2 calls that broke a prohibition, %3 the pact
             << tr(QT_TRANSLATE_NOOP("Headless", "%1 calls, %2 broke a prohibition; %3"))
                    .arg(words::number(agent.calls), words::number(agent.attempted), agent.pactName())
             << '\n';
    }
    const IncidentModel *incidents = session->incidents();
    text << '\n' << tr(QT_TRANSLATE_NOOP("Headless", "Incidents, the gravest first")) << '\n';
    for (int row = 0; row < qMin(incidents->rowCount(), mostIncidents); ++row) {
        const IncidentItem &incident = *incidents->item(row);
        text << QLatin1String("  ") << incident.id << QLatin1String("  ") << incident.severity.text.leftJustified(10)
             << incident.clause.leftJustified(6) << visibleLine(incident.agent, 40) << QLatin1String(": ")
             << visibleLine(incident.clauseSentence, 100) << QLatin1String(" (") << incident.countWords() << QLatin1String(")\n");
    }
    if (incidents->rowCount() > mostIncidents)
        text << QLatin1String("  ")
             << tr(QT_TRANSLATE_NOOP("Headless", "… and %1 more"))
                    .arg(words::number(static_cast<std::uint64_t>(incidents->rowCount() - mostIncidents)))
             << '\n';
    const ChainState chain = session->chain();
    text << '\n';
    if (chain.kind == ChainState::Kind::Broken)
        text << tr(QT_TRANSLATE_NOOP("Headless", "The chain does not hold: %1")).arg(visibleLine(chain.trouble)) << '\n';
    else
        text
            << tr(QT_TRANSLATE_NOOP("Headless", "Ledger: %1 entries, verified to %2")).arg(words::number(chain.size), words::number(chain.verifiedTo))
            << '\n';
    return out;
}

} // namespace mandate
