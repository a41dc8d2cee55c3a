// SPDX-License-Identifier: GPL-3.0-or-later
// An agent is suspended and resumed by keys alone, in the real window on a real workspace file.
#include "tests/views/agents/agents_window.h"

#include "models/items/agent_trends.h"
#include "models/items/evaluation_watch.h"
#include "models/workspace/evaluations.h"
#include "tests/models/workspace/made_trail.h"
#include "views/agents/readiness_panel.h"
#include "views/agents/state_lines.h"
#include "views/shell/status_bar.h"
#include "views/widgets/banner.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/sparkline_delegate.h"
#include "views/widgets/state_chip.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QTabWidget>

#include <algorithm>
#include <cmath>

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

    /// Days without a call are gaps, in the picture and read aloud; days are counted back from the agent's own last call.
    void violationsByDayAreDrawnWithTheirGapsAndReadAloud()
    {
        using namespace mandate::test;
        WorkspaceFolder folder;
        const std::shared_ptr<Workspace> workspace = folder.workspace(shopPact());
        std::vector<Call> calls;
        const auto day = [&calls](int number, int broken, int fine) {
            for (int i = 0; i < broken + fine; ++i)
                calls.push_back({"d" + std::to_string(number) + '-' + std::to_string(i), "pay", i < broken ? "{\"amount\":150}" : "{\"amount\":10}", number * 1440 + i, 1, "clerk"});
        };
        day(0, 5, 0); // forty days before the last: out of the window
        day(30, 4, 1);
        day(31, 3, 0);
        day(33, 1, 2);
        day(40, 0, 6);
        (void)need(workspace->import({folder.write("days.jsonl", lines(calls))}, {}));
        Session session(workspace);
        AgentsPage page;
        page.setAttribute(Qt::WA_ShowWithoutActivating);
        page.resize(1600, 700);
        page.setSession(&session);
        page.show();
        session.agents()->refresh();
        AgentTrends &trends = *AgentTrends::of(&session);
        QTRY_VERIFY_WITH_TIMEOUT(trends.trends().contains(QStringLiteral("clerk")), 20'000);
        const QList<double> values = trends.trends().value(QStringLiteral("clerk")).values;
        QCOMPARE(values.size(), qsizetype{AgentTrends::days});
        QCOMPARE(values.last(), 0.0);
        QCOMPARE(std::count_if(values.begin(), values.end(), [](double value) { return !std::isnan(value); }), qsizetype{4});
        QCOMPARE(values[AgentTrends::days - 1 - 10], 4.0);
        QTRY_VERIFY_WITH_TIMEOUT(!session.agents()->isBusy() && session.agents()->rowOf(QStringLiteral("clerk")) >= 0, 20'000);
        const int row = session.agents()->rowOf(QStringLiteral("clerk"));
        const QModelIndex cell = session.agents()->index(row, AgentModel::Trend);
        QCOMPARE(cell.data().toString(), QStringLiteral("8"));
        const QString said = cell.data(Qt::AccessibleTextRole).toString();
        QVERIFY2(said.startsWith(QStringLiteral("8 violations in the 30 days")) && said.contains(QStringLiteral("1, not known, not known")) && said.endsWith(QStringLiteral("0; falling")), qPrintable(said));

        // What is drawn: ink where days are known, none where they are not.
        QImage picture(160, 32, QImage::Format_RGB32);
        picture.fill(Qt::white);
        QPainter painter(&picture);
        QStyleOptionViewItem option;
        option.rect = picture.rect();
        option.state = QStyle::State_Enabled;
        option.font = page.font();
        SparklineDelegate().paint(&painter, option, cell);
        painter.end();
        const auto ink = [&picture](int number) {
            const int x = 12 + 56 * number / (AgentTrends::days - 1);
            for (int column = x - 1; column <= x + 1; ++column) {
                for (int y = 2; y < 30; ++y) {
                    if (QColor(picture.pixel(column, y)).value() < 230)
                        return true;
                }
            }
            return false;
        };
        QVERIFY(ink(19) && ink(22) && ink(29));
        QVERIFY(!ink(5) && !ink(26));
        page.hide();
        m_console->window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&m_console->window()));
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
        const auto kept = Evaluations(*session()->workspace()).import("session,label\ns,passed\n", {agent.toStdString(), {}, {}, session()->workspace()->now(), "labels.csv"});
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
