// SPDX-License-Identifier: GPL-3.0-or-later
// One line of the Evidence table, ready to show: read from the store in a worker, safe to read, never changed afterwards.
#pragma once

#include "models/items/words.h"

#include <QList>
#include <QString>

#include <cstdint>
#include <span>
#include <vector>

namespace mandate {

class RecordMask;

struct EvidenceRow
{
    quint64 entry = 0;
    RecordKind kind = RecordKind::Action;
    std::optional<Instant> time;
    bool outOfOrder = false;
    QString agent; ///< as recorded: a filter is made from it
    QString deployment;
    QString session;
    QString tool;
    QString source;
    QString did; ///< visible text, one line
    QString clause;
    Verdict verdict = Verdict::NotJudged;
    Outcome outcome = Outcome::Unknown;
    std::uint8_t completeness = 0; ///< bits of Has
};

/// The six parts EVIDENCE.md asks of every record; the agent's stated reason is told beside them.
[[nodiscard]] QList<Has> owedParts();
/// How many of the six a record has.
[[nodiscard]] int partsPresent(std::uint8_t completeness);

/// Time for a table cell: shorter than words::time, and still says when no zone is known.
[[nodiscard]] QString shortTime(const std::optional<Instant> &time);

/// "cancel_reservation · reservation_id EHGLP3", "User: “Please …”": what a record says was done, in one line.
[[nodiscard]] QString didLine(const Record &record, qsizetype limit = 240);
/// "reservation_id EHGLP3, cabin economy": arguments as words, one line.
[[nodiscard]] QString argumentsLine(const Record &record, qsizetype limit = 240);

/// Reads rows of records, in the order asked. Runs in a worker.
[[nodiscard]] Result<std::vector<EvidenceRow>> readEvidenceRows(const Store &store, std::span<const EntryNumber> entries, const RecordMask &mask);

} // namespace mandate
