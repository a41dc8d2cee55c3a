// SPDX-License-Identifier: GPL-3.0-or-later
// Every export of the workspace as a row, newest first, with what was revealed of it later below it. Read from the ledger off the window's thread.
#pragma once

#include "models/items/export_form.h"

#include <QAbstractTableModel>
#include <QUrl>

#include <memory>

namespace mandate {

struct ExportItem
{
    bool isReveal = false;
    quint64 entry = 0; ///< of the ledger
    StateWord state;   ///< "Sealed", "Abandoned", "Not finished", "Value revealed"
    QString stateNote; ///< what went wrong, or what the state means
    QString when;      ///< with zone
    QString who;
    QString asked;     ///< which records; a reveal: which value
    QString matter, purpose;
    quint64 records = 0;
    QString zone, profile;
    QString selectionDigest, bundleDigest; ///< hexadecimal; the second empty where no bundle was sealed
    quint64 files = 0;
    QUrl link;         ///< the page that shows the records; empty where none can
    QString coverNote; ///< empty where no bundle was sealed
};

class ExportModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { WhenColumn, WhoColumn, WhatColumn, MatterColumn, RecordsColumn, ProfileColumn, StateColumn, DigestColumn, ColumnCount };

    explicit ExportModel(Session *session, QObject *parent = nullptr);
    ~ExportModel() override;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    [[nodiscard]] const ExportItem *item(int row) const;
    [[nodiscard]] int rowOf(quint64 entry) const; ///< −1 when it is not there
    [[nodiscard]] int exportCount() const;
    /// Entries about exports that who they name did not sign.
    [[nodiscard]] int notHeld() const;
    [[nodiscard]] bool wasRead() const;
    [[nodiscard]] bool isBusy() const;

public Q_SLOTS:
    void refresh();

Q_SIGNALS:
    void refreshed();
    void troubled(const mandate::Trouble &trouble);

private:
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate
