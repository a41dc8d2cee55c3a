// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/cases/masking_statement.h"

namespace mandate {

namespace {

Error noMasking(std::string why)
{
    return {ErrorKind::Corrupt, "MND-CUS-008", "What was signed about masked values does not hold: " + std::move(why), "It counts for nothing; other entries are unaffected.",
            "Run \"mandate verify\" to find the place.", {}};
}

} // namespace

std::string maskingEntry(const MaskingSetting &setting, const SigningKey &key)
{
    ObjectWriter payload;
    payload.put("state", std::string_view(setting.on ? "on" : "off"));
    payload.put("reason", setting.reason);
    return noteEntry("masking", maskingPayloadType, std::move(payload), setting.signer.value_or(NoteSigner()), key);
}

Result<MaskingSetting> readMaskingEntry(std::string_view body, const Keyring &keys)
{
    Arena arena;
    const auto note = openNote("masking", maskingPayloadType, body, keys, arena);
    if (!note)
        return noMasking(note.error().happened);
    const std::string state = note->text("state");
    if (state != "on" && state != "off")
        return noMasking("it says neither on nor off.");
    return MaskingSetting{state == "on", note->text("reason"), note->signer};
}

std::string fieldRevealEntry(const FieldReveal &reveal, const SigningKey &key)
{
    ObjectWriter payload;
    payload.put("entry", Value::integer(static_cast<std::int64_t>(reveal.entry)));
    payload.put("leaf", reveal.leaf.hex());
    payload.put("pointer", reveal.pointer);
    payload.put("class", reveal.fieldClass);
    payload.put("reason", reveal.reason);
    return noteEntry("reveal", fieldRevealPayloadType, std::move(payload), reveal.signer, key);
}

Result<FieldReveal> readFieldReveal(std::string_view body, const Keyring &keys)
{
    Arena arena;
    const auto note = openNote("reveal", fieldRevealPayloadType, body, keys, arena);
    if (!note)
        return noMasking(note.error().happened);
    const auto entry = note->number("entry");
    const auto leaf = Digest::fromHex(note->text("leaf"));
    if (!entry || !leaf)
        return noMasking("it does not say which record it speaks of.");
    return FieldReveal{*entry, *leaf, note->text("pointer"), note->text("class"), note->text("reason"), note->signer};
}

std::optional<Error> revealRefusal(const PeopleRegister &people, const std::string &person, const std::string &reason)
{
    if (!people.isOpen() && !people.decides(person) && !people.is(person, PersonRole::Legal))
        return Error{ErrorKind::Refused, "MND-CUS-009", person + " may not be shown what is masked.", "Nothing was shown.",
                     "These may: " + people.whoIs({PersonRole::Owner, PersonRole::Deputy, PersonRole::Legal}, person) + '.', {}};
    if (reason.empty())
        return Error{ErrorKind::Usage, "MND-CUS-010", "Why the value is shown is missing.", "Nothing was shown.", "Say it; it is signed and stays in the record.", {}};
    return std::nullopt;
}

} // namespace mandate
