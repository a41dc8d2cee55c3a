// SPDX-License-Identifier: GPL-3.0-or-later
// The queue as a model: its order, its views, lazy rows, and updates that leave alone what did not change.
#include "tests/models/items/approval_desk.h"

#include "models/items/approval_model.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QPersistentModelIndex>
#include <QSignalSpy>

using namespace mandate;
using test::ApprovalDesk;
using View = ApprovalModel::View;

class TestApprovalModel : public QObject
{
    Q_OBJECT

    static QStringList ids(const ApprovalModel &model)
    {
        QStringList all;
        for (int row = 0; row < model.rowCount(); ++row)
            all << model.index(row).data(IdRole).toString();
        return all;
    }
    static void read(ApprovalModel &model)
    {
        model.refresh();
        QVERIFY(QTest::qWaitFor([&] { return !model.isBusy(); }, 60'000));
    }

private Q_SLOTS:
    void leastTimeLeftComesFirstThenConsequenceThenAge()
    {
        ApprovalDesk desk(false);
        const QString late = desk.file(desk.payment(2001), 3000);
        ApprovalRequest hard = desk.payment(2002);
        hard.action.tool = "send_money"; // cannot be recalled
        const QString soft = desk.file(desk.payment(2003), 900);
        const QString final = desk.file(hard, 900);
        const QString soon = desk.file(desk.payment(2004), 60);
        ApprovalModel model(desk.shared());
        const QAbstractItemModelTester tester(&model);
        read(model);
        QCOMPARE(ids(model), (QStringList{soon, final, soft, late}));
        QVERIFY(model.index(0).data(Qt::AccessibleTextRole).toString().contains(model.index(0).data(StateRole).value<StateWord>().text));
    }

    void viewsAreOpenMineTeamAndDone()
    {
        ApprovalDesk desk(false);
        const QString mine = desk.file(desk.payment(2001));
        const QString other = desk.file(desk.payment(2002), 910);
        const QString aside = desk.file(desk.payment(2003), 920);
        const QString denied = desk.file(desk.payment(2004));
        const QString dying = desk.file(desk.payment(2005), 30);
        QVERIFY(desk.take(mine, ApprovalStep::Claim));
        QVERIFY(desk.take(aside, ApprovalStep::Snooze, {}, Instant{desk.now().nanoseconds + 60 * ApprovalDesk::second}));
        QVERIFY(desk.take(denied, ApprovalStep::Deny, "policy"));
        desk.pass(31);
        ApprovalModel model(desk.shared());
        const QAbstractItemModelTester tester(&model);
        read(model);
        QCOMPARE(ids(model), (QStringList{mine, other}));
        QCOMPARE(model.snoozed(), 1);
        QCOMPARE(model.openCount(), 3);
        model.setView(View::Mine);
        QCOMPARE(ids(model), QStringList{mine});
        model.setView(View::Team);
        QCOMPARE(ids(model), QStringList{other});
        model.setView(View::Done);
        QStringList closed = ids(model);
        closed.sort();
        QStringList expected{denied, dying};
        expected.sort();
        QCOMPARE(closed, expected);
        const QString said = model.index(model.reach(dying)).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(said.contains(QStringLiteral("No one decided in time")) && !said.contains(QStringLiteral("rosa")), qPrintable(said));
        desk.become("omar");
        model.setView(View::Mine);
        QVERIFY(ids(model).isEmpty());
    }

    void updatesKeepRowsWhereTheyAre()
    {
        ApprovalDesk desk(false);
        QStringList filed;
        for (int i = 0; i < 8; ++i)
            filed << desk.file(desk.payment(2000 + i), 900 + 10 * i);
        ApprovalModel model(desk.shared());
        const QAbstractItemModelTester tester(&model);
        read(model);
        const QPersistentModelIndex fourth = model.index(3);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
        QSignalSpy arrived(&model, &ApprovalModel::arrived);
        QVERIFY(desk.take(filed[1], ApprovalStep::Deny, "policy"));
        const QString first = desk.file(desk.payment(3000), 30);
        const QString last = desk.file(desk.payment(3001), 5000);
        read(model);
        QCOMPARE(ids(model), (QStringList{first, filed[0], filed[2], filed[3], filed[4], filed[5], filed[6], filed[7], last}));
        QCOMPARE(resets.count(), 0);
        QCOMPARE(inserted.count(), 2);
        QCOMPARE(removed.count(), 1);
        QCOMPARE(arrived.count(), 1);
        QCOMPARE(fourth.data(IdRole).toString(), filed[3]);
        desk.pass(31); // what expires leaves by the clock alone
        QSignalSpy expired(&model, &ApprovalModel::expired);
        model.tick();
        QCOMPARE(expired.count(), 1);
        QVERIFY(!ids(model).contains(first));
        QCOMPARE(fourth.data(IdRole).toString(), filed[3]);
    }

    /// Usable means: rows come in pieces, and one decision among 24,000 requests takes one row away and touches no other. Times are told, not
    /// asserted.
    void tensOfThousandsAreFetchedInPieces()
    {
        constexpr int many = 24'000;
        ApprovalDesk desk(false);
        desk.fileMany(many);
        ApprovalModel model(desk.shared());
        QElapsedTimer timer;
        timer.start();
        read(model);
        qInfo("%d requests read in %lld ms", model.total(), timer.elapsed());
        QCOMPARE(model.total(), many);
        QVERIFY(model.rowCount() < 1000);
        timer.start();
        const QString far = model.all()[20'000].id();
        const int row = model.reach(far);
        QCOMPARE(row, 20'000);
        QVERIFY(model.rowCount() > row);
        QVERIFY(!model.index(row).data(Qt::AccessibleTextRole).toString().isEmpty());
        qInfo("a far row reached in %lld ms", timer.elapsed());
        const QPersistentModelIndex kept = model.index(row);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        QSignalSpy changes(&model, &QAbstractItemModel::rowsRemoved);
        QVERIFY(desk.take(model.item(7)->id(), ApprovalStep::Deny, "policy"));
        timer.start();
        read(model);
        qInfo("read again after one decision in %lld ms", timer.elapsed());
        QCOMPARE(resets.count(), 0);
        QCOMPARE(changes.count(), 1);
        QCOMPARE(kept.row(), row - 1);
        QCOMPARE(kept.data(IdRole).toString(), far);
        timer.start();
        model.tick();
        qInfo("a second passes in %lld ms", timer.elapsed());
        timer.start();
        model.setAgent(QStringLiteral("agent-3"));
        qInfo("one agent of 40 shown in %lld ms", timer.elapsed());
        QCOMPARE(model.total(), many / 40);
    }
};

QTEST_GUILESS_MAIN(TestApprovalModel)
#include "test_approval_model.moc"
