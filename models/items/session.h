// SPDX-License-Identifier: GPL-3.0-or-later
// The open workspace as the views know it: item models to show, and long work that never blocks the window's thread.
// Views include models/items and nothing below it. Everything here lives in the window's thread.
#pragma once

#include <QDateTime>
#include <QObject>
#include <QString>
#include <QStringList>

#include <memory>

namespace mandate {

class AgentModel;
struct BundleContent;
class ApprovalModel;
class DecisionDesk;
struct AgentChange;
class DraftList;
class EnforcementWatch;
class EvidenceModel;
class IncidentModel;
class PactModel;
class PeopleModel;
struct PersonChange;
class MetricPanels;
class RateModel;
class Workspace;

/// A failure in words, ready to show in a banner: what happened, what is unaffected, what to do, code.
struct Trouble
{
    QString happened;
    QString unaffected;
    QString remedy;
    QString code;
};

/// State of the chain as the status bar tells it.
struct ChainState
{
    enum class Kind { Unknown, Verifying, Verified, Broken } kind = Kind::Unknown;
    quint64 verifiedTo = 0; ///< entries
    quint64 size = 0;       ///< entries in the ledger
    QString trouble;        ///< when broken: the first entry that does not hold, in words
    bool ofBundle = false;  ///< its entries are those of a bundle
};

/// Long work that is under way; one at a time is shown in the status bar.
struct Job
{
    QString title;    ///< "Importing 28 files"
    int percent = -1; ///< −1: unknown
    bool cancellable = true;
};

class Session : public QObject
{
    Q_OBJECT

public:
    explicit Session(std::shared_ptr<Workspace> workspace, QObject *parent = nullptr);
    /// Of a bundle: an excerpt of a ledger, in which nothing can be changed.
    Session(std::shared_ptr<Workspace> workspace, std::shared_ptr<const BundleContent> bundle, QObject *parent = nullptr);
    ~Session() override;

    [[nodiscard]] QString path() const;
    [[nodiscard]] QString personName() const;
    [[nodiscard]] QString personId() const; ///< as statements name who is signed in
    [[nodiscard]] bool isReadOnly() const;
    [[nodiscard]] bool isSample() const; ///< the bundled sample workspace, marked SAMPLE
    /// What is open where it is a bundle and no workspace; else nullptr.
    [[nodiscard]] const BundleContent *bundle() const;

    [[nodiscard]] EvidenceModel *evidence() const;
    [[nodiscard]] IncidentModel *incidents() const;
    [[nodiscard]] AgentModel *agents() const;
    [[nodiscard]] PactModel *pacts() const;
    [[nodiscard]] PeopleModel *people() const;
    [[nodiscard]] RateModel *rates() const;
    [[nodiscard]] MetricPanels *metrics() const;
    [[nodiscard]] DraftList *drafts() const;
    [[nodiscard]] ApprovalModel *approvals() const;
    [[nodiscard]] DecisionDesk *decisions() const;
    /// How far stops are, and what tells the points.
    [[nodiscard]] EnforcementWatch *enforcement() const;

    [[nodiscard]] ChainState chain() const;
    [[nodiscard]] int sourceCount() const;
    [[nodiscard]] QStringList suspendedAgents() const;

    /// The workspace itself, for readers of models/items; views have no use for it.
    [[nodiscard]] std::shared_ptr<Workspace> workspace() const;

    /// True while reading is under way for any model or job (tests wait for it to end).
    [[nodiscard]] bool isBusy() const;

public Q_SLOTS:
    void importPaths(const QStringList &paths);
    void addPactFile(const QString &path);
    /// Submits a draft for review; the draft goes from the shelf when that was signed.
    void submitDraft(const QString &key, const QString &source, const QString &summary);
    /// Takes a step in the life of "id@version": its code as PactStepItem says it. `effective` and `replay` are for activation: invalid: at once; 0: it rests
    /// on no replay.
    void takePactStep(const QString &pact, const QString &code, const QString &role, const QString &note, const QDateTime &effective, quint64 replay = 0);
    void verifyChain();
    void suspendAgent(const QString &agent, const QString &reasonCode, const QString &note);
    void resumeAgent(const QString &agent, const QString &reasonCode, const QString &note);
    /// Signs something about a person; takes the passphrase first where one is given.
    void changePeople(const mandate::PersonChange &change);
    /// Signs and stores it at once, beside whatever else is under way, and tells the enforcement points.
    void changeAgent(const mandate::AgentChange &change);
    void cancelJob();
    void refresh();

Q_SIGNALS:
    void jobChanged(const mandate::Job *job); ///< nullptr: none
    void chainChanged();
    void sourcesChanged();
    void agentsChanged(); ///< states of agents: banners and badges
    void importFinished(const QString &summary, const QStringList &details);
    void statementMade(const QString &agent, const QString &sentence); ///< "refund-bot is suspended since …": for the status line and its undo
    void agentChanged(const QString &agent); ///< a statement about it was stored, or one was refused
    void pactStepTaken(const QString &pact, const QString &sentence); ///< "id@version"
    void personChanged(const QString &person, const QString &sentence);
    void noted(const QString &sentence); ///< for the status line
    void troubled(const mandate::Trouble &trouble);

private:
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate
