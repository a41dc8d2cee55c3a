// SPDX-License-Identifier: GPL-3.0-or-later
// Result files of evaluation programs: each case passed, failed, ended in an error or was not scored, and nothing in between.
#include "models/base/csv.h"
#include "models/evaluations/evaluation_statement.h"
#include "models/evaluations/result_figures.h"

#include <QTest>

using namespace mandate;

class ResultFilesTest : public QObject
{
    Q_OBJECT

    static std::vector<std::vector<std::string>> rows(std::string_view table)
    {
        CsvReader reader(table);
        std::vector<std::vector<std::string>> all;
        for (;;) {
            const auto row = reader.next();
            if (!row)
                return {{"error", std::to_string(*row.error().position.line)}};
            if (!*row)
                return all;
            all.push_back(**row);
        }
    }

private Q_SLOTS:
    void tablesAreReadAsRfc4180HasThem()
    {
        using Rows = std::vector<std::vector<std::string>>;
        QCOMPARE(rows("a,b\r\n1,\"x, \"\"y\"\"\nz\"\r\n\r\n,"), (Rows{{"a", "b"}, {"1", "x, \"y\"\nz"}, {"", ""}}));
        QCOMPARE(rows("\xEF\xBB\xBFone"), (Rows{{"one"}}));
        QCOMPARE(rows(""), Rows{});
        QCOMPARE(rows("a\nb\n\"c"), (Rows{{"error", "3"}}));
        QCOMPARE(rows("\"a\"b"), (Rows{{"error", "1"}}));
    }

    void answersWithoutAConfidenceOrALabelAreCountedApart()
    {
        const auto file = readResultFile("llm,qset,question_id,stated_confidence,correct\nm,s,1,0.9,TRUE\nm,s,2,NA,FALSE\nm,t,3,0.2,NA\n");
        QVERIFY(file.ok());
        QCOMPARE(file->kind, ResultKind::Answers);
        const ResultCounts counts = countResults(file->cases);
        QCOMPARE(counts.of(CaseResult::Passed), std::uint64_t{1});
        QCOMPARE(counts.of(CaseResult::Failed), std::uint64_t{1});
        QCOMPARE(counts.of(CaseResult::NotScored), std::uint64_t{1});
        QCOMPARE(file->warnings.size(), std::size_t{2});
        const auto groups = calibrationGroups(file->cases);
        QCOMPARE(groups.size(), std::size_t{3}); // over both suites, and each
        QCOMPARE(groups[0].answers.size(), std::size_t{1});
        QCOMPARE(groups[0].unstated, std::uint64_t{1});
        QCOMPARE(groups[0].unlabelled, std::uint64_t{1});
    }

    void damagedTablesAreRefusedWithTheirLine()
    {
        for (const auto &[table, line] : {std::pair{"stated_confidence,correct\n0.5,TRUE\n1.5,TRUE\n", 3U}, std::pair{"stated_confidence,correct\n0.5,maybe\n", 2U},
                                          std::pair{"stated_confidence,correct\n0.5\n", 2U}, std::pair{"stated_confidence,correct\n0.5,\"TRUE\n", 2U}}) {
            const auto file = readResultFile(table);
            QVERIFY(!file.ok());
            QCOMPARE(file.error().code, std::string("MND-EVL-002"));
            QCOMPARE(file.error().position.line, std::optional<std::uint64_t>(line));
        }
        QCOMPARE(readResultFile("stated_confidence,correct\n").error().code, std::string("MND-EVL-003"));
        QCOMPARE(readResultFile("{}").error().code, std::string("MND-EVL-001"));
    }

    void aJudgesWordsAreYesNoOrNotScored()
    {
        const auto file = readResultFile("{\"total_judged\":4,\"agree_count\":4,\"entries\":["
                                         "{\"simulation_id\":\"a\",\"judge_verdict\":\"Satisfied.\",\"judge_model\":\"j\",\"tau2_success\":true},"
                                         "{\"simulation_id\":\"b\",\"judge_verdict\":\"FAIL\",\"judge_model\":\"j\",\"tau2_success\":true},"
                                         "{\"simulation_id\":\"c\",\"judge_verdict\":\"it depends\",\"judge_model\":\"j\",\"tau2_success\":false},"
                                         "{\"simulation_id\":\"d\",\"judge_verdict\":\"pass\",\"judge_model\":\"j\"}]}");
        QVERIFY(file.ok());
        QCOMPARE(file->warnings.size(), std::size_t{2}); // the word, and the file's own count
        const auto byFile = judgeFigures(file->cases, {});
        QCOMPARE(byFile.size(), std::size_t{1});
        QCOMPARE(byFile[0].table, (AgreementTable{1, 0, 1, 0}));
        QCOMPARE(byFile[0].notScored, std::uint64_t{1});
        QCOMPARE(byFile[0].unlabelled, std::uint64_t{1});
        // What the trail says of a session counts before what the judge's file says of it.
        const auto byTrail = judgeFigures(file->cases, [](const std::string &session) { return session == "a" ? std::optional(false) : std::nullopt; });
        QCOMPARE(byTrail[0].table, (AgreementTable{0, 1, 1, 0}));
        QCOMPARE(byTrail[0].contradicted, std::uint64_t{1});
        QVERIFY(!readResultFile("{\"entries\":[{\"judge_verdict\":\"pass\"}]}").ok()); // about no session
    }
};

QTEST_GUILESS_MAIN(ResultFilesTest)
#include "result_files_test.moc"
