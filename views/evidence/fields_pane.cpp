// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/evidence/fields_pane.h"

#include "models/items/evidence_fields.h"
#include "models/items/text_safety.h"
#include "views/widgets/icon.h"
#include "views/widgets/table.h"
#include "views/widgets/theme.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QTreeView>
#include <QVBoxLayout>

namespace mandate {

namespace {

QString openKey()
{
    return QStringLiteral("evidence/openFields");
}

QStringList openFields()
{
    return QSettings().value(openKey(), QStringList{QStringLiteral("verdict"), QStringLiteral("outcome"), QStringLiteral("agent"), QStringLiteral("tool")}).toStringList();
}

} // namespace

FieldsPane::FieldsPane(QWidget *parent)
    : QWidget(parent),
      m_state(new QLabel(this)),
      m_stop(new QPushButton(tr("Stop"), this)),
      m_close(new QPushButton(icon(QStringLiteral("x-lg"), IconRole::Muted), {}, this)),
      m_tree(new QTreeView(this))
{
    setAccessibleName(tr("Fields"));
    auto *title = new QLabel(tr("Fields"), this);
    title->setTextFormat(Qt::PlainText);
    title->setFont(Theme::scaledFont(1.0, QFont::DemiBold));
    m_state->setTextFormat(Qt::PlainText);
    m_state->setProperty("part", QStringLiteral("muted"));
    m_stop->setProperty("role", QStringLiteral("link"));
    m_stop->setAccessibleName(tr("Stop counting"));
    m_stop->hide();
    m_close->setFlat(true);
    m_close->setIconSize(QSize(10, 10));
    m_close->setFixedSize(26, 26);
    m_close->setAccessibleName(tr("Hide the fields"));
    m_close->setToolTip(tr("Hide the fields"));
    m_tree->setAccessibleName(tr("Values of the fields"));
    m_tree->setAccessibleDescription(tr("Enter or F filters for a value, Shift+F filters it out. Right opens a field, Left closes it."));
    m_tree->setItemDelegate(new RowDelegate(m_tree));
    m_tree->setUniformRowHeights(true);
    m_tree->setTabKeyNavigation(false);
    m_tree->setIndentation(14);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setAllColumnsShowFocus(true);
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->setTextElideMode(Qt::ElideMiddle);
    m_tree->header()->hide();
    m_tree->header()->setStretchLastSection(false);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tree->installEventFilter(this);

    auto *head = new QHBoxLayout;
    head->setContentsMargins(12, 4, 4, 4);
    head->setSpacing(8);
    head->addWidget(title);
    head->addWidget(m_state, 1);
    head->addWidget(m_stop);
    head->addWidget(m_close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_tree, 1);
    connect(m_close, &QPushButton::clicked, this, &FieldsPane::closeWanted);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        if (m_model)
            m_model->stop();
    });
    connect(m_tree, &QTreeView::customContextMenuRequested, this, &FieldsPane::showMenu);
    connect(m_tree, &QTreeView::doubleClicked, this, [this] { filterByCurrent(false); });
    const auto keep = [this](const QModelIndex &index, bool open) {
        QStringList all = openFields();
        const QString name = index.data(EvidenceFieldsModel::FieldRole).toString();
        all.removeAll(name);
        if (open)
            all.append(name);
        QSettings().setValue(openKey(), all);
    };
    connect(m_tree, &QTreeView::expanded, this, [keep](const QModelIndex &index) { keep(index, true); });
    connect(m_tree, &QTreeView::collapsed, this, [keep](const QModelIndex &index) { keep(index, false); });
}

void FieldsPane::setFields(EvidenceFieldsModel *model)
{
    if (m_model)
        disconnect(m_model, nullptr, this, nullptr);
    m_model = model;
    m_tree->setModel(model);
    if (model) {
        m_tree->header()->setSectionResizeMode(EvidenceFieldsModel::ValueColumn, QHeaderView::Stretch);
        m_tree->header()->setSectionResizeMode(EvidenceFieldsModel::CountColumn, QHeaderView::ResizeToContents);
        connect(model, &EvidenceFieldsModel::busyChanged, this, [this](bool busy) {
            showState();
            if (busy)
                return keepPlace();
            openKept();
            findPlace();
        });
    }
    showState();
    openKept();
}

/// A field without values cannot be opened: once it has some it is as the person left it.
void FieldsPane::openKept()
{
    if (!m_model)
        return;
    const QSignalBlocker quiet(m_tree);
    const QStringList open = openFields();
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const QModelIndex field = m_model->index(row, EvidenceFieldsModel::ValueColumn);
        m_tree->setExpanded(field, open.contains(field.data(EvidenceFieldsModel::FieldRole).toString()));
    }
}

void FieldsPane::keepPlace()
{
    m_field = m_tree->currentIndex().data(EvidenceFieldsModel::FieldRole).toString();
    m_condition = m_tree->currentIndex().data(EvidenceFieldsModel::ConditionRole).toString();
}

/// The same value, or its field where the value is gone.
void FieldsPane::findPlace()
{
    for (int row = 0; m_model && row < m_model->rowCount() && !m_field.isEmpty(); ++row) {
        const QModelIndex field = m_model->index(row, EvidenceFieldsModel::ValueColumn);
        if (field.data(EvidenceFieldsModel::FieldRole).toString() != m_field)
            continue;
        QModelIndex place = field;
        for (int value = 0; value < m_model->rowCount(field) && !m_condition.isEmpty(); ++value) {
            if (m_model->index(value, EvidenceFieldsModel::ValueColumn, field).data(EvidenceFieldsModel::ConditionRole).toString() == m_condition)
                place = m_model->index(value, EvidenceFieldsModel::ValueColumn, field);
        }
        m_tree->setCurrentIndex(place);
    }
}

QString FieldsPane::said() const
{
    return m_state->text();
}

void FieldsPane::showState()
{
    const bool busy = m_model && m_model->isBusy();
    m_stop->setVisible(busy);
    m_state->setText(!m_model ? QString() : busy ? tr("Counting…") : tr("of %n record(s)", nullptr, static_cast<int>(m_model->matching())));
}

void FieldsPane::filterByCurrent(bool out)
{
    const QString condition = m_tree->currentIndex().data(EvidenceFieldsModel::ConditionRole).toString();
    if (!condition.isEmpty())
        Q_EMIT filterWanted(condition, out);
}

bool FieldsPane::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_tree && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const auto modifiers = key->modifiers() & ~Qt::KeypadModifier;
        const bool isValue = m_tree->currentIndex().parent().isValid();
        if (isValue && (key->key() == Qt::Key_F || key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) &&
            (modifiers == Qt::NoModifier || (modifiers == Qt::ShiftModifier && key->key() == Qt::Key_F))) {
            filterByCurrent(modifiers == Qt::ShiftModifier);
            return true;
        }
        if (!isValue && (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter)) {
            m_tree->setExpanded(m_tree->currentIndex(), !m_tree->isExpanded(m_tree->currentIndex()));
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void FieldsPane::showMenu(const QPoint &at)
{
    const QString condition = m_tree->currentIndex().data(EvidenceFieldsModel::ConditionRole).toString();
    if (condition.isEmpty())
        return;
    const QString value = visibleLine(condition, 60).replace(u'&', QStringLiteral("&&"));
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(icon(QStringLiteral("funnel")), tr("Filter for %1\tF").arg(value), this, [this] { filterByCurrent(false); });
    menu->addAction(tr("Filter out %1\tShift+F").arg(value), this, [this] { filterByCurrent(true); });
    menu->popup(m_tree->viewport()->mapToGlobal(at));
}

} // namespace mandate
