// SPDX-License-Identifier: GPL-3.0-or-later
// Which incidents the list shows: by their state, and by words. Closed and merged ones are hidden until they are asked for, and counted.
#pragma once

#include <QSortFilterProxyModel>

namespace mandate {

class IncidentFilter : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    enum Show { Open, Mine, Late, Done, All };

    explicit IncidentFilter(QObject *parent = nullptr);

    void setShow(Show show);
    [[nodiscard]] Show shown() const { return m_show; }
    /// How many of the source have this state, whatever the words are.
    [[nodiscard]] int count(Show show) const;

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    [[nodiscard]] bool accepts(int row, Show show) const;

    Show m_show = Open;
};

} // namespace mandate
