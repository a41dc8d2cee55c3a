// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/people/keyring.h"

#include "models/base/json_reader.h"

namespace mandate {

bool isPerson(std::string_view actor)
{
    return actor != "system" && actor != "timeout" && !actor.starts_with("rule:") && !actor.starts_with("verifier:");
}

Result<DsseContent> Keyring::open(std::string_view envelope) const
{
    Arena arena;
    JsonReader reader;
    const auto root = reader.read(envelope, arena);
    const Value *signatures = root ? root->find("signatures") : nullptr;
    if (signatures && signatures->isList() && signatures->items().size() == 1) {
        const auto held = m_keys.find(signatures->items()[0].findText("keyid").value_or(std::string_view()));
        if (held != m_keys.end())
            return openDsse(envelope, held->second.key);
    }
    return openDsse(envelope, m_workspace);
}

std::string Keyring::objection(std::string_view decidedBy, std::string_view keyId, std::string_view ledger) const
{
    if (isOpen())
        return {};
    const std::string person(decidedBy);
    if (!isPerson(decidedBy))
        return keyId == m_workspace.id() ? std::string() : '"' + person + "\" is no person, and a person's key signed for it.";
    const auto mine = keyOf(decidedBy);
    if (mine && mine->id() == keyId)
        return ledger == m_workspace.id() ? std::string() : "It was signed for another workspace.";
    if (keyId == m_workspace.id())
        return mine ? "It speaks for " + person + ", who is enrolled, and only the workspace's key signed it."
                    : "It speaks for " + person + ", who is not enrolled or has no key any more.";
    const auto held = m_keys.find(keyId);
    if (held == m_keys.end())
        return "The key " + std::string(keyId) + " is nobody's.";
    if (held->second.person != decidedBy)
        return "It speaks for " + person + ", and the key of " + held->second.person + " signed it.";
    return "The key " + std::string(keyId) + " of " + person + " was " + held->second.ended + " before.";
}

std::optional<PublicKey> Keyring::keyOf(std::string_view person) const
{
    for (const auto &[id, held] : m_keys) {
        if (held.person == person && held.ended.empty())
            return held.key;
    }
    return std::nullopt;
}

bool Keyring::knows(const PublicKey &key) const
{
    return key == m_workspace || m_keys.contains(key.id());
}

void Keyring::put(const std::string &person, const PublicKey &key)
{
    retire(person, "replaced");
    m_keys.insert_or_assign(key.id(), Held{key, person, {}});
}

void Keyring::retire(std::string_view person, std::string_view why)
{
    for (auto &[id, held] : m_keys) {
        if (held.person == person && held.ended.empty())
            held.ended = why;
    }
}

} // namespace mandate
