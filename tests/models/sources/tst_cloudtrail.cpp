// SPDX-License-Identifier: GPL-3.0-or-later
#include "read_source.h"

#include <QTest>

using namespace mandate;

class CloudTrailTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRecordIsAnActionOfItsIdentity();
    void errorsAreRefusalsOrFailures();
    void labelsTellDestructiveAndThrottledCalls();
    void aRecordALineIsRead();
};

void CloudTrailTest::everyRecordIsAnActionOfItsIdentity()
{
    const ReadSource source("ct.json", sample("cloudtrail/excerpt.json"));
    COMPARE_TEXT(source.recognition.adapter->name(), "cloudtrail");
    QVERIFY(source.errors.empty());
    QCOMPARE(source.records.size(), 9U);
    const Record &user = source.records[0];
    QCOMPARE(user.kind, RecordKind::Action);
    COMPARE_TEXT(user.agent, "bert-jan");
    COMPARE_TEXT(user.tool, "GetUser");
    COMPARE_TEXT(user.deployment, "123837392027");
    COMPARE_TEXT(user.target, "iam.amazonaws.com");
    QVERIFY(!user.session.empty());
    QVERIFY(user.occurred && user.occurred->zoneKnown);
    const Record &role = source.records[4];
    COMPARE_TEXT(role.tool, "UpdateInstanceAssociationStatus");
    COMPARE_TEXT(role.agent, "stratus-red-team-ec2-steal-credentials-role");
    QVERIFY(role.target.starts_with("ssm.amazonaws.com arn:aws:ssm:us-east-1:"));
    QVERIFY(source.records[6].agent.starts_with("AWSService:"));
    COMPARE_TEXT(source.records[7].agent, "ec2.amazonaws.com");
    QVERIFY(source.spanOf(role).starts_with('{') && source.spanOf(role).ends_with('}'));
    QVERIFY(source.records[6].result->starts_with('{'));
}

void CloudTrailTest::errorsAreRefusalsOrFailures()
{
    const ReadSource source("ct.json", sample("cloudtrail/excerpt.json"));
    QCOMPARE(source.records[0].outcome, Outcome::Executed);
    QCOMPARE(source.records[1].outcome, Outcome::Failed);
    QCOMPARE(source.records[2].outcome, Outcome::Refused);
    QVERIFY(source.records[2].error.starts_with("Client.UnauthorizedOperation: "));
    QCOMPARE(source.records[8].outcome, Outcome::Failed);
    QCOMPARE(label(source.records[8], "errorCode"), QStringLiteral("\"NoSuchBucketPolicy\""));
}

void CloudTrailTest::labelsTellDestructiveAndThrottledCalls()
{
    const ReadSource source("ct.json", sample("cloudtrail/excerpt.json"));
    QCOMPARE(label(source.records[1], "throttled"), QStringLiteral("true"));
    QCOMPARE(label(source.records[1], "destructive"), QStringLiteral("false"));
    COMPARE_TEXT(source.records[3].tool, "DeleteTrail");
    QCOMPARE(label(source.records[3], "destructive"), QStringLiteral("true"));
    QCOMPARE(label(source.records[3], "throttled"), QStringLiteral("false"));
    QCOMPARE(label(source.records[0], "readOnly"), QStringLiteral("true"));
}

void CloudTrailTest::aRecordALineIsRead()
{
    const std::string line = R"({"eventVersion":"1.08","userIdentity":{"type":"Root","arn":"arn:aws:iam::1:root"},"eventSource":"s3.amazonaws.com",)"
                             R"("eventName":"DeleteBucket","eventTime":"2023-07-10T11:42:36Z","errorCode":"AccessDenied"})";
    const ReadSource source("ct.jsonl", line + "\n" + line + "\n");
    QCOMPARE(source.records.size(), 2U);
    COMPARE_TEXT(source.records[1].agent, "root");
    QCOMPARE(source.records[1].line, 2U);
    QCOMPARE(source.records[1].outcome, Outcome::Refused);
    COMPARE_TEXT(source.records[1].error, "AccessDenied");
}

QTEST_APPLESS_MAIN(CloudTrailTest)
#include "tst_cloudtrail.moc"
