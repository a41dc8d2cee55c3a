// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/decisions/held_bar.h"

#include "models/items/text_safety.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/state_chip.h"
#include "views/widgets/tab_order.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace mandate {

HeldBar::HeldBar(QWidget *parent)
    : QFrame(parent),
      m_held(new QFrame),
      m_sentence(new PlainText),
      m_undo(new QPushButton(tr("Undo"))),
      m_now(new QPushButton(tr("Send now"))),
      m_unsent(new QFrame),
      m_lines(new QVBoxLayout(m_unsent))
{
    setProperty("surface", QStringLiteral("card"));
    m_undo->setToolTip(tr("Takes the decision back; the agent still waits (Ctrl+Z)"));
    m_now->setToolTip(tr("Signs and sends it at once"));
    auto *row = new QHBoxLayout(m_held);
    row->setContentsMargins(16, 8, 12, 8);
    row->setSpacing(10);
    row->addWidget(m_sentence, 1);
    row->addWidget(m_undo);
    row->addWidget(m_now);
    m_lines->setContentsMargins(16, 8, 12, 8);
    m_lines->setSpacing(6);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_unsent);
    layout->addWidget(m_held);
    connect(m_undo, &QPushButton::clicked, this, [this] {
        if (m_desk)
            m_desk->undo(m_key);
    });
    connect(m_now, &QPushButton::clicked, this, [this] {
        if (m_desk)
            m_desk->sendNow(m_key);
    });
    m_held->hide();
    m_unsent->hide();
    hide();
}

void HeldBar::setDesk(DecisionDesk *desk)
{
    if (m_desk)
        disconnect(m_desk, nullptr, this, nullptr);
    m_desk = desk;
    if (desk) {
        connect(desk, &DecisionDesk::heldChanged, this, &HeldBar::showHeld);
        connect(desk, &DecisionDesk::unsentChanged, this, &HeldBar::showUnsent);
    }
    showHeld();
    showUnsent();
}

QString HeldBar::said() const
{
    return m_held->isVisibleTo(this) ? m_sentence->text() : QString();
}

void HeldBar::showHeld()
{
    const QList<HeldItem> held = m_desk ? m_desk->held() : QList<HeldItem>();
    const HeldItem *last = nullptr;
    int waiting = 0;
    for (const HeldItem &item : held) {
        if (item.sending)
            continue;
        last = &item;
        ++waiting;
    }
    m_held->setVisible(last != nullptr);
    updateVisible();
    if (!last) {
        m_key.clear();
        return;
    }
    m_key = last->key;
    //: the newest of several decisions on their way: %1 its sentence; the plural is of those that wait before it
    m_sentence->setText(waiting > 1 ? tr("%1 %n more on the way.", nullptr, waiting - 1).arg(last->sentence) : last->sentence);
    m_sentence->setAccessibleName(m_sentence->text());
    if (m_announced == m_key)
        return;
    m_announced = m_key;
    QAccessibleEvent alert(m_sentence, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
    Q_EMIT announced(m_sentence->text());
}

void HeldBar::showUnsent()
{
    while (QLayoutItem *item = m_lines->takeAt(0)) {
        if (item->widget()) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    const QList<HeldItem> unsent = m_desk ? m_desk->unsent() : QList<HeldItem>();
    for (const HeldItem &item : unsent) {
        auto *line = new QWidget;
        auto *row = new QHBoxLayout(line);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(10);
        row->addWidget(new StateChip({tr("Was not sent"), mandate::Shape::Triangle, Tone::Warning}));
        auto *text = new PlainText;
        //: %1 what was not sent, %2 why
        text->setText(item.failure.isEmpty() ? tr("%1 Nothing has changed for the agent.").arg(item.sentence)
                                             : tr("%1 Nothing has changed for the agent: %2").arg(item.sentence, visibleLine(item.failure, 200)));
        row->addWidget(text, 1);
        auto *send = new QPushButton(tr("Send it"));
        auto *discard = new QPushButton(tr("Discard it"));
        send->setAccessibleDescription(item.sentence);
        discard->setAccessibleDescription(item.sentence);
        connect(send, &QPushButton::clicked, this, [this, key = item.key] { m_desk->sendNow(key); });
        connect(discard, &QPushButton::clicked, this, [this, key = item.key] { m_desk->discard(key); });
        row->addWidget(send);
        row->addWidget(discard);
        m_lines->addWidget(line);
    }
    m_unsent->setVisible(!unsent.isEmpty());
    updateVisible();
    if (!unsent.isEmpty())
        tabBehind(this, m_unsent);
}

void HeldBar::updateVisible()
{
    setVisible(m_held->isVisibleTo(this) || m_unsent->isVisibleTo(this));
}

} // namespace mandate
