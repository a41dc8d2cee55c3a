// SPDX-License-Identifier: GPL-3.0-or-later
// Judging takes no memory from the heap in steady state, except blocks of the session's arena for what the session itself keeps.
#include "judged_session.h"

#include "models/base/json_reader.h"

#include <QTest>

#include <cstdlib>
#include <new>

namespace {
std::size_t allocations = 0;
}

void *operator new(std::size_t size)
{
    ++allocations;
    if (void *room = std::malloc(size ? size : 1))
        return room;
    std::abort();
}
void *operator new[](std::size_t size)
{
    return operator new(size);
}
void *operator new(std::size_t size, const std::nothrow_t &) noexcept
{
    return operator new(size);
}
void *operator new[](std::size_t size, const std::nothrow_t &) noexcept
{
    return operator new(size);
}
void operator delete(void *room) noexcept
{
    std::free(room);
}
void operator delete[](void *room) noexcept
{
    std::free(room);
}
void operator delete(void *room, std::size_t) noexcept
{
    std::free(room);
}
void operator delete[](void *room, std::size_t) noexcept
{
    std::free(room);
}

using namespace mandate;

class JudgeMemoryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void judgingAllocatesNothingInSteadyState();
    void whatASessionKeepsComesInBlocks();
};

namespace {

struct Call
{
    const char *tool;
    const char *args;
    const char *result;
};

/// Judges the calls in turn, `rounds` times, and counts the allocations.
std::size_t allocationsOf(SessionJudge &judge, const std::vector<Call> &calls, int rounds, std::int32_t &message, Verdict expected)
{
    Arena arena;
    JsonReader reader;
    std::vector<Record> records;
    for (const Call &call : calls) {
        Record record;
        record.tool = call.tool;
        record.arguments = *reader.read(call.args, arena);
        record.result = call.result;
        record.input = "yes, go ahead";
        record.outcome = Outcome::Executed;
        record.occurred = Instant{1'700'000'000'000'000'000, true};
        record.callsInMessage = 1;
        records.push_back(record);
    }
    const std::size_t before = allocations;
    bool same = true;
    for (int round = 0; round < rounds; ++round) {
        for (Record &record : records) {
            record.message = message++;
            same = same && judge.judge(record).verdict == expected;
        }
    }
    const std::size_t made = allocations - before;
    if (!same)
        qFatal("a verdict is not what this test is about");
    return made;
}

} // namespace

void JudgeMemoryTest::judgingAllocatesNothingInSteadyState()
{
    // Everything a record offers is read, and two tools with long names take turns, so that each look-up is made anew.
    const auto pact = compiledPact(pactWith(R"("evidence":{"owed":["input","action","result","time"]},"clauses":[)" + clause("P", "permit", "true") +
                                            ',' + clause("F", "forbid", "double(args.amount) > 100.0 && now > timestamp('2020-01-01T00:00:00Z')") +
                                            ',' + clause("G", "forbid", "agent == 'x' || !record.input || args.items.exists(i, i.n > 5)") + ',' +
                                            clause("H", "evidence", "type(returned) == map && returned.n > 5", R"(,"after_result":true)") + ',' +
                                            clause("I", "evidence", R"(!input.matches(r'(?i)\\b(yes|ok)\\b'))") + ']'));
    SessionJudge judge(pact);
    const std::vector<Call> calls{{"a_tool_with_a_name_on_the_heap", R"({"amount":10,"items":[{"n":1},{"n":2}]})", R"({"n":1,"text":"some text"})"},
                                  {"another_tool_with_a_long_name", R"({"amount":"20","items":[]})", "plain text, no JSON"}};
    std::int32_t message = 0;
    (void)allocationsOf(judge, calls, 20, message, Verdict::Permitted);
    QCOMPARE(allocationsOf(judge, calls, 500, message, Verdict::Permitted), std::size_t{0});
}

void JudgeMemoryTest::whatASessionKeepsComesInBlocks()
{
    const auto pact =
        compiledPact(pactWith(R"("state":[{"fact":"order","when":"has(value.id) ","key":"value.id"}],"clauses":[)" + clause("P", "permit", "true") +
                              ',' + clause("F", "forbid", "state.order['1'].n > 5 || size(history) > 100000 || size(action.earlier) > 5") + ']'));
    SessionJudge judge(pact);
    const std::vector<Call> calls{{"read_an_order_by_its_id", R"({"id":"1"})", R"({"id":"1","n":1})"}};
    std::int32_t message = 0;
    {
        Record first; // so that the order is known to all that follow
        first.tool = "read_an_order_by_its_id";
        first.result = R"({"id":"1","n":1})";
        first.outcome = Outcome::Executed;
        first.message = message++;
        judge.observe(first);
    }
    (void)allocationsOf(judge, calls, 20, message, Verdict::Permitted);
    const std::size_t made = allocationsOf(judge, calls, 2000, message, Verdict::Permitted);
    QVERIFY2(made < 60, qPrintable(QString::number(made) + QStringLiteral(" allocations in 2000 actions")));
}

QTEST_APPLESS_MAIN(JudgeMemoryTest)
#include "judge_memory_test.moc"
