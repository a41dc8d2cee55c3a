// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/source_coverage.h"

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
};

/// Times of the records of each source, by its shown name.
Result<std::map<std::string, TimesOfSource, std::less<>>> timesOf(const Store &store, const std::stop_token &stop)
{
    const auto columns = store.columns({}, stop);
    if (!columns)
        return columns.error();
    std::map<std::string, TimesOfSource, std::less<>> all;
    std::vector<TimesOfSource *> byNumber(columns->sourceNames.size(), nullptr);
    for (std::size_t row = 0; row < columns->size(); ++row) {
        TimesOfSource *&times = byNumber[columns->source[row]];
        if (!times)
            times = &all[std::string(sourceShown(columns->sourceNames[columns->source[row]]))];
        ++times->records;
        if (columns->timeNs[row] != RowColumns::noTime)
            times->ns.push_back(columns->timeNs[row]);
    }
    for (auto &[source, times] : all)
        std::ranges::sort(times.ns);
    return all;
}

/// Stretches without a record since it was signed, as long as makes a source Stalled.
std::vector<CoverageGap> silencesOf(const std::vector<std::int64_t> &times, const SourceExpectation &expectation, const Instant &now)
{
    const std::int64_t every = expectation.everySeconds * nsPerSecond;
    std::vector<CoverageGap> silences;
    std::int64_t before = expectation.signer.at.nanoseconds;
    const auto until = [&](std::int64_t next) {
        if (freshnessAfter(elapsed(before, next), every) == Freshness::Stalled)
            silences.push_back({Instant{before}, Instant{next}});
        before = next;
    };
    for (auto time = std::ranges::upper_bound(times, before); time != times.end() && *time <= now.nanoseconds; ++time)
        until(*time);
    until(now.nanoseconds);
    return silences;
}

ExpectedSource expectedOf(const SourceExpectation &expectation, const std::map<std::string, TimesOfSource, std::less<>> &all, const Instant &now)
{
    ExpectedSource expected;
    expected.expectation = expectation;
    std::vector<std::int64_t> times;
    for (const auto &[source, own] : all) {
        if (!matchesPattern(expectation.source, source))
            continue;
        expected.records += own.records;
        times.insert(times.end(), own.ns.begin(), own.ns.end());
    }
    std::ranges::sort(times);
    const std::int64_t every = expectation.everySeconds * nsPerSecond;
    expected.coverage = coverageOf(times, now, every);
    const std::int64_t last = expected.coverage.lastSeen ? expected.coverage.lastSeen->nanoseconds : std::numeric_limits<std::int64_t>::min();
    expected.state = freshnessAfter(elapsed(std::max(last, expectation.signer.at.nanoseconds), now.nanoseconds), every);
    expected.silences = silencesOf(times, expectation, now);
    return expected;
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
    const auto all = timesOf(m_workspace.store(), stop);
    if (!all)
        return all.error();
    CoverageReport report;
    report.at = m_workspace.now();
    for (const SourceExpectation &expectation : expectations())
        report.expected.push_back(expectedOf(expectation, *all, report.at));
    for (const auto &[source, times] : *all) {
        SourceCoverage covered;
        covered.source = source;
        covered.live = source == telemetrySource || source == gatewaySource;
        covered.records = times.records;
        covered.untimed = times.records - times.ns.size();
        covered.coverage = coverageOf(times.ns, report.at);
        const auto binding = std::ranges::find_if(report.expected, [&](const ExpectedSource &expected) { return matchesPattern(expected.expectation.source, covered.source); });
        if (binding != report.expected.end()) {
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
