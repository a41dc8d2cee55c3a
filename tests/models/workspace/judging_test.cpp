// SPDX-License-Identifier: GPL-3.0-or-later
// Judging while importing, afterwards and again give the same; a first version judges the whole trail, later ones from their time on.
#include "tests/models/workspace/made_trail.h"

#include "models/people/key_store.h"

#include <QTest>

using namespace mandate;
using namespace mandate::test;

class JudgingTest : public QObject
{
    Q_OBJECT

    WorkspaceFolder m_folder;
    const std::vector<Call> m_calls{
        {"a", "read_order", "{}", 1},
        {"a", "refund", "{}", 2},
        {"b", "refund", "{}", 3},
        {"b", "pay", R"({"amount":150})", 4},
        {"b", "pay", "", 5},
        {"c", "pay", R"({"amount":60})", 6},
        {"c", "pay", R"({"amount":10})", 7},
        {"c", "pay", R"({"amount":170})", 8, 2},
    };

private Q_SLOTS:
    void judgingWhileImportingEqualsJudgingAfterwards_data();
    void judgingWhileImportingEqualsJudgingAfterwards();
    void everyExplanationGivesTheStoredVerdict();
    void withoutAPactNothingIsJudged();
    void aNewVersionJudgesFromItsTimeOn();
    void anotherPactOfTheSameAgentsChangesNothingOfThePast();
    void theSamePactAgainChangesNothing();
    void otherContentUnderTheSameVersionIsRefused();
    void aPactThatIsNoneIsRefused();
    void aStoppedJudgingLeavesPactAndVerdictsAsTheyWere();
    void aPactWhoseJudgingWasCutOffIsJudgedByTheNextWriter_data();
    void aPactWhoseJudgingWasCutOffIsJudgedByTheNextWriter();
    void nobodyElseWritesWhileAPactIsJudgedBy();
    void aCandidateIsTriedWithoutStoringAnything();
    void everyImportNotesWhatItJudged();
};

void JudgingTest::judgingWhileImportingEqualsJudgingAfterwards_data()
{
    QTest::addColumn<QString>("pact");
    QTest::addColumn<QString>("trail");
    const auto row = [](const char *pact, const char *trail) { QTest::newRow(trail) << QString::fromLatin1(pact) << QString::fromLatin1(trail); };
    row("airline", "tau2/airline");
    row("retail", "tau2/retail");
    row("telecom", "tau2/telecom");
    row("banking", "agentdojo");
    row("", "");
}

void JudgingTest::judgingWhileImportingEqualsJudgingAfterwards()
{
    QFETCH(QString, pact);
    QFETCH(QString, trail);
    const std::string json = pact.isEmpty() ? shopPact() : shippedPact(pact.toStdString());
    const std::string path = trail.isEmpty() ? m_folder.write("trail.jsonl", lines(m_calls)) : sample(trail.toStdString());
    const auto before = m_folder.workspace(json);
    (void)need(before->import({path}, {}));
    const auto after = m_folder.workspace();
    (void)need(after->import({path}, {}));
    (void)need(after->addPact(json));
    const auto expected = judged(*before);
    QVERIFY(expected.size() > 5);
    QVERIFY(verdicts(*before).size() > 1); // not all the same
    QVERIFY(!need(before->store().findings()).empty());
    QVERIFY(judged(*after) == expected);
    const JudgementReport again = need(before->judge());
    std::map<std::string, int> counts;
    for (std::size_t i = 0; i < again.verdicts.size(); ++i) {
        if (again.verdicts[i] > 0)
            counts[std::string(nameOf(static_cast<Verdict>(i)))] = static_cast<int>(again.verdicts[i]);
    }
    QVERIFY(counts == verdicts(*before));
    std::vector<std::string> incidents[2];
    for (const Incident &incident : need(before->incidents()))
        incidents[0].push_back(incident.id);
    for (const Incident &incident : need(after->incidents()))
        incidents[1].push_back(incident.id);
    QVERIFY(!incidents[0].empty());
    QCOMPARE(incidents[1], incidents[0]);
}

void JudgingTest::everyExplanationGivesTheStoredVerdict()
{
    const auto workspace = m_folder.workspace(shopPact());
    (void)need(workspace->import({m_folder.write("explained.jsonl", lines(m_calls))}, {}));
    const std::vector<std::pair<Verdict, std::string>> expected{
        {Verdict::Permitted, "S1"},   {Verdict::Permitted, "S1"},     {Verdict::Prohibited, "R1"}, {Verdict::Prohibited, "P1"},
        {Verdict::Undecidable, "P1"}, {Verdict::NeedsApproval, "P2"}, {Verdict::Permitted, "S1"},  {Verdict::Prohibited, "P1"}};
    const auto all = rows(*workspace);
    QCOMPARE(all.size(), expected.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        const EvidenceDetail detail = need(workspace->detail(all[i].number));
        QVERIFY(detail.explanation.has_value());
        QCOMPARE(all[i].verdict, expected[i].first);
        QCOMPARE(all[i].clause, expected[i].second);
        QCOMPARE(detail.explanation->verdict, expected[i].first);
        QCOMPARE(detail.explanation->decidingClause, expected[i].second);
        QCOMPARE(detail.explanation->owner, std::string("Owner A"));
        QCOMPARE(detail.itemBytes + '\n', line(m_calls[i], i)); // the bytes as they came
    }
    const Explanation open = *need(workspace->detail(all[4].number)).explanation;
    QCOMPARE(open.considered.size(), std::size_t{3});
    QCOMPARE(open.considered[1].clause.id, std::string("P1"));
    QVERIFY(open.considered[1].answer == Explanation::Answer::Undecidable);
    QCOMPARE(open.considered[1].missing, std::string("args"));
}

void JudgingTest::withoutAPactNothingIsJudged()
{
    const auto workspace = m_folder.workspace();
    (void)need(workspace->import({m_folder.write("unbound.jsonl", lines(m_calls))}, {}));
    QVERIFY((verdicts(*workspace) == std::map<std::string, int>{{"no_pact", 8}}));
    const auto refused = workspace->judge();
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, std::string("MND-WSP-006"));
    QVERIFY(!need(workspace->detail(rows(*workspace)[0].number)).explanation.has_value());
    (void)need(workspace->addPact(shopPact("1.0.0", "shop", "elsewhere")));
    QVERIFY((verdicts(*workspace) == std::map<std::string, int>{{"no_pact", 8}}));
}

void JudgingTest::aNewVersionJudgesFromItsTimeOn()
{
    const auto workspace = m_folder.workspace(shopPact());
    (void)need(workspace->import({m_folder.write("again.jsonl", lines(m_calls))}, {}));
    QCOMPARE(verdicts(*workspace)["prohibited"], 3);
    int changed = 0;
    connect(workspace.get(), &Workspace::verdictsChanged, this, [&] { ++changed; });
    (void)need(workspace->addPact(shopPact("2.0.0", "shop", "*", 160)));
    QCOMPARE(changed, 1);
    QCOMPARE(verdicts(*workspace)["prohibited"], 3); // what happened before is judged by what was in force then
    QCOMPARE(verdicts(*workspace)["needs_approval"], 1);
    (void)need(workspace->import({m_folder.write("since.jsonl", lines({{"s", "pay", R"({"amount":150})", std::nullopt}}, 40))}, {}));
    QCOMPARE(rows(*workspace).back().verdict, Verdict::NeedsApproval); // 150 is allowed now, with approval
    QCOMPARE(need(workspace->detail(rows(*workspace).front().number)).explanation->pactVersion, std::string("1.0.0"));
    QCOMPARE(need(workspace->detail(rows(*workspace).back().number)).explanation->pactVersion, std::string("2.0.0"));
    QCOMPARE(workspace->pactFor("clerk", "shop", at(1))->document.version, std::string("1.0.0"));
    const auto pacts = workspace->pacts();
    QCOMPARE(pacts.size(), std::size_t{2});
    QVERIFY(!pacts[0].inForce && pacts[1].inForce);
    QCOMPARE(workspace->pactFor("clerk", "shop")->document.version, std::string("2.0.0"));
    QCOMPARE(need(workspace->pact("shop")).document.version, std::string("2.0.0"));
    QCOMPARE(need(workspace->pact("shop@1.0.0")).document.version, std::string("1.0.0"));
    QCOMPARE(workspace->pact("shop@3.0.0").error().code, std::string("MND-WSP-004"));
    // Opened afresh the workspace says the same.
    const auto opened = need(Workspace::open(workspace->path(), true));
    QVERIFY(judged(*opened) == judged(*workspace));
    QCOMPARE(opened->pacts().size(), std::size_t{2});
    QVERIFY(need(opened->verify()).ok);
}

void JudgingTest::anotherPactOfTheSameAgentsChangesNothingOfThePast()
{
    const auto workspace = m_folder.workspace(shopPact());
    (void)need(workspace->import({m_folder.write("other.jsonl", lines(m_calls))}, {}));
    const auto before = judged(*workspace);
    std::string other = shopPact("1.0.0", "shop", "*", 160);
    other.replace(other.find(R"("pact_id":"shop")"), 16, R"("pact_id":"kiosk")");
    QCOMPARE(parsePact(other)->document.id, std::string("kiosk"));
    (void)need(workspace->addPact(other));
    QVERIFY(judged(*workspace) == before);
    (void)need(workspace->import({m_folder.write("other-since.jsonl", lines({{"s", "pay", R"({"amount":150})", std::nullopt}}, 40))}, {}));
    QCOMPARE(need(workspace->detail(rows(*workspace).back().number)).explanation->pactId, std::string("kiosk")); // from its own time on it judges
}

void JudgingTest::theSamePactAgainChangesNothing()
{
    const auto workspace = m_folder.workspace(shopPact());
    (void)need(workspace->import({m_folder.write("same.jsonl", lines(m_calls))}, {}));
    const Checkpoint head = workspace->store().head();
    const PactVersion again = need(workspace->addPact("  " + shopPact() + "\n")); // layout is no content
    QCOMPARE(again.document.version, std::string("1.0.0"));
    QCOMPARE(workspace->store().head(), head);
}

void JudgingTest::otherContentUnderTheSameVersionIsRefused()
{
    const auto workspace = m_folder.workspace(shopPact());
    const Checkpoint head = workspace->store().head();
    const auto refused = workspace->addPact(shopPact("1.0.0", "shop", "*", 200));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, std::string("MND-WSP-002"));
    QCOMPARE(refused.error().kind, ErrorKind::Refused);
    QVERIFY(refused.error().happened.find("1.0.0") != std::string::npos);
    QVERIFY(refused.error().remedy.find("new version number") != std::string::npos);
    QCOMPARE(workspace->store().head(), head);
}

void JudgingTest::aPactThatIsNoneIsRefused()
{
    const auto workspace = m_folder.workspace();
    const Checkpoint head = workspace->store().head();
    QVERIFY(!workspace->addPact("{}"));
    std::string broken = shopPact();
    broken.replace(broken.find("args.amount >= 50"), 17, "args.amount >= ");
    const auto refused = workspace->addPact(broken);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Input);
    QCOMPARE(workspace->store().head(), head);
    QVERIFY(workspace->pacts().empty());
}

void JudgingTest::aStoppedJudgingLeavesPactAndVerdictsAsTheyWere()
{
    const auto workspace = m_folder.workspace(shopPact());
    (void)need(workspace->import({m_folder.write("stopped.jsonl", lines(m_calls))}, {}));
    const auto before = judged(*workspace);
    const Checkpoint head = workspace->store().head();
    std::stop_source stop;
    stop.request_stop();
    const auto stopped = workspace->addPact(shopPact("2.0.0", "shop", "*", 160), {}, stop.get_token());
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().kind, ErrorKind::Cancelled);
    QVERIFY(judged(*workspace) == before);
    QCOMPARE(workspace->pactFor("clerk", "shop")->document.version, std::string("1.0.0"));
    QCOMPARE(workspace->store().head(), head);
    // "Start it again when you like."
    (void)need(workspace->addPact(shopPact("2.0.0", "shop", "*", 160)));
    QVERIFY(judged(*workspace) == before);
    QCOMPARE(workspace->pactFor("clerk", "shop")->document.version, std::string("2.0.0"));
}

void JudgingTest::aPactWhoseJudgingWasCutOffIsJudgedByTheNextWriter_data()
{
    QTest::addColumn<bool>("byAnImport");
    QTest::newRow("who adds it again") << false;
    QTest::newRow("who imports") << true;
}

void JudgingTest::aPactWhoseJudgingWasCutOffIsJudgedByTheNextWriter()
{
    // As a power cut between the pact's entry and its verdicts leaves it.
    QFETCH(bool, byAnImport);
    const std::string second = shopPact("2.0.0", "shop", "*", 160);
    const auto other = m_folder.workspace(second);
    const std::string body = need(other->store().body(need(other->pact("shop")).entry));
    const auto workspace = m_folder.workspace(shopPact());
    std::vector<Call> calls = m_calls;
    for (Call &call : calls)
        call.minute.reset(); // now: after the second version came into force
    (void)need(workspace->import({m_folder.write("cut.jsonl", lines(calls))}, {}));
    {
        OpenOptions options;
        options.unlock = [](const PublicKey &key) { return KeyStore(KeyStore::userFolder()).load(key); };
        const auto store = need(openStore(workspace->path(), std::move(options)));
        Batch batch;
        batch.entries.push_back({EntryType::Pact, body, nullptr, -1, Verdict::NotJudged, {}});
        std::vector<std::unique_ptr<Store::Prepared>> prepared;
        prepared.push_back(store->prepare(batch));
        QVERIFY(store->append(std::move(prepared)).ok());
    }
    QCOMPARE(workspace->pactFor("clerk", "shop")->document.version, std::string("2.0.0"));
    QCOMPARE(verdicts(*workspace)["prohibited"], 3); // still as the first version had it
    QVERIFY(workspace->verdictsPending());
    const std::size_t versions = workspace->pacts().size();
    if (byAnImport)
        (void)need(workspace->import({m_folder.write("none.jsonl", lines(calls))}, {})); // all of it known
    else
        (void)need(workspace->addPact(second));
    QVERIFY(!workspace->verdictsPending());
    QCOMPARE(verdicts(*workspace)["prohibited"], 2);
    QCOMPARE(workspace->pacts().size(), versions);
    const Checkpoint head = workspace->store().head();
    (void)need(workspace->addPact(second)); // now it is
    QCOMPARE(workspace->store().head(), head);
}

void JudgingTest::nobodyElseWritesWhileAPactIsJudgedBy()
{
    // What came in between would keep the verdict of the version before.
    const auto workspace = m_folder.workspace(shopPact());
    (void)need(workspace->import({m_folder.write("between.jsonl", lines(m_calls))}, {}));
    const auto other = need(Workspace::open(workspace->path()));
    const std::string more = m_folder.write("more.jsonl", line({"m", "pay", R"({"amount":150})", std::nullopt}, 20));
    std::string code;
    (void)need(workspace->addPact(shopPact("2.0.0", "shop", "*", 160), [&](const ImportStep &) {
        const auto refused = other->import({more}, {});
        code = refused ? "stored" : refused.error().code;
    }));
    QCOMPARE(code, std::string("MND-STO-024"));
    QCOMPARE(need(other->import({more}, {})).records, std::uint64_t{1});
    QCOMPARE(rows(*workspace).back().verdict, Verdict::NeedsApproval);
}

void JudgingTest::aCandidateIsTriedWithoutStoringAnything()
{
    const auto workspace = m_folder.workspace(shopPact());
    (void)need(workspace->import({m_folder.write("tried.jsonl", lines(m_calls))}, {}));
    const Checkpoint head = workspace->store().head();
    const auto before = judged(*workspace);
    const PactDocument candidate = need(parsePact(shopPact("2.0.0", "shop", "nowhere", 160))).document;
    const JudgementReport report = need(workspace->judge(&candidate)); // whatever it binds
    QCOMPARE(report.verdicts[static_cast<std::size_t>(Verdict::Prohibited)], std::uint64_t{2});
    QCOMPARE(report.clauses.size(), std::size_t{4});
    const ClauseCount &payments = report.clauses[2];
    QCOMPARE(payments.clause, std::string("P1"));
    QCOMPARE(payments.pact, std::string("shop@2.0.0"));
    QCOMPARE(payments.applicable, std::uint64_t{5});
    QCOMPARE(payments.attempted, std::uint64_t{1});
    QCOMPARE(payments.executed, std::uint64_t{0}); // 170 failed
    QCOMPARE(payments.undecidable, std::uint64_t{1});
    QVERIFY((payments.missing == std::map<std::string, std::uint64_t>{{"args", 1}}));
    QCOMPARE(payments.cases.size(), std::size_t{1});
    QCOMPARE(payments.cases[0].session, std::string("c"));
    QVERIFY(judged(*workspace) == before);
    QCOMPARE(workspace->store().head(), head);
    std::stop_source stop;
    stop.request_stop();
    QCOMPARE(workspace->judge(nullptr, {}, stop.get_token()).error().kind, ErrorKind::Cancelled);
}

void JudgingTest::everyImportNotesWhatItJudged()
{
    const auto workspace = m_folder.workspace(shopPact());
    QCOMPARE(count(*workspace, ofType(EntryType::Judgement)), std::uint64_t{0}); // nothing to judge yet
    (void)need(workspace->import({m_folder.write("noted.jsonl", lines(m_calls))}, {}));
    const auto notes = need(workspace->store().select(ofType(EntryType::Judgement), RowOrder::ArrivalAscending));
    QCOMPARE(notes.size(), std::size_t{1});
    const std::string body = need(workspace->store().body(notes[0]));
    QVERIFY2(body.find(R"("verdicts":{"needs_approval":1,"permitted":3,"prohibited":3,"undecidable":1})") != std::string::npos, body.c_str());
    QVERIFY(body.find(need(parsePact(shopPact())).digest.hex()) != std::string::npos);
}

QTEST_GUILESS_MAIN(JudgingTest)
#include "judging_test.moc"
