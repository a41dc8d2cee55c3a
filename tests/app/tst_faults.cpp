// SPDX-License-Identifier: GPL-3.0-or-later
// Faults met by the real programs that no other test meets: a full disk under a running gateway, a damaged workspace under every program, two programs that
// import at once, telemetry and results that are not what they claim, clocks that jump. Which test holds which fault: docs/faults.md.
#include "gateway_world.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <algorithm>
#include <sys/resource.h>

using namespace mandate;
using Json = nlohmann::json;

namespace {

QString text(const char *words)
{
    return QString::fromUtf8(words);
}

/// One line for a person, with a code; nothing else.
bool isOneClearMessage(const QByteArray &said)
{
    return said.count('\n') == 1 && said.contains("MND-") && said.size() < 1000;
}

QByteArray manyRuns(const QByteArray &name, int count)
{
    QByteArray lines;
    for (int i = 0; i < count; ++i) {
        const QByteArray id = name + QByteArray::number(i);
        lines += "{\"messages\":[{\"role\":\"user\",\"content\":\"please " + id + "\"},{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c" + id +
                 "\",\"type\":\"function\",\"function\":{\"name\":\"read_order\",\"arguments\":\"{}\"}}]}]}\n";
    }
    return lines;
}

} // namespace

class FaultsTest : public QObject
{
    Q_OBJECT

    /// A workspace with enough in it that a cut in the middle takes something away.
    static QString filledWorkspace(const CliWorld &world)
    {
        const QString w = world.path(text("w.mandate"));
        if (world.run({text("init"), w}).exitCode != 0 ||
            world.run({text("import"), w, world.write(text("runs.jsonl"), manyRuns("r", 3000)), text("--agent"), text("shop-1")}).exitCode != 0)
            qFatal("no workspace");
        return w;
    }
    static std::uint64_t callsIn(const CliWorld &world, const QString &w)
    {
        return world.run({text("stats"), w, text("--json")}).json().at("calls").get<std::uint64_t>();
    }
    CliResult console(const CliWorld &world, const QStringList &arguments, qint64 fileLimit = 0) const
    {
        QProcess process;
        QProcessEnvironment around = world.environment();
        for (const char *name : {"HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"})
            around.insert(text(name), world.path(text("home")));
        around.insert(text("MANDATE_KEYCHAIN"), text("off"));
        around.insert(text("XDG_RUNTIME_DIR"), world.path(text("run"))); // else Qt says that it makes one
        QDir().mkpath(world.path(text("run")));
        QFile::setPermissions(world.path(text("run")), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        process.setProcessEnvironment(around);
        if (fileLimit > 0)
            process.start(text("bash"), QStringList{text("-c"), text("ulimit -f %1; exec \"$0\" \"$@\"").arg(fileLimit / 1024), text(MANDATE_CONSOLE)} + arguments);
        else
            process.start(text(MANDATE_CONSOLE), arguments);
        process.waitForFinished(120'000);
        return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(), process.readAllStandardError()};
    }

private Q_SLOTS:
    void aFullDiskUnderTheGatewayLetsNothingInAndLosesNothing()
    {
        GatewayWorld gateway;
        const std::string token = gateway.token(text("shop-1"));
        QVERIFY(gateway.start());
        const HttpAsker asker = gateway.asker(token);
        const Json allowed = question("shop-1", "read_order", Json::object());
        QCOMPARE(asker.post("/access/v1/evaluation", allowed).json()["decision"].get<bool>(), true);
        QCOMPARE(asker.post("/v1/traces", span("shop-1", "read_order", "before")).status, 200);
        const std::uint64_t decisions = gateway.records(RecordKind::Decision);

        // No file of this process may grow from here on: EFBIG in the middle of a write, as ENOSPC comes where there is no room.
        const auto limit = [&](rlim_t octets) {
            rlimit now{octets, RLIM_INFINITY};
            return ::prlimit(static_cast<pid_t>(gateway.processId()), RLIMIT_FSIZE, &now, nullptr) == 0;
        };
        QVERIFY(limit(1));
        const HttpAnswer telemetry = asker.post("/v1/traces", span("shop-1", "read_order", "full"));
        QCOMPARE(telemetry.status, 503);
        QVERIFY2(telemetry.json().value("code", "").starts_with("MND-GTW-"), telemetry.body.c_str());
        QVERIFY2(telemetry.body.find("could not be written") != std::string::npos, telemetry.body.c_str());
        QVERIFY(telemetry.fields.contains("retry-after"));
        const HttpAnswer decided = asker.post("/access/v1/evaluation", allowed);
        QCOMPARE(decided.json()["decision"].get<bool>(), false);
        QCOMPARE(decided.json()["context"]["reason"].get<std::string>(), std::string("store_failed"));
        QVERIFY(!decided.json()["context"].contains("decision_token"));
        Json asked = question("shop-1", "return_item", {{"amount", 300}});
        asked["context"]["proposal"] = wholeProposal();
        const HttpAnswer request = asker.post("/v1/approvals", asked);
        QVERIFY2(request.status >= 400 && request.json().value("code", "").starts_with("MND-"), request.body.c_str());

        // Room again: the same gateway goes on, and nothing of what it refused is there.
        QVERIFY(limit(RLIM_INFINITY));
        QCOMPARE(gateway.records(RecordKind::Decision), decisions);
        QCOMPARE(gateway.records(RecordKind::Action, "shop-1"), std::uint64_t{1});
        QVERIFY(QDir(gateway.w + text("-inbox")).entryList(QDir::Files).isEmpty());
        QCOMPARE(asker.post("/access/v1/evaluation", allowed).json()["decision"].get<bool>(), true);
        QCOMPARE(asker.post("/v1/traces", span("shop-1", "read_order", "after")).status, 200);
        QCOMPARE(gateway.records(RecordKind::Action, "shop-1"), std::uint64_t{2});
        QCOMPARE(asker.get("/healthz").status, 200);
        QCOMPARE(gateway.stop(), 0);
        QCOMPARE(gateway.world.run({text("verify"), gateway.w}).exitCode, 0);
    }

    void aFullDiskUnderTheConsoleIsOneMessage()
    {
        const CliWorld world;
        const CliResult shown = console(world, {text("--headless"), text("--sample")}, 200 * 1024);
        QCOMPARE(shown.exitCode, 2);
        QVERIFY2(isOneClearMessage(shown.err), shown.err);
        const CliResult again = console(world, {text("--headless"), text("--sample")});
        QVERIFY2(again.exitCode == 0, again.err);
        QVERIFY2(again.out.contains("SAMPLE"), again.out);
    }

    void whatInTheInboxIsNoTelemetryIsSetAsideAndSaid()
    {
        GatewayWorld gateway;
        const std::string token = gateway.token(text("shop-1"));
        // What a damaged disk may leave: half a body, and bytes that never were one, before and behind a good one.
        const QByteArray good = QByteArray::fromStdString(span("shop-1", "read_order", "good").dump());
        gateway.world.write(text("w.mandate-inbox/00000000000000000001-1.otlp.json"), good.left(good.size() / 2));
        gateway.world.write(text("w.mandate-inbox/00000000000000000002-2.otlp.json"), QByteArray(4096, '\0'));
        gateway.world.write(text("w.mandate-inbox/00000000000000000003-3.otlp.json"), good);
        QVERIFY(gateway.start());
        QTRY_COMPARE_WITH_TIMEOUT(gateway.records(RecordKind::Action, "shop-1"), std::uint64_t{1}, 20'000);
        const QDir inbox(gateway.w + text("-inbox"));
        QTRY_VERIFY(inbox.entryList({text("*.otlp.json")}, QDir::Files).isEmpty());
        const auto workspace = Workspace::open(gateway.w.toStdString(), true);
        const std::size_t kept = (*workspace)->quarantined()->size() + static_cast<std::size_t>(inbox.entryList({text("*.unread")}, QDir::Files).size());
        QCOMPARE(kept, std::size_t{2}); // with their bytes: in the ledger, or beside it
        QCOMPARE(gateway.asker(token).post("/v1/traces", span("shop-1", "read_order", "next")).status, 200);
        QCOMPARE(gateway.stop(), 0);
        const QByteArray said = gateway.complaint();
        QVERIFY2(isOneClearMessage(said) && said.contains("MND-GTW-032") && said.contains("w.mandate-inbox"), said);
    }

    void aDamagedWorkspaceIsOneMessageInEveryProgram_data()
    {
        QTest::addColumn<QString>("damage");
        QTest::newRow("cut in half") << text("half");
        QTest::newRow("its first page overwritten") << text("head");
        QTest::newRow("emptied") << text("empty");
    }
    void aDamagedWorkspaceIsOneMessageInEveryProgram()
    {
        QFETCH(const QString, damage);
        const CliWorld world;
        const QString w = filledWorkspace(world);
        QFile file(w);
        QVERIFY(file.open(QIODevice::ReadWrite));
        if (damage == text("half")) {
            QVERIFY(file.resize(file.size() / 2 / 8192 * 8192));
        } else if (damage == text("head")) {
            QCOMPARE(file.write(QByteArray(8192, 'x')), qint64{8192});
        } else {
            QVERIFY(file.resize(0));
        }
        file.close();
        const QByteArray before = [&] { return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray(); }();
        file.close();
        for (const QStringList &command : {QStringList{text("serve"), w, text("--listen"), text("127.0.0.1:0")}, QStringList{text("import"), w, world.path(text("runs.jsonl"))},
                                           QStringList{text("query"), w}, QStringList{text("export"), w, text("--agent"), text("shop-1"), text("--out"), world.path(text("out"))},
                                           QStringList{text("verify"), w}}) {
            const CliResult result = world.run(command);
            QVERIFY2(result.exitCode == 1 || result.exitCode == 2, qPrintable(command.first() + text(" ends with ") + QString::number(result.exitCode)));
            QVERIFY2(isOneClearMessage(result.err), command.first().toUtf8() + ": " + result.err);
        }
        QVERIFY(!QFile::exists(world.path(text("out"))));
        const CliResult shown = console(world, {text("--headless"), w});
        QCOMPARE(shown.exitCode, 2);
        QVERIFY2(isOneClearMessage(shown.err), shown.err);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll() == before); // nobody mended it behind our back
    }

    void aDamagedPageIsNamedByTheVerificationAndStopsNoProgram()
    {
        const CliWorld world;
        const QString w = filledWorkspace(world);
        QFile file(w);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray whole = file.readAll();
        file.close();
        constexpr qsizetype page = 8192;
        int found = 0;
        for (int part = 1; part < 10; ++part) {
            QByteArray damaged = whole;
            const qsizetype at = whole.size() * part / 10 / page * page;
            damaged.replace(at, page, QByteArray(page, 'x'));
            world.write(text("w.mandate"), damaged);
            const CliResult verified = world.run({text("verify"), w, text("--json")});
            QVERIFY2(verified.exitCode == 0 || verified.exitCode == 1, verified.err);
            if (verified.exitCode == 1) { // else it was a page that nothing is stored in
                const Json bad = verified.json()["first_bad"];
                QVERIFY2(!bad["reason"].get<std::string>().empty() && !bad["still_holds"].get<std::string>().empty(), verified.out);
                ++found;
            }
            const CliResult asked = world.run({text("query"), w, text("--limit"), text("5000")});
            QVERIFY2(asked.exitCode == 0 || isOneClearMessage(asked.err), asked.err);
            QVERIFY(asked.exitCode == 0 || verified.exitCode == 1);
            const CliResult shown = console(world, {text("--headless"), text("--read-only"), w});
            QVERIFY2(shown.exitCode == 0 || (shown.exitCode == 2 && isOneClearMessage(shown.err)), shown.err);
        }
        QVERIFY2(found >= 5, qPrintable(QString::number(found)));
    }

    void twoImportsAtOnceStoreEachRecordOnceOrSayWhoWrites()
    {
        const CliWorld world;
        const QString w = filledWorkspace(world);
        const QString first = world.write(text("first.jsonl"), manyRuns("a", 40'000));
        const QString second = world.write(text("second.jsonl"), manyRuns("b", 2000));
        QProcess process;
        process.setProcessEnvironment(world.environment());
        process.start(text(MANDATE_BINARY), {text("import"), w, first, text("--agent"), text("shop-1")});
        QVERIFY(process.waitForStarted());
        QTRY_VERIFY(QFile::exists(w + text("-writer")));
        const CliResult other = world.run({text("import"), w, second, text("--agent"), text("shop-2")});
        QVERIFY(process.waitForFinished(120'000));
        QCOMPARE(process.exitCode(), 0);
        if (other.exitCode != 0) {
            QCOMPARE(other.exitCode, 1);
            QVERIFY2(isOneClearMessage(other.err) && other.err.contains("MND-STO-024") && other.err.contains(QByteArray::number(process.processId())), other.err);
            QCOMPARE(world.run({text("import"), w, second, text("--agent"), text("shop-2")}).exitCode, 0);
        }
        QCOMPARE(callsIn(world, w), std::uint64_t{45'000});
        QCOMPARE(world.run({text("verify"), w}).exitCode, 0);
    }

    void archivesOfResultsThatAreBombsOrLeadOutAreRefused_data()
    {
        QTest::addColumn<QByteArray>("program");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("a bomb") << QByteArray("with z.open('samples/1_epoch_1.json', 'w') as f:\n  for i in range(120): f.write(bytes(1 << 20))") << QByteArray("grow beyond");
        QTest::newRow("out of the folder") << QByteArray("z.writestr('../evil.json', '{}')") << QByteArray("leads out of its folder");
        QTest::newRow("a link") << QByteArray("i = zipfile.ZipInfo('samples/1.json'); i.create_system = 3; i.external_attr = 0o120777 << 16\nz.writestr(i, '/etc/passwd')") << QByteArray("link");
        QTest::newRow("100,000 files") << QByteArray("for i in range(100000): z.writestr(f'samples/{i}.json', '{}')") << QByteArray("files");
    }
    void archivesOfResultsThatAreBombsOrLeadOutAreRefused()
    {
        QFETCH(const QByteArray, program);
        QFETCH(const QByteArray, words);
        const CliWorld world;
        const QString w = world.path(text("w.mandate"));
        QCOMPARE(world.run({text("init"), w}).exitCode, 0);
        const QString archive = world.path(text("results.eval"));
        QProcess python;
        python.start(text("python3"), {text("-c"), text("import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED)\nz.writestr('header.json', '{\"version\":2,\"eval\":{}}')\n") +
                                                       QString::fromUtf8(program) + text("\nz.close()\n"),
                                       archive});
        QVERIFY(python.waitForFinished(120'000));
        QCOMPARE(python.exitCode(), 0);
        const CliResult refused = world.run({text("evaluate"), text("import"), w, archive});
        QVERIFY2(refused.exitCode == 1 || refused.exitCode == 2, refused.out);
        QVERIFY2(isOneClearMessage(refused.err) && refused.err.contains(words), refused.err);
        QVERIFY(!QFile::exists(world.path(text("evil.json"))) && !QFile::exists(text("/tmp/evil.json")));
        QVERIFY(world.run({text("evaluate"), text("list"), w, text("--json")}).json()["evaluations"].empty());
        QCOMPARE(world.run({text("verify"), w}).exitCode, 0);
    }

    void clocksThatJumpAndEventsOutOfOrderAreKeptMarkedAndInOrder()
    {
        const CliWorld world;
        const QString w = world.path(text("w.mandate"));
        QCOMPARE(world.run({text("init"), w}).exitCode, 0);
        // As a source wrote them whose clock was set forward and back, by seconds and by a century; one has no time, one a time that no clock shows.
        const std::vector<QByteArray> times{"2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", "2016-01-01T00:00:00Z", "2126-01-01T00:00:00Z",
                                            "1969-12-31T23:59:59Z", "", "9999-12-31T23:59:59Z", "2026-01-01T00:00:02Z"};
        QByteArrayList lines;
        for (const QByteArray &time : times) {
            lines += "{\"agent\":\"shop-1\",\"session\":\"s\",\"tool\":\"read_order\",\"id\":\"e" + QByteArray::number(lines.size()) + '"' +
                     (time.isEmpty() ? QByteArray() : ",\"time\":\"" + time + '"') + "}\n";
        }
        const auto import = [&](const char *name) { return world.run({text("import"), w, world.write(text(name), lines.join()), text("--format"), text("signed")}); };
        const CliResult imported = import("clock.jsonl");
        QVERIFY2(imported.exitCode == 0, imported.err);
        // The same events again, in another order and under another name: nothing is counted twice.
        std::reverse(lines.begin(), lines.end());
        QCOMPARE(import("replayed.jsonl").exitCode, 0);
        QCOMPARE(callsIn(world, w), static_cast<std::uint64_t>(times.size()));
        QCOMPARE(world.run({text("verify"), w}).exitCode, 0);

        const auto workspace = Workspace::open(w.toStdString(), true);
        QVERIFY(workspace.ok());
        RowFilter actions;
        actions.kinds = {RecordKind::Action};
        const auto rowsBy = [&](RowOrder order) { return (*workspace)->store().rows((*workspace)->store().select(actions, order).value()).value(); };
        std::vector<EntryNumber> marked;
        for (const Row &row : rowsBy(RowOrder::ArrivalAscending)) {
            if (row.outOfOrder)
                marked.push_back(row.number);
        }
        QCOMPARE(marked, (std::vector<EntryNumber>{2, 4})); // each time the clock went back
        std::vector<EntryNumber> byTime;
        for (const Row &row : rowsBy(RowOrder::TimeAscending))
            byTime.push_back(row.number);
        QCOMPARE(byTime, (std::vector<EntryNumber>{4, 2, 0, 1, 7, 3, 5, 6})); // what has no time that can be told comes last
    }
};

QTEST_GUILESS_MAIN(FaultsTest)
#include "tst_faults.moc"
