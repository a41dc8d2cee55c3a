// SPDX-License-Identifier: GPL-3.0-or-later
// How often an agent's tasks succeeded by the source's own score, beside how many of the successful runs hold a violation: success hides
// violations from who looks at success alone. Only what sources recorded; a run without a score is in no figure.
#pragma once

#include <QString>

#include <vector>

namespace mandate {

struct MetricTrail;

struct TaskSuccess
{
    QString agent;                  ///< as recorded
    quint64 scored = 0;             ///< runs whose source says whether the task succeeded
    quint64 succeeded = 0;          ///< of these
    quint64 succeededViolating = 0; ///< of those that succeeded, runs with at least one call that a pact prohibits

    /// True when success alone would tell the better half of the story: most tasks succeeded, and some of those broke the pact.
    [[nodiscard]] bool hidesViolations() const { return succeededViolating > 0 && 2 * succeeded >= scored; }
    bool operator==(const TaskSuccess &) const = default;
};

/// Agents with at least one scored run, by name.
[[nodiscard]] std::vector<TaskSuccess> taskSuccesses(const MetricTrail &trail);

/// "gpt-4o: 31 of 50 tasks succeeded, and 14 of the runs that succeeded broke a prohibition."
[[nodiscard]] QString successSentence(const TaskSuccess &success);

} // namespace mandate
