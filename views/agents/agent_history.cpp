// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/agents/agent_history.h"

#include "views/widgets/plain_text.h"
#include "views/widgets/state_chip.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace mandate {
namespace {

PlainText *historyText(const QString &text)
{
    auto *label = new PlainText;
    label->setUntrusted(text);
    return label;
}

StateWord weight(const StatementItem &statement)
{
    if (!statement.changes && statement.kind == StatementKind::Decision)
        return {AgentHistory::tr("Void"), mandate::Shape::Octagon, Tone::Critical};
    if (!statement.isSigned)
        return {AgentHistory::tr("Not signed"), mandate::Shape::Diamond, Tone::Neutral};
    if (statement.kind == StatementKind::Proposal)
        return {AgentHistory::tr("Proposed"), mandate::Shape::Glass, Tone::Info};
    if (statement.kind == StatementKind::Decline)
        return {AgentHistory::tr("Declined"), mandate::Shape::Bars, Tone::Neutral};
    return {AgentHistory::tr("Signed"), mandate::Shape::Tick, Tone::Good};
}

} // namespace

AgentHistory::AgentHistory(QWidget *parent) : ScrollPane(parent) {}

void AgentHistory::show(const AgentItem &agent)
{
    setAccessibleName(tr("Authorization history"));
    auto *sheet = new QWidget;
    auto *body = new QVBoxLayout(sheet);
    body->setContentsMargins(20, 12, 20, 20);
    body->setSpacing(8);
    if (agent.statements.empty()) {
        auto *none = new QLabel(tr("No statement about this agent is recorded. Its state follows from the pact in force."));
        none->setWordWrap(true);
        body->addWidget(none);
    }
    for (const StatementItem &statement : agent.statements)
        body->addWidget(card(statement));
    body->addStretch(1);
    setWidget(sheet);
}

QWidget *AgentHistory::card(const StatementItem &statement) const
{
    auto *card = new QFrame;
    card->setProperty("surface", QStringLiteral("card"));
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(12, 10, 12, 10);
    column->setSpacing(5);
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(new StateChip(statement.from));
    auto *arrow = new QLabel(layoutDirection() == Qt::RightToLeft ? QString(QChar(0x2190)) : QString(QChar(0x2192)));
    arrow->setAccessibleName(statement.changes ? tr("became") : tr("would become"));
    line->addWidget(arrow);
    line->addWidget(new StateChip(statement.to));
    line->addStretch(1);
    line->addWidget(new StateChip(weight(statement)));
    column->addLayout(line);
    //: one entry of an agent's history: %1 the reason, %2 a person, %3 date and time
    column->addWidget(historyText(tr("%1. By %2, %3.").arg(statement.reason, statement.by, words::time(statement.decidedAt))));
    if (!statement.standing.isEmpty())
        column->addWidget(historyText(statement.standing));
    if (!statement.tools.isEmpty())
        //: %1 names of tools
        column->addWidget(historyText(tr("Without: %1").arg(statement.tools.join(QStringLiteral(", ")))));
    if (statement.validUntil)
        column->addWidget(historyText(tr("Until %1.").arg(words::time(statement.validUntil))));
    if (!statement.note.isEmpty())
        //: %1 is a note a person wrote
        column->addWidget(historyText(tr("Note: “%1”").arg(statement.note)));
    auto *entry = new QLabel(statement.pact.isEmpty() ? tr("Ledger entry %1").arg(words::number(statement.entry))
                                                      //: %1 a number, %2 a pact and its version
                                                      : tr("Ledger entry %1. Pact in force then: %2").arg(words::number(statement.entry), statement.pact));
    entry->setTextFormat(Qt::PlainText);
    entry->setWordWrap(true);
    entry->setProperty("part", QStringLiteral("muted"));
    column->addWidget(entry);
    return card;
}

} // namespace mandate
