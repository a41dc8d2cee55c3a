// SPDX-License-Identifier: GPL-3.0-or-later
// Times with their zone and numbers by the locale, as words.h promises them. No clock is read here.
#include "models/items/words.h"

#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

#include <atomic>

namespace mandate::words {
namespace {

std::atomic<Zone> chosenZone{Zone::Utc};

QString translated(const char *text)
{
    return QCoreApplication::translate("Words", text);
}

/// Milliseconds, rounded down also before 1970.
qint64 milliseconds(const Instant &instant)
{
    const std::int64_t ns = instant.nanoseconds;
    return ns >= 0 ? ns / 1'000'000 : -((-ns + 999'999) / 1'000'000);
}

QDateTime shownTime(const Instant &instant)
{
    const bool local = zone() == Zone::Local && instant.zoneKnown;
    return QDateTime::fromMSecsSinceEpoch(milliseconds(instant), local ? QTimeZone::systemTimeZone() : QTimeZone::utc());
}

QString fraction(const Instant &instant)
{
    std::int64_t part = instant.nanoseconds % 1'000'000'000;
    if (part < 0)
        part += 1'000'000'000;
    if (part == 0)
        return {};
    QString digits = QString::number(part).rightJustified(9, QLatin1Char('0'));
    while (digits.endsWith(QLatin1Char('0')))
        digits.chop(1);
    return QLocale().decimalPoint() + digits;
}

QString told(const Instant &instant, bool exact)
{
    const QDateTime when = shownTime(instant);
    const QString clock = QLocale().toString(when, QStringLiteral("dd MMM yyyy HH:mm:ss")) + (exact ? fraction(instant) : QString());
    if (!instant.zoneKnown)
        //: a time whose source gave no time zone; %1 is the date and time
        return translated(QT_TRANSLATE_NOOP("Words", "%1, zone unknown")).arg(clock);
    //: %1 is the date and time, %2 the short name of the time zone
    return translated(QT_TRANSLATE_NOOP("Words", "%1 %2")).arg(clock, when.timeZoneAbbreviation());
}

} // namespace

Zone zone()
{
    return chosenZone.load(std::memory_order_relaxed);
}

void setZone(Zone zone)
{
    chosenZone.store(zone, std::memory_order_relaxed);
}

QString zoneName()
{
    if (zone() == Zone::Utc)
        return QStringLiteral("UTC");
    const QTimeZone local = QTimeZone::systemTimeZone();
    const QString name = local.displayName(QDateTime::currentDateTime(), QTimeZone::ShortName);
    return name.isEmpty() ? QString::fromUtf8(local.id()) : name;
}

QString time(const std::optional<Instant> &instant)
{
    return instant ? told(*instant, false) : translated(QT_TRANSLATE_NOOP("Words", "no time recorded"));
}

QString exactTime(const std::optional<Instant> &instant)
{
    return instant ? told(*instant, true) : translated(QT_TRANSLATE_NOOP("Words", "no time recorded"));
}

QString day(const std::optional<Instant> &instant)
{
    if (!instant)
        return translated(QT_TRANSLATE_NOOP("Words", "no time recorded"));
    return QLocale().toString(shownTime(*instant).date(), QStringLiteral("dd MMM yyyy"));
}

QString number(std::uint64_t value)
{
    return QLocale().toString(static_cast<qulonglong>(value));
}

QString share(std::uint64_t part, std::uint64_t whole)
{
    if (whole == 0)
        return translated(QT_TRANSLATE_NOOP("Words", "none recorded"));
    const QString count = translated(QT_TRANSLATE_NOOP("Words", "%1 of %2")).arg(number(part), number(whole));
    if (whole < 30)
        return count;
    const double percent = 100.0 * static_cast<double>(part) / static_cast<double>(whole);
    //: a share: %1 is the percentage as a number, %2 is "3 of 752"
    return translated(QT_TRANSLATE_NOOP("Words", "%1 % (%2)")).arg(QLocale().toString(percent, 'f', percent < 10 ? 2 : 1), count);
}

QString bytes(std::uint64_t value)
{
    return QLocale().formattedDataSize(static_cast<qint64>(value), 1, QLocale::DataSizeSIFormat);
}

QString shortDigest(const QString &hex)
{
    return hex.size() <= 14 ? hex : hex.left(8) + QChar(0x2026) + hex.right(4);
}

} // namespace mandate::words
