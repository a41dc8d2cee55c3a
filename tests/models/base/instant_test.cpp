// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/instant.h"

#include <QTest>

using namespace mandate;

class InstantTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsWrittenIsReadBack()
    {
        for (const char *text : {"2025-12-02T14:04:03.190669Z", "1969-12-31T23:59:59.999999999Z", "2000-02-29T00:00:00", "1678-01-01T00:00:00Z"}) {
            const auto instant = parseInstant(text);
            QVERIFY(instant);
            QCOMPARE(formatInstant(*instant), std::string(text));
        }
    }
    void anOffsetIsTakenIntoAccount() { QCOMPARE(formatInstant(*parseInstant("2025-01-01T01:30:00+02:00")), std::string("2024-12-31T23:30:00Z")); }
    void nonsenseIsRefused()
    {
        for (const char *text : {"", "2025", "2025-13-01", "2025-02-29", "2025-01-01T25:00", "2025-01-01T00:00:00.Z", "2025-01-01T00:00:00+2"})
            QVERIFY2(!parseInstant(text), text);
    }
};

QTEST_APPLESS_MAIN(InstantTest)
#include "instant_test.moc"
