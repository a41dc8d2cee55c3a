// SPDX-License-Identifier: GPL-3.0-or-later
// mandate pact export and pact import, as people and programs run them.
#include <QTest>

#include "cli_process.h"

#include <QFile>

#include <algorithm>

using nlohmann::json;

class tst_PactExport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cedarFilesAreWrittenAndWhatIsNotSaidIsListed();
    void jsonHoldsTheTextsAndTheReasons();
    void aSingleFileGoesToStandardOutput();
    void aPdfIsWrittenWithoutAScreen();
    void historyIsSaidInTheTemporalDialect();
    void nothingIsOverwritten();
    void wrongUseExitsWithTwo();
    void rulesOfAnotherEngineBecomeADraft();

private:
    CliWorld m_world;
    QString m_banking = QStringLiteral(MANDATE_SOURCE_DIR "/resources/pacts/banking.json");
    [[nodiscard]] CliResult exported(const QStringList &arguments) const
    {
        return m_world.run(QStringList{QStringLiteral("pact"), QStringLiteral("export"), m_banking} + arguments);
    }
};

void tst_PactExport::cedarFilesAreWrittenAndWhatIsNotSaidIsListed()
{
    const QString folder = m_world.path(QStringLiteral("cedar/here"));
    const CliResult result = exported({QStringLiteral("--to"), QStringLiteral("cedar"), QStringLiteral("--out"), folder});
    QVERIFY2(result.exitCode == 1, result.err); // something is left out
    QVERIFY2(result.out.contains("Exported clauses: S1, S2, B1, B3, B4\n"), result.out);
    QVERIFY2(result.out.contains("\nNot expressed:\n  B5: it looks at what the action returned"), result.out);
    for (const char *name : {"policies.cedar", "schema.cedarschema", "entities.json", "mapping.json"})
        QVERIFY2(QFile::exists(folder + u'/' + QLatin1String(name)), name);
}

void tst_PactExport::jsonHoldsTheTextsAndTheReasons()
{
    const CliResult result = exported({QStringLiteral("--to"), QStringLiteral("agt"), QStringLiteral("--json")});
    QCOMPARE(result.exitCode, 1);
    QCOMPARE(result.out.count('\n'), 1);
    const json told = result.json();
    COMPARE_JSON(told["pact"], "banking-assistant@1.0.0");
    COMPARE_JSON(told["target"], "agt");
    COMPARE_JSON(told["expressed"], (json{"S1", "S2", "B1", "B3", "B4"}));
    COMPARE_JSON(told["files"][1]["name"], "policy/pact.rego");
    QVERIFY(told["files"][1]["text"].get<std::string>().find("package mandate.banking_assistant") != std::string::npos);
    QVERIFY(std::any_of(told["left"].begin(), told["left"].end(), [](const json &part) { return part["place"] == "B5" && !part["reason"].empty(); }));
}

void tst_PactExport::aSingleFileGoesToStandardOutput()
{
    const CliResult page = exported({QStringLiteral("--to"), QStringLiteral("md")});
    QCOMPARE(page.exitCode, 0);
    QVERIFY2(page.out.startsWith("# Personal banking assistant\n"), page.out.left(200));
    const CliResult document = exported({QStringLiteral("--to"), QStringLiteral("json")});
    COMPARE_JSON(document.json()["pact_id"], "banking-assistant");
}

void tst_PactExport::aPdfIsWrittenWithoutAScreen()
{
    const QStringList to{QStringLiteral("--to"), QStringLiteral("pdf")};
    QCOMPARE(exported(to).exitCode, 2); // not for the screen
    const QString place = m_world.path(QStringLiteral("signed/pact.pdf"));
    const CliResult written = exported(to + QStringList{QStringLiteral("--out"), place});
    QVERIFY2(written.exitCode == 0, written.err);
    QFile file(place);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    QVERIFY(bytes.startsWith("%PDF-") && bytes.contains("/Type /Page\n") && bytes.size() > 10'000);
    const CliResult named = exported(to + QStringList{QStringLiteral("--out"), m_world.path(QStringLiteral("signed/")), QStringLiteral("--json")});
    QVERIFY(QFile::exists(m_world.path(QStringLiteral("signed/banking-assistant-1.0.0.pdf"))));
    COMPARE_JSON(named.json()["target"], "pdf");
}

void tst_PactExport::historyIsSaidInTheTemporalDialect()
{
    const QString folder = m_world.path(QStringLiteral("temporal"));
    const CliResult result = m_world.run({QStringLiteral("pact"), QStringLiteral("export"), QStringLiteral(MANDATE_SOURCE_DIR "/resources/pacts/retail.json"),
                                          QStringLiteral("--to"), QStringLiteral("cedar-temporal"), QStringLiteral("--out"), folder});
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.out.contains("Exported clauses: S1, S2, R2, R6\n"), result.out);
    QFile file(folder + QStringLiteral("/policies.dw"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().contains("when temporal { (formerly within 24h "));
}

void tst_PactExport::nothingIsOverwritten()
{
    const QString place = m_world.write(QStringLiteral("mine.md"), "mine");
    const CliResult result = exported({QStringLiteral("--to"), QStringLiteral("md"), QStringLiteral("--out"), place});
    QCOMPARE(result.exitCode, 2);
    QVERIFY2(result.err.contains("is there already"), result.err);
    QFile file(place);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("mine"));
}

void tst_PactExport::wrongUseExitsWithTwo()
{
    QCOMPARE(exported({}).exitCode, 2);
    const CliResult target = exported({QStringLiteral("--to"), QStringLiteral("word")});
    QCOMPARE(target.exitCode, 2);
    QVERIFY2(target.err.contains("Targets: cedar, cedar-temporal, rego, agt, md, pdf, json."), target.err);
    QCOMPARE(exported({QStringLiteral("--to"), QStringLiteral("cedar")}).exitCode, 2);
}

void tst_PactExport::rulesOfAnotherEngineBecomeADraft()
{
    const QString policies = m_world.write(QStringLiteral("rules.cedar"), "@id(\"no\") forbid (principal, action == Action::\"drop\", resource);\n"
                                                                          "@id(\"who\") permit (principal == User::\"a\", action, resource);\n");
    const QString draft = m_world.path(QStringLiteral("draft.json"));
    const QStringList words{QStringLiteral("pact"), QStringLiteral("import"), policies, QStringLiteral("--from"), QStringLiteral("cedar"),
                            QStringLiteral("--id"), QStringLiteral("mine")};
    const CliResult result = m_world.run(words + QStringList{QStringLiteral("--out"), draft});
    QCOMPARE(result.exitCode, 1); // a rule is left
    QVERIFY2(result.out.contains("1 rule became a clause, 1 did not.\n  who: it is for some principals only"), result.out);
    QVERIFY(QFile::exists(draft));
    const CliResult checked = m_world.run({QStringLiteral("pact"), QStringLiteral("check"), draft, QStringLiteral("--json")});
    COMPARE_JSON(checked.json()["pact"], "mine@0.1.0");
    const json told = m_world.run(words + QStringList{QStringLiteral("--json")}).json();
    COMPARE_JSON(told["clauses"], json{"no"});
    COMPARE_JSON(told["document"]["clauses"][0]["tools"], json{"drop"});
    QCOMPARE(m_world
                 .run({QStringLiteral("pact"), QStringLiteral("import"), policies, QStringLiteral("--from"), QStringLiteral("agt"),
                       QStringLiteral("--id"), QStringLiteral("mine"), QStringLiteral("--json")})
                 .exitCode,
             2);
}

QTEST_GUILESS_MAIN(tst_PactExport)
#include "tst_pact_export.moc"
