// SPDX-License-Identifier: GPL-3.0-or-later
// What counts and what follows from it. Refusals in words are people_refusals.cpp.
#include "models/people/people_register.h"

#include <algorithm>

namespace mandate {

void PeopleRegister::add(std::uint64_t entry, std::string_view body)
{
    Event event;
    auto claimed = claimedPersonStatement(body);
    if (!claimed) {
        event.voidBecause = claimed.error().happened;
    } else {
        event.statement = std::move(claimed).value();
        event.voidBecause = whyVoid(event.statement, body);
    }
    event.statement.entry = entry;
    if (event.voidBecause.empty()) {
        apply(event.statement);
        m_latest = event.statement.decidedAt;
        m_last = sha256(body);
    }
    m_history.push_back(std::move(event));
}

std::string PeopleRegister::whyVoid(const PersonStatement &statement, std::string_view body) const
{
    if (statement.ledger != m_keyring.workspace().id())
        return "It was signed for another workspace.";
    // The first enrolment is signed by the key it brings; everything else by a key that is known.
    const auto key = isOpen() ? statement.key : m_keyring.keyOf(statement.decidedBy);
    if (!key)
        return statement.decidedBy + " is not enrolled or has no key, and signed it.";
    if (const auto signedBy = checkPersonStatement(body, *key); !signedBy)
        return signedBy.error().happened;
    if (statement.previous != m_last)
        return "It does not follow the statement before it: it was signed earlier and put in again, or one is missing.";
    if (statement.key) {
        const auto proof = readKeyRequest(statement.proof);
        if (!proof)
            return proof.error().happened;
        if (proof->key != *statement.key || proof->person.id != statement.person)
            return "Its proof is of another key or person.";
    }
    const auto refused = refusal({statement.step, statement.person, statement.roles, statement.key, statement.agent, statement.deputy, statement.from,
                                  statement.note, statement.decidedBy, statement.decidedAt, statement.delegate, statement.until});
    return refused ? refused->happened : std::string();
}

EnrolledPerson &PeopleRegister::changeable(const std::string &person)
{
    const auto found = std::ranges::find(m_people, person, &EnrolledPerson::id);
    return found == m_people.end() ? m_people.emplace_back(EnrolledPerson{person, {}, {}, {}, false, {}, 0}) : *found;
}

void PeopleRegister::apply(const PersonStatement &statement)
{
    if (statement.step == PersonStep::Appoint) {
        m_appointments.appoint({statement.agent, statement.person, statement.deputy, *statement.from, statement.entry, statement.decidedBy, {}, {}});
        return;
    }
    if (statement.step == PersonStep::Delegate) {
        m_delegations.handOver({statement.person, statement.delegate, *statement.from, *statement.until, statement.note, statement.entry, {}, {}});
        return;
    }
    if (statement.step == PersonStep::EndDelegation) {
        m_delegations.end(statement.person, statement.decidedAt, statement.decidedBy + " ended it");
        return;
    }
    EnrolledPerson &person = changeable(statement.person);
    person.entry = statement.entry;
    switch (statement.step) {
    case PersonStep::Enrol:
        person.name = statement.name;
        person.roles = statement.roles;
        person.left = false;
        person.since = statement.decidedAt;
        person.key = statement.key;
        m_keyring.put(person.id, *statement.key);
        break;
    case PersonStep::ChangeRoles: person.roles = statement.roles; break;
    case PersonStep::NewKey:
        person.key = statement.key;
        m_keyring.put(person.id, *statement.key);
        break;
    case PersonStep::RevokeKey:
        person.key.reset();
        m_keyring.retire(person.id, "revoked");
        break;
    case PersonStep::Leave:
        person.roles.clear();
        person.key.reset();
        person.left = true;
        person.since = statement.decidedAt;
        m_keyring.retire(person.id, "given up when they left");
        break;
    case PersonStep::Appoint:
    case PersonStep::Delegate:
    case PersonStep::EndDelegation: break;
    }
    const auto has = [&](PersonRole role) { return std::ranges::find(person.roles, role) != person.roles.end(); };
    if (!has(PersonRole::Owner))
        m_appointments.vacate(person.id, statement.decidedAt, person.left ? "left" : "is no owner any more");
    if (!has(PersonRole::Owner) && !has(PersonRole::Deputy))
        m_appointments.withoutDeputy(person.id);
    if (!decides(person.id)) // a lost key too: who found it must not decide in two names
        m_delegations.endAllOf(person.id, statement.decidedAt,
                               person.id + (person.left ? " left" : !person.key ? "'s key was revoked" : " is neither owner nor deputy any more"));
}

const EnrolledPerson *PeopleRegister::find(std::string_view person) const
{
    const auto found = std::ranges::find_if(m_people, [&](const EnrolledPerson &one) { return one.id == person; });
    return found == m_people.end() ? nullptr : &*found;
}

bool PeopleRegister::is(std::string_view person, PersonRole role) const
{
    const EnrolledPerson *found = find(person);
    return found && found->key && std::ranges::find(found->roles, role) != found->roles.end();
}

bool PeopleRegister::hasOwnerBeside(std::string_view person) const
{
    return std::ranges::any_of(m_people, [&](const EnrolledPerson &other) { return other.id != person && is(other.id, PersonRole::Owner); });
}

std::string PeopleRegister::whoIs(std::initializer_list<PersonRole> roles, std::string_view except) const
{
    std::string names;
    for (const EnrolledPerson &person : m_people) {
        if (person.id == except || std::ranges::none_of(roles, [&](PersonRole role) { return is(person.id, role); }))
            continue;
        names += (names.empty() ? "" : ", ") + (person.name.empty() ? person.id : person.name + " (" + person.id + ')');
    }
    return names.empty() ? "nobody" : names;
}

} // namespace mandate
