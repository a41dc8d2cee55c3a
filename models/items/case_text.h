// SPDX-License-Identifier: GPL-3.0-or-later
// An incident as plain text, for a mail or a ticket. Not the bundle: nothing in it proves anything.
#pragma once

#include "models/items/case_item.h"
#include "models/items/incident_model.h"

namespace mandate {

[[nodiscard]] QString caseText(const IncidentItem &incident, const IncidentAnswers &answers, const CaseItem &item);

} // namespace mandate
