// SPDX-License-Identifier: GPL-3.0-or-later
// The gateway inside the console: started by a key, asked over a real connection with a token that the window made, revoked, stopped.
#include "tests/bench/thin_client.h"
#include "tests/views/shell/console_fixture.h"

#include "models/items/gateway_control.h"
#include "models/items/session.h"
#include "views/sources/gateway_pane.h"
#include "views/sources/sources_page.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTableWidget>
#include <QTest>

using namespace mandate;

namespace {

std::string request(const QString &token)
{
    const std::string body = R"({"subject":{"type":"agent","id":"shop-1"},"action":{"name":"look","properties":{"arguments":{}}},"resource":{"type":"tool","id":"look"},"context":{"session":"s"}})";
    return "POST /access/v1/evaluation HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token.toStdString() +
           "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

} // namespace

class GatewayPaneTest : public QObject
{
    Q_OBJECT

public:
    static void initMain() { ConsoleFixture::isolate(); }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(QTest::qWaitForWindowActive(&m_console.window()));
        QVERIFY(m_console.openWorkspace({ConsoleFixture::sampleRuns()}, ConsoleFixture::samplePacts()));
        QVERIFY(m_console.window().goTo(QUrl(QStringLiteral("mandate://sources"))));
        m_pane = m_console.page<SourcesPage>()->gateway();
        m_pane->setListen(QStringLiteral("127.0.0.1:0"));
        m_console.settle();
    }

    void itIsOffUntilSomebodyStartsIt()
    {
        QVERIFY(m_pane->isVisible());
        QVERIFY(m_pane->toggle()->isEnabled());
        QVERIFY(control()->address().isEmpty());
        QVERIFY(!m_pane->words().isEmpty());
    }

    void anAgentIsAnsweredWithATokenOfTheWindow()
    {
        m_pane->toggle()->setFocus();
        QTest::keyClick(m_pane->toggle(), Qt::Key_Space);
        QVERIFY(control()->isRunning());
        QTest::keyClick(m_pane->tokensButton(), Qt::Key_Space);
        QVERIFY(!m_pane->create()->isEnabled());
        m_pane->agent()->setFocus();
        QTest::keyClicks(m_pane->agent()->lineEdit(), QStringLiteral("shop-1"));
        QVERIFY(m_pane->create()->isEnabled());
        QTest::keyClick(m_pane->create(), Qt::Key_Space);
        QVERIFY(m_pane->secret()->isVisible());
        m_token = m_pane->secret()->text();
        QVERIFY(m_token.startsWith(QLatin1String("mdt_")));
        QCOMPARE(m_pane->tokens()->rowCount(), 1);
        QTest::keyClick(m_pane->tokensButton(), Qt::Key_Space);
        QVERIFY(m_pane->secret()->text().isEmpty()); // shown once
        QTest::keyClick(m_pane->tokensButton(), Qt::Key_Space);

        ThinClient client(port());
        QVERIFY(client.ask(request(m_token)));
        QVERIFY2(client.reply().find("\"decision\":false") != std::string::npos && client.reply().find("no_pact") != std::string::npos, client.reply().c_str());
        QTRY_VERIFY(m_pane->words().contains(QLatin1Char('1')));
    }

    void aRevokedTokenIsRefused()
    {
        m_pane->tokens()->setCurrentCell(0, 0);
        QVERIFY(m_pane->revoke()->isEnabled());
        QTest::keyClick(m_pane->revoke(), Qt::Key_Space);
        ThinClient client(port());
        QVERIFY(!client.ask(request(m_token)));
        QVERIFY(client.reply().rfind("HTTP/1.1 401", 0) == 0);
        m_pane->tokens()->setCurrentCell(0, 0);
        QVERIFY(!m_pane->revoke()->isEnabled());
    }

    void itStops()
    {
        QTest::keyClick(m_pane->toggle(), Qt::Key_Space);
        QVERIFY(!control()->isRunning());
        QVERIFY(m_pane->toggle()->isEnabled());
    }

private:
    GatewayControl *control() { return GatewayControl::of(m_console.window().session()); }
    std::uint16_t port()
    {
        const QString address = control()->address();
        return static_cast<std::uint16_t>(address.mid(address.lastIndexOf(QLatin1Char(':')) + 1).toInt());
    }

    ConsoleFixture m_console;
    GatewayPane *m_pane = nullptr;
    QString m_token;
};

QTEST_MAIN(GatewayPaneTest)
#include "test_gateway_pane.moc"
