// SPDX-License-Identifier: GPL-3.0-or-later
// Why a scope policy must not be changed, in words for a person: what happened, who can, what to do.
#include "models/pact/identifiers.h"
#include "models/scope_policy/life.h"

#include <algorithm>

namespace mandate {

namespace {

Error scopeRefused(std::string code, std::string happened, std::string remedy)
{
    Error error;
    error.kind = ErrorKind::Refused;
    error.code = std::move(code);
    error.happened = std::move(happened);
    error.unaffected = "No scope policy was changed; what is in force stays in force.";
    error.remedy = std::move(remedy);
    return error;
}

bool isBlankNote(const std::string &text)
{
    return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

bool mayKeepScope(const PeopleRegister &people, std::string_view person)
{
    return people.is(person, PersonRole::Owner) || people.is(person, PersonRole::Deputy) || people.is(person, PersonRole::Legal);
}

/// A policy's owner is somebody who can answer for it, once people are enrolled.
std::optional<Error> ownerRefusal(const ScopePolicyDocument &policy, const PeopleRegister &people)
{
    if (people.isOpen() || std::ranges::any_of(people.people(), [&](const EnrolledPerson &person) {
            return (person.id == policy.owner || (!person.name.empty() && person.name == policy.owner)) && mayKeepScope(people, person.id);
        }))
        return std::nullopt;
    return scopeRefused("MND-SCP-016", "\"" + policy.owner + "\" is nobody who is enrolled as owner, deputy or legal, so nobody would answer for " + policy.name() + '.',
                        "Name one of: " + people.whoIs({PersonRole::Owner, PersonRole::Deputy, PersonRole::Legal}) + '.');
}

} // namespace

std::optional<Error> ScopePolicyBook::roleRefusal(std::string_view person, const PeopleRegister &people)
{
    if (people.isOpen())
        return std::nullopt;
    if (auto refused = people.actingRefusal(person)) {
        refused->unaffected = "No scope policy was changed; what is in force stays in force.";
        return refused;
    }
    if (mayKeepScope(people, person))
        return std::nullopt;
    return scopeRefused("MND-SCP-010", std::string(person) + " has no role that keeps scope policies.",
                        "Who can: " + people.whoIs({PersonRole::Owner, PersonRole::Deputy, PersonRole::Legal}, person) + '.');
}

std::optional<Error> ScopePolicyBook::refusal(const Attempt &attempt, const PeopleRegister &people, const PactLives &pacts) const
{
    if (auto refused = roleRefusal(attempt.person, people))
        return refused;
    const ScopeLife *life = find(attempt.policyId);
    if (life && life->m_broken)
        return scopeRefused("MND-SCP-011", "What was signed about the scope policy " + attempt.policyId + " does not hold: a statement is missing.",
                            "Nobody can change it here. Run \"mandate verify\" to find the place, and go on under another id.");
    if (life && life->m_latest && attempt.at.nanoseconds < life->m_latest->nanoseconds)
        return scopeRefused("MND-SCP-012", "The clock says " + formatInstant(attempt.at) + ", and something was decided about this scope policy at " + formatInstant(*life->m_latest) + '.',
                            "Set the clock of this machine right and try again.");
    if (isBlankNote(attempt.note))
        return scopeRefused("MND-SCP-017", attempt.step == ScopeStep::Set ? "Nobody said why the scope policy changes." : "Nobody said why the scope policy is withdrawn.",
                            "Say it in a sentence: it is signed with the change.");
    if (attempt.step == ScopeStep::Set)
        return settingRefusal(attempt, people, pacts);
    if (!life || !life->current())
        return scopeRefused("MND-SCP-018", "No version of the scope policy \"" + attempt.policyId + "\" is in force.", "\"mandate scope list\" shows those there are.");
    for (const auto &[id, pact] : pacts) { // a withdrawal can loosen too: the policy may list tools that the pact does not
        if (auto refused = authorshipRefusal(attempt.person, life->current()->document(), pact, people))
            return refused;
    }
    return std::nullopt;
}

std::optional<Error> ScopePolicyBook::settingRefusal(const Attempt &attempt, const PeopleRegister &people, const PactLives &pacts) const
{
    const ScopePolicyDocument &policy = attempt.document->document;
    if (const ScopeLife *life = find(policy.id); life && !life->m_versions.empty()) {
        const ScopeVersion &last = life->m_versions.back();
        if (life->current() && last.digest == attempt.document->digest)
            return scopeRefused("MND-SCP-013", policy.name() + " is in force already, since " + formatInstant(last.from) + '.', "Nothing needs to be done.");
        if (!isLaterVersion(policy.version, last.document().version))
            return scopeRefused("MND-SCP-014", "The last version of " + policy.id + " is " + last.document().version + ", and versions never change and never go back: " + policy.version + " cannot come after it.",
                                "Give it a higher version number.");
        for (const auto &[id, pact] : pacts) { // what is replaced was kept by somebody else, too: it must not be loosened by the pact's authors
            if (auto refused = authorshipRefusal(attempt.person, last.document(), pact, people))
                return refused;
        }
    }
    if (policy.binds.empty())
        return scopeRefused("MND-SCP-019", policy.name() + " binds nobody, so it would be asked about nothing.", "Say in \"binds\" which agents it is for.");
    for (const auto &[id, life] : m_lives) {
        const ScopeVersion *other = id == policy.id ? nullptr : life.current();
        if (other && bindingsMeet(other->document().binds, policy.binds))
            return scopeRefused("MND-SCP-015", other->document().name() + " is in force and binds some of the same agents; which of the two a verifier checks against must not be open.",
                                "Withdraw it first, or let the two bind different agents.");
    }
    if (auto refused = ownerRefusal(policy, people))
        return refused;
    for (const auto &[id, pact] : pacts) {
        if (auto found = dependence({&policy, attempt.document->digest, attempt.person}, pact, people))
            return found;
    }
    return std::nullopt;
}

std::optional<Error> ScopePolicyBook::pactRefusal(PactStep step, std::string_view person, const PactDocument &pact, const Digest &digest, const PeopleRegister &people) const
{
    if (step == PactStep::RequestChanges || step == PactStep::Withdraw || step == PactStep::Observe)
        return std::nullopt; // none of them makes anything permitted
    const bool authors = step == PactStep::Submit || step == PactStep::Approve;
    for (const auto &[id, life] : m_lives) {
        for (const ScopeVersion &version : life.m_versions) {
            if (authors && !people.isOpen() && version.setBy == person) {
                if (auto found = pactDependence(person, pact, digest, version.authorship(), people))
                    return found;
            }
        }
        if (const ScopeVersion *current = life.current()) {
            if (auto found = pactDependence({}, pact, digest, current->authorship(), people))
                return found;
        }
    }
    return std::nullopt;
}

} // namespace mandate
