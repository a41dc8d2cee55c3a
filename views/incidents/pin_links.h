// SPDX-License-Identifier: GPL-3.0-or-later
// Records that show something, as links in a row: each leads to the record, and its tooltip says what it shows.
#pragma once

#include "models/items/case_item.h"

#include <QWidget>

namespace mandate {

class PinLinks : public QWidget
{
    Q_OBJECT

public:
    explicit PinLinks(const QList<PinItem> &pins, QWidget *parent = nullptr);

Q_SIGNALS:
    void linkActivated(const QUrl &link);
};

/// Words that are nobody's own: a heading, or a muted line. Plain text, wrapped.
[[nodiscard]] QWidget *caseHeading(const QString &text, QWidget *parent);
/// The tooltip of what cannot be done now: why, and who can; empty when it can.
[[nodiscard]] QString notNow(const QString &refusal);
[[nodiscard]] QWidget *caseLine(const QString &text, QWidget *parent, bool muted = false);

} // namespace mandate
