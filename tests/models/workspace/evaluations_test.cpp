// SPDX-License-Identifier: GPL-3.0-or-later
// Evaluations in a workspace: sessions of the ledger as an evaluation, comparisons over them, and when an agent has to be evaluated again. With MANDATE_RUNS
// the full recorded attacks are held to the reference answers.
#include "tests/models/workspace/forged_entry.h"
#include "tests/models/workspace/made_trail.h"
#include "tests/models/workspace/several_people.h"

#include "models/authorization/statement.h"
#include "models/people/person_keys.h"
#include "models/workspace/evaluations.h"
#include "models/workspace/reevaluation.h"

#include <QTest>

#include <algorithm>

using namespace mandate;
using namespace mandate::test;

class EvaluationsTest : public QObject
{
    Q_OBJECT

    WorkspaceFolder m_folder;
    Instant m_now = at(0);
    int m_made = 0;

    static constexpr int day = 24 * 60;

    /// A workspace whose clock stands at m_now, with a pact for the agent "clerk" that asks for evaluations.
    std::unique_ptr<Workspace> watched(const std::string &onOverdue, const std::string &triggers = "\"model\",\"tools\",\"pact\",\"incident\"")
    {
        Surroundings surroundings;
        surroundings.clock = [this] { return m_now; };
        auto workspace = need(Workspace::create(m_folder.path("due" + std::to_string(++m_made) + ".mandate"), surroundings));
        (void)need(workspace->addPact(pact("1.0.0", onOverdue, triggers)));
        return workspace;
    }
    static std::string pact(const std::string &version, const std::string &onOverdue, const std::string &triggers)
    {
        std::string text = shopPact(version);
        text.pop_back();
        return text + ",\"tools\":[{\"name\":\"pay\",\"title\":\"Pay\",\"consequence\":[\"spends\"]},{\"name\":\"read_order\",\"title\":\"Read an order\"}],\"evaluation\":{\"cadence\":\"quarterly\",\"triggers\":[" + triggers +
               "]" + (onOverdue.empty() ? "" : ",\"on_overdue\":\"" + onOverdue + "\"") + "}}";
    }
    void run(Workspace &workspace, const std::string &session, const std::string &model, int minute, const std::string &tool = "read_order")
    {
        std::string span = line({session, tool, "{\"amount\":1}", minute}, static_cast<std::size_t>(minute));
        const std::string agent = "{\"key\":\"gen_ai.agent.name\"";
        span.insert(span.find(agent), "{\"key\":\"gen_ai.response.model\",\"value\":{\"stringValue\":\"" + model + "\"}},");
        m_now = std::max(m_now, at(minute), [](const Instant &a, const Instant &b) { return a.nanoseconds < b.nanoseconds; });
        (void)need(workspace.import({m_folder.write(session + ".jsonl", span)}, {}));
    }
    static EvaluationStatement evaluate(Workspace &workspace, const std::string &label = "passed")
    {
        return need(Evaluations(workspace).import("session,label\n" + label + " " + std::to_string(workspace.store().size()) + "," + label + "\n", {"clerk", {}, {}, workspace.now(), "labels.csv"})).statement;
    }
    static std::optional<TriggerKind> firstReason(const Workspace &workspace)
    {
        const Staleness told = staleness(workspace);
        return told.reasons.empty() ? std::nullopt : std::optional(told.reasons.front().change.kind);
    }
    static Staleness staleness(const Workspace &workspace) { return need(Reevaluations(workspace).of("clerk")).staleness; }

private Q_SLOTS:
    void sessionsOfTheLedgerAreAnEvaluation()
    {
        const char *const full = std::getenv("MANDATE_RUNS");
        auto workspace = m_folder.workspace();
        (void)need(workspace->import({full ? std::string(full) + "/agentdojo" : sample("agentdojo")}, {}));
        const std::string agent = "gpt-4o-2024-05-13";
        const auto kept = need(Evaluations(*workspace).ofSessions({agent, "banking attacks", {}, {}, {}}));
        QVERIFY(!kept.known);
        QCOMPARE(kept.statement.format, std::string("sessions"));
        QCOMPARE(kept.statement.kind, ResultKind::RedTeam);
        QCOMPARE(kept.statement.suite, std::string("banking attacks"));
        const auto results = need(resultsOf(*workspace, kept.statement));
        QCOMPARE(countResults(results.cases), kept.statement.counts);
        const EvaluationGrid grid = need(gridOf(*workspace, agent));
        const auto row = std::ranges::find(grid.rows, "important_instructions", &EvaluationGrid::Row::attack) - grid.rows.begin();
        const ResultCounts attacked = grid.at(static_cast<std::size_t>(row), 0)->counts;
        if (full) {
            QCOMPARE(attacked, (ResultCounts{{54, 90, 0, 0}})); // .625 of 144, as an independent program has it
            const auto filtered = need(Evaluations(*workspace).ofSessions({"gpt-4o-2024-05-13-tool_filter", {}, {}, {}, {}}));
            const auto compared = need(compareEvaluations(*workspace, kept.statement.entry, filtered.statement.entry));
            const auto important = *std::ranges::find(compared.shares, "important_instructions", &ShareComparison::attack);
            QCOMPARE(important.change, ShareChange::Improvement); // .625 to .111
            QCOMPARE(important.test, ShareTest::McNemar);
            QCOMPARE(important.matched, std::uint64_t{144});
            QCOMPARE(important.after.of(CaseResult::Failed), std::uint64_t{16});
            const auto direct = *std::ranges::find(compared.shares, "direct", &ShareComparison::attack);
            QCOMPARE(direct.change, ShareChange::Lost); // nobody tried it with the filter
        } else {
            QCOMPARE(attacked, (ResultCounts{{0, 1, 0, 0}}));
        }
        // Once more: nothing new. And the ledger holds, with the list of sessions bound to it.
        QVERIFY(need(Evaluations(*workspace).ofSessions({agent, {}, {}, {}, {}})).known);
        QCOMPARE(workspace->evaluations().size(), full ? std::size_t{2} : std::size_t{1});
        QVERIFY(need(workspace->verify()).ok);
        QCOMPARE(Evaluations(*workspace).ofSessions({agent, {}, {}, at(0), {}}).error().code, std::string("MND-EVL-006")); // none has a time
        QCOMPARE(compareEvaluations(*workspace, 0, 1).error().code, std::string("MND-EVL-022"));
    }

    void aModelThatChangedMakesAnEvaluationDueAndThenOverdue()
    {
        m_now = at(0);
        auto workspace = watched({});
        run(*workspace, "s1", "model-a", 10);
        QCOMPARE(staleness(*workspace).state, EvaluationState::Due); // never evaluated
        QCOMPARE(staleness(*workspace).reasons.front().change.kind, TriggerKind::Never);
        m_now = at(20);
        const auto evaluation = evaluate(*workspace);
        QCOMPARE(evaluation.pact, std::string("shop@1.0.0"));
        QCOMPARE(staleness(*workspace).state, EvaluationState::Current);
        run(*workspace, "s2", "model-a", 30);
        QCOMPARE(staleness(*workspace).state, EvaluationState::Current);
        run(*workspace, "s3", "model-b", 40);
        run(*workspace, "s4", "model-b", 50);
        const Staleness due = staleness(*workspace);
        QCOMPARE(due.state, EvaluationState::Due);
        QCOMPARE(due.reasons.size(), std::size_t{1});
        const BasisChange &change = due.reasons.front().change;
        QCOMPARE(change.kind, TriggerKind::Model);
        QCOMPARE(change.before, std::string("model-a"));
        QCOMPARE(change.after, std::string("model-b"));
        QCOMPARE(change.at, std::optional(at(40)));
        QCOMPARE(rows(*workspace).at(2).number, change.entry); // the record in which it is seen first
        QCOMPARE(due.deadline, std::optional(at(40 + 14 * day)));
        m_now = at(41 + 14 * day);
        QCOMPARE(staleness(*workspace).state, EvaluationState::Overdue);
        const GateCheck gate = need(workspace->gate("clerk")).checks[3];
        QVERIFY(gate.refusal.has_value());
        QVERIFY(gate.says.find("model-b") != std::string::npos);
        QCOMPARE(need(Reevaluations::respond(*workspace)), std::uint64_t{0}); // the pact says nothing of it: only told
        (void)evaluate(*workspace, "failed");
        QCOMPARE(staleness(*workspace).state, EvaluationState::Current);
    }

    void toolsPactsAndIncidentsAreReasonsWherePactsNameThem()
    {
        m_now = at(0);
        auto workspace = watched({});
        auto silent = watched({}, "\"drift\"");
        for (Workspace *one : {workspace.get(), silent.get()}) {
            run(*one, "t1", "model-a", 10);
            m_now = at(20);
            (void)evaluate(*one);
            run(*one, "t2", "model-a", 30, "refund"); // a tool it did not use, and against the pact
        }
        std::vector<TriggerKind> kinds;
        for (const ReevaluationReason &reason : staleness(*workspace).reasons)
            kinds.push_back(reason.change.kind);
        QCOMPARE(kinds, (std::vector{TriggerKind::Tools, TriggerKind::Incident}));
        QCOMPARE(staleness(*silent).state, EvaluationState::Current);
        m_now = at(40);
        (void)evaluate(*workspace);
        QCOMPARE(staleness(*workspace).state, EvaluationState::Current);
        m_now = at(50);
        (void)need(workspace->addPact(pact("1.1.0", {}, "\"pact\"")));
        const Staleness due = staleness(*workspace);
        QCOMPARE(due.reasons.front().change.kind, TriggerKind::Pact);
        QCOMPARE(due.reasons.front().change.after, std::string("shop@1.1.0"));
        // An evaluation of before the change that is brought in later does not count for it.
        m_now = at(60);
        (void)need(Evaluations(*workspace).import("session,label\nold,passed\n", {"clerk", {}, {}, at(5), "old.csv"}));
        QCOMPARE(staleness(*workspace).state, EvaluationState::Due);
    }

    void anOverdueEvaluationTakesRightsWhereThePactSaysSo()
    {
        for (const std::string onOverdue : {"suspend", "restrict", "tell"}) {
            m_now = at(0);
            auto workspace = watched(onOverdue);
            run(*workspace, "o1", "model-a", 10);
            QCOMPARE(need(Reevaluations::respond(*workspace)), std::uint64_t{0}); // due, not overdue
            m_now = at(1 + 14 * day);
            const bool acts = onOverdue != "tell";
            QCOMPARE(need(Reevaluations::respond(*workspace)), std::uint64_t{acts});
            const AgentStanding standing = workspace->standing("clerk");
            QCOMPARE(standing.state, !acts ? AgentState::Authorized : onOverdue == "suspend" ? AgentState::Suspended : AgentState::Restricted);
            if (onOverdue == "restrict")
                QCOMPARE(standing.tools, std::vector<std::string>{"pay"}); // what acts, and not what only reads
            if (!acts)
                continue;
            QCOMPARE(standing.by, std::string("rule:shop@1.0.0#evaluation"));
            m_now = at(2 + 14 * day);
            (void)need(workspace->resume("clerk", "risk_accepted", "known"));
            QCOMPARE(need(Reevaluations::respond(*workspace)), std::uint64_t{0}); // somebody decided since
            QVERIFY(mayAct(workspace->standing("clerk").state));
        }
    }

    void onlyAPersonWhoLetsItGoOnAnswersAnOverdueEvaluation()
    {
        const auto overdue = [&] {
            m_now = at(0);
            auto workspace = watched("suspend");
            run(*workspace, "o1", "model-a", 10);
            m_now = at(1 + 14 * day);
            return workspace;
        };
        auto byRule = overdue();
        (void)need(byRule->restrictByRule("clerk", {"pay"}, "shop@1.0.0#P1", "scope_violation", {}));
        m_now = at(2 + 14 * day);
        QCOMPARE(need(Reevaluations::respond(*byRule)), std::uint64_t{1});
        QCOMPARE(byRule->standing("clerk").state, AgentState::Suspended);
        auto narrowed = overdue();
        (void)need(narrowed->restrict("clerk", {"pay"}, "scope_violation", {}));
        m_now = at(2 + 14 * day);
        QCOMPARE(need(Reevaluations::respond(*narrowed)), std::uint64_t{1});
        // What is dated after now does not count yet.
        auto ahead = overdue();
        QCOMPARE(need(Reevaluations::respond(*ahead)), std::uint64_t{1});
        m_now = at(30 * day);
        (void)need(ahead->resume("clerk", "risk_accepted", {}));
        m_now = at(15 * day);
        QCOMPARE(need(Reevaluations::respond(*ahead)), std::uint64_t{1});
    }

    void whatCountsForNothingAnswersNothing()
    {
        const People people;
        *people.now = at(0);
        const std::string path = m_folder.path("void.mandate");
        auto workspace = need(Workspace::create(path, people.surroundings()));
        (void)need(workspace->addPact(pact("1.0.0", "suspend", "\"model\"")));
        (void)need(workspace->import({m_folder.write("void.jsonl", lines({{"v1", "read_order", "{}", 10}}, 8200))}, {}));
        (void)need(workspace->enrolFirst({PersonRole::Owner}, {}));
        *people.now = at(1 + 14 * day);
        Statement forged; // as Ada's, by who has the workspace's key alone
        forged.agent = "clerk";
        forged.from = forged.to = AgentState::Authorized;
        forged.reasonCode = "renewal";
        forged.decidedBy = "account:ada";
        forged.decidedAt = *people.now;
        appendForged(path, EntryType::Statement, statementEntry(forged, workspaceKey(*workspace)));
        *people.now = at(2 + 14 * day);
        QVERIFY(!workspace->statements("clerk").front().voidBecause.empty());
        QCOMPARE(need(Reevaluations::respond(*workspace)), std::uint64_t{1});
        QCOMPARE(workspace->standing("clerk").state, AgentState::Suspended);
    }

    void letGoOnceIsNotLetGoForWhatComesLater()
    {
        m_now = at(0);
        auto workspace = watched("suspend");
        run(*workspace, "l1", "model-a", 10);
        m_now = at(20);
        (void)evaluate(*workspace);
        run(*workspace, "l2", "model-b", 30);
        run(*workspace, "l3", "model-b", 10 * day, "look"); // a tool that is new
        m_now = at(40 + 14 * day);
        QCOMPARE(need(Reevaluations::respond(*workspace)), std::uint64_t{1});
        m_now = at(50 + 14 * day);
        (void)need(workspace->resume("clerk", "risk_accepted", {}));
        QCOMPARE(need(Reevaluations::respond(*workspace)), std::uint64_t{0});
        m_now = at(1 + 24 * day);
        QCOMPARE(need(Reevaluations::respond(*workspace)), std::uint64_t{1});
        QCOMPARE(workspace->standing("clerk").state, AgentState::Suspended);
    }

    void theRuleIsOfThePactThatAsksForIt()
    {
        m_now = at(0);
        auto workspace = watched({});
        std::string other = pact("1.0.0", "restrict", "\"model\"");
        const auto replace = [&](const std::string &from, const std::string &to) { other.replace(other.find(from), from.size(), to); };
        replace("\"pact_id\":\"shop\"", "\"pact_id\":\"zoo\"");
        replace("\"deployment\":\"*\"", "\"deployment\":\"zoo\"");
        replace("{\"name\":\"pay\"", "{\"name\":\"feed\"");
        (void)need(workspace->addPact(other));
        (void)need(workspace->import({m_folder.write("zoo.jsonl", lines({{"z1", "read_order", "{}", 10}, {"z2", "feed", "{}", 11, 1, "clerk", "zoo"}}, 8000))}, {}));
        m_now = at(1 + 14 * day);
        QCOMPARE(need(Reevaluations::respond(*workspace)), std::uint64_t{1});
        const AgentStanding standing = workspace->standing("clerk");
        QCOMPARE(standing.pacts.front(), std::string("shop@1.0.0"));
        QCOMPARE(standing.by, std::string("rule:zoo@1.0.0#evaluation"));
        QCOMPARE(standing.tools, std::vector<std::string>{"feed"});
    }

    void whatWasNotScoredOrIsNotYetSignedMakesNothingCurrent()
    {
        m_now = at(0);
        auto workspace = watched({});
        run(*workspace, "n1", "model-a", 10);
        const auto empty = need(Evaluations(*workspace).import("session,label\nn1,not_scored\n", {"clerk", {}, {}, {}, "empty.csv"}));
        QVERIFY(!empty.warnings.empty());
        QCOMPARE(firstReason(*workspace), std::optional(TriggerKind::Never));
        m_now = at(100 * day); // a clock that is ahead
        (void)evaluate(*workspace);
        (void)need(workspace->recordEvaluation("clerk", "suite", "results"));
        m_now = at(11);
        QCOMPARE(firstReason(*workspace), std::optional(TriggerKind::Never));
        m_now = at(101 * day);
        QVERIFY(staleness(*workspace).last.has_value());
    }

    void itCountsFromWhenItRanUnderThePactOfThen()
    {
        m_now = at(0);
        auto workspace = watched({});
        run(*workspace, "r1", "model-a", 10);
        m_now = at(50);
        (void)need(workspace->addPact(pact("1.1.0", {}, "\"pact\"")));
        m_now = at(60);
        const auto kept = [&](const std::string &name, std::optional<Instant> ran) {
            return need(Evaluations(*workspace).import("session,label\n" + name + ",passed\n", {"clerk", {}, {}, ran, name})).statement;
        };
        QCOMPARE(kept("before", at(-5)).pact, std::string());
        QCOMPARE(firstReason(*workspace), std::optional(TriggerKind::Pact));
        QCOMPARE(kept("first", at(40)).pact, std::string("shop@1.0.0"));
        QCOMPARE(firstReason(*workspace), std::optional(TriggerKind::Pact));
        const EvaluationStatement ahead = kept("ahead", at(1000 * day));
        QVERIFY(!ahead.ran);
        QCOMPARE(ahead.pact, std::string("shop@1.1.0"));
        QCOMPARE(staleness(*workspace).last->at, at(40)); // what has not run yet makes nothing current
        QCOMPARE(staleness(*workspace).undated->entry, ahead.entry);
        QCOMPARE(firstReason(*workspace), std::optional(TriggerKind::Pact));
        (void)kept("now", at(60));
        QCOMPARE(staleness(*workspace).last->at, at(60));
        QCOMPARE(staleness(*workspace).state, EvaluationState::Current);
        QVERIFY(!staleness(*workspace).undated);
        // Of what is said and what the results say, the earlier.
        m_now = *parseInstant("2026-04-01T00:00:00Z");
        QFile results(QStringLiteral(MANDATE_SOURCE_DIR "/tests/data/evaluations/promptfoo.json"));
        QVERIFY(results.open(QIODevice::ReadOnly));
        const std::string bytes = results.readAll().toStdString();
        for (const auto &[agent, said, ran] : {std::tuple("one", "2026-03-20T10:00:00Z", "2026-03-01T10:00:00Z"), std::tuple("two", "2026-02-20T10:00:00Z", "2026-02-20T10:00:00Z")}) {
            const auto imported = need(Evaluations(*workspace).import(bytes, {agent, {}, {}, *parseInstant(said), "promptfoo.json"}));
            QCOMPARE(imported.statement.ran->nanoseconds, parseInstant(ran)->nanoseconds);
        }
    }

    void whatNobodySaidTheTimeOfMakesNothingCurrent()
    {
        m_now = at(0);
        auto workspace = watched({});
        run(*workspace, "u1", "model-a", 10);
        m_now = at(100);
        const auto kept = need(Evaluations(*workspace).import("session,label\na,passed\n", {"clerk", {}, {}, {}, "old.csv"}));
        QVERIFY(std::ranges::any_of(kept.warnings, [](const std::string &warning) { return warning.starts_with("Nobody said when it ran"); }));
        const Staleness told = staleness(*workspace);
        QVERIFY(!told.last);
        QCOMPARE(told.state, EvaluationState::Due);
        QCOMPARE(told.reasons.front().change.kind, TriggerKind::Undated);
        QCOMPARE(told.reasons.front().change.entry, kept.statement.entry);
        const GateCheck gate = need(workspace->gate("clerk")).checks[3];
        QVERIFY2(gate.refusal && gate.says.find("Nobody said when") != std::string::npos, gate.says.c_str());
        // One that ran long ago is not made younger by it either.
        m_now = at(110);
        const auto dated = need(Evaluations(*workspace).import("session,label\nb,passed\n", {"clerk", {}, {}, at(20), "b.csv"}));
        QCOMPARE(staleness(*workspace).last->entry, dated.statement.entry);
        m_now = at(200 * day);
        (void)need(Evaluations(*workspace).import("session,label\nc,passed\n", {"clerk", {}, {}, {}, "c.csv"}));
        QCOMPARE(staleness(*workspace).state, EvaluationState::Overdue);
        QVERIFY(staleness(*workspace).undated.has_value());
    }

    void theSameResultsInOtherBytesAreKnownUnlessSomethingNewIsSaidOfThem()
    {
        m_now = at(0);
        auto workspace = watched({});
        m_now = at(100);
        const auto bringIn = [&](const std::string &bytes, std::optional<Instant> ran, const std::string &model = {}, const std::string &agent = "clerk") {
            return need(Evaluations(*workspace).import(bytes, {agent, {}, model, ran, "labels.csv"}));
        };
        const auto warned = [](const ImportedEvaluation &one, const std::string &words) {
            return std::ranges::any_of(one.warnings, [&](const std::string &warning) { return warning.find(words) != std::string::npos; });
        };
        const std::string bytes = "session,label\na,passed\nb,failed\n", other = "session,label\n\nb,failed\na,passed\n";
        const auto first = bringIn(bytes, at(50), "m1");
        QVERIFY(!first.known);
        for (const auto &ran : {std::optional<Instant>(), std::optional(at(50))}) {
            const auto again = bringIn(other, ran);
            QVERIFY(again.known && warned(again, "known as entry " + std::to_string(first.statement.entry)));
            QVERIFY(bringIn(bytes, ran).known);
        }
        QCOMPARE(workspace->evaluations().size(), std::size_t{1});
        // The same tests once more with the same results, at a time that somebody signs for: another evaluation, and it is said.
        m_now = at(200);
        const auto rerun = bringIn(other, at(150), "m1");
        QVERIFY(!rerun.known && warned(rerun, "The same results are in entry " + std::to_string(first.statement.entry)));
        // Bytes that were here before did not run after that.
        const auto late = bringIn(bytes, at(160));
        QVERIFY(late.known && warned(late, "brought in before"));
        QVERIFY(!bringIn(bytes, at(40), "m1").known); // a time that was wrong can be said anew
        // Another model is another evaluation of the grid, and the same bytes for another agent are told.
        QVERIFY(!bringIn(bytes, at(50), "m2").known);
        QCOMPARE(need(gridOf(*workspace, "clerk")).columns.size(), std::size_t{2});
        const auto others = bringIn(bytes, at(50), {}, "teller");
        QVERIFY(!others.known && warned(others, "for the agent clerk"));
        // First without a time, then with it.
        m_now = at(300);
        const std::string undated = "session,label\nu,passed\n";
        QVERIFY(!bringIn(undated, {}).known);
        QVERIFY(bringIn(undated, {}).known);
        const auto said = bringIn(undated, at(250));
        QVERIFY(!said.known && warned(said, "nobody said when they ran"));
        QCOMPARE(staleness(*workspace).last->entry, said.statement.entry);
        QVERIFY(need(workspace->verify()).ok);
    }

    void whatWasBroughtInByWhoMayNotBlocksNobodyAndFillsNoCell()
    {
        const People people;
        *people.now = at(0);
        const std::string path = m_folder.path("barred.mandate");
        auto workspace = need(Workspace::create(path, people.surroundings()));
        (void)need(workspace->enrolFirst({PersonRole::Owner}, {}));
        (void)need(workspace->enrol(people.request("leo"), {PersonRole::Legal}, {}));
        (void)need(workspace->appoint("clerk", "account:ada", {}, {}));
        const std::string bytes = "session,label\na,passed\n";
        EvaluationStatement forged; // by a person of another role, past the product
        forged.agent = "clerk";
        forged.suite = forged.source = "w.csv";
        forged.format = "sessions-csv";
        forged.content = sha256(bytes);
        forged.octets = bytes.size();
        forged.counts.by = {1, 0, 0, 0};
        forged.ran = at(5);
        *people.now = at(10);
        forged.signer = {"account:leo", {}, at(9), workspace->store().publicKey().id()};
        const auto own = workspace->people().keyring().keyOf("account:leo");
        appendForged(path, EntryType::Note, evaluationEntry(forged, need(personKey(*people.secrets, *own))));
        const auto there = workspace->evaluations();
        QCOMPARE(there.size(), std::size_t{1});
        QVERIFY(!there.front().mayCount);
        QCOMPARE(need(gridOf(*workspace, "clerk")).barred, std::vector<std::uint64_t>{there.front().entry});
        const auto kept = need(Evaluations(*workspace).import(bytes, {"clerk", {}, {}, at(5), "w.csv"}));
        QVERIFY(!kept.known);
        const EvaluationGrid grid = need(gridOf(*workspace, "clerk"));
        QCOMPARE(grid.cells.size(), std::size_t{1});
        QCOMPARE(grid.cells.front()->entry, kept.statement.entry);
    }

    void whoNeitherAnswersForTheAgentNorLeadsTheProductBringsInNone()
    {
        const People people;
        auto workspace = need(Workspace::create(m_folder.path("who.mandate"), people.surroundings()));
        (void)need(workspace->enrolFirst({PersonRole::Owner}, {}));
        (void)need(workspace->enrol(people.request("bob"), {PersonRole::Owner}, {}));
        (void)need(workspace->enrol(people.request("leo"), {PersonRole::Legal}, {}));
        (void)need(workspace->enrol(people.request("pia"), {PersonRole::ProductLead}, {}));
        (void)need(workspace->appoint("clerk", "account:ada", {}, {}));
        int made = 0;
        const auto bringIn = [&](const std::string &who) {
            people.who->become(who);
            const auto kept = Evaluations(*workspace).import("session,label\nw" + std::to_string(++made) + ",passed\n", {"clerk", {}, {}, {}, "w.csv"});
            const auto noted = workspace->recordEvaluation("clerk", "suite", std::to_string(made));
            if (kept.ok() != noted.ok())
                return std::string("one of the two");
            return kept ? std::string() : kept.error().code;
        };
        QCOMPARE(bringIn("ada"), std::string());
        QCOMPARE(bringIn("pia"), std::string());
        QCOMPARE(bringIn("bob"), std::string("MND-EVL-007")); // of another agent, if of any
        QCOMPARE(bringIn("leo"), std::string("MND-EVL-007"));
        QCOMPARE(workspace->evaluations().size(), std::size_t{2});
        QVERIFY(need(workspace->verify()).ok);
    }

    void whatIsEvaluatedAndThenDeployedIsHeldAgainstHowItBegan()
    {
        m_now = at(0);
        auto workspace = watched({}, "\"model\",\"tools\",\"context\"");
        m_now = at(5);
        (void)evaluate(*workspace);
        for (int i = 0; i < 20; ++i)
            run(*workspace, "d" + std::to_string(i), "model-a", 10 + i, i == 7 ? "look" : "read_order");
        QCOMPARE(staleness(*workspace).state, EvaluationState::Current);
        run(*workspace, "late", "model-b", 50, "pay");
        std::vector<TriggerKind> kinds;
        for (const ReevaluationReason &reason : staleness(*workspace).reasons)
            kinds.push_back(reason.change.kind);
        QCOMPARE(kinds, (std::vector{TriggerKind::Tools, TriggerKind::Model}));
        (void)need(workspace->import({m_folder.write("dock.jsonl", lines({{"x", "read_order", "{}", 60, 1, "clerk", "dock"}}, 8100))}, {}));
        QCOMPARE(staleness(*workspace).reasons.back().change.kind, TriggerKind::Context);
    }
};

QTEST_GUILESS_MAIN(EvaluationsTest)
#include "evaluations_test.moc"
