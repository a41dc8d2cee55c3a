// SPDX-License-Identifier: GPL-3.0-or-later
// The Incidents page of the window people get, walked in every tab and with sheets open: names, Tab order, shortcuts, texts and pixels.
#include "tests/views/accessibility/walk.h"
#include "tests/views/shell/console_fixture.h"

#include "models/items/incident_desk.h"
#include "models/items/incident_model.h"
#include "models/items/session.h"
#include "views/incidents/cause_questions.h"
#include "views/incidents/cause_tab.h"
#include "views/incidents/incident_detail.h"
#include "views/incidents/incidents_page.h"
#include "views/widgets/theme.h"

#include <QPushButton>
#include <QTest>

using namespace mandate;
using namespace mandate::accessibility;

class IncidentWalkTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<ConsoleFixture> m_console;
    IncidentsPage *m_page = nullptr;

public:
    static void initMain() { ConsoleFixture::isolate(); }

private Q_SLOTS:
    void init()
    {
        m_console = std::make_unique<ConsoleFixture>();
        QVERIFY(QTest::qWaitForWindowActive(&m_console->window()));
        QVERIFY(m_console->openWorkspace({ConsoleFixture::sampleRuns()}, ConsoleFixture::samplePacts()));
        m_page = m_console->page<IncidentsPage>();
        m_console->window().goTo(m_page->currentLink());
        settle();
        QVERIFY(!m_page->detail()->incident().id.isEmpty());
    }
    void cleanup() { m_console.reset(); }

    void everyTab_data()
    {
        QTest::addColumn<QString>("tab");
        for (const char *tab : {"timeline", "records", "cause", "duties", "notes", "custody"})
            QTest::newRow(tab) << QString::fromLatin1(tab);
    }
    void everyTab()
    {
        QFETCH(QString, tab);
        m_page->detail()->setTab(tab);
        settle();
        if (tab == QLatin1String("cause")) {
            m_page->detail()->cause()->questions()->takeButton()->click(); // pins that are made while the page lives
            m_page->detail()->cause()->questions()->answer(QStringLiteral("state_true"), QStringLiteral("yes"));
        }
        if (tab == QLatin1String("notes")) {
            CaseChange note;
            note.act = CaseAct::Note;
            note.incident = m_page->detail()->incident().id;
            note.text = QStringLiteral("Read it.");
            IncidentDesk::of(m_console->window().session())->take(note);
        }
        walk();
    }

    void everySheet_data()
    {
        QTest::addColumn<int>("act");
        QTest::newRow("assign") << static_cast<int>(CaseAct::Assign);
        QTest::newRow("link") << static_cast<int>(CaseAct::Link);
        QTest::newRow("note") << static_cast<int>(CaseAct::Note);
        QTest::newRow("grade") << static_cast<int>(CaseAct::Grade);
    }
    void everySheet()
    {
        QFETCH(int, act);
        m_page->detail()->open(static_cast<CaseAct>(act));
        walk();
        QVERIFY2(m_console->window().minimumSizeHint().height() <= 720, qPrintable(QString::number(m_console->window().minimumSizeHint().height())));
    }

    void pixelsInBothThemes()
    {
        for (const Theme::Choice choice : {Theme::Choice::Light, Theme::Choice::Dark}) {
            Theme::instance().setChoice(choice);
            for (const char *tab : {"cause", "duties"}) {
                m_page->detail()->setTab(QLatin1String(tab));
                settle();
                report(weakPixels(m_page));
                report(weakFocus(&m_console->window(), m_page));
            }
        }
        Theme::instance().setChoice(Theme::Choice::Light);
    }

private:
    void settle()
    {
        QVERIFY(QTest::qWaitFor([this] { return !IncidentDesk::of(m_console->window().session())->isBusy(); }, 30'000));
        m_console->settle();
    }
    void walk()
    {
        settle();
        report(namelessWidgets(&m_console->window()));
        report(silentRows(m_page));
        report(unreachableWidgets(&m_console->window(), m_page));
        report(disorderedTab(&m_console->window(), m_page, m_page->panes()));
        report(clashingShortcuts(&m_console->window()));
        report(letterShortcuts(&m_console->window()));
        report(unsafeTexts(&m_console->window()));
    }
    static void report(QStringList found)
    {
        found.removeDuplicates();
        if (!found.isEmpty())
            QTest::qFail(qPrintable(QString::number(found.size()) + QLatin1String(" finding(s):\n  ") + found.mid(0, 25).join(QLatin1String("\n  "))), __FILE__, __LINE__);
    }
};

QTEST_MAIN(IncidentWalkTest)
#include "test_incident_walk.moc"
