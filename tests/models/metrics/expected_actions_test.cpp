// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/json_reader.h"
#include "models/metrics/expected_actions.h"

#include <QTest>

using namespace mandate;

class ExpectedActionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCallIsComparedAsItIsWritten_data()
    {
        QTest::addColumn<QByteArray>("expected");
        QTest::addColumn<QByteArray>("called");
        QTest::addColumn<int>("is");
        const auto row = [](const char *name, const char *expected, const char *called, Expectation is) { QTest::newRow(name) << QByteArray(expected) << QByteArray(called) << static_cast<int>(is); };
        row("another order of members", "{\"a\": 1, \"b\": [2.5]}", "{\"b\": [2.5], \"a\": 1}", Expectation::AsWritten);
        row("a whole number for a decimal", "{\"gb\": 2.0}", "{\"gb\": 2}", Expectation::InValue);
        row("a decimal for a whole number", "{\"gb\": [1, {\"x\": 2}]}", "{\"gb\": [1, {\"x\": 2.0}]}", Expectation::InValue);
        row("another digit of the same decimal", "{\"gb\": 2.0}", "{\"gb\": 2.00}", Expectation::AsWritten);
        row("a text for a number", "{\"gb\": 2}", "{\"gb\": \"2\"}", Expectation::None);
        row("another number", "{\"gb\": 2.0}", "{\"gb\": 3.0}", Expectation::None);
        row("one argument more", "{\"gb\": 2.0}", "{\"gb\": 2.0, \"b\": null}", Expectation::None);
        row("no arguments", "{}", "null", Expectation::AsWritten);
        row("a decimal in another place", "{\"a\": 2.0, \"b\": 2}", "{\"a\": 2, \"b\": 2.0}", Expectation::InValue);
    }

    void aCallIsComparedAsItIsWritten()
    {
        QFETCH(QByteArray, expected);
        QFETCH(QByteArray, called);
        QFETCH(int, is);
        Arena arena;
        JsonReader reader;
        ExpectedActions actions;
        QVERIFY(actions.empty());
        actions.add("refuel_data", *reader.read(expected.toStdString(), arena));
        QVERIFY(!actions.empty());
        const Value arguments = *reader.read(called.toStdString(), arena);
        QCOMPARE(static_cast<int>(actions.match("refuel_data", arguments)), is);
        QCOMPARE(static_cast<int>(actions.match("resume_line", arguments)), static_cast<int>(Expectation::None));
        ExpectedActions merged;
        merged.merge(std::move(actions));
        QCOMPARE(static_cast<int>(merged.match("refuel_data", arguments)), is);
    }
};

QTEST_APPLESS_MAIN(ExpectedActionsTest)
#include "expected_actions_test.moc"
