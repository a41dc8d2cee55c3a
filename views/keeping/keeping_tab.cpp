// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/keeping/keeping_tab.h"

#include <QEvent>
#include <QPushButton>

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
