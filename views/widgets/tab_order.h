// SPDX-License-Identifier: GPL-3.0-or-later
// Where widgets that are made while a page lives stand in Tab order: without this, behind everything that was there before them.
#pragma once

#include <QList>

class QWidget;

namespace mandate {

/// Puts what takes Tab below `content` right behind `anchor`, in the order of `content`'s children. `anchor` takes Tab itself, or what
/// comes before it does.
void tabBehind(QWidget *anchor, QWidget *content);
/// What takes Tab in `content`, itself included, as it is seen: line by line, in reading direction.
[[nodiscard]] QList<QWidget *> inReadingOrder(QWidget *content);
/// The same for widgets in the order given.
void tabBehind(QWidget *anchor, const QList<QWidget *> &widgets);

} // namespace mandate
