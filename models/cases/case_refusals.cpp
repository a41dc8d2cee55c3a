// SPDX-License-Identifier: GPL-3.0-or-later
// Who may take which step about an incident, and when. One function for before a step is signed and for when it is read.
#include "models/cases/case_life.h"

#include <algorithm>

namespace mandate {

namespace {

Error refusedStep(std::string code, std::string happened, std::string remedy)
{
    return {ErrorKind::Refused, std::move(code), std::move(happened), "Nothing was signed; the incident is as it was.", std::move(remedy), {}};
}

bool isBlank(const std::string &text)
{
    return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

/// What a product lead may do as well: say what they know.
bool isComment(CaseStep step)
{
    return step == CaseStep::Note || step == CaseStep::Claim || step == CaseStep::Agree || step == CaseStep::Withdraw;
}

bool needsWords(CaseStep step)
{
    return step == CaseStep::Grade || step == CaseStep::Note || step == CaseStep::Merge || step == CaseStep::Split || step == CaseStep::Withdraw || step == CaseStep::Aware
        || step == CaseStep::NoDuty || step == CaseStep::Close || step == CaseStep::Reopen || step == CaseStep::Open;
}

} // namespace

std::optional<Error> CaseLife::roleRefusal(const CaseStatement &step, const PeopleRegister &people) const
{
    if ((step.step == CaseStep::Escalate) == isPerson(step.by)) {
        return refusedStep("MND-CAS-020", step.step == CaseStep::Escalate ? "A person does not escalate for want of time." : "Only a person does this.",
                           "Nothing is to be done: an incident that nobody acts on is escalated by itself.");
    }
    if (step.step == CaseStep::Escalate || people.isOpen())
        return std::nullopt;
    const bool mayAll = people.is(step.by, PersonRole::Owner) || people.is(step.by, PersonRole::Deputy) || people.is(step.by, PersonRole::Legal);
    if (mayAll || (isComment(step.step) && people.is(step.by, PersonRole::ProductLead)))
        return std::nullopt;
    return refusedStep("MND-CAS-021", step.by + " may not do this about an incident.",
                       "These can: " + people.whoIs({PersonRole::Owner, PersonRole::Deputy, PersonRole::Legal}, step.by) + '.');
}

std::optional<Error> CaseLife::claimStepRefusal(const CaseStatement &step, const PeopleRegister &people) const
{
    if (step.step == CaseStep::Claim) {
        if (!step.claim)
            return refusedStep("MND-CAS-022", "There is no claim in it.", "Say what caused the incident.");
        return claimRefusal(*step.claim);
    }
    const Claim *claim = claimOf(step.about);
    if (!claim || claim->withdrawn)
        return refusedStep("MND-CAS-023", "There is no such claim about this incident that stands.", "Look at its claims again.");
    const CaseStatement &made = m_history[claim->step].statement;
    if (step.step == CaseStep::Withdraw && made.by != step.by)
        return refusedStep("MND-CAS-024", "Somebody else made this claim.", "Make a claim of your own beside it.");
    if (step.step == CaseStep::Agree) {
        if (std::ranges::find(claimParties, step.party) == claimParties.end())
            return refusedStep("MND-CAS-025", "It does not say for whom somebody agrees.", "Name one of us, vendor, customer, operator and authority.");
        if (made.by == step.by && (made.claim->party == step.party || !people.isOpen()))
            return refusedStep("MND-CAS-026", "Nobody agrees with their own claim, for whomever they enter it.", "Let another person enter it.");
    }
    return std::nullopt;
}

std::optional<Error> CaseLife::dutyRefusal(const CaseStatement &step) const
{
    if (step.duty.empty())
        return refusedStep("MND-CAS-027", "It names no reporting duty.", "Name one of \"mandate incident duties\".");
    if (step.step == CaseStep::NoDuty)
        return std::nullopt;
    if (!step.happened || !step.happened->zoneKnown)
        return refusedStep("MND-CAS-028", "It does not say when, with its zone.", "Give the time, such as 2026-03-09T08:00:00Z.");
    if (step.happened->nanoseconds > step.at.nanoseconds)
        return refusedStep("MND-CAS-029", "The time lies in the future.", "Give the time when it happened.");
    if (step.step == CaseStep::Reported) {
        const DutyRecord *known = dutyOf(step.duty);
        if (!known)
            return refusedStep("MND-CAS-030", "Nothing started this reporting duty.", "Say first when somebody became aware.");
        if (step.happened->nanoseconds < known->aware.nanoseconds)
            return refusedStep("MND-CAS-031", "It was reported before anybody was aware of it.", "Correct one of the two times.");
        if (isBlank(step.reference))
            return refusedStep("MND-CAS-032", "It does not say what the report is known by.", "Give the number or name that the receiver uses.");
    }
    return std::nullopt;
}

std::optional<Error> CaseLife::refusal(const CaseStatement &step, const PeopleRegister &people, bool openedByRule) const
{
    if (auto refused = roleRefusal(step, people))
        return refused;
    const bool exists = openedByRule || m_opening >= 0;
    if ((step.step == CaseStep::Open) == exists)
        return refusedStep("MND-CAS-033", exists ? "This incident is open already." : "There is no such incident.", "See \"mandate incidents\".");
    if (needsWords(step.step) && isBlank(step.text))
        return refusedStep("MND-CAS-034", "It does not say why.", "Say it in a sentence; it stays in the record.");
    if (step.privileged && step.step != CaseStep::Note)
        return refusedStep("MND-CAS-051", "Only notes can be privileged.", "Write it as a privileged note.");
    const bool evenWhenClosed = step.step == CaseStep::Reopen || step.step == CaseStep::Note || step.step == CaseStep::Link || step.step == CaseStep::Unlink
        || step.step == CaseStep::Reported || step.step == CaseStep::NoDuty;
    if (!isOpen() && !evenWhenClosed)
        return refusedStep("MND-CAS-035", m_state == CaseState::Merged ? "The incident was merged into " + m_mergedInto + '.' : "The incident is closed.",
                           m_state == CaseState::Merged ? "Do it there, or reopen this one." : "Reopen it first.");
    switch (step.step) {
    case CaseStep::Open:
        if (step.records.empty())
            return refusedStep("MND-CAS-036", "An incident without records proves nothing.", "Choose at least one record.");
        if (isBlank(step.title) || !step.severity)
            return refusedStep("MND-CAS-037", "It has no title or no severity.", "Give both.");
        if (step.incident != caseId(step))
            return refusedStep("MND-CAS-038", "Its number is not that of what was opened.", "Open it again.");
        return std::nullopt;
    case CaseStep::Assign:
        if (step.person.empty())
            return refusedStep("MND-CAS-039", "It names nobody.", "Name who works on it.");
        if (!people.isOpen() && (!people.find(step.person) || people.find(step.person)->left))
            return refusedStep("MND-CAS-040", step.person + " is not enrolled.", "Name one of: " + people.whoIs({PersonRole::Owner, PersonRole::Deputy, PersonRole::Legal, PersonRole::ProductLead}) + '.');
        if (step.due && step.due->nanoseconds <= step.at.nanoseconds)
            return refusedStep("MND-CAS-041", "It is due in the past.", "Give a later time.");
        return std::nullopt;
    case CaseStep::Move:
        if (step.to != CaseState::Investigating && step.to != CaseState::Contained)
            return refusedStep("MND-CAS-042", "An incident moves to investigating or contained only.", "Close or reopen it instead.");
        if (step.to == m_state)
            return refusedStep("MND-CAS-043", "The incident is " + std::string(nameOf(m_state)) + " already.", "Nothing is to be done.");
        return std::nullopt;
    case CaseStep::Grade:
        return step.severity ? std::nullopt : std::optional(refusedStep("MND-CAS-044", "It names no severity.", "Name critical, major or minor."));
    case CaseStep::Link:
    case CaseStep::Unlink:
    case CaseStep::Merge:
    case CaseStep::Split:
        if (step.other.empty() || step.other == m_incident)
            return refusedStep("MND-CAS-045", "It names no other incident.", "Name another one.");
        if (step.step == CaseStep::Link && std::ranges::find(caseRelations, step.relation) == caseRelations.end())
            return refusedStep("MND-CAS-046", "It does not say how the two stand to one another.", "Name one of related, caused_by, causes and same_cause.");
        if (step.step == CaseStep::Unlink && !m_links.contains(step.other))
            return refusedStep("MND-CAS-047", "The incident is not linked to " + step.other + '.', "Nothing is to be done.");
        if (step.step == CaseStep::Split && step.records.empty())
            return refusedStep("MND-CAS-052", "No record is named that leaves the incident.", "Choose at least one record.");
        return std::nullopt;
    case CaseStep::Claim:
    case CaseStep::Agree:
    case CaseStep::Withdraw: return claimStepRefusal(step, people);
    case CaseStep::Aware:
    case CaseStep::Reported:
    case CaseStep::NoDuty: return dutyRefusal(step);
    case CaseStep::Close:
        if (attribution() == AttributionState::None)
            return refusedStep("MND-CAS-048", "Nobody said what caused the incident.",
                               "Attribute it first: a cause with the records that show it, or that the evidence is not enough and what is missing.");
        return std::nullopt;
    case CaseStep::Reopen:
        return isOpen() ? std::optional(refusedStep("MND-CAS-049", "The incident is open.", "Nothing is to be done.")) : std::nullopt;
    case CaseStep::Escalate:
        return m_escalated || m_acknowledged ? std::optional(refusedStep("MND-CAS-050", "Somebody acts on the incident, or it was escalated before.", "Nothing is to be done.")) : std::nullopt;
    case CaseStep::Note: return std::nullopt;
    }
    return std::nullopt;
}

} // namespace mandate
