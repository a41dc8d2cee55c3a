// SPDX-License-Identifier: GPL-3.0-or-later
// A few numbers in a row, small enough for a cell of a table, with holes where nothing is known; and how they are read aloud.
#pragma once

#include <QList>
#include <QMetaType>
#include <QString>

namespace mandate {

struct Sparkline
{
    QList<double> values; ///< oldest first; not a number: nothing is known there

    [[nodiscard]] bool isEmpty() const { return values.isEmpty(); }
    /// "12, not known, 9, 0; falling": at most the newest ten, and how the later half stands to the earlier one.
    [[nodiscard]] QString words() const;
};

/// Role of item models, beside those of models/items/words.h: the Sparkline of the cell, drawn before its text.
inline constexpr int SparklineRole = 0x0100 + 32; // Qt::UserRole and what is left free below FirstOwnRole

} // namespace mandate

Q_DECLARE_METATYPE(mandate::Sparkline)
