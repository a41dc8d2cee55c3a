// SPDX-License-Identifier: GPL-3.0-or-later
// What an observed version would have said so far, beside what the pacts in force said of the same actions. Computed beside the window when
// asked for; it changes nothing.
#pragma once

#include "models/items/draft_model.h"

#include <QObject>
#include <QString>

#include <memory>
#include <vector>

namespace mandate {

class Session;
struct Trouble;

struct ObservedVerdict
{
    StateWord verdict;
    quint64 would = 0; ///< actions, by the observed version
    quint64 now = 0;   ///< the same actions, by what is in force
};

struct ObservationItem
{
    QString said; ///< since when, how many actions, how many verdicts differ
    std::vector<ObservedVerdict> verdicts; ///< those that either one gave
    std::vector<DraftReplayChange> changes;
};

class PactObservation : public QObject
{
    Q_OBJECT

public:
    explicit PactObservation(Session *session, QObject *parent = nullptr);
    ~PactObservation() override;

    /// Of "id@version", which is observed.
    void look(const QString &pact);
    void cancel();
    [[nodiscard]] bool isLooking() const;
    [[nodiscard]] int percent() const;          ///< -1: not known
    [[nodiscard]] const ObservationItem *item() const; ///< nullptr: not looked yet, or cancelled
    [[nodiscard]] QString pact() const;         ///< that was looked at last

Q_SIGNALS:
    void changed();
    void troubled(const mandate::Trouble &trouble);

private:
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate
