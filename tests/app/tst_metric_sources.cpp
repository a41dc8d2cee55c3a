// SPDX-License-Identifier: GPL-3.0-or-later
// A real Prometheus that scrapes a real gateway, read by the command line, and by a program that shares no code with it: every point the same. And what is
// said when the gateway, and then Prometheus, is gone.
#include "gateway_world.h"

#include <QProcess>
#include <QTest>
#include <QThread>

#include "models/base/instant.h"

using namespace mandate;
using Json = nlohmann::json;

namespace {

QString text(const char *words)
{
    return QString::fromLatin1(words);
}

/// Debian's Prometheus, scraping one address every second.
class PrometheusServer
{
public:
    PrometheusServer(const GatewayWorld &gateway, const std::string &token)
    {
        const QByteArray target = QByteArray::fromStdString(gateway.address()).split('/').last();
        const QString config = gateway.world.write(text("prometheus.yml"), "global: {scrape_interval: 1s, scrape_timeout: 1s}\nscrape_configs:\n- job_name: gateway\n  authorization: {credentials: " +
                                                                               QByteArray::fromStdString(token) + "}\n  static_configs: [{targets: ['" + target + "']}]\n");
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.start(text("prometheus"), {text("--config.file=") + config, text("--storage.tsdb.path=") + gateway.world.path(text("tsdb")), text("--web.listen-address=127.0.0.1:0")});
        while (!m_said.contains("ready to receive") && m_process.waitForReadyRead(20'000))
            m_said += m_process.readAll();
        const QByteArray mark = "msg=\"Listening on\" address=";
        const qsizetype at = m_said.indexOf(mark);
        if (at >= 0)
            m_address = "http://" + m_said.mid(at + mark.size()).split('\n').first().trimmed().toStdString();
    }
    ~PrometheusServer() { kill(); }
    void kill()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    [[nodiscard]] const std::string &address() const { return m_address; }
    [[nodiscard]] const QByteArray &said() const { return m_said; }

private:
    QProcess m_process;
    QByteArray m_said;
    std::string m_address;
};

} // namespace

class MetricSourcesTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<GatewayWorld> m_gateway;
    std::unique_ptr<PrometheusServer> m_prometheus;

    CliResult add(const QString &name, const QString &query, const QStringList &more = {}) const
    {
        return m_gateway->world.run(QStringList{text("metric-source"), text("add"), m_gateway->w, name, text("--kind"), text("prometheus"), text("--address"), QString::fromStdString(m_prometheus->address()), text("--query"), query,
                                                text("--json")} + more);
    }
    CliResult read(const QString &name, const std::string &since = {}, const std::string &until = {}, const QString &step = {}) const
    {
        QStringList words{text("metric-source"), text("read"), m_gateway->w, name, text("--json")};
        if (!since.empty())
            words += {text("--since"), QString::fromStdString(since), text("--until"), QString::fromStdString(until), text("--step"), step};
        return m_gateway->world.run(words);
    }
    /// The same from the other program: times in milliseconds.
    Json independently(const QString &query, const Instant &since, const Instant &until, int step) const
    {
        QProcess reader;
        reader.start(text("/usr/bin/python3"), {text(MANDATE_SOURCE_DIR "/tests/app/independent_reader.py"), QString::fromStdString(m_prometheus->address()), query, QString::number(since.nanoseconds / 1'000'000'000),
                                                QString::number(until.nanoseconds / 1'000'000'000), QString::number(step)});
        if (!reader.waitForFinished(60'000) || reader.exitCode() != 0)
            qFatal("%s", reader.readAllStandardError().constData());
        return Json::parse(reader.readAllStandardOutput().toStdString());
    }
    /// What we read in that program's form.
    static Json inThatForm(const Json &reading)
    {
        Json all = Json::object();
        for (const Json &series : reading.at("series")) {
            Json points = Json::array();
            for (const Json &point : series.at("points")) {
                const std::int64_t milliseconds = parseInstant(point.at("at").get<std::string>())->nanoseconds / 1'000'000;
                points.push_back({QString::asprintf("%.3f", static_cast<double>(milliseconds) / 1000).toStdString(), point.at("value")});
            }
            // Python writes ", " and ": " between members
            std::string name = "{";
            for (const auto &[label, value] : series.at("labels").items())
                name += (name.size() > 1 ? ", " : "") + Json(label).dump() + ": " + value.dump();
            all[name + '}'] = std::move(points);
        }
        return all;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_gateway = std::make_unique<GatewayWorld>();
        const std::string agent = m_gateway->token(text("shop-1,shop-2"));
        const std::string scraper = m_gateway->token(text("*"), text("metrics"));
        QVERIFY(m_gateway->start());
        m_prometheus = std::make_unique<PrometheusServer>(*m_gateway, scraper);
        QVERIFY2(!m_prometheus->address().empty(), m_prometheus->said().constData());
        const HttpAsker asker = m_gateway->asker(agent);
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(asker.post("/access/v1/evaluation", question("shop-1", "send_money", {{"amount", 10 + i}})).status, 200);
            QCOMPARE(asker.post("/v1/traces", span("shop-1", "read_order", "a" + std::to_string(i))).status, 200);
        }
        QCOMPARE(asker.post("/access/v1/evaluation", question("shop-1", "send_money", {{"amount", 501}})).status, 200);
        QCOMPARE(m_gateway->world.run({text("suspend"), m_gateway->w, text("shop-1"), text("--reason"), text("drift")}).exitCode, 0);
        QThread::sleep(16); // the gateway counts every five seconds, and there are to be enough points on a slow machine too
    }

    void whatWeReadIsWhatAnotherProgramReads()
    {
        const Instant until{systemNow().nanoseconds / 1'000'000'000 * 1'000'000'000, true}, since{until.nanoseconds - std::int64_t{30} * 1'000'000'000, true};
        const std::string from = formatInstant(since), to = formatInstant(until);
        std::size_t points = 0;
        int number = 0;
        for (const char *query : {"mandate_agent_actions_total", "mandate_agent_violations", "mandate_agent_evaluations_total", "mandate_agent_suspended", "{__name__=~\"mandate_.+\"}", "rate(mandate_gateway_requests_total[10s])", "up"}) {
            const QString name = QStringLiteral("s%1").arg(++number);
            const CliResult added = add(name, text(query));
            QVERIFY2(added.exitCode == 0, added.err.constData());
            const CliResult got = read(name, from, to, text("1"));
            QVERIFY2(got.exitCode == 0, (got.err + got.out).constData());
            const Json ours = inThatForm(got.json()), theirs = independently(text(query), since, until, 1);
            QVERIFY2(ours == theirs, (std::string(query) + '\n' + ours.dump() + '\n' + theirs.dump()).c_str());
            for (const auto &[series, list] : ours.items())
                points += list.size();
        }
        QVERIFY2(points > 200, std::to_string(points).c_str());
    }

    void theGatewaysFiguresAreThoseOfTheLedger()
    {
        const auto now = [&](const char *query) {
            const QString name = text("now");
            if (const CliResult added = add(name, text(query)); added.exitCode != 0)
                qFatal("%s", added.err.constData());
            const Json reading = read(name).json();
            return reading.at("series").size() == 1 ? reading["series"][0]["points"][0]["value"].get<double>() : -1.0;
        };
        QCOMPARE(now("mandate_agent_actions_total{agent=\"shop-1\"}"), 3.0);
        QCOMPARE(now("mandate_agent_evaluations_total{agent=\"shop-1\",decision=\"deny\"}"), 1.0);
        QCOMPARE(now("mandate_agent_evaluations_total{agent=\"shop-1\",decision=\"permit\"}"), 3.0);
        QCOMPARE(now("mandate_agent_suspended{agent=\"shop-1\"}"), 1.0);
        QCOMPARE(now("mandate_agents_left_out"), 0.0);
        QCOMPARE(now("sum(up)"), 1.0); // a vector of one
        QCOMPARE(now("scalar(sum(up))"), 1.0);
        QCOMPARE(now("mandate_agent_actions_total{agent=\"nobody\"}"), -1.0);
        const Json nobody = read(text("now")).json();
        QVERIFY(nobody["series"].empty() && nobody["warnings"].size() == 1 && nobody["state"] == "unknown");
    }

    void aRangeAboveElevenThousandPointsIsSplitAndEquals()
    {
        QCOMPARE(add(text("long"), text("time() % 777")).exitCode, 0);
        const Instant since = *parseInstant("2026-01-01T00:00:00Z"), until = *parseInstant("2026-01-01T07:00:00Z"); // 25 201 points
        const CliResult got = read(text("long"), formatInstant(since), formatInstant(until), text("1"));
        QVERIFY2(got.exitCode == 0, got.err.constData());
        const Json reading = got.json();
        QCOMPARE(reading["requests"].get<int>(), 3);
        QCOMPARE(reading["series"][0]["points"].size(), std::size_t(25'201));
        QVERIFY(reading["holes"].empty());
        QVERIFY(inThatForm(reading) == independently(text("time() % 777"), since, until, 1));
    }

    void whatPrometheusRefusesIsSaidInItsWords()
    {
        QCOMPARE(add(text("wrong"), text("rate(")).exitCode, 0);
        const CliResult got = read(text("wrong"));
        QCOMPARE(got.exitCode, 1);
        QCOMPARE(got.json()["problem"]["code"].get<std::string>(), std::string("MND-MSR-043"));
        QVERIFY(got.json()["problem"]["happened"].get<std::string>().find("parse error") != std::string::npos);
    }

    void definitionsAreSignedReadByAllAndTakenAway()
    {
        const CliWorld &world = m_gateway->world;
        const CliResult twice = add(text("long"), text("up"), {text("--title"), text("Is it up"), text("--agent"), text("shop-1"), text("--unit"), text("yes or no")});
        QCOMPARE(twice.exitCode, 0);
        const Json list = world.run({text("metric-source"), text("list"), m_gateway->w, text("--json")}).json();
        const auto found = std::ranges::find_if(list["sources"], [](const Json &one) { return one["source"] == "long"; });
        QVERIFY(found != list["sources"].end());
        QCOMPARE((*found)["query"].get<std::string>(), std::string("up"));
        QCOMPARE((*found)["agent"].get<std::string>(), std::string("shop-1"));
        QVERIFY(!(*found)["by"].get<std::string>().empty());
        QCOMPARE(world.run({text("metric-source"), text("remove"), m_gateway->w, text("long"), text("--reason"), text("wrong")}).exitCode, 0);
        QCOMPARE(read(text("long")).exitCode, 2);
        QVERIFY(read(text("long")).err.contains("MND-MSR-022"));
        const CliResult verified = world.run({text("verify"), m_gateway->w, text("--json")});
        QVERIFY2(verified.exitCode == 0, (verified.out + verified.err).constData());
        // A secret goes to this machine's store and never into the ledger, and not along with another address.
        const QString secret = world.write(text("secret"), "s3cret-token-of-ours\n");
        const CliResult added = add(text("locked"), text("up"), {text("--auth"), text("bearer"), text("--secret-file"), secret});
        QVERIFY2(added.exitCode == 0 || added.err.contains("MND-"), added.err.constData()); // without a store for secrets it is refused
        QVERIFY(!(added.out + added.err).contains("s3cret"));
        const QByteArray listed = world.run({text("metric-source"), text("list"), m_gateway->w, text("--json")}).out;
        QVERIFY(!listed.contains("s3cret"));
        for (const char *file : {"w.mandate", "w.mandate-wal"}) {
            QFile ledger(world.path(text(file)));
            if (ledger.open(QIODevice::ReadOnly))
                QVERIFY(!ledger.readAll().contains("s3cret"));
        }
    }

    void aGatewayThatIsGoneLeavesAHoleAndNoZero()
    {
        QCOMPARE(add(text("gone"), text("mandate_ledger_entries")).exitCode, 0);
        m_gateway->kill();
        QThread::sleep(6);
        const Instant until = systemNow(), since{until.nanoseconds - std::int64_t{15} * 1'000'000'000, true};
        const Json reading = read(text("gone"), formatInstant(since), formatInstant(until), text("1")).json();
        const Json &series = reading["series"][0];
        for (const Json &point : series["points"])
            QVERIFY(point["value"].get<double>() > 0);
        const Json last = series["holes"].back();
        QCOMPARE(last["until"].get<std::string>(), reading["until"].get<std::string>());
        QCOMPARE(last["from"].get<std::string>(), series["last_seen"].get<std::string>());
        QCOMPARE(reading["state"].get<std::string>(), std::string("stalled"));
    }

    void aPrometheusThatIsGoneIsSaidPlainly()
    {
        m_prometheus->kill();
        const CliResult got = read(text("gone"), "2026-01-01T00:00:00Z", "2026-01-01T00:10:00Z", text("60"));
        QCOMPARE(got.exitCode, 1);
        const Json reading = got.json();
        QCOMPARE(reading["problem"]["code"].get<std::string>(), std::string("MND-MSR-031"));
        QVERIFY(reading["series"].empty());
        QCOMPARE(reading["holes"].size(), std::size_t(1));
        QCOMPARE(reading["holes"][0]["from"].get<std::string>(), std::string("2026-01-01T00:00:00Z"));
        QCOMPARE(reading["holes"][0]["until"].get<std::string>(), std::string("2026-01-01T00:10:00Z"));
        QCOMPARE(reading["state"].get<std::string>(), std::string("unknown"));
        const CliResult plain = m_gateway->world.run({text("metric-source"), text("read"), m_gateway->w, text("gone")});
        QCOMPARE(plain.exitCode, 1);
        QVERIFY2(plain.out.contains("not known") && plain.err.contains("Nobody answers at 127.0.0.1:"), (plain.out + plain.err).constData());
    }
};

QTEST_GUILESS_MAIN(MetricSourcesTest)
#include "tst_metric_sources.moc"
