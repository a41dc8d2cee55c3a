// SPDX-License-Identifier: GPL-3.0-or-later
// An agent is suspended and resumed by keys alone, in the real window on a real workspace file.
#include "tests/views/agents/agents_window.h"

#include "models/items/evaluation_watch.h"
#include "models/workspace/evaluations.h"
#include "views/agents/readiness_panel.h"
#include "views/agents/state_lines.h"
#include "views/shell/status_bar.h"
#include "views/widgets/banner.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/state_chip.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QTabWidget>

using namespace mandate;

class AgentsPageTest : public QObject, private AgentsWindow
{
    Q_OBJECT

public:
    static void initMain() { ConsoleFixture::isolate(); }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(openWindow());
    }
    void cleanupTestCase() { closeWindow(); }

    void theModelKeepsItsPromises()
    {
        new QAbstractItemModelTester(agents(), QAbstractItemModelTester::FailureReportingMode::QtTest, this);
        agents()->refresh();
        m_console->settle();
    }

    void anAgentSaysThatItHasToBeEvaluatedUntilItIs()
    {
        const QString agent = shown();
        QVERIFY(!agent.isEmpty());
        EvaluationWatch *evaluations = EvaluationWatch::of(session());
        QTRY_VERIFY_WITH_TIMEOUT(evaluations->item(agent) && evaluations->item(agent)->isDue, 20'000);
        const auto says = [this] {
            for (const StateLines *lines : m_page->detail()->tabs()->widget(AgentDetail::OverviewTab)->findChildren<StateLines *>()) {
                for (const StateLine &line : lines->lines()) {
                    if (line.text.contains(QStringLiteral("has to be evaluated again by")))
                        return true;
                }
            }
            return false;
        };
        QTRY_VERIFY_WITH_TIMEOUT(says(), 5'000);
        const auto kept = Evaluations(*session()->workspace()).import("session,label\ns,passed\n", {agent.toStdString(), {}, {}, {}, "labels.csv"});
        QVERIFY2(kept.ok(), kept.ok() ? "" : kept.error().happened.c_str());
        QTRY_VERIFY_WITH_TIMEOUT(!evaluations->item(agent)->isDue, 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(!says(), 5'000);
        m_console->settle();
    }

    void theFiveQuestionsSayWhatIsMissingAndLeadThere()
    {
        const QString agent = shown();
        QVERIFY(m_console->window().goTo(QUrl(QStringLiteral("mandate://agents?view=readiness&agent=") + QString::fromLatin1(QUrl::toPercentEncoding(agent)))));
        ReadinessPanel *panel = m_page->detail()->readiness();
        QTRY_VERIFY(panel->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(panel->parts().front().question->isVisible(), 20'000);
        QVERIFY(!panel->accessibleName().isEmpty());
        int missing = 0;
        for (const ReadinessPanel::Part &part : panel->parts()) {
            QVERIFY(part.question->text().endsWith(u'?'));
            const StateWord answer = part.answer->state();
            QVERIFY(answer.shape != mandate::Shape::None && !answer.text.isEmpty()); // never colour alone
            QCOMPARE(part.missing->lines().isEmpty(), answer.text == QLatin1String("Yes"));
            QCOMPARE(part.missing->isVisible(), answer.text != QLatin1String("Yes"));
            for (const StateLine &line : part.missing->lines()) {
                ++missing;
                QVERIFY2(!line.text.isEmpty() && !line.advice.isEmpty() && !line.link.isEmpty() && line.target.scheme() == QLatin1String("mandate"), qPrintable(line.text));
            }
        }
        QVERIFY(missing > 0); // the sample's agents were never evaluated, and nobody tried to stop them
        // By keys alone: from the tab bar into the panel, to a way, and there.
        const ReadinessPanel::Part &accountable = panel->parts().back();
        QPushButton *way = nullptr;
        for (QPushButton *button : accountable.missing->findChildren<QPushButton *>()) {
            if (button->text() == QLatin1String("Go to the stop drill"))
                way = button;
        }
        QVERIFY(way);
        for (int i = 0; i < 60 && QApplication::focusWidget() != way; ++i)
            press(Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), way);
        press(Qt::Key_Space);
        QTRY_COMPARE(m_page->detail()->tabs()->currentIndex(), int(AgentDetail::EnforcementTab));
        QCOMPARE(shown(), agent);
        m_page->detail()->tabs()->setCurrentIndex(AgentDetail::OverviewTab);
    }

    void escapeKeepsThingsAsTheyAre()
    {
        openSheet();
        press(Qt::Key_Escape);
        QVERIFY(!sheet()->isVisible());
        QCOMPARE(agents()->suspendedAgents().size(), 0);
    }

    void withoutAReasonNothingIsCommitted()
    {
        openSheet();
        press(Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(sheet()->isVisible());
        QVERIFY(qobject_cast<QRadioButton *>(QApplication::focusWidget()));
        press(Qt::Key_Escape);
    }

    void aDigitInTheNoteIsADigit()
    {
        openSheet();
        press(Qt::Key_2);
        auto *note = sheet()->findChild<QPlainTextEdit *>();
        for (int i = 0; i < 10 && QApplication::focusWidget() != note; ++i)
            press(Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), note);
        press(Qt::Key_5);
        QCOMPARE(note->toPlainText(), QStringLiteral("5"));
        QVERIFY(checkedReason().startsWith(QStringLiteral("2")));
        press(Qt::Key_Escape);
    }

    void anAgentIsSuspendedByKeysAlone()
    {
        openSheet();
        const QString agent = shown();
        press(Qt::Key_1);
        QVERIFY(checkedReason().startsWith(QStringLiteral("1")));
        auto *note = sheet()->findChild<QPlainTextEdit *>();
        for (int i = 0; i < 10 && QApplication::focusWidget() != note; ++i)
            press(Qt::Key_Tab);
        QTest::keyClicks(note, QStringLiteral("Changed a basic economy flight."));
        press(Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(!sheet()->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(agents()->suspendedAgents().contains(agent), 20'000);
        m_console->settle();
        QVERIFY(m_console->window().banners()->holds(QStringLiteral("suspended")));
        QVERIFY(m_console->window().status()->said().contains(agent));
        const AgentItem &item = *agents()->item(agents()->rowOf(agent));
        QCOMPARE(item.statements.size(), std::size_t(1));
        QVERIFY(item.statements.front().isSigned);
        QCOMPARE(item.statements.front().note, QStringLiteral("Changed a basic economy flight."));
    }

    void theStatementIsInTheFile()
    {
        const QString agent = agents()->suspendedAgents().value(0);
        QVERIFY(!agent.isEmpty());
        auto reopened = Workspace::open(m_console->window().session()->path().toStdString(), true);
        QVERIFY(reopened.ok());
        const std::vector<Statement> statements = (*reopened)->statements(agent.toStdString());
        QCOMPARE(statements.size(), std::size_t(1));
        QCOMPARE(statements.front().reasonCode, std::string("scope_violation"));
        QVERIFY(statements.front().to == AgentState::Suspended);
        const auto verification = (*reopened)->verify();
        QVERIFY(verification.ok() && verification->ok);
    }

    void theSameAgentIsResumedByKeysAlone()
    {
        const QString agent = agents()->suspendedAgents().value(0);
        QVERIFY(m_console->window().goTo(QUrl(QLatin1String("mandate://agents?agent=") + QString::fromLatin1(QUrl::toPercentEncoding(agent)))));
        QWidget *table = m_page->table();
        table->setFocus();
        for (int i = 0; i < 20 && !m_page->detail()->isAncestorOf(QApplication::focusWidget()); ++i)
            press(Qt::Key_Tab);
        press(Qt::Key_Space); // the first stop of the detail is "Resume…"
        QVERIFY(sheet()->isVisible());
        QVERIFY(sheet()->kind() == AgentChange::Kind::Resume);
        press(Qt::Key_1);
        press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(agents()->suspendedAgents().isEmpty(), 20'000);
        m_console->settle();
        QVERIFY(!m_console->window().banners()->holds(QStringLiteral("suspended")));
        QCOMPARE(agents()->item(agents()->rowOf(agent))->statements.size(), std::size_t(2));
    }

private:
    QString checkedReason() const
    {
        for (const QRadioButton *reason : sheet()->findChildren<QRadioButton *>()) {
            if (reason->isChecked())
                return reason->text();
        }
        return {};
    }
    void openSheet()
    {
        press(Qt::Key_4, Qt::ControlModifier);
        press(Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(sheet()->isVisible());
        QVERIFY(qobject_cast<QRadioButton *>(QApplication::focusWidget()));
    }
};

QTEST_MAIN(AgentsPageTest)
#include "test_agents_page.moc"
