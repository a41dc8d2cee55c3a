// SPDX-License-Identifier: GPL-3.0-or-later
// Signed statements about authorization: what is written is what is read, and nothing that was touched holds.
#include <QTest> // first: moc 6.4 cannot read <compare> when it comes before QObject

#include "models/authorization/register.h"

#include <nlohmann/json.hpp>

#include <set>

using namespace mandate;
using nlohmann::json;

class AuthorizationRegisterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStatementIsReadBackAsItWasSigned();
    void aStatementWithoutAPactHasNoDigest();
    void anotherKeyDoesNotOpenIt();
    void nothingThatWasTouchedHolds_data();
    void nothingThatWasTouchedHolds();
    void whatIsShownMustBeWhatWasSigned_data();
    void whatIsShownMustBeWhatWasSigned();
    void signedContentMustBeAStatement_data();
    void signedContentMustBeAStatement();
    void everyByteOfTheEnvelopeCounts();
    void theNewestStatementIsInForce();
    void chainsOfAgentsAreApart();
    void aGapBreaksTheChainForGood_data();
    void aGapBreaksTheChainForGood();
    void statesAndReasonsHaveStableNames();
};

namespace {

SigningKey key(char seed = 'k')
{
    return SigningKey::fromSeed(std::string(32, seed));
}

Statement statement()
{
    Statement made;
    made.agent = "gpt-4o \"beta\" ü";
    made.from = AgentState::Authorized;
    made.to = AgentState::Suspended;
    made.reasonCode = "scope_violation";
    made.note = "94 changes\nin four minutes";
    made.decidedBy = "person-1";
    made.decidedByName = "Ada L.";
    made.pactId = "airline-service";
    made.pactVersion = "1.0.0";
    made.pactDigest = sha256("pact");
    made.decidedAt = *parseInstant("2026-03-01T10:00:00.123456789Z");
    made.evidenceSize = 2932;
    made.evidenceRoot = sha256("root");
    made.previous = sha256("previous");
    return made;
}

std::string refusal(const std::string &body, const PublicKey &publicKey)
{
    const auto read = readStatementEntry(body, publicKey);
    if (read)
        return {};
    const Error &error = read.error();
    if (error.kind != ErrorKind::Corrupt || error.code != "MND-AUT-001" || error.remedy.empty() || error.unaffected.empty())
        return "an error of another shape";
    return error.happened;
}

/// A chain of `length` statements of one agent, each with its entry.
std::vector<std::pair<Statement, std::string>> chain(const std::string &agent, int length)
{
    std::vector<std::pair<Statement, std::string>> made;
    Digest previous;
    for (int i = 0; i < length; ++i) {
        Statement one = statement();
        one.agent = agent;
        one.to = i % 2 == 0 ? AgentState::Suspended : AgentState::Authorized;
        one.previous = previous;
        one.evidenceSize = static_cast<std::uint64_t>(i);
        std::string body = statementEntry(one, key());
        previous = sha256(body);
        made.emplace_back(one, std::move(body));
    }
    return made;
}

} // namespace

void AuthorizationRegisterTest::aStatementIsReadBackAsItWasSigned()
{
    Statement made = statement();
    const std::string body = statementEntry(made, key());
    QCOMPARE(made.keyId, key().publicKey().id());
    const auto read = readStatementEntry(body, key().publicKey());
    QVERIFY2(read, read ? "" : read.error().happened.c_str());
    QVERIFY(*read == made);
    // The ledger's readable members are there without opening the envelope.
    const json entry = json::parse(body);
    QCOMPARE(entry.at("type").get<std::string>(), std::string("statement"));
    QCOMPARE(entry.at("agent").get<std::string>(), made.agent);
    QCOMPARE(entry.at("to").get<std::string>(), std::string("suspended"));
    // Signing is deterministic, so the same statement gives the same entry.
    Statement again = statement();
    QCOMPARE(statementEntry(again, key()), body);
}

void AuthorizationRegisterTest::aStatementWithoutAPactHasNoDigest()
{
    Statement made = statement();
    made.pactId.clear();
    made.pactVersion.clear();
    const auto read = readStatementEntry(statementEntry(made, key()), key().publicKey());
    QVERIFY(read);
    QCOMPARE(read->pactDigest, Digest());
    QVERIFY(read->pactId.empty());
}

void AuthorizationRegisterTest::anotherKeyDoesNotOpenIt()
{
    Statement made = statement();
    const std::string body = statementEntry(made, key());
    QVERIFY(refusal(body, key('x').publicKey()).find("it was signed by key") != std::string::npos);
    // Nor when the key id is changed to match.
    json entry = json::parse(body);
    json envelope = json::parse(entry.at("envelope").get<std::string>());
    envelope["signatures"][0]["keyid"] = key('x').publicKey().id();
    entry["envelope"] = envelope.dump();
    QVERIFY(refusal(entry.dump(), key('x').publicKey()).find("does not match") != std::string::npos);
}

void AuthorizationRegisterTest::nothingThatWasTouchedHolds_data()
{
    QTest::addColumn<QString>("member");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("why");
    QTest::newRow("no JSON") << QString() << "{"
                             << "not a statement entry";
    QTest::newRow("another type") << "type"
                                  << "\"record\""
                                  << "not a statement entry";
    QTest::newRow("no envelope") << "envelope"
                                 << "null"
                                 << "not a statement entry";
    QTest::newRow("an empty envelope") << "envelope"
                                       << "\"\""
                                       << "it is not JSON";
    QTest::newRow("an envelope of another shape") << "envelope"
                                                  << "\"{}\""
                                                  << "lacks a payload";
}

void AuthorizationRegisterTest::nothingThatWasTouchedHolds()
{
    QFETCH(QString, member);
    QFETCH(QString, value);
    QFETCH(QString, why);
    Statement made = statement();
    json entry = json::parse(statementEntry(made, key()));
    std::string body = value.toStdString();
    if (!member.isEmpty()) {
        entry[member.toStdString()] = json::parse(body);
        body = entry.dump();
    }
    const std::string told = refusal(body, key().publicKey());
    QVERIFY2(QString::fromStdString(told).contains(why), told.c_str());
}

void AuthorizationRegisterTest::whatIsShownMustBeWhatWasSigned_data()
{
    QTest::addColumn<QString>("member");
    QTest::addColumn<QString>("value");
    QTest::newRow("another agent") << "agent"
                                   << "\"someone else\"";
    QTest::newRow("another state") << "to"
                                   << "\"authorized\"";
    QTest::newRow("no agent") << "agent"
                              << "null";
    QTest::newRow("no state") << "to"
                              << "null";
}

void AuthorizationRegisterTest::whatIsShownMustBeWhatWasSigned()
{
    QFETCH(QString, member);
    QFETCH(QString, value);
    Statement made = statement();
    json entry = json::parse(statementEntry(made, key()));
    entry[member.toStdString()] = json::parse(value.toStdString());
    QVERIFY(refusal(entry.dump(), key().publicKey()).ends_with("what it shows is not what was signed."));
}

void AuthorizationRegisterTest::signedContentMustBeAStatement_data()
{
    QTest::addColumn<QString>("member");
    QTest::addColumn<QString>("value");
    for (const char *member : {"agent", "from", "to", "decided_at", "evidence_root", "previous", "evidence_size"})
        QTest::addRow("without %s", member) << QString::fromLatin1(member) << QString();
    QTest::newRow("unknown state") << "from"
                                   << "\"paused\"";
    QTest::newRow("no instant") << "decided_at"
                                << "\"yesterday\"";
    QTest::newRow("no digest") << "previous"
                               << "\"abc\"";
    QTest::newRow("a size that is text") << "evidence_size"
                                         << "\"12\"";
    QTest::newRow("a size below zero") << "evidence_size"
                                       << "-1";
}

void AuthorizationRegisterTest::signedContentMustBeAStatement()
{
    QFETCH(QString, member);
    QFETCH(QString, value);
    Statement made = statement();
    json entry = json::parse(statementEntry(made, key()));
    const json envelope = json::parse(entry.at("envelope").get<std::string>());
    json payload = json::parse(*fromBase64(envelope.at("payload").get<std::string>()));
    if (value.isEmpty())
        payload.erase(member.toStdString());
    else
        payload[member.toStdString()] = json::parse(value.toStdString());
    entry["envelope"] = dsseEnvelope(statementPayloadType, payload.dump(), key()); // signed, and yet no statement
    const std::string told = refusal(entry.dump(), key().publicKey());
    QVERIFY2(told.ends_with("its signed content lacks a part."), told.c_str());

    entry["envelope"] = dsseEnvelope(statementPayloadType, "no JSON", key());
    QVERIFY(refusal(entry.dump(), key().publicKey()).ends_with("its signed content cannot be read."));
    // What was signed for another purpose is no statement either.
    entry["envelope"] = dsseEnvelope("application/json", json::parse(*fromBase64(envelope.at("payload").get<std::string>())).dump(), key());
    QVERIFY(refusal(entry.dump(), key().publicKey()).ends_with("its signed content is of another type."));
}

void AuthorizationRegisterTest::everyByteOfTheEnvelopeCounts()
{
    Statement made = statement();
    const json entry = json::parse(statementEntry(made, key()));
    const std::string envelope = entry.at("envelope").get<std::string>();
    const std::size_t keyId = envelope.find("\"keyid\"");
    int holding = 0;
    for (std::size_t i = 0; i < envelope.size(); ++i) {
        std::string changed = envelope;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        json touched = entry;
        touched["envelope"] = changed;
        if (refusal(touched.dump(), key().publicKey()).empty()) {
            // Only the name of the key id may go: DSSE makes it a hint, and the signature decides.
            QVERIFY2(i > keyId && i < keyId + 7, qPrintable(QString::number(i)));
            ++holding;
        }
    }
    QVERIFY(holding <= 5);
}

void AuthorizationRegisterTest::theNewestStatementIsInForce()
{
    Register all;
    QCOMPARE(all.current("a"), nullptr);
    QCOMPARE(all.lastDigest("a"), Digest());
    QVERIFY(!all.isBroken("a"));
    QVERIFY(all.history("a").empty());
    const auto statements = chain("a", 3);
    for (const auto &[one, body] : statements) {
        QCOMPARE(all.lastDigest("a"), one.previous);
        all.add(one, body);
        QVERIFY(*all.current("a") == one);
    }
    QVERIFY(!all.isBroken("a"));
    QCOMPARE(all.history("a").size(), std::size_t{3});
    QVERIFY(all.history("a").front() == statements.front().first);
    QCOMPARE(all.lastDigest("a"), sha256(statements.back().second));
}

void AuthorizationRegisterTest::chainsOfAgentsAreApart()
{
    Register all;
    const auto a = chain("a", 2);
    const auto b = chain("b", 2);
    all.add(a[0].first, a[0].second);
    all.add(b[0].first, b[0].second);
    all.add(a[1].first, a[1].second);
    QVERIFY(!all.isBroken("a") && !all.isBroken("b"));
    all.add(b[0].first, b[0].second); // a first one again
    QVERIFY(!all.isBroken("a") && all.isBroken("b"));
    QCOMPARE(all.agents(), (std::vector<std::string>{"a", "b"}));
    QCOMPARE(all.current("a")->to, AgentState::Authorized);
}

void AuthorizationRegisterTest::aGapBreaksTheChainForGood_data()
{
    QTest::addColumn<QList<int>>("order");
    QTest::newRow("one left out") << QList<int>{0, 2, 3};
    QTest::newRow("the first left out") << QList<int>{1, 2, 3};
    QTest::newRow("two swapped") << QList<int>{0, 2, 1, 3};
    QTest::newRow("one twice") << QList<int>{0, 1, 1, 2, 3};
}

void AuthorizationRegisterTest::aGapBreaksTheChainForGood()
{
    QFETCH(QList<int>, order);
    const auto statements = chain("a", 5);
    Register all;
    for (const int i : order)
        all.add(statements[static_cast<std::size_t>(i)].first, statements[static_cast<std::size_t>(i)].second);
    QVERIFY(all.isBroken("a"));
    // What fits its predecessor again does not heal it.
    all.add(statements[4].first, statements[4].second);
    QVERIFY(all.isBroken("a"));
}

void AuthorizationRegisterTest::statesAndReasonsHaveStableNames()
{
    for (const auto &[state, name] : {std::pair{AgentState::NotAuthorized, "not_authorized"},
                                      {AgentState::Authorized, "authorized"},
                                      {AgentState::Restricted, "restricted"},
                                      {AgentState::Suspended, "suspended"},
                                      {AgentState::Revoked, "revoked"}}) {
        QCOMPARE(std::string(nameOf(state)), std::string(name));
        QCOMPARE(agentStateOf(name), std::optional(state));
    }
    QVERIFY(!agentStateOf("") && !agentStateOf("Suspended"));
    QVERIFY(std::set<std::string_view>(suspendReasons.begin(), suspendReasons.end()).size() == suspendReasons.size());
}

QTEST_APPLESS_MAIN(AuthorizationRegisterTest)
#include "register_test.moc"
