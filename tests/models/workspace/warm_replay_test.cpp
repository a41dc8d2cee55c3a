// SPDX-License-Identifier: GPL-3.0-or-later
// The warm replay says to the last case what a reading of the whole ledger says, whatever was edited and however the ledger grew meanwhile.
// On the recorded runs in $MANDATE_RUNS, or on the bundled ones.
#include "tests/models/workspace/made_trail.h"

#include "models/workspace/warm_replay.h"

#include <QTest>

#include <random>

using namespace mandate;
using namespace mandate::test;

namespace {

const std::vector<std::string> shippedNames{"airline", "banking", "retail", "telecom"};

/// What differs, in a few words; empty when the reports say the same.
std::string difference(const ReplayReport &a, const ReplayReport &b)
{
    if (a == b)
        return {};
    std::string words = "judged " + std::to_string(a.judged) + '/' + std::to_string(b.judged) + ", undecidable " + std::to_string(a.undecidable) +
                        '/' + std::to_string(b.undecidable) + ", changes " + std::to_string(a.changed.size()) + '/' +
                        std::to_string(b.changed.size());
    for (std::size_t i = 0; i < std::min(a.changed.size(), b.changed.size()); ++i) {
        const ReplayChange &x = a.changed[i];
        const ReplayChange &y = b.changed[i];
        if (x == y)
            continue;
        words += "; change " + std::to_string(i) + ": count " + std::to_string(x.count) + '/' + std::to_string(y.count) + " sessions " +
                 std::to_string(x.sessions) + '/' + std::to_string(y.sessions) + " customers " + std::to_string(x.customers.different) + '/' +
                 std::to_string(y.customers.different) + " cases " + (x.cases == y.cases ? "same" : "differ") + " money " +
                 (x.money == y.money ? "same" : "differ");
    }
    if (a.missing != b.missing)
        words += "; missing differ";
    if (a.changes != b.changes)
        words += "; digests differ";
    return words;
}

#define SAME(left, right)                                                                                                                            \
    do {                                                                                                                                             \
        const std::string differs = difference(left, right);                                                                                         \
        QVERIFY2(differs.empty(), differs.c_str());                                                                                                  \
    } while (false)

/// Edits a person could make, at random.
class Editor
{
public:
    explicit Editor(unsigned seed) : m_random(seed)
    {
        for (const std::string &name : shippedNames) {
            for (const Clause &clause : need(parsePact(shippedPact(name))).document.clauses)
                m_conditions.push_back(clause.when);
        }
        for (const char *condition :
             {"true", "false", "confidence < 0.5", "history.exists(h, h.tool == action.tool)", "size(history) > 3", "action.calls_in_message > 1",
              "input.contains('cancel')", "!record.time", "now > timestamp('2024-06-01T00:00:00Z')", "size(action.earlier) > 0",
              "state.order[args.order_id].status == 'pending'", "record.decision_basis", "history.exists(h, h.result.contains('error'))",
              "args.amount > 100", "environment == 'retail'", "session.endsWith('1')"})
            m_conditions.emplace_back(condition);
    }

    void edit(PactDocument &pact)
    {
        auto &clauses = pact.clauses;
        Clause &one = clauses[below(clauses.size())];
        switch (below(10)) {
        case 0: one.kind = static_cast<ClauseKind>(below(4)); break;
        case 1: one.tools = clauses[below(clauses.size())].tools; break;
        case 2:
            if (clauses.size() > 2)
                clauses.erase(clauses.begin() + static_cast<std::ptrdiff_t>(below(clauses.size())));
            break;
        case 3: std::swap(one, clauses[below(clauses.size())]); break;
        case 4: {
            Clause copy = one;
            copy.id = "new" + std::to_string(m_made++);
            clauses.push_back(copy);
            break;
        }
        case 5: pact.handOffBelow = pact.handOffBelow ? std::nullopt : std::optional(0.7); break;
        case 6: pact.owedEvidence = pact.owedEvidence.empty() ? std::vector<std::string>{"time", "input"} : std::vector<std::string>(); break;
        case 7:
            if (below(4) == 0)
                pact.fixedClock = pact.fixedClock ? std::nullopt : std::optional(at(static_cast<int>(below(1'000'000))));
            else if (below(3) == 0 && !pact.state.empty())
                pact.state.erase(pact.state.begin() + static_cast<std::ptrdiff_t>(below(pact.state.size())));
            break;
        default: one.when = m_conditions[below(m_conditions.size())]; break;
        }
    }

    std::size_t below(std::size_t bound) { return std::uniform_int_distribution<std::size_t>(0, bound - 1)(m_random); }

private:
    std::mt19937 m_random;
    std::vector<std::string> m_conditions;
    int m_made = 0;
};

ParsedPact shop(int most = 100)
{
    return need(parsePact(shopPact("2.0.0", "shop", "*", most)));
}

std::vector<Call> someCalls(int sessions, int from)
{
    std::vector<Call> calls;
    for (int i = 0; i < 6 * sessions; ++i) {
        const int session = i % sessions;
        Call call{"s" + std::to_string(session), "look", "{}", from + i};
        if (i / sessions == session % 4)
            call.tool = "read_order";
        else if (i / sessions == 3)
            call.tool = "refund";
        else if (i / sessions > 3)
            call = {call.session, "pay", R"({"amount":)" + std::to_string(i * 7 % 200) + R"(,"customer_id":"c)" + std::to_string(i % 5) + R"("})",
                    from + i};
        if (i % 11 == 0)
            call.deployment = "depot";
        if (i % 7 == 0)
            call.agent = "porter";
        calls.push_back(call);
    }
    return calls;
}

} // namespace

class WarmReplayTest : public QObject
{
    Q_OBJECT

    WorkspaceFolder m_folder;
    std::unique_ptr<Workspace> m_recorded;

private Q_SLOTS:
    void initTestCase();
    void everyShippedPactIsReplayedAlike();
    void randomEditsAreReplayedAsIfFromTheStart();
    void oneChangedClauseIsJudgedAlone();
    void whatTheLedgerGainedIsAdded();
    void aSessionThatComesIntoTheRangeLaterBringsItsPast();
    void anAgentBoundLaterBringsItsPast();
    void aTrailThatDoesNotFitIsStreamed();
    void aStoppedReplayLeavesNothingBehind();
    void casesAreListedUpToTheBoundAndCountedBeyond();
    void aBrokenConditionLeavesTheAnswersOfTheOthers();
};

void WarmReplayTest::initTestCase()
{
    m_recorded = m_folder.workspace();
    for (const std::string &name : shippedNames)
        (void)need(m_recorded->addPact(shippedPact(name)));
    const QByteArray runs = qgetenv("MANDATE_RUNS");
    ImportOptions options;
    options.indexText = false;
    (void)need(m_recorded->import({runs.isEmpty() ? std::string(MANDATE_SOURCE_DIR "/resources/sample") : runs.toStdString()}, options));
}

void WarmReplayTest::everyShippedPactIsReplayedAlike()
{
    for (const std::string &name : shippedNames) {
        for (const ReplayRange &range : {ReplayRange{}, ReplayRange{parseInstant("2024-01-01"), {}}, ReplayRange{{}, parseInstant("2025-06-01")},
                                         ReplayRange{parseInstant("2025-12-02"), parseInstant("2026-03-01")}}) {
            ParsedPact pact = need(parsePact(shippedPact(name)));
            WarmReplay warm(*m_recorded);
            SAME(need(warm.replay(pact, range)), need(m_recorded->replay(pact, range)));
            for (Clause &clause : pact.document.clauses)
                clause.when = "!(" + clause.when + ")";
            pact.document.binds = {{"*", "*"}};
            const ReplayReport whole = need(m_recorded->replay(pact, range));
            QVERIFY(range != ReplayRange{} || !whole.changed.empty());
            SAME(need(warm.replay(pact, range)), whole);
        }
    }
}

void WarmReplayTest::randomEditsAreReplayedAsIfFromTheStart()
{
    const int edits = qEnvironmentVariableIsSet("MANDATE_RUNS") ? 4 : 60; // of the whole trail each
    for (unsigned seed = 1; seed <= shippedNames.size(); ++seed) {
        Editor editor(seed);
        ParsedPact pact = need(parsePact(shippedPact(shippedNames[seed - 1])));
        WarmReplay warm(*m_recorded);
        for (int i = 0; i < edits; ++i) {
            for (std::size_t more = editor.below(3) + 1; more > 0; --more)
                editor.edit(pact.document);
            const auto incremental = warm.replay(pact, {});
            const auto whole = m_recorded->replay(pact, {});
            QCOMPARE(bool(incremental), bool(whole));
            if (!whole)
                continue;
            SAME(*incremental, *whole);
        }
    }
}

void WarmReplayTest::oneChangedClauseIsJudgedAlone()
{
    ParsedPact pact = need(parsePact(shippedPact("airline")));
    WarmReplay warm(*m_recorded);
    (void)need(warm.replay(pact, {}));
    QVERIFY(warm.lastWork().actionsRead > 0);
    QVERIFY(warm.lastWork().clausesJudged > 1);
    pact.document.clauses[1].when = "size(history) > 2";
    SAME(need(warm.replay(pact, {})), need(m_recorded->replay(pact, {})));
    QCOMPARE(warm.lastWork().actionsRead, std::uint64_t{0});
    QCOMPARE(warm.lastWork().clausesJudged, std::size_t{1});
    // Words, order and kind do not ask anything anew.
    pact.document.clauses[1].kind = ClauseKind::Escalate;
    pact.document.clauses[1].id = "renamed";
    std::swap(pact.document.clauses[0], pact.document.clauses[1]);
    SAME(need(warm.replay(pact, {})), need(m_recorded->replay(pact, {})));
    QCOMPARE(warm.lastWork().clausesJudged, std::size_t{0});
    pact.document.state.pop_back();
    SAME(need(warm.replay(pact, {})), need(m_recorded->replay(pact, {})));
    QVERIFY(warm.lastWork().clausesJudged > 1);
}

void WarmReplayTest::whatTheLedgerGainedIsAdded()
{
    const auto workspace = m_folder.workspace(shopPact());
    WarmReplay warm(*workspace);
    const auto same = [&](const ParsedPact &pact) { SAME(need(warm.replay(pact, {})), need(workspace->replay(pact, {}))); };
    same(shop(20)); // nothing recorded yet
    (void)need(workspace->import({m_folder.write("monday.jsonl", lines(someCalls(30, 0)))}, {}));
    same(shop(20));
    same(shop(30));
    (void)need(workspace->import({m_folder.write("tuesday.jsonl", lines(someCalls(40, 1000), 1000))}, {}));
    same(shop(30));
    QCOMPARE(warm.lastWork().actionsRead, std::uint64_t{240});
    QCOMPARE(warm.lastWork().clausesJudged, std::size_t{0});
    (void)need(workspace->addPact(shopPact("1.1.0", "shop", "*", 60))); // other verdicts in force
    same(shop(30));
    QCOMPARE(warm.lastWork().actionsRead, std::uint64_t{0});
    (void)need(workspace->suspend("clerk", "drift", "")); // nothing that a replay looks at, but another ledger
    same(shop(30));
}

void WarmReplayTest::aSessionThatComesIntoTheRangeLaterBringsItsPast()
{
    const auto workspace = m_folder.workspace(shopPact());
    WarmReplay warm(*workspace);
    const ReplayRange range{at(500), at(2000)};
    (void)need(workspace->import({m_folder.write("early.jsonl", lines(someCalls(30, 0)))}, {}));
    SAME(need(warm.replay(shop(20), range)), need(workspace->replay(shop(20), range)));
    QCOMPARE(warm.lastWork().actionsRead, std::uint64_t{0});
    for (int round = 1; round < 4; ++round) {
        (void)need(workspace->import(
            {m_folder.write("round.jsonl", lines(someCalls(10 * round, 400 * round), static_cast<std::size_t>(1000 * round)))}, {}));
        SAME(need(warm.replay(shop(20), range)), need(workspace->replay(shop(20), range)));
        WarmReplay fresh(*workspace);
        SAME(need(fresh.replay(shop(20), range)), need(workspace->replay(shop(20), range)));
    }
}

void WarmReplayTest::anAgentBoundLaterBringsItsPast()
{
    const auto workspace = m_folder.workspace(shopPact());
    ParsedPact pact = shop(20);
    pact.document.binds = {{"*", "shop"}};
    WarmReplay warm(*workspace);
    (void)need(
        workspace->import({m_folder.write("depot.jsonl", lines({{"a", "read_order", "{}", 1, 1, "porter", "depot"}, {"b", "look", "{}", 2}}))}, {}));
    SAME(need(warm.replay(pact, {})), need(workspace->replay(pact, {})));
    (void)need(workspace->import({m_folder.write("shop.jsonl", lines({{"a", "refund", "{}", 3, 1, "porter", "shop"}}, 10))}, {}));
    const ReplayReport report = need(warm.replay(pact, {}));
    QCOMPARE(report.judged, std::uint64_t{2});
    QVERIFY(report.changed.empty()); // the refund follows a reading
    SAME(report, need(workspace->replay(pact, {})));
}

void WarmReplayTest::aTrailThatDoesNotFitIsStreamed()
{
    const ParsedPact pact = need(parsePact(shippedPact("banking")));
    WarmReplay::Options options;
    options.limits.bytes = 4096;
    WarmReplay warm(*m_recorded, options);
    SAME(need(warm.replay(pact, {})), need(m_recorded->replay(pact, {})));
    QVERIFY(warm.lastWork().streamed);
    QCOMPARE(warm.lastWork().trailBytes, std::size_t{0});
}

void WarmReplayTest::aStoppedReplayLeavesNothingBehind()
{
    ParsedPact pact = need(parsePact(shippedPact("retail")));
    WarmReplay warm(*m_recorded);
    for (int calls = 0; calls < 40; ++calls) {
        std::stop_source stop;
        std::atomic<int> left = calls % 8;
        const auto replayed = warm.replay(
            pact, {},
            [&](const ImportStep &) {
                if (--left <= 0)
                    stop.request_stop();
            },
            stop.get_token());
        if (replayed)
            SAME(*replayed, need(m_recorded->replay(pact, {})));
        else
            QVERIFY(replayed.error().kind == ErrorKind::Cancelled);
        pact.document.clauses[static_cast<std::size_t>(calls) % pact.document.clauses.size()].when = "size(history) > " + std::to_string(calls);
    }
    SAME(need(warm.replay(pact, {})), need(m_recorded->replay(pact, {})));
}

void WarmReplayTest::casesAreListedUpToTheBoundAndCountedBeyond()
{
    ParsedPact pact = need(parsePact(shippedPact("airline")));
    for (Clause &clause : pact.document.clauses)
        clause.when = "false";
    const ReplayReport whole = need(m_recorded->replay(pact, {}));
    WarmReplay::Options options;
    options.cases = 2;
    WarmReplay warm(*m_recorded, options);
    const ReplayReport listed = need(warm.replay(pact, {}));
    QCOMPARE(listed.changed.size(), whole.changed.size());
    QVERIFY(listed.changes == whole.changes);
    for (std::size_t i = 0; i < whole.changed.size(); ++i) {
        QCOMPARE(listed.changed[i].count, whole.changed[i].cases.size());
        QCOMPARE(listed.changed[i].cases.size(), std::min<std::size_t>(2, whole.changed[i].cases.size()));
        QVERIFY(std::equal(listed.changed[i].cases.begin(), listed.changed[i].cases.end(), whole.changed[i].cases.begin()));
    }
}

void WarmReplayTest::aBrokenConditionLeavesTheAnswersOfTheOthers()
{
    ParsedPact pact = need(parsePact(shippedPact("telecom")));
    WarmReplay warm(*m_recorded);
    (void)need(warm.replay(pact, {}));
    const std::string was = pact.document.clauses[0].when;
    pact.document.clauses[0].when = "args.amount >";
    QVERIFY(!warm.replay(pact, {}));
    pact.document.clauses[0].when = was;
    SAME(need(warm.replay(pact, {})), need(m_recorded->replay(pact, {})));
    QCOMPARE(warm.lastWork().clausesJudged, std::size_t{0});
}

QTEST_GUILESS_MAIN(WarmReplayTest)
#include "warm_replay_test.moc"
