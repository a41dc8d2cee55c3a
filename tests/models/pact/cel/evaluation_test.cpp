// SPDX-License-Identifier: GPL-3.0-or-later
// How conditions end without an answer, how long they may run, and what they may touch.
#include "models/base/json_reader.h"
#include "models/pact/cel/describe.h"
#include "models/pact/cel/program.h"

#include <QTest>

#include <atomic>
#include <cstdlib>
#include <new>
#include <thread>
#include <vector>

using namespace mandate;

namespace {

thread_local std::size_t allocations = 0;

/// Facts that pacts use, and one variable that is absent.
struct Facts {
    Facts()
    {
        const Result<Value> args = reader.read(R"({"order_id":"#W1","amount":612.5,"ids":["1","2"],"i":1})", arena);
        const Result<Value> state =
            reader.read(R"({"order":{"#W2":{"status":"pending","items":[{"price":1.5},{"price":2},{"id":"x"}]}}})", arena);
        environment.declare("args");
        environment.declare("state");
        environment.declare("confidence");
        slots = {*args, *state, cel::absent(arena, "confidence")};
    }

    Value evaluate(std::string_view condition)
    {
        const Result<cel::Program> program = cel::compile(condition, environment);
        return program ? program->evaluate(slots, arena) : Value::error(arena, describe(program.error()));
    }

    QString missing(std::string_view condition)
    {
        const Value value = evaluate(condition);
        if (!value.isError())
            return QStringLiteral("no error");
        return QString::fromUtf8(value.why().missing.data(), static_cast<int>(value.why().missing.size()));
    }

    bool holds(std::string_view condition)
    {
        const Value value = evaluate(condition);
        return value.is(ValueKind::Bool) && value.asBool();
    }

    Arena arena;
    JsonReader reader;
    cel::Environment environment;
    std::vector<Value> slots;
};

} // namespace

// Every form, so that a sanitizer's own never meets one of these.
void *operator new(std::size_t size)
{
    ++allocations;
    if (void *room = std::malloc(size ? size : 1))
        return room;
    std::abort();
}
void *operator new[](std::size_t size) { return operator new(size); }
void *operator new(std::size_t size, const std::nothrow_t &) noexcept { return operator new(size); }
void *operator new[](std::size_t size, const std::nothrow_t &) noexcept { return operator new(size); }
void operator delete(void *room) noexcept { std::free(room); }
void operator delete[](void *room) noexcept { std::free(room); }
void operator delete(void *room, std::size_t) noexcept { std::free(room); }
void operator delete[](void *room, std::size_t) noexcept { std::free(room); }

class EvaluationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anErrorIsTheThirdTruthValue();
    void theMissingFactIsNamedByItsPath();
    void onlyAbsentFactsHaveAPath();
    void anAbsentVariableIsAnErrorThatNamesIt();
    void slotsLeftOutAreAbsent();
    void anAbsentMemberPropagatesItsOwnError();
    void longEvaluationsEndWithAnError();
    void doublingTextsAndListsIsBounded();
    void deepValuesDoNotExhaustTheStack();
    void evaluationAllocatesOnlyFromTheArena();
    void oneProgramServesManyThreads();
    void constantsAreComputedOnce();
    void aProgramKnowsWhatItReads();
};

void EvaluationTest::anErrorIsTheThirdTruthValue()
{
    Facts facts;
    QVERIFY(facts.holds("confidence < 0.5 || args.amount > 500.0"));
    QVERIFY(facts.holds("args.amount > 500.0 || confidence < 0.5"));
    QVERIFY(facts.holds("!(confidence < 0.5 && args.amount > 1000.0)"));
    QVERIFY(facts.evaluate("confidence < 0.5 && args.amount > 500.0").isError());
    QVERIFY(facts.evaluate("confidence < 0.5 || args.amount > 1000.0").isError());
    QVERIFY(facts.evaluate("!(confidence < 0.5)").isError());
    QVERIFY(facts.evaluate("confidence < 0.5 ? true : true").isError());
    QVERIFY(facts.holds("[1, 2].exists(x, x == 2 || confidence < 0.5)"));
    QVERIFY(facts.evaluate("[1, 2].all(x, x < 3 && confidence < 0.5)").isError());
    QVERIFY(facts.holds("![1, 2].all(x, x == 5 && confidence < 0.5)"));
}

void EvaluationTest::theMissingFactIsNamedByItsPath()
{
    Facts facts;
    QCOMPARE(facts.missing("confidence < 0.5"), QStringLiteral("confidence"));
    QCOMPARE(facts.missing("state.order[args.order_id].status == 'pending'"), QStringLiteral("state.order[\"#W1\"]"));
    QCOMPARE(facts.missing("state.order['#W2'].total > 5"), QStringLiteral("state.order[\"#W2\"].total"));
    QCOMPARE(facts.missing("state.reservation[args.id]"), QStringLiteral("state.reservation"));
    QCOMPARE(facts.missing("args.ids[7] == 'x'"), QStringLiteral("args.ids[7]"));
    QCOMPARE(facts.missing("state.order['#W2'].items.all(i, i.price < 5.0)"), QStringLiteral("state.order[\"#W2\"].items[2].price"));
    QCOMPARE(facts.missing("state.order['#W2'].items.exists(n, i, i.price > 5.0)"), QStringLiteral("state.order[\"#W2\"].items[2].price"));
    QCOMPARE(facts.missing("state.order.all(k, o, o.total > 1)"), QStringLiteral("state.order[\"#W2\"].total"));
    QCOMPARE(facts.missing("cel.bind(o, state.order['#W2'], o.total > 1)"), QStringLiteral("state.order[\"#W2\"].total"));
    QCOMPARE(facts.missing("state.order['#W2'].items.filter(i, true).map(p, p.price)"), QStringLiteral("p.price"));
    QCOMPARE(facts.missing("has(state.order[args.order_id].status)"), QStringLiteral("state.order[\"#W1\"]"));
    QCOMPARE(facts.missing("confidence < 0.5 || state.order['#W9'].x"), QStringLiteral("confidence"));
}

void EvaluationTest::onlyAbsentFactsHaveAPath()
{
    Facts facts;
    QCOMPARE(facts.missing("args.i / 0 == 1"), QString());
    QCOMPARE(facts.missing("args.amount + 1"), QString());
    QCOMPARE(facts.missing("int('x') == 1"), QString());
    QCOMPARE(facts.missing("args.amount.cents"), QString());
}

void EvaluationTest::anAbsentVariableIsAnErrorThatNamesIt()
{
    Facts facts;
    const Value value = facts.evaluate("confidence");
    QVERIFY(value.isError());
    QVERIFY(value.why().message == "no such variable: confidence");
    QVERIFY(value.why().missing == "confidence");
}

void EvaluationTest::slotsLeftOutAreAbsent()
{
    Facts facts;
    const Result<cel::Program> program = cel::compile("confidence < 0.5", facts.environment);
    QVERIFY(program.ok());
    const Value value = program->evaluate(std::span<const Value>(facts.slots).first(1), facts.arena);
    QVERIFY(value.isError() && value.why().missing == "confidence");
}

void EvaluationTest::anAbsentMemberPropagatesItsOwnError()
{
    Facts facts;
    const Member member{Value::string("status"), cel::absent(facts.arena, "order.status, redacted at the source")};
    const std::vector<Value> slots{Value::map({&member, 1})};
    for (const char *condition :
         {"args.status == 'x'", "has(args.status)", "args['status'] == 'x'", "'status' in args", "args.?status.hasValue()"}) {
        const Result<cel::Program> program = cel::compile(condition, facts.environment);
        const Value value = program->evaluate(slots, facts.arena);
        QVERIFY2(value.isError() && value.why().missing == "order.status, redacted at the source", condition);
    }
}

void EvaluationTest::longEvaluationsEndWithAnError()
{
    Facts facts;
    const Value value = facts.evaluate("lists.range(100000).all(a, lists.range(100000).all(b, a + b >= 0))");
    QVERIFY(value.isError());
    QVERIFY(value.why().message == "evaluation too long");
    const Result<cel::Program> program = cel::compile("args.ids.all(x, x != 'z')", facts.environment);
    QVERIFY(program->evaluate(facts.slots, facts.arena, 3).isError());
    QVERIFY(program->evaluate(facts.slots, facts.arena, 1000).asBool());
}

void EvaluationTest::doublingTextsAndListsIsBounded()
{
    Facts facts;
    std::string text = "args.order_id";
    std::string list = "args.ids";
    for (int i = 0; i < 60; ++i) {
        const std::string name = "v" + std::to_string(i);
        text = "cel.bind(" + name + ", " + text + ", " + name + " + " + name + ")";
        list = "cel.bind(" + name + ", " + list + ", [" + name + ", " + name + "])";
    }
    QVERIFY(facts.evaluate(text).isError());
    QVERIFY(facts.evaluate(list + " == " + list).isError());
    const cel::Description description = cel::describe(facts.evaluate(list));
    QVERIFY(!description.ok);
    QVERIFY(facts.arena.reserved() < std::size_t{1} << 30);
}

void EvaluationTest::deepValuesDoNotExhaustTheStack()
{
    Facts facts;
    std::string block = "cel.block([[args]";
    int slots = 1;
    while (block.size() < 60'000) {
        block += ", [[[[[[[[[[cel.index(" + std::to_string(slots - 1) + ")]]]]]]]]]]";
        ++slots;
    }
    const std::string last = "cel.index(" + std::to_string(slots - 1) + ")";
    QVERIFY(facts.evaluate(block + "], " + last + " == " + last + ")").isError());
    QVERIFY(!cel::describe(facts.evaluate(block + "], " + last + ")")).ok);
}

void EvaluationTest::evaluationAllocatesOnlyFromTheArena()
{
    Facts facts;
    for (const char *condition :
         {"args.amount > 500.0", "args.order_id in ['a', 'b']",
          "state.order['#W2'].items.filter(i, has(i.price)).map(i, i.price).sum() > 3.0",
          "args.ids.exists(x, x.startsWith('2')) && size(args.order_id) == 3", "args.ids.sort() == ['1', '2']",
          "args.order_id.matches('^#W[0-9]$')",
          "timestamp('2024-01-01T00:00:00Z').getFullYear() == 2024 || args.amount < 1.0", "{'a': args.i}.transformMap(k, v, v + 1).a"}) {
        const Result<cel::Program> program = cel::compile(condition, facts.environment);
        QVERIFY2(program.ok(), condition);
        (void)program->evaluate(facts.slots, facts.arena); // RE2 builds its automaton on first use
        (void)facts.arena.allocate(1, 1);
        const std::size_t before = allocations;
        const Value value = program->evaluate(facts.slots, facts.arena);
        QVERIFY2(allocations == before, condition);
        QVERIFY2(!value.isError(), condition);
    }
}

void EvaluationTest::oneProgramServesManyThreads()
{
    Facts facts;
    const Result<cel::Program> program = cel::compile(
        "args.ids.map(x, x + args.order_id).exists(x, x.matches('2#W[0-9]')) && "
        "timestamp('2024-07-01T12:00:00Z').getHours(args.zone) == 14",
        facts.environment);
    QVERIFY(program.ok());
    std::atomic<int> agreed{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&agreed, copy = *program] {
            const std::vector<Value> ids{Value::string("1"), Value::string("2")};
            const std::vector<Member> members{{Value::string("ids"), Value::list(ids)},
                                              {Value::string("order_id"), Value::string("#W1")},
                                              {Value::string("zone"), Value::string("Europe/Berlin")}};
            const std::vector<Value> slots{Value::map(members), Value(), Value()};
            Arena arena;
            for (int i = 0; i < 2000; ++i) {
                arena.reset();
                const Value value = copy.evaluate(slots, arena);
                agreed += value.is(ValueKind::Bool) && value.asBool() ? 1 : 0;
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(agreed.load(), 8000);
}

void EvaluationTest::constantsAreComputedOnce()
{
    Facts facts;
    QVERIFY(cel::compile("[1, 2, 3].map(x, x * 2).sum() + size('abc')", facts.environment)->isConstant());
    QVERIFY(cel::compile("true || confidence < 0.5", facts.environment)->isConstant());
    QVERIFY(!cel::compile("1 / 0 == 1", facts.environment)->isConstant());
    QVERIFY(!cel::compile("args.amount > 1.0", facts.environment)->isConstant());
}

void EvaluationTest::aProgramKnowsWhatItReads()
{
    Facts facts;
    const Result<cel::Program> program = cel::compile("confidence < 0.5 && args.amount > 500.0", facts.environment);
    QCOMPARE(program->referencedSlots(), (std::vector<std::uint32_t>{0, 2}));
    QCOMPARE(QString::fromStdString(program->resultType().name()), QStringLiteral("bool"));
    QCOMPARE(QString::fromStdString(program->source()), QStringLiteral("confidence < 0.5 && args.amount > 500.0"));
}

QTEST_GUILESS_MAIN(EvaluationTest)
#include "evaluation_test.moc"
