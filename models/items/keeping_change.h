// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody wants to do about keeping evidence, letting it go, showing what is masked, and witnesses: values between pages, the sheet and the desk.
#pragma once

#include "models/items/export_form.h"

#include <QString>

#include <array>
#include <optional>
#include <vector>

namespace mandate {

enum class KeepingAct { PlaceHold, ReleaseHold, Erase, MaskingOn, MaskingOff, Reveal, SetWitness, RemoveWitness };
inline constexpr std::size_t keepingActCount = 8;

struct KeepingChange
{
    KeepingAct act = KeepingAct::PlaceHold;
    ExportWish wish;              ///< PlaceHold: which records
    QString id;                   ///< of a hold, or the name of a witness
    QString about;                ///< what the sheet says it is about: the matter of a hold, "sha-256 of …"
    std::vector<quint64> records; ///< Erase: those that the plan named, ascending
    quint64 entry = 0;            ///< Reveal
    QString pointer, fieldClass;  ///< Reveal
    // What the sheet adds
    QString matter;
    QString reason;
    QString kind;         ///< SetWitness: "authority", "folder", "mailbox"
    QString place;        ///< SetWitness
    QString certificates; ///< SetWitness: path of a PEM file
    QString passphrase;   ///< where keys are sealed and locked
};

/// What placing a hold would keep.
struct HoldScope
{
    QString asked; ///< in words
    quint64 records = 0;
    std::optional<Trouble> trouble; ///< why it cannot be told so
};

/// What who is signed in may do, and whether values are masked.
struct KeepingStanding
{
    std::array<QString, keepingActCount> refusals; ///< why who is signed in may not, and who can; empty: may
    bool masked = false;
    QString maskingWords; ///< "Masked since … by …: reason"
    [[nodiscard]] QString refusal(KeepingAct act) const { return refusals[static_cast<std::size_t>(act)]; }
};

/// Verb and object, for buttons: "Release hold".
[[nodiscard]] QString keepingActWords(KeepingAct act);

} // namespace mandate
