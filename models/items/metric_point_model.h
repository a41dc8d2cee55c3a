// SPDX-License-Identifier: GPL-3.0-or-later
// One reading of a metrics source as rows: every point, and every hole in its place. The same as the chart shows, for who does not see it.
#pragma once

#include "models/items/metric_source_list.h"

#include <QAbstractTableModel>

namespace mandate {

class MetricPointModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Time, Value, Series, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;
    void setReading(const MetricReadingPointer &reading);
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct Row
    {
        std::size_t series = 0;
        std::size_t point = 0; ///< or hole
        bool isHole = false;
    };
    MetricReadingPointer m_reading;
    std::vector<QString> m_names; ///< of the series
    std::vector<MetricHole> m_holes; ///< where there is no series
    std::vector<Row> m_rows;
};

} // namespace mandate
