// SPDX-License-Identifier: GPL-3.0-or-later
// What the desktop is told and when: one note a cause, repeated where it must be, held back in quiet hours, and silent about what agents wrote.
#include "models/items/notification_plan.h"

#include <QTest>

using namespace mandate;

namespace {

constexpr std::int64_t second = 1'000'000'000;

QSet<QString> many(int count, const QString &name = QStringLiteral("x"))
{
    QSet<QString> all;
    for (int i = 0; i < count; ++i)
        all.insert(name + QString::number(i));
    return all;
}

} // namespace

class NotificationPlanTest : public QObject
{
    Q_OBJECT

    NotificationPlan m_plan;
    NoteSituation m_now;
    Instant m_at;

    std::vector<DesktopNote> after(std::int64_t seconds, bool quiet = false)
    {
        m_at.nanoseconds += seconds * second;
        return m_plan.next(m_now, m_at, quiet);
    }

private Q_SLOTS:
    void init()
    {
        m_plan = {};
        m_now = {};
        m_at = *parseInstant("2026-03-01T10:00:00Z");
    }

    void whatWaitsAtTheBeginningIsNotNew()
    {
        m_now.waiting = many(30);
        QVERIFY(after(0).empty());
        m_now.waiting = many(31);
        QCOMPARE(after(1).size(), std::size_t{1});
        QVERIFY(after(1).empty());
    }

    void manyAtOnceAreOneNote()
    {
        QVERIFY(after(0).empty());
        m_now.waiting = many(3);
        QCOMPARE(after(1).front().cause, NoteCause::Arrived);
        m_now.waiting = many(24'000);
        QVERIFY(after(1).empty()); // grouped with what comes in the next seconds
        m_now.waiting = many(24'003);
        const auto grouped = after(15);
        QCOMPARE(grouped.size(), std::size_t{1});
        QVERIFY2(grouped.front().sentence.startsWith(QLatin1String("24000")), qPrintable(grouped.front().sentence));
        QVERIFY(!grouped.front().critical);
    }

    void aDeadlineRepeatsEachMinuteAndForMore()
    {
        m_now.late = many(1);
        m_now.soonestNs = 250 * second;
        QVERIFY(after(0).front().critical);
        QVERIFY(after(30).empty());
        m_now.late = many(2);
        QCOMPARE(after(1).size(), std::size_t{1});
        QVERIFY(after(59).empty());
        QCOMPARE(after(1).size(), std::size_t{1});
        m_now.late.clear();
        QVERIFY(after(61).empty());
        m_now.late = many(1);
        QCOMPARE(after(1).size(), std::size_t{1});
    }

    void aStopThatFailsIsToldAtOnceAndAgain()
    {
        m_now.notStopped = many(1);
        m_now.notConfirmed = many(1); // the same agent: one cause
        const auto notes = after(0);
        QCOMPARE(notes.size(), std::size_t{1});
        QCOMPARE(notes.front().cause, NoteCause::NotStopped);
        QVERIFY(notes.front().critical);
        QVERIFY(after(59).empty());
        QCOMPARE(after(1).size(), std::size_t{1});
    }

    void aStopUnderWayIsGivenTime()
    {
        m_now.notConfirmed = many(1);
        QVERIFY(after(0).empty());
        QVERIFY(after(19).empty());
        QCOMPARE(after(1).front().cause, NoteCause::NotConfirmed);
        QVERIFY(after(299).empty());
        QCOMPARE(after(1).size(), std::size_t{1});
    }

    void quietHoursHoldBackAllButCriticalAndTellLater()
    {
        QVERIFY(after(0).empty());
        m_now.waiting = many(2);
        m_now.ending = many(1);
        QVERIFY(after(1, true).empty());
        m_now.notStopped = many(1);
        QCOMPARE(after(1, true).size(), std::size_t{1});
        m_now.notStopped.clear();
        m_now.waiting = many(5);
        const auto later = after(3600);
        QCOMPARE(later.size(), std::size_t{2});
        QVERIFY(later.front().sentence.startsWith(u'5'));
        QCOMPARE(later.back().cause, NoteCause::Ending);
    }

    void quietHoursMayGoOverMidnight()
    {
        QuietHours hours{true, QTime(20, 0), QTime(7, 0)};
        QVERIFY(hours.isQuiet(QTime(23, 0)) && hours.isQuiet(QTime(3, 0)) && hours.isQuiet(QTime(20, 0)));
        QVERIFY(!hours.isQuiet(QTime(7, 0)) && !hours.isQuiet(QTime(12, 0)));
        hours = {true, QTime(12, 0), QTime(13, 0)};
        QVERIFY(hours.isQuiet(QTime(12, 30)) && !hours.isQuiet(QTime(13, 0)));
        hours = {true, QTime(9, 0), QTime(9, 0)};
        QVERIFY(!hours.isQuiet(QTime(9, 0)));
        hours.on = false;
        QVERIFY(!hours.isQuiet(QTime(9, 0)));
    }

    void anEndingAuthorizationIsToldOnceADay()
    {
        m_now.ending = many(1);
        QCOMPARE(after(0).size(), std::size_t{1});
        QVERIFY(after(3600).empty());
        QCOMPARE(after(24 * 3600).size(), std::size_t{1});
    }

    void noNameGetsIntoANote()
    {
        const QString hostile = QStringLiteral("<img src=x>\u202Epay");
        m_now.late = many(1, hostile);
        m_now.notStopped = many(2, hostile);
        m_now.notConfirmed = many(3, hostile);
        m_now.ending = many(1, hostile);
        QVERIFY(after(0).size() >= 3);
        m_now.waiting = many(3, hostile);
        for (const auto &notes : {after(60), after(60)}) {
            for (const DesktopNote &note : notes) {
                QVERIFY2(!note.sentence.contains(QLatin1String("pay")) && !note.sentence.contains(u'<'), qPrintable(note.sentence));
                QVERIFY(note.link.scheme() == QLatin1String("mandate") && note.link.query().isEmpty());
            }
        }
    }

    void aClockThatWentBackDoesNotSilenceIt()
    {
        m_now.notStopped = many(1);
        QCOMPARE(after(0).size(), std::size_t{1});
        QCOMPARE(after(-86'400).size(), std::size_t{1});
    }

    void anotherWorkspaceBeginsAnew()
    {
        m_now.late = many(1);
        QCOMPARE(after(0).size(), std::size_t{1});
        m_plan.forget();
        QCOMPARE(after(1).size(), std::size_t{1});
    }
};

QTEST_APPLESS_MAIN(NotificationPlanTest)
#include "test_notification_plan.moc"
