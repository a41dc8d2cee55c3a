// SPDX-License-Identifier: GPL-3.0-or-later
// Holding, taking back, sending once; what a killed program leaves behind.
#include "tests/models/items/approval_desk.h"

#include "models/items/held_decision.h"

#include <QDir>
#include <QSignalSpy>

using namespace mandate;
using test::ApprovalDesk;

class TestDecisionDesk : public QObject
{
    Q_OBJECT

    static Decision deny(const QStringList &ids)
    {
        Decision decision;
        decision.requests = ids;
        decision.reasonCode = QStringLiteral("not_proven");
        decision.shown = sha256("card");
        return decision;
    }
    static QStringList heldFiles(const ApprovalDesk &desk)
    {
        return QDir(QString::fromStdString(desk.path()) + QStringLiteral("-held")).entryList({QStringLiteral("*.json")}, QDir::Files);
    }

private Q_SLOTS:
    void aDecisionIsHeldThenSigned()
    {
        ApprovalDesk desk(false);
        const QString id = desk.file(desk.payment(2000));
        QVERIFY(desk.settle());
        DecisionDesk *decisions = desk.session()->decisions();
        QVERIFY(decisions->commit(deny({id})));
        QCOMPARE(desk.view(id).decision, DecisionState::Open);
        QCOMPARE(heldFiles(desk).size(), 1);
        desk.pass(9);
        decisions->tick();
        QVERIFY(desk.settle());
        QCOMPARE(desk.view(id).decision, DecisionState::Open);
        QVERIFY(decisions->held().first().sentence.contains(QStringLiteral("in 1 s")));
        desk.pass(1);
        decisions->tick();
        QVERIFY(desk.settle());
        const ApprovalView view = desk.view(id);
        QCOMPARE(view.decision, DecisionState::Denied);
        QCOMPARE(view.decided->shown, std::optional(sha256("card")));
        QCOMPARE(view.decided->by, std::string("account:rosa"));
        QVERIFY(decisions->held().isEmpty() && heldFiles(desk).isEmpty());
    }

    void undoLeavesNoTrace()
    {
        ApprovalDesk desk(false);
        const QString id = desk.file(desk.payment(2000));
        QVERIFY(desk.settle());
        const std::uint64_t size = desk.workspace().store().size();
        DecisionDesk *decisions = desk.session()->decisions();
        QVERIFY(decisions->commit(deny({id})));
        decisions->undoLast();
        desk.pass(30);
        decisions->tick();
        QVERIFY(desk.settle());
        QCOMPARE(desk.workspace().store().size(), size);
        QCOMPARE(desk.view(id).decision, DecisionState::Open);
        QVERIFY(heldFiles(desk).isEmpty());
    }

    void theHoldEndsBeforeTheRequestDoes()
    {
        ApprovalDesk desk(false);
        const QString id = desk.file(desk.payment(2000), 5);
        QVERIFY(desk.settle());
        desk.session()->decisions()->setHoldSeconds(60);
        QVERIFY(desk.session()->decisions()->commit(deny({id})));
        desk.pass(4);
        desk.session()->decisions()->tick();
        QVERIFY(desk.settle());
        QCOMPARE(desk.view(id).decision, DecisionState::Denied);
    }

    void whatAKilledProgramHeldIsShownAndNeverSentByItself()
    {
        ApprovalDesk desk(false);
        const QString id = desk.file(desk.payment(2000));
        QVERIFY(desk.settle());
        QVERIFY(desk.session()->decisions()->commit(deny({id})));
        desk.killSession();
        QCOMPARE(heldFiles(desk).size(), 1);
        desk.pass(60);
        QVERIFY(desk.settle()); // a new session
        DecisionDesk *decisions = desk.session()->decisions();
        decisions->tick();
        QVERIFY(desk.settle());
        QCOMPARE(desk.view(id).decision, DecisionState::Open);
        QCOMPARE(decisions->unsent().size(), 1);
        QVERIFY2(decisions->unsent().first().sentence.contains(QStringLiteral("was not sent")), qPrintable(decisions->unsent().first().sentence));
        // Another kill loses it neither.
        desk.killSession();
        QVERIFY(desk.settle());
        decisions = desk.session()->decisions();
        QCOMPARE(decisions->unsent().size(), 1);
        decisions->sendNow(decisions->unsent().first().key);
        QVERIFY(desk.settle());
        QCOMPARE(desk.view(id).decision, DecisionState::Denied);
        QVERIFY(decisions->unsent().isEmpty() && heldFiles(desk).isEmpty());
    }

    void whatWasSignedBeforeTheKillIsNotSentTwice()
    {
        ApprovalDesk desk(false);
        const QString id = desk.file(desk.payment(2000));
        QVERIFY(desk.settle());
        QVERIFY(desk.session()->decisions()->commit(deny({id})));
        desk.killSession();
        // Signed, and killed before the shelf was cleared.
        QVERIFY(desk.take(id, ApprovalStep::Deny, "not_proven"));
        const std::uint64_t size = desk.workspace().store().size();
        QVERIFY(desk.settle());
        QVERIFY(desk.session()->decisions()->unsent().isEmpty());
        QVERIFY(heldFiles(desk).isEmpty());
        QCOMPARE(desk.workspace().store().size(), size);
    }

    void twoWindowsDoNotTakeEachOthersDecisions()
    {
        ApprovalDesk desk(false);
        const QString id = desk.file(desk.payment(2000));
        QVERIFY(desk.settle());
        QVERIFY(desk.session()->decisions()->commit(deny({id})));
        HeldShelf other(desk.path());
        QVERIFY(other.takeLeftBehind().empty());
        QCOMPARE(heldFiles(desk).size(), 1);
    }

    void whatIsSentTooLateIsRefusedByTheCore()
    {
        ApprovalDesk desk(false);
        const QString id = desk.file(desk.payment(2000), 60);
        QVERIFY(desk.settle());
        QVERIFY(desk.session()->decisions()->commit(deny({id})));
        desk.killSession();
        desk.pass(120);
        QVERIFY(desk.settle());
        DecisionDesk *decisions = desk.session()->decisions();
        QSignalSpy troubled(decisions, &DecisionDesk::troubled);
        QCOMPARE(decisions->unsent().size(), 1);
        decisions->sendNow(decisions->unsent().first().key);
        QVERIFY(desk.settle());
        QCOMPARE(troubled.count(), 1);
        QCOMPARE(desk.view(id).decision, DecisionState::Expired);
        QVERIFY(decisions->unsent().isEmpty());
    }

    void aBulkDecisionIsOneRecordAnItem()
    {
        ApprovalDesk desk(false);
        QStringList ids;
        for (int i = 0; i < 5; ++i)
            ids << desk.file(desk.payment(2000 + i));
        QVERIFY(desk.settle());
        const std::uint64_t size = desk.workspace().store().size();
        QVERIFY(desk.session()->decisions()->commit(deny(ids)));
        desk.pass(10);
        desk.session()->decisions()->tick();
        QVERIFY(desk.settle());
        QCOMPARE(desk.workspace().store().size(), size + 5);
        for (const QString &id : ids)
            QCOMPARE(desk.view(id).decision, DecisionState::Denied);
    }

    void heldDecisionsAreReadAsWritten()
    {
        HeldDecision held;
        held.key = "k";
        held.step = ApprovalStep::Approve;
        held.requests = {{"ESC-1", sha256("a")}, {"ESC-2", {}}};
        held.reasonCode = "checked";
        held.note = "ok \"quoted\"";
        held.limitedTo = R"({"amount":1})";
        held.person = "account:rosa";
        held.agent = "a";
        held.decidedAt = {1'763'740'800'000'000'000};
        held.sendAt = {1'763'740'810'000'000'000};
        QCOMPARE(readHeld(heldJson(held), "k").value(), held);
        QVERIFY(!readHeld("{}", "k"));
        QVERIFY(!readHeld("{\"schema\":\"mandate.held/1\",\"step\":\"file\"}", "k"));
    }

    void testItemsCanNeverRun()
    {
        ApprovalDesk desk(false);
        const QString id = desk.file(desk.payment(2000));
        QVERIFY(desk.take(id, ApprovalStep::Deny, "policy"));
        desk.pass(5);
        QVERIFY(desk.settle());
        desk.session()->decisions()->seedTestItem(id);
        QVERIFY(desk.settle());
        ApprovalModel *model = desk.session()->approvals();
        QCOMPARE(model->total(), 1);
        const QString seeded = model->item(0)->id();
        QVERIFY(seeded != id && desk.view(seeded).request.testItem);
        QVERIFY(!model->index(0).data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("est item")));
        QVERIFY(desk.take(seeded, ApprovalStep::Approve, "checked"));
        model->refresh();
        QVERIFY(desk.settle());
        QVERIFY2(model->oversight().warning.contains(QStringLiteral("1 seeded test item")), qPrintable(model->oversight().warning));
    }
};

QTEST_GUILESS_MAIN(TestDecisionDesk)
#include "test_decision_desk.moc"
