// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the public CEL conformance data (tests/data/cel) against the engine. Cases that need protobuf messages or enums are listed in
// excluded.json, each with its reason; everything else must pass.
#include "models/base/json_reader.h"
#include "models/pact/cel/civil_time.h"
#include "models/pact/cel/compare.h"
#include "models/pact/cel/describe.h"
#include "models/pact/cel/program.h"

#include <QFile>
#include <QTest>

#include <charconv>
#include <cmath>
#include <set>

using namespace mandate;

namespace {

constexpr std::int64_t publishedCases = 2344;

template<typename Number>
Number numberOf(std::string_view text)
{
    Number number{};
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

std::string decodeBase64(std::string_view text)
{
    const QByteArray octets = QByteArray::fromBase64(QByteArray(text.data(), static_cast<int>(text.size())));
    return octets.toStdString();
}

/// ["kind", content] of the data as a value.
Value decode(const Value &encoded, Arena &arena)
{
    const std::string_view kind = encoded.items()[0].text();
    const Value content = encoded.items().size() > 1 ? encoded.items()[1] : Value();
    if (kind == "null")
        return Value::null();
    if (kind == "bool")
        return content;
    if (kind == "int")
        return Value::integer(numberOf<std::int64_t>(content.text()));
    if (kind == "uint")
        return Value::unsignedInteger(numberOf<std::uint64_t>(content.text()));
    if (kind == "double")
        return Value::real(numberOf<double>(content.text())); // reads "NaN" and "Infinity" too
    if (kind == "string")
        return Value::string(content.text());
    if (kind == "bytes")
        return Value::bytes(arena.copy(decodeBase64(content.text())));
    if (kind == "type")
        return Value::type(content.text());
    if (kind == "timestamp")
        return cel::parseTimestamp(content.text()).value_or(Value());
    if (kind == "duration")
        return cel::parseDuration(content.text()).value_or(Value());
    if (kind == "list") {
        Value *room = arena.array<Value>(content.items().size());
        for (std::size_t i = 0; i < content.items().size(); ++i)
            new (room + i) Value(decode(content.items()[i], arena));
        return Value::list({room, content.items().size()});
    }
    Member *room = arena.array<Member>(content.items().size());
    for (std::size_t i = 0; i < content.items().size(); ++i) {
        const auto pair = content.items()[i].items();
        new (room + i) Member{decode(pair[0], arena), decode(pair[1], arena)};
    }
    return Value::map({room, content.items().size()});
}

/// Same kind and value all the way down; NaN equals itself, maps in any order.
bool agrees(const Value &a, const Value &b)
{
    if (a.kind() != b.kind())
        return false;
    switch (a.kind()) {
    case ValueKind::Double: return a.asDouble() == b.asDouble() || (std::isnan(a.asDouble()) && std::isnan(b.asDouble()));
    case ValueKind::List:
        return std::equal(a.items().begin(), a.items().end(), b.items().begin(), b.items().end(), agrees);
    case ValueKind::Map: {
        if (a.members().size() != b.members().size())
            return false;
        return std::all_of(a.members().begin(), a.members().end(), [&](const Member &member) {
            return std::any_of(b.members().begin(), b.members().end(), [&](const Member &other) {
                return agrees(member.key, other.key) && agrees(member.value, other.value);
            });
        });
    }
    default: return identical(a, b);
    }
}

bool isSet(const Value &test, std::string_view key)
{
    return test.find(key) != nullptr;
}

/// Empty when the case passes, else what went wrong.
std::string run(const Value &test)
{
    Arena arena;
    cel::Environment environment;
    environment.setChecked(!isSet(test, "unchecked"));
    environment.setContainer(std::string(test.findText("container").value_or("")));
    if (const Value *variables = test.find("variables")) {
        for (const Member &variable : variables->members()) {
            Result<cel::Type> type = cel::Type::parse(variable.value.text());
            if (!type)
                return "bad variable type " + std::string(variable.value.text());
            environment.declare(std::string(variable.key.text()), *type);
        }
    }
    if (const Value *functions = test.find("functions")) {
        for (const Member &function : functions->members()) {
            if (!environment.declareFunction(std::string(function.key.text()), function.value.text()))
                return "bad signature " + std::string(function.value.text());
        }
    }
    const Value *bindings = test.find("bindings");
    if (bindings) {
        for (const Member &binding : bindings->members()) {
            if (!environment.slotOf(binding.key.text()))
                environment.declare(std::string(binding.key.text()));
        }
    }
    std::vector<Value> slots;
    for (const cel::Environment::Variable &variable : environment.variables()) {
        const Value *bound = bindings ? bindings->find(variable.name) : nullptr;
        slots.push_back(bound ? decode(*bound, arena) : cel::absent(arena, variable.name));
    }
    const Result<cel::Program> program = cel::compile(test.findText("expr").value_or(""), environment);
    if (!program)
        return "does not compile: " + describe(program.error());
    if (const auto type = test.findText("type"); type && *type != program->resultType().name())
        return "deduced type " + program->resultType().name() + ", expected " + std::string(*type);
    if (isSet(test, "checkOnly"))
        return {};
    const Value result = program->evaluate(slots, arena);
    if (isSet(test, "error"))
        return result.isError() ? std::string() : "expected an error, got " + cel::describe(result).json;
    const Value expected = decode(*test.find("value"), arena);
    if (!agrees(result, expected))
        return "got " + cel::describe(result).json + ", expected " + cel::describe(expected).json;
    // The canonical text of the tree means the same.
    const Result<cel::Program> again = cel::compile(cel::unparse(program->ast()), environment);
    if (!again)
        return "unparsed as " + cel::unparse(program->ast()) + ", which does not compile: " + describe(again.error());
    if (!agrees(again->evaluate(slots, arena), expected) || cel::unparse(again->ast()) != cel::unparse(program->ast()))
        return "unparsed as " + cel::unparse(program->ast()) + ", which means something else";
    return {};
}

} // namespace

class ConformanceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyPublishedCaseIsRunOrExcludedWithAReason();
    void everyCaseThatIsRunAgrees();
    void staticTypesAgreeWithTheReferenceChecker();

private:
    [[nodiscard]] Value load(const char *name);

    Arena m_arena;
    JsonReader m_reader;
    Value m_cases;
    Value m_excluded;
};

Value ConformanceTest::load(const char *name)
{
    QFile file(QStringLiteral(MANDATE_SOURCE_DIR "/tests/data/cel/") + QString::fromUtf8(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray octets = file.readAll();
    Result<Value> document = m_reader.read({octets.constData(), static_cast<std::size_t>(octets.size())}, m_arena);
    return document ? *document : Value();
}

void ConformanceTest::initTestCase()
{
    m_cases = load("conformance.json");
    m_excluded = load("excluded.json");
    QVERIFY(m_cases.isMap());
    QVERIFY(m_excluded.isMap());
}

void ConformanceTest::everyPublishedCaseIsRunOrExcludedWithAReason()
{
    std::set<std::string_view> names;
    for (const Value &test : m_cases.find("cases")->items())
        names.insert(test.findText("name").value_or(""));
    for (const Value &test : m_excluded.find("cases")->items()) {
        names.insert(test.findText("name").value_or(""));
        QVERIFY(!test.findText("reason").value_or("").empty());
    }
    QCOMPARE(static_cast<std::int64_t>(names.size()), publishedCases);
    const std::size_t listed = m_cases.find("cases")->items().size() + m_excluded.find("cases")->items().size();
    QCOMPARE(static_cast<std::int64_t>(listed), publishedCases);
}

void ConformanceTest::everyCaseThatIsRunAgrees()
{
    int failures = 0;
    for (const Value &test : m_cases.find("cases")->items()) {
        const std::string failure = run(test);
        if (failure.empty())
            continue;
        ++failures;
        qWarning("%s\n    %s\n    %s", std::string(test.findText("name").value_or("")).c_str(),
                 std::string(test.findText("expr").value_or("")).c_str(), failure.c_str());
    }
    qInfo("%zu cases run, %d failed, %zu excluded", m_cases.find("cases")->items().size(), failures,
          m_excluded.find("cases")->items().size());
    QCOMPARE(failures, 0);
}

void ConformanceTest::staticTypesAgreeWithTheReferenceChecker()
{
    // The data also holds the types that the reference implementation deduced. Blocks are no macro there and stay dyn.
    int different = 0;
    for (const Value &test : m_cases.find("cases")->items()) {
        const auto expected = test.findText("checkedType");
        if (!expected || isSet(test, "functions") || test.findText("name").value_or("").starts_with("block_ext/"))
            continue;
        cel::Environment environment;
        environment.setContainer(std::string(test.findText("container").value_or("")));
        if (const Value *variables = test.find("variables")) {
            for (const Member &variable : variables->members())
                environment.declare(std::string(variable.key.text()), *cel::Type::parse(variable.value.text()));
        }
        const Result<cel::Program> program = cel::compile(test.findText("expr").value_or(""), environment);
        if (program && program->resultType().name() == *expected)
            continue;
        ++different;
        qWarning("%s: %s is %s, expected %s", std::string(test.findText("name").value_or("")).c_str(),
                 std::string(test.findText("expr").value_or("")).c_str(),
                 (program ? program->resultType().name() : describe(program.error())).c_str(), std::string(*expected).c_str());
    }
    QCOMPARE(different, 0);
}

QTEST_GUILESS_MAIN(ConformanceTest)
#include "conformance_test.moc"
