// SPDX-License-Identifier: GPL-3.0-or-later
// From clauses to a verdict: the table of "Verdict of an action", what is absent, what is seen only afterwards, implied clauses.
#include "judged_session.h"

#include <QTest>

using namespace mandate;

class JudgeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theVerdictFollowsTheTable_data();
    void theVerdictFollowsTheTable();
    void theFirstClauseInDocumentOrderDecides();
    void aClauseSpeaksOfItsToolsOnly();
    void everyVerdictListsTheClausesThatWereAsked();
    void recordsThatAreNoActionAreNotJudged();
    void theVerdictIsTheSameForAnAttempt();
    void absentFactsAreNamed_data();
    void absentFactsAreNamed();
    void whatWasMissingIsNamedAlsoWhenTheActionItselfBroughtFacts();
    void judgesThatShareARoomAreApart();
    void anErrorThatIsNoAbsentFactIsNamedByItsMessage();
    void anUnknownTypeThatIsNoYesOrNoIsUndecidable();
    void aProhibitionOverTheResultDetects();
    void anEscalationOverTheResultIsNoVerdictOfThisAction();
    void returnedIsTheResultAsJsonOrNull();
    void theFixedClockHidesTheTimeOfTheAction();
    void withoutAFixedClockNowIsTheTimeOfTheAction();
    void evidenceNeverChangesTheVerdict();
    void belowTheHandOffConfidenceAPersonTakesTheCase();
    void theHandOffConfidenceIsTheSameInEveryLocale();
    void aVerificationThatNobodyRecordedIsUndecided();
    void owedEvidenceIsAskedOfEveryAction();
    void theJudgeCanBeMovedAndOutlivesThePact();
    void explanationsNameFactsClockAndHistory();
    void explanationsAreSafeBeforeAndAfterEveryStep();
};

namespace {

std::shared_ptr<const CompiledPact> pactOf(const std::vector<std::string> &clauses, const std::string &more = {})
{
    std::string list;
    for (const std::string &one : clauses)
        list += (list.empty() ? "" : ",") + one;
    return compiledPact(pactWith(R"("clauses":[)" + list + ']' + (more.empty() ? "" : ',' + more)));
}

/// A condition with a wanted answer. The undecidable one wants a member the arguments lack.
std::string conditionFor(Answer answer)
{
    switch (answer) {
    case Answer::No: return "args.n == 0";
    case Answer::Yes: return "args.n == 1";
    case Answer::Undecidable: return "args.absent == 1";
    }
    return {};
}

} // namespace

void JudgeTest::theVerdictFollowsTheTable_data()
{
    QTest::addColumn<int>("forbid");
    QTest::addColumn<int>("escalate");
    QTest::addColumn<int>("permit");
    QTest::addColumn<int>("verdict");
    QTest::addColumn<QString>("deciding");

    constexpr int no = 0;
    constexpr int yes = 1;
    constexpr int open = 2;
    const auto row = [](int forbid, int escalate, int permit, Verdict verdict, const char *deciding) {
        static constexpr std::array<const char *, 3> words{"no", "yes", "open"};
        QTest::addRow("forbid %s, escalate %s, permit %s", words[forbid], words[escalate], words[permit])
            << forbid << escalate << permit << static_cast<int>(verdict) << QString::fromLatin1(deciding);
    };
    // 1. A prohibition that holds decides, whatever else there is.
    for (const int escalate : {no, yes, open}) {
        for (const int permit : {no, yes, open})
            row(yes, escalate, permit, Verdict::Prohibited, "F");
    }
    // 5. A prohibition that cannot be decided could still prohibit, so nothing below it counts.
    for (const int escalate : {no, yes, open}) {
        for (const int permit : {no, yes, open})
            row(open, escalate, permit, Verdict::Undecidable, "F");
    }
    // 2. An escalation that holds.
    for (const int permit : {no, yes, open})
        row(no, yes, permit, Verdict::NeedsApproval, "E");
    // 5. An escalation that cannot be decided: it could still ask for approval, also of what nothing permits.
    for (const int permit : {no, yes, open})
        row(no, open, permit, Verdict::Undecidable, "E");
    // 3. and 4.
    row(no, no, yes, Verdict::Permitted, "P");
    row(no, no, open, Verdict::Undecidable, "P");
    row(no, no, no, Verdict::OutOfScope, "");
}

void JudgeTest::theVerdictFollowsTheTable()
{
    QFETCH(int, forbid);
    QFETCH(int, escalate);
    QFETCH(int, permit);
    QFETCH(int, verdict);
    QFETCH(QString, deciding);
    // The order of the document does not matter between kinds.
    for (const bool reversed : {false, true}) {
        std::vector<std::string> clauses{clause("F", "forbid", conditionFor(static_cast<Answer>(forbid))),
                                         clause("E", "escalate", conditionFor(static_cast<Answer>(escalate))),
                                         clause("P", "permit", conditionFor(static_cast<Answer>(permit)))};
        if (reversed)
            std::reverse(clauses.begin(), clauses.end());
        JudgedSession session(pactOf(clauses));
        const Judged judged = session.call("act", R"({"n":1})");
        QCOMPARE(judged.verdict, static_cast<Verdict>(verdict));
        QCOMPARE(QString::fromStdString(judged.deciding), deciding);
        QCOMPARE(judged.of("F"), static_cast<Answer>(forbid));
        QCOMPARE(judged.of("E"), static_cast<Answer>(escalate));
        QCOMPARE(judged.of("P"), static_cast<Answer>(permit));
    }
}

void JudgeTest::theFirstClauseInDocumentOrderDecides()
{
    JudgedSession session(pactOf({clause("P1", "permit", "true"), clause("F1", "forbid", "args.n > 5"), clause("F2", "forbid", "args.n > 1"),
                                  clause("F3", "forbid", "args.n > 0"), clause("P2", "permit", "true")}));
    QCOMPARE(session.call("act", R"({"n":2})").deciding, std::string("F2"));
    QCOMPARE(session.call("act", R"({"n":9})").deciding, std::string("F1"));
    QCOMPARE(session.call("act", R"({"n":0})").deciding, std::string("P1"));

    // A Yes decides before an undecidable clause of the same kind, wherever it stands.
    JudgedSession mixed(pactOf({clause("F1", "forbid", "args.absent"), clause("F2", "forbid", "true")}));
    QCOMPARE(mixed.call("act").verdict, Verdict::Prohibited);
    QCOMPARE(mixed.call("act").deciding, std::string("F2"));
    JudgedSession permits(pactOf({clause("P1", "permit", "args.absent"), clause("P2", "permit", "true")}));
    QCOMPARE(permits.call("act").verdict, Verdict::Permitted);
    QCOMPARE(permits.call("act").deciding, std::string("P2"));
}

void JudgeTest::aClauseSpeaksOfItsToolsOnly()
{
    const auto pact =
        pactOf({clause("all", "forbid", "false"), clause("exact", "forbid", "false", R"(,"tools":["read"])"),
                clause("front", "forbid", "false", R"(,"tools":["read_*"])"), clause("middle", "forbid", "false", R"(,"tools":["*_user_*"])"),
                clause("several", "forbid", "false", R"(,"tools":["write","send*"])")});
    const auto ids = [&](std::string_view tool) {
        std::string found;
        for (const std::uint32_t index : pact->clausesFor(tool))
            found += (found.empty() ? "" : " ") + pact->clauses()[index].id;
        return QString::fromStdString(found);
    };
    QCOMPARE(ids("read"), QStringLiteral("all exact"));
    QCOMPARE(ids("Read"), QStringLiteral("all"));
    QCOMPARE(ids("read_"), QStringLiteral("all front"));
    QCOMPARE(ids("read_user_name"), QStringLiteral("all front middle"));
    QCOMPARE(ids("send"), QStringLiteral("all several"));
    QCOMPARE(ids(""), QStringLiteral("all"));
    QVERIFY(matchesPattern("*", ""));
    QVERIFY(matchesPattern("a*b*c", "a-b-b-c"));
    QVERIFY(!matchesPattern("a*b*c", "a-b-b"));
    QVERIFY(!matchesPattern("a", "ab"));
    QVERIFY(matchesPattern("a**", "a"));
}

void JudgeTest::everyVerdictListsTheClausesThatWereAsked()
{
    JudgedSession session(pactOf({clause("P", "permit", "true"), clause("F", "forbid", "false", R"(,"tools":["a"])")}));
    const Judged a = session.call("a");
    QVERIFY(a.asked("P") && a.asked("F"));
    const Judged b = session.call("b");
    QVERIFY(b.asked("P") && !b.asked("F"));
}

void JudgeTest::recordsThatAreNoActionAreNotJudged()
{
    SessionJudge judge(pactOf({clause("F", "forbid", "true")}));
    for (const RecordKind kind : {RecordKind::Message, RecordKind::Session, RecordKind::Context, RecordKind::Event}) {
        Record record;
        record.kind = kind;
        const Judgement judgement = judge.judge(record);
        QCOMPARE(judgement.verdict, Verdict::NotJudged);
        QCOMPARE(judgement.deciding, -1);
        QVERIFY(judgement.answers.empty());
    }
}

void JudgeTest::theVerdictIsTheSameForAnAttempt()
{
    JudgedSession session(pactOf({clause("F", "forbid", "args.n > 1")}));
    for (const Outcome outcome : {Outcome::Executed, Outcome::Failed, Outcome::Refused, Outcome::Unknown})
        QCOMPARE(session.call("act", R"({"n":2})", "x", outcome).verdict, Verdict::Prohibited);
}

void JudgeTest::absentFactsAreNamed_data()
{
    QTest::addColumn<QString>("condition");
    QTest::addColumn<QString>("missing");
    QTest::newRow("input") << "input == 'yes'"
                           << "input";
    QTest::newRow("confidence") << "confidence < 0.5"
                                << "confidence";
    QTest::newRow("proposal") << "proposal.reasoning == ''"
                              << "proposal";
    QTest::newRow("verifier") << "verifier.verdict == 'allow'"
                              << "verifier";
    QTest::newRow("result") << "result == ''"
                            << "result";
    QTest::newRow("time") << "now > timestamp('2025-01-01T00:00:00Z')"
                          << "now";
    QTest::newRow("an argument") << "args.amount > 1"
                                 << "args.amount";
    QTest::newRow("a member of an argument") << "args.trip.seats > 1"
                                             << "args.trip.seats";
    QTest::newRow("an entity that was never read") << "state.order[args.id].status == 'open'"
                                                   << "state.order[\"#W1\"]";
    QTest::newRow("a single fact that was never read") << "state.who == 'x'"
                                                       << "state.who";
}

void JudgeTest::absentFactsAreNamed()
{
    QFETCH(QString, condition);
    QFETCH(QString, missing);
    const std::string facts =
        R"("state":[{"fact":"order","when":"has(value.order_id) ","key":"value.order_id"},{"fact":"who","tools":["find"],"value":"text"}])";
    JudgedSession session(pactOf({clause("F", "forbid", condition.toStdString(), R"(,"after_result":true)")}, facts));
    session.next.occurred.reset();
    const Judged judged = session.call("act", R"({"id":"#W1","trip":{}})", std::nullopt, Outcome::Unknown);
    QCOMPARE(judged.of("F"), Answer::Undecidable);
    QCOMPARE(judged.verdict, Verdict::Undecidable);
    QCOMPARE(QString::fromStdString(judged.missing.at("F")), missing);

    // Absence is no poison: what is decided without it is decided.
    JudgedSession either(pactOf({clause("F", "forbid", "true || " + condition.toStdString(), R"(,"after_result":true)"),
                                 clause("G", "forbid", "false && " + condition.toStdString(), R"(,"after_result":true)")},
                                facts));
    either.next.occurred.reset();
    const Judged decided = either.call("act", R"({"id":"#W1","trip":{}})", std::nullopt, Outcome::Unknown);
    QCOMPARE(decided.of("F"), Answer::Yes);
    QCOMPARE(decided.of("G"), Answer::No);
}

void JudgeTest::whatWasMissingIsNamedAlsoWhenTheActionItselfBroughtFacts()
{
    JudgedSession session(pactOf({clause("F", "forbid", "state.order[args.id].status == 'open'")},
                                 R"("state":[{"fact":"order","when":"has(value.order_id) ","key":"value.order_id"}])"));
    const Judged judged = session.call("read", R"({"id":"#W123456"})",
                                       R"({"order_id":"#W123456","status":"open","items":["xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"]})");
    QCOMPARE(judged.missing.at("F"), std::string("state.order[\"#W123456\"]"));
}

void JudgeTest::judgesThatShareARoomAreApart()
{
    const auto pact = pactOf({clause("F", "forbid", "size(history) == 1")});
    const auto room = std::make_shared<JudgeRoom>();
    SessionJudge a(pact, room);
    SessionJudge b(pact, room);
    Record record;
    record.tool = "act";
    QCOMPARE(a.judge(record).verdict, Verdict::OutOfScope);
    QCOMPARE(b.judge(record).verdict, Verdict::OutOfScope);
    QCOMPARE(a.judge(record).verdict, Verdict::Prohibited);
    QCOMPARE(b.judge(record).verdict, Verdict::Prohibited);
    QCOMPARE(a.judge(record).verdict, Verdict::OutOfScope);
    QCOMPARE(a.facts().back().second, std::string("2 earlier calls"));
    QCOMPARE(b.facts().back().second, std::string("1 earlier calls"));
}

void JudgeTest::anErrorThatIsNoAbsentFactIsNamedByItsMessage()
{
    JudgedSession session(pactOf({clause("F", "forbid", "double(args.amount) > 1.0")}));
    const Judged judged = session.call("act", R"({"amount":"much"})");
    QCOMPARE(judged.verdict, Verdict::Undecidable);
    QVERIFY(!judged.missing.at("F").empty());
    // Arguments that are no object are absent as a whole.
    const Judged none = session.call("act", "");
    QCOMPARE(none.verdict, Verdict::Undecidable);
    QCOMPARE(none.missing.at("F"), std::string("args"));
}

void JudgeTest::anUnknownTypeThatIsNoYesOrNoIsUndecidable()
{
    JudgedSession session(pactOf({clause("F", "forbid", "args.flag")}));
    QCOMPARE(session.call("act", R"({"flag":true})").verdict, Verdict::Prohibited);
    const Judged judged = session.call("act", R"({"flag":1})");
    QCOMPARE(judged.verdict, Verdict::Undecidable);
    QCOMPARE(judged.missing.at("F"), std::string("the condition gave no yes or no"));
    // A type that is known to be none is refused when the pact is compiled.
    auto parsed = parsePact(pactWith(R"("clauses":[)" + clause("F", "forbid", "size(args.items)") + ']'));
    QVERIFY(parsed);
    const auto compiled = CompiledPact::compile(parsed->document);
    QVERIFY(!compiled);
    QCOMPARE(compiled.error().code, std::string("MND-PCT-002"));
    QCOMPARE(compiled.error().position.path, std::string("F"));
}

void JudgeTest::aProhibitionOverTheResultDetects()
{
    JudgedSession session(pactOf({clause("P", "permit", "true"), clause("F", "forbid", "result.contains('secret')", R"(,"after_result":true)")}));
    QCOMPARE(session.call("read", "{}", "a secret").verdict, Verdict::Prohibited);
    QCOMPARE(session.call("read", "{}", "nothing").verdict, Verdict::Permitted);
    const Judged open = session.call("read", "{}", std::nullopt);
    QCOMPARE(open.verdict, Verdict::Undecidable);
    QCOMPARE(open.missing.at("F"), std::string("result"));
}

void JudgeTest::anEscalationOverTheResultIsNoVerdictOfThisAction()
{
    JudgedSession session(pactOf({clause("P", "permit", "true"), clause("E", "escalate", "result.contains('secret')", R"(,"after_result":true)")}));
    const Judged yes = session.call("read", "{}", "a secret");
    QCOMPARE(yes.verdict, Verdict::Permitted);
    QCOMPARE(yes.deciding, std::string("P"));
    QCOMPARE(yes.of("E"), Answer::Yes);
    const Judged open = session.call("read", "{}", std::nullopt);
    QCOMPARE(open.verdict, Verdict::Permitted);
    QCOMPARE(open.of("E"), Answer::Undecidable);
}

void JudgeTest::returnedIsTheResultAsJsonOrNull()
{
    JudgedSession session(pactOf({clause("map", "evidence", "type(returned) == map && returned.a == 1", R"(,"after_result":true)"),
                                  clause("null", "evidence", "returned == null", R"(,"after_result":true)"),
                                  clause("list", "evidence", "type(returned) == list", R"(,"after_result":true)"),
                                  clause("int", "evidence", "type(returned) == int", R"(,"after_result":true,"tools":["read"])")}));
    const auto which = [](const Judged &judged) {
        std::string found;
        for (const auto &[id, answer] : judged.answers)
            found += answer == Answer::Yes ? id + ' ' : std::string();
        return QString::fromStdString(found);
    };
    QCOMPARE(which(session.call("read", "{}", R"({"a":1})")), QStringLiteral("map "));
    QCOMPARE(which(session.call("read", "{}", " [1]")), QStringLiteral("list "));
    QCOMPARE(which(session.call("read", "{}", "12")), QStringLiteral("int "));
    for (const char *text : {"", "   ", "plain text", "true-ish", "{broken", "null", "Error: no"})
        QCOMPARE(which(session.call("read", "{}", text)), QStringLiteral("null "));
    QCOMPARE(which(session.call("read", "{}", std::nullopt)), QStringLiteral("null "));
}

void JudgeTest::theFixedClockHidesTheTimeOfTheAction()
{
    JudgedSession session(
        pactOf({clause("F", "forbid", "now == timestamp('2024-05-15T15:00:00Z')")}, R"("clock":{"fixed":"2024-05-15T15:00:00Z","why":"recorded"})"));
    QCOMPARE(session.call("act").verdict, Verdict::Prohibited);
    session.next.occurred.reset();
    QCOMPARE(session.call("act").verdict, Verdict::Prohibited);

    // Also one before 1970, and one with a part of a second.
    JudgedSession old(pactOf({clause("F", "forbid", "now == timestamp('1969-12-31T23:59:58.5Z')")}, R"("clock":{"fixed":"1969-12-31T23:59:58.5Z"})"));
    QCOMPARE(old.call("act").verdict, Verdict::Prohibited);
}

void JudgeTest::withoutAFixedClockNowIsTheTimeOfTheAction()
{
    JudgedSession session(pactOf({clause("F", "forbid", "now.getFullYear() == 1969 && now.getMilliseconds() == 500")}));
    session.next.occurred = parseInstant("1969-12-31T23:59:58.5Z");
    QCOMPARE(session.call("act").verdict, Verdict::Prohibited);
    session.next.occurred = parseInstant("2025-03-01T00:00:00.5Z");
    QCOMPARE(session.call("act").of("F"), Answer::No);
    // Digits without a zone count as UTC.
    session.next.occurred = parseInstant("1969-12-31T23:59:58.5");
    QCOMPARE(session.call("act").verdict, Verdict::Prohibited);
}

void JudgeTest::evidenceNeverChangesTheVerdict()
{
    JudgedSession session(
        pactOf({clause("P", "permit", "true"), clause("owed", "evidence", "true"), clause("open", "evidence", "args.absent == 1")}));
    const Judged judged = session.call("act");
    QCOMPARE(judged.verdict, Verdict::Permitted);
    QCOMPARE(judged.of("owed"), Answer::Yes);
    QCOMPARE(judged.of("open"), Answer::Undecidable);
}

void JudgeTest::belowTheHandOffConfidenceAPersonTakesTheCase()
{
    JudgedSession session(pactOf({clause("P", "permit", "true")}, R"("hand_off":{"confidence_below":0.7,"to":"the desk"})"));
    session.next.confidence = 0.69;
    const Judged below = session.call("act");
    QCOMPARE(below.verdict, Verdict::NeedsApproval);
    QCOMPARE(below.deciding, std::string("hand_off"));
    session.next.confidence = 0.7;
    QCOMPARE(session.call("act").verdict, Verdict::Permitted);
    session.next.confidence.reset();
    const Judged open = session.call("act");
    QCOMPARE(open.verdict, Verdict::Undecidable);
    QCOMPARE(open.missing.at("hand_off"), std::string("confidence"));

    const auto pact = pactOf({clause("P", "permit", "true")}, R"("hand_off":{"confidence_below":0.7,"to":"the desk"})");
    const Clause &implied = pact->clauses().back();
    QCOMPARE(implied.readsAs, std::string("Below a confidence of 0.7 the agent hands the case to the desk."));
    QVERIFY(implied.escalation && implied.escalation->handOff);
}

void JudgeTest::theHandOffConfidenceIsTheSameInEveryLocale()
{
    const std::string before = setlocale(LC_NUMERIC, nullptr);
    for (const char *name : {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "fr_FR.utf8"})
        setlocale(LC_NUMERIC, name); // where it is installed the decimal mark is a comma
    for (const auto &[written, condition] : {std::pair{"0.7", "confidence < 0.7"},
                                             {"1", "confidence < 1.0"},
                                             {"0", "confidence < 0.0"},
                                             {"0.00000025", "confidence < 2.5e-7"},
                                             {"0.12345678901", "confidence < 0.12345678901"}}) {
        const auto pact = pactOf({}, R"("hand_off":{"confidence_below":)" + std::string(written) + R"(,"to":"a"})");
        QCOMPARE(QString::fromStdString(pact->clauses().back().when), QString::fromLatin1(condition));
    }
    setlocale(LC_NUMERIC, before.c_str());
}

void JudgeTest::aVerificationThatNobodyRecordedIsUndecided()
{
    JudgedSession session(pactOf({clause("P", "permit", "true")}, R"("verification":{"tools":["pay*"]})"));
    const Judged judged = session.call("pay_bill");
    QCOMPARE(judged.of("verification"), Answer::Undecidable);
    QCOMPARE(judged.missing.at("verification"), std::string("verifier"));
    QCOMPARE(judged.verdict, Verdict::Permitted);
    QVERIFY(!session.call("read").asked("verification"));
}

void JudgeTest::owedEvidenceIsAskedOfEveryAction()
{
    JudgedSession session(pactOf({clause("P", "permit", "true")}, R"("evidence":{"owed":["input","result","time"]})"));
    QCOMPARE(session.call("act", "{}", "done").of("evidence"), Answer::Yes); // nobody said anything yet
    session.user("please");
    QCOMPARE(session.call("act", "{}", "done").of("evidence"), Answer::No);
    QCOMPARE(session.call("act", "{}", "").of("evidence"), Answer::Yes);
    session.next.occurred.reset();
    QCOMPARE(session.call("act", "{}", "done").of("evidence"), Answer::Yes);

    JudgedSession all(pactOf({}, R"("evidence":{"owed":["input","action","basis","result","time","signature","decision_basis"]})"));
    all.user("please");
    all.next.basis = "policy";
    all.next.said = "because";
    QCOMPARE(all.call("act").of("evidence"), Answer::Yes); // unsigned
    all.next.signature = SignatureState::Valid;
    QCOMPARE(all.call("act").of("evidence"), Answer::No);
    QVERIFY(pactOf({}, R"("evidence":{"owed":[],"retention_days":365})")->clauses().empty());
}

void JudgeTest::theJudgeCanBeMovedAndOutlivesThePact()
{
    auto pact = pactOf({clause("F", "forbid", "history.exists(h, h.tool == 'a')")});
    SessionJudge first(pact);
    pact.reset();
    Record record;
    record.tool = "a";
    record.message = 1;
    QCOMPARE(first.judge(record).verdict, Verdict::OutOfScope);
    SessionJudge second(std::move(first));
    record.message = 2;
    QCOMPARE(second.judge(record).verdict, Verdict::Prohibited);
    QVERIFY(second.footprint() > 0);
}

void JudgeTest::explanationsNameFactsClockAndHistory()
{
    JudgedSession session(pactOf({clause("F", "forbid", "state.order[args.id].n == 1 && size(history) > 5 && state.who == ''")},
                                 R"("clock":{"fixed":"2024-05-15T15:00:00Z"},"state":[)"
                                 R"({"fact":"order","when":"has(value.id) ","key":"value.id"},{"fact":"who","tools":["find"],"value":"text"}])"));
    session.call("find", "{}", "Ada");
    session.call("read", "{}", R"({"n":1,"id":"x"})");
    session.call("act", R"({"id":"x"})");
    const auto facts = session.judge.facts();
    const std::vector<std::pair<std::string, std::string>> expected{
        {"state.order[\"x\"]", R"({"id":"x","n":1})"}, {"state.who", "\"Ada\""}, {"now", "\"2024-05-15T15:00:00Z\""}, {"history", "2 earlier calls"}};
    QCOMPARE(facts, expected);
}

void JudgeTest::explanationsAreSafeBeforeAndAfterEveryStep()
{
    SessionJudge judge(pactOf({clause("F", "forbid", "state.order[args.id].n == 1 && size(history) > 5")},
                              R"("state":[{"fact":"order","when":"has(value.id) ","key":"value.id"},{"fact":"last","value":"text"}])"));
    QCOMPARE(judge.facts().size(), std::size_t{1}); // "0 earlier calls"
    Record record;
    record.tool = "read";
    record.outcome = Outcome::Executed;
    for (int i = 0; i < 20; ++i) {
        const std::string result = R"({"id":"n)" + std::to_string(i) + R"("})";
        record.result = result;
        record.message = i;
        if (i % 2 == 0)
            (void)judge.judge(record);
        else
            judge.observe(record);
        const auto facts = judge.facts(); // one order a message before, and the last text
        QCOMPARE(facts.size(), static_cast<std::size_t>(i == 0 ? 1 : i + 2));
        QCOMPARE(facts.back().second, std::to_string(i) + " earlier calls");
    }
}

QTEST_APPLESS_MAIN(JudgeTest)
#include "judge_test.moc"
