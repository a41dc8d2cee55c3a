// SPDX-License-Identifier: GPL-3.0-or-later
// Every condition of the pacts that come with Mandate, as rows.
#include <QTest>

#include "models/pact/cel/parser.h"
#include "models/pact/rows/rows.h"
#include "tests/models/pact/judged_session.h"

using namespace mandate;

class ShippedTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void almostAllConditionsAreRows_data();
    void almostAllConditionsAreRows();
};

void ShippedTest::almostAllConditionsAreRows_data()
{
    QTest::addColumn<int>("conditions");
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("written");
    QTest::newRow("airline") << 19 << 38 << 2;
    QTest::newRow("banking") << 6 << 8 << 0;
    QTest::newRow("retail") << 18 << 25 << 2;
    QTest::newRow("telecom") << 9 << 12 << 0;
}

void ShippedTest::almostAllConditionsAreRows()
{
    const std::string text = shippedPactText(QTest::currentDataTag());
    const Result<ParsedPact> pact = parsePact(text);
    QVERIFY(pact);
    std::vector<std::pair<std::string, std::string>> conditions;
    for (const Clause &clause : pact->document.clauses)
        conditions.emplace_back(clause.id, clause.when);
    for (const StateFact &fact : pact->document.state) {
        if (!fact.when.empty())
            conditions.emplace_back("state." + fact.fact, fact.when);
    }
    rows::Expressed all;
    for (const auto &[place, condition] : conditions) {
        const Result<rows::Row> row = rows::rowsOf(condition);
        QVERIFY2(row, place.c_str());
        QCOMPARE(rows::celOf(*row, condition), condition);
        const Result<cel::Ast> ast = cel::parse(condition);
        const Result<cel::Ast> again = cel::parse(rows::celOf(*row));
        QVERIFY2(ast && again, place.c_str());
        QCOMPARE(cel::unparse(*again), cel::unparse(*ast));
        const rows::Expressed count = rows::expressed(*row);
        if (count.written > 0)
            qInfo("%s is written in part or whole: %s", place.c_str(), condition.c_str());
        all.rows += count.rows;
        all.written += count.written;
    }
    qInfo("%zu conditions of %zu rows and %zu written rows", conditions.size(), all.rows, all.written);
    QTEST(static_cast<int>(conditions.size()), "conditions");
    QTEST(static_cast<int>(all.rows), "rows");
    QTEST(static_cast<int>(all.written), "written");
}

QTEST_GUILESS_MAIN(ShippedTest)
#include "shipped_test.moc"
