// SPDX-License-Identifier: GPL-3.0-or-later
// What is read of sources that seal their records: signed lines, AGT audit entries, digest files of CloudTrail. Whether a seal holds is tests/models/seals.
#include "read_source.h"

#include <QTest>

using namespace mandate;

namespace {

const std::string whole = "{\"agent\":\"bot\",\"agent_version\":\"2\",\"arguments\":{\"amount\":5},\"basis\":\"pact refunds@3 2.1\",\"confidence\":0.9,\"deployment\":\"shop\",\"error\":\"e\","
                          "\"id\":\"r1\",\"input\":\"hello\",\"key_id\":\"k1\",\"labels\":{\"reward\":1},\"model\":\"m\",\"on_behalf_of\":\"ada\",\"outcome\":\"failed\",\"reasoning\":\"why\","
                          "\"result\":{\"ok\":false},\"session\":\"s\",\"signature\":\"AAAA\",\"target\":\"order/1\",\"time\":\"2026-02-03T12:00:00Z\",\"tool\":\"refund\",\"trace\":\"t\"}";

} // namespace

class SignedSourcesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSignedRecordIsReadWhole();
    void anEnvelopesPayloadIsTheRecord();
    void anEnvelopeOfAnotherTypeIsSetAside();
    void aLineWithoutItsToolIsSetAsideAndTheOthersAreRead();
    void nothingASourceSaysMakesASignatureValid();
    void agtEntriesAreReadFromLinesAndExports();
    void agtEntriesThatTellOfNoActionAreEvents();
    void whatAgtSaysOfPoliciesIsTheBasis();
    void aDigestFileIsKeptByteByByte();
};

void SignedSourcesTest::aSignedRecordIsReadWhole()
{
    const ReadSource source("a.ndjson", whole + "\n");
    COMPARE_TEXT(source.recognition.adapter->name(), "signed");
    QVERIFY(source.errors.empty());
    QCOMPARE(source.records.size(), 1U);
    const Record &record = source.records[0];
    QCOMPARE(record.kind, RecordKind::Action);
    COMPARE_TEXT(record.agent, "bot");
    COMPARE_TEXT(record.agentVersion, "2");
    COMPARE_TEXT(record.tool, "refund");
    COMPARE_TEXT(record.target, "order/1");
    COMPARE_TEXT(record.session, "s");
    COMPARE_TEXT(record.trace, "t");
    COMPARE_TEXT(record.span, "r1");
    COMPARE_TEXT(record.deployment, "shop");
    COMPARE_TEXT(record.model, "m");
    COMPARE_TEXT(record.onBehalfOf, "ada");
    COMPARE_TEXT(*record.input, "hello");
    COMPARE_TEXT(record.reasoning, "why");
    COMPARE_TEXT(record.basis, "pact refunds@3 2.1");
    COMPARE_TEXT(record.error, "e");
    COMPARE_TEXT(*record.result, "{\"ok\":false}");
    QCOMPARE(json(record.arguments), QStringLiteral("{\"amount\":5}"));
    QCOMPARE(label(record, "reward"), QStringLiteral("1"));
    QCOMPARE(record.outcome, Outcome::Failed);
    QCOMPARE(*record.confidence, 0.9);
    QCOMPARE(record.occurred->nanoseconds, parseInstant("2026-02-03T12:00:00Z")->nanoseconds);
    QCOMPARE(record.signature, SignatureState::UnknownKey); // it bears one; nobody looked whether it holds
}

void SignedSourcesTest::anEnvelopesPayloadIsTheRecord()
{
    const std::string payload = "{\"agent\":\"bot\",\"tool\":\"refund\"}";
    for (const char *type : {"application/vnd.mandate.record.v1+json", "application/json"}) {
        const ReadSource source("a.ndjson", "{\"payload\":\"" + toBase64(payload) + "\",\"payloadType\":\"" + type + "\",\"signatures\":[{\"sig\":\"AAAA\"}]}\n");
        COMPARE_TEXT(source.recognition.adapter->name(), "signed");
        QCOMPARE(source.records.size(), 1U);
        COMPARE_TEXT(source.records[0].tool, "refund");
        QCOMPARE(source.records[0].signature, SignatureState::UnknownKey);
    }
}

void SignedSourcesTest::anEnvelopeOfAnotherTypeIsSetAside()
{
    const auto envelope = [](const std::string &payload, const std::string &type) {
        return "{\"payload\":\"" + payload + "\",\"payloadType\":\"" + type + "\",\"signatures\":[]}\n";
    };
    const ReadSource source("a.ndjson", envelope("e30=", "application/vnd.in-toto+json") + envelope("!", "application/json") + envelope("e30=", "application/json") +
                                            envelope(toBase64("[1]"), "application/json") + envelope(toBase64("{"), "application/json"));
    QCOMPARE(source.records.size(), 0U);
    QCOMPARE(source.errors.size(), 5U);
    QVERIFY(source.errors[0].happened.find("application/vnd.in-toto+json") != std::string::npos);
    for (const Error &error : source.errors)
        QCOMPARE(error.code, std::string("MND-SRC-005"));
}

void SignedSourcesTest::aLineWithoutItsToolIsSetAsideAndTheOthersAreRead()
{
    const ReadSource source("a.ndjson", whole + "\n{\"agent\":\"bot\"}\n[1]\n{\"agent\":\"bot\",\"tool\":\"x\",\"outcome\":\"fine\"}\n{\"agent\":\"bot\",\"tool\":\"y\"}\n");
    QCOMPARE(source.records.size(), 2U);
    QCOMPARE(source.errors.size(), 3U);
    QCOMPARE(source.records[1].signature, SignatureState::Unsigned);
}

void SignedSourcesTest::nothingASourceSaysMakesASignatureValid()
{
    const ReadSource source("a.ndjson", whole + "\n{\"agent\":\"bot\",\"tool\":\"x\",\"verified\":true,\"signature_state\":\"valid\"}\n");
    for (const Record &record : source.records)
        QVERIFY(record.signature != SignatureState::Valid);
    for (const char *file : {"agt/audit.jsonl", "agt/spec.json"}) { // "verified": true is in the export
        const ReadSource agt("agt", sample(file));
        for (const Record &record : agt.records)
            QCOMPARE(record.signature, SignatureState::Unsigned);
    }
}

void SignedSourcesTest::agtEntriesAreReadFromLinesAndExports()
{
    const std::string list = sample("agt/spec.json");
    const std::string bare = list.substr(list.find('[', list.find("\"entries\"")), list.rfind(']') - list.find('[', list.find("\"entries\"")) + 1);
    for (const std::string &bytes : {sample("agt/audit.jsonl"), list, bare}) {
        const ReadSource source("agt", bytes);
        QVERIFY2(source.recognition.adapter, source.recognition.skipped.c_str());
        COMPARE_TEXT(source.recognition.adapter->name(), "agt");
        QVERIFY(source.errors.empty());
        QCOMPARE(source.records.size(), 5U);
        const Record &record = source.records[0];
        COMPARE_TEXT(record.agent, "did:mesh:refund-bot");
        COMPARE_TEXT(record.tool, "refund");
        COMPARE_TEXT(record.target, "order/17");
        COMPARE_TEXT(record.session, "session-1");
        COMPARE_TEXT(record.trace, "trace-1");
        COMPARE_TEXT(record.span, "audit_0000000000000001");
        QVERIFY(record.arguments.find("amount"));
        QVERIFY(record.occurred && record.occurred->zoneKnown);
        QCOMPARE(record.outcome, Outcome::Executed);
        QCOMPARE(source.records[1].outcome, Outcome::Failed);
        QCOMPARE(source.records[3].outcome, Outcome::Refused);
        QVERIFY(source.spanOf(record).starts_with('{') && source.spanOf(record).ends_with('}'));
    }
}

void SignedSourcesTest::agtEntriesThatTellOfNoActionAreEvents()
{
    const ReadSource source("agt.jsonl", sample("agt/audit.jsonl"));
    QCOMPARE(source.ofKind(RecordKind::Event).size(), 1U);
    QCOMPARE(source.records[2].kind, RecordKind::Event);
    QCOMPARE(source.ofKind(RecordKind::Action).size(), 4U);
}

void SignedSourcesTest::whatAgtSaysOfPoliciesIsTheBasis()
{
    const ReadSource source("agt.jsonl", sample("agt/audit.jsonl"));
    COMPARE_TEXT(source.records[0].basis, "allow, rule refund-limit, policy v4");
    COMPARE_TEXT(source.records[3].basis, "deny, rule refund-limit, policy v4, approved by did:mesh:ada");
    QCOMPARE(label(source.records[3], "approver_did"), QStringLiteral("\"did:mesh:ada\""));
    QCOMPARE(label(source.records[0], "event_type"), QStringLiteral("\"tool_invocation\""));
}

void SignedSourcesTest::aDigestFileIsKeptByteByByte()
{
    const std::string digest = "\n {\"awsAccountId\":\"1\",\"digestEndTime\":\"2026-02-03T13:00:00Z\",\"digestS3Object\":\"d\",\"logFiles\":[{\"s3Object\":\"l\"}]} \n\n";
    const ReadSource source("d.json", digest);
    COMPARE_TEXT(source.recognition.adapter->name(), "cloudtrail-digest");
    QCOMPARE(source.items.size(), 1U);
    QCOMPARE(std::string(source.items[0].bytes), digest);
    QCOMPARE(source.records.size(), 1U);
    QCOMPARE(source.records[0].kind, RecordKind::Context);
    QCOMPARE(label(source.records[0], "logFiles"), QStringLiteral("1"));
    const ReadSource head("d.json.head.json", "{\"ContentLength\":1,\"Metadata\":{\"signature\":\"ab\",\"signature-algorithm\":\"SHA256withRSA\"}}");
    COMPARE_TEXT(head.recognition.adapter->name(), "cloudtrail-digest");
    QCOMPARE(head.records.size(), 1U);
}

QTEST_APPLESS_MAIN(SignedSourcesTest)
#include "tst_signed_sources.moc"
