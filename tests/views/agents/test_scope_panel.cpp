// SPDX-License-Identifier: GPL-3.0-or-later
// An agent's scope policy in the real window: what is missing is said, a file is looked at before it is signed, put in force, shown in words, withdrawn; and
// a button that the core would refuse cannot be pressed.
#include "tests/views/shell/console_fixture.h"

#include "models/items/session.h"
#include "models/workspace/workspace.h"
#include "views/agents/agent_detail.h"
#include "views/agents/agents_page.h"
#include "views/agents/scope_panel.h"
#include "views/agents/state_lines.h"
#include "views/widgets/state_chip.h"

#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over concepts of the standard library
#include "models/workspace/scope_policies.h"
#endif

using namespace mandate;

class ScopePanelTest : public QObject
{
    Q_OBJECT

public:
    static void initMain() { ConsoleFixture::isolate(); }

private Q_SLOTS:
    void initTestCase()
    {
        m_console = std::make_unique<ConsoleFixture>();
        QVERIFY(QTest::qWaitForWindowActive(&m_console->window()));
        QVERIFY(m_console->openWorkspace({ConsoleFixture::sampleRuns()}, ConsoleFixture::samplePacts()));
        const auto agents = workspace()->agents();
        QVERIFY(agents.ok() && !agents->empty());
        m_agent = QString::fromStdString(agents->front().agent);
        QVERIFY(m_console->window().goTo(QUrl(QStringLiteral("mandate://agents?view=scope&agent=") + QString::fromLatin1(QUrl::toPercentEncoding(m_agent)))));
        QTRY_VERIFY(panel()->isVisible());
        QTRY_COMPARE(panel()->chip()->state().text, QStringLiteral("None in force"));
    }
    void cleanupTestCase() { m_console.reset(); }

    void aFileThatIsNoScopePolicyIsRefusedWithItsPlace()
    {
        panel()->look(write("bad.json", "{\"schema\":\"mandate.scope-policy/1\",\"scope_policy_id\":\"x\"}"));
        QTRY_VERIFY(panel()->keepButton()->isVisible());
        QVERIFY2(said(panel()->previewed()).contains(QLatin1String("\"version\" is missing")), qPrintable(said(panel()->previewed())));
        QVERIFY(!panel()->commitButton()->isVisible());
        panel()->keepButton()->click();
        QVERIFY(!panel()->keepButton()->isVisible());
        panel()->look(QStringLiteral("/nowhere/at/all.json"));
        QTRY_VERIFY(said(panel()->previewed()).contains(QLatin1String("cannot be read")));
        panel()->keepButton()->click();
    }

    void aRuleThatReadsWordsIsRefusedByName()
    {
        panel()->look(write("words.json", policy("1.0.0", "input == 'please'")));
        QTRY_VERIFY(said(panel()->previewed()).contains(QLatin1String("\"input\"")));
        QVERIFY(!panel()->commitButton()->isVisible());
        panel()->keepButton()->click();
    }

    void aPolicyIsLookedAtAndPutInForce()
    {
        panel()->look(write("scope.json", policy("1.0.0", "args.name == 'staging'")));
        QTRY_VERIFY(panel()->commitButton()->isVisible());
        QVERIFY(said(panel()->previewed()).contains(QLatin1String("Only staging may go.")));
        QVERIFY(ScopePolicies(*workspace()).all().empty()); // nothing was signed yet
        QVERIFY(!panel()->commitButton()->isEnabled());     // it has to be said why
        panel()->note()->setText(QStringLiteral("first version"));
        QVERIFY(panel()->commitButton()->isEnabled());
        panel()->commitButton()->click();
        QTRY_COMPARE(panel()->chip()->state().text, QStringLiteral("In force"));
        QTRY_VERIFY(said(panel()->answer()).contains(QLatin1String("recorded as entry")));
        QVERIFY(said(panel()->rules()).contains(QLatin1String("Only staging may go.")));
        QVERIFY(said(panel()->rules()).contains(QLatin1String("Everything else")));
        QCOMPARE(ScopePolicies(*workspace()).all().front().version.note, std::string("first version"));
        QVERIFY(panel()->withdrawButton()->isEnabled());
    }

    void whatTheCoreRefusesIsSaidBeforeItIsSigned()
    {
        panel()->look(write("same.json", policy("1.0.0", "args.name == 'staging'")));
        QTRY_VERIFY(said(panel()->previewed()).contains(QLatin1String("in force already")));
        QVERIFY(!panel()->commitButton()->isVisible());
        panel()->keepButton()->click();
    }

    void itIsWithdrawnWithAReason()
    {
        panel()->withdrawButton()->click();
        QTRY_VERIFY(panel()->commitButton()->isVisible());
        QVERIFY(!panel()->commitButton()->isEnabled());
        panel()->note()->setText(QStringLiteral("wrong account"));
        panel()->commitButton()->click();
        QTRY_COMPARE(panel()->chip()->state().text, QStringLiteral("None in force"));
        QVERIFY(!panel()->withdrawButton()->isVisible());
        QCOMPARE(ScopePolicies(*workspace()).all().front().version.endReason, std::string("wrong account"));
    }

private:
    [[nodiscard]] ScopePanel *panel() const { return m_console->page<AgentsPage>()->detail()->scope(); }
    [[nodiscard]] std::shared_ptr<Workspace> workspace() const { return m_console->window().session()->workspace(); }
    [[nodiscard]] QByteArray policy(const char *version, const char *when) const
    {
        QByteArray json = "{'schema':'mandate.scope-policy/1','scope_policy_id':'s','version':'VERSION','title':'What may go','owner':'Security officer C','binds':[{'agent':'AGENT'}],"
                          "'tools':[{'name':'drop_*','destructive':true}],'rules':[{'id':'A1','effect':'allow','tools':['drop_*'],'when':'WHEN','reads_as':'Only staging may go.'}]}";
        return json.replace('\'', '"').replace("VERSION", version).replace("AGENT", m_agent.toUtf8()).replace("WHEN", when);
    }
    QString write(const char *name, const QByteArray &bytes) const
    {
        QFile file(m_console->path(QString::fromLatin1(name)));
        if (!file.open(QIODevice::WriteOnly))
            qFatal("not written");
        file.write(bytes);
        return file.fileName();
    }
    static QString said(const StateLines *lines)
    {
        QStringList all;
        for (const StateLine &line : lines->lines())
            all << line.state.text << line.text << line.advice;
        return all.join(u'\n');
    }

    std::unique_ptr<ConsoleFixture> m_console;
    QString m_agent;
};

QTEST_MAIN(ScopePanelTest)
#include "test_scope_panel.moc"
