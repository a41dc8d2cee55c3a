// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/source_coverage.h"

#include "models/base/json_reader.h"
#include "models/evidence/record_json.h"
#include "models/incidents/rules.h"
#include "models/workspace/late_reports.h"
#include "models/workspace/workspace_private.h"

#include <algorithm>
#include <limits>
#include <set>

namespace mandate {

namespace {

constexpr std::string_view gatewaySource = "gateway"; ///< of what agents asked it
constexpr std::int64_t nsPerSecond = 1'000'000'000;

struct TimesOfSource
{
    std::uint64_t records = 0;
    std::vector<std::int64_t> ns; ///< ascending
    std::map<std::string, std::vector<std::pair<EntryNumber, std::int64_t>>, std::less<>> files; ///< entry and time by the name in the ledger; only of what is expected
};

using TimesBySource = std::map<std::string, TimesOfSource, std::less<>>;

/// Times of the records of each source, by its shown name.
Result<TimesBySource> timesOf(const Store &store, const std::vector<SourceExpectation> &expectations, const std::stop_token &stop)
{
    const auto columns = store.columns({}, stop);
    if (!columns)
        return columns.error();
    TimesBySource all;
    std::vector<TimesOfSource *> byNumber(columns->sourceNames.size(), nullptr);
    std::vector<std::vector<std::pair<EntryNumber, std::int64_t>> *> ofFile(columns->sourceNames.size(), nullptr);
    for (std::size_t row = 0; row < columns->size(); ++row) {
        const std::uint32_t number = columns->source[row];
        TimesOfSource *&times = byNumber[number];
        if (!times) {
            const std::string &name = columns->sourceNames[number];
            const std::string_view shown = sourceShown(name);
            times = &all[std::string(shown)];
            if (std::ranges::any_of(expectations, [&](const SourceExpectation &expectation) { return matchesPattern(expectation.source, shown); }))
                ofFile[number] = &times->files[name];
        }
        ++times->records;
        if (columns->timeNs[row] == RowColumns::noTime)
            continue;
        times->ns.push_back(columns->timeNs[row]);
        if (ofFile[number])
            ofFile[number]->emplace_back(columns->entry[row], columns->timeNs[row]);
    }
    for (auto &[source, times] : all)
        std::ranges::sort(times.ns);
    return all;
}

/// A record as it was heard of: not before it happened, and not before it was here.
struct HeardRecord
{
    std::int64_t heard = 0;
    std::int64_t time = 0;
};

/// When records of one file were received, told from few of them: one import is one moment, and moments follow one another.
class ReceivedTimes
{
public:
    explicit ReceivedTimes(const Store &store) : m_store(store) {}
    /// Of each, in the order of entries; 0 where it is not known.
    std::vector<std::int64_t> of(std::span<const std::pair<EntryNumber, std::int64_t>> records)
    {
        std::vector<std::int64_t> received(records.size(), 0);
        if (records.empty())
            return received;
        received.front() = one(records.front().first);
        received.back() = one(records.back().first);
        fill(records, received, 0, records.size() - 1);
        return received;
    }

private:
    std::int64_t one(EntryNumber entry)
    {
        const auto body = m_store.body(entry);
        if (!body)
            return 0;
        m_arena.reset();
        const auto record = readRecord(*body, m_reader, m_arena); // of an erased record, nothing is known
        return record ? record->received.nanoseconds : 0;
    }
    void fill(std::span<const std::pair<EntryNumber, std::int64_t>> records, std::vector<std::int64_t> &received, std::size_t first, std::size_t last)
    {
        if (last <= first + 1)
            return;
        if (received[first] == received[last] && received[first] != 0)
            return std::fill(received.begin() + static_cast<std::ptrdiff_t>(first) + 1, received.begin() + static_cast<std::ptrdiff_t>(last), received[first]);
        const std::size_t middle = first + (last - first) / 2;
        received[middle] = one(records[middle].first);
        fill(records, received, first, middle);
        fill(records, received, middle, last);
    }
    const Store &m_store;
    JsonReader m_reader;
    Arena m_arena;
};

/// What was heard of all sources that fit, by when it was heard. A record that was in the ledger before anything was expected was heard when it happened.
std::vector<HeardRecord> heardOf(const std::vector<const TimesOfSource *> &sources, const SourceExpectation &expectation, const Store &store)
{
    std::vector<HeardRecord> heard;
    ReceivedTimes received(store);
    for (const TimesOfSource *source : sources) {
        for (const auto &[name, records] : source->files) {
            const auto later = std::ranges::upper_bound(records, expectation.firstEntry, {}, &std::pair<EntryNumber, std::int64_t>::first);
            for (auto record = records.begin(); record != later; ++record)
                heard.push_back({record->second, record->second});
            const std::span<const std::pair<EntryNumber, std::int64_t>> since(later, records.end());
            std::vector<std::int64_t> at;
            if (const auto reported = reportedAt(name))
                at.assign(since.size(), reported->nanoseconds);
            else if (name != gatewaySource) // which writes the time itself
                at = received.of(since);
            for (std::size_t i = 0; i < since.size(); ++i)
                heard.push_back({std::max(since[i].second, at.empty() ? 0 : at[i]), since[i].second});
        }
    }
    std::ranges::sort(heard, {}, &HeardRecord::heard);
    return heard;
}

/// How often records were expected for some time.
struct ExpectedStretch
{
    std::int64_t every = 0; ///< nanoseconds
    std::int64_t from = 0;
    std::int64_t until = 0;
    std::int64_t since = 0; ///< since when they were expected at least so often
};

std::vector<ExpectedStretch> stretchesOf(const SourceExpectation &expectation, const Instant &now)
{
    std::vector<ExpectedStretch> stretches;
    const auto add = [&](std::int64_t everySeconds, const Instant &from) {
        if (!stretches.empty())
            stretches.back().until = std::max(stretches.back().from, from.nanoseconds);
        stretches.push_back({everySeconds * nsPerSecond, from.nanoseconds, std::max(from.nanoseconds, now.nanoseconds), from.nanoseconds});
        for (std::size_t i = stretches.size() - 1; i-- > 0 && stretches[i].every <= stretches.back().every;)
            stretches.back().since = stretches[i].from;
    };
    for (const EarlierExpectation &earlier : expectation.before)
        add(earlier.everySeconds, earlier.from);
    add(expectation.everySeconds, expectation.signer.at);
    return stretches;
}

/// Stretches without a record since it was expected, as long as makes a source Stalled by what was expected then. What is heard later takes none of them away.
std::vector<CoverageGap> silencesOf(const std::vector<HeardRecord> &heard, const std::vector<ExpectedStretch> &stretches, const Instant &now)
{
    std::vector<CoverageGap> silences;
    bool lasts = false; // the last of them
    std::int64_t last = std::numeric_limits<std::int64_t>::min(), was = last; // the newest record heard of, and when a silence was told last
    auto next = heard.begin();
    for (const ExpectedStretch &stretch : stretches) {
        std::int64_t begin = stretch.from;
        const std::int64_t stretchEnd = std::min(stretch.until, now.nanoseconds);
        while (begin < stretchEnd) {
            for (; next != heard.end() && next->heard <= begin; ++next)
                last = next->time <= now.nanoseconds ? std::max(last, next->time) : last;
            const std::int64_t end = next == heard.end() ? stretchEnd : std::min(stretchEnd, next->heard);
            const std::int64_t quiet = std::max(last, stretch.since);
            const auto silentAt = [&](std::int64_t time) { return freshnessAfter(elapsed(quiet, time), stretch.every) == Freshness::Stalled; };
            if (lasts && last != was && !silentAt(begin))
                lasts = false;
            if (silentAt(end) && (lasts || (!silences.empty() && silences.back().from.nanoseconds == quiet)))
                silences.back().until = Instant{end};
            else if (silentAt(end))
                silences.push_back({Instant{quiet}, Instant{end}});
            lasts = silentAt(end);
            was = last;
            begin = end;
        }
    }
    return silences;
}

ExpectedSource expectedOf(const SourceExpectation &expectation, const TimesBySource &all, const Store &store, const Instant &now)
{
    ExpectedSource expected;
    expected.expectation = expectation;
    std::vector<std::int64_t> times;
    std::vector<const TimesOfSource *> sources;
    for (const auto &[source, own] : all) {
        if (!matchesPattern(expectation.source, source))
            continue;
        expected.records += own.records;
        times.insert(times.end(), own.ns.begin(), own.ns.end());
        sources.push_back(&own);
    }
    std::ranges::sort(times);
    const std::int64_t every = expectation.everySeconds * nsPerSecond;
    expected.coverage = coverageOf(times, now, every);
    const std::int64_t last = expected.coverage.lastSeen ? expected.coverage.lastSeen->nanoseconds : std::numeric_limits<std::int64_t>::min();
    const std::vector<ExpectedStretch> stretches = stretchesOf(expectation, now);
    expected.state = freshnessAfter(elapsed(std::max(last, stretches.back().since), now.nanoseconds), every);
    expected.silences = silencesOf(heardOf(sources, expectation, store), stretches, now);
    return expected;
}

/// How bad a state is, for what several expectations say of one source.
int badness(Freshness state)
{
    return state == Freshness::Stalled ? 3 : state == Freshness::Idle ? 2 : state == Freshness::Unknown ? 1 : 0;
}

/// The newest record of what fits, at or before a time.
Result<std::optional<Row>> lastBefore(const Workspace &workspace, const std::string &pattern, const Instant &at)
{
    const Store &store = workspace.store();
    const auto names = store.names(Dimension::Source);
    if (!names)
        return names.error();
    RowFilter filter;
    for (const std::string &name : *names) {
        if (matchesPattern(pattern, sourceShown(name)))
            filter.sources.push_back(name);
    }
    if (filter.sources.empty())
        return std::optional<Row>();
    filter.since = Instant{std::numeric_limits<std::int64_t>::min() + 1};
    filter.until = Instant{at.nanoseconds + 1};
    const auto entries = store.select(filter, RowOrder::TimeDescending);
    if (!entries)
        return entries.error();
    if (entries->empty())
        return std::optional<Row>();
    const auto rows = store.rows({entries->data(), 1});
    if (!rows)
        return rows.error();
    return std::optional(rows->front());
}

} // namespace

std::string_view sourceShown(std::string_view source)
{
    return reportedAt(source) ? telemetrySource : source;
}

std::vector<SourceExpectation> SourceWatch::expectations() const
{
    auto &inside = *m_workspace.m;
    (void)inside.load();
    const std::shared_lock reading(inside.lock);
    std::vector<SourceExpectation> found;
    for (const auto &[source, expectation] : inside.expectations) {
        if (expectation.everySeconds > 0)
            found.push_back(expectation);
    }
    return found;
}

std::optional<std::int64_t> SourceWatch::shortestSeconds() const
{
    std::optional<std::int64_t> shortest;
    for (const SourceExpectation &expectation : expectations())
        shortest = std::min(shortest.value_or(expectation.everySeconds), expectation.everySeconds);
    return shortest;
}

std::optional<Error> SourceWatch::refusal() const
{
    auto &inside = *m_workspace.m;
    if (inside.readOnly)
        return inside.unlock().error();
    (void)inside.load();
    const std::shared_lock reading(inside.lock);
    if (auto refused = inside.people.isOpen() ? std::nullopt : inside.people.actingRefusal(m_workspace.person().id))
        return refused;
    return expectingRefusal(inside.people, m_workspace.person().id);
}

Result<CoverageReport> SourceWatch::report(std::stop_token stop) const
{
    const std::vector<SourceExpectation> wanted = expectations();
    const auto all = timesOf(m_workspace.store(), wanted, stop);
    if (!all)
        return all.error();
    CoverageReport report;
    report.at = m_workspace.now();
    for (const SourceExpectation &expectation : wanted)
        report.expected.push_back(expectedOf(expectation, *all, m_workspace.store(), report.at));
    for (const auto &[source, times] : *all) {
        SourceCoverage covered;
        covered.source = source;
        covered.live = source == telemetrySource || source == gatewaySource;
        covered.records = times.records;
        covered.untimed = times.records - times.ns.size();
        covered.coverage = coverageOf(times.ns, report.at);
        const ExpectedSource *binding = nullptr;
        for (const ExpectedSource &expected : report.expected) {
            if (matchesPattern(expected.expectation.source, covered.source) && (!binding || badness(expected.state) > badness(binding->state)))
                binding = &expected;
        }
        if (binding) {
            covered.expectedBy = binding->expectation.source;
            covered.state = binding->state;
        } else if (covered.live) {
            covered.state = freshnessOf(covered.coverage, report.at);
        }
        report.sources.push_back(std::move(covered));
    }
    return report;
}

Result<SourceExpectation> SourceWatch::expect(Workspace &workspace, const std::string &source, std::optional<std::int64_t> everySeconds, const std::string &reason)
{
    auto &inside = *workspace.m;
    SourceExpectation expectation;
    expectation.source = source;
    expectation.everySeconds = everySeconds.value_or(0);
    expectation.reason = reason;
    if (everySeconds == 0) // what ends an expectation is not said by a number
        expectation.everySeconds = -1;
    if (auto refused = expectationRefusal(expectation))
        return *refused;
    const auto said = inside.appendNote([&](const Workspace::Private::Signer &signer) -> Result<std::string> {
        if (auto refused = expectingRefusal(inside.people, signer.person.id))
            return *refused;
        const auto known = inside.expectations.find(source);
        if (!everySeconds && (known == inside.expectations.end() || known->second.everySeconds == 0))
            return Error{ErrorKind::Missing, "MND-WSP-050", "No records of \"" + source.substr(0, 80) + "\" are expected.", "Nothing was signed.", "\"mandate sources\" shows what is expected.", {}};
        expectation.signer = inside.noteSigner(signer);
        return sourceExpectationEntry(expectation, *signer.key);
    });
    if (!said)
        return said.error();
    Q_EMIT workspace.ledgerGrew(inside.store->size());
    return expectation;
}

Result<std::uint64_t> SourceWatch::openSilenceIncidents(Workspace &workspace, std::stop_token stop)
{
    auto &inside = *workspace.m;
    const SourceWatch watch(workspace);
    if (inside.readOnly || watch.expectations().empty())
        return std::uint64_t{0};
    const auto report = watch.report(stop);
    if (!report)
        return report.error();
    std::vector<IncidentEntry> found;
    for (const ExpectedSource &expected : report->expected) {
        for (const CoverageGap &silence : expected.silences) {
            IncidentEntry incident;
            incident.clause = sourceGap;
            incident.pactDigest = sha256("silence " + expected.expectation.source + ' ' + std::to_string(silence.from.nanoseconds)); // one a silence
            incident.id = incidentId({}, {}, sourceGap, incident.pactDigest);
            incident.opened = inside.surroundings.clock();
            const auto last = lastBefore(workspace, expected.expectation.source, silence.from);
            if (!last)
                return last.error();
            incident.actions = {*last ? (*last)->number : expected.expectation.entry}; // what was heard last, else who expects it
            if (*last) {
                incident.agent = (*last)->agent;
                incident.deployment = (*last)->deployment;
            }
            found.push_back(std::move(incident));
        }
    }
    std::uint64_t opened = 0;
    {
        const std::shared_lock reading(inside.lock);
        std::erase_if(found, [&](const IncidentEntry &incident) { return inside.isOpenIncident(incident.id); });
    }
    if (found.empty())
        return opened;
    {
        Workspace::Private::Writing writing(inside);
        if (auto begun = writing.begin(std::chrono::seconds(30)); !begun)
            return begun.error();
        std::erase_if(found, [&](const IncidentEntry &incident) { return inside.isOpenIncident(incident.id); }); // another program may have been quicker
        const auto done = inside.openAll(found);
        if (!done)
            return done;
        opened = *done;
    }
    if (opened > 0)
        Q_EMIT workspace.ledgerGrew(inside.store->size());
    return opened;
}

} // namespace mandate
