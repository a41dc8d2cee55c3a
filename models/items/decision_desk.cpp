// SPDX-License-Identifier: GPL-3.0-or-later
// Holding and sending. Steps that are taken at once are decision_steps.cpp.
#include "models/items/decision_desk.h"

#include "models/items/approval_model.h"
#include "models/items/decision_desk_private.h"
#include "models/items/text_safety.h"
#include "models/items/trouble.h"

#include <algorithm>

namespace mandate {
namespace {

constexpr std::int64_t nanosASecond = 1'000'000'000;
constexpr int heldTurnMs = 200; // how often the countdown is looked at
constexpr int quietTurnMs = 1000;

struct DeskWords
{
    Q_DECLARE_TR_FUNCTIONS(mandate::DecisionDesk)
};

int secondsTo(const Instant &then, const Instant &now)
{
    return static_cast<int>(std::max<std::int64_t>(0, (then.nanoseconds - now.nanoseconds + nanosASecond - 1) / nanosASecond));
}

QString heldSentence(const HeldDecision &held, const Instant &now)
{
    const int count = static_cast<int>(held.requests.size());
    const QString seconds = QString::number(secondsTo(held.sendAt, now));
    const QString agent = visibleLine(held.agent, 40);
    if (held.step == ApprovalStep::Approve)
        return count == 1 ? DeskWords::tr("Approving %1 in %2 s: %3 may do exactly this, once.").arg(toText(held.requests.front().request), seconds, agent)
                          //: several requests are approved in %1 seconds
                          : DeskWords::tr("Approving %n request(s) in %1 s.", nullptr, count).arg(seconds);
    const QString reason = words::decisionReason(toText(held.reasonCode));
    return count == 1 ? DeskWords::tr("Denying %1 in %2 s: %3 will be told “%4”.").arg(toText(held.requests.front().request), seconds, agent, reason)
                      //: several requests are denied in %1 seconds, with the reason %2
                      : DeskWords::tr("Denying %n request(s) in %1 s: their agents will be told “%2”.", nullptr, count).arg(seconds, reason);
}

QString unsentSentence(const HeldDecision &held)
{
    const int count = static_cast<int>(held.requests.size());
    const QString name = toText(held.requests.front().request);
    const QString when = words::time(held.decidedAt);
    if (held.step == ApprovalStep::Approve)
        return count == 1 ? DeskWords::tr("Your approval of %1 from %2 was not sent.").arg(name, when)
                          //: a bulk decision; %1 a time
                          : DeskWords::tr("Your approval of %n request(s) from %1 was not sent.", nullptr, count).arg(when);
    return count == 1 ? DeskWords::tr("Your denial of %1 from %2 was not sent.").arg(name, when)
                      //: a bulk decision; %1 a time
                      : DeskWords::tr("Your denial of %n request(s) from %1 was not sent.", nullptr, count).arg(when);
}

HeldItem itemOf(const HeldDecision &held, QString sentence, bool sending)
{
    HeldItem item;
    item.key = toText(held.key);
    for (const HeldDecision::One &one : held.requests)
        item.requests << toText(one.request);
    item.sentence = std::move(sentence);
    item.sending = sending;
    item.approves = held.step == ApprovalStep::Approve;
    item.failure = toText(held.failure);
    return item;
}

} // namespace

DecisionDesk::DecisionDesk(std::shared_ptr<Workspace> workspace, ApprovalModel *queue, Session *session)
    : QObject(session),
      m(std::make_unique<Private>(this, std::move(workspace), queue, session))
{
    if (!m->workspace->isReadOnly())
        m->left = m->shelf.takeLeftBehind();
    m->timer.setInterval(quietTurnMs);
    connect(&m->timer, &QTimer::timeout, this, &DecisionDesk::tick);
    connect(queue, &ApprovalModel::refreshed, this, [this] { m->forgetSent(); });
    connect(queue, &ApprovalModel::expired, this, [this] { m->writeDownExpired(); });
    m->timer.start();
}

DecisionDesk::~DecisionDesk() = default;

void DecisionDesk::setHoldSeconds(int seconds)
{
    m->holdSeconds = std::clamp(seconds, 0, 60);
}
int DecisionDesk::holdSeconds() const
{
    return m->holdSeconds;
}
bool DecisionDesk::isBusy() const
{
    return m->work->isBusy();
}

bool DecisionDesk::commit(const Decision &decision)
{
    if (decision.requests.isEmpty())
        return false;
    const Instant now = m->workspace->now();
    HeldDecision held;
    held.key = m->shelf.freshKey();
    held.step = decision.approves ? ApprovalStep::Approve : ApprovalStep::Deny;
    held.reasonCode = decision.reasonCode.toStdString();
    held.note = decision.note.toStdString();
    held.limitedTo = decision.limitedTo;
    held.person = m->workspace->person().id;
    held.decidedAt = now;
    std::int64_t until = now.nanoseconds + m->holdSeconds * nanosASecond;
    for (const QString &id : decision.requests) {
        if (m->queue->isHeld(id))
            continue;
        held.requests.push_back({id.toStdString(), decision.requests.size() == 1 ? decision.shown : std::nullopt});
        if (const ApprovalItem *item = m->queue->find(id)) {
            if (held.agent.empty())
                held.agent = item->view->request.action.agent;
            // Signed a second before it dies, however long the hold is.
            until = std::min(until, item->view->request.expiresAt.nanoseconds - nanosASecond);
        }
    }
    if (held.requests.empty())
        return false;
    held.sendAt.nanoseconds = std::max(until, now.nanoseconds);
    if (auto saved = m->shelf.save(held); !saved) {
        Q_EMIT troubled(troubleOf(saved.error()));
        return false;
    }
    m->held.push_back({std::move(held), false});
    m->timer.setInterval(heldTurnMs);
    m->showHeld();
    tick();
    return true;
}

void DecisionDesk::undo(const QString &key)
{
    const std::string name = key.toStdString();
    const auto found = std::ranges::find_if(m->held, [&](const auto &one) { return one.decision.key == name && !one.sending; });
    if (found == m->held.end())
        return;
    m->shelf.discard(name);
    const QStringList requests = itemOf(found->decision, {}, false).requests;
    m->held.erase(found);
    m->showHeld();
    Q_EMIT acted(requests, tr("Taken back. Nothing was sent, and the agent still waits."));
}

void DecisionDesk::undoLast()
{
    for (auto one = m->held.rbegin(); one != m->held.rend(); ++one) {
        if (!one->sending)
            return undo(toText(one->decision.key));
    }
}

void DecisionDesk::sendNow(const QString &key)
{
    const std::string name = key.toStdString();
    if (const auto left = std::ranges::find(m->left, name, &HeldDecision::key); left != m->left.end()) {
        m->held.push_back({*left, false});
        m->left.erase(left);
        Q_EMIT unsentChanged();
    }
    const auto found = std::ranges::find_if(m->held, [&](const auto &one) { return one.decision.key == name && !one.sending; });
    if (found == m->held.end())
        return;
    found->sending = true;
    m->send(found->decision);
    m->showHeld();
}

void DecisionDesk::discard(const QString &key)
{
    const std::string name = key.toStdString();
    m->shelf.discard(name);
    std::erase_if(m->left, [&](const HeldDecision &held) { return held.key == name; });
    Q_EMIT unsentChanged();
}

QList<HeldItem> DecisionDesk::held() const
{
    const Instant now = m->workspace->now();
    QList<HeldItem> items;
    for (const auto &one : m->held)
        items << itemOf(one.decision, heldSentence(one.decision, now), one.sending);
    return items;
}

QList<HeldItem> DecisionDesk::unsent() const
{
    QList<HeldItem> items;
    for (const HeldDecision &held : m->left)
        items << itemOf(held, unsentSentence(held), false);
    return items;
}

void DecisionDesk::tick()
{
    const Instant now = m->workspace->now();
    QStringList due;
    bool waiting = false;
    for (const auto &one : m->held) {
        if (one.sending)
            continue;
        if (one.decision.sendAt.nanoseconds <= now.nanoseconds)
            due << toText(one.decision.key);
        else
            waiting = true;
    }
    for (const QString &key : std::as_const(due))
        sendNow(key);
    if (waiting)
        m->showHeld();
    m->timer.setInterval(waiting ? heldTurnMs : quietTurnMs);
    if (!m->lastQueueTick || now.nanoseconds - m->lastQueueTick->nanoseconds >= nanosASecond || now.nanoseconds < m->lastQueueTick->nanoseconds) {
        m->lastQueueTick = now;
        m->queue->tick();
        m->lookForOthers();
    }
}

void DecisionDesk::Private::showHeld()
{
    const Instant now = workspace->now();
    QHash<QString, StateWord> words;
    for (const auto &one : held) {
        const QString text = one.sending ? DeskWords::tr("Sending")
                             : one.decision.step == ApprovalStep::Approve
                                 //: a decision that is sent in %1 seconds
                                 ? DeskWords::tr("Approving in %1 s").arg(secondsTo(one.decision.sendAt, now))
                                 //: a decision that is sent in %1 seconds
                                 : DeskWords::tr("Denying in %1 s").arg(secondsTo(one.decision.sendAt, now));
        for (const HeldDecision::One &request : one.decision.requests)
            words.insert(toText(request.request), StateWord{text, Shape::Glass, Tone::Info});
    }
    queue->setHeld(words);
    Q_EMIT q->heldChanged();
}

void DecisionDesk::Private::send(const HeldDecision &decision)
{
    work->urgent([workspace = workspace, decision](const SessionWork::Report &, std::stop_token) -> SessionWork::Finish {
        Sent sent{decision, {}, {}, {}};
        sent.decision.requests.clear();
        for (const HeldDecision::One &one : decision.requests) {
            ApprovalAct act;
            act.step = decision.step;
            act.reasonCode = decision.reasonCode;
            act.note = decision.note;
            act.limitedTo = decision.limitedTo;
            act.shown = one.shown;
            if (workspace->person().id != decision.person) {
                sent.decision.requests.push_back(one);
                sent.decision.failure = "It was decided by another person than who is signed in now.";
                continue;
            }
            const auto done = workspace->act(one.request, act);
            if (done) {
                sent.done << toText(one.request);
            } else if (done.error().kind == ErrorKind::Refused || done.error().kind == ErrorKind::Missing || done.error().kind == ErrorKind::Usage) {
                sent.refused << toText(one.request);
                sent.error = done.error();
            } else {
                sent.decision.requests.push_back(one);
                sent.decision.failure = done.error().happened;
                sent.error = done.error();
            }
        }
        return [sent = std::move(sent)](Session &session) { session.decisions()->m->take(sent); };
    });
}

void DecisionDesk::Private::take(const Sent &sent)
{
    const std::string key = sent.decision.key;
    std::erase_if(held, [&](const Holding &one) { return one.decision.key == key; });
    if (sent.decision.requests.empty()) {
        shelf.discard(key);
    } else { // saved here; nothing has changed for the agent
        (void)shelf.save(sent.decision);
        left.push_back(sent.decision);
        Q_EMIT q->unsentChanged();
    }
    showHeld();
    queue->refresh();
    if (!sent.done.isEmpty()) {
        const int count = static_cast<int>(sent.done.size());
        const bool approved = sent.decision.step == ApprovalStep::Approve;
        Q_EMIT q->acted(sent.done, approved ? (count == 1 ? DeskWords::tr("%1 is approved and signed. The agent has not acted yet.").arg(sent.done.first())
                                                          : DeskWords::tr("%n request(s) approved, one signed record each.", nullptr, count))
                                            : (count == 1 ? DeskWords::tr("%1 is denied and signed.").arg(sent.done.first())
                                                          : DeskWords::tr("%n request(s) denied, one signed record each.", nullptr, count)));
    }
    if (sent.error)
        Q_EMIT q->troubled(troubleOf(*sent.error));
}

/// A program that was killed between signing and clearing its shelf left a decision that is in the ledger: it was sent.
void DecisionDesk::Private::forgetSent()
{
    const std::size_t before = left.size();
    for (HeldDecision &decision : left) {
        std::erase_if(decision.requests, [&](const HeldDecision::One &one) {
            const ApprovalItem *item = queue->find(toText(one.request));
            return item && item->view->decided && item->view->decided->step == decision.step && item->view->decided->by == decision.person;
        });
        if (decision.requests.empty())
            shelf.discard(decision.key);
    }
    std::erase_if(left, [](const HeldDecision &decision) { return decision.requests.empty(); });
    if (left.size() != before)
        Q_EMIT q->unsentChanged();
}

} // namespace mandate
