// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/metrics/oversight.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <string_view>

namespace mandate {

namespace {

constexpr std::uint64_t enoughDecisions = 20;
constexpr double hastySeconds = 5;

OversightFigures figuresOf(std::string team, std::span<const OversightCase> cases, std::span<const std::optional<double>> seconds,
                           std::span<const std::size_t> which)
{
    OversightFigures figures;
    figures.team = std::move(team);
    std::vector<double> taken;
    for (const std::size_t i : which) {
        const OversightCase &one = cases[i];
        switch (one.end) {
        case OversightCase::End::Approved: ++figures.approved; break;
        case OversightCase::End::Denied: ++figures.denied; break;
        case OversightCase::End::Abandoned: ++figures.abandoned; break;
        }
        if (one.testItem) {
            ++figures.testItems;
            figures.testItemsMissed += one.end == OversightCase::End::Approved ? 1 : 0;
        }
        if (!seconds[i])
            continue;
        taken.push_back(*seconds[i]);
        if (*seconds[i] < one.words / readingSpeed)
            ++figures.fasterThanReading;
    }
    figures.medianSeconds = median(std::move(taken));
    return figures;
}

} // namespace

bool OversightFigures::looksAutomatic() const
{
    return decided() >= enoughDecisions && denied == 0 && medianSeconds && *medianSeconds < hastySeconds;
}

std::optional<double> median(std::vector<double> values)
{
    if (values.empty())
        return std::nullopt;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1)
        return *middle;
    return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

std::vector<std::optional<double>> lookingSeconds(std::span<const OversightCase> cases)
{
    std::vector<std::size_t> order(cases.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return cases[i].decidedNs; });
    std::vector<std::optional<double>> seconds(cases.size());
    std::map<std::string_view, std::int64_t> before;
    for (const std::size_t i : order) {
        const OversightCase &one = cases[i];
        if (one.end == OversightCase::End::Abandoned)
            continue;
        std::int64_t since = std::max(one.askedNs, one.claimedNs.value_or(one.askedNs));
        if (const auto last = before.find(one.person); last != before.end())
            since = std::max(since, last->second);
        before[one.person] = one.decidedNs;
        seconds[i] = static_cast<double>(std::max<std::int64_t>(0, one.decidedNs - since)) / 1e9;
    }
    return seconds;
}

std::vector<OversightFigures> oversight(std::span<const OversightCase> cases)
{
    const auto seconds = lookingSeconds(cases);
    std::vector<std::size_t> all(cases.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    std::map<std::string_view, std::vector<std::size_t>> teams;
    for (const std::size_t i : all)
        teams[cases[i].team].push_back(i);
    std::vector<OversightFigures> figures{figuresOf({}, cases, seconds, all)};
    for (const auto &[team, which] : teams)
        figures.push_back(figuresOf(std::string(team), cases, seconds, which));
    return figures;
}

} // namespace mandate
