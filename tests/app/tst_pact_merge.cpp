// SPDX-License-Identifier: GPL-3.0-or-later
// mandate pact merge, and restoring an older version, as people run them.
#include <QTest>

#include "cli_process.h"

#include <QFile>

using nlohmann::json;

class tst_PactMerge : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatOneSideChangedIsTakenAndBothIsAConflict();
    void whatIsInForceIsWhatADraftComesAfter();
    void differentPactsAreNotMerged();
    void anOlderVersionIsRestoredAfterTheOneInForce();
    void whatIsInForceIsNotRestored();

private:
    CliWorld m_world;

    static QString text(const char *latin) { return QString::fromLatin1(latin); }
    static json pact(const char *version, const char *parent, const char *first, const char *second)
    {
        json document{{"schema", "mandate.pact/1"}, {"pact_id", "shop"}, {"version", version}, {"title", "Shop"}, {"binds", json::array({{{"deployment", "shop"}}})},
                      {"accountability", {{"owner", "Owner A"}, {"deputy", "Deputy B"}}}};
        if (*parent)
            document["parent_version"] = parent;
        document["clauses"] = json::array({{{"id", "A"}, {"kind", "forbid"}, {"tools", {"pay"}}, {"when", first}, {"reads_as", "First."}},
                                           {{"id", "B"}, {"kind", "permit"}, {"tools", {"pay"}}, {"when", second}, {"reads_as", "Second."}}});
        return document;
    }
    [[nodiscard]] QString file(const char *name, const json &document) const { return m_world.write(text(name), QByteArray::fromStdString(document.dump())); }
    [[nodiscard]] CliResult merge(const QStringList &arguments) const { return m_world.run(QStringList{text("pact"), text("merge")} + arguments); }
    [[nodiscard]] QString workspace(const char *name, const QStringList &pacts) const
    {
        const QString path = m_world.path(text(name));
        if (m_world.run({text("init"), path}).exitCode != 0)
            qFatal("no workspace");
        for (const QString &added : pacts) {
            const CliResult result = m_world.run({text("pact"), text("add"), path, added});
            if (result.exitCode != 0)
                qFatal("%s", result.err.constData());
        }
        return path;
    }
};

void tst_PactMerge::whatOneSideChangedIsTakenAndBothIsAConflict()
{
    const QString base = file("base.json", pact("1.0.0", "", "args.a > 1", "true"));
    const QString ours = file("ours.json", pact("1.1.0", "1.0.0", "args.a > 2", "true"));
    const QString apart = file("apart.json", pact("1.2.0", "1.0.0", "args.a > 1", "args.b > 1"));
    const QString out = m_world.path(text("merged.json"));
    const CliResult whole = merge({base, ours, apart, text("--out"), out});
    QVERIFY2(whole.exitCode == 0, whole.err);
    QVERIFY2(whole.out.contains("No conflicts."), whole.out);
    QFile written(out);
    QVERIFY(written.open(QIODevice::ReadOnly));
    const json merged = json::parse(written.readAll().toStdString());
    COMPARE_JSON(merged["clauses"][0]["when"], "args.a > 2");
    COMPARE_JSON(merged["clauses"][1]["when"], "args.b > 1");
    COMPARE_JSON(merged["version"], "1.1.0"); // none of the two is in force anywhere

    const QString both = file("both.json", pact("1.2.0", "1.0.0", "args.a > 3", "args.b > 1"));
    const CliResult conflict = merge({base, ours, both, text("--json")});
    QCOMPARE(conflict.exitCode, 1);
    const json told = conflict.json();
    QCOMPARE(told["conflicts"].size(), std::size_t(1));
    COMPARE_JSON(told["conflicts"][0]["id"], "A");
    COMPARE_JSON(told["conflicts"][0]["place"], "/clauses/0");
    COMPARE_JSON(told["conflicts"][0]["base"]["when"], "args.a > 1");
    COMPARE_JSON(told["conflicts"][0]["theirs"]["when"], "args.a > 3");
    COMPARE_JSON(told["document"]["clauses"][0]["when"], "args.a > 2"); // ours, until somebody chose
    const CliResult words = merge({base, ours, both, text("--out"), m_world.path(text("again.json"))});
    QVERIFY2(words.out.contains("Both changed A (/clauses/0):") && words.out.contains("1 conflict; "), words.out);
    QCOMPARE(merge({base, ours, both, text("--out"), m_world.path(text("again.json"))}).exitCode, 2); // it is there already
}

void tst_PactMerge::whatIsInForceIsWhatADraftComesAfter()
{
    const QString w = workspace("merge.mandate", {file("v1.json", pact("1.0.0", "", "args.a > 1", "true")), file("v2.json", pact("1.1.0", "1.0.0", "args.a > 1", "args.b > 1"))});
    const QString draft = file("draft.json", pact("1.1.0", "1.0.0", "args.a > 2", "true"));
    const CliResult merged = merge({text("shop@1.0.0"), draft, text("shop@1.1.0"), text("--workspace"), w, text("--json")});
    QVERIFY2(merged.exitCode == 0, merged.err);
    COMPARE_JSON(merged.json()["pact"], "shop@1.2.0");
    COMPARE_JSON(merged.json()["parent_version"], "1.1.0");
    const QString out = file("up.json", merged.json()["document"]);
    QCOMPARE(m_world.run({text("pact"), text("submit"), w, out}).exitCode, 0);
}

void tst_PactMerge::differentPactsAreNotMerged()
{
    const QString base = file("base2.json", pact("1.0.0", "", "true", "true"));
    json other = pact("1.0.0", "", "true", "true");
    other["pact_id"] = "kiosk";
    const CliResult result = merge({base, base, file("other.json", other), text("--json")});
    QCOMPARE(result.exitCode, 2);
    QVERIFY2(result.err.contains("versions of different pacts"), result.err);
}

void tst_PactMerge::anOlderVersionIsRestoredAfterTheOneInForce()
{
    const QString w = workspace("restore.mandate", {file("r1.json", pact("1.0.0", "", "args.a > 1", "true")), file("r2.json", pact("2.0.0", "1.0.0", "args.a > 5", "true"))});
    const QString out = m_world.path(text("restored.json"));
    const CliResult restored = m_world.run({text("pact"), text("new"), text("--from"), w, text("shop@1.0.0"), text("--restore"), text("--out"), out});
    QVERIFY2(restored.exitCode == 0, restored.err);
    QVERIFY2(restored.out.contains("(shop@2.1.0, after 2.0.0)") && restored.out.contains("It says what shop@1.0.0 said."), restored.out);
    QFile written(out);
    QVERIFY(written.open(QIODevice::ReadOnly));
    COMPARE_JSON(json::parse(written.readAll().toStdString())["clauses"][0]["when"], "args.a > 1");
    QCOMPARE(m_world.run({text("pact"), text("submit"), w, out}).exitCode, 0);
}

void tst_PactMerge::whatIsInForceIsNotRestored()
{
    const QString w = workspace("now.mandate", {file("n1.json", pact("1.0.0", "", "true", "true"))});
    const QString out = m_world.path(text("now.json"));
    const CliResult refused = m_world.run({text("pact"), text("new"), text("--from"), w, text("shop@1.0.0"), text("--restore"), text("--out"), out});
    QCOMPARE(refused.exitCode, 2);
    QVERIFY2(refused.err.contains("last in force itself"), refused.err);
    const CliResult unnamed = m_world.run({text("pact"), text("new"), text("--from"), w, text("shop"), text("--restore"), text("--out"), out});
    QCOMPARE(unnamed.exitCode, 2);
    QVERIFY(!QFile::exists(out));
}

QTEST_GUILESS_MAIN(tst_PactMerge)
#include "tst_pact_merge.moc"
