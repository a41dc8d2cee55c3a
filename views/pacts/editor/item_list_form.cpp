// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pacts/editor/item_list_form.h"

#include "models/items/draft_model.h"
#include "models/items/text_safety.h"
#include "views/widgets/icon.h"
#include "views/widgets/scroll_pane.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace mandate {

ItemListForm::ItemListForm(ListSpec spec, QWidget *parent)
    : QWidget(parent),
      m_spec(std::move(spec)),
      m_list(new QListWidget(this)),
      m_form(new FieldForm(m_spec.fields, this)),
      m_scroll(new ScrollPane(this)),
      m_empty(new QLabel(m_spec.emptyText, this)),
      m_left(new QWidget(this)),
      m_add(new QPushButton(m_spec.addText, this)),
      m_remove(new QPushButton(this)),
      m_up(new QPushButton(this)),
      m_down(new QPushButton(this))
{
    m_list->setAccessibleName(m_spec.addText);
    m_list->setWordWrap(true);
    m_list->setProperty("role", QStringLiteral("entries"));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->installEventFilter(this);
    m_empty->setWordWrap(true);
    m_empty->setProperty("part", QStringLiteral("muted"));
    m_empty->setContentsMargins(12, 12, 12, 0);
    m_add->setIcon(icon(QStringLiteral("plus-lg")));
    const auto small = [](QPushButton *button, const QString &iconName, const QString &name) {
        button->setIcon(icon(iconName));
        button->setAccessibleName(name);
        button->setToolTip(name);
        button->setProperty("role", QStringLiteral("quiet"));
    };
    small(m_remove, QStringLiteral("trash"), tr("Remove (Delete)"));
    small(m_up, QStringLiteral("arrow-up"), tr("Move up (Alt+Up)"));
    small(m_down, QStringLiteral("arrow-down"), tr("Move down (Alt+Down)"));
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(8, 4, 8, 8);
    buttons->addWidget(m_add);
    buttons->addStretch(1);
    buttons->addWidget(m_up);
    buttons->addWidget(m_down);
    buttons->addWidget(m_remove);
    auto *column = new QVBoxLayout(m_left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_empty);
    column->addWidget(m_list, 1);
    column->addLayout(buttons);
    m_scroll->setWidget(m_form);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *splitter = new QSplitter(this);
    splitter->addWidget(m_left);
    splitter->addWidget(m_scroll);
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 5);
    splitter->setChildrenCollapsible(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
    connect(m_list, &QListWidget::currentRowChanged, this, &ItemListForm::choose);
    connect(m_add, &QPushButton::clicked, this, &ItemListForm::add);
    connect(m_remove, &QPushButton::clicked, this, &ItemListForm::removeCurrent);
    connect(m_up, &QPushButton::clicked, this, [this] { moveCurrent(-1); });
    connect(m_down, &QPushButton::clicked, this, [this] { moveCurrent(1); });
}

QList<QWidget *> ItemListForm::columns() const
{
    return {m_left, m_scroll};
}

void ItemListForm::show(DraftModel *draft)
{
    if (m_draft)
        m_draft->disconnect(this);
    m_draft = draft;
    if (draft) {
        connect(draft, &DraftModel::changed, this, [this](const QString &changed) {
            if (changed.isEmpty() || changed.startsWith(m_spec.list) || m_spec.list.startsWith(changed))
                refill();
        });
    }
    refill();
    if (m_list->count() > 0)
        m_list->setCurrentRow(0);
    choose();
}

QString ItemListForm::place(int item) const
{
    return m_spec.list + QLatin1Char('/') + QString::number(item);
}

QString ItemListForm::titleOf(int item) const
{
    const QString title = m_draft->value(place(item) + m_spec.titleMember).toString();
    const QString text = m_spec.textMember.isEmpty() ? QString() : m_draft->value(place(item) + m_spec.textMember).toString();
    const QString shown = visibleLine(title.isEmpty() ? tr("Without a name") : title, 60);
    return text.isEmpty() ? shown : shown + QStringLiteral("  ") + visibleLine(text, 110);
}

void ItemListForm::refill()
{
    std::vector<int> rows;
    const int size = m_draft ? m_draft->size(m_spec.list) : 0;
    for (int i = 0; i < size; ++i) {
        if (m_spec.kindMember.isEmpty() || m_draft->value(place(i) + m_spec.kindMember).toString() == m_spec.kind)
            rows.push_back(i);
    }
    const bool sameRows = rows == m_rows && m_list->count() == static_cast<int>(rows.size());
    m_rows = std::move(rows);
    const int current = m_list->currentRow();
    {
        const QSignalBlocker quiet(m_list);
        if (!sameRows) {
            m_list->clear();
            for (const int item : m_rows)
                m_list->addItem(titleOf(item));
            m_list->setCurrentRow(std::clamp(current, m_rows.empty() ? -1 : 0, static_cast<int>(m_rows.size()) - 1));
        } else {
            for (int row = 0; row < m_list->count(); ++row) {
                if (const QString title = titleOf(m_rows[static_cast<std::size_t>(row)]); m_list->item(row)->text() != title)
                    m_list->item(row)->setText(title);
            }
        }
    }
    m_empty->setVisible(m_rows.empty());
    m_list->setVisible(!m_rows.empty());
    if (!sameRows) {
        choose();
        Q_EMIT countChanged();
    }
}

void ItemListForm::choose()
{
    const int row = m_list->currentRow();
    const bool any = m_draft && row >= 0 && row < static_cast<int>(m_rows.size());
    m_scroll->setVisible(any);
    m_remove->setEnabled(any);
    m_up->setEnabled(any && row > 0);
    m_down->setEnabled(any && row + 1 < static_cast<int>(m_rows.size()));
    const QString base = any ? place(m_rows[static_cast<std::size_t>(row)]) : QString();
    m_form->show(any ? m_draft.data() : nullptr, base);
}

void ItemListForm::add()
{
    if (!m_draft)
        return;
    QVariantMap item = m_spec.fresh;
    if (!m_spec.freshPrefix.isNull()) {
        QStringList taken;
        for (int i = 0; i < m_draft->size(m_spec.list); ++i)
            taken << m_draft->value(place(i) + m_spec.titleMember).toString();
        int number = 1;
        while (taken.contains(m_spec.freshPrefix + QString::number(number)))
            ++number;
        item.insert(m_spec.titleMember.mid(1), m_spec.freshPrefix + QString::number(number));
    }
    const int row = m_list->currentRow();
    const int at = row >= 0 && row < static_cast<int>(m_rows.size()) ? m_rows[static_cast<std::size_t>(row)] + 1 : m_draft->size(m_spec.list);
    m_draft->insert(m_spec.list, at, item);
    const auto found = std::find(m_rows.begin(), m_rows.end(), at);
    if (found != m_rows.end())
        m_list->setCurrentRow(static_cast<int>(found - m_rows.begin()));
    choose();
    if (QWidget *first = m_form->fieldOf(m_spec.titleMember))
        first->setFocus(Qt::OtherFocusReason);
}

void ItemListForm::removeCurrent()
{
    const int row = m_list->currentRow();
    if (m_draft && row >= 0 && row < static_cast<int>(m_rows.size()))
        m_draft->remove(place(m_rows[static_cast<std::size_t>(row)]));
}

void ItemListForm::moveCurrent(int by)
{
    const int row = m_list->currentRow();
    const int to = row + by;
    if (!m_draft || row < 0 || to < 0 || to >= static_cast<int>(m_rows.size()))
        return;
    m_draft->move(m_spec.list, m_rows[static_cast<std::size_t>(row)], m_rows[static_cast<std::size_t>(to)]);
    m_list->setCurrentRow(to);
}

bool ItemListForm::focusPlace(const QString &pointer)
{
    for (std::size_t row = 0; row < m_rows.size(); ++row) {
        const QString base = place(m_rows[row]);
        if (pointer != base && !pointer.startsWith(base + QLatin1Char('/')))
            continue;
        m_list->setCurrentRow(static_cast<int>(row));
        if (!m_form->focusPlace(pointer))
            m_list->setFocus(Qt::OtherFocusReason);
        return true;
    }
    return false;
}

bool ItemListForm::focusTitle(const QString &title)
{
    for (std::size_t row = 0; m_draft && row < m_rows.size(); ++row) {
        const QString base = place(m_rows[row]);
        if (m_draft->value(base + m_spec.titleMember).toString() == title)
            return focusPlace(base + (m_draft->has(base + QStringLiteral("/when")) ? QStringLiteral("/when") : m_spec.titleMember));
    }
    return false;
}

bool ItemListForm::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_list && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool alt = key->modifiers() == Qt::AltModifier;
        if (alt && (key->key() == Qt::Key_Up || key->key() == Qt::Key_Down)) {
            moveCurrent(key->key() == Qt::Key_Up ? -1 : 1);
            return true;
        }
        if (key->key() == Qt::Key_Delete) {
            removeCurrent();
            return true;
        }
        if (key->key() == Qt::Key_Insert) {
            add();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace mandate
