// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/kept_columns.h"

#include <QAction>
#include <QHeaderView>
#include <QMenu>
#include <QSettings>
#include <QTableView>

namespace mandate {

KeptColumns::KeptColumns(QTableView *table, const QString &key, int fixed) : QObject(table), m_table(table), m_key(key), m_fixed(fixed)
{
    QHeaderView *header = table->horizontalHeader();
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header, &QHeaderView::customContextMenuRequested, this, &KeptColumns::showMenu);
    connect(header, &QHeaderView::sectionResized, this, &KeptColumns::keep);
    connect(header, &QHeaderView::sectionMoved, this, &KeptColumns::keep);
    connect(header, &QHeaderView::sortIndicatorChanged, this, &KeptColumns::keepSort);
    connect(header, &QHeaderView::sectionCountChanged, this, [this](int before, int now) {
        if (before == 0 && now > 0) // a proxy got its model
            restore();
    });
}

/// Other columns in another version of the console: what was kept of these is not meant.
QString KeptColumns::settingsKey(const QString &what) const
{
    return QStringLiteral("columns/%1/%2-%3").arg(m_key, what).arg(m_table->horizontalHeader()->count());
}

void KeptColumns::restore()
{
    const Own own(this);
    const QSettings settings;
    const QStringList sort = settings.value(settingsKey(QStringLiteral("sort"))).toString().split(u' ');
    m_chosen = m_table->horizontalHeader()->restoreState(settings.value(settingsKey(QStringLiteral("header"))).toByteArray());
    if (m_table->isSortingEnabled() && sort.size() == 2)
        m_table->sortByColumn(sort[0].toInt(), sort[1] == QLatin1String("down") ? Qt::DescendingOrder : Qt::AscendingOrder);
}

void KeptColumns::reset()
{
    QSettings().remove(QStringLiteral("columns/") + m_key);
    m_chosen = false;
    QHeaderView *header = m_table->horizontalHeader();
    const Own own(this);
    for (int column = 0; column < header->count(); ++column) // back to the places they came from
        header->moveSection(header->visualIndex(column), column);
    Q_EMIT fitWanted();
}

/// Places, widths and which are hidden; not by which column is sorted, which is told apart from this.
QByteArray KeptColumns::state() const
{
    QStringList columns;
    const QHeaderView *header = m_table->horizontalHeader();
    for (int column = 0; m_chosen && column < header->count(); ++column)
        columns.append(QStringLiteral("%1 %2 %3").arg(header->visualIndex(column)).arg(header->sectionSize(column)).arg(header->isSectionHidden(column) ? 0 : 1));
    return columns.join(u';').toLatin1();
}

void KeptColumns::take(const QByteArray &state)
{
    QHeaderView *header = m_table->horizontalHeader();
    const QStringList columns = QString::fromLatin1(state).split(u';', Qt::SkipEmptyParts);
    if (columns.size() != header->count()) // none, or of other columns in another version
        return reset();
    const Own own(this);
    for (int place = 0; place < columns.size(); ++place) {
        for (int column = 0; column < columns.size(); ++column) {
            const QStringList parts = columns[column].split(u' ');
            if (parts.size() != 3 || parts[0].toInt() != place)
                continue;
            header->setSectionHidden(column, parts[2] == QLatin1String("0"));
            if (parts[1].toInt() > 0)
                header->resizeSection(column, parts[1].toInt());
            header->moveSection(header->visualIndex(column), place);
        }
    }
    m_chosen = true;
    QSettings().setValue(settingsKey(QStringLiteral("header")), header->saveState());
}

void KeptColumns::resetBelow(QWidget *root)
{
    for (KeptColumns *kept : root->findChildren<KeptColumns *>())
        kept->reset();
}

bool KeptColumns::byPerson() const
{
    return !m_own && m_table->model() && m_table->isVisible();
}

void KeptColumns::keep()
{
    if (!byPerson())
        return;
    m_chosen = true;
    QSettings().setValue(settingsKey(QStringLiteral("header")), m_table->horizontalHeader()->saveState());
}

void KeptColumns::keepSort(int column, Qt::SortOrder order)
{
    if (byPerson() && m_table->isSortingEnabled())
        QSettings().setValue(settingsKey(QStringLiteral("sort")),
                             QStringLiteral("%1 %2").arg(column).arg(order == Qt::DescendingOrder ? QStringLiteral("down") : QStringLiteral("up")));
}

void KeptColumns::showMenu(const QPoint &at)
{
    if (!m_table->model())
        return;
    auto *menu = new QMenu(m_table);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int column = 0; column < m_table->horizontalHeader()->count(); ++column) {
        QAction *action = menu->addAction(m_table->model()->headerData(column, Qt::Horizontal).toString());
        action->setCheckable(true);
        action->setChecked(!m_table->isColumnHidden(column));
        action->setEnabled(column != m_fixed);
        connect(action, &QAction::toggled, this, [this, column](bool shown) {
            m_table->setColumnHidden(column, !shown);
            keep();
        });
    }
    menu->addSeparator();
    menu->addAction(tr("Fit columns to the window"), this, &KeptColumns::reset);
    menu->popup(m_table->horizontalHeader()->viewport()->mapToGlobal(at));
}

} // namespace mandate
