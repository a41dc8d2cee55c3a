// SPDX-License-Identifier: GPL-3.0-or-later
// The rule that opens incidents, their ids and their ledger entries.
#include <QTest> // first: moc 6.4 cannot read <compare> when it comes before QObject

#include "models/incidents/detect.h"

#include <set>

using namespace mandate;

class IncidentDetectionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatOpensAnIncidentByItself_data();
    void whatOpensAnIncidentByItself();
    void whatWasJudgedFromWordsOpensNone();
    void anAttemptIsOneClassLower_data();
    void anAttemptIsOneClassLower();
    void theSameFactsOpenTheSameIncident();
    void theIdDependsOnWhereOnePartEnds();
    void anEntryIsReadBackAsItWasWritten();
    void anEntryThatIsNoneIsRefused_data();
    void anEntryThatIsNoneIsRefused();
};

namespace {

IncidentEntry incident()
{
    return {
        "INC-0123abcd",          "gpt \"4\"", "shop", "s/1", "A4b", "shop-service", "1.0.0", sha256("pact"), *parseInstant("2026-03-01T10:00:00.5Z"),
        {3, 7, 9007199254740991}};
}

} // namespace

void IncidentDetectionTest::whatOpensAnIncidentByItself_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("severity");
    QTest::addColumn<bool>("executed");
    QTest::addColumn<bool>("opens");
    const auto row = [](ClauseKind kind, Severity severity, bool executed, bool opens) {
        QTest::addRow("%s, %s, %s", nameOf(kind).data(), nameOf(severity).data(), executed ? "executed" : "attempted")
            << static_cast<int>(kind) << static_cast<int>(severity) << executed << opens;
    };
    for (const Severity severity : {Severity::Critical, Severity::Major, Severity::Minor}) {
        row(ClauseKind::Forbid, severity, true, true);
        row(ClauseKind::Forbid, severity, false, true);  // trying is enough
        row(ClauseKind::Escalate, severity, true, true); // ran though nobody decided
        row(ClauseKind::Escalate, severity, false, false);
        row(ClauseKind::Evidence, severity, true, severity != Severity::Minor);
        row(ClauseKind::Evidence, severity, false, false);
        row(ClauseKind::Permit, severity, true, false);
        row(ClauseKind::Permit, severity, false, false);
    }
}

void IncidentDetectionTest::whatOpensAnIncidentByItself()
{
    QFETCH(int, kind);
    QFETCH(int, severity);
    QFETCH(bool, executed);
    QFETCH(bool, opens);
    Clause clause;
    clause.kind = static_cast<ClauseKind>(kind);
    clause.severity = static_cast<Severity>(severity);
    QCOMPARE(opensIncident(clause, executed), opens);
    clause.afterResult = clause.kind != ClauseKind::Permit; // seen only afterwards is seen all the same
    QCOMPARE(opensIncident(clause, executed), opens);
}

void IncidentDetectionTest::whatWasJudgedFromWordsOpensNone()
{
    for (const ClauseKind kind : {ClauseKind::Forbid, ClauseKind::Escalate, ClauseKind::Evidence}) {
        Clause clause;
        clause.kind = kind;
        clause.severity = Severity::Critical;
        clause.heuristic = true;
        QVERIFY(!opensIncident(clause, true));
    }
}

void IncidentDetectionTest::anAttemptIsOneClassLower_data()
{
    QTest::addColumn<int>("severity");
    QTest::addColumn<int>("attempted");
    const auto row = [](Severity severity, Severity attempted) {
        QTest::newRow(nameOf(severity).data()) << static_cast<int>(severity) << static_cast<int>(attempted);
    };
    row(Severity::Critical, Severity::Major);
    row(Severity::Major, Severity::Minor);
    row(Severity::Minor, Severity::Minor);
}

void IncidentDetectionTest::anAttemptIsOneClassLower()
{
    QFETCH(int, severity);
    QFETCH(int, attempted);
    Clause clause;
    clause.severity = static_cast<Severity>(severity);
    QCOMPARE(static_cast<int>(severityOf(clause, 0)), attempted);
    QCOMPARE(static_cast<int>(severityOf(clause, 1)), severity);
    QCOMPARE(static_cast<int>(severityOf(clause, 94)), severity);
}

void IncidentDetectionTest::theSameFactsOpenTheSameIncident()
{
    const std::string id = incidentId("agent", "session", "A4", sha256("pact"));
    QCOMPARE(id, incidentId("agent", "session", "A4", sha256("pact")));
    QCOMPARE(id.size(), std::size_t{20});
    QVERIFY(id.starts_with("INC-"));
    QVERIFY(id.find_first_not_of("0123456789abcdef", 4) == std::string::npos);
    // The digest that anyone can compute: parts with a zero octet between them, then the 32 octets of the pact's digest.
    std::string parts = std::string("agent") + '\0' + "session" + '\0' + "A4" + '\0';
    parts += sha256("pact").view();
    QCOMPARE(id, "INC-" + sha256(parts).hex().substr(0, 16));
    QVERIFY(isIdOf(id.substr(0, 12), id)); // as ledgers of before have it
    QVERIFY(!isIdOf(id.substr(0, 13), id));
    const std::set<std::string> all{id, incidentId("agent2", "session", "A4", sha256("pact")), incidentId("agent", "session2", "A4", sha256("pact")),
                                    incidentId("agent", "session", "A4b", sha256("pact")), incidentId("agent", "session", "A4", sha256("pact2"))};
    QCOMPARE(all.size(), std::size_t{5});
}

void IncidentDetectionTest::theIdDependsOnWhereOnePartEnds()
{
    QVERIFY(incidentId("ab", "c", "d", {}) != incidentId("a", "bc", "d", {}));
    QVERIFY(incidentId("a", "b", "cd", {}) != incidentId("a", "bc", "d", {}));
}

void IncidentDetectionTest::anEntryIsReadBackAsItWasWritten()
{
    const std::string body = incidentEntry(incident());
    const auto read = readIncidentEntry(body);
    QVERIFY(read);
    QCOMPARE(read->id, incident().id);
    QCOMPARE(read->agent, incident().agent);
    QCOMPARE(read->deployment, incident().deployment);
    QCOMPARE(read->session, incident().session);
    QCOMPARE(read->clause, incident().clause);
    QCOMPARE(read->pactId, incident().pactId);
    QCOMPARE(read->pactVersion, incident().pactVersion);
    QCOMPARE(read->pactDigest, incident().pactDigest);
    QCOMPARE(read->opened, incident().opened);
    QCOMPARE(read->actions, incident().actions);
    QCOMPARE(incidentEntry(*read), body);
    QVERIFY(body.starts_with(R"({"actions":[3,7,9007199254740991],"agent":)"));
}

void IncidentDetectionTest::anEntryThatIsNoneIsRefused_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::newRow("no JSON") << QByteArray("{") << QByteArray("");
    QTest::newRow("another type") << QByteArray(R"("type":"incident")") << QByteArray(R"("type":"statement")");
    QTest::newRow("no time") << QByteArray("2026-03-01T") << QByteArray("2026-03-99T");
    QTest::newRow("a digest cut short") << QByteArray::fromStdString(sha256("pact").hex()) << QByteArray("00ff");
    QTest::newRow("no list of actions") << QByteArray("[3,7,9007199254740991]") << QByteArray("3");
    QTest::newRow("an action that is text") << QByteArray("[3,7") << QByteArray("[3,\"7\"");
    QTest::newRow("an action below zero") << QByteArray("[3,7") << QByteArray("[3,-7");
}

void IncidentDetectionTest::anEntryThatIsNoneIsRefused()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QByteArray body = QByteArray::fromStdString(incidentEntry(incident()));
    QVERIFY(body.contains(from));
    body.replace(from, to);
    const auto read = readIncidentEntry(body.toStdString());
    QVERIFY(!read);
    QCOMPARE(read.error().kind, ErrorKind::Corrupt);
    QCOMPARE(read.error().code, std::string("MND-INC-001"));
    QVERIFY(!read.error().remedy.empty());
}

QTEST_APPLESS_MAIN(IncidentDetectionTest)
#include "detect_test.moc"
