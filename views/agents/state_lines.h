// SPDX-License-Identifier: GPL-3.0-or-later
// Lines of a state and what it means: enforcement points, checks, effects of a sheet. Shows; links are passed on. Changing nothing keeps the
// widgets, so that what is read aloud or has the focus stays.
#pragma once

#include <QList>
#include <QUrl>
#include <QWidget>

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over concepts of the standard library
#include "models/items/words.h"
#endif

class QGridLayout;

namespace mandate {

struct StateLine
{
    StateWord state;
    QString text;    ///< may hold text of a point or person: shown as plain text
    QString advice;  ///< what a person does; under the text
    QString link;    ///< label of the way there; empty: none
    QUrl target;
    bool operator==(const StateLine &) const = default;
};

class StateLines : public QWidget
{
    Q_OBJECT

public:
    explicit StateLines(QWidget *parent = nullptr);

    void setLines(const QList<StateLine> &lines);
    [[nodiscard]] const QList<StateLine> &lines() const { return m_lines; }

Q_SIGNALS:
    void linkActivated(const QUrl &link);

private:
    QGridLayout *m_grid;
    QList<StateLine> m_lines;
};

} // namespace mandate
