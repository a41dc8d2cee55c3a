// SPDX-License-Identifier: GPL-3.0-or-later
// The Evidence table: the records that match the filter, in the order asked, for a million rows and more. Holds one number a row; what is
// shown comes in pages from a worker, with "…" until it is there. Not a place for rules or queries: those are the store's.
#pragma once

#include "models/items/evidence_filter.h"
#include "models/items/evidence_row.h"
#include "models/items/words.h"

#include <QAbstractTableModel>

#include <array>
#include <memory>
#include <vector>

namespace mandate {

class Store;
struct Trouble;

/// One bar of the histogram: matching records that have a time.
struct EvidenceBin
{
    qint64 beginNs = 0;
    qint64 endNs = 0;
    quint64 count = 0;
    std::array<quint64, verdictCount> byVerdict{};
    bool covered = true; ///< false: the sources in question sent nothing at all for this time, whatever the filter
};

class EvidenceModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        NumberColumn,
        TimeColumn,
        AgentColumn,
        DidColumn,
        VerdictColumn,
        ClauseColumn,
        OutcomeColumn,
        SessionColumn,
        EvidenceColumn,
        ColumnCount
    };
    enum Role {
        EntryRole = FirstOwnRole, ///< quint64 entry number
        ConditionRole,            ///< QString filter condition for the cell's value, such as agent:gpt-4o; empty when there is none
        ReadyRole                 ///< bool: the row has been read
    };
    enum class Order { ArrivalAscending, ArrivalDescending, TimeAscending, TimeDescending };
    enum class CopyFormat { Text, Csv, Json };

    static constexpr int pageSize = 256;
    static constexpr int cachedPages = 64;
    static constexpr int histogramBins = 120;

    explicit EvidenceModel(std::shared_ptr<const Store> store, QObject *parent = nullptr);
    ~EvidenceModel() override;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    /// By number (arrival) or time; other columns leave the order as it is.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

    void setConditions(const QList<FilterCondition> &conditions);
    [[nodiscard]] const QList<FilterCondition> &conditions() const;
    void setOrder(Order order);
    [[nodiscard]] Order order() const;

    [[nodiscard]] quint64 shown() const; ///< rows that match
    [[nodiscard]] quint64 total() const; ///< records in the workspace
    /// "1 204 of 88 310 shown".
    [[nodiscard]] QString countWords() const;
    [[nodiscard]] bool isBusy() const;

    [[nodiscard]] std::optional<quint64> entryAt(int row) const;
    [[nodiscard]] int rowOf(quint64 entry) const; ///< −1 when it does not match the filter
    /// Rows around it are read at once, as those of a view would be.
    [[nodiscard]] const EvidenceRow *rowAt(int row) const; ///< nullptr until it is read

    /// Rows whose verdict is Prohibited, ascending; what the scroll bar marks.
    [[nodiscard]] const std::vector<int> &violations() const;
    [[nodiscard]] const std::vector<EvidenceBin> &histogram() const;
    [[nodiscard]] quint64 withoutTime() const;          ///< matching records that no bar can show
    [[nodiscard]] quint64 count(Verdict verdict) const; ///< matching records, with a time or without
    [[nodiscard]] const KnownNames &knownNames() const;

    /// Rows for the clipboard; rows that are not read yet are left out. CSV cells that a spreadsheet would run begin with an apostrophe.
    [[nodiscard]] QString copyText(const QList<int> &rows, CopyFormat format) const;

public Q_SLOTS:
    /// Entries were added: rows, counts, histogram and names are read again.
    void refresh();
    /// Verdicts changed: also rows that were read.
    void reload();

Q_SIGNALS:
    void busyChanged(bool busy);
    void countsChanged();
    void histogramChanged();
    void namesChanged();
    void troubled(const mandate::Trouble &trouble);

private:
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate
