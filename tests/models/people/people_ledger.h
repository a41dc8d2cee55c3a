// SPDX-License-Identifier: GPL-3.0-or-later
// A ledger of statements about people with its register, and an office of five, for tests.
#pragma once

#include "models/people/people_register.h"

#include <QtGlobal>

namespace mandate::test {

inline SigningKey key(const std::string &of)
{
    return SigningKey::fromSeed(std::string(sha256(of).hex().substr(0, 32)));
}

inline std::string id(const std::string &account)
{
    return "account:" + account;
}

using Roles = std::vector<PersonRole>;

/// A ledger of person entries with its register.
struct Ledger
{
    SigningKey workspace = key("workspace");
    PeopleRegister people{workspace.publicKey()};
    std::vector<std::string> bodies;
    Instant now = *parseInstant("2026-03-01T10:00:00Z");

    PersonStatement make(PersonStep step, const std::string &by, const std::string &person)
    {
        PersonStatement statement;
        statement.step = step;
        statement.person = id(person);
        statement.decidedBy = id(by);
        now.nanoseconds += 1'000'000'000;
        statement.decidedAt = now;
        statement.ledger = workspace.publicKey().id();
        statement.previous = people.lastDigest();
        statement.note = "because";
        return statement;
    }
    PersonStatement enrolment(const std::string &by, const std::string &person, const Roles &roles, const std::string &keyOf)
    {
        PersonStatement statement = make(PersonStep::Enrol, by, person);
        statement.roles = roles;
        statement.key = key(keyOf).publicKey();
        statement.proof = keyRequest({id(person), {}}, key(keyOf));
        return statement;
    }
    /// Why it does not count; empty when it does.
    std::string add(PersonStatement statement, const SigningKey &signer)
    {
        bodies.push_back(personStatementEntry(statement, signer));
        return put(bodies.back());
    }
    std::string put(const std::string &body)
    {
        people.add(people.history().size(), body);
        return people.history().back().voidBecause;
    }
    std::string enrol(const std::string &by, const std::string &person, const Roles &roles)
    {
        return add(enrolment(by, person, roles, person), key(by));
    }
    std::string step(PersonStep step, const std::string &by, const std::string &person, const Roles &roles = {})
    {
        PersonStatement statement = make(step, by, person);
        statement.roles = roles;
        return add(statement, key(by));
    }
    std::string appoint(const std::string &by, const std::string &agent, const std::string &owner, const std::string &deputy = {})
    {
        PersonStatement statement = make(PersonStep::Appoint, by, owner);
        statement.agent = agent;
        statement.deputy = deputy.empty() ? "" : id(deputy);
        statement.from = statement.decidedAt;
        return add(statement, key(by));
    }
};

inline const Roles owner{PersonRole::Owner};

/// Ada and Bob are owners, Dee a deputy, Leo legal, Ann an auditor.
inline Ledger office()
{
    Ledger ledger;
    for (const std::string &why : {ledger.enrol("ada", "ada", owner), ledger.enrol("ada", "bob", owner), ledger.enrol("ada", "dee", {PersonRole::Deputy}),
                                   ledger.enrol("bob", "leo", {PersonRole::Legal}), ledger.enrol("bob", "ann", {PersonRole::Auditor})}) {
        if (!why.empty())
            qFatal("%s", why.c_str());
    }
    return ledger;
}

} // namespace mandate::test
