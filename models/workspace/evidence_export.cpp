// SPDX-License-Identifier: GPL-3.0-or-later
// Evidence leaves the workspace: who may let it, and the signed entries that say so. What is handed out is models/bundle.
#include "models/authorization/export_statement.h"
#include "models/workspace/workspace_private.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace mandate {

namespace {

/// Who is only product lead sees metrics, and hands out no evidence.
std::optional<Error> handingOutRefusal(const PeopleRegister &people, const std::string &person)
{
    if (people.isOpen() || people.is(person, PersonRole::Owner) || people.is(person, PersonRole::Deputy) || people.is(person, PersonRole::Legal))
        return std::nullopt;
    return refused("MND-WSP-031", person + " may not hand out evidence.", "Nothing was written.",
                   "These can: " + people.whoIs({PersonRole::Owner, PersonRole::Deputy, PersonRole::Legal}, person) + '.');
}

} // namespace

std::optional<Error> Workspace::exportRefusal() const
{
    if (m->readOnly)
        return m->unlock().error();
    const std::string me = person().id;
    const std::shared_lock reading(m->lock);
    if (auto refusal = m->people.actingRefusal(me))
        return refusal;
    return handingOutRefusal(m->people, me);
}

Result<RecordedExport> Workspace::recordExport(ExportStatement statement)
{
    if (m->readOnly)
        return m->unlock().error();
    RecordedExport recorded;
    {
        Private::Writing writing(*m);
        if (auto begun = writing.begin(std::chrono::seconds(30)); !begun)
            return begun.error();
        const auto signer = m->signer();
        if (!signer)
            return signer.error();
        if (statement.step == ExportStep::Begin) {
            const std::shared_lock reading(m->lock);
            if (m->lastPactEntry >= statement.evidenceSize)
                return refused("MND-WSP-032", "Which pacts are in force changed while the records were selected.", "Nothing was written.", "Run the export again.");
        }
        {
            const std::shared_lock reading(m->lock);
            if (const auto refusal = handingOutRefusal(m->people, signer->person.id))
                return *refusal;
        }
        auto workspaceKey = m->unlock(); // signs the checkpoint that is handed out
        if (!workspaceKey)
            return workspaceKey.error();
        statement.by = signer->person.id;
        statement.byName = signer->person.displayName;
        statement.at = m->surroundings.clock();
        statement.ledger = signer->ledger;
        recorded.body = exportEntry(statement, *signer->key);
        const auto appended = m->appendEntry(EntryType::Note, recorded.body);
        if (!appended)
            return appended.error();
        recorded.entry = appended->first;
        recorded.statement = std::move(statement);
        const Checkpoint head = m->store->head();
        recorded.checkpoint = signCheckpoint(head, *workspaceKey);
        recorded.size = head.size;
        recorded.root = head.root;
        if (auto loaded = m->load(); !loaded)
            return loaded.error();
    }
    Q_EMIT ledgerGrew(m->store->size());
    return recorded;
}

bool Workspace::pactsChangedSince(EntryNumber size) const
{
    (void)m->load();
    const std::shared_lock reading(m->lock);
    return m->lastPactEntry >= size;
}

Result<std::string> Workspace::hidingSecret(std::string_view purpose) const
{
    const auto key = m->keys.load(m->store->publicKey());
    if (!key)
        return key.error();
    std::string seed = key->seed();
    std::string secret(32, '\0');
    unsigned length = 0;
    const std::string label = "mandate redaction v1\n" + std::string(purpose);
    HMAC(EVP_sha256(), seed.data(), static_cast<int>(seed.size()), reinterpret_cast<const unsigned char *>(label.data()), label.size(),
         reinterpret_cast<unsigned char *>(secret.data()), &length);
    OPENSSL_cleanse(seed.data(), seed.size());
    return secret;
}

} // namespace mandate
