// SPDX-License-Identifier: GPL-3.0-or-later
// An incident with everything that people did about it.
#pragma once

#include "models/cases/case_life.h"
#include "models/incidents/incident.h"

namespace mandate {

struct CaseView
{
    Incident incident;
    CaseLife life;
};

} // namespace mandate
