// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/evidence_lists.h"

#include "models/base/json_reader.h"
#include "models/evidence/record_json.h"
#include "models/items/text_safety.h"

#include <algorithm>
#include <array>
#include <set>
#include <unordered_set>

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

/// Of those a filter leaves, the neighbours of one record. What neighbours are is decided by arrival: the order of the table must not change
/// which records are shown.
Result<std::vector<EntryNumber>> neighboursOf(const Store &store, const RowFilter &filter, EntryNumber around, const std::stop_token &stop)
{
    auto entries = store.select(filter, RowOrder::ArrivalAscending, stop);
    if (!entries)
        return entries;
    const std::vector<EntryNumber> &all = *entries;
    const auto at = std::lower_bound(all.begin(), all.end(), around) - all.begin();
    const auto end = at + aroundReach + (static_cast<std::size_t>(at) < all.size() && all[static_cast<std::size_t>(at)] == around ? 1 : 0);
    const auto size = static_cast<std::ptrdiff_t>(all.size());
    return std::vector<EntryNumber>(all.begin() + std::max<std::ptrdiff_t>(0, at - aroundReach), all.begin() + std::min<std::ptrdiff_t>(size, end));
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

/// Names of arguments that the workspace's actions have, as far as some hundred of them show: for completion, where a name more or less is no harm.
QStringList argumentNames(const Store &store, const std::stop_token &stop)
{
    constexpr std::size_t looked = 300;
    RowFilter actions;
    actions.kinds = {RecordKind::Action};
    const auto entries = store.select(actions, RowOrder::ArrivalAscending, stop);
    if (!entries || entries->empty())
        return {};
    std::vector<EntryNumber> some;
    const std::size_t step = std::max<std::size_t>(1, entries->size() / looked);
    for (std::size_t i = 0; i < entries->size() && some.size() < looked; i += step)
        some.push_back((*entries)[i]);
    const auto bodies = store.bodies(some);
    if (!bodies)
        return {};
    std::set<QString> names;
    JsonReader reader;
    Arena arena;
    for (const std::string &body : *bodies) {
        arena.reset();
        const auto record = readRecord(body, reader, arena);
        if (!record || !record->arguments.isMap())
            continue;
        for (const Member &member : record->arguments.members()) {
            const QString name = toText(member.key.text());
            if (!name.isEmpty() && std::all_of(name.begin(), name.end(), [](QChar c) { return c.isLetterOrNumber() || c == u'_'; }))
                names.insert(QStringLiteral("args.") + name);
        }
    }
    return {names.begin(), names.end()};
}

/// Rows whose entry is one of these.
std::vector<int> rowsOf(const std::vector<EntryNumber> &entries, const std::unordered_set<EntryNumber> &wanted)
{
    std::vector<int> rows;
    for (std::size_t row = 0; row < entries.size() && !wanted.empty(); ++row) {
        if (wanted.contains(entries[row]))
            rows.push_back(static_cast<int>(row));
    }
    return rows;
}

/// In an order of time, the row that follows each stretch without records: so many match before it.
std::vector<int> gapRows(const std::vector<EvidenceBin> &bins, RowOrder order)
{
    std::vector<int> rows;
    if (order != RowOrder::TimeAscending && order != RowOrder::TimeDescending)
        return rows;
    std::uint64_t before = 0;
    std::uint64_t timed = 0;
    for (const EvidenceBin &bin : bins)
        timed += bin.count;
    for (std::size_t i = 0; i < bins.size(); ++i) {
        if (!bins[i].covered && i + 1 < bins.size() && bins[i + 1].covered)
            rows.push_back(static_cast<int>(order == RowOrder::TimeAscending ? before : timed - before));
        before += bins[i].count;
    }
    std::sort(rows.begin(), rows.end());
    return rows;
}

} // namespace

KnownNames readKnownNames(const EvidenceSource &source, std::stop_token stop)
{
    KnownNames known;
    for (const FilterField field : {FilterField::Agent, FilterField::Tool, FilterField::Clause, FilterField::Session, FilterField::Source, FilterField::Format, FilterField::Deployment}) {
        QStringList names;
        for (const std::string &name : namesFrom(*source.store)(*dimensionOf(field)))
            names.append(QString::fromStdString(name));
        known.insert(field, names);
    }
    known.insert(FilterField::Query, argumentNames(*source.store, stop));
    std::set<QString> tags;
    for (const RecordMarks &marks : source.marks()) {
        for (const std::string &tag : marks.tags)
            tags.insert(QString::fromStdString(tag));
    }
    known.insert(FilterField::Text, QStringList(tags.begin(), tags.end()));
    return known;
}

Result<std::optional<RowFilter>> filterOf(const EvidenceSource &source, const QList<FilterCondition> &conditions, const std::stop_token &stop)
{
    auto filter = rowFilterOf(conditions, namesFrom(*source.store));
    if (!filter)
        return filter;
    auto resolved = source.resolved(std::move(*filter), stop);
    if (!resolved)
        return resolved.error();
    filter = std::move(resolved).value();
    const auto around = aroundOf(conditions);
    if (!around)
        return filter;
    auto near = neighboursOf(*source.store, *filter, *around, stop);
    if (!near)
        return near.error();
    filter->where.push_back({EntryIn{std::make_shared<const std::vector<EntryNumber>>(std::move(near).value())}});
    return filter;
}

RowList readRowList(const EvidenceSource &source, const QList<FilterCondition> &conditions, RowOrder order, std::stop_token stop)
{
    RowList list;
    const auto fail = [&list](const Error &error) {
        RowList failed;
        failed.total = list.total;
        failed.error = error;
        return failed;
    };
    auto marked = std::make_shared<MarkedRecords>();
    std::unordered_set<EntryNumber> starred;
    for (RecordMarks &marks : source.marks()) {
        if (!marks.starredBy.empty())
            starred.insert(marks.entry);
        marked->emplace(marks.entry, std::move(marks));
    }
    list.marks = std::move(marked);
    const auto total = source.store->count(RowFilter{}, stop);
    if (!total)
        return fail(total.error());
    list.total = *total;
    const auto filter = filterOf(source, conditions, stop);
    if (!filter)
        return fail(filter.error());
    if (!*filter)
        return list;
    auto entries = source.store->select(**filter, order, stop);
    if (!entries)
        return fail(entries.error());
    list.entries = std::move(entries).value();
    auto violations = violationsOf(*source.store, **filter, list.entries, stop);
    if (!violations)
        return fail(violations.error());
    list.violations = std::move(violations).value();
    list.starred = rowsOf(list.entries, starred);
    return list;
}

RowSummary readRowSummary(const EvidenceSource &source, const QList<FilterCondition> &conditions, RowOrder order, std::stop_token stop)
{
    RowSummary summary;
    const auto fail = [](const Error &error) {
        RowSummary failed;
        failed.error = error;
        return failed;
    };
    const auto asked = filterOf(source, conditions, stop);
    if (!asked)
        return fail(asked.error());
    if (!*asked)
        return summary;
    const Store &store = *source.store;
    const RowFilter &filter = **asked;
    const auto bins = store.histogram(filter, EvidenceModel::histogramBins, stop);
    if (!bins)
        return fail(bins.error());
    summary.bins = binsOf(*bins);
    const auto tallies = store.tally(filter, std::array{Dimension::Verdict}, stop);
    if (!tallies)
        return fail(tallies.error());
    std::uint64_t matching = 0;
    for (const Tally &tally : *tallies) {
        matching += tally.count;
        if (const auto verdict = verdictOf(tally.key.front()))
            summary.byVerdict[static_cast<std::size_t>(*verdict)] += tally.count;
    }
    std::uint64_t timed = 0;
    for (const EvidenceBin &bin : summary.bins)
        timed += bin.count;
    summary.withoutTime = matching > timed ? matching - timed : 0;
    if (const auto error = markCoverage(store, filter, summary.bins, stop))
        return fail(*error);
    summary.gaps = gapRows(summary.bins, order);
    return summary;
}

} // namespace mandate
