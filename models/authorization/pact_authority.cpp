// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/authorization/pact_authority.h"

#include "models/authorization/pact_step_refused.h"

#include <algorithm>
#include <initializer_list>

namespace mandate {

namespace {

std::optional<Error> unlessOneOf(const PeopleRegister &people, std::string_view person, std::initializer_list<PersonRole> roles, std::string_view doing)
{
    if (std::ranges::any_of(roles, [&](PersonRole role) { return people.is(person, role); }))
        return std::nullopt;
    return pactStepRefused("MND-LIF-020", std::string(person) + " has no role that " + std::string(doing) + '.',
                         "Who can: " + people.whoIs(roles, person) + '.');
}

} // namespace

std::optional<Error> pactStepRefusal(const PeopleRegister &people, std::string_view person, PactStep step, std::string_view role)
{
    if (people.isOpen())
        return std::nullopt;
    if (auto refused = people.actingRefusal(person)) {
        refused->unaffected = "No pact was changed; what is in force stays in force.";
        return refused;
    }
    switch (step) {
    case PactStep::Submit:
    case PactStep::Observe:
    case PactStep::Withdraw:
        return unlessOneOf(people, person, {PersonRole::Owner, PersonRole::Deputy, PersonRole::ProductLead}, "submits, observes or withdraws a pact");
    case PactStep::Activate: return unlessOneOf(people, person, {PersonRole::Owner, PersonRole::Deputy}, "puts a pact in force");
    case PactStep::RequestChanges: return std::nullopt;
    case PactStep::Approve: break;
    }
    const auto meant = personRoleMeant(role);
    if (!meant || people.is(person, *meant))
        return std::nullopt; // a role that the pact alone knows: whoever is enrolled may take it
    return pactStepRefused("MND-LIF-021", std::string(person) + " is not enrolled as " + std::string(nameOf(*meant)) + ", and cannot approve as that.",
                         "Who can: " + people.whoIs({*meant}, person) + '.');
}

std::optional<Error> pactAdoptionRefusal(const PeopleRegister &people)
{
    if (people.isOpen())
        return std::nullopt;
    return pactStepRefused("MND-LIF-022", "People are enrolled in this workspace, so no pact comes into force without their signatures.",
                         "Submit it for review: \"mandate pact submit\".");
}

} // namespace mandate
