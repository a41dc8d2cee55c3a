// SPDX-License-Identifier: GPL-3.0-or-later
// Chooses a threshold for handing over: whose answers it is chosen from, how much error is allowed, what follows, and the clause as a pact says it. Answers
// are those of an evaluation, or sessions of the trail whose source says what became of them. Reads off the window's thread.
#pragma once

#include <QObject>
#include <QStringList>

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over concepts of the standard library
#include "models/items/figure_panel.h"
#include "models/items/session.h"
#include "models/items/threshold_words.h"

#include <memory>
#include <optional>
#endif

namespace mandate {

/// Where answers come from.
struct ThresholdSource
{
    quint64 entry = 0; ///< of an evaluation; 0: sessions of the trail
    QString subject;   ///< who answered; of sessions, the agent
    QString suite;     ///< empty: all of them
    QString words;     ///< safe to read
    bool operator==(const ThresholdSource &other) const { return entry == other.entry && subject == other.subject && suite == other.suite; }
};

class ThresholdDesk : public QObject
{
    Q_OBJECT

public:
    explicit ThresholdDesk(Session *session);
    ~ThresholdDesk() override;
    /// That of a session, made when first asked for; nullptr for none.
    static ThresholdDesk *of(Session *session);

    [[nodiscard]] const QList<ThresholdSource> &sources() const;
    [[nodiscard]] bool wasRead() const;
    [[nodiscard]] bool isBusy() const;
    [[nodiscard]] bool isReading() const; ///< answers of the chosen source

    /// Reads again what is old.
    void choose(const ThresholdSource &source);
    [[nodiscard]] std::optional<ThresholdSource> chosen() const;
    /// A share, such as 0.1. Answers at once.
    void setAllowedError(double share);
    [[nodiscard]] double allowedError() const;
    void cancel();

    /// Something was recorded since the answer was read, and it is about sessions of the trail.
    [[nodiscard]] bool isOld() const;
    /// Empty state: nothing was read.
    [[nodiscard]] const thresholds::ThresholdAnswer &answer() const;
    [[nodiscard]] QList<FigurePanel> panels() const; ///< the curve, then how reliable what is stated is
    [[nodiscard]] const std::optional<Trouble> &problem() const;
    [[nodiscard]] quint64 answers() const; ///< labelled ones with a confidence

    /// The clause with the threshold; empty without one.
    [[nodiscard]] QString clause() const;
    /// Pacts whose next version can be drafted with it: "id@version", and its title.
    [[nodiscard]] QList<std::pair<QString, QString>> pacts() const;
    /// Begins a draft of the next version with the clause in it; its key, empty when that failed, which troubled() says.
    QString beginDraft(const QString &pact);

public Q_SLOTS:
    void refresh();

Q_SIGNALS:
    void refreshed(); ///< the sources
    void changed();   ///< the answer
    void troubled(const mandate::Trouble &trouble);

private:
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate
