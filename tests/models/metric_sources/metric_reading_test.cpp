// SPDX-License-Identifier: GPL-3.0-or-later
// What sources write, read strictly: OpenMetrics and Prometheus text, CSV, OTLP metrics; and what a definition may be.
#include "models/metric_sources/exposition.h"
#include "models/metric_sources/metric_source_note.h"
#include "models/metric_sources/otlp_metrics.h"
#include "models/metric_sources/prometheus_api.h"
#include "models/metric_sources/reading.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace mandate;

class MetricReadingTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    Instant m_now = *parseInstant("2026-03-01T00:10:00Z");

    std::string write(const std::string &name, const std::string &text) const
    {
        const std::string path = m_folder.filePath(QString::fromStdString(name)).toStdString();
        std::ofstream(path, std::ios::binary) << text;
        return path;
    }
    MetricReading read(MetricSource source, const char *since = "2026-03-01T00:00:00Z") const
    {
        source.id = "s";
        MetricSurroundings surroundings;
        surroundings.clock = [this] { return m_now; };
        return readMetrics(source, {*parseInstant(since), m_now, 0, false}, surroundings);
    }
    MetricReading csv(const std::string &text, const std::function<void(MetricSource &)> &more = [](MetricSource &) {}) const
    {
        MetricSource source;
        source.kind = MetricSourceKind::Csv;
        source.address = write("a.csv", text);
        more(source);
        return read(source);
    }
    Result<Exposition> text(const std::string &body, ExpositionFormat format = ExpositionFormat::OpenMetrics, const std::string &select = {}) const
    {
        return readExposition(body, format, *parseSelector(select), m_now);
    }

private Q_SLOTS:
    void openMetricsIsReadWithLabelsTimesAndExemplars()
    {
        const auto read = text("# TYPE a counter\n# HELP a What \"it\" is.\na_total{x=\"1\\n\\\"2\\\\\"} 5 1767225600.5 # {trace_id=\"q\"} 1 2\na_created{x=\"1\"} 3\n# TYPE b_seconds gauge\n# UNIT b_seconds seconds\nb_seconds NaN\nb_seconds{k=\"v\"} -1e3\n# EOF\n");
        QVERIFY2(read.ok(), read.ok() ? "" : describe(read.error()).c_str());
        QCOMPARE(read->series.size(), std::size_t{4});
        QCOMPARE(read->series[0].labels.at("x"), std::string("1\n\"2\\"));
        QCOMPARE(formatInstant(read->series[0].points[0].at), std::string("2026-01-01T00:00:00.5Z"));
        QVERIFY(!read->series[2].points[0].value);
        QCOMPARE(read->series[2].points[0].word, std::string("NaN"));
        QCOMPARE(*read->series[3].points[0].value, -1000.0);
        QCOMPARE(read->units.at("b_seconds"), std::string("seconds"));
        QCOMPARE(text("# TYPE a counter\na_total{x=\"1\"} 5\na_total{x=\"2\"} 6\n# EOF\n", ExpositionFormat::OpenMetrics, "a_total{x!=\"1\"}")->series.size(), std::size_t{1});
    }

    void openMetricsThatIsNotWholeOrNotStrictIsRefused_data()
    {
        QTest::addColumn<QByteArray>("body");
        const auto row = [](const char *name, const char *body) { QTest::newRow(name) << QByteArray(body); };
        row("cut off", "# TYPE a gauge\na 1\n");
        row("cut in a line", "# TYPE a gauge\na 1");
        row("empty", "");
        row("behind the end", "a 1\n# EOF\na 2\n");
        row("counter without _total", "# TYPE a counter\na 1\n# EOF\n");
        row("family twice", "# TYPE a gauge\na 1\n# TYPE b gauge\nb 1\n# TYPE a gauge\na{x=\"1\"} 1\n# EOF\n");
        row("series twice", "a 1\na 2\n# EOF\n");
        row("label twice", "a{x=\"1\",x=\"2\"} 1\n# EOF\n");
        row("open label", "a{x=\"1} 1\n# EOF\n");
        row("no value", "a{x=\"1\"}\n# EOF\n");
        row("word as value", "a yes\n# EOF\n");
        row("three words", "a 1 2 3\n# EOF\n");
        row("unknown type", "# TYPE a speed\na 1\n# EOF\n");
        row("type after samples", "a 1\n# TYPE a gauge\n# EOF\n");
        row("unit not in the name", "# TYPE a gauge\n# UNIT a seconds\na 1\n# EOF\n");
        row("empty line", "a 1\n\n# EOF\n");
        row("times go back", "a 1 20\na 1 10\n# EOF\n");
        row("no UTF-8", "a{x=\"\xff\"} 1\n# EOF\n");
        row("html", "<html></html>\n");
    }
    void openMetricsThatIsNotWholeOrNotStrictIsRefused()
    {
        QFETCH(QByteArray, body);
        const auto read = text(body.toStdString());
        QVERIFY(!read.ok());
        QCOMPARE(read.error().code, std::string("MND-MSR-011"));
        QVERIFY(read.error().position.line || body.contains('\xff'));
    }

    void theOlderTextHasMillisecondsAndNoEnd()
    {
        const auto read = text("# A comment.\n# TYPE a untyped\na 1 1767225600500\n\nb{q=\"0.5\",} +Inf\n", ExpositionFormat::PrometheusText);
        QVERIFY2(read.ok(), read.ok() ? "" : describe(read.error()).c_str());
        QCOMPARE(formatInstant(read->series[0].points[0].at), std::string("2026-01-01T00:00:00.5Z"));
        QCOMPARE(read->series[1].points[0].word, std::string("+Inf"));
        QVERIFY(!text("a 1", ExpositionFormat::PrometheusText).ok());
        QVERIFY(!text("# TYPE a gauge\n# TYPE a gauge\na 1\n", ExpositionFormat::PrometheusText).ok());
        MetricSource file;
        file.kind = MetricSourceKind::OpenMetrics;
        file.query = "a";
        file.address = write("a.prom", "a 1\n");
        QVERIFY(!this->read(file).problem);
        file.address = write("a.txt", "a 1\n"); // without its end it may have been cut off
        QCOMPARE(this->read(file).problem->code, std::string("MND-MSR-011"));
    }

    void csvKeepsHolesAndSaysWhatItPutInOrder()
    {
        const MetricReading reading = csv("time,value,agent\n2026-03-01T00:00:00Z,1,a\n2026-03-01T00:02:00Z,3,a\n2026-03-01T01:01:00+01:00,2,a\n2026-03-01T00:03:00Z,,a\n2026-03-01T00:04:00Z,\"4\",a\n2026-03-01T00:04:00Z,4,a\n2026-03-01T00:05:00Z,5,a\n2026-03-01T00:05:00Z,6,a\n2026-03-01T00:06:00Z,9,b\n",
                                          [](MetricSource &source) { source.query = "{agent=\"a\"}"; });
        QVERIFY2(!reading.problem, reading.problem ? describe(*reading.problem).c_str() : "");
        const MetricSeries &series = reading.series.at(0);
        QCOMPARE(series.points.size(), std::size_t{6});
        QCOMPARE(*series.points[1].value, 2.0); // one o'clock in Madrid
        QCOMPARE(series.points[3].word, std::string("empty"));
        QCOMPARE(series.points[5].word, std::string("two values"));
        QCOMPARE(series.holes.size(), std::size_t{2});
        QCOMPARE(formatInstant(series.holes[1].from), std::string("2026-03-01T00:04:00Z"));
        QCOMPARE(reading.warnings.size(), std::size_t{3});
        QCOMPARE(reading.freshness(), Freshness::Stalled); // six minutes without a value, where one a minute is usual
    }

    void csvThatCannotBeReadNamesItsLine_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("line");
        QTest::newRow("no zone") << QByteArray("time,value\n2026-03-01T00:00:00,1\n") << 2;
        QTest::newRow("no number") << QByteArray("time,value\n2026-03-01T00:00:00Z,1\n2026-03-01T00:01:00Z,\"1,5\"\n") << 3;
        QTest::newRow("a formula") << QByteArray("time,value\n2026-03-01T00:00:00Z,=1+1\n") << 2;
        QTest::newRow("too few fields") << QByteArray("time,value\n2026-03-01T00:00:00Z\n") << 2;
        QTest::newRow("open quotation") << QByteArray("time,value\n\"2026-03-01T00:00:00Z,1\n") << 2;
        QTest::newRow("no such column") << QByteArray("when,value\n1,1\n") << 1;
        QTest::newRow("column twice") << QByteArray("time,value,value\n1,1,1\n") << 1;
        QTest::newRow("empty") << QByteArray("") << 1;
    }
    void csvThatCannotBeReadNamesItsLine()
    {
        QFETCH(QByteArray, body);
        QFETCH(int, line);
        const MetricReading reading = csv(body.toStdString());
        QVERIFY(reading.problem);
        QCOMPARE(reading.problem->code, std::string("MND-MSR-013"));
        QCOMPARE(static_cast<int>(reading.problem->position.line.value_or(0)), line);
        QVERIFY(reading.series.empty());
    }

    void csvTimesMayBeUtcOrCountedSeconds()
    {
        QCOMPARE(*csv("time,value\n2026-03-01 00:00:00,1\n", [](MetricSource &source) { source.zone = "utc"; }).series.at(0).points.at(0).value, 1.0);
        const auto unix = csv("t,v\r\n1772323200.25,1\r\n", [](MetricSource &source) {
            source.timeColumn = "t";
            source.valueColumn = "v";
            source.timeFormat = "unix";
        });
        QCOMPARE(formatInstant(unix.series.at(0).points.at(0).at), std::string("2026-03-01T00:00:00.25Z"));
        QCOMPARE(csv("time,value\n1772323200250,1\n", [](MetricSource &source) { source.timeFormat = "unix_ms"; }).series.at(0).points.at(0).at, unix.series.at(0).points.at(0).at);
    }

    void otlpGivesGaugesSumsAndHistograms()
    {
        const std::string body = "{\"resourceMetrics\":[{\"resource\":{\"attributes\":[{\"key\":\"service.name\",\"value\":{\"stringValue\":\"bot\"}}]},\"scopeMetrics\":[{\"metrics\":["
                                 "{\"name\":\"g\",\"unit\":\"s\",\"gauge\":{\"dataPoints\":[{\"timeUnixNano\":\"1772323200000000000\",\"asDouble\":1.5},{\"timeUnixNano\":\"1772323260000000000\",\"flags\":1},{\"timeUnixNano\":\"1772323320000000000\",\"asDouble\":\"NaN\"}]}},"
                                 "{\"name\":\"n\",\"sum\":{\"aggregationTemporality\":1,\"isMonotonic\":true,\"dataPoints\":[{\"timeUnixNano\":\"1772323200000000000\",\"asInt\":\"9007199254740993\"}]}},"
                                 "{\"name\":\"h.d\",\"histogram\":{\"aggregationTemporality\":2,\"dataPoints\":[{\"timeUnixNano\":\"1772323200000000000\",\"count\":\"4\",\"sum\":2.5,\"bucketCounts\":[\"4\"]}]}}]}]}]}";
        const auto figures = [&](const char *select) { return readOtlpMetrics(body, *parseSelector(select)); };
        const auto g = figures("g");
        QVERIFY(g.ok());
        QCOMPARE(g->unit, std::string("s"));
        QCOMPARE(g->series.at(0).labels.at("service.name"), std::string("bot"));
        QCOMPARE(*g->series.at(0).points.at(0).value, 1.5);
        QCOMPARE(g->series.at(0).points.at(1).word, std::string("stale"));
        QCOMPARE(g->series.at(0).points.at(2).word, std::string("NaN"));
        QCOMPARE(figures("n")->warnings.size(), std::size_t{1});
        QCOMPARE(*figures("h.d_count")->series.at(0).points.at(0).value, 4.0);
        QCOMPARE(*figures("h.d_sum")->series.at(0).points.at(0).value, 2.5);
        QVERIFY(!readOtlpMetrics("{}", *parseSelector("g")).ok());
        QVERIFY(!readOtlpMetrics("", *parseSelector("g")).ok());
        const auto second = readOtlpMetrics(body + "\n{\"resourceMetrics\": 3", *parseSelector("g"));
        QVERIFY(!second.ok());
        QCOMPARE(second.error().position.line, std::optional<std::uint64_t>(2));
    }

    void holesAreFoundAtBothEndsAndASinglePointIsNotComplete()
    {
        const MetricRange range{*parseInstant("2026-03-01T00:00:00Z"), m_now, 60'000'000'000, false};
        MetricSeries series;
        findHoles(series, range, m_now);
        QCOMPARE(series.holes, (std::vector<MetricHole>{{range.since, range.until}}));
        QCOMPARE(series.freshness, Freshness::Unknown);
        series.points = {{*parseInstant("2026-03-01T00:04:00Z"), 0.0, {}}};
        findHoles(series, range, m_now);
        QCOMPARE(series.holes.size(), std::size_t{2});
        QVERIFY(!series.completeThrough);
        QCOMPARE(series.freshness, Freshness::Stalled);
        QCOMPARE(*series.lastSeen, *parseInstant("2026-03-01T00:04:00Z"));
    }

    void whatWasMeasuredCenturiesAgoDoesNotLookNew()
    {
        const MetricRange now{m_now, m_now, 0, true};
        MetricSource source;
        source.id = "s";
        source.kind = MetricSourceKind::OpenMetrics;
        source.query = "a";
        source.address = write("old.txt", "a 1 -9000000000\n# EOF\n"); // further from now than nanoseconds reach
        MetricSurroundings surroundings;
        surroundings.clock = [this] { return m_now; };
        for (const std::int64_t step : {0, 60}) {
            source.step = step;
            const MetricReading old = readMetrics(source, now, surroundings);
            QVERIFY2(!old.problem, old.problem ? describe(*old.problem).c_str() : "");
            QCOMPARE(old.series.at(0).holes.size(), std::size_t{1});
            QCOMPARE(old.freshness(), step == 0 ? Freshness::Unknown : Freshness::Stalled);
        }
        QVERIFY(!text("a 1 -9223372036854775808\n", ExpositionFormat::PrometheusText).ok());
        const MetricRange hour{*parseInstant("2026-03-01T00:00:00Z"), m_now, 60'000'000'000, false};
        QVERIFY(!readPrometheus("{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},\"values\":[[-9000000000,\"1\"]]}]}}", hour).ok());
        MetricSeries series;
        series.points = {{{INT64_MIN, true}, 1.0, {}}, {{INT64_MAX, true}, 1.0, {}}};
        findHoles(series, {{INT64_MIN, true}, {INT64_MAX, true}, 60'000'000'000, false}, {INT64_MAX, true});
        QCOMPARE(series.holes.size(), std::size_t{1});
    }

    void someoneElsesWordsAreCutBetweenCharacters()
    {
        std::string word("a");
        for (int i = 0; i < 400; ++i)
            word += "\xc3\xbc"; // every limit lies inside a character
        const MetricRange hour{*parseInstant("2026-03-01T00:00:00Z"), m_now, 60'000'000'000, false};
        for (const Error &error : {text("a " + word + "\n# EOF\n").error(), text("a 1 " + word + "\n# EOF\n").error(), text("# TYPE a " + word + "\n# EOF\n").error(), text("# UNIT a " + word + "\n# EOF\n").error(),
                                   parseSelector("a{" + word).error(), csv("time,value\n" + word + ",1\n").problem.value(), csv("time,value\n2026-03-01T00:00:00Z," + word + "\n").problem.value(),
                                   readPrometheus("{\"status\":\"error\",\"error\":\"" + word + "\"}", hour).error(),
                                   readPrometheus("{\"status\":\"success\",\"data\":{\"resultType\":\"" + word + "\",\"result\":[]}}", hour).error()})
            QVERIFY2(isUtf8(error.happened), error.happened.c_str());
        QVERIFY(isUtf8(readPrometheus("{\"status\":\"success\",\"warnings\":[\"" + word + "\"],\"data\":{\"resultType\":\"matrix\",\"result\":[]}}", hour)->warnings.at(0)));
    }

    void aDefinitionIsRefusedInWords_data()
    {
        QTest::addColumn<QString>("change");
        QTest::addColumn<QString>("code");
        const auto row = [](const char *change, const char *code) { QTest::newRow(change) << QString::fromLatin1(change) << QString::fromLatin1(code); };
        row("name", "MND-MSR-001");
        row("address", "MND-MSR-002");
        row("prometheus file", "MND-MSR-002");
        row("credentials in the address", "MND-MSR-004");
        row("credentials in the open", "MND-MSR-005");
        row("control character", "MND-MSR-006");
        row("step", "MND-MSR-007");
        row("no user", "MND-MSR-009");
        row("no query", "MND-MSR-010");
        row("columns", "MND-MSR-015");
    }
    void aDefinitionIsRefusedInWords()
    {
        QFETCH(QString, change);
        QFETCH(QString, code);
        MetricSource source;
        source.id = "prom";
        source.address = "https://prometheus.example.org";
        source.query = "up";
        QVERIFY(!metricSourceRefusal(source));
        if (change == QLatin1String("name"))
            source.id = "Prom 1";
        else if (change == QLatin1String("address"))
            source.address = "ftp://x";
        else if (change == QLatin1String("prometheus file"))
            source.address = "/etc/passwd";
        else if (change == QLatin1String("credentials in the address"))
            source.address = "https://ada:pw@prometheus.example.org";
        else if (change == QLatin1String("control character"))
            source.title = "a\nb";
        else if (change == QLatin1String("step"))
            source.step = -1;
        else if (change == QLatin1String("no query"))
            source.query = " ";
        else if (change == QLatin1String("columns")) {
            source.kind = MetricSourceKind::OpenMetrics;
            source.timeColumn = "t";
        } else {
            source.auth = MetricAuth::Basic;
            source.secretName = "s";
            source.user = change == QLatin1String("no user") ? "" : "ada";
            if (change == QLatin1String("credentials in the open"))
                source.address = "http://prometheus.example.org";
        }
        const auto refusal = metricSourceRefusal(source);
        QVERIFY(refusal);
        QCOMPARE(refusal->code, code.toStdString());
    }
};

QTEST_GUILESS_MAIN(MetricReadingTest)
#include "metric_reading_test.moc"
