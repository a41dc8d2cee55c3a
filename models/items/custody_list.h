// SPDX-License-Identifier: GPL-3.0-or-later
// Who held, erased, handed out, revealed and noted what, by the ledger, as a table: of a record, an incident, or everything. Read off the window's thread.
#pragma once

#include "models/items/line_model.h"
#include "models/items/session.h"

#include <memory>
#include <optional>

namespace mandate {

/// Of which records: an entry's number, an incident's id, or empty for everything.
struct CustodyAsked
{
    QString of;
    bool operator==(const CustodyAsked &) const = default;
};

struct CustodyItem
{
    quint64 entry = 0; ///< of the ledger, that says so
    QString when, who, act, reason, matter, concerns;
    QString leaf;      ///< of that entry, hexadecimal
    QString body;      ///< that entry: visible text
    QUrl link;         ///< where what it is about is shown; may be empty
};

class CustodyList : public QObject
{
    Q_OBJECT

public:
    enum Column { EntryColumn, WhenColumn, StateColumn, ActColumn, WhoColumn, ReasonColumn, MatterColumn, ColumnCount };

    explicit CustodyList(Session *session, QObject *parent = nullptr);
    ~CustodyList() override;

    void read(const CustodyAsked &asked);
    [[nodiscard]] const CustodyAsked &asked() const;
    [[nodiscard]] LineModel *model() const;
    [[nodiscard]] const CustodyItem *item(int row) const;
    /// Which holds keep the record now, in words; empty where it is no record.
    [[nodiscard]] QString heldBy() const;
    /// All of it as plain text.
    [[nodiscard]] QString text() const;
    /// Why it could not be read; none when it was.
    [[nodiscard]] const std::optional<Trouble> &trouble() const;
    [[nodiscard]] bool wasRead() const;
    [[nodiscard]] bool isBusy() const;

Q_SIGNALS:
    void refreshed();
    void outdated(); ///< the ledger grew: read again

private:
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate
