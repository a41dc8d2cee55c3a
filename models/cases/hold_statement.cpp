// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/cases/hold_statement.h"

namespace mandate {

namespace {

Error noHold(std::string why)
{
    return {ErrorKind::Corrupt, "MND-CUS-002", "What was signed about a legal hold does not hold: " + std::move(why), "It counts for nothing; other entries are unaffected.",
            "Run \"mandate verify\" to find the place.", {}};
}

} // namespace

std::string_view nameOf(HoldStep step)
{
    return step == HoldStep::Place ? "place" : "release";
}

std::string holdEntry(const HoldStatement &statement, const SigningKey &key)
{
    ObjectWriter payload;
    payload.put("step", nameOf(statement.step));
    payload.put("reason", statement.reason);
    if (statement.step == HoldStep::Place) {
        payload.put("matter", statement.matter);
        payload.put("selection", statement.selection);
    }
    if (statement.placed)
        payload.put("placed", statement.placed->hex());
    return noteEntry("hold", holdPayloadType, std::move(payload), statement.signer, key);
}

Result<HoldStatement> readHoldEntry(std::string_view body, const Keyring &keys)
{
    Arena arena;
    const auto note = openNote("hold", holdPayloadType, body, keys, arena);
    if (!note)
        return noHold(note.error().happened);
    const std::string step = note->text("step");
    HoldStatement statement{step == "release" ? HoldStep::Release : HoldStep::Place, note->text("matter"), note->text("selection"), Digest::fromHex(note->text("placed")),
                            note->text("reason"), note->signer};
    if (step != nameOf(statement.step))
        return noHold("it neither places nor releases one.");
    if (statement.step == HoldStep::Release ? !statement.placed : statement.selection.empty())
        return noHold("it does not say what it speaks of.");
    return statement;
}

std::string holdId(const Digest &placed)
{
    return "HOLD-" + placed.hex().substr(0, 8);
}

} // namespace mandate
