// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/duties_tab.h"

#include "views/incidents/case_sheet_words.h"
#include "views/incidents/pin_links.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/scroll_pane.h"
#include "views/widgets/state_chip.h"
#include "views/widgets/tab_order.h"
#include "views/widgets/theme.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace mandate {

DutiesTab::DutiesTab(QWidget *parent) : QWidget(parent), m_scroll(new ScrollPane), m_body(new QWidget), m_layout(new QVBoxLayout(m_body))
{
    m_layout->setContentsMargins(16, 10, 16, 12);
    m_layout->setSpacing(8);
    m_layout->addWidget(caseLine(tr("Times are at the earliest reading, and no legal advice. Each duty says from where and as of when it is; check it. Whether one applies is for you to say."), m_body, true));
    m_layout->addStretch(1);
    m_scroll->setWidget(m_body);
    m_scroll->setAccessibleName(tr("Duties to report"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_scroll);
}

void DutiesTab::show(const CaseItem &item)
{
    delete m_cards;
    m_cards = new QWidget(m_body);
    auto *column = new QVBoxLayout(m_cards);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    if (!item.dutyTrouble.isEmpty())
        column->addWidget(caseLine(item.dutyTrouble, m_cards));
    else if (item.duties.isEmpty())
        column->addWidget(caseLine(tr("No file with duties to report was found beside the program."), m_cards));
    for (const DutyItem &duty : item.duties)
        column->addWidget(card(item, duty));
    m_layout->insertWidget(1, m_cards);
    tabBehind(m_scroll, m_cards);
}

QWidget *DutiesTab::card(const CaseItem &item, const DutyItem &duty)
{
    auto *frame = new QFrame(m_cards);
    frame->setProperty("surface", QStringLiteral("card"));
    frame->setAccessibleName(duty.title);
    auto *column = new QVBoxLayout(frame);
    column->setContentsMargins(12, 8, 12, 10);
    column->setSpacing(4);
    auto *head = new QHBoxLayout;
    auto *title = new PlainText(frame);
    title->setUntrusted(duty.title, 200);
    title->setFont(Theme::scaledFont(1.1, QFont::DemiBold));
    head->addWidget(title, 1);
    head->addWidget(new StateChip(duty.state, frame), 0, Qt::AlignTop);
    column->addLayout(head);
    for (const QString &line : duty.clock)
        column->addWidget(caseLine(line, frame));
    for (const QString &fact : duty.facts)
        column->addWidget(caseLine(fact, frame, true));
    for (const DutyCategoryItem &category : duty.categories)
        column->addWidget(caseLine(tr("Period: %1").arg(category.title), frame, true));
    auto *buttons = new QHBoxLayout;
    for (const CaseAct act : {CaseAct::Aware, CaseAct::Reported, CaseAct::NoDuty}) {
        auto *button = new QPushButton(caseActWords(act), frame);
        //: a button on a duty: %1 "Reported…", %2 the duty
        button->setAccessibleName(tr("%1 %2").arg(caseActWords(act), duty.title));
        QString refusal = item.refusal(act == CaseAct::Reported ? CaseAct::NoDuty : act);
        if (refusal.isEmpty() && act == CaseAct::Reported && !duty.running)
            refusal = tr("No clock of this duty runs. Say first when somebody became aware.");
        button->setEnabled(refusal.isEmpty());
        button->setToolTip(notNow(refusal));
        connect(button, &QPushButton::clicked, this, [this, act, duty] { Q_EMIT actWanted(act, duty); });
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    column->addLayout(buttons);
    return frame;
}

QList<QWidget *> DutiesTab::panes() const
{
    return {m_scroll};
}

} // namespace mandate
