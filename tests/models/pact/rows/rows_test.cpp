// SPDX-License-Identifier: GPL-3.0-or-later
// What each kind of row is in CEL, what stays written, and what an editor is promised.
#include <QTest>

#include "models/pact/rows/rows.h"

using namespace mandate;
using namespace mandate::rows;

class RowsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void conditionsAreTheirRows_data();
    void conditionsAreTheirRows();
    void theConditionWithoutRowsAlwaysHolds();
    void onlyWhatRowsCannotExpressIsWritten_data();
    void onlyWhatRowsCannotExpressIsWritten();
    void aWrittenConditionKeepsItsBytes();
    void textIsKeptUntilItsRowsChange();
    void groupsAreMadeInNormalForm();
    void fieldsAreMadeInNormalForm();
    void pathsAreRead();
    void elementsHideNoOtherName();
    void whatDoesNotParseIsAnErrorWithItsPlace();
};

Q_DECLARE_METATYPE(mandate::rows::Row)

namespace {

Term text(std::string of)
{
    return Term{Constant{std::move(of)}};
}

Term whole(std::int64_t number)
{
    return Term{Constant{number}};
}

template<typename... Names>
FieldPath field(std::string variable, Names... names)
{
    return {std::move(variable), {member(names)...}};
}

template<typename... Names>
Term value(std::string variable, Names... names)
{
    return Term{field(std::move(variable), names...)};
}

Row compare(Term left, Operator op, Term right)
{
    return Row{Comparison{std::move(left), op, std::move(right)}};
}

Row holds(FieldPath path)
{
    return Row{Property{PropertyKind::Holds, Term{std::move(path)}}};
}

Row none(Row row)
{
    return group(GroupKind::None, {std::move(row)});
}

Row read(std::string_view cel)
{
    const Result<Row> row = rowsOf(cel);
    return row ? *row : compare(text("does not parse"), Operator::Is, text(std::string(cel)));
}

const FieldPath order{"state", {member("order"), key(value("args", "order_id"))}};
const Term items{FieldPath{order.variable, {order.steps[0], order.steps[1], member("items")}}};

} // namespace

void RowsTest::conditionsAreTheirRows_data()
{
    QTest::addColumn<Row>("row");
    const auto is = [](const char *cel, const Row &row) { QTest::newRow(cel) << row; };

    is(R"(action.tool == "refund")", compare(value("action", "tool"), Operator::Is, text("refund")));
    is(R"(agent != "a" || session < "b" || input >= environment)",
       group(GroupKind::Any, {compare(value("agent"), Operator::IsNot, text("a")), compare(value("session"), Operator::Less, text("b")),
                              compare(value("input"), Operator::AtLeast, value("environment"))}));
    is("args.amount > 500.0", compare(value("args", "amount"), Operator::More, decimal(500)));
    is("args.amount > 500", compare(value("args", "amount"), Operator::More, whole(500)));
    is("args.amount <= 500u", compare(value("args", "amount"), Operator::AtMost, Term{Constant{std::uint64_t{500}}}));
    is("args.amount == null", compare(value("args", "amount"), Operator::Is, Term{Constant{Null{}}}));
    is("confidence < 0.7", compare(value("confidence"), Operator::Less, decimal(0.7)));
    is(R"(args.reason in ["ordered by mistake", "no longer needed"])",
       compare(value("args", "reason"), Operator::In, Term{List{{text("ordered by mistake"), text("no longer needed")}}}));
    is("!(args.order_id in state.order)", compare(value("args", "order_id"), Operator::NotIn, value("state", "order")));
    is(R"(args.id.startsWith("gift_card"))", compare(value("args", "id"), Operator::StartsWith, text("gift_card")));
    is(R"(!args.id.endsWith("x"))", compare(value("args", "id"), Operator::NotEndsWith, text("x")));
    is(R"(!input.matches("(?i)\\byes\\b"))", compare(value("input"), Operator::NotMatches, text("(?i)\\byes\\b")));
    is("!sets.equivalent(args.items, args.others)", compare(value("args", "items"), Operator::NotSameElements, value("args", "others")));
    is("sets.intersects(args.items, [1])", compare(value("args", "items"), Operator::Shares, Term{List{{whole(1)}}}));
    is("has(args.amount)", *present(field("args", "amount")));
    is("!has(state.authenticated)", none(*present(field("state", "authenticated"))));
    is("!record.input", none(holds(field("record", "input"))));
    is(R"(state.order[args.order_id].status != "pending")",
       compare(Term{FieldPath{"state", {order.steps[0], order.steps[1], member("status")}}}, Operator::IsNot, text("pending")));
    is(R"(args[?"limit"].orValue(0) > 1)", compare(orElse({"args", {key(text("limit"))}}, whole(0)), Operator::More, whole(1)));
    is(R"(args.?limit.orValue(0) > 1)", compare(orElse(field("args", "limit"), whole(0)), Operator::More, whole(1)));
    is(R"(timestamp(args.at) >= now - duration("24h"))",
       compare(Term{Reading{Function::Timestamp, value("args", "at")}}, Operator::AtLeast,
               Term{Arithmetic{ArithmeticOperator::Minus, value("now"), Term{Reading{Function::Duration, text("24h")}}}}));
    is("args.day < string(now).substring(0, 10)",
       compare(value("args", "day"), Operator::Less, Term{Beginning{Term{Reading{Function::String, value("now")}}, 10}}));
    is("now.getHours() < 8", compare(Term{Reading{Function::Hours, value("now")}}, Operator::Less, whole(8)));
    is("args.a - args.b * 2 == 0", compare(Term{Arithmetic{ArithmeticOperator::Minus, value("args", "a"),
                                                           Term{Arithmetic{ArithmeticOperator::Times, value("args", "b"), whole(2)}}}},
                                           Operator::Is, whole(0)));

    is("size(args.items) > 3", compare(Term{Reading{Function::Size, value("args", "items")}}, Operator::More, whole(3)));
    const Term refunds = filtered(value("history"), "h", compare(value("h", "tool"), Operator::Is, text("refund")));
    is("size(window.paid) >= 3", compare(Term{Reading{Function::Size, value("window", "paid")}}, Operator::AtLeast, whole(3)));
    is("window.paid.sum() >= 3", compare(Term{Reading{Function::Sum, value("window", "paid")}}, Operator::AtLeast, whole(3)));
    is(R"(size(history.filter(h, h.tool == "refund")) >= 2)", compare(Term{Reading{Function::Size, refunds}}, Operator::AtLeast, whole(2)));
    is(R"(history.filter(h, h.tool == "refund").size() >= 2)", compare(Term{Reading{Function::SizeOf, refunds}}, Operator::AtLeast, whole(2)));
    is(R"(history.filter(h, h.tool == "refund").map(h, double(h.args.amount)).sum() > 500.0)",
       compare(Term{Reading{Function::Sum, Term{Mapped{refunds, "h", Term{Reading{Function::Double, value("h", "args", "amount")}}}}}},
               Operator::More, decimal(500)));
    is("state.order[args.order_id].items.map(i, i.price).max() > 100.0",
       compare(Term{Reading{Function::Max, Term{Mapped{items, "i", value("i", "price")}}}}, Operator::More, decimal(100)));

    const Row dear = compare(value("i", "price"), Operator::More, decimal(100));
    is("state.order[args.order_id].items.exists(i, i.price > 100.0)", quantified(Quantifier::Any, items, "i", dear));
    is("!state.order[args.order_id].items.exists(i, i.price > 100.0)", quantified(Quantifier::None, items, "i", dear));
    is("state.order[args.order_id].items.all(i, i.price > 100.0)", quantified(Quantifier::Every, items, "i", dear));
    is("state.order[args.order_id].items.exists_one(i, i.price > 100.0)", quantified(Quantifier::ExactlyOne, items, "i", dear));
    is("!state.order[args.order_id].items.all(i, i.price > 100.0)", none(quantified(Quantifier::Every, items, "i", dear)));
    is("history.exists(h, h.executed && h.args.order_id == args.order_id)",
       quantified(
           Quantifier::Any, value("history"), "h",
           group(GroupKind::All, {holds(field("h", "executed")), compare(value("h", "args", "order_id"), Operator::Is, value("args", "order_id"))})));

    const Row a = holds(field("args", "a"));
    const Row b = holds(field("args", "b"));
    const Row c = holds(field("args", "c"));
    is("args.a && (args.b || args.c)", group(GroupKind::All, {a, group(GroupKind::Any, {b, c})}));
    is("(args.a && args.b) && args.c", group(GroupKind::All, {group(GroupKind::All, {a, b}), c}));
    is("!(args.a || args.b)", group(GroupKind::None, {a, b}));
    is("!(args.a && args.b)", group(GroupKind::NotAll, {a, b}));
    is("args.a || true", group(GroupKind::Any, {a, Row{}}));
    is("!!args.a", none(none(a)));
}

void RowsTest::conditionsAreTheirRows()
{
    QFETCH(Row, row);
    const std::string cel = QTest::currentDataTag();
    QVERIFY(read(cel) == row);
    QCOMPARE(celOf(row), cel);
    QCOMPARE(expressed(row).written, std::size_t{0});
}

void RowsTest::theConditionWithoutRowsAlwaysHolds()
{
    for (const std::string typed : {"", " \n", "true", "(true)"}) {
        QVERIFY(read(typed) == Row{});
        QCOMPARE(celOf(read(typed), typed), typed);
    }
    QCOMPARE(celOf(Row{}), std::string("true"));
    QCOMPARE(celOf(Row{}, "false"), std::string("true"));
    QCOMPARE(expressed(Row{}), Expressed{});
    QVERIFY(read("false") == group(GroupKind::Any, {}));
}

void RowsTest::onlyWhatRowsCannotExpressIsWritten_data()
{
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("written");
    const auto has = [](const char *cel, int rows, int written) { QTest::newRow(cel) << rows << written; };
    has(R"(args.a == 1 && type(args.b) == string && args.c == 2)", 2, 1);
    has(R"(!(args.a > 1 || math.abs(args.b) > 1))", 1, 1);
    has(R"(history.exists(h, h.executed && cel.bind(x, h.args, x == args)))", 2, 1);
    has(R"(size(args.items.filter(i, i.a || math.abs(i.b) > 1)) > 1)", 2, 1);
    has(R"(args.a ? args.b : args.c)", 0, 1);
    has(R"(args.m == {"a": 1})", 0, 1);
    has(R"(args.x == b"octets")", 0, 1);
    has(R"(args.items.exists(i, v, i == v))", 0, 1);
    has(R"(args.items.map(i, i.a, i.b).sum() > 1)", 0, 1);
    has(R"([?args.x] == [1])", 0, 1);
    has(R"(args.?x.hasValue())", 0, 1);
    has(R"(args.?x == args.y)", 0, 1);
    has(R"(args.x.orValue(1) == 1)", 0, 1);
    has(R"(-args.n > 0)", 0, 1);
    has(R"(.args.x)", 0, 1);
    has(R"(matches(input, "x"))", 0, 1);
    has(R"(1 + 1)", 0, 1);
}

void RowsTest::onlyWhatRowsCannotExpressIsWritten()
{
    const std::string cel = QTest::currentDataTag();
    const Row row = read(cel);
    QTEST(static_cast<int>(expressed(row).rows), "rows");
    QTEST(static_cast<int>(expressed(row).written), "written");
    QCOMPARE(celOf(row), cel);
}

void RowsTest::aWrittenConditionKeepsItsBytes()
{
    const std::string typed = "  math.abs( args.a )  // without its sign\n > 'a'.size()";
    const Row row = read(typed);
    QVERIFY(std::holds_alternative<Written>(row.is));
    QCOMPARE(celOf(row), typed);
    // As a part of something else it is canonical, as it will be read again.
    const Row both = group(GroupKind::All, {row, holds(field("args", "b"))});
    QCOMPARE(celOf(both), std::string("math.abs(args.a) > \"a\".size() && args.b"));
    QVERIFY(read(celOf(both)) == both);
}

void RowsTest::textIsKeptUntilItsRowsChange()
{
    const std::string typed = "args.a == 'x' // why\n  && has( args.b )";
    const Row before = read(typed);
    QCOMPARE(celOf(before, typed), typed);
    Row after = before;
    std::get<Group>(after.is).rows[1] = none(*present(field("args", "b")));
    QCOMPARE(celOf(after, typed), std::string("args.a == \"x\" && !has(args.b)"));
    QCOMPARE(celOf(before, typed), typed); // undone
    QCOMPARE(celOf(before, "does not parse ("), celOf(before));
}

void RowsTest::groupsAreMadeInNormalForm()
{
    const Row a = holds(field("args", "a"));
    const Row b = compare(value("args", "b"), Operator::Is, whole(1));
    QVERIFY(group(GroupKind::All, {a}) == a);
    QVERIFY(group(GroupKind::Any, {a}) == a);
    QVERIFY(group(GroupKind::NotAll, {a}) == none(a));
    QVERIFY(none(a) == (Row{Property{PropertyKind::DoesNotHold, value("args", "a")}}));
    QVERIFY(none(b) == (Row{Group{GroupKind::None, {b}}})); // !(b == 1) and b != 1 are told apart
    QVERIFY(none(group(GroupKind::Any, {a, b})) == group(GroupKind::None, {a, b}));
    QVERIFY(none(group(GroupKind::All, {a, b})) == group(GroupKind::NotAll, {a, b}));
    QVERIFY(group(GroupKind::None, {}) == Row{});
    QVERIFY(group(GroupKind::NotAll, {}) == group(GroupKind::Any, {}));
}

void RowsTest::fieldsAreMadeInNormalForm()
{
    QCOMPARE(celOf(value("args", "a b")), std::string("args.`a b`"));
    QCOMPARE(celOf(value("args", "é\"")), std::string("args[\"é\\\"\"]"));
    QVERIFY(*present(field("args", "é")) == compare(text("é"), Operator::In, value("args")));
    QVERIFY(!present(field("confidence")));
    QVERIFY(orElse(field("confidence"), decimal(1)) == value("confidence"));
    QCOMPARE(celOf(decimal(-0.0)), std::string("-0.0"));
    QVERIFY(decimal(-0.0) != decimal(0.0));
    QCOMPARE(celOf(decimal(std::numeric_limits<double>::quiet_NaN())), std::string("double(\"NaN\")"));
}

void RowsTest::pathsAreRead()
{
    const Row row = read("state.order[args.order_id].items[0].price > 1.0");
    const FieldPath path = std::get<FieldPath>(std::get<Comparison>(row.is).left.is);
    QCOMPARE(path.variable, std::string("state"));
    QVERIFY(path.steps == (std::vector<Step>{member("order"), key(value("args", "order_id")), member("items"), key(whole(0)), member("price")}));
}

void RowsTest::elementsHideNoOtherName()
{
    const std::vector<std::string> enclosing{"i"};
    for (const char *name : {"j", "h", "_", "item2", "reservation"})
        QVERIFY2(mayName(name, enclosing), name);
    for (const char *name : {"i", "args", "state", "now", "history", "value", "sets", "in", "for", "", "2x", "a b", "é", "@index0", ".x"})
        QVERIFY2(!mayName(name, enclosing), name);

    for (const std::string cel : {"args.l.exists(args, args > 1)", "args.l.exists(i, i.l.exists(i, i > 1))",
                                  "args.l.exists(i, size(i.l.filter(i, i > 1)) > 1)", "args.l.exists(i, i.l.map(i, i.x).sum() > 1)"}) {
        QCOMPARE(expressed(read(cel)).written, std::size_t{1});
        QCOMPARE(celOf(read(cel)), cel);
    }
    // One after the other hides nothing.
    QCOMPARE(expressed(read("args.l.exists(i, i > 1) && args.l.filter(i, i > 1).exists(i, i < 5)")).written, std::size_t{0});
}

void RowsTest::whatDoesNotParseIsAnErrorWithItsPlace()
{
    const Result<Row> row = rowsOf("args.a ==\n  && args.b");
    QVERIFY(!row);
    QCOMPARE(row.error().kind, ErrorKind::Input);
    QCOMPARE(row.error().position.line, std::optional<std::uint64_t>(2));
    QCOMPARE(row.error().position.column, std::optional<std::uint64_t>(3));
}

QTEST_GUILESS_MAIN(RowsTest)
#include "rows_test.moc"
