// SPDX-License-Identifier: GPL-3.0-or-later
// Two evaluations side by side: the share of failed cases by attack, before and after, and whether it differs by more than chance. What ended in an error or
// was not scored is in no share (FEATURES.md section 5, "Adversarial robustness").
#pragma once

#include "models/evaluations/result_file.h"

#include <string>
#include <vector>

namespace mandate {

/// Shares of n of which none failed: with 95 % confidence at most 3/n of all cases would ("rule of three"; J. Hanley, A. Lippman-Hand, JAMA 249:1743, 1983).
[[nodiscard]] double mostWhereNoneFailed(std::uint64_t scored);

enum class ShareTest : std::uint8_t {
    None,    ///< one side has nothing that was scored
    McNemar, ///< the same tasks on both sides, each against itself
    Fisher   ///< two separate groups
};
/// "none", "mcnemar", "fisher".
[[nodiscard]] std::string_view nameOf(ShareTest test);

enum class ShareChange : std::uint8_t {
    NotComparable, ///< nothing was scored before: nothing is known, which is not "no change"
    Lost,          ///< it was scored before and nothing of it is now, or less than half: errors, a name that changed, or nobody asked again
    NotShown,      ///< no difference beyond chance; that they are the same is not said
    Regression,    ///< more fails than before
    Improvement
};
/// "not_comparable", "lost", "not_shown", "regression", "improvement".
[[nodiscard]] std::string_view nameOf(ShareChange change);

struct ShareComparison
{
    std::string subject; ///< empty where each side has one alone, whatever it is called
    std::string suite;   ///< the same
    std::string attack;  ///< empty: without attack
    std::string scorer;
    ResultCounts before, after;
    ShareTest test = ShareTest::None;
    std::uint64_t matched = 0;   ///< tasks that were scored on both sides
    std::uint64_t worsened = 0;  ///< of these, passed before and failed after
    std::uint64_t recovered = 0; ///< failed before and passed after
    std::uint64_t unscored = 0;  ///< tasks that were scored before, and after ended in an error or were not scored
    std::uint64_t gone = 0;      ///< tasks that were scored before and do not occur after
    double p = 1;
    bool intervalsApart = false; ///< the Wilson 95 % intervals of all cases do not overlap
    bool contradicted = false;   ///< the same tasks went one way and the share of all cases did not
    bool heldBack = false;       ///< the share is smaller beyond chance, and that rests on cases that are no longer scored: no improvement
    bool otherSuite = false;     ///< the suites of the two sides have different names: no task of one is a task of the other
    ShareChange change = ShareChange::NotComparable;
};

/// McNemar's test where nine in ten of what was scored on each side is the same task of the same suite, which occurs once on each side; Fisher's otherwise. A
/// difference counts when p < .05 or the intervals do not overlap. By McNemar's test its direction is that of the tasks: more got worse than better, or the
/// other way round; where the share of all cases did not go the same way it is no improvement. Nor is it one unless it stays one when every case that is no longer
/// scored had failed, and, where half of the tasks of after are among those of before, unless these alone show it. Sorted by suite, attack and scorer.
[[nodiscard]] std::vector<ShareComparison> compareResults(const std::vector<ResultCase> &before, const std::vector<ResultCase> &after);

/// Something for a person to look at, for which `evaluate compare` ends with 1: worse, lost, or an improvement that is held back.
[[nodiscard]] bool isFinding(const ShareComparison &share);

/// What has to be known before the answers are believed: a sentence each, and none where nothing is to be said.
[[nodiscard]] std::vector<std::string> comparisonWarnings(const std::vector<ShareComparison> &shares);

} // namespace mandate
