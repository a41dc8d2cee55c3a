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
    NotComparable, ///< one side has nothing that was scored: nothing is known, which is not "no change"
    NotShown,      ///< no difference beyond chance; that they are the same is not said
    Regression,    ///< more fails than before
    Improvement
};
/// "not_comparable", "not_shown", "regression", "improvement".
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
    double p = 1;
    bool intervalsApart = false; ///< the Wilson 95 % intervals do not overlap
    ShareChange change = ShareChange::NotComparable;
};

/// A difference counts when the intervals do not overlap or p < .05. McNemar's test where nine in ten of what was scored on each side is the same task, which
/// occurs once on each side; Fisher's otherwise. Sorted by suite, attack and scorer.
[[nodiscard]] std::vector<ShareComparison> compareResults(const std::vector<ResultCase> &before, const std::vector<ResultCase> &after);

} // namespace mandate
