// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/sparkline_delegate.h"

#include "models/items/sparkline.h"
#include "views/widgets/theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace mandate {

namespace {

constexpr int sparkWidth = 60, sparkHeight = 16, sparkPadding = 10;
constexpr double dot = 1.6; ///< radius of a value that stands between two holes, and of the newest

void paintSpark(QPainter &painter, const QRectF &place, const QList<double> &values, const QColor &colour)
{
    double low = 0, high = 1; // a single violation is no mountain, and none is the ground
    for (const double value : values) {
        if (!std::isnan(value)) {
            low = std::min(low, value);
            high = std::max(high, value);
        }
    }
    const double step = values.size() < 2 ? 0 : place.width() / static_cast<double>(values.size() - 1);
    const auto at = [&](qsizetype i) { return QPointF(place.left() + step * static_cast<double>(i), place.bottom() - place.height() * (values[i] - low) / (high - low)); };
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, 1.4));
    painter.setBrush(colour);
    for (qsizetype i = 0; i < values.size(); ++i) {
        if (std::isnan(values[i]))
            continue;
        const bool before = i > 0 && !std::isnan(values[i - 1]);
        const bool after = i + 1 < values.size() && !std::isnan(values[i + 1]);
        if (before)
            painter.drawLine(at(i - 1), at(i));
        if ((!before && !after) || i + 1 == values.size())
            painter.drawEllipse(at(i), dot, dot);
    }
}

} // namespace

void SparklineDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    RowDelegate::paint(painter, option, index);
    const auto spark = index.data(SparklineRole).value<Sparkline>();
    if (spark.isEmpty())
        return;
    const QRect cell = option.rect.adjusted(sparkPadding, 0, -sparkPadding, -1);
    const int left = option.direction == Qt::RightToLeft ? cell.right() - sparkWidth : cell.left();
    painter->save();
    painter->setClipRect(option.rect);
    paintSpark(*painter, QRectF(left + 2, cell.center().y() - sparkHeight / 2.0, sparkWidth - 4, sparkHeight), spark.values, Theme::instance().tokens().accent);
    painter->restore();
}

QSize SparklineDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QSize hint = RowDelegate::sizeHint(option, index);
    return index.data(SparklineRole).canConvert<Sparkline>() ? QSize(hint.width() + sparkWidth + sparkPadding, hint.height()) : hint;
}

} // namespace mandate
