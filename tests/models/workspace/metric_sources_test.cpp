// SPDX-License-Identifier: GPL-3.0-or-later
// Metrics sources of a workspace: who may add them, whose signature counts, and to whom a secret goes.
#include "tests/models/workspace/made_trail.h"
#include "tests/models/workspace/several_people.h"

#include "models/workspace/metric_sources.h"

#include <QTest>

using namespace mandate;
using namespace mandate::test;

class MetricSourcesOfAWorkspaceTest : public QObject
{
    Q_OBJECT

    WorkspaceFolder m_folder;

    static MetricSource prometheus(const std::string &id = "latency")
    {
        MetricSource source;
        source.id = id;
        source.title = "Task latency";
        source.address = "http://127.0.0.1:1";
        source.query = "task_seconds";
        source.step = 60;
        source.agent = "refund-bot";
        return source;
    }
    static MetricRange hour() { return {*parseInstant("2026-03-01T10:00:00Z"), *parseInstant("2026-03-01T11:00:00Z"), 0, false}; }
    static std::string codeOf(const auto &result) { return result ? std::string() : result.error().code; }
    static std::string problemOf(const MetricReading &reading) { return reading.problem ? reading.problem->code : std::string(); }

private Q_SLOTS:
    void leadsAddThemAndAuditorsReadThem()
    {
        const People people;
        const std::string path = m_folder.path("roles.mandate");
        {
            auto workspace = need(Workspace::create(path, people.surroundings()));
            (void)need(workspace->enrolFirst({PersonRole::Owner}, "first"));
            (void)need(workspace->enrol(people.request("pia"), {PersonRole::ProductLead}, "lead"));
            (void)need(workspace->enrol(people.request("aud"), {PersonRole::Auditor}, "audit"));
            MetricSources sources(*workspace);
            people.who->become("aud");
            QCOMPARE(codeOf(sources.set(prometheus())), std::string("MND-MSR-021"));
            QVERIFY(sources.refusal());
            QVERIFY(sources.list().empty());
            people.who->become("pia");
            QVERIFY(!sources.refusal());
            QVERIFY(sources.set(prometheus(), {}, "for the report").ok());
            MetricSource again = prometheus();
            again.unit = "seconds";
            QVERIFY(sources.set(again).ok());
            people.who->become("aud");
            QCOMPARE(codeOf(sources.remove("latency", "mine")), std::string("MND-MSR-021"));
            QVERIFY(need(workspace->verify()).ok);
        }
        auto read = need(Workspace::open(path, true, people.surroundings()));
        const auto all = MetricSources(*read).list();
        QCOMPARE(all.size(), std::size_t{1});
        QCOMPARE(all[0].source.unit, std::string("seconds")); // the newest word counts
        QCOMPARE(all[0].by, People::id("pia"));
        QCOMPARE(codeOf(MetricSources(*read).set(prometheus())), std::string("MND-WSP-001"));
        const auto reading = need(MetricSources(*read).read("latency", hour()));
        QCOMPARE(problemOf(reading), std::string("MND-MSR-031"));
        QCOMPARE(reading.holes().size(), std::size_t{1});
        QCOMPARE(codeOf(MetricSources(*read).read("other", hour())), std::string("MND-MSR-022"));
    }

    void anEntryThatNobodyWhoMaySignedCountsForNothing()
    {
        const People people;
        auto workspace = need(Workspace::create(m_folder.path("forged.mandate"), people.surroundings()));
        (void)need(workspace->enrolFirst({PersonRole::Owner}, "first"));
        QVERIFY(MetricSources(*workspace).set(prometheus()).ok());
        const PeopleRegister known = workspace->people();
        MetricSourceStatement statement = MetricSources(*workspace).list().front();
        statement.source.address = "http://127.0.0.1:2";
        const std::string forged = metricSourceEntry(statement, SigningKey::fromSeed(std::string(32, 'x')));
        QCOMPARE(codeOf(readMetricSourceEntry(forged, known)), std::string("MND-MSR-020"));
        const auto seal = [&](EntryNumber entry) { return need(workspace->store().body(entry)); };
        const std::string genuine = seal(workspace->store().size() - 1);
        QCOMPARE(need(readMetricSourceEntry(genuine, known)).source, prometheus());
        for (std::size_t i = 0; i < genuine.size(); i += 11) {
            std::string damaged = genuine;
            damaged[i] = static_cast<char>(damaged[i] ^ 1);
            const auto read = readMetricSourceEntry(damaged, known);
            QVERIFY2(!read || read->source == prometheus(), damaged.c_str()); // what nobody signs may differ, what it says may not
        }
    }

    void aSecretGoesToNoOtherServerUserOrLedger()
    {
        const People people;
        auto workspace = need(Workspace::create(m_folder.path("secret.mandate"), people.surroundings()));
        MetricSources sources(*workspace);
        const std::size_t before = people.secrets->count();
        MetricSource source = prometheus();
        QCOMPARE(codeOf(sources.set(source, "a-secret")), std::string("MND-MSR-023")); // how it is used is not said
        source.auth = MetricAuth::Bearer;
        QVERIFY(sources.set(source, "a-secret").ok());
        QCOMPARE(people.secrets->count(), before + 1);
        QCOMPARE(problemOf(need(sources.read("latency", hour()))), std::string("MND-MSR-031")); // it would have been sent: nobody is there
        MetricSource elsewhere = source;
        elsewhere.address = "http://127.0.0.1:2";
        QVERIFY(sources.set(elsewhere).ok());
        QCOMPARE(problemOf(need(sources.read("latency", hour()))), std::string("MND-MSR-049"));
        for (const auto change : {+[](MetricSource &other) { other.address += "/other-tenant"; }, +[](MetricSource &other) { other.trustFile = "/tmp/their.pem"; }}) {
            MetricSource moved = source; // the same server, another part of it, or another who vouches for it
            change(moved);
            QVERIFY(sources.secretNameOf(moved) != sources.secretNameOf(source));
        }
        source.secretName = sources.secretNameOf(source); // a definition that names another's secret
        elsewhere.secretName = source.secretName;
        QCOMPARE(problemOf(sources.tryOut(elsewhere, {}, hour())), std::string("MND-MSR-049"));
        auto other = need(Workspace::create(m_folder.path("other.mandate"), people.surroundings()));
        QVERIFY(MetricSources(*other).set(source).ok());
        QCOMPARE(problemOf(need(MetricSources(*other).read("latency", hour()))), std::string("MND-MSR-049"));
        for (EntryNumber entry = 0; entry < workspace->store().size(); ++entry)
            QVERIFY(need(workspace->store().body(entry)).find("a-secret") == std::string::npos);
        QVERIFY(sources.set(source).ok()); // back: it is still kept
        QCOMPARE(problemOf(need(sources.read("latency", hour()))), std::string("MND-MSR-031"));
        QVERIFY(sources.remove("latency", "over").ok());
        QCOMPARE(people.secrets->count(), before);
        QVERIFY(sources.list().empty());
        QCOMPARE(codeOf(sources.remove("latency", "again")), std::string("MND-MSR-022"));
        QVERIFY(need(workspace->verify()).ok);
    }
};

QTEST_GUILESS_MAIN(MetricSourcesOfAWorkspaceTest)
#include "metric_sources_test.moc"
