// SPDX-License-Identifier: GPL-3.0-or-later
// The language of the filter bar, as sentences: what it reads, what it refuses and how it says so, what it completes.
#include "models/items/evidence_filter.h"
#include "models/items/evidence_query.h"

#include <QTest>

using namespace mandate;

namespace {

QString problemOf(const char *text)
{
    const ParsedFilter parsed = parseFilter(QString::fromUtf8(text));
    return parsed.problem ? parsed.problem->sentence : QString();
}

} // namespace

class TestEvidenceFilter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingTypedIsNoCondition()
    {
        QVERIFY(parseFilter(QString()).conditions.isEmpty());
        QVERIFY(!parseFilter(QStringLiteral("   ")).problem);
    }

    void wordsPhrasesAndFieldsAreReadInOrder()
    {
        const ParsedFilter parsed = parseFilter(QStringLiteral("refund \"two words\" agent:gpt-4o verdict:prohibited session:\"a b\""));
        QVERIFY(!parsed.problem);
        const QList<FilterCondition> expected{{FilterField::Text, QStringLiteral("refund"), false, false},
                                              {FilterField::Text, QStringLiteral("two words"), false, true},
                                              {FilterField::Agent, QStringLiteral("gpt-4o"), false, false},
                                              {FilterField::Verdict, QStringLiteral("prohibited"), false, false},
                                              {FilterField::Session, QStringLiteral("a b"), false, false}};
        QCOMPARE(parsed.conditions, expected);
    }

    void aroundIsTheNumberOfOneRecord()
    {
        const ParsedFilter parsed = parseFilter(QStringLiteral("session:s around:0012"));
        QCOMPARE(parsed.conditions.last(), (FilterCondition{FilterField::Around, QStringLiteral("12"), false, false}));
        QCOMPARE(parseFilter(filterText(parsed.conditions)).conditions, parsed.conditions);
        QVERIFY(problemOf("around:soon").contains(QStringLiteral("around:1204")));
        QVERIFY(problemOf("-around:3").contains(QStringLiteral("minus")));
        QVERIFY(problemOf("around:3 around:4").contains(QStringLiteral("twice")));
        QCOMPARE(aroundOf(parsed.conditions), std::optional<EntryNumber>(12));
    }

    void aMinusFiltersOut()
    {
        const ParsedFilter parsed = parseFilter(QStringLiteral("-tool:think -verdict:permitted"));
        QCOMPARE(parsed.conditions.size(), 2);
        QVERIFY(parsed.conditions.at(0).excluded);
    }

    void aValueMayHoldColonsAndMinuses()
    {
        QCOMPARE(parseFilter(QStringLiteral("agent:arn:aws:iam::1-2")).conditions.first().value, QStringLiteral("arn:aws:iam::1-2"));
    }

    void verdictsAreReadHoweverTheyAreWritten()
    {
        for (const char *text : {"verdict:needs_approval", "verdict:Needs-Approval", "VERDICT:\"needs approval\""})
            QCOMPARE(parseFilter(QString::fromUtf8(text)).conditions.value(0).value, QStringLiteral("needs_approval"));
    }

    void mistakesAreSaidWithTheirPlace_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("position");
        QTest::addColumn<int>("length");
        QTest::addColumn<QString>("says");
        QTest::newRow("unknown field") << "colour:red" << 0 << 6 << "no field";
        QTest::newRow("unknown field later") << "refund colour:red" << 7 << 6 << "colour";
        QTest::newRow("colon alone") << ":x" << 0 << 0 << "without a field";
        QTest::newRow("no value") << "agent:" << 0 << 6 << "needs a value";
        QTest::newRow("no value before a word") << "agent: x" << 0 << 6 << "needs a value";
        QTest::newRow("open quote") << "\"two words" << 0 << 10 << "not closed";
        QTest::newRow("open quote in a value") << "session:\"a b" << 8 << 4 << "not closed";
        QTest::newRow("empty quotes") << "\"\"" << 0 << 2 << "empty";
        QTest::newRow("quote in a word") << "ab\"c\"" << 2 << 1 << "inside a word";
        QTest::newRow("text after a quote") << "\"a\"b" << 3 << 1 << "closing quotation mark";
        QTest::newRow("unknown verdict") << "verdict:bad" << 8 << 3 << "prohibited";
        QTest::newRow("unknown outcome") << "outcome:done" << 8 << 4 << "executed";
        QTest::newRow("no time") << "since:yesterday" << 6 << 9 << "2025-12-01";
        QTest::newRow("impossible day") << "until:2025-02-30" << 6 << 10 << "no time";
        QTest::newRow("word filtered out") << "-refund" << 0 << 7 << "only fields can";
        QTest::newRow("time filtered out") << "-since:2025-01-01" << 0 << 17 << "without the minus";
        QTest::newRow("time twice") << "since:2025-01-01 since:2025-02-01" << 17 << 16 << "twice";
        QTest::newRow("asked for and filtered out") << "tool:a -tool:b" << 7 << 7 << "filtered out";
    }
    void mistakesAreSaidWithTheirPlace()
    {
        QFETCH(QString, text);
        QFETCH(int, position);
        QFETCH(int, length);
        QFETCH(QString, says);
        const ParsedFilter parsed = parseFilter(text);
        QVERIFY(parsed.problem);
        QVERIFY(parsed.conditions.isEmpty());
        QCOMPARE(parsed.problem->position, position);
        QCOMPARE(parsed.problem->length, length);
        QVERIFY2(parsed.problem->sentence.contains(says), qPrintable(parsed.problem->sentence));
    }

    void everyFilterIsWrittenBackTheSame_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text : {"refund", "\"two words\"", "agent:gpt-4o -tool:think", "session:\"a \\\"b\\\" c\\\\d\"",
                                 "since:2025-12-01 until:2025-12-02T10:00:00Z", "- a", "agent:\"\\\\\"", "agent:a\\b", "kind:message outcome:failed"})
            QTest::newRow(text) << QString::fromUtf8(text);
    }
    void everyFilterIsWrittenBackTheSame()
    {
        QFETCH(QString, text);
        const ParsedFilter parsed = parseFilter(text);
        QVERIFY2(!parsed.problem, qPrintable(parsed.problem ? parsed.problem->sentence : QString()));
        const QString written = filterText(parsed.conditions);
        QCOMPARE(parseFilter(written).conditions, parsed.conditions);
        QCOMPARE(filterText(parseFilter(written).conditions), written);
    }

    void anyTypedTextEitherReadsOrSaysWhyNot()
    {
        // Every string of up to five of the characters that mean something.
        const QString alphabet = QStringLiteral("a:\"- \\");
        int checked = 0;
        for (int length = 0; length <= 5; ++length) {
            int all = 1;
            for (int i = 0; i < length; ++i)
                all *= static_cast<int>(alphabet.size());
            for (int n = 0; n < all; ++n) {
                QString text;
                for (int i = 0, rest = n; i < length; ++i, rest /= static_cast<int>(alphabet.size()))
                    text += alphabet.at(rest % alphabet.size());
                const ParsedFilter parsed = parseFilter(text);
                if (parsed.problem) {
                    QVERIFY(!parsed.problem->sentence.isEmpty());
                    QVERIFY(parsed.problem->position + parsed.problem->length <= text.size());
                } else {
                    QCOMPARE(parseFilter(filterText(parsed.conditions)).conditions, parsed.conditions);
                }
                ++checked;
            }
        }
        QVERIFY(checked > 9000);
    }

    void completionOffersFieldsThenValues()
    {
        const KnownNames known{{FilterField::Agent, {QStringLiteral("gpt-4o"), QStringLiteral("big agent"), QStringLiteral("qwen")}}};
        FilterCompletion fields = completeFilter(QStringLiteral("ve"), 2, known);
        QCOMPARE(fields.candidates, QStringList{QStringLiteral("verdict:")});
        QCOMPARE(fields.position, 0);
        QCOMPARE(fields.length, 2);
        QVERIFY(completeFilter(QString(), 0, known).candidates.contains(QStringLiteral("agent:")));
        QCOMPARE(completeFilter(QStringLiteral("-ag"), 3, known).candidates, QStringList{QStringLiteral("-agent:")});

        const FilterCompletion agents = completeFilter(QStringLiteral("refund agent:"), 13, known);
        QCOMPARE(agents.position, 7);
        QCOMPARE(agents.candidates,
                 (QStringList{QStringLiteral("agent:gpt-4o"), QStringLiteral("agent:\"big agent\""), QStringLiteral("agent:qwen")}));
        QCOMPARE(completeFilter(QStringLiteral("agent:qw"), 8, known).candidates, QStringList{QStringLiteral("agent:qwen")});
        QVERIFY(completeFilter(QStringLiteral("verdict:pro"), 11, known).candidates.contains(QStringLiteral("verdict:prohibited")));
        QVERIFY(completeFilter(QStringLiteral("\"agent"), 6, known).candidates.isEmpty());
    }

    void completionOffersOperatorsListsArgumentsAndMarks()
    {
        const KnownNames known{{FilterField::Query, {QStringLiteral("args.amount"), QStringLiteral("args.user_id")}},
                               {FilterField::Text, {QStringLiteral("matter-7")}},
                               {FilterField::Tool, {QStringLiteral("refund"), QStringLiteral("find order")}},
                               {FilterField::Clause, {QStringLiteral("A4")}}};
        const auto offered = [&](const QString &text) { return completeFilter(text, text.size(), known).candidates; };
        QVERIFY(offered(QStringLiteral("tim")).contains(QStringLiteral("time>=")));
        QVERIFY(offered(QStringLiteral("args.a")).contains(QStringLiteral("args.amount>")));
        QVERIFY(!offered(QStringLiteral("args.a")).contains(QStringLiteral("args.user_id:")));
        QCOMPARE(offered(QStringLiteral("verdict:(prohibited, nee")), QStringList{QStringLiteral("needs_approval")});
        QCOMPARE(offered(QStringLiteral("where:(tool:ref")), QStringList{QStringLiteral("tool:refund")});
        QCOMPARE(offered(QStringLiteral("tool:(refund, fi")), QStringList{QStringLiteral("\"find order\"")});
        QCOMPARE(offered(QStringLiteral("star:")), QStringList{QStringLiteral("star:yes")});
        QCOMPARE(offered(QStringLiteral("tag:ma")), QStringList{QStringLiteral("tag:matter-7")});
        QCOMPARE(offered(QStringLiteral("finding:")), QStringList{QStringLiteral("finding:A4")});
        QVERIFY(offered(QStringLiteral("tool:refund o")).contains(QStringLiteral("or")));
        QVERIFY(offered(QStringLiteral("role:us")).contains(QStringLiteral("role:user")));
    }

    void whatIsMissingCanBeAskedFor()
    {
        const ParsedFilter missing = parseFilter(QStringLiteral("clause:\"\" -agent:\"\""));
        QVERIFY(!missing.problem);
        QCOMPARE(missing.conditions.size(), 2);
        QCOMPARE(filterText(missing.conditions), QStringLiteral("clause:\"\" -agent:\"\""));
        QVERIFY(conditionWords(missing.conditions.first()).contains(QStringLiteral("missing")));
        const auto filter = rowFilterOf(missing.conditions, [](Dimension) { return std::vector<std::string>{"a", "b"}; });
        QVERIFY(filter);
        QCOMPARE(filter->clauses, std::vector<std::string>{std::string()});
        QCOMPARE(filter->agents, (std::vector<std::string>{"a", "b"}));
        QVERIFY(parseFilter(QStringLiteral("verdict:\"\"")).problem); // of these everything has one
        QCOMPARE(conditionOf(FilterField::Verdict, {}), QString());
    }

    void roleAndFormatAreFieldsLikeOthers()
    {
        const ParsedFilter parsed = parseFilter(QStringLiteral("role:user -format:otlp"));
        QVERIFY(!parsed.problem);
        QCOMPARE(parsed.conditions.size(), 2);
        const auto filter = rowFilterOf(parsed.conditions, [](Dimension) { return std::vector<std::string>(); });
        QVERIFY(filter);
        QCOMPARE(filter->where.size(), std::size_t(2));
        QVERIFY(std::holds_alternative<Combined>(filter->where[0].is));
        QCOMPARE(std::get<CodeIs>(filter->where[1].is).any, (std::vector<std::uint8_t>{static_cast<std::uint8_t>(Role::User)}));
    }

    void everyCompletionReads()
    {
        const KnownNames known{{FilterField::Tool, {QStringLiteral("a \"b\" \\c"), QStringLiteral("d")}}};
        for (const QString &candidate : completeFilter(QStringLiteral("tool:"), 5, known).candidates)
            QVERIFY2(!parseFilter(candidate).problem, qPrintable(candidate));
    }

    void conditionsBecomeARowFilter()
    {
        const auto names = [](Dimension) { return std::vector<std::string>{"a", "b", "c"}; };
        const auto filter = rowFilterOf(
            parseFilter(QStringLiteral("refund \"two words\" agent:x agent:y -tool:b verdict:prohibited since:2025-12-01T00:00:00Z")).conditions,
            names);
        QVERIFY(filter);
        QCOMPARE(filter->text, std::string("refund \"two words\""));
        QCOMPARE(filter->agents, (std::vector<std::string>{"x", "y"}));
        QCOMPARE(filter->tools, (std::vector<std::string>{"a", "c", ""}));
        QCOMPARE(filter->verdicts, std::vector<Verdict>{Verdict::Prohibited});
        QCOMPARE(filter->since->nanoseconds, std::int64_t{1'764'547'200'000'000'000});
        QCOMPARE(rowFilterOf({}, names), std::optional<RowFilter>(RowFilter{}));
    }

    void whatGoesBeyondFieldsSideBySideIsOneQuery()
    {
        for (const char *text : {"args.amount>500 or tool:a", "(tool:a)", "not tool:a", "tool:find_*", "tool in (a, b)", "finding:R1", "refund and missing:time", "time:2025-08"}) {
            const ParsedFilter parsed = parseFilter(QString::fromUtf8(text));
            QVERIFY2(!parsed.problem, text);
            QCOMPARE(parsed.conditions.size(), 1);
            QCOMPARE(parsed.conditions.first().field, FilterField::Query);
            QCOMPARE(parseFilter(filterText(parsed.conditions)).conditions, parsed.conditions); // as where:(…)
            const auto filter = rowFilterOf(parsed.conditions, [](Dimension) { return std::vector<std::string>(); });
            QVERIFY(filter);
            QCOMPARE(filter->where, std::vector<RowCondition>{readQuery(text, Instant()).condition});
            QCOMPARE(conditionWords(parsed.conditions.first()), parsed.conditions.first().value);
        }
        for (const char *text : {"\"a or b\"", "tool:\"a*\"", "tool:a\\*", "order-7", "agent:x -tool:y since:2025-01-01"}) {
            const ParsedFilter parsed = parseFilter(QString::fromUtf8(text));
            QVERIFY2(!parsed.problem, text);
            QVERIFY2(parsed.conditions.first().field != FilterField::Query, text);
        }
    }

    void aQueryStandsBesideOtherConditions()
    {
        const ParsedFilter parsed = parseFilter(QStringLiteral("kind:action where:(tool:a or args.note:\"(\\\"\") around:7"));
        QVERIFY2(!parsed.problem, qPrintable(parsed.problem ? parsed.problem->sentence : QString()));
        QCOMPARE(parsed.conditions.size(), 3);
        QCOMPARE(parsed.conditions.at(1).field, FilterField::Query);
        QCOMPARE(parseFilter(filterText(parsed.conditions)).conditions, parsed.conditions);
        QVERIFY(problemOf("where:x").contains(QStringLiteral("where:(")));
        QVERIFY(problemOf("where:(tool:a").contains(QStringLiteral("bracket")));
    }

    void aQuerysMistakeIsMarkedInCharacters()
    {
        const ParsedFilter parsed = parseFilter(QStringLiteral("caf\u00e9 or verdict:bad"));
        QVERIFY(parsed.problem);
        QCOMPARE(parsed.problem->position, 16);
        QCOMPARE(parsed.problem->length, 3);
        QVERIFY(parsed.problem->sentence.contains(QStringLiteral("prohibited")));
        QCOMPARE(parseFilter(QStringLiteral("kind:action where:(tool:a or verdict:bad)")).problem->position, 37);
    }

    void conditionsAreSaidInWords()
    {
        QCOMPARE(conditionWords({FilterField::Verdict, QStringLiteral("needs_approval"), true, false}),
                 QStringLiteral("Verdict is not needs approval"));
        QVERIFY(!problemOf("verdict:").isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestEvidenceFilter)
#include "test_evidence_filter.moc"
