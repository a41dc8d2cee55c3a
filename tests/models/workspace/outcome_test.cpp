// SPDX-License-Identifier: GPL-3.0-or-later
// A year as sentences, how long things took, and whether agents are ready: on workspaces that are lived through step by step, with a clock of the test.
#include "tests/models/workspace/made_trail.h"
#include "tests/models/workspace/several_people.h"

#include "models/people/key_store.h"
#include "models/workspace/drift_baselines.h"
#include "models/workspace/metric_trail.h"
#include "models/workspace/outcome.h"
#include "models/workspace/readiness.h"
#include "models/workspace/selection.h"

#include <QTest>

using namespace mandate;
using namespace mandate::test;

namespace {

constexpr int minutesADay = 24 * 60;

std::string codeOf(const auto &result)
{
    return result ? std::string() : result.error().code;
}

/// The next version of the shop's pact.
std::string revised(const std::string &version, const std::string &parent, int most)
{
    std::string json = shopPact(version, "shop", "*", most);
    return json.insert(1, R"("parent_version":")" + parent + R"(",)");
}

} // namespace

class OutcomeTest : public QObject
{
    Q_OBJECT

    WorkspaceFolder m_folder;
    People m_people;
    int m_made = 0;

    std::unique_ptr<Workspace> begin(const std::string &pact = shopPact())
    {
        m_people = People();
        *m_people.now = at(0);
        auto made = need(Workspace::create(m_folder.path("year" + std::to_string(++m_made) + ".mandate"), m_people.surroundings()));
        if (!pact.empty())
            (void)need(made->addPact(pact));
        return made;
    }
    void goTo(int minute) const { m_people.now->nanoseconds = std::max(m_people.now->nanoseconds, at(minute).nanoseconds); }
    void import(Workspace &workspace, const std::vector<Call> &calls)
    {
        ++m_made;
        (void)need(workspace.import({m_folder.write("trail" + std::to_string(m_made) + ".jsonl", lines(calls, static_cast<std::size_t>(m_made) * 1000))}, {}));
    }
    /// One version more, reviewed by somebody else.
    void revise(Workspace &workspace, const std::string &json, const std::string &summary)
    {
        const std::string name = "shop@" + need(workspace.submitPact(json, summary)).document.version;
        m_people.who->become("bob");
        (void)need(workspace.approvePact(name, "", "read"));
        (void)need(workspace.activatePact(name, {{}, "", {}}));
        m_people.who->become("ada");
    }
    void askAndDeny(Workspace &workspace, int number, int minutesToAnswer, bool answered = true)
    {
        ApprovalRequest request;
        request.action.agent = "clerk";
        request.action.tool = "pay";
        request.action.parameters = R"({"amount":)" + std::to_string(60 + number) + '}';
        request.session = "ask" + std::to_string(number);
        request.deployment = "shop";
        request.clause = "P2";
        request.requestedAt = workspace.now();
        request.respondBy = Instant{request.requestedAt.nanoseconds + 45 * 60'000'000'000LL};
        request.expiresAt = Instant{request.requestedAt.nanoseconds + 60 * 60'000'000'000LL};
        const ApprovalView filed = need(workspace.requestApproval(request));
        m_people.now->nanoseconds += minutesToAnswer * 60'000'000'000LL;
        ApprovalAct act;
        act.step = ApprovalStep::Deny;
        act.reasonCode = "not_proven";
        act.shown = filed.digest;
        if (answered)
            (void)need(workspace.act(filed.id, act));
        else
            (void)need(workspace.expireApprovals());
    }
    /// A legal query: its hold at once, its bundle later.
    void answerQuery(Workspace &workspace, const std::string &matter, int hours)
    {
        (void)need(workspace.placeHold(matter, "The regulator asks.", {}));
        m_people.pass(hours);
        ExportStatement statement;
        statement.step = ExportStep::Begin;
        statement.matter = matter;
        statement.purpose = "For the regulator";
        statement.selection = "{}";
        statement.evidenceSize = workspace.store().size();
        const RecordedExport begun = need(workspace.recordExport(statement));
        statement.step = ExportStep::Sealed;
        statement.begun = sha256(begun.body);
        statement.bundle = sha256("bundle");
        statement.files = 3;
        (void)need(workspace.recordExport(statement));
    }
    /// A call a day, none of which breaks anything.
    static std::vector<Call> dailyReads(int firstDay, int days)
    {
        std::vector<Call> calls;
        for (int day = firstDay; day < firstDay + days; ++day)
            calls.push_back({"s" + std::to_string(day), "read_order", "{}", day * minutesADay + 30});
        return calls;
    }
    static std::string textOf(const YearOutcome &outcome, std::string_view id)
    {
        const OutcomeSentence *sentence = outcome.sentence(id);
        return sentence ? sentence->text : "no such sentence";
    }
    static std::string allText(const YearOutcome &outcome)
    {
        std::string all;
        for (const OutcomeSentence &sentence : outcome.sentences) {
            all += sentence.text + '\n' + sentence.withheld + '\n';
            for (const std::string &detail : sentence.details)
                all += detail + '\n';
        }
        return all;
    }
    static std::string missingOf(const ReadinessCheck &check)
    {
        std::string all;
        for (const MissingPiece &piece : check.missing)
            all += piece.says + " -> " + piece.remedy + " (" + piece.link + ")\n";
        return all;
    }
    static AgentReadiness readyOf(Workspace &workspace) { return need(readinessOf(workspace, "clerk")).front(); }
    static ReadinessAnswer answerOf(Workspace &workspace, ReadinessQuestion question) { return readyOf(workspace).checks.at(static_cast<std::size_t>(question)).answer; }

private Q_SLOTS:
    void aYearIsToldInExactlyTheseSentences();
    void aHoleInTheRecordsWithholdsTheSentence();
    void manyShortStopsExposeLessThanTwoLateOnes();
    void whatNeverHappenedIsUndefinedAndNotZero();
    void causesAndDetectionAreTimed();
    void eachOfTheFiveQuestionsNamesWhatIsMissing();
    void anAgentWithEverythingIsReady();
};

void OutcomeTest::aYearIsToldInExactlyTheseSentences()
{
    auto workspace = begin();
    import(*workspace, dailyReads(0, 182));
    goTo(60 * minutesADay);
    revise(*workspace, revised("1.1.0", "1.0.0", 90), "Payments are smaller now.");
    goTo(120 * minutesADay);
    revise(*workspace, revised("1.2.0", "1.1.0", 80), "And smaller still.");
    goTo(150 * minutesADay);
    for (int i = 0; i < 3; ++i)
        askAndDeny(*workspace, i, i == 2 ? 20 : 5);
    askAndDeny(*workspace, 3, 61, false);
    answerQuery(*workspace, "2024-17", 48);
    goTo(364 * minutesADay);
    import(*workspace, dailyReads(182, 182));
    const YearOutcome outcome = need(outcomeOf(*workspace, at(-minutesADay), at(364 * minutesADay)));
    QVERIFY2(outcome.holes.empty(), allText(outcome).c_str());
    QCOMPARE(textOf(outcome, "pact_revisions"), std::string("The pacts were revised 2 times, each with its reason."));
    QVERIFY2(outcome.sentence("pact_revisions")->details.at(1).ends_with("\"And smaller still.\""), outcome.sentence("pact_revisions")->details.at(1).c_str());
    QCOMPARE(textOf(outcome, "escalations"), std::string("Agents asked people to decide 4 times: 0 approved, 3 denied, 1 not decided in time; answered half within 5 min, the slowest after 20 min."));
    QCOMPARE(textOf(outcome, "violations"), std::string("0 violations in 364 actions that could be judged; with 95 % confidence the rate is at most 0.82 % (3 in 364)."));
    QCOMPARE(textOf(outcome, "evidence_queries"), std::string("1 evidence query was answered after 2 d."));
    QCOMPARE(textOf(outcome, "suspensions"), std::string("No agent was suspended."));
    QCOMPARE(textOf(outcome, "engineering_time"), std::string());
    QVERIFY(!outcome.sentence("engineering_time")->withheld.empty());
    // A period before the first revision knows of none.
    QCOMPARE(textOf(need(outcomeOf(*workspace, at(0), at(50 * minutesADay))), "pact_revisions"), std::string("No pact was revised."));
    QCOMPARE(codeOf(outcomeOf(*workspace, at(10), at(10))), std::string("MND-OUT-001"));
    // Without dates: the twelve months up to now.
    const YearOutcome last = need(outcomeOf(*workspace, {}, {}));
    QCOMPARE((last.until.nanoseconds - last.since.nanoseconds) / 86'400'000'000'000, std::int64_t{366}); // 29 February 2024 lies in it
}

void OutcomeTest::aHoleInTheRecordsWithholdsTheSentence()
{
    auto workspace = begin();
    import(*workspace, dailyReads(0, 60));
    import(*workspace, dailyReads(60 + static_cast<int>(holeDays) - 1, 40)); // a day less than a hole
    goTo(130 * minutesADay);
    QVERIFY(need(outcomeOf(*workspace, at(0), at(128 * minutesADay))).holes.empty());
    auto holed = begin();
    import(*holed, dailyReads(0, 60));
    import(*holed, dailyReads(60 + static_cast<int>(holeDays), 40));
    goTo(130 * minutesADay);
    const YearOutcome outcome = need(outcomeOf(*holed, at(0), at(128 * minutesADay)));
    QCOMPARE(outcome.holes.size(), std::size_t{1});
    QCOMPARE(textOf(outcome, "violations"), std::string());
    QCOMPARE(outcome.sentence("violations")->withheld, std::string("We have no records from 2024-01-13 to 2024-02-11, so that this cannot be said of the whole period."));
    QCOMPARE(textOf(outcome, "pact_revisions"), std::string("No pact was revised.")); // of the ledger, and not of records
    // One agent's silence is not covered by another's noise.
    import(*holed, {{"x", "read_order", "{}", 75 * minutesADay, 1, "packer"}});
    const YearOutcome two = need(outcomeOf(*holed, at(0), at(80 * minutesADay)));
    QVERIFY2(two.sentence("violations")->withheld.empty(), two.sentence("violations")->withheld.c_str());
    const YearOutcome clerk = need(outcomeOf(*holed, at(0), at(128 * minutesADay)));
    QVERIFY2(clerk.sentence("violations")->withheld.find("of the agent clerk from 2024-01-13") != std::string::npos, clerk.sentence("violations")->withheld.c_str());
}

void OutcomeTest::manyShortStopsExposeLessThanTwoLateOnes()
{
    auto workspace = begin();
    // Often: eight stops, each five minutes after a payment that breaks the pact. Late: two stops, nine days after.
    for (int i = 0; i < 8; ++i) {
        const int minute = 10 + i * 2 * minutesADay;
        import(*workspace, {{"often" + std::to_string(i), "pay", R"({"amount":150})", minute, 1, "quick", "often"}});
        goTo(minute + 5);
        (void)need(workspace->suspendByRule("quick", "shop@1.0.0#P1", "scope_violation", ""));
        goTo(minute + 60);
        (void)need(workspace->resume("quick", "cause_fixed", ""));
    }
    for (int i = 0; i < 2; ++i) {
        const int minute = (20 + i * 15) * minutesADay;
        import(*workspace, {{"late" + std::to_string(i), "pay", R"({"amount":150})", minute, 1, "slow", "late"}, {"late" + std::to_string(i), "pay", R"({"amount":170})", minute + 600, 1, "slow", "late"}});
        goTo(minute + 9 * minutesADay);
        (void)need(workspace->suspend("slow", "scope_violation", ""));
        goTo(minute + 9 * minutesADay + 60);
        (void)need(workspace->resume("slow", "cause_fixed", ""));
    }
    goTo(50 * minutesADay);
    const YearOutcome outcome = need(outcomeOf(*workspace, at(0), at(46 * minutesADay)));
    const ResponseTimes &times = outcome.times;
    QCOMPARE(times.deployments.size(), std::size_t{2});
    QCOMPARE(times.deployments[0].deployment, std::string("often")); // more stops, and the better rank
    QCOMPARE(times.deployments[0].figures.stops, std::uint64_t{8});
    QVERIFY(times.deployments[0].figures.exposureHours < 0.7);
    QCOMPARE(times.deployments[0].figures.violations, std::uint64_t{8});
    QCOMPARE(times.deployments[1].figures.stops, std::uint64_t{2});
    QVERIFY(times.deployments[1].figures.exposureHours > 431.9 && times.deployments[1].figures.exposureHours < 432.1);
    QCOMPARE(times.deployments[1].figures.violations, std::uint64_t{4});
    QCOMPARE(spanWords(*times.deployments[1].figures.violationToStop.medianSeconds), std::string("9 d"));
    QCOMPARE(spanWords(*times.deployments[0].figures.violationToStop.worstSeconds), std::string("5 min"));
    QCOMPARE(times.stopFigures.noticedByRule, std::uint64_t{10}); // a person stopped the late ones, after a rule had opened their incidents
    QVERIFY2(allText(outcome).find("worse") == std::string::npos, allText(outcome).c_str());
    QVERIFY2(textOf(outcome, "suspensions").starts_with("10 suspensions: "), textOf(outcome, "suspensions").c_str());
}

void OutcomeTest::whatNeverHappenedIsUndefinedAndNotZero()
{
    auto workspace = begin();
    import(*workspace, {{"a", "read_order", "{}", 10}});
    const auto trail = need(readMetricTrail(*workspace));
    const ResponseTimes times = need(responseTimes(*workspace, *trail, {}));
    for (const TimeSummary *summary : {&times.decisions.toDecision, &times.incidents.toDetection, &times.incidents.toCause, &times.stopFigures.toHeld, &times.answering}) {
        QCOMPARE(summary->n, std::uint64_t{0});
        QVERIFY(!summary->medianSeconds && !summary->worstSeconds);
    }
    goTo(20);
    (void)need(workspace->suspend("clerk", "other", ""));
    const ResponseTimes stopped = need(responseTimes(*workspace, *need(readMetricTrail(*workspace)), {"clerk", {}, {}}));
    QCOMPARE(stopped.stopFigures.stops, std::uint64_t{1});
    QCOMPARE(stopped.stopFigures.violationToStop.n, std::uint64_t{0}); // nothing was violated, so nothing took time
    QCOMPARE(stopped.stopFigures.violationToStop.leftOut, std::uint64_t{1});
    QCOMPARE(stopped.stopFigures.noticedByRule, std::uint64_t{0});
}

void OutcomeTest::causesAndDetectionAreTimed()
{
    auto workspace = begin();
    goTo(40);
    import(*workspace, {{"a", "pay", R"({"amount":150})", 10}});
    std::string id;
    std::uint64_t record = 0;
    for (const Incident &incident : need(workspace->incidents())) {
        if (incident.clause.id == "P1") {
            id = incident.id;
            record = incident.actions.front().entry;
        }
    }
    m_people.pass(3);
    CaseStatement step;
    step.step = CaseStep::Claim;
    step.incident = id;
    step.text = "seen";
    step.claim.emplace();
    step.claim->cause = Cause::Policy;
    step.claim->pins = {{record, "broke it"}};
    step.claim->detectedBy = "a customer called";
    (void)need(workspace->takeCaseStep(step));
    const ResponseTimes likely = need(responseTimes(*workspace, *need(readMetricTrail(*workspace)), {}));
    QCOMPARE(likely.incidents.attributed, std::uint64_t{0}); // likely is not confirmed
    QCOMPARE(likely.incidents.detectedBy, std::vector<std::string>{"a customer called"});
    m_people.pass(1);
    step.claim->grade = ClaimGrade::Confirmed;
    (void)need(workspace->takeCaseStep(step));
    const ResponseTimes times = need(responseTimes(*workspace, *need(readMetricTrail(*workspace)), {}));
    QCOMPARE(times.incidents.attributed, std::uint64_t{1});
    // Who enrols, leaves or takes a new key changes nothing about what was signed before.
    (void)need(workspace->enrolFirst({PersonRole::Owner, PersonRole::Legal}, "from now on with names"));
    QCOMPARE(need(responseTimes(*workspace, *need(readMetricTrail(*workspace)), {})).incidents.attributed, std::uint64_t{1});
    (void)need(workspace->renewKey("a new machine"));
    QCOMPARE(need(responseTimes(*workspace, *need(readMetricTrail(*workspace)), {})).incidents.attributed, std::uint64_t{1});
    QCOMPARE(spanWords(*times.incidents.toCause.worstSeconds), std::string("4 h"));
    QCOMPARE(spanWords(*times.incidents.toDetection.worstSeconds), std::string("30 min"));
    QCOMPARE(times.incidents.toDetection.n, times.incidents.incidents);
}

void OutcomeTest::eachOfTheFiveQuestionsNamesWhatIsMissing()
{
    auto workspace = begin({});
    import(*workspace, {{"a", "pay", R"({"amount":150})", 10}});
    const AgentReadiness without = readyOf(*workspace);
    QVERIFY(!without.isReady());
    QCOMPARE(without.checks[0].answer, ReadinessAnswer::No);
    QCOMPARE(without.checks[4].answer, ReadinessAnswer::No);
    QVERIFY2(missingOf(without.checks[0]).find("mandate://pacts") != std::string::npos, missingOf(without.checks[0]).c_str());
    (void)need(workspace->addPact(shopPact()));
    const AgentReadiness with = readyOf(*workspace);
    QCOMPARE(with.checks[0].answer, ReadinessAnswer::Yes);
    QCOMPARE(with.checks[1].answer, ReadinessAnswer::Partly); // records, and no target
    QCOMPARE(with.checks[2].answer, ReadinessAnswer::No);     // an incident without a cause
    QCOMPARE(with.checks[3].answer, ReadinessAnswer::No);     // no rhythm, no results
    QCOMPARE(with.checks[4].answer, ReadinessAnswer::Partly); // a name that nobody signed for, and no drill
    for (const ReadinessCheck &check : with.checks) {
        QCOMPARE(check.missing.empty(), check.answer == ReadinessAnswer::Yes);
        for (const MissingPiece &piece : check.missing)
            QVERIFY2(piece.link.starts_with("mandate://") && !piece.remedy.empty() && !piece.says.empty(), piece.says.c_str());
    }
    QVERIFY2(missingOf(with.checks[2]).find("mandate://incidents?agent=clerk") != std::string::npos, missingOf(with.checks[2]).c_str());
    m_people.pass(24 * 40); // the last record is older than thirty days
    QCOMPARE(answerOf(*workspace, ReadinessQuestion::Behaviour), ReadinessAnswer::No);
    QCOMPARE(codeOf(readinessOf(*workspace, "nobody")), std::string("MND-RDY-001"));
}

void OutcomeTest::anAgentWithEverythingIsReady()
{
    std::string pact = shopPact();
    pact.insert(1, R"("targets":[{"metric":"failed_call_rate","bound":0.5,"window":"30d"}],"evaluation":{"cadence":"monthly"},"evidence":{"owed":["action","time"]},)");
    auto workspace = begin(pact);
    import(*workspace, {{"a", "read_order", "{}", 10}, {"a", "read_order", "{}", 11}});
    goTo(20);
    QVERIFY2(missingOf(readyOf(*workspace).checks[2]).empty(), missingOf(readyOf(*workspace).checks[2]).c_str());
    QVERIFY2(missingOf(readyOf(*workspace).checks[1]).empty(), missingOf(readyOf(*workspace).checks[1]).c_str());
    QCOMPARE(answerOf(*workspace, ReadinessQuestion::Evaluation), ReadinessAnswer::No);
    (void)need(workspace->recordEvaluation("clerk", "suite", "42 of 42"));
    QCOMPARE(answerOf(*workspace, ReadinessQuestion::Evaluation), ReadinessAnswer::Partly); // no baseline
    DriftBaseline baseline;
    baseline.name = "first";
    baseline.agent = "clerk";
    baseline.reason = "as released";
    (void)need(DriftBaselines(*workspace).set(baseline));
    QCOMPARE(answerOf(*workspace, ReadinessQuestion::Evaluation), ReadinessAnswer::Yes);
    (void)need(workspace->enrolFirst({PersonRole::Owner}, "first"));
    QCOMPARE(answerOf(*workspace, ReadinessQuestion::Accountability), ReadinessAnswer::No); // enrolled people, and nobody appointed
    (void)need(workspace->enrol(m_people.request("dee"), {PersonRole::Deputy}, "deputy"));
    (void)need(workspace->appoint("clerk", "account:ada", "account:dee", "from now on"));
    const ReadinessCheck accountable = readyOf(*workspace).checks[4];
    QCOMPARE(accountable.answer, ReadinessAnswer::Partly);
    QCOMPARE(accountable.missing.size(), std::size_t{1}); // that nobody tried to stop it
    QVERIFY2(missingOf(accountable).find("view=drill") != std::string::npos, missingOf(accountable).c_str());
    const std::string folder = m_folder.path("status");
    QDir().mkpath(QString::fromStdString(folder));
    (void)need(workspace->setPoint("{\"type\":\"enforcement_point\",\"v\":1,\"id\":\"file\",\"kind\":\"status_file\",\"title\":\"Status\",\"url\":" + mandate::test::quoted(folder) + '}'));
    (void)need(workspace->suspend("clerk", "other", "drill"));
    QVERIFY(need(workspace->drill("clerk")).passed);
    const AgentReadiness ready = readyOf(*workspace);
    for (const ReadinessCheck &check : ready.checks)
        QVERIFY2(check.missing.empty(), missingOf(check).c_str());
    QVERIFY(ready.isReady());
}

QTEST_GUILESS_MAIN(OutcomeTest)
#include "outcome_test.moc"
