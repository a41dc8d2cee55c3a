// SPDX-License-Identifier: GPL-3.0-or-later
// A bundle from the first question to the last check, by the real program: what it holds, that VERIFY.md works as it is written with sha256sum and
// openssl alone, that every change is named also where all manifests were made anew, and that what is hidden is nowhere.
#include "cli_process.h"
#include "forged_bundle.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <csignal>

using nlohmann::json;

namespace {

QString text(const char *words) { return QString::fromUtf8(words); }

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(missing)");
}

/// One run whose texts try everything that a table or a page could take for its own.
/// Written with ' for ", and ` for what has to be one.
QByteArray hostileRun()
{
    QByteArray run = "{'messages':[{'role':'user','content':'=cmd|` /C calc`!A0 <img src=x onerror=alert(1)> SECRET-WORD'},"
                     "{'role':'assistant','content':null,'tool_calls':[{'id':'c1','type':'function','function':{'name':'send_money',"
                     "'arguments':'{\\'to\\': \\'@SUM(1+1) \\\\u202Eevil\\', \\'amount\\': 740.5, \\'note\\': \\'SECRET-NOTE\\'}'}}]},"
                     "{'role':'tool','tool_call_id':'c1','content':'+SECRET-RESULT'}]}\n";
    return run.replace('\'', '"').replace('`', '\'');
}

} // namespace

class tst_Bundle : public QObject
{
    Q_OBJECT

    CliWorld m_world;
    QString m_workspace;
    QString m_incident;

    [[nodiscard]] QString at(const char *name) const { return m_world.path(text(name)); }
    [[nodiscard]] CliResult exported(const QString &target, QStringList more) const
    {
        return m_world.run(QStringList{text("export"), m_workspace, text("--out"), target, text("--json")} + more);
    }
    [[nodiscard]] CliResult verified(const QString &target, const QStringList &more = {}) const
    {
        return m_world.run(QStringList{text("verify"), target, text("--json")} + more);
    }
    /// The blocks of VERIFY.md as one script, run in the bundle with nothing but a plain path.
    static QByteArray follow(const QString &bundle, int &exitCode)
    {
        const QString instructions = QString::fromUtf8(contentOf(bundle + text("/data/VERIFY.md")));
        QString script = text("set -eu\n");
        QRegularExpression block(text("```sh\\n(.*?)```"), QRegularExpression::DotMatchesEverythingOption);
        for (auto found = block.globalMatch(instructions); found.hasNext();)
            script += found.next().captured(1);
        QProcess process;
        process.setWorkingDirectory(bundle);
        QProcessEnvironment environment;
        environment.insert(text("PATH"), text("/usr/bin:/bin"));
        process.setProcessEnvironment(environment);
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(text("bash"), {text("-c"), script});
        process.waitForFinished(120'000);
        exitCode = process.exitCode();
        return process.readAll();
    }
    [[nodiscard]] QString forged(const QString &bundle, const QByteArray &program) const { return forgedBundle(bundle, at("forged"), program); }
    /// Every file of a bundle that holds these bytes, anywhere.
    static QStringList filesWith(const QString &bundle, const QByteArray &bytes)
    {
        QStringList found;
        for (QDirIterator files(bundle, QDir::Files, QDirIterator::Subdirectories); files.hasNext();) {
            const QString path = files.next();
            if (contentOf(path).contains(bytes))
                found << path;
        }
        return found;
    }
    /// Every file that holds these bytes inside of something in base 64, such as what was signed.
    static QStringList filesWithEncoded(const QString &bundle, const QByteArray &bytes)
    {
        static const QRegularExpression encoded(QStringLiteral("[A-Za-z0-9+/]{8,}={0,2}"));
        QStringList found;
        for (QDirIterator files(bundle, QDir::Files, QDirIterator::Subdirectories); files.hasNext();) {
            const QString path = files.next();
            for (auto runs = encoded.globalMatch(QString::fromLatin1(contentOf(path))); runs.hasNext();) {
                const QByteArray run = runs.next().captured().toLatin1();
                for (int skipped = 0; skipped < 4; ++skipped) { // a run may begin before the encoding does
                    if (QByteArray::fromBase64(run.mid(skipped)).contains(bytes)) {
                        found << path;
                        break;
                    }
                }
            }
        }
        return found;
    }

private Q_SLOTS:
    void initTestCase();
    void whatWouldBeExportedIsSaidAndNothingIsWritten();
    void aBundleHoldsWhatItSaysAndChecksItself_data();
    void aBundleHoldsWhatItSaysAndChecksItself();
    void theInstructionsWorkAsTheyAreWritten_data();
    void theInstructionsWorkAsTheyAreWritten();
    void aChangeIsNamedThoughAllManifestsWereMadeAnew_data();
    void aChangeIsNamedThoughAllManifestsWereMadeAnew();
    void aDescriptionThatHurtsIsOneMessage();
    void aFileThatWasChangedAddedOrRemovedIsNamed();
    void whatIsHiddenIsNowhereAndOneValueCanBeShown();
    void textsOfOthersStayTexts();
    void onADesktopWithAKeychainItPaintsToo();
    void keyAndCheckpointAreCompared();
    void aBundleIsReadInPlaceOfAWorkspace();
    void stoppedItLeavesNothingAndTheLedgerSaysSo();
    void aFullDiskIsOneErrorAndNothingHalf();
    void wrongWordsAreRefused_data();
    void wrongWordsAreRefused();
};

void tst_Bundle::initTestCase()
{
    m_workspace = at("w.mandate");
    QCOMPARE(m_world.run({text("init"), m_workspace}).exitCode, 0);
    for (const char *pact : {"airline.json", "banking.json"})
        QCOMPARE(m_world.run({text("pact"), text("add"), m_workspace, text(MANDATE_SOURCE_DIR "/resources/pacts/") + text(pact)}).exitCode, 0);
    QCOMPARE(m_world.run({text("import"), m_workspace, text(MANDATE_SOURCE_DIR "/resources/sample/tau2/airline")}).exitCode, 0);
    QCOMPARE(m_world.run({text("import"), m_workspace, m_world.write(text("hostile.jsonl"), hostileRun()), text("--agent"), text("hostile-agent")}).exitCode, 0);
    const json incidents = m_world.run({text("incidents"), m_workspace, text("--json")}).json();
    const auto prohibited = std::ranges::find_if(incidents["incidents"], [](const json &incident) { return incident["clause"] == "A4"; });
    QVERIFY(prohibited != incidents["incidents"].end());
    m_incident = QString::fromStdString((*prohibited)["id"].get<std::string>());
    const std::string agent = (*prohibited)["agent"].get<std::string>();
    const CliResult suspended = m_world.run({text("suspend"), m_workspace, QString::fromStdString(agent), text("--reason"), text("scope_violation"), text("--no-wait")});
    QVERIFY2(suspended.exitCode == 0, suspended.err);
}

void tst_Bundle::whatWouldBeExportedIsSaidAndNothingIsWritten()
{
    const json before = m_world.run({text("verify"), m_workspace, text("--json")}).json();
    const CliResult said = m_world.run({text("export"), m_workspace, text("--incident"), m_incident, text("--dry-run"), text("--json"), text("--zone"), text("Europe/Madrid")});
    QVERIFY2(said.exitCode == 0, said.err);
    const json plan = said.json();
    QVERIFY(plan["records"].get<int>() > 1);
    QCOMPARE(plan["selection_digest"].get<std::string>().size(), std::size_t{64});
    COMPARE_JSON(plan["zone"], json("Europe/Madrid"));
    COMPARE_JSON(plan["selection"], (json{{"incident", {m_incident.toStdString()}}}));
    const json after = m_world.run({text("verify"), m_workspace, text("--json")}).json();
    COMPARE_JSON(after["entries"], before["entries"]);
    const CliResult words = m_world.run({text("export"), m_workspace, text("--incident"), m_incident, text("--dry-run")});
    QVERIFY(words.out.contains("selection sha256") && words.out.contains("nothing hidden") && words.out.contains("UTC"));
}

void tst_Bundle::aBundleHoldsWhatItSaysAndChecksItself_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("folder") << text("one");
    QTest::newRow("zip") << text("one.zip");
    QTest::newRow("tar.gz") << text("one.tar.gz");
}

void tst_Bundle::aBundleHoldsWhatItSaysAndChecksItself()
{
    QFETCH(QString, name);
    const QString target = m_world.path(name);
    const CliResult made = exported(target, {text("--incident"), m_incident, text("--matter"), text("2026-014"), text("--purpose"), text("counsel asked"), text("--zone"), text("Asia/Kathmandu")});
    QVERIFY2(made.exitCode == 0, made.err + made.out);
    const json outcome = made.json();
    COMPARE_JSON(outcome["verified"]["ok"], json(true));
    const CliResult checked = verified(target);
    QVERIFY2(checked.exitCode == 0, checked.err + checked.out);
    const json verification = checked.json();
    COMPARE_JSON(verification["records"], outcome["records"]);
    COMPARE_JSON(verification["selection_digest"], outcome["selection_digest"]);
    QVERIFY(verification["ledger_entries"].get<int>() >= 4); // pact, incident, judgement, suspension, export
    COMPARE_JSON(verification["key_compared"], json(false));
    QVERIFY(m_world.run({text("verify"), target}).out.contains("by another way"));
    COMPARE_JSON(m_world.run({text("verify"), m_workspace, text("--json")}).json()["ok"], json(true));
    if (name != text("one"))
        return;
    const QByteArray page = contentOf(target + text("/data/report.html"));
    QVERIFY(page.contains("<html lang=\"en\">") && page.contains("<th scope=\"col\">") && page.contains("<caption>") && page.contains("2026-014") && page.contains("counsel asked"));
    QVERIFY(page.contains("+05:45") && page.contains("Asia/Kathmandu"));
    QVERIFY(!page.contains("<script") && !page.contains("src=") && !page.contains("href="));
    const QByteArray pdf = contentOf(target + text("/data/report.pdf"));
    QVERIFY(pdf.startsWith("%PDF-1.4") && pdf.contains("pdfaid") && outcome["pages"].get<int>() > 0);
    // Every record's bytes as received are there, and each pact in force, as a document and in words.
    QVERIFY(QFile::exists(target + text("/data/received/index.txt")));
    QVERIFY(QDir(target + text("/data/pacts")).entryList({text("*.json")}).size() == QDir(target + text("/data/pacts")).entryList({text("*.md")}).size());
    QVERIFY(!QDir(target + text("/data/pacts")).entryList({text("*.json")}).isEmpty());
    // The second export of the same knows of the first.
    QCOMPARE(contentOf(target + text("/data/ledger/entries.jsonl")).count("\"step\":\"begin\""), 1);
    const QString second = at("second");
    QCOMPARE(exported(second, {text("--incident"), m_incident}).exitCode, 0);
    QVERIFY(contentOf(second + text("/data/ledger/entries.jsonl")).count("\"step\":\"sealed\"") >= 1);
    QVERIFY(contentOf(second + text("/data/report.html")).contains("counsel asked"));
}

void tst_Bundle::theInstructionsWorkAsTheyAreWritten_data()
{
    QTest::addColumn<QStringList>("redact");
    QTest::newRow("whole") << QStringList();
    QTest::newRow("redacted") << QStringList{text("--redact"), text("external-counsel")};
}

void tst_Bundle::theInstructionsWorkAsTheyAreWritten()
{
    QFETCH(QStringList, redact);
    const QString target = m_world.path(text("instructions-") + QString::number(redact.size()));
    const CliResult made = exported(target, QStringList{text("--incident"), m_incident} + redact);
    QVERIFY2(made.exitCode == 0, made.err + made.out);
    int exitCode = -1;
    const QByteArray out = follow(target, exitCode);
    QVERIFY2(exitCode == 0, out);
    QCOMPARE(out.count("Signature Verified Successfully"), redact.isEmpty() ? 2 : 3);
    QVERIFY2(out.contains("the record is in the ledger"), out);
    QVERIFY2(out.contains("it was signed for these records"), out);
    QVERIFY2(out.contains(redact.isEmpty() ? "the record is what its leaf says" : "it was signed for these documents"), out);
    QVERIFY2(redact.isEmpty() ? out.contains("the item is as it was received") : out.contains("the document is the one that was signed for"), out);
    const json outcome = made.json();
    QVERIFY(out.contains(QByteArray::fromStdString(outcome["selection_digest"].get<std::string>())));
    const std::string key = outcome["verified"]["key"].get<std::string>();
    QVERIFY(out.contains(QByteArray::fromStdString(key.substr(key.find(':') + 1))));
    // They find what is wrong, too.
    QFile entries(target + text("/data/records/entries.jsonl"));
    QVERIFY(entries.open(QIODevice::ReadWrite));
    entries.seek(20);
    entries.write("X");
    entries.close();
    (void)follow(target, exitCode);
    QVERIFY(exitCode != 0);
}

void tst_Bundle::aChangeIsNamedThoughAllManifestsWereMadeAnew_data()
{
    QTest::addColumn<bool>("redacted");
    QTest::addColumn<QByteArray>("program");
    QTest::addColumn<QByteArray>("place");
    QTest::addColumn<QByteArray>("words");
    const auto row = [](const char *what, bool redacted, const char *program, const char *place, const char *words) {
        QTest::newRow(what) << redacted << QByteArray(program) << QByteArray(place) << QByteArray(words);
    };
    row("a record", false, "l = lines('records/entries.jsonl'); l[2] = l[2].replace(b'\"type\":\"record\"', b'\"type\":\"recorD\"'); put('records/entries.jsonl', l)",
        "records/entries.jsonl, line 3", "The record was changed");
    row("a record left out", false,
        "for n in ('entries.jsonl', 'selection.txt', 'proofs.txt'):\n  l = lines('records/' + n); del l[-1]; put('records/' + n, l)\n"
        "import csv, io\nrows = list(csv.reader(io.StringIO(read('records/records.csv').decode('utf-8-sig'), newline='')))\n"
        "b = read('records/records.csv'); i = b.rfind(b'\\r\\n' + rows[-1][0].encode() + b','); write('records/records.csv', b[:i + 2])",
        "records/selection.txt", "These are not the records that were exported");
    row("a record twice", false, "for n in ('entries.jsonl', 'selection.txt', 'proofs.txt'):\n  l = lines('records/' + n); l.append(l[-1]); put('records/' + n, l)", "records/selection.txt",
        "twice or out of order");
    row("a verdict", false, "l = lines('records/selection.txt'); l = [x.replace(b' prohibited ', b' permitted ') for x in l]; put('records/selection.txt', l)", "records/records.csv",
        "does not say what the entry says");
    row("a verdict, in the table too", false,
        "l = lines('records/selection.txt'); l = [x.replace(b' prohibited ', b' permitted ') for x in l]; put('records/selection.txt', l)\n"
        "write('records/records.csv', read('records/records.csv').replace(b',prohibited,', b',permitted,'))",
        "records/selection.txt", "These are not the records that were exported");
    row("a cell of the table", false, "b = bytearray(read('records/records.csv')); i = b.rfind(b'\"'); b[i-1:i] = b'~' + b[i-1:i]; write('records/records.csv', bytes(b))", "records/records.csv",
        "does not say what the entry says");
    row("a row more", false, "write('records/records.csv', read('records/records.csv') + b'1,2,3\\r\\n')", "records/records.csv", "rows that are no records");
    row("a proof", false, "l = lines('records/proofs.txt'); l[0], l[1] = l[1], l[0]; put('records/proofs.txt', l)", "records/proofs.txt, line 1", "does not lead to the root");
    row("a side of a proof", false, "l = lines('records/proofs.txt'); l[1] = l[1].replace(b' L', b' R', 1) if b' L' in l[1] else l[1].replace(b' R', b' L', 1); put('records/proofs.txt', l)",
        "records/proofs.txt, line 2", "does not lead to the root");
    row("the checkpoint", false, "l = lines('checkpoint.txt'); l[1] = str(int(l[1]) + 1).encode(); put('checkpoint.txt', l)", "checkpoint.txt", "does not match");
    row("another key", false,
        "from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey as K\nfrom cryptography.hazmat.primitives import serialization as s\n"
        "write('keys/workspace.pem', K.generate().public_key().public_bytes(s.Encoding.PEM, s.PublicFormat.SubjectPublicKeyInfo))",
        "checkpoint.txt", "carries no signature by");
    row("a statement", false, "l = lines('ledger/entries.jsonl'); i = next(i for i, x in enumerate(l) if b'\"type\":\"statement\"' in x); l[i] = l[i].replace(b'suspended', b'authorized'); put('ledger/entries.jsonl', l)",
        "ledger/entries.jsonl", "The entry was changed");
    row("a statement left out", false,
        "i = next(i for i, x in enumerate(lines('ledger/entries.jsonl')) if b'\"type\":\"statement\"' in x)\n"
        "for n in ('entries.jsonl', 'index.txt'):\n  l = lines('ledger/' + n); del l[i]; put('ledger/' + n, l)",
        "ledger/proofs.txt", "does not lead to the root");
    row("the export left out", false, "for n in ('entries.jsonl', 'index.txt', 'proofs.txt'):\n  l = lines('ledger/' + n); del l[-1]; put('ledger/' + n, l)", "ledger/entries.jsonl",
        "not the export of this bundle");
    row("who exported", false, "j = json.loads(read('bundle.json')); j['exported_by'] = 'account:other'; write('bundle.json', json.dumps(j).encode())", "bundle.json",
        "does not say what the signed export says");
    row("bytes as received", false, "n = lines('received/index.txt')[0].split()[1].decode(); b = bytearray(read('received/' + n)); b[0] ^= 1; write('received/' + n, bytes(b))", "received/",
        "not those that were received");
    row("received bytes left out", false, "l = lines('received/index.txt'); del l[0]; put('received/index.txt', l)", "received/index.txt", "are missing");
    row("a pact", false, "n = sorted(x for x in os.listdir(root + '/data/pacts') if x.endswith('.json'))[0]; write('pacts/' + n, read('pacts/' + n).replace(b'\"', b' \"', 1))", "pacts/",
        "No entry of the ledger holds this version");
    row("a link", false, "os.remove(root + '/data/report.pdf'); os.symlink('/etc/passwd', root + '/data/report.pdf')", "data/report.pdf", "link");
    row("a shown value of a redacted record", true, "l = lines('records/entries.jsonl'); l[2] = l[2].replace(b'\"kind\":\"', b'\"kind\":\"x', 1); put('records/entries.jsonl', l)",
        "records/entries.jsonl, line 3", "not the one that the workspace signed for");
    row("the list of redactions", true, "l = lines('records/redactions.txt'); l[0] = l[0][:-1] + (b'0' if l[0][-1:] != b'0' else b'1'); put('records/redactions.txt', l)", "records/redactions.txt",
        "not the list that the workspace signed");
    row("the profile", true, "write('records/redaction-profile.json', read('records/redaction-profile.json').replace(b'said', b'sait', 1))", "records/redaction-profile.json",
        "not the profile");
    // What is meant to hurt who reads it: each is a line that does not hold, and nothing more.
    const auto hostile = [&row](const char *what, bool redacted, const char *bytes) {
        const QByteArray program = QByteArray("l = lines('records/entries.jsonl'); l[2] = ") + bytes + "; put('records/entries.jsonl', l)";
        row(what, redacted, program.constData(), "records/entries.jsonl, line 3", "");
    };
    for (const bool redacted : {false, true}) {
        const auto named = [redacted](const char *what) { return QByteArray(what) + (redacted ? ", redacted" : ""); };
        hostile(named("nested 10,000 deep"), redacted, "b'{\"a\":' * 10000 + b'1' + b'}' * 10000");
        hostile(named("a line of 100 MB"), redacted, "l[2][:-1] + b',\"x\":\"' + b'x' * 100000000 + b'\"}'");
        hostile(named("invalid UTF-8"), redacted, "l[2].replace(b'\"type\":', b'\"\\xff\":1,\"type\":', 1)");
        hostile(named("a key twice"), redacted, "l[2][:-1] + b',\"type\":\"record\"}'");
        hostile(named("NaN"), redacted, "l[2][:-1] + b',\"x\":NaN}'");
        hostile(named("cut off"), redacted, "l[2][:len(l[2]) // 2]");
        hostile(named("empty"), redacted, "b''");
    }
    row("the word of the workspace", true, "write('records/redaction.dsse.json', read('records/redaction.dsse.json').replace(b'\"payload\":\"', b'\"payload\":\"AAAA', 1))", "records/redaction.dsse.json",
        "does not hold");
}

void tst_Bundle::aChangeIsNamedThoughAllManifestsWereMadeAnew()
{
    QFETCH(bool, redacted);
    QFETCH(QByteArray, program);
    QFETCH(QByteArray, place);
    QFETCH(QByteArray, words);
    const QString whole = redacted ? at("to-forge-redacted") : at("to-forge");
    if (!QFile::exists(whole))
        QCOMPARE(exported(whole, QStringList{text("--incident"), m_incident} + (redacted ? QStringList{text("--redact"), text("customer-text")} : QStringList())).exitCode, 0);
    const QString forgery = forged(whole, program);
    QVERIFY(!forgery.isEmpty());
    const CliResult checked = verified(forgery);
    QCOMPARE(checked.exitCode, 1);
    const json bad = checked.json()["first_bad"];
    QVERIFY2(bad.is_object() && QByteArray::fromStdString(bad["place"].get<std::string>()).contains(place), checked.out);
    QVERIFY2(QByteArray::fromStdString(bad["reason"].get<std::string>()).contains(words), checked.out);
    QVERIFY(!bad["affects"].get<std::string>().empty() && !bad["still_holds"].get<std::string>().empty());
}

void tst_Bundle::aDescriptionThatHurtsIsOneMessage()
{
    const QString whole = at("described");
    QCOMPARE(exported(whole, {text("--incident"), m_incident}).exitCode, 0);
    for (const char *program : {"write('bundle.json', b'[' * 10000 + b']' * 10000)", "write('bundle.json', b'{\"a\":' * 10000 + b'1' + b'}' * 10000)", "write('bundle.json', b'')",
                                "write('bundle.json', read('bundle.json').rstrip()[:-1] + b',\"x\":NaN}')", "write('bundle.json', read('bundle.json').rstrip()[:-1] + b',\"x\":\"\\xff\"}')",
                                "write('bundle.json', read('bundle.json').rstrip()[:-1] + b',\"x\":\"' + b'x' * 100000000 + b'\"}')"}) {
        const QString forgery = forged(whole, program);
        QVERIFY(!forgery.isEmpty());
        for (const QStringList &command : {QStringList{text("verify"), forgery}, QStringList{text("query"), forgery}}) {
            const CliResult refused = m_world.run(command);
            QVERIFY2(refused.exitCode == 1 || refused.exitCode == 2, program);
            QVERIFY2(refused.err.count('\n') == 1 && refused.err.contains("MND-") && refused.err.size() < 1000, refused.err.left(1000));
        }
    }
}

void tst_Bundle::aFileThatWasChangedAddedOrRemovedIsNamed()
{
    const QString target = at("files");
    QCOMPARE(exported(target, {text("--session"), text("no-such"), text("--agent"), text("x")}).exitCode, 2); // nothing matches: nothing is there
    QVERIFY(!QFile::exists(target));
    QCOMPARE(exported(target, {text("--incident"), m_incident}).exitCode, 0);
    for (const auto &[change, file, words] : {std::tuple{"printf x >> data/report.html", "data/report.html", "It was changed"},
                                              {"printf x > data/more.txt", "data/more.txt", "It was added"},
                                              {"rm data/VERIFY.md", "data/VERIFY.md", "It was removed"},
                                              {"sed -i s/Evidence/Evidences/ bag-info.txt", "bag-info.txt", "It was changed"}}) {
        const QString copy = at("files-changed");
        QDir(copy).removeRecursively();
        QProcess::execute(text("cp"), {text("-r"), target, copy});
        QProcess::execute(text("bash"), {text("-c"), text("cd \"$0\" && ") + text(change), copy});
        const json bad = verified(copy).json()["first_bad"];
        COMPARE_JSON(bad["place"], json(file));
        QVERIFY(QByteArray::fromStdString(bad["reason"].get<std::string>()).contains(words));
    }
}

void tst_Bundle::whatIsHiddenIsNowhereAndOneValueCanBeShown()
{
    const QString target = at("hidden");
    const CliResult made = exported(target, {text("--agent"), text("hostile-agent"), text("--redact"), text("external-counsel")});
    QVERIFY2(made.exitCode == 0, made.err + made.out);
    const json outcome = made.json();
    QVERIFY(outcome["redaction"]["values"].get<int>() >= 4);
    COMPARE_JSON(outcome["verified"]["hidden_values"], outcome["redaction"]["values"]);
    COMPARE_JSON(outcome["received_items"], json(0));
    for (const char *secret : {"SECRET-WORD", "SECRET-NOTE", "SECRET-RESULT", "740.5", "onerror"}) {
        QCOMPARE(filesWith(target, secret), QStringList());
        QCOMPARE(filesWithEncoded(target, secret), QStringList());
    }
    QVERIFY(!filesWithEncoded(target, "hostile-agent").isEmpty()); // what is not hidden is there
    QVERIFY(contentOf(target + text("/data/records/records.csv")).contains("send_money"));
    QVERIFY(contentOf(target + text("/data/VERIFY.md")).contains("taken on the workspace's word"));

    // The action's line, and one of its values.
    json action;
    for (const QByteArray &line : contentOf(target + text("/data/records/entries.jsonl")).split('\n')) {
        const json read = json::parse(line.toStdString(), nullptr, false);
        if (read.is_object() && read["document"]["kind"] == "action")
            action = read;
    }
    QVERIFY(action.is_object());
    const QString entry = QString::number(action["entry"].get<int>());
    const QString exportEntry = QString::number(outcome["export_entry"].get<int>());
    const QString file = at("revealed.json");
    const QStringList which{text("reveal"), m_workspace, text("--export"), exportEntry, text("--entry"), entry, text("--pointer"), text("/action/arguments/note"), text("--out"), file};
    QCOMPARE(m_world.run(which).exitCode, 2); // without a reason nothing is shown
    QVERIFY(!QFile::exists(file));
    const CliResult shown = m_world.run(which + QStringList{text("--reason"), text("the court asked")});
    QVERIFY2(shown.exitCode == 0, shown.err);
    const json revealed = json::parse(contentOf(file).toStdString());
    COMPARE_JSON(revealed["value"], json("SECRET-NOTE"));
    COMPARE_JSON(action["document"]["action"]["arguments"]["note"], json("sha256:" + revealed["digest"].get<std::string>()));
    const json confirmed = verified(target, {text("--reveal"), file}).json();
    COMPARE_JSON(confirmed["ok"], json(true));
    // Another value, or another salt, is not what was hidden.
    QByteArray lie = contentOf(file);
    const QString lied = m_world.write(text("lied.json"), lie.replace("SECRET-NOTE", "SECRET-NOTA"));
    QCOMPARE(verified(target, {text("--reveal"), lied}).exitCode, 1);
    // The same value has another digest in another export: two bundles cannot be held side by side.
    const QString again = at("hidden-again");
    QCOMPARE(exported(again, {text("--agent"), text("hostile-agent"), text("--redact"), text("external-counsel")}).exitCode, 0);
    QCOMPARE(filesWith(again, QByteArray::fromStdString(revealed["digest"].get<std::string>())), QStringList());
    QCOMPARE(verified(again, {text("--reveal"), file}).exitCode, 1);
    QVERIFY(m_world.run({text("query"), m_workspace, text("--json")}).exitCode == 0);
}

void tst_Bundle::textsOfOthersStayTexts()
{
    const QString target = at("texts");
    QCOMPARE(exported(target, {text("--agent"), text("hostile-agent")}).exitCode, 0);
    QProcess python;
    python.start(text("python3"), {text("-c"),
                                   text("import csv,sys\nrows=list(csv.reader(open(sys.argv[1],encoding='utf-8-sig',newline='')))\n"
                                        "assert len({len(r) for r in rows})==1\n"
                                        "assert not [c for r in rows for c in r if c[:1] in ('=','+','-','@','\\t','\\r')], rows\n"
                                        "assert any(\"'=cmd\" in c for r in rows for c in r)\nprint('good')"),
                                   target + text("/data/records/records.csv")});
    python.waitForFinished(30'000);
    QVERIFY2(python.readAllStandardOutput().contains("good"), python.readAllStandardError());
    const QByteArray page = contentOf(target + text("/data/report.html"));
    QVERIFY(!page.contains("<img") && page.contains("&lt;img src=x onerror=alert(1)&gt;"));
    QVERIFY(!page.contains("\xE2\x80\xAE") && page.contains("\xE2\x9F\xA6U+202E\xE2\x9F\xA7"));
    QVERIFY(page.contains("default-src 'none'"));
}

void tst_Bundle::onADesktopWithAKeychainItPaintsToo()
{
    QProcessEnvironment desktop = m_world.environment();
    desktop.insert(text("DBUS_SESSION_BUS_ADDRESS"), text("unix:path=") + at("no-bus"));
    QProcess process;
    process.setProcessEnvironment(desktop);
    process.start(text(MANDATE_BINARY), {text("export"), m_workspace, text("--out"), at("desktop"), text("--incident"), m_incident});
    QVERIFY(process.waitForFinished(60'000));
    QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0, process.readAllStandardError());
}

void tst_Bundle::keyAndCheckpointAreCompared()
{
    const QString target = at("compared");
    const CliResult made = exported(target, {text("--incident"), m_incident});
    const QString key = QString::fromStdString(made.json()["verified"]["key"].get<std::string>());
    COMPARE_JSON(verified(target, {text("--key"), key}).json()["key_compared"], json(true));
    const CliResult other = verified(target, {text("--key"), text("ed25519:0123456789abcdef")});
    QCOMPARE(other.exitCode, 1);
    const QString note = at("held.txt");
    QFile::copy(target + text("/data/checkpoint.txt"), note);
    COMPARE_JSON(verified(target, {text("--checkpoint"), note}).json()["ok"], json(true));
    const QString later = at("later");
    QCOMPARE(exported(later, {text("--incident"), m_incident}).exitCode, 0);
    const json differs = verified(later, {text("--checkpoint"), note}).json();
    COMPARE_JSON(differs["ok"], json(false));
    QVERIFY(differs["first_bad"]["reason"].get<std::string>().find("consistency proof") != std::string::npos);
    QCOMPARE(m_world.run({text("verify"), m_workspace, text("--key"), key}).exitCode, 2);
}

void tst_Bundle::stoppedItLeavesNothingAndTheLedgerSaysSo()
{
    const QString target = at("stopped.zip");
    const json before = m_world.run({text("verify"), m_workspace, text("--json")}).json();
    QProcess process;
    process.setProcessEnvironment(m_world.environment());
    process.start(text(MANDATE_BINARY), {text("export"), m_workspace, text("--out"), target});
    QVERIFY(process.waitForStarted());
    const QString part = at(".stopped.zip.mandate-part/stopped/data/records/entries.jsonl");
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(part), 60'000);
    ::kill(static_cast<pid_t>(process.processId()), SIGTERM);
    QVERIFY(process.waitForFinished(60'000));
    QCOMPARE(process.exitCode(), 1);
    QVERIFY(process.readAllStandardError().contains("stopped"));
    QVERIFY(!QFile::exists(target));
    QVERIFY(!QFile::exists(at(".stopped.zip.mandate-part")));
    const json after = m_world.run({text("verify"), m_workspace, text("--json")}).json();
    COMPARE_JSON(after["ok"], json(true));
    COMPARE_JSON(after["entries"], json(before["entries"].get<int>() + 2)); // begun, abandoned

    // Killed, it leaves a folder that says what it is, and the next export takes it away.
    process.start(text(MANDATE_BINARY), {text("export"), m_workspace, text("--out"), target});
    QVERIFY(process.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(part), 60'000);
    process.kill();
    QVERIFY(process.waitForFinished(60'000));
    QVERIFY(!QFile::exists(target));
    QCOMPARE(exported(target, {text("--incident"), m_incident}).exitCode, 0);
    QVERIFY(!QFile::exists(at(".stopped.zip.mandate-part")));
    COMPARE_JSON(m_world.run({text("verify"), m_workspace, text("--json")}).json()["ok"], json(true));
}

void tst_Bundle::aFullDiskIsOneErrorAndNothingHalf()
{
    const QString target = at("full");
    const CliResult full = m_world.runWithFileLimit({text("export"), m_workspace, text("--out"), target, text("--agent"), text("hostile-agent")}, 4096);
    QCOMPARE(full.exitCode, 1);
    QCOMPARE(full.err.count('\n'), 1);
    QVERIFY(!QFile::exists(target));
    QVERIFY(!QFile::exists(at(".full.mandate-part")));
    COMPARE_JSON(m_world.run({text("verify"), m_workspace, text("--json")}).json()["ok"], json(true));
}

void tst_Bundle::aBundleIsReadInPlaceOfAWorkspace()
{
    const QString bundle = at("read.zip");
    QVERIFY(exported(bundle, {text("--incident"), m_incident}).exitCode == 0);
    // Records have the numbers and verdicts of their ledger, and are asked in the same language.
    for (const QStringList &asked : {QStringList{text("kind:action and verdict:prohibited")}, QStringList{text("--text"), text("cancel_reservation")}}) {
        const CliResult there = m_world.run(QStringList{text("query"), bundle, text("--json"), text("--limit"), text("1000")} + asked);
        QVERIFY2(there.exitCode == 0, there.err);
        const json found = there.json()["rows"];
        QVERIFY(!found.empty());
        const json all = m_world.run(QStringList{text("query"), m_workspace, text("--json"), text("--limit"), text("1000")} + asked).json()["rows"];
        for (const json &record : found)
            QVERIFY2(std::find(all.begin(), all.end(), record) != all.end(), record.dump().c_str());
    }
    const json incidents = m_world.run({text("incidents"), bundle, text("--json")}).json();
    QVERIFY2(std::ranges::any_of(incidents["incidents"], [this](const json &one) { return one["id"] == m_incident.toStdString(); }), incidents.dump().c_str());
    QVERIFY(m_world.run({text("pact"), text("list"), bundle}).out.contains("airline"));
    // Bytes behind its end: named, and nothing is read.
    QFile more(bundle);
    QVERIFY(more.open(QIODevice::Append) && more.write("later") == 5);
    more.close();
    for (const char *command : {"verify", "query"}) {
        const CliResult refused = m_world.run({text(command), bundle});
        QVERIFY(refused.exitCode != 0);
        QVERIFY2(refused.err.contains("5 added bytes lie behind its end"), refused.err);
    }
    // A folder that was changed is not read either.
    const QString folder = at("read");
    QVERIFY(exported(folder, {text("--incident"), m_incident}).exitCode == 0);
    QFile report(folder + text("/data/report.html"));
    QVERIFY(report.open(QIODevice::Append) && report.write("<p>more</p>") > 0);
    report.close();
    const CliResult changed = m_world.run({text("query"), folder});
    QVERIFY(changed.exitCode != 0 && changed.out.isEmpty());
    QVERIFY2(changed.err.contains("MND-CLI-041") && changed.err.contains("report.html"), changed.err);
}

void tst_Bundle::wrongWordsAreRefused_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QByteArray>("code");
    const auto row = [](const char *what, std::initializer_list<const char *> words, const char *code) {
        QStringList list;
        for (const char *word : words)
            list << text(word);
        QTest::newRow(what) << list << QByteArray(code);
    };
    row("no place", {}, "MND-CLI-017");
    row("two forms", {"--out", "x", "--zip", "--tar"}, "MND-CLI-017");
    row("no such incident", {"--out", "x", "--incident", "INC-00000000"}, "MND-WSP-030");
    row("an incident and more", {"--out", "x", "--incident", "INC-00000000", "--tool", "y"}, "MND-CLI-003");
    row("no such zone", {"--out", "x", "--zone", "Mars/Olympus"}, "MND-BDL-008");
    row("no such profile", {"--out", "x", "--redact", "none"}, "MND-BDL-002");
    row("no such verdict", {"--out", "x", "--verdict", "maybe"}, "MND-CLI-003");
}

void tst_Bundle::wrongWordsAreRefused()
{
    QFETCH(QStringList, words);
    QFETCH(QByteArray, code);
    for (QString &word : words) {
        if (word == text("x"))
            word = at("never");
    }
    const CliResult refused = m_world.run(QStringList{text("export"), m_workspace} + words);
    QCOMPARE(refused.exitCode, 2);
    QVERIFY2(refused.err.contains(code), refused.err);
    QVERIFY(!QFile::exists(at("never")));
}

QTEST_GUILESS_MAIN(tst_Bundle)
#include "tst_bundle.moc"
