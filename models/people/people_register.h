// SPDX-License-Identifier: GPL-3.0-or-later
// Who is enrolled, as what, with which key, and who answers for which agent. Pure: it is fed with the person entries of the ledger, in order,
// and asked. A statement that breaks a rule counts for nothing, whoever wrote it: not by its signer, not in its order, not allowed.
#pragma once

#include "models/people/appointments.h"
#include "models/people/delegations.h"
#include "models/people/keyring.h"
#include "models/people/person_statement.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

struct EnrolledPerson
{
    std::string id;
    std::string name; ///< display name, if known
    std::vector<PersonRole> roles; ///< none once they left
    std::optional<PublicKey> key;  ///< none while it is revoked, and once they left
    bool left = false;
    Instant since; ///< enrolled, or left
    std::uint64_t entry = 0; ///< the last statement about them
    bool operator==(const EnrolledPerson &) const = default;
};

class PeopleRegister
{
public:
    explicit PeopleRegister(const PublicKey &workspace) : m_keyring(workspace) {}

    /// The next person entry of the ledger.
    void add(std::uint64_t entry, std::string_view body);

    /// What a person is about to do.
    struct Attempt
    {
        PersonStep step = PersonStep::Enrol;
        std::string person;            ///< about whom
        std::vector<PersonRole> roles; ///< Enrol, ChangeRoles
        std::optional<PublicKey> key;  ///< Enrol, NewKey; proven before
        std::string agent;             ///< Appoint
        std::string deputy;            ///< Appoint
        std::optional<Instant> from;   ///< Appoint, Delegate
        std::string note;
        std::string by;
        Instant at;
        std::string delegate{};        ///< Delegate
        std::optional<Instant> until{}; ///< Delegate
    };
    /// Why it must not be done: what happened, who can, what to do. Nothing when it may.
    [[nodiscard]] std::optional<Error> refusal(const Attempt &attempt) const;
    /// Why this account may sign nothing here at all: others are enrolled and it is not, or it has no key, or only reads.
    [[nodiscard]] std::optional<Error> actingRefusal(std::string_view person) const;

    /// Nobody was ever enrolled: every account may take every role, and the workspace's key signs for all.
    [[nodiscard]] bool isOpen() const { return m_people.empty(); }
    /// In the order they were enrolled, with those who left.
    [[nodiscard]] std::span<const EnrolledPerson> people() const { return m_people; }
    [[nodiscard]] const EnrolledPerson *find(std::string_view person) const;
    /// Enrolled, with this role, and with a key that counts.
    [[nodiscard]] bool is(std::string_view person, PersonRole role) const;
    /// Persons with a role, as one reads it: "Ada L. (account:ada), account:bob"; "nobody".
    [[nodiscard]] std::string whoIs(std::initializer_list<PersonRole> roles, std::string_view except = {}) const;
    [[nodiscard]] const Keyring &keyring() const { return m_keyring; }
    [[nodiscard]] const Appointments &appointments() const { return m_appointments; }
    [[nodiscard]] const Delegations &delegations() const { return m_delegations; }
    /// Whether they decide about agents at all: an owner or deputy with a key that counts.
    [[nodiscard]] bool decides(std::string_view person) const { return is(person, PersonRole::Owner) || is(person, PersonRole::Deputy); }

    struct Event
    {
        PersonStatement statement;
        std::string voidBecause; ///< why it counts for nothing; empty when it counts
    };
    [[nodiscard]] std::span<const Event> history() const { return m_history; }
    /// SHA-256 of the last statement entry that counted; zero when there is none. What does not count is no part of the chain, so that a
    /// forged or replayed statement cannot lock anybody out.
    [[nodiscard]] Digest lastDigest() const { return m_last; }

private:
    [[nodiscard]] std::string whyVoid(const PersonStatement &statement, std::string_view body) const;
    [[nodiscard]] std::optional<Error> firstRefusal(const Attempt &attempt) const;
    [[nodiscard]] std::optional<Error> keyRefusal(const Attempt &attempt) const;
    [[nodiscard]] std::optional<Error> appointRefusal(const Attempt &attempt) const;
    [[nodiscard]] std::optional<Error> delegateRefusal(const Attempt &attempt) const;
    [[nodiscard]] std::optional<Error> endDelegationRefusal(const Attempt &attempt) const;
    /// Owners who could act if this person were none.
    [[nodiscard]] bool hasOwnerBeside(std::string_view person) const;
    EnrolledPerson &changeable(const std::string &person);
    void apply(const PersonStatement &statement);

    std::vector<EnrolledPerson> m_people;
    Keyring m_keyring;
    Appointments m_appointments;
    Delegations m_delegations;
    std::vector<Event> m_history;
    std::optional<Instant> m_latest; ///< of what was decided
    Digest m_last;
};

} // namespace mandate
