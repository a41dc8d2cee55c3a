// SPDX-License-Identifier: GPL-3.0-or-later
// Pact files to begin with, through the real program: templates, next versions, and nothing overwritten.
#include "cli_process.h"

#include <QDir>
#include <QFile>
#include <QTest>

using nlohmann::json;

namespace {

QString text(const char *words)
{
    return QString::fromLatin1(words);
}

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

json documentIn(const QString &path)
{
    return json::parse(bytesOf(path).toStdString(), nullptr, false);
}

} // namespace

class tst_PactNew : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyTemplateIsNamed();
    void everyTemplateBeginsAPact();
    void anEmptyPactIsOne();
    void theNextVersionNamesItsParent();
    void aTakenNumberIsPassedOver();
    void whatWasSupersededContinuesWhatIsInForce();
    void anotherIdIsAPactOfItsOwn();
    void nothingIsOverwritten();
    void aFileThatCannotBeWrittenIsLeftOut();
    void wrongUsageIsSaid_data();
    void wrongUsageIsSaid();

private:
    [[nodiscard]] CliResult begin(const QStringList &arguments) const { return m_world.run(QStringList{text("pact"), text("new")} + arguments); }
    /// A workspace with these versions of shop adopted one after the other.
    [[nodiscard]] QString workspace(const QString &name, const QList<QByteArray> &versions) const;
    CliWorld m_world;
    QStringList m_templates;
};

void tst_PactNew::initTestCase()
{
    for (const char *folder : {"/resources/pacts", "/resources/pacts/templates"}) {
        for (const QString &file : QDir(text(MANDATE_SOURCE_DIR) + text(folder)).entryList({text("*.json")}, QDir::Files))
            m_templates.append(file.chopped(5));
    }
    m_templates.sort();
    QVERIFY(m_templates.size() >= 10);
}

QString tst_PactNew::workspace(const QString &name, const QList<QByteArray> &versions) const
{
    const QString w = m_world.path(name);
    if (m_world.run({text("init"), w}).exitCode != 0)
        qFatal("init failed");
    QByteArray before;
    for (const QByteArray &version : versions) {
        json pact{{"schema", "mandate.pact/1"},
                  {"pact_id", "shop"},
                  {"version", version.toStdString()},
                  {"title", "Shop"},
                  {"valid_until", "2099-01-01T00:00:00Z"},
                  {"binds", json::array()},
                  {"clauses", json::array({{{"id", "S1"}, {"kind", "permit"}, {"when", "true"}, {"reads_as", "Version " + version.toStdString()}}})}};
        if (!before.isEmpty())
            pact["parent_version"] = before.toStdString();
        const CliResult added = m_world.run({text("pact"), text("add"), w, m_world.write(text("add.json"), QByteArray::fromStdString(pact.dump()))});
        if (added.exitCode != 0)
            qFatal("%s", added.err.constData());
        before = version;
    }
    return w;
}

void tst_PactNew::everyTemplateIsNamed()
{
    const CliResult listed = begin({text("--list"), text("--json")});
    QVERIFY2(listed.exitCode == 0, listed.err);
    QStringList names;
    const json templates = listed.json()["templates"];
    for (const json &one : templates) {
        names.append(QString::fromStdString(one["name"]));
        QVERIFY(!one["title"].get<std::string>().empty());
        QVERIFY(!one["purpose"].get<std::string>().empty());
    }
    QCOMPARE(names, m_templates);
    const QByteArray table = begin({text("--list")}).out;
    QVERIFY2(table.contains("accounts_payable") && table.contains("Accounts payable agent"), table);
}

void tst_PactNew::everyTemplateBeginsAPact()
{
    for (const QString &name : m_templates) {
        const QString out = m_world.path(name + text(".json"));
        const CliResult made = begin({text("--template"), name, text("--title"), text("Ours"), text("--id"), text("ours"), text("--out"), out});
        QVERIFY2(made.exitCode == 0, made.err);
        const json document = documentIn(out);
        COMPARE_JSON(document["pact_id"], json("ours"));
        COMPARE_JSON(document["title"], json("Ours"));
        COMPARE_JSON(document["version"], json("1.0.0"));
        const CliResult checked = m_world.run({text("pact"), text("check"), out});
        QVERIFY2(checked.exitCode == 0, checked.out);
    }
}

void tst_PactNew::anEmptyPactIsOne()
{
    const QString out = m_world.path(text("empty.json"));
    const CliResult made = begin({text("--id"), text("refunds"), text("--out"), out, text("--json")});
    QVERIFY2(made.exitCode == 0, made.err);
    COMPARE_JSON(made.json()["pact"], json("refunds@1.0.0"));
    COMPARE_JSON(made.json()["parent_version"], json(nullptr));
    COMPARE_JSON(made.json()["document"], documentIn(out));
    const json checked = m_world.run({text("pact"), text("check"), out, text("--json")}).json();
    COMPARE_JSON(checked["pact"], json("refunds@1.0.0"));
    for (const json &problem : checked["problems"])
        QVERIFY2(problem["class"] != "error" || problem["rule"] == "binds-nobody", problem.dump().c_str()); // for its author to say
}

void tst_PactNew::theNextVersionNamesItsParent()
{
    const QString w = workspace(text("next.mandate"), {"1.0.0", "1.4.2"});
    const QString out = m_world.path(text("next.json"));
    const CliResult made = begin({text("--from"), w, text("shop"), text("--out"), out});
    QVERIFY2(made.exitCode == 0, made.err);
    QVERIFY2(made.out.contains("shop@1.5.0") && made.out.contains("after 1.4.2"), made.out);
    const json document = documentIn(out);
    COMPARE_JSON(document["version"], json("1.5.0"));
    COMPARE_JSON(document["parent_version"], json("1.4.2"));
    COMPARE_JSON(document["clauses"][0]["reads_as"], json("Version 1.4.2"));
    QVERIFY(!document.contains("valid_until"));
    QCOMPARE(m_world.run({text("pact"), text("submit"), w, out}).exitCode, 0);
}

void tst_PactNew::aTakenNumberIsPassedOver()
{
    const QString w = workspace(text("taken.mandate"), {"1.0.0"});
    const QString out = m_world.path(text("taken.json"));
    QCOMPARE(begin({text("--from"), w, text("shop"), text("--out"), out}).exitCode, 0);
    QCOMPARE(m_world.run({text("pact"), text("submit"), w, out}).exitCode, 0);
    QCOMPARE(m_world.run({text("pact"), text("withdraw"), w, text("shop@1.1.0"), text("--reason"), text("wrong")}).exitCode, 0);
    const json document = begin({text("--from"), w, text("shop@1.0.0"), text("--json")}).json()["document"];
    COMPARE_JSON(document["version"], json("1.2.0"));
    COMPARE_JSON(document["parent_version"], json("1.0.0"));
}

void tst_PactNew::whatWasSupersededContinuesWhatIsInForce()
{
    const QString w = workspace(text("old.mandate"), {"1.0.0", "2.0.0"});
    const json document = begin({text("--from"), w, text("shop@1.0.0"), text("--json")}).json()["document"];
    COMPARE_JSON(document["clauses"][0]["reads_as"], json("Version 1.0.0"));
    COMPARE_JSON(document["version"], json("2.1.0"));
    COMPARE_JSON(document["parent_version"], json("2.0.0"));
}

void tst_PactNew::anotherIdIsAPactOfItsOwn()
{
    const QString w = workspace(text("own.mandate"), {"3.0.0"});
    const json made = begin({text("--from"), w, text("shop"), text("--id"), text("kiosk"), text("--json")}).json();
    COMPARE_JSON(made["pact"], json("kiosk@1.0.0"));
    COMPARE_JSON(made["path"], json(nullptr));
    QVERIFY(!made["document"].contains("parent_version"));
}

void tst_PactNew::nothingIsOverwritten()
{
    const QString out = m_world.write(text("mine.json"), "mine");
    const QStringList arguments{text("--id"), text("refunds"), text("--out"), out};
    const CliResult refused = begin(arguments);
    QCOMPARE(refused.exitCode, 2);
    QVERIFY2(refused.err.contains("is there already"), refused.err);
    QCOMPARE(bytesOf(out), QByteArray("mine"));
    const QString link = m_world.path(text("link.json"));
    QVERIFY(QFile::link(m_world.path(text("nowhere.json")), link));
    QCOMPARE(begin({text("--id"), text("refunds"), text("--out"), link}).exitCode, 2);
    QVERIFY(!QFile::exists(m_world.path(text("nowhere.json"))));
    const CliResult forced = begin(arguments + QStringList{text("--force")});
    QVERIFY2(forced.exitCode == 0, forced.err);
    COMPARE_JSON(documentIn(out)["pact_id"], json("refunds"));
}

void tst_PactNew::aFileThatCannotBeWrittenIsLeftOut()
{
    const QString out = m_world.path(text("full.json"));
    const CliResult full = m_world.runWithFileLimit({text("pact"), text("new"), text("--template"), text("retail"), text("--out"), out}, 1024);
    QCOMPARE(full.exitCode, 1);
    QVERIFY2(full.err.contains("MND-CLI-014"), full.err);
    QVERIFY(!QFile::exists(out));
    m_world.write(text("full.json"), "mine");
    QCOMPARE(
        m_world.runWithFileLimit({text("pact"), text("new"), text("--template"), text("retail"), text("--out"), out, text("--force")}, 1024).exitCode,
        1);
    QCOMPARE(bytesOf(out), QByteArray("mine"));
    QCOMPARE(QDir(QFileInfo(out).path()).entryList({text("full.json*")}), QStringList{text("full.json")});
}

void tst_PactNew::wrongUsageIsSaid_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("words");
    QTest::newRow("nothing") << QStringList{} << QByteArray("--id is missing");
    QTest::newRow("no out") << QStringList{text("--id"), text("x")} << QByteArray("--out is missing");
    QTest::newRow("misspelt") << QStringList{text("--template"), text("retial"), text("--out"), text("OUT")} << QByteArray("Did you mean \"retail\"");
    QTest::newRow("a path") << QStringList{text("--template"), text("../retail"), text("--out"), text("OUT")} << QByteArray("There is no template");
    QTest::newRow("both") << QStringList{text("--template"), text("retail"), text("--from"), text("w"), text("x"), text("--out"), text("OUT")}
                          << QByteArray("Both --template and --from");
    QTest::newRow("no version") << QStringList{text("--from"), text("w"), text("--out"), text("OUT")} << QByteArray("No version is named");
    QTest::newRow("a word") << QStringList{text("retail"), text("--id"), text("x"), text("--out"), text("OUT")} << QByteArray("one word too many");
    QTest::newRow("no id") << QStringList{text("--id"), text("No Id!"), text("--out"), text("OUT")} << QByteArray("pact_id");
    QTest::newRow("no workspace") << QStringList{text("--from"), text("/nowhere"), text("x"), text("--out"), text("OUT")} << QByteArray("nowhere");
}

void tst_PactNew::wrongUsageIsSaid()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, words);
    const QString out = m_world.path(text("wrong.json"));
    arguments.replaceInStrings(text("OUT"), out);
    const CliResult result = begin(arguments);
    QVERIFY2(result.exitCode == 2, result.err);
    QVERIFY2(result.err.contains(words), result.err);
    QVERIFY(!QFile::exists(out));
}

QTEST_GUILESS_MAIN(tst_PactNew)
#include "tst_pact_new.moc"
