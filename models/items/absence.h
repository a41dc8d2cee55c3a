// SPDX-License-Identifier: GPL-3.0-or-later
// Who is away and who decides for them, in words. Values made of the register of people; what a delegate may is models/authorization.
#pragma once

#include "models/items/words.h"
#include "models/people/people_register.h"

#include <vector>

namespace mandate {

/// One handover that is in force or announced.
struct Absence
{
    QString person;   ///< id, as recorded
    QString shown;    ///< safe to read
    QString delegate; ///< id
    QString delegateShown;
    Instant from;
    Instant until;
    bool operator==(const Absence &) const = default;
    [[nodiscard]] bool isNow(const Instant &now) const { return from.nanoseconds <= now.nanoseconds && now.nanoseconds < until.nanoseconds; }
};

[[nodiscard]] std::vector<Absence> absences(const PeopleRegister &people, const Instant &now);
/// A person as people read them: their name where the register knows one.
[[nodiscard]] QString shownPerson(const PeopleRegister &people, std::string_view id);

namespace words {
/// "Ada is away until 4 Dec 10:00 UTC. Bob decides for them."
[[nodiscard]] QString away(const Absence &absence, const Instant &now);
/// What the person with this id has to know: for whom they decide, and who decides for them. Empty when neither is so.
[[nodiscard]] QString standingIn(const std::vector<Absence> &absences, const QString &me, const Instant &now);
} // namespace words

} // namespace mandate
