// SPDX-License-Identifier: GPL-3.0-or-later
// Deciding: a committed decision is held for some seconds in which it can be taken back, then signed; other steps are taken at once. While it is
// held the agent waits, so taking back is clean. What was held when the program ended is shown as not sent, and only a person sends it.
#pragma once

#include "models/items/approval_card.h"
#include "models/items/held_decision.h"
#include "models/items/session.h"

#include <QObject>

#include <chrono>
#include <memory>

namespace mandate {

class ApprovalModel;
class Session;
class Workspace;

/// A held or unsent decision in words.
struct HeldItem
{
    QString key;
    QStringList requests;
    QString sentence; ///< "Denying ESC-912 in 9 s: refund-bot will be told “Not proven”."
    bool sending = false;
    bool approves = false;
    QString failure;  ///< why sending did not work
};

/// What a person chose.
struct Decision
{
    bool approves = false;
    QStringList requests; ///< several: a bulk decision
    QString reasonCode;
    QString note;
    std::optional<std::string> limitedTo;
    std::optional<Digest> shown; ///< for one request
};

class DecisionDesk : public QObject
{
    Q_OBJECT

public:
    DecisionDesk(std::shared_ptr<Workspace> workspace, ApprovalModel *queue, Session *session);
    ~DecisionDesk() override;

    static constexpr int defaultHoldSeconds = 10;
    /// 0 to 60; a request whose expiry is nearer is held for less.
    void setHoldSeconds(int seconds);
    [[nodiscard]] int holdSeconds() const;

    /// Holds it; sent by itself when its time is over. False, with troubled(), when it cannot be kept.
    bool commit(const Decision &decision);
    void undo(const QString &key);
    void undoLast();
    void sendNow(const QString &key);
    /// An unsent one is thrown away; nothing has changed for the agent.
    void discard(const QString &key);
    [[nodiscard]] QList<HeldItem> held() const;   ///< newest last
    [[nodiscard]] QList<HeldItem> unsent() const; ///< left behind, or not sent because of a failure

    // Taken at once, each signed; one record an item.
    void claim(const QStringList &requests);
    void release(const QStringList &requests);
    void ask(const QString &request, const QString &question);
    void reassign(const QStringList &requests, const QString &to);
    void snooze(const QStringList &requests, const Instant &until);
    void revoke(const QString &request, const QString &reasonCode, const QString &note);
    /// Files a test item: the recorded action of `like` asked again, to see whether people look. It can never run.
    void seedTestItem(const QString &like);

    /// Seconds between the last decisions of this person, their median; none for fewer than five. Fast ones earn a nudge.
    [[nodiscard]] std::optional<int> medianSeconds() const;

    [[nodiscard]] bool isBusy() const;
    void tick(); ///< once a second, by the window's timer; sends what is due

Q_SIGNALS:
    void heldChanged();
    void unsentChanged();
    void acted(const QStringList &requests, const QString &sentence);
    void troubled(const mandate::Trouble &trouble);

private:
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate
