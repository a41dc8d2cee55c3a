// SPDX-License-Identifier: GPL-3.0-or-later
// One side of a comparison as a person chooses it: a signed baseline, or the runs of an agent in a deployment, all or of a time. Written into links
// and read from them; which runs that are is models/workspace/drift.
#pragma once

#include <QDateTime>
#include <QList>
#include <QString>
#include <QUrl>

#include <utility>

namespace mandate {

struct ComparedRuns
{
    QString baseline; ///< its name; nothing else is set then
    QString agent;
    QString deployment; ///< empty: the source names none
    QDateTime since;    ///< inclusive; invalid: from the first
    QDateTime until;    ///< exclusive; invalid: to the last

    bool operator==(const ComparedRuns &) const = default;
    [[nodiscard]] bool isEmpty() const { return baseline.isEmpty() && agent.isEmpty(); }
    /// The same runs, whenever they were.
    [[nodiscard]] ComparedRuns ofAnyTime() const { return {baseline, agent, deployment, {}, {}}; }
    /// As an item of a link: "agent=clerk&deployment=shop&since=2026-03-01T00:00:00Z".
    [[nodiscard]] QString toLink() const;
    [[nodiscard]] static ComparedRuns fromLink(const QString &text);
    /// "Baseline spring", "clerk in shop, from 01 Mar 2026 00:00:00 UTC"; safe to read.
    [[nodiscard]] QString words() const;
    /// Their records in Evidence, narrowed further by conditions of its filter. Of a baseline there is nothing to link to before it is known.
    [[nodiscard]] QUrl records(const QList<std::pair<QString, QString>> &narrowed = {}) const;
};

/// mandate://metrics?tab=changed&before=…&after=…
[[nodiscard]] QUrl comparisonLink(const ComparedRuns &before, const ComparedRuns &after);

} // namespace mandate
