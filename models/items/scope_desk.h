// SPDX-License-Identifier: GPL-3.0-or-later
// The scope policy of one agent in words, and what a person does with it: looks at a file before it is put in force, puts it in force, withdraws it.
// The rules are the core's; nothing is decided here.
#pragma once

#include <QObject>

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over concepts of the standard library
#include "models/items/question.h"
#include "models/items/words.h"

#include <memory>
#include <optional>
#include <string>
#endif

namespace mandate {

class Session;
class Workspace;
struct Trouble;

struct ScopeRuleLine
{
    StateWord effect;  ///< "Allows", "Refuses"
    QString text;      ///< the rule as a sentence; safe to read
    QString condition; ///< as written, with the tools it speaks of; safe to read
};

/// One version of a scope policy, safe to read.
struct ScopePolicyItem
{
    QString id; ///< as recorded
    QString name;
    QString title;
    QString owner;
    QString binds;
    QString destructive; ///< tools that it lists as such
    QString digest;
    std::vector<ScopeRuleLine> rules;
};

struct ScopeEventLine
{
    StateWord step; ///< "In force", "Superseded", "Withdrawn", "Void"
    QString text;   ///< version, who, when, why
};

/// What is known of one agent's scope policy.
struct ScopeReading
{
    QString agent;
    StateWord state;
    QString sentence; ///< what the state means and what to do
    std::optional<ScopePolicyItem> policy; ///< in force
    QString since;    ///< since when, set by whom and why
    QString separation; ///< why it is not proven that different people keep pact and scope policy; empty when it is
    std::vector<ScopeEventLine> events; ///< newest first
    QString settingRefusal;    ///< why who is signed in can put none in force; empty when they may
    QString withdrawalRefusal; ///< why they cannot withdraw this one
    bool needsPassphrase = false;
};

/// A file, looked at.
struct ScopePreview
{
    QString file;
    std::optional<ScopePolicyItem> policy; ///< none: it cannot be read
    QString refusal;   ///< why it cannot be put in force, with the place and what to do; empty when it can
    bool binds = true; ///< the agent that is shown
    std::string json;
};

class ScopeDesk : public QObject
{
    Q_OBJECT

public:
    /// That of a session, made when first asked for; nullptr for none.
    static ScopeDesk *of(Session *session);

    /// As read last; another agent's is never given.
    [[nodiscard]] const ScopeReading *reading(const QString &agent) const { return m_reading.agent == agent && !agent.isEmpty() ? &m_reading : nullptr; }
    [[nodiscard]] bool isBusy() const { return m_question.isOpen() || m_work.isOpen(); }

public Q_SLOTS:
    void read(const QString &agent, const QStringList &deployments);
    /// previewed() follows.
    void look(const QString &path, const QString &agent, const QStringList &deployments);
    /// done() or troubled() follows.
    void putInForce(const std::string &json, const QString &note, const QString &passphrase);
    void withdraw(const QString &id, const QString &reason, const QString &passphrase);

Q_SIGNALS:
    void changed(const QString &agent);
    void previewed(const mandate::ScopePreview &preview);
    void done(const QString &words);
    void troubled(const mandate::Trouble &trouble);

private:
    explicit ScopeDesk(std::shared_ptr<Workspace> workspace, QObject *parent);
    struct Done;
    void sign(std::function<Done(Workspace &)> act, const QString &passphrase);

    std::shared_ptr<Workspace> m_workspace;
    ScopeReading m_reading;
    QStringList m_deployments;
    Question<ScopeReading> m_question;
    Question<ScopePreview> m_look;
    Question<std::shared_ptr<Done>> m_work;
};

} // namespace mandate
