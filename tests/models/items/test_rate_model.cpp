// SPDX-License-Identifier: GPL-3.0-or-later
// Violation rates of real runs: the rows are the figures of the workspace, and too few calls give no rate.
#include "models/items/rate_model.h"
#include "models/items/task_success.h"
#include "models/metrics/run_labels.h"
#include "models/metrics/violation_rate.h"
#include "models/workspace/metric_trail.h"
#include "tests/models/items/sample_session.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace mandate;

class TestRateModel : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::SampleSession> m_sample;

private Q_SLOTS:
    void aTaskSucceededWhenItsSourceSaysSo()
    {
        const auto said = [](const char *name, const Value &value) {
            const Member members[] = {Member{Value::string(name), value}};
            return taskSucceeded(Value::map(members));
        };
        QCOMPARE(said("reward", Value::real(1.0)), std::optional(true));
        QCOMPARE(said("reward", Value::integer(1)), std::optional(true));
        QCOMPARE(said("reward", Value::real(0.5)), std::optional(false));
        QCOMPARE(said("utility", Value::boolean(false)), std::optional(false));
        QCOMPARE(said("passed", Value::boolean(true)), std::optional(true));
        QCOMPARE(said("passed", Value::string("yes")), std::optional<bool>());
        QCOMPARE(said("task_id", Value::integer(3)), std::optional<bool>());
        QCOMPARE(taskSucceeded(Value::null()), std::optional<bool>());
    }

    void successHidesViolationsWhenMostTasksSucceedAndSomeOfThoseRunsDoNotHold()
    {
        QVERIFY((TaskSuccess{QStringLiteral("a"), 10, 8, 1}).hidesViolations());
        QVERIFY(!(TaskSuccess{QStringLiteral("a"), 10, 8, 0}).hidesViolations());
        QVERIFY(!(TaskSuccess{QStringLiteral("a"), 10, 4, 4}).hidesViolations());
        const QString said = successSentence({QStringLiteral("gpt\u202E"), 1200, 1100, 12});
        QVERIFY2(said.contains(words::number(1100)) && said.contains(words::number(1200)) && said.contains(QStringLiteral("12")), qPrintable(said));
        QVERIFY(!said.contains(QChar(0x202E)));
    }

    void initTestCase()
    {
        m_sample = std::make_unique<test::SampleSession>();
        QVERIFY(m_sample->settle());
    }

    void rowsAreThePeriodsOfTheWorkspace()
    {
        RateModel model(m_sample->session()->workspace());
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QAbstractItemModelTester rowsTester(model.perClause(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QVERIFY(QTest::qWaitFor([&] { return model.wasRead(); }, 30'000));
        const auto trail = readMetricTrail(m_sample->workspace());
        QVERIFY(trail.ok());
        const ViolationSeries series = violationSeries(**trail, {});
        QCOMPARE(model.rowCount(), static_cast<int>(series.bins.size()));
        quint64 decidable = 0, undecidable = 0;
        for (std::size_t i = 0; i < series.bins.size(); ++i) {
            QCOMPARE(model.points()[i].decidable, series.bins[i].decidable);
            QCOMPARE(model.points()[i].attempted, series.bins[i].attempted);
            QCOMPARE(model.points()[i].executed, series.bins[i].executed);
            QCOMPARE(model.points()[i].undecidable, series.bins[i].undecidable);
            decidable += series.bins[i].decidable;
            undecidable += series.bins[i].undecidable;
        }
        QCOMPARE(model.decidable(), quint64(series.decidable));
        QCOMPARE(model.decidable() + model.undecidable(), decidable + undecidable + quint64(series.withoutTime)); // the sums tell of those without a time too
        QCOMPARE(model.perClause()->rowCount(), static_cast<int>(series.rows.size()));
        QCOMPARE(model.withoutTime(), quint64(series.withoutTime));
        QVERIFY(!model.agents().isEmpty());
        QVERIFY(!model.clauses().isEmpty());
        QVERIFY(!model.summary().isEmpty());
    }

    void tooFewCallsHaveNoRate()
    {
        RatePoint few;
        few.decidable = 12;
        few.attempted = 6;
        QCOMPARE(few.rateWords(), QStringLiteral("too few: 12 of 30"));
        QVERIFY(few.intervalWords().isEmpty());
        QVERIFY(rateSentence(1, 29).contains(QStringLiteral("too few")));
        const QString said = rateSentence(12, 277);
        QVERIFY2(said.contains(QStringLiteral("4.3\u00A0% (12 of 277)")) && said.contains(QStringLiteral("2.5 to 7.4\u00A0%")), qPrintable(said));
    }

    void oneAgentAndOneClauseCanBeAskedFor()
    {
        RateModel model(m_sample->session()->workspace());
        QVERIFY(QTest::qWaitFor([&] { return model.wasRead() && !model.isBusy(); }, 30'000));
        QVERIFY(model.perClause()->rowCount() > 0);
        const RateRow row = *model.perClause()->row(0);
        model.setQuestion(row.agent, row.clause);
        QVERIFY(QTest::qWaitFor([&] { return !model.isBusy(); }, 30'000));
        QCOMPARE(model.perClause()->rowCount(), 1);
        QCOMPARE(model.perClause()->row(0)->attempted, row.attempted);
        QVERIFY(model.agents().size() >= 1); // what can be chosen stays
        QVERIFY(model.summary().contains(row.clause));
    }

    void everyCellSaysASentence()
    {
        RateModel *model = m_sample->session()->rates();
        for (int row = 0; row < model->rowCount(); ++row) {
            for (int column = 0; column < RateModel::ColumnCount; ++column)
                QVERIFY(!model->data(model->index(row, column), Qt::AccessibleTextRole).toString().isEmpty());
        }
        for (int row = 0; row < model->perClause()->rowCount(); ++row) {
            for (int column = 0; column < RateRowModel::ColumnCount; ++column)
                QVERIFY(!model->perClause()->data(model->perClause()->index(row, column), Qt::AccessibleTextRole).toString().isEmpty());
        }
    }
};

QTEST_GUILESS_MAIN(TestRateModel)
#include "test_rate_model.moc"
