// SPDX-License-Identifier: GPL-3.0-or-later
// Servers that lie, stall, redirect or never end: each gives one clear message, and never a zero or a figure that was not measured.
#include "tests/models/enforcement/peer.h"

#include "models/metric_sources/reading.h"

#include <QElapsedTimer>
#include <QTest>

#include <thread>

using namespace mandate;

class LyingServersTest : public QObject
{
    Q_OBJECT

    static constexpr std::int64_t second = 1'000'000'000;
    peer::Peer m_server{QStringLiteral("../metric_sources/lying_server.py"), {}};
    std::string m_secret = "s3cret-token";

    MetricSource source(const std::string &lie) const
    {
        MetricSource source;
        source.id = "prom";
        source.query = "up";
        source.address = m_server.url("/" + lie);
        source.step = 10;
        return source;
    }
    static MetricRange hundredSeconds() { return {*parseInstant("2026-01-01T00:00:00Z"), *parseInstant("2026-01-01T00:01:40Z"), 0, false}; }
    MetricReading read(const MetricSource &source, const MetricRange &range = hundredSeconds(), const MetricLimits &limits = {}, const std::stop_token &stop = {}) const
    {
        MetricSurroundings surroundings;
        surroundings.secret = [this](const std::string &name) { return name == "kept" ? std::optional(m_secret) : std::nullopt; };
        surroundings.clock = [] { return *parseInstant("2026-01-01T00:01:40Z"); };
        surroundings.limits = limits;
        return readMetrics(source, range, surroundings, stop);
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.runs()); }

    void aTrueServerIsReadWithItsWarnings()
    {
        const MetricReading reading = read(source("true"));
        QVERIFY2(!reading.problem, reading.problem ? describe(*reading.problem).c_str() : "");
        QCOMPARE(reading.series.size(), std::size_t{1});
        QCOMPARE(reading.series[0].points.size(), std::size_t{11});
        QCOMPARE(*reading.series[0].points[10].value, 10.0);
        QVERIFY(reading.holes().empty());
        QCOMPARE(reading.freshness(), Freshness::Healthy);
        QCOMPARE(reading.completeThrough(), std::optional(reading.range.until));
        QCOMPARE(reading.warnings, std::vector<std::string>{"The server says: \"one shard did not answer\"."});
    }

    void whatIsNoNumberIsNoValueAndAHole()
    {
        const MetricReading reading = read(source("nan"));
        QVERIFY(!reading.problem);
        const MetricSeries &series = reading.series.at(0);
        QCOMPARE(series.points.size(), std::size_t{11});
        QVERIFY(!series.points[1].value && series.points[1].word == "NaN");
        QVERIFY(!series.points[2].value && series.points[2].word == "+Inf");
        QCOMPARE(series.holes.size(), std::size_t{4}); // three between sevens, one at the end
        QCOMPARE(formatInstant(series.holes[0].from) + ' ' + formatInstant(series.holes[0].until), std::string("2026-01-01T00:00:00Z 2026-01-01T00:00:30Z"));
        QCOMPARE(formatInstant(series.holes[3].until), std::string("2026-01-01T00:01:40Z"));
        QCOMPARE(formatInstant(*series.completeThrough), std::string("2026-01-01T00:00:00Z"));
    }

    void whatIsLeftOutIsAHole()
    {
        const MetricReading reading = read(source("gaps"));
        QVERIFY(!reading.problem);
        QCOMPARE(reading.holes().size(), std::size_t{1});
        QCOMPARE(formatInstant(reading.holes()[0].from) + ' ' + formatInstant(reading.holes()[0].until), std::string("2026-01-01T00:00:20Z 2026-01-01T00:01:10Z"));
        QCOMPARE(formatInstant(*reading.completeThrough()), std::string("2026-01-01T00:00:20Z"));
        QCOMPARE(formatInstant(*reading.lastSeen()), std::string("2026-01-01T00:01:40Z"));
    }

    void aLieIsRefusedInOneSentenceAndTheWholeRangeIsAHole_data()
    {
        QTest::addColumn<QString>("lie");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *lie, const char *code, const char *says) { QTest::newRow(lie) << QString::fromLatin1(lie) << QString::fromLatin1(code) << QString::fromLatin1(says); };
        row("toomany", "MND-MSR-012", "12 points of one series, where 11 were asked for");
        row("offgrid", "MND-MSR-012", "between the steps");
        row("twice", "MND-MSR-012", "stands there twice");
        row("backwards", "MND-MSR-012", "go back");
        row("string", "MND-MSR-012", "a text where numbers were asked for");
        row("vector", "MND-MSR-012", "\"vector\"");
        row("numbers", "MND-MSR-012", "no pair of a time and a number as text");
        row("page", "MND-MSR-012", "no JSON");
        row("successfulerror", "MND-MSR-012", "query timed out");
        row("badquery", "MND-MSR-043", "parse error: unexpected end of input");
        row("500", "MND-MSR-044", "disk full");
        row("503", "MND-MSR-044", "status 503");
        row("401", "MND-MSR-041", "does not accept the credentials");
        row("nothing-here", "MND-MSR-042", "nothing at this address");
        row("redirect", "MND-MSR-040", "sends on to localhost:");
        row("cut", "MND-MSR-037", "before the answer was whole");
        row("many", "MND-MSR-047", "more than 200 series");
    }
    void aLieIsRefusedInOneSentenceAndTheWholeRangeIsAHole()
    {
        QFETCH(QString, lie);
        QFETCH(QString, code);
        QFETCH(QString, says);
        const MetricReading reading = read(source(lie.toStdString()));
        QVERIFY(reading.problem);
        const QString words = QString::fromStdString(describe(*reading.problem));
        QVERIFY2(reading.problem->code == code.toStdString() && words.contains(says), qPrintable(words));
        QVERIFY(reading.series.empty());
        QCOMPARE(reading.holes(), (std::vector<MetricHole>{{reading.range.since, reading.range.until}}));
        QCOMPARE(reading.freshness(), Freshness::Unknown);
        QVERIFY(!reading.completeThrough() && !reading.lastSeen());
    }

    void aRedirectTakesNoCredentialsAlong()
    {
        MetricSource asked = source("redirect");
        asked.auth = MetricAuth::Bearer;
        asked.secretName = "kept";
        QVERIFY(read(asked).problem);
        QProcess curl;
        curl.start(QStringLiteral("/usr/bin/python3"), {QStringLiteral("-c"), QStringLiteral("import sys,urllib.request;print(urllib.request.urlopen(sys.argv[1]).read().decode())"), QString::fromStdString(m_server.url("/seen"))});
        QVERIFY(curl.waitForFinished());
        QCOMPARE(curl.readAllStandardOutput().trimmed(), QByteArray("[]")); // the other address was never asked
    }

    void credentialsAreSentAndStandInNoMessage()
    {
        MetricSource asked = source("who");
        asked.secretName = "kept";
        asked.auth = MetricAuth::Bearer;
        QCOMPARE(*read(asked).series.at(0).points.at(0).value, 1.0);
        asked.auth = MetricAuth::Basic;
        asked.user = "ada";
        QCOMPARE(*read(asked).series.at(0).points.at(0).value, 1.0);
        for (const auto &[place, auth] : {std::pair{"/echo", MetricAuth::Basic}, {"/echo", MetricAuth::Bearer}, {"/echo-escaped", MetricAuth::Basic}, {"/echo-escaped", MetricAuth::Bearer}}) {
            asked.address = m_server.url(place);
            asked.auth = auth;
            asked.user = auth == MetricAuth::Basic ? "ada" : "";
            const MetricReading reading = read(asked);
            const std::string words = describe(*reading.problem) + reading.asked;
            QVERIFY(words.find(m_secret) == std::string::npos && words.find("YWRhOn") == std::string::npos);
            QCOMPARE(reading.problem->code, std::string("MND-MSR-050"));
        }
        asked.secretName = "lost";
        QCOMPARE(read(asked).problem->code, std::string("MND-MSR-049"));
        asked.secretName = "kept";
        asked.address = "http://192.0.2.1:9090"; // never asked: the secret would be seen on the way
        const MetricReading plain = read(asked);
        QCOMPARE(plain.problem->code, std::string("MND-MSR-005"));
        QCOMPARE(plain.requests, std::size_t{0});
    }

    void whatNeverEndsOrNeverBeginsIsCutOff()
    {
        QElapsedTimer clock;
        clock.start();
        MetricLimits small;
        small.body = std::size_t{1} << 20;
        QCOMPARE(read(source("endless"), hundredSeconds(), small).problem->code, std::string("MND-MSR-036"));
        MetricLimits hasty;
        hasty.silence = std::chrono::milliseconds(400);
        hasty.whole = std::chrono::milliseconds(700);
        QCOMPARE(read(source("slow"), hundredSeconds(), hasty).problem->code, std::string("MND-MSR-035"));
        MetricSource nobody = source("x");
        nobody.address = "http://127.0.0.1:1";
        QCOMPARE(read(nobody).problem->code, std::string("MND-MSR-031"));
        std::stop_source stop;
        std::jthread asks([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(200));
            stop.request_stop();
        });
        QCOMPARE(read(source("slow"), hundredSeconds(), {}, stop.get_token()).problem->kind, ErrorKind::Cancelled);
        QVERIFY(clock.elapsed() < 15'000); // the server itself waits twenty seconds
    }

    void aRangeAboveTheLimitIsSplitOnItsGrid()
    {
        MetricSource asked = source("true");
        asked.step = 1;
        const MetricRange range{*parseInstant("2026-01-01T00:00:00Z"), *parseInstant("2026-01-01T06:15:00Z"), 0, false}; // 22 501 points
        const MetricReading reading = read(asked, range);
        QVERIFY2(!reading.problem, reading.problem ? describe(*reading.problem).c_str() : "");
        QCOMPARE(reading.requests, std::size_t{3});
        QCOMPARE(reading.series.size(), std::size_t{1});
        const auto &points = reading.series[0].points;
        QCOMPARE(points.size(), std::size_t{22'501});
        for (std::size_t i = 0; i < points.size(); ++i)
            QCOMPARE(points[i].at.nanoseconds, range.since.nanoseconds + static_cast<std::int64_t>(i) * second);
        QVERIFY(reading.holes().empty());
        QCOMPARE(reading.warnings.size(), std::size_t{1}); // said once
        const MetricRange endless{*parseInstant("2000-01-01"), *parseInstant("2026-01-01T00:00:00Z"), 0, false};
        QCOMPARE(read(asked, endless).problem->code, std::string("MND-MSR-046"));
    }

    void whatASeriesIsCalledCannotEndItsLabel()
    {
        const MetricReading reading = read(source("hostile"));
        QVERIFY(!reading.problem);
        QCOMPARE(reading.series.at(0).name(), std::string("up{job=\"a\\\"b\\n\xe2\x80\xae<img src=x>\"}"));
    }

    void exposedTextIsReadByWhatTheServerSaysItIs()
    {
        MetricSource asked = source("metrics");
        asked.kind = MetricSourceKind::OpenMetrics;
        asked.query = "a_total";
        asked.step = 0;
        const MetricRange now{hundredSeconds().until, hundredSeconds().until, 0, true};
        for (const char *good : {"/metrics", "/textmetrics"}) {
            asked.address = m_server.url(good);
            const MetricReading reading = read(asked, now);
            QVERIFY2(!reading.problem, reading.problem ? describe(*reading.problem).c_str() : "");
            QCOMPARE(*reading.series.at(0).points.at(0).value, 3.0);
            QCOMPARE(reading.freshness(), Freshness::Healthy);
        }
        asked.address = m_server.url("/cutmetrics");
        const MetricReading cut = read(asked, now);
        QVERIFY(cut.problem && cut.series.empty());
        QVERIFY(cut.problem->happened.find("EOF") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(LyingServersTest)
#include "lying_servers_test.moc"
