// SPDX-License-Identifier: GPL-3.0-or-later
// Why something about people must not be done, in words for a person: what happened, who can, what to do.
#include "models/people/people_register.h"

#include <algorithm>

namespace mandate {

namespace {

Error refusedAboutPeople(std::string code, std::string happened, std::string remedy)
{
    Error error;
    error.kind = ErrorKind::Refused;
    error.code = std::move(code);
    error.happened = std::move(happened);
    error.unaffected = "Nobody's roles, keys or appointments were changed.";
    error.remedy = std::move(remedy);
    return error;
}

bool needsNote(PersonStep step)
{
    return step == PersonStep::RevokeKey || step == PersonStep::Leave;
}

} // namespace

std::optional<Error> PeopleRegister::actingRefusal(std::string_view person) const
{
    if (isOpen())
        return std::nullopt;
    const std::string owners = whoIs({PersonRole::Owner}, person);
    const std::string name(person);
    const EnrolledPerson *found = find(person);
    if (!found || found->left)
        return refusedAboutPeople("MND-PPL-002", name + (found ? " has left" : " is not enrolled") + ", so this account may only read here.",
                                  "An owner can enrol it: " + owners + ". Hand them what \"mandate people request\" writes.");
    if (!found->key)
        return refusedAboutPeople("MND-PPL-003", "The key of " + name + " is revoked, so nothing can be signed with it.",
                                  "An owner gives you a new one: " + owners + '.');
    if (found->roles == std::vector<PersonRole>{PersonRole::Auditor})
        return refusedAboutPeople("MND-PPL-004", name + " is enrolled as an auditor, and auditors read only.", "An owner can change that: " + owners + '.');
    return std::nullopt;
}

std::optional<Error> PeopleRegister::refusal(const Attempt &attempt) const
{
    if (isOpen())
        return firstRefusal(attempt);
    const bool isSelf = attempt.by == attempt.person;
    const bool ownSteps = isSelf && (attempt.step == PersonStep::NewKey || attempt.step == PersonStep::RevokeKey || attempt.step == PersonStep::Leave);
    const bool handingOver = attempt.step == PersonStep::Delegate || attempt.step == PersonStep::EndDelegation; // who may is said there
    const std::string owners = whoIs({PersonRole::Owner}, attempt.by);
    if (!ownSteps) { // even auditors may give up their own key, and leave
        if (auto refused = actingRefusal(attempt.by))
            return refused;
    } else if (const EnrolledPerson *self = find(attempt.by); !self || !self->key) {
        return actingRefusal(attempt.by);
    }
    if (m_latest && attempt.at.nanoseconds < m_latest->nanoseconds)
        return refusedAboutPeople("MND-PPL-012",
                                  "The clock says " + formatInstant(attempt.at) + ", and something was decided about people at " +
                                      formatInstant(*m_latest) + '.',
                                  "Set the clock of this machine right and try again.");
    if (!ownSteps && !handingOver && !is(attempt.by, PersonRole::Owner))
        return refusedAboutPeople("MND-PPL-005", attempt.by + " is no owner, and only an owner can do that.", "Who can: " + owners + '.');
    if (needsNote(attempt.step) && attempt.note.empty())
        return refusedAboutPeople("MND-PPL-010", "No reason was given.", "Say why: it is kept, and everyone who reviews this reads it.");
    const EnrolledPerson *person = find(attempt.person);
    const bool enrolled = person && !person->left;
    const auto known = [&]() -> std::optional<Error> {
        if (enrolled)
            return std::nullopt;
        Error error = refusedAboutPeople("MND-PPL-006", attempt.person + (person ? " has left." : " is not enrolled."),
                                         "Enrol them first; \"mandate people\" shows who is.");
        error.kind = ErrorKind::Missing;
        return error;
    };
    const auto lastOwner = [&]() -> std::optional<Error> {
        if (!is(attempt.person, PersonRole::Owner) || hasOwnerBeside(attempt.person))
            return std::nullopt;
        return refusedAboutPeople("MND-PPL-008", attempt.person + " is the only owner who can sign. Without one nobody could change anything here again.",
                                  "Make someone else an owner first.");
    };
    switch (attempt.step) {
    case PersonStep::Enrol:
        if (isSelf)
            return refusedAboutPeople("MND-PPL-007", "Nobody enrols themselves again.", "Who can: " + owners + '.');
        if (enrolled)
            return refusedAboutPeople("MND-PPL-009", attempt.person + " is enrolled already.", "Change their roles, or give them a new key.");
        if (attempt.roles.empty())
            return refusedAboutPeople("MND-PPL-011", "No role was given.", "Give at least one of: owner, deputy, legal, product_lead, auditor.");
        return keyRefusal(attempt);
    case PersonStep::ChangeRoles:
        if (isSelf)
            return refusedAboutPeople("MND-PPL-007", "Nobody changes their own roles.", "Who can: " + owners + '.');
        if (auto missing = known())
            return missing;
        if (attempt.roles.empty())
            return refusedAboutPeople("MND-PPL-011", "No role was given.", "Who has none left leaves; else give at least one role.");
        return std::nullopt; // who decides is an owner and stays one
    case PersonStep::NewKey:
        if (auto missing = known())
            return missing;
        return keyRefusal(attempt);
    case PersonStep::RevokeKey:
        if (auto missing = known())
            return missing;
        if (!person->key)
            return refusedAboutPeople("MND-PPL-003", "The key of " + attempt.person + " is revoked already.", "Give them a new one.");
        return lastOwner();
    case PersonStep::Leave:
        if (auto missing = known())
            return missing;
        return lastOwner();
    case PersonStep::Appoint: return appointRefusal(attempt);
    case PersonStep::Delegate: return delegateRefusal(attempt);
    case PersonStep::EndDelegation: return endDelegationRefusal(attempt);
    }
    return std::nullopt;
}

std::optional<Error> PeopleRegister::firstRefusal(const Attempt &attempt) const
{
    const bool asOwner = std::ranges::find(attempt.roles, PersonRole::Owner) != attempt.roles.end();
    if (attempt.step != PersonStep::Enrol || attempt.by != attempt.person || !asOwner)
        return refusedAboutPeople("MND-PPL-013", "Nobody is enrolled yet, and the first to be enrolled enrol themselves, as an owner.",
                                  "Run \"mandate people enrol W --role owner\" as the person who answers for the agents.");
    return keyRefusal(attempt);
}

std::optional<Error> PeopleRegister::keyRefusal(const Attempt &attempt) const
{
    if (!attempt.key)
        return refusedAboutPeople("MND-PPL-014", "No key was given.", "Hand over what \"mandate people request\" writes on their account.");
    if (m_keyring.knows(*attempt.key))
        return refusedAboutPeople("MND-PPL-015", "The key " + attempt.key->id() + " was used in this workspace before.", "Make a new key and try again.");
    return std::nullopt;
}

std::optional<Error> PeopleRegister::appointRefusal(const Attempt &attempt) const
{
    if (attempt.agent.empty())
        return refusedAboutPeople("MND-PPL-016", "No agent was named.", "Name one; \"mandate agents\" shows them.");
    if (!is(attempt.person, PersonRole::Owner))
        return refusedAboutPeople("MND-PPL-017", attempt.person + " is not enrolled as an owner with a key, so they cannot answer for an agent.",
                                  "Appoint one of: " + whoIs({PersonRole::Owner}) + ", or make them an owner first.");
    if (!attempt.deputy.empty() && (attempt.deputy == attempt.person || (!is(attempt.deputy, PersonRole::Deputy) && !is(attempt.deputy, PersonRole::Owner))))
        return refusedAboutPeople("MND-PPL-018", attempt.deputy + " cannot be the deputy.",
                                  "Name someone else who is enrolled as deputy or owner: " + whoIs({PersonRole::Deputy, PersonRole::Owner}, attempt.person) + '.');
    const Appointment *before = m_appointments.of(attempt.agent);
    if (attempt.from && (attempt.from->nanoseconds > attempt.at.nanoseconds || (before && attempt.from->nanoseconds < before->from.nanoseconds)))
        return refusedAboutPeople("MND-PPL-019", "An appointment begins when it is signed, or after the one before: not at " + formatInstant(*attempt.from) + '.',
                                  "Leave the time out.");
    return std::nullopt;
}

std::optional<Error> PeopleRegister::delegateRefusal(const Attempt &attempt) const
{
    const std::string others = whoIs({PersonRole::Owner, PersonRole::Deputy}, attempt.person);
    if (attempt.by != attempt.person)
        return refusedAboutPeople("MND-PPL-022", "Nobody hands over what another decides.", "Only " + attempt.person + " can do that, with their own key.");
    if (!decides(attempt.person))
        return refusedAboutPeople("MND-PPL-023", attempt.person + " is neither owner nor deputy, so there is nothing to hand over.", "Who decides about agents: " + others + '.');
    if (attempt.delegate == attempt.person || !decides(attempt.delegate))
        return refusedAboutPeople("MND-PPL-024", (attempt.delegate.empty() ? std::string("Nobody was named who") : attempt.delegate) + " cannot decide in your place.",
                                  "Name someone else who is enrolled as owner or deputy, with a key: " + others + '.');
    const Instant from = attempt.from.value_or(attempt.at);
    const auto longAfter = [](const Instant &later, const Instant &earlier) { // exact, however far apart a hostile statement puts them
        return static_cast<std::uint64_t>(later.nanoseconds) - static_cast<std::uint64_t>(earlier.nanoseconds) > static_cast<std::uint64_t>(longestDelegationNs);
    };
    if (!attempt.until || attempt.until->nanoseconds <= from.nanoseconds)
        return refusedAboutPeople("MND-PPL-025", "It would end before it begins.", "Say until when, later than " + formatInstant(from) + '.');
    if (from.nanoseconds < attempt.at.nanoseconds || longAfter(from, attempt.at))
        return refusedAboutPeople("MND-PPL-025", "It cannot begin at " + formatInstant(from) + ": not before it is signed, and at most 90 days ahead.", "Choose another beginning, or leave it out.");
    if (longAfter(*attempt.until, from))
        return refusedAboutPeople("MND-PPL-026", "Decisions can be handed over for 90 days at most.",
                                  "Choose an end up to " + formatInstant(Instant{from.nanoseconds + longestDelegationNs, true}) + "; who is away for longer has somebody else appointed.");
    if (const Delegation *own = m_delegations.of(attempt.person, attempt.at))
        return refusedAboutPeople("MND-PPL-027", "You handed over to " + own->delegate + " until " + formatInstant(own->until) + " already.", "End that first.");
    if (const Delegation *theirs = m_delegations.of(attempt.delegate, attempt.at);
        theirs && theirs->from.nanoseconds < attempt.until->nanoseconds && from.nanoseconds < theirs->until.nanoseconds)
        return refusedAboutPeople("MND-PPL-028", attempt.delegate + " is away themselves from " + formatInstant(theirs->from) + " until " + formatInstant(theirs->until) +
                                      ", and what was handed over is not passed on.",
                                  "Name someone who is there: " + others + '.');
    return std::nullopt;
}

std::optional<Error> PeopleRegister::endDelegationRefusal(const Attempt &attempt) const
{
    const Delegation *ends = m_delegations.of(attempt.person, attempt.at);
    if (!ends) {
        Error error = refusedAboutPeople("MND-PPL-029", attempt.person + " has handed nothing over.", "\"mandate people\" shows who decides for whom.");
        error.kind = ErrorKind::Missing;
        return error;
    }
    if (attempt.by == ends->person || attempt.by == ends->delegate || is(attempt.by, PersonRole::Owner))
        return std::nullopt;
    return refusedAboutPeople("MND-PPL-005", attempt.by + " cannot end what " + ends->person + " handed over.",
                              "Who can: " + ends->person + ", " + ends->delegate + ", and every owner: " + whoIs({PersonRole::Owner}, attempt.by) + '.');
}

} // namespace mandate
