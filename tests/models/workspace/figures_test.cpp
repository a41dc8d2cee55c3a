// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of each agent beside its violations, and what evaluations say. With MANDATE_RUNS the full recorded runs are counted and held to what an
// independent program counted.
#include "tests/models/workspace/made_trail.h"

#include "models/evaluations/result_figures.h"
#include "models/metrics/agent_figures.h"
#include "models/metrics/violation_rate.h"
#include "models/workspace/evaluations.h"
#include "models/workspace/metric_trail.h"
#include "models/workspace/target_standings.h"

#include <QDirIterator>
#include <QTest>
#include <nlohmann/json.hpp>

#include <fstream>

using namespace mandate;
using namespace mandate::test;
using Json = nlohmann::json;

class FiguresTest : public QObject
{
    Q_OBJECT

    WorkspaceFolder m_folder;

    static std::string bytesOf(const std::string &path)
    {
        std::ifstream file(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }

private Q_SLOTS:
    void resultsAreKeptWithTheirBytesAndCountOnce()
    {
        const auto workspace = m_folder.workspace(shopPact());
        Evaluations evaluations(*workspace);
        const std::string table = "llm,stated_confidence,correct\nm,0.9,TRUE\nm,0.4,FALSE\n";
        const auto first = need(evaluations.import(table, {"clerk", "quiz", "m-2026", {}, "quiz.csv"}));
        QVERIFY(!first.known);
        QCOMPARE(first.statement.pact.empty(), workspace->standing("clerk").pactId.empty());
        const EntryNumber size = workspace->store().size();
        QVERIFY(need(evaluations.import(table, {"clerk", "quiz", "m-2026", {}, "again.csv"})).known);
        QCOMPARE(workspace->store().size(), size);
        QVERIFY(!evaluations.import("no results", {}).ok());
        QCOMPARE(workspace->store().size(), size);
        const auto all = workspace->evaluations();
        QCOMPARE(all.size(), std::size_t{1});
        QCOMPARE(need(resultsOf(*workspace, all[0])).cases.size(), std::size_t{2});
        QVERIFY(need(workspace->verify()).ok);
        // Who opens it anew reads the same.
        const auto again = need(Workspace::open(workspace->path(), true));
        QVERIFY(again->evaluations() == all);
    }

    void anEvaluationOfLongAgoIsOldHoweverLateItIsBroughtIn()
    {
        const auto workspace = m_folder.workspace(shopPact());
        Evaluations evaluations(*workspace);
        (void)need(evaluations.import("stated_confidence,correct\n1,TRUE\n", {"clerk", "quiz", {}, Instant{86'400'000'000'000}, "old.csv"}));
        const Gate gate = need(workspace->gate("clerk"));
        QVERIFY2(gate.checks[3].says.find("1970-01-02") != std::string::npos, gate.checks[3].says.c_str());
    }

    void aTargetThatIsMissedOpensAnIncidentAndStopsTheAgentWhereThePactSaysSo()
    {
        std::string pact = shopPact();
        const std::string before = "\"clauses\":";
        pact.insert(pact.find(before), "\"targets\":[{\"metric\":\"scope_violation_rate\",\"bound\":0.01,\"window\":\"30d\"},{\"metric\":\"happiness\",\"bound\":1,\"window\":\"1d\"}],"
                                       "\"on_breach\":[\"open_incident\"],");
        Surroundings around;
        around.clock = [] { return at(200); };
        const auto workspace = need(Workspace::create(m_folder.path("targets.mandate"), around));
        (void)need(workspace->addPact(pact));
        std::vector<Call> calls;
        for (int i = 0; i < 100; ++i)
            calls.push_back({"s" + std::to_string(i), "pay", i % 20 == 0 ? R"({"amount":150})" : R"({"amount":20})", i});
        calls.push_back({"none", "pay", R"({"amount":150})", {}}); // without a time it is in no window
        (void)need(workspace->import({m_folder.write("targets.jsonl", lines(calls))}, {}));
        const auto trail = need(readMetricTrail(*workspace));
        QCOMPARE(trail->rows.size(), std::size_t{101});
        const auto standings = targetStandings(*workspace, *trail, {});
        QCOMPARE(standings.size(), std::size_t{2});
        QCOMPARE(standings[0].n, std::uint64_t{100});
        QCOMPARE(standings[0].k, std::uint64_t{5});
        QVERIFY(standings[0].budget && standings[0].budget->spent());
        QVERIFY(standings[0].answer == TargetAnswer::Missed);
        QVERIFY(!standings[1].metric); // nothing measures it, and it says so
        const auto missed = [&workspace] {
            const auto incidents = need(workspace->incidents());
            return std::ranges::count_if(incidents, [](const Incident &incident) { return incident.clause.id == "target_missed.scope_violation_rate"; });
        };
        QCOMPARE(missed(), 1);
        (void)need(workspace->import({m_folder.write("more.jsonl", lines({{"again", "pay", R"({"amount":150})", 150}}, 500))}, {}));
        QCOMPARE(missed(), 1); // still the same
        MetricWindow first;
        first.agent = "clerk";
        first.untilNs = at(50).nanoseconds;
        const WindowFigures half = figuresIn(*trail, first);
        QCOMPARE(half.calls, std::uint64_t{50});
        QCOMPARE(half.attempted, std::uint64_t{3});
        QCOMPARE(half.violatingRuns, std::uint64_t{3});
        QCOMPARE(half.withoutTime, std::uint64_t{1});
        QCOMPARE(figuresIn(*trail, {}).calls, std::uint64_t{101});
        // An old log opens none: only the window that ends now counts.
        around.clock = [] { return Instant{at(0).nanoseconds + 90LL * 86400 * 1'000'000'000}; };
        const auto later = need(Workspace::create(m_folder.path("later.mandate"), around));
        (void)need(later->addPact(pact));
        (void)need(later->import({m_folder.path("targets.jsonl")}, {}));
        const auto old = need(later->incidents());
        QVERIFY(std::ranges::none_of(old, [](const Incident &incident) { return incident.clause.id.starts_with("target_missed"); }));
        const auto asOf = targetStandings(*later, *need(readMetricTrail(*later)), {});
        QVERIFY(asOf[0].asOfLastAction && asOf[0].n == 100);
    }

    void aTrailReadOnIsTheTrailReadAnew()
    {
        const auto workspace = m_folder.workspace();
        const auto add = [&workspace](const char *pactName) {
            QFile pact(QStringLiteral(MANDATE_SOURCE_DIR "/resources/pacts/%1.json").arg(QString::fromLatin1(pactName)));
            QVERIFY(pact.open(QIODevice::ReadOnly));
            (void)need(workspace->addPact(pact.readAll().toStdString()));
        };
        std::vector<std::string> files;
        QDirIterator sample(QStringLiteral(MANDATE_SOURCE_DIR "/resources/sample"), {QStringLiteral("*.json")}, QDir::Files, QDirIterator::Subdirectories);
        while (sample.hasNext())
            files.push_back(sample.next().toStdString());
        std::ranges::sort(files);
        QVERIFY(files.size() > 2);
        auto trail = need(readMetricTrail(*workspace));
        QCOMPARE(trail->rows.size(), std::size_t{0});
        std::size_t pactsAdded = 0;
        for (const std::string &file : files) {
            if (pactsAdded < 2) // verdicts of what is there change, and readOn has to see it
                add(pactsAdded++ == 0 ? "airline" : "telecom");
            (void)need(workspace->import({file}, {}));
            trail = need(MetricTrails(*workspace).readOn(*trail));
            const auto anew = need(readMetricTrail(*workspace));
            MetricWindow half;
            half.untilNs = trail->byTime.empty() ? 0 : trail->rows.timeNs[trail->byTime[trail->byTime.size() / 2]];
            for (const MetricWindow &window : {MetricWindow(), half})
                QVERIFY2(agentFiguresIn(*trail, window) == agentFiguresIn(*anew, window), file.c_str());
            const ViolationSeries on = violationSeries(*trail, {});
            const ViolationSeries fresh = violationSeries(*anew, {});
            QVERIFY(on.runs == fresh.runs && on.violatingRuns == fresh.violatingRuns && on.rows.size() == fresh.rows.size());
            for (std::size_t i = 0; i < on.rows.size(); ++i)
                QVERIFY(on.rows[i].clause == fresh.rows[i].clause && on.rows[i].attempted == fresh.rows[i].attempted && on.rows[i].decidable == fresh.rows[i].decidable);
        }
        QVERIFY(!agentFiguresIn(*trail, {}).empty());
    }

    void figuresApartAddUpToThoseTogether()
    {
        const auto workspace = m_folder.workspace();
        for (const char *name : {"airline", "telecom"}) {
            QFile pact(QStringLiteral(MANDATE_SOURCE_DIR "/resources/pacts/%1.json").arg(QString::fromLatin1(name)));
            QVERIFY(pact.open(QIODevice::ReadOnly));
            (void)need(workspace->addPact(pact.readAll().toStdString()));
        }
        (void)need(workspace->import({MANDATE_SOURCE_DIR "/resources/sample"}, {}));
        const auto trail = need(readMetricTrail(*workspace));
        const RunModels models = need(readRunModels(*workspace, *trail));
        const RunModels again = need(readRunModels(*workspace, *trail, models));
        QVERIFY(again.model == models.model && again.names == models.names);
        QVERIFY(models.names.size() > 1);
        const WindowFigures together = figuresIn(*trail, {});
        std::uint64_t scored = 0;
        for (const AgentFigures &agent : agentFiguresIn(*trail, {}))
            scored += agent.behaviour.scoredRuns;
        for (const Split split : {Split::Pact, Split::Model, Split::Tool}) {
            SplitFigures sum;
            for (const SplitFigures &of : figuresBy(*trail, {}, split, models)) {
                sum.calls += of.calls;
                sum.attempted += of.attempted;
                sum.undecidable += of.undecidable;
                sum.unapproved += of.unapproved;
                sum.evidenceMissing += of.evidenceMissing;
                sum.judgedRuns += of.judgedRuns;
                sum.violatingRuns += of.violatingRuns;
                sum.scoredRuns += of.scoredRuns;
            }
            QVERIFY(sum.calls == together.calls && sum.attempted == together.attempted && sum.undecidable == together.undecidable);
            QVERIFY(sum.unapproved == together.unapproved && sum.evidenceMissing == together.evidenceMissing);
            if (split == Split::Tool)
                continue;
            QVERIFY(sum.judgedRuns == together.runs && sum.violatingRuns == together.violatingRuns);
            QVERIFY2(sum.scoredRuns <= scored && sum.scoredRuns > 0, std::to_string(sum.scoredRuns).c_str()); // a run without a call is in none
        }
        const auto byPact = figuresBy(*trail, {}, Split::Pact);
        QVERIFY(std::ranges::any_of(byPact, [](const SplitFigures &of) { return of.name == "airline-service@1.0.0" && of.judgedRuns > 0; }));
        QVERIFY(std::ranges::any_of(byPact, [](const SplitFigures &of) { return of.name.empty() && of.decidable == 0; })); // the others no pact binds
    }

    void whatATaskDoesNotExpectIsCountedForToolsThatChangeSomething()
    {
        const QString full = qEnvironmentVariable("MANDATE_RUNS");
        if (full.isEmpty()) { // the sample holds a few of the recorded runs
            const auto sample = m_folder.workspace();
            QFile pact(QStringLiteral(MANDATE_SOURCE_DIR "/resources/pacts/airline.json"));
            QVERIFY(pact.open(QIODevice::ReadOnly));
            (void)need(sample->addPact(pact.readAll().toStdString()));
            (void)need(sample->import({MANDATE_SOURCE_DIR "/resources/sample"}, {}));
            std::uint64_t runs = 0;
            for (const AgentFigures &agent : agentFiguresIn(*need(readMetricTrail(*sample)), {})) {
                QVERIFY(agent.writes.unexpected <= agent.writes.writes && agent.writes.runsWithUnexpected <= agent.writes.runs);
                runs += agent.writes.runs;
                if (agent.behaviour.deployment == "retail")
                    QCOMPARE(agent.writes.writes, std::uint64_t{0}); // no pact says which of its tools change something
            }
            QVERIFY(runs > 0);
            return;
        }
        const auto workspace = m_folder.workspace();
        for (const char *name : {"airline", "retail", "telecom", "banking"}) {
            QFile pact(QStringLiteral(MANDATE_SOURCE_DIR "/resources/pacts/%1.json").arg(QString::fromLatin1(name)));
            QVERIFY(pact.open(QIODevice::ReadOnly));
            (void)need(workspace->addPact(pact.readAll().toStdString()));
        }
        (void)need(workspace->import({full.toStdString()}, {}));
        const Json reference = Json::parse(bytesOf(full.toStdString() + "/reference_answers.json"));
        int compared = 0;
        for (const auto &[name, answers] : reference.items()) {
            if (!answers.contains("writes_not_in_ground_truth"))
                continue;
            RowFilter filter;
            for (const std::string &source : need(workspace->store().names(Dimension::Source))) {
                if (source == name || source.ends_with('/' + name))
                    filter.sources.push_back(source);
            }
            const auto agents = agentFiguresIn(*need(MetricTrails(*workspace).read(filter)), {});
            QVERIFY2(agents.size() == 1, name.c_str());
            const AgentFigures &agent = agents.front();
            const Json &writes = answers["writes_not_in_ground_truth"];
            QCOMPARE(agent.writes.unexpected, writes["executed_calls"].get<std::uint64_t>());
            QCOMPARE(agent.writes.runsWithUnexpected, writes["runs"].get<std::uint64_t>());
            QCOMPARE(agent.writes.sameInValue, std::uint64_t{name == "tau2/telecom/gpt-4.1.json" ? 6U : 0U}); // 2 GB where the task says 2.0 GB
            QCOMPARE(agent.writes.runsExpectingNone, writes["runs_whose_task_expects_no_write"].get<std::uint64_t>());
            QCOMPARE(agent.writes.ofTheseWrote, writes["of_which_wrote"].get<std::uint64_t>());
            const Json &evidence = answers["evidence"];
            QCOMPARE(agent.evidence.calls, evidence["calls"].get<std::uint64_t>());
            QCOMPARE(agent.evidence.withInput, evidence["with_input"].get<std::uint64_t>());
            QCOMPARE(agent.evidence.withResult, evidence["with_result"].get<std::uint64_t>());
            QCOMPARE(agent.evidence.withTime, evidence["with_time"].get<std::uint64_t>());
            QCOMPARE(agent.evidence.withDecisionBasis, evidence["with_decision_basis"].get<std::uint64_t>());
            QCOMPARE(agent.evidence.withSignature, evidence["with_signature"].get<std::uint64_t>());
            ++compared;
        }
        QCOMPARE(compared, 10);
        evaluationsAreThoseOfTheReference(*workspace, full.toStdString(), reference);
    }

private:
    void evaluationsAreThoseOfTheReference(Workspace &workspace, const std::string &data, const Json &reference)
    {
        Evaluations evaluations(workspace);
        const auto table = need(evaluations.import(bytesOf(data + "/confidence/llm-confidence-correct.csv"), {{}, {}, {}, {}, "confidence.csv"}));
        QCOMPARE(table.statement.counts.cases(), reference["confidence"]["rows"].get<std::uint64_t>());
        int groups = 0;
        for (const CalibrationGroup &group : calibrationGroups(need(resultsOf(workspace, table.statement)).cases)) {
            const Json &answers = reference["confidence"]["models"][group.subject][group.suite.empty() ? "all" : group.suite];
            const Calibration all = calibration(group.answers);
            QCOMPARE(all.count, answers["n"].get<std::uint64_t>());
            QVERIFY(std::abs(all.ece - answers["ece_10_equal_width_bins"].get<double>()) < 1e-6);
            QVERIFY(std::abs(all.brier - answers["brier"].get<double>()) < 1e-6);
            for (std::size_t bin = 0; bin < 10; ++bin) {
                const std::string key = std::to_string(bin);
                QCOMPARE(all.bins[bin].count, answers["bins"].contains(key) ? answers["bins"][key]["n"].get<std::uint64_t>() : 0);
                if (all.bins[bin].count > 0)
                    QVERIFY(std::abs(all.bins[bin].accuracy() - answers["bins"][key]["accuracy"].get<double>()) < 1e-6);
            }
            ++groups;
            if (!group.suite.empty())
                continue;
            const auto curve = handOffCurve(group.answers);
            const auto told = [&](double allowed) {
                const auto point = handOffThreshold(curve, allowed);
                return point ? QStringLiteral("%1 %2").arg(point->threshold).arg(point->alone) : QStringLiteral("none");
            };
            if (group.subject == "gpt-4o") {
                QCOMPARE(told(0.05), QStringLiteral("none"));
                QCOMPARE(told(0.1), QStringLiteral("none"));
                QCOMPARE(told(0.2), QStringLiteral("0.85 5281"));
            } else if (group.subject == "claude-3-7-sonnet-20250219") {
                QCOMPARE(told(0.1), QStringLiteral("0.96 2435"));
            }
        }
        QCOMPARE(groups, 36);
        const std::string judge = "/tau2/judge/airline_gpt-4o-2024-11-20_policy_chain_of_thought_v1.json";
        const auto opinions = need(evaluations.import(bytesOf(data + judge), {{}, {}, {}, {}, "judge.json"}));
        const auto labels = need(sessionLabels(workspace));
        const auto figures = judgeFigures(need(resultsOf(workspace, opinions.statement)).cases, [&labels](const std::string &session) {
            const auto known = labels.find(session);
            return known == labels.end() ? std::nullopt : std::optional(known->second);
        });
        QCOMPARE(figures.size(), std::size_t{1});
        QCOMPARE(figures[0].labelledByTrail, std::uint64_t{50});
        QCOMPARE(figures[0].contradicted, std::uint64_t{0});
        const Json &words = reference[judge.substr(1)]["verdict_vs_reward"];
        QCOMPARE(figures[0].words.size(), words.size());
        for (const auto &[key, count] : figures[0].words)
            QCOMPARE(count, words[key.first + "|tau2_success=" + (key.second ? "True" : "False")].get<std::uint64_t>());
    }
};

QTEST_GUILESS_MAIN(FiguresTest)
#include "figures_test.moc"
