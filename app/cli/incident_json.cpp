// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/incident_json.h"

#include "app/cli/output.h"

#include <algorithm>

namespace mandate::cli {

namespace {

using Json = nlohmann::ordered_json;

Json orNull(const std::string &text)
{
    return text.empty() ? Json(nullptr) : Json(text);
}

Json namesOf(const std::vector<Cause> &causes)
{
    Json list = Json::array();
    for (const Cause cause : causes)
        list.push_back(nameOf(cause));
    return list;
}

Json pinsJson(const std::vector<Pin> &pins)
{
    Json list = Json::array();
    for (const Pin &pin : pins)
        list.push_back({{"entry", pin.entry}, {"shows", pin.shows}});
    return list;
}

Json claimJson(const CaseLife &life, const CaseLife::Claim &claim)
{
    const CauseClaim &said = life.claimIn(claim);
    const CaseStatement &step = life.history()[claim.step].statement;
    Json agreed = Json::array();
    for (const std::size_t index : claim.agreements) {
        const CaseStatement &agreement = life.history()[index].statement;
        agreed.push_back({{"by", agreement.by}, {"for", agreement.party}, {"at", formatInstant(agreement.at)}, {"note", agreement.text}});
    }
    return {{"claim", claim.digest.hex()},       {"by", step.by},
            {"at", formatInstant(step.at)},      {"for", said.party},
            {"cause", nameOf(said.cause)},       {"grade", nameOf(said.grade)},
            {"contributing", namesOf(said.contributing)}, {"pattern", orNull(said.pattern)},
            {"explanation", said.explanation},   {"pins", pinsJson(said.pins)},
            {"missing", said.missing},           {"answers", said.answers},
            {"suggested", orNull(said.suggested)}, {"introduced_by", orNull(said.introducedBy)},
            {"missed_by", orNull(said.missedBy)}, {"detected_by", orNull(said.detectedBy)},
            {"agreed", std::move(agreed)},       {"withdrawn", claim.withdrawn}};
}

/// "running", "overdue", "reported", "reported_late", "does_not_apply".
std::string_view stateOf(const DutyRecord &record, const std::optional<Instant> &due, const Instant &now)
{
    if (record.noDuty)
        return "does_not_apply";
    if (record.reported)
        return due && record.reported->nanoseconds > due->nanoseconds ? "reported_late" : "reported";
    return due && now.nanoseconds > due->nanoseconds ? "overdue" : "running";
}

} // namespace

Json incidentJson(const Incident &incident)
{
    Json actions = Json::array();
    for (const IncidentAction &action : incident.actions)
        actions.push_back({{"entry", action.entry}, {"time", jsonOf(action.time)}, {"message", action.message}, {"call", action.call},
                           {"tool", action.tool}, {"executed", action.executed}});
    Json money = Json::object();
    for (const auto &[currency, millionths] : incident.stakes.money)
        money[currency.empty() ? "unnamed" : currency] = static_cast<double>(millionths) / 1e6;
    Json consequences = Json::array();
    for (const Consequence consequence : incident.stakes.consequences)
        consequences.push_back(nameOf(consequence));
    return {{"id", incident.id},
            {"severity", nameOf(incident.severity)},
            {"state", nameOf(incident.state)},
            {"title", orNull(incident.title)},
            {"opened", formatInstant(incident.opened)},
            {"opened_by", incident.openedBy},
            {"agent", incident.agent},
            {"deployment", incident.deployment},
            {"session", incident.session},
            {"clause", incident.clause.id},
            {"reads_as", incident.clause.readsAs},
            {"pact", incident.pactId + '@' + incident.pactVersion},
            {"owner", incident.owner},
            {"assigned_to", orNull(incident.assignedTo)},
            {"due", jsonOf(incident.due)},
            {"acknowledged", incident.acknowledged},
            {"escalated", incident.escalated},
            {"attribution", nameOf(incident.attribution)},
            {"cause", incident.cause ? Json(nameOf(*incident.cause)) : Json(nullptr)},
            {"merged_into", orNull(incident.mergedInto)},
            {"attempted", incident.attempted},
            {"executed", incident.executed},
            {"at_stake", {{"money", std::move(money)}, {"people", incident.stakes.people}, {"consequences", std::move(consequences)}, {"irreversible", incident.stakes.irreversible}}},
            {"first", jsonOf(incident.firstTime)},
            {"last", jsonOf(incident.lastTime)},
            {"actions", std::move(actions)}};
}

Json caseJson(const CaseView &view, const std::vector<ReportingDuty> &duties, const std::string &zone, const Instant &now)
{
    Json object = incidentJson(view.incident);
    const CaseLife &life = view.life;
    Json claims = Json::array(), clocks = Json::array(), steps = Json::array(), links = Json::array(), gone = Json::array();
    for (const CaseLife::Claim &claim : life.claims())
        claims.push_back(claimJson(life, claim));
    for (const DutyRecord &record : life.duties()) {
        const auto known = std::ranges::find(duties, record.duty, &ReportingDuty::id);
        const DutyCategory *category = known == duties.end() ? nullptr : known->category(record.category);
        const std::optional<Instant> due = category && !record.noDuty ? std::optional(dutyDeadline(category->period, record.aware, zone)) : std::nullopt;
        clocks.push_back({{"duty", record.duty}, {"category", orNull(record.category)}, {"role", orNull(record.role)}, {"aware", formatInstant(record.aware)},
                          {"established", record.established}, {"due", jsonOf(due)}, {"state", stateOf(record, due, now)}, {"reported", jsonOf(record.reported)},
                          {"reference", orNull(record.reference)}, {"why_not", record.noDuty ? Json(*record.noDuty) : Json(nullptr)},
                          {"source", known == duties.end() ? Json(nullptr) : Json(known->source)}, {"as_of", known == duties.end() ? Json(nullptr) : Json(known->asOf)}});
    }
    for (const CaseLife::Event &event : life.history()) {
        const CaseStatement &step = event.statement;
        steps.push_back({{"entry", step.entry}, {"at", formatInstant(step.at)}, {"step", nameOf(step.step)}, {"by", step.by}, {"text", step.text},
                         {"privileged", step.privileged}, {"void", orNull(event.voidBecause)}});
    }
    for (const auto &[other, relation] : life.links())
        links.push_back({{"incident", other}, {"relation", relation}});
    for (const auto &[entry, other] : life.gone())
        gone.push_back({{"entry", entry}, {"incident", other}});
    object["claims"] = std::move(claims);
    object["duties"] = std::move(clocks);
    object["links"] = std::move(links);
    object["split_off"] = std::move(gone);
    object["steps"] = std::move(steps);
    object["broken"] = life.isBroken();
    return object;
}

Json suggestionJson(const CauseSuggestion &suggestion)
{
    Json answers = Json::array();
    for (const TrailAnswer &answer : suggestion.answers)
        answers.push_back({{"question", answer.question}, {"asks", questionText(answer.question)}, {"answer", answer.answer}, {"because", answer.because}, {"pins", pinsJson(answer.pins)}});
    const Diagnosis &diagnosis = suggestion.diagnosis;
    return {{"cause", nameOf(diagnosis.cause)}, {"pattern", orNull(diagnosis.pattern)}, {"because", diagnosis.because}, {"also_seen", diagnosis.alsoSeen},
            {"contributing", namesOf(diagnosis.contributing)}, {"pins", pinsJson(suggestion.pins())}, {"missing", suggestion.missing}, {"answers", std::move(answers)}};
}

Json dutyJson(const ReportingDuty &duty)
{
    const auto period = [](const DutyPeriod &of) {
        return of.unit == DutyPeriod::Unit::Immediately ? std::string("immediately") : std::to_string(of.count) + (of.unit == DutyPeriod::Unit::Hours ? " hours" : " days");
    };
    Json categories = Json::array();
    for (const DutyCategory &category : duty.categories)
        categories.push_back({{"id", orNull(category.id)}, {"title", category.title}, {"source", category.source}, {"period", period(category.period)}});
    return {{"id", duty.id}, {"title", duty.title}, {"source", duty.source}, {"as_of", duty.asOf}, {"applies_from", orNull(duty.appliesFrom)}, {"role", duty.role},
            {"to", duty.to}, {"starts", duty.starts}, {"stops", duty.stops}, {"only_if", orNull(duty.onlyIf)}, {"first", orNull(duty.first)}, {"note", orNull(duty.note)},
            {"categories", std::move(categories)}};
}

} // namespace mandate::cli
