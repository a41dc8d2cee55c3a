// SPDX-License-Identifier: GPL-3.0-or-later
// The HTTP server alone, with a service that repeats what it is sent: what hostile, slow and hurried clients get.
#include "models/gateway/http/server.h"
#include "raw_client.h"

#include <QTest>

#include <algorithm>

using namespace mandate;
using namespace mandate::http;
using mandate::test::bodyOf;
using mandate::test::RawClient;
using mandate::test::statusOf;

namespace {

class Echo final : public Service
{
public:
    Admission admit(const Head &head, const std::string &) override
    {
        Admission admission;
        if (head.path == "/no")
            admission.refusal = Reply{403, "text/plain", "no", {}, false, {}};
        admission.lane = head.path == "/slow" ? 1 : 0;
        admission.bodyLimit = 1000;
        return admission;
    }
    std::vector<Reply> answer(std::size_t, std::vector<Request> &requests) override
    {
        std::vector<Reply> replies;
        for (const Request &request : requests) {
            Reply &reply = replies.emplace_back();
            reply.contentType = "text/plain";
            if (request.head.path == "/wait" && request.mayWait && !open)
                reply.wait = Reply::Wait{"door", std::chrono::milliseconds(400)};
            else
                reply.body = request.head.path == "/wait" ? (open ? "open" : "shut") : request.head.method + ' ' + request.body;
            if (request.head.path == "/slow")
                std::this_thread::sleep_for(std::chrono::milliseconds(300));
        }
        return replies;
    }
    Reply refusal(const Head *, int status, const std::string &detail) override { return Reply{status, "text/plain", detail, {}, false, {}}; }
    std::atomic<bool> open{false};
};

ServerLimits hasty()
{
    ServerLimits limits;
    limits.reading = std::chrono::milliseconds(500);
    limits.idle = std::chrono::milliseconds(800);
    return limits;
}

struct Running
{
    explicit Running(const ServerLimits &limits = hasty()) : server(echo, {{"a", 2, 1024, 4}, {"b", 1, 1, 1}}, limits)
    {
        auto listening = Listening::at("127.0.0.1:0");
        port = listening->port();
        if (!server.start(std::move(*listening), nullptr))
            qFatal("not started");
    }
    std::string ask(const std::string &bytes) const
    {
        RawClient client(port);
        client.send(bytes);
        return client.reply();
    }
    Echo echo;
    Server server;
    std::uint16_t port = 0;
};

std::string post(const std::string &body, const std::string &path = "/")
{
    return "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

} // namespace

class HttpServerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRequestThatComesByteByByteIsOneRequest();
    void malformedRequestsAreRefusedWithTheRightStatus_data();
    void malformedRequestsAreRefusedWithTheRightStatus();
    void pipelinedRequestsAreAnsweredInOrder();
    void chunkedBodiesAreReadAndBounded();
    void aRefusedHeadIsAnsweredBeforeItsBodyComes();
    void aSlowClientIsToldSoAndClosed();
    void anIdleConnectionIsClosedAndAFreshSilentOneToo();
    void waitingHoldsNoThreadAndEndsByWakingOrByTime();
    void moreWaitersThanAllowedAreAnsweredAtOnce();
    void aFullLaneSaysSoAndTheOthersGoOn();
    void twoHundredSlowClientsDoNotSlowDownAGoodOne();
    void whenThereIsNoRoomTheSlowestGo();
    void stoppingAnswersWhatIsBeingAnswered();
};

void HttpServerTest::aRequestThatComesByteByByteIsOneRequest()
{
    const Running running;
    RawClient client(running.port);
    for (const char c : post("hello"))
        QVERIFY(client.send(std::string_view(&c, 1)));
    QCOMPARE(bodyOf(client.reply()), std::string("POST hello"));
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    QCOMPARE(bodyOf(client.reply()), std::string("GET "));
}

void HttpServerTest::malformedRequestsAreRefusedWithTheRightStatus_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("status");
    const auto row = [](const char *name, const std::string &bytes, const char *status) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << QByteArray(status);
    };
    row("no request", "hello\r\n\r\n", "400");
    row("two spaces", "GET  / HTTP/1.1\r\nHost: x\r\n\r\n", "400");
    row("TLS greeting", std::string("\x16\x03\x01\x02\x00", 5), "400");
    row("no host", "GET / HTTP/1.1\r\n\r\n", "400");
    row("two hosts", "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", "400");
    row("version", "GET / HTTP/2.0\r\nHost: x\r\n\r\n", "505");
    row("folded field", "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n", "400");
    row("space before colon", "GET / HTTP/1.1\r\nHost : x\r\n\r\n", "400");
    row("two lengths", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", "400");
    row("length and chunks", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", "400");
    row("negative length", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", "400");
    row("plus length", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +1\r\n\r\na", "400");
    row("other coding", "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", "501");
    row("zero byte", std::string("GET / HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n", 36), "400");
    row("broken escape", "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", "400");
    row("escaped zero", "GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n", "400");
    row("absolute form", "GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n", "400");
    row("long path", "GET /" + std::string(9000, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n", "414");
    row("long head", "GET / HTTP/1.1\r\nHost: x\r\nA: " + std::string(40'000, 'a') + "\r\n\r\n", "431");
    std::string many = "GET / HTTP/1.1\r\nHost: x\r\n";
    for (int i = 0; i < 200; ++i)
        many += "A" + std::to_string(i) + ": b\r\n";
    row("many fields", many + "\r\n", "431");
    row("body too large", post(std::string(1001, 'a')), "413");
    row("huge length", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n", "400");
    row("bad chunk", "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "400");
    row("expectation", "POST / HTTP/1.1\r\nHost: x\r\nExpect: tea\r\nContent-Length: 1\r\n\r\n", "417");
}

void HttpServerTest::malformedRequestsAreRefusedWithTheRightStatus()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, status);
    const Running running;
    RawClient client(running.port);
    client.send(bytes.toStdString());
    const std::string reply = client.reply();
    QCOMPARE(QByteArray::fromStdString(statusOf(reply)), status);
    QVERIFY(reply.find("Connection: close") != std::string::npos);
    QCOMPARE(statusOf(running.ask(post("still there"))), std::string("200"));
}

void HttpServerTest::pipelinedRequestsAreAnsweredInOrder()
{
    const Running running;
    RawClient client(running.port);
    std::string all;
    for (int i = 0; i < 300; ++i)
        all += i % 3 == 0 ? post(std::to_string(i), "/no") : post(std::to_string(i));
    // A refused request with a body ends its connection: what follows could be taken for a request.
    client.send(post("1") + post("2") + post("3"));
    QCOMPARE(bodyOf(client.reply()), std::string("POST 1"));
    QCOMPARE(bodyOf(client.reply()), std::string("POST 2"));
    QCOMPARE(bodyOf(client.reply()), std::string("POST 3"));
    client.send(all);
    QCOMPARE(statusOf(client.reply()), std::string("403"));
    client.receive();
    QVERIFY(client.isClosed());
}

void HttpServerTest::chunkedBodiesAreReadAndBounded()
{
    const Running running;
    const std::string head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    QCOMPARE(bodyOf(running.ask(head + "5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nTrailer: a\r\n\r\n")), std::string("POST hello world"));
    QCOMPARE(statusOf(running.ask(head + "3E9\r\n" + std::string(1001, 'a'))), std::string("413"));
    std::string many = head;
    for (int i = 0; i < 600; ++i)
        many += "2\r\nab\r\n";
    QCOMPARE(statusOf(running.ask(many)), std::string("413"));
}

void HttpServerTest::aRefusedHeadIsAnsweredBeforeItsBodyComes()
{
    const Running running;
    QCOMPARE(statusOf(running.ask("POST /no HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n")), std::string("403"));
    RawClient client(running.port);
    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    const std::string goOn = client.receive(300);
    QVERIFY(goOn.starts_with("HTTP/1.1 100 Continue"));
    client.send("ab");
    QCOMPARE(bodyOf(client.reply()), std::string("POST ab"));
}

void HttpServerTest::aSlowClientIsToldSoAndClosed()
{
    const Running running;
    RawClient client(running.port);
    std::string reply;
    for (int i = 0; i < 40 && reply.empty(); ++i) {
        client.send("G");
        reply = client.receive(50);
    }
    QCOMPARE(statusOf(reply), std::string("408"));
    RawClient slowBody(running.port);
    slowBody.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nab");
    QCOMPARE(statusOf(slowBody.reply()), std::string("408"));
}

void HttpServerTest::anIdleConnectionIsClosedAndAFreshSilentOneToo()
{
    const Running running;
    RawClient used(running.port);
    used.send(post("a"));
    QCOMPARE(statusOf(used.reply()), std::string("200"));
    RawClient silent(running.port);
    QCOMPARE(silent.receive(1500), std::string());
    QVERIFY(silent.isClosed());
    used.receive(1500);
    QVERIFY(used.isClosed());
    QTRY_COMPARE(running.server.figures().open, std::size_t(0));
}

void HttpServerTest::waitingHoldsNoThreadAndEndsByWakingOrByTime()
{
    Running running;
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 300; ++i) {
        clients.push_back(std::make_unique<RawClient>(running.port));
        clients.back()->send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
    }
    QTRY_VERIFY_WITH_TIMEOUT(running.server.figures().waiting > 200, 2000);
    QCOMPARE(statusOf(running.ask(post("meanwhile"))), std::string("200"));
    QCOMPARE(bodyOf(clients.front()->reply()), std::string("shut")); // its time is over
    running.echo.open = true;
    running.server.wake("door");
    for (auto &client : clients) {
        if (client != clients.front())
            QVERIFY(!bodyOf(client->reply()).empty());
    }
    QCOMPARE(running.server.figures().waiting, std::size_t(0));
    QVERIFY(running.server.waitKeys().empty());
}

void HttpServerTest::moreWaitersThanAllowedAreAnsweredAtOnce()
{
    ServerLimits limits = hasty();
    limits.waiters = 10;
    const Running running(limits);
    std::vector<std::unique_ptr<RawClient>> clients;
    int atOnce = 0;
    for (int i = 0; i < 30; ++i) {
        clients.push_back(std::make_unique<RawClient>(running.port));
        clients.back()->send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
    }
    for (auto &client : clients)
        atOnce += client->reply(100).empty() ? 0 : 1;
    QVERIFY(atOnce >= 20);
}

void HttpServerTest::aFullLaneSaysSoAndTheOthersGoOn()
{
    const Running running;
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 10; ++i) {
        clients.push_back(std::make_unique<RawClient>(running.port));
        clients.back()->send(post("x", "/slow"));
    }
    QCOMPARE(statusOf(running.ask(post("fast"))), std::string("200"));
    int busy = 0;
    for (auto &client : clients)
        busy += statusOf(client->reply()) == "503" ? 1 : 0;
    QVERIFY2(busy >= 7 && busy <= 9, qPrintable(QString::number(busy)));
}

void HttpServerTest::twoHundredSlowClientsDoNotSlowDownAGoodOne()
{
    ServerLimits limits;
    limits.reading = std::chrono::seconds(5);
    const Running running(limits);
    std::vector<std::unique_ptr<RawClient>> slow;
    for (int i = 0; i < 200; ++i) {
        slow.push_back(std::make_unique<RawClient>(running.port));
        slow.back()->send(i % 2 == 0 ? "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\na" : "POST / HT");
    }
    QTRY_COMPARE(running.server.figures().open, std::size_t(200));
    RawClient good(running.port);
    std::vector<double> milliseconds;
    for (int i = 0; i < 500; ++i) {
        if (i % 50 == 0) {
            for (auto &client : slow)
                client->send("a");
        }
        const auto began = std::chrono::steady_clock::now();
        good.send(post(std::to_string(i)));
        QCOMPARE(bodyOf(good.reply()), "POST " + std::to_string(i));
        milliseconds.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count());
    }
    std::ranges::sort(milliseconds);
    qInfo("200 slow clients: p50 %.2f ms, p99 %.2f ms", milliseconds[250], milliseconds[495]);
    QVERIFY(milliseconds[250] < 1000); // no client waits for a slow one; how fast it is, the bench says
}

void HttpServerTest::whenThereIsNoRoomTheSlowestGo()
{
    ServerLimits limits;
    limits.connections = 20;
    const Running running(limits);
    std::vector<std::unique_ptr<RawClient>> slow;
    for (int i = 0; i < 20; ++i) {
        slow.push_back(std::make_unique<RawClient>(running.port));
        slow.back()->send("POST / HT");
    }
    QTRY_COMPARE(running.server.figures().open, std::size_t(20));
    QTest::qWait(1300);
    QCOMPARE(statusOf(running.ask(post("good"))), std::string("200"));
    QCOMPARE(running.server.figures().evicted, std::uint64_t(1));
}

void HttpServerTest::stoppingAnswersWhatIsBeingAnswered()
{
    auto running = std::make_unique<Running>();
    RawClient client(running->port);
    client.send(post("x", "/slow"));
    QTest::qWait(100);
    running->server.stop();
    QCOMPARE(bodyOf(client.reply()), std::string("POST x"));
}

QTEST_GUILESS_MAIN(HttpServerTest)
#include "http_server_test.moc"
