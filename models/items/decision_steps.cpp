// SPDX-License-Identifier: GPL-3.0-or-later
// Steps that are taken at once, each with a record of its own: claim, release, ask back, reassign, snooze, revoke; and what the clock does.
#include "models/items/approval_model.h"
#include "models/items/decision_desk_private.h"
#include "models/items/text_safety.h"
#include "models/items/trouble.h"
#include "models/workspace/oversight_cases.h"

#include <algorithm>

namespace mandate {
namespace {

constexpr std::size_t fewestForNudge = 5;
constexpr std::size_t latestForNudge = 10;

} // namespace

void DecisionDesk::Private::step(const QStringList &requests, const ApprovalAct &act, std::function<QString(int)> sentence)
{
    std::vector<std::string> ids;
    for (const QString &request : requests)
        ids.push_back(request.toStdString());
    work->urgent([workspace = workspace, ids, act, requests, sentence = std::move(sentence)](const SessionWork::Report &, std::stop_token) -> SessionWork::Finish {
        int done = 0;
        std::optional<Error> error;
        for (const std::string &id : ids) {
            const auto acted = workspace->act(id, act);
            if (acted)
                ++done;
            else
                error = acted.error();
        }
        return [done, error, requests, sentence](Session &session) {
            DecisionDesk *desk = session.decisions();
            desk->m->queue->refresh();
            if (done > 0)
                Q_EMIT desk->acted(requests, sentence(done));
            if (error)
                Q_EMIT desk->troubled(troubleOf(*error));
        };
    });
}

void DecisionDesk::claim(const QStringList &requests)
{
    ApprovalAct act;
    act.step = ApprovalStep::Claim;
    m->step(requests, act, [](int count) { return tr("%n request(s) claimed by you for 15 minutes.", nullptr, count); });
}

void DecisionDesk::release(const QStringList &requests)
{
    ApprovalAct act;
    act.step = ApprovalStep::Release;
    m->step(requests, act, [](int count) { return tr("%n request(s) released; others can take them.", nullptr, count); });
}

void DecisionDesk::ask(const QString &request, const QString &question)
{
    ApprovalAct act;
    act.step = ApprovalStep::Ask;
    act.note = question.toStdString();
    m->step({request}, act, [](int) { return tr("The agent was asked. The clocks go on while it answers."); });
}

void DecisionDesk::reassign(const QStringList &requests, const QString &to)
{
    ApprovalAct act;
    act.step = ApprovalStep::Reassign;
    act.to = to.toStdString();
    m->step(requests, act, [](int count) { return tr("%n request(s) reassigned.", nullptr, count); });
}

void DecisionDesk::snooze(const QStringList &requests, const Instant &until)
{
    ApprovalAct act;
    act.step = ApprovalStep::Snooze;
    act.until = until;
    m->step(requests, act, [](int count) { return tr("%n request(s) put aside. They come back before their answer is due.", nullptr, count); });
}

void DecisionDesk::revoke(const QString &request, const QString &reasonCode, const QString &note)
{
    ApprovalAct act;
    act.step = ApprovalStep::Revoke;
    act.reasonCode = reasonCode.toStdString();
    act.note = note.toStdString();
    m->step({request}, act, [](int) { return tr("The approval is revoked; the agent had not used it."); });
}

void DecisionDesk::seedTestItem(const QString &like)
{
    const ApprovalItem *item = m->queue->find(like);
    if (!item)
        return;
    ApprovalRequest request = item->view->request;
    const Instant now = m->workspace->now();
    const std::int64_t answer = request.respondBy.nanoseconds - request.requestedAt.nanoseconds;
    const std::int64_t life = request.expiresAt.nanoseconds - request.requestedAt.nanoseconds;
    request.testItem = true;
    request.callId.clear();
    request.requestedAt = now;
    request.respondBy.nanoseconds = now.nanoseconds + answer;
    request.expiresAt.nanoseconds = now.nanoseconds + life;
    m->work->urgent([workspace = m->workspace, request](const SessionWork::Report &, std::stop_token) -> SessionWork::Finish {
        const auto filed = workspace->requestApproval(request);
        const std::optional<Error> error = filed ? std::nullopt : std::optional(filed.error());
        const QString id = filed ? toText(filed->id) : QString();
        return [error, id](Session &session) {
            DecisionDesk *desk = session.decisions();
            desk->m->queue->refresh();
            if (error)
                Q_EMIT desk->troubled(troubleOf(*error));
            else
                Q_EMIT desk->acted({id}, tr("A test item is in the queue. Nothing can run on it, whatever is decided."));
        };
    });
}

std::optional<int> DecisionDesk::medianSeconds() const
{
    const std::string me = m->workspace->person().id;
    std::vector<OversightCase> cases;
    for (const ApprovalItem &item : m->queue->all()) {
        auto one = oversightCase(*item.view, ApprovalCard::wordBudget);
        if (one && one->person == me)
            cases.push_back(std::move(*one));
    }
    std::ranges::sort(cases, {}, &OversightCase::decidedNs);
    const auto seconds = lookingSeconds(cases);
    std::vector<double> taken;
    for (auto one = seconds.rbegin(); one != seconds.rend() && taken.size() < latestForNudge; ++one) {
        if (*one)
            taken.push_back(**one);
    }
    if (taken.size() < fewestForNudge)
        return std::nullopt;
    return static_cast<int>(*median(std::move(taken)));
}

/// Expiries are written down by Timeout; a workspace open for reading only shows them.
void DecisionDesk::Private::writeDownExpired()
{
    if (workspace->isReadOnly())
        return;
    work->urgent([workspace = workspace](const SessionWork::Report &, std::stop_token) -> SessionWork::Finish {
        (void)workspace->expireApprovals(); // shown as expired in any case; who opens the workspace next tries again
        return [](Session &session) { session.decisions()->m->queue->refresh(); };
    });
}

/// Another program, such as a gateway, writes the same workspace: no signal tells of it.
void DecisionDesk::Private::lookForOthers()
{
    const std::uint64_t now = workspace->store().size();
    if (now == size)
        return;
    size = now;
    queue->refresh();
}

} // namespace mandate
