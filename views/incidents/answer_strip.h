// SPDX-License-Identifier: GPL-3.0-or-later
// The four answers to an incident side by side: what it did, in what context, on what basis, who is accountable. Every fact leads to what
// it rests on. Shows, never concludes.
#pragma once

#include "models/items/incident_model.h"

#include <QFrame>

class QGridLayout;

namespace mandate {

class AnswerStrip : public QFrame
{
    Q_OBJECT

public:
    explicit AnswerStrip(QWidget *parent = nullptr);

    void show(const QList<IncidentAnswer> &answers);
    /// Headings, in order: what a reader meets first.
    [[nodiscard]] QStringList headings() const;

Q_SIGNALS:
    void linkActivated(const QUrl &link);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] QWidget *cell(const IncidentAnswer &answer);
    void arrange();

    QGridLayout *m_grid;
    QList<QWidget *> m_cells;
    QStringList m_headings;
    int m_columns = 0;
};

} // namespace mandate
