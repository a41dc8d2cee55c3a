// SPDX-License-Identifier: GPL-3.0-or-later
// Stops in the real window with real points: a status list on disk and a webhook receiver of its own program. What is said about a stop is
// what the points say, and nothing more.
#include "tests/models/enforcement/peer.h"
#include "tests/views/agents/agents_window.h"

#include "models/items/enforcement_watch.h"
#include "models/workspace/workspace.h"
#include "views/agents/state_lines.h"
#include "views/agents/stop_panel.h"
#include "views/agents/undo_bar.h"
#include "views/shell/status_bar.h"
#include "views/widgets/banner.h"
#include "views/widgets/state_chip.h"

#include <QDir>
#include <QLineEdit>
#include <QPushButton>
#include <QTabWidget>

using namespace mandate;

class StoppingTest : public QObject, private AgentsWindow
{
    Q_OBJECT

public:
    static void initMain() { ConsoleFixture::isolate(); }

private Q_SLOTS:
    void init()
    {
        QVERIFY(openWindow());
    }
    void cleanup() { closeWindow(); }

    void aStopIsTwoActionsAndIsSeenToHold();
    void whatAPointDoesNotTakeIsShownWithWhatToDoByHand();
    void aPointThatLetsItActIsAnAlarmThatIsRepeated();
    void withoutAPointNothingIsCalledStopped();
    void undoIsARecordedResume();
    void aStopDrillIsKeptAndItsAgeShown();
    void allAreSuspendedOnlyWithTheirNumberTyped();
    void theKeysOpenTheSheetWhereverTheAgentIsShown();

private:
    static std::string point(const char *id, const char *kind, const QString &url, const char *rest = "")
    {
        return QStringLiteral(R"({"type":"enforcement_point","v":1,"id":"%1","kind":"%2","title":"Point %1","url":"%3"%4})").arg(QLatin1StringView(id), QLatin1StringView(kind), url, QLatin1StringView(rest)).toStdString();
    }
    void add(const std::string &json, const std::optional<std::string> &secret = {}) const
    {
        const auto set = session()->workspace()->setPoint(json, secret);
        QVERIFY2(set.ok(), set.ok() ? "" : set.error().happened.c_str());
    }
    QString list(const char *name) const
    {
        const QString folder = m_console->path(QLatin1StringView(name));
        QDir().mkpath(folder);
        return folder;
    }
    /// The two actions.
    void suspend()
    {
        press(Qt::Key_4, Qt::ControlModifier);
        press(Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(sheet()->isVisible());
        press(Qt::Key_1);
        press(Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(!sheet()->isVisible());
    }
    QString overall() const { return m_page->detail()->stop()->overall()->state().text; }
    QString said() const
    {
        QStringList all;
        for (const StateLine &line : m_page->detail()->stop()->points()->lines())
            all << line.state.text + QLatin1Char('|') + line.text + QLatin1Char('|') + line.advice;
        return all.join(QLatin1Char('\n'));
    }
};

void StoppingTest::aStopIsTwoActionsAndIsSeenToHold()
{
    add(point("one", "status_file", list("one")));
    add(point("two", "status_file", list("two")));
    press(Qt::Key_4, Qt::ControlModifier);
    const QString agent = shown();
    QTRY_VERIFY(session()->enforcement()->of(agent) && session()->enforcement()->of(agent)->isConfirmed());
    press(Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(sheet()->isVisible());
    QCOMPARE(sheet()->effects()->lines().size(), 2); // each point, with what it said last
    QCOMPARE(sheet()->effects()->lines().first().state.text, QStringLiteral("Confirmed"));
    press(Qt::Key_1);
    press(Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(m_page->detail()->tabs()->currentIndex(), static_cast<int>(AgentDetail::EnforcementTab));
    QTRY_COMPARE(overall(), QStringLiteral("Stopped"));
    QVERIFY2(said().contains(QLatin1String("Holds|Point one (Signed status list). Asked again at ")), qPrintable(said()));
    QTRY_VERIFY(agents()->item(agents()->rowOf(agent))->stop == StopSeen::Confirmed);
    QCOMPARE(agents()->item(agents()->rowOf(agent))->stateWord().text, QStringLiteral("Suspended"));
    QVERIFY(m_console->window().banners()->holds(QStringLiteral("suspended")));
    QVERIFY(!m_console->window().banners()->holds(QStringLiteral("not-stopped")));
}

void StoppingTest::whatAPointDoesNotTakeIsShownWithWhatToDoByHand()
{
    add(point("good", "status_file", list("good")));
    add(point("bad", "status_file", m_console->write(QStringLiteral("blocked"), "a file where a folder should be")));
    suspend();
    const QString agent = shown();
    QTRY_COMPARE(overall(), QStringLiteral("Not confirmed everywhere"));
    QTRY_VERIFY2(said().contains(QLatin1String("Holds|Point good")), qPrintable(said()));
    const StateLine failed = m_page->detail()->stop()->points()->lines().last();
    QCOMPARE(failed.state.text, QStringLiteral("Failed"));
    QVERIFY2(failed.advice.contains(QLatin1String("MND-ENF-019")) && failed.advice.size() > 30, qPrintable(failed.advice));
    // A stop that is not everywhere is seen everywhere: in the list, above the page and below it.
    QTRY_COMPARE(agents()->item(agents()->rowOf(agent))->stateWord().text, QStringLiteral("Suspended, not confirmed"));
    QVERIFY(m_page->table()->model()->index(m_page->table()->currentIndex().row(), AgentModel::State).data().toString().contains(QLatin1String("not confirmed")));
    QStringList banner;
    for (const Banner *one : m_console->window().banners()->findChildren<Banner *>())
        banner << one->notice().detail;
    QVERIFY2(banner.join(QLatin1Char('|')).contains(QLatin1String("Not confirmed at every enforcement point")), qPrintable(banner.join(QLatin1Char('|'))));
    QStringList status;
    for (const QPushButton *one : m_console->window().status()->findChildren<QPushButton *>())
        status << (one->isVisible() ? one->text() : QString());
    QVERIFY2(status.join(QLatin1Char('|')).contains(QLatin1String("not confirmed")), qPrintable(status.join(QLatin1Char('|'))));
}

void StoppingTest::aPointThatLetsItActIsAnAlarmThatIsRepeated()
{
    const SigningKey key = peer::testKey();
    const peer::Peer receiver(QStringLiteral("webhook_receiver.py"),
                              {QStringLiteral("whsec_") + QString::fromLatin1(QByteArray(32, 's').toBase64()), QStringLiteral("whpk_") + QString::fromLatin1(QByteArray(32, 'p').toBase64()), QStringLiteral("v1"), QStringLiteral("allowed")});
    QVERIFY(receiver.runs());
    QVERIFY(session()->workspace()->unlockKeys("correct horse battery")); // where the receiver's secret is kept
    const QString url = QString::fromStdString(receiver.url());
    add(point("hook", "webhook", url, qPrintable(QStringLiteral(R"(,"settings":{"probe_url":"%1"},"secret":"hook-secret")").arg(url))),
        "whsec_" + QByteArray(32, 's').toBase64().toStdString());
    int reminded = 0;
    session()->enforcement()->setReminder(300);
    connect(session()->enforcement(), &EnforcementWatch::stopFails, this, [&reminded] { ++reminded; });
    suspend();
    QTRY_COMPARE(overall(), QStringLiteral("Not stopped"));
    QVERIFY(m_console->window().banners()->holds(QStringLiteral("not-stopped")));
    QTRY_COMPARE(agents()->item(agents()->rowOf(shown()))->stateWord().text, QStringLiteral("Suspended, not stopped"));
    QTRY_VERIFY(reminded >= 3); // at once, and again and again
}

void StoppingTest::withoutAPointNothingIsCalledStopped()
{
    suspend();
    QTRY_VERIFY(agents()->suspendedAgents().contains(shown()));
    m_console->settle();
    QTRY_COMPARE(overall(), QStringLiteral("No enforcement point"));
}

void StoppingTest::undoIsARecordedResume()
{
    add(point("one", "status_file", list("undo")));
    suspend();
    const QString agent = shown();
    QTRY_VERIFY(m_page->detail()->undo()->isVisible());
    QTRY_COMPARE(overall(), QStringLiteral("Stopped")); // it was never held
    QTest::mouseClick(m_page->detail()->undo()->findChild<QPushButton *>(), Qt::LeftButton);
    QTRY_VERIFY(agents()->suspendedAgents().isEmpty());
    const std::vector<Statement> statements = session()->workspace()->statements(agent.toStdString());
    QCOMPARE(statements.size(), std::size_t{2});
    QCOMPARE(statements.back().reasonCode, std::string("false_alarm"));
    QVERIFY(!m_page->detail()->undo()->isVisible());
}

void StoppingTest::aStopDrillIsKeptAndItsAgeShown()
{
    add(point("one", "status_file", list("drill")));
    press(Qt::Key_4, Qt::ControlModifier);
    StopPanel *stop = m_page->detail()->stop();
    QTRY_VERIFY(stop->drillText().contains(QLatin1String("Nobody has tried yet")));
    QVERIFY(!stop->drillButton()->isEnabled()); // of a running agent it would be a suspension
    QVERIFY(stop->drillButton()->toolTip().contains(QLatin1String("Suspend it first")));
    suspend();
    QTRY_COMPARE(overall(), QStringLiteral("Stopped"));
    QTRY_VERIFY(stop->drillButton()->isEnabled());
    stop->drillButton()->click();
    QTRY_VERIFY2(stop->drillText().contains(QLatin1String("Last drill today")), qPrintable(stop->drillText()));
    QVERIFY(stop->drillText().contains(QLatin1String("refused the agent")));
    QVERIFY(!session()->workspace()->gate(shown().toStdString())->checks[4].refusal);
}

void StoppingTest::allAreSuspendedOnlyWithTheirNumberTyped()
{
    press(Qt::Key_4, Qt::ControlModifier);
    const int acting = agents()->actingCount();
    QVERIFY(acting > 1);
    m_page->suspendAllButton()->click();
    QVERIFY(sheet()->isVisible());
    press(Qt::Key_5);
    press(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(sheet()->isVisible()); // the number is missing, and the field for it has the focus
    auto *count = qobject_cast<QLineEdit *>(QApplication::focusWidget());
    QVERIFY(count);
    QTest::keyClicks(count, QString::number(acting + 1));
    press(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(sheet()->isVisible());
    count->clear();
    QTest::keyClicks(count, QString::number(acting));
    press(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(!sheet()->isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(agents()->suspendedAgents().size(), acting, 20'000);
    QCOMPARE(agents()->actingCount(), 0);
    QVERIFY(!m_page->suspendAllButton()->isEnabled());
}

void StoppingTest::theKeysOpenTheSheetWhereverTheAgentIsShown()
{
    press(Qt::Key_2, Qt::ControlModifier);
    m_console->settle();
    const QString agent = m_console->window().currentPage()->agentShown();
    QVERIFY(!agent.isEmpty());
    press(Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(sheet()->isVisible());
    QCOMPARE(shown(), agent);
    press(Qt::Key_Escape);
    QVERIFY(m_console->window().goTo(QUrl(QStringLiteral("mandate://agents?view=points"))));
    press(Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(!sheet()->isVisible());
    QVERIFY(m_console->window().status()->said().contains(QLatin1String("No agent is shown")));
}

QTEST_MAIN(StoppingTest)
#include "test_stopping.moc"
