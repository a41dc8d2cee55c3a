// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/evaluation_watch.h"

#include "models/items/session.h"
#include "models/items/text_safety.h"
#include "models/items/workspace_lease.h"
#include "models/workspace/reevaluation.h"

#include <algorithm>
#include <chrono>

namespace mandate {

namespace {

using namespace std::chrono_literals;
constexpr auto settle = 1500ms;
constexpr auto lookAgain = 1h;

QUrl agentLink(const QString &agent)
{
    QUrl link(QStringLiteral("mandate://agents"));
    link.setQuery(QLatin1String("agent=") + QString::fromLatin1(QUrl::toPercentEncoding(agent)));
    return link;
}

StateWord stateOf(EvaluationState state)
{
    switch (state) {
    case EvaluationState::NotAsked: return {EvaluationWatch::tr("Not asked for"), Shape::None, Tone::Muted};
    case EvaluationState::Current: return {EvaluationWatch::tr("Current"), Shape::Tick, Tone::Good};
    case EvaluationState::Due: return {EvaluationWatch::tr("Due"), Shape::Glass, Tone::Warning};
    case EvaluationState::Overdue: return {EvaluationWatch::tr("Overdue"), Shape::Triangle, Tone::Critical};
    }
    return {};
}

QString whatChanged(const BasisChange &change)
{
    const QString before = visibleLine(change.before, 60);
    const QString after = visibleLine(change.after, 60);
    const auto fromTo = [&](const QString &both, const QString &only) { return before.isEmpty() ? only.arg(after) : both.arg(before, after); };
    switch (change.kind) {
    case TriggerKind::Model: return fromTo(EvaluationWatch::tr("The model changed from %1 to %2."), EvaluationWatch::tr("The model is %1 now."));
    case TriggerKind::Prompt: return fromTo(EvaluationWatch::tr("The instructions changed from %1 to %2."), EvaluationWatch::tr("The instructions are %1 now."));
    case TriggerKind::Tools: return EvaluationWatch::tr("It uses %1, which it did not use before.").arg(after);
    case TriggerKind::Pact: return fromTo(EvaluationWatch::tr("The pact changed from %1 to %2."), EvaluationWatch::tr("The pact is %1 now."));
    case TriggerKind::Context: return EvaluationWatch::tr("It acts in %1, where it did not act before.").arg(after);
    case TriggerKind::Drift: return EvaluationWatch::tr("It behaves differently: %1.").arg(after);
    case TriggerKind::Incident: return EvaluationWatch::tr("There is an incident: %1.").arg(after);
    case TriggerKind::Age: return EvaluationWatch::tr("The last evaluation gets too old for its pact.");
    case TriggerKind::Never: return EvaluationWatch::tr("Its pact asks for evaluations, and there is none.");
    case TriggerKind::Undated: return EvaluationWatch::tr("Its pact asks for evaluations, and there is none that counts.");
    }
    return {};
}

EvaluationItem itemOf(const AgentReevaluation &agent)
{
    const Staleness &staleness = agent.staleness;
    EvaluationItem item;
    item.agent = toText(agent.agent);
    item.state = stateOf(staleness.state);
    item.isDue = staleness.state == EvaluationState::Due || staleness.state == EvaluationState::Overdue;
    item.agentPage = agentLink(item.agent);
    const QString name = visibleLine(agent.agent, 80);
    if (staleness.state == EvaluationState::Overdue)
        //: %1 an agent, %2 a time with its zone
        item.sentence = EvaluationWatch::tr("The evaluation of %1 is overdue since %2.").arg(name, words::time(staleness.deadline));
    else if (staleness.state == EvaluationState::Due)
        //: %1 an agent, %2 a time with its zone
        item.sentence = EvaluationWatch::tr("%1 has to be evaluated again by %2.").arg(name, words::time(staleness.deadline));
    else if (staleness.last && staleness.deadline)
        item.sentence = EvaluationWatch::tr("Evaluated %1, the next by %2.").arg(words::time(staleness.last->at), words::time(staleness.deadline));
    else if (staleness.last)
        item.sentence = EvaluationWatch::tr("Evaluated %1.").arg(words::time(staleness.last->at));
    if (item.isDue)
        item.sentence += QLatin1Char(' ') + (agent.owner.empty() ? EvaluationWatch::tr("Nobody answers for it.") : EvaluationWatch::tr("%1 answers for it.").arg(visibleLine(agent.owner, 80)));
    if (!staleness.reasons.empty()) {
        const ReevaluationReason &reason = staleness.reasons.front();
        item.why = whatChanged(reason.change);
        if (reason.change.at && reason.change.kind != TriggerKind::Undated)
            item.why += QLatin1Char(' ') + EvaluationWatch::tr("Seen first %1.").arg(words::time(reason.change.at));
        if (staleness.undated)
            //: %1 an entry number
            item.why += QLatin1Char(' ') + EvaluationWatch::tr("Nobody said when the evaluation in entry %1 ran: the agent is not current by it.").arg(words::number(staleness.undated->entry));
        if (staleness.reasons.size() > 1)
            item.why += QLatin1Char(' ') + EvaluationWatch::tr("And %Ln more reason(s).", nullptr, static_cast<int>(staleness.reasons.size() - 1));
        if (reason.change.kind != TriggerKind::Pact && reason.change.kind != TriggerKind::Never && reason.change.kind != TriggerKind::Age && reason.change.kind != TriggerKind::Undated)
            item.seenIn = QUrl(QStringLiteral("mandate://evidence?entry=%1").arg(reason.change.entry));
    }
    return item;
}

} // namespace

EvaluationWatch::EvaluationWatch(std::shared_ptr<Workspace> workspace, QObject *parent)
    : QObject(parent), m_workspace(leaseOf(std::move(workspace))), m_question(this)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(settle);
    m_later.setInterval(lookAgain);
    connect(&m_soon, &QTimer::timeout, this, &EvaluationWatch::refresh);
    connect(&m_later, &QTimer::timeout, this, &EvaluationWatch::refresh);
    connect(m_workspace.get(), &Workspace::ledgerGrew, &m_soon, qOverload<>(&QTimer::start));
    m_later.start();
    refresh();
}

EvaluationWatch *EvaluationWatch::of(Session *session)
{
    if (!session || session->bundle())
        return nullptr;
    auto *watch = session->findChild<EvaluationWatch *>(QString(), Qt::FindDirectChildrenOnly);
    return watch ? watch : new EvaluationWatch(session->workspace(), session);
}

const EvaluationItem *EvaluationWatch::item(const QString &agent) const
{
    const auto found = std::ranges::find(m_items, agent, &EvaluationItem::agent);
    return found == m_items.end() ? nullptr : &*found;
}

void EvaluationWatch::refresh()
{
    m_question.ask(
        [workspace = m_workspace](std::stop_token stop) {
            Answer answer;
            const auto all = Reevaluations(*workspace).all(stop);
            if (!all) {
                answer.trouble = visibleLine(all.error().happened, 300);
                return answer;
            }
            for (const AgentReevaluation &agent : *all)
                answer.items.push_back(itemOf(agent));
            return answer;
        },
        [this](Answer answer) {
            const bool same = answer.items == m_items && answer.trouble == m_trouble;
            m_items = std::move(answer.items);
            m_trouble = std::move(answer.trouble);
            if (!same)
                Q_EMIT changed();
        });
}

} // namespace mandate
