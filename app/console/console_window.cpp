// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/console_window.h"

#include "views/agents/agents_page.h"
#include "views/bundle/bundle_page.h"
#include "views/decisions/decisions_page.h"
#include "views/evidence/evidence_page.h"
#include "views/exports/exports_page.h"
#include "views/incidents/incidents_page.h"
#include "views/metrics/metrics_page.h"
#include "views/pacts/pacts_page.h"
#include "views/people/people_page.h"
#include "views/shell/main_window.h"
#include "views/sources/sources_page.h"

namespace mandate {

std::unique_ptr<MainWindow> makeConsoleWindow(Opener *opener)
{
    auto window = std::make_unique<MainWindow>(opener);
    window->addPage(0, new BundlePage); // only where a bundle is open
    window->addPage(1, new DecisionsPage);
    window->addPage(2, new IncidentsPage);
    window->addPage(3, new EvidencePage);
    window->addPage(4, new AgentsPage);
    window->addPage(5, new PactsPage);
    window->addPage(6, new MetricsPage);
    window->addPage(7, new ExportsPage);
    window->addPage(8, new SourcesPage);
    window->addPage(9, new PeoplePage);
    return window;
}

} // namespace mandate
