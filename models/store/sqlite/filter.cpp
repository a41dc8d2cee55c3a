// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/sqlite/filter.h"

#include "models/store/sqlite/branchless.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace mandate::sqlite {

namespace {

/// Keeps a row only where `allowed[value]` is 1.
template<typename T>
void restrict(std::vector<std::uint8_t> &mask, std::span<const T> values, const std::vector<std::uint8_t> &allowed)
{
    for (std::size_t i = 0; i < mask.size(); ++i)
        mask[i] &= values[i] < allowed.size() ? allowed[values[i]] : std::uint8_t{0};
}

template<typename Enum>
std::vector<std::uint8_t> allowedOf(const std::vector<Enum> &wanted)
{
    std::vector<std::uint8_t> allowed(256);
    for (const Enum value : wanted)
        allowed[static_cast<std::uint8_t>(value)] = 1;
    return allowed;
}

struct Restriction
{
    Column column;
    std::vector<std::uint8_t> allowed; ///< by value
};

std::vector<Restriction> restrictionsOf(const RowFilter &filter, const NameTables &names)
{
    std::vector<Restriction> restrictions;
    const auto add = [&](Column column, const auto &wanted) {
        if (!wanted.empty())
            restrictions.push_back({column, allowedOf(wanted)});
    };
    add(Column::Type, filter.types);
    add(Column::Kind, filter.kinds);
    add(Column::Verdict, filter.verdicts);
    add(Column::Outcome, filter.outcomes);
    const auto addNames = [&](Column column, const std::vector<std::string> &wanted) {
        if (wanted.empty())
            return;
        const Names &table = names[nameKindOf(column)];
        std::vector<std::uint8_t> allowed(table.count() + std::size_t{1});
        for (const std::string &text : wanted) {
            const auto number = table.find(text);
            if (number && *number < allowed.size())
                allowed[*number] = 1;
        }
        restrictions.push_back({column, std::move(allowed)});
    };
    addNames(Column::Agent, filter.agents);
    addNames(Column::Deployment, filter.deployments);
    addNames(Column::Session, filter.sessions);
    addNames(Column::Tool, filter.tools);
    addNames(Column::Source, filter.sources);
    addNames(Column::Clause, filter.clauses);
    return restrictions;
}

struct Timed
{
    std::uint64_t key; ///< time with the sign bit turned, so that unsigned order is order of time
    EntryNumber entry;
};

/// Stable radix sort, 16 bits a pass; passes in which all digits are equal cost one count.
void sortByKey(std::vector<Timed> &rows)
{
    std::vector<Timed> room(rows.size());
    std::vector<std::size_t> begin(1 << 16);
    for (unsigned shift = 0; shift < 64; shift += 16) {
        std::ranges::fill(begin, 0);
        for (const Timed &row : rows)
            ++begin[(row.key >> shift) & 0xFFFF];
        if (begin[(rows.front().key >> shift) & 0xFFFF] == rows.size())
            continue;
        std::exclusive_scan(begin.begin(), begin.end(), begin.begin(), std::size_t{0});
        for (const Timed &row : rows)
            room[begin[(row.key >> shift) & 0xFFFF]++] = row;
        rows.swap(room);
    }
}

} // namespace

Error cancelled()
{
    Error error;
    error.kind = ErrorKind::Cancelled;
    error.code = "MND-STO-030";
    error.happened = "The query was cancelled.";
    return error;
}

Result<void> restrictByTime(std::vector<std::uint8_t> &mask, const std::optional<Instant> &since, const std::optional<Instant> &until, const Segment &segment,
                            Connection &connection)
{
    const auto times = segment.values(Column::Time, connection);
    const auto states = segment.values(Column::TimeState, connection);
    if (!times || !states)
        return times ? states.error() : times.error();
    const auto time = valuesOf<std::int64_t>(**times);
    const auto state = valuesOf<std::uint8_t>(**states);
    const std::int64_t first = since ? since->nanoseconds : INT64_MIN;
    const std::int64_t end = until ? until->nanoseconds : INT64_MAX;
    const bool endless = !until;
    for (std::size_t i = 0; i < mask.size(); ++i)
        mask[i] &= static_cast<std::uint8_t>(isTrue((state[i] & HasOccurred) != 0) & isTrue(time[i] >= first) & (isTrue(endless) | isTrue(time[i] < end)));
    return {};
}

Result<Masks> matchingRows(const RowFilter &filter, Connection &connection, const Image &image, const NameTables &names, std::stop_token stop)
{
    const auto restrictions = restrictionsOf(filter, names);
    Masks masks;
    masks.reserve(image.segments.size());
    for (const auto &segment : image.segments) {
        if (stop.stop_requested())
            return cancelled();
        auto &mask = masks.emplace_back(segment->rows(), std::uint8_t{1});
        for (const Restriction &restriction : restrictions) {
            const auto values = segment->values(restriction.column, connection);
            if (!values)
                return values.error();
            if (widthOf(restriction.column) == 1)
                restrict(mask, valuesOf<std::uint8_t>(**values), restriction.allowed);
            else
                restrict(mask, valuesOf<std::uint32_t>(**values), restriction.allowed);
        }
        const std::optional<bool> erased = filter.text.empty() ? filter.erased : filter.erased.value_or(false) ? std::nullopt : std::optional(false);
        if (!filter.text.empty() && !erased) { // erased ones with these words: there are none
            std::ranges::fill(mask, std::uint8_t{0});
        } else if (erased) {
            const auto states = segment->values(Column::TimeState, connection);
            if (!states)
                return states.error();
            const auto state = valuesOf<std::uint8_t>(**states);
            for (std::size_t i = 0; i < mask.size(); ++i)
                mask[i] &= static_cast<std::uint8_t>(((state[i] & TextErased) != 0) == *erased);
        }
        if (filter.since || filter.until) {
            if (auto restricted = restrictByTime(mask, filter.since, filter.until, *segment, connection); !restricted)
                return restricted.error();
        }
    }
    return masks;
}

std::uint64_t countOf(const Masks &masks)
{
    std::uint64_t count = 0;
    for (const auto &mask : masks)
        count += static_cast<std::uint64_t>(std::ranges::count(mask, 1));
    return count;
}

Result<std::vector<EntryNumber>> inOrder(const Masks &masks, RowOrder order, Connection &connection, const Image &image, std::stop_token stop)
{
    std::vector<EntryNumber> entries;
    const bool byTime = order == RowOrder::TimeAscending || order == RowOrder::TimeDescending;
    if (!byTime) {
        entries.reserve(countOf(masks));
        for (std::size_t s = 0; s < masks.size(); ++s) {
            for (std::size_t i = 0; i < masks[s].size(); ++i) {
                if (masks[s][i])
                    entries.push_back(image.segments[s]->first() + i);
            }
        }
        if (order == RowOrder::ArrivalDescending)
            std::ranges::reverse(entries);
        return entries;
    }
    std::vector<Timed> timed;
    timed.reserve(countOf(masks));
    std::vector<EntryNumber> timeless;
    bool sorted = true;
    for (std::size_t s = 0; s < masks.size(); ++s) {
        if (stop.stop_requested())
            return cancelled();
        const auto times = image.segments[s]->values(Column::Time, connection);
        const auto states = image.segments[s]->values(Column::TimeState, connection);
        if (!times || !states)
            return times ? states.error() : times.error();
        const auto time = valuesOf<std::int64_t>(**times);
        const auto state = valuesOf<std::uint8_t>(**states);
        for (std::size_t i = 0; i < masks[s].size(); ++i) {
            if (!masks[s][i])
                continue;
            const EntryNumber entry = image.segments[s]->first() + i;
            if (!(state[i] & HasOccurred)) {
                timeless.push_back(entry);
                continue;
            }
            const std::uint64_t key = static_cast<std::uint64_t>(time[i]) ^ (std::uint64_t{1} << 63);
            sorted = sorted && (timed.empty() || timed.back().key <= key);
            timed.push_back({key, entry});
        }
    }
    const bool descending = order == RowOrder::TimeDescending;
    if (descending) { // the exact reverse: equal times come newest arrival first
        std::ranges::reverse(timed);
        for (Timed &row : timed)
            row.key = ~row.key;
    }
    if (!sorted && !timed.empty()) {
        if (timed.size() < 4096)
            std::ranges::stable_sort(timed, {}, &Timed::key);
        else
            sortByKey(timed);
    }
    entries.reserve(timed.size() + timeless.size());
    for (const Timed &row : timed)
        entries.push_back(row.entry);
    if (descending)
        std::ranges::reverse(timeless);
    entries.insert(entries.end(), timeless.begin(), timeless.end());
    return entries;
}

} // namespace mandate::sqlite
