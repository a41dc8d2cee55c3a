// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/decisions/due_evaluations.h"

#include "models/items/evaluation_watch.h"
#include "models/items/session.h"
#include "views/agents/state_lines.h"
#include "views/widgets/tab_order.h"

#include <QLabel>
#include <QVBoxLayout>

namespace mandate {

namespace {
constexpr int shownAtOnce = 2; ///< the queue keeps its room
}

DueEvaluations::DueEvaluations(QWidget *parent) : QWidget(parent), m_heading(new QLabel(this)), m_lines(new StateLines(this))
{
    m_heading->setProperty("part", QStringLiteral("heading"));
    m_heading->setTextFormat(Qt::PlainText);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 10);
    layout->setSpacing(6);
    layout->addWidget(m_heading);
    layout->addWidget(m_lines);
    connect(m_lines, &StateLines::linkActivated, this, &DueEvaluations::linkActivated);
    setAccessibleName(tr("Agents to evaluate again"));
    hide();
}

void DueEvaluations::setSession(Session *session)
{
    if (m_watch)
        m_watch->disconnect(this);
    m_watch = EvaluationWatch::of(session);
    if (m_watch)
        connect(m_watch, &EvaluationWatch::changed, this, &DueEvaluations::refresh);
    refresh();
}

void DueEvaluations::standBehind(QWidget *before)
{
    m_before = before;
}

void DueEvaluations::refresh()
{
    QList<StateLine> lines;
    int due = 0;
    if (m_watch) {
        for (const EvaluationItem &item : m_watch->items()) {
            if (!item.isDue)
                continue;
            if (++due <= shownAtOnce)
                lines << StateLine{item.state, item.sentence, {}, tr("Go to the agent"), item.agentPage};
        }
        if (due > shownAtOnce)
            lines << StateLine{{tr("More"), mandate::Shape::Disc, Tone::Info}, tr("%Ln more agent(s) have to be evaluated again.", nullptr, due - shownAtOnce), {}, tr("Go to agents"), QUrl(QStringLiteral("mandate://agents"))};
    }
    m_heading->setText(tr("Evaluate again: %L1").arg(due));
    m_lines->setLines(lines);
    if (m_before)
        tabBehind(m_before, m_lines);
    setVisible(due > 0);
}

} // namespace mandate
