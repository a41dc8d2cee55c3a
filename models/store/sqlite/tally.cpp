// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/sqlite/tally.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

namespace mandate::sqlite {

namespace {

constexpr std::int64_t nanosecondsPerDay = 86'400'000'000'000;
constexpr std::uint32_t noDay = UINT32_MAX;

std::int64_t floorDiv(std::int64_t a, std::int64_t b)
{
    return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

/// Days since 1970 shifted to be positive; all int64 nanoseconds fit.
constexpr std::int64_t dayShift = 106'752;

Column columnOfDimension(Dimension dimension)
{
    switch (dimension) {
    case Dimension::Agent: return Column::Agent;
    case Dimension::Deployment: return Column::Deployment;
    case Dimension::Tool: return Column::Tool;
    case Dimension::Verdict: return Column::Verdict;
    case Dimension::Outcome: return Column::Outcome;
    case Dimension::Kind: return Column::Kind;
    case Dimension::Source: return Column::Source;
    case Dimension::Format: return Column::Format;
    case Dimension::Session: return Column::Session;
    case Dimension::Day: return Column::Time;
    case Dimension::Clause: return Column::Clause;
    case Dimension::Role: return Column::Role;
    }
    return Column::Agent;
}

/// A row's value of a dimension as a small number.
Result<std::vector<std::uint32_t>> codesOf(Dimension dimension, const Segment &segment, Connection &connection)
{
    const Column column = columnOfDimension(dimension);
    const auto values = segment.values(column, connection);
    if (!values)
        return values.error();
    std::vector<std::uint32_t> codes(segment.rows());
    if (column == Column::Time) {
        const auto states = segment.values(Column::TimeState, connection);
        if (!states)
            return states.error();
        const auto time = valuesOf<std::int64_t>(**values);
        const auto state = valuesOf<std::uint8_t>(**states);
        for (std::size_t i = 0; i < codes.size(); ++i)
            codes[i] = state[i] & HasOccurred ? static_cast<std::uint32_t>(floorDiv(time[i], nanosecondsPerDay) + dayShift) : noDay;
    } else if (widthOf(column) == 1) {
        std::ranges::copy(valuesOf<std::uint8_t>(**values), codes.begin());
    } else {
        std::ranges::copy(valuesOf<std::uint32_t>(**values), codes.begin());
    }
    return codes;
}

std::string nameOfCode(Dimension dimension, std::uint32_t code, const NameTables &names)
{
    switch (dimension) {
    case Dimension::Verdict: return std::string(code < 8 ? nameOf(static_cast<Verdict>(code)) : "");
    case Dimension::Outcome: return std::string(code < 4 ? nameOf(static_cast<Outcome>(code)) : "");
    case Dimension::Kind: return std::string(code < 6 ? nameOf(static_cast<RecordKind>(code)) : "");
    case Dimension::Role: return std::string(code < 5 ? nameOf(static_cast<Role>(code)) : "");
    case Dimension::Day:
        if (code == noDay)
            return {};
        return formatInstant({(static_cast<std::int64_t>(code) - dayShift) * nanosecondsPerDay, true}).substr(0, 10);
    default: return std::string(names[nameKindOf(columnOfDimension(dimension))].text(code));
    }
}

/// Numbers groups of rows step by step: a group and a dimension's code make a finer group. Rows of one group tend to come together, so
/// the last answer is tried first.
class Grouping
{
public:
    std::uint32_t refine(std::uint32_t group, std::uint32_t code)
    {
        const std::uint64_t key = static_cast<std::uint64_t>(group) << 32 | code;
        if (key == m_lastKey)
            return m_last;
        m_lastKey = key;
        if (code < denseCodes && group < denseGroups) {
            std::uint32_t &place = densePlace(group, code);
            if (place == 0)
                place = addGroup(key) + 1;
            return m_last = place - 1;
        }
        const auto [found, isNew] = m_sparse.try_emplace(key, 0);
        if (isNew)
            found->second = addGroup(key);
        return m_last = found->second;
    }
    [[nodiscard]] std::size_t count() const { return m_keys.size(); }
    [[nodiscard]] std::uint64_t key(std::uint32_t group) const { return m_keys[group]; }

private:
    static constexpr std::uint32_t denseCodes = 4096;
    static constexpr std::uint32_t denseGroups = 1024;

    std::uint32_t &densePlace(std::uint32_t group, std::uint32_t code)
    {
        if (m_dense.size() <= group)
            m_dense.resize(group + std::size_t{1});
        auto &codes = m_dense[group];
        if (codes.size() <= code)
            codes.resize(std::min<std::size_t>(denseCodes, std::max<std::size_t>(64, (code + std::size_t{1}) * 2)));
        return codes[code];
    }
    std::uint32_t addGroup(std::uint64_t key)
    {
        m_keys.push_back(key);
        return static_cast<std::uint32_t>(m_keys.size() - 1);
    }

    std::vector<std::vector<std::uint32_t>> m_dense; ///< group number + 1, 0 when not seen
    std::unordered_map<std::uint64_t, std::uint32_t> m_sparse;
    std::vector<std::uint64_t> m_keys;
    std::uint64_t m_lastKey = UINT64_MAX;
    std::uint32_t m_last = 0;
};

} // namespace

Result<std::vector<Tally>> tallyRows(const Masks &masks, std::span<const Dimension> by, Connection &connection, const Image &image,
                                     const NameTables &names, std::stop_token stop)
{
    std::vector<Grouping> groupings(by.size());
    std::vector<Tally> tallies(by.empty() ? 1 : 0);
    for (std::size_t s = 0; s < masks.size(); ++s) {
        if (stop.stop_requested())
            return cancelled();
        const auto &mask = masks[s];
        const Segment &segment = *image.segments[s];
        std::vector<std::uint32_t> groups(mask.size(), 0);
        for (std::size_t d = 0; d < by.size(); ++d) {
            const auto codes = codesOf(by[d], segment, connection);
            if (!codes)
                return codes.error();
            for (std::size_t i = 0; i < mask.size(); ++i) {
                if (mask[i])
                    groups[i] = groupings[d].refine(groups[i], (*codes)[i]);
            }
        }
        const auto outcomes = segment.values(Column::Outcome, connection);
        const auto completeness = segment.values(Column::Completeness, connection);
        if (!outcomes || !completeness)
            return outcomes ? completeness.error() : outcomes.error();
        const auto outcome = valuesOf<std::uint8_t>(**outcomes);
        const auto has = valuesOf<std::uint8_t>(**completeness);
        if (!by.empty())
            tallies.resize(groupings.back().count());
        for (std::size_t i = 0; i < mask.size(); ++i) {
            if (!mask[i])
                continue;
            Tally &tally = tallies[groups[i]];
            ++tally.count;
            tally.failed += outcome[i] >= static_cast<std::uint8_t>(Outcome::Refused);
            for (unsigned bit = 0; bit < tally.has.size(); ++bit)
                tally.has[bit] += (has[i] >> bit) & 1U;
        }
    }
    for (std::uint32_t group = 0; group < tallies.size() && !by.empty(); ++group) {
        tallies[group].key.resize(by.size());
        std::uint32_t coarse = group;
        for (std::size_t d = by.size(); d-- > 0;) {
            const std::uint64_t key = groupings[d].key(coarse);
            tallies[group].key[d] = nameOfCode(by[d], static_cast<std::uint32_t>(key), names);
            coarse = static_cast<std::uint32_t>(key >> 32);
        }
    }
    std::ranges::sort(tallies, {}, &Tally::key);
    return tallies;
}

Result<RowColumns> columnsOfRows(const Masks &masks, Connection &connection, const Image &image, const NameTables &names, std::stop_token stop)
{
    RowColumns columns;
    columns.noSession = 0; // no name
    const std::uint64_t count = countOf(masks);
    const std::array<std::pair<Column, std::vector<std::uint32_t> *>, 5> named{{{Column::Agent, &columns.agent},
                                                                                {Column::Deployment, &columns.deployment},
                                                                                {Column::Tool, &columns.tool},
                                                                                {Column::Source, &columns.source},
                                                                                {Column::Session, &columns.session}}};
    const std::array<std::pair<Column, std::vector<std::uint8_t> *>, 3> octets{
        {{Column::Verdict, &columns.verdict}, {Column::Outcome, &columns.outcome}, {Column::Completeness, &columns.completeness}}};
    columns.entry.reserve(count);
    columns.timeNs.reserve(count);
    for (const auto &[column, into] : named)
        into->reserve(count);
    for (const auto &[column, into] : octets)
        into->reserve(count);
    for (std::size_t s = 0; s < masks.size(); ++s) {
        if (stop.stop_requested())
            return cancelled();
        const auto &mask = masks[s];
        const Segment &segment = *image.segments[s];
        const auto take = [&mask](const auto values, auto &into) {
            for (std::size_t i = 0; i < mask.size(); ++i) {
                if (mask[i])
                    into.push_back(values[i]);
            }
        };
        for (std::size_t i = 0; i < mask.size(); ++i) {
            if (mask[i])
                columns.entry.push_back(segment.first() + i);
        }
        const auto times = segment.values(Column::Time, connection);
        const auto states = segment.values(Column::TimeState, connection);
        if (!times || !states)
            return !times ? times.error() : states.error();
        const auto time = valuesOf<std::int64_t>(**times);
        const auto state = valuesOf<std::uint8_t>(**states);
        for (std::size_t i = 0; i < mask.size(); ++i) {
            if (mask[i])
                columns.timeNs.push_back(state[i] & HasOccurred ? time[i] : RowColumns::noTime);
        }
        for (const auto &[column, into] : named) {
            const auto values = segment.values(column, connection);
            if (!values)
                return values.error();
            take(valuesOf<std::uint32_t>(**values), *into);
        }
        for (const auto &[column, into] : octets) {
            const auto values = segment.values(column, connection);
            if (!values)
                return values.error();
            take(valuesOf<std::uint8_t>(**values), *into);
        }
    }
    const auto textsOf = [&names](Column column) {
        const Names &of = names[nameKindOf(column)];
        std::vector<std::string> texts;
        for (std::uint32_t number = 0; number <= of.count(); ++number)
            texts.emplace_back(of.text(number));
        return texts;
    };
    columns.agentNames = textsOf(Column::Agent);
    columns.deploymentNames = textsOf(Column::Deployment);
    columns.toolNames = textsOf(Column::Tool);
    columns.sourceNames = textsOf(Column::Source);
    return columns;
}

Result<std::vector<TimeBin>> histogramRows(const Masks &masks, std::size_t bins, Connection &connection, const Image &image, std::stop_token stop)
{
    std::int64_t begin = INT64_MAX;
    std::int64_t last = INT64_MIN;
    // Twice over the times: first their range, then the counts.
    const auto each = [&](auto visit) -> Result<void> {
        for (std::size_t s = 0; s < masks.size(); ++s) {
            if (stop.stop_requested())
                return cancelled();
            const auto times = image.segments[s]->values(Column::Time, connection);
            const auto states = image.segments[s]->values(Column::TimeState, connection);
            const auto verdicts = image.segments[s]->values(Column::Verdict, connection);
            if (!times || !states || !verdicts)
                return !times ? times.error() : !states ? states.error() : verdicts.error();
            const auto time = valuesOf<std::int64_t>(**times);
            const auto state = valuesOf<std::uint8_t>(**states);
            const auto verdict = valuesOf<std::uint8_t>(**verdicts);
            for (std::size_t i = 0; i < masks[s].size(); ++i) {
                if (masks[s][i] && (state[i] & HasOccurred))
                    visit(time[i], verdict[i]);
            }
        }
        return {};
    };
    auto done = each([&](std::int64_t time, std::uint8_t) {
        begin = std::min(begin, time);
        last = std::max(last, time);
    });
    if (!done)
        return done.error();
    if (begin > last || bins == 0)
        return std::vector<TimeBin>();
    const std::uint64_t range = static_cast<std::uint64_t>(last) - static_cast<std::uint64_t>(begin);
    const std::uint64_t width = range / bins + 1;
    std::vector<TimeBin> histogram(range / width + 1);
    for (std::size_t i = 0; i < histogram.size(); ++i)
        histogram[i].beginNs = static_cast<std::int64_t>(static_cast<std::uint64_t>(begin) + i * width);
    done = each([&](std::int64_t time, std::uint8_t verdict) {
        TimeBin &bin = histogram[(static_cast<std::uint64_t>(time) - static_cast<std::uint64_t>(begin)) / width];
        ++bin.count;
        if (verdict < bin.byVerdict.size())
            ++bin.byVerdict[verdict];
    });
    if (!done)
        return done.error();
    return histogram;
}

std::optional<Column> columnOfNames(Dimension dimension)
{
    const Column column = columnOfDimension(dimension);
    if (column < Column::Agent || column > Column::Clause)
        return std::nullopt;
    return column;
}

Result<std::vector<std::string>> namesInUse(Column column, Connection &connection, const Image &image, const NameTables &names)
{
    const Names &table = names[nameKindOf(column)];
    std::vector<bool> used(table.count() + std::size_t{1});
    for (const auto &segment : image.segments) {
        const auto values = segment->values(column, connection);
        if (!values)
            return values.error();
        for (const std::uint32_t number : valuesOf<std::uint32_t>(**values)) {
            if (number < used.size())
                used[number] = true;
        }
    }
    std::vector<std::string> texts;
    for (std::uint32_t number = 1; number < used.size(); ++number) {
        if (used[number])
            texts.emplace_back(table.text(number));
    }
    std::ranges::sort(texts);
    return texts;
}

} // namespace mandate::sqlite
