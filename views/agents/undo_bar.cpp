// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/agents/undo_bar.h"

#include "views/widgets/plain_text.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>

namespace mandate {

UndoBar::UndoBar(QWidget *parent) : QFrame(parent), m_text(new PlainText(this)), m_undo(new QPushButton(this))
{
    setProperty("surface", QStringLiteral("panel"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(20, 8, 16, 8);
    row->addWidget(m_text, 1);
    row->addWidget(m_undo, 0, Qt::AlignVCenter);
    m_tick.setInterval(1000);
    connect(&m_tick, &QTimer::timeout, this, [this] {
        if (--m_left <= 0)
            withdraw();
        else
            say();
    });
    connect(m_undo, &QPushButton::clicked, this, [this] {
        const AgentChange change = m_change;
        withdraw();
        Q_EMIT undone(change);
    });
    hide();
}

void UndoBar::offer(const AgentChange &undo, const QString &shown, bool proposes)
{
    m_change = undo;
    m_shown = shown;
    m_proposes = proposes;
    m_left = seconds;
    say();
    show();
    m_tick.start();
    QAccessibleEvent alert(m_text, QAccessible::Alert); // once: not each second
    QAccessible::updateAccessibility(&alert);
}

void UndoBar::withdraw()
{
    m_tick.stop();
    hide();
}

void UndoBar::say()
{
    setAccessibleName(tr("Undo the suspension"));
    m_undo->setText(tr("Undo suspension"));
    m_undo->setToolTip(m_proposes ? tr("Proposes to resume it. A second person has to confirm.") : tr("Resumes it by a statement of its own. The history keeps both."));
    const QString text = m_proposes
                             //: %1 an agent
                             ? tr("%1 is suspended. For %n second(s), undo proposes to resume it: a second person has to confirm.", nullptr, m_left).arg(m_shown)
                             : tr("%1 is suspended. For %n second(s), undo resumes it by a statement of its own.", nullptr, m_left).arg(m_shown);
    m_text->setUntrusted(text);
}

void UndoBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange && isVisible())
        say();
    QFrame::changeEvent(event);
}

} // namespace mandate
