// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/agents/readiness_panel.h"

#include "models/items/agent_readiness.h"
#include "views/agents/state_lines.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/state_chip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace mandate {

ReadinessPanel::ReadinessPanel(QWidget *parent) : ScrollPane(parent), m_notice(new PlainText)
{
    auto *body = new QWidget;
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(20, 12, 20, 20);
    column->setSpacing(6);
    m_notice->setProperty("part", QStringLiteral("muted"));
    column->addWidget(m_notice);
    for (Part &part : m_parts) {
        part = {new QLabel(body), new StateChip(body), new PlainText(body), new StateLines(body)};
        part.question->setProperty("part", QStringLiteral("heading"));
        part.question->setTextFormat(Qt::PlainText);
        part.question->setWordWrap(true);
        auto *top = new QHBoxLayout;
        top->setSpacing(10);
        top->setContentsMargins(0, 8, 0, 0);
        top->addWidget(part.question, 1);
        top->addWidget(part.answer, 0, Qt::AlignTop);
        column->addLayout(top);
        column->addWidget(part.facts);
        column->addWidget(part.missing);
        connect(part.missing, &StateLines::linkActivated, this, &ReadinessPanel::linkActivated);
    }
    column->addStretch(1);
    setWidget(body);
}

void ReadinessPanel::setSession(Session *session)
{
    if (m_reader)
        m_reader->disconnect(this);
    m_reader = AgentReadinessReader::of(session);
    m_agent.clear();
    if (m_reader) {
        connect(m_reader, &AgentReadinessReader::changed, this, [this](const QString &agent) {
            if (agent == m_agent)
                fill();
        });
    }
    fill();
}

void ReadinessPanel::setAgent(const QString &agent)
{
    m_agent = agent;
    fill();
    if (isVisible())
        read();
}

void ReadinessPanel::showEvent(QShowEvent *event)
{
    ScrollPane::showEvent(event);
    read();
}

void ReadinessPanel::read()
{
    if (m_reader && !m_agent.isEmpty())
        m_reader->read(m_agent);
}

void ReadinessPanel::fill()
{
    setAccessibleName(tr("Readiness of the agent"));
    const ReadinessReading *reading = m_reader ? m_reader->reading(m_agent) : nullptr;
    const bool known = reading && !reading->lines.isEmpty();
    if (!reading)
        m_notice->setText(tr("The facts are being read."));
    else if (!known)
        m_notice->setUntrusted(reading->problem);
    else
        m_notice->setText(tr("Answered from what is in the workspace. Nothing is entered here."));
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        const Part &part = m_parts[i];
        const ReadinessLine line = known ? reading->lines[static_cast<qsizetype>(i)] : ReadinessLine();
        part.question->setText(line.question);
        part.answer->setState(line.answer);
        part.facts->setUntrusted(line.facts, 4000);
        QList<StateLine> missing;
        for (const MissingLine &piece : line.missing)
            missing << StateLine{{tr("Missing"), mandate::Shape::Diamond, Tone::Warning}, piece.says, piece.remedy, piece.link, piece.target};
        part.missing->setLines(missing);
        part.question->setVisible(known);
        part.answer->setVisible(known);
        part.facts->setVisible(known && !line.facts.isEmpty());
        part.missing->setVisible(known && !missing.isEmpty());
    }
}

} // namespace mandate
