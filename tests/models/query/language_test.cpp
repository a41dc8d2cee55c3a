// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "models/evidence/record.h"
#include "models/pact/verdict.h"
#include "models/query/query.h"
#include "tests/models/query/random_conditions.h"

namespace mandate {

namespace {

const Instant now{1'788'000'000'000'000'000, true}; // 2026-08-29T10:40:00Z

RowCondition read(std::string_view text)
{
    const QueryReading reading = readQuery(text, now);
    if (reading.problem)
        qWarning("%s: %s", std::string(text).c_str(), sentenceOf(*reading.problem).c_str());
    return reading.condition;
}

RowCondition name(NameIs::Field field, std::vector<NamePattern> any)
{
    return {NameIs{field, std::move(any)}};
}

RowCondition verdict(std::vector<Verdict> any)
{
    CodeIs code{CodeIs::Field::Verdict, {}};
    for (const Verdict one : any)
        code.any.push_back(static_cast<std::uint8_t>(one));
    return {std::move(code)};
}

RowCondition all(std::vector<RowCondition> parts)
{
    return {Combined{Combined::How::All, std::move(parts)}};
}

RowCondition anyOf(std::vector<RowCondition> parts)
{
    return {Combined{Combined::How::Any, std::move(parts)}};
}

RowCondition no(RowCondition part)
{
    return {Combined{Combined::How::None, {std::move(part)}}};
}

Instant at(std::string_view text, bool zoneKnown = false)
{
    return {parseInstant(text)->nanoseconds, zoneKnown};
}

} // namespace

class LanguageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void conditionsReadAsWhatTheySay()
    {
        using F = NameIs::Field;
        const RowCondition refund = name(F::Tool, {{"refund", false}});
        QCOMPARE(read("tool:refund"), refund);
        QCOMPARE(read("tool = refund"), refund);
        QCOMPARE(read("tool:\"refund\""), refund);
        QCOMPARE(read("tool!=refund"), no(refund));
        QCOMPARE(read("-tool:refund"), no(refund));
        QCOMPARE(read("not tool:refund"), no(refund));
        QCOMPARE(read("tool:find_*"), name(F::Tool, {{"find_*", true}}));
        QCOMPARE(read("tool:\"find_*\""), name(F::Tool, {{"find_*", false}}));
        QCOMPARE(read("tool in (a, \"b c\", d*)"), name(F::Tool, {{"a", false}, {"b c", false}, {"d*", true}}));
        QCOMPARE(read("Verdict:prohibited"), verdict({Verdict::Prohibited}));
        QCOMPARE(read("verdict:(Prohibited, needs-approval)"), verdict({Verdict::Prohibited, Verdict::NeedsApproval}));
        QCOMPARE(read("finding:A4 undecided:A8"), all({{FindingOf{{{"A4", false}}, false}}, {FindingOf{{{"A8", false}}, true}}}));
        QCOMPARE(read("has:result missing:time"), all({{EvidenceHas{HasResult}}, no({EvidenceHas{HasTime}})}));
        QCOMPARE(read("same_session:(verdict:prohibited) tool:refund"),
                 all({{SameSession{std::make_shared<const RowCondition>(verdict({Verdict::Prohibited}))}}, refund}));
        QCOMPARE(read(""), RowCondition());
        QCOMPARE(read("  \t "), RowCondition());
    }
    void wordsWithoutAFieldAreLookedForInTheText()
    {
        QCOMPARE(read("voucher"), (RowCondition{TextHas{"voucher"}}));
        QCOMPARE(read("\"worth more\""), (RowCondition{TextHas{"\"worth more\""}}));
        QCOMPARE(read("order-7 refund"), all({{TextHas{"order-7"}}, {TextHas{"refund"}}}));
        QCOMPARE(read("\"and\""), (RowCondition{TextHas{"\"and\""}}));
    }
    void andBindsTighterThanOrAndSideBySideMeansAnyOfOneField()
    {
        const auto tool = [](std::string_view text) { return name(NameIs::Field::Tool, {{std::string(text), false}}); };
        QCOMPARE(read("tool:a or tool:b and tool:c"), anyOf({tool("a"), all({tool("b"), tool("c")})}));
        QCOMPARE(read("(tool:a or tool:b) and tool:c"), all({anyOf({tool("a"), tool("b")}), tool("c")}));
        QCOMPARE(read("tool:a tool:b agent:x"), all({name(NameIs::Field::Tool, {{"a", false}, {"b", false}}), name(NameIs::Field::Agent, {{"x", false}})}));
        QCOMPARE(read("tool:a and tool:b"), all({tool("a"), tool("b")}));
        QCOMPARE(read("tool:a (tool:b)"), all({tool("a"), tool("b")})); // brackets keep values apart
        QCOMPARE(read("tool:a where:(tool:b or tool:c)"), all({tool("a"), anyOf({tool("b"), tool("c")})}));
        QCOMPARE(read("not not tool:a"), no(no(tool("a"))));
        QCOMPARE(read("NOT tool:a OR tool:b"), anyOf({no(tool("a")), tool("b")}));
    }
    void timesAreMomentsAndStretches()
    {
        const auto in = [](std::optional<Instant> since, std::optional<Instant> until) { return RowCondition{TimeIn{since, until}}; };
        QCOMPARE(read("time:2025-08"), in(at("2025-08-01"), at("2025-09-01")));
        QCOMPARE(read("time:2025"), in(at("2025-01-01"), at("2026-01-01")));
        QCOMPARE(read("time:2025-08-31"), in(at("2025-08-31"), at("2025-09-01")));
        QCOMPARE(read("time:2025-08-01..2025-08-31"), in(at("2025-08-01"), at("2025-09-01")));
        QCOMPARE(read("time:2025-08-01..<2025-08-31"), in(at("2025-08-01"), at("2025-08-31")));
        QCOMPARE(read("time:..2025-08"), in({}, at("2025-09-01")));
        QCOMPARE(read("time>2025-08"), in(at("2025-09-01"), {}));
        QCOMPARE(read("time>=2025-08"), in(at("2025-08-01"), {}));
        QCOMPARE(read("time<=2025-08-01T14:30"), in({}, at("2025-08-01T14:31:00")));
        QCOMPARE(read("since:2025-08-01 until:2025-09-01"), all({in(at("2025-08-01"), {}), in({}, at("2025-09-01"))}));
        QCOMPARE(read("time>=-7d"), in(Instant{now.nanoseconds - 7 * 86'400'000'000'000, true}, {}));
        QCOMPARE(read("time:-2h..now"), in(Instant{now.nanoseconds - 7'200'000'000'000, true}, Instant{now.nanoseconds + 1, true}));
        QCOMPARE(read("time:yesterday"), in(at("2026-08-28", true), at("2026-08-29", true)));
        QCOMPARE(read("time:2024-02"), in(at("2024-02-01"), at("2024-03-01"))); // a leap year
    }
    void numbersAndArguments()
    {
        QCOMPARE(read("no:5..9"), (RowCondition{NumberIn{NumberIn::Field::Entry, 5, 9}}));
        QCOMPARE(read("no>5"), (RowCondition{NumberIn{NumberIn::Field::Entry, 6, INT64_MAX}}));
        QCOMPARE(read("message<5"), (RowCondition{NumberIn{NumberIn::Field::Message, INT64_MIN, 4}}));
        ArgumentIs amount{{"amount"}, ArgumentIs::How::Above, {"500", false}, 500.0};
        QCOMPARE(read("args.amount>500"), (RowCondition{amount}));
        QCOMPARE(read("args.amount > 500"), (RowCondition{amount}));
        QCOMPARE(read("args.items.price:*"), (RowCondition{ArgumentIs{{"items", "price"}, ArgumentIs::How::Given, {"*", true}, {}}}));
        QCOMPARE(read("args.user:\"50\""), (RowCondition{ArgumentIs{{"user"}, ArgumentIs::How::Is, {"50", false}, {}}}));
        QCOMPARE(read("args.user:50"), (RowCondition{ArgumentIs{{"user"}, ArgumentIs::How::Is, {"50", false}, 50.0}}));
    }
    void mistakesAreToldWithTheirPlace_data()
    {
        using Kind = QueryProblem::Kind;
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("position");
        QTest::addColumn<int>("length");
        const auto row = [](const char *text, Kind kind, int position, int length) { QTest::newRow(text) << QString::fromLatin1(text) << int(kind) << position << length; };
        row("agnet:x", Kind::UnknownField, 0, 5);
        row("tool:a agnet:x", Kind::UnknownField, 7, 5);
        row("tool:", Kind::NoValue, 0, 5);
        row("tool: x", Kind::NoValue, 0, 5);
        row("verdict:bad", Kind::UnknownValue, 8, 3);
        row("verdict:(prohibited, bad)", Kind::UnknownValue, 21, 3);
        row("time:soon", Kind::NoTime, 5, 4);
        row("time:2025-13", Kind::NoTime, 5, 7);
        row("no:x", Kind::NoNumber, 3, 1);
        row("no:-1", Kind::NoNumber, 3, 2);
        row("args.amount>lots", Kind::NoNumber, 12, 4);
        row("tool>a", Kind::NoOrder, 0, 6);
        row("\"open", Kind::OpenQuote, 0, 5);
        row("(tool:a", Kind::OpenBracket, 0, 1);
        row("tool:(a, b", Kind::OpenBracket, 5, 1);
        row("tool:a)", Kind::Unexpected, 6, 1);
        row("tool:a and", Kind::Unexpected, 10, 1);
        row("or tool:a", Kind::Unexpected, 0, 2);
        row("tool:a or or tool:b", Kind::Unexpected, 10, 2);
        row("not", Kind::Unexpected, 3, 1);
        row("()", Kind::Unexpected, 1, 1);
        row("\"  \"", Kind::NoText, 0, 4);
        row("tool:a*b\\*", Kind::MixedStar, 5, 5);
        row("same_session:x", Kind::NoValue, 0, 13);
        row("since:(2025, 2026)", Kind::NoRange, 7, 4);
    }
    void mistakesAreToldWithTheirPlace()
    {
        QFETCH(const QString, text);
        QFETCH(const int, kind);
        QFETCH(const int, position);
        QFETCH(const int, length);
        const QueryReading reading = readQuery(text.toStdString(), now);
        QVERIFY(reading.problem);
        QCOMPARE(int(reading.problem->kind), kind);
        QCOMPARE(int(reading.problem->position), position);
        QCOMPARE(int(reading.problem->length), length);
        QCOMPARE(reading.condition, RowCondition()); // nothing of it is used
        QVERIFY(sentenceOf(*reading.problem).size() > 10);
    }
    void aMisspeltFieldNamesTheNearest()
    {
        QCOMPARE(readQuery("agnet:x", now).problem->expected, std::vector<std::string>{"agent"});
        QCOMPARE(readQuery("zzzzzz:x", now).problem->expected, std::vector<std::string>());
    }
    void deepAndLongTextsAreRefused()
    {
        const QueryReading deep = readQuery(std::string(100'000, '('), now);
        QCOMPARE(int(deep.problem->kind), int(QueryProblem::Kind::TooLong));
        const QueryReading nested = readQuery(std::string(60'000, '('), now);
        QCOMPARE(int(nested.problem->kind), int(QueryProblem::Kind::TooDeep));
        std::string negations;
        for (int i = 0; i < 10'000; ++i)
            negations += "not ";
        QCOMPARE(int(readQuery(negations + "a", now).problem->kind), int(QueryProblem::Kind::TooDeep));
        QVERIFY(!readQuery(std::string(50, '(') + "a" + std::string(50, ')'), now).problem);
    }
    void tenThousandRandomConditionsReadBackAsThemselves()
    {
        RandomConditions random(20'261'129);
        for (int i = 0; i < 10'000; ++i) {
            const RowCondition condition = random.next(4);
            const std::string text = queryText(condition);
            const QueryReading reading = readQuery(text, now);
            QVERIFY2(!reading.problem, (text + ": " + (reading.problem ? sentenceOf(*reading.problem) : "")).c_str());
            QVERIFY2(reading.condition == condition, (text + "\nreads back as\n" + queryText(reading.condition)).c_str());
        }
    }
    void anyBytesEndInAConditionOrAProblemInsideThem()
    {
        std::mt19937_64 random(7);
        static constexpr std::string_view alphabet = "ab:=<>!()\"\\*.,- \n\tnotandorintooltimeargs.verdict2025-7d\xC3\xA9";
        for (int i = 0; i < 20'000; ++i) {
            std::string text;
            for (std::size_t size = random() % 40; size > 0; --size)
                text += alphabet[random() % alphabet.size()];
            const QueryReading reading = readQuery(text, now);
            if (reading.problem)
                QVERIFY2(reading.problem->position <= text.size() && reading.problem->position + reading.problem->length <= text.size() + 1, text.c_str());
            else
                (void)queryText(reading.condition);
        }
    }
};

} // namespace mandate

QTEST_GUILESS_MAIN(mandate::LanguageTest)
#include "language_test.moc"
