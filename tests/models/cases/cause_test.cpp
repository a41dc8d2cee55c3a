// SPDX-License-Identifier: GPL-3.0-or-later
// The questions that lead to a cause, and the clocks of reporting duties.
#include <QTest> // first: moc 6.4 cannot read <compare> when it comes before QObject

#include "models/cases/attribution.h"
#include "models/cases/reporting_duties.h"

#include <algorithm>

using namespace mandate;

class CauseTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void questionsLeadToTheCause_data();
    void questionsLeadToTheCause();
    void noMoreIsAskedThanIsNeeded();
    void whatAlsoContributedIsSaid();
    void everyQuestionHasItsText();
    void shippedDutiesSayWhenTheyEnd_data();
    void shippedDutiesSayWhenTheyEnd();
    void aDayWithAChangeOfClocksIsADay();
    void dutiesThatAreNoneAreRefusedWithTheirPlace_data();
    void dutiesThatAreNoneAreRefusedWithTheirPlace();
};

void CauseTest::questionsLeadToTheCause_data()
{
    QTest::addColumn<QString>("answers"); // "question=answer", one behind the other; unanswered ones are no
    QTest::addColumn<QString>("cause");
    QTest::addColumn<QString>("pattern");
    QTest::newRow("broken and nothing else") << "permitted=no state_true=yes read_first=yes scored=no" << "policy" << "";
    QTest::newRow("the limit was pressed") << "permitted=no pressed=yes unclear=yes scored=yes" << "policy" << "pressure_on_scope";
    QTest::newRow("a success hides it") << "permitted=no scored=yes" << "policy" << "success_hides_violation";
    QTest::newRow("runaway") << "permitted=no repeated=yes" << "technical" << "runaway";
    QTest::newRow("acted on nothing") << "permitted=no read_first=no scored=yes" << "policy" << "no_evidence";
    QTest::newRow("the task asks for it") << "permitted=no unclear=yes" << "specification" << "task_forbidden";
    QTest::newRow("stale state") << "permitted=no state_true=no unclear=yes" << "infrastructure" << "stale_state";
    QTest::newRow("attack") << "permitted=no steered=yes" << "technical" << "attack";
    QTest::newRow("permitted and still wrong") << "permitted=yes tool_obeyed=yes" << "specification" << "pact_silent";
    QTest::newRow("permitted, and the tool did otherwise") << "permitted=yes tool_obeyed=no" << "infrastructure" << "tool_failed";
    QTest::newRow("a tool that failed excuses no broken pact") << "permitted=no tool_obeyed=no" << "policy" << "";
    QTest::newRow("nobody can say") << "permitted=unknown" << "not_enough_evidence" << "";
    QTest::newRow("nobody can say, it never read it") << "permitted=unknown read_first=no" << "not_enough_evidence" << "no_evidence";
}

void CauseTest::questionsLeadToTheCause()
{
    QFETCH(QString, answers);
    QFETCH(QString, cause);
    QFETCH(QString, pattern);
    CauseAnswers given;
    for (const QString &one : answers.split(QLatin1Char(' ')))
        given[one.section(QLatin1Char('='), 0, 0).toStdString()] = one.section(QLatin1Char('='), 1).toStdString();
    const Diagnosis diagnosis = diagnose(given);
    QCOMPARE(QString::fromStdString(std::string(nameOf(diagnosis.cause))), cause);
    QCOMPARE(QString::fromStdString(diagnosis.pattern), pattern);
    QVERIFY(!diagnosis.because.empty());
    // Asked one by one, with the same answers, a person gets to the same end.
    CauseAnswers asked;
    while (const auto next = nextQuestion(asked)) {
        const auto known = given.find(*next);
        const bool unlessSaid = *next == "state_true" || *next == "tool_obeyed" || *next == "read_first";
        asked.emplace(*next, known != given.end() ? known->second : unlessSaid ? "yes" : "no");
        QVERIFY(asked.size() <= causeQuestions.size());
    }
    QCOMPARE(diagnose(asked).cause, diagnosis.cause);
    QCOMPARE(diagnose(asked).pattern, diagnosis.pattern);
}

void CauseTest::noMoreIsAskedThanIsNeeded()
{
    CauseAnswers answers;
    QCOMPARE(nextQuestion(answers), std::optional<std::string_view>("state_true"));
    answers["state_true"] = "no";
    QVERIFY(!nextQuestion(answers));
    answers = {{"state_true", "yes"}, {"steered", "no"}, {"repeated", "no"}, {"permitted", "yes"}};
    QCOMPARE(nextQuestion(answers), std::optional<std::string_view>("tool_obeyed"));
    answers["permitted"] = "no";
    QCOMPARE(nextQuestion(answers), std::optional<std::string_view>("pressed"));
}

void CauseTest::whatAlsoContributedIsSaid()
{
    const Diagnosis diagnosis = diagnose({{"permitted", "no"}, {"state_true", "no"}, {"unclear", "yes"}, {"scored", "yes"}});
    QCOMPARE(diagnosis.cause, Cause::Infrastructure);
    QCOMPARE(diagnosis.contributing, (std::vector{Cause::Specification, Cause::Policy}));
    QCOMPARE(diagnosis.alsoSeen, (std::vector<std::string>{"task_forbidden", "success_hides_violation"}));
    QVERIFY(diagnose({{"permitted", "unknown"}, {"unclear", "unknown"}}).contributing.empty());
}

void CauseTest::everyQuestionHasItsText()
{
    for (const std::string_view question : causeQuestions)
        QVERIFY(questionText(question).ends_with('?'));
    QVERIFY(questionText("weather").empty());
}

namespace {

std::vector<ReportingDuty> shipped()
{
    auto duties = reportingDutiesIn(MANDATE_SOURCE_DIR "/resources/duties");
    if (!duties)
        qFatal("%s", describe(duties.error()).c_str());
    return std::move(duties).value();
}

} // namespace

void CauseTest::shippedDutiesSayWhenTheyEnd_data()
{
    QTest::addColumn<QString>("duty");
    QTest::addColumn<QString>("category");
    QTest::addColumn<QString>("due");
    QTest::newRow("Article 73(4): death, 10 days") << "eu-ai-act-73" << "death" << "2028-03-11T09:30:00Z";
    QTest::newRow("Article 73(3): critical infrastructure, 2 days") << "eu-ai-act-73" << "infrastructure" << "2028-03-03T09:30:00Z";
    QTest::newRow("Article 73(3): widespread infringement, 2 days") << "eu-ai-act-73" << "widespread" << "2028-03-03T09:30:00Z";
    QTest::newRow("Article 73(2): 15 days") << "eu-ai-act-73" << "rights" << "2028-03-16T09:30:00Z";
    QTest::newRow("Article 26(5): the deployer informs at once") << "eu-ai-act-26-5" << "" << "2028-03-01T09:30:00Z";
    QTest::newRow("GDPR 33(1): 72 hours") << "gdpr-33" << "" << "2028-03-04T09:30:00Z";
    QTest::newRow("a contract's clause") << "contract-example" << "" << "2028-03-02T09:30:00Z";
}

void CauseTest::shippedDutiesSayWhenTheyEnd()
{
    QFETCH(QString, duty);
    QFETCH(QString, category);
    QFETCH(QString, due);
    const auto duties = shipped();
    const auto known = std::ranges::find(duties, duty.toStdString(), &ReportingDuty::id);
    QVERIFY(known != duties.end());
    const DutyCategory *of = known->category(category.toStdString());
    QVERIFY(of);
    QCOMPARE(QString::fromStdString(formatInstant(dutyDeadline(of->period, *parseInstant("2028-03-01T09:30:00Z"), {}))), due);
    QVERIFY(!known->source.empty() && !known->asOf.empty() && !known->starts.empty() && !known->stops.empty());
}

void CauseTest::aDayWithAChangeOfClocksIsADay()
{
    const Instant aware = *parseInstant("2026-03-28T11:00:00Z"); // noon in Madrid, a day before summer time begins
    const DutyPeriod days{DutyPeriod::Unit::Days, 2};
    QCOMPARE(formatInstant(dutyDeadline(days, aware, "Europe/Madrid")), std::string("2026-03-30T10:00:00Z")); // noon again
    QCOMPARE(formatInstant(dutyDeadline(days, aware, {})), std::string("2026-03-30T11:00:00Z"));
    QCOMPARE(formatInstant(dutyDeadline({DutyPeriod::Unit::Hours, 72}, aware, "Europe/Madrid")), std::string("2026-03-31T11:00:00Z")); // hours are hours
    QCOMPARE(formatInstant(dutyDeadline(days, *parseInstant("1969-12-30T23:59:59.5Z"), {})), std::string("1970-01-01T23:59:59.5Z"));
    QCOMPARE(formatInstant(dutyDeadline({DutyPeriod::Unit::Days, 1}, *parseInstant("2026-10-25T18:15:00Z"), "Asia/Kathmandu")), std::string("2026-10-26T18:15:00Z"));
}

void CauseTest::dutiesThatAreNoneAreRefusedWithTheirPlace_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("place");
    const QByteArray good = "{\"schema\":\"mandate.reporting-duties/1\",\"duties\":[{\"id\":\"a\",\"title\":\"t\",\"source\":\"s\",\"as_of\":\"2026-01-01\",\"role\":\"r\",\"to\":\"x\","
                            "\"starts\":\"b\",\"stops\":\"e\",\"period\":\"72 hours\"}]}";
    QVERIFY(readReportingDuties(good.toStdString(), "f"));
    const auto changed = [&](const char *name, const QByteArray &from, const QByteArray &to, const char *place) {
        QVERIFY2(good.contains(from), name);
        QTest::newRow(name) << QByteArray(good).replace(from, to) << QString::fromLatin1(place);
    };
    QTest::newRow("no JSON") << QByteArray("{") << QString();
    changed("another schema", "duties/1", "duties/2", "/schema");
    changed("no role", "\"role\":\"r\"", "\"role\":\"\"", "/duties/0/role");
    changed("no date", "2026-01-01", "January", "/duties/0/as_of");
    changed("no period", "72 hours", "soon", "/duties/0/period");
    changed("a period of nothing", "72 hours", "0 days", "/duties/0/period");
    changed("more than a lifetime", "72 hours", "99999999999999999999 days", "/duties/0/period");
    changed("categories without a length", "\"period\":\"72 hours\"", "\"categories\":[{\"id\":\"c\",\"title\":\"t\",\"period\":\"x\"}]", "/duties/0/categories");
}

void CauseTest::dutiesThatAreNoneAreRefusedWithTheirPlace()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, place);
    const auto read = readReportingDuties(json.toStdString(), "duties.json");
    QVERIFY(!read);
    QCOMPARE(read.error().code, std::string("MND-CAS-060"));
    QCOMPARE(QString::fromStdString(read.error().position.path), place);
}

QTEST_GUILESS_MAIN(CauseTest)
#include "cause_test.moc"
