// SPDX-License-Identifier: GPL-3.0-or-later
// The dry run of retention: what may go at a time and why the rest stays, with the tombstones of what went. Read off the window's thread; changes nothing.
#pragma once

#include "models/items/line_model.h"
#include "models/items/session.h"

#include <memory>
#include <optional>
#include <vector>

namespace mandate {

/// A plan as it was read.
struct RetentionRead
{
    QString sentence;  ///< "As of … 812 records may go; the oldest is of …"
    QString staying;   ///< "12 records stay, 3 were erased before."
    bool isNow = true; ///< as of now: only then it can be carried out
    std::vector<quint64> going; ///< ascending
    QString size;      ///< "1.2 MB of text and 4 MB as received"
};

struct TombstoneItem
{
    quint64 entry = 0;
    QString when, who, reason, pacts, records, leaves;
};

class RetentionDesk : public QObject
{
    Q_OBJECT

public:
    enum Column { StateColumn, RecordsColumn, WhyColumn, FromColumn, ThenColumn, ColumnCount };
    enum GoneColumn { WhenColumn, CountColumn, ReasonColumn, PactsColumn, WhoColumn, EntryColumn };

    explicit RetentionDesk(Session *session, QObject *parent = nullptr);
    ~RetentionDesk() override;

    /// Reads a plan for so many days from now; 0: now.
    void read(int days);
    /// The last one that was read; none while it is read, and after the ledger grew.
    [[nodiscard]] const RetentionRead *plan() const;
    [[nodiscard]] LineModel *lines() const;
    [[nodiscard]] LineModel *tombstones() const;
    [[nodiscard]] const TombstoneItem *tombstone(int row) const;
    [[nodiscard]] bool isBusy() const;

Q_SIGNALS:
    void changed();
    void outdated(); ///< the ledger grew: read again
    void troubled(const mandate::Trouble &trouble);

private:
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate
