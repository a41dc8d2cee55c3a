// SPDX-License-Identifier: GPL-3.0-or-later
// What the sheets about incidents ask and say: words as data, one function an act. Pure.
#pragma once

#include "models/items/incident_model.h"
#include "views/incidents/case_sheet.h"

namespace mandate {

/// What a sheet is about.
struct CaseSubject
{
    IncidentItem incident;      ///< Open: none
    QList<quint64> records;     ///< Open, Split
    std::optional<DutyItem> duty;
    std::optional<ClaimItem> claim;
    Choices people;             ///< who can be assigned; empty where nobody is enrolled
    Choices others;             ///< other incidents
    QString self;               ///< person id of who is signed in
};

[[nodiscard]] CaseForm caseForm(CaseAct act, const CaseSubject &subject);
/// "Assign…": words of the button that opens the sheet, or takes the step.
[[nodiscard]] QString caseActWords(CaseAct act);

} // namespace mandate
