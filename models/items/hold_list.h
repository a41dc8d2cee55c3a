// SPDX-License-Identifier: GPL-3.0-or-later
// Legal holds of a workspace as a table: what each keeps in words and how much now, for which matter, by whom. Read off the window's thread.
#pragma once

#include "models/items/line_model.h"
#include "models/items/session.h"

#include <memory>

namespace mandate {

struct HoldItem
{
    QString id;
    QString matter, reason;
    QString keeps;            ///< which records, in words
    std::optional<quint64> records; ///< that it keeps now; none: released, or it cannot be told and keeps everything
    bool inForce = false;
    QString placed;           ///< by whom, when, in which entry
    QString released;         ///< the same and why; empty while in force
    QUrl shows;        ///< shows what it keeps; empty where no page can
};

class HoldList : public QObject
{
    Q_OBJECT

public:
    enum Column { MatterColumn, StateColumn, KeepsColumn, RecordsColumn, ReasonColumn, PlacedColumn, ColumnCount };

    explicit HoldList(Session *session, QObject *parent = nullptr);
    ~HoldList() override;

    [[nodiscard]] LineModel *model() const;
    [[nodiscard]] const HoldItem *item(int row) const;
    [[nodiscard]] int inForce() const;
    [[nodiscard]] bool wasRead() const;
    [[nodiscard]] bool isBusy() const;

public Q_SLOTS:
    void refresh();

Q_SIGNALS:
    void refreshed();
    void outdated(); ///< the ledger grew: read again

private:
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate
