// SPDX-License-Identifier: GPL-3.0-or-later
// What the conformance data does not cover: Mandate's own functions, extensions beyond the data, conditions as pacts write them.
#include "models/base/json_reader.h"
#include "models/pact/cel/compare.h"
#include "models/pact/cel/describe.h"
#include "models/pact/cel/program.h"

#include <QTest>

#include <cmath>

using namespace mandate;

namespace {

/// JSON of the result, or "does not compile: …". Slots by name from one JSON object.
std::string answer(std::string_view condition, std::string_view facts = "{}")
{
    Arena arena;
    JsonReader reader;
    const Result<Value> document = reader.read(facts, arena);
    if (!document)
        return "bad facts";
    cel::Environment environment;
    std::vector<Value> slots;
    for (const Member &fact : document->members()) {
        environment.declare(std::string(fact.key.text()));
        slots.push_back(fact.value);
    }
    const Result<cel::Program> program = cel::compile(condition, environment);
    if (!program)
        return "does not compile: " + describe(program.error());
    return cel::describe(program->evaluate(slots, arena)).json;
}

std::string typeOf(std::string_view condition)
{
    const Result<cel::Program> program = cel::compile(condition, cel::Environment());
    Arena arena;
    return program ? cel::describe(program->evaluate({}, arena)).type : describe(program.error());
}

QString q(const std::string &text)
{
    return QString::fromStdString(text);
}

} // namespace

#define ANSWERS(condition, expected) QCOMPARE(q(answer(condition)), QStringLiteral(expected))

class LanguageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sumAddsInTheKindOfItsElements();
    void sumOfMixedNumbersIsADouble();
    void sumOverflowIsAnError();
    void centsAddUpExactly();
    void minAndMaxTakeTheExtremes();
    void minOfNothingIsAnError();
    void listsAreSlicedSortedAndFlattened();
    void sortingIsStableAndKnowsKeys();
    void setsCompareByValue();
    void mapsAreRebuiltEntryByEntry();
    void patternsMayBeComputed();
    void longListsOfTextsAreSearchedAlike();
    void numbersOfDifferentKindsAreOrderedExactly();
    void conditionsOfPactsGiveTheirAnswers();
    void valuesAreDescribedWithTheirTypes();
    void equalityIsOfferedToOthers();
    void canonicalTextKeepsTheMeaning_data();
    void canonicalTextKeepsTheMeaning();
};

void LanguageTest::sumAddsInTheKindOfItsElements()
{
    ANSWERS("[1, 2, 3].sum()", "6");
    ANSWERS("sum([1.5, 2.25])", "3.75");
    ANSWERS("[1u, 2u].sum() == 3u", "true");
    ANSWERS("[].sum()", "0");
    ANSWERS("[duration('1s'), duration('500ms')].sum()", "\"1.5s\"");
    QVERIFY(answer("['a'].map(x, dyn(x)).sum()").find("no such overload") != std::string::npos);
    QVERIFY(answer("['a'].sum()").find("MND-CEL-006") != std::string::npos);
}

void LanguageTest::sumOfMixedNumbersIsADouble()
{
    QCOMPARE(q(answer("prices.sum() > 500.0", R"({"prices":[420, 100.5]})")), QStringLiteral("true"));
    ANSWERS("[1, 2.5, 3u].sum()", "6.5");
    ANSWERS("type([1, 2.0].sum()) == double", "true");
}

void LanguageTest::sumOverflowIsAnError()
{
    ANSWERS("[9223372036854775807, 1].sum()", "{\"error\":\"integer overflow\"}");
    ANSWERS("[18446744073709551615u, 1u].sum()", "{\"error\":\"integer overflow\"}");
}

void LanguageTest::centsAddUpExactly()
{
    ANSWERS("[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9].sum() == 4.5", "true");
    ANSWERS("[1e16, 1.0, -1e16].sum()", "1.0");
    ANSWERS("[double('Infinity'), 1.0].sum()", "\"Infinity\"");
}

void LanguageTest::minAndMaxTakeTheExtremes()
{
    ANSWERS("[3, 1, 2].min()", "1");
    ANSWERS("max([3, 1, 2])", "3");
    ANSWERS("[1, 2.5, 2u].max()", "2.5");
    ANSWERS("['b', 'a'].min()", "\"a\"");
    ANSWERS("[timestamp('2024-01-01T00:00:00Z'), timestamp('2023-01-01T00:00:00Z')].min()", "\"2023-01-01T00:00:00Z\"");
    QVERIFY(answer("[1, 'a'].min()").find("no such overload") != std::string::npos);
}

void LanguageTest::minOfNothingIsAnError()
{
    ANSWERS("[].min()", "{\"error\":\"min of an empty list\"}");
    ANSWERS("[].max()", "{\"error\":\"max of an empty list\"}");
}

void LanguageTest::listsAreSlicedSortedAndFlattened()
{
    ANSWERS("[1, 2, 3, 4].slice(1, 3)", "[2,3]");
    QVERIFY(answer("[1, 2].slice(1, 5)").find("error") != std::string::npos);
    ANSWERS("[[1, 2], [3]].flatten()", "[1,2,3]");
    ANSWERS("[1, [2, [3, [4]]]].flatten(2)", "[1,2,3,[4]]");
    ANSWERS("[3, 1.5, 2u].sort()", "[1.5,2,3]");
    ANSWERS("['b', 'a'].sort()", "[\"a\",\"b\"]");
    ANSWERS("[1, 2, 1.0, 2].distinct()", "[1,2]");
    ANSWERS("[1, 2, 3].reverse()", "[3,2,1]");
    ANSWERS("lists.range(4)", "[0,1,2,3]");
    ANSWERS("[7, 8].first().value() + [7, 8].last().value()", "15");
    ANSWERS("[].first().hasValue()", "false");
    ANSWERS("'\u00e4bc'.reverse()", "\"cb\u00e4\"");
}

void LanguageTest::sortingIsStableAndKnowsKeys()
{
    const char *facts = R"({"items":[{"p":2,"n":"a"},{"p":1,"n":"b"},{"p":2.0,"n":"c"},{"p":1,"n":"d"}]})";
    QCOMPARE(q(answer("items.sortBy(i, i.p).map(i, i.n)", facts)), QStringLiteral("[\"b\",\"d\",\"a\",\"c\"]"));
    QVERIFY(answer("items.sortBy(i, i)", facts).find("no such overload") != std::string::npos);
    ANSWERS("[double('NaN'), 1.0, double('NaN'), 0.5].sort()", "[0.5,1.0,\"NaN\",\"NaN\"]");
}

void LanguageTest::setsCompareByValue()
{
    ANSWERS("sets.contains([1, 2, 3], [dyn(2.0), 3u])", "true");
    ANSWERS("sets.contains([1, 2], [3])", "false");
    ANSWERS("sets.equivalent([1, 2, 1], [2, 1])", "true");
    ANSWERS("sets.equivalent([1, 2], [1])", "false");
    ANSWERS("sets.intersects([1, 2], [2, 3])", "true");
    ANSWERS("sets.intersects([], [2, 3])", "false");
}

void LanguageTest::mapsAreRebuiltEntryByEntry()
{
    ANSWERS("{'a': 1, 'b': 2}.transformMapEntry(k, v, {k + k: v * 10})", "{\"aa\":10,\"bb\":20}");
    ANSWERS("['x', 'y'].transformMapEntry(i, v, {v: i})", "{\"x\":0,\"y\":1}");
    ANSWERS("{'a': 1, 'b': 2}.transformMapEntry(k, v, v > 1, {v: k})", "{\"2\":\"b\"}");
    ANSWERS("['x', 'x'].transformMapEntry(i, v, {v: i})", "{\"error\":\"repeated key in a map\"}");
}

void LanguageTest::patternsMayBeComputed()
{
    const char *facts = "{\"text\":\"refund 12\",\"digits\":\"[0-9]+$\",\"broken\":\"(\"}";
    QCOMPARE(q(answer("text.matches(digits)", facts)), QStringLiteral("true"));
    QVERIFY(answer("text.matches(broken)", facts).find("invalid pattern") != std::string::npos);
    QCOMPARE(q(answer("matches(text, '^re')", facts)), QStringLiteral("true"));
}

void LanguageTest::longListsOfTextsAreSearchedAlike()
{
    const std::string list = "['j','i','h','g','f','e','d','c','b','a','a']";
    QCOMPARE(q(answer("x in " + list, R"({"x":"c"})")), QStringLiteral("true"));
    QCOMPARE(q(answer("x in " + list, R"({"x":"z"})")), QStringLiteral("false"));
    QCOMPARE(q(answer("x in " + list, R"({"x":3})")), QStringLiteral("false"));
}

void LanguageTest::numbersOfDifferentKindsAreOrderedExactly()
{
    QCOMPARE(q(answer("a > b", R"({"a":9007199254740993,"b":9007199254740992.0})")), QStringLiteral("true"));
    QCOMPARE(q(answer("amount > 500.0", R"({"amount":501})")), QStringLiteral("true"));
    QCOMPARE(q(answer("amount == 500.0", R"({"amount":500})")), QStringLiteral("true"));
    QCOMPARE(q(answer("amount in [500.0]", R"({"amount":500})")), QStringLiteral("true"));
}

void LanguageTest::conditionsOfPactsGiveTheirAnswers()
{
    const char *facts = R"({"args":{"order_id":"#W1","item_ids":["1","3"],"reservation_id":"R7",
        "payment_methods":[{"payment_id":"certificate_1"},{"payment_id":"certificate_2"}]},
        "state":{"order":{"#W1":{"status":"delivered",
            "items":[{"item_id":"1","price":420},{"item_id":"2","price":9.5},{"item_id":"3","price":100.25}]}},
        "reservation":{"R8":{}}},
        "history":[{"tool":"get_order","executed":true,"args":{"order_id":"#W1"}},
                   {"tool":"exchange_delivered_order_items","executed":true,"args":{"order_id":"#W1"}}]})";
    const auto holds = [&](const char *condition) { return q(answer(condition, facts)); };
    QCOMPARE(holds("state.order[args.order_id].items.filter(i, i.item_id in args.item_ids).map(i, i.price).sum() > 500.0"),
             QStringLiteral("true"));
    QCOMPARE(holds("state.order[args.order_id].status != \"delivered\""), QStringLiteral("false"));
    QCOMPARE(holds("history.exists(h, h.executed && h.tool in [\"exchange_delivered_order_items\", \"modify_pending_order_items\"]"
                   " && h.args.order_id == args.order_id)"),
             QStringLiteral("true"));
    QCOMPARE(holds("size(args.payment_methods.filter(p, p.payment_id.startsWith(\"certificate\"))) > 1"), QStringLiteral("true"));
    QCOMPARE(holds("!(args.reservation_id in state.reservation)"), QStringLiteral("true"));
}

void LanguageTest::valuesAreDescribedWithTheirTypes()
{
    QCOMPARE(q(typeOf("[1, 2]")), QStringLiteral("list(int)"));
    QCOMPARE(q(typeOf("[1, 'a']")), QStringLiteral("list(dyn)"));
    QCOMPARE(q(typeOf("{'a': [1.5]}")), QStringLiteral("map(string, list(double))"));
    QCOMPARE(q(typeOf("optional.of('a')")), QStringLiteral("optional_type(string)"));
    QCOMPARE(q(typeOf("1 / 0")), QStringLiteral("error"));
    ANSWERS("duration('90m')", "\"5400s\"");
    ANSWERS("duration('-1.5s')", "\"-1.5s\"");
    ANSWERS("timestamp('2024-02-29T12:00:00.25+01:00')", "\"2024-02-29T11:00:00.25Z\"");
    ANSWERS("b'\\x00\\xff'", "\"AP8=\"");
    ANSWERS("7u", "7");
    ANSWERS("500.0", "500.0");
    ANSWERS("optional.none()", "null");
    ANSWERS("{1: 'a', true: 'b'}", "{\"1\":\"a\",\"true\":\"b\"}");
    ANSWERS("type(1)", "\"int\"");
}

void LanguageTest::equalityIsOfferedToOthers()
{
    QVERIFY(cel::equal(Value::integer(1), Value::real(1.0)));
    QVERIFY(!cel::equal(Value::integer(1), Value::string("1")));
    QVERIFY(!cel::equal(Value::real(std::nan("")), Value::real(std::nan(""))));
    QVERIFY(cel::compare(Value::integer(-1), Value::unsignedInteger(0)) == std::partial_ordering::less);
    QVERIFY(!cel::compare(Value::null(), Value::null()));
}

void LanguageTest::canonicalTextKeepsTheMeaning_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("canonical");
    const auto row = [](const char *written, const char *canonical) {
        QTest::newRow(written) << QString::fromUtf8(written) << QString::fromUtf8(canonical);
    };
    row("1+2*3-(4-5)", "1 + 2 * 3 - (4 - 5)");
    row("(1+2)*3", "(1 + 2) * 3");
    row("-(1)", "-(1)");
    row("- 1", "-1");
    row("!(true&&false)||true", "!(true && false) || true");
    row("true&&(false||true)&&true", "true && (false || true) && true");
    row("true?1:false?2:3", "true ? 1 : false ? 2 : 3");
    row("(true?true:false)?1:2", "(true ? true : false) ? 1 : 2");
    row("{'a':1,?'b':optional.none()}", "{\"a\": 1, ?\"b\": optional.none()}");
    row("{'a b':1}.`a b`", "{\"a b\": 1}.`a b`");
    row("has({'a':1}.a)", "has({\"a\": 1}.a)");
    row("[1,2].exists(x,x>1)", "[1, 2].exists(x, x > 1)");
    row("cel.bind(x,1,x+x)", "cel.bind(x, 1, x + x)");
    row("(-1).abs", "(-1).abs");
    row("r'a\\n'+'\\n'", "\"a\\\\n\" + \"\\n\"");
    row("b'\\xff'", "b\"\\xff\"");
    row("500.0==5e2", "500.0 == 500.0");
    row("1 in [1]", "1 in [1]");
}

void LanguageTest::canonicalTextKeepsTheMeaning()
{
    QFETCH(QString, written);
    QFETCH(QString, canonical);
    cel::Environment environment;
    environment.setChecked(false);
    const Result<cel::Program> program = cel::compile(written.toStdString(), environment);
    QVERIFY(program.ok());
    QCOMPARE(q(cel::unparse(program->ast())), canonical);
    const Result<cel::Program> again = cel::compile(canonical.toStdString(), environment);
    QVERIFY(again.ok());
    QCOMPARE(q(cel::unparse(again->ast())), canonical);
}

QTEST_GUILESS_MAIN(LanguageTest)
#include "language_test.moc"
