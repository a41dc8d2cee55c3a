// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/bundle/case_zone.h"

#include <QTimeZone>

#include <cstdio>

namespace mandate::bundle {

namespace {

QTimeZone zoneNamed(const std::string &name)
{
    return QTimeZone(QByteArray::fromStdString(name));
}

} // namespace

bool isZone(const std::string &name)
{
    return !name.empty() && zoneNamed(name).isValid();
}

std::string inZone(const Instant &instant, const std::string &zone)
{
    if (zone.empty() || !instant.zoneKnown)
        return {};
    static thread_local std::string name;
    static thread_local QTimeZone known;
    if (name != zone) {
        known = zoneNamed(zone);
        name = zone;
    }
    if (!known.isValid())
        return {};
    const std::int64_t seconds = instant.nanoseconds / 1'000'000'000 - (instant.nanoseconds % 1'000'000'000 < 0 ? 1 : 0);
    const int offset = known.offsetFromUtc(QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC));
    std::string text = formatInstant({instant.nanoseconds + offset * std::int64_t{1'000'000'000}, false});
    char suffix[16];
    const int minutes = offset < 0 ? -offset / 60 : offset / 60;
    std::snprintf(suffix, sizeof suffix, "%c%02d:%02d", offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
    return text + suffix;
}

} // namespace mandate::bundle
