// SPDX-License-Identifier: GPL-3.0-or-later
// Windows over business time: which earlier actions a condition sees, from which moment each counts, and what stays undecidable.
#include "judged_session.h"

#include "models/base/json_reader.h"
#include "models/pact/window_book.h"

#include <QTest>

#include <algorithm>
#include <deque>
#include <random>

using namespace mandate;

namespace {

constexpr std::int64_t minute = 60'000'000'000;

/// Payments of a customer: at most 5,000 an hour.
const std::string paidWindow = R"x("windows":[{"window":"paid","tools":["pay"],"by":"args.customer","value":"double(args.amount)","within":"1h"}])x";
const std::string limitClause = clause("L", "forbid", "double(window.paid.sum()) + double(args.amount) > 5000.0", R"(,"tools":["pay"])");

std::shared_ptr<const CompiledPact> limited()
{
    return compiledPact(pactWith(paidWindow + R"(,"clauses":[)" + limitClause + ']'));
}

/// A trail whose records are made before they are taken in, in whatever order.
class Trail
{
public:
    explicit Trail(std::shared_ptr<const CompiledPact> pact) : m_pact(std::move(pact)) {}

    struct At
    {
        std::int64_t minutes = 0;
        Outcome outcome = Outcome::Executed;
        std::string_view agent = "a";
        std::string_view session = "s";
        std::int32_t call = -1;
    };
    std::size_t call(std::string_view tool, std::string args, const At &at) { return add(RecordKind::Action, tool, std::move(args), at); }
    std::size_t pay(int amount, const At &at) { return call("pay", R"({"customer":"c","amount":)" + std::to_string(amount) + '}', at); }
    std::size_t permit(int amount, const At &at)
    {
        return add(RecordKind::Decision, "pay", R"({"customer":"c","amount":)" + std::to_string(amount) + '}', {at.minutes, Outcome::Unknown, at.agent, at.session});
    }
    Record &record(std::size_t index) { return m_records[index]; }
    [[nodiscard]] std::size_t size() const { return m_records.size(); }

    /// Takes everything in, in this order; entry numbers stay those of the making.
    WindowBook book(const std::vector<std::size_t> &order, WindowBook::Begin begin = WindowBook::Begin::Settled)
    {
        WindowBook book(m_pact, begin);
        for (const std::size_t i : order)
            take(book, i);
        if (begin == WindowBook::Begin::Filling)
            book.settle();
        return book;
    }
    WindowBook book()
    {
        std::vector<std::size_t> order(size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        return book(order);
    }
    void take(WindowBook &book, std::size_t i)
    {
        if (m_records[i].kind == RecordKind::Decision)
            book.permit(m_records[i], i);
        else
            book.act(m_records[i], i);
    }
    Answer answer(const WindowBook &book, std::size_t i, std::string *missing = nullptr)
    {
        SessionJudge judge(m_pact);
        const Judgement judgement = judge.judge(m_records[i], {&book, i});
        if (judgement.answers.empty())
            return Answer::No;
        if (missing)
            *missing = judgement.answers[0].missing;
        return judgement.answers[0].answer;
    }
    std::vector<Answer> answers(const WindowBook &book)
    {
        std::vector<Answer> all;
        for (std::size_t i = 0; i < size(); ++i)
            all.push_back(answer(book, i));
        return all;
    }

private:
    std::size_t add(RecordKind kind, std::string_view tool, std::string args, const At &at)
    {
        Record &record = m_records.emplace_back();
        record.kind = kind;
        record.tool = tool;
        record.agent = at.agent;
        record.session = at.session;
        record.deployment = "shop";
        record.call = at.call;
        record.outcome = at.outcome;
        record.occurred = Instant{at.minutes * minute, true};
        record.itemDigest = sha256(std::to_string(m_records.size()));
        const std::string &text = m_texts.emplace_back(std::move(args));
        if (!text.empty()) {
            JsonReader reader;
            record.arguments = *reader.read(text, m_arena);
        }
        return m_records.size() - 1;
    }

    std::shared_ptr<const CompiledPact> m_pact;
    Arena m_arena;
    std::deque<std::string> m_texts;
    std::deque<Record> m_records;
};

} // namespace

class WindowBookTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void threeConcurrentPaymentsAreOneTooMany();
    void threeSessionsOfOneCustomerAreOneWindow();
    void whatFailedDoesNotCount();
    void whatWasAttemptedCountsWhereTheWindowSaysSo();
    void anActionDoesNotSeeItselfNorWhatCameAfter();
    void aWindowEndsWhereItsTimeEnds();
    void anotherCustomerHasAWindowOfTheirOwn();
    void onlyItsToolsAndWhatItsConditionSaysLieInIt();
    void othersThatThePactDoesNotBindDoNotCount();
    void withoutAKeyItIsUndecidableAndInNoWindow();
    void aValueThatIsMissingMakesTheWindowUndecidable();
    void whetherItLiesInItMayBeUnknown();
    void withoutABookItIsUndecidable();
    void withoutAValueTheArgumentsAreKept();
    void onItsWayCountsFromItsPermission();
    void whatWasReportedCountsOnceAndFailedNoMore();
    void eachPermissionIsGoodForOneAction();
    void anOldActionIsNotTheReportOfANewPermission();
    void aQuestionSeesAlsoWhatAnotherClockDatesLater();
    void decisionsOfOneMomentKeepTheirOrder();
    void anyOrderOfArrivalGivesTheSame();
    void disorderIsNoticedOnlyWhereItMatters();
    void anExpressionThatDoesNotCompileIsNamed_data();
    void anExpressionThatDoesNotCompileIsNamed();
    void anImpossibleWindowIsRefused_data();
    void anImpossibleWindowIsRefused();
};

void WindowBookTest::threeConcurrentPaymentsAreOneTooMany()
{
    Trail trail(limited());
    for (int call = 0; call < 3; ++call)
        (void)trail.pay(2000, {10, Outcome::Executed, "a", "s", call});
    QVERIFY((trail.answers(trail.book()) == std::vector{Answer::No, Answer::No, Answer::Yes}));
}

void WindowBookTest::threeSessionsOfOneCustomerAreOneWindow()
{
    Trail trail(limited());
    for (const char *session : {"s1", "s2", "s3"})
        (void)trail.pay(2000, {10, Outcome::Executed, session[1] == '2' ? "b" : "a", session});
    // Of the same moment they are ordered by agent and session: the second session's agent comes last.
    QVERIFY((trail.answers(trail.book()) == std::vector{Answer::No, Answer::Yes, Answer::No}));
}

void WindowBookTest::whatFailedDoesNotCount()
{
    for (const auto &[outcome, third] : {std::pair{Outcome::Failed, Answer::No}, {Outcome::Refused, Answer::No}, {Outcome::Unknown, Answer::Yes}}) {
        Trail trail(limited());
        (void)trail.pay(2000, {1});
        (void)trail.pay(2000, {2, outcome});
        const std::size_t last = trail.pay(2000, {3});
        QCOMPARE(trail.answer(trail.book(), last), third);
    }
}

void WindowBookTest::whatWasAttemptedCountsWhereTheWindowSaysSo()
{
    Trail trail(compiledPact(pactWith(R"("windows":[{"window":"tried","attempted":true,"within":"1h"},{"window":"ran","within":"1h"}],"clauses":[)" +
                                      clause("L", "forbid", "size(window.tried) == 3 && size(window.ran) == 1") + ']')));
    (void)trail.pay(1, {0, Outcome::Failed});
    (void)trail.permit(2, {1});
    (void)trail.pay(2, {2, Outcome::Refused}); // what came of the permission
    (void)trail.pay(3, {3});
    const std::size_t last = trail.pay(4, {4});
    QCOMPARE(trail.answer(trail.book(), last), Answer::Yes);
}

void WindowBookTest::anActionDoesNotSeeItselfNorWhatCameAfter()
{
    Trail trail(limited());
    const std::size_t one = trail.pay(5000, {1});
    const std::size_t two = trail.pay(1, {2});
    const WindowBook book = trail.book();
    QCOMPARE(trail.answer(book, one), Answer::No);
    QCOMPARE(trail.answer(book, two), Answer::Yes);
}

void WindowBookTest::aWindowEndsWhereItsTimeEnds()
{
    Trail trail(limited());
    (void)trail.pay(5000, {0});
    const std::size_t within = trail.pay(1, {60});
    const WindowBook one = trail.book();
    QCOMPARE(trail.answer(one, within), Answer::Yes); // exactly an hour is within an hour
    const std::size_t later = trail.pay(4999, {61});
    QCOMPARE(trail.answer(trail.book(), later), Answer::No);
}

void WindowBookTest::anotherCustomerHasAWindowOfTheirOwn()
{
    Trail trail(limited());
    (void)trail.pay(5000, {0});
    const std::size_t other = trail.call("pay", R"({"customer":"d","amount":5000})", {1});
    QCOMPARE(trail.answer(trail.book(), other), Answer::No);
}

void WindowBookTest::onlyItsToolsAndWhatItsConditionSaysLieInIt()
{
    Trail trail(compiledPact(pactWith(R"("windows":[{"window":"big","tools":["pay*"],"when":"args.amount > 10 && tool != 'pay_back'","within":"1d"}],"clauses":[)" +
                                      clause("L", "forbid", "size(window.big) == 1") + ']')));
    (void)trail.call("pay", R"({"amount":5})", {0});
    (void)trail.call("pay_back", R"({"amount":50})", {1});
    (void)trail.call("look", R"({"amount":50})", {2});
    (void)trail.call("pay_out", R"({"amount":50})", {3, Outcome::Executed, "b", "t"});
    QVERIFY((trail.answers(trail.book()) == std::vector{Answer::No, Answer::No, Answer::No, Answer::No}));
    const std::size_t last = trail.call("look", "{}", {4});
    QCOMPARE(trail.answer(trail.book(), last), Answer::Yes);
}

void WindowBookTest::othersThatThePactDoesNotBindDoNotCount()
{
    Trail trail(compiledPact(pactWith(R"("binds":[{"agent":"a"}],)" + paidWindow + R"(,"clauses":[)" + limitClause + ']')));
    (void)trail.pay(5000, {0, Outcome::Executed, "b"});
    const std::size_t one = trail.pay(5000, {1});
    QCOMPARE(trail.answer(trail.book(), one), Answer::No);
}

void WindowBookTest::withoutAKeyItIsUndecidableAndInNoWindow()
{
    Trail trail(limited());
    const std::size_t keyless = trail.call("pay", R"({"amount":5000})", {0});
    const std::size_t number = trail.call("pay", R"({"customer":7,"amount":5000})", {0});
    const std::size_t none = trail.call("pay", {}, {0});
    const std::size_t keyed = trail.pay(5000, {1});
    const WindowBook book = trail.book();
    std::string missing;
    QCOMPARE(trail.answer(book, keyless, &missing), Answer::Undecidable);
    QCOMPARE(missing, std::string("window.paid: args.customer"));
    QCOMPARE(trail.answer(book, number, &missing), Answer::Undecidable);
    QCOMPARE(missing, std::string("window.paid: what it is by is no text"));
    QCOMPARE(trail.answer(book, none, &missing), Answer::Undecidable);
    QCOMPARE(missing, std::string("window.paid: args"));
    QCOMPARE(trail.answer(book, keyed), Answer::No);
}

void WindowBookTest::aValueThatIsMissingMakesTheWindowUndecidable()
{
    Trail trail(limited());
    (void)trail.call("pay", R"({"customer":"c"})", {0});
    const std::size_t after = trail.pay(10, {1});
    const std::size_t muchLater = trail.pay(10, {61});
    const WindowBook book = trail.book();
    std::string missing;
    QCOMPARE(trail.answer(book, after, &missing), Answer::Undecidable);
    QCOMPARE(missing, std::string("window.paid: args.amount of an earlier action"));
    QCOMPARE(trail.answer(book, muchLater), Answer::No);
}

void WindowBookTest::whetherItLiesInItMayBeUnknown()
{
    Trail trail(compiledPact(pactWith(R"("windows":[{"window":"big","when":"args.amount > 10","within":"1d"}],"clauses":[)" + clause("L", "forbid", "size(window.big) > 0") + ']')));
    (void)trail.call("pay", "{}", {0});
    const std::size_t after = trail.call("pay", R"({"amount":1})", {1});
    std::string missing;
    QCOMPARE(trail.answer(trail.book(), after, &missing), Answer::Undecidable);
    QCOMPARE(missing, std::string("window.big: args.amount of an earlier action"));
}

void WindowBookTest::withoutABookItIsUndecidable()
{
    Trail trail(limited());
    const std::size_t one = trail.pay(10, {0});
    SessionJudge judge(limited());
    const Judgement judgement = judge.judge(trail.record(one));
    QCOMPARE(judgement.answers.size(), std::size_t{1});
    QVERIFY(judgement.answers[0].answer == Answer::Undecidable);
    QCOMPARE(judgement.answers[0].missing, std::string_view("window"));
}

void WindowBookTest::withoutAValueTheArgumentsAreKept()
{
    Trail trail(compiledPact(pactWith(R"("windows":[{"window":"to","tools":["pay"],"by":"agent","within":"1d"}],"clauses":[)" +
                                      clause("L", "forbid", "window.to.map(a, a.customer).distinct() == ['c', 'd']", R"(,"tools":["look"])") + ']')));
    (void)trail.pay(1, {0});
    (void)trail.call("pay", R"({"customer":"d"})", {1, Outcome::Executed, "a", "other"});
    (void)trail.pay(1, {2});
    const std::size_t look = trail.call("look", {}, {3});
    QCOMPARE(trail.answer(trail.book(), look), Answer::Yes);
}

void WindowBookTest::onItsWayCountsFromItsPermission()
{
    Trail trail(limited());
    (void)trail.permit(2000, {0});
    (void)trail.permit(2000, {1, Outcome::Unknown, "b", "t"});
    const std::size_t third = trail.pay(2000, {2, Outcome::Executed, "c", "u"});
    QCOMPARE(trail.answer(trail.book(), third), Answer::Yes);
    // Permitted at minute 1 and run at minute 70: it counts until minute 61, not until 130.
    Trail slow(limited());
    (void)slow.permit(5000, {1});
    (void)slow.pay(5000, {70});
    const std::size_t meanwhile = slow.pay(1, {60, Outcome::Executed, "b", "t"});
    const std::size_t after = slow.pay(5000, {75, Outcome::Executed, "b", "t"});
    const WindowBook book = slow.book();
    QCOMPARE(slow.answer(book, meanwhile), Answer::Yes);
    QCOMPARE(slow.answer(book, 1), Answer::No); // judged as of its permission
    QCOMPARE(slow.answer(book, after), Answer::Yes); // of the one at minute 60
}

void WindowBookTest::whatWasReportedCountsOnceAndFailedNoMore()
{
    for (const auto &[outcome, third] : {std::pair{Outcome::Executed, Answer::No}, {Outcome::Failed, Answer::No}}) {
        Trail trail(limited());
        (void)trail.permit(2500, {0});
        (void)trail.pay(2500, {1, outcome});
        const std::size_t last = trail.pay(2500, {2});
        QCOMPARE(trail.answer(trail.book(), last), third); // twice would be too much
        const std::size_t more = trail.pay(2500, {3});
        QCOMPARE(trail.answer(trail.book(), more), outcome == Outcome::Executed ? Answer::Yes : Answer::No);
    }
}

void WindowBookTest::eachPermissionIsGoodForOneAction()
{
    Trail trail(limited());
    (void)trail.permit(1000, {0});
    (void)trail.pay(1000, {1});
    (void)trail.pay(1000, {2}); // ran without one
    const std::size_t last = trail.pay(3001, {3});
    QCOMPARE(trail.answer(trail.book(), last), Answer::Yes);
    QCOMPARE(trail.answer(trail.book(), 2), Answer::No);
}

void WindowBookTest::anOldActionIsNotTheReportOfANewPermission()
{
    Trail trail(limited());
    (void)trail.permit(3000, {10});
    (void)trail.pay(3000, {5}); // came in behind the permission and happened long before it
    const std::size_t last = trail.pay(1, {11, Outcome::Executed, "b", "t"});
    QCOMPARE(trail.answer(trail.book(), last), Answer::Yes);
}

void WindowBookTest::aQuestionSeesAlsoWhatAnotherClockDatesLater()
{
    const auto pact = limited();
    Trail trail(pact);
    (void)trail.pay(3000, {5});
    (void)trail.pay(3000, {7, Outcome::Executed, "b", "t"});
    const WindowBook book = trail.book();
    Trail questions(pact);
    const std::size_t asked = questions.permit(1, {6});
    SessionJudge judge(pact);
    const Judgement judgement = judge.consider(questions.record(asked), {&book, 0});
    QCOMPARE(judgement.answers.size(), std::size_t{1});
    QVERIFY(judgement.answers[0].answer == Answer::Yes);
}

void WindowBookTest::decisionsOfOneMomentKeepTheirOrder()
{
    Trail trail(limited());
    (void)trail.permit(2000, {0, Outcome::Unknown, "z", "z"});
    (void)trail.permit(3000, {0, Outcome::Unknown, "a", "a"});
    const std::size_t first = trail.pay(2000, {0, Outcome::Executed, "z", "z"});
    const std::size_t second = trail.pay(3000, {0, Outcome::Executed, "a", "a"});
    const std::size_t unasked = trail.pay(1, {0, Outcome::Executed, "a", "a"});
    const WindowBook book = trail.book();
    QCOMPARE(trail.answer(book, first), Answer::No);
    QCOMPARE(trail.answer(book, second), Answer::No);
    QCOMPARE(trail.answer(book, unasked), Answer::Yes); // what was permitted comes first
}

void WindowBookTest::anyOrderOfArrivalGivesTheSame()
{
    std::mt19937 random(7);
    for (int round = 0; round < 60; ++round) {
        Trail trail(limited());
        std::vector<std::size_t> order;
        const auto pick = [&](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
        static constexpr std::array<std::string_view, 3> sessions{"s", "t", "u"};
        std::vector<std::size_t> permissions; // an action that ran on one lies behind it in every ledger; among themselves files come in any order
        for (int i = 0; i < 42; ++i) {
            const std::string_view session = sessions[static_cast<std::size_t>(pick(3))];
            if (pick(4) == 0) {
                permissions.push_back(order.size());
                order.push_back(trail.permit(1000 * (1 + pick(2)), {pick(90), Outcome::Unknown, "a", session}));
            } else {
                order.push_back(trail.pay(1000 * (1 + pick(2)), {pick(100), pick(4) == 0 ? Outcome::Failed : Outcome::Executed, "a", session, pick(2)}));
            }
        }
        permissions.push_back(order.size());
        const std::vector<Answer> expected = trail.answers(trail.book(order));
        QVERIFY(std::ranges::count(expected, Answer::Yes) > 0 && std::ranges::count(expected, Answer::No) > 0);
        for (int shuffle = 0; shuffle < 4; ++shuffle) {
            std::size_t from = 0;
            for (const std::size_t end : permissions) {
                std::shuffle(order.begin() + static_cast<std::ptrdiff_t>(from), order.begin() + static_cast<std::ptrdiff_t>(end), random);
                from = end + 1;
            }
            QVERIFY(trail.answers(trail.book(order)) == expected);
            QVERIFY(trail.answers(trail.book(order, WindowBook::Begin::Filling)) == expected);
        }
    }
}

void WindowBookTest::disorderIsNoticedOnlyWhereItMatters()
{
    const auto pact = limited();
    Trail trail(pact);
    const std::size_t permission = trail.permit(100, {0});
    const std::size_t one = trail.pay(100, {1});
    const std::size_t two = trail.pay(100, {5});
    const std::size_t other = trail.call("pay", R"({"customer":"d","amount":1})", {3});
    const std::size_t late = trail.pay(100, {4, Outcome::Executed, "b", "t"});
    const std::size_t failedLate = trail.pay(100, {2, Outcome::Failed, "b", "t"});
    const std::size_t failing = trail.permit(100, {6});
    const std::size_t failed = trail.pay(100, {7, Outcome::Failed});
    WindowBook book(pact);
    for (const std::size_t i : {permission, one, two, other}) {
        trail.take(book, i);
        QVERIFY2(!book.takeDisorder(), qPrintable(QString::number(i)));
    }
    trail.take(book, late);
    QVERIFY(book.takeDisorder()); // before the one at minute 5
    trail.take(book, failedLate);
    QVERIFY(!book.takeDisorder());
    trail.take(book, failing);
    trail.take(book, failed);
    QVERIFY(!book.takeDisorder()); // nobody looked meanwhile
    const std::size_t on = trail.permit(100, {8});
    const std::size_t between = trail.pay(100, {9, Outcome::Executed, "b", "t"});
    const std::size_t report = trail.pay(100, {10, Outcome::Failed});
    trail.take(book, on);
    trail.take(book, between);
    QVERIFY(!book.takeDisorder());
    trail.take(book, report);
    QVERIFY(book.takeDisorder()); // the one at minute 9 saw it on its way
}

void WindowBookTest::anExpressionThatDoesNotCompileIsNamed_data()
{
    QTest::addColumn<QString>("part");
    QTest::newRow("when") << R"("when":"args.")";
    QTest::newRow("by") << R"("by":"history")";
    QTest::newRow("value") << R"("value":"window.w")";
}

void WindowBookTest::anExpressionThatDoesNotCompileIsNamed()
{
    QFETCH(QString, part);
    const auto parsed = parsePact(pactWith(R"("windows":[{"window":"w","within":"1h",)" + part.toStdString() + R"(}],"clauses":[])"));
    QVERIFY(parsed);
    const auto compiled = CompiledPact::compile(parsed->document);
    QVERIFY(!compiled);
    QCOMPARE(compiled.error().position.path, std::string("window.w.") + QTest::currentDataTag());
}

void WindowBookTest::anImpossibleWindowIsRefused_data()
{
    QTest::addColumn<QString>("window");
    QTest::newRow("no length") << R"({"window":"w"})";
    QTest::newRow("no time") << R"({"window":"w","within":"0s"})";
    QTest::newRow("too long") << R"({"window":"w","within":"367d"})";
    QTest::newRow("no duration") << R"({"window":"w","within":"a day"})";
    QTest::newRow("no name") << R"({"within":"1d"})";
    QTest::newRow("a name that cannot stand after a dot") << R"({"window":"a-b","within":"1d"})";
    QTest::newRow("twice") << R"({"window":"w","within":"1d"},{"window":"w","within":"1h"})";
    QTest::newRow("another member") << R"({"window":"w","within":"1d","key":"agent"})";
}

void WindowBookTest::anImpossibleWindowIsRefused()
{
    QFETCH(QString, window);
    const auto parsed = parsePact(pactWith(R"("windows":[)" + window.toStdString() + R"(],"clauses":[])"));
    QVERIFY(!parsed);
    QVERIFY(parsed.error().position.path.starts_with("/windows/"));
}

QTEST_APPLESS_MAIN(WindowBookTest)
#include "window_book_test.moc"
