// SPDX-License-Identifier: GPL-3.0-or-later
// Answers to one incident, read in a worker. Not for views.
#pragma once

#include "models/items/incident_model.h"
#include "models/workspace/workspace.h"

#include <stop_token>

namespace mandate {

[[nodiscard]] IncidentItem incidentItem(const Incident &incident);
[[nodiscard]] Result<IncidentAnswers> answersTo(const Workspace &workspace, const Incident &incident, std::stop_token stop);

/// mandate://evidence?session=…&agent=…&entry=…
[[nodiscard]] QUrl evidenceLink(const QString &agent, const QString &session, std::optional<quint64> entry);

} // namespace mandate
