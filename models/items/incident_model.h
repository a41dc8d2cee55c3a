// SPDX-License-Identifier: GPL-3.0-or-later
// The incidents of a workspace as rows, and one of them answered: what it did, in what context, on what basis, who is accountable.
// Detection is models/incidents; here are only its words.
#pragma once

#include "models/items/words.h"

#include <QAbstractTableModel>
#include <QUrl>

#include <memory>
#include <vector>

namespace mandate {

class Workspace;
struct Trouble;

struct IncidentItem
{
    QString id;
    quint64 entry = 0;
    StateWord severity;
    int severityRank = 0; ///< 0 is the worst
    QString opened;       ///< in words, with zone
    qint64 openedNs = 0;
    QString openedBy; ///< "rule A4"
    QString agent;    ///< as recorded
    QString deployment;
    QString session; ///< as recorded
    QString clause;
    QString clauseSentence;
    QString pactKey; ///< id@version
    QString owner;
    quint64 attempted = 0;
    quint64 executed = 0;
    std::vector<quint64> actions; ///< entries of the offending actions, in order
    QString title;       ///< of one that a person opened; empty else
    QString openedWords; ///< "Opened … by rule A4, not by a person"
    StateWord state;     ///< of its life: "Open", "Closed"
    bool open = true;    ///< asks for somebody's work
    QString assigned;    ///< who works on it; empty: nobody
    bool mine = false;   ///< who is signed in works on it, or answers for it and nobody else does
    StateWord due;       ///< time left, or overdue; "Nobody acted in time"; empty word: nothing is due
    qint64 dueNs = 0;    ///< the greatest when nothing is due
    bool neglected = false; ///< open, nobody did anything about it, and its time is over
    StateWord cause;     ///< "No cause claimed", "Agreed: Policy"
    QString stakes;      ///< what its executed actions moved and reached; may be empty
    QString mergedInto;

    [[nodiscard]] QString countWords() const; ///< "3 attempted, 2 executed"
};

/// One fact of an answer, with the record, clause or agent it rests on.
struct IncidentFact
{
    QString label;       ///< "Customer's last words"; may be empty
    QString text;        ///< safe to read
    QUrl link;           ///< mandate://…; empty when there is nothing behind it
    bool quoted = false; ///< somebody else's words
};

/// One of the four cells of the answer strip.
struct IncidentAnswer
{
    QString heading; ///< "What it did"
    QString answer;  ///< one sentence
    std::optional<StateWord> state;
    QList<IncidentFact> facts;
};

/// One line of the session's timeline.
struct TimelineItem
{
    quint64 entry = 0;
    RecordKind kind = RecordKind::Action;
    QString number; ///< position in the session
    QString time;
    QString actor;
    QString did;
    StateWord verdict;
    StateWord outcome;
    QString clause;
    bool offending = false;
};

struct IncidentAnswers
{
    QString id;
    QList<IncidentAnswer> answers; ///< the four, in order
    std::vector<TimelineItem> timeline;
    quint64 timelineCut = 0; ///< records of the session that are not listed
};

/// mandate://evidence?filter=…&entry=…: a session in Evidence, at one of its records.
[[nodiscard]] QUrl evidenceLink(const QString &agent, const QString &session, std::optional<quint64> entry);

class IncidentModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { SeverityColumn, StateColumn, DueColumn, IdColumn, ClauseColumn, AgentColumn, AssignedColumn, CauseColumn, StakesColumn, SessionColumn, CountColumn, OpenedColumn, ColumnCount };
    enum Role { SearchRole = FirstOwnRole }; ///< QString: what the filter box looks in

    explicit IncidentModel(std::shared_ptr<Workspace> workspace, QObject *parent = nullptr);
    ~IncidentModel() override;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    [[nodiscard]] const IncidentItem *item(int row) const;
    [[nodiscard]] int rowOf(const QString &id) const; ///< −1 when it is not there
    [[nodiscard]] bool isBusy() const;
    [[nodiscard]] bool wasRead() const; ///< false until the first answer: "none" is not yet known
    [[nodiscard]] int openCount() const; ///< incidents that ask for somebody's work
    [[nodiscard]] int neglectedCount() const;

    /// Asks for the answers to an incident; answered() follows. The newest wish wins.
    void answer(int row);
    [[nodiscard]] const IncidentAnswers &answers() const;

public Q_SLOTS:
    void refresh();

Q_SIGNALS:
    void busyChanged(bool busy);
    void refreshed();
    void answered();
    void troubled(const mandate::Trouble &trouble);

private:
    struct Private;
    std::unique_ptr<Private> m;
};

/// The timeline as a table, the offending actions marked in words.
class TimelineModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { MarkColumn, TimeColumn, ActorColumn, DidColumn, VerdictColumn, OutcomeColumn, ColumnCount };
    enum Role { EntryRole = FirstOwnRole, OffendingRole };

    using QAbstractTableModel::QAbstractTableModel;
    void setItems(std::vector<TimelineItem> items);
    /// Records that are pinned to a claim that is being made.
    void setPinned(const QList<quint64> &entries);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    [[nodiscard]] const std::vector<TimelineItem> &items() const { return m_items; }
    [[nodiscard]] int firstOffending() const; ///< −1 when none is listed

private:
    [[nodiscard]] QString mark(const TimelineItem &item) const;

    std::vector<TimelineItem> m_items;
    QList<quint64> m_pinned;
};

} // namespace mandate
