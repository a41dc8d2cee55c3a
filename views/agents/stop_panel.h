// SPDX-License-Identifier: GPL-3.0-or-later
// The Enforcement tab of an agent: whether its state is enforced, point by point and live; what was seen of it after a stop; stop drills.
// Never says "Stopped" while a point has not confirmed it.
#pragma once

#include "views/widgets/scroll_pane.h"

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over concepts of the standard library
#include "models/items/stop_item.h"
#endif

class QLabel;
class QPushButton;
class QUrl;

namespace mandate {

class PlainText;
class StateChip;
class StateLines;

class StopPanel : public ScrollPane
{
    Q_OBJECT

public:
    explicit StopPanel(QWidget *parent = nullptr);

    /// nullptr: not read yet. `enforces`: this console tells the points; else it only reads. `drillRefusal`: why no drill can be run now.
    void show(const StopItem *stop, bool enforces, bool drilling, const QString &drillRefusal);
    [[nodiscard]] QPushButton *drillButton() const { return m_drill; }
    [[nodiscard]] StateLines *points() const { return m_points; }
    [[nodiscard]] StateChip *overall() const { return m_chip; }
    [[nodiscard]] QString drillText() const;
    void scrollToDrill();

Q_SIGNALS:
    void drillWanted();
    void linkActivated(const QUrl &link);

private:
    void fill(const StopItem &stop);
    void showDrill(const StopItem *stop, bool drilling, const QString &refusal);

    StateChip *m_chip;
    PlainText *m_said;
    PlainText *m_mode;
    QLabel *m_pointsHeading;
    StateLines *m_points;
    QPushButton *m_configure;
    QLabel *m_seenHeading;
    StateLines *m_seen;
    QLabel *m_drillHeading;
    PlainText *m_drilled;
    StateLines *m_results;
    QPushButton *m_drill;
    PlainText *m_drillHint;
};

} // namespace mandate
