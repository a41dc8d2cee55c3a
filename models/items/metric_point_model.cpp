// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/metric_point_model.h"

#include "models/items/text_safety.h"

namespace mandate {

void MetricPointModel::setReading(const MetricReadingPointer &reading)
{
    beginResetModel();
    m_reading = reading;
    m_rows.clear();
    m_names.clear();
    m_holes.clear();
    if (reading && reading->series.empty()) {
        m_holes = reading->holes();
        for (std::size_t i = 0; i < m_holes.size(); ++i)
            m_rows.push_back({0, i, true});
    }
    for (std::size_t s = 0; reading && s < reading->series.size(); ++s) {
        const MetricSeries &series = reading->series[s];
        m_names.push_back(visibleLine(series.name(), 200));
        std::size_t hole = 0;
        for (std::size_t p = 0; p < series.points.size(); ++p) {
            for (; hole < series.holes.size() && series.holes[hole].from.nanoseconds < series.points[p].at.nanoseconds; ++hole)
                m_rows.push_back({s, hole, true});
            m_rows.push_back({s, p, false});
        }
        for (; hole < series.holes.size(); ++hole)
            m_rows.push_back({s, hole, true});
    }
    endResetModel();
}

int MetricPointModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int MetricPointModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

QVariant MetricPointModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount() || (role != Qt::DisplayRole && role != Qt::AccessibleTextRole && role != StateRole && role != Qt::ToolTipRole))
        return {};
    const Row &row = m_rows[static_cast<std::size_t>(index.row())];
    const MetricHole *hole = !row.isHole ? nullptr : m_reading->series.empty() ? &m_holes[row.point] : &m_reading->series[row.series].holes[row.point];
    const MetricPoint *point = row.isHole ? nullptr : &m_reading->series[row.series].points[row.point];
    if (role == StateRole)
        return hole && index.column() == Value ? QVariant::fromValue(StateWord{tr("Not known"), Shape::Hatch, Tone::Muted}) : QVariant();
    const QString text = [&]() -> QString {
        switch (index.column()) {
        case Series: return m_names.empty() ? tr("none") : m_names[row.series];
        //: a time that nothing is known of: %1 and %2 times
        case Time: return hole ? tr("%1 to %2").arg(words::exactTime(hole->from), words::exactTime(hole->until)) : words::exactTime(point->at);
        case Value:
            if (hole)
                return tr("Not known");
            //: %1 how a source says that it has no value, such as NaN
            return point->value ? MetricSourceList::number(*point->value) : tr("no value (%1)").arg(visibleLine(point->word, 40));
        default: return {};
        }
    }();
    return role == Qt::ToolTipRole ? QVariant(plainToolTip(text)) : QVariant(text);
}

QVariant MetricPointModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Series: return tr("Series");
    case Time: return tr("Time");
    case Value: return tr("Value");
    default: return {};
    }
}

} // namespace mandate
