// SPDX-License-Identifier: GPL-3.0-or-later
// As RowDelegate, with the Sparkline of a cell drawn before its text: 60 by 16 pixels, holes left open.
#pragma once

#include "views/widgets/table.h"

namespace mandate {

class SparklineDelegate : public RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace mandate
