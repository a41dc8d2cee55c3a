// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/case_item.h"

#include "models/items/case_words.h"
#include "models/items/text_safety.h"
#include "models/workspace/workspace.h"

#include <QTimeZone>
#include <QUrlQuery>

#include <algorithm>

namespace mandate {
namespace {

struct CaseWords
{
    Q_DECLARE_TR_FUNCTIONS(mandate::CaseWords)
};

QString caseProblem(const Error &error)
{
    return visibleLine(error.happened, 300) + QLatin1Char(' ') + visibleLine(error.remedy, 300);
}

PinItem pinItem(const Pin &pin)
{
    return {pin.entry, CaseWords::tr("Record %1").arg(words::number(pin.entry)), visibleLine(pin.shows, 300), recordLink(pin.entry)};
}

QList<PinItem> pinItems(const std::vector<Pin> &pins)
{
    QList<PinItem> items;
    for (const Pin &pin : pins)
        items << pinItem(pin);
    return items;
}

/// The step as it would be with every field filled in: only who may do it when is asked.
CaseStatement sampleStep(CaseAct act, const std::string &incident, const std::string &self, Severity severity)
{
    CaseStatement step;
    step.incident = incident;
    step.text = "?";
    step.other = "?";
    step.severity = severity;
    step.records = {0};
    switch (act) {
    case CaseAct::Assign: step.step = CaseStep::Assign; step.person = self; break;
    case CaseAct::Investigate: step.step = CaseStep::Move; step.to = CaseState::Investigating; break;
    case CaseAct::Contain: step.step = CaseStep::Move; step.to = CaseState::Contained; break;
    case CaseAct::Grade: step.step = CaseStep::Grade; break;
    case CaseAct::Note: step.step = CaseStep::Note; break;
    case CaseAct::Link: step.step = CaseStep::Link; step.relation = "related"; break;
    case CaseAct::Merge: step.step = CaseStep::Merge; break;
    case CaseAct::Split: step.step = CaseStep::Split; break;
    case CaseAct::Claim:
        step.step = CaseStep::Claim;
        step.claim.emplace();
        step.claim->pins.push_back({0, {}});
        step.claim->explanation = "?";
        break;
    case CaseAct::NoDuty: step.step = CaseStep::NoDuty; step.duty = "?"; break;
    case CaseAct::Aware: step.step = CaseStep::Aware; step.duty = "?"; step.happened = Instant{}; break;
    case CaseAct::Close: step.step = CaseStep::Close; break;
    case CaseAct::Reopen: step.step = CaseStep::Reopen; break;
    default: break;
    }
    return step;
}

ClaimItem claimItem(const Workspace &workspace, const CaseLife &life, const CaseLife::Claim &claim)
{
    const CauseClaim &said = life.claimIn(claim);
    const CaseStatement &step = life.history()[claim.step].statement;
    ClaimItem item;
    item.digest = toText(claim.digest.hex());
    item.cause = toText(nameOf(said.cause));
    //: a claim: %1 a cause, %2 how sure it is said to be
    item.heading = CaseWords::tr("%1, %2").arg(words::name(said.cause), words::name(said.grade).toLower());
    //: a claim: %1 who entered it, %2 for which party, %3 when
    item.by = CaseWords::tr("Entered by %1 for: %2, %3").arg(words::person(step.by), words::party(said.party), words::time(step.at));
    if (!said.explanation.empty())
        item.facts << visibleLine(said.explanation, 1000);
    if (!said.pattern.empty())
        item.facts << CaseWords::tr("How it came about: %1.").arg(words::pattern(said.pattern));
    QStringList also;
    for (const Cause cause : said.contributing)
        also << words::name(cause);
    if (!also.isEmpty())
        item.facts << CaseWords::tr("Contributing: %1.").arg(also.join(QStringLiteral(", ")));
    if (!said.introducedBy.empty())
        item.facts << CaseWords::tr("Introduced by: %1").arg(visibleLine(said.introducedBy, 200));
    if (!said.missedBy.empty())
        item.facts << CaseWords::tr("Missed by: %1").arg(visibleLine(said.missedBy, 200));
    if (!said.detectedBy.empty())
        item.facts << CaseWords::tr("Detected by: %1").arg(visibleLine(said.detectedBy, 200));
    for (const std::string &missing : said.missing)
        item.facts << CaseWords::tr("Missing: %1").arg(visibleLine(missing, 300));
    if (!said.suggested.empty()) {
        const auto suggested = causeOf(said.suggested);
        if (suggested && *suggested != said.cause)
            item.facts << CaseWords::tr("The trail suggested another cause then: %1.").arg(words::name(*suggested));
    }
    item.pins = pinItems(said.pins);
    for (const std::size_t index : claim.agreements) {
        const CaseStatement &agreement = life.history()[index].statement;
        //: who agreed with a claim: %1 a person, %2 for which party, %3 when
        item.agreed << CaseWords::tr("%1 agreed for: %2, %3").arg(words::person(agreement.by), words::party(agreement.party), words::time(agreement.at));
    }
    item.withdrawn = claim.withdrawn;
    item.standing = claim.withdrawn ? StateWord{CaseWords::tr("Withdrawn"), Shape::Bars, Tone::Neutral}
                    : claim.agreements.empty() ? StateWord{CaseWords::tr("Stands"), Shape::Disc, Tone::Info}
                                               : StateWord{CaseWords::tr("Agreed to"), Shape::Tick, Tone::Good};
    CaseStatement answer = sampleStep(CaseAct::Note, life.incident(), {}, Severity::Major);
    answer.about = claim.digest;
    answer.step = CaseStep::Withdraw;
    if (const auto refused = workspace.caseStepRefusal(answer))
        item.withdrawRefusal = caseProblem(*refused);
    answer.step = CaseStep::Agree;
    std::optional<Error> refused;
    for (const std::string_view party : claimParties) { // for one of them is enough
        answer.party = party;
        refused = workspace.caseStepRefusal(answer);
        if (!refused)
            break;
    }
    if (refused)
        item.agreeRefusal = caseProblem(*refused);
    return item;
}

std::string zoneOfClocks()
{
    return words::zone() == words::Zone::Utc ? std::string() : QTimeZone::systemTimeZoneId().toStdString();
}

void addClock(DutyItem &item, const ReportingDuty *duty, const DutyRecord &record, const Instant &now)
{
    if (record.noDuty) {
        item.state = {CaseWords::tr("Does not apply"), Shape::Disc, Tone::Neutral};
        item.clock << CaseWords::tr("Why not: %1").arg(visibleLine(*record.noDuty, 500));
        return;
    }
    item.running = !record.reported;
    item.clock << CaseWords::tr("Became aware: %1. %2").arg(words::time(record.aware), visibleLine(record.established, 500));
    const DutyCategory *category = duty ? duty->category(record.category) : nullptr;
    if (!category) {
        item.state = {CaseWords::tr("No period known"), Shape::Diamond, Tone::Neutral};
        item.clock << CaseWords::tr("The file of this duty no longer names the category “%1”.").arg(visibleLine(record.category, 60));
        return;
    }
    const Instant due = dutyDeadline(category->period, record.aware, zoneOfClocks());
    if (!category->id.empty())
        item.clock << CaseWords::tr("Category: %1").arg(visibleLine(category->title, 200));
    //: %1 a period such as 72 hours, %2 date and time
    item.clock << CaseWords::tr("At the earliest reading (%1) it is due %2.").arg(words::period(category->period), words::time(due));
    if (record.reported) {
        const bool late = record.reported->nanoseconds > due.nanoseconds;
        item.state = late ? StateWord{CaseWords::tr("Reported late"), Shape::Triangle, Tone::Warning} : StateWord{CaseWords::tr("Reported"), Shape::Tick, Tone::Good};
        item.clock << CaseWords::tr("Reported %1, known there as: %2").arg(words::time(*record.reported), visibleLine(record.reference, 200));
        return;
    }
    const bool over = due.nanoseconds <= now.nanoseconds;
    item.state = {words::timeLeft(due, now), over ? Shape::Octagon : Shape::Glass, over ? Tone::Critical : Tone::Warning};
}

DutyItem dutyItem(const ReportingDuty &duty)
{
    DutyItem item;
    item.id = toText(duty.id);
    item.title = visibleLine(duty.title, 200);
    item.role = toText(duty.role);
    const auto fact = [&item](const QString &text, const std::string &value) {
        if (!value.empty())
            item.facts << text.arg(visibleLine(value, 600));
    };
    //: where a duty comes from: %1 a law or contract, %2 a date
    item.facts << CaseWords::tr("Source (as of %2): %1").arg(visibleLine(duty.source, 300), visibleLine(duty.asOf, 20));
    fact(CaseWords::tr("Applies from: %1"), duty.appliesFrom);
    fact(CaseWords::tr("In the role of: %1"), duty.role);
    fact(CaseWords::tr("To: %1"), duty.to);
    fact(CaseWords::tr("Only if: %1"), duty.onlyIf);
    fact(CaseWords::tr("Starts: %1"), duty.starts);
    fact(CaseWords::tr("Stops: %1"), duty.stops);
    fact(CaseWords::tr("First: %1"), duty.first);
    fact(CaseWords::tr("Note: %1"), duty.note);
    for (const DutyCategory &category : duty.categories) {
        //: %1 a category of a duty, %2 its period, %3 the article that says so
        const QString title = category.id.empty() || category.title.empty() ? words::period(category.period)
                              : category.source.empty() ? CaseWords::tr("%1: %2").arg(visibleLine(category.title, 200), words::period(category.period))
                                                        : CaseWords::tr("%1: %2 (%3)").arg(visibleLine(category.title, 200), words::period(category.period), visibleLine(category.source, 60));
        item.categories << DutyCategoryItem{toText(category.id), title};
    }
    item.state = {CaseWords::tr("No clock runs"), Shape::Diamond, Tone::Neutral};
    return item;
}

void addDuties(CaseItem &item, const CaseLife &life, const QString &folder, const Instant &now)
{
    const auto duties = reportingDutiesIn(folder.toStdString());
    if (!duties)
        item.dutyTrouble = caseProblem(duties.error());
    if (duties) {
        for (const ReportingDuty &duty : *duties) {
            item.duties << dutyItem(duty);
            const auto record = std::ranges::find(life.duties(), duty.id, &DutyRecord::duty);
            if (record != life.duties().end())
                addClock(item.duties.last(), &duty, *record, now);
        }
    }
    for (const DutyRecord &record : life.duties()) { // of files that are gone
        const auto known = std::ranges::find(item.duties, toText(record.duty), &DutyItem::id);
        if (known != item.duties.end())
            continue;
        DutyItem gone;
        gone.id = toText(record.duty);
        gone.title = visibleLine(record.duty, 100);
        gone.role = toText(record.role);
        addClock(gone, nullptr, record, now);
        item.duties << gone;
    }
}

StepItem stepItem(const CaseLife::Event &event)
{
    const CaseStatement &step = event.statement;
    StepItem item;
    item.entry = step.entry;
    item.at = words::time(step.at);
    item.step = words::name(step.step);
    if (step.step == CaseStep::Move && step.to)
        item.step = words::of(*step.to).text;
    if (step.step == CaseStep::Grade && step.severity)
        item.step = CaseWords::tr("Graded: %1").arg(words::of(*step.severity).text);
    if (step.step == CaseStep::Assign)
        item.step = CaseWords::tr("Assigned to %1").arg(words::person(step.person));
    item.by = step.by == "timeout" ? CaseWords::tr("Timeout, nobody") : words::person(step.by);
    item.text = visibleLine(step.text, 2000);
    item.privileged = step.privileged;
    item.isVoid = !event.voidBecause.empty();
    item.standing = item.isVoid ? StateWord{CaseWords::tr("Void: %1").arg(visibleLine(event.voidBecause, 200)), Shape::Octagon, Tone::Critical}
                    : step.privileged ? StateWord{CaseWords::tr("Privileged"), Shape::Bars, Tone::Info}
                                      : StateWord{CaseWords::tr("Counts"), Shape::Tick, Tone::Good};
    return item;
}

void addLinks(CaseItem &item, const CaseView &view)
{
    const auto add = [&item](const QString &text, const std::string &other, bool linked) {
        item.links << CaseLinkItem{text.arg(toText(other)), toText(other), incidentLink(toText(other)), linked};
    };
    for (const auto &[other, relation] : view.life.links())
        add(words::relation(relation) + QStringLiteral(" %1"), other, true);
    if (!view.life.mergedInto().empty())
        add(CaseWords::tr("Merged into %1"), view.life.mergedInto(), false);
    QMap<QString, int> gone;
    for (const auto &[entry, other] : view.life.gone())
        ++gone[toText(other)];
    for (auto one = gone.cbegin(); one != gone.cend(); ++one)
        add(CaseWords::tr("%n record(s) split off to %1", nullptr, one.value()), one.key().toStdString(), false);
    if (view.life.opening() && !view.life.opening()->other.empty())
        add(CaseWords::tr("Split off %1"), view.life.opening()->other, false);
}

QString attributionSentence(const CaseView &view)
{
    switch (view.life.attribution()) {
    case AttributionState::None: return CaseWords::tr("Nobody said yet what caused it. It cannot be closed before somebody does.");
    case AttributionState::Claimed:
        return view.incident.cause ? CaseWords::tr("One side says: %1. Nobody else agreed yet.").arg(words::name(*view.incident.cause)) : CaseWords::tr("One side named a cause.");
    case AttributionState::Agreed: return view.incident.cause ? CaseWords::tr("Agreed: %1.").arg(words::name(*view.incident.cause)) : CaseWords::tr("A cause is agreed.");
    case AttributionState::Disputed: return CaseWords::tr("The parties name different causes. Both stay in the record.");
    }
    return {};
}

CauseAnswers answersOf(const QMap<QString, QString> &answers)
{
    CauseAnswers all;
    for (auto one = answers.cbegin(); one != answers.cend(); ++one)
        all.emplace(one.key().toStdString(), one.value().toStdString());
    return all;
}

DiagnosisItem diagnosisItem(const Diagnosis &diagnosis)
{
    DiagnosisItem item;
    item.cause = toText(nameOf(diagnosis.cause));
    item.pattern = toText(diagnosis.pattern);
    //: a computed cause: %1 the cause, %2 how it came about, %3 a sentence that says why
    item.sentence = diagnosis.pattern.empty() ? CaseWords::tr("%1. %2").arg(words::name(diagnosis.cause), visibleLine(diagnosis.because, 300))
                                              : CaseWords::tr("%1 (%2). %3").arg(words::name(diagnosis.cause), words::pattern(diagnosis.pattern), visibleLine(diagnosis.because, 300));
    for (const Cause cause : diagnosis.contributing)
        item.contributing << toText(nameOf(cause));
    return item;
}

template<typename Value, typename Word>
void addChoices(Choices &choices, std::initializer_list<Value> values, Word word)
{
    for (const Value value : values)
        choices.append({toText(nameOf(value)), word(value)});
}

} // namespace

QString CaseItem::refusal(CaseAct act) const
{
    const auto found = refusals.find(act);
    return found == refusals.end() ? QString() : found->second;
}

QUrl recordLink(quint64 entry)
{
    QUrl link(QStringLiteral("mandate://evidence"));
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("entry"), QString::number(entry));
    link.setQuery(query);
    return link;
}

QUrl incidentLink(const QString &id, const QString &tab)
{
    QUrl link(QStringLiteral("mandate://incidents"));
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("incident"), id);
    if (!tab.isEmpty())
        query.addQueryItem(QStringLiteral("tab"), tab);
    link.setQuery(query);
    return link;
}

Result<CaseItem> readCase(const Workspace &workspace, const QString &id, const QString &dutyFolder)
{
    const auto view = workspace.incidentCase(id.toStdString());
    if (!view)
        return view.error();
    CaseItem item;
    item.id = id;
    item.state = words::of(view->life.state());
    item.attribution = words::of(view->life.attribution());
    item.attributionSentence = attributionSentence(*view);
    item.open = view->life.isOpen();
    item.broken = view->life.isBroken();
    for (const CaseLife::Claim &claim : view->life.claims())
        item.claims << claimItem(workspace, view->life, claim);
    addDuties(item, view->life, dutyFolder, workspace.now());
    for (const CaseLife::Event &event : view->life.history())
        item.steps.push_back(stepItem(event));
    addLinks(item, *view);
    const std::string self = workspace.person().id;
    for (const CaseAct act : {CaseAct::Assign, CaseAct::Investigate, CaseAct::Contain, CaseAct::Grade, CaseAct::Note, CaseAct::Link, CaseAct::Merge, CaseAct::Split,
                              CaseAct::Claim, CaseAct::Aware, CaseAct::NoDuty, CaseAct::Close, CaseAct::Reopen}) {
        if (const auto refused = workspace.caseStepRefusal(sampleStep(act, view->incident.id, self, view->incident.severity)))
            item.refusals.emplace(act, caseProblem(*refused));
    }
    if (view->incident.actions.size() < 2 && !item.refusals.contains(CaseAct::Split))
        item.refusals.emplace(CaseAct::Split, CaseWords::tr("It has one record only: nothing would be left."));
    return item;
}

SuggestionItem suggestionItem(const QString &id, const CauseSuggestion &suggestion)
{
    SuggestionItem item;
    item.id = id;
    item.diagnosis = diagnosisItem(suggestion.diagnosis);
    for (const std::string &pattern : suggestion.diagnosis.alsoSeen)
        item.alsoSeen << words::pattern(pattern);
    item.pins = pinItems(suggestion.pins());
    for (const std::string &missing : suggestion.missing)
        item.missing << visibleLine(missing, 300);
    for (const TrailAnswer &answer : suggestion.answers)
        item.questions << CauseQuestionItem{toText(answer.question), words::causeQuestion(answer.question), toText(answer.answer), words::causeAnswer(answer.answer),
                                            visibleLine(answer.because, 300), pinItems(answer.pins)};
    return item;
}

QStringList questionsAsked(const QMap<QString, QString> &answers)
{
    QStringList asked;
    CauseAnswers given;
    while (const auto next = nextQuestion(given)) {
        asked << toText(*next);
        const auto answer = answers.find(asked.last());
        if (answer == answers.end())
            break;
        given.emplace(std::string(*next), answer->toStdString());
    }
    return asked;
}

std::optional<DiagnosisItem> diagnosisOf(const QMap<QString, QString> &answers)
{
    QMap<QString, QString> counting; // of changed minds, only what is still asked
    for (const QString &question : questionsAsked(answers)) {
        if (!answers.contains(question))
            return std::nullopt;
        counting.insert(question, answers.value(question));
    }
    return diagnosisItem(diagnose(answersOf(counting)));
}

ClaimDraft draftOf(const SuggestionItem &suggestion)
{
    ClaimDraft draft;
    draft.cause = suggestion.diagnosis.cause;
    draft.pattern = suggestion.diagnosis.pattern;
    draft.contributing = suggestion.diagnosis.contributing;
    for (const PinItem &pin : suggestion.pins)
        draft.pins << PinDraft{pin.entry, pin.shows};
    if (draft.cause == toText(nameOf(Cause::NotEnoughEvidence)))
        draft.missing = suggestion.missing;
    for (const CauseQuestionItem &question : suggestion.questions)
        draft.answers.insert(question.question, question.answer);
    draft.suggested = suggestion.diagnosis.cause;
    return draft;
}

Choices causeChoices()
{
    Choices choices;
    addChoices(choices, {Cause::Policy, Cause::Technical, Cause::Specification, Cause::Infrastructure, Cause::NotEnoughEvidence}, [](Cause cause) { return words::name(cause); });
    return choices;
}

QString causeMeaning(const QString &cause)
{
    const auto known = causeOf(cause.toStdString());
    return known ? words::meaning(*known) : QString();
}

Choices partyChoices()
{
    Choices choices;
    for (const std::string_view party : claimParties)
        choices.append({toText(party), words::party(party)});
    return choices;
}

Choices gradeChoices()
{
    Choices choices;
    addChoices(choices, {ClaimGrade::Likely, ClaimGrade::Confirmed}, [](ClaimGrade grade) { return words::name(grade); });
    return choices;
}

Choices relationChoices()
{
    Choices choices;
    for (const std::string_view relation : caseRelations)
        choices.append({toText(relation), words::relation(relation)});
    return choices;
}

Choices severityChoices()
{
    Choices choices;
    addChoices(choices, {Severity::Critical, Severity::Major, Severity::Minor}, [](Severity severity) { return words::of(severity).text; });
    return choices;
}

Choices answerChoices()
{
    Choices choices;
    for (const std::string_view answer : {"yes", "no", "unknown"})
        choices.append({toText(answer), words::causeAnswer(answer)});
    return choices;
}

} // namespace mandate
