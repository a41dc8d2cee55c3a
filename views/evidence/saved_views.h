// SPDX-License-Identifier: GPL-3.0-or-later
// Named views of the Evidence table: what is asked, which columns, in which order, how dense. Kept for the person in the settings, beside their columns.
// Not the widget that offers them (view_picker.h).
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>

namespace mandate {

struct SavedView
{
    QString name;
    QString filter;     ///< as the filter bar writes it
    QString order;      ///< as links write it
    QByteArray columns; ///< KeptColumns::state(); empty: as they fit
    bool compact = false;
    bool operator==(const SavedView &) const = default;
};

namespace saved_views {

/// Sorted as people sort.
[[nodiscard]] QStringList names();
[[nodiscard]] std::optional<SavedView> find(const QString &name);
/// In place of one of the same name.
void put(const SavedView &view);
void remove(const QString &name);
/// False when there is none of the first name or one of the second.
bool rename(const QString &from, const QString &to);

} // namespace saved_views
} // namespace mandate
