// SPDX-License-Identifier: GPL-3.0-or-later
// Restricting, resuming in stages, confirming as a second person and authorizing, in the real window.
#include "tests/views/agents/agents_window.h"

#include "models/items/agent_options.h"
#include "models/people/person_keys.h"
#include "models/workspace/workspace.h"
#include "views/agents/proposal_card.h"
#include "views/agents/tool_chooser.h"
#include "views/agents/undo_bar.h"

#include <QCheckBox>
#include <QPushButton>

using namespace mandate;

class AuthorizingTest : public QObject, private AgentsWindow
{
    Q_OBJECT

public:
    static void initMain() { ConsoleFixture::isolate(); }

private Q_SLOTS:
    void init()
    {
        QVERIFY(openWindow());
        press(Qt::Key_4, Qt::ControlModifier);
        QTRY_VERIFY(options());
    }
    void cleanup() { closeWindow(); }

    void anAgentIsRestrictedToSomeOfItsTools();
    void aSecondPersonConfirmsWhatWasProposed();
    void authorizingShowsTheFiveChecksAndIsOffWhileOneIsMissing();
    void whoMayNotIsToldWhoCan();

private:
    const AgentOptions *options() const { return AgentOptionsReader::of(session())->options(shown()); }
    const AgentItem &item() const { return *agents()->item(agents()->rowOf(shown())); }
    void open(AgentChange::Kind kind)
    {
        QPushButton *button = m_page->detail()->button(kind);
        QVERIFY2(button->isVisible() && button->isEnabled(), qPrintable(button->toolTip()));
        button->click();
        QVERIFY(sheet()->isVisible());
    }
    void commit(Qt::Key reason)
    {
        press(reason);
        press(Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(!sheet()->isVisible());
        m_console->settle();
    }
    /// Ada and Bob as owners; the passphrase stays with the workspace.
    void enrol()
    {
        const auto workspace = session()->workspace();
        m_console->become("ada");
        QVERIFY(workspace->unlockKeys("correct horse battery"));
        QVERIFY(workspace->enrolFirst({PersonRole::Owner}, "").ok());
        const auto secrets = unattendedSecrets();
        QVERIFY(secrets->unlock("correct horse battery"));
        const auto request = newKeyRequest(*secrets, {"account:bob", "Bob"});
        QVERIFY(request.ok());
        QVERIFY(workspace->enrol(*request, {PersonRole::Owner, PersonRole::Deputy}, "").ok());
        QVERIFY(workspace->appoint(shown().toStdString(), "account:ada", "account:bob", "").ok());
        m_console->settle();
        QTRY_VERIFY(options() && options()->needsSecond);
    }
};

void AuthorizingTest::anAgentIsRestrictedToSomeOfItsTools()
{
    open(AgentChange::Kind::Restrict);
    auto *tools = sheet()->findChild<ToolChooser *>();
    QVERIFY(tools->isVisible() && tools->count() > 1);
    press(Qt::Key_1);
    press(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(sheet()->isVisible()); // no tool is marked, and the list has the focus
    QCOMPARE(QApplication::focusWidget(), tools);
    press(Qt::Key_Space);
    QCOMPARE(tools->chosen().size(), 1);
    const QString tool = tools->chosen().first();
    press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(item().state == AgentState::Restricted);
    QCOMPARE(item().restrictedTools, QStringList{tool});
    // Suspending it and taking that back gives no more than it had.
    open(AgentChange::Kind::Suspend);
    press(Qt::Key_1);
    press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(m_page->detail()->undo()->isVisible());
    m_page->detail()->undo()->findChild<QPushButton *>()->click();
    QTRY_VERIFY(item().state == AgentState::Restricted);
    QCOMPARE(item().restrictedTools, QStringList{tool});
}

void AuthorizingTest::aSecondPersonConfirmsWhatWasProposed()
{
    enrol();
    open(AgentChange::Kind::Suspend);
    commit(Qt::Key_2);
    QTRY_VERIFY(item().state == AgentState::Suspended);
    QTRY_VERIFY(options());
    open(AgentChange::Kind::Resume);
    QCOMPARE(sheet()->commitButton()->text(), QStringLiteral("Propose to resume"));
    for (QCheckBox *box : sheet()->findChildren<QCheckBox *>()) {
        if (box->isVisible())
            box->setChecked(true); // first without some of its tools
    }
    auto *tools = sheet()->findChild<ToolChooser *>();
    QVERIFY(tools->isVisible());
    tools->item(0)->setCheckState(Qt::Checked);
    const QString without = tools->chosen().value(0);
    commit(Qt::Key_1);
    QTRY_VERIFY(item().proposal.has_value());
    QVERIFY(item().state == AgentState::Suspended); // nothing has changed yet
    const ProposalCard *card = m_page->detail()->proposal();
    QTRY_VERIFY(card->isVisible());
    QTRY_VERIFY(options() && !options()->refusal(AgentChange::Kind::Confirm).isEmpty());
    QVERIFY(!card->confirmButton()->isEnabled()); // not by who proposed it
    QVERIFY2(card->confirmButton()->toolTip().contains(QLatin1String("account:bob")), qPrintable(card->confirmButton()->toolTip()));
    m_console->become("bob");
    QTRY_VERIFY2(card->confirmButton()->isEnabled(), qPrintable(card->confirmButton()->toolTip()));
    card->confirmButton()->click();
    QVERIFY(sheet()->isVisible());
    press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(item().state == AgentState::Restricted);
    QCOMPARE(item().restrictedTools, QStringList{without});
    QVERIFY(!item().proposal);
    m_console->settle();
    QVERIFY(!card->isVisible());
}

void AuthorizingTest::authorizingShowsTheFiveChecksAndIsOffWhileOneIsMissing()
{
    open(AgentChange::Kind::Authorize);
    QTRY_COMPARE(sheet()->effects()->lines().size(), 5);
    int missing = 0;
    for (const StateLine &line : sheet()->effects()->lines()) {
        if (line.advice.isEmpty())
            continue;
        ++missing;
        QVERIFY(!line.link.isEmpty() && line.target.isValid()); // each with the way to mend it
    }
    QVERIFY(missing >= 2); // the sample's evidence is old, and no stop was tried
    QVERIFY(!sheet()->commitButton()->isEnabled());
    press(Qt::Key_1);
    press(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(sheet()->isVisible());
    press(Qt::Key_Escape);
}

void AuthorizingTest::whoMayNotIsToldWhoCan()
{
    enrol();
    m_console->become("eve");
    QPushButton *suspend = m_page->detail()->button(AgentChange::Kind::Suspend);
    QTRY_VERIFY(!suspend->isEnabled());
    QVERIFY2(!suspend->toolTip().isEmpty(), qPrintable(suspend->toolTip()));
    const std::vector<Statement> before = session()->workspace()->statements(shown().toStdString());
    press(Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
    press(Qt::Key_1);
    press(Qt::Key_Return, Qt::ControlModifier);
    m_console->settle();
    QCOMPARE(session()->workspace()->statements(shown().toStdString()).size(), before.size());
}

QTEST_MAIN(AuthorizingTest)
#include "test_authorizing.moc"
