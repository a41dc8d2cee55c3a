// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/evidence/column_fit.h"

#include "models/items/evidence_model.h"

#include <QAction>
#include <QEvent>
#include <QHeaderView>
#include <QMenu>
#include <QSettings>
#include <QTableView>

#include <algorithm>
#include <array>

namespace mandate {

namespace {

constexpr int leastDid = 220; // pixels that what was done needs to be told
/// What goes first when there is no room; the rest always stays.
constexpr std::array droppable{EvidenceModel::SessionColumn, EvidenceModel::EvidenceColumn, EvidenceModel::OutcomeColumn, EvidenceModel::AgentColumn,
                               EvidenceModel::ClauseColumn};

QString settingsKey()
{
    return QStringLiteral("columns/evidence");
}

} // namespace

ColumnFit::ColumnFit(QTableView *table) : QObject(table), m_table(table)
{
    QHeaderView *header = table->horizontalHeader();
    table->viewport()->installEventFilter(this);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header, &QHeaderView::customContextMenuRequested, this, &ColumnFit::showMenu);
    connect(header, &QHeaderView::sectionResized, this, &ColumnFit::keep);
    connect(header, &QHeaderView::sectionMoved, this, &ColumnFit::keep);
}

void ColumnFit::setModel(QAbstractItemModel *model)
{
    m_fitting = true;
    m_table->setModel(model);
    if (model) {
        setWidths();
        m_chosen = m_table->horizontalHeader()->restoreState(QSettings().value(settingsKey()).toByteArray());
    }
    m_fitting = false;
    fit();
}

void ColumnFit::setWidths()
{
    const QFontMetrics metrics(m_table->font());
    const auto give = [&](int column, int width) {
        m_table->setColumnWidth(column, std::max(width, m_table->horizontalHeader()->sectionSizeHint(column) + 8));
    };
    const auto text = [&](int column, const QString &sample) { give(column, metrics.horizontalAdvance(sample) + 24); };
    const auto state = [&](int column, const QString &sample) { give(column, metrics.horizontalAdvance(sample) + 50); };
    text(EvidenceModel::NumberColumn, QStringLiteral("0 000 000"));
    text(EvidenceModel::TimeColumn, QStringLiteral("00 MMM 0000 00:00:00 no zone"));
    text(EvidenceModel::AgentColumn, QStringLiteral("gpt-4o-2024-11-20"));
    state(EvidenceModel::VerdictColumn, words::of(Verdict::Undecidable).text);
    text(EvidenceModel::ClauseColumn, QStringLiteral("Clause"));
    state(EvidenceModel::OutcomeColumn, words::of(Outcome::Unknown).text);
    text(EvidenceModel::SessionColumn, QString(14, u'0'));
    text(EvidenceModel::EvidenceColumn, QStringLiteral("Evidence"));
}

bool ColumnFit::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        fit();
    return QObject::eventFilter(watched, event);
}

void ColumnFit::fit()
{
    if (m_chosen || m_fitting || !m_table->model())
        return;
    m_fitting = true;
    for (int column = 0; column < EvidenceModel::ColumnCount; ++column)
        m_table->setColumnHidden(column, false);
    const auto taken = [this] {
        int width = 0;
        for (int column = 0; column < EvidenceModel::ColumnCount; ++column)
            width += column == EvidenceModel::DidColumn ? 0 : m_table->columnWidth(column); // a hidden one is 0 wide
        return width;
    };
    const int room = m_table->viewport()->width();
    for (const auto column : droppable) {
        if (room - taken() < leastDid)
            m_table->setColumnHidden(column, true);
    }
    m_table->setColumnWidth(EvidenceModel::DidColumn, std::max(leastDid, room - taken()));
    m_fitting = false;
}

void ColumnFit::keep()
{
    if (m_fitting || !m_table->model() || !m_table->isVisible())
        return;
    m_chosen = true;
    QSettings().setValue(settingsKey(), m_table->horizontalHeader()->saveState());
}

void ColumnFit::showMenu(const QPoint &at)
{
    if (!m_table->model())
        return;
    auto *menu = new QMenu(m_table);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int column = 0; column < EvidenceModel::ColumnCount; ++column) {
        QAction *action = menu->addAction(m_table->model()->headerData(column, Qt::Horizontal).toString());
        action->setCheckable(true);
        action->setChecked(!m_table->isColumnHidden(column));
        action->setEnabled(column != EvidenceModel::DidColumn);
        connect(action, &QAction::toggled, this, [this, column](bool shown) {
            m_table->setColumnHidden(column, !shown);
            keep();
        });
    }
    menu->addSeparator();
    menu->addAction(tr("Fit columns to the window"), this, [this] {
        QSettings().remove(settingsKey());
        m_chosen = false;
        fit();
    });
    menu->popup(m_table->horizontalHeader()->viewport()->mapToGlobal(at));
}

} // namespace mandate
