// SPDX-License-Identifier: GPL-3.0-or-later
// What a sample's labels say: how far the two labellers agree, and of how many of all sessions or actions the answer is yes. Definitions for people:
// docs/labels.md.
#pragma once

#include "models/labels/label_book.h"
#include "models/statistics/agreement.h"

#include <array>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace mandate {

/// k of n, with an interval where the sample allows one.
struct LabelShare
{
    std::uint64_t k = 0;
    std::uint64_t n = 0;
    std::optional<double> share;                       ///< none of nothing
    std::optional<std::pair<double, double>> interval; ///< of 95 %, for all that was drawn from; none where the sample is no fair picture of it
    std::optional<double> standardError;               ///< of a stratified sample whose variance can be estimated
    bool operator==(const LabelShare &) const = default;
};

struct LabelFigures
{
    std::uint64_t drawn = 0;
    std::array<std::uint64_t, 2> answered{}; ///< by the first and by the second labeller, and who held their places before
    std::uint64_t beside = 0; ///< answers that count in nothing
    std::array<std::array<std::uint64_t, 3>, 3> table{}; ///< of what both answered: the first labeller's answer, then the second's
    AgreementTable both;         ///< of these, where both said yes or no
    std::optional<Kappa> kappa;  ///< of `both`
    std::uint64_t agreed = 0, disagreed = 0, settled = 0; ///< disagreed: not settled
    std::uint64_t yes = 0, no = 0, cannotTell = 0;        ///< what was agreed or settled on
    /// The answer is yes, of those with a yes or no that was agreed or settled on. Wilson for Random, stratified for Stratified, no interval for Uncertain.
    LabelShare estimate;
    /// What was flagged when the sample was drawn (LabelUnit::flagged) against what people say is right to flag: a session that needed escalation, an action
    /// that was not in scope.
    std::uint64_t rightlyFlagged = 0, wronglyFlagged = 0, missed = 0, neither = 0;
    std::uint64_t unlabelled = 0; ///< without a yes or no that was agreed or settled on: in none of the four
    LabelShare precision;         ///< rightlyFlagged of all flagged; its interval for Random alone
    LabelShare recall;            ///< rightlyFlagged of all that should have been
};
[[nodiscard]] LabelFigures labelFigures(const SampleLabels &labels);

} // namespace mandate
