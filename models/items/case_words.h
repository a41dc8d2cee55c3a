// SPDX-License-Identifier: GPL-3.0-or-later
// People's words for the life of an incident: states, causes, parties, questions, steps, and how much time is left. No clock is read here.
#pragma once

#include "models/items/words.h"

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over concepts of the standard library
#include "models/cases/attribution.h"
#include "models/cases/case_life.h"
#include "models/cases/reporting_duties.h"
#include "models/incidents/incident.h"
#endif

namespace mandate::words {

[[nodiscard]] StateWord of(CaseState state);
[[nodiscard]] StateWord of(AttributionState state);
[[nodiscard]] QString name(Cause cause);
/// What the cause says: "The pact was clear, and what was done broke it."
[[nodiscard]] QString meaning(Cause cause);
[[nodiscard]] QString name(ClaimGrade grade);
[[nodiscard]] QString name(CaseStep step);
/// Words of stable names; the name itself when it is not known.
[[nodiscard]] QString party(std::string_view party);
[[nodiscard]] QString pattern(std::string_view pattern);
[[nodiscard]] QString relation(std::string_view relation);
[[nodiscard]] QString causeAnswer(std::string_view answer); ///< "Yes", "No", "Not known"
[[nodiscard]] QString causeQuestion(std::string_view question);
[[nodiscard]] QString period(const DutyPeriod &period); ///< "72 hours"

/// "2 d 3 h", "14 h", "3 h 20 min", "4 min": as exact as one needs it, without sign.
[[nodiscard]] QString span(std::int64_t nanoseconds);
/// "2 d 3 h left", or "overdue by 3 h".
[[nodiscard]] QString timeLeft(const Instant &due, const Instant &now);
/// "740.00 EUR moved, 3 people reached"; empty when nothing is known to be at stake.
[[nodiscard]] QString stakes(const IncidentStakes &stakes);

} // namespace mandate::words
