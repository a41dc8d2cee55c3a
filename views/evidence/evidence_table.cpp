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
constexpr qsizetype mostChosen = 1000; // records of one incident by hand

} // namespace

EvidenceTable::EvidenceTable(QWidget *parent) : QTableView(parent), m_columns(new ColumnFit(this)), m_marks(new MarkedScrollBar(this))
{
    setVerticalScrollBar(m_marks);
    setUpTable(this, tr("Evidence records"));
    setAccessibleDescription(
        tr("F filters for the value of a cell, Shift+F filters it out, C shows the records around one in its session, V follows the session, S stars and T tags all chosen rows, N notes, Enter opens the "
           "detail."));
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
    if (model) {
        connect(model, &EvidenceModel::countsChanged, this, &EvidenceTable::showMarks);
        connect(model, &EvidenceModel::histogramChanged, this, &EvidenceTable::showMarks);
        connect(model, &EvidenceModel::copied, this, [this](const QString &text, int rows) {
            QApplication::clipboard()->setText(text);
            Q_EMIT copied(tr("%n row(s) are on the clipboard.", nullptr, rows));
        });
    }
}

void EvidenceTable::showMarks()
{
    m_columns->fit(); // whether anybody marked anything decides about a column
    const std::vector<int> none;
    const int total = m_evidence ? m_evidence->rowCount() : 0;
    const auto &hits = m_evidence ? m_evidence->violations() : none;
    const auto &stars = m_evidence ? m_evidence->starred() : none;
    const auto &gaps = m_evidence ? m_evidence->gaps() : none;
    m_marks->setMarks(MarkedScrollBar::Hits, hits, total, tr("%n row(s) with a violation are marked here.", nullptr, static_cast<int>(hits.size())));
    m_marks->setMarks(MarkedScrollBar::Stars, stars, total, tr("%n row(s) with a star: the arrows at the other edge.", nullptr, static_cast<int>(stars.size())));
    m_marks->setMarks(MarkedScrollBar::Gaps, gaps, total, tr("%n time(s) for which nothing was received: the dashes.", nullptr, static_cast<int>(gaps.size())));
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

void EvidenceTable::copyRows(int format)
{
    if (m_evidence)
        m_evidence->copy(chosenRows(mostCopied), static_cast<EvidenceModel::CopyFormat>(format));
}

QString EvidenceTable::selectedFilter() const
{
    const int column = currentIndex().column();
    QStringList conditions;
    QStringList numbers;
    bool each = column != EvidenceModel::TimeColumn && column != EvidenceModel::NumberColumn; // of those a filter takes one
    for (const int row : chosenRows(mostCopied)) {
        const QModelIndex cell = model()->index(row, column);
        const QString condition = cell.data(EvidenceModel::ConditionRole).toString();
        each = each && !condition.isEmpty();
        if (!conditions.contains(condition))
            conditions.append(condition);
        numbers.append(QString::number(cell.data(EvidenceModel::EntryRole).toULongLong()));
    }
    if (each)
        return conditions.join(u' ');
    return numbers.size() == 1 ? QStringLiteral("no:") + numbers.first() : QStringLiteral("no:(%1)").arg(numbers.join(QStringLiteral(", ")));
}

std::optional<quint64> EvidenceTable::topEntry() const
{
    const int row = rowAt(1);
    return m_evidence && row > 0 ? m_evidence->entryAt(row) : std::nullopt;
}

void EvidenceTable::showAtTop(quint64 entry)
{
    const int row = m_evidence ? m_evidence->rowOf(entry) : -1;
    if (row >= 0)
        scrollTo(m_evidence->index(row, EvidenceModel::DidColumn), QAbstractItemView::PositionAtTop);
}

QByteArray EvidenceTable::columns() const
{
    return m_columns->state();
}
void EvidenceTable::setColumns(const QByteArray &state)
{
    m_columns->take(state);
    showOrder();
}

bool EvidenceTable::entryKey(int key)
{
    const quint64 entry = *currentEntry();
    switch (key) {
    case Qt::Key_C: Q_EMIT contextWanted(entry); return true;
    case Qt::Key_V: Q_EMIT followWanted(entry); return true;
    case Qt::Key_S: Q_EMIT starWanted(entry); return true;
    case Qt::Key_T: Q_EMIT tagWanted(entry); return true;
    case Qt::Key_N: Q_EMIT noteWanted(entry); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter: Q_EMIT openWanted(entry); return true;
    default: return false;
    }
}

std::vector<quint64> EvidenceTable::chosenEntries(qsizetype most) const
{
    std::vector<quint64> entries;
    for (const int row : chosenRows(most)) {
        if (const auto entry = m_evidence ? m_evidence->entryAt(row) : std::nullopt)
            entries.push_back(*entry);
    }
    return entries;
}

void EvidenceTable::keyPressEvent(QKeyEvent *event)
{
    const auto modifiers = event->modifiers() & ~Qt::KeypadModifier;
    if (m_evidence && currentIndex().isValid()) {
        if (event->matches(QKeySequence::Copy))
            return copyRows(static_cast<int>(EvidenceModel::CopyFormat::Text));
        if (event->key() == Qt::Key_F && (modifiers == Qt::NoModifier || modifiers == Qt::ShiftModifier))
            return filterByCell(modifiers == Qt::ShiftModifier);
        if (modifiers == Qt::NoModifier && entryKey(event->key()))
            return;
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
    const auto keyed = [this, menu](const QString &text, int key) { menu->addAction(text, this, [this, key] { entryKey(key); }); };
    keyed(tr("Show the records around it\tC"), Qt::Key_C);
    keyed(tr("Follow its session\tV"), Qt::Key_V);
    keyed(tr("Open the detail\tEnter"), Qt::Key_Return);
    menu->addSeparator();
    keyed(tr("Star the chosen records, or take the stars back\tS"), Qt::Key_S);
    keyed(tr("Tag the chosen records…\tT"), Qt::Key_T);
    keyed(tr("Note…\tN"), Qt::Key_N);
    menu->addSeparator();
    menu->addAction(tr("Open an incident from the selected records…"), this, [this] {
        const std::vector<quint64> chosen = chosenEntries(mostChosen);
        Q_EMIT incidentWanted({chosen.begin(), chosen.end()});
    });
    menu->addSeparator();
    QMenu *copy = menu->addMenu(icon(QStringLiteral("clipboard")), tr("Copy as"));
    const auto format = [this, copy](const QString &text, EvidenceModel::CopyFormat as) { copy->addAction(text, this, [this, as] { copyRows(static_cast<int>(as)); }); };
    format(tr("Text\tCtrl+C"), EvidenceModel::CopyFormat::Text);
    format(tr("CSV"), EvidenceModel::CopyFormat::Csv);
    format(tr("JSON"), EvidenceModel::CopyFormat::Json);
    format(tr("Markdown table"), EvidenceModel::CopyFormat::Markdown);
    format(tr("Link"), EvidenceModel::CopyFormat::Link);
    copy->addAction(tr("Filter"), this, [this] {
        QApplication::clipboard()->setText(selectedFilter());
        Q_EMIT copied(tr("The filter is on the clipboard."));
    });
    menu->popup(event->globalPos());
}

} // namespace mandate
