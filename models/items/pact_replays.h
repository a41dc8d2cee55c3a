// SPDX-License-Identifier: GPL-3.0-or-later
// The replays of one pact version that the ledger keeps, with whether each still holds, for whoever activates it; and keeping a new one. Beside
// the window. A replay is evidence, never a permission: the core decides again whether the one that is cited holds.
#pragma once

#include <QObject>
#include <QString>

#include <memory>
#include <vector>

namespace mandate {

class Session;
struct Trouble;

struct PactReplayItem
{
    quint64 entry = 0;
    QString text; ///< "Entry 412, 2 Dec 2025 14:04 UTC by ana: 1,204 actions, 31 verdicts change"
    bool fresh = false;
    QString why; ///< it does not hold, in words, with the code; empty when it does
};

class PactReplays : public QObject
{
    Q_OBJECT

public:
    explicit PactReplays(Session *session, QObject *parent = nullptr);
    ~PactReplays() override;

    /// Of "id@version".
    void read(const QString &pact);
    /// Newest first.
    [[nodiscard]] const std::vector<PactReplayItem> &items() const;
    [[nodiscard]] bool isReading() const;
    /// Replays the version on all that is recorded, and keeps that in the ledger.
    void replayNow();
    [[nodiscard]] bool isReplaying() const;
    void cancel();

Q_SIGNALS:
    void changed();
    void troubled(const mandate::Trouble &trouble);

private:
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate
