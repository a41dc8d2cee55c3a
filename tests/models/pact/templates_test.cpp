// SPDX-License-Identifier: GPL-3.0-or-later
// The templates to start a pact from: each is complete, checks clean, opens as rows, and judges a day's work as its sentences say.
#include "judged_session.h"
#include "models/pact/check.h"
#include "models/pact/rows/rows.h"

#include <QDir>
#include <QTest>
#include <nlohmann/json.hpp>

using namespace mandate;

class TemplatesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachIsCompleteAndHasNoProblem_data() { everyTemplate(); }
    void eachIsCompleteAndHasNoProblem();
    void eachConditionIsRows_data() { everyTemplate(); }
    void eachConditionIsRows();
    void eachIsLaidOutAsTheOthers_data() { everyTemplate(); }
    void eachIsLaidOutAsTheOthers();
    void changesAreMergedAfterTheirChecks();
    void serversAreDeletedByAPersonsLeaveAndTheTrailNever();
    void invoicesArePaidOnceAsBilledToTheAccountOnRecord();
    void accessIsResetForWhoeverWasVerified();
    void messagesGoToThoseWhoAgreed();
    void appointmentsAreThePatientsOwn();

private:
    static void everyTemplate()
    {
        QTest::addColumn<int>("dummy");
        const QDir folder(QStringLiteral(MANDATE_SOURCE_DIR "/resources/pacts/templates"));
        const QStringList names = folder.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name);
        QVERIFY(names.size() >= 5);
        for (const QString &name : names)
            QTest::newRow(qPrintable(name.chopped(5))) << 0;
    }
    static std::string text() { return shippedPactText(std::string("templates/") + QTest::currentDataTag()); }
};

namespace {

/// A session under a template; answers with the verdict and what decided it, as "prohibited F1".
class Day
{
public:
    explicit Day(const std::string &name) : m_session(shippedPact("templates/" + name))
    {
        m_session.next.occurred = parseInstant("2026-03-02T09:00:00Z");
        m_session.user("Good morning.");
    }

    QString operator()(const char *tool, const char *args = "{}", const char *result = "{}")
    {
        const Judged judged = m_session.call(tool, args, result);
        return QString::fromStdString(std::string(nameOf(judged.verdict)) + (judged.deciding.empty() ? "" : " " + judged.deciding));
    }
    void says(const char *words) { m_session.user(words); }

private:
    JudgedSession m_session;
};

} // namespace

void TemplatesTest::eachIsCompleteAndHasNoProblem()
{
    const auto pact = parsePact(text());
    QVERIFY2(pact, pact ? "" : describe(pact.error()).c_str());
    QStringList told;
    for (const Problem &problem : checkPact(pact->document, *parseInstant("2026-03-01"))) {
        if (problem.problemClass != ProblemClass::Suggestion)
            told << QString::fromStdString(std::string(nameOf(problem.problemClass)) + ' ' + problem.place + ": " + problem.reason);
    }
    QCOMPARE(told.join(u'\n'), QString());

    const PactDocument &document = pact->document;
    QCOMPARE(document.owner, std::string("Owner A"));
    QCOMPARE(document.deputy, std::string("Deputy B"));
    QVERIFY(!document.purpose.empty() && !document.answersFor.empty() && !document.reviewers.empty() && !document.reaches.empty());
    QVERIFY(!document.owedEvidence.empty() && document.retentionDays >= 183);
    QVERIFY(!document.targets.empty() && !document.evaluationCadence.empty() && !document.evaluationTriggers.empty() && !document.onBreach.empty());
    std::array<int, 4> kinds{};
    for (const Clause &clause : document.clauses) {
        ++kinds[static_cast<std::size_t>(clause.kind)];
        QVERIFY2(clause.readsAs.ends_with('.') && clause.readsAs.size() < 160, clause.id.c_str());
        QVERIFY2(clause.kind == ClauseKind::Permit || clause.kind == ClauseKind::Evidence || !clause.why.empty(), clause.id.c_str());
    }
    for (const int clauses : kinds)
        QVERIFY(clauses > 0);
    for (const PactTool &tool : document.tools) {
        QVERIFY2(!tool.consequences.empty(), tool.name.c_str());
        const bool reads = tool.consequences == std::vector{Consequence::Internal} && tool.blastRadius.empty();
        QVERIFY2(reads || !tool.reversible.empty(), tool.name.c_str());
        const bool spoken = std::ranges::any_of(document.clauses, [&](const Clause &clause) {
            return std::ranges::any_of(clause.tools, [&](const std::string &pattern) { return matchesPattern(pattern, tool.name); });
        });
        QVERIFY2(spoken, tool.name.c_str());
    }
}

void TemplatesTest::eachConditionIsRows()
{
    const auto pact = parsePact(text());
    QVERIFY(pact);
    for (const Clause &clause : pact->document.clauses) {
        const auto row = rows::rowsOf(clause.when);
        QVERIFY2(row, clause.id.c_str());
        QVERIFY2(rows::expressed(*row).written == 0, (clause.id + ": " + clause.when).c_str());
    }
}

void TemplatesTest::eachIsLaidOutAsTheOthers()
{
    const std::string bytes = text();
    QCOMPARE(QString::fromStdString(bytes), QString::fromStdString(nlohmann::ordered_json::parse(bytes).dump(2) + '\n'));
}

void TemplatesTest::changesAreMergedAfterTheirChecks()
{
    Day day("software_engineering");
    const char *files = R"({"branch":"agent/fix","files":[{"path":"src/a.c","content":"int a;"}]})";
    QCOMPARE(day("push_files", files), QStringLiteral("permitted S2"));
    QCOMPARE(day("push_files", R"({"branch":"main","files":[{"path":"src/a.c","content":"int a;"}]})"), QStringLiteral("prohibited F1"));
    QCOMPARE(day("push_files", R"({"branch":"agent/fix","files":[{"path":".github/workflows/build.yml","content":""}]})"),
             QStringLiteral("prohibited F2"));
    QCOMPARE(day("push_files", R"({"branch":"someone/else","files":[]})"), QStringLiteral("out_of_scope"));
    QCOMPARE(day("merge_pull_request", R"({"pullNumber":7})"), QStringLiteral("undecidable F4"));
    day("pull_request_read", R"({"method":"get","pullNumber":7})", R"({"number":7,"base":{"ref":"main"},"head":{"ref":"agent/fix","sha":"abc"}})");
    day("pull_request_read", R"({"method":"get_status","pullNumber":7})", R"({"sha":"abc","state":"failure","statuses":[]})");
    QCOMPARE(day("merge_pull_request", R"({"pullNumber":7})"), QStringLiteral("prohibited F4"));
    day("pull_request_read", R"({"method":"get_status","pullNumber":7})", R"({"sha":"abc","state":"success","statuses":[]})");
    QCOMPARE(day("merge_pull_request", R"({"pullNumber":7})"), QStringLiteral("needs_approval E1"));
    QCOMPARE(day("create_deployment", R"({"environment":"staging"})"), QStringLiteral("permitted S6"));
    QCOMPARE(day("create_deployment", R"({"environment":"production"})"), QStringLiteral("needs_approval E2"));
    QCOMPARE(day("add_collaborator"), QStringLiteral("prohibited F5"));
}

void TemplatesTest::serversAreDeletedByAPersonsLeaveAndTheTrailNever()
{
    Day day("cloud_operations");
    QCOMPARE(day("DescribeInstances"), QStringLiteral("permitted S1"));
    QCOMPARE(day("StopInstances", R"({"instancesSet":{"items":[{"instanceId":"i-1"}]}})"), QStringLiteral("permitted S2"));
    QCOMPARE(day("StopInstances", R"({"instancesSet":{"items":[{},{},{},{}]}})"), QStringLiteral("needs_approval E2"));
    QCOMPARE(day("TerminateInstances", R"({"instancesSet":{"items":[{},{},{},{},{},{},{},{},{},{},{}]}})"), QStringLiteral("prohibited F6"));
    QCOMPARE(day("TerminateInstances", R"({"instancesSet":{"items":[{"instanceId":"i-1"}]}})"), QStringLiteral("needs_approval E1"));
    QCOMPARE(day("StopLogging", R"({"name":"trail"})"), QStringLiteral("prohibited F1"));
    const char *servers = R"({"instanceType":"t3.small","instancesSet":{"items":[{"minCount":1,"maxCount":2}]}})";
    for (int i = 0; i < 5; ++i)
        QCOMPARE(day("RunInstances", servers), QStringLiteral("permitted S3"));
    QCOMPARE(day("RunInstances", servers), QStringLiteral("needs_approval E3"));
    QCOMPARE(day("ModifyInstanceAttribute", R"({"instanceId":"i-1","userData":{}})"), QStringLiteral("out_of_scope"));
}

void TemplatesTest::invoicesArePaidOnceAsBilledToTheAccountOnRecord()
{
    Day day("accounts_payable");
    const char *payment = R"({"invoice_id":"I1","amount":900.0,"currency":"EUR","bank_account":"ES1"})";
    QCOMPARE(day("schedule_payment", payment), QStringLiteral("undecidable F1"));
    day("get_invoice", R"({"invoice_id":"I1"})", R"({"invoice_id":"I1","supplier_id":"S1","amount_due":900,"status":"matched"})");
    day("get_supplier", R"({"supplier_id":"S1"})", R"({"supplier_id":"S1","bank_account":"ES1"})");
    QCOMPARE(day("schedule_payment", R"({"invoice_id":"I1","amount":900.01,"currency":"EUR","bank_account":"ES1"})"),
             QStringLiteral("prohibited F1"));
    QCOMPARE(day("schedule_payment", R"({"invoice_id":"I1","amount":900,"currency":"EUR","bank_account":"ES2"})"), QStringLiteral("prohibited F3"));
    Day other("accounts_payable");
    other("get_invoice", "{}", R"([{"invoice_id":"I1","supplier_id":"S1","amount_due":900,"status":"matched"},
                                   {"invoice_id":"I2","supplier_id":"S1","amount_due":6000,"status":"matched"},
                                   {"invoice_id":"I3","supplier_id":"S1","amount_due":10,"status":"received"}])");
    other("get_supplier", "{}", R"({"supplier_id":"S1","bank_account":"ES1"})");
    QCOMPARE(other("schedule_payment", payment), QStringLiteral("permitted S3"));
    QCOMPARE(other("schedule_payment", payment), QStringLiteral("prohibited F4"));
    QCOMPARE(other("schedule_payment", R"({"invoice_id":"I2","amount":6000,"currency":"EUR","bank_account":"ES1"})"),
             QStringLiteral("needs_approval E1"));
    QCOMPARE(other("schedule_payment", R"({"invoice_id":"I3","amount":10,"currency":"EUR","bank_account":"ES1"})"), QStringLiteral("prohibited F2"));
    QCOMPARE(other("update_supplier_bank_account"), QStringLiteral("prohibited F5"));
}

void TemplatesTest::accessIsResetForWhoeverWasVerified()
{
    Day day("it_service_desk");
    day("get_employee", R"({"employee_id":"E1"})", R"([{"employee_id":"E1","privileged":false},{"employee_id":"E2","privileged":true}])");
    QCOMPARE(day("reset_password", R"({"employee_id":"E1"})"), QStringLiteral("prohibited F1"));
    day("verify_employee", R"({"employee_id":"E1"})", R"({"employee_id":"E1","verified":true})");
    QCOMPARE(day("reset_password", R"({"employee_id":"E1"})"), QStringLiteral("permitted S3"));
    QCOMPARE(day("reset_password", R"({"employee_id":"E2"})"), QStringLiteral("prohibited F1"));
    QCOMPARE(day("reset_second_factor", R"({"employee_id":"E1"})"), QStringLiteral("needs_approval E1"));
    QCOMPARE(day("add_to_group", R"({"employee_id":"E1","group":"finance-payments"})"), QStringLiteral("prohibited F3"));
    QCOMPARE(day("add_to_group", R"({"employee_id":"E1","group":"football"})"), QStringLiteral("needs_approval E2"));
    QCOMPARE(day("install_software", R"({"package":"browser"})"), QStringLiteral("permitted S4"));
    QCOMPARE(day("install_software", R"({"package":"remote-control"})"), QStringLiteral("out_of_scope"));
}

void TemplatesTest::messagesGoToThoseWhoAgreed()
{
    Day day("email_outreach");
    const char *message = R"({"to":"a@x","campaign_id":"product-news","body":"News. Click to unsubscribe."})";
    QCOMPARE(day("send_email", message), QStringLiteral("undecidable F1"));
    day("check_suppression_list", R"({"email":"a@x"})", R"({"email":"a@x","suppressed":false})");
    day("get_contact", R"({"email":"a@x"})", R"({"email":"a@x","consent":"given"})");
    QCOMPARE(day("send_email", R"({"to":"a@x","campaign_id":"product-news","body":"News."})"), QStringLiteral("prohibited F3"));
    Day other("email_outreach");
    other("check_suppression_list", R"({"email":"a@x"})", R"([{"email":"a@x","suppressed":false},{"email":"b@x","suppressed":true}])");
    other("get_contact", R"({"email":"a@x"})", R"({"email":"a@x","consent":"given"})");
    QCOMPARE(other("send_email", message), QStringLiteral("permitted S3"));
    QCOMPARE(other("send_email", message), QStringLiteral("prohibited F5"));
    QCOMPARE(other("send_email", R"({"to":"b@x","campaign_id":"product-news","body":"unsubscribe"})"), QStringLiteral("prohibited F1"));
    QCOMPARE(other("export_contacts"), QStringLiteral("prohibited F6"));
}

void TemplatesTest::appointmentsAreThePatientsOwn()
{
    Day day("clinic_scheduling");
    QCOMPARE(day("get_appointments", R"({"patient_id":"P1"})"), QStringLiteral("prohibited F1"));
    day("verify_patient", R"({"patient_id":"P1"})", R"({"patient_id":"P1","verified":true})");
    QCOMPARE(day("get_appointments", R"({"patient_id":"P1"})",
                 R"([{"appointment_id":"A1","patient_id":"P1","starts_at":"2026-03-02T15:00:00Z"},
                     {"appointment_id":"A2","patient_id":"P1","starts_at":"2026-03-09T15:00:00Z"},
                     {"appointment_id":"A3","patient_id":"P2","starts_at":"2026-03-09T16:00:00Z"}])"),
             QStringLiteral("permitted S1"));
    QCOMPARE(day("cancel_appointment", R"({"appointment_id":"A1","reason":"ill"})"), QStringLiteral("needs_approval E1"));
    QCOMPARE(day("cancel_appointment", R"({"appointment_id":"A2","reason":"ill"})"), QStringLiteral("permitted S3"));
    QCOMPARE(day("cancel_appointment", R"({"appointment_id":"A3","reason":"ill"})"), QStringLiteral("prohibited F2"));
    QCOMPARE(day("book_appointment", R"({"patient_id":"P1","slot_id":"T1"})"), QStringLiteral("prohibited F4"));
    day("find_slots", "{}", R"([{"slot_id":"T1","speciality":"vaccination"},{"slot_id":"T2","speciality":"surgery"}])");
    QCOMPARE(day("book_appointment", R"({"patient_id":"P1","slot_id":"T1"})"), QStringLiteral("permitted S2"));
    QCOMPARE(day("book_appointment", R"({"patient_id":"P1","slot_id":"T2"})"), QStringLiteral("out_of_scope"));
    QCOMPARE(day("get_medical_record"), QStringLiteral("prohibited F3"));
    day.says("I have chest pain and can't breathe");
    QCOMPARE(day("find_slots"), QStringLiteral("needs_approval E2"));
    QCOMPARE(day("transfer_to_staff"), QStringLiteral("permitted S1"));
}

QTEST_GUILESS_MAIN(TemplatesTest)
#include "templates_test.moc"
