// SPDX-License-Identifier: GPL-3.0-or-later
// Windows over all sessions in a ledger: import, judging again, explanation, replay and the gateway give the same, in whatever order evidence comes.
#include "tests/models/workspace/asking_agents.h"

#include "models/workspace/warm_replay.h"

#include <QTest>

#include <algorithm>
#include <random>
#include <set>
#include <thread>

using namespace mandate;
using namespace mandate::test;

namespace {

/// At most 5,000 an hour for one customer, over all sessions and agents; from the fourth payment to different accounts in a day a person decides.
std::string limitPact(const std::string &version = "1.0.0", const std::string &limit = "5000.0", const std::string &within = "1h")
{
    return R"x({"schema":"mandate.pact/1","pact_id":"till","version":")x" + version + R"x(","title":"Till","binds":[{"deployment":"shop"}],
"accountability":{"owner":"Owner A","deputy":"Deputy B"},
"windows":[{"window":"paid","tools":["pay"],"by":"args.customer","value":"double(args.amount)","within":")x" + within + R"x("},
           {"window":"to","tools":["pay"],"by":"agent","value":"args.customer","within":"1d"}],
"clauses":[
{"id":"S1","kind":"permit","when":"true","reads_as":"Everything, within the limits below."},
{"id":"L1","kind":"forbid","severity":"critical","tools":["pay"],"when":"double(window.paid.sum()) + double(args.amount) > )x" + limit + R"x(","reads_as":"A customer is paid at most 5,000 an hour."},
{"id":"E1","kind":"escalate","tools":["pay"],"when":"size(window.to.distinct()) >= 4","reads_as":"A person decides on a fifth customer in a day.","escalation":{"to":"owner","respond_within":"15m","if_unanswered":"deny"}},
{"id":"H1","kind":"evidence","tools":["pay"],"when":"!history.exists(h, h.tool == 'look')","reads_as":"It looked before."}]})x";
}

std::string openPact()
{
    return R"x({"schema":"mandate.pact/1","pact_id":"till","version":"0.9.0","title":"Till","binds":[{"deployment":"shop"}],
"accountability":{"owner":"Owner A","deputy":"Deputy B"},"clauses":[{"id":"S1","kind":"permit","when":"true","reads_as":"Everything."}]})x";
}

Call pay(const std::string &session, int amount, int minute, int status = 1, const std::string &customer = "c", const std::string &agent = "clerk")
{
    return {session, "pay", R"({"customer":")" + customer + R"(","amount":)" + std::to_string(amount) + '}', minute, status, agent};
}

/// Payments of several agents, sessions and customers, some of which failed, some without an amount or a customer.
std::vector<Call> someTrail(unsigned seed, int count)
{
    std::mt19937 random(seed);
    const auto pick = [&](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
    std::vector<Call> calls;
    for (int i = 0; i < count; ++i) {
        Call call = pay("s" + std::to_string(pick(5)), 500 * (1 + pick(4)), pick(240), 1 + (pick(6) == 0 ? 1 : 0), std::string(1, static_cast<char>('a' + pick(6))),
                        "clerk" + std::to_string(pick(2)));
        if (pick(40) == 0)
            call.arguments = R"({"customer":"a"})";
        if (pick(12) == 0)
            call.tool = "look";
        if (pick(15) == 0)
            call.arguments = R"({"amount":1})";
        calls.push_back(call);
    }
    return calls;
}

std::vector<std::string> verdictsInOrder(const Workspace &workspace)
{
    std::vector<std::string> all;
    for (const Row &row : rows(workspace))
        all.push_back(std::string(nameOf(row.verdict)) + (row.clause.empty() ? "" : " " + row.clause));
    return all;
}

/// (from, to, count) of each change.
std::set<std::tuple<std::string, std::string, int>> changesOf(const ReplayReport &report)
{
    std::set<std::tuple<std::string, std::string, int>> all;
    for (const ReplayChange &change : report.changed)
        all.emplace(std::string(nameOf(change.from)), std::string(nameOf(change.to)), static_cast<int>(change.count));
    return all;
}

} // namespace

class WindowsTest : public QObject, private AskingAgents
{
    Q_OBJECT

private Q_SLOTS:
    void ofThreeConcurrentPaymentsReplayRefusesTheThird_data();
    void ofThreeConcurrentPaymentsReplayRefusesTheThird();
    void anyOrderAndAnyPiecesGiveTheSame_data();
    void anyOrderAndAnyPiecesGiveTheSame();
    void explanationReportAndReplayGiveTheStoredVerdict();
    void theWarmReplaySaysTheSameWhateverChanges();
    void whatWasCutOffIsJudgedByTheNextWriter();
    void importsInTheOrderOfTimeAreJudgedOnce();
    void theGatewayCountsWhatIsOnItsWay();
    void agentsThatAskAtTheSameTimeCannotPassTheLimitTogether();
    void anotherProcessCountsWhatThisOnePermitted();
    void decisionsBetweenImportsAreTakenIn();
    void importsAndDecisionsAtTheSameTimeLoseNothing();
};

void WindowsTest::ofThreeConcurrentPaymentsReplayRefusesTheThird_data()
{
    QTest::addColumn<QString>("sessions");
    QTest::addColumn<int>("failed");
    QTest::addColumn<int>("refused");
    QTest::newRow("one session") << "aaa" << -1 << 1;
    QTest::newRow("three sessions") << "abc" << -1 << 1;
    QTest::newRow("one failed") << "abc" << 1 << 0;
}

void WindowsTest::ofThreeConcurrentPaymentsReplayRefusesTheThird()
{
    QFETCH(QString, sessions);
    QFETCH(int, failed);
    QFETCH(int, refused);
    const auto workspace = m_folder.workspace(openPact());
    std::vector<Call> calls;
    for (int i = 0; i < 3; ++i)
        calls.push_back(pay(sessions.mid(i, 1).toStdString(), 2000, 10, i == failed ? 2 : 1));
    (void)need(workspace->import({m_folder.write(sessions.toStdString() + std::to_string(failed) + ".jsonl", lines(calls))}, {}));
    const ReplayReport report = need(workspace->replay(need(parsePact(limitPact())), {}));
    QCOMPARE(report.judged, std::uint64_t{3});
    QCOMPARE(changesOf(report), (refused ? std::set<std::tuple<std::string, std::string, int>>{{"permitted", "prohibited", refused}} : std::set<std::tuple<std::string, std::string, int>>()));
    if (refused && sessions == QStringLiteral("abc"))
        QCOMPARE(report.changed[0].cases[0].action.session, std::string("c"));
}

void WindowsTest::anyOrderAndAnyPiecesGiveTheSame_data()
{
    QTest::addColumn<int>("seed");
    for (int seed = 1; seed <= 4; ++seed)
        QTest::addRow("%d", seed) << seed;
}

void WindowsTest::anyOrderAndAnyPiecesGiveTheSame()
{
    QFETCH(int, seed);
    const std::vector<Call> calls = someTrail(static_cast<unsigned>(seed), 160);
    const std::string folder = "pieces" + std::to_string(seed) + '/';
    std::vector<std::string> pieces;
    for (std::size_t piece = 0; piece < 4; ++piece)
        pieces.push_back(m_folder.write(folder + "p" + std::to_string(piece) + ".jsonl", lines({calls.begin() + static_cast<std::ptrdiff_t>(piece * 40), calls.begin() + static_cast<std::ptrdiff_t>(piece * 40 + 40)}, piece * 40)));
    // History depends on the order within a session; here only windows and what needs none are compared.
    const std::string pact = limitPact();
    const auto withoutHistory = [](std::vector<JudgedAction> all) {
        for (JudgedAction &action : all) {
            std::erase_if(action.findings, [](const std::string &finding) { return finding.starts_with("H1"); });
            action.call.erase(0, action.call.find(' ')); // named by the folder or the file, as it was imported
        }
        std::ranges::sort(all);
        return all;
    };
    const auto after = m_folder.workspace();
    (void)need(after->import({m_folder.path(folder)}, {}));
    (void)need(after->addPact(pact));
    const auto expected = withoutHistory(judged(*after));
    QCOMPARE(expected.size(), std::size_t{160});
    QVERIFY(verdicts(*after)["prohibited"] > 5);
    QVERIFY(verdicts(*after)["undecidable"] > 0);
    QVERIFY(verdicts(*after)["needs_approval"] > 0);
    QVERIFY(verdicts(*after)["permitted"] > 5);

    const auto atOnce = m_folder.workspace(pact);
    (void)need(atOnce->import({m_folder.path(folder)}, {}));
    QVERIFY(withoutHistory(judged(*atOnce)) == expected);
    std::vector<std::size_t> order{3, 1, 0, 2};
    for (int turn = 0; turn < 2; ++turn) {
        const auto inPieces = m_folder.workspace(pact);
        for (const std::size_t piece : order)
            (void)need(inPieces->import({pieces[piece]}, {}));
        QVERIFY(withoutHistory(judged(*inPieces)) == expected);
        QVERIFY(!inPieces->verdictsPending());
        std::ranges::reverse(order);
    }
    std::vector<Incident> incidents[2]{need(after->incidents()), need(atOnce->incidents())};
    QVERIFY(!incidents[0].empty());
    QCOMPARE(incidents[1].size(), incidents[0].size());
}

void WindowsTest::explanationReportAndReplayGiveTheStoredVerdict()
{
    const auto workspace = m_folder.workspace(limitPact());
    (void)need(workspace->import({m_folder.write("explained.jsonl", lines({pay("a", 3000, 1), pay("b", 2000, 2), pay("c", 1, 3), pay("d", 1, 62), pay("d", 4000, 62, 1, "d")}))}, {}));
    QCOMPARE(verdictsInOrder(*workspace), (std::vector<std::string>{"permitted S1", "permitted S1", "prohibited L1", "permitted S1", "permitted S1"}));
    for (const Row &row : rows(*workspace)) {
        const EvidenceDetail detail = need(workspace->detail(row.number));
        QCOMPARE(detail.explanation->verdict, row.verdict);
        QCOMPARE(detail.explanation->decidingClause, row.clause);
    }
    const EvidenceDetail third = need(workspace->detail(rows(*workspace)[2].number));
    const auto fact = std::ranges::find(third.explanation->facts, std::string("window.paid"), &Explanation::Fact::name);
    QVERIFY(fact != third.explanation->facts.end());
    QCOMPARE(fact->value, std::string("[3000.0,2000.0]"));
    const JudgementReport report = need(workspace->judge());
    QCOMPARE(report.verdicts[static_cast<std::size_t>(Verdict::Prohibited)], std::uint64_t{1});
    QVERIFY(changesOf(need(workspace->replay(need(parsePact(limitPact("1.0.0"))), {}))).empty());
    QVERIFY((changesOf(need(workspace->replay(need(parsePact(limitPact("2.0.0", "4999.0"))), {}))) == std::set<std::tuple<std::string, std::string, int>>{{"permitted", "prohibited", 1}}));
    const PactDocument wider = need(parsePact(limitPact("2.0.0", "6000.0"))).document;
    QCOMPARE(need(workspace->judge(&wider)).verdicts[static_cast<std::size_t>(Verdict::Prohibited)], std::uint64_t{0});
}

void WindowsTest::theWarmReplaySaysTheSameWhateverChanges()
{
    const auto workspace = m_folder.workspace(limitPact());
    const std::vector<Call> calls = someTrail(11, 200);
    (void)need(workspace->import({m_folder.write("warm1.jsonl", lines({calls.begin(), calls.begin() + 120}))}, {}));
    WarmReplay warm(*workspace);
    const auto same = [&](const std::string &pact, const ReplayRange &range = {}) {
        const ParsedPact candidate = need(parsePact(pact));
        return need(warm.replay(candidate, range)) == need(workspace->replay(candidate, range));
    };
    QVERIFY(same(limitPact("2.0.0", "2000.0")));
    QVERIFY(!changesOf(need(warm.replay(need(parsePact(limitPact("2.0.0", "2000.0"))), {}))).empty());
    QVERIFY(same(limitPact("2.0.0", "3000.0")));
    QCOMPARE(warm.lastWork().clausesJudged, std::size_t{1});
    QVERIFY(same(limitPact("2.0.0", "3000.0", "4h"))); // another window
    QVERIFY(same(limitPact("2.0.0", "3000.0"), {at(60), at(120)}));
    QVERIFY(same(openPact()));
    QVERIFY(same(limitPact("2.0.0", "3000.0", "10m")));
    (void)need(workspace->import({m_folder.write("warm2.jsonl", lines({calls.begin() + 120, calls.end()}, 120))}, {}));
    QVERIFY(same(limitPact("2.0.0", "3000.0", "10m")));
    QVERIFY(same(limitPact("2.0.0", "3000.0")));
}

void WindowsTest::whatWasCutOffIsJudgedByTheNextWriter()
{
    const auto workspace = m_folder.workspace(limitPact());
    (void)need(workspace->import({m_folder.write("first.jsonl", lines({pay("a", 3000, 10), pay("b", 1500, 20)}))}, {}));
    const std::string late = m_folder.write("late.jsonl", lines({pay("c", 1000, 5)}, 7));
    std::stop_source stop;
    // Stored, found to have come late, and stopped before all is judged again: as a program that is killed there leaves it.
    const auto stopped = workspace->import({late}, {}, [&](const ImportStep &) { stop.request_stop(); }, stop.get_token());
    QVERIFY(!stopped);
    QCOMPARE(count(*workspace, actions()), std::uint64_t{3});
    QVERIFY(workspace->verdictsPending());
    (void)need(workspace->import({late}, {}));
    QVERIFY(!workspace->verdictsPending());
    QCOMPARE(verdictsInOrder(*workspace), (std::vector<std::string>{"permitted S1", "prohibited L1", "permitted S1"}));
}

void WindowsTest::importsInTheOrderOfTimeAreJudgedOnce()
{
    const auto workspace = m_folder.workspace(limitPact());
    for (int i = 0; i < 4; ++i)
        (void)need(workspace->import({m_folder.write("in_time" + std::to_string(i) + ".jsonl", lines({pay("s" + std::to_string(i), 2000, i)}, static_cast<std::size_t>(i)))}, {}));
    QCOMPARE(verdictsInOrder(*workspace), (std::vector<std::string>{"permitted S1", "permitted S1", "prohibited L1", "prohibited L1"}));
    // Each import noted what it judged and nothing else: none judged the whole again.
    std::vector<std::string> firsts;
    for (const EntryNumber entry : need(workspace->store().select(ofType(EntryType::Judgement), RowOrder::ArrivalAscending))) {
        const std::string body = need(workspace->store().body(entry));
        const std::size_t at = body.find("\"first\":") + 8;
        firsts.push_back(body.substr(at, body.find_first_of(",}", at) - at));
    }
    QCOMPARE(firsts.size(), std::size_t{4});
    QVERIFY(std::ranges::is_sorted(firsts, [](const std::string &a, const std::string &b) { return std::stoi(a) < std::stoi(b); }));
    QVERIFY(std::stoi(firsts[1]) > std::stoi(firsts[0]));
}

void WindowsTest::theGatewayCountsWhatIsOnItsWay()
{
    const auto workspace = this->workspace(limitPact());
    DecisionPoint point(*workspace);
    const std::string payment = R"({"customer":"c","amount":2000})";
    QVERIFY(point.decide(ask("pay", payment, "s1", "clerk1")).permit);
    m_clock->fetch_add(minutes(1));
    QVERIFY(point.decide(ask("pay", payment, "s2", "clerk2")).permit);
    const ActionAnswer third = point.decide(ask("pay", payment, "s3", "clerk3"));
    QVERIFY(!third.permit);
    QCOMPARE(third.clause, std::string("L1"));
    QVERIFY(point.decide(ask("pay", R"({"customer":"d","amount":2000})", "s3", "clerk3")).permit);
    const ActionAnswer keyless = point.decide(ask("pay", R"({"amount":1})", "s3", "clerk3"));
    QVERIFY(!keyless.permit);
    QCOMPARE(keyless.missing, (std::vector<std::string>{"window.paid: args.customer"}));
    // The second is reported as failed: it does not count any more.
    Call failed = pay("s2", 2000, 1, 2, "c", "clerk2");
    failed.arguments = payment;
    const std::int64_t sinceStart = (m_clock->load() - at(0).nanoseconds) / minutes(1);
    failed.minute = static_cast<int>(sinceStart) + 1;
    (void)need(workspace->import({m_folder.write("reported.jsonl", lines({failed}))}, {}));
    QVERIFY(point.decide(ask("pay", payment, "s3", "clerk3")).permit);
    m_clock->fetch_add(minutes(61));
    QVERIFY(point.decide(ask("pay", payment, "s4", "clerk1")).permit); // an hour later
}

void WindowsTest::agentsThatAskAtTheSameTimeCannotPassTheLimitTogether()
{
    const auto workspace = this->workspace(limitPact());
    DecisionPoint point(*workspace);
    std::atomic<int> permitted{0};
    {
        std::vector<std::jthread> agents;
        for (int i = 0; i < 16; ++i)
            agents.emplace_back([&, i] {
                for (int turn = 0; turn < 4; ++turn)
                    permitted += point.decide(ask("pay", R"({"customer":"c","amount":1000})", "s" + std::to_string(i) + std::to_string(turn), "clerk" + std::to_string(i))).permit;
            });
    }
    QCOMPARE(permitted.load(), 5);
    QCOMPARE(need(workspace->store().count([] {
                 RowFilter filter;
                 filter.kinds = {RecordKind::Decision};
                 return filter;
             }())),
             std::uint64_t{64});
}

void WindowsTest::anotherProcessCountsWhatThisOnePermitted()
{
    const auto one = this->workspace(limitPact());
    DecisionPoint here(*one);
    const std::string payment = R"({"customer":"c","amount":2000})";
    QVERIFY(here.decide(ask("pay", payment, "s1", "clerk1")).permit);
    const auto other = need(Workspace::open(one->path(), false, surroundings()));
    DecisionPoint there(*other);
    QVERIFY(there.decide(ask("pay", payment, "s2", "clerk2")).permit);
    QVERIFY(!here.decide(ask("pay", payment, "s3", "clerk3")).permit);
    QVERIFY(!there.decide(ask("pay", payment, "s4", "clerk4")).permit);
}

void WindowsTest::decisionsBetweenImportsAreTakenIn()
{
    const auto workspace = this->workspace(limitPact());
    DecisionPoint point(*workspace);
    const int now = static_cast<int>((m_clock->load() - at(0).nanoseconds) / minutes(1));
    (void)need(workspace->import({m_folder.write("before.jsonl", lines({pay("u1", 2000, now)}))}, {}));
    m_clock->fetch_add(minutes(1));
    QVERIFY(point.decide(ask("pay", R"({"customer":"c","amount":3000})", "s1", "clerk1")).permit);
    // Not asked for, and while that one is on its way.
    (void)need(workspace->import({m_folder.write("between.jsonl", lines({pay("u2", 1, now + 2)}, 1))}, {}));
    QCOMPARE(verdictsInOrder(*workspace), (std::vector<std::string>{"permitted S1", "prohibited L1"}));
    // It turns out to have failed: what was said of the other one is taken back.
    (void)need(workspace->import({m_folder.write("then.jsonl", lines({pay("s1", 3000, now + 3, 2, "c", "clerk1")}, 2))}, {}));
    QCOMPARE(verdictsInOrder(*workspace), (std::vector<std::string>{"permitted S1", "permitted S1", "permitted S1"}));
    const auto stored = judged(*workspace);
    const JudgementReport again = need(workspace->judge());
    QCOMPARE(again.verdicts[static_cast<std::size_t>(Verdict::Permitted)], std::uint64_t{3});
}

/// Late evidence, reports, long sessions and decisions at once: the limit holds, and what is stored is what judging again says.
void WindowsTest::importsAndDecisionsAtTheSameTimeLoseNothing()
{
    const auto workspace = this->workspace(limitPact());
    DecisionPoint point(*workspace);
    const int now = static_cast<int>((m_clock->load() - at(0).nanoseconds) / minutes(1));
    std::vector<Call> history; // of a session that is read in pieces, between which others write
    for (int i = 0; i < 5'000; ++i)
        history.push_back({"long", "look", "{}", now - 20'000 + i, 1, "clerk9"});
    (void)need(workspace->import({m_folder.write("long.jsonl", lines(history))}, {}));
    std::atomic<int> permitted{0};
    std::atomic<bool> over{false};
    {
        std::vector<std::jthread> agents;
        for (int i = 0; i < 4; ++i)
            agents.emplace_back([&, i] {
                for (int turn = 0; !over; ++turn) {
                    const std::string session = "s" + std::to_string(i) + '-' + std::to_string(turn);
                    permitted += point.decide(ask("pay", R"({"customer":"z","amount":1000})", session, "clerk" + std::to_string(i))).permit;
                    (void)point.decide(ask("pay", R"({"customer":"y","amount":1})", session, "clerk" + std::to_string(i)));
                    m_clock->fetch_add(1'000'000);
                }
            });
        std::mt19937 random(5);
        for (int round = 0; round < 12; ++round) {
            std::vector<Call> calls = someTrail(static_cast<unsigned>(round), 30);
            for (Call &call : calls)
                call.minute = now - static_cast<int>(random() % 100U);
            calls.push_back({"long", "look", "{}", now - round, 1, "clerk9"}); // has its session read again
            calls.push_back(pay("s0-" + std::to_string(round), 1, now + 1, 2, "y", "clerk0")); // a report
            calls.push_back(pay("long", 1, now - round, 1, "x", "clerk9"));
            std::vector<Call> copy = calls;
            (void)need(workspace->import({m_folder.write("busy" + std::to_string(round) + ".jsonl", lines(copy, 10'000 + static_cast<std::size_t>(round) * 100))}, {}));
        }
        over = true;
    }
    QCOMPARE(permitted.load(), 5);
    (void)need(workspace->import({m_folder.write("last.jsonl", lines({{"s", "look", "{}", now + 2, 1, "clerk9"}}, 99'999))}, {}));
    std::map<std::string, int> counts;
    const JudgementReport again = need(workspace->judge());
    for (std::size_t i = 0; i < again.verdicts.size(); ++i) {
        if (again.verdicts[i] > 0)
            counts[std::string(nameOf(static_cast<Verdict>(i)))] = static_cast<int>(again.verdicts[i]);
    }
    QVERIFY(verdicts(*workspace) == counts);
    QVERIFY(counts["prohibited"] > 0);
    QVERIFY(!point.decide(ask("pay", R"({"customer":"z","amount":1})", "s", "clerk0")).permit);
}

QTEST_GUILESS_MAIN(WindowsTest)
#include "windows_test.moc"
