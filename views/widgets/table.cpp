// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/table.h"

#include "models/items/words.h"
#include "views/widgets/kept_columns.h"
#include "views/widgets/state_shape.h"
#include "views/widgets/theme.h"

#include <QHeaderView>
#include <QPainter>
#include <QTableView>

namespace mandate {
namespace {

constexpr int cellPadding = 10;

constexpr int widestColumn = 340;
constexpr int narrowestStretch = 180;
const QString fitterName = QStringLiteral("columnFitter");

/// Chooses and sizes columns whenever the table's width or its rows change.
class ColumnFitter : public QObject
{
public:
    ColumnFitter(QTableView *table, const QString &key, QList<int> byImportance, int stretch)
        : QObject(table),
          m_table(table),
          m_kept(new KeptColumns(table, key, stretch)),
          m_order(std::move(byImportance)),
          m_stretch(stretch)
    {
        setObjectName(fitterName);
        m_kept->setParent(this);
        m_kept->restore();
        table->viewport()->installEventFilter(this); // the table itself is told before its viewport has the new width
        const auto refit = [this] { fit(); };
        connect(table->model(), &QAbstractItemModel::modelReset, this, refit);
        connect(table->model(), &QAbstractItemModel::layoutChanged, this, refit);
        connect(&Theme::instance(), &Theme::changed, this, refit);
        connect(m_kept, &KeptColumns::fitWanted, this, refit);
        fit();
    }

    bool eventFilter(QObject *object, QEvent *event) override
    {
        if (event->type() == QEvent::Resize || event->type() == QEvent::Show)
            fit();
        return QObject::eventFilter(object, event);
    }

private:
    /// The widest of the first rows; QTableView's own hint is not public.
    [[nodiscard]] int columnHint(int column) const
    {
        QStyleOptionViewItem option;
        option.initFrom(m_table);
        int width = 0;
        for (int row = 0; row < qMin(m_table->model()->rowCount(), 200); ++row)
            width = qMax(width, m_table->itemDelegate()->sizeHint(option, m_table->model()->index(row, column)).width());
        return width;
    }

    /// A hidden section has no hint of its own.
    [[nodiscard]] int headerHint(int column) const
    {
        QFont font = m_table->font();
        font.setWeight(QFont::DemiBold);
        const QString text = m_table->model()->headerData(column, Qt::Horizontal).toString();
        return QFontMetrics(font).horizontalAdvance(text) + 2 * cellPadding + 12;
    }

    void fit()
    {
        if (m_kept->chosen() || !m_table->model()) // a table loses its model when the workspace is closed
            return;
        const KeptColumns::Own own(m_kept);
        int left = m_table->viewport()->width();
        for (const int column : m_order) {
            const int wish = qMax(columnHint(column), headerHint(column)) + 6;
            const int width = column == m_stretch ? qMin(wish, narrowestStretch) : qMin(wish, widestColumn);
            const bool fits = width <= left || column == m_stretch;
            m_table->setColumnHidden(column, !fits);
            if (!fits) {
                left = 0; // what is less important must not take its place
                continue;
            }
            left -= width;
            m_table->setColumnWidth(column, width);
        }
        int used = 0;
        for (const int column : m_order)
            used += m_table->isColumnHidden(column) || column == m_stretch ? 0 : m_table->columnWidth(column);
        m_table->setColumnWidth(m_stretch, qMax(narrowestStretch, m_table->viewport()->width() - used));
    }

    QTableView *m_table;
    KeptColumns *m_kept;
    QList<int> m_order;
    int m_stretch;
};

} // namespace

void RowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const ThemeTokens &t = Theme::instance().tokens();
    painter->save();
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    if (selected)
        painter->fillRect(option.rect, t.selection);
    else if (const QVariant ground = index.data(Qt::BackgroundRole); ground.isValid())
        painter->fillRect(option.rect, ground.value<QBrush>());
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), t.line);
    if (selected && index.column() == 0) {
        const int edge = option.direction == Qt::RightToLeft ? option.rect.right() - 2 : option.rect.left();
        painter->fillRect(QRect(edge, option.rect.top(), 3, option.rect.height()), t.accent);
    }

    const QRect cell = option.rect.adjusted(cellPadding, 0, -cellPadding, -1);
    QFont font = option.font;
    if (const QVariant own = index.data(Qt::FontRole); own.isValid())
        font = own.value<QFont>();
    if (index.data(MonoRole).toBool())
        font = Theme::monoFont();
    painter->setFont(font);
    const QVariant state = index.data(StateRole);
    if (state.canConvert<StateWord>()) {
        paintState(*painter, cell, state.value<StateWord>(), selected);
    } else {
        QColor color = t.text;
        if (const QVariant own = index.data(Qt::ForegroundRole); own.isValid())
            color = own.value<QBrush>().color();
        if (!option.state.testFlag(QStyle::State_Enabled))
            color = t.muted;
        painter->setPen(color);
        const QVariant wish = index.data(Qt::TextAlignmentRole);
        const Qt::Alignment alignment = wish.isValid() ? wish.value<Qt::Alignment>() : Qt::Alignment(Qt::AlignLeft | Qt::AlignVCenter);
        const QString text = displayText(index.data(Qt::DisplayRole), option.locale);
        const QString shown = QFontMetrics(font).elidedText(text, option.textElideMode, cell.width());
        painter->drawText(cell, static_cast<int>(QStyle::visualAlignment(option.direction, alignment | Qt::AlignVCenter)) | Qt::TextSingleLine,
                          shown);
    }
    painter->restore();
}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QFont font = option.font;
    if (index.data(MonoRole).toBool())
        font = Theme::monoFont();
    const QVariant state = index.data(StateRole);
    const bool hasState = state.canConvert<StateWord>();
    const QString text = hasState ? state.value<StateWord>().text : displayText(index.data(Qt::DisplayRole), option.locale);
    const int width = QFontMetrics(font).horizontalAdvance(text) + (hasState ? 26 : 0) + 2 * cellPadding + 2;
    return {width, Theme::instance().rowHeight()};
}

void WrappingDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const ThemeTokens &t = Theme::instance().tokens();
    painter->save();
    if (option.state.testFlag(QStyle::State_Selected))
        painter->fillRect(option.rect, t.selection);
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), t.line);
    painter->setPen(t.text);
    painter->setFont(option.font);
    const QRect cell = option.rect.adjusted(cellPadding, 6, -cellPadding, -7);
    painter->drawText(cell, static_cast<int>(QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter)) | Qt::TextWordWrap,
                      index.data(Qt::DisplayRole).toString());
    painter->restore();
}

QSize WrappingDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    int width = option.rect.width();
    if (const auto *table = qobject_cast<const QTableView *>(option.widget))
        width = table->columnWidth(index.column());
    const QRect bounds =
        QFontMetrics(option.font)
            .boundingRect(QRect(0, 0, qMax(80, width - 2 * cellPadding), 10'000), Qt::TextWordWrap, index.data(Qt::DisplayRole).toString());
    return {qMin(width, 200), qMax(Theme::instance().rowHeight(), bounds.height() + 13)};
}

void setUpTable(QTableView *table, const QString &name)
{
    table->setAccessibleName(name);
    table->setItemDelegate(new RowDelegate(table));
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setTabKeyNavigation(false);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setCornerButtonEnabled(false);
    table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->verticalHeader()->hide();
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table->horizontalHeader()->setStretchLastSection(true);
    table->horizontalHeader()->setSectionsMovable(true);
    table->horizontalHeader()->setMinimumSectionSize(40);
    const auto adapt = [table] {
        table->verticalHeader()->setMinimumSectionSize(20);
        table->verticalHeader()->setDefaultSectionSize(Theme::instance().rowHeight());
        table->viewport()->update();
    };
    adapt();
    QObject::connect(&Theme::instance(), &Theme::changed, table, adapt);
}

void fitColumns(QTableView *table, const QString &key, const QList<int> &byImportance, int stretch)
{
    delete table->findChild<QObject *>(fitterName, Qt::FindDirectChildrenOnly); // of the session before
    table->horizontalHeader()->setStretchLastSection(false);
    table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    table->setTextElideMode(Qt::ElideRight);
    new ColumnFitter(table, key, byImportance, stretch);
}

} // namespace mandate
