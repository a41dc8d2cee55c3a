// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/evidence_lists.h"

#include <algorithm>

namespace mandate {

namespace {

constexpr std::int64_t secondNs = 1'000'000'000;

NamesOf namesFrom(const Store &store)
{
    return [&store](Dimension dimension) {
        auto names = store.names(dimension);
        return names ? std::move(names).value() : std::vector<std::string>();
    };
}

/// The entries a filter leaves, cut to the neighbours of one record when it asks for them. What neighbours are is decided by arrival: the
/// order of the table must not change which records are shown.
Result<std::vector<EntryNumber>> entriesOf(const Store &store, const RowFilter &filter, std::optional<EntryNumber> around, RowOrder order,
                                           const std::stop_token &stop)
{
    auto entries = store.select(filter, around ? RowOrder::ArrivalAscending : order, stop);
    if (!entries || !around)
        return entries;
    const std::vector<EntryNumber> &all = *entries;
    const auto at = std::lower_bound(all.begin(), all.end(), *around) - all.begin();
    const auto end = at + aroundReach + (static_cast<std::size_t>(at) < all.size() && all[static_cast<std::size_t>(at)] == *around ? 1 : 0);
    const auto size = static_cast<std::ptrdiff_t>(all.size());
    std::vector<EntryNumber> near(all.begin() + std::max<std::ptrdiff_t>(0, at - aroundReach), all.begin() + std::min<std::ptrdiff_t>(size, end));
    if (order == RowOrder::ArrivalAscending)
        return near;
    auto ordered = store.select(filter, order, stop);
    if (!ordered)
        return ordered;
    std::vector<EntryNumber> out = std::move(ordered).value();
    std::erase_if(out, [&near](EntryNumber entry) { return !std::binary_search(near.begin(), near.end(), entry); });
    return out;
}

/// Rows whose verdict is Prohibited.
Result<std::vector<int>> violationsOf(const Store &store, RowFilter filter, const std::vector<EntryNumber> &entries, const std::stop_token &stop)
{
    std::vector<int> rows;
    if (!filter.verdicts.empty() && std::find(filter.verdicts.begin(), filter.verdicts.end(), Verdict::Prohibited) == filter.verdicts.end())
        return rows;
    filter.verdicts = {Verdict::Prohibited};
    const auto violating = store.select(filter, RowOrder::ArrivalAscending, stop);
    if (!violating)
        return violating.error();
    if (std::is_sorted(entries.begin(), entries.end())) { // by arrival, as mostly: one pass over both, so that a million rows wait for nothing
        auto next = violating->begin();
        for (std::size_t row = 0; row < entries.size() && next != violating->end(); ++row) {
            while (next != violating->end() && *next < entries[row])
                ++next;
            if (next != violating->end() && *next == entries[row])
                rows.push_back(static_cast<int>(row));
        }
        return rows;
    }
    for (std::size_t row = 0; row < entries.size() && !violating->empty(); ++row) {
        if (std::binary_search(violating->begin(), violating->end(), entries[row]))
            rows.push_back(static_cast<int>(row));
    }
    return rows;
}

std::vector<EvidenceBin> binsOf(const std::vector<TimeBin> &bins)
{
    std::vector<EvidenceBin> out;
    for (std::size_t i = 0; i < bins.size(); ++i) {
        const std::int64_t width = bins.size() < 2 ? secondNs : bins[1].beginNs - bins[0].beginNs;
        EvidenceBin bin{bins[i].beginNs, bins[i].beginNs + width, bins[i].count, {}, true};
        std::copy(bins[i].byVerdict.begin(), bins[i].byVerdict.end(), bin.byVerdict.begin());
        out.push_back(bin);
    }
    return out;
}

/// Bars of a handful of rows, which the store cannot tell by a filter.
std::vector<EvidenceBin> binsOf(const std::vector<Row> &rows)
{
    std::vector<std::pair<std::int64_t, Verdict>> timed;
    for (const Row &row : rows) {
        if (row.time)
            timed.emplace_back(row.time->nanoseconds, row.verdict);
    }
    if (timed.empty())
        return {};
    std::sort(timed.begin(), timed.end());
    const std::int64_t first = timed.front().first;
    const std::int64_t span = timed.back().first - first + 1;
    const std::int64_t width = std::max(secondNs, span / EvidenceModel::histogramBins + 1);
    std::vector<EvidenceBin> bins(static_cast<std::size_t>((span - 1) / width + 1));
    for (std::size_t i = 0; i < bins.size(); ++i) {
        bins[i].beginNs = first + static_cast<std::int64_t>(i) * width;
        bins[i].endNs = bins[i].beginNs + width;
    }
    for (const auto &[time, verdict] : timed) {
        EvidenceBin &bin = bins[static_cast<std::size_t>((time - first) / width)];
        ++bin.count;
        ++bin.byVerdict[static_cast<std::size_t>(verdict)];
    }
    return bins;
}

/// Marks the bins for which nothing at all was received from the sources in question: not what the filter left out, but what is not there.
/// One question a stretch of empty bins, and one a bin only where the stretch holds something.
std::optional<Error> markCoverage(const Store &store, const RowFilter &filter, std::vector<EvidenceBin> &bins, const std::stop_token &stop)
{
    RowFilter received;
    received.sources = filter.sources;
    const auto empty = [&](std::size_t from, std::size_t to) -> Result<bool> {
        received.since = Instant{bins[from].beginNs, true};
        received.until = Instant{bins[to].endNs, true};
        const auto count = store.count(received, stop);
        if (!count)
            return count.error();
        return *count == 0;
    };
    for (std::size_t begin = 0; begin < bins.size(); ++begin) {
        if (bins[begin].count > 0)
            continue;
        std::size_t last = begin;
        while (last + 1 < bins.size() && bins[last + 1].count == 0)
            ++last;
        const auto none = empty(begin, last);
        if (!none)
            return none.error();
        for (std::size_t bin = begin; bin <= last; ++bin) {
            const auto noneHere = *none || begin == last ? none : empty(bin, bin);
            if (!noneHere)
                return noneHere.error();
            bins[bin].covered = !*noneHere;
        }
        begin = last;
    }
    return std::nullopt;
}

} // namespace

RowList readRowList(const Store &store, const QList<FilterCondition> &conditions, RowOrder order, std::stop_token stop)
{
    RowList list;
    const auto total = store.count(RowFilter{}, stop);
    if (!total)
        return {{}, {}, 0, total.error()};
    list.total = *total;
    const auto filter = rowFilterOf(conditions, namesFrom(store));
    if (!filter)
        return list;
    auto entries = entriesOf(store, *filter, aroundOf(conditions), order, stop);
    if (!entries)
        return {{}, {}, list.total, entries.error()};
    list.entries = std::move(entries).value();
    auto violations = violationsOf(store, *filter, list.entries, stop);
    if (!violations)
        return {{}, {}, list.total, violations.error()};
    list.violations = std::move(violations).value();
    return list;
}

RowSummary readRowSummary(const Store &store, const QList<FilterCondition> &conditions, std::stop_token stop)
{
    RowSummary summary;
    const auto fail = [](const Error &error) { return RowSummary{{}, 0, {}, {}, error}; };
    const auto filter = rowFilterOf(conditions, namesFrom(store));
    const auto around = aroundOf(conditions);
    if (filter) {
        std::uint64_t matching = 0;
        if (around) {
            const auto entries = entriesOf(store, *filter, around, RowOrder::ArrivalAscending, stop);
            if (!entries)
                return fail(entries.error());
            const auto rows = store.rows(*entries);
            if (!rows)
                return fail(rows.error());
            summary.bins = binsOf(*rows);
            for (const Row &row : *rows)
                ++summary.byVerdict[static_cast<std::size_t>(row.verdict)];
            matching = entries->size();
        } else {
            const auto bins = store.histogram(*filter, EvidenceModel::histogramBins, stop);
            if (!bins)
                return fail(bins.error());
            summary.bins = binsOf(*bins);
            const auto count = store.count(*filter, stop);
            if (!count)
                return fail(count.error());
            matching = *count;
            for (std::size_t verdict = 0; verdict < verdictCount; ++verdict) {
                RowFilter one = *filter;
                const auto wanted = static_cast<Verdict>(verdict);
                if (!one.verdicts.empty() && std::find(one.verdicts.begin(), one.verdicts.end(), wanted) == one.verdicts.end())
                    continue;
                one.verdicts = {wanted};
                const auto some = store.count(one, stop);
                if (!some)
                    return fail(some.error());
                summary.byVerdict[verdict] = *some;
            }
        }
        std::uint64_t timed = 0;
        for (const EvidenceBin &bin : summary.bins)
            timed += bin.count;
        summary.withoutTime = matching > timed ? matching - timed : 0;
        if (const auto error = markCoverage(store, *filter, summary.bins, stop))
            return fail(*error);
    }
    for (const FilterField field :
         {FilterField::Agent, FilterField::Tool, FilterField::Clause, FilterField::Session, FilterField::Source, FilterField::Deployment}) {
        QStringList names;
        for (const std::string &name : namesFrom(store)(*dimensionOf(field)))
            names.append(QString::fromStdString(name));
        summary.names.insert(field, names);
    }
    return summary;
}

} // namespace mandate
