// SPDX-License-Identifier: GPL-3.0-or-later
// The Evidence table at a million rows: every row is reachable, and memory stays that of a number a row and 64 pages. Speed is a bench.
#include "models/items/evidence_fields.h"
#include "models/items/evidence_model.h"
#include "models/items/session.h"
#include "models/workspace/workspace.h"
#include "tests/models/items/generated_store.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace mandate;

namespace {

constexpr std::uint64_t count = 1'000'000;

/// Resident memory of this process, in MiB (proc(5)).
double residentMiB()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toDouble() * 4096 / (1024 * 1024);
}

} // namespace

class TestMillionRows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRowIsReachableAndMemoryStaysFlat()
    {
        QTemporaryDir folder;
        const auto store = test::generatedStore(folder.filePath(QStringLiteral("million.mandate")), count);
        EvidenceModel model(store);
        QVERIFY(QTest::qWaitFor([&] { return !model.isBusy(); }, 120'000));
        QCOMPARE(model.rowCount(), static_cast<int>(count));

        const double before = residentMiB();
        // As a person who drags the scrollbar: far apart, back and forth, more pages than are kept.
        for (int jump = 0; jump < 200; ++jump) {
            const int row = static_cast<int>((static_cast<std::uint64_t>(jump) * 7'919 * 641 + 17) % count) & ~1; // an action
            (void)model.data(model.index(row, EvidenceModel::DidColumn));
            QVERIFY(QTest::qWaitFor([&] { return model.rowAt(row) != nullptr; }, 30'000));
            QVERIFY2(model.data(model.index(row, EvidenceModel::DidColumn)).toString().contains(QStringLiteral("R%1").arg(row)),
                     qPrintable(QString::number(row)));
            QCOMPARE(model.rowAt(row)->entry, static_cast<quint64>(row));
        }
        QVERIFY2(residentMiB() - before < 200, qPrintable(QString::number(residentMiB() - before)));

        model.setConditions(parseFilter(QStringLiteral("verdict:prohibited agent:gpt-4o")).conditions);
        QVERIFY(QTest::qWaitFor([&] { return !model.isBusy(); }, 120'000));
        QVERIFY(model.shown() > 10'000);
        const int last = model.rowCount() - 1;
        (void)model.data(model.index(last, 0));
        QVERIFY(QTest::qWaitFor([&] { return model.rowAt(last) != nullptr; }, 30'000));
        QCOMPARE(model.rowAt(last)->verdict, Verdict::Prohibited);
        QCOMPARE(model.rowAt(last)->agent, QStringLiteral("gpt-4o"));
        fieldsAreCounted(folder.filePath(QStringLiteral("million.mandate")), model.shown());
    }

private:
    /// The last question is the one that is answered, and every record is told once in every field.
    static void fieldsAreCounted(const QString &path, quint64 shown)
    {
        auto opened = Workspace::open(path.toStdString(), true);
        QVERIFY(opened);
        EvidenceFieldsModel fields(std::shared_ptr<Workspace>(std::move(opened).value()));
        fields.read({});
        fields.read(parseFilter(QStringLiteral("where:(tool:refund_* or session:session-7)")).conditions);
        fields.read(parseFilter(QStringLiteral("verdict:prohibited agent:gpt-4o")).conditions);
        QVERIFY(QTest::qWaitFor([&] { return !fields.isBusy(); }, 120'000));
        QCOMPARE(fields.matching(), shown);
        for (const FieldTally &tally : fields.tallies()) {
            quint64 sum = tally.others + tally.missing;
            for (const FieldTally::Value &value : tally.top)
                sum += value.count;
            QCOMPARE(sum, shown);
        }
        fields.read({});
        QVERIFY(QTest::qWaitFor([&] { return !fields.isBusy(); }, 120'000));
        QCOMPARE(fields.matching(), quint64(count));
        const auto sessions = std::find_if(fields.tallies().begin(), fields.tallies().end(), [](const FieldTally &tally) { return tally.field == FilterField::Session; });
        QCOMPARE(sessions->top.size() + sessions->otherValues, std::size_t(count / 10));
        fields.read({});
        fields.stop();
        QVERIFY(!fields.isBusy());
    }
};

QTEST_GUILESS_MAIN(TestMillionRows)
#include "test_million_rows.moc"
