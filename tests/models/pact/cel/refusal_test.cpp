// SPDX-License-Identifier: GPL-3.0-or-later
// Conditions that are not accepted: each refusal names the construct, its place and what to do.
#include "models/pact/cel/describe.h"
#include "models/pact/cel/parser.h"
#include "models/pact/cel/program.h"

#include <QTest>
#include <QThread>

#include <functional>
#include <memory>

using namespace mandate;

namespace {

Error refusal(std::string_view condition)
{
    cel::Environment environment;
    environment.declare("args");
    environment.declare("amount", cel::Type::of(cel::Type::Kind::Double));
    const Result<cel::Program> program = cel::compile(condition, environment);
    return program ? Error{} : program.error();
}

std::string repeated(std::string_view text, int times)
{
    std::string all;
    for (int i = 0; i < times; ++i)
        all += text;
    return all;
}

/// Levels of the tree that one repetition of a row makes.
int levelsOf(const char *row)
{
    const std::string_view name(row);
    if (name == "keys of maps")
        return 3;
    return name == "filters" || name == "arguments of members" || name == "optional macros" || name == "blocks" || name == "parts of blocks" ? 2 : 1;
}

/// Runs `work` with little stack: what a condition may need of it, in a build without optimisation too.
void withLittleStack(const std::function<void()> &work)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    constexpr uint octets = 4096 * 1024; // every variable lies in a fence of its own
#else
    constexpr uint octets = 512 * 1024;
#endif
    const std::unique_ptr<QThread> thread(QThread::create(work));
    thread->setStackSize(octets);
    thread->start();
    thread->wait();
}

} // namespace

class RefusalTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void constructsThatAreNotOfferedAreRefusedByName_data();
    void constructsThatAreNotOfferedAreRefusedByName();
    void everyRefusalSaysWhereAndWhatToDo();
    void columnsCountCharactersNotBytes();
    void nestingAbove250LevelsIsRefused_data();
    void nestingAbove250LevelsIsRefused();
    void theDeepestConditionNeedsLittleStack_data() { nestingAbove250LevelsIsRefused_data(); }
    void theDeepestConditionNeedsLittleStack();
    void everyPrecedenceAtEveryLevelNeedsLittleStack();
    void longFlatConditionsAreFine();
    void sourcesAbove64KibibytesAreRefused();
    void textThatIsNoUtf8IsRefused();
    void hostileTypesDoNotGrow();
};

void RefusalTest::constructsThatAreNotOfferedAreRefusedByName_data()
{
    QTest::addColumn<QString>("condition");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("named");
    const auto row = [](const char *condition, const char *code, const char *named) {
        QTest::newRow(condition) << QString::fromUtf8(condition) << QString::fromUtf8(code) << QString::fromUtf8(named);
    };
    row("google.protobuf.Int32Value{value: 1} == 1", "MND-CEL-003", "google.protobuf.Int32Value{…}");
    row("Msg{}", "MND-CEL-003", "Msg{…}");
    row("proto.getExt(args, a.b)", "MND-CEL-005", "getExt");
    row("args.items.fold(x, 0, x)", "MND-CEL-005", "fold");
    row("regex.replace(args.a, 'a', 'b')", "MND-CEL-004", "regex");
    row("GlobalEnum.GAZ == 2", "MND-CEL-004", "GlobalEnum");
    row("now > 5", "MND-CEL-004", "now");
    row("frobnicate(args)", "MND-CEL-005", "frobnicate");
    row("args.size(1)", "MND-CEL-006", "size");
    row("size(5)", "MND-CEL-006", "(int)");
    row("amount > 'x'", "MND-CEL-006", "(double, string)");
    row("amount.cents", "MND-CEL-006", "cents");
    row("1 && true", "MND-CEL-006", "(int, bool)");
    row("5.map(x, x)", "MND-CEL-006", "int");
    row("[1].exists(x, x)", "MND-CEL-006", "int");
    row("{1.5: 1}", "MND-CEL-006", "double");
    row("[?1]", "MND-CEL-006", "int");
    row("args.name.matches('(')", "MND-CEL-008", "missing )");
    row("args.all(1, true)", "MND-CEL-001", "all()");
    row("args.all(a, a, true)", "MND-CEL-001", "all()");
    row("has(args)", "MND-CEL-001", "has()");
    row("for == 1", "MND-CEL-001", "for");
    row("args.a = 1", "MND-CEL-001", "=");
    row("args.a == 1;", "MND-CEL-001", ";");
    row("'abc", "MND-CEL-001", "not closed");
    row("'\\q'", "MND-CEL-001", "escape");
    row("'\\ud800'", "MND-CEL-001", "escape");
    row("1.2.3", "MND-CEL-001", ".3");
    row("12abc", "MND-CEL-001", "12a");
    row("99999999999999999999", "MND-CEL-001", "64 bits");
    row("1e999", "MND-CEL-001", "too large");
    row("args @ 1", "MND-CEL-001", "@");
    row("size(args,)", "MND-CEL-001", "another argument");
    row("", "MND-CEL-001", "empty");
    row("  // nothing", "MND-CEL-001", "empty");
}

void RefusalTest::constructsThatAreNotOfferedAreRefusedByName()
{
    QFETCH(QString, condition);
    QFETCH(QString, code);
    QFETCH(QString, named);
    const Error error = refusal(condition.toStdString());
    QCOMPARE(QString::fromStdString(error.code), code);
    QVERIFY2(QString::fromStdString(error.happened).contains(named), error.happened.c_str());
}

void RefusalTest::everyRefusalSaysWhereAndWhatToDo()
{
    const Error error = refusal("args.amount > 5 &&\n  Money{amount: 5} == args");
    QCOMPARE(static_cast<int>(error.kind), static_cast<int>(ErrorKind::Input));
    QCOMPARE(*error.position.line, std::uint64_t{2});
    QCOMPARE(*error.position.column, std::uint64_t{3});
    QVERIFY(!error.remedy.empty());
    QVERIFY(!error.unaffected.empty());
}

void RefusalTest::columnsCountCharactersNotBytes()
{
    const Error error = refusal("'\u00e4\u00f6\u00fc' == nope");
    QCOMPARE(*error.position.column, std::uint64_t{10});
}

void RefusalTest::nestingAbove250LevelsIsRefused_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("middle");
    QTest::addColumn<QString>("after");
    QTest::newRow("parentheses") << "("
                                 << "1"
                                 << ")";
    QTest::newRow("lists") << "["
                           << "1"
                           << "]";
    QTest::newRow("maps") << "{1:"
                          << "1"
                          << "}";
    QTest::newRow("calls") << "dyn("
                           << "1"
                           << ")";
    QTest::newRow("not") << "!"
                         << "true"
                         << "";
    QTest::newRow("minus") << "-"
                           << "args"
                           << "";
    QTest::newRow("conditionals") << "true?1:"
                                  << "1"
                                  << "";
    QTest::newRow("fields") << ""
                            << "args"
                            << ".a";
    QTest::newRow("keys") << ""
                          << "args"
                          << "[0]";
    QTest::newRow("sums") << ""
                          << "1"
                          << "+1";
    QTest::newRow("macros") << "[1].map(x,"
                            << "1"
                            << ")";
    QTest::newRow("binds") << "cel.bind(x,1,"
                           << "1"
                           << ")";
    QTest::newRow("conditionals in the middle") << "true?("
                                                << "1"
                                                << "):1";
    QTest::newRow("not before parentheses") << "!("
                                            << "true"
                                            << ")";
    QTest::newRow("minus before parentheses") << "-("
                                              << "args"
                                              << ")";
    QTest::newRow("keys within keys") << "args["
                                      << "0"
                                      << "]";
    QTest::newRow("optional fields") << ""
                                     << "args"
                                     << ".?a";
    QTest::newRow("calls of members") << ""
                                      << "'a'"
                                      << ".trim()";
    QTest::newRow("arguments of members") << "'a'.replace('a',"
                                          << "'a'"
                                          << ",1)";
    QTest::newRow("keys of maps") << "{dyn("
                                  << "1"
                                  << "):1}[1]";
    QTest::newRow("quantifiers") << "[1].all(x,"
                                 << "true"
                                 << ")";
    QTest::newRow("filters") << "[1].filter(x,"
                             << "true"
                             << ")==[1]";
    QTest::newRow("transformations") << "{1:1}.transformMap(k,v,"
                                     << "1"
                                     << ")";
    QTest::newRow("optional macros") << "optional.of(1).optMap(x,"
                                     << "1"
                                     << ")";
    QTest::newRow("blocks") << "cel.block([1],"
                            << "1"
                            << ")";
    QTest::newRow("parts of blocks") << "cel.block(["
                                     << "1"
                                     << "],1)";
}

void RefusalTest::nestingAbove250LevelsIsRefused()
{
    QFETCH(QString, before);
    QFETCH(QString, middle);
    QFETCH(QString, after);
    const int each = levelsOf(QTest::currentDataTag());
    const auto nested = [&](int levels) {
        return repeated(before.toStdString(), levels) + middle.toStdString() + repeated(after.toStdString(), levels);
    };
    QCOMPARE(QString::fromStdString(refusal(nested(240 / each)).code), QString());
    const Error error = refusal(nested(251));
    QCOMPARE(QString::fromStdString(error.code), QStringLiteral("MND-CEL-002"));
    QVERIFY(error.happened.find("250") != std::string::npos);
    QVERIFY(!error.remedy.empty());
    for (const int levels : {2000, 10'000})
        QCOMPARE(QString::fromStdString(refusal(nested(levels)).code), QStringLiteral("MND-CEL-002"));
    QVERIFY(!refusal(repeated(before.toStdString(), 5000)).code.empty()); // and nothing closed
}

void RefusalTest::theDeepestConditionNeedsLittleStack()
{
    QFETCH(QString, before);
    QFETCH(QString, middle);
    QFETCH(QString, after);
    const int each = levelsOf(QTest::currentDataTag());
    const auto nested = [&](int levels) {
        return repeated(before.toStdString(), levels) + middle.toStdString() + repeated(after.toStdString(), levels);
    };
    // Too deep: what overflows ends the program.
    QString refused;
    withLittleStack([&] { refused = QString::fromStdString(refusal(nested(10'000 / static_cast<int>(1 + (before + after).size() / 8))).code); });
    QCOMPARE(refused, QStringLiteral("MND-CEL-002"));
    // As deep as is offered: through parser, checker, compiler, evaluation and back to text.
    std::string again;
    withLittleStack([&] {
        cel::Environment environment;
        environment.declare("args");
        const Result<cel::Program> program = cel::compile(nested(240 / each), environment);
        if (!program)
            return;
        Arena arena;
        const Value value = program->evaluate({}, arena);
        again = cel::describe(value).type + ' ' + cel::unparse(program->ast());
    });
    QVERIFY(again.size() > middle.toStdString().size());
}

void RefusalTest::everyPrecedenceAtEveryLevelNeedsLittleStack()
{
    QString refused;
    withLittleStack([&] { refused = QString::fromStdString(refusal(repeated("1||1&&1==1+1*-(", 4000) + "1" + repeated(")", 4000)).code); });
    QCOMPARE(refused, QStringLiteral("MND-CEL-002"));
    withLittleStack([&] { refused = QString::fromStdString(refusal(repeated("1||1&&1==1+1*-f([{1:", 3000)).code); });
    QCOMPARE(refused, QStringLiteral("MND-CEL-002"));
}

void RefusalTest::longFlatConditionsAreFine()
{
    QCOMPARE(QString::fromStdString(refusal("args.a == 1" + repeated(" || args.a == 2", 3000)).code), QString());
    QCOMPARE(QString::fromStdString(refusal("args.a in [0" + repeated(", 1", 10000) + "]").code), QString());
}

void RefusalTest::sourcesAbove64KibibytesAreRefused()
{
    const std::string source = "1" + repeated(" ", static_cast<int>(cel::maximumSourceBytes));
    QCOMPARE(QString::fromStdString(refusal(source).code), QStringLiteral("MND-CEL-002"));
}

void RefusalTest::textThatIsNoUtf8IsRefused()
{
    for (const char *text : {"'\xff'", "'\xc0\x80'", "'\xed\xa0\x80'", "'\xf4\x90\x80\x80'", "'\xe2\x82'"})
        QCOMPARE(QString::fromStdString(refusal(text).code), QStringLiteral("MND-CEL-001"));
}

void RefusalTest::hostileTypesDoNotGrow()
{
    std::string block = "cel.block([[1]";
    for (int i = 0; i < 2000; ++i)
        block += ", [[[cel.index(" + std::to_string(i) + ")]]]";
    QCOMPARE(QString::fromStdString(refusal(block + "], 1)").code), QString());
}

QTEST_GUILESS_MAIN(RefusalTest)
#include "refusal_test.moc"
