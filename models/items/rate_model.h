// SPDX-License-Identifier: GPL-3.0-or-later
// The scope-violation rate over time as a table: one row a period, the same points a chart draws, with their words. The figures come from
// models/metrics; here they get names, and a rate of fewer than thirty calls is withheld.
#pragma once

#include "models/items/words.h"

#include <QAbstractTableModel>
#include <QStringList>

#include <memory>
#include <vector>

namespace mandate {

class RateRowModel;
struct TaskSuccess;
class Workspace;
struct Trouble;

/// Fewer judged calls than this say too little for a rate.
inline constexpr quint64 fewestForRate = 30;

/// One period of the chart.
struct RatePoint
{
    std::int64_t beginNs = 0, endNs = 0; ///< [begin, end), nanoseconds since 1970
    double begin = 0; ///< seconds since 1970, as the source's clock says
    double end = 0;
    QString period; ///< in words
    quint64 decidable = 0;
    quint64 attempted = 0;
    quint64 executed = 0;
    quint64 undecidable = 0;
    bool enough = false;      ///< a rate is shown
    double attemptedRate = 0; ///< 0 to 1, with its 95 % interval
    double attemptedLow = 0;
    double attemptedHigh = 1;
    double executedRate = 0;
    double undecidableShare = 0; ///< of all calls the clause applies to

    [[nodiscard]] QString rateWords() const;     ///< "4.3 %", or "too few: 12 of 30"
    [[nodiscard]] QString intervalWords() const; ///< "2.5 to 7.4 %"; empty when too few
};

/// "4.3 % (12 of 277), 95 % interval 2.5 to 7.4 %".
[[nodiscard]] QString rateSentence(quint64 part, quint64 whole);
/// "12 of 277, 95 % interval 2.5 to 7.4 %": what stands beside the rate itself.
[[nodiscard]] QString countSentence(quint64 part, quint64 whole);

class RateModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        PeriodColumn,
        DecidableColumn,
        AttemptedColumn,
        AttemptedRateColumn,
        IntervalColumn,
        ExecutedColumn,
        ExecutedRateColumn,
        UndecidableColumn,
        ColumnCount
    };

    explicit RateModel(std::shared_ptr<Workspace> workspace, QObject *parent = nullptr);
    ~RateModel() override;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    /// Empty: all agents; any prohibition.
    void setQuestion(const QString &agent, const QString &clause);
    [[nodiscard]] QString agent() const;
    [[nodiscard]] QString clause() const;

    [[nodiscard]] const std::vector<RatePoint> &points() const;
    [[nodiscard]] RateRowModel *perClause() const; ///< agent × clause over the whole time
    [[nodiscard]] QStringList agents() const;      ///< to choose from
    struct ClauseChoice
    {
        QString id;
        QString sentence;
        bool operator==(const ClauseChoice &) const = default;
    };
    [[nodiscard]] const QList<ClauseChoice> &clauses() const;

    // Of all judged calls, also of those without a time.
    [[nodiscard]] quint64 decidable() const;
    [[nodiscard]] quint64 attempted() const;
    [[nodiscard]] quint64 executed() const;
    [[nodiscard]] quint64 undecidable() const;
    [[nodiscard]] quint64 withoutTime() const;
    [[nodiscard]] quint64 runs() const;
    [[nodiscard]] quint64 violatingRuns() const;
    /// The records behind what a card of the page counts: Decidable, Attempted, Executed or Undecidable; of runs those with a violation.
    [[nodiscard]] QUrl recordsOf(Column counted) const;
    [[nodiscard]] QUrl violatingRunRecords() const;
    [[nodiscard]] QUrl hiddenRunRecords() const; ///< that succeeded and broke a prohibition
    [[nodiscard]] bool zoneKnown() const; ///< of the times of the points
    /// Agents in question whose success hides violations, in sentences, the most hidden first; empty when no source scored its runs so.
    [[nodiscard]] QStringList hiddenViolations() const;
    /// What the chart shows, in sentences: the accessible description, and the line under it.
    [[nodiscard]] QString summary() const;
    [[nodiscard]] bool isBusy() const;
    [[nodiscard]] bool wasRead() const;

public Q_SLOTS:
    void refresh();

Q_SIGNALS:
    void busyChanged(bool busy);
    void refreshed();
    void troubled(const mandate::Trouble &trouble);

private:
    struct Private;
    std::unique_ptr<Private> m;
};

/// What a column counts, in words of the query language: of a clause, or of any prohibition.
[[nodiscard]] QString rateQuery(RateModel::Column counted, const std::string &clause);

/// Calls per agent and clause over the whole time, most attempted first.
struct RateRow
{
    QString agent; ///< as recorded
    QString clause;
    QString sentence;
    quint64 decidable = 0;
    quint64 attempted = 0;
    quint64 executed = 0;
    quint64 undecidable = 0;
};

class RateRowModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { AgentColumn, ClauseColumn, SentenceColumn, DecidableColumn, AttemptedColumn, ExecutedColumn, UndecidableColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;
    void setRows(std::vector<RateRow> rows);
    [[nodiscard]] const RateRow *row(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    std::vector<RateRow> m_rows;
};

} // namespace mandate
