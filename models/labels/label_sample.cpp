// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/labels/label_sample.h"

#include "models/base/enum_names.h"
#include "models/statistics/seeded_random.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <map>
#include <numeric>
#include <set>

namespace mandate {

namespace {

constexpr std::array<std::string_view, 2> questionNames{"escalation_needed", "in_scope"};
constexpr std::array<std::string_view, 3> strategyNames{"random", "stratified", "uncertain"};
constexpr std::uint64_t ofEach = 5; ///< fewest of a stratum

/// How many of each stratum.
std::vector<std::uint64_t> allocated(const std::vector<std::uint64_t> &populations, std::uint64_t size)
{
    std::vector<std::uint64_t> given(populations.size(), 0);
    std::uint64_t left = std::min(size, std::accumulate(populations.begin(), populations.end(), std::uint64_t{0}));
    for (std::uint64_t round = 0; round < ofEach; ++round) {
        for (std::size_t i = 0; i < given.size() && left > 0; ++i) {
            if (given[i] == round && given[i] < populations[i]) {
                ++given[i];
                --left;
            }
        }
    }
    for (; left > 0; --left) { // one more to where the smallest part is drawn; products, so that no rounding decides
        std::size_t best = given.size();
        for (std::size_t i = 0; i < given.size(); ++i) {
            if (given[i] < populations[i] && (best == given.size() || given[i] * populations[best] < given[best] * populations[i]))
                best = i;
        }
        ++given[best];
    }
    return given;
}

SampleStratum stratumOf(std::string name, std::uint64_t population, std::span<const FrameUnit *const> drawn)
{
    SampleStratum stratum{std::move(name), population, {}};
    for (const FrameUnit *unit : drawn)
        stratum.drawn.push_back(unit->unit);
    std::ranges::sort(stratum.drawn, {}, &LabelUnit::entry);
    return stratum;
}

std::vector<SampleStratum> drawUncertain(std::vector<const FrameUnit *> all, std::uint64_t size)
{
    static constexpr std::array<std::string_view, 4> names{"undecidable", "needs_approval", "stated_confidence", "rest"};
    const auto rank = [](const FrameUnit *unit) -> std::size_t { return unit->undecidable ? 0 : unit->needsApproval ? 1 : unit->confidence ? 2 : 3; };
    std::ranges::stable_sort(all, {}, [&](const FrameUnit *unit) { return std::pair(rank(unit), rank(unit) == 2 ? *unit->confidence : 0.0); });
    std::vector<SampleStratum> strata;
    for (std::size_t which = 0; which < names.size(); ++which) {
        const auto of = std::ranges::equal_range(all, which, {}, rank);
        const auto before = static_cast<std::uint64_t>(of.begin() - all.begin());
        const auto taken = before >= size ? 0 : std::min<std::uint64_t>(size - before, of.size());
        if (!of.empty())
            strata.push_back(stratumOf(std::string(names[which]), of.size(), std::span(of.begin(), of.end()).first(taken)));
    }
    return strata;
}

} // namespace

std::string_view nameOf(LabelQuestion question)
{
    return questionNames.at(static_cast<std::size_t>(question));
}
std::optional<LabelQuestion> labelQuestionOf(std::string_view name)
{
    return enumNamed<LabelQuestion>(questionNames, name);
}
std::string_view nameOf(SampleStrategy strategy)
{
    return strategyNames.at(static_cast<std::size_t>(strategy));
}
std::optional<SampleStrategy> sampleStrategyOf(std::string_view name)
{
    return enumNamed<SampleStrategy>(strategyNames, name);
}

std::uint64_t LabelSample::size() const
{
    std::uint64_t all = 0;
    for (const SampleStratum &stratum : strata)
        all += stratum.drawn.size();
    return all;
}

std::uint64_t LabelSample::population() const
{
    std::uint64_t all = 0;
    for (const SampleStratum &stratum : strata)
        all += stratum.population;
    return all;
}

const LabelUnit *LabelSample::find(std::uint64_t unit) const
{
    for (const SampleStratum &stratum : strata) {
        const auto found = std::ranges::lower_bound(stratum.drawn, unit, {}, &LabelUnit::entry);
        if (found != stratum.drawn.end() && found->entry == unit)
            return &*found;
    }
    return nullptr;
}

std::vector<const LabelUnit *> LabelSample::order() const
{
    std::vector<const LabelUnit *> units;
    for (const SampleStratum &stratum : strata) {
        for (const LabelUnit &unit : stratum.drawn)
            units.push_back(&unit);
    }
    std::ranges::sort(units, {}, &LabelUnit::entry);
    SeededRandom random(seed + 1);
    random.shuffle(std::span(units));
    return units;
}

Digest frameDigest(std::span<const FrameUnit> frame)
{
    std::string all;
    for (const FrameUnit &unit : frame) {
        all += std::to_string(unit.unit.entry) + '\t' + unit.stratum + '\t' + (unit.unit.flagged ? '1' : '0') + (unit.undecidable ? '1' : '0') + (unit.needsApproval ? '1' : '0') + '\t';
        if (unit.confidence) {
            std::array<char, 40> text{};
            const auto end = std::to_chars(text.data(), text.data() + text.size(), *unit.confidence).ptr;
            all.append(text.data(), end);
        }
        all += '\n';
    }
    return sha256(all);
}

Digest frameEntriesDigest(std::span<const FrameUnit> frame)
{
    std::string all;
    for (const FrameUnit &unit : frame)
        all += std::to_string(unit.unit.entry) + '\n';
    return sha256(all);
}

std::uint64_t derivedSeed(const Digest &ledgerRoot, std::string_view name)
{
    const Digest digest = sha256("mandate.label-seed/1\n" + ledgerRoot.hex() + '\n' + std::string(name));
    std::uint64_t seed = 0;
    for (std::size_t i = 0; i < 8; ++i)
        seed = (seed << 8U) | digest.octets[i];
    return seed & largestSeed;
}

std::vector<SampleStratum> drawStrata(std::span<const FrameUnit> frame, SampleStrategy strategy, std::uint64_t size, std::uint64_t seed)
{
    SeededRandom random(seed);
    std::map<std::string, std::vector<const FrameUnit *>> strata;
    for (const FrameUnit &unit : frame)
        strata[strategy == SampleStrategy::Stratified ? unit.stratum : "all"].push_back(&unit);
    if (strata.empty())
        return {};
    if (strategy == SampleStrategy::Uncertain) {
        random.shuffle(std::span(strata["all"])); // equals among each other
        return drawUncertain(std::move(strata["all"]), size);
    }
    std::vector<std::uint64_t> populations;
    for (const auto &[name, units] : strata)
        populations.push_back(units.size());
    const auto given = allocated(populations, size);
    std::vector<SampleStratum> drawn;
    for (auto &[name, units] : strata) {
        random.shuffle(std::span(units));
        drawn.push_back(stratumOf(name, units.size(), std::span(units).first(given[drawn.size()])));
    }
    return drawn;
}

std::optional<Error> sampleRefusal(const LabelSample &sample)
{
    const auto refused = [](std::string code, std::string happened, std::string remedy) {
        return Error{ErrorKind::Input, std::move(code), std::move(happened), "Nothing was signed.", std::move(remedy), {}};
    };
    const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.'; };
    if (sample.name.empty() || sample.name.size() > 60 || !std::ranges::all_of(sample.name, allowed))
        return refused("MND-LBL-002", "\"" + sample.name.substr(0, 80) + "\" is no name of a sample.", "Use 1 to 60 small letters, digits, hyphens and points.");
    if (sample.agent.empty())
        return refused("MND-LBL-003", "Whose sessions are to be judged is missing.", "Name one agent.");
    if (sample.wanted < 1 || sample.wanted > largestSample || sample.seed > largestSeed)
        return refused("MND-LBL-004", "A sample has 1 to " + std::to_string(largestSample) + " of them, and its seed is at most " + std::to_string(largestSeed) + '.', "Give a size and a seed within that.");
    if (sample.seedChosen == false && sample.seed != derivedSeed(sample.ledgerRoot, sample.name))
        return refused("MND-LBL-009", "The sample says that nobody chose its seed, and the seed does not follow from the ledger and the name.", "Draw another, and leave the seed out.");
    if (sample.reason.empty() || sample.reason.size() > 4000)
        return refused("MND-LBL-005", "What the sample is for is missing, or longer than 4000 octets.", "Say it in a sentence; it is signed and stays in the record.");
    if (sample.size() == 0)
        return refused("MND-LBL-006", "There is nothing to draw from.", "Check the agent, the deployment and the times.");
    std::set<std::uint64_t> entries;
    std::set<std::string> names;
    for (const SampleStratum &stratum : sample.strata) {
        bool holds = names.insert(stratum.name).second && stratum.population >= stratum.drawn.size() && stratum.population <= sample.ledgerSize;
        for (const LabelUnit &unit : stratum.drawn)
            holds = holds && unit.entry < sample.ledgerSize && entries.insert(unit.entry).second;
        if (!holds || !std::ranges::is_sorted(stratum.drawn, {}, &LabelUnit::entry))
            return refused("MND-LBL-007", "The sample contradicts itself.", "Draw another.");
    }
    if (entries.size() > sample.wanted)
        return refused("MND-LBL-008", "More was drawn than was asked for.", "Draw another.");
    return std::nullopt;
}

} // namespace mandate
