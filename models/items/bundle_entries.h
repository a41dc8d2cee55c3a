// SPDX-License-Identifier: GPL-3.0-or-later
// The entries of a bundle beside its records, as rows: who signed what and when, pacts, incidents, exports. Read off the window's thread.
#pragma once

#include "models/items/session.h"

#include <QAbstractTableModel>

#include <memory>

namespace mandate {

struct BundleEntryItem
{
    quint64 entry = 0;
    QString kind; ///< "Statement", "Request"
    QString when;
    QString who;
    QString what;
    QString why;
    QString body; ///< the canonical entry, safe to read
};

class BundleEntryModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { EntryColumn, WhenColumn, WhoColumn, KindColumn, WhatColumn, WhyColumn, ColumnCount };

    explicit BundleEntryModel(Session *session, QObject *parent = nullptr);
    ~BundleEntryModel() override;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    [[nodiscard]] const BundleEntryItem *item(int row) const;
    [[nodiscard]] bool wasRead() const;

public Q_SLOTS:
    /// Times in another zone.
    void refresh();

Q_SIGNALS:
    void refreshed();
    void troubled(const mandate::Trouble &trouble);

private:
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate
