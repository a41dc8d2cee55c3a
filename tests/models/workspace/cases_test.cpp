// SPDX-License-Identifier: GPL-3.0-or-later
// What people do about incidents of a workspace, and what the trail says about their cause. With MANDATE_RUNS the full recorded runs are read: the
// eight incidents that their README names reach the diagnosis it gives, by the same questions.
#include "tests/models/workspace/made_trail.h"
#include "tests/models/workspace/several_people.h"

#include "models/people/key_store.h"

#include <QTest>

using namespace mandate;
using namespace mandate::test;

class CasesTest : public QObject
{
    Q_OBJECT

    WorkspaceFolder m_folder;
    People m_people;
    int m_made = 0;
    std::string m_path;

    std::unique_ptr<Workspace> shop(const std::vector<Call> &calls, std::string_view pact = {})
    {
        m_path = m_folder.path("case" + std::to_string(++m_made) + ".mandate");
        auto made = need(Workspace::create(m_path, m_people.surroundings()));
        (void)need(made->addPact(pact.empty() ? shopPact() : std::string(pact)));
        (void)need(made->import({m_folder.write("case" + std::to_string(m_made) + ".jsonl", lines(calls))}, {}));
        return made;
    }
    static Incident ofClause(const Workspace &workspace, std::string_view clause)
    {
        for (Incident &incident : need(workspace.incidents())) {
            if (incident.clause.id == clause)
                return std::move(incident);
        }
        qFatal("no incident of %s", std::string(clause).c_str());
    }
    static CaseStatement step(CaseStep kind, const std::string &incident, const std::string &text = "because")
    {
        CaseStatement made;
        made.step = kind;
        made.incident = incident;
        made.text = text;
        return made;
    }
    static CaseStatement claimOf(const Incident &incident, Cause cause = Cause::Policy)
    {
        CaseStatement made = step(CaseStep::Claim, incident.id);
        made.claim.emplace();
        made.claim->cause = cause;
        made.claim->pins = {{incident.actions.front().entry, "broke it"}};
        return made;
    }
    static std::string codeOf(const auto &result) { return result ? std::string() : result.error().code; }
    static std::string answerOf(const CauseSuggestion &suggestion, std::string_view question)
    {
        const CauseAnswers answers = suggestion.answered();
        const auto found = answers.find(question);
        return found == answers.end() ? std::string() : found->second;
    }

private Q_SLOTS:
    void stepsAreKeptAndReadAgain()
    {
        auto workspace = shop({{"a", "pay", R"({"amount":150})", 10}});
        const Incident incident = ofClause(*workspace, "P1");
        QCOMPARE(incident.due->nanoseconds - incident.opened.nanoseconds, std::int64_t{3'600'000'000'000}); // critical: an hour
        (void)need(workspace->takeCaseStep(claimOf(incident)));
        (void)need(workspace->takeCaseStep(step(CaseStep::Close, incident.id)));
        QCOMPARE(need(workspace->agents()).front().openIncidents, std::uint64_t{1}); // P2 is another
        workspace.reset();
        const auto again = need(Workspace::open(m_path, true));
        const CaseView view = need(again->incidentCase(incident.id));
        QCOMPARE(view.incident.state, CaseState::Closed);
        QCOMPARE(view.incident.cause, std::optional(Cause::Policy));
        QCOMPARE(view.life.history().size(), std::size_t{2});
        QVERIFY(need(again->verify()).ok);
        QVERIFY(again->caseStepRefusal(step(CaseStep::Reopen, incident.id))); // open for reading only
    }

    void pinsAreRecordsOfThisLedger()
    {
        auto workspace = shop({{"a", "pay", R"({"amount":150})", 10}});
        const Incident incident = ofClause(*workspace, "P1");
        CaseStatement claim = claimOf(incident);
        claim.claim->pins = {{1'000'000, {}}};
        QCOMPARE(codeOf(workspace->takeCaseStep(claim)), std::string("MND-CAS-071"));
        claim.claim->pins = {{incident.entry, {}}}; // the entry that opened it shows nothing
        QCOMPARE(codeOf(workspace->takeCaseStep(claim)), std::string("MND-CAS-072"));
        QCOMPARE(codeOf(workspace->takeCaseStep(step(CaseStep::Note, "INC-00000000"))), std::string("MND-CAS-070"));
        QCOMPARE(count(*workspace, ofType(EntryType::Case)), std::uint64_t{0});
    }

    void oneIsOpenedByHandAndAnotherSplitOff()
    {
        auto workspace = shop({{"a", "pay", R"({"amount":150})", 10}, {"a", "pay", R"({"amount":160})", 11}, {"a", "read_order", "{}", 12}});
        const auto actions = rows(*workspace);
        CaseStatement opening = step(CaseStep::Open, {}, "A customer called.");
        opening.title = "Order read for nobody";
        opening.severity = Severity::Minor;
        opening.records = {actions[2].number};
        const std::string byHand = need(workspace->openIncident(opening));
        const CaseView view = need(workspace->incidentCase(byHand));
        QCOMPARE(view.incident.title, std::string("Order read for nobody"));
        QCOMPARE(view.incident.agent, std::string("clerk"));
        QCOMPARE(view.incident.owner, std::string("Owner A"));
        QCOMPARE(answerOf(need(workspace->suggestCause(byHand)), "permitted"), std::string("yes"));
        QCOMPARE(need(workspace->suggestCause(byHand)).diagnosis.pattern, std::string("pact_silent"));

        const Incident both = ofClause(*workspace, "P1");
        QCOMPARE(both.attempted, std::uint64_t{2});
        opening.title = "The second payment";
        opening.records = {actions[0].number, actions[1].number};
        QCOMPARE(codeOf(workspace->splitIncident(both.id, opening)), std::string("MND-CAS-074")); // nothing would be left
        opening.records = {actions[2].number};
        QCOMPARE(codeOf(workspace->splitIncident(both.id, opening)), std::string("MND-CAS-073"));
        opening.records = {actions[1].number};
        const std::string second = need(workspace->splitIncident(both.id, opening));
        QCOMPARE(need(workspace->incidentCase(both.id)).incident.attempted, std::uint64_t{1});
        QCOMPARE(need(workspace->incidentCase(second)).incident.actions.front().entry, actions[1].number);
        QVERIFY(need(workspace->verify()).ok);
    }

    void whatIsMergedGivesItsActionsAway()
    {
        auto workspace = shop({{"a", "pay", R"({"amount":150})", 10}, {"b", "pay", R"({"amount":170})", 11}});
        std::vector<Incident> payments;
        for (Incident &incident : need(workspace->incidents())) {
            if (incident.clause.id == "P1")
                payments.push_back(std::move(incident));
        }
        QCOMPARE(payments.size(), std::size_t{2});
        CaseStatement merge = step(CaseStep::Merge, payments[1].id);
        merge.other = payments[0].id;
        (void)need(workspace->takeCaseStep(merge));
        QCOMPARE(need(workspace->incidentCase(payments[0].id)).incident.attempted, std::uint64_t{2});
        merge.incident = payments[0].id;
        merge.other = payments[1].id;
        QCOMPARE(codeOf(workspace->takeCaseStep(merge)), std::string("MND-CAS-076")); // into one that is merged: nobody would have to say what caused it
        QCOMPARE(need(workspace->incidents()).size(), std::size_t{4});
        (void)need(workspace->takeCaseStep(step(CaseStep::Reopen, payments[1].id)));
        QCOMPARE(need(workspace->incidentCase(payments[0].id)).incident.attempted, std::uint64_t{1});
    }

    void nobodyActedInTimeIsWrittenOnce()
    {
        auto workspace = shop({{"a", "pay", R"({"amount":150})", 10}});
        QCOMPARE(need(workspace->escalateIncidents()), std::uint64_t{0});
        m_people.pass(2); // critical ones are due after an hour, P2 after a day
        QCOMPARE(need(workspace->escalateIncidents()), std::uint64_t{1});
        QCOMPARE(need(workspace->escalateIncidents()), std::uint64_t{0});
        const Incident incident = ofClause(*workspace, "P1");
        QVERIFY(incident.escalated && !incident.acknowledged);
        QCOMPARE(need(workspace->incidentCase(incident.id)).life.history().back().statement.by, std::string("timeout"));
        (void)need(workspace->takeCaseStep(step(CaseStep::Note, incident.id)));
        QVERIFY(!ofClause(*workspace, "P1").escalated);
        QVERIFY(need(workspace->verify()).ok);
    }

    void whatIsAtStakeRaisesTheSeverity()
    {
        const std::string pact = "{\"schema\":\"mandate.pact/1\",\"pact_id\":\"s\",\"version\":\"1.0.0\",\"title\":\"S\",\"binds\":[{\"deployment\":\"*\"}],"
                                 "\"accountability\":{\"owner\":\"Owner A\"},\"tools\":[{\"name\":\"pay\",\"title\":\"Pay\",\"consequence\":[\"spends\"],\"reversible\":\"none\"},"
                                 "{\"name\":\"mail\",\"title\":\"Mail\",\"consequence\":[\"sends_outside\"],\"reversible\":\"none\"}],\"clauses\":["
                                 "{\"id\":\"S1\",\"kind\":\"permit\",\"tools\":[\"*\"],\"when\":\"true\",\"reads_as\":\"All.\"},"
                                 "{\"id\":\"M1\",\"kind\":\"forbid\",\"severity\":\"minor\",\"tools\":[\"mail\"],\"when\":\"size(args.to) > 1\",\"reads_as\":\"One at a time.\"},"
                                 "{\"id\":\"M2\",\"kind\":\"forbid\",\"severity\":\"minor\",\"tools\":[\"pay\"],\"when\":\"args.amount > 10\",\"reads_as\":\"Small sums.\"}]}";
        std::string many = "\"a\"";
        for (int i = 1; i < 312; ++i)
            many += ",\"a\"";
        auto workspace = shop({{"a", "mail", "{\"to\":[" + many + "]}", 1},
                               {"b", "mail", "{\"to\":[\"x\",\"y\"]}", 2},
                               {"c", "pay", R"({"amount":900,"currency":"EUR"})", 3},
                               {"c", "pay", R"({"amount":200,"currency":"EUR"})", 4},
                               {"d", "pay", R"({"amount":99000})", 5, 2},
                               {"e", "pay", R"({"amount":20000})", 6}},
                              pact);
        std::map<std::string, Incident> found;
        for (Incident &incident : need(workspace->incidents())) {
            const std::string session = incident.session;
            found.emplace(session, std::move(incident));
        }
        QCOMPARE(found.at("a").severity, Severity::Critical);
        QCOMPARE(found.at("a").stakes.people, std::uint64_t{312});
        QCOMPARE(found.at("b").severity, Severity::Major); // sent outside, and cannot be undone
        QCOMPARE(found.at("c").severity, Severity::Major); // 1,100 in all
        QCOMPARE(found.at("c").stakes.money.at("EUR"), std::int64_t{1'100'000'000});
        QCOMPARE(found.at("d").severity, Severity::Minor); // nothing ran
        QCOMPARE(found.at("e").severity, Severity::Critical);
        CaseStatement grade = step(CaseStep::Grade, found.at("e").id, "A test account.");
        grade.severity = Severity::Minor;
        (void)need(workspace->takeCaseStep(grade)); // a person has the last word
        QCOMPARE(need(workspace->incidentCase(found.at("e").id)).incident.severity, Severity::Minor);
    }

    void whoMayNotIsRefusedBeforeAnythingIsSigned()
    {
        auto workspace = shop({{"a", "pay", R"({"amount":150})", 10}});
        (void)need(workspace->enrolFirst({PersonRole::Owner}, "first"));
        (void)need(workspace->enrol(m_people.request("pia"), {PersonRole::ProductLead}, "lead"));
        const Incident incident = ofClause(*workspace, "P1");
        m_people.who->become("pia");
        QVERIFY(!workspace->caseStepRefusal(claimOf(incident)));
        (void)need(workspace->takeCaseStep(claimOf(incident)));
        QCOMPARE(codeOf(workspace->takeCaseStep(step(CaseStep::Close, incident.id))), std::string("MND-CAS-021"));
        m_people.who->become("eve");
        QVERIFY(workspace->caseStepRefusal(claimOf(incident)).has_value());
        QVERIFY(!workspace->takeCaseStep(claimOf(incident)));
        m_people.who->become("ada");
        (void)need(workspace->takeCaseStep(step(CaseStep::Close, incident.id)));
        QVERIFY(need(workspace->verify()).ok);
    }

    void aForgedStepIsNamedByTheVerification()
    {
        auto workspace = shop({{"a", "pay", R"({"amount":150})", 10}});
        (void)need(workspace->enrolFirst({PersonRole::Owner}, "first"));
        const Incident incident = ofClause(*workspace, "P1");
        CaseStatement forged = step(CaseStep::Close, incident.id, "Nothing happened.");
        forged.by = "account:ada";
        forged.at = *parseInstant("2026-03-01T12:00:00Z");
        const KeyStore keys(KeyStore::userFolder());
        const std::string body = caseEntry(forged, need(keys.load(workspace->store().publicKey()))); // who holds the workspace's key, and not Ada's
        workspace.reset();
        {
            auto store = need(openStore(m_path, {false, [&](const PublicKey &key) { return keys.load(key); }}));
            Batch batch;
            NewEntry entry;
            entry.type = EntryType::Case;
            entry.body = body;
            batch.entries.push_back(entry);
            std::vector<std::unique_ptr<Store::Prepared>> prepared;
            prepared.push_back(store->prepare(batch));
            (void)need(store->append(std::move(prepared)));
        }
        const auto again = need(Workspace::open(m_path, true));
        QCOMPARE(ofClause(*again, "P1").state, CaseState::Open);
        const Verification verified = need(again->verify());
        QVERIFY(!verified.ok && verified.firstBad);
        QVERIFY(verified.firstBad->affects.find("incident") != std::string::npos);
    }

    void aToolThatAnswersOtherwiseIsFoundByCorrectingIt()
    {
        // The tool is told "gold" and answers "basic"; the pact forbids refunds of basic members. With what it was told the refund is fine.
        const std::string pact = "{\"schema\":\"mandate.pact/1\",\"pact_id\":\"m\",\"version\":\"1.0.0\",\"title\":\"M\",\"binds\":[{\"deployment\":\"*\"}],"
                                 "\"accountability\":{\"owner\":\"Owner A\"},\"state\":[{\"fact\":\"level\",\"tools\":[\"set_level\"],\"key\":\"value.id\",\"value\":\"value.level\"}],\"clauses\":["
                                 "{\"id\":\"S1\",\"kind\":\"permit\",\"tools\":[\"*\"],\"when\":\"true\",\"reads_as\":\"All.\"},"
                                 "{\"id\":\"L1\",\"kind\":\"forbid\",\"tools\":[\"refund\"],\"when\":\"state.level[args.id] == 'basic'\",\"reads_as\":\"No refunds for basic members.\"}]}";
        const std::string tells = R"({"id":"m1","level":"gold"})";
        auto workspace = shop({{"a", "set_level", tells, 1, 1, "clerk", "shop", R"({"id":"m1","level":"basic"})"},
                               {"a", "refund", R"({"id":"m1"})", 2},
                               {"b", "set_level", R"({"id":"m1","level":"basic"})", 3, 1, "clerk", "shop", R"({"id":"m1","level":"basic"})"},
                               {"b", "refund", R"({"id":"m1"})", 4}},
                              pact);
        std::map<std::string, CauseSuggestion> bySession;
        for (const Incident &incident : need(workspace->incidents()))
            bySession.emplace(incident.session, need(workspace->suggestCause(incident.id)));
        QCOMPARE(bySession.at("a").diagnosis.cause, Cause::Infrastructure);
        QCOMPARE(bySession.at("a").answers.front().pins.size(), std::size_t{1});
        QCOMPARE(bySession.at("b").diagnosis.cause, Cause::Policy);
    }

    void theEightIncidentsReachTheirDiagnosis_data()
    {
        QTest::addColumn<QString>("session");
        QTest::addColumn<QString>("clause");
        QTest::addColumn<QString>("cause");
        QTest::addColumn<QString>("pattern");
        QTest::newRow("policy failure") << "85a8fb16-f80a-4af2-bd92-d303bced2961" << "A4" << "policy" << "";
        QTest::newRow("pressure on scope") << "7a9eb03a-0154-4a16-9c49-9674ffacb1b0" << "R1" << "policy" << "pressure_on_scope";
        QTest::newRow("success hides a violation") << "65cd4cb0-21cc-4f17-9bf2-281a00ec60d1" << "T3" << "policy" << "success_hides_violation";
        QTest::newRow("runaway") << "7939a3b6-fe0a-4755-b8f7-0c146f9f10f6" << "X1" << "technical" << "runaway";
        QTest::newRow("no evidence") << "1b6f39e7-f9e6-4936-8a33-1ff2d7dafa0a" << "A8" << "policy" << "no_evidence";
        QTest::newRow("specification failure") << "34/0" << "A4" << "specification" << "task_forbidden";
        QTest::newRow("infrastructure failure") << "5/1" << "A15" << "infrastructure" << "stale_state";
        QTest::newRow("attack") << "gpt-4o-2024-05-13/banking/user_task_0/important_instructions/injection_task_0" << "B1" << "technical" << "attack";
    }
    void theEightIncidentsReachTheirDiagnosis()
    {
        QFETCH(QString, session);
        QFETCH(QString, clause);
        QFETCH(QString, cause);
        QFETCH(QString, pattern);
        const bool full = qEnvironmentVariableIsSet("MANDATE_RUNS");
        static std::unique_ptr<Workspace> runs;
        if (!runs) {
            const QString data = full ? qEnvironmentVariable("MANDATE_RUNS") : QStringLiteral(MANDATE_SOURCE_DIR "/resources/sample");
            runs = need(Workspace::create(m_folder.path("runs.mandate"), m_people.surroundings()));
            for (const char *name : {"airline", "retail", "telecom", "banking"}) {
                QFile pact(QStringLiteral(MANDATE_SOURCE_DIR "/resources/pacts/%1.json").arg(QString::fromLatin1(name)));
                QVERIFY(pact.open(QIODevice::ReadOnly));
                (void)need(runs->addPact(pact.readAll().toStdString()));
            }
            std::vector<std::string> folders;
            for (const char *name : {"tau2", "tau-bench", "agentdojo"}) {
                if (const QString folder = data + QLatin1Char('/') + QString::fromLatin1(name); QDir(folder).exists())
                    folders.push_back(folder.toStdString());
            }
            (void)need(runs->import(folders, {}));
        }
        const auto incidents = need(runs->incidents());
        const auto found = std::ranges::find_if(incidents, [&](const Incident &incident) {
            return incident.session == session.toStdString() && incident.clause.id == clause.toStdString();
        });
        if (!full && found == incidents.end()) // the sample holds some of the runs; those that it holds are asked
            return;
        QVERIFY(found != incidents.end());
        const CauseSuggestion suggestion = need(runs->suggestCause(found->id));
        QCOMPARE(QString::fromStdString(std::string(nameOf(suggestion.diagnosis.cause))), cause);
        QCOMPARE(QString::fromStdString(suggestion.diagnosis.pattern), pattern);
        QVERIFY(!suggestion.pins().empty());
        // A person who gives the same answers, one question after the other, gets there as well, and can claim it with these records.
        CauseAnswers asked;
        while (const auto next = nextQuestion(asked))
            asked.emplace(*next, suggestion.answered().at(std::string(*next)));
        QCOMPARE(diagnose(asked).cause, suggestion.diagnosis.cause);
        CaseStatement claim = step(CaseStep::Claim, found->id);
        claim.claim.emplace();
        claim.claim->cause = suggestion.diagnosis.cause;
        claim.claim->pins = suggestion.pins();
        (void)need(runs->takeCaseStep(claim));
        QCOMPARE(need(runs->incidentCase(found->id)).incident.cause, std::optional(suggestion.diagnosis.cause));
    }
};

QTEST_GUILESS_MAIN(CasesTest)
#include "cases_test.moc"
