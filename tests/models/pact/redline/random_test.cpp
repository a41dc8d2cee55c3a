// SPDX-License-Identifier: GPL-3.0-or-later
// Random conditions and changes of them: the class is held against every action of a grid, each asked of the evaluator.
#include <QTest>

#include "asked_worlds.h"

#include <cstdio>
#include <random>

using namespace mandate;

class RandomTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noClassContradictsAnyAction_data();
    void noClassContradictsAnyAction();
};

namespace {

class Author
{
public:
    explicit Author(std::uint32_t seed) : m_random(seed) {}

    std::string condition(int depth)
    {
        switch (depth == 0 ? 0 : below(7)) {
        case 1: return '(' + condition(depth - 1) + " && " + condition(depth - 1) + ')';
        case 2: return '(' + condition(depth - 1) + " || " + condition(depth - 1) + ')';
        case 3: return "!(" + condition(depth - 1) + ')';
        case 4: return '(' + condition(depth - 1) + " ? " + condition(depth - 1) + " : " + condition(depth - 1) + ')';
        default: return atom();
        }
    }

    /// Another condition that shares most of it: a constant, a sign or a connection is different.
    std::string changed(std::string text)
    {
        static const std::vector<std::pair<std::string, std::string>> changes{
            {" && ", " || "}, {" || ", " && "}, {" < ", " <= "}, {" >= ", " > "},      {" == ", " != "},
            {"1", "2"},       {"2", "0"},       {"'a'", "'b'"},  {"args.n", "args.m"}, {"exists", "all"}};
        for (int tries = 0; tries < 30; ++tries) {
            const auto &[from, to] = changes[below(changes.size())];
            const std::size_t at = text.find(from, below(text.size()));
            if (at != std::string::npos)
                return text.replace(at, from.size(), to);
        }
        return "!(" + text + ')';
    }

    std::size_t below(std::size_t limit) { return m_random() % limit; }

private:
    std::string pick(std::initializer_list<const char *> of) { return *(of.begin() + below(of.size())); }
    std::string number()
    {
        return pick(
            {"args.n", "args.m", "0", "1", "2", "1.5", "size(args.s)", "args.n + 1", "args.n - args.m", "size(args.l)", "args[?'n'].orValue(2)"});
    }
    std::string text() { return pick({"args.s", "'a'", "'b'", "'ab'", "args.s + 'b'", "string(args.p)"}); }

    std::string atom()
    {
        switch (below(15)) {
        case 0:
        case 1:
        case 2: return number() + pick({" < ", " <= ", " > ", " >= ", " == ", " != "}) + number();
        case 3: return text() + pick({" == ", " != ", " < "}) + text();
        case 4: return "has(args." + pick({"n", "m", "s", "p", "l"}) + ')';
        case 5: return "args.p";
        case 6: return "args.s in ['a', 'ab']";
        case 7: return text() + pick({".startsWith(", ".endsWith(", ".contains("}) + text() + ')';
        case 8: return "args.l." + pick({"exists", "all"}) + "(e, e " + pick({"<", "==", ">"}) + ' ' + pick({"1", "2", "args.n"}) + ')';
        case 9: return "size(args.l.filter(e, e > " + pick({"0", "1"}) + ")) > " + pick({"0", "1"});
        case 10:
        case 11:
        case 12: return rare();
        default: return "args.s in state.order && state.order[args.s].k == " + pick({"1", "2"});
        }
    }

    /// What is seldom written and easily modelled wrongly.
    std::string rare()
    {
        const std::string digit = pick({"0", "1", "2"});
        switch (below(22)) {
        case 0: return "{'a': 1, 'b': 2}[args.s] > " + digit;
        case 1: return "[1, 2, 0][args.n] == " + digit;
        case 2: return "{'a': [1, 2], 'b': [0, 3]}[args.s][args.n] > " + digit;
        case 3: return "(args.p ? args : args.o).k == " + digit;
        case 4: return "(args.p ? args.o : state.order)[args.s] == " + digit;
        case 5: return "cel.bind(v, args[?'o'].orValue({}), has(v.k) && v.k == " + digit + ")";
        case 6: return "args.?o.k.orValue(1) == " + digit;
        case 7: return "args.o[?args.s].hasValue()";
        case 8: return "type(args.n) == " + pick({"int", "double", "string"});
        case 9: return "int(args.n) > " + digit;
        case 10: return "double(args.s) > " + digit + ".0";
        case 11: return "args.s in args.l";
        case 12: return "args.l == [" + digit + "]";
        case 13: return "args.l[" + digit + "] == 2";
        case 14: return "args.n / 2 == " + digit;
        case 15: return "-args.n < " + digit;
        case 16: return "args.l.exists_one(e, e == " + digit + ")";
        case 17: return "args.l.map(e, e).exists(x, x == " + digit + ")";
        case 18: return "args.s.matches('^a')";
        case 19: return "args.l.filter(e, e != " + digit + ").all(e, e == 2)";
        case 20: return "args.o.exists(k, k == 'a' && args.o[k] == " + digit + ")";
        default: return "state.order.exists(k, state.order[k].k == " + digit + ")";
        }
    }

    std::mt19937 m_random;
};

const std::string grid =
    R"({"args.n": ["<absent>", "x", -1, 0, 1, 2, 1.5], "args.m": ["<absent>", 1, 2.5], "args.s": ["<absent>", 5, "", "a", "b", "1.5"],
    "args.p": ["<absent>", true, false], "args.l": ["<absent>", [1], [0, 2], ["x", 2], [2, 2, 2]], "args.o": ["<absent>", {}, {"k": 1}, {"k": 2, "a": 1}],
    "state.order": [{}, {"a": {"k": 1}}, {"a": {"k": 2}, "b": {"k": "x"}}]})";

constexpr int parts = 5;
constexpr int pairsOfPart = 60;

} // namespace

void RandomTest::noClassContradictsAnyAction_data()
{
    QTest::addColumn<int>("part");
    for (int part = 0; part < parts; ++part)
        QTest::addRow("part %d", part) << part;
}

void RandomTest::noClassContradictsAnyAction()
{
    QFETCH(const int, part);
    static const std::vector<Json> worlds = worldsOf(Json::parse(grid));
    Author author(static_cast<std::uint32_t>(part) + 1);
    int undecided = 0;
    int sameClass = 0;
    for (int i = 0; i < pairsOfPart; ++i) {
        const std::string before = author.condition(3);
        const std::string after = author.below(4) == 0 ? author.condition(2) : author.changed(before);
        if (before == after)
            continue;
        static constexpr std::array kinds{ClauseKind::Forbid, ClauseKind::Permit, ClauseKind::Escalate, ClauseKind::Evidence};
        const ClauseKind kind = kinds[author.below(4)];
        const auto [old, now] = pactsOf(kind, before, after);
        const auto redline = compare(old, now, patience());
        QVERIFY(redline);
        const PactChange change = changeOf(*redline);
        const std::string pair = before + "   →   " + after;
        const bool compiles = change.sentences.empty() || change.sentences.back().find("does not compile") == std::string::npos;
        if (!compiles)
            continue;
        if (change.change == ScopeChange::CannotTell) {
            ++undecided;
            std::printf("INFO   : cannot tell: %s\n", pair.c_str());
            continue;
        }
        if (change.change == ScopeChange::Widens) {
            const std::string problem = problemOfExample(change, kind, before, after);
            QVERIFY2(problem.empty(), (pair + ": " + problem).c_str());
            continue;
        }
        sameClass += change.change == ScopeChange::Same;
        const cel::Program first = *cel::compile(before, variables::clauseEnvironment());
        const cel::Program second = *cel::compile(after, variables::clauseEnvironment());
        for (const Json &world : worlds) {
            const auto [a, b] = answersTo(first, second, world);
            if (isMilder(kind, a, b) || (change.change == ScopeChange::Same && a != b))
                QFAIL((std::string(nameOf(change.change)) + ": " + pair + "\n" + world.dump()).c_str());
        }
    }
    std::printf("INFO   : cannot tell %d of %d, same %d\n", undecided, pairsOfPart, sameClass);
    QVERIFY(undecided * 100 <= pairsOfPart * 15);
}

QTEST_APPLESS_MAIN(RandomTest)
#include "random_test.moc"
