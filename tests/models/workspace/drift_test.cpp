// SPDX-License-Identifier: GPL-3.0-or-later
// Baselines that are signed and never change, and an agent held against them. With MANDATE_RUNS the full recorded runs are compared, and held to figures that an
// independent program computed.
#include "tests/models/workspace/made_trail.h"
#include "tests/models/workspace/several_people.h"

#include "models/people/key_store.h"
#include "models/store/store.h"
#include "models/workspace/drift.h"
#include "models/workspace/drift_baselines.h"
#include "models/workspace/signed_entries.h"

#include <QElapsedTimer>
#include <QTest>

#include <cmath>
#include <functional>

using namespace mandate;
using namespace mandate::test;

class WorkspaceDriftTest : public QObject
{
    Q_OBJECT

    WorkspaceFolder m_folder;
    People m_people;

    std::unique_ptr<Workspace> shop()
    {
        auto made = need(Workspace::create(m_folder.path("p" + std::to_string(m_made++) + ".mandate"), m_people.surroundings()));
        (void)need(made->addPact(shopPact()));
        return made;
    }
    int m_made = 0;

    /// Runs of three calls; of every `each` one pays too much.
    void work(Workspace &workspace, int from, int count, int each, const std::string &extra = {})
    {
        std::vector<Call> calls;
        for (int i = from; i < from + count; ++i) {
            const std::string session = "s" + std::to_string(i);
            calls.push_back({session, "read_order", "{}", i});
            calls.push_back({session, "pay", "{\"amount\":" + std::to_string(i % each == 0 ? 150 : 10 + i % 10) + ",\"order_id\":" + std::to_string(i) + '}', i});
            if (!extra.empty())
                calls.push_back({session, extra, "{}", i});
        }
        (void)need(workspace.import({m_folder.write("r" + std::to_string(m_made++) + ".jsonl", lines(calls, static_cast<std::size_t>(from) * 10))}, {}));
    }
    static DriftBaseline wanted(const std::string &name = "spring")
    {
        DriftBaseline baseline;
        baseline.name = name;
        baseline.agent = "clerk";
        baseline.reason = "as accepted";
        return baseline;
    }
    static std::string codeOf(const auto &result) { return result ? std::string() : result.error().code; }
    static const DriftSignal &signal(const DriftReport &report, DriftSubject subject)
    {
        const auto found = std::ranges::find(report.signals, subject, &DriftSignal::subject);
        if (found == report.signals.end())
            qFatal("no signal");
        return *found;
    }

private Q_SLOTS:
    void aBaselineIsSignedPinsCountsAndNeverChanges()
    {
        const auto workspace = shop();
        DriftBaselines baselines(*workspace);
        QCOMPARE(codeOf(baselines.set(wanted())), std::string("MND-BSL-005")); // nothing to pin
        work(*workspace, 0, 30, 10);
        const std::uint64_t size = workspace->store().size();
        const DriftBaseline set = need(baselines.set(wanted()));
        QCOMPARE(set.entry, size);
        QCOMPARE(set.ledgerSize, size);
        QCOMPARE(set.counts.runs, std::uint64_t{30});
        QCOMPARE(set.counts.calls, std::uint64_t{60});
        QCOMPARE(set.counts.violating, std::uint64_t{3});
        QCOMPARE(set.counts.tools, (std::map<std::string, std::uint64_t>{{"pay", 30}, {"read_order", 30}}));
        QCOMPARE(set.counts.clauses.at("P1"), std::uint64_t{3});
        QCOMPARE(set.deployment, std::string("shop"));
        QCOMPARE(set.pact, std::string("shop@1.0.0"));
        QVERIFY(set.pactDigest && *set.pactDigest == need(workspace->pact("shop@1.0.0")).digest);
        QCOMPARE(baselines.list(), std::vector<DriftBaseline>{set});
        QVERIFY(need(workspace->verify()).ok);
        QCOMPARE(codeOf(baselines.set(wanted())), std::string("MND-BSL-008"));
        QCOMPARE(codeOf(baselines.set(wanted("Not A Name"))), std::string("MND-BSL-002"));
        DriftBaseline without = wanted("other");
        without.reason.clear();
        QCOMPARE(codeOf(baselines.set(without)), std::string("MND-BSL-004"));
        DriftBaseline evaluated = wanted("evaluated");
        evaluated.evaluation = sha256("results");
        QCOMPARE(codeOf(baselines.set(evaluated)), std::string("MND-BSL-009"));
        (void)need(workspace->recordEvaluation("clerk", "suite", "results"));
        QCOMPARE(need(baselines.set(evaluated)).evaluation, evaluated.evaluation);
        (void)need(workspace->import({m_folder.write("elsewhere.jsonl", lines({{"e1", "pay", R"({"amount":20})", 1, 1, "clerk", "harbour"}}, 9000))}, {}));
        QCOMPARE(codeOf(baselines.set(wanted("both"))), std::string("MND-BSL-010"));
        // Later runs do not move it, and another process reads the same.
        work(*workspace, 100, 5, 1);
        const std::string path = workspace->path();
        QCOMPARE(baselines.list().front(), set);
        const auto other = need(Workspace::open(path, true, m_people.surroundings()));
        QCOMPARE(DriftBaselines(*other).list().front(), set);
        QCOMPARE(codeOf(DriftBaselines(*other).named("autumn")), std::string("MND-BSL-007"));
    }

    void whoMayNotSetsNone()
    {
        m_people.who->become("ada");
        const auto workspace = shop();
        work(*workspace, 0, 12, 100);
        (void)need(workspace->enrolFirst({PersonRole::Owner}, {}));
        (void)need(workspace->enrol(m_people.request("bob"), {PersonRole::Owner}, {}));
        (void)need(workspace->enrol(m_people.request("leo"), {PersonRole::Legal}, {}));
        (void)need(workspace->enrol(m_people.request("pia"), {PersonRole::ProductLead}, {}));
        DriftBaselines baselines(*workspace);
        m_people.who->become("leo");
        QCOMPARE(codeOf(baselines.set(wanted())), std::string("MND-BSL-006"));
        m_people.who->become("pia");
        QCOMPARE(codeOf(baselines.set(wanted())), std::string("MND-BSL-006"));
        m_people.who->become("bob");
        QCOMPARE(need(baselines.set(wanted("of-bob"))).signer.by, std::string("account:bob")); // nobody is appointed yet
        m_people.who->become("ada");
        (void)need(workspace->appoint("clerk", "account:ada", {}, {}));
        QCOMPARE(need(baselines.set(wanted())).signer.by, std::string("account:ada"));
        m_people.who->become("bob"); // another agent's, if any
        QCOMPARE(codeOf(baselines.set(wanted("autumn"))), std::string("MND-BSL-006"));
        QVERIFY(need(workspace->verify()).ok);
        m_people.who->become("ada");
    }

    void whatContradictsItselfOrComesTwiceIsFoundByVerifying()
    {
        const SigningKey key = SigningKey::generate();
        DriftBaseline baseline = wanted();
        baseline.ledgerSize = 5;
        baseline.counts = {12, 24, 12, 1, 0, 0, 0, {{"pay", 24}}, {{"permitted", 24}}, {{"executed", 24}}, {{"P1", 1}}, {}, {}};
        baseline.signer = {"account:ada", {}, *parseInstant("2026-03-01T10:00:00Z"), {}};
        SignedEntries entries(key.publicKey());
        QVERIFY(!entries.add(6, EntryType::Note, baselineEntry(baseline, key)));
        const auto why = [&](EntryNumber entry, const DriftBaseline &one, const SigningKey &by) {
            const auto bad = entries.add(entry, EntryType::Note, baselineEntry(one, by));
            return bad ? bad->reason : std::string();
        };
        DriftBaseline again = baseline;
        again.reason = "a better one";
        QVERIFY(why(7, again, key).find("never changes") != std::string::npos);
        DriftBaseline early = wanted("early");
        early.counts = baseline.counts;
        early.signer = baseline.signer;
        early.ledgerSize = 80;
        QVERIFY(why(8, early, key).find("were not there") != std::string::npos);
        early.ledgerSize = 5;
        early.counts.tools["pay"] = 23;
        QVERIFY(why(8, early, key).find("do not add up") != std::string::npos);
        early.counts = baseline.counts;
        early.counts.violating = 13;
        QVERIFY(why(8, early, key).find("more runs of a kind") != std::string::npos);
        early.counts = baseline.counts;
        QVERIFY(!why(8, early, SigningKey::generate()).empty());
        QCOMPARE(why(8, early, key), std::string());
    }

    void anAgentIsHeldAgainstItsBaseline()
    {
        auto workspace = shop();
        work(*workspace, 0, 40, 40);
        (void)need(DriftBaselines(*workspace).set(wanted()));
        QCOMPARE(codeOf(driftSince(*workspace, "spring")), std::string("MND-DFT-002")); // nothing came since
        QCOMPARE(codeOf(driftSince(*workspace, "autumn")), std::string("MND-BSL-007"));
        work(*workspace, 100, 40, 2, "print_label");
        const DriftReport report = need(driftSince(*workspace, "spring"));
        QCOMPARE(report.before.runs, std::uint64_t{40});
        QCOMPARE(report.after.runs, std::uint64_t{40});
        QCOMPARE(report.answer, DriftAnswer::Worse);
        QCOMPARE(*signal(report, DriftSubject::ViolatingRuns).after, (DriftShare{20, 40}));
        QVERIFY(report.notes.empty());
        QVERIFY(report.tools.size() == 1 && report.tools[0].isNew && report.tools[0].tool == "print_label");
        // The amounts are compared; the numbers of orders grow by themselves and are not.
        QVERIFY(std::ranges::find(report.details, "pay amount", &DriftSignal::name) != report.details.end());
        QVERIFY(std::ranges::find(report.details, "pay order_id", &DriftSignal::name) == report.details.end());
        QVERIFY(!report.onsets.empty() && report.onsets[0].beganSession == "s100");
        RowFilter late;
        late.since = at(120);
        const DriftReport narrower = need(driftSince(*workspace, "spring", late));
        QCOMPARE(narrower.after.runs, std::uint64_t{20});
        // Without the text of the baseline's runs: tools, verdicts and times stay in the columns, and what was pinned stays what it was.
        const std::string path = workspace->path();
        workspace.reset();
        {
            const KeyStore keys(KeyStore::userFolder());
            auto store = need(openStore(path, {false, [&](const PublicKey &key) { return keys.load(key); }}));
            RowFilter early = actions();
            early.until = at(100);
            (void)need(store->erase(need(store->select(early, RowOrder::ArrivalAscending))));
        }
        workspace = need(Workspace::open(path, true, m_people.surroundings()));
        const DriftReport erased = need(driftSince(*workspace, "spring"));
        QCOMPARE(erased.before.runs, std::uint64_t{40});
        QCOMPARE(*signal(erased, DriftSubject::ViolatingRuns).before, (DriftShare{1, 40}));
        QCOMPARE(signal(erased, DriftSubject::ToolMix).p, signal(report, DriftSubject::ToolMix).p);
    }

    void anAgentThatGetsWorseIsAnIncidentAndOneThatDoesNotIsNone()
    {
        QCOMPARE(driftLook(9), 0U);
        QCOMPARE(driftLook(10), 1U);
        QCOMPARE(driftLook(39), 2U);
        QCOMPARE(driftLook(40), 3U);
        double all = 0;
        for (unsigned look = 1; look < 60; ++look)
            all += levelOfLook(look);
        QVERIFY(all < 0.05); // however often it is looked at
        const auto workspace = shop();
        work(*workspace, 0, 60, 30);
        DriftBaselines baselines(*workspace);
        (void)need(baselines.set(wanted()));
        DriftLooks looks;
        QCOMPARE(need(baselines.watch(looks)), std::uint64_t{0}); // no run since
        work(*workspace, 1000, 20, 30);
        QCOMPARE(need(baselines.watch(looks)), std::uint64_t{0});
        QCOMPARE(looks.at("spring"), 2U);
        work(*workspace, 2000, 60, 2);
        QCOMPARE(need(baselines.watch(looks)), std::uint64_t{1});
        const auto incidents = need(workspace->incidents());
        const auto found = std::ranges::find_if(incidents, [](const Incident &incident) { return incident.clause.id == "drifted"; });
        QVERIFY(found != incidents.end());
        QCOMPARE(found->agent, std::string("clerk"));
        QVERIFY(!found->actions.empty());
        looks.clear(); // as after a restart: it is known
        QCOMPARE(need(baselines.watch(looks)), std::uint64_t{0});
        QVERIFY(need(workspace->verify()).ok);
    }

    void whoPinsOftenIsLookedAtAllTheSame()
    {
        const auto workspace = shop();
        work(*workspace, 0, 60, 30);
        DriftBaselines baselines(*workspace);
        DriftBaseline ahead = wanted("ahead");
        ahead.until = Instant{m_people.now->nanoseconds + 3'600'000'000'000};
        QCOMPARE(codeOf(baselines.set(ahead)), std::string("MND-BSL-011"));
        (void)need(baselines.set(wanted()));
        DriftLooks looks;
        std::uint64_t opened = 0;
        for (int i = 0; i < 2; ++i) { // each time before there are ten runs since
            work(*workspace, 1000 + i * 100, 9, 2);
            (void)need(baselines.set(wanted("again" + std::to_string(i))));
            opened += need(baselines.watch(looks));
        }
        QCOMPARE(opened, std::uint64_t{1});
    }

    void aLookIsAtTheFirstRunsOnlyWheneverItIsTaken()
    {
        const auto workspace = shop();
        work(*workspace, 0, 60, 30);
        DriftBaselines baselines(*workspace);
        (void)need(baselines.set(wanted()));
        work(*workspace, 1001, 10, 1000); // none breaks
        work(*workspace, 2000, 9, 1);     // each breaks
        for (int restart = 0; restart < 2; ++restart) {
            DriftLooks looks;
            QCOMPARE(need(baselines.watch(looks)), std::uint64_t{0});
            QCOMPARE(looks.at("spring"), 1U);
        }
        work(*workspace, 2100, 1, 1);
        DriftLooks looks;
        QCOMPARE(need(baselines.watch(looks)), std::uint64_t{1});
        for (unsigned look = 1; look < 40; ++look) {
            const DriftPlan plan = planOfLook(look);
            QVERIFY(plan.permutations.permutations <= mostPermutations && 1 / (1.0 + plan.permutations.permutations) <= plan.level);
            QCOMPARE(driftLook(plan.firstRuns), look);
        }
    }

    void anIncidentOfArgumentsAloneNamesWhatCameSince()
    {
        const auto workspace = shop();
        const auto pay = [&](int from, int count, int least) {
            std::vector<Call> calls;
            for (int i = from; i < from + count; ++i)
                calls.push_back({"a" + std::to_string(i), "pay", "{\"amount\":" + std::to_string(least + i % 10) + "}", i});
            (void)need(workspace->import({m_folder.write("a" + std::to_string(from) + ".jsonl", lines(calls, static_cast<std::size_t>(from)))}, {}));
        };
        pay(0, 40, 1);
        DriftBaselines baselines(*workspace);
        const DriftBaseline set = need(baselines.set(wanted()));
        pay(100, 40, 35);
        DriftLooks looks;
        QCOMPARE(need(baselines.watch(looks)), std::uint64_t{1});
        const auto incidents = need(workspace->incidents());
        QCOMPARE(incidents.size(), std::size_t{1});
        QVERIFY(!incidents.front().actions.empty());
        QVERIFY(std::ranges::all_of(incidents.front().actions, [&](const IncidentAction &action) { return action.entry >= set.ledgerSize; }));
    }

    void whatOnlyNamesSomethingIsComparedWhereItIsOneOfFew()
    {
        const auto workspace = shop();
        const auto pay = [&](int from, const std::function<std::string(int)> &recipient) {
            std::vector<Call> calls;
            for (int i = from; i < from + 20; ++i)
                calls.push_back({"s" + std::to_string(i), "pay", "{\"amount\":10,\"recipient_id\":" + recipient(i) + ",\"order_id\":" + std::to_string(i) + '}', i});
            (void)need(workspace->import({m_folder.write("n" + std::to_string(m_made++) + ".jsonl", lines(calls, static_cast<std::size_t>(from) * 10))}, {}));
        };
        pay(0, [](int i) { return std::string(i % 2 == 0 ? "7" : "\"landlord\""); });
        (void)need(DriftBaselines(*workspace).set(wanted()));
        pay(100, [](int i) { return std::to_string(1000 + i); });
        const DriftReport report = need(driftSince(*workspace, "spring"));
        QCOMPARE(report.answer, DriftAnswer::Changed);
        const auto recipient = std::ranges::find(report.details, "pay recipient_id", &DriftSignal::name);
        QVERIFY(recipient != report.details.end() && recipient->answer == DriftAnswer::Changed);
        QCOMPARE(report.leftOut, (std::vector<DriftLeftOut>{{"pay amount", DriftLeftOut::Why::OneValue}, {"pay order_id", DriftLeftOut::Why::Names}}));
    }

    void whatWasPinnedStandsWhenThePastIsJudgedAnew()
    {
        const auto workspace = need(Workspace::create(m_folder.path("unjudged.mandate"), m_people.surroundings()));
        work(*workspace, 0, 40, 4);
        QCOMPARE(need(DriftBaselines(*workspace).set(wanted())).counts.judged, std::uint64_t{0}); // no pact, no verdicts
        (void)need(workspace->addPact(shopPact()));
        work(*workspace, 100, 40, 4);
        const DriftReport report = need(driftSince(*workspace, "spring"));
        QCOMPARE(*signal(report, DriftSubject::ViolatingRuns).before, (DriftShare{0, 0}));
        QCOMPARE(signal(report, DriftSubject::ViolatingRuns).answer, DriftAnswer::TooFew);
        QVERIFY(report.notes.size() == 1 && report.notes[0].find("judged again") != std::string::npos);
    }

    void whatIsNoComparisonIsRefused()
    {
        const auto workspace = shop();
        work(*workspace, 0, 30, 10);
        const auto side = [](RowFilter filter) { return DriftSelection{"these", std::move(filter)}; };
        RowFilter early, late, calls, nobody;
        early.until = at(15);
        late.since = at(15);
        calls.tools = {"pay"};
        nobody.agents = {"nobody"};
        QCOMPARE(codeOf(drift(*workspace, side({}), side(late))), std::string("MND-DFT-003")); // runs on both sides
        QCOMPARE(codeOf(drift(*workspace, side(early), side(calls))), std::string("MND-DFT-004"));
        QCOMPARE(codeOf(drift(*workspace, side(early), side(nobody))), std::string("MND-DFT-002"));
        DriftPlan plan;
        plan.level = 0.001;
        plan.permutations.permutations = 99;
        QCOMPARE(codeOf(drift(*workspace, side(early), side(late), plan)), std::string("MND-DFT-001"));
        plan = {};
        plan.level = std::nan("");
        QCOMPARE(codeOf(drift(*workspace, side(early), side(late), plan)), std::string("MND-DFT-001"));
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(!drift(*workspace, side(early), side(late), {}, stop.get_token()));
        const DriftReport same = need(drift(*workspace, side(early), side(late)));
        QCOMPARE(same.answer, DriftAnswer::NotDistinguishable);
        QVERIFY(same.markers.empty());
    }

    void theRecordedRunsCompareAsTheReference()
    {
        const bool full = qEnvironmentVariableIsSet("MANDATE_RUNS");
        const auto workspace = m_folder.workspace();
        for (const char *name : {"airline", "retail", "telecom"})
            (void)need(workspace->addPact(shippedPact(name)));
        if (!full) { // the sample holds too few of the runs for any answer, which is one
            (void)need(workspace->import({sample({})}, {}));
            RowFilter one, other;
            const auto agents = need(workspace->store().names(Dimension::Agent));
            QVERIFY(agents.size() >= 2);
            one.agents = {agents[0]};
            other.agents = {agents[1]};
            const DriftReport report = need(drift(*workspace, {"one", one}, {"other", other}));
            QVERIFY(report.before.runs >= fewestRuns || report.answer == DriftAnswer::TooFew);
            QVERIFY(std::ranges::any_of(report.markers, [](const DriftMarker &marker) { return marker.kind == DriftMarker::Kind::Agent; }));
            return;
        }
        QElapsedTimer timer;
        timer.start();
        (void)need(workspace->import({qEnvironmentVariable("MANDATE_RUNS").toStdString() + "/tau2"}, {}));
        std::map<std::string, std::string> named;
        for (const std::string &agent : need(workspace->store().names(Dimension::Agent)))
            named[agent.starts_with("ft:") ? "tuned" : agent.find("gpt-4o") != std::string::npos ? "4o" : agent.find("sonnet") != std::string::npos ? "sonnet" : agent.find("oss") != std::string::npos ? "oss" : agent.find("qwen") != std::string::npos ? "qwen" : "4.1"] = agent;
        const auto compare = [&](const std::string &deployment, const std::string &before, const std::string &after, bool withinTasks) {
            RowFilter earlier, later;
            earlier.deployments = later.deployments = {deployment};
            earlier.agents = {named.at(before)};
            later.agents = {named.at(after)};
            DriftPlan plan;
            plan.withinTasks = withinTasks;
            return need(drift(*workspace, {before, earlier}, {after, later}, plan));
        };
        const auto rates = [&](const std::string &deployment, DriftShare before, DriftShare after, double fisher, DriftAnswer answer) {
            for (const bool withinTasks : {false, true}) {
                const DriftReport report = compare(deployment, "4.1", "tuned", withinTasks);
                const DriftSignal &broke = signal(report, DriftSubject::ViolatingRuns);
                QCOMPARE(*broke.before, before);
                QCOMPARE(*broke.after, after);
                QVERIFY2(std::abs(*broke.fisher - fisher) < 0.005, qPrintable(QString::number(*broke.fisher)));
                QCOMPARE(broke.mcNemar.has_value(), withinTasks);
                QCOMPARE(broke.answer, answer);
                QCOMPARE(report.answer, answer);
                QCOMPARE(report.oneToOne, withinTasks);
            }
        };
        rates("retail", {1, 40}, {11, 40}, 0.003, DriftAnswer::Worse);
        rates("airline", {6, 20}, {3, 20}, 0.45, DriftAnswer::NotDistinguishable);

        // p values of the mix of tools (PSI, +0.5, whole runs): the figures of another program, whose 999 permutations were others; four standard deviations of
        // the difference of two such estimates apart at most.
        struct Known
        {
            const char *deployment, *before, *after;
            double within, across;
            bool isChange;
        };
        for (const auto &[deployment, before, after, within, across, isChange] :
             {Known{"retail", "4.1", "tuned", 0.688, 0.997, false}, Known{"airline", "4.1", "tuned", 0.149, 0.937, false}, Known{"airline", "4o", "sonnet", 0.002, 0.015, true},
              Known{"airline", "4o", "qwen", 0.002, 0.036, true}, Known{"airline", "4o", "oss", 0.002, 0.001, true}, Known{"airline", "sonnet", "oss", 0.002, 0.001, true},
              Known{"airline", "sonnet", "qwen", 0.002, 0.002, true}}) {
            for (const bool withinTasks : {true, false}) {
                const DriftSignal mix = signal(compare(deployment, before, after, withinTasks), DriftSubject::ToolMix);
                const double known = withinTasks ? within : across;
                const double apart = 4 * std::sqrt(2 * known * (1 - known) / 999) + 0.001;
                const std::string told = std::string(deployment) + ' ' + before + " to " + after + (withinTasks ? " within tasks: " : ": ") + std::to_string(mix.p) + ", known " + std::to_string(known);
                qInfo("%s", told.c_str());
                QVERIFY2(std::abs(mix.p - known) <= apart, told.c_str());
                if (withinTasks)
                    QCOMPARE(mix.p < 0.01, isChange);
            }
        }
        QVERIFY2(timer.elapsed() < 60'000, qPrintable(QString::number(timer.elapsed())));
    }
};

QTEST_GUILESS_MAIN(WorkspaceDriftTest)
#include "drift_test.moc"
