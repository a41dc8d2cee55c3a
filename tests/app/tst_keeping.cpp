// SPDX-License-Identifier: GPL-3.0-or-later
// Legal holds, retention, custody and masking by the real program, on a workspace whose evidence came in two years ago.
#include "cli_process.h"

#include "models/workspace/workspace.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

using nlohmann::json;

namespace {

QString text(const char *words) { return QString::fromUtf8(words); }

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// A conversation with one call, with words that are nowhere else. Written with ' for ".
QByteArray run(const QByteArray &secret)
{
    QByteArray line = "{'messages':[{'role':'user','content':'My name is " + secret +
                      "'},{'role':'assistant','content':null,'tool_calls':[{'id':'c1','type':'function','function':{'name':'send_mail',"
                      "'arguments':'{\\'email\\': \\'" + secret + "@example.org\\', \\'copies\\': 2}'}}]},{'role':'tool','tool_call_id':'c1','content':'sent to " + secret + "'}]}\n";
    return line.replace('\'', '"');
}

} // namespace

class tst_Keeping : public QObject
{
    Q_OBJECT

    CliWorld m_world;
    QString m_workspace;

    [[nodiscard]] CliResult mandate(const char *command, QStringList more = {}) const
    {
        QStringList words = text(command).split(u' ');
        words += m_workspace;
        return m_world.run(words + more);
    }
    [[nodiscard]] json answered(const char *command, const QStringList &more = {}, int exitCode = 0) const
    {
        const CliResult result = mandate(command, more + QStringList{text("--json")});
        if (result.exitCode != exitCode)
            qWarning("%s", result.err.constData());
        return result.exitCode == exitCode ? result.json() : json();
    }
    [[nodiscard]] bool anyFileHolds(const QByteArray &words) const
    {
        for (const char *end : {"", "-wal", "-text", "-text-wal"}) {
            if (contentOf(m_workspace + text(end)).contains(words))
                return true;
        }
        return false;
    }
    /// The number of the first action whose text holds these words.
    [[nodiscard]] QString entryWith(const char *words) const
    {
        const json found = answered("query", {text("--kind"), text("action"), text("--text"), text(words)});
        return found.is_object() && !found["rows"].empty() ? QString::number(found["rows"][0]["entry"].get<int>()) : QString();
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_workspace = m_world.path(text("w.mandate"));
        qputenv("MANDATE_KEYS", m_world.environment().value(text("MANDATE_KEYS")).toUtf8());
        mandate::Surroundings surroundings;
        surroundings.clock = [] { return *mandate::parseInstant("2024-05-01T10:00:00Z"); };
        const auto made = mandate::Workspace::create(m_workspace.toStdString(), surroundings);
        QVERIFY(made.ok());
        QByteArray document("{'schema':'mandate.pact/1','pact_id':'mail','version':'1.0.0','title':'Mail','binds':[{'agent':'clerk'}],'accountability':{'owner':'Owner A','deputy':'Deputy B'},"
                            "'clauses':[{'id':'S1','kind':'permit','tools':['*'],'when':'true','reads_as':'Everything.'}],'evidence':{'retention_days':365}}");
        const auto pact = (*made)->addPact(document.replace('\'', '"').toStdString());
        QVERIFY2(pact.ok(), pact.ok() ? "" : describe(pact.error()).c_str());
        mandate::ImportOptions options;
        options.agent = "clerk";
        for (const auto &[name, secret] : {std::pair{"first.jsonl", "ALPHAONE"}, {"second.jsonl", "BRAVOTWO"}}) {
            const QString file = m_world.write(text(name), run(secret));
            QVERIFY((*made)->import({file.toStdString()}, options).ok());
        }
    }

    void aPlanSaysWhatMayGoAndChangesNothing()
    {
        const json before = answered("verify");
        const json early = answered("retention plan", {text("--at"), text("2024-06-01")});
        QCOMPARE(early["records"].get<int>(), 0);
        QCOMPARE(early["kept"][0]["because"].get<std::string>(), std::string("younger"));
        QCOMPARE(early["kept"][0]["what"].get<std::string>(), std::string("mail@1.0.0"));
        const json plan = answered("retention plan");
        QVERIFY(plan["records"].get<int>() > 2);
        QCOMPARE(plan["kept_records"].get<int>(), 0);
        QCOMPARE(plan["pacts"][0]["days"].get<int>(), 365);
        QVERIFY(plan["item_octets"].get<int>() > 0 && plan["entry_octets"].get<int>() > 0);
        const CliResult told = mandate("retention plan", {text("--at"), text("2024-06-01")});
        QVERIFY2(told.out.contains("As of 2024-06-01T00:00:00Z no record may go.") && told.out.contains("not over by mail@1.0.0; the first may go 2025-05-01T10:00:00Z"), told.out.constData());
        COMPARE_JSON(answered("verify"), before);
    }

    void aHoldIsPlacedListedAndStopsErasure()
    {
        QCOMPARE(mandate("hold list").out, QByteArray("No legal hold was ever placed.\n"));
        QCOMPARE(mandate("hold place", {text("--reason"), text("court order")}).exitCode, 2);
        const json hold = answered("hold place", {text("--matter"), text("M-17"), text("--reason"), text("court order"), text("--query"), text("ALPHAONE")});
        QVERIFY2(hold.is_object(), "no hold");
        const auto id = QString::fromStdString(hold["hold"].get<std::string>());
        QVERIFY(hold["records"].get<int>() > 0 && hold["in_force"].get<bool>());
        const json plan = answered("retention plan");
        QCOMPARE(plan["kept"][0]["because"].get<std::string>(), std::string("hold"));
        QCOMPARE(plan["kept"][0]["what"].get<std::string>(), id.toStdString());
        QVERIFY(mandate("hold list").out.contains("M-17"));
        const json shown = answered("show", {entryWith("ALPHAONE")});
        QCOMPARE(shown["holds"][0].get<std::string>(), id.toStdString());
    }

    void whatIsMaskedIsShownForAReasonThatIsSigned()
    {
        const QString entry = entryWith("BRAVOTWO");
        QVERIFY(!entry.isEmpty());
        QVERIFY(mandate("show", {entry}).out.contains("BRAVOTWO@example.org"));
        QCOMPARE(mandate("masking", {text("--on")}).exitCode, 2); // no reason
        QVERIFY(answered("masking", {text("--on"), text("--reason"), text("personal data")})["on"].get<bool>());
        const CliResult masked = mandate("show", {entry});
        QVERIFY2(!masked.out.contains("BRAVOTWO") && masked.out.contains("masked: /action/arguments/email (e-mail)") && masked.out.contains("\"copies\": 2"), masked.out.constData());
        QCOMPARE(mandate("show", {entry, text("--reveal"), text("/action/arguments/copies"), text("--reason"), text("why")}).exitCode, 2);
        QCOMPARE(mandate("show", {entry, text("--reveal"), text("/action/arguments/email")}).exitCode, 2);
        QVERIFY(!mandate("custody", {entry}).out.contains("masked value shown"));
        const json value = answered("show", {entry, text("--reveal"), text("/action/arguments/email"), text("--reason"), text("the customer asked")});
        QCOMPARE(value["value"].get<std::string>(), std::string("BRAVOTWO@example.org"));
        const CliResult custody = mandate("custody", {entry});
        QVERIFY2(custody.out.contains("masked value shown /action/arguments/email (e-mail)") && custody.out.contains("the customer asked"), custody.out.constData());
        QVERIFY(!mandate("show", {entry}).out.contains("BRAVOTWO"));
    }

    void erasedTextIsNowhereAndTheLedgerHolds()
    {
        const QString entry = entryWith("BRAVOTWO");
        QVERIFY(anyFileHolds("BRAVOTWO") && anyFileHolds("ALPHAONE"));
        QCOMPARE(mandate("retention apply").exitCode, 2); // no reason
        const int going = answered("retention plan")["records"].get<int>();
        const CliResult wrong = mandate("retention apply", {text("--reason"), text("over"), text("--count"), QString::number(going + 1)});
        QVERIFY2(wrong.exitCode == 1 && wrong.err.contains("MND-WSP-037"), wrong.err.constData());
        QVERIFY(anyFileHolds("BRAVOTWO"));
        const json applied = answered("retention apply", {text("--reason"), text("retention is over"), text("--count"), QString::number(going)});
        QVERIFY2(applied.is_object(), "not applied");
        QCOMPARE(applied["erased"]["records"].get<int>(), going);
        QVERIFY(applied["erased"]["scrubbed"].get<bool>());
        QVERIFY(!anyFileHolds("BRAVOTWO"));
        QVERIFY(anyFileHolds("ALPHAONE"));
        const json verified = answered("verify");
        QVERIFY(verified["ok"].get<bool>());
        QCOMPARE(verified["erased"].get<int>(), going);
        const CliResult shown = mandate("show", {entry});
        QVERIFY2(shown.out.contains("under mail@1.0.0: retention is over") && shown.out.contains("\"tool\": \"send_mail\""), shown.out.constData());
        QVERIFY(entryWith("BRAVOTWO").isEmpty());
        QVERIFY(!entryWith("ALPHAONE").isEmpty());
        // The same file again brings nothing back.
        QCOMPARE(m_world.run({text("import"), m_workspace, m_world.path(text("second.jsonl")), text("--agent"), text("clerk"), text("--json")}).json()["records"].get<int>(), 0);
        QVERIFY(!anyFileHolds("BRAVOTWO"));
        QCOMPARE(answered("retention plan")["erased_before"].get<int>(), going);
    }

    void aBundleSaysWhatWasErasedAndProvesItsLeaves()
    {
        const int erased = answered("verify")["erased"].get<int>();
        for (const bool redacted : {false, true}) {
            const QString target = m_world.path(redacted ? text("hidden") : text("bundle"));
            QStringList words{text("--agent"), text("clerk"), text("--out"), target};
            if (redacted)
                words += {text("--redact"), text("external-counsel")};
            const json made = answered("export", words);
            QVERIFY2(made.is_object(), "no bundle");
            QCOMPARE(made["erased"].get<int>(), erased);
            QCOMPARE(made["verified"]["erased"].get<int>(), erased);
            QVERIFY(made["verified"]["ok"].get<bool>());
            const QString entries = target + text("/data/records/entries.jsonl");
            QVERIFY(contentOf(entries).contains("\"erased\":"));
            QVERIFY(contentOf(target + text("/data/VERIFY.md")).contains("were erased before this export"));
            // VERIFY.md as it is written, with nothing else at hand.
            QProcess shell;
            QString script = text("set -e\n");
            QRegularExpressionMatchIterator blocks = QRegularExpression(text("```sh\\n(.*?)```"), QRegularExpression::DotMatchesEverythingOption)
                                                         .globalMatch(QString::fromUtf8(contentOf(target + text("/data/VERIFY.md"))));
            while (blocks.hasNext())
                script += blocks.next().captured(1);
            shell.setWorkingDirectory(target);
            shell.start(text("/bin/bash"), {text("-c"), script});
            QVERIFY(shell.waitForFinished());
            const QByteArray said = shell.readAllStandardOutput();
            QVERIFY2(said.contains("the record is in the ledger") && shell.exitCode() == 0, (said + shell.readAllStandardError()).constData());
            // Opened it shows them as what they are: nothing is left out, and no word of theirs is there.
            const CliResult opened = m_world.run({text("query"), target, text("--json")});
            QCOMPARE(opened.exitCode, 0);
            QCOMPARE(opened.json()["total"].get<int>(), made["records"].get<int>());
        }
    }

    void custodyIsEmptyInWordsWhereNothingHappened()
    {
        const QString fresh = m_world.path(text("fresh.mandate"));
        QCOMPARE(m_world.run({text("init"), fresh}).exitCode, 0);
        QCOMPARE(m_world.run({text("custody"), fresh}).out, QByteArray("No custody events recorded.\n"));
        const json all = answered("custody");
        std::vector<std::string> acts;
        for (const json &event : all["events"])
            acts.push_back(event["act"].get<std::string>());
        const std::vector<std::string> wanted{"hold_placed", "masking_changed", "field_revealed", "erased", "export_begun", "export_sealed", "export_begun", "export_sealed"};
        QVERIFY2(acts == wanted, all.dump().c_str());
        QCOMPARE(m_world.run({text("custody"), m_workspace, text("INC-00000000")}).exitCode, 2);
    }
};

QTEST_GUILESS_MAIN(tst_Keeping)
#include "tst_keeping.moc"
