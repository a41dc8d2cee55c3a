// SPDX-License-Identifier: GPL-3.0-or-later
// Zones from TZif files and fixed offsets, timestamps and durations as text.
#include "models/pact/cel/civil_time.h"
#include "models/pact/cel/time_zone.h"

#include <QFile>
#include <QTest>

using namespace mandate;

namespace {

std::int32_t offset(std::string_view zone, std::string_view timestamp)
{
    const auto found = cel::TimeZone::find(zone);
    return found ? found->offsetAt(cel::parseTimestamp(timestamp)->seconds()) : -1;
}

} // namespace

class TimeZoneTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void clocksChangeAtTheRightSecond();
    void rulesHoldAfterTheLastTransitionOfTheFile();
    void fixedOffsetsAreUnderstood();
    void unknownZonesAreNone_data();
    void unknownZonesAreNone();
    void brokenFilesAreRefused();
    void timestampsOutsideTheCalendarAreNone();
    void durationsAreReadAsGoWritesThem();
};

void TimeZoneTest::clocksChangeAtTheRightSecond()
{
    QCOMPARE(offset("Europe/Berlin", "2024-03-31T00:59:59Z"), 3600);
    QCOMPARE(offset("Europe/Berlin", "2024-03-31T01:00:00Z"), 7200);
    QCOMPARE(offset("Europe/Berlin", "2024-10-27T00:59:59Z"), 7200);
    QCOMPARE(offset("Europe/Berlin", "2024-10-27T01:00:00Z"), 3600);
    QCOMPARE(offset("Asia/Kathmandu", "2024-01-01T00:00:00Z"), 20700);
    QCOMPARE(offset("Australia/Sydney", "2024-01-01T00:00:00Z"), 39600);
    QCOMPARE(offset("America/New_York", "1883-11-18T12:00:00Z"), -17762); // local mean time before railway time
}

void TimeZoneTest::rulesHoldAfterTheLastTransitionOfTheFile()
{
    QCOMPARE(offset("Europe/Berlin", "2099-07-01T00:00:00Z"), 7200);
    QCOMPARE(offset("Europe/Berlin", "2099-12-01T00:00:00Z"), 3600);
    QCOMPARE(offset("Australia/Sydney", "2099-01-01T00:00:00Z"), 39600);
    QCOMPARE(offset("Australia/Sydney", "2099-07-01T00:00:00Z"), 36000);
    QCOMPARE(offset("America/New_York", "2099-03-08T06:59:59Z"), -18000);
    QCOMPARE(offset("America/New_York", "2099-03-08T07:00:00Z"), -14400);
    QCOMPARE(offset("Asia/Tokyo", "2099-07-01T00:00:00Z"), 32400);
}

void TimeZoneTest::fixedOffsetsAreUnderstood()
{
    QCOMPARE(offset("+11:00", "2024-01-01T00:00:00Z"), 39600);
    QCOMPARE(offset("-02:30", "2024-01-01T00:00:00Z"), -9000);
    QCOMPARE(offset("02:00", "2024-01-01T00:00:00Z"), 7200);
    QCOMPARE(offset("UTC", "2024-01-01T00:00:00Z"), 0);
    QCOMPARE(offset("", "2024-01-01T00:00:00Z"), 0);
}

void TimeZoneTest::unknownZonesAreNone_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"Europe/Atlantis", "../etc/passwd", "/etc/passwd", "Europe", "tzdata.zi", "+25:00", "+1:00", "zone.tab",
                             "Europe/", "\xff"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void TimeZoneTest::unknownZonesAreNone()
{
    QFETCH(QString, name);
    QVERIFY(!cel::TimeZone::find(name.toStdString()));
}

void TimeZoneTest::brokenFilesAreRefused()
{
    QFile file(QStringLiteral("/usr/share/zoneinfo/Europe/Berlin"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const std::string whole = file.readAll().toStdString();
    QVERIFY(cel::TimeZone::fromTzif(whole) != nullptr);
    for (std::size_t length = 0; length < whole.size(); length += 7) {
        const auto zone = cel::TimeZone::fromTzif(std::string_view(whole).substr(0, length)); // must not read beyond its end
        if (zone)
            (void)zone->offsetAt(4'000'000'000);
    }
    for (std::size_t i = 0; i < whole.size(); i += 3) {
        std::string damaged = whole;
        damaged[i] = static_cast<char>(~static_cast<unsigned char>(damaged[i]));
        const auto zone = cel::TimeZone::fromTzif(damaged);
        if (zone)
            (void)zone->offsetAt(4'000'000'000);
    }
}

void TimeZoneTest::timestampsOutsideTheCalendarAreNone()
{
    for (const char *text : {"2023-02-29T00:00:00Z", "2024-13-01T00:00:00Z", "2024-01-01T24:00:00Z", "2024-01-01T00:00:00", "2024-01-01",
                             "0000-12-31T23:59:59Z", "9999-12-31T23:59:59-01:00", "2024-01-01T00:00:00.Z", "2024-01-01T00:00:00+1:00"})
        QVERIFY2(!cel::parseTimestamp(text), text);
    const std::string before1970 = "1969-12-31T23:59:59.5Z";
    QCOMPARE(cel::timestampText(*cel::parseTimestamp(before1970)), before1970);
}

void TimeZoneTest::durationsAreReadAsGoWritesThem()
{
    const auto text = [](std::string_view written) { return QString::fromStdString(cel::durationText(*cel::parseDuration(written))); };
    QCOMPARE(text("1h45m47s"), QStringLiteral("6347s"));
    QCOMPARE(text("1.5h"), QStringLiteral("5400s"));
    QCOMPARE(text("-1.5s"), QStringLiteral("-1.5s"));
    QCOMPARE(text("0.123456789s"), QStringLiteral("0.123456789s"));
    QCOMPARE(text("250ms"), QStringLiteral("0.25s"));
    QCOMPARE(text("3\u00b5s"), QStringLiteral("0.000003s"));
    QCOMPARE(text("0"), QStringLiteral("0s"));
    for (const char *wrong : {"", "1", "s", "1d", "1h-5m", ".s", "-", "320000000000s"})
        QVERIFY2(!cel::parseDuration(wrong), wrong);
}

QTEST_GUILESS_MAIN(TimeZoneTest)
#include "time_zone_test.moc"
