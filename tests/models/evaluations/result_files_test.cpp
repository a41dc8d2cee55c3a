// SPDX-License-Identifier: GPL-3.0-or-later
// Result files of evaluation programs: each case passed, failed, ended in an error or was not scored, and nothing in between.
#include "models/base/code_points.h"
#include "models/base/csv.h"
#include "models/evaluations/comparison.h"
#include "models/evaluations/evaluation_grid.h"
#include "models/evaluations/result_figures.h"
#include "models/evaluations/session_list.h"
#include "models/evaluations/staleness.h"

#include <QTest>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

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

    /// Written from the published schemas of the programs, with one case of every kind.
    static std::string fixture(const std::string &name) { return bytesOf(std::string(MANDATE_SOURCE_DIR) + "/tests/data/evaluations/" + name); }
    static std::string bytesOf(const std::filesystem::path &path)
    {
        std::ifstream file(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    }
    /// Recorded runs of AgentDojo and a log of Inspect: all of them where they lie, else the sample.
    static std::filesystem::path recorded()
    {
        const char *const runs = std::getenv("MANDATE_RUNS");
        return runs ? std::filesystem::path(runs) : std::filesystem::path(MANDATE_SOURCE_DIR) / "resources/sample";
    }
    static ResultCounts counts(std::uint64_t passed, std::uint64_t failed, std::uint64_t error, std::uint64_t notScored) { return {{passed, failed, error, notScored}}; }
    static std::string replaced(std::string text, const std::string &what, const std::string &by)
    {
        const auto at = text.find(what);
        return at == std::string::npos ? std::string() : text.replace(at, what.size(), by);
    }
    static void addCases(std::vector<ResultCase> &to, const std::string &attack, std::uint64_t failed, std::uint64_t passed)
    {
        for (std::uint64_t i = 0; i < failed + passed; ++i) {
            ResultCase one;
            one.attack = attack;
            one.task = "task " + std::to_string(i);
            one.result = i < failed ? CaseResult::Failed : CaseResult::Passed;
            to.push_back(one);
        }
    }
    static Instant day(std::int64_t number) { return {number * 24 * 3600 * 1'000'000'000}; }
    static BasisChange change(TriggerKind kind, std::int64_t at) { return {kind, "a", "b", day(at), day(at), 7}; }

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

    void promptfoosErrorsAndUnassertedResultsAreNoFailures()
    {
        const auto file = readResultFile(fixture("promptfoo.json"));
        QVERIFY(file.ok());
        QCOMPARE(file->kind, ResultKind::RedTeam);
        QCOMPARE(file->program, std::string("promptfoo 0.118.0"));
        // One was let pass without an assertion, one says both that it passed and that it failed.
        QCOMPARE(countResults(file->cases), counts(1, 2, 1, 2));
        QCOMPARE(file->warnings.size(), std::size_t{3}); // these two, and statistics that say other numbers
        QCOMPARE(file->cases[0].attack, std::string("harmful:privacy · jailbreak"));
        QCOMPARE(file->cases[0].suite, std::string("release 14"));
        QVERIFY(file->cases[0].task != file->cases[1].task);
        QCOMPARE(file->cases[3].says, std::string("API call error: 429 Too Many Requests"));
        // A session that promptfoo names anew in each run does not make another task of it.
        const auto again = readResultFile(replaced(fixture("promptfoo.json"), "\"s-0\"", "\"another\""));
        QCOMPARE(again->cases[0].task, file->cases[0].task);
        for (const auto &[what, by, place] : {std::tuple{"\"version\": 3", "\"version\": 2", "/results/version"}, std::tuple{"\"success\": true", "\"success\": \"yes\"", "/results/results/0/success"},
                                              std::tuple{"\"failureReason\": 1", "\"failureReason\": 7", "/results/results/1/failureReason"}}) {
            const auto damaged = readResultFile(replaced(fixture("promptfoo.json"), what, by));
            QVERIFY2(!damaged.ok(), what);
            QCOMPARE(damaged.error().code, std::string("MND-EVL-002"));
            QCOMPARE(damaged.error().position.path, std::string(place));
        }
    }

    void aSmallFileDoesNotSpeakOfMoreCasesThanAMachineHolds()
    {
        const std::string counts = fixture("garak-counts.report.jsonl");
        const auto from = counts.find("\"passed\":");
        QVERIFY(from != std::string::npos);
        const auto line = counts.rfind('\n', from) + 1;
        const std::string eval = counts.substr(line, counts.find('\n', line) - line);
        std::string many = counts;
        for (int i = 0; i < 2049; ++i) { // together they are 0 modulo 2^64
            std::string one = eval;
            const auto nameEnd = one.find("\"probe\":");
            QVERIFY(nameEnd != std::string::npos);
            const auto quote = one.find('"', nameEnd + 8);
            one.insert(quote + 1, "p" + std::to_string(i));
            for (const char *key : {"\"passed\":", "\"total\":", "\"total_evaluated\":"}) {
                const auto at = one.find(key);
                if (at == std::string::npos)
                    continue;
                const auto begin = at + std::string(key).size();
                one.replace(begin, one.find_first_of(",}", begin) - begin, i == 2048 ? " 2048" : " 9007199254740991");
            }
            many += one + '\n';
        }
        const auto refused = readResultFile(many);
        QVERIFY(!refused);
        QVERIFY2(refused.error().happened.find("million") != std::string::npos, refused.error().happened.c_str());
    }

    void aNameThatStandsInManyCasesIsNotAsLongAsAFile()
    {
        const std::string name(301, 'n');
        const std::string sample = "\",\"config\":{}},\"samples\":[{\"id\":1,\"scores\":{\"m\":{\"value\":\"C\"}}}]}";
        for (const std::string &log : {"{\"version\":2,\"eval\":{\"task\":\"t\",\"model\":\"" + name + sample, "{\"version\":2,\"eval\":{\"model\":\"m\",\"task\":\"" + name + sample,
                                       "{\"version\":2,\"eval\":{\"task\":\"t\",\"scorers\":[{\"name\":\"" + name + "\"}]},\"samples\":[]}",
                                       "{\"version\":2,\"eval\":{\"task\":\"t\"},\"samples\":[{\"id\":1,\"scores\":{\"" + name + "\":{\"value\":\"C\"}}}]}",
                                       "{\"entry_type\":\"start_run setup\",\"plugins.model_name\":\"" + name + "\"}\n",
                                       "{\"entry_type\":\"attempt\",\"status\":2,\"uuid\":\"u\",\"probe_classname\":\"p.P\",\"detector_results\":{\"" + name + "\":[0]}}\n"}) {
            const auto refused = readResultFile(log);
            QVERIFY2(!refused.ok(), log.c_str());
            QCOMPARE(refused.error().code, std::string("MND-EVL-002"));
            QVERIFY2(refused.error().happened.find("300") != std::string::npos, refused.error().happened.c_str());
        }
        const auto sampleOf = [](const std::string &id) { return readResultFile("{\"version\":2,\"eval\":{\"task\":\"t\"},\"samples\":[{\"id\":\"" + id + "\",\"scores\":{\"m\":{\"value\":\"C\"}}}]}"); };
        QCOMPARE(sampleOf(name)->cases.at(0).task, sampleOf(name)->cases.at(0).task); // the same in every run
        QVERIFY(sampleOf(name)->cases.at(0).task.size() < 300);
        QCOMPARE(sampleOf("short")->cases.at(0).task, std::string("short"));
    }

    void whatIsNotUtf8IsRefusedAndWhatIsCutIsCutBetweenCharacters()
    {
        for (const char *table : {"qset,stated_confidence,correct\nPr\xfc" "fung,0.5,TRUE\n", "session,label\nR\xfcge,passed\n"}) {
            const auto refused = readResultFile(table);
            QVERIFY(!refused.ok());
            QCOMPARE(refused.error().code, std::string("MND-EVL-002"));
        }
        std::string word("a");
        for (int i = 0; i < 100; ++i)
            word += "\xc3\xbc"; // every limit lies inside a character
        const auto judged = readResultFile("{\"entries\":[{\"simulation_id\":\"s\",\"judge_verdict\":\"" + word + "\"}]}");
        QVERIFY(judged.ok());
        QVERIFY(isUtf8(judged->warnings.at(0)));
        for (const std::string &file : {"stated_confidence,correct\n" + word + ",TRUE\n", "stated_confidence,correct\n0.5," + word + "\n", "session,label\ns," + word + "\n",
                                        "{\"objective\":\"o\",\"conversation_id\":\"c\",\"outcome\":\"" + word + "\"}"}) {
            const auto refused = readResultFile(file);
            QVERIFY(!refused.ok());
            QVERIFY2(isUtf8(refused.error().happened), file.c_str());
        }
    }

    void garaksDetectorsAreCountedApart()
    {
        const auto file = readResultFile(fixture("garak.report.jsonl"));
        QVERIFY(file.ok());
        QCOMPARE(file->program, std::string("garak 0.13.1"));
        QCOMPARE(countResults(file->cases), counts(3, 3, 1, 2)); // of both detectors; one attempt was never judged
        const auto groups = attackGroups(file->cases);
        QCOMPARE(groups.size(), std::size_t{3});
        QCOMPARE(groups[0].scorer, std::string()); // the one without a judgement
        QCOMPARE(groups[1].scorer, std::string("dan.DAN"));
        QCOMPARE(groups[1].counts, counts(2, 1, 0, 1)); // as garak's own line says
        QCOMPARE(groups[2].counts, counts(1, 2, 0, 1));
        QCOMPARE(file->warnings.size(), std::size_t{3});
        QVERIFY(file->warnings[2].find("encoding.DecodeMatch scored no output") != std::string::npos);
        // A threshold of its own moves what counts as a hit.
        const auto strict = readResultFile(replaced(fixture("garak.report.jsonl"), "\"run.eval_threshold\": 0.5", "\"run.eval_threshold\": 0.2"));
        QCOMPARE(countResults(strict->cases), counts(2, 4, 1, 2));
        QVERIFY(strict->warnings[0].find("the attempts count") != std::string::npos);
        const auto old = readResultFile(fixture("garak-counts.report.jsonl"));
        QVERIFY(old.ok());
        QCOMPARE(countResults(old->cases), counts(8, 2, 0, 0));
        QCOMPARE(old->cases[0].scorer, std::string("dan.DAN"));
        for (const auto &[what, by, line] : {std::tuple{"[1.0, 0.0]", "[1.0, 7.0]", 4U}, std::tuple{"\"status\": 1", "\"status\": 3", 3U}, std::tuple{"\"passed\": 2", "\"passed\": 5", 8U}}) {
            const auto damaged = readResultFile(replaced(fixture("garak.report.jsonl"), what, by));
            QVERIFY2(!damaged.ok(), what);
            QCOMPARE(damaged.error().position.line, std::optional<std::uint64_t>(line));
        }
    }

    void inspectsScoresErrorsLimitsAndInvalidSamplesAreKeptApart()
    {
        const auto file = readResultFile(fixture("inspect.json"));
        QVERIFY2(file.ok(), file.ok() ? "" : file.error().happened.c_str());
        // C and 1 passed; I and 0 failed; one error; P, N, a limit, an invalid one and NaN are not scored.
        QCOMPARE(countResults(file->cases), counts(2, 2, 1, 5));
        QCOMPARE(file->cases[6].says, std::string("RuntimeError: connection reset"));
        QCOMPARE(file->cases[7].says, std::string("ended by a limit: time"));
        QCOMPARE(file->warnings.size(), std::size_t{5});
        // The same log as a ZIP; its samples come in the order of their files' names.
        const auto archive = readResultFile(fixture("inspect.eval"));
        QVERIFY2(archive.ok(), archive.ok() ? "" : archive.error().happened.c_str());
        QCOMPARE(countResults(archive->cases), countResults(file->cases));
        QCOMPARE(archive->cases[0], file->cases[9]); // the tenth
        QCOMPARE(archive->cases[1], file->cases[0]);
        QCOMPARE(archive->began, file->began);
        const auto whole = readResultFile(replaced(fixture("inspect.json"), "\"invalidated\": false", "\"invalidated\": true"));
        QCOMPARE(countResults(whole->cases), counts(0, 0, 0, 10));
        QCOMPARE(readResultFile(replaced(fixture("inspect.json"), "\"version\": 2", "\"version\": 3")).error().position.path, std::string("/version"));
        QCOMPARE(readResultFile(replaced(fixture("inspect.json"), "\"value\": \"I\",", "")).error().position.path, std::string("/samples/1/scores/match"));
        QVERIFY(!readResultFile(fixture("inspect.eval").substr(0, 2000)).ok());
        QVERIFY(!readResultFile("PK\x03\x04").ok());
    }

    void pyritsUndeterminedAttacksAreNotScored()
    {
        const auto file = readResultFile(fixture("pyrit.jsonl"));
        QVERIFY(file.ok());
        QCOMPARE(countResults(file->cases), counts(1, 1, 1, 1));
        QCOMPARE(file->cases[0].result, CaseResult::Failed); // "success" is the attacker's
        QCOMPARE(file->cases[3].attack, std::string("CrescendoAttack"));
        const auto damaged = readResultFile(replaced(fixture("pyrit.jsonl"), "undetermined", "perhaps"));
        QCOMPARE(damaged.error().position.line, std::optional<std::uint64_t>(3));
    }

    void recordedRunsOfAgentDojoSayWhatTheirLabelsMean()
    {
        const std::string run = "{\"suite_name\":\"banking\",\"pipeline_name\":\"m\",\"user_task_id\":\"user_task_0\",\"injection_task_id\":\"injection_task_1\",\"attack_type\":\"direct\",\"messages\":[],";
        const auto resultOf = [&run](const std::string &rest) { return readResultFile(run + rest)->cases[0].result; };
        QCOMPARE(resultOf("\"error\":null,\"utility\":true,\"security\":true}"), CaseResult::Failed);
        QCOMPARE(resultOf("\"error\":null,\"utility\":true,\"security\":false}"), CaseResult::Passed);
        QCOMPARE(resultOf("\"error\":\"too long\",\"utility\":false,\"security\":true}"), CaseResult::Error); // says true all the same
        QCOMPARE(resultOf("\"error\":null}"), CaseResult::NotScored);
        const std::string alone = replaced(replaced(run, "\"direct\"", "null"), "\"injection_task_1\"", "null");
        QCOMPARE(readResultFile(alone + "\"error\":null,\"utility\":false,\"security\":true}")->cases[0].result, CaseResult::Failed); // without attack the task counts
        QCOMPARE(readResultFile(replaced(alone, "user_task_0", "injection_task_0") + "\"error\":null,\"utility\":true,\"security\":true}")->cases[0].result, CaseResult::NotScored);
        QCOMPARE(readResultFile(run + "\"security\":1}").error().position.path, std::string("/security"));

        std::uint64_t files = 0;
        std::map<std::string, ResultCounts> byPipeline;
        for (const auto &entry : std::filesystem::recursive_directory_iterator(recorded() / "agentdojo")) {
            if (entry.path().extension() != ".json" || entry.path().string().find("important_instructions") == std::string::npos)
                continue;
            const auto file = readResultFile(bytesOf(entry.path()));
            QVERIFY2(file.ok(), entry.path().c_str());
            ++files;
            ++byPipeline[file->cases[0].subject].by.at(static_cast<std::size_t>(file->cases[0].result));
        }
        QVERIFY(files > 0);
        if (std::getenv("MANDATE_RUNS")) { // the reference answers: .625 of 144, and one run that lacks its labels
            QCOMPARE(byPipeline.at("gpt-4o-2024-05-13"), counts(54, 90, 0, 0));
            QCOMPARE(byPipeline.at("local-repeat_user_prompt").of(CaseResult::NotScored), std::uint64_t{1});
            const auto log = readResultFile(bytesOf(recorded() / "inspect/2025-05-12T20-27-36-04-00_browser.json"));
            QVERIFY(log.ok());
            QCOMPARE(countResults(log->cases), counts(1, 0, 0, 0));
            QCOMPARE(log->cases[0].subject, std::string("openai/gpt-4o-mini"));
        }
    }

    void labelledSessionsAreReadStrictly()
    {
        const auto file = readResultFile("session,label,by\na,passed,ada\na,failed,bob\nb,error,ada\nc,,ada\n");
        QVERIFY(file.ok());
        QCOMPARE(countResults(file->cases), counts(1, 1, 1, 1));
        for (const std::string table : {"session,label,by\na,passed,ada\na,failed,ada\n", "session,label\n,passed\n", "session,label\na,maybe\n", "session,label\na\n"})
            QVERIFY2(!readResultFile(table).ok(), table.c_str());
    }

    void aListOfSessionsIsReadAsItWasWritten()
    {
        SessionList list;
        list.agent = "bank";
        list.ledger = "mandate.local/x";
        list.size = 12;
        list.ended = day(2);
        for (const CaseResult result : {CaseResult::Passed, CaseResult::Failed, CaseResult::Error, CaseResult::NotScored}) {
            ResultCase one;
            one.subject = "m";
            one.suite = "banking";
            one.task = one.session = "s " + std::string(nameOf(result));
            one.attack = "direct";
            one.result = result;
            one.useful = true;
            list.sessions.push_back(one);
        }
        const auto file = readResultFile(sessionListJson(list));
        QVERIFY(file.ok());
        QCOMPARE(file->cases, list.sessions);
        QCOMPARE(file->kind, ResultKind::RedTeam);
        QCOMPARE(file->began, std::optional(day(2)));
        QCOMPARE(readResultFile(replaced(sessionListJson(list), "\"error\"", "\"broke\"")).error().position.path, std::string("/sessions/2/result"));
    }

    void aRegressionIsOnlyWhatIsBeyondChance()
    {
        std::vector<ResultCase> before, after;
        addCases(before, "clear", 1, 39);   // 1 of 40 against 11 of 40: Fisher's p is .003, as FEATURES.md section 5 has it
        addCases(after, "clear", 11, 29);
        for (ResultCase &one : after)
            one.task += " of another set";
        addCases(before, "small", 6, 14);   // 6 of 20 against 3 of 20: p = .45
        std::vector<ResultCase> small;
        addCases(small, "small", 3, 17);
        for (ResultCase &one : small)
            one.task += " of another set";
        after.insert(after.end(), small.begin(), small.end());
        addCases(before, "same tasks", 0, 10); // the same ten tasks, six of which got worse: McNemar's p is 2/64
        addCases(after, "same tasks", 6, 4);
        addCases(before, "only before", 0, 5);
        ResultCase error;
        error.attack = "only before";
        error.result = CaseResult::Error;
        after.push_back(error);
        const auto compared = compareResults(before, after);
        QCOMPARE(compared.size(), std::size_t{4});
        const auto of = [&compared](const std::string &attack) { return *std::ranges::find(compared, attack, &ShareComparison::attack); };
        QCOMPARE(of("clear").change, ShareChange::Regression);
        QCOMPARE(of("clear").test, ShareTest::Fisher);
        QVERIFY(std::abs(of("clear").p - 0.0033) < 0.0005);
        QCOMPARE(of("small").change, ShareChange::NotShown);
        QVERIFY(std::abs(of("small").p - 0.451) < 0.001);
        QCOMPARE(of("same tasks").test, ShareTest::McNemar);
        QCOMPARE(of("same tasks").worsened, std::uint64_t{6});
        QCOMPARE(of("same tasks").p, 2.0 / 64);
        QCOMPARE(of("same tasks").change, ShareChange::Regression);
        QCOMPARE(compareResults(after, before)[2].change, ShareChange::Improvement);
        QCOMPARE(of("only before").change, ShareChange::Lost); // an error is nothing that was scored
        QCOMPARE(of("only before").after.of(CaseResult::Error), std::uint64_t{1});
        QCOMPARE(mostWhereNoneFailed(300), 0.01);
    }

    void whatNobodyMeasuredIsMissingInTheGrid()
    {
        const auto evaluation = [](std::uint64_t entry, const std::string &model, const std::string &attack, std::uint64_t failed) {
            EvaluationStatement statement;
            statement.entry = entry;
            statement.kind = ResultKind::RedTeam;
            statement.model = model;
            statement.signer.at = day(static_cast<std::int64_t>(entry));
            std::vector<ResultCase> cases;
            addCases(cases, attack, failed, 10 - failed);
            return EvaluationWithCases{statement, cases};
        };
        const EvaluationGrid grid = evaluationGrid({evaluation(1, "m1", "direct", 5), evaluation(2, "m2", "tool_knowledge", 0), evaluation(3, "m1", "direct", 2)});
        QCOMPARE(grid.rows.size(), std::size_t{2});
        QCOMPARE(grid.columns.size(), std::size_t{2});
        QCOMPARE(grid.columns[1].model, std::string("m1")); // evaluated last
        QVERIFY(!grid.at(0, 0)); // direct under m2
        QVERIFY(!grid.at(1, 1));
        QCOMPARE(grid.at(0, 1)->counts.of(CaseResult::Failed), std::uint64_t{2}); // the newest, not both
        QCOMPARE(grid.at(0, 1)->older, std::uint64_t{1});
        QCOMPARE(grid.at(1, 0)->counts.of(CaseResult::Failed), std::uint64_t{0});
    }

    void onlyWhatScoredSomethingReplacesWhatDid()
    {
        const auto evaluation = [](std::uint64_t entry, CaseResult result, std::optional<Instant> ran, bool mayCount = true) {
            EvaluationStatement statement;
            statement.entry = entry;
            statement.kind = ResultKind::RedTeam;
            statement.model = "m";
            statement.ran = ran;
            statement.signer.at = day(static_cast<std::int64_t>(entry) + 100);
            statement.mayCount = mayCount;
            std::vector<ResultCase> cases;
            addCases(cases, "direct", 0, 10);
            for (ResultCase &one : cases)
                one.result = result;
            return EvaluationWithCases{statement, cases};
        };
        const auto cellOf = [](const std::vector<EvaluationWithCases> &evaluations) { return *evaluationGrid(evaluations).at(0, 0); };
        const auto scored = cellOf({evaluation(1, CaseResult::Passed, day(1)), evaluation(2, CaseResult::Failed, day(2)), evaluation(3, CaseResult::Error, day(3)), evaluation(4, CaseResult::NotScored, day(4))});
        QCOMPARE(scored.entry, std::uint64_t{2});
        QCOMPARE(scored.counts.of(CaseResult::Failed), std::uint64_t{10});
        QCOMPARE(scored.older, std::uint64_t{1});
        QCOMPARE(scored.unscoredNewer, std::uint64_t{2});
        QCOMPARE(scored.ran, std::optional(day(2)));
        // Scored again: nothing of before counts as newer. And what was never scored says so.
        const auto again = cellOf({evaluation(1, CaseResult::Error, day(1)), evaluation(2, CaseResult::Failed, day(2)), evaluation(3, CaseResult::Error, day(3)), evaluation(4, CaseResult::Passed, day(4))});
        QCOMPARE(again.entry, std::uint64_t{4});
        QCOMPARE(again.older, std::uint64_t{1});
        QCOMPARE(again.unscoredNewer, std::uint64_t{0});
        QCOMPARE(cellOf({evaluation(1, CaseResult::Error, day(1)), evaluation(2, CaseResult::Error, day(2))}).counts.of(CaseResult::Error), std::uint64_t{10});
        // Nobody said when it ran: signed last, and it replaces nothing of which somebody did.
        const auto undated = cellOf({evaluation(1, CaseResult::Failed, day(1)), evaluation(2, CaseResult::Passed, std::nullopt)});
        QCOMPARE(undated.entry, std::uint64_t{1});
        QCOMPARE(undated.older, std::uint64_t{1});
        QVERIFY(!evaluatedAt(evaluation(2, CaseResult::Passed, std::nullopt).first));
        QCOMPARE(evaluatedAt(evaluation(2, CaseResult::Passed, day(500)).first), std::optional(day(102))); // not after it was signed for
        // By who may not: in no cell, and told.
        const EvaluationGrid grid = evaluationGrid({evaluation(1, CaseResult::Failed, day(1)), evaluation(2, CaseResult::Passed, day(2), false)});
        QCOMPARE(grid.at(0, 0)->entry, std::uint64_t{1});
        QCOMPARE(grid.at(0, 0)->older, std::uint64_t{0});
        QCOMPARE(grid.barred, std::vector<std::uint64_t>{2});
    }

    void theSameResultsAreTheSameInAnyOrderAndInAnyWords()
    {
        std::vector<ResultCase> one;
        addCases(one, "direct", 3, 7);
        std::vector<ResultCase> other(one.rbegin(), one.rend());
        other.front().says = "in other words";
        QVERIFY(sameResults(one, other));
        other.front().result = CaseResult::Error;
        QVERIFY(!sameResults(one, other));
        other = one;
        other.pop_back();
        QVERIFY(!sameResults(one, other));
    }

    void anEvaluationIsDueForWhatThePactNamesAndOverdueAtItsDeadline()
    {
        StalenessFacts facts;
        facts.now = day(100);
        facts.last = LastEvaluated{day(60), "ada", 5};
        facts.changes = {change(TriggerKind::Model, 95), change(TriggerKind::Incident, 70)};
        QCOMPARE(stalenessOf(facts).state, EvaluationState::NotAsked);
        facts.triggers = {"model"};
        Staleness told = stalenessOf(facts);
        QCOMPARE(told.state, EvaluationState::Due); // the incident is no reason that this pact names
        QCOMPARE(told.reasons.size(), std::size_t{1});
        QCOMPARE(told.deadline, std::optional(day(109))); // fourteen days
        facts.cadence = "weekly";
        facts.last = LastEvaluated{day(94), "ada", 5};
        QCOMPARE(stalenessOf(facts).deadline, std::optional(day(101))); // the cadence runs out before seven days from the change
        facts.triggers = {"model", "incident"};
        told = stalenessOf(facts);
        QCOMPARE(told.state, EvaluationState::Overdue);
        QCOMPARE(told.reasons.front().change.kind, TriggerKind::Incident);
        facts.changes.clear();
        facts.cadence = "quarterly";
        facts.last = LastEvaluated{day(50), "ada", 5};
        QCOMPARE(stalenessOf(facts).state, EvaluationState::Current);
        QCOMPARE(stalenessOf(facts).deadline, std::optional(day(142)));
        facts.now = day(130);
        QCOMPARE(stalenessOf(facts).state, EvaluationState::Due); // in its last fourteen days
        facts.now = day(143);
        QCOMPARE(stalenessOf(facts).state, EvaluationState::Overdue);
        facts.last.reset();
        facts.asksSince = day(135);
        told = stalenessOf(facts);
        QCOMPARE(told.state, EvaluationState::Due);
        QCOMPARE(told.reasons.front().change.kind, TriggerKind::Never);
        facts.now = day(150);
        QCOMPARE(stalenessOf(facts).state, EvaluationState::Overdue);
        facts.undated = LastEvaluated{day(148), "ada", 9}; // nobody said when it ran: as if there were none, and said
        told = stalenessOf(facts);
        QCOMPARE(told.state, EvaluationState::Overdue);
        QCOMPARE(told.reasons.front().change.kind, TriggerKind::Undated);
        QCOMPARE(told.reasons.front().change.entry, std::uint64_t{9});
        QCOMPARE(reasonWords(told.reasons.front()), std::string("nobody said when its evaluation ran."));
    }
};

QTEST_GUILESS_MAIN(ResultFilesTest)
#include "result_files_test.moc"
