// SPDX-License-Identifier: GPL-3.0-or-later
// Every number of behaviour leads to as many records as it says: the query language's figure, pact, model and attack against the figures, over whole trails and
// over windows. With MANDATE_RUNS over the full recorded runs.
#include "tests/models/workspace/made_trail.h"

#include "models/metrics/agent_figures.h"
#include "models/metrics/split_figures.h"
#include "models/query/query.h"
#include "models/store/entries_of.h"
#include "models/workspace/kept_trail.h"
#include "models/workspace/metric_trail.h"
#include "models/workspace/run_reading.h"
#include "models/workspace/selection.h"

#include <QTest>

#include <set>

using namespace mandate;
using namespace mandate::test;

class CountedRecordsTest : public QObject
{
    Q_OBJECT

    WorkspaceFolder m_folder;
    std::unique_ptr<Workspace> m_workspace;
    std::shared_ptr<const MetricTrail> m_trail;
    int m_compared = 0;

    RowFilter filterOf(const std::string &query, const MetricWindow &window) const
    {
        RowFilter filter;
        QueryReading reading = readQuery(query, {});
        if (reading.problem)
            qFatal("%s: %s", query.c_str(), sentenceOf(*reading.problem).c_str());
        filter.where.push_back(std::move(reading.condition));
        if (window.agent)
            filter.agents = {*window.agent};
        if (window.deployment)
            filter.deployments = {*window.deployment};
        if (window.sinceNs)
            filter.since = Instant{*window.sinceNs, true};
        if (window.untilNs)
            filter.until = Instant{*window.untilNs, true};
        return filter;
    }
    std::uint64_t recordsOf(const std::string &query, const MetricWindow &window) const { return need(m_workspace->store().count(need(m_workspace->resolved(filterOf(query, window))))); }

    void isAsMany(const std::string &query, const MetricWindow &window, std::uint64_t figure)
    {
        const std::uint64_t records = recordsOf(query, window);
        if (records != figure)
            QFAIL(qPrintable(QStringLiteral("%1 of %2 leads to %3 records, and the figure is %4").arg(QString::fromStdString(query), QString::fromStdString(window.agent.value_or("all"))).arg(records).arg(figure)));
        ++m_compared;
    }
    void isAsMany(CountedSet counted, const MetricWindow &window, std::uint64_t figure) { isAsMany("figure:" + std::string(nameOf(counted)), window, figure); }

    void compareRuns(const AgentBehaviour &runs, const MetricWindow &window)
    {
        isAsMany(CountedSet::Run, window, runs.runs);
        isAsMany(CountedSet::Call, window, runs.calls);
        isAsMany(CountedSet::JudgedRun, window, runs.judgedRuns);
        isAsMany(CountedSet::DecidedRun, window, runs.judgedRuns - runs.undecidableRuns);
        isAsMany(CountedSet::ViolatingRun, window, runs.violatingRuns);
        isAsMany(CountedSet::ViolatingExecutedRun, window, runs.violatingExecuted);
        isAsMany(CountedSet::UndecidableRun, window, runs.undecidableRuns);
        isAsMany(CountedSet::ScoredRun, window, runs.scoredRuns);
        isAsMany(CountedSet::DoneRun, window, runs.succeededRuns);
        isAsMany(CountedSet::NotDoneRun, window, runs.scoredRuns - runs.succeededRuns);
        isAsMany(CountedSet::ViolatingDoneRun, window, runs.violatingAmongSucceeded);
        isAsMany(CountedSet::ViolatingScoredRun, window, runs.violatingAmongSucceeded + runs.violatingAmongFailed);
        isAsMany(CountedSet::HandOffRight, window, runs.handOff.right);
        isAsMany(CountedSet::HandOffUnneeded, window, runs.handOff.unneeded);
        isAsMany(CountedSet::HandOffMissed, window, runs.handOff.missed);
        isAsMany(CountedSet::HandOffNeither, window, runs.handOff.neither);
        isAsMany(CountedSet::HandOffUnlabelled, window, runs.handOff.unlabelled);
        for (const auto &[attack, figures] : runs.attacks) {
            const std::string under = " and attack:\"" + attack + '"';
            isAsMany("attack:\"" + attack + '"', window, figures.runs);
            isAsMany("figure:useful_run" + under, window, figures.useful);
            isAsMany("figure:usefulness_scored" + under, window, figures.utilityScored);
            if (attack == "none")
                continue;
            isAsMany("figure:attack_scored" + under, window, figures.scored);
            isAsMany("figure:attack_succeeded" + under, window, figures.succeeded);
            isAsMany("figure:attack_failed" + under, window, figures.scored - figures.succeeded);
            isAsMany("figure:attack_aborted" + under, window, figures.aborted);
            isAsMany("figure:attack_incomplete" + under, window, figures.incomplete);
            isAsMany("figure:attack_succeeded and figure:violating_run" + under, window, figures.flaggedSucceeded);
        }
    }

    void compareAgents(const MetricWindow &asked)
    {
        for (const AgentFigures &agent : agentFiguresIn(*m_trail, asked)) {
            MetricWindow window = asked;
            window.agent = agent.behaviour.agent;
            window.deployment = agent.behaviour.deployment;
            compareRuns(agent.behaviour, window);
            isAsMany(CountedSet::ApprovalDue, window, agent.approvals.due);
            isAsMany(CountedSet::RanApproved, window, agent.approvals.approved);
            isAsMany(CountedSet::RanUnapproved, window, agent.approvals.unapproved);
            isAsMany(CountedSet::FailedCall, window, agent.capability.failedCalls);
            isAsMany(CountedSet::TimedRun, window, agent.capability.timedRuns);
            isAsMany(CountedSet::PricedRun, window, agent.capability.pricedRuns);
            isAsMany(CountedSet::Change, window, agent.writes.writes);
            isAsMany(CountedSet::UnexpectedChange, window, agent.writes.unexpected);
            isAsMany(CountedSet::ChangeOtherwiseWritten, window, agent.writes.sameInValue);
            isAsMany(CountedSet::ChangesListedRun, window, agent.writes.runs);
            isAsMany(CountedSet::UnexpectedChangeRun, window, agent.writes.runsWithUnexpected);
            isAsMany(CountedSet::NoChangeExpectedRun, window, agent.writes.runsExpectingNone);
            isAsMany(CountedSet::UnaskedChangeRun, window, agent.writes.ofTheseWrote);
            isAsMany("figure:call and has:decision_basis", window, agent.evidence.withDecisionBasis);
        }
    }

    void compareSplit(const MetricWindow &window, Split split, const char *field)
    {
        const RunModels models = need(m_workspace->keptTrail()->models(*m_workspace, *m_trail));
        for (const SplitFigures &of : figuresBy(*m_trail, window, split, models)) {
            const std::string whose = std::string(" and ") + field + ":\"" + of.name + '"';
            isAsMany("figure:call" + whose, window, of.calls);
            isAsMany("figure:failed_call" + whose, window, of.failed);
            isAsMany("figure:decidable" + whose, window, of.decidable);
            isAsMany("figure:violating" + whose, window, of.attempted);
            isAsMany("figure:violating_executed" + whose, window, of.executed);
            isAsMany("figure:undecidable" + whose, window, of.undecidable);
            isAsMany("figure:approval_ran" + whose, window, of.approvalsRan);
            isAsMany("figure:ran_unapproved" + whose, window, of.unapproved);
            isAsMany("figure:evidence_owed" + whose, window, of.evidenceOwed);
            isAsMany("figure:evidence_missing" + whose, window, of.evidenceMissing);
            if (split == Split::Tool)
                continue;
            isAsMany("figure:called_run" + whose, window, of.runs);
            isAsMany("figure:judged_run" + whose, window, of.judgedRuns);
            isAsMany("figure:violating_run" + whose, window, of.violatingRuns);
            isAsMany("figure:undecidable_run" + whose, window, of.undecidableRuns);
            isAsMany("figure:done_run" + whose, window, of.succeededRuns);
        }
    }

    /// The middle half of the times that the trail has.
    MetricWindow middle() const
    {
        const auto &times = m_trail->rows.timeNs;
        MetricWindow window;
        const auto &rows = m_trail->byTime;
        if (rows.size() < 4)
            return window;
        window.sinceNs = times[rows[rows.size() / 4]];
        window.untilNs = times[rows[3 * rows.size() / 4]];
        return window;
    }

private Q_SLOTS:
    void initTestCase()
    {
        const QString full = qEnvironmentVariable("MANDATE_RUNS");
        m_workspace = m_folder.workspace();
        for (const char *name : {"airline", "retail", "telecom", "banking"}) {
            QFile pact(QStringLiteral(MANDATE_SOURCE_DIR "/resources/pacts/%1.json").arg(QString::fromLatin1(name)));
            QVERIFY(pact.open(QIODevice::ReadOnly));
            (void)need(m_workspace->addPact(pact.readAll().toStdString()));
        }
        (void)need(m_workspace->import({full.isEmpty() ? MANDATE_SOURCE_DIR "/resources/sample" : full.toStdString()}, {}));
        m_trail = need(m_workspace->keptTrail()->take(*m_workspace));
    }

    void aNumberOfAnAgentLeadsToAsManyRecords()
    {
        compareAgents({});
        const int whole = m_compared;
        QVERIFY(whole > 0);
        compareAgents(middle());
        QVERIFY(m_compared > whole);
    }

    void aNumberByPactModelOrToolLeadsToAsManyRecords()
    {
        for (const MetricWindow &window : {MetricWindow(), middle()}) {
            compareSplit(window, Split::Pact, "pact");
            compareSplit(window, Split::Model, "model");
            compareSplit(window, Split::Tool, "tool");
        }
    }

    void timesCountWhereverAQuerySaysThem()
    {
        const MetricWindow window = middle();
        const std::string since = formatInstant(Instant{*window.sinceNs, true}), until = formatInstant(Instant{*window.untilNs, true});
        const std::uint64_t records = recordsOf("figure:violating_run", window);
        QCOMPARE(recordsOf("figure:violating_run and time>=" + since + " and time<" + until, {}), records);
        QCOMPARE(recordsOf("figure:violating_run since:" + since + " until:" + until, {}), records);
    }

    void setsOfFiguresArePartsOfOneAnother()
    {
        const std::uint64_t calls = recordsOf("figure:call", {});
        QCOMPARE(recordsOf("figure:decidable or figure:undecidable or not figure:judged", {}) - recordsOf("not figure:call", {}), calls);
        QCOMPARE(recordsOf("figure:violating_executed not figure:violating", {}), std::uint64_t{0});
        QCOMPARE(recordsOf("same_session:(figure:violating_run) and figure:violating", {}), recordsOf("figure:violating", {}));
        QCOMPARE(recordsOf("figure:(violating, call)", {}), calls);
        QCOMPARE(recordsOf("pact:airline and figure:call", {}), recordsOf("pact:airline@* and figure:call", {}));
        QCOMPARE(recordsOf("figure:call and pact:\"\"", {}) + recordsOf("figure:call and pact:*@*", {}), calls);
    }

    void anExportTakesWhatAFigureCounts()
    {
        EvidenceSelection selection;
        selection.filter = filterOf("figure:violating", {});
        QVERIFY(followsPacts(selection)); // what it holds changes with the pacts, so it is frozen where it must not
        QCOMPARE(need(selectEvidence(*m_workspace, selection)).size(), static_cast<std::size_t>(recordsOf("figure:violating", {})));
    }

    void aFigureThatNobodyCountsIsRefusedWithThoseThereAre()
    {
        const QueryReading reading = readQuery("figure:violating_runs", {});
        QVERIFY(reading.problem && reading.problem->kind == QueryProblem::Kind::UnknownValue);
        QCOMPARE(reading.problem->expected.size(), countedCount);
        std::set<std::string> names(reading.problem->expected.begin(), reading.problem->expected.end());
        QCOMPARE(names.size(), countedCount); // each its own, none empty
        QVERIFY(!names.contains(std::string()));
        for (std::size_t i = 0; i < countedCount; ++i)
            QVERIFY(countedOf(nameOf(static_cast<CountedSet>(i))) == static_cast<CountedSet>(i));
    }

    void aStoppedCountingSaysSo()
    {
        std::stop_source stop;
        stop.request_stop();
        const auto resolved = m_workspace->resolved(filterOf("figure:violating", {}), stop.get_token());
        QVERIFY(!resolved && resolved.error().kind == ErrorKind::Cancelled);
    }

    void callsThatNameNoSessionAreOfNoRun()
    {
        const auto workspace = m_folder.workspace(shopPact());
        std::vector<Call> calls{{"s", "lookup", "{}", 1}};
        for (int i = 0; i < 20; ++i)
            calls.push_back({"", "lookup", "{}", 2});
        (void)need(workspace->import({m_folder.write("nameless.jsonl", lines(calls))}, {}));
        const auto agents = agentFiguresIn(*need(readMetricTrail(*workspace)), {});
        QCOMPARE(agents.size(), std::size_t{1});
        QCOMPARE(agents[0].behaviour.runs, std::uint64_t{1});
        QCOMPARE(agents[0].behaviour.calls, std::uint64_t{21});
        QCOMPARE(agents[0].behaviour.callsWithoutSession, std::uint64_t{20});
        const auto count = [&](const std::string &query) { return need(workspace->store().count(need(workspace->resolved(filterOf(query, {}))))); };
        QCOMPARE(count("figure:without_session"), std::uint64_t{20});
        QCOMPARE(count("figure:run"), std::uint64_t{1});
        QCOMPARE(count("figure:rated_run"), std::uint64_t{1});
        QCOMPARE(need(readRuns(*workspace, {})).size(), std::size_t{1});
    }

    void whatTwoRecordsOfARunSayDifferentlyIsNotKnown()
    {
        const auto run = [](const char *security, const char *attack, const char *calls) {
            return QStringLiteral("{\"suite_name\":\"banking\",\"pipeline_name\":\"m\",\"user_task_id\":\"user_task_0\",\"injection_task_id\":\"injection_task_0\",\"attack_type\":\"%2\",\"injections\":{},\"messages\":[%3],\"error\":null,\"utility\":true,\"security\":%1,\"duration\":1.0}")
                .arg(QString::fromLatin1(security), QString::fromLatin1(attack), QString::fromLatin1(calls))
                .toStdString();
        };
        const char *said = "{\"role\":\"user\",\"content\":\"Pay.\"},{\"role\":\"assistant\",\"content\":\"Done.\",\"tool_calls\":null}";
        const auto workspace = m_folder.workspace();
        (void)need(workspace->import({m_folder.write("one/attack.json", run("true", "direct", said))}, {}));
        const auto behaviour = [&] { return agentFiguresIn(*need(readMetricTrail(*workspace)), {}).at(0).behaviour; };
        QCOMPARE(behaviour().attacks.at("direct").succeeded, std::uint64_t{1});
        // A second record of the run, by whoever may bring one in, takes the success back: neither is believed, and both are named.
        (void)need(workspace->import({m_folder.write("two/attack.json", run("false", "direct", ""))}, {}));
        const AgentBehaviour after = behaviour();
        QCOMPARE(after.runs, std::uint64_t{1});
        QCOMPARE(after.contradictedRuns, std::uint64_t{1});
        QCOMPARE(after.attacks.at("direct").scored, std::uint64_t{0});
        QCOMPARE(after.attacks.at("direct").useful, std::uint64_t{1}); // of this they say the same
        QCOMPARE(need(workspace->store().count(need(workspace->resolved(filterOf("figure:contradicted_run", {}))))), std::uint64_t{1});
        // A third does not decide it.
        (void)need(workspace->import({m_folder.write("three/attack.json", run("false", "direct", "{\"role\":\"user\",\"content\":\"Pay!\"}"))}, {}));
        QCOMPARE(behaviour().attacks.at("direct").scored, std::uint64_t{0});
        for (const AgentRun &one : need(readRuns(*workspace, {})))
            QVERIFY(!one.facts.attackSucceeded);
    }

    void aComparisonTakesFiguresToo()
    {
        RunReading reading;
        reading.filter = filterOf("same_session:(figure:violating_run)", {});
        const auto runs = need(readRuns(*m_workspace, reading));
        QVERIFY(!runs.empty());
        QVERIFY(std::ranges::all_of(runs, [](const AgentRun &run) { return run.facts.broke; }));
    }

    void newActionsAreInTheNextAnswer()
    {
        const std::uint64_t before = recordsOf("figure:call", {});
        const std::vector<Call> calls{{"s", "lookup", "{}", 1}, {"s", "lookup", "{}", 2}};
        (void)need(m_workspace->import({m_folder.write("more.jsonl", lines(calls))}, {}));
        QCOMPARE(recordsOf("figure:call", {}), before + 2);
    }
};

QTEST_GUILESS_MAIN(CountedRecordsTest)
#include "counted_records_test.moc"
