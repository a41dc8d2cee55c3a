// SPDX-License-Identifier: GPL-3.0-or-later
// An incident as a row of the list: severity, state, time left, cause and what is at stake, in words.
#include "models/items/case_words.h"
#include "models/items/incident_answers.h"
#include "models/items/text_safety.h"

#include <limits>

namespace mandate {
namespace {

struct IncidentRowWords
{
    Q_DECLARE_TR_FUNCTIONS(mandate::IncidentRow)
};

StateWord dueWord(const Incident &incident, bool open, const Instant &now)
{
    if (!open || !incident.due)
        return {};
    const QString left = words::timeLeft(*incident.due, now);
    if (incident.due->nanoseconds > now.nanoseconds)
        return {left, Shape::Glass, Tone::Neutral};
    if (incident.escalated && !incident.acknowledged)
        //: an incident that nobody acted on: %1 "Overdue by 3 h"
        return {IncidentRowWords::tr("Escalated, %1").arg(left.toLower()), Shape::Octagon, Tone::Critical};
    return {left, Shape::Triangle, Tone::Warning};
}

} // namespace

StateWord causeWord(const Incident &incident)
{
    StateWord word = words::of(incident.attribution);
    if (incident.cause)
        //: how far a cause is settled, and which: %1 "Claimed" or "Agreed", %2 a cause
        word.text = IncidentRowWords::tr("%1: %2").arg(word.text, words::name(*incident.cause));
    return word;
}

IncidentItem incidentItem(const Incident &incident, const Instant &now, std::string_view self)
{
    IncidentItem item;
    item.id = toText(incident.id);
    item.entry = incident.entry;
    item.severity = words::of(incident.severity);
    item.severityRank = static_cast<int>(incident.severity);
    item.opened = words::time(incident.opened);
    item.openedNs = incident.opened.nanoseconds;
    item.openedBy = toText(incident.openedBy);
    item.agent = toText(incident.agent);
    item.deployment = toText(incident.deployment);
    item.session = toText(incident.session);
    item.clause = incident.title.empty() ? toText(incident.clause.id) : IncidentRowWords::tr("by hand");
    item.clauseSentence = visibleLine(incident.clause.readsAs, 600);
    item.pactKey = toText(incident.pactId) + u'@' + toText(incident.pactVersion);
    item.owner = toText(incident.owner);
    item.attempted = incident.attempted;
    item.executed = incident.executed;
    for (const IncidentAction &action : incident.actions)
        item.actions.push_back(action.entry);
    item.title = visibleLine(incident.title, 300);
    item.openedWords = incident.title.empty() ? IncidentRowWords::tr("Opened %1 by rule %2, not by a person.").arg(item.opened, visibleLine(incident.clause.id, 60))
                                              : IncidentRowWords::tr("Opened %1 by %2, by hand.").arg(item.opened, words::person(incident.openedBy));
    item.state = words::of(incident.state);
    item.open = incident.state != CaseState::Closed && incident.state != CaseState::Merged;
    item.assigned = incident.assignedTo.empty() ? QString() : words::person(incident.assignedTo);
    item.mine = incident.assignedTo.empty() ? !incident.owner.empty() && incident.owner == self : incident.assignedTo == self;
    item.due = dueWord(incident, item.open, now);
    item.dueNs = item.open && incident.due ? incident.due->nanoseconds : std::numeric_limits<qint64>::max();
    item.neglected = item.open && !incident.acknowledged && item.dueNs <= now.nanoseconds;
    item.cause = causeWord(incident);
    item.stakes = words::stakes(incident.stakes);
    item.mergedInto = toText(incident.mergedInto);
    return item;
}

} // namespace mandate
