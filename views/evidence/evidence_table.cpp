// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/evidence/evidence_table.h"

#include "models/items/evidence_model.h"
#include "models/items/text_safety.h"
#include "views/evidence/column_fit.h"
#include "views/widgets/icon.h"
#include "views/widgets/marked_scroll_bar.h"
#include "views/widgets/table.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QMenu>

#include <algorithm>
#include <limits>

namespace mandate {

namespace {

constexpr qsizetype mostCopied = 10'000; // rows; more belongs in an export

} // namespace

EvidenceTable::EvidenceTable(QWidget *parent) : QTableView(parent), m_columns(new ColumnFit(this)), m_marks(new MarkedScrollBar(this))
{
    setVerticalScrollBar(m_marks);
    setUpTable(this, tr("Evidence records"));
    setAccessibleDescription(
        tr("F filters for the value of a cell, Shift+F filters it out, C shows the records around one in its session, Enter opens the detail."));
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
    horizontalHeader()->setStretchLastSection(false);
    horizontalHeader()->setSectionsClickable(true);
    horizontalHeader()->setSortIndicatorShown(true);
    horizontalHeader()->setSortIndicator(EvidenceModel::NumberColumn, Qt::AscendingOrder);
    connect(horizontalHeader(), &QHeaderView::sectionClicked, this, [this](int section) {
        if (!m_evidence)
            return;
        const bool ascending = horizontalHeader()->sortIndicatorOrder() == Qt::AscendingOrder;
        m_evidence->sort(section, ascending ? Qt::AscendingOrder : Qt::DescendingOrder);
        showOrder();
        Q_EMIT sorted();
    });
}

void EvidenceTable::setEvidence(EvidenceModel *model)
{
    if (m_evidence)
        disconnect(m_evidence, nullptr, this, nullptr);
    m_evidence = model;
    m_columns->setModel(model);
    showMarks();
    showOrder();
    if (model)
        connect(model, &EvidenceModel::countsChanged, this, &EvidenceTable::showMarks);
}

void EvidenceTable::showMarks()
{
    if (!m_evidence)
        return m_marks->setMarks({}, 0, {});
    const auto &rows = m_evidence->violations();
    m_marks->setMarks(rows, m_evidence->rowCount(), tr("%n row(s) with a violation are marked here.", nullptr, static_cast<int>(rows.size())));
}

/// Other columns than number and time keep the order: the arrow stays where it is true.
void EvidenceTable::showOrder()
{
    const auto order = m_evidence ? m_evidence->order() : EvidenceModel::Order::ArrivalAscending;
    const bool byTime = order == EvidenceModel::Order::TimeAscending || order == EvidenceModel::Order::TimeDescending;
    const bool up = order == EvidenceModel::Order::TimeAscending || order == EvidenceModel::Order::ArrivalAscending;
    horizontalHeader()->setSortIndicator(byTime ? EvidenceModel::TimeColumn : EvidenceModel::NumberColumn,
                                         up ? Qt::AscendingOrder : Qt::DescendingOrder);
}

bool EvidenceTable::select(quint64 entry)
{
    const int row = m_evidence ? m_evidence->rowOf(entry) : -1;
    if (row < 0)
        return false;
    const int column = currentIndex().isValid() ? currentIndex().column() : EvidenceModel::DidColumn;
    setCurrentIndex(m_evidence->index(row, column));
    scrollTo(currentIndex(), QAbstractItemView::PositionAtCenter);
    return true;
}

std::optional<quint64> EvidenceTable::currentEntry() const
{
    return m_evidence && currentIndex().isValid() ? m_evidence->entryAt(currentIndex().row()) : std::nullopt;
}

void EvidenceTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    if (current.isValid() && current.row() != previous.row())
        Q_EMIT entrySelected(current.data(EvidenceModel::EntryRole).toULongLong());
}

QString EvidenceTable::currentCondition() const
{
    return currentIndex().data(EvidenceModel::ConditionRole).toString();
}

void EvidenceTable::filterByCell(bool out)
{
    const QString condition = currentCondition();
    if (!condition.isEmpty())
        Q_EMIT filterWanted(condition, out);
}

/// In order, each once, at most so many.
QList<int> EvidenceTable::chosenRows(qsizetype most) const
{
    QList<int> rows;
    if (!selectionModel())
        return rows;
    for (const QItemSelectionRange &range : selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom() && rows.size() < most; ++row)
            rows.append(row);
    }
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
}

std::vector<quint64> EvidenceTable::chosenEntries() const
{
    std::vector<quint64> entries;
    for (const int row : chosenRows(std::numeric_limits<qsizetype>::max())) {
        if (const auto entry = m_evidence ? m_evidence->entryAt(row) : std::nullopt)
            entries.push_back(*entry);
    }
    return entries;
}

void EvidenceTable::copyRows(int format)
{
    const QList<int> rows = chosenRows(mostCopied);
    QApplication::clipboard()->setText(m_evidence->copyText(rows, static_cast<EvidenceModel::CopyFormat>(format)));
}

void EvidenceTable::keyPressEvent(QKeyEvent *event)
{
    const auto modifiers = event->modifiers() & ~Qt::KeypadModifier;
    if (m_evidence && currentIndex().isValid()) {
        if (event->matches(QKeySequence::Copy))
            return copyRows(static_cast<int>(EvidenceModel::CopyFormat::Text));
        if (event->key() == Qt::Key_F && (modifiers == Qt::NoModifier || modifiers == Qt::ShiftModifier))
            return filterByCell(modifiers == Qt::ShiftModifier);
        if (event->key() == Qt::Key_C && modifiers == Qt::NoModifier) {
            Q_EMIT contextWanted(*currentEntry());
            return;
        }
        if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && modifiers == Qt::NoModifier) {
            Q_EMIT openWanted(*currentEntry());
            return;
        }
    }
    if (event->key() == Qt::Key_Escape) { // the table would take it for a character to search for
        Q_EMIT outWanted();
        return;
    }
    // Other letters would search a million rows one by one: left to the page and the window.
    if (!event->text().isEmpty() && event->text().at(0).isLetterOrNumber() && modifiers == Qt::NoModifier) {
        event->ignore();
        return;
    }
    QTableView::keyPressEvent(event);
}

void EvidenceTable::contextMenuEvent(QContextMenuEvent *event)
{
    if (!m_evidence || !currentIndex().isValid())
        return;
    const QString condition = currentCondition();
    const QString value = visibleLine(condition, 60).replace(u'&', QStringLiteral("&&"));
    QMenu *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (!condition.isEmpty()) {
        menu->addAction(icon(QStringLiteral("funnel")), tr("Filter for %1\tF").arg(value), this, [this] { filterByCell(false); });
        QAction *out = menu->addAction(tr("Filter out %1\tShift+F").arg(value), this, [this] { filterByCell(true); });
        out->setEnabled(currentIndex().column() != EvidenceModel::TimeColumn);
        menu->addSeparator();
    }
    menu->addAction(tr("Show the records around it\tC"), this, [this] { Q_EMIT contextWanted(*currentEntry()); });
    menu->addAction(tr("Open the detail\tEnter"), this, [this] { Q_EMIT openWanted(*currentEntry()); });
    menu->addSeparator();
    QMenu *copy = menu->addMenu(icon(QStringLiteral("clipboard")), tr("Copy as"));
    copy->addAction(tr("Text\tCtrl+C"), this, [this] { copyRows(static_cast<int>(EvidenceModel::CopyFormat::Text)); });
    copy->addAction(tr("CSV"), this, [this] { copyRows(static_cast<int>(EvidenceModel::CopyFormat::Csv)); });
    copy->addAction(tr("JSON"), this, [this] { copyRows(static_cast<int>(EvidenceModel::CopyFormat::Json)); });
    menu->popup(event->globalPos());
}

} // namespace mandate
