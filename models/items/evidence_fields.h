// SPDX-License-Identifier: GPL-3.0-or-later
// What the fields of the matching records hold: for each field its most frequent values with their counts, how many have another, and how many none.
// Counted in a worker, by the store; asking anew cancels the count before.
#pragma once

#include "models/items/evidence_filter.h"
#include "models/items/words.h"

#include <QAbstractItemModel>

#include <memory>
#include <vector>

namespace mandate {

class Workspace;
struct Trouble;

/// One field over the matching records.
struct FieldTally
{
    struct Value
    {
        QString value; ///< as recorded
        quint64 count = 0;
    };
    FilterField field = FilterField::Agent;
    std::vector<Value> top;  ///< most frequent first
    quint64 otherValues = 0; ///< distinct values beside those
    quint64 others = 0;      ///< records that have one of them
    quint64 missing = 0;     ///< records without a value
};

/// Two levels: a field, and below it its values. Columns: the value, and how many records have it.
class EvidenceFieldsModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { ValueColumn, CountColumn, ColumnCount };
    enum Role {
        ConditionRole = FirstOwnRole, ///< QString filter condition of a value; empty for fields and for what no filter can ask
        FieldRole                     ///< QString stable name of the field a row belongs to
    };
    static constexpr int topValues = 10;

    explicit EvidenceFieldsModel(std::shared_ptr<Workspace> workspace, QObject *parent = nullptr);
    ~EvidenceFieldsModel() override;

    /// Counts again under these conditions.
    void read(const QList<FilterCondition> &conditions);
    /// Gives up what is being counted; what was counted before stays.
    void stop();
    [[nodiscard]] bool isBusy() const;
    [[nodiscard]] quint64 matching() const; ///< records that were counted
    [[nodiscard]] const std::vector<FieldTally> &tallies() const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &index) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    void busyChanged(bool busy);
    void troubled(const mandate::Trouble &trouble);

private:
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate
