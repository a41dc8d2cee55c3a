// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/statistics/calibration.h"

#include "models/statistics/proportion.h"
#include "models/statistics/seeded_random.h"

#include <algorithm>
#include <cmath>
#include <ranges>

namespace mandate {

namespace {

bool counts(const StatedConfidence &answer)
{
    return answer.confidence >= 0 && answer.confidence <= 1; // a number that is none is neither
}

std::vector<StatedConfidence> ascending(std::span<const StatedConfidence> answers)
{
    std::vector<StatedConfidence> sorted;
    sorted.reserve(answers.size());
    std::ranges::copy_if(answers, std::back_inserter(sorted), counts);
    std::ranges::stable_sort(sorted, {}, &StatedConfidence::confidence);
    return sorted;
}

double equalMassError(const std::vector<StatedConfidence> &sorted)
{
    const std::size_t all = sorted.size();
    double error = 0;
    std::size_t begin = 0;
    for (std::size_t bin = 1; bin <= 10 && begin < all; ++bin) {
        std::size_t end = std::max(begin + 1, all * bin / 10);
        while (end < all && sorted[end].confidence == sorted[end - 1].confidence)
            ++end;
        double stated = 0;
        double right = 0;
        for (std::size_t i = begin; i < end; ++i) {
            stated += sorted[i].confidence;
            right += sorted[i].correct;
        }
        error += std::abs(stated - right);
        begin = end;
    }
    return all == 0 ? 0 : error / static_cast<double>(all);
}

} // namespace

std::size_t calibrationBin(double confidence)
{
    return static_cast<std::size_t>(std::min(9.0, std::floor(confidence * 10 + 1e-9)));
}

std::optional<double> Calibration::skill() const
{
    return uncertainty > 0 ? std::optional(1 - brier / uncertainty) : std::nullopt;
}

Calibration calibration(std::span<const StatedConfidence> answers)
{
    Calibration all;
    std::array<double, 10> stated{};
    double sum = 0;
    double squares = 0;
    for (const StatedConfidence &answer : answers) {
        if (!counts(answer)) {
            ++all.outOfRange;
            continue;
        }
        const std::size_t b = calibrationBin(answer.confidence);
        ++all.bins[b].count;
        all.bins[b].correct += answer.correct;
        stated[b] += answer.confidence;
        sum += answer.confidence;
        const double miss = answer.confidence - (answer.correct ? 1 : 0);
        squares += miss * miss;
        ++all.count;
        all.correct += answer.correct;
    }
    for (std::size_t b = 0; b < all.bins.size(); ++b) {
        all.bins[b].from = static_cast<double>(b) / 10;
        all.bins[b].to = static_cast<double>(b + 1) / 10;
    }
    if (all.count == 0)
        return all;
    const auto n = static_cast<double>(all.count);
    const double base = all.accuracy();
    all.meanConfidence = sum / n;
    all.brier = squares / n;
    all.uncertainty = base * (1 - base);
    for (std::size_t b = 0; b < all.bins.size(); ++b) {
        CalibrationBin &bin = all.bins[b];
        if (bin.count == 0)
            continue;
        const double share = static_cast<double>(bin.count) / n;
        bin.meanConfidence = stated[b] / static_cast<double>(bin.count);
        const double gap = bin.meanConfidence - bin.accuracy();
        all.ece += share * std::abs(gap);
        all.reliability += share * gap * gap;
        all.resolution += share * (bin.accuracy() - base) * (bin.accuracy() - base);
    }
    all.withinBins = all.brier - (all.reliability - all.resolution + all.uncertainty);
    all.eceEqualMass = equalMassError(ascending(answers));
    return all;
}

CalibrationNull calibrationNull(std::span<const StatedConfidence> answers, std::uint64_t draws, std::uint64_t seed)
{
    CalibrationNull chance{0, 0, seed, draws};
    const std::vector<StatedConfidence> sorted = ascending(answers);
    if (sorted.empty() || draws == 0)
        return chance;
    std::array<double, 10> stated{};
    std::vector<std::size_t> bin(sorted.size());
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        bin[i] = calibrationBin(sorted[i].confidence);
        stated[bin[i]] += sorted[i].confidence;
    }
    SeededRandom random(seed);
    std::vector<double> errors(draws);
    for (double &error : errors) {
        std::array<double, 10> right{};
        for (std::size_t i = 0; i < sorted.size(); ++i)
            right[bin[i]] += random.unit() < sorted[i].confidence ? 1 : 0;
        for (std::size_t b = 0; b < right.size(); ++b)
            error += std::abs(stated[b] - right[b]);
        error /= static_cast<double>(sorted.size());
    }
    std::ranges::sort(errors);
    chance.median = errors[(draws - 1) / 2];
    chance.upper = errors[std::min(draws - 1, static_cast<std::uint64_t>(std::ceil(0.95 * static_cast<double>(draws))) - 1)];
    return chance;
}

std::vector<HandOffPoint> handOffCurve(std::span<const StatedConfidence> answers)
{
    const std::vector<StatedConfidence> sorted = ascending(answers);
    std::vector<HandOffPoint> curve;
    std::uint64_t wrong = 0;
    for (std::size_t i = sorted.size(); i-- > 0;) {
        wrong += !sorted[i].correct;
        if (i > 0 && sorted[i - 1].confidence == sorted[i].confidence)
            continue;
        const std::uint64_t alone = sorted.size() - i;
        curve.push_back({sorted[i].confidence, alone, wrong, i, wilsonInterval(wrong, alone).second, exactInterval(wrong, alone).second});
    }
    std::ranges::reverse(curve);
    return curve;
}

HandOffChoice chooseHandOff(std::span<const HandOffPoint> curve, double allowedError)
{
    constexpr double wrongAtFirst = 10; // that many the first threshold tried would show, were just the allowed share wrong: two more or less do not decide
    HandOffChoice choice;
    if (curve.empty() || !(allowedError > 0))
        return choice;
    choice.answers = curve.front().alone + curve.front().reviewed;
    // By how many answers there are, and not by which of them are wrong: else it would be a choice by the outcome too.
    const double able = allowedError < 1 ? std::ceil(std::log(0.025) / std::log1p(-allowedError)) : 1; // as many that none wrong suffices
    choice.fewest = static_cast<std::uint64_t>(std::max(able, std::min(std::ceil(wrongAtFirst / allowedError), std::ceil(static_cast<double>(choice.answers) / 2))));
    for (const HandOffPoint &point : std::views::reverse(curve)) {
        if (point.alone < choice.fewest)
            continue;
        if (point.exactUpper > allowedError) {
            choice.failed = point;
            break;
        }
        choice.chosen = point;
    }
    return choice;
}

std::optional<HandOffPoint> handOffThreshold(std::span<const HandOffPoint> curve, double allowedError)
{
    const auto found = std::ranges::find_if(curve, [allowedError](const HandOffPoint &point) { return point.upper <= allowedError; });
    return found == curve.end() ? std::nullopt : std::optional(*found);
}

} // namespace mandate
