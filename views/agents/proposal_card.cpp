// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/agents/proposal_card.h"

#include "models/items/text_safety.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/state_chip.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace mandate {

ProposalCard::ProposalCard(QWidget *parent)
    : QFrame(parent), m_chip(new StateChip(this)), m_text(new PlainText(this)), m_why(new PlainText(this)), m_confirm(new QPushButton(this)), m_decline(new QPushButton(this))
{
    setProperty("surface", QStringLiteral("card"));
    m_why->setProperty("part", QStringLiteral("muted"));
    m_confirm->setProperty("role", QStringLiteral("primary"));
    auto *top = new QHBoxLayout;
    top->setSpacing(10);
    top->addWidget(m_chip, 0, Qt::AlignTop);
    m_text->setContentsMargins(0, 3, 0, 0);
    top->addWidget(m_text, 1);
    auto *answers = new QHBoxLayout;
    answers->addWidget(m_why, 1);
    answers->addWidget(m_decline, 0, Qt::AlignBottom);
    answers->addWidget(m_confirm, 0, Qt::AlignBottom);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(6);
    column->addLayout(top);
    column->addLayout(answers);
    connect(m_confirm, &QPushButton::clicked, this, &ProposalCard::confirmWanted);
    connect(m_decline, &QPushButton::clicked, this, &ProposalCard::declineWanted);
    hide();
}

void ProposalCard::show(const AgentItem &agent, const AgentOptions *options, bool readOnly)
{
    setVisible(agent.proposal.has_value());
    if (!agent.proposal)
        return;
    const StatementItem &proposal = *agent.proposal;
    setAccessibleName(tr("Proposal that waits for a second person"));
    m_chip->setState({tr("Waits for a second person"), mandate::Shape::Glass, Tone::Warning});
    QString text;
    if (proposal.tools.isEmpty())
        //: %1 an agent, %2 a state such as Authorized, %3 a person, %4 date and time
        text = tr("%1 becomes %2. Proposed by %3, %4.").arg(agent.shown, proposal.to.text, proposal.by, words::time(proposal.decidedAt));
    else
        //: %1 an agent, %2 a state such as Restricted, %3 names of tools, %4 a person, %5 date and time
        text = tr("%1 becomes %2, still without %3. Proposed by %4, %5.")
                   .arg(agent.shown, proposal.to.text, proposal.tools.join(QStringLiteral(", ")), proposal.by, words::time(proposal.decidedAt));
    m_text->setUntrusted(text);
    m_confirm->setText(tr("Confirm…"));
    m_decline->setText(tr("Decline…"));
    const QString locked = readOnly ? tr("This workspace is open for reading.") : QString();
    const QString mayNotConfirm = !locked.isEmpty() ? locked : options ? options->refusal(AgentChange::Kind::Confirm) : tr("Being read.");
    const QString mayNotDecline = !locked.isEmpty() ? locked : options ? options->refusal(AgentChange::Kind::Decline) : tr("Being read.");
    m_confirm->setEnabled(mayNotConfirm.isEmpty());
    m_decline->setEnabled(mayNotDecline.isEmpty());
    m_confirm->setToolTip(mayNotConfirm.isEmpty() ? tr("Makes it a decision, signed in your name") : plainToolTip(mayNotConfirm));
    m_decline->setToolTip(mayNotDecline.isEmpty() ? tr("Ends the proposal; nothing changes") : plainToolTip(mayNotDecline));
    m_why->setUntrusted(mayNotConfirm);
}

} // namespace mandate
