// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/keeping/keeping_tab.h"

#include <QEvent>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

namespace mandate {

void KeepingTab::setSession(Session *session)
{
    if (m_desk)
        disconnect(m_desk, nullptr, this, nullptr);
    m_session = session;
    m_desk = KeepingDesk::of(session);
    if (m_desk)
        connect(m_desk, &KeepingDesk::standingChanged, this, &KeepingTab::showStanding);
    m_stale = true;
    showStanding();
    if (isVisible())
        outdate();
}

void KeepingTab::lay(QLayout *tools, QWidget *upper, QWidget *lower)
{
    auto *head = new QVBoxLayout;
    head->setContentsMargins(16, 8, 16, 8);
    head->addLayout(tools);
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(upper);
    splitter->addWidget(lower);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(1);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setSizes({300, 210});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(splitter, 1);
}

void KeepingTab::outdate()
{
    m_stale = !isVisible() || !m_session;
    if (!m_stale)
        read();
}

void KeepingTab::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_stale)
        outdate();
}

void KeepingTab::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LocaleChange) { // times in another zone
        if (m_desk)
            m_desk->refresh();
        outdate();
    }
}

void KeepingTab::allow(QPushButton *button, KeepingAct act, const QString &tip, const QString &missing) const
{
    const QString refusal = m_desk ? m_desk->standing().refusal(act) : tr("No workspace is open.");
    const QString why = refusal.isEmpty() ? missing : refusal;
    button->setEnabled(why.isEmpty());
    button->setToolTip(why.isEmpty() ? tip : why);
    button->setAccessibleDescription(why);
}

} // namespace mandate
