// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/metrics/panel_view.h"

#include "models/items/text_safety.h"
#include "views/charts/chart_or_table.h"
#include "views/metrics/panel_plot.h"
#include "views/widgets/flow_layout.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/sparkline_delegate.h"
#include "views/widgets/state_chip.h"
#include "views/widgets/theme.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QStandardItemModel>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace mandate {

namespace {

QToolButton *panelButton(const QString &text, const QString &tip)
{
    auto *button = new QToolButton;
    button->setProperty("role", QStringLiteral("button"));
    button->setText(text);
    button->setToolTip(tip);
    return button;
}

constexpr int headerPadding = 32;
constexpr int widestColumn = 420;

/// Figures stand below one another by their last digit; words and times begin where the column does.
bool holdsNumbers(const QList<QStringList> &rows, int column)
{
    return std::ranges::all_of(rows, [column](const QStringList &cells) {
        const QString cell = cells.value(column);
        const auto letters = std::ranges::count_if(cell, [](QChar c) { return c.isLetter(); });
        return cell == QStringLiteral("–") || (letters <= 4 && std::ranges::any_of(cell, [](QChar c) { return c.isDigit(); }));
    });
}

} // namespace

PanelView::PanelView(QWidget *parent)
    : QFrame(parent),
      m_title(new QLabel),
      m_value(new QLabel),
      m_state(new StateChip),
      m_sentence(new PlainText),
      m_plot(new PanelPlot(QString())),
      m_either(new ChartOrTable(m_plot, QString())),
      m_rows(new QStandardItemModel(this)),
      m_copy(panelButton(tr("Copy"), tr("Copies the figure, its sentence and its table as text"))),
      m_pdf(panelButton(tr("Save picture…"), tr("Saves the picture as a PDF with lines that stay sharp"))),
      m_records(panelButton(tr("Show the records"), tr("Shows the records that the figure is counted from")))
{
    setProperty("surface", QStringLiteral("card"));
    for (QLabel *label : {m_title, m_value}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    m_title->setProperty("part", QStringLiteral("heading"));
    m_value->setFont(Theme::scaledFont(1.3, QFont::DemiBold));
    m_sentence->setProperty("untranslated", false);
    m_either->setModel(m_rows);
    m_either->table()->setItemDelegate(new SparklineDelegate(m_either->table()));
    m_either->table()->viewport()->installEventFilter(this);
    m_either->setMinimumHeight(180);
    auto *headline = new QHBoxLayout;
    headline->setSpacing(10);
    headline->addWidget(m_value, 1); // a label that wraps asks for less than it needs
    headline->addWidget(m_state);
    headline->addStretch(0);
    auto *tools = new QWidget;
    auto *row = new FlowLayout(tools);
    row->setContentsMargins(0, 0, 0, 0);
    for (QToolButton *button : {m_either->button(), m_copy, m_pdf, m_records})
        row->addWidget(button);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 10, 12, 10);
    column->setSpacing(6);
    column->addWidget(m_title);
    column->addLayout(headline);
    column->addWidget(m_sentence);
    column->addWidget(m_either, 1);
    column->addWidget(tools);
    column->addStretch(0);
    connect(m_copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(asText()); });
    connect(m_pdf, &QToolButton::clicked, this, &PanelView::chooseFile);
    connect(m_records, &QToolButton::clicked, this, [this] { Q_EMIT linkActivated(m_panel.records); });
    connect(m_either->table(), &QTableView::activated, this, [this](const QModelIndex &index) {
        if (const QUrl link = m_panel.recordsAt(index.row(), index.column()); !link.isEmpty())
            Q_EMIT linkActivated(link);
    });
}

QTableView *PanelView::table() const
{
    return m_either->table();
}

void PanelView::show(const FigurePanel &panel)
{
    const bool other = panel.key != m_panel.key;
    m_panel = panel;
    setAccessibleName(panel.title);
    m_title->setText(panel.title);
    m_value->setText(panel.value);
    m_value->setVisible(!panel.value.isEmpty());
    m_state->setVisible(panel.state.has_value());
    if (panel.state)
        m_state->setState(*panel.state);
    m_sentence->setUntrusted(panel.sentence, 2000);
    m_sentence->setVisible(!panel.sentence.isEmpty());
    fillTable();
    m_plot->setAccessibleName(panel.title);
    const bool picture = !panel.picture.isEmpty();
    if (picture)
        m_plot->show(panel.picture, panel.title + QStringLiteral(". ") + panel.value + QStringLiteral(". ") + panel.sentence);
    if (other || !picture)
        m_either->showTable(!picture || panel.tableFirst);
    m_either->setVisible(picture || !panel.rows.isEmpty());
    m_either->button()->setVisible(picture && !panel.rows.isEmpty());
    const int tableHeight = std::min(320, 60 + 34 * static_cast<int>(panel.rows.size()));
    m_either->setMinimumHeight(picture ? 220 : tableHeight);
    m_either->setMaximumHeight(picture ? QWIDGETSIZE_MAX : tableHeight);
    m_pdf->setVisible(picture);
    m_records->setVisible(!panel.records.isEmpty());
    m_records->setText(panel.recordsWords.isEmpty() ? tr("Show the records") : panel.recordsWords);
    m_copy->setAccessibleName(tr("Copy %1").arg(panel.title));
    m_pdf->setAccessibleName(tr("Save picture of %1").arg(panel.title));
    m_records->setAccessibleName(tr("%1: %2").arg(m_records->text(), panel.title)); // begins with what is read on it
    m_either->button()->setAccessibleName(tr("View %1 as table").arg(panel.title));
}

void PanelView::fillTable()
{
    m_rows->clear();
    m_rows->setHorizontalHeaderLabels(m_panel.columns);
    for (qsizetype row = 0; row < m_panel.rows.size(); ++row) {
        QList<QStandardItem *> cells;
        for (const QString &cell : m_panel.rows[row]) {
            auto *item = new QStandardItem(cell);
            item->setEditable(false);
            cells.append(item);
        }
        if (row < m_panel.rowStates.size() && cells.size() > 1)
            cells[1]->setData(QVariant::fromValue(m_panel.rowStates[row]), StateRole);
        m_rows->appendRow(cells);
    }
    for (const FigurePanel::CellState &cell : std::as_const(m_panel.cellStates)) {
        if (QStandardItem *item = m_rows->item(cell.row, cell.column))
            item->setData(QVariant::fromValue(cell.state), StateRole);
    }
    for (const FigurePanel::CellSpark &cell : std::as_const(m_panel.cellSparks)) {
        QStandardItem *item = m_rows->item(cell.row, cell.column);
        if (!item)
            continue;
        item->setData(QVariant::fromValue(cell.spark), SparklineRole);
        //: read aloud for a cell: %1 its text, %2 what is drawn beside it
        item->setData(tr("%1; %2").arg(item->text(), cell.spark.words()), Qt::AccessibleTextRole);
    }
    QTableView *view = m_either->table();
    view->setAccessibleName(tr("%1, as a table").arg(m_panel.title));
    const QString hint = !m_panel.cellRecords.isEmpty() ? tr("Enter or a double click on a number shows the records that it counts.") : m_panel.rowRecords.isEmpty() ? QString() : tr("Enter or a double click shows the records of a row.");
    view->setAccessibleDescription(hint);
    view->setToolTip(hint);
    const QAbstractItemView *items = view; // where the hint is public
    QHeaderView *header = view->horizontalHeader();
    QFont bold = header->font();
    bold.setBold(true);
    for (int column = 0; column < m_rows->columnCount(); ++column) {
        const bool numbers = column > 0 && holdsNumbers(m_panel.rows, column);
        const bool drawn = std::ranges::any_of(m_panel.cellSparks, [column](const FigurePanel::CellSpark &cell) { return cell.column == column; }); // its line stands before the text
        const Qt::Alignment alignment = (numbers || drawn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter;
        m_rows->horizontalHeaderItem(column)->setTextAlignment(alignment);
        for (int row = 0; row < m_rows->rowCount(); ++row) {
            if (QStandardItem *item = m_rows->item(row, column))
                item->setTextAlignment(alignment);
        }
        header->setSectionResizeMode(column, QHeaderView::Interactive);
        const int words = QFontMetrics(bold).horizontalAdvance(m_panel.columns.value(column)) + headerPadding;
        header->resizeSection(column, std::clamp(items->sizeHintForColumn(column), words, std::max(words, widestColumn)));
    }
    header->setStretchLastSection(false);
    m_nameWidth = m_rows->columnCount() > 0 ? header->sectionSize(0) : 0;
    spreadTable();
}

/// The names have what is left over: a number far away from its name is read in the wrong row.
void PanelView::spreadTable()
{
    QHeaderView *header = m_either->table()->horizontalHeader();
    if (header->count() == 0)
        return;
    const int others = header->length() - header->sectionSize(0);
    header->resizeSection(0, std::max(m_nameWidth, m_either->table()->viewport()->width() - others));
}

bool PanelView::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        spreadTable();
    return QFrame::eventFilter(watched, event);
}

QString PanelView::asText() const
{
    QStringList lines{m_panel.title};
    if (!m_panel.value.isEmpty())
        lines << m_panel.value + (m_panel.state ? QStringLiteral(" · ") + m_panel.state->text : QString());
    if (!m_panel.sentence.isEmpty())
        lines << m_panel.sentence;
    if (!m_panel.rows.isEmpty()) {
        lines << m_panel.columns.join(u'\t');
        for (const QStringList &cells : m_panel.rows)
            lines << cells.join(u'\t');
    }
    return lines.join(u'\n') + u'\n';
}

bool PanelView::savePicture(const QString &path) const
{
    return m_plot->savePdf(path, 560, 320, QCP::epNoCosmetic, QStringLiteral("Mandate"), m_panel.title);
}

void PanelView::chooseFile()
{
    const QString path = QFileDialog::getSaveFileName(this, tr("Save picture"), QStringLiteral("mandate-figure.pdf"), tr("PDF (*.pdf)"));
    if (!path.isEmpty() && !savePicture(path))
        Q_EMIT notSaved(path);
}

} // namespace mandate
