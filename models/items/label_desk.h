// SPDX-License-Identifier: GPL-3.0-or-later
// The review queue in the window: samples that were drawn, how far they are, what is left to answer for who is signed in, and what follows. Reads and signs off
// the window's thread. What may be is models/workspace/labels.h to say; an answer of the other labeller is in no item before both answered.
#pragma once

#include <QObject>

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over concepts of the standard library
#include "models/items/figure_panel.h"
#include "models/items/line_model.h"
#include "models/items/session.h"
#include "models/items/session_trail.h"

#include <memory>
#endif

namespace mandate {

enum class LabelChoice : quint8 { Yes, No, CannotTell };

/// What one answer is about.
struct LabelUnitItem
{
    quint64 entry = 0;
    QString session;    ///< as recorded
    QString deployment; ///< as recorded; two may call sessions the same
};

struct LabelSampleItem
{
    QString name;
    QString agent;    ///< as recorded
    bool ofSessions = true; ///< else of actions
    QString asked;    ///< the question
    QString drawn;    ///< how it was drawn, by whom, who chose the seed, and what else was drawn. Safe to read
    QString progress; ///< who answered how many. Safe to read
    QString kappa;    ///< of few words
    StateWord state;
    quint64 size = 0;
    QList<LabelUnitItem> open; ///< for who is signed in, in the order they are asked
    QString refusal;  ///< why who is signed in cannot label it; empty: they can
    QString summary;  ///< all figures as text. Safe to read
    QList<FigurePanel> panels;
    QList<LineItem> disputes; ///< what is not settled: session, both answers, what was offered; the id is the entry
};

/// An agent that can be sampled, and where it acts.
struct LabelAgent
{
    QString agent;           ///< as recorded
    QStringList deployments; ///< as recorded
};

struct LabelDrawWish
{
    QString name, agent, deployment, reason, passphrase;
    bool ofSessions = true;
    int strategy = 0; ///< random, by verdict, doubtful first
    quint64 size = 0;
    QString seed; ///< empty: it follows from the ledger and the name
    QString since, until; ///< "2026-03-01" or with a time, until exclusive; empty: however long ago, and up to now
};

struct LabelAnswerWish
{
    QString sample;
    quint64 unit = 0;
    LabelChoice answer = LabelChoice::Yes;
    QString note; ///< of what cannot be told the reason
    QString passphrase;
};

class LabelDesk : public QObject
{
    Q_OBJECT

public:
    explicit LabelDesk(Session *session);
    ~LabelDesk() override;
    /// That of a session, made when first asked for; nullptr for none, and for a bundle, where nothing can be labelled.
    static LabelDesk *of(Session *session);

    [[nodiscard]] bool wasRead() const;
    [[nodiscard]] bool isBusy() const;
    /// The newest first.
    [[nodiscard]] const QList<LabelSampleItem> &samples() const;
    [[nodiscard]] const LabelSampleItem *sample(const QString &name) const;
    [[nodiscard]] const QList<LabelAgent> &agents() const;
    /// Why who is signed in can sign nothing here, with who can; empty: can.
    [[nodiscard]] QString refusal() const;
    [[nodiscard]] bool needsPassphrase() const;

    /// Signs, beside whatever else is under way. drawn(), answered(), settled() or refused() follows.
    void draw(const LabelDrawWish &wish);
    void answer(const LabelAnswerWish &wish);
    /// The note is the reason.
    void settle(const LabelAnswerWish &wish);

    /// Draws a sample again, unless that is known for the ledger as it is. checkedAgain() follows where it was not.
    void check(const QString &name);
    /// What drawing it again gave, in words. Empty: not known yet. Safe to read.
    [[nodiscard]] QString checked(const QString &name) const;

    /// Reads a unit's session without what could lead whoever judges it: no verdict, no clause, nothing its source says of the whole session's outcome, no
    /// answer of the gateway. Of each call what became of it.
    void follow(const QString &agent, const LabelUnitItem &unit);
    [[nodiscard]] std::shared_ptr<const SessionTrailData> trail() const; ///< never null

public Q_SLOTS:
    void refresh();

Q_SIGNALS:
    void refreshed();
    void followed();
    void checkedAgain(const QString &name);
    void drawn(const QString &name, const QString &sentence);
    void answered(const QString &name, quint64 unit);
    void settled(const QString &name, const QString &sentence);
    void refused(const mandate::Trouble &trouble);

private:
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate
