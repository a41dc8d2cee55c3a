// SPDX-License-Identifier: GPL-3.0-or-later
// Whether stated confidence means what it says: expected calibration error, Brier score, and from which confidence on errors are rare enough to go without a
// person. Values in, values out; what counts as correct is its caller's.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace mandate {

/// One answer with what its source said of it and whether it was right.
struct StatedConfidence
{
    double confidence = 0; ///< in [0, 1]; others are left out and counted
    bool correct = false;
};

struct CalibrationBin
{
    double from = 0, to = 0; ///< of confidence
    std::uint64_t count = 0;
    std::uint64_t correct = 0;
    double meanConfidence = 0; ///< of its answers; 0 when it has none
    [[nodiscard]] double accuracy() const { return count == 0 ? 0 : static_cast<double>(correct) / static_cast<double>(count); }
};

struct Calibration
{
    std::uint64_t count = 0;      ///< answers that count
    std::uint64_t outOfRange = 0; ///< no number in [0, 1]: in nothing below
    std::uint64_t correct = 0;
    double meanConfidence = 0;
    /// Σ n_b/N · |mean confidence − accuracy| over ten bins of equal width, b = min(9, ⌊10c + 1e-9⌋) (M. P. Naeini, G. F. Cooper, M. Hauskrecht, AAAI 2015).
    double ece = 0;
    double eceEqualMass = 0; ///< the same over ten bins of as many answers each; equal confidences stay in one bin
    /// Mean (c − y)² (G. W. Brier, 1950).
    double brier = 0;
    /// Of `brier`, over the ten bins of equal width (A. H. Murphy, 1973): brier = reliability − resolution + uncertainty + withinBins.
    double reliability = 0, resolution = 0, uncertainty = 0, withinBins = 0;
    std::array<CalibrationBin, 10> bins{};
    [[nodiscard]] double accuracy() const { return count == 0 ? 0 : static_cast<double>(correct) / static_cast<double>(count); }
    /// 1 − brier / uncertainty: above 0 it says more than the share of right answers alone; none where all answers are right or all are wrong.
    [[nodiscard]] std::optional<double> skill() const;
};
/// Of Calibration::bins, for a confidence in [0, 1].
[[nodiscard]] std::size_t calibrationBin(double confidence);
[[nodiscard]] Calibration calibration(std::span<const StatedConfidence> answers);

/// The error that a source shows by chance alone, had it stated just these confidences and meant every one of them: `draws` times each answer is right with
/// the probability it states. With few answers even a perfect source shows a large one.
struct CalibrationNull
{
    double median = 0;
    double upper = 0; ///< 95 of 100 draws are at or below it
    std::uint64_t seed = 0;
    std::uint64_t draws = 0;
};
[[nodiscard]] CalibrationNull calibrationNull(std::span<const StatedConfidence> answers, std::uint64_t draws = 999, std::uint64_t seed = 1);

/// What would happen if a person took every case below a confidence.
struct HandOffPoint
{
    double threshold = 0;       ///< a case of at least so much is the agent's own
    std::uint64_t alone = 0;    ///< such cases
    std::uint64_t wrong = 0;    ///< of these
    std::uint64_t reviewed = 0; ///< the others
    double upper = 1;           ///< Wilson's upper bound (95 %) of the share of wrong ones among `alone`
    double exactUpper = 1;      ///< Clopper and Pearson's, which holds at every number of answers; both of this threshold by itself
    [[nodiscard]] double coverage() const { return alone + reviewed == 0 ? 0 : static_cast<double>(alone) / static_cast<double>(alone + reviewed); }
    [[nodiscard]] double error() const { return alone == 0 ? 0 : static_cast<double>(wrong) / static_cast<double>(alone); }
};
/// One a distinct confidence, ascending.
[[nodiscard]] std::vector<HandOffPoint> handOffCurve(std::span<const StatedConfidence> answers);

/// The threshold that is chosen from the same answers that it is shown by. Thresholds are tried from the highest confidence downwards, each by its own exact upper bound,
/// until one fails: a fixed sequence (W. Maurer, L. A. Hothorn, W. Lehmacher, 1995; of thresholds A. N. Angelopoulos, S. Bates, E. J. Candès, M. I. Jordan, L. Lei,
/// "Learn then Test", 2021). So the chosen one errs no more often than one that was fixed beforehand: more than `allowedError` is wrong in at most 25 of 1000 choices.
struct HandOffChoice
{
    std::optional<HandOffPoint> chosen;  ///< the last that passed; none where the first fails
    std::optional<HandOffPoint> failed;  ///< at which it ended; none where all passed
    std::uint64_t fewest = 0;            ///< thresholds with fewer answers at or above them were passed over: they could say little either way
    std::uint64_t answers = 0;
};
[[nodiscard]] HandOffChoice chooseHandOff(std::span<const HandOffPoint> curve, double allowedError);
/// The smallest threshold at which Wilson's upper bound is at or below `allowedError`; none where no threshold meets it. What it is compared by; it is picked from
/// the answers that it is shown by, so its bound is no promise: chooseHandOff().
[[nodiscard]] std::optional<HandOffPoint> handOffThreshold(std::span<const HandOffPoint> curve, double allowedError);

} // namespace mandate
