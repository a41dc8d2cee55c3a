// SPDX-License-Identifier: GPL-3.0-or-later
// What people signed beside one record (stars, tags, notes), read and added to off the window's thread, one after the other. Nothing is ever changed or
// deleted: what is taken back is taken back by another signed entry.
#pragma once

#include "models/items/words.h"

#include <QList>
#include <QObject>
#include <QString>
#include <QStringList>

#include <memory>

namespace mandate {

class Workspace;
struct Trouble;

/// One remark as the inspector lists it.
struct RemarkItem
{
    quint64 number = 0; ///< of its entry in the ledger
    QString who;
    QString time;
    QString said;       ///< "Starred the record", "Tagged it “matter-7”", "Note"
    QString text;       ///< of a note: visible text of several lines
    bool takenBack = false;
    bool mayTakeBack = false; ///< a note of who is signed in
};

struct RecordRemarksState
{
    quint64 entry = 0;
    bool starred = false;
    QStringList tags;      ///< as recorded
    QStringList knownTags; ///< in the workspace
    QList<RemarkItem> items;
    QString refusal; ///< why who is signed in may add nothing; empty when they may
};

class RecordRemarks : public QObject
{
    Q_OBJECT

public:
    explicit RecordRemarks(std::shared_ptr<Workspace> workspace, QObject *parent = nullptr);
    ~RecordRemarks() override;

    /// Asks for the remarks of a record; changed() follows unless another is asked for first.
    void read(quint64 entry);
    [[nodiscard]] const RecordRemarksState &state() const;
    [[nodiscard]] bool isBusy() const;

    /// Puts a star on a record or takes it back: the other of what it carries.
    void toggleStar(quint64 entry);
    /// Of several: puts a star on those without, or takes all back where each carries one. One signed entry each, one sentence.
    void toggleStars(const QList<quint64> &entries);
    void tag(quint64 entry, const QString &tag);
    /// Those that carry it already are left as they are.
    void tagAll(const QList<quint64> &entries, const QString &tag);
    void untag(quint64 entry, const QString &tag);
    void note(quint64 entry, const QString &text);
    /// `number`: of the note's entry.
    void takeBack(quint64 entry, quint64 number);

Q_SIGNALS:
    void changed();
    void signedRemark(const QString &sentence); ///< for the status line
    void troubled(const mandate::Trouble &trouble);

private:
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate
