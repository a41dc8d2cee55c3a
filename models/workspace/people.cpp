// SPDX-License-Identifier: GPL-3.0-or-later
// People of a workspace: who signs, and the statements about them.
#include "models/workspace/workspace_private.h"

namespace mandate {

namespace {

/// What was handed over to be enrolled; wrong input, not damage, when it does not hold.
Result<KeyRequest> requestOf(std::string_view text)
{
    auto read = readKeyRequest(text);
    if (read)
        return read;
    Error error = read.error();
    error.kind = ErrorKind::Input;
    error.code = "MND-PPL-021";
    error.happened = "The request does not hold: " + error.happened;
    error.unaffected = "Nobody's roles, keys or appointments were changed.";
    error.remedy = "Have them write a new one on their account: \"mandate people request\".";
    return error;
}

} // namespace

Result<Workspace::Private::Signer> Workspace::Private::signer()
{
    Signer signer;
    signer.person = surroundings.identity->person();
    std::optional<PublicKey> own;
    {
        const std::shared_lock reading(lock);
        if (!people.isOpen()) {
            if (auto refused = people.actingRefusal(signer.person.id))
                return *refused;
            own = people.keyring().keyOf(signer.person.id);
        }
    }
    if (!own) {
        auto key = unlock();
        if (!key)
            return key.error();
        signer.key = std::make_shared<const SigningKey>(std::move(key).value());
        return signer;
    }
    signer.ledger = store->publicKey().id();
    {
        const std::scoped_lock guard(keeping);
        if (keptKey && keptKey->publicKey() == *own)
            signer.key = keptKey;
    }
    if (signer.key)
        return signer;
    auto key = personKey(*surroundings.secrets, *own);
    if (!key)
        return key.error();
    signer.key = std::make_shared<const SigningKey>(std::move(key).value());
    const std::scoped_lock guard(keeping);
    keptKey = signer.key;
    return signer;
}

PeopleRegister Workspace::people() const
{
    (void)m->load();
    const std::shared_lock reading(m->lock);
    return m->people;
}

std::optional<Error> Workspace::peopleFinding() const
{
    const PeopleRegister people = this->people();
    if (!people.isOpen())
        return people.actingRefusal(person().id);
    Error finding;
    finding.kind = ErrorKind::Missing;
    finding.code = "MND-PPL-020";
    finding.happened = "No people are enrolled: every account of this machine counts as every role.";
    finding.unaffected = "What is signed is signed with the workspace's key, and proves that this workspace wrote it, not who did.";
    finding.remedy = "Enrol yourself as an owner, then the others.";
    return finding;
}

KeyStanding Workspace::keyStanding() const
{
    KeyStanding standing;
    SecretStore &secrets = *m->surroundings.secrets;
    standing.kind = secrets.kind();
    standing.description = secrets.description();
    standing.key = people().keyring().keyOf(person().id);
    standing.isLocked = secrets.isLocked();
    const std::scoped_lock guard(m->keeping);
    if (m->keptKey && standing.key && m->keptKey->publicKey() == *standing.key)
        standing.isLocked = false;
    return standing;
}

Result<void> Workspace::unlockKeys(std::string_view passphrase)
{
    return m->surroundings.secrets->unlock(passphrase);
}

std::optional<Error> Workspace::personStepRefusal(PeopleRegister::Attempt attempt) const
{
    if (m->readOnly)
        return m->unlock().error();
    attempt.by = person().id;
    attempt.at = m->surroundings.clock();
    if (attempt.note.empty())
        attempt.note = "reason";
    if ((attempt.step == PersonStep::Enrol || attempt.step == PersonStep::NewKey) && !attempt.key) {
        attempt.key = PublicKey(); // some key that nobody has
        attempt.key->octets.fill(0xff);
    }
    return people().refusal(attempt);
}

Result<PersonStatement> Workspace::changePeople(PersonStatement statement, std::optional<SigningKey> ownKey)
{
    if (m->readOnly)
        return m->unlock().error();
    {
        Private::Writing writing(*m);
        if (auto begun = writing.begin(); !begun)
            return begun.error();
        const Person person = this->person();
        statement.decidedBy = person.id;
        statement.decidedByName = person.displayName;
        statement.decidedAt = m->surroundings.clock();
        statement.ledger = m->store->publicKey().id();
        if (statement.step == PersonStep::Appoint || (statement.step == PersonStep::Delegate && !statement.from))
            statement.from = statement.decidedAt;
        bool first = false;
        {
            const std::shared_lock reading(m->lock);
            first = m->people.isOpen();
            statement.previous = m->people.lastDigest();
            if (const auto refused = m->people.refusal({statement.step, statement.person, statement.roles, statement.key, statement.agent, statement.deputy,
                                                        statement.from, statement.note, statement.decidedBy, statement.decidedAt, statement.delegate,
                                                        statement.until}))
                return *refused;
        }
        std::string body;
        if (first) {
            body = personStatementEntry(statement, *ownKey);
        } else {
            // Not signer(): auditors sign nothing but that they leave or change their key.
            std::optional<PublicKey> own;
            {
                const std::shared_lock reading(m->lock);
                own = m->people.keyring().keyOf(person.id); // refusal() saw to it that there is one
            }
            const auto key = personKey(*m->surroundings.secrets, *own);
            if (!key)
                return key.error();
            body = personStatementEntry(statement, *key);
        }
        const auto appended = m->appendEntry(EntryType::Person, body);
        if (!appended)
            return appended.error();
        statement.entry = appended->first;
        if (auto loaded = m->load(); !loaded)
            return loaded.error();
    }
    Q_EMIT ledgerGrew(m->store->size());
    return statement;
}

Result<PersonStatement> Workspace::enrolFirst(const std::vector<PersonRole> &roles, const std::string &note)
{
    PersonStatement statement;
    statement.step = PersonStep::Enrol;
    const Person self = person();
    statement.person = self.id;
    statement.name = self.displayName;
    statement.roles = roles;
    statement.note = note;
    PeopleRegister::Attempt attempt;
    attempt.person = self.id;
    attempt.roles = roles;
    attempt.note = note;
    if (auto refused = personStepRefusal(attempt)) // before a key is made
        return *refused;
    auto key = newPersonKey(*m->surroundings.secrets);
    if (!key)
        return key.error();
    const PublicKey made = key->publicKey();
    statement.key = made;
    statement.proof = keyRequest(self, *key);
    auto enrolled = changePeople(std::move(statement), std::move(key).value());
    if (!enrolled)
        discardPersonKey(*m->surroundings.secrets, made);
    return enrolled;
}

Result<PersonStatement> Workspace::enrol(std::string_view request, const std::vector<PersonRole> &roles, const std::string &note)
{
    const auto read = requestOf(request);
    if (!read)
        return read.error();
    PersonStatement statement;
    statement.step = PersonStep::Enrol;
    statement.person = read->person.id;
    statement.name = read->person.displayName;
    statement.key = read->key;
    statement.proof = request;
    statement.roles = roles;
    statement.note = note;
    return changePeople(std::move(statement));
}

Result<PersonStatement> Workspace::changeRoles(const std::string &person, const std::vector<PersonRole> &roles, const std::string &note)
{
    PersonStatement statement;
    statement.step = PersonStep::ChangeRoles;
    statement.person = person;
    statement.roles = roles;
    statement.note = note;
    return changePeople(std::move(statement));
}

Result<PersonStatement> Workspace::renewKey(const std::string &note)
{
    const Person self = person();
    PeopleRegister::Attempt attempt;
    attempt.step = PersonStep::NewKey;
    attempt.person = self.id;
    if (auto refused = personStepRefusal(attempt))
        return *refused;
    auto key = newPersonKey(*m->surroundings.secrets);
    if (!key)
        return key.error();
    PersonStatement statement;
    statement.step = PersonStep::NewKey;
    statement.person = self.id;
    statement.key = key->publicKey();
    statement.proof = keyRequest(self, *key);
    statement.note = note;
    auto changed = changePeople(std::move(statement));
    if (!changed)
        discardPersonKey(*m->surroundings.secrets, key->publicKey());
    return changed;
}

Result<PersonStatement> Workspace::giveKey(std::string_view request, const std::string &note)
{
    const auto read = requestOf(request);
    if (!read)
        return read.error();
    PersonStatement statement;
    statement.step = PersonStep::NewKey;
    statement.person = read->person.id;
    statement.key = read->key;
    statement.proof = request;
    statement.note = note;
    return changePeople(std::move(statement));
}

Result<PersonStatement> Workspace::revokeKey(const std::string &person, const std::string &reason)
{
    PersonStatement statement;
    statement.step = PersonStep::RevokeKey;
    statement.person = person;
    statement.note = reason;
    return changePeople(std::move(statement));
}

Result<PersonStatement> Workspace::leave(const std::string &person, const std::string &reason)
{
    PersonStatement statement;
    statement.step = PersonStep::Leave;
    statement.person = person;
    statement.note = reason;
    return changePeople(std::move(statement));
}

Result<PersonStatement> Workspace::appoint(const std::string &agent, const std::string &owner, const std::string &deputy, const std::string &note)
{
    PersonStatement statement;
    statement.step = PersonStep::Appoint;
    statement.agent = agent;
    statement.person = owner;
    statement.deputy = deputy;
    statement.note = note;
    return changePeople(std::move(statement));
}

Result<PersonStatement> Workspace::delegate(const std::string &to, const std::optional<Instant> &from, const Instant &until, const std::string &note)
{
    PersonStatement statement;
    statement.step = PersonStep::Delegate;
    statement.person = person().id;
    statement.delegate = to;
    statement.from = from;
    statement.until = Instant{until.nanoseconds, true};
    if (statement.from)
        statement.from->zoneKnown = true;
    statement.note = note;
    return changePeople(std::move(statement));
}

Result<PersonStatement> Workspace::endDelegation(const std::string &person, const std::string &note)
{
    PersonStatement statement;
    statement.step = PersonStep::EndDelegation;
    statement.person = person;
    statement.note = note;
    return changePeople(std::move(statement));
}

} // namespace mandate
