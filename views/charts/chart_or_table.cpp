// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/charts/chart_or_table.h"

#include "views/charts/plot.h"
#include "views/widgets/table.h"

#include <QShortcut>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace mandate {

ChartOrTable::ChartOrTable(Plot *plot, const QString &tableName, QWidget *parent)
    : QWidget(parent),
      m_plot(plot),
      m_table(new QTableView),
      m_stack(new QStackedWidget(this)),
      m_button(new QToolButton(this))
{
    setUpTable(m_table, tableName);
    m_stack->addWidget(plot);
    m_stack->addWidget(m_table);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);

    m_button->setProperty("role", QStringLiteral("button"));
    m_button->setCheckable(true);
    m_button->setText(tr("View as table"));
    m_button->setToolTip(tr("Shows the same points as a table (T)"));
    connect(m_button, &QToolButton::toggled, this, &ChartOrTable::showTable);
    // A single letter only while the chart or its table has the focus (WCAG 2.1.4).
    for (QWidget *widget : {static_cast<QWidget *>(plot), static_cast<QWidget *>(m_table)}) {
        auto *key = new QShortcut(QKeySequence(Qt::Key_T), widget);
        key->setContext(Qt::WidgetShortcut);
        connect(key, &QShortcut::activated, this, [this] {
            showTable(!showsTable());
            m_stack->currentWidget()->setFocus(Qt::ShortcutFocusReason);
        });
    }
}

void ChartOrTable::setModel(QAbstractItemModel *model)
{
    m_table->setModel(model);
}

bool ChartOrTable::showsTable() const
{
    return m_stack->currentWidget() == m_table;
}

void ChartOrTable::showTable(bool table)
{
    m_stack->setCurrentIndex(table ? 1 : 0);
    m_button->setChecked(table);
}

} // namespace mandate
