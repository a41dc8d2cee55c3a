// SPDX-License-Identifier: GPL-3.0-or-later
// bench_check: what a keystroke in the pact editor costs. A pact of 300 clauses held against the vocabulary of a trail, beside compiling its
// conditions alone; gathering that vocabulary from a million actions; and what follows from the clauses (Z3), which runs in the background.
#include "models/base/json_reader.h"
#include "models/pact/check.h"
#include "models/pact/compiled_pact.h"
#include "models/pact/redline/logic.h"
#include "models/pact/vocabulary.h"
#include "tests/bench/measure.h"

#include <cstdio>

using namespace mandate;
using namespace mandate::bench;

namespace {

constexpr int clauses = 300;
constexpr int tools = 60;
constexpr int actions = 1'000'000;
constexpr int repetitions = 15;

PactDocument pactToCheck()
{
    PactDocument pact;
    pact.id = "bench";
    pact.owner = "O";
    pact.deputy = "D";
    pact.binds = {{"*", "shop"}};
    pact.state = {{"order", "", {}, "has(value.order_id) && has(value.status)", "value.order_id", "", {}, false}};
    for (int i = 0; i < tools; ++i)
        pact.tools.push_back({"tool_" + std::to_string(i), "T", {Consequence::Spends}, i % 3 == 0, "none", ""});
    for (int i = 0; i < clauses; ++i) {
        Clause clause;
        clause.id = "C" + std::to_string(i);
        clause.kind = static_cast<ClauseKind>(i % 4);
        clause.tools = {"tool_" + std::to_string(i % tools), i % 7 == 0 ? "tool_1*" : "tool_" + std::to_string(i * 7 % tools)};
        clause.when = "has(args.amount) && double(args.amount) > " + std::to_string(100 + i) +
                      ".0 && state.order[args.order_id].status != 'pending' && !(args.reason in ['no longer needed', 'ordered by mistake'])"
                      " && args.items.exists(i, i.count > 2) && !history.exists(h, h.executed && h.tool == 'tool_5')";
        if (i % 10 == 0)
            clause.when += " && args.text.matches(r'(?i)\\b(yes|sure|go ahead|please do)\\b')";
        clause.readsAs = "A clause.";
        if (clause.kind == ClauseKind::Escalate)
            clause.escalation = Escalation{"owner", 900, false};
        pact.clauses.push_back(std::move(clause));
    }
    return pact;
}

Vocabulary vocabularyOf(int count)
{
    VocabularyBuilder builder;
    JsonReader reader;
    Arena arena;
    std::vector<Value> arguments;
    for (int i = 0; i < 1000; ++i) {
        const std::string json = R"({"order_id":"#W)" + std::to_string(i) + R"(","amount":)" + std::to_string(i) + R"(.5,"reason":")" +
                                 (i % 2 ? "no longer needed" : "ordered by mistake") + R"(","text":"yes please )" + std::to_string(i) +
                                 R"(","items":[{"id":"a","count":2},{"id":"b","count":1}]})";
        auto value = reader.read(arena.copy(json), arena);
        if (!value)
            fail(value.error().happened);
        arguments.push_back(*value);
    }
    const std::string result = R"({"order_id":"#W1","status":"pending","items":[{"item_id":"1","price":10.5}],"total":12,"address":{"city":"X"}})";
    for (int i = 0; i < count; ++i) {
        const std::string tool = "tool_" + std::to_string(i % tools);
        const std::string session = "s" + std::to_string(i / 8);
        Record record;
        record.agent = "clerk";
        record.deployment = "shop";
        record.session = session;
        record.tool = tool;
        record.arguments = arguments[static_cast<std::size_t>(i) % arguments.size()];
        record.result = result;
        record.outcome = Outcome::Executed;
        builder.add(record);
    }
    return builder.take();
}

} // namespace

int main()
{
    const PactDocument pact = pactToCheck();
    const Stopwatch gathering;
    const Vocabulary vocabulary = vocabularyOf(actions);
    const double gathered = gathering.taken().cpu;
    const Instant today = *parseInstant("2026-03-01T00:00:00Z");
    ClauseMatches matches;
    for (const Clause &clause : pact.clauses)
        matches[clause.id] = 1;
    std::vector<double> checked;
    std::vector<double> compiled;
    std::size_t problems = 0;
    for (int i = 0; i < repetitions; ++i) {
        const Stopwatch check;
        problems = checkPact(pact, today, vocabulary, &matches).size();
        checked.push_back(check.taken().cpu);
        const Stopwatch compile;
        for (const Clause &clause : pact.clauses) {
            if (!compileCondition(clause.when, variables::clauseEnvironment(), cel::Type::Kind::Bool))
                fail(clause.when);
        }
        compiled.push_back(compile.taken().cpu);
    }
    row(text("check a pact of %d clauses against a trail of %d tools", clauses, tools), text("%.1f ms", median(checked) * 1e3),
        text("compiling its conditions %.1f ms", median(compiled) * 1e3), text("%.1f×", median(checked) / median(compiled)), "< 50 ms");
    row(text("gather the vocabulary of %d actions, one core", actions),
        text("%.2f s, %zu runs", gathered, static_cast<std::size_t>(vocabulary.runs)));
    LogicMemory memory;
    std::size_t findings = 0;
    PactDocument edited = pact;
    for (int check = 1; check <= 4; ++check) {
        const bool changed = check == 4;
        if (changed)
            edited.clauses[clauses / 2].when += " && args.reason == 'mistake'";
        const Stopwatch background(Stopwatch::Of::Process);
        const auto logic = logicFindings(edited, {}, &memory);
        if (!logic)
            fail(logic.error().happened);
        findings = logic->problems.size();
        row(text("what follows from %d clauses, check %d%s", clauses, check, changed ? ", one clause changed" : ""), text("%.1f s", background.taken().wall),
            text("%zu of %zu questions answered, %zu by memory", logic->answered(), logic->questions, logic->remembered), {}, "≤ 5 s");
    }
    std::fprintf(stderr, "%zu problems, %zu findings\n", problems, findings);
    return 0;
}
