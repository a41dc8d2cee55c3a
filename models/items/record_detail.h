// SPDX-License-Identifier: GPL-3.0-or-later
// Everything the inspector says about one record, as values made in a worker: the sentence, what was said, the verdict with its clause,
// the fields and the exact bytes. Not a widget, and no rule: the verdict comes explained by the workspace.
#pragma once

#include "models/items/words.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <functional>
#include <string>

namespace mandate {

class RecordMask;
struct EvidenceDetail;

/// Somebody else's words; shown in quotation, never as ours.
struct QuotedText
{
    QString label;      ///< "Customer wrote", "Agent says"
    QString text;       ///< visible text, cut to what can be read
    quint64 cutOff = 0; ///< characters left out
};

/// A clause that was weighed, with its answer.
struct ConsideredItem
{
    QString clause;
    QString sentence;
    StateWord answer; ///< "Holds", "Does not hold", "Cannot be decided"
    QString missing;  ///< fact that was missing; empty when none
    bool deciding = false;
};

struct FactItem
{
    QString name;
    QString value; ///< JSON text, cut
};

/// One part of the evidence a record owes.
struct EvidencePart
{
    QString name;
    bool present = false;
    bool owed = true; ///< one of the six; the agent's stated reason is told beside them
};

/// A field of the entry, with the bytes it came from where they could be found.
struct DetailField
{
    QString name;
    QString value;
    QString condition;    ///< filter condition for the value; empty when there is none
    qsizetype begin = -1; ///< in RecordDetail::bytes; −1 when not found
    qsizetype length = 0;
    QList<DetailField> children;
    StateWord seal{}; ///< whether its source sealed it; without text where the source seals nothing or it is no field of the source
};

/// A value that is masked.
struct MaskedField
{
    QString pointer;    ///< JSON Pointer in the entry
    QString fieldClass; ///< "e-mail"
};

struct RecordDetail
{
    quint64 entry = 0;
    RecordKind kind = RecordKind::Action;
    QString title;     ///< the tool, or what kind of record it is
    QString sentence;  ///< "At … gpt-4o asked the tool “…” with …. It was executed."
    QString clockNote; ///< when the clock of the source is in doubt
    QList<QuotedText> quotes;

    bool judged = false; ///< an action that a pact was asked about
    StateWord verdict;
    QString meaning; ///< what the verdict means
    QString clause;  ///< the deciding clause; empty when none decided
    QString clauseSentence;
    QString clauseNote; ///< "Prohibition · major"; says when it is judged from words
    QString pactTitle;
    QString pactKey; ///< id@version
    QString pactDigest;
    QString owner;
    QStringList missing; ///< facts without which there is no answer, in words
    QList<ConsideredItem> considered;
    QList<FactItem> facts;

    QList<EvidencePart> parts;
    QList<DetailField> fields;

    QString agent; ///< as recorded
    QString deployment;
    QString session;

    QByteArray bytes; ///< exact bytes as received; empty when the entry came from no source
    qsizetype spanBegin = 0;
    qsizetype spanLength = 0;
    QString itemDigest;
    QString leaf;
    StateWord seal;  ///< the source's own
    QString sealWhy; ///< a sentence; empty where the state says all
    QString receipt; ///< our own seal, of when the record was received
    QString body;   ///< the canonical JSON entry that is hashed
    QString origin; ///< "From runs.json, line 12, byte 40 960"

    bool isMasked = false;     ///< personal text is masked in this workspace: bytes are empty, texts are as they may be shown
    QList<MaskedField> masked; ///< what of this record

    [[nodiscard]] int partsPresent() const;
    [[nodiscard]] int partsOwed() const;
};

/// Characters of a quoted text that are shown; what is longer says how much is left out.
inline constexpr qsizetype quoteLimit = 4000;

[[nodiscard]] RecordDetail describeRecord(const EvidenceDetail &detail);
/// As it may be shown: `mask` is what the workspace says, `isRevealed` names values by their pointers that stay readable.
[[nodiscard]] RecordDetail describeRecord(const EvidenceDetail &detail, const RecordMask &mask, const std::function<bool(const std::string &pointer)> &isRevealed = {});

/// Bytes a field was read from; {−1, 0} when not found.
struct ByteRange
{
    qsizetype begin = -1;
    qsizetype length = 0;
};
/// The member `name` with its value, in JSON or in JSON written as a JSON text.
[[nodiscard]] ByteRange findMember(const QByteArray &bytes, qsizetype from, qsizetype length, const QByteArray &name);
/// A JSON text that begins as `text` does.
[[nodiscard]] ByteRange findText(const QByteArray &bytes, qsizetype from, qsizetype length, const QByteArray &text);

} // namespace mandate
