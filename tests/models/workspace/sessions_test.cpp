// SPDX-License-Identifier: GPL-3.0-or-later
// Sessions set aside to keep memory flat: read again from the ledger, they are judged as if they had been kept.
#include "tests/models/workspace/made_trail.h"

#include "models/workspace/session_pool.h"

#include <QTest>

using namespace mandate;
using namespace mandate::test;

namespace {

Record called(std::string_view session, std::string_view tool)
{
    Record record;
    record.agent = "clerk";
    record.session = session;
    record.tool = tool;
    record.outcome = Outcome::Executed;
    return record;
}

std::shared_ptr<const CompiledPact> compiled(const std::string &json)
{
    return need(CompiledPact::compile(need(parsePact(json)).document));
}

} // namespace

class SessionsTest : public QObject
{
    Q_OBJECT

    WorkspaceFolder m_folder;

private Q_SLOTS:
    void thePoolSetsAsideTheLeastRecentlyUsedOnly();
    void moreSessionsThanThePoolHoldsAreJudgedAsOneAfterTheOther();
    void aSessionThatGoesOnInALaterImportKeepsItsHistory();
    void aSessionThatMovesToAnotherDeploymentKeepsItsHistory();
    void actionsWithoutASessionShareNothingWithOthers();
};

void SessionsTest::thePoolSetsAsideTheLeastRecentlyUsedOnly()
{
    const auto pact = compiled(shopPact());
    std::vector<std::string> read;
    SessionPool pool(
        [&](SessionJudge &judge, const Record &next, SessionPool::Earlier earlier) {
            if (earlier != SessionPool::Earlier::SetAside)
                return;
            read.emplace_back(next.session);
            judge.observe(called(next.session, "read_order"));
        },
        2);
    const auto judge = [&](const char *session, const char *tool) {
        return pool.judgeOf(called(session, tool), pact).judge(called(session, tool)).verdict;
    };
    for (const char *session : {"a", "b", "c"})
        QCOMPARE(judge(session, "read_order"), Verdict::Permitted);
    QCOMPARE(judge("a", "read_order"), Verdict::Permitted); // used again: b is the oldest now
    QCOMPARE(judge("d", "refund"), Verdict::Prohibited);    // nothing was read in d
    pool.trim();
    QCOMPARE(judge("a", "refund"), Verdict::Permitted);
    QCOMPARE(judge("d", "refund"), Verdict::Prohibited);
    QVERIFY(read.empty());
    QCOMPARE(judge("b", "refund"), Verdict::Permitted);
    QCOMPARE(judge("c", "refund"), Verdict::Permitted);
    QCOMPARE(read, (std::vector<std::string>{"b", "c"}));
}

void SessionsTest::moreSessionsThanThePoolHoldsAreJudgedAsOneAfterTheOther()
{
    // 33,000 sessions begin before the first of them goes on: the pool holds 20,000. Every second one read the order first.
    constexpr int sessions = 33'000;
    constexpr int every = 60;
    std::string interleaved;
    std::string oneByOne;
    const auto name = [](int i) { return "s" + std::to_string(i); };
    std::vector<std::string> begun;
    for (int i = 0; i < sessions; ++i) {
        begun.push_back(line({name(i), i % 2 == 0 ? "read_order" : "look", "{}", i}, static_cast<std::size_t>(i)));
        interleaved += begun.back();
    }
    std::map<int, std::string> later;
    for (int i = 0; i < sessions; i += every) {
        for (const int session : {i, i + 1})
            later[session] = line({name(session), "refund", "{}", sessions + i}, static_cast<std::size_t>(sessions + session));
    }
    for (const auto &[session, text] : later)
        interleaved += text;
    for (int i = 0; i < sessions; ++i) {
        oneByOne += begun[static_cast<std::size_t>(i)];
        if (later.contains(i))
            oneByOne += later[i];
    }
    const auto mixed = m_folder.workspace(shopPact());
    QCOMPARE(need(mixed->import({m_folder.write("interleaved/trail.jsonl", interleaved)}, {})).records,
             static_cast<std::uint64_t>(sessions) + later.size());
    const std::map<std::string, int> expected{{"permitted", sessions + sessions / every}, {"prohibited", sessions / every}};
    QVERIFY(verdicts(*mixed) == expected);
    const auto plain = m_folder.workspace(shopPact());
    (void)need(plain->import({m_folder.write("ordered/trail.jsonl", oneByOne)}, {}));
    QVERIFY(judged(*mixed) == judged(*plain));
    const JudgementReport again = need(mixed->judge());
    QCOMPARE(again.verdicts[static_cast<std::size_t>(Verdict::Prohibited)], static_cast<std::uint64_t>(sessions / every));
}

void SessionsTest::aSessionThatGoesOnInALaterImportKeepsItsHistory()
{
    const auto workspace = m_folder.workspace(shopPact());
    (void)need(workspace->import({m_folder.write("monday.jsonl", lines({{"a", "read_order", "{}", 1}, {"b", "look", "{}", 2}}))}, {}));
    (void)need(workspace->import({m_folder.write("tuesday.jsonl", lines({{"a", "refund", "{}", 3}, {"b", "refund", "{}", 4}}, 10))}, {}));
    const auto all = rows(*workspace);
    QCOMPARE(all.size(), std::size_t{4});
    QCOMPARE(all[2].verdict, Verdict::Permitted);
    QCOMPARE(all[3].verdict, Verdict::Prohibited);
}

void SessionsTest::aSessionThatMovesToAnotherDeploymentKeepsItsHistory()
{
    // Two pacts, one a deployment; what was done in one deployment is known in the other, however often the session moves.
    const std::vector<Call> calls{
        {"a", "read_order", "{}", 1, 1, "clerk", "shop"}, {"a", "refund", "{}", 2, 1, "clerk", "desk"},
        {"a", "refund", "{}", 3, 1, "clerk", "shop"},     {"b", "refund", "{}", 4, 1, "clerk", "desk"},
        {"b", "refund", "{}", 5, 1, "clerk", "shop"},     {"b", "read_order", "{}", 6, 1, "clerk", "desk"},
        {"b", "refund", "{}", 7, 1, "clerk", "shop"},
    };
    const std::vector<Verdict> expected{Verdict::Permitted,  Verdict::Permitted, Verdict::Permitted, Verdict::Prohibited,
                                        Verdict::Prohibited, Verdict::Permitted, Verdict::Permitted};
    const auto addPacts = [](Workspace &workspace) {
        (void)need(workspace.addPact(shopPact("1.0.0", "shop", "shop")));
        (void)need(workspace.addPact(shopPact("1.0.0", "desk", "desk")));
    };
    const auto check = [&](const Workspace &workspace, const char *how) {
        RowFilter ofClerk = actions();
        ofClerk.agents = {"clerk"};
        const auto all = rows(workspace, ofClerk);
        QCOMPARE(all.size(), expected.size());
        for (std::size_t i = 0; i < all.size(); ++i) {
            QVERIFY2(all[i].verdict == expected[i], (std::string(how) + ", action " + std::to_string(i)).c_str());
            const EvidenceDetail detail = need(workspace.detail(all[i].number));
            QVERIFY2(detail.explanation.has_value() && detail.explanation->verdict == expected[i],
                     (std::string(how) + ", explanation " + std::to_string(i)).c_str());
        }
        QCOMPARE(need(workspace.judge()).verdicts[static_cast<std::size_t>(Verdict::Prohibited)], std::uint64_t{2});
        for (const char *pact : {"shop", "desk"}) { // what is in force, replayed, changes nothing
            const ReplayReport replayed = need(workspace.replay(need(parsePact(shopPact("1.0.0", pact, pact))), {}));
            QVERIFY2(replayed.changed.empty(), how);
            QVERIFY(replayed.judged > 2);
        }
    };
    const auto before = m_folder.workspace();
    addPacts(*before);
    (void)need(before->import({m_folder.write("moves.jsonl", lines(calls))}, {}));
    check(*before, "judged while imported");

    // The same with so much between the calls that the import takes them apart.
    std::string far;
    for (std::size_t i = 0; i < calls.size(); ++i) {
        far += line(calls[i], i);
        for (std::size_t other = 0; other < 2500; ++other)
            far += line({"o" + std::to_string(other), "look", "{}", 8, 1, "other", "street"}, 100 + 2500 * i + other);
    }
    const auto apartInOne = m_folder.workspace();
    addPacts(*apartInOne);
    (void)need(apartInOne->import({m_folder.write("far.jsonl", far)}, {}));
    check(*apartInOne, "far apart in one import");

    const auto after = m_folder.workspace();
    (void)need(after->import({m_folder.path("moves.jsonl")}, {}));
    addPacts(*after);
    check(*after, "judged afterwards");

    const auto apart = m_folder.workspace();
    addPacts(*apart);
    for (std::size_t i = 0; i < calls.size(); ++i)
        (void)need(apart->import({m_folder.write("move" + std::to_string(i) + ".jsonl", line(calls[i], i))}, {}));
    check(*apart, "imported call by call");
}

void SessionsTest::actionsWithoutASessionShareNothingWithOthers()
{
    const auto workspace = m_folder.workspace(shopPact());
    (void)need(workspace->import({m_folder.write("named.jsonl", lines({{"a", "read_order", "{}", 1}, {"", "look", "{}", 2}}))}, {}));
    (void)need(workspace->import({m_folder.write("nameless.jsonl", lines({{"", "refund", "{}", 3}}, 10))}, {}));
    const auto all = rows(*workspace);
    QCOMPARE(all.size(), std::size_t{3});
    QCOMPARE(all[2].session, std::string());
    QCOMPARE(all[2].verdict, Verdict::Prohibited); // the order was read in another session
    QCOMPARE(need(workspace->detail(all[2].number)).explanation->verdict, Verdict::Prohibited);
    QCOMPARE(need(workspace->judge()).verdicts[static_cast<std::size_t>(Verdict::Prohibited)], std::uint64_t{1});
}

QTEST_GUILESS_MAIN(SessionsTest)
#include "sessions_test.moc"
