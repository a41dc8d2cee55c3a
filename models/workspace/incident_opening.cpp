// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/incident_opening.h"

#include <algorithm>
#include <tuple>

namespace mandate {

void IncidentOpening::add(const Breach &breach, EntryNumber entry)
{
    const std::string id = incidentId(breach.agent, breach.session, breach.clause.id, breach.pact.digest);
    if (m_known.contains(id))
        return;
    IncidentEntry &incident = m_opening[id];
    if (incident.id.empty()) {
        incident = {id,
                    std::string(breach.agent),
                    std::string(breach.deployment),
                    std::string(breach.session),
                    breach.clause.id,
                    breach.pact.document.id,
                    breach.pact.document.version,
                    breach.pact.digest,
                    m_clock(),
                    {}};
    }
    incident.actions.push_back(entry);
}

std::vector<const IncidentEntry *> IncidentOpening::inOrder() const
{
    std::vector<const IncidentEntry *> incidents;
    for (const auto &[id, incident] : m_opening)
        incidents.push_back(&incident);
    std::ranges::sort(incidents, [](const IncidentEntry *a, const IncidentEntry *b) {
        return std::tie(a->actions.front(), a->clause) < std::tie(b->actions.front(), b->clause);
    });
    return incidents;
}

} // namespace mandate
