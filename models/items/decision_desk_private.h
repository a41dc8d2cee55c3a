// SPDX-License-Identifier: GPL-3.0-or-later
// What decision_desk.cpp and decision_steps.cpp share. Not for others.
#pragma once

#include "models/items/decision_desk.h"
#include "models/items/session_work.h"

#include <QTimer>

#include <optional>
#include <vector>

namespace mandate {

struct DecisionDesk::Private
{
    Private(DecisionDesk *desk, std::shared_ptr<Workspace> w, ApprovalModel *model, Session *owner)
        : q(desk), workspace(std::move(w)), queue(model), work(new SessionWork(owner)), shelf(workspace->path()), size(workspace->store().size())
    {
    }

    struct Holding
    {
        HeldDecision decision;
        bool sending = false;
    };
    /// What became of sending: `decision` keeps the requests that are still to be sent.
    struct Sent
    {
        HeldDecision decision;
        QStringList done;
        QStringList refused;
        std::optional<Error> error;
    };

    DecisionDesk *q;
    std::shared_ptr<Workspace> workspace;
    ApprovalModel *queue;
    SessionWork *work;
    HeldShelf shelf;
    std::vector<Holding> held;      ///< newest last
    std::vector<HeldDecision> left; ///< left behind or failed
    QTimer timer;
    std::optional<Instant> lastQueueTick;
    std::uint64_t size; ///< of the ledger when it was looked at last
    int holdSeconds = defaultHoldSeconds;

    void showHeld();
    void send(const HeldDecision &decision);
    void take(const Sent &sent);
    void forgetSent();
    void writeDownExpired();
    void lookForOthers();
    void step(const QStringList &requests, const ApprovalAct &act, std::function<QString(int)> sentence);
};

} // namespace mandate
