// SPDX-License-Identifier: GPL-3.0-or-later
// Answers to one incident, read in a worker. Not for views.
#pragma once

#include "models/items/incident_model.h"
#include "models/workspace/workspace.h"

#include <stop_token>

namespace mandate {

/// `now` tells what is late, `self` is the person id of who is signed in.
[[nodiscard]] IncidentItem incidentItem(const Incident &incident, const Instant &now, std::string_view self);
/// "No cause claimed", "Agreed: Policy"
[[nodiscard]] StateWord causeWord(const Incident &incident);
[[nodiscard]] Result<IncidentAnswers> answersTo(Workspace &workspace, const Incident &incident, std::stop_token stop);

} // namespace mandate
