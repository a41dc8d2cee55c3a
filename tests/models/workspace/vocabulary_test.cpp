// SPDX-License-Identifier: GPL-3.0-or-later
// What a workspace says its trail holds, and that shipped pacts are held against the bundled sample without a false alarm.
#include "tests/models/workspace/made_trail.h"

#include "models/pact/check.h"

#include <QTest>

using namespace mandate;
using namespace mandate::test;

class VocabularyTest : public QObject
{
    Q_OBJECT

    WorkspaceFolder m_folder;

private Q_SLOTS:
    void onlyTheBoundAgentsAreRead();
    void runsAreCountedOnce();
    void shippedPactsFitTheSample_data();
    void shippedPactsFitTheSample();
    void aMisspeltPactIsFoundInTheSample();
    void itCanBeStopped();
};

void VocabularyTest::onlyTheBoundAgentsAreRead()
{
    const auto workspace = m_folder.workspace();
    const std::string trail = m_folder.write("bound.jsonl", lines({{"a", "pay", R"({"amount":10,"note":"x"})", 1},
                                                                   {"a", "pay", R"({"amount":20.5})", 2},
                                                                   {"b", "post", R"({"to":"me"})", 3, 1, "postman", "office"},
                                                                   {"c", "stamp", R"({"n":1})", 4, 1, "clerk", "office"}}));
    (void)need(workspace->import({trail}, {}));
    const Vocabulary shop = need(workspace->vocabulary({{"*", "shop"}}));
    QCOMPARE(shop.actions, std::uint64_t{2});
    QCOMPARE(shop.runs, std::uint64_t{1});
    QCOMPARE(shop.tools.size(), std::size_t{1});
    QCOMPARE(shop.tools.at("pay").calls, std::uint64_t{2});
    const ObservedValue *amount = shop.tools.at("pay").arguments.member("amount");
    QVERIFY(amount && amount->has(ObservedKind::Int) && amount->has(ObservedKind::Double));
    QCOMPARE(*amount->least, 10.0);
    QCOMPARE(*amount->greatest, 20.5);
    QCOMPARE(shop.tools.at("pay").arguments.member("note")->texts, std::vector<std::string>{"x"});
    // Agent and deployment of one binding belong together.
    const Vocabulary crossed = need(workspace->vocabulary({{"clerk", "shop"}, {"postman", "office"}}));
    QVERIFY(crossed.tools.contains("pay") && crossed.tools.contains("post") && !crossed.tools.contains("stamp"));
    QCOMPARE(need(workspace->vocabulary({{"nobody", "*"}})).actions, std::uint64_t{0});
    QCOMPARE(need(workspace->vocabulary({})).actions, std::uint64_t{0});
}

void VocabularyTest::runsAreCountedOnce()
{
    const auto workspace = m_folder.workspace();
    std::vector<Call> calls;
    for (int i = 0; i < 9000; ++i)
        calls.push_back({"run " + std::to_string(i % 40), "pay", R"({"amount":)" + std::to_string(i) + "}", i});
    (void)need(workspace->import({m_folder.write("runs.jsonl", lines(calls))}, {}));
    const Vocabulary all = need(workspace->vocabulary({{"*", "*"}}));
    QCOMPARE(all.actions, std::uint64_t{9000});
    QCOMPARE(all.runs, std::uint64_t{40});
}

void VocabularyTest::shippedPactsFitTheSample_data()
{
    QTest::addColumn<QString>("pact");
    for (const char *name : {"airline", "retail", "telecom", "banking"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void VocabularyTest::shippedPactsFitTheSample()
{
    QFETCH(QString, pact);
    const auto workspace = m_folder.workspace();
    (void)need(workspace->import({sample("tau2"), sample("agentdojo")}, {}));
    const PactDocument document = need(parsePact(shippedPact(pact.toStdString()))).document;
    const Vocabulary vocabulary = need(workspace->vocabulary(document.binds));
    QVERIFY(vocabulary.actions > 3);
    ClauseMatches matches;
    for (const ClauseCount &count : need(workspace->judge(&document)).clauses)
        matches[count.clause] = count.attempted;
    int unmatched = 0;
    for (const Problem &problem : checkPact(document, at(0), vocabulary, &matches)) {
        const bool plainBan = problem.rule == "plain-ban";
        QVERIFY2(plainBan || problem.problemClass == ProblemClass::Info, (problem.place + ": " + problem.reason).c_str());
        unmatched += problem.rule == "never-matched";
        QVERIFY(problem.rule != "never-matched" || matches[problem.place] == 0);
    }
    QVERIFY(unmatched > 0);
}

void VocabularyTest::aMisspeltPactIsFoundInTheSample()
{
    const auto workspace = m_folder.workspace();
    (void)need(workspace->import({sample("tau2")}, {}));
    std::string json = shippedPact("airline");
    const auto misspell = [&](const std::string &from, const std::string &to) {
        const std::size_t found = json.find(from);
        QVERIFY2(found != std::string::npos, from.c_str());
        json.replace(found, from.size(), to);
    };
    misspell("args.reservation_id].cabin == 'basic_economy'", "args.reservation_id].cabim == 'basic_economy'");
    misspell("[?'insurance'].orValue('') == 'yes'", "[?'insurance'].orValue('') == 'yess'");
    misspell("has(args.reservation_id) && args.reservation_id in", "has(args.reservaton_id) && args.reservaton_id in");
    const PactDocument document = need(parsePact(json)).document;
    std::map<std::string, std::string> remedies;
    for (const Problem &problem : checkPact(document, at(0), need(workspace->vocabulary(document.binds)))) {
        if (problem.problemClass == ProblemClass::Error)
            remedies[problem.place] += problem.remedy;
    }
    QCOMPARE(remedies.size(), std::size_t{3});
    QVERIFY(remedies["A3"].starts_with("Did you mean \"cabin\"?"));
    QVERIFY(remedies["A4"].starts_with("Did you mean \"yes\"?"));
    QVERIFY(remedies["A8"].starts_with("Did you mean \"reservation_id\"?"));
}

void VocabularyTest::itCanBeStopped()
{
    const auto workspace = m_folder.workspace();
    (void)need(workspace->import({m_folder.write("stopped.jsonl", lines({{"a", "pay", "{}", 1}}))}, {}));
    std::stop_source stop;
    stop.request_stop();
    const auto vocabulary = workspace->vocabulary({{"*", "*"}}, {}, stop.get_token());
    QVERIFY(!vocabulary);
    QCOMPARE(static_cast<int>(vocabulary.error().kind), static_cast<int>(ErrorKind::Cancelled));
}

QTEST_APPLESS_MAIN(VocabularyTest)
#include "vocabulary_test.moc"
