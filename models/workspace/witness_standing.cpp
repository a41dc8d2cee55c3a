// SPDX-License-Identifier: GPL-3.0-or-later
// How far the witnesses of a ledger are: the newest checkpoint that each has, and whether it is one of this ledger's. Reads; asks no network.
#include "models/workspace/witnesses.h"
#include "models/workspace/workspace_private.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace mandate {

namespace {

constexpr qint64 readFromItsEnd = 65536; ///< of a mailbox's end

Error notReached(const std::string &place)
{
    return {ErrorKind::Storage, "MND-TSA-034", place + " cannot be read.", "The ledger is unaffected.", "Make the place, mount what it lies on, or correct its rights.", {}};
}

Instant writtenAt(const QFileInfo &file)
{
    return {file.lastModified().toMSecsSinceEpoch() * 1'000'000, true};
}

/// The newest file by its name, which sorts by size.
void readFolder(WitnessStanding &standing, const std::string &origin, std::string &note)
{
    std::string stem = origin;
    std::ranges::replace_if(stem, [](char c) { return c == '/' || c == '\\' || c == ' '; }, '-');
    const QDir folder(QFile::decodeName(standing.witness.place.c_str()));
    if (!folder.exists() || !folder.isReadable()) {
        standing.problem = notReached("The folder " + standing.witness.place);
        return;
    }
    QStringList files = folder.entryList({QStringLiteral("*.checkpoint")}, QDir::Files, QDir::Name);
    files.removeIf([&](const QString &name) { return !name.startsWith(QFile::decodeName(stem.c_str()) + u'-'); });
    if (files.isEmpty())
        return;
    QFile file(folder.filePath(files.last()));
    if (!file.open(QIODevice::ReadOnly)) {
        standing.problem = notReached(file.fileName().toStdString());
        return;
    }
    note = file.read(readFromItsEnd).toStdString();
    standing.at = writtenAt(QFileInfo(file));
}

/// The last mail that is about a checkpoint of this ledger.
void readMailbox(WitnessStanding &standing, const std::string &origin, std::string &note)
{
    QFile file(QFile::decodeName(standing.witness.place.c_str()));
    if (!file.exists())
        return;
    if (!file.open(QIODevice::ReadOnly)) {
        standing.problem = notReached("The mailbox " + standing.witness.place);
        return;
    }
    file.seek(std::max<qint64>(0, file.size() - readFromItsEnd));
    const QByteArray end = file.readAll();
    const qsizetype head = end.lastIndexOf("\nSubject: Checkpoint of " + QByteArray::fromStdString(origin) + " at ");
    const qsizetype body = head < 0 ? -1 : end.indexOf("\n\n", head);
    if (body < 0)
        return;
    const qsizetype next = end.indexOf("\n\nFrom ", body + 2);
    note = end.mid(body + 2, next < 0 ? -1 : next - body - 1).toStdString();
    while (note.size() > 1 && note.ends_with("\n\n"))
        note.pop_back();
    standing.at = writtenAt(QFileInfo(file));
}

} // namespace

Result<std::vector<WitnessStanding>> Witnesses::standing() const
{
    const Store &store = m_workspace.store();
    const auto signedNotes = store.checkpoints();
    if (!signedNotes)
        return signedNotes.error();
    const std::uint64_t size = store.head().size;
    const std::vector<LedgerTimestamp> stamps = timestamps();
    std::vector<WitnessStanding> all;
    for (const WitnessStatement &witness : list()) {
        WitnessStanding standing;
        standing.witness = witness;
        std::string note;
        if (witness.kind == WitnessKind::Authority) {
            const auto newest = std::ranges::find_if(stamps, [&](const LedgerTimestamp &one) { return one.kept.witness == witness.id; });
            if (newest != stamps.end() && newest->stamp) {
                standing.size = newest->checkpoint.size;
                standing.at = newest->stamp->at;
                standing.authority = newest->stamp->authority;
            } else if (newest != stamps.end()) {
                standing.problem = Error{ErrorKind::Corrupt, "MND-TSA-035", "Its newest time stamp does not hold: " + newest->problem, "The ledger is unaffected.", "Ask it again.", {}};
            }
        } else if (witness.kind == WitnessKind::Folder) {
            readFolder(standing, store.origin(), note);
        } else {
            readMailbox(standing, store.origin(), note);
        }
        if (!note.empty()) {
            const auto held = openCheckpoint(note, store.publicKey());
            const bool known = std::ranges::find(*signedNotes, note, &StoredCheckpoint::note) != signedNotes->end();
            if (const auto compared = held && !known ? compare(note) : Result<CheckpointComparison>(CheckpointComparison{{}, {}, true, {}, {}}); !held || !compared || !compared->holds)
                standing.problem = Error{ErrorKind::Corrupt, "MND-TSA-036", "The newest checkpoint there is none of this ledger's: " + (!held ? held.error().happened : !compared ? compared.error().happened : compared->says),
                                         "Nothing was changed.", "Keep it, and compare the ledger with an older one.", {}};
            else
                standing.size = held->size;
        }
        if (standing.size) {
            const auto answers = std::ranges::count_if(stamps, [&](const LedgerTimestamp &one) { return one.kept.entry >= *standing.size; });
            standing.behind = size - std::min(size, *standing.size + static_cast<std::uint64_t>(answers));
        }
        all.push_back(std::move(standing));
    }
    return all;
}

} // namespace mandate
