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
class Workspace;
struct RecordMarks;
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
        MarksColumn, ///< what people put beside the record: star, tags, notes
        ColumnCount
    };
    enum Role {
        EntryRole = FirstOwnRole, ///< quint64 entry number
        ConditionRole,            ///< QString filter condition for the cell's value, such as agent:gpt-4o; empty when there is none
        ReadyRole                 ///< bool: the row has been read
    };
    enum class Order { ArrivalAscending, ArrivalDescending, TimeAscending, TimeDescending };
    enum class CopyFormat { Text, Csv, Json, Markdown, Link };

    static constexpr int pageSize = 256;
    static constexpr int cachedPages = 64;
    static constexpr int histogramBins = 120;

    /// Of a workspace, with what people marked in it.
    explicit EvidenceModel(const std::shared_ptr<Workspace> &workspace, QObject *parent = nullptr);
    /// Of a store alone.
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
    /// The rows of the question asked last are still being searched.
    [[nodiscard]] bool isSearching() const;
    /// Gives up the question that is being searched: conditions and order are again those of the rows that are shown.
    void stop();

    [[nodiscard]] std::optional<quint64> entryAt(int row) const;
    [[nodiscard]] int rowOf(quint64 entry) const; ///< −1 when it does not match the filter
    /// Rows around it are read at once, as those of a view would be.
    [[nodiscard]] const EvidenceRow *rowAt(int row) const; ///< nullptr until it is read

    /// Rows whose verdict is Prohibited, ascending; what the scroll bar marks.
    [[nodiscard]] const std::vector<int> &violations() const;
    /// The same of rows with a star, and of rows right behind a time for which nothing was received (in an order of time).
    [[nodiscard]] const std::vector<int> &starred() const;
    [[nodiscard]] const std::vector<int> &gaps() const;
    /// nullptr: nobody marked the record.
    [[nodiscard]] const RecordMarks *marksOf(quint64 entry) const;
    [[nodiscard]] bool hasMarks() const; ///< some record of the workspace carries one
    [[nodiscard]] const std::vector<EvidenceBin> &histogram() const;
    [[nodiscard]] quint64 withoutTime() const;          ///< matching records that no bar can show
    [[nodiscard]] quint64 count(Verdict verdict) const; ///< matching records, with a time or without
    [[nodiscard]] const KnownNames &knownNames() const;

    /// Rows for the clipboard, every one of them: what is not read yet is read first, off the window's thread, then copied() tells. Spreadsheets run no
    /// cell of the CSV.
    void copy(const QList<int> &rows, CopyFormat format);

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
    void copied(const QString &text, int rows);
    void troubled(const mandate::Trouble &trouble);

private:
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate
