// SPDX-License-Identifier: GPL-3.0-or-later
// A session on real runs: models fill, long work reports and can be cancelled, statements are told, a damaged ledger is named.
#include "models/items/agent_model.h"
#include "models/items/evidence_model.h"
#include "tests/models/items/sample_session.h"

#include <QSignalSpy>

using namespace mandate;

class TestSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingIsReadWithoutBlockingAndTheChainIsVerified()
    {
        const test::SampleSession sample;
        Session *session = sample.session();
        QVERIFY(session->isBusy());
        QVERIFY(sample.settle());
        QVERIFY(session->evidence()->rowCount() > 0);
        QVERIFY(session->agents()->rowCount() > 0);
        QVERIFY(session->sourceCount() > 0);
        QVERIFY(session->isSample());
        QVERIFY(!session->personName().isEmpty());
        QCOMPARE(session->chain().kind, ChainState::Kind::Verified);
        QCOMPARE(session->chain().verifiedTo, session->chain().size);
    }

    void anImportTellsItsProgressAndItsResult()
    {
        const test::SampleSession sample;
        QVERIFY(sample.settle());
        QSignalSpy finished(sample.session(), &Session::importFinished);
        QSignalSpy jobs(sample.session(), &Session::jobChanged);
        sample.session()->importPaths({QStringLiteral(MANDATE_SOURCE_DIR "/resources/sample")});
        QVERIFY(finished.wait(60'000));
        QVERIFY(jobs.count() >= 2); // begun, ended
        QCOMPARE(jobs.last().first().value<const Job *>(), nullptr);
        const QString summary = finished.first().first().toString();
        QVERIFY2(summary.contains(QStringLiteral("there already")), qPrintable(summary)); // imported twice changes nothing
        QVERIFY(!finished.first().at(1).toStringList().isEmpty());
    }

    void aMissingFileIsTroubleInWordsAndHarmsNothing()
    {
        const test::SampleSession sample;
        QVERIFY(sample.settle());
        const int rows = sample.session()->evidence()->rowCount();
        QSignalSpy finished(sample.session(), &Session::importFinished);
        QSignalSpy troubled(sample.session(), &Session::troubled);
        sample.session()->importPaths({sample.filePath(QStringLiteral("absent.json"))});
        QVERIFY(QTest::qWaitFor([&] { return finished.count() + troubled.count() > 0; }, 30'000));
        QVERIFY(sample.settle());
        QCOMPARE(sample.session()->evidence()->rowCount(), rows);
        sample.session()->addPactFile(sample.filePath(QStringLiteral("absent.json")));
        QVERIFY(QTest::qWaitFor([&] { return troubled.count() > 0; }, 30'000));
        const auto trouble = troubled.last().first().value<Trouble>();
        QVERIFY(!trouble.happened.isEmpty() && !trouble.unaffected.isEmpty() && !trouble.remedy.isEmpty() && !trouble.code.isEmpty());
    }

    void aSuspensionIsToldAndTheAgentIsSuspended()
    {
        const test::SampleSession sample;
        QVERIFY(sample.settle());
        Session *session = sample.session();
        int authorized = 0;
        while (authorized < session->agents()->rowCount() && !session->agents()->item(authorized)->canSuspend())
            ++authorized;
        QVERIFY(session->agents()->item(authorized));
        const QString agent = session->agents()->item(authorized)->agent;
        QSignalSpy made(session, &Session::statementMade);
        session->suspendAgent(agent, QStringLiteral("scope_violation"), QStringLiteral("for a test"));
        QVERIFY(made.wait(30'000));
        QCOMPARE(made.first().first().toString(), agent);
        QVERIFY(made.first().at(1).toString().contains(QStringLiteral("suspended")));
        QVERIFY(sample.settle());
        QVERIFY(session->suspendedAgents().contains(agent));
        session->resumeAgent(agent, QStringLiteral("false_alarm"), {});
        QVERIFY(made.wait(30'000));
        QVERIFY(sample.settle());
        QVERIFY(!session->suspendedAgents().contains(agent));
    }

    void aSessionMayCloseWhileItWorks()
    {
        for (int i = 0; i < 3; ++i) {
            auto sample = std::make_unique<test::SampleSession>();
            sample->session()->importPaths({QStringLiteral(MANDATE_SOURCE_DIR "/resources/sample")});
            sample->session()->verifyChain();
            QTest::qWait(5 * i);
            sample.reset();
        }
        QTest::qWait(200);
    }
};

QTEST_GUILESS_MAIN(TestSession)
#include "test_session.moc"
