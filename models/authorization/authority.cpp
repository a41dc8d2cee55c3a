// SPDX-License-Identifier: GPL-3.0-or-later
// Who may change an agent's authorization, and when it takes two: one pure function that every act goes through, before it is signed and
// whenever it is read. With nobody enrolled every account may do everything.
#include "models/authorization/register.h"

#include <algorithm>

namespace mandate {

namespace {

Error refusedChange(std::string code, std::string happened, std::string remedy)
{
    Error error;
    error.kind = ErrorKind::Refused;
    error.code = std::move(code);
    error.happened = std::move(happened);
    error.unaffected = "No authorization was changed.";
    error.remedy = std::move(remedy);
    return error;
}

bool stopsAll(AgentState state)
{
    return state == AgentState::Suspended || state == AgentState::Revoked;
}

} // namespace

bool mayDecide(const PeopleRegister &people, std::string_view person, std::string_view agent)
{
    const bool entitled = people.decides(person);
    const Appointment *appointment = people.appointments().of(agent);
    if (!entitled || !appointment || appointment->vacated)
        return entitled;
    return appointment->owner == person || appointment->deputy == person;
}

bool mayDecide(const PeopleRegister &people, std::string_view by, std::string_view actingFor, std::string_view agent, const Instant &at)
{
    if (actingFor.empty())
        return mayDecide(people, by, agent);
    return people.decides(by) && people.delegations().between(actingFor, by, at) && mayDecide(people, actingFor, agent);
}

std::optional<Delegation> decidesInPlaceOf(const PeopleRegister &people, std::string_view person, std::string_view agent, const Instant &at)
{
    if (people.isOpen() || mayDecide(people, person, agent))
        return std::nullopt;
    for (const Delegation &lent : people.delegations().to(person, at)) {
        if (mayDecide(people, person, lent.person, agent, at))
            return lent;
    }
    return std::nullopt;
}

std::string whoMayDecide(const PeopleRegister &people, std::string_view agent, const Instant &at, std::string_view except)
{
    const Appointment *appointment = people.appointments().of(agent);
    if (!appointment || appointment->vacated)
        return people.whoIs({PersonRole::Owner, PersonRole::Deputy}, except);
    std::string names;
    for (const std::string &person : {appointment->owner, appointment->deputy}) {
        if (person.empty())
            continue;
        const Delegation *away = people.delegations().of(person, at);
        const bool isAway = away && away->isInForce(at);
        if (isAway && away->delegate == except)
            continue;
        if (person != except || isAway)
            names += (names.empty() ? "" : ", ") + person + (isAway ? " (away until " + formatInstant(away->until) + "; " + away->delegate + " decides for them)" : "");
    }
    return names.empty() ? "nobody" : names;
}

bool Register::widens(std::string_view agent, AgentState to, const std::vector<std::string> &tools) const
{
    const Statement *now = current(agent);
    if (!now || stopsAll(to) || to == AgentState::NotAuthorized)
        return false;
    if (stopsAll(now->to))
        return true;
    if (now->to != AgentState::Restricted)
        return false; // what was never taken by a statement is the gate's to give
    return to != AgentState::Restricted ||
           std::ranges::any_of(now->tools, [&](const std::string &tool) { return std::ranges::find(tools, tool) == tools.end(); });
}

std::optional<Error> Register::refusal(const Attempt &attempt, const PeopleRegister &people) const
{
    if (attempt.to == AgentState::Restricted && attempt.tools.empty())
        return refusedChange("MND-AUT-009", "No tool was named, so this would restrict nothing.", "Name the tools that the agent may not use.");
    if (people.isOpen())
        return attempt.kind == StatementKind::Decision
                   ? std::nullopt
                   : std::optional(refusedChange("MND-AUT-008", "Nobody is enrolled, so there is no second person.", "Decide it directly, or enrol people."));
    const std::string deciders = whoMayDecide(people, attempt.agent, attempt.at, attempt.by);
    if (!isPerson(attempt.by)) {
        if (attempt.kind == StatementKind::Decision && !attempt.proposal && !widens(attempt.agent, attempt.to, attempt.tools) &&
            (attempt.to == AgentState::Suspended || attempt.to == AgentState::Restricted))
            return std::nullopt;
        return refusedChange("MND-AUT-002", "A rule may suspend or restrict an agent, and nothing else.", "Who can: " + deciders + '.');
    }
    if (auto refused = people.actingRefusal(attempt.by)) {
        refused->unaffected = "No authorization was changed.";
        return refused;
    }
    const bool ownerOrDeputy = people.decides(attempt.by);
    if (attempt.kind == StatementKind::Decision && attempt.to == AgentState::Suspended && !attempt.proposal) {
        if (ownerOrDeputy)
            return std::nullopt; // never held up: not by whose agent it is, not by the clock, not by a second person
        return refusedChange("MND-AUT-003", attempt.by + " is neither owner nor deputy, and only these suspend an agent.",
                             "Who can: " + people.whoIs({PersonRole::Owner, PersonRole::Deputy}, attempt.by) + '.');
    }
    const Chain *chain = chainOf(attempt.agent);
    if (chain && chain->latest && attempt.at.nanoseconds < chain->latest->nanoseconds)
        return refusedChange("MND-AUT-012",
                             "The clock says " + formatInstant(attempt.at) + ", and something was decided about this agent at " +
                                 formatInstant(*chain->latest) + '.',
                             "Set the clock of this machine right and try again. Suspending works meanwhile.");
    if (attempt.proposal || attempt.kind == StatementKind::Decline)
        return answerRefusal(attempt, people);
    if (!ownerOrDeputy || !mayDecide(people, attempt.by, attempt.actingFor, attempt.agent, attempt.at))
        return refusedChange("MND-AUT-004", attempt.by + " does not decide about the agent " + attempt.agent + '.', "Who can: " + deciders + '.');
    const bool wide = widens(attempt.agent, attempt.to, attempt.tools);
    if (attempt.kind == StatementKind::Decision && wide)
        return refusedChange("MND-AUT-005", "This gives the agent " + attempt.agent + " back what was taken from it, and that takes two people.",
                             "Propose it; who can confirm: " + people.whoIs({PersonRole::Owner, PersonRole::Deputy}, attempt.by) + '.');
    if (attempt.kind == StatementKind::Proposal && !wide)
        return refusedChange("MND-AUT-008", "This takes nobody's confirmation.", "Decide it directly.");
    return std::nullopt;
}

std::optional<Error> Register::answerRefusal(const Attempt &attempt, const PeopleRegister &people) const
{
    const Chain *chain = chainOf(attempt.agent);
    const Statement *waiting = proposal(attempt.agent, attempt.at);
    if (!waiting || !attempt.proposal || chain->proposalDigest != *attempt.proposal)
        return refusedChange("MND-AUT-006", "What was proposed about the agent " + attempt.agent + " is not open any more: it was answered, something was decided since, or it is older than 7 days.",
                             "See \"mandate status\" and propose it again.");
    if (attempt.kind == StatementKind::Decline) {
        if (people.is(attempt.by, PersonRole::Owner) || people.is(attempt.by, PersonRole::Deputy) || people.is(attempt.by, PersonRole::Legal))
            return std::nullopt;
        return refusedChange("MND-AUT-003", attempt.by + " is neither owner, deputy nor legal, and only these decline a proposal.",
                             "Who can: " + people.whoIs({PersonRole::Owner, PersonRole::Deputy, PersonRole::Legal}, attempt.by) + '.');
    }
    const std::string others = people.whoIs({PersonRole::Owner, PersonRole::Deputy}, waiting->decidedBy);
    if (attempt.kind != StatementKind::Decision || attempt.to != waiting->to || attempt.tools != waiting->tools)
        return refusedChange("MND-AUT-006", "This is not what was proposed.", "Confirm what was proposed, or decline it.");
    if (attempt.by == waiting->decidedBy)
        return refusedChange("MND-AUT-007", attempt.by + " proposed this, and nobody confirms what they proposed.", "Who can: " + others + '.');
    if (!people.decides(attempt.by))
        return refusedChange("MND-AUT-003", attempt.by + " is neither owner nor deputy, and only these confirm a proposal.", "Who can: " + others + '.');
    if (!mayDecide(people, waiting->decidedBy, waiting->actingFor, attempt.agent, attempt.at))
        return refusedChange("MND-AUT-011", waiting->decidedBy + ", who proposed this, does not decide about the agent any more.",
                             "Decline it; who can propose it again: " + whoMayDecide(people, attempt.agent, attempt.at) + '.');
    return std::nullopt;
}

} // namespace mandate
