// SPDX-License-Identifier: GPL-3.0-or-later
// An incident as plain text, for a mail or a ticket. Privileged notes are never in it.
#include "models/items/case_text.h"

namespace mandate {
namespace {

struct CaseTextWords
{
    Q_DECLARE_TR_FUNCTIONS(mandate::CaseText)
};

} // namespace

QString caseText(const IncidentItem &incident, const IncidentAnswers &answers, const CaseItem &item)
{
    QStringList lines;
    const auto labelled = [&lines](const QString &label, const QString &text) {
        //: a line of a text that is copied: %1 a label, %2 its text
        lines << CaseTextWords::tr("%1: %2").arg(label, text);
    };
    lines << CaseTextWords::tr("Incident %1 (%2, %3)").arg(incident.id, incident.severity.text, item.state.text) << incident.openedWords << QString();
    for (const IncidentAnswer &answer : answers.answers) {
        lines << answer.heading << answer.answer;
        for (const IncidentFact &fact : answer.facts) {
            const QString text = fact.quoted ? u'\u201C' + fact.text + u'\u201D' : fact.text;
            if (fact.label.isEmpty())
                lines << text;
            else
                labelled(fact.label, text);
        }
        lines << QString();
    }
    labelled(CaseTextWords::tr("Cause"), item.attributionSentence);
    for (const ClaimItem &claim : item.claims) {
        labelled(claim.heading, claim.by);
        lines << claim.standing.text << claim.facts << claim.agreed;
        for (const PinItem &pin : claim.pins)
            labelled(pin.record, pin.shows.isEmpty() ? CaseTextWords::tr("pinned") : pin.shows);
    }
    for (const DutyItem &duty : item.duties) {
        if (duty.clock.isEmpty())
            continue;
        labelled(duty.title, duty.state.text);
        lines << duty.clock;
    }
    if (!item.steps.empty())
        lines << QString() << CaseTextWords::tr("Steps");
    int privileged = 0;
    for (const StepItem &step : item.steps) {
        if (step.privileged) {
            ++privileged;
            continue;
        }
        //: a step in a text that is copied: %1 date and time, %2 the step, %3 a person, %4 what they wrote
        lines << CaseTextWords::tr("%1  %2, by %3. %4").arg(step.at, step.isVoid ? step.step + QLatin1Char(' ') + step.standing.text : step.step, step.by, step.text).trimmed();
    }
    if (privileged > 0)
        lines << CaseTextWords::tr("%n privileged note(s) stay in the workspace.", nullptr, privileged);
    return lines.join(u'\n');
}

} // namespace mandate
