// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/incident_filter.h"

#include "models/items/incident_model.h"

namespace mandate {

IncidentFilter::IncidentFilter(QObject *parent) : QSortFilterProxyModel(parent)
{
    setFilterRole(IncidentModel::SearchRole);
    setFilterCaseSensitivity(Qt::CaseInsensitive);
    setSortRole(SortRole);
    setSortLocaleAware(true);
}

void IncidentFilter::setShow(Show show)
{
    if (m_show == show)
        return;
    m_show = show;
    invalidateFilter();
}

bool IncidentFilter::accepts(int row, Show show) const
{
    const auto *model = qobject_cast<const IncidentModel *>(sourceModel());
    const IncidentItem *item = model ? model->item(row) : nullptr;
    if (!item)
        return false;
    switch (show) {
    case Open: return item->open;
    case Mine: return item->open && item->mine;
    case Late: return item->neglected;
    case Done: return !item->open;
    case All: return true;
    }
    return true;
}

int IncidentFilter::count(Show show) const
{
    int all = 0;
    for (int row = 0; sourceModel() && row < sourceModel()->rowCount(); ++row)
        all += accepts(row, show) ? 1 : 0;
    return all;
}

bool IncidentFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    return accepts(row, m_show) && QSortFilterProxyModel::filterAcceptsRow(row, parent);
}

} // namespace mandate
