// SPDX-License-Identifier: GPL-3.0-or-later
// Working on incidents: reads one with everything people did about it, asks what the trail suggests, signs steps, and writes down by the clock which
// incidents nobody acted on. All of it off the window's thread. What a step may be is models/cases.
#pragma once

#include <QObject>

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over concepts of the standard library
#include "models/items/case_item.h"
#include "models/items/session.h"

#include <memory>
#endif

namespace mandate {

class IncidentDesk : public QObject
{
    Q_OBJECT

public:
    explicit IncidentDesk(Session *session);
    ~IncidentDesk() override;
    /// That of a session, made when first asked for; nullptr for none.
    static IncidentDesk *of(Session *session);

    /// Where the files with reporting duties are; nowhere at first.
    void setDutyFolder(const QString &folder);

    void read(const QString &incident);
    void suggest(const QString &incident);
    /// As read last; nullptr for another incident.
    [[nodiscard]] const CaseItem *item(const QString &incident) const;
    [[nodiscard]] const SuggestionItem *suggestion(const QString &incident) const;
    /// Signs it, beside whatever else is under way. taken() or refused() follows.
    void take(const CaseChange &change);
    /// Why nobody can open an incident by hand now; empty: may. Only what is known without reading.
    [[nodiscard]] QString openRefusal() const;
    [[nodiscard]] bool needsPassphrase() const;
    /// Whether incidents that nobody acts on are escalated by this window.
    [[nodiscard]] bool escalates() const;
    [[nodiscard]] bool isBusy() const;

public Q_SLOTS:
    /// Writes down what nobody acted on in time. The clock calls it; so may a test.
    void escalate();

Q_SIGNALS:
    void caseRead(const QString &incident);
    void suggested(const QString &incident);
    /// `incident` is a new one for Open and Split.
    void taken(const QString &incident, mandate::CaseAct act, const QString &sentence);
    void refused(mandate::CaseAct act, const mandate::Trouble &trouble);
    void troubled(const mandate::Trouble &trouble);

private:
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate
