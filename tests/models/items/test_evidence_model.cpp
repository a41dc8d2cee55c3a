// SPDX-License-Identifier: GPL-3.0-or-later
// The Evidence table over a real store: rows come by page, the newest question wins, growth keeps what is shown.
#include "models/items/evidence_model.h"
#include "models/items/session.h"
#include "tests/models/items/generated_store.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace mandate;

namespace {

constexpr std::uint64_t count = 3000;

bool settle(const EvidenceModel &model)
{
    return QTest::qWaitFor([&] { return !model.isBusy(); }, 30'000);
}

/// Asks for a row as a view would and waits until it is there.
bool ready(EvidenceModel &model, int row)
{
    (void)model.data(model.index(row, 0));
    return QTest::qWaitFor([&] { return model.rowAt(row) != nullptr; }, 30'000);
}

QString cell(const EvidenceModel &model, int row, int column, int role = Qt::DisplayRole)
{
    return model.data(model.index(row, column), role).toString();
}

} // namespace

class TestEvidenceModel : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::shared_ptr<Store> m_store;

private Q_SLOTS:
    void initTestCase() { m_store = test::generatedStore(m_folder.filePath(QStringLiteral("rows.mandate")), count); }

    void rowsComeByPageAndNothingBlocksUntilThen()
    {
        EvidenceModel model(m_store);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.rowCount(), 0); // asked, not waited for
        QVERIFY(model.isBusy());
        QVERIFY(settle(model));
        QCOMPARE(model.rowCount(), static_cast<int>(count));
        QCOMPARE(model.total(), count);
        const int far = 2000;
        QCOMPARE(cell(model, far, EvidenceModel::DidColumn), QStringLiteral("\u2026"));
        QCOMPARE(model.data(model.index(far, 0), EvidenceModel::EntryRole).toULongLong(), quint64(far));
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QVERIFY(ready(model, far));
        QVERIFY(changed.count() > 0);
        QVERIFY(cell(model, far, EvidenceModel::DidColumn).contains(QStringLiteral("R2000")));
    }

    void everyCellSaysASentenceWithItsStateWord()
    {
        EvidenceModel model(m_store);
        QVERIFY(settle(model));
        QVERIFY(ready(model, 2)); // an action, prohibited
        for (int column = 0; column < EvidenceModel::ColumnCount; ++column)
            QVERIFY(!cell(model, 2, column, Qt::AccessibleTextRole).isEmpty());
        const QString row = cell(model, 2, EvidenceModel::NumberColumn, Qt::AccessibleTextRole);
        QVERIFY2(row.contains(words::of(Verdict::Prohibited).text) && row.contains(QStringLiteral("A4")), qPrintable(row));
        QVERIFY(cell(model, 2, EvidenceModel::VerdictColumn, Qt::AccessibleTextRole).contains(words::of(Verdict::Prohibited).text));
        QCOMPARE(model.data(model.index(2, EvidenceModel::VerdictColumn), StateRole).value<StateWord>(), words::of(Verdict::Prohibited));
        QVERIFY(cell(model, 3, EvidenceModel::NumberColumn, Qt::AccessibleTextRole).contains(words::name(RecordKind::Message)));
        QVERIFY(ready(model, 0));
        QVERIFY(cell(model, 0, EvidenceModel::TimeColumn, Qt::AccessibleTextRole).contains(QStringLiteral("no time recorded")));
        QVERIFY(cell(model, 1, EvidenceModel::TimeColumn).contains(QStringLiteral("no zone"))); // the source gave no zone
        QVERIFY(cell(model, 2, EvidenceModel::EvidenceColumn).startsWith(QStringLiteral("3 of 6")));
    }

    void aFilterShowsWhatTheStoreSelects()
    {
        EvidenceModel model(m_store);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setConditions(parseFilter(QStringLiteral("verdict:prohibited agent:gpt-4o")).conditions);
        QVERIFY(settle(model));
        RowFilter filter;
        filter.verdicts = {Verdict::Prohibited};
        filter.agents = {"gpt-4o"};
        const auto expected = m_store->select(filter, RowOrder::ArrivalAscending);
        QVERIFY(expected.ok());
        QVERIFY(!expected->empty());
        QCOMPARE(model.shown(), quint64(expected->size()));
        for (std::size_t i = 0; i < expected->size(); ++i)
            QCOMPARE(model.entryAt(static_cast<int>(i)), std::optional<quint64>((*expected)[i]));
        QVERIFY(model.countWords().contains(words::number(count)));
        quint64 drawn = 0;
        for (const EvidenceBin &bin : model.histogram())
            drawn += bin.count;
        QCOMPARE(drawn + model.withoutTime(), model.shown());
    }

    void aroundLeavesTheNeighboursOfOneRecordInEveryOrder()
    {
        EvidenceModel model(m_store);
        constexpr EntryNumber middle = 1000;
        model.setConditions(parseFilter(QStringLiteral("kind:action around:%1").arg(middle)).conditions);
        QVERIFY(settle(model));
        QCOMPARE(model.shown(), quint64(2 * aroundReach + 1));
        QCOMPARE(model.entryAt(0), std::optional<quint64>(middle - 2 * aroundReach)); // every second record is an action
        QCOMPARE(model.entryAt(aroundReach), std::optional<quint64>(middle));
        QCOMPARE(model.entryAt(2 * aroundReach), std::optional<quint64>(middle + 2 * aroundReach));
        quint64 drawn = 0;
        for (const EvidenceBin &bin : model.histogram())
            drawn += bin.count;
        QCOMPARE(drawn + model.withoutTime(), model.shown());
        QCOMPARE(model.withoutTime(), quint64(5)); // every 50th record has no time
        quint64 byVerdict = 0;
        for (std::size_t verdict = 0; verdict < verdictCount; ++verdict)
            byVerdict += model.count(static_cast<Verdict>(verdict));
        QCOMPARE(byVerdict, model.shown());
        model.setOrder(EvidenceModel::Order::TimeDescending);
        QVERIFY(settle(model));
        QCOMPARE(model.shown(), quint64(2 * aroundReach + 1));
        QCOMPARE(model.entryAt(0), std::optional<quint64>(middle + 2 * aroundReach - 2)); // 1100 has no time and stands last
        // At the end, and around a record that the rest of the filter leaves out.
        model.setOrder(EvidenceModel::Order::ArrivalAscending);
        model.setConditions(parseFilter(QStringLiteral("kind:action around:%1").arg(count - 1)).conditions);
        QVERIFY(settle(model));
        QCOMPARE(model.shown(), quint64(aroundReach));
    }

    void violationsAreTheRowsWhoseVerdictIsProhibited()
    {
        EvidenceModel model(m_store);
        for (const auto order : {EvidenceModel::Order::ArrivalAscending, EvidenceModel::Order::TimeDescending}) {
            model.setOrder(order);
            QVERIFY(settle(model));
            RowFilter filter;
            filter.verdicts = {Verdict::Prohibited};
            const auto expected = m_store->count(filter);
            QVERIFY(expected.ok());
            QCOMPARE(model.violations().size(), std::size_t(*expected));
            QCOMPARE(model.count(Verdict::Prohibited), quint64(*expected));
            QVERIFY(std::is_sorted(model.violations().begin(), model.violations().end()));
            for (const int row : model.violations())
                QCOMPARE(test::verdictOfRecord(*model.entryAt(row)), Verdict::Prohibited);
        }
    }

    void onlyTimesWithoutAnyRecordAreNotCovered()
    {
        auto store = test::generatedStore(m_folder.filePath(QStringLiteral("gap.mandate")), 400);
        test::appendGenerated(*store, 2000, 400); // nothing from record 400 to 1999
        EvidenceModel model(store);
        model.setConditions(parseFilter(QStringLiteral("tool:cancel_reservation")).conditions);
        QVERIFY(settle(model));
        constexpr qint64 base = 1'764'684'243'000'000'000;
        constexpr qint64 second = 1'000'000'000;
        int uncovered = 0;
        for (const EvidenceBin &bin : model.histogram()) {
            const bool inGap = bin.beginNs > base + 399 * second && bin.endNs <= base + 2001 * second; // 2000 has no time
            QCOMPARE(!bin.covered, inGap);
            uncovered += bin.covered ? 0 : 1;
        }
        QVERIFY(uncovered > 10);
        model.setConditions(parseFilter(QStringLiteral("source:somewhere")).conditions);
        QVERIFY(settle(model));
        QVERIFY(model.histogram().empty());
    }

    void whatIsFilteredOutAndWhatIsLeftMakeAll()
    {
        EvidenceModel model(m_store);
        for (const char *text : {"agent:gpt-4o", "tool:think", "verdict:prohibited", "outcome:failed", "kind:message", "session:session-7"}) {
            model.setConditions(parseFilter(QString::fromUtf8(text)).conditions);
            QVERIFY(settle(model));
            const quint64 with = model.shown();
            QVERIFY2(with > 0, text);
            model.setConditions(parseFilter(u'-' + QString::fromUtf8(text)).conditions);
            QVERIFY(settle(model));
            QVERIFY2(with + model.shown() == count, text);
        }
    }

    void theNewestQuestionWins()
    {
        EvidenceModel model(m_store);
        for (int i = 0; i < 30; ++i)
            model.setConditions(parseFilter(QStringLiteral("session:session-%1").arg(i)).conditions);
        QVERIFY(settle(model));
        QCOMPARE(model.shown(), quint64(10));
        QCOMPARE(model.entryAt(0), std::optional<quint64>(290));
    }

    void sortingByTimeAndArrival()
    {
        EvidenceModel model(m_store);
        model.sort(EvidenceModel::NumberColumn, Qt::DescendingOrder);
        QVERIFY(settle(model));
        QCOMPARE(model.entryAt(0), std::optional<quint64>(count - 1));
        QCOMPARE(model.rowOf(count - 1), 0);
        model.sort(EvidenceModel::TimeColumn, Qt::DescendingOrder);
        QVERIFY(settle(model));
        QCOMPARE(model.order(), EvidenceModel::Order::TimeDescending);
        QVERIFY(model.rowOf(count - 1) < model.rowOf(1));
        model.sort(EvidenceModel::AgentColumn, Qt::AscendingOrder); // no order by agent: stays
        QCOMPARE(model.order(), EvidenceModel::Order::TimeDescending);
    }

    void growthAddsRowsAndKeepsTheRest()
    {
        QTemporaryDir folder;
        const auto store = test::generatedStore(folder.filePath(QStringLiteral("grows.mandate")), 300);
        EvidenceModel model(store);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QVERIFY(settle(model));
        QVERIFY(ready(model, 299));
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        test::appendGenerated(*store, 300, 100);
        model.refresh();
        QVERIFY(settle(model));
        QCOMPARE(model.rowCount(), 400);
        QCOMPARE(reset.count(), 0);
        QCOMPARE(inserted.count(), 1);
        QVERIFY(ready(model, 310)); // on the page that was not full before
        QVERIFY(cell(model, 310, EvidenceModel::DidColumn).contains(QStringLiteral("R310")));
    }

    void aFilterThatNothingMatchesShowsNothing()
    {
        EvidenceModel model(m_store);
        model.setConditions(parseFilter(QStringLiteral("agent:nobody")).conditions);
        QVERIFY(settle(model));
        QCOMPARE(model.shown(), quint64(0));
        QVERIFY(model.histogram().empty());
        QCOMPARE(model.total(), count);
    }

    void cellsOfferTheConditionForTheirValue()
    {
        EvidenceModel model(m_store);
        QVERIFY(settle(model));
        QVERIFY(ready(model, 2));
        QCOMPARE(cell(model, 2, EvidenceModel::AgentColumn, EvidenceModel::ConditionRole), QStringLiteral("agent:gpt-4o"));
        QCOMPARE(cell(model, 2, EvidenceModel::VerdictColumn, EvidenceModel::ConditionRole), QStringLiteral("verdict:prohibited"));
        QCOMPARE(cell(model, 2, EvidenceModel::ClauseColumn, EvidenceModel::ConditionRole), QStringLiteral("clause:A4"));
        for (int column = 0; column < EvidenceModel::ColumnCount; ++column) {
            const QString condition = cell(model, 2, column, EvidenceModel::ConditionRole);
            QVERIFY2(!parseFilter(condition).problem, qPrintable(condition));
        }
    }

    void untrustedNamesAreMadeVisible()
    {
        EvidenceModel model(m_store);
        model.setConditions(parseFilter(QStringLiteral("session:session-3")).conditions);
        QVERIFY(settle(model));
        QVERIFY(ready(model, 0));
        QVERIFY(cell(model, 0, EvidenceModel::AgentColumn).contains(QStringLiteral("\u27E6U+202E\u27E7")));
        QVERIFY(!cell(model, 0, EvidenceModel::AgentColumn).contains(QChar(0x202E)));
    }

    void copiedRowsAreSafeForASpreadsheet()
    {
        EvidenceModel model(m_store);
        model.setConditions(parseFilter(QStringLiteral("session:session-2 kind:action")).conditions);
        QVERIFY(settle(model));
        QVERIFY(ready(model, 0));
        const auto copied = [&model](const QList<int> &rows, EvidenceModel::CopyFormat format) {
            QSignalSpy spy(&model, &EvidenceModel::copied);
            model.copy(rows, format);
            return spy.count() == 1 || spy.wait() ? spy.first().at(0).toString() : QString();
        };
        const QString csv = copied({0, 1}, EvidenceModel::CopyFormat::Csv);
        QVERIFY2(csv.contains(QStringLiteral(",\"'=cmd()\",")), qPrintable(csv));
        QCOMPARE(csv.count(QStringLiteral("\r\n")), 3);
        QVERIFY(copied({0}, EvidenceModel::CopyFormat::Json).contains(QStringLiteral("\"agent\": \"=cmd()\"")));
        QVERIFY(copied({0}, EvidenceModel::CopyFormat::Text).contains(QStringLiteral("Verdict")));
        const QString table = copied({0, 1}, EvidenceModel::CopyFormat::Markdown);
        QCOMPARE(table.count(u'\n'), 4);
        QVERIFY2(table.contains(QStringLiteral("cancel\\_reservation")) || table.contains(QStringLiteral("\\_")), qPrintable(table));
        const QUrl link(copied({0}, EvidenceModel::CopyFormat::Link));
        QCOMPARE(link.host(), QStringLiteral("evidence"));
        QVERIFY(link.query().contains(QStringLiteral("entry=")));
    }

    void rowsThatWereNeverShownAreCopiedToo()
    {
        EvidenceModel model(m_store);
        QVERIFY(settle(model));
        const int last = model.rowCount() - 1;
        QVERIFY(last > EvidenceModel::pageSize);
        QSignalSpy copied(&model, &EvidenceModel::copied);
        model.copy({0, last / 2, last}, EvidenceModel::CopyFormat::Csv);
        QVERIFY(copied.count() == 1 || copied.wait());
        QCOMPARE(copied.first().at(1).toInt(), 3);
        QCOMPARE(copied.first().at(0).toString().count(QStringLiteral("\r\n")), 4);
    }

    void namesAreKnownForCompletion()
    {
        EvidenceModel model(m_store);
        QVERIFY(settle(model));
        QVERIFY(model.knownNames().value(FilterField::Agent).contains(QStringLiteral("gpt-4o")));
        QVERIFY(model.knownNames().value(FilterField::Clause).contains(QStringLiteral("A4")));
    }

    void aModelMayDieWhileItReads()
    {
        for (int i = 0; i < 20; ++i) {
            EvidenceModel model(m_store);
            (void)model.rowAt(0);
            if (i % 2 == 0)
                QTest::qWait(2);
        }
    }
};

QTEST_GUILESS_MAIN(TestEvidenceModel)
#include "test_evidence_model.moc"
