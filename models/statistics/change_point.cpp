// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/statistics/change_point.h"

#include "models/statistics/seeded_random.h"

#include <algorithm>
#include <cmath>

namespace mandate {

Cusum cusum(std::span<const double> values, double allowance, double threshold)
{
    Cusum result;
    result.sums.reserve(values.size());
    double sum = 0;
    std::size_t start = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        sum = std::max(0.0, sum + values[i] - allowance);
        result.sums.push_back(sum);
        if (sum > result.greatest && !result.alarm) {
            result.greatest = sum;
            result.began = start;
        }
        if (sum > threshold && !result.alarm)
            result.alarm = i;
        if (sum <= 0)
            start = i + 1;
    }
    if (!result.sums.empty())
        result.greatest = *std::ranges::max_element(result.sums);
    return result;
}

RateScores rateScores(double usual, double raised)
{
    return {std::log(raised / usual), std::log((1 - raised) / (1 - usual))};
}

std::vector<double> scored(std::span<const std::uint8_t> events, const RateScores &scores)
{
    std::vector<double> values;
    values.reserve(events.size());
    for (const std::uint8_t event : events)
        values.push_back(event != 0 ? scores.yes : scores.no);
    return values;
}

std::size_t rateRoseAt(std::span<const std::uint8_t> events, double usual)
{
    std::size_t likeliest = events.size();
    double most = 0, yes = 0, all = 0;
    for (std::size_t i = events.size(); i > 0; --i) {
        yes += events[i - 1] != 0 ? 1 : 0;
        ++all;
        const double rate = yes / all;
        if (rate <= usual)
            continue;
        const double gain = yes * std::log(rate / usual) + (rate < 1 ? (all - yes) * std::log((1 - rate) / (1 - usual)) : 0);
        if (gain > most) {
            most = gain;
            likeliest = i - 1;
        }
    }
    return likeliest;
}

double rateThreshold(double usual, double raised, std::size_t length, double level, const PermutationPlan &plan)
{
    const RateScores scores = rateScores(usual, raised);
    SeededRandom random(plan.seed);
    std::vector<double> greatest;
    for (std::uint32_t done = 0; done < plan.permutations; ++done) {
        double sum = 0, most = 0;
        for (std::size_t i = 0; i < length; ++i) {
            sum = std::max(0.0, sum + (random.unit() < usual ? scores.yes : scores.no));
            most = std::max(most, sum);
        }
        greatest.push_back(most);
    }
    if (greatest.empty())
        return 0;
    std::ranges::sort(greatest);
    const auto kept = static_cast<std::size_t>(std::ceil((1 - level) * static_cast<double>(greatest.size())));
    return greatest[std::clamp<std::size_t>(kept, 1, greatest.size()) - 1];
}

Ewma ewma(std::span<const double> values, double centre, double deviation, double weight, double width)
{
    Ewma result;
    double average = centre, faded = 1;
    for (std::size_t i = 0; i < values.size(); ++i) {
        average = weight * values[i] + (1 - weight) * average;
        faded *= (1 - weight) * (1 - weight);
        const double limit = centre + width * deviation * std::sqrt(weight / (2 - weight) * (1 - faded));
        result.averages.push_back(average);
        result.upper.push_back(limit);
        if (average > limit && !result.alarm)
            result.alarm = i;
    }
    return result;
}

} // namespace mandate
