// SPDX-License-Identifier: GPL-3.0-or-later
// The two laws of rows: what the constructors make comes back from its CEL, and no condition changes its meaning by becoming rows.
#include <QFile>
#include <QTest>

#include "models/base/json_reader.h"
#include "models/pact/cel/parser.h"
#include "models/pact/rows/rows.h"
#include "random_rows.h"

using namespace mandate;

class LawsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rowsComeBackFromTheirCel();
    void noConformanceExpressionChanges();
    void noRandomConditionChanges();
};

namespace {

constexpr std::uint32_t seed = 20261121;

std::string canonical(std::string_view cel)
{
    const Result<cel::Ast> ast = cel::parse(cel);
    return ast ? cel::unparse(*ast) : "does not parse: " + describe(ast.error());
}

/// Empty when the condition comes back from rows with the same syntax tree and as the same rows; else what went wrong.
std::string changed(const std::string &condition)
{
    const Result<rows::Row> row = rows::rowsOf(condition);
    if (!row)
        return describe(row.error());
    const std::string written = rows::celOf(*row);
    if (canonical(written) != canonical(condition))
        return "became " + written;
    if (const Result<rows::Row> again = rows::rowsOf(written); !again || *again != *row)
        return "has other rows when read again from " + written;
    if (rows::celOf(*row, condition) != condition)
        return "is not kept as typed";
    const bool whole = std::holds_alternative<rows::Written>(row->is);
    if (whole ? written != condition : written != canonical(condition))
        return "is neither as typed nor canonical: " + written;
    return {};
}

/// Conditions of all that the language has, wherever rows can express it or not.
class Author
{
public:
    explicit Author(std::uint32_t seeded) : m_random(seeded) {}

    std::string condition(int depth)
    {
        if (depth <= 0)
            return atom(0);
        const auto inner = [&] { return space() + condition(depth - 1) + space(); };
        switch (m_random() % 13) {
        case 0: return inner() + "&&" + inner();
        case 1: return inner() + "||" + inner();
        case 2: return inner() + "&&" + inner() + "&&" + inner();
        case 3: return '(' + inner() + ')';
        case 4: return "!(" + inner() + ')';
        case 5: return '!' + atom(depth - 1);
        case 6: return '(' + inner() + ") ? " + atom(0) + " : " + atom(0);
        case 7: return value(depth - 1) + ".exists(" + name() + ", " + inner() + ')';
        case 8: return value(depth - 1) + pick({".all(", ".exists_one(", ".existsOne("}) + name() + ", " + inner() + ')';
        case 9: return value(depth - 1) + pick({".all(", ".exists("}) + "i, " + name() + ", " + inner() + ')';
        case 10: return "cel.bind(" + name() + ", " + value(depth - 1) + ", " + inner() + ')';
        default: return atom(depth);
        }
    }

private:
    std::string pick(std::initializer_list<const char *> of) { return *(of.begin() + m_random() % of.size()); }
    std::string space() { return pick({"", " ", "\n", "\t ", " // why\n", "", " "}); }
    std::string name() { return pick({"v", "w", "h", "args", "state", "sets", "value", "x"}); }

    std::string atom(int depth)
    {
        switch (m_random() % 10) {
        case 0: return pick({"true", "false", "record.input", "args.x", "h.executed", "v", "null", "args[?'f'].orValue(false)", "args.x.orValue(1)"});
        case 1: return pick({"has(args.x)", "has(v.x.y)", "has(args[?'x'].y)", "has(args.?x)", "has(args.`a-b`)", "has(state.f['k'].z)"});
        case 2:
            return value(depth - 1) + pick({" in ", " in ", " == "}) +
                   pick({"['a', \"b\"]", "state.order", "[]", "[1, 2u, -3.5]", "[?args.x]", "args.l"});
        case 3: return value(depth - 1) + pick({".startsWith(", ".endsWith(", ".contains(", ".matches(", ".unknown("}) + value(depth - 1) + ')';
        case 4: return pick({"matches(", "sets.contains(", "sets.equivalent(", "sets.intersects(", "unknown("}) + value(depth - 1) + ", args.l)";
        default: return value(depth - 1) + ' ' + pick({"==", "!=", "<", "<=", ">", ">="}) + ' ' + value(depth - 1);
        }
    }

    std::string value(int depth)
    {
        if (depth <= 0) {
            return pick({"args.x",
                         "v",
                         "v.a",
                         "h.args.a",
                         "now",
                         "state.f[args.k].s",
                         "1",
                         "-1",
                         "0x1F",
                         "2.50",
                         "1e3",
                         "-0.0",
                         "5u",
                         "'it\\'s'",
                         "\"a\\x00b\"",
                         "r'\\d'",
                         "'''a\nb'''",
                         "null",
                         "true",
                         "b'x'",
                         "{'a': 1}",
                         "[1, 'a']",
                         "history",
                         "args.l",
                         ".args.x",
                         "args.?x",
                         "args[0]",
                         "args.l[?0].orValue(2)",
                         "args.?x.y.orValue('')",
                         "-args.x",
                         "- 5",
                         "(-5)",
                         "--5",
                         "timestamp('2024-05-15T15:00:00Z')",
                         "duration('24h')"});
        }
        switch (m_random() % 13) {
        case 0: return value(depth - 1) + pick({" + ", " - ", " * ", " / ", " % "}) + value(depth - 1);
        case 1: return '(' + value(depth - 1) + pick({" + ", " - ", " * "}) + value(depth - 1) + ')';
        case 2: return pick({"size(", "double(", "string(", "int(", "type(", "dyn(", "timestamp("}) + value(depth - 1) + ')';
        case 3:
            return value(depth - 1) +
                   pick({".size()", ".sum()", ".min()", ".max()", ".distinct()", ".trim()", ".getHours()", ".getHours('UTC')", ".sort()"});
        case 4: return value(depth - 1) + ".filter(" + name() + ", " + condition(depth - 1) + ')';
        case 5: return value(depth - 1) + ".map(" + name() + ", " + value(depth - 1) + ')';
        case 6: return value(depth - 1) + ".map(" + name() + ", " + condition(depth - 1) + ", " + value(depth - 1) + ')';
        case 7: return value(depth - 1) + pick({".substring(0, 10)", ".substring(1, 2)", ".substring(3)"});
        case 8: return "args[" + value(depth - 1) + ']' + pick({"", ".s", "[?'k'].orValue(0)"});
        case 9: return '(' + atom(0) + " ? " + value(depth - 1) + " : " + value(depth - 1) + ')';
        case 10: return "math.greatest(" + value(depth - 1) + ", 1)";
        default: return value(0);
        }
    }

    std::mt19937 m_random;
};

} // namespace

void LawsTest::rowsComeBackFromTheirCel()
{
    qInfo("seed %u", seed);
    rows::RandomRows random(seed);
    rows::Expressed all;
    std::size_t longest = 0;
    for (int i = 0; i < 10000; ++i) {
        const rows::Row row = random.row(i % 6);
        const std::string cel = rows::celOf(row);
        const Result<rows::Row> again = rows::rowsOf(cel);
        if (!again)
            QFAIL((describe(again.error()) + "\n" + cel).c_str());
        QVERIFY2(*again == row, (std::to_string(i) + ": " + cel + "\ncame back as\n" + rows::celOf(*again)).c_str());
        const rows::Expressed count = rows::expressed(row);
        all.rows += count.rows;
        all.written += count.written;
        longest = std::max(longest, cel.size());
    }
    qInfo("10,000 trees of %zu rows and %zu written rows, the longest of %zu bytes", all.rows, all.written, longest);
    QVERIFY(all.rows > 10000);
    QVERIFY(all.written > 1000);
}

void LawsTest::noConformanceExpressionChanges()
{
    QFile file(QStringLiteral(MANDATE_SOURCE_DIR "/tests/data/cel/conformance.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray octets = file.readAll();
    Arena arena;
    const Result<Value> document = JsonReader().read({octets.constData(), static_cast<std::size_t>(octets.size())}, arena);
    QVERIFY(document);
    int expressions = 0;
    int withRows = 0;
    for (const Value &test : document->find("cases")->items()) {
        const std::string expression(test.findText("expr").value_or(""));
        const std::string change = changed(expression);
        QVERIFY2(change.empty(), (expression + "\n" + change).c_str());
        ++expressions;
        withRows += rows::expressed(*rows::rowsOf(expression)).rows > 0;
    }
    qInfo("%d expressions, %d of them with rows", expressions, withRows);
    QCOMPARE(expressions, 1651); // the other 693 cases of the published data come without an expression (excluded.json)
}

void LawsTest::noRandomConditionChanges()
{
    qInfo("seed %u", seed);
    Author author(seed);
    rows::Expressed all;
    for (int i = 0; i < 20000; ++i) {
        const std::string condition = author.condition(i % 5);
        const std::string change = changed(condition);
        QVERIFY2(change.empty(), (condition + "\n" + change).c_str());
        const rows::Expressed count = rows::expressed(*rows::rowsOf(condition));
        all.rows += count.rows;
        all.written += count.written;
    }
    qInfo("20,000 conditions of %zu rows and %zu written rows", all.rows, all.written);
}

QTEST_GUILESS_MAIN(LawsTest)
#include "laws_test.moc"
