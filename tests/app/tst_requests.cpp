// SPDX-License-Identifier: GPL-3.0-or-later
// Requests on the command line: listed, shown, approved, narrowed, denied and watched by the real binary, filed by the core.
#include "cli_process.h"

#include "models/workspace/workspace.h"

#include <QFile>
#include <QProcess>
#include <QTest>

#include <csignal>

using nlohmann::json;
using namespace mandate;

class tst_Requests : public QObject
{
    Q_OBJECT

    /// Files a payment in the workspace as its agent would.
    static QString file(const CliWorld &world, const QString &path, int amount)
    {
        qputenv("MANDATE_KEYS", world.environment().value(QStringLiteral("MANDATE_KEYS")).toUtf8());
        auto workspace = Workspace::open(path.toStdString());
        if (!workspace)
            qFatal("%s", describe(workspace.error()).c_str());
        ApprovalRequest request;
        request.action.agent = "payer";
        request.action.tool = "send_money";
        request.action.parameters = R"({"amount":)" + std::to_string(amount) + R"(,"recipient":"x"})";
        request.deployment = "banking";
        if (const auto pact = (*workspace)->pactFor("payer", "banking")) {
            request.pactId = pact->document.id;
            request.pactVersion = pact->document.version;
            request.clause = "B3";
        }
        request.proposal = {"rent", "one payment", "one account", Reversibility::None, 0.7, {}};
        const auto filed = (*workspace)->requestApproval(request);
        if (!filed)
            qFatal("%s", describe(filed.error()).c_str());
        return QString::fromStdString(filed->id);
    }

    static QString make(const CliWorld &world)
    {
        const QString w = world.path(QStringLiteral("w.mandate"));
        if (world.run({QStringLiteral("init"), w}).exitCode != 0 ||
            world.run({QStringLiteral("pact"), QStringLiteral("add"), w, QStringLiteral(MANDATE_SOURCE_DIR "/resources/pacts/banking.json")}).exitCode != 0)
            qFatal("no workspace");
        return w;
    }

private Q_SLOTS:
    void requestsAreListedShownAndDecided()
    {
        const CliWorld world;
        const QString w = make(world);
        const QString first = file(world, w, 2000);
        const QString second = file(world, w, 3000);
        const json listed = world.run({QStringLiteral("requests"), w, QStringLiteral("--open"), QStringLiteral("--json")}).json();
        COMPARE_JSON(listed["total"], json(2));
        COMPARE_JSON(listed["requests"][0]["decision"], json("open"));
        COMPARE_JSON(listed["requests"][0]["test_item"], json(nullptr));
        const json shown = world.run({QStringLiteral("request"), QStringLiteral("show"), w, first, QStringLiteral("--json")}).json();
        COMPARE_JSON(shown["arguments"], (json{{"amount", 2000}, {"recipient", "x"}}));
        COMPARE_JSON(shown["computed"]["money_millionths"], json(2'000'000'000));
        const CliResult plain = world.run({QStringLiteral("request"), QStringLiteral("show"), w, first});
        QVERIFY(plain.out.contains("A payment over 1,000 needs the owner's approval."));

        const CliResult noReason = world.run({QStringLiteral("deny"), w, first});
        QCOMPARE(noReason.exitCode, 1);
        QVERIFY2(noReason.err.contains("MND-APR-027"), noReason.err);
        const json denied = world.run({QStringLiteral("deny"), w, first, QStringLiteral("--reason"), QStringLiteral("policy"), QStringLiteral("--note"), QStringLiteral("no"), QStringLiteral("--json")}).json();
        COMPARE_JSON(denied["decision"], json("denied"));
        COMPARE_JSON(denied["decided_actor"], json("person"));
        const CliResult again = world.run({QStringLiteral("approve"), w, first, QStringLiteral("--reason"), QStringLiteral("checked")});
        QCOMPARE(again.exitCode, 1);
        QVERIFY2(again.err.contains("MND-APR-013"), again.err);

        const QString wider = world.write(QStringLiteral("wider.json"), "{\"amount\":9000,\"recipient\":\"x\"}");
        const CliResult refused = world.run({QStringLiteral("approve"), w, second, QStringLiteral("--reason"), QStringLiteral("checked"), QStringLiteral("--limit"), wider});
        QCOMPARE(refused.exitCode, 1);
        QVERIFY2(refused.err.contains("MND-APR-030"), refused.err);
        const QString less = world.write(QStringLiteral("less.json"), "{\"amount\":1500,\"recipient\":\"x\"}");
        const json approved = world.run({QStringLiteral("approve"), w, second, QStringLiteral("--reason"), QStringLiteral("checked"), QStringLiteral("--limit"), less, QStringLiteral("--json")}).json();
        COMPARE_JSON(approved["decision"], json("approved"));
        COMPARE_JSON(approved["operation"], json("waiting_for_agent"));
        COMPARE_JSON(approved["limited_to"]["amount"], json(1500));
        QVERIFY(approved["approved_digest"] != approved["digest"]);
        const CliResult none = world.run({QStringLiteral("request"), QStringLiteral("show"), w, QStringLiteral("ESC-none")});
        QVERIFY(none.exitCode != 0 && none.err.contains("MND-APR-010"));
    }

    void watchingTellsWhatOtherProgramsDo()
    {
        const CliWorld world;
        const QString w = make(world);
        const QString before = file(world, w, 2000);
        QProcess watch;
        watch.setProcessEnvironment(world.environment());
        watch.start(QStringLiteral(MANDATE_BINARY), {QStringLiteral("watch"), w, QStringLiteral("--json")});
        QVERIFY(watch.waitForStarted());
        QByteArray told;
        const auto until = [&](const QByteArray &words) {
            return QTest::qWaitFor([&] {
                watch.waitForReadyRead(50);
                told += watch.readAllStandardOutput();
                return told.contains(words);
            }, 30'000);
        };
        QVERIFY2(until("\"event\":\"open\""), told);
        const QString later = file(world, w, 3000);
        QVERIFY2(until("\"event\":\"file\""), told);
        QVERIFY(world.run({QStringLiteral("deny"), w, later, QStringLiteral("--reason"), QStringLiteral("policy")}).exitCode == 0);
        QVERIFY2(until("\"event\":\"deny\""), told);
        ::kill(static_cast<pid_t>(watch.processId()), SIGINT);
        QVERIFY(watch.waitForFinished());
        QCOMPARE(watch.exitCode(), 0);
        for (const QByteArray &line : told.trimmed().split('\n'))
            QVERIFY2(json::accept(line.toStdString()), line);
        QVERIFY(told.contains(before.toUtf8()));
    }
};

QTEST_GUILESS_MAIN(tst_Requests)
#include "tst_requests.moc"
