// SPDX-License-Identifier: GPL-3.0-or-later
// Keeping evidence and letting it go, from the window: says who may do what, tells how much a hold would keep, and signs what was decided. All of it off
// the window's thread. What may be is models/workspace's to say.
#pragma once

#include <QObject>

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over concepts of the standard library
#include "models/items/keeping_change.h"
#include "models/items/session.h"

#include <memory>
#endif

namespace mandate {

class KeepingDesk : public QObject
{
    Q_OBJECT

public:
    explicit KeepingDesk(Session *session);
    ~KeepingDesk() override;
    /// That of a session, made when first asked for; nullptr for none.
    static KeepingDesk *of(Session *session);

    /// As read last; refreshed whenever the ledger grows.
    [[nodiscard]] const KeepingStanding &standing() const;
    [[nodiscard]] bool needsPassphrase() const;
    /// Counts what a hold on these would keep; weighed() follows.
    void weigh(const ExportWish &wish);
    [[nodiscard]] const HoldScope &scope() const;
    [[nodiscard]] bool isWeighing() const;
    /// Signs it, beside whatever else is under way. done() or refused() follows.
    void take(const KeepingChange &change);
    [[nodiscard]] bool isBusy() const;
    /// Pointers of this record's masked values that were shown to who is signed in, since the workspace was opened here.
    [[nodiscard]] QStringList revealed(quint64 entry) const;

public Q_SLOTS:
    void refresh();

Q_SIGNALS:
    void standingChanged();
    void weighed();
    /// `sentence`: the result in words. `link`: where it is seen; may be empty.
    void done(const mandate::KeepingChange &change, const QString &sentence, const QUrl &link);
    void refused(const mandate::KeepingChange &change, const mandate::Trouble &trouble);

private:
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate
