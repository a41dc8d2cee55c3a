// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/decisions/decision_queue.h"

#include "models/items/approval_model.h"
#include "views/widgets/state_shape.h"
#include "views/widgets/theme.h"

#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace mandate {
namespace {

constexpr int sidePadding = 12;
constexpr int lineGap = 3;

int rowPadding()
{
    return Theme::instance().density() == Theme::Density::Compact ? 5 : 9;
}

int stateWidth(const QFontMetrics &metrics, const StateWord &state)
{
    return metrics.horizontalAdvance(state.text) + metrics.height() + 10;
}

} // namespace

void QueueDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const ThemeTokens &t = Theme::instance().tokens();
    painter->save();
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    if (selected)
        painter->fillRect(option.rect, t.selection);
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), t.line);
    if (selected) {
        const int edge = option.direction == Qt::RightToLeft ? option.rect.right() - 2 : option.rect.left();
        painter->fillRect(QRect(edge, option.rect.top(), 3, option.rect.height()), t.accent);
    }
    const QFontMetrics metrics(option.font);
    const int height = metrics.height();
    QRect line = option.rect.adjusted(sidePadding, rowPadding(), -sidePadding, 0);
    line.setHeight(height);
    const bool mirrored = option.direction == Qt::RightToLeft;
    const auto visual = [&](const QRect &rect) { return QStyle::visualRect(option.direction, option.rect, rect); };

    QFont bold = option.font;
    bold.setWeight(QFont::DemiBold);
    painter->setFont(bold);
    const auto clock = index.data(StateRole).value<StateWord>();
    const auto consequence = index.data(ApprovalModel::ConsequenceRole).value<StateWord>();
    const int clockWidth = std::min(stateWidth(QFontMetrics(bold), clock), line.width());
    painter->setLayoutDirection(option.direction);
    paintState(*painter, visual(QRect(line.left(), line.top(), clockWidth, height)), clock, selected);
    painter->setFont(option.font);
    const int consequenceWidth = stateWidth(metrics, consequence);
    if (clockWidth + 16 + consequenceWidth <= line.width())
        paintState(*painter, visual(QRect(line.right() - consequenceWidth + 1, line.top(), consequenceWidth, height)), consequence, selected);

    const int aligned = static_cast<int>((mirrored ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter) | Qt::TextSingleLine;
    line.translate(0, height + lineGap);
    painter->setPen(t.text);
    painter->drawText(line, aligned, metrics.elidedText(index.data(ApprovalModel::DoesRole).toString(), Qt::ElideRight, line.width()));
    line.translate(0, height + lineGap);
    painter->setPen(t.muted);
    const QString target = index.data(ApprovalModel::TargetRole).toString();
    const int targetWidth = metrics.horizontalAdvance(target);
    const bool both = !target.isEmpty() && targetWidth < line.width() / 2;
    const QRect about(line.left(), line.top(), both ? line.width() - targetWidth - 12 : line.width(), height);
    painter->drawText(visual(about), aligned, metrics.elidedText(index.data(ApprovalModel::AboutRole).toString(), Qt::ElideRight, about.width()));
    if (both)
        painter->drawText(visual(QRect(line.right() - targetWidth + 1, line.top(), targetWidth, height)), aligned, target);
    painter->restore();
}

QSize QueueDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const int height = QFontMetrics(option.font).height();
    return {120, 3 * height + 2 * lineGap + 2 * rowPadding() + 1};
}

DecisionQueue::DecisionQueue(QWidget *parent) : QListView(parent)
{
    setItemDelegate(new QueueDelegate(this));
    setUniformItemSizes(true);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(QFrame::NoFrame);
    setTabKeyNavigation(false);
    connect(&Theme::instance(), &Theme::changed, this, [this] { scheduleDelayedItemsLayout(); });
}

void DecisionQueue::move(int step)
{
    if (!model())
        return;
    const int row = currentIndex().isValid() ? currentIndex().row() + step : 0;
    if (row >= model()->rowCount() && model()->canFetchMore({}))
        model()->fetchMore({});
    if (row >= 0 && row < model()->rowCount())
        setCurrentIndex(model()->index(row, 0));
}

QString DecisionQueue::currentId() const
{
    return currentIndex().data(IdRole).toString();
}

QStringList DecisionQueue::selectedIds() const
{
    QModelIndexList indexes = selectedIndexes();
    std::sort(indexes.begin(), indexes.end(), [](const QModelIndex &a, const QModelIndex &b) { return a.row() < b.row(); });
    QStringList ids;
    for (const QModelIndex &index : std::as_const(indexes))
        ids << index.data(IdRole).toString();
    return ids;
}

/// Without QListView's search by letter: the page hears letters and digits.
void DecisionQueue::keyPressEvent(QKeyEvent *event)
{
    const auto modifiers = event->modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier);
    const bool letter = !event->text().isEmpty() && event->text().at(0).isPrint() && event->key() != Qt::Key_Space && modifiers == Qt::NoModifier;
    if (letter || event->key() == Qt::Key_Escape)
        event->ignore();
    else
        QListView::keyPressEvent(event);
}

void DecisionQueue::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    Q_EMIT currentMoved();
}

void DecisionQueue::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QListView::selectionChanged(selected, deselected);
    Q_EMIT selectionMoved();
}

} // namespace mandate
