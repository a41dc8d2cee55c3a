// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/rate_output.h"

#include "models/statistics/proportion.h"

#include <nlohmann/json.hpp>

#include <cstdio>

namespace mandate::cli {

namespace {

using RateJson = nlohmann::ordered_json;
constexpr std::uint64_t fewest = 30; ///< below, a rate says more than is known

} // namespace

RateJson rateJson(std::uint64_t k, std::uint64_t n)
{
    RateJson rate{{"k", k}, {"n", n}, {"rate", n == 0 ? RateJson(nullptr) : RateJson(static_cast<double>(k) / static_cast<double>(n))}};
    if (n > 0) {
        const auto [low, high] = wilsonInterval(k, n);
        rate["interval_95"] = {low, high};
    }
    return rate;
}

std::string rateWords(std::uint64_t k, std::uint64_t n)
{
    if (n == 0)
        return "none";
    const auto [low, high] = wilsonInterval(k, n);
    char words[96];
    if (n < fewest)
        std::snprintf(words, sizeof words, "%llu of %llu (too few for a rate)", static_cast<unsigned long long>(k), static_cast<unsigned long long>(n));
    else
        std::snprintf(words, sizeof words, "%llu of %llu = %.1f %% (%.1f to %.1f)", static_cast<unsigned long long>(k), static_cast<unsigned long long>(n),
                      100.0 * static_cast<double>(k) / static_cast<double>(n), 100 * low, 100 * high);
    return words;
}

RateJson calibrationJson(const CalibrationGroup &group, double allowedError)
{
    const Calibration all = calibration(group.answers);
    const CalibrationNull chance = calibrationNull(group.answers);
    RateJson bins = RateJson::array();
    for (const CalibrationBin &bin : all.bins) {
        if (bin.count > 0)
            bins.push_back({{"from", bin.from}, {"to", bin.to}, {"n", bin.count}, {"mean_confidence", bin.meanConfidence}, {"accuracy", bin.accuracy()}});
    }
    RateJson told{{"subject", group.subject},
                  {"suite", group.suite.empty() ? RateJson(nullptr) : RateJson(group.suite)},
                  {"n", all.count},
                  {"without_confidence", group.unstated},
                  {"without_label", group.unlabelled},
                  {"accuracy", all.count == 0 ? RateJson(nullptr) : RateJson(all.accuracy())},
                  {"mean_confidence", all.count == 0 ? RateJson(nullptr) : RateJson(all.meanConfidence)},
                  {"brier", all.count == 0 ? RateJson(nullptr) : RateJson(all.brier)},
                  {"brier_parts", {{"reliability", all.reliability}, {"resolution", all.resolution}, {"uncertainty", all.uncertainty}, {"within_bins", all.withinBins}}},
                  {"brier_skill", all.skill() ? RateJson(*all.skill()) : RateJson(nullptr)},
                  {"ece", all.count == 0 ? RateJson(nullptr) : RateJson(all.ece)},
                  {"ece_equal_mass", all.count == 0 ? RateJson(nullptr) : RateJson(all.eceEqualMass)},
                  {"ece_by_chance", {{"median", chance.median}, {"upper_95", chance.upper}, {"draws", chance.draws}, {"seed", chance.seed}}},
                  {"miscalibrated", all.count > 0 && all.ece > chance.upper},
                  {"bins", std::move(bins)}};
    if (allowedError > 0) {
        const HandOffChoice choice = chooseHandOff(handOffCurve(group.answers), allowedError);
        const auto pointJson = [](const std::optional<HandOffPoint> &point, double HandOffPoint::*upper) -> RateJson {
            if (!point)
                return nullptr;
            return {{"threshold", point->threshold}, {"alone", point->alone}, {"wrong", point->wrong}, {"reviewed", point->reviewed}, {"coverage", point->coverage()}, {"error", point->error()}, {"error_upper_95", (*point).*upper}};
        };
        RateJson handOff{{"threshold", nullptr}};
        if (const auto smallest = handOffThreshold(handOffCurve(group.answers), allowedError))
            handOff = pointJson(smallest, &HandOffPoint::upper);
        handOff["allowed_error"] = allowedError;
        handOff["held"] = pointJson(choice.chosen, &HandOffPoint::exactUpper);
        handOff["answers_at_least"] = choice.fewest;
        handOff["failed_at"] = pointJson(choice.failed, &HandOffPoint::exactUpper);
        told["hand_off"] = std::move(handOff);
    }
    return told;
}

RateJson judgeJson(const JudgeFigures &judge)
{
    RateJson words = RateJson::object();
    for (const auto &[key, count] : judge.words)
        words[key.first + (key.second ? "|success" : "|failure")] = count;
    RateJson told{{"judge", judge.judge},
                  {"opinions", judge.opinions},
                  {"not_scored", judge.notScored},
                  {"unlabelled", judge.unlabelled},
                  {"labelled_by_trail", judge.labelledByTrail},
                  {"trail_contradicts_file", judge.contradicted},
                  {"table", {{"yes_success", judge.table.yesYes}, {"yes_failure", judge.table.yesNo}, {"no_success", judge.table.noYes}, {"no_failure", judge.table.noNo}}},
                  {"agreement", rateJson(judge.table.agreed(), judge.table.cases())},
                  {"kappa", nullptr},
                  {"verdict_vs_label", std::move(words)}};
    if (const auto kappa = cohensKappa(judge.table)) {
        const auto [low, high] = kappa->interval();
        told["kappa"] = {{"value", kappa->kappa}, {"standard_error", kappa->standardError}, {"interval_95", {low, high}}};
    }
    return told;
}

RateJson attackJson(const AttackGroup &group)
{
    const ResultCounts &counts = group.counts;
    return {{"subject", group.subject},
            {"suite", group.suite},
            {"attack", group.attack.empty() ? RateJson(nullptr) : RateJson(group.attack)},
            {"scorer", group.scorer.empty() ? RateJson(nullptr) : RateJson(group.scorer)},
            {"cases", counts.cases()},
            {"failed", rateJson(counts.of(CaseResult::Failed), counts.scored())},
            {"error", counts.of(CaseResult::Error)},
            {"not_scored", counts.of(CaseResult::NotScored)},
            {"utility", rateJson(group.useful, group.utilityScored)}};
}

} // namespace mandate::cli
