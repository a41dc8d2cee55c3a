// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/seals/signed_seal.h"

#include "models/base/canonical_json.h"
#include "models/sources/signed_line.h"

namespace mandate {

namespace {

/// One signature over a message, by who it says made it.
Seal sealOf(SealKind kind, std::string_view message, std::string_view named, std::string_view base64, std::span<const TrustedKey> keys)
{
    Seal seal{SealState::UnknownKey, kind, {}, {}};
    const auto signature = fromEitherBase64(base64);
    if (!signature || signature->size() != Signature{}.octets.size()) {
        seal.state = SealState::Broken;
        seal.why = "Its signature is not one of Ed25519: " + std::string(signature ? std::to_string(signature->size()) + " bytes instead of 64." : "no Base64.");
        return seal;
    }
    bool tried = false;
    for (const TrustedKey *key : candidates(keys, named)) {
        if (key->key.algorithm != KeyAlgorithm::Ed25519)
            continue;
        tried = true;
        if (key->key.verifies(message, *signature))
            return {SealState::Valid, kind, key->key.id(), {}};
    }
    if (tried && (named.empty() || isNamed(keys, named))) {
        seal.state = SealState::Broken;
        seal.why = named.empty() ? "It names no key, and no key that is trusted for its source made this signature over what it says now."
                                 : "The key \"" + std::string(named) + "\" did not make this signature over what it says now.";
        return seal;
    }
    seal.why = named.empty() ? "It names no key, and none is trusted for its source." : "It says it was signed with \"" + std::string(named) + "\", and no key of that name is trusted for its source.";
    return seal;
}

/// The best that one of several signatures proves: who trusts one key need not know the others.
Seal better(const Seal &a, const Seal &b)
{
    if (a.state == SealState::Valid || b.state == SealState::Valid)
        return a.state == SealState::Valid ? a : b;
    return a.state == SealState::Broken ? a : b;
}

Seal sealOfEnvelope(const Value &line, std::span<const TrustedKey> keys)
{
    const auto broken = [](std::string why) { return Seal{SealState::Broken, SealKind::Envelope, {}, std::move(why)}; };
    const auto type = line.findText("payloadType");
    const auto encoded = line.findText("payload");
    const auto payload = encoded ? fromEitherBase64(*encoded) : std::nullopt;
    const Value *signatures = line.find("signatures");
    if (!type || !payload || !signatures || !signatures->isList() || signatures->items().empty())
        return broken("The envelope is damaged: it lacks its payload, its type or a signature.");
    const std::string message = dssePreAuthentication(*type, *payload);
    std::optional<Seal> found;
    for (const Value &by : signatures->items()) {
        const auto signature = by.findText("sig");
        const Seal one = signature ? sealOf(SealKind::Envelope, message, by.findText("keyid").value_or(std::string_view()), *signature, keys)
                                   : broken("A signature of the envelope has no value.");
        found = found ? better(*found, one) : one;
    }
    return *found;
}

/// Over the RFC 8785 form of what is said beside the signature; the name of the key is part of it.
Seal sealOfDetached(const Value &line, std::span<const TrustedKey> keys)
{
    const auto signature = line.findText("signature");
    if (!signature)
        return {SealState::Broken, SealKind::Signature, {}, "Its signature is no text."};
    std::vector<Member> said;
    for (const Member &member : line.members()) {
        if (member.key.text() != "signature")
            said.push_back(member);
    }
    return sealOf(SealKind::Signature, canonicalJson(Value::map(said)), line.findText("key_id").value_or(std::string_view()), *signature, keys);
}

} // namespace

Seal sealOfSignedLine(std::string_view line, std::span<const TrustedKey> keys, JsonReader &reader)
{
    Arena arena;
    const auto document = reader.read(line, arena);
    if (!document || !document->isMap())
        return {SealState::Broken, SealKind::Signature, {}, "It cannot be read, so nothing can be said of its signature."};
    switch (signedFormOf(*document)) {
    case SignedForm::Plain: return {SealState::NotSealed, SealKind::None, {}, "This record bears no signature."};
    case SignedForm::Detached: return sealOfDetached(*document, keys);
    case SignedForm::Envelope: return sealOfEnvelope(*document, keys);
    }
    return {};
}

} // namespace mandate
