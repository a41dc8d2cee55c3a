// SPDX-License-Identifier: GPL-3.0-or-later
// The pact versions of a workspace as rows, each with its clauses as prose, its source and what the checks found.
// Loads off the window's thread; reading and checking pacts is models/pact.
#pragma once

#include "models/items/words.h"

#include <QAbstractTableModel>
#include <QStringList>

#include <memory>
#include <vector>

namespace mandate {

class Workspace;
struct Trouble;

struct ClauseItem
{
    QString id;
    ClauseKind kind = ClauseKind::Forbid;
    QString sentence;
    QString why;
    QString tools;      ///< "All tools" or their names
    QString condition;  ///< CEL source
    QString escalation; ///< "The owner decides within 15 min; if nobody answers, denied."; empty when none
    StateWord severity;
    bool heuristic = false; ///< judged from words, so it can be wrong
    bool afterResult = false;
    quint64 decided = 0; ///< recorded actions this clause decided
};

struct ProblemItem
{
    StateWord problemClass;
    ProblemClass kind = ProblemClass::Error;
    QString place;
    QString clause; ///< clause the place is in; empty when it is none
    QString reason;
    QString remedy;
    bool fromLogic = false; ///< proved of the clauses, some time after the other checks
};

/// A person or desk with their part.
struct PersonItem
{
    QString part; ///< "Accountable owner"
    QString name;
    QString does; ///< what this part answers for
};

/// What can be done with a version next, by who is signed in.
struct PactStepItem
{
    QString code; ///< "approve", "return", "observe", "activate", "withdraw"
    QString role; ///< as whom one would approve
    QString text; ///< of the button
    QString refusal; ///< why not, who can and what to do; empty: it may be done
    bool needsReason = false;
    bool offersTime = false;
};

/// One signed statement about a version.
struct PactEventItem
{
    QString when, who, what, note;
};

struct PactItem
{
    quint64 entry = 0;
    QString id;
    QString version;
    QString title;
    QString purpose;
    QString digest;
    std::optional<Instant> added;
    QString addedBy;
    QString owner;
    QString binds;
    QStringList agents; ///< recorded agents it binds
    QString source;     ///< indented JSON
    QString validity;
    bool inForce = false;
    StateWord life;      ///< in review, approved, observing, in force, superseded, withdrawn
    bool inReview = false; ///< submitted and not in force yet
    bool observing = false;  ///< judged beside what is in force, without effect
    bool restorable = false; ///< over, and another version was in force after it
    QString summary;     ///< what its author said when submitting
    QString quorum;      ///< who signed and who still has to; empty once in force
    QString lifeNote;    ///< one more sentence about its life; may be empty
    QString comparedWith; ///< "id@version" of the version it was written against, if it is here
    std::vector<PactStepItem> steps;
    std::vector<PactEventItem> events; ///< oldest first
    std::vector<ClauseItem> clauses;
    std::vector<ProblemItem> problems;
    std::vector<PersonItem> people;
    QStringList windows; ///< what its conditions look back on beyond a session, in words
    QStringList duties; ///< evidence each action owes, in words
    quint32 retentionDays = 0;

    [[nodiscard]] QString key() const { return id + QLatin1Char('@') + version; }
    [[nodiscard]] StateWord force() const; ///< in force or superseded
    [[nodiscard]] int problemCount(ProblemClass kind) const;
};

class PactModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Title, Version, Force, Agents, Problems, ColumnCount };

    explicit PactModel(std::shared_ptr<Workspace> workspace, QObject *parent = nullptr);
    ~PactModel() override;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    [[nodiscard]] const PactItem *item(int row) const;
    /// "id" is the version in force, "id@version" that one; −1 when it is not there.
    [[nodiscard]] int rowOf(const QString &idAtVersion) const;
    [[nodiscard]] bool isBusy() const;

public Q_SLOTS:
    void refresh();

Q_SIGNALS:
    void busyChanged(bool busy);
    void refreshed();
    void troubled(const mandate::Trouble &trouble);

private:
    [[nodiscard]] QString text(const PactItem &pact, int column) const;
    void start();

    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate
