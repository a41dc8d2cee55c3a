// SPDX-License-Identifier: GPL-3.0-or-later
// Incidents of real runs: the rows, the four answers, the timeline with the offending actions marked.
#include "models/items/case_words.h"
#include "models/items/incident_model.h"
#include "tests/models/items/sample_session.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace mandate;

class TestIncidentModel : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::SampleSession> m_sample;

private Q_SLOTS:
    void initTestCase()
    {
        m_sample = std::make_unique<test::SampleSession>();
        QVERIFY(m_sample->settle());
        QVERIFY(m_sample->session()->incidents()->rowCount() > 0);
    }

    void theWorstIncidentComesFirstAndEveryCellSaysASentence()
    {
        IncidentModel model(m_sample->session()->workspace());
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QVERIFY(QTest::qWaitFor([&] { return !model.isBusy(); }, 30'000));
        for (int row = 0; row < model.rowCount(); ++row) {
            const IncidentItem *item = model.item(row);
            QVERIFY(row == 0 || model.item(row - 1)->severityRank <= item->severityRank);
            QCOMPARE(model.rowOf(item->id), row);
            for (int column = 0; column < IncidentModel::ColumnCount; ++column)
                QVERIFY(!model.data(model.index(row, column), Qt::AccessibleTextRole).toString().isEmpty());
            QVERIFY(model.data(model.index(row, 0), Qt::AccessibleTextRole).toString().contains(item->severity.text));
            QVERIFY(!item->clauseSentence.isEmpty());
        }
        QCOMPARE(model.rowOf(QStringLiteral("INC-none")), -1);
    }

    void anIncidentIsAnsweredInFourSentencesThatLeadToTheirRecords()
    {
        IncidentModel *model = m_sample->session()->incidents();
        QSignalSpy answered(model, &IncidentModel::answered);
        model->answer(0);
        QVERIFY(answered.wait(30'000));
        const IncidentAnswers &answers = model->answers();
        QCOMPARE(answers.id, model->item(0)->id);
        QCOMPARE(answers.answers.size(), 4);
        const QStringList headings{QStringLiteral("What it did"), QStringLiteral("In what context"), QStringLiteral("On what basis"),
                                   QStringLiteral("Who is accountable")};
        for (int i = 0; i < 4; ++i) {
            QCOMPARE(answers.answers.at(i).heading, headings.at(i));
            QVERIFY(!answers.answers.at(i).answer.isEmpty());
            const auto &facts = answers.answers.at(i).facts;
            QVERIFY(
                std::any_of(facts.begin(), facts.end(), [](const IncidentFact &fact) { return fact.link.scheme() == QStringLiteral("mandate"); }));
        }
        QCOMPARE(answers.answers.at(2).answer, model->item(0)->clauseSentence);
    }

    void theTimelineMarksExactlyTheOffendingActions()
    {
        IncidentModel *model = m_sample->session()->incidents();
        QSignalSpy answered(model, &IncidentModel::answered);
        for (int row = 0; row < std::min(model->rowCount(), 5); ++row) {
            model->answer(row);
            QVERIFY(answered.wait(30'000));
            TimelineModel timeline;
            const QAbstractItemModelTester tester(&timeline, QAbstractItemModelTester::FailureReportingMode::QtTest);
            timeline.setItems(model->answers().timeline);
            std::vector<quint64> marked;
            for (const TimelineItem &item : timeline.items()) {
                if (item.offending)
                    marked.push_back(item.entry);
            }
            std::vector<quint64> expected = model->item(row)->actions;
            std::sort(expected.begin(), expected.end());
            std::sort(marked.begin(), marked.end());
            QCOMPARE(marked, expected);
            const int first = timeline.firstOffending();
            QVERIFY(first >= 0);
            QVERIFY(timeline.data(timeline.index(first, 0), Qt::AccessibleTextRole).toString().contains(QStringLiteral("Part of this incident")));
        }
    }

    void timeIsToldAsExactlyAsOneNeedsIt()
    {
        constexpr std::int64_t minute = 60'000'000'000;
        QCOMPARE(words::span(4 * minute), QStringLiteral("4 min"));
        QCOMPARE(words::span(200 * minute), QStringLiteral("3 h 20 min"));
        QCOMPARE(words::span(14 * 60 * minute + minute), QStringLiteral("14 h"));
        QCOMPARE(words::span(51 * 60 * minute), QStringLiteral("2 d 3 h"));
        QCOMPARE(words::timeLeft({60 * minute}, {0}), QStringLiteral("1 h 0 min left"));
        QCOMPARE(words::timeLeft({0}, {3 * 60 * minute}), QStringLiteral("Overdue by 3 h 0 min"));
        IncidentStakes stakes;
        QVERIFY(words::stakes(stakes).isEmpty()); // nothing is made up
        stakes.money[""] = 50'000'000;
        stakes.irreversible = true;
        QCOMPARE(words::stakes(stakes), QStringLiteral("50.00 moved, currency not recorded, cannot be undone"));
    }

    void theNewestWishIsAnswered()
    {
        IncidentModel *model = m_sample->session()->incidents();
        QSignalSpy answered(model, &IncidentModel::answered);
        for (int row = 0; row < model->rowCount(); ++row)
            model->answer(row);
        QVERIFY(answered.wait(30'000));
        QVERIFY(QTest::qWaitFor([&] { return !model->isBusy(); }, 30'000));
        QCOMPARE(model->answers().id, model->item(model->rowCount() - 1)->id);
    }
};

QTEST_GUILESS_MAIN(TestIncidentModel)
#include "test_incident_model.moc"
