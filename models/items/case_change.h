// SPDX-License-Identifier: GPL-3.0-or-later
// What a person does about an incident, as a form gives it: one value for every sheet, with stable names instead of the types of models/cases,
// which views do not know. incident_desk.h signs it.
#pragma once

#include <QDateTime>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>

namespace mandate {

enum class CaseAct { Open, Assign, Investigate, Contain, Grade, Note, Link, Unlink, Merge, Split, Claim, Agree, Withdraw, Aware, Reported, NoDuty, Close, Reopen };

struct PinDraft
{
    quint64 entry = 0;
    QString shows;
    bool operator==(const PinDraft &) const = default;
};

/// A claim about the cause that nobody signed yet.
struct ClaimDraft
{
    QString cause;                   ///< stable name; empty: none is chosen
    QString grade = QStringLiteral("likely");
    QString party = QStringLiteral("us");
    QStringList contributing;
    QString pattern;
    QString explanation;
    QList<PinDraft> pins;
    QStringList missing;
    QMap<QString, QString> answers;  ///< question → "yes", "no", "unknown"
    QString suggested;               ///< the cause that was computed and shown
    QString introducedBy;
    QString missedBy;
    QString detectedBy;
    bool operator==(const ClaimDraft &) const = default;
};

struct CaseChange
{
    CaseAct act = CaseAct::Note;
    QString incident;      ///< empty: Open
    QString title;         ///< Open, Split
    QString text;          ///< the note, or why
    QString severity;      ///< Open, Split, Grade: "critical", "major", "minor"
    QString person;        ///< Assign
    QDateTime when;        ///< Assign: due, may be invalid; Aware, Reported: when it was
    QList<quint64> records; ///< Open, Split
    QString other;         ///< Link, Unlink, Merge
    QString relation;      ///< Link
    bool privileged = false; ///< Note
    std::optional<ClaimDraft> claim; ///< Claim
    QString about;         ///< Agree, Withdraw: hexadecimal digest of the claim's entry
    QString party;         ///< Agree
    QString duty;          ///< Aware, Reported, NoDuty
    QString category;      ///< Aware
    QString role;          ///< Aware
    QString reference;     ///< Reported
    QString passphrase;    ///< where the person's keys are sealed and locked; else empty
};

} // namespace mandate
