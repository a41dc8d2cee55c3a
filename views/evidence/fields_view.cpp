// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/evidence/fields_view.h"

#include "models/items/text_safety.h"
#include "views/widgets/state_shape.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QStyledItemDelegate>

#include <algorithm>

namespace mandate {

namespace {

enum Columns { FieldColumn, ValueColumn, SealColumn };

enum ItemData { PathData = Qt::UserRole, BeginData, LengthData, ConditionData };

/// A seal as shape and word, in rows that have no hairlines.
class SealDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyleOptionViewItem ground(option);
        initStyleOption(&ground, index);
        ground.text.clear();
        option.widget->style()->drawControl(QStyle::CE_ItemViewItem, &ground, painter, option.widget);
        if (const QVariant state = index.data(StateRole); state.canConvert<StateWord>())
            paintState(*painter, option.rect.adjusted(10, 0, -10, 0), state.value<StateWord>(), option.state.testFlag(QStyle::State_Selected));
    }
};

} // namespace

FieldsView::FieldsView(QWidget *parent) : QTreeWidget(parent)
{
    setAccessibleName(tr("Fields of the record"));
    setAccessibleDescription(tr("Selecting a field marks its bytes in the raw bytes. F filters for its value."));
    setColumnCount(3);
    setHeaderLabels({tr("Field"), tr("Value"), tr("By its source")});
    setTabKeyNavigation(false);
    setUniformRowHeights(true);
    setAlternatingRowColors(false);
    setRootIsDecorated(true);
    header()->setSectionResizeMode(0, QHeaderView::Interactive);
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(ValueColumn, QHeaderView::Stretch);
    header()->resizeSection(0, 220);
    header()->resizeSection(SealColumn, 230);
    setItemDelegateForColumn(SealColumn, new SealDelegate(this));
    setFrameShape(QFrame::NoFrame);
    connect(this, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem *item) {
        if (item)
            Q_EMIT fieldSelected(item->data(0, BeginData).toLongLong(), item->data(0, LengthData).toLongLong());
    });
    connect(this, &QTreeWidget::itemExpanded, this, [this](QTreeWidgetItem *item) {
        m_opened.insert(item->data(0, PathData).toString());
        m_closed.remove(item->data(0, PathData).toString());
    });
    connect(this, &QTreeWidget::itemCollapsed, this, [this](QTreeWidgetItem *item) {
        m_closed.insert(item->data(0, PathData).toString());
        m_opened.remove(item->data(0, PathData).toString());
    });
}

void FieldsView::show(const RecordDetail &detail)
{
    const QSignalBlocker quiet(this);
    clear();
    const auto isSealed = [](const DetailField &group) {
        return std::ranges::any_of(group.children, [](const DetailField &field) { return !field.seal.text.isEmpty(); });
    };
    setColumnHidden(SealColumn, !std::ranges::any_of(detail.fields, isSealed));
    for (const DetailField &field : detail.fields)
        add(invisibleRootItem(), field, field.name, true);
    if (!detail.facts.isEmpty()) {
        DetailField facts{tr("Facts of the verdict"), {}, {}, -1, 0, {}};
        for (const FactItem &fact : detail.facts)
            facts.children.append(DetailField{fact.name, fact.value, {}, -1, 0, {}});
        add(invisibleRootItem(), facts, facts.name, false);
    }
    DetailField ledger{
        tr("Ledger"),
        {},
        {},
        -1,
        0,
        {DetailField{tr("Entry"), words::number(detail.entry), {}, -1, 0, {}}, DetailField{tr("Leaf hash (RFC 6962)"), detail.leaf, {}, -1, 0, {}}}};
    if (!detail.pactDigest.isEmpty())
        ledger.children.append(DetailField{tr("Digest of the pact that judged it"), detail.pactDigest, {}, -1, 0, {}});
    add(invisibleRootItem(), ledger, ledger.name, true);
}

QTreeWidgetItem *FieldsView::add(QTreeWidgetItem *parent, const DetailField &field, const QString &path, bool open)
{
    auto *item = new QTreeWidgetItem(parent, {field.name, field.value});
    item->setSizeHint(0, QSize(0, std::max(26, fontMetrics().height() + 8)));
    item->setData(0, PathData, path);
    item->setData(0, BeginData, static_cast<qlonglong>(field.begin));
    item->setData(0, LengthData, static_cast<qlonglong>(field.length));
    item->setData(0, ConditionData, field.condition);
    item->setToolTip(1, plainToolTip(field.value.left(1000)));
    //: a field and its value, read as one
    QString said = field.value.isEmpty() ? field.name : tr("%1: %2").arg(field.name, field.value.left(500));
    if (!field.seal.text.isEmpty()) {
        item->setText(SealColumn, field.seal.text);
        item->setData(SealColumn, StateRole, QVariant::fromValue(field.seal));
        //: a field with its value, and whether its source sealed it
        said = tr("%1. %2").arg(said, field.seal.text);
    }
    item->setData(SealColumn, Qt::AccessibleTextRole, said);
    item->setData(0, Qt::AccessibleTextRole, said);
    item->setData(1, Qt::AccessibleTextRole, said);
    for (const DetailField &child : field.children)
        add(item, child, path + u'/' + child.name, false);
    item->setExpanded((open || m_opened.contains(path) || field.name == tr("Arguments")) && !m_closed.contains(path));
    return item;
}

void FieldsView::keyPressEvent(QKeyEvent *event)
{
    const QTreeWidgetItem *item = currentItem();
    const auto modifiers = event->modifiers() & ~Qt::KeypadModifier;
    if (item && event->matches(QKeySequence::Copy)) {
        QApplication::clipboard()->setText(item->text(1));
        return;
    }
    const QString condition = item ? item->data(0, ConditionData).toString() : QString();
    if (!condition.isEmpty() && event->key() == Qt::Key_F && (modifiers == Qt::NoModifier || modifiers == Qt::ShiftModifier)) {
        Q_EMIT filterWanted(condition, modifiers == Qt::ShiftModifier);
        return;
    }
    QTreeWidget::keyPressEvent(event);
}

} // namespace mandate
