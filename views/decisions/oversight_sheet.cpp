// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/decisions/oversight_sheet.h"

#include "views/widgets/table.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

namespace mandate {

OversightSheet::OversightSheet(QWidget *parent) : QDialog(parent), m_table(new QTableWidget)
{
    setWindowTitle(tr("Oversight health"));
    setUpTable(m_table, tr("Oversight health by team"));
    m_table->setColumnCount(7);
    m_table->setHorizontalHeaderLabels(
        {tr("Team"), tr("Decided"), tr("Refused"), tr("Median"), tr("Faster than reading"), tr("Abandoned"), tr("Test items")});
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 14, 16, 14);
    layout->setSpacing(8);
    layout->addWidget(m_table, 1);
    for (const QString &formula : oversightFormulas()) {
        auto *label = new QLabel(formula);
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setProperty("part", QStringLiteral("muted"));
        layout->addWidget(label);
    }
    auto *close = new QPushButton(tr("Close"));
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(close);
    layout->addLayout(buttons);
    resize(860, 480);
}

void OversightSheet::show(const OversightWords &words)
{
    m_table->setRowCount(static_cast<int>(words.rows.size()));
    for (int row = 0; row < words.rows.size(); ++row) {
        const OversightRow &one = words.rows[row];
        const QStringList cells{one.team, one.decided, one.rejectRate, one.median, one.fast, one.abandoned, one.testItems};
        for (int column = 0; column < cells.size(); ++column) {
            auto *cell = new QTableWidgetItem(cells[column]);
            cell->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
            //: a figure for screen readers: %1 the team, %2 the figure's name, %3 its value
            cell->setData(Qt::AccessibleTextRole,
                          tr("%1, %2: %3").arg(one.team, m_table->horizontalHeaderItem(column)->text(), cells[column]));
            m_table->setItem(row, column, cell);
        }
        if (one.missedTest)
            m_table->item(row, 6)->setData(StateRole, QVariant::fromValue(StateWord{one.testItems, Shape::Octagon, Tone::Critical}));
    }
    QDialog::show();
    raise();
    activateWindow();
}

} // namespace mandate
