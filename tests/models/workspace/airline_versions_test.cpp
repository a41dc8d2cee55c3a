// SPDX-License-Identifier: GPL-3.0-or-later
// The shipped airline pact loosened: a certificate limit of 150 instead of 100, and a cancellation up to 48 hours after booking instead of 24. The
// replay names exactly the calls whose verdict changes, found again without store, import or replay, and the redline classes both clauses.
// Runs over the bundled sample, and over all airline runs in $MANDATE_RUNS.
#include "made_trail.h"
#include "models/pact/judge.h"
#include "models/pact/redline/redline.h"
#include "tests/models/sources/read_source.h"

#include <QDirIterator>
#include <QTest>
#include <nlohmann/json.hpp>

#include <algorithm>

using namespace mandate;
using namespace mandate::test;

namespace {

using Json = nlohmann::ordered_json;

struct Change
{
    std::string agent;
    std::string session;
    std::int32_t message;
    std::int32_t call;
    Verdict from;
    Verdict to;
    auto operator<=>(const Change &) const = default;
};

std::string inWords(const std::vector<Change> &changes)
{
    std::string out;
    for (const Change &change : changes)
        out += change.agent + ' ' + change.session + ' ' + std::to_string(change.message) + '/' + std::to_string(change.call) + ' ' +
               std::string(nameOf(change.from)) + " -> " + std::string(nameOf(change.to)) + '\n';
    return out;
}

std::string bytesOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s cannot be read", qPrintable(path));
    return file.readAll().toStdString();
}

std::string firstVersion()
{
    return bytesOf(QStringLiteral(MANDATE_SOURCE_DIR "/resources/pacts/airline.json"));
}

void replace(Json &clause, const char *member, const std::string &before, const std::string &after)
{
    std::string text = clause[member];
    const std::size_t at = text.find(before);
    if (at == std::string::npos)
        qFatal("the clause does not say %s", before.c_str());
    clause[member] = text.replace(at, before.size(), after);
}

/// The second version: both limits are changed, and nothing else but its number.
ParsedPact secondVersion(const std::string &hours = "48")
{
    Json pact = Json::parse(firstVersion());
    pact["version"] = "2.0.0";
    pact["parent_version"] = "1.0.0";
    for (Json &clause : pact["clauses"]) {
        if (clause["id"] == "A6") {
            replace(clause, "when", "100.0", "150.0");
            replace(clause, "reads_as", "$100", "$150");
        } else if (clause["id"] == "A4") {
            replace(clause, "when", "duration('24h')", "duration('" + hours + "h')");
            replace(clause, "reads_as", "24 hours", hours + " hours");
        }
    }
    return need(parsePact(pact.dump()));
}

QString airlineRuns(const QString &runs)
{
    return runs + QStringLiteral("/tau2/airline");
}

std::vector<std::string> filesIn(const QString &folder)
{
    std::vector<std::string> files;
    for (QDirIterator walk(folder, {QStringLiteral("*.json")}, QDir::Files); walk.hasNext();)
        files.push_back(walk.next().toStdString());
    std::ranges::sort(files);
    return files;
}

/// Every call judged by both versions, straight from the sources; where the verdicts differ.
std::vector<Change> foundByHand(const std::vector<std::string> &files, const ParsedPact &before, const ParsedPact &after, std::size_t &calls)
{
    const auto first = need(CompiledPact::compile(before.document));
    const auto second = need(CompiledPact::compile(after.document));
    std::vector<Change> changes;
    for (const std::string &path : files) {
        const ReadSource source(path, bytesOf(QString::fromStdString(path)));
        std::map<std::pair<std::string, std::string>, std::pair<SessionJudge, SessionJudge>> judges;
        for (const Record &record : source.records) {
            if (record.kind != RecordKind::Action)
                continue;
            const std::pair key{std::string(record.agent), std::string(record.session)};
            auto &[one, two] = judges.try_emplace(key, SessionJudge(first), SessionJudge(second)).first->second;
            const Verdict from = one.judge(record).verdict;
            const Verdict to = two.judge(record).verdict;
            ++calls;
            if (from != to)
                changes.push_back({key.first, key.second, record.message, record.call, from, to});
        }
    }
    std::ranges::sort(changes);
    return changes;
}

std::vector<Change> replayed(const std::vector<std::string> &files, const ParsedPact &after, std::size_t &judged)
{
    WorkspaceFolder folder;
    const auto workspace = folder.workspace(firstVersion());
    (void)need(workspace->import(files, {}));
    const ReplayReport report = need(workspace->replay(after, {}));
    std::vector<Change> changes;
    for (const ReplayChange &change : report.changed) {
        if (change.count != change.cases.size())
            qFatal("a replay counts other calls than it lists");
        for (const ReplayChange::Case &one : change.cases)
            changes.push_back({one.action.agent, one.action.session, one.action.message, one.action.call, change.from, change.to});
    }
    std::ranges::sort(changes);
    judged = report.judged;
    return changes;
}

} // namespace

class AirlineVersionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void exactlyTheCallsWhoseVerdictChangesAreNamed_data()
    {
        QTest::addColumn<QString>("hours");
        QTest::newRow("48 hours") << QStringLiteral("48");
        QTest::newRow("10 days") << QStringLiteral("240"); // changes some verdict in the sample too
    }

    void exactlyTheCallsWhoseVerdictChangesAreNamed()
    {
        QFETCH(QString, hours);
        const bool full = qEnvironmentVariableIsSet("MANDATE_RUNS");
        const auto files = filesIn(airlineRuns(full ? qEnvironmentVariable("MANDATE_RUNS") : QStringLiteral(MANDATE_SOURCE_DIR "/resources/sample")));
        QVERIFY(!files.empty());
        const ParsedPact after = secondVersion(hours.toStdString());
        std::size_t calls = 0;
        std::size_t judged = 0;
        const auto expected = foundByHand(files, need(parsePact(firstVersion())), after, calls);
        const auto actual = replayed(files, after, judged);
        qInfo("%zu calls in %zu files, %zu change:\n%s", calls, files.size(), actual.size(), inWords(actual).c_str());
        QCOMPARE(judged, calls);
        QVERIFY2(actual == expected, (inWords(actual) + "but by hand\n" + inWords(expected)).c_str());
        for (const Change &change : actual) // both are loosened, so nothing is treated more strictly
            QVERIFY2(change.from == Verdict::Prohibited || change.from == Verdict::NeedsApproval || change.from == Verdict::Undecidable, inWords({change}).c_str());
        if (full && hours == QStringLiteral("48")) // one for each of the two changes
            QCOMPARE(inWords(actual), std::string("azure/gpt-4o-2024-11-20 98d80c47-961b-4935-afe9-1e18018b41c2 18/0 prohibited -> permitted\n"
                                                  "openai/gpt-oss-120b 0877a647-5bcd-48a8-806c-204eda6b23bf 25/1 needs_approval -> permitted\n"));
        else if (full)
            QCOMPARE(actual.size(), std::size_t(16));
        else if (hours == QStringLiteral("48"))
            QVERIFY(actual.empty());
        else
            QCOMPARE(inWords(actual), std::string("gpt-4.1 85a8fb16-f80a-4af2-bd92-d303bced2961 15/0 prohibited -> permitted\n"));
    }

    void theRedlineShowsBothLooseningsByAnAction()
    {
        const ParsedPact before = need(parsePact(firstVersion()));
        const ParsedPact after = secondVersion();
        const Redline redline = need(compare(before.document, after.document));
        QCOMPARE(redline.changes.size(), std::size_t(2));
        QCOMPARE(redline.changes[0].clause, std::string("A4"));
        QCOMPARE(redline.changes[1].clause, std::string("A6"));
        for (const PactChange &change : redline.changes)
            QCOMPARE(nameOf(change.change), std::string_view("widens"));
        const Json limit = Json::parse(redline.changes[1].counterexample);
        QCOMPARE(limit["tool"].get<std::string>(), std::string("send_certificate"));
        QVERIFY(limit["args"]["amount"].get<double>() > 100.0 && limit["args"]["amount"].get<double>() <= 150.0);
        QCOMPARE(limit["verdict"].dump(), std::string(R"({"before":"needs_approval","after":"permitted"})"));
        QCOMPARE(limit["clause"].dump(), std::string(R"({"before":"yes","after":"no"})"));
        const Json cancelled = Json::parse(redline.changes[0].counterexample);
        QCOMPARE(cancelled["tool"].get<std::string>(), std::string("cancel_reservation"));
        QCOMPARE(cancelled["clause"].dump(), std::string(R"({"before":"yes","after":"no"})"));
        const std::string id = cancelled["args"]["reservation_id"];
        const std::string created = cancelled["state"]["reservation"][id]["created_at"];
        QVERIFY2(created >= "2024-05-13T15:00:00" && created < "2024-05-14T15:00:00", created.c_str()); // the pact's clock says 15 May, 15:00

        // The other way round both narrow, and nothing widens.
        const Redline back = need(compare(after.document, before.document));
        QCOMPARE(back.changes.size(), std::size_t(2));
        for (const PactChange &change : back.changes)
            QCOMPARE(nameOf(change.change), std::string_view("narrows"));
    }
};

QTEST_GUILESS_MAIN(AirlineVersionsTest)
#include "airline_versions_test.moc"
