// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/absence.h"

#include "models/items/approval_words.h"
#include "models/items/text_safety.h"

#include <QStringList>

namespace mandate {
namespace {

struct AbsenceWords
{
    Q_DECLARE_TR_FUNCTIONS(mandate::Absence)
};

} // namespace

QString shownPerson(const PeopleRegister &people, std::string_view id)
{
    const EnrolledPerson *person = people.find(id);
    return person && !person->name.empty() ? visibleLine(person->name, 80) : visibleLine(QStringView(words::person(id)), 80);
}

std::vector<Absence> absences(const PeopleRegister &people, const Instant &now)
{
    std::vector<Absence> found;
    for (const Delegation &one : people.delegations().all()) {
        if (one.isAhead(now))
            found.push_back(
                {toText(one.person), shownPerson(people, one.person), toText(one.delegate), shownPerson(people, one.delegate), one.from, one.until});
    }
    return found;
}

QString words::away(const Absence &absence, const Instant &now)
{
    //: %1 who is away, %2 a time, %3 who decides in their place
    return AbsenceWords::tr("%1 is away until %2. %3 decides for them.").arg(absence.shown, shortTime(absence.until, now), absence.delegateShown);
}

QString words::standingIn(const std::vector<Absence> &absences, const QString &me, const Instant &now)
{
    QStringList sentences;
    for (const Absence &one : absences) {
        if (one.delegate == me && one.isNow(now))
            //: %1 who is away, %2 a time
            sentences << AbsenceWords::tr("You decide for %1 until %2.").arg(one.shown, shortTime(one.until, now));
        if (one.person == me && one.isNow(now))
            //: %1 who decides in your place, %2 a time
            sentences << AbsenceWords::tr("You handed over: %1 decides for you until %2.").arg(one.delegateShown, shortTime(one.until, now));
        else if (one.person == me)
            //: %1 a time, %2 who decides in your place
            sentences << AbsenceWords::tr("From %1 on %2 decides for you.").arg(shortTime(one.from, now), one.delegateShown);
    }
    return sentences.join(u' ');
}

} // namespace mandate
