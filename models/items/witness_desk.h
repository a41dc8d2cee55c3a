// SPDX-License-Identifier: GPL-3.0-or-later
// Witnesses of the ledger as a table with how far each is; takes the present checkpoint to them, and holds one that was kept elsewhere against the ledger of
// today. Off the window's thread. Adding and removing is the keeping desk's.
#pragma once

#include "models/items/line_model.h"
#include "models/items/session.h"

#include <memory>
#include <optional>

namespace mandate {

struct WitnessItem
{
    QString id;
    QString kind;      ///< stable name
    QString kindWords; ///< "Time-stamp authority"
    QString place;
    StateWord state;   ///< "Up to date", "4 entries behind", "Nothing yet", "Not reached"
    QString lag;       ///< a sentence: what it has, and what came since
    QString trouble;   ///< why it could not be reached; empty when it could
    QString setUp;     ///< by whom and when
    bool byHand = false; ///< an authority without an address
};

/// What an act about witnesses came to.
struct WitnessAnswer
{
    StateWord state;
    QString sentence;
    bool operator==(const WitnessAnswer &) const = default;
};

class WitnessDesk : public QObject
{
    Q_OBJECT

public:
    enum Column { IdColumn, StateColumn, KindColumn, PlaceColumn, LagColumn, SetUpColumn, ColumnCount };

    explicit WitnessDesk(Session *session, QObject *parent = nullptr);
    ~WitnessDesk() override;

    [[nodiscard]] LineModel *model() const;
    [[nodiscard]] const WitnessItem *item(int row) const;
    [[nodiscard]] bool wasRead() const;
    [[nodiscard]] bool isBusy() const;

    /// Takes the present checkpoint to one, or to all: empty. answered() follows.
    void stamp(const QString &only);
    /// Holds a checkpoint's file against the ledger of today. answered() follows.
    void compare(const QString &path);
    /// Writes the present checkpoint to a file that is not there yet. answered() follows.
    void save(const QString &path);

public Q_SLOTS:
    void refresh();

Q_SIGNALS:
    void refreshed();
    void outdated(); ///< the ledger grew: read again
    void answered(const mandate::WitnessAnswer &answer);

private:
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate
