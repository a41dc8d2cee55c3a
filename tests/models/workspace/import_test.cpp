// SPDX-License-Identifier: GPL-3.0-or-later
// Importing: nothing twice, stopped and completed, damaged parts set apart with their reason, what is no evidence named.
#include "tests/models/workspace/made_trail.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>
#include <numeric>
#include <thread>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace mandate;
using namespace mandate::test;

namespace {

/// Calls of 400 sessions in turn; every seventh payment is too high, every fifth refund comes before the order was read.
std::string manyCalls(std::size_t count)
{
    std::string all;
    for (std::size_t i = 0; i < count; ++i) {
        Call call;
        call.session = "s" + std::to_string(i % 400);
        call.tool = i % 3 == 0 ? "pay" : i % 5 == 0 ? "refund" : "read_order";
        call.arguments = R"({"amount":)" + std::to_string(i % 7 == 0 ? 150 : 10) + '}';
        call.minute = static_cast<int>(i % 5000);
        all += line(call, i);
    }
    return all;
}

/// What must not depend on how often an import was stopped.
struct Evidence
{
    std::uint64_t records, quarantined, incidents;
    std::vector<JudgedAction> judged;
    bool operator==(const Evidence &) const = default;
};

Evidence evidenceOf(const Workspace &workspace)
{
    return {count(workspace, {}), count(workspace, ofType(EntryType::Quarantine)), count(workspace, ofType(EntryType::Incident)), judged(workspace)};
}

} // namespace

class ImportTest : public QObject
{
    Q_OBJECT

    WorkspaceFolder m_folder;

private Q_SLOTS:
    void importingAgainAddsNothing();
    void anotherNameAndFolderAddNothing();
    void aLogThatGrewAddsItsNewLines();
    void stoppedInTheMiddleTheNextRunCompletesIt();
    void stoppedAnywhereTheNextRunCompletesIt();
    void whatAKilledImportStoredIsNotedByTheNext();
    void aJudgementEntryIsTheDigestOfWhatIsStored_data();
    void aJudgementEntryIsTheDigestOfWhatIsStored();
    void progressNeverGoesBack();
    void whatCannotBeReadIsSetApartAndTheRestGoesOn();
    void theSameFileTwiceInOneImportCountsOnce();
    void filesThatAreNoEvidenceAreNamedWithTheReason();
    void anUnknownFormatIsRefusedBeforeAnything();
    void aNamedAgentReplacesTheSources();
};

void ImportTest::importingAgainAddsNothing()
{
    const auto workspace = m_folder.workspace(shippedPact("airline"));
    const std::vector<std::string> paths{sample("tau2/airline/gpt-4.1.json"), sample("cloudtrail"), sample("agentdojo")};
    const ImportReport first = need(workspace->import(paths, {}));
    QVERIFY(first.records > 100);
    QVERIFY(first.incidentsOpened > 0);
    QCOMPARE(first.known, std::uint64_t{0});
    QCOMPARE(first.problems.size(), std::size_t{0});
    QCOMPARE(count(*workspace, {}), first.records);
    std::uint64_t items = 0;
    std::uint64_t records = 0;
    for (const ImportedFile &file : first.files) {
        QVERIFY2(!file.format.empty() && file.skipped.empty(), file.file.c_str());
        items += file.items;
        records += file.records;
    }
    QCOMPARE(records, first.records);
    const Checkpoint head = workspace->store().head();

    int grew = 0;
    connect(workspace.get(), &Workspace::ledgerGrew, this, [&] { ++grew; });
    const ImportReport again = need(workspace->import(paths, {}));
    QCOMPARE(again.records, std::uint64_t{0});
    QCOMPARE(again.known, items);
    QCOMPARE(again.incidentsOpened, std::uint64_t{0});
    QCOMPARE(again.files.size(), first.files.size());
    for (const ImportedFile &file : again.files)
        QCOMPARE(file.records + file.items, std::uint64_t{0});
    QCOMPARE(workspace->store().head(), head);
    QCOMPARE(grew, 0);
    QVERIFY(need(workspace->verify()).ok);
}

void ImportTest::anotherNameAndFolderAddNothing()
{
    const std::string trail = manyCalls(50);
    const auto workspace = m_folder.workspace();
    QCOMPARE(need(workspace->import({m_folder.write("a/one.jsonl", trail)}, {})).records, std::uint64_t{50});
    const Checkpoint head = workspace->store().head();
    const ImportReport again = need(workspace->import({m_folder.write("b/deep/two.jsonl", trail)}, {}));
    QCOMPARE(again.records, std::uint64_t{0});
    QCOMPARE(again.known, std::uint64_t{50});
    QCOMPARE(workspace->store().head(), head);
}

void ImportTest::aLogThatGrewAddsItsNewLines()
{
    const std::string path = m_folder.write("grows.jsonl", manyCalls(40));
    const auto workspace = m_folder.workspace();
    QCOMPARE(need(workspace->import({path}, {})).records, std::uint64_t{40});
    m_folder.write("grows.jsonl", manyCalls(55));
    const ImportReport grown = need(workspace->import({path}, {}));
    QCOMPARE(grown.records, std::uint64_t{15});
    QCOMPARE(grown.known, std::uint64_t{40});
    QCOMPARE(grown.files.at(0).items, std::uint64_t{15});
    QCOMPARE(count(*workspace, {}), std::uint64_t{55});
}

void ImportTest::stoppedInTheMiddleTheNextRunCompletesIt()
{
    const std::string path = m_folder.write("long.jsonl", manyCalls(40'000) + "not an export\n");
    const auto whole = m_folder.workspace(shopPact());
    const ImportReport all = need(whole->import({path}, {}));
    QCOMPARE(all.records, std::uint64_t{40'000});
    QVERIFY(!all.cancelled);
    const Evidence expected = evidenceOf(*whole);
    QVERIFY(expected.incidents > 0);
    QCOMPARE(expected.quarantined, std::uint64_t{1});

    const auto stopped = m_folder.workspace(shopPact());
    std::stop_source stop;
    const ImportReport part = need(stopped->import(
        {path}, {}, [&](const ImportStep &) { stop.request_stop(); }, stop.get_token()));
    QVERIFY(part.cancelled);
    QVERIFY(part.records > 0 && part.records < 40'000);
    QCOMPARE(count(*stopped, {}), part.records);
    QVERIFY(need(stopped->verify()).ok);
    const ImportReport rest = need(stopped->import({path}, {}));
    QVERIFY(!rest.cancelled);
    QCOMPARE(part.records + rest.records, std::uint64_t{40'000});
    QCOMPARE(rest.known, part.records);
    QVERIFY(evidenceOf(*stopped) == expected);
    // What differs is one note of what was judged a run.
    QCOMPARE(stopped->store().size(), whole->store().size() + 1);
    QVERIFY(need(stopped->verify()).ok);
    QCOMPARE(need(stopped->import({path}, {})).records, std::uint64_t{0});
}

void ImportTest::stoppedAnywhereTheNextRunCompletesIt()
{
    std::vector<std::string> paths;
    for (int i = 0; i < 6; ++i)
        paths.push_back(m_folder.write("parts/" + std::to_string(i) + ".jsonl",
                                       lines({{"p", "pay", R"({"amount":)" + std::to_string(60 + 20 * i) + '}', i}}, i) + manyCalls(3000 + i)));
    const auto whole = m_folder.workspace(shopPact());
    (void)need(whole->import(paths, {}));
    const Evidence expected = evidenceOf(*whole);
    const auto stopped = m_folder.workspace(shopPact());
    int runs = 0;
    for (bool done = false; !done; ++runs) {
        QVERIFY(runs < 1000);
        std::stop_source stop;
        if (runs == 0)
            stop.request_stop(); // before it began
        std::thread other([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(2 * runs));
            stop.request_stop();
        });
        const auto report = stopped->import(paths, {}, {}, stop.get_token());
        other.join();
        QVERIFY2(report.ok(), report ? "" : describe(report.error()).c_str());
        done = !report->cancelled;
        if (runs == 0)
            QCOMPARE(report->records, std::uint64_t{0});
    }
    QVERIFY(runs > 1);
    const ImportReport last = need(stopped->import(paths, {})); // a stop that came after the last item changes nothing
    QCOMPARE(last.records, std::uint64_t{0});
    QVERIFY(evidenceOf(*stopped) == expected);
    QVERIFY(need(stopped->verify()).ok);
}

void ImportTest::whatAKilledImportStoredIsNotedByTheNext()
{
    const std::string path = m_folder.write("killed.jsonl", manyCalls(40'000));
    const std::string file = m_folder.workspace(shopPact())->path();
    const pid_t child = ::fork();
    QVERIFY(child >= 0);
    if (child == 0) {
        const auto workspace = need(Workspace::open(file));
        (void)workspace->import({path}, {}, [](const ImportStep &) { ::raise(SIGKILL); }); // after the first commit
        ::_exit(1);
    }
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QVERIFY(WIFSIGNALED(status));
    const auto workspace = need(Workspace::open(file));
    const std::uint64_t stored = count(*workspace, {});
    QVERIFY(stored > 0 && stored < 40'000);
    (void)need(workspace->import({path}, {}));
    RowFilter judgements;
    judgements.types = {EntryType::Judgement};
    std::uint64_t noted = 0;
    for (const EntryNumber entry : need(workspace->store().select(judgements, RowOrder::ArrivalAscending))) {
        const QJsonDocument judgement = QJsonDocument::fromJson(QByteArray::fromStdString(need(workspace->store().body(entry))));
        for (const QJsonValue verdicts : judgement[QLatin1String("verdicts")].toObject())
            noted += static_cast<std::uint64_t>(verdicts.toInteger());
    }
    QCOMPARE(noted, std::uint64_t{40'000}); // every action is in one judgement
}

void ImportTest::progressNeverGoesBack()
{
    std::vector<std::string> paths;
    for (int i = 0; i < 5; ++i)
        paths.push_back(m_folder.write("progress/" + std::to_string(i) + ".jsonl", manyCalls(12'000 + i)));
    paths.push_back(paths.front()); // all of it known by then
    std::uint64_t bytes = 0;
    for (const std::string &path : paths)
        bytes += static_cast<std::uint64_t>(QFileInfo(QString::fromStdString(path)).size());
    const auto workspace = m_folder.workspace(shopPact());
    std::vector<ImportStep> steps;
    const ImportReport report = need(workspace->import(paths, {}, [&](const ImportStep &step) { steps.push_back(step); }));
    QVERIFY(steps.size() >= 2);
    ImportStep before;
    for (const ImportStep &step : steps) {
        QCOMPARE(step.filesTotal, std::uint64_t{6});
        QCOMPARE(step.bytesTotal, bytes);
        QVERIFY(step.bytesDone > before.bytesDone && step.bytesDone <= bytes);
        QVERIFY(step.filesDone >= before.filesDone && step.filesDone <= 6);
        QVERIFY(step.records >= before.records && step.records <= report.records);
        QVERIFY(!step.file.empty());
        before = step;
    }
    QVERIFY(steps.front().filesDone < 6);
}

void ImportTest::whatCannotBeReadIsSetApartAndTheRestGoesOn()
{
    const std::string good = line({"s", "pay", R"({"amount":5})", 1}, 1);
    const std::string bad = R"({"resourceSpans":[{"scopeSpans":)";
    const std::string wrong = R"({"resourceSpans":{}})";
    const std::string path = m_folder.write("damaged.jsonl", good + bad + "\n" + line({"s", "pay", R"({"amount":6})", 2}, 2) + wrong + "\n");
    const std::string fine = m_folder.write("fine.jsonl", line({"t", "pay", R"({"amount":7})", 3}, 3));
    const auto workspace = m_folder.workspace(shopPact());
    const ImportReport report = need(workspace->import({path, fine}, {}));
    QCOMPARE(report.records, std::uint64_t{3});
    QCOMPARE(report.quarantined, std::uint64_t{2});
    QCOMPARE(report.files.at(0).quarantined, std::uint64_t{2});
    QCOMPARE(report.files.at(1).quarantined, std::uint64_t{0});
    QCOMPARE(report.problems.size(), std::size_t{2});
    QCOMPARE(report.problems[0].position.file, path);
    QCOMPARE(report.problems[0].position.line.value(), std::uint64_t{2});
    QCOMPARE(report.problems[1].position.line.value(), std::uint64_t{4});

    const auto set = need(workspace->quarantined());
    QCOMPARE(set.size(), std::size_t{2});
    QCOMPARE(set[0].source, std::string("damaged.jsonl"));
    QCOMPARE(set[0].offset, static_cast<std::uint64_t>(good.size()));
    QVERIFY(!set[0].reason.empty() && !set[0].remedy.empty());
    QVERIFY(set[1].reason.find("resourceSpans") != std::string::npos);
    QCOMPARE(need(workspace->detail(set[0].entry)).itemBytes, bad); // kept to the byte
    QCOMPARE(need(workspace->detail(set[1].entry)).itemBytes, wrong);
    QCOMPARE(need(workspace->stats()).quarantined, std::uint64_t{2});

    const Checkpoint head = workspace->store().head();
    const ImportReport again = need(workspace->import({path, fine}, {}));
    QCOMPARE(again.quarantined, std::uint64_t{0});
    QCOMPARE(again.problems.size(), std::size_t{2}); // said each time the file is read
    QCOMPARE(workspace->store().head(), head);
    QVERIFY(need(workspace->verify()).ok);
}

void ImportTest::aJudgementEntryIsTheDigestOfWhatIsStored_data()
{
    QTest::addColumn<int>("times"); // how often one import meets the same file
    QTest::newRow("each item once") << 1;
    QTest::newRow("items come back") << 3;
}

void ImportTest::aJudgementEntryIsTheDigestOfWhatIsStored()
{
    QFETCH(int, times);
    const std::string name = "noted" + std::to_string(times);
    for (int i = 0; i < times; ++i)
        m_folder.write(name + "/trail" + std::to_string(i) + ".jsonl", manyCalls(40'000)); // more than one append, sessions in all of them
    const auto workspace = m_folder.workspace(shopPact());
    (void)need(workspace->import({m_folder.path(name)}, {}));
    const auto notes = need(workspace->store().select(ofType(EntryType::Judgement), RowOrder::ArrivalAscending));
    QCOMPARE(notes.size(), std::size_t{1});
    const QJsonDocument note = QJsonDocument::fromJson(QByteArray::fromStdString(need(workspace->store().body(notes.front()))));
    const auto first = static_cast<EntryNumber>(note[QLatin1String("first")].toInteger());
    const auto end = static_cast<EntryNumber>(note[QLatin1String("end")].toInteger());
    std::vector<EntryNumber> entries(end - first);
    std::iota(entries.begin(), entries.end(), first);
    std::string lines;
    for (const Row &row : need(workspace->store().rows(entries))) {
        if (row.type == EntryType::Record && row.kind == RecordKind::Action)
            lines += std::to_string(row.number) + ' ' + std::string(nameOf(row.verdict)) + ' ' + row.clause + '\n';
    }
    QCOMPARE(static_cast<std::size_t>(std::ranges::count(lines, '\n')), std::size_t{40'000});
    QCOMPARE(note[QLatin1String("verdicts_digest")].toString().toStdString(), sha256(lines).hex());
}

void ImportTest::theSameFileTwiceInOneImportCountsOnce()
{
    const std::string trail = manyCalls(30) + "broken\n" + R"({"resourceSpans":{}})" + "\n";
    const std::string onlyBad = R"({"resourceSpans":{"a":1}})";
    for (int i = 0; i < 3; ++i) {
        m_folder.write("twice/trail" + std::to_string(i) + ".jsonl", trail);
        m_folder.write("twice/bad" + std::to_string(i) + ".jsonl", onlyBad + "\n" + onlyBad + " \n");
    }
    const auto workspace = m_folder.workspace();
    const ImportReport report = need(workspace->import({m_folder.path("twice")}, {}));
    QCOMPARE(count(*workspace, {}), std::uint64_t{30});
    const std::uint64_t setApart = count(*workspace, ofType(EntryType::Quarantine));
    QCOMPARE(report.records, std::uint64_t{30});
    QCOMPARE(report.quarantined, setApart);
    std::uint64_t records = 0;
    std::uint64_t items = 0;
    std::uint64_t known = 0;
    std::uint64_t quarantined = 0;
    for (const ImportedFile &file : report.files) {
        records += file.records;
        items += file.items;
        known += file.known;
        quarantined += file.quarantined;
    }
    QCOMPARE(records, report.records);
    QCOMPARE(quarantined, report.quarantined);
    QCOMPARE(known, report.known);
    QCOMPARE(items, 30 + setApart);
    QVERIFY(need(workspace->verify()).ok);
}

void ImportTest::filesThatAreNoEvidenceAreNamedWithTheReason()
{
    m_folder.write("mixed/a.jsonl", manyCalls(5));
    m_folder.write("mixed/empty.json", "");
    m_folder.write("mixed/figures.csv", "a,b,c\n1,2,3\n");
    m_folder.write("mixed/notes.md", "# Notes\n");
    m_folder.write("mixed/other.json", R"({"colour":"red"})");
    m_folder.write("mixed/picture.png", std::string("\x89PNG\0\0\0\1\2\3\4\5\6\7\0", 15));
    m_folder.write("mixed/z.jsonl", line({"z", "pay", "{}", 1}, 99));
    m_folder.write("mixed/.hidden.jsonl", manyCalls(7));
    const std::string missing = m_folder.path("nowhere.json");
    const auto workspace = m_folder.workspace();
    const ImportReport report = need(workspace->import({missing, m_folder.path("mixed")}, {}));
    QCOMPARE(report.records, std::uint64_t{6});
    std::map<std::string, std::string> skipped;
    for (const ImportedFile &file : report.files) {
        QCOMPARE(file.format.empty(), !file.skipped.empty());
        skipped[file.file] = file.skipped;
    }
    QCOMPARE(skipped.size(), std::size_t{7}); // the hidden one is none of it
    QCOMPARE(skipped["a.jsonl"], std::string());
    QCOMPARE(skipped["z.jsonl"], std::string());
    QCOMPARE(skipped["empty.json"], std::string("empty file"));
    QVERIFY(skipped["figures.csv"].starts_with("a table (CSV)"));
    QCOMPARE(skipped["notes.md"], std::string("Markdown text, no records"));
    QVERIFY(skipped["other.json"].find("\"colour\"") != std::string::npos);
    QCOMPARE(skipped["picture.png"], std::string("a binary file"));
    QCOMPARE(report.problems.size(), std::size_t{1});
    QCOMPARE(report.problems[0].code, std::string("MND-IMP-001"));
    QCOMPARE(report.problems[0].position.file, missing);
}

void ImportTest::anUnknownFormatIsRefusedBeforeAnything()
{
    const auto workspace = m_folder.workspace();
    const Checkpoint head = workspace->store().head();
    ImportOptions options;
    options.format = "morse";
    const auto refused = workspace->import({sample("cloudtrail")}, options);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, std::string("MND-IMP-002"));
    QCOMPARE(refused.error().kind, ErrorKind::Usage);
    QVERIFY(refused.error().remedy.find("otlp") != std::string::npos);
    QCOMPARE(workspace->store().head(), head);
    // A format that does not fit is the file's problem, not the import's.
    options.format = "tau2";
    const ImportReport report = need(workspace->import({m_folder.write("no.txt", "plain")}, options));
    QCOMPARE(report.records, std::uint64_t{0});
    QVERIFY(!report.files.at(0).skipped.empty());
    QCOMPARE(report.problems.size(), std::size_t{1});
}

void ImportTest::aNamedAgentReplacesTheSources()
{
    const auto workspace = m_folder.workspace();
    ImportOptions options;
    options.agent = "the new clerk";
    (void)need(workspace->import({m_folder.write("named.jsonl", manyCalls(5))}, options));
    QCOMPARE(need(workspace->store().names(Dimension::Agent)), std::vector<std::string>{"the new clerk"});
}

QTEST_GUILESS_MAIN(ImportTest)
#include "import_test.moc"
