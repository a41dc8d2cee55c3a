// SPDX-License-Identifier: GPL-3.0-or-later
// What sources cover: usual pauses and gaps told by their own times, what people signed that they expect, and when a silence is an incident. A recording that has ended
// never is one.
#include "tests/models/workspace/made_trail.h"
#include "tests/models/workspace/several_people.h"

#include "models/incidents/rules.h"
#include "models/people/key_store.h"
#include "models/workspace/late_reports.h"
#include "models/workspace/source_coverage.h"

#include <QTest>

using namespace mandate;
using namespace mandate::test;

namespace {

constexpr std::int64_t hour = 3600LL * 1'000'000'000;
constexpr std::int64_t day = 24 * hour;

/// Records every ten minutes from 9 to 17, on weekdays.
std::vector<std::int64_t> officeHours(int weeks)
{
    std::vector<std::int64_t> times;
    for (int dayNumber = 0; dayNumber < weeks * 7; ++dayNumber) {
        for (int minute = 9 * 60; dayNumber % 7 < 5 && minute < 17 * 60; minute += 10)
            times.push_back(dayNumber * day + minute * (hour / 60));
    }
    return times;
}

} // namespace

class SourceCoverageTest : public QObject
{
    Q_OBJECT

    WorkspaceFolder m_folder;
    People m_people;
    int m_made = 0;

    std::unique_ptr<Workspace> open(const Instant &now)
    {
        *m_people.now = now;
        return need(Workspace::create(m_folder.path("s" + std::to_string(++m_made) + ".mandate"), m_people.surroundings()));
    }
    /// One call a minute given, imported under this name.
    void import(Workspace &workspace, const std::string &name, const std::vector<int> &minutes)
    {
        std::vector<Call> calls;
        for (const int minute : minutes)
            calls.push_back({"s", "read", "{}", minute});
        ++m_made;
        (void)need(workspace.import({m_folder.write(std::to_string(m_made) + '/' + name, lines(calls, static_cast<std::size_t>(m_made) * 1000))}, {}));
    }
    static const SourceCoverage &of(const CoverageReport &report, std::string_view source)
    {
        const auto found = std::ranges::find(report.sources, source, &SourceCoverage::source);
        if (found == report.sources.end())
            qFatal("no such source");
        return *found;
    }
    static std::vector<Incident> silences(const Workspace &workspace)
    {
        std::vector<Incident> found;
        for (Incident &incident : need(workspace.incidents())) {
            if (incident.clause.id == sourceGap)
                found.push_back(std::move(incident));
        }
        return found;
    }

    /// Of the one expectation, in minutes: the clock of tests goes on a little by itself.
    static std::vector<std::pair<int, int>> silentMinutes(const CoverageReport &report)
    {
        const auto minute = [](const Instant &time) { return static_cast<int>((time.nanoseconds - at(0).nanoseconds + hour / 120) / (hour / 60)); };
        std::vector<std::pair<int, int>> found;
        for (const CoverageGap &silence : report.expected.at(0).silences)
            found.emplace_back(minute(silence.from), minute(silence.until));
        return found;
    }

private Q_SLOTS:
    void init() { m_people = People(); }

    void nightsAndWeekendsAreUsualAndASilentWeekIsNot()
    {
        const auto whole = officeHours(6);
        const Coverage even = coverageOf(whole, Instant{60 * day});
        QCOMPARE(even.usualGap.value(), 3 * day - 7 * hour); // from Friday's last hour to Monday's first
        QVERIFY(even.gaps.empty());
        QCOMPARE(even.completeThrough, even.lastSeen);
        auto broken = whole;
        std::erase_if(broken, [](std::int64_t time) { return time >= 14 * day && time < 21 * day; });
        const Coverage gap = coverageOf(broken, Instant{60 * day});
        QCOMPARE(gap.usualGap.value(), 3 * day - 7 * hour);
        QCOMPARE(gap.gaps.size(), std::size_t{1});
        QCOMPARE(gap.gaps[0].from.nanoseconds, 11 * day + 17 * hour - hour / 6); // Friday before, exactly
        QCOMPARE(gap.gaps[0].until.nanoseconds, 21 * day + 9 * hour);
        QCOMPARE(gap.completeThrough.value(), gap.gaps[0].from);
    }
    void tooFewPausesSayNothing()
    {
        const std::vector<std::int64_t> few{0, hour, 2 * hour, 30 * hour};
        const Coverage coverage = coverageOf(few, Instant{100 * hour});
        QVERIFY(!coverage.usualGap && coverage.gaps.empty() && !coverage.completeThrough);
        QCOMPARE(freshnessOf(coverage, Instant{100 * hour}), Freshness::Unknown);
        QCOMPARE(freshnessOf(coverageOf({}, Instant{0}), Instant{0}), Freshness::Unknown);
    }
    void laterThanUsualIsIdleAndMuchLaterIsStalled()
    {
        std::vector<std::int64_t> times;
        for (int i = 0; i < 100; ++i)
            times.push_back(i * hour);
        const auto after = [&](std::int64_t length) { return freshnessOf(coverageOf(times, Instant{99 * hour + length}), Instant{99 * hour + length}); };
        QCOMPARE(after(hour + hour / 2), Freshness::Healthy);
        QCOMPARE(after(hour + hour / 2 + 1), Freshness::Idle);
        QCOMPARE(after(3 * hour), Freshness::Idle);
        QCOMPARE(after(3 * hour + 1), Freshness::Stalled);
        // A clock that runs ahead hides no silence.
        times.push_back(500 * hour);
        const Coverage ahead = coverageOf(times, Instant{110 * hour});
        QCOMPARE(ahead.lastSeen->nanoseconds, 99 * hour);
        QCOMPARE(ahead.ahead->nanoseconds, 500 * hour);
        QCOMPARE(freshnessOf(ahead, Instant{110 * hour}), Freshness::Stalled);
    }
    void centuriesBetweenTwoRecordsAreAGapAndNotNew()
    {
        std::vector<std::int64_t> times{INT64_MIN + 1};
        for (int i = 0; i < 100; ++i)
            times.push_back(100'000 * day + i * hour);
        const Coverage coverage = coverageOf(times, Instant{INT64_MAX});
        QCOMPARE(coverage.gaps.size(), std::size_t{1}); // further apart than nanoseconds reach
        QCOMPARE(coverage.completeThrough.value().nanoseconds, times.front());
        QCOMPARE(freshnessOf(coverageOf(std::array{times.front()}, Instant{INT64_MAX}, hour), Instant{INT64_MAX}), Freshness::Stalled);
    }
    void aRecordingThatHasEndedIsNeverLate()
    {
        auto workspace = open(at(60 * 24 * 400));
        std::vector<int> hourly;
        for (int i = 0; i < 40; ++i)
            hourly.push_back(i * 60);
        import(*workspace, "last-year.jsonl", hourly);
        const auto report = need(SourceWatch(*workspace).report());
        const SourceCoverage &source = of(report, "last-year.jsonl");
        QVERIFY(!source.live);
        QCOMPARE(source.state, Freshness::Unknown);
        QCOMPARE(source.coverage.usualGap.value(), hour);
        QCOMPARE(source.coverage.lastSeen.value().nanoseconds, at(39 * 60).nanoseconds);
        QCOMPARE(need(SourceWatch::openSilenceIncidents(*workspace)), std::uint64_t{0});
        QVERIFY(silences(*workspace).empty());
    }
    void allTelemetryIsOneLiveSource()
    {
        auto workspace = open(at(60 * 50));
        for (int i = 0; i < 40; ++i)
            import(*workspace, reportName(at(i * 60), static_cast<std::uint64_t>(i)), {i * 60});
        const auto report = need(SourceWatch(*workspace).report());
        QCOMPARE(report.sources.size(), std::size_t{1});
        const SourceCoverage &source = of(report, telemetrySource);
        QVERIFY(source.live);
        QCOMPARE(source.records, std::uint64_t{40});
        QCOMPARE(source.state, Freshness::Stalled); // by its own pauses of an hour
        const auto stats = need(workspace->stats());
        QCOMPARE(stats.sources.size(), std::size_t{1});
        QCOMPARE(stats.sources[0].name, std::string(telemetrySource));
        QCOMPARE(stats.sources[0].calls, std::uint64_t{40});
        QCOMPARE(need(SourceWatch::openSilenceIncidents(*workspace)), std::uint64_t{0}); // nobody signed that it may not be silent
        QVERIFY(silences(*workspace).empty());
    }
    void whatIsExpectedAndSilentIsOneIncidentASilence()
    {
        auto workspace = open(at(0));
        import(*workspace, "audit-1.jsonl", {-600, -30});
        const SourceExpectation said = need(SourceWatch::expect(*workspace, "audit-*.jsonl", 3600, "The audit log is fetched every half an hour."));
        QCOMPARE(said.signer.by, People::id("ada"));
        const auto stands = [&](Freshness state) {
            const auto report = need(SourceWatch(*workspace).report());
            QCOMPARE(report.expected.size(), std::size_t{1});
            QCOMPARE(report.expected[0].state, state);
            QCOMPARE(of(report, "audit-1.jsonl").state, state);
            QCOMPARE(of(report, "audit-1.jsonl").expectedBy, std::string("audit-*.jsonl"));
        };
        *m_people.now = at(80);
        stands(Freshness::Healthy); // what was silent before it was signed is no silence
        *m_people.now = at(170);
        stands(Freshness::Idle);
        QCOMPARE(need(SourceWatch::openSilenceIncidents(*workspace)), std::uint64_t{0});
        *m_people.now = at(185);
        stands(Freshness::Stalled);
        QCOMPARE(need(SourceWatch::openSilenceIncidents(*workspace)), std::uint64_t{1});
        QCOMPARE(need(SourceWatch::openSilenceIncidents(*workspace)), std::uint64_t{0});
        *m_people.now = at(400);
        QCOMPARE(need(SourceWatch::openSilenceIncidents(*workspace)), std::uint64_t{0}); // it lasts: still one
        import(*workspace, "audit-2.jsonl", {390, 395});                                 // another file of the same source
        stands(Freshness::Healthy);
        QCOMPARE(need(SourceWatch::openSilenceIncidents(*workspace)), std::uint64_t{0}); // and it stays one when it has ended
        *m_people.now = at(700);
        QCOMPARE(need(SourceWatch::openSilenceIncidents(*workspace)), std::uint64_t{1}); // the next is another
        const auto found = silences(*workspace);
        QCOMPARE(found.size(), std::size_t{2});
        QVERIFY(!found[0].actions.empty());
        QCOMPARE(found[0].agent, std::string("clerk"));
        QCOMPARE(found[1].actions.front().time.value().nanoseconds, at(395).nanoseconds); // what was heard last
        (void)need(SourceWatch::expect(*workspace, "audit-*.jsonl", std::nullopt, "It was switched off."));
        *m_people.now = at(5000);
        QCOMPARE(need(SourceWatch::openSilenceIncidents(*workspace)), std::uint64_t{0});
        QVERIFY(need(SourceWatch(*workspace).report()).expected.empty());
        QVERIFY(!SourceWatch::expect(*workspace, "audit-*.jsonl", std::nullopt, "again").ok());
        QVERIFY(need(workspace->verify()).ok);
    }
    void whatNeverCameIsSilentToo()
    {
        auto workspace = open(at(0));
        const SourceExpectation said = need(SourceWatch::expect(*workspace, "never.jsonl", 60, {}));
        *m_people.now = at(10);
        QCOMPARE(need(SourceWatch::openSilenceIncidents(*workspace)), std::uint64_t{1});
        QCOMPARE(silences(*workspace).size(), std::size_t{1});
        QVERIFY(need(workspace->verify()).ok);
        for (const std::int64_t every : {std::int64_t{0}, std::int64_t{59}, std::int64_t{-5}, longestExpectation + 1})
            QVERIFY(!SourceWatch::expect(*workspace, "never.jsonl", every, {}).ok());
        QVERIFY(!SourceWatch::expect(*workspace, "", 3600, {}).ok());
        QCOMPARE(SourceWatch(*workspace).shortestSeconds().value(), std::int64_t{60});
    }
    void signingAgainKeepsTheClockAndTheSilence()
    {
        auto workspace = open(at(0));
        (void)need(SourceWatch::expect(*workspace, "never.jsonl", 60, {}));
        *m_people.now = at(10);
        (void)need(SourceWatch::expect(*workspace, "never.jsonl", 60, "again")); // before anybody looked
        const auto once = need(SourceWatch(*workspace).report());
        QCOMPARE(once.expected.size(), std::size_t{1});
        QCOMPARE(once.expected[0].state, Freshness::Stalled);
        QCOMPARE(silentMinutes(once), (std::vector<std::pair<int, int>>{{0, 10}}));
        QCOMPARE(need(SourceWatch::openSilenceIncidents(*workspace)), std::uint64_t{1});
        // A longer time: the silence is measured by what was expected while it lasted, and is none any more.
        (void)need(SourceWatch::expect(*workspace, "never.jsonl", 3600, "less often"));
        *m_people.now = at(100);
        const auto longer = need(SourceWatch(*workspace).report());
        QCOMPARE(longer.expected[0].state, Freshness::Idle);
        QCOMPARE(silentMinutes(longer), (std::vector<std::pair<int, int>>{{0, 10}}));
        *m_people.now = at(200); // too long even so: the same silence
        const auto tooLong = need(SourceWatch(*workspace).report());
        QCOMPARE(tooLong.expected[0].state, Freshness::Stalled);
        QCOMPARE(silentMinutes(tooLong), (std::vector<std::pair<int, int>>{{0, 200}}));
        QCOMPARE(need(SourceWatch::openSilenceIncidents(*workspace)), std::uint64_t{0});
        // Another process reads the same.
        const auto other = need(Workspace::open(workspace->path(), true, m_people.surroundings()));
        QCOMPARE(silentMinutes(need(SourceWatch(*other).report())), silentMinutes(tooLong));
        // Expected no longer, and again: that begins anew.
        (void)need(SourceWatch::expect(*workspace, "never.jsonl", std::nullopt, "off"));
        *m_people.now = at(300);
        (void)need(SourceWatch::expect(*workspace, "never.jsonl", 3600, "on"));
        const auto anew = need(SourceWatch(*workspace).report());
        QCOMPARE(anew.expected[0].state, Freshness::Healthy);
        QVERIFY(anew.expected[0].silences.empty());
    }
    void aShorterTimeCountsFromWhenItWasSigned()
    {
        auto workspace = open(at(0));
        (void)need(SourceWatch::expect(*workspace, "audit.jsonl", 24 * 3600, {}));
        *m_people.now = at(600);
        import(*workspace, "audit.jsonl", {30});
        (void)need(SourceWatch::expect(*workspace, "audit.jsonl", 3600, {}));
        QCOMPARE(need(SourceWatch(*workspace).report()).expected[0].state, Freshness::Healthy); // ten hours were allowed until now
        *m_people.now = at(600 + 190);
        const auto report = need(SourceWatch(*workspace).report());
        QCOMPARE(report.expected[0].state, Freshness::Stalled);
        QCOMPARE(silentMinutes(report), (std::vector<std::pair<int, int>>{{600, 790}}));
    }
    void aRecordThatComesLateErasesNoSilence()
    {
        auto workspace = open(at(0));
        (void)need(SourceWatch::expect(*workspace, "audit-*.jsonl", 3600, {}));
        *m_people.now = at(10);
        import(*workspace, "audit-1.jsonl", {5});
        *m_people.now = at(400);
        std::vector<int> filled;
        for (int minute = 10; minute < 400; minute += 10)
            filled.push_back(minute);
        import(*workspace, "audit-2.jsonl", filled); // nobody looked; its times fill the silence, and they came when it was over
        const auto report = need(SourceWatch(*workspace).report());
        QCOMPARE(report.expected[0].state, Freshness::Healthy);
        QCOMPARE(silentMinutes(report), (std::vector<std::pair<int, int>>{{5, 400}}));
        QCOMPARE(need(SourceWatch::openSilenceIncidents(*workspace)), std::uint64_t{1});
        import(*workspace, "audit-3.jsonl", {60, 120, 180, 240}); // nor does what is later still
        QCOMPARE(need(SourceWatch(*workspace).report()).expected[0].silences, report.expected[0].silences);
        *m_people.now = at(1000);
        import(*workspace, "audit-4.jsonl", {410, 420}); // old times make nothing look alive
        QCOMPARE(need(SourceWatch(*workspace).report()).expected[0].state, Freshness::Stalled);
        QVERIFY(need(workspace->verify()).ok);
    }
    void telemetryIsHeldAgainstWhenItWasReceived()
    {
        auto workspace = open(at(0));
        (void)need(SourceWatch::expect(*workspace, std::string(telemetrySource), 3600, {}));
        *m_people.now = at(410);
        import(*workspace, reportName(at(5), 1), {5});
        import(*workspace, reportName(at(400), 2), {100, 200, 300, 399});
        QCOMPARE(silentMinutes(need(SourceWatch(*workspace).report())), (std::vector<std::pair<int, int>>{{5, 400}}));
    }
    void ofSeveralExpectationsTheWorstStateCounts()
    {
        auto workspace = open(at(0));
        (void)need(SourceWatch::expect(*workspace, "audit*", 24 * 3600, "any of them"));
        (void)need(SourceWatch::expect(*workspace, "audit-1.jsonl", 3600, "this one"));
        import(*workspace, "audit-1.jsonl", {-10});
        *m_people.now = at(300);
        const auto report = need(SourceWatch(*workspace).report());
        QCOMPARE(of(report, "audit-1.jsonl").state, Freshness::Stalled);
        QCOMPARE(of(report, "audit-1.jsonl").expectedBy, std::string("audit-1.jsonl"));
    }
    void onlyWhoMaySaysSoAndAForgeryIsNamed()
    {
        auto workspace = open(at(0));
        const std::string path = workspace->path();
        (void)need(workspace->enrolFirst({PersonRole::Owner}, "first"));
        (void)need(workspace->enrol(m_people.request("aud"), {PersonRole::Auditor}, "audit"));
        (void)need(SourceWatch::expect(*workspace, "telemetry", 3600, "agents work around the clock"));
        m_people.who->become("aud");
        QVERIFY(SourceWatch(*workspace).refusal().has_value());
        const auto refused = SourceWatch::expect(*workspace, "telemetry", std::nullopt, "mine");
        QVERIFY2(!refused && refused.error().code == "MND-PPL-004", refused ? "signed" : describe(refused.error()).c_str());
        QVERIFY(need(workspace->verify()).ok);
        // In the owner's name by the workspace's key; and one that nobody could sign.
        const PeopleRegister known = workspace->people();
        const KeyStore keys(KeyStore::userFolder());
        const SigningKey own = need(keys.load(workspace->store().publicKey()));
        const SourceExpectation forged{"telemetry", 0, "hush", {People::id("ada"), {}, *m_people.now, {}}, 0, {}, 0};
        QCOMPARE(readSourceExpectation(sourceExpectationEntry(forged, own), known).error().code, std::string("MND-AUT-070"));
        const std::string genuine = need(workspace->store().body(SourceWatch(*workspace).expectations().front().entry));
        for (std::size_t i = 0; i < genuine.size(); i += 7) {
            std::string damaged = genuine;
            damaged[i] = static_cast<char>(damaged[i] ^ 1);
            const auto read = readSourceExpectation(damaged, known);
            QVERIFY2(!read || read->everySeconds == 3600, damaged.c_str());
        }
        workspace.reset();
        {
            auto store = need(openStore(path, {false, [&](const PublicKey &key) { return keys.load(key); }}));
            Batch batch;
            const std::string body = sourceExpectationEntry(forged, own);
            NewEntry entry;
            entry.type = EntryType::Note;
            entry.body = body;
            batch.entries.push_back(entry);
            std::vector<std::unique_ptr<Store::Prepared>> prepared;
            prepared.push_back(store->prepare(batch));
            (void)need(store->append(std::move(prepared)));
        }
        workspace = need(Workspace::open(path, true, m_people.surroundings()));
        QCOMPARE(SourceWatch(*workspace).expectations().size(), std::size_t{1}); // it is expected as before
        const Verification verified = need(workspace->verify());
        QVERIFY(!verified.ok && verified.firstBad);
        QVERIFY2(verified.firstBad->reason.find("account:ada") != std::string::npos, verified.firstBad->reason.c_str());
    }
};

QTEST_GUILESS_MAIN(SourceCoverageTest)
#include "source_coverage_test.moc"
