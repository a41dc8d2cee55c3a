// SPDX-License-Identifier: GPL-3.0-or-later
// The four answers and the timeline of an incident. Every fact carries the link to what it rests on; nothing is concluded here.
#include "models/items/incident_answers.h"

#include "models/items/case_item.h"
#include "models/items/case_words.h"
#include "models/items/compared_runs.h"
#include "models/items/evidence_filter.h"
#include "models/items/evidence_row.h"
#include "models/items/record_detail.h"
#include "models/items/record_mask.h"
#include "models/items/text_safety.h"
#include "models/workspace/drift_baselines.h"

#include <QUrlQuery>

#include <algorithm>
#include <unordered_set>

namespace mandate {

namespace {

constexpr std::size_t timelineLimit = 2000;
constexpr qsizetype actionsListed = 3;
constexpr qsizetype quoteShown = 180; // characters; the rest is in the record

struct Answers
{
    Q_DECLARE_TR_FUNCTIONS(mandate::IncidentAnswers)
};

QUrl pactLink(const QString &pactKey, const QString &clause)
{
    QUrl link(QStringLiteral("mandate://pacts"));
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("pact"), QString::fromUtf8(QUrl::toPercentEncoding(pactKey)));
    query.addQueryItem(QStringLiteral("clause"), QString::fromUtf8(QUrl::toPercentEncoding(clause)));
    link.setQuery(query);
    return link;
}

/// Enough of a session's name to recognise it.
QString shortName(const QString &session)
{
    return session.size() <= 24 ? visibleLine(session, 24) : visibleLine(session, 20);
}

QString recordName(quint64 entry)
{
    return Answers::tr("Record %1").arg(words::number(entry));
}

IncidentAnswer whatItDid(const Incident &incident, const std::optional<RecordDetail> &first)
{
    IncidentAnswer answer;
    answer.heading = Answers::tr("What it did");
    answer.answer = first ? visibleLine(first->sentence, 300) : Answers::tr("The record of the first action could not be read.");
    answer.state = StateWord{incident.executed > 0 ? Answers::tr("%n action(s) executed", nullptr, static_cast<int>(incident.executed))
                                                   : Answers::tr("Attempted, nothing was executed"),
                             incident.executed > 0 ? Shape::Octagon : Shape::Triangle, incident.executed > 0 ? Tone::Critical : Tone::Warning};
    const QString agent = toText(incident.agent);
    const QString session = toText(incident.session);
    if (const QString stakes = words::stakes(incident.stakes); !stakes.isEmpty())
        answer.facts.append({Answers::tr("At stake"), stakes, evidenceLink(agent, session, incident.actions.front().entry), false});
    qsizetype listed = 0;
    for (const IncidentAction &action : incident.actions) {
        if (listed++ == actionsListed) {
            answer.facts.append(
                {{},
                 Answers::tr("and %n more in the timeline", nullptr, static_cast<int>(incident.actions.size()) - static_cast<int>(actionsListed)),
                 {},
                 false});
            break;
        }
        answer.facts.append({recordName(action.entry),
                             Answers::tr("%1 · %2").arg(visibleLine(action.tool, 80), words::executed(action.executed).text),
                             evidenceLink(agent, session, action.entry), false});
    }
    return answer;
}

IncidentAnswer inWhatContext(const Incident &incident, const std::optional<RecordDetail> &first, quint64 records)
{
    IncidentAnswer answer;
    answer.heading = Answers::tr("In what context");
    const QString session = toText(incident.session);
    answer.answer = incident.deployment.empty()
                        ? Answers::tr("In session “%1”, which has %n record(s).", nullptr, static_cast<int>(records)).arg(shortName(session))
                        : Answers::tr("In session “%1” of “%2”, which has %n record(s).", nullptr, static_cast<int>(records))
                              .arg(shortName(session), visibleLine(incident.deployment, 40));
    if (first) {
        for (const QuotedText &quote : first->quotes)
            answer.facts.append({quote.label, visibleLine(quote.text, quoteShown), {}, true});
    }
    if (answer.facts.isEmpty())
        answer.facts.append({{}, Answers::tr("Nothing the customer or the agent said beside it was recorded."), {}, false});
    if (first)
        answer.facts.append(
            {Answers::tr("Read all of it"), recordName(first->entry), evidenceLink(toText(incident.agent), session, first->entry), false});
    answer.facts.append({{}, Answers::tr("The whole session"), evidenceLink(toText(incident.agent), session, std::nullopt), false});
    return answer;
}

IncidentAnswer onWhatBasis(const Incident &incident, const std::optional<RecordDetail> &first)
{
    IncidentAnswer answer;
    answer.heading = Answers::tr("On what basis");
    const QString pactKey = toText(incident.pactId) + u'@' + toText(incident.pactVersion);
    const QUrl link = pactLink(pactKey, toText(incident.clause.id));
    answer.answer = visibleLine(incident.clause.readsAs, 600);
    const bool byHand = incident.pactId.empty() || incident.clause.id == "by_hand";
    if (byHand && incident.pactId.empty()) {
        answer.answer = Answers::tr("A person opened it; no pact binds the agent. They call it: “%1”").arg(visibleLine(incident.title, 300));
        if (!incident.clause.why.empty())
            answer.facts.append({Answers::tr("Why it was opened"), visibleLine(incident.clause.why, 400), {}, false});
        return answer;
    }
    answer.state = first && first->judged ? first->verdict
                                          : words::of(incident.clause.kind == ClauseKind::Escalate ? Verdict::NeedsApproval : Verdict::Prohibited);
    if (incident.pactId.empty()) { // a rule that holds whatever a pact says
        answer.facts.append({Answers::tr("Rule of Mandate, of no pact"), visibleLine(incident.clause.id, 60), {}, false});
    } else {
        //: a clause of a pact: its id, the kind of clause
        answer.facts.append(
            {Answers::tr("Clause"), Answers::tr("%1 · %2").arg(visibleLine(incident.clause.id, 60), words::name(incident.clause.kind)), link, false});
        answer.facts.append({Answers::tr("Pact"),
                             first && !first->pactTitle.isEmpty()
                                 ? Answers::tr("%1, version %2").arg(first->pactTitle, visibleLine(incident.pactVersion, 40))
                                 : visibleLine(pactKey, 120),
                             link, false});
    }
    if (incident.clause.heuristic)
        answer.facts.append({{}, Answers::tr("Judged from words, so it can be wrong. Read the record before you act on it."), {}, false});
    if (!incident.clause.why.empty())
        answer.facts.append({Answers::tr("Why the clause exists"), visibleLine(incident.clause.why, 400), {}, false});
    return answer;
}

IncidentAnswer whoIsAccountable(const Incident &incident)
{
    IncidentAnswer answer;
    answer.heading = Answers::tr("Who is accountable");
    answer.answer = incident.owner.empty() ? Answers::tr("The pact names no owner for this agent.")
                                           : Answers::tr("%1 answers for this agent.").arg(visibleLine(incident.owner, 200));
    const QString id = toText(incident.id);
    QString state = words::of(incident.state).text;
    if (incident.escalated && !incident.acknowledged)
        //: a state of an incident, and that it is late: %1 the state
        state = Answers::tr("%1; nobody acted in time").arg(state);
    if (!incident.assignedTo.empty())
        //: a state of an incident, and who works on it: %1 the state, %2 a person
        state = Answers::tr("%1; assigned to %2").arg(state, words::person(incident.assignedTo));
    answer.facts.append({Answers::tr("State"), state, incidentLink(id, QStringLiteral("notes")), false});
    answer.facts.append({Answers::tr("Cause"), causeWord(incident).text, incidentLink(id, QStringLiteral("cause")), false});
    answer.facts.append({Answers::tr("Approved by"), Answers::tr("No person: we have no record that anyone approved it."), {}, false});
    answer.facts.append({Answers::tr("Opened by"),
                         incident.title.empty() ? Answers::tr("Rule %1, not a person, at %2").arg(visibleLine(incident.clause.id, 60), words::time(incident.opened))
                                                : Answers::tr("%1, by hand, at %2").arg(words::person(incident.openedBy), words::time(incident.opened)),
                         {},
                         false});
    QUrl agent(QStringLiteral("mandate://agents"));
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("agent"), QString::fromUtf8(QUrl::toPercentEncoding(toText(incident.agent))));
    agent.setQuery(query);
    answer.facts.append({Answers::tr("Agent"), visibleLine(incident.agent, 120), agent, false});
    return answer;
}

TimelineItem timelineItem(const EvidenceRow &row, bool offending)
{
    TimelineItem item;
    item.entry = row.entry;
    item.kind = row.kind;
    item.number = words::number(row.entry);
    item.time = shortTime(row.time);
    item.actor = row.kind == RecordKind::Action ? visibleLine(row.agent, 120) : words::name(row.kind);
    item.did = row.did;
    if (row.kind == RecordKind::Action) {
        item.verdict = words::of(row.verdict);
        item.outcome = words::of(row.outcome);
    }
    item.clause = visibleLine(row.clause, 60);
    item.offending = offending;
    return item;
}

} // namespace

QUrl evidenceLink(const QString &agent, const QString &session, std::optional<quint64> entry)
{
    QUrl link(QStringLiteral("mandate://evidence"));
    QUrlQuery query;
    QList<FilterCondition> conditions;
    if (!agent.isEmpty())
        conditions.append({FilterField::Agent, agent, false, false});
    if (!session.isEmpty())
        conditions.append({FilterField::Session, session, false, false});
    query.addQueryItem(QStringLiteral("filter"), QString::fromUtf8(QUrl::toPercentEncoding(filterText(conditions))));
    if (entry)
        query.addQueryItem(QStringLiteral("entry"), QString::number(*entry));
    link.setQuery(query);
    return link;
}

/// What an incident about drift rests on: the baseline, and all that its agent did since.
static void addComparison(Workspace &workspace, const Incident &incident, IncidentAnswer &basis)
{
    if (incident.clause.id != "drifted")
        return;
    const auto baseline = DriftBaselines(workspace).behindIncident(incident.id);
    if (!baseline)
        return;
    const ComparedRuns before{toText(baseline->name), {}, {}, {}, {}};
    const ComparedRuns after{{}, toText(baseline->agent), toText(baseline->deployment), {}, {}};
    //: %1 is "Baseline spring"
    basis.facts.append({Answers::tr("What changed"), Answers::tr("%1, and everything since").arg(before.words()), comparisonLink(before, after), false});
}

Result<IncidentAnswers> answersTo(Workspace &workspace, const Incident &incident, std::stop_token stop)
{
    IncidentAnswers out;
    out.id = toText(incident.id);
    const auto mask = RecordMask::of(workspace);
    if (!mask)
        return mask.error();
    std::optional<RecordDetail> first;
    if (!incident.actions.empty()) {
        const auto detail = workspace.detail(incident.actions.front().entry);
        if (detail)
            first = describeRecord(*detail, *mask);
    }
    RowFilter filter;
    if (!incident.session.empty())
        filter.sessions = {incident.session};
    filter.agents = {incident.agent};
    auto entries = workspace.store().select(filter, RowOrder::ArrivalAscending, stop);
    if (!entries)
        return entries.error();
    const quint64 records = entries->size();
    if (entries->size() > timelineLimit) {
        out.timelineCut = entries->size() - timelineLimit;
        entries->resize(timelineLimit);
    }
    const auto rows = readEvidenceRows(workspace.store(), *entries, *mask);
    if (!rows)
        return rows.error();
    std::unordered_set<std::uint64_t> offending;
    for (const IncidentAction &action : incident.actions)
        offending.insert(action.entry);
    for (const EvidenceRow &row : *rows)
        out.timeline.push_back(timelineItem(row, offending.contains(row.entry)));
    IncidentAnswer basis = onWhatBasis(incident, first);
    addComparison(workspace, incident, basis);
    out.answers = {whatItDid(incident, first), inWhatContext(incident, first, records), std::move(basis), whoIsAccountable(incident)};
    return out;
}

} // namespace mandate
