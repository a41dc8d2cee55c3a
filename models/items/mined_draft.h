// SPDX-License-Identifier: GPL-3.0-or-later
// What an agent did as proposed clauses, each with its evidence, from which a person chooses what goes into a draft. The trail is read beside
// the window; nothing is put in force, and what is written is a draft on the shelf like any other.
#pragma once

#include <QDateTime>
#include <QObject>
#include <QStringList>
#include <QUrl>

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over concepts of the standard library
#include "models/items/words.h"

#include <memory>
#include <vector>
#endif

namespace mandate {

class Session;
struct Trouble;

/// One thing that was seen, with the record that shows it.
struct MinedLine
{
    QString what;  ///< "amount", "Left out: prohibited by R1"
    QString says;  ///< "from 5 to 1,200"
    QUrl link;     ///< its record, or the first; may be empty
    QString entry; ///< "entry 412"; empty where there is no link
};

/// An upper bound that can be chosen tighter than it was observed.
struct MinedBoundItem
{
    QString what;         ///< "Most for amount"
    QStringList offered;  ///< first as observed, then the tighter ones, with what each would have stopped
    int chosen = 0;       ///< index into `offered`
    std::vector<MinedLine> stopped; ///< by what is chosen: calls that it would have stopped
};

struct MinedProposalItem
{
    QString tool;
    QString id;       ///< of the clause
    QString sentence; ///< with what was chosen
    QString condition;
    QString limitSentence; ///< of the limit a session; empty when there is none to propose
    bool taken = true;
    bool limited = true;
    StateWord standing; ///< observed, rests on little, widens
    QString seen;       ///< "31 calls in 20 sessions, entries 4 to 900"
    std::vector<MinedBoundItem> bounds; ///< of arguments, and of calls a session last where it is limited
    std::vector<MinedLine> lines;       ///< first and last entry, extremes, values
    std::vector<MinedLine> open;        ///< what it does not limit, and why
};

/// What is told beside the proposals.
struct MinedGroup
{
    QString title; ///< "Left out (12)"
    QString about;
    std::vector<MinedLine> lines;
};

class MinedDraft : public QObject
{
    Q_OBJECT

public:
    explicit MinedDraft(Session *session, QObject *parent = nullptr);
    ~MinedDraft() override;

    struct Agent
    {
        QString name; ///< as recorded
        QString shown;
        QStringList deployments;
    };
    /// Who acted here; agentsRead() says when it is known.
    void readAgents();
    [[nodiscard]] const std::vector<Agent> &agents() const;

    /// `deployment` null: everywhere. Times that are invalid do not limit.
    void mine(const QString &agent, const QString &deployment, const QDateTime &since, const QDateTime &until);
    void cancel();
    [[nodiscard]] bool isMining() const;
    [[nodiscard]] int percent() const; ///< -1: not known
    [[nodiscard]] bool hasReport() const;
    [[nodiscard]] QString summary() const;
    [[nodiscard]] const std::vector<MinedProposalItem> &proposals() const;
    [[nodiscard]] const std::vector<MinedGroup> &groups() const; ///< never empty ones
    [[nodiscard]] int takenCount() const;

    void setTaken(int proposal, bool taken);
    void setLimited(int proposal, bool limited);
    /// `offered` is an index into MinedBoundItem::offered.
    void chooseBound(int proposal, int bound, int offered);

    /// Puts what was chosen on the shelf; written() names it, or troubled() says why not.
    void writeDraft();
    [[nodiscard]] bool isWriting() const;

Q_SIGNALS:
    void agentsRead();
    void progressed(int percent);
    void mined(); ///< a report is there, or mining ended without one
    void chosen(int proposal);
    void written(const QString &key);
    void troubled(const mandate::Trouble &trouble);

private:
    void tell(int proposal);
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate
