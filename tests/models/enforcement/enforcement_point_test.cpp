// SPDX-License-Identifier: GPL-3.0-or-later
// Configurations that are taken and refused, addresses, and what is asked about a standing.
#include <QTest>

#include "models/enforcement/point.h" // after Qt: moc 6.4 stumbles over <concepts> when it comes first
#include "models/enforcement/standing.h"
#include "models/http_client/url.h"

using namespace mandate;

class EnforcementPointTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyKindIsReadBackAsItWasWritten_data()
    {
        // "\/" is JSON for '/': moc 6.4 takes two slashes in a raw string for a comment
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("gateway") << QByteArray(R"({"id":"gw","kind":"gateway","title":"Gateway","url":"http:\/\/127.0.0.1:4318","secret":"gw"})");
        QTest::newRow("status file") << QByteArray(
            R"({"id":"list","kind":"status_file","title":"List","url":"/srv/status","settings":{"lifetime_seconds":"3600"}})");
        QTest::newRow("webhook") << QByteArray(
            R"({"id":"hook","kind":"webhook","title":"Hook","url":"https:\/\/a.example/hook?x=1","agents":["refund-*"],"settings":{"probe_url":"https:\/\/a.example/p","signatures":"v1 v1a"},"secret":"hook"})");
        QTest::newRow("opa") << QByteArray(
            R"({"id":"opa","kind":"opa","title":"OPA","url":"http:\/\/opa.example:8181","settings":{"allow_plain_http":"true","data_path":"a/b","decision_path":"a/allow"}})");
        QTest::newRow("events") << QByteArray(
            R"({"id":"set","kind":"security_events","title":"SET","url":"https:\/\/[2001:db8::1]:8443/e","settings":{"issuer":"https:\/\/m.example","audience":"https:\/\/r.example","subject":"acct:{agent}@a.example","subject_format":"account"}})");
        QTest::newRow("keycloak") << QByteArray(
            R"({"id":"kc","kind":"keycloak","title":"KC","url":"https:\/\/kc.example","settings":{"realm":"agents","admin_client":"mandate","client.bot":"bot-client"},"secret":"kc"})");
    }
    void everyKindIsReadBackAsItWasWritten()
    {
        QFETCH(QByteArray, json);
        const auto point = parsePoint(json.toStdString());
        QVERIFY2(point.ok(), point ? "" : describe(point.error()).c_str());
        const std::string written = pointJson(*point);
        QVERIFY(written.find(R"("type":"enforcement_point","url":)") != std::string::npos);
        const auto again = parsePoint(written);
        QVERIFY(again.ok());
        QVERIFY(*again == *point);
        QCOMPARE(pointJson(*again), written);
    }
    void whatIsNotUnderstoodOrUnsafeIsRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("path");
        const auto row = [](const char *name, const char *json, const char *path) { QTest::newRow(name) << QByteArray(json) << QByteArray(path); };
        row("not JSON", "{", "");
        row("a list", "[]", "/");
        row("no kind", R"({"id":"a","title":"A","url":"https:\/\/a.example"})", "/kind");
        row("unknown kind", R"({"id":"a","kind":"smtp","title":"A","url":"https:\/\/a.example"})", "/kind");
        row("unknown member", R"({"id":"a","kind":"gateway","title":"A","url":"https:\/\/a.example","token":"x"})", "/token");
        row("unknown setting", R"({"id":"a","kind":"gateway","title":"A","url":"https:\/\/a.example","settings":{"realm":"x"}})", "/settings/realm");
        row("a password as setting", R"({"id":"a","kind":"gateway","title":"A","url":"https:\/\/a.example","settings":{"password":"x"}})",
            "/settings/password");
        row("a secret in a setting",
            R"({"id":"a","kind":"gateway","title":"A","url":"https:\/\/a.example","settings":{"probe_tool":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}})",
            "/settings/probe_tool");
        row("another version", R"({"v":2,"id":"a","kind":"gateway","title":"A","url":"https:\/\/a.example"})", "/v");
        row("another entry", R"({"type":"pact","id":"a","kind":"gateway","title":"A","url":"https:\/\/a.example"})", "/type");
        row("id with a slash", R"({"id":"a/b","kind":"gateway","title":"A","url":"https:\/\/a.example"})", "/id");
        row("no title", R"({"id":"a","kind":"gateway","url":"https:\/\/a.example"})", "/title");
        row("no address", R"({"id":"a","kind":"gateway","title":"A"})", "/url");
        row("ftp", R"({"id":"a","kind":"gateway","title":"A","url":"ftp:\/\/a.example"})", "/url");
        row("plain http to another machine", R"({"id":"a","kind":"gateway","title":"A","url":"http:\/\/a.example"})", "/url");
        row("a name that only looks local", R"({"id":"a","kind":"gateway","title":"A","url":"http:\/\/localhost.example"})", "/url");
        row("password in the address", R"({"id":"a","kind":"gateway","title":"A","url":"https:\/\/u:p@a.example"})", "/url");
        row("user in the probe's address",
            R"({"id":"a","kind":"webhook","title":"A","url":"https:\/\/a.example","settings":{"probe_url":"https:\/\/u@a.example"}})",
            "/settings/probe_url");
        row("plain probe", R"({"id":"a","kind":"webhook","title":"A","url":"https:\/\/a.example","settings":{"probe_url":"http:\/\/a.example"}})",
            "/settings/probe_url");
        row("query where a path is added", R"({"id":"a","kind":"opa","title":"A","url":"https:\/\/a.example/?x"})", "/url");
        row("relative folder", R"({"id":"a","kind":"status_file","title":"A","url":"status"})", "/url");
        row("folder with ..", R"({"id":"a","kind":"status_file","title":"A","url":"/srv/../etc"})", "/url");
        row("lifetime of a second", R"({"id":"a","kind":"status_file","title":"A","url":"/srv","settings":{"lifetime_seconds":"1"}})",
            "/settings/lifetime_seconds");
        row("lifetime in words", R"({"id":"a","kind":"status_file","title":"A","url":"/srv","settings":{"lifetime_seconds":"90m"}})",
            "/settings/lifetime_seconds");
        row("events without issuer", R"({"id":"a","kind":"security_events","title":"A","url":"https:\/\/a.example","settings":{"audience":"x"}})",
            "/settings/issuer");
        row("iss_sub without issuer",
            R"({"id":"a","kind":"security_events","title":"A","url":"https:\/\/a.example","settings":{"audience":"x","issuer":"y","subject_format":"iss_sub"}})",
            "/settings/subject_issuer");
        row("keycloak without realm", R"({"id":"a","kind":"keycloak","title":"A","url":"https:\/\/a.example","settings":{"admin_client":"x"}})",
            "/settings/realm");
        row("path that leaves", R"({"id":"a","kind":"opa","title":"A","url":"https:\/\/a.example","settings":{"data_path":"../policies"}})",
            "/settings/data_path");
        row("a number as setting", R"({"id":"a","kind":"opa","title":"A","url":"https:\/\/a.example","settings":{"data_path":1}})",
            "/settings/data_path");
        row("key given twice", R"({"id":"a","id":"b","kind":"gateway","title":"A","url":"https:\/\/a.example"})", "");
    }
    void whatIsNotUnderstoodOrUnsafeIsRefused()
    {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, path);
        const auto point = parsePoint(json.toStdString());
        QVERIFY(!point.ok());
        QCOMPARE(point.error().code, std::string("MND-ENF-001"));
        QVERIFY(!point.error().unaffected.empty() && !point.error().remedy.empty());
        QCOMPARE(QByteArray::fromStdString(point.error().position.path), path);
        QVERIFY(describe(point.error()).find("MfKQ9r8G") == std::string::npos);
    }
    void addressesAreReadStrictly()
    {
        const auto url = parseUrl("https://Gate.Example:8443/a/b?c=d");
        QVERIFY(url && url->secure);
        QCOMPARE(url->origin(), std::string("https://gate.example:8443"));
        QCOMPARE(url->path + url->query, std::string("/a/b?c=d"));
        QCOMPARE(parseUrl("http://[::1]:80")->origin(), std::string("http://[::1]:80"));
        QVERIFY(parseUrl("http://[::1]")->isLoopback() && parseUrl("http://127.3.2.1")->isLoopback() && parseUrl("http://localhost:1")->isLoopback());
        QVERIFY(!parseUrl("http://128.0.0.1")->isLoopback() && !parseUrl("http://127.0.0.1.example")->isLoopback());
        for (const char *bad : {"", "https://", "https:///x", "https://a b", "https://a/\n", "https://a#b", "https://a:0", "https://a:65536",
                                "https://a:", "https://[::1", "https://[x]", "https://[::1]x", "javascript:alert(1)", "HTTPS://a",
                                "https://é.example", "https://a\\b", "https://u@a"})
            QVERIFY2(!parseUrl(bad), bad);
        QCOMPARE(percentEncoded("a b/é..~"), std::string("a%20b%2F%C3%A9..~"));
        QCOMPARE(percentEncoded(".."), std::string("%2E%2E"));
    }
    void aPointConcernsTheAgentsOfItsPatterns()
    {
        EnforcementPoint point;
        QVERIFY(point.concerns("anyone"));
        point.agents = {"refund-*", "clerk"};
        QVERIFY(point.concerns("refund-eu") && point.concerns("clerk") && !point.concerns("clerk2"));
    }
    void aRestrictedAgentIsTriedWithEachRefusedTool()
    {
        EnforcedStanding standing;
        standing.state = AgentState::Restricted;
        standing.refusedTools = {"a", "b"};
        QCOMPARE(questionsAbout(standing, "x").size(), std::size_t(2));
        QVERIFY(!questionsAbout(standing, "x")[1].mayPass);
        standing.state = AgentState::Suspended;
        QCOMPARE(questionsAbout(standing, "x")[0].tool, std::string("x"));
        QVERIFY(!questionsAbout(standing, "x")[0].mayPass);
        standing.state = AgentState::Authorized;
        QVERIFY(questionsAbout(standing, "x")[0].mayPass);
    }
    void aMessageKeepsItsIdAndOthersHaveOthers()
    {
        EnforcedStanding standing;
        standing.agent = "bot";
        const std::string id = messageIdOf("p", standing);
        QCOMPARE(messageIdOf("p", standing), id);
        QVERIFY(messageIdOf("q", standing) != id && messageIdOf("p", standing, "x") != id);
        standing.entry = 1;
        QVERIFY(messageIdOf("p", standing) != id);
    }
};

QTEST_APPLESS_MAIN(EnforcementPointTest)
#include "enforcement_point_test.moc"
