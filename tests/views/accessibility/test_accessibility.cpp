// SPDX-License-Identifier: GPL-3.0-or-later
// Every page of the window people get, walked with the checks of UX.md section 6: with records, empty, in a pseudo-locale, and with text
// that must not be believed.
#include "tests/views/accessibility/walk.h"
#include "tests/views/shell/console_fixture.h"

#include "models/items/evidence_model.h"
#include "models/items/session.h"
#include "models/items/words.h"
#include "views/agents/agent_detail.h"
#include "views/agents/agents_page.h"
#include "views/agents/statement_sheet.h"
#include "views/widgets/theme.h"

#include <QFileInfo>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>
#include <QStandardItemModel>
#include <QTableView>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

using namespace mandate;
using namespace mandate::accessibility;

namespace {

/// A transcript in which everything tries to be more than text.
QByteArray hostile()
{
    return QByteArray("[{\"role\":\"user\",\"content\":\"<img src=x onerror=alert(1)><b>Refund</b> \\u202Egnp.exe \\u200Bnow\"},"
                      "{\"role\":\"assistant\",\"content\":\"<script>alert(1)</script>\",\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\","
                      "\"function\":{\"name\":\"<b>send</b>\\u202Eliam\",\"arguments\":\"{\\\"to\\\":\\\"<img src=y>\\\",\\\"body\\\":\\\"") +
           QByteArray(1'000'000, 'A') +
           QByteArray("\\\"}\"}}]},{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"a\\u0000b \\uFEFF <b>done</b>\"}]");
}

} // namespace

class AccessibilityTest : public QObject
{
    Q_OBJECT

public:
    static void initMain() { ConsoleFixture::isolate(); }

private Q_SLOTS:
    void colours() { report(weakContrasts()); }

    void everyStateIsShapeAndWord()
    {
        QList<StateWord> states;
        for (const auto state :
             {AgentState::NotAuthorized, AgentState::Authorized, AgentState::Restricted, AgentState::Suspended, AgentState::Revoked})
            states << words::of(state);
        for (const StateWord &a : std::as_const(states)) {
            QVERIFY(!a.text.isEmpty());
            QVERIFY(a.shape != Shape::None);
            for (const StateWord &b : std::as_const(states))
                QVERIFY(a == b || a.text != b.text);
        }
    }

    /// A walk that finds nothing anywhere would prove nothing.
    void theWalkFindsWhatIsWrong()
    {
        QWidget window;
        auto *layout = new QVBoxLayout(&window);
        auto *nameless = new QToolButton(&window);
        nameless->setFocusPolicy(Qt::StrongFocus);
        layout->addWidget(nameless);
        auto *markup = new QLabel(QStringLiteral("<b>Not said</b> \u202E"), &window);
        layout->addWidget(markup);
        auto *trap = new QTableView(&window); // keeps Tab unless told otherwise
        auto *rows = new QStandardItemModel(2, 2, trap);
        trap->setModel(rows);
        layout->addWidget(trap);
        layout->addWidget(new QPushButton(QStringLiteral("&Send"), &window));
        layout->addWidget(new QPushButton(QStringLiteral("&Stop"), &window));
        new QShortcut(QKeySequence(Qt::Key_X), &window);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QCOMPARE(namelessWidgets(&window).size(), 2);
        QVERIFY(!silentRows(&window).isEmpty());
        QVERIFY(!unreachableWidgets(&window, &window).isEmpty());
        QVERIFY(!clashingShortcuts(&window).isEmpty());
        QCOMPARE(letterShortcuts(&window).size(), 1);
        QVERIFY(untranslatedTexts(&window).size() >= 3);
        QVERIFY(unsafeTexts(&window).size() >= 2);
    }

    void theFirstRun()
    {
        ConsoleFixture console;
        QVERIFY(QTest::qWaitForWindowActive(&console.window()));
        report(namelessWidgets(&console.window()));
        report(unreachableWidgets(&console.window(), console.window().currentPage()));
        report(clashingShortcuts(&console.window()));
        report(letterShortcuts(&console.window()));
    }

    void pagesWithRecords()
    {
        ConsoleFixture console;
        QVERIFY(QTest::qWaitForWindowActive(&console.window()));
        QVERIFY(console.openWorkspace({ConsoleFixture::sampleRuns()}, ConsoleFixture::samplePacts()));
        walkPages(console);
        auto *agents = console.page<AgentsPage>();
        console.window().goTo(agents->currentLink());
        agents->detail()->openSuspend();
        QVERIFY(agents->detail()->sheet()->isVisible());
        report(namelessWidgets(agents));
        report(unreachableWidgets(&console.window(), agents));
        report(clashingShortcuts(&console.window()));
    }

    void emptyPages()
    {
        ConsoleFixture console;
        QVERIFY(QTest::qWaitForWindowActive(&console.window()));
        QVERIFY(console.openWorkspace({}, {}));
        walkPages(console);
    }

    void pagesInAPseudoLocale()
    {
        PseudoTranslator translator;
        QCoreApplication::installTranslator(&translator);
        {
            ConsoleFixture console;
            QVERIFY(QTest::qWaitForWindowActive(&console.window()));
            report(untranslatedTexts(&console.window()));
            QVERIFY(console.openWorkspace({ConsoleFixture::sampleRuns()}, ConsoleFixture::samplePacts()));
            for (Page *page : console.window().pages()) {
                console.window().goTo(page->currentLink());
                console.settle();
                QVERIFY2(PseudoTranslator::made(page->title()), qPrintable(page->key()));
                report(untranslatedTexts(&console.window()));
            }
        }
        QCoreApplication::removeTranslator(&translator);
    }

    void pagesWithHostileText()
    {
        ConsoleFixture console;
        QVERIFY(QTest::qWaitForWindowActive(&console.window()));
        const QString file = console.write(QString::fromUtf8("<b>\u202Eevil<img src=x>.json"), hostile());
        QVERIFY(QFileInfo::exists(file));
        QVERIFY(console.openWorkspace({file}, {}));
        QVERIFY(console.window().session()->evidence()->rowCount() > 0);
        for (Page *page : console.window().pages()) {
            console.window().goTo(page->currentLink());
            console.settle();
            report(unsafeTexts(&console.window()));
        }
    }

private:
    void walkPages(ConsoleFixture &console)
    {
        for (Page *page : console.window().pages()) {
            console.window().goTo(page->currentLink());
            console.settle();
            report(namelessWidgets(&console.window()));
            report(silentRows(page));
            report(unreachableWidgets(&console.window(), page));
            report(clashingShortcuts(&console.window()));
            report(letterShortcuts(&console.window()));
        }
    }

    static void report(QStringList found)
    {
        found.removeDuplicates();
        if (found.isEmpty())
            return;
        QTest::qFail(qPrintable(QString::number(found.size()) + QLatin1String(" finding(s):\n  ") + found.mid(0, 25).join(QLatin1String("\n  "))),
                     __FILE__, __LINE__);
    }
};

QTEST_MAIN(AccessibilityTest)
#include "test_accessibility.moc"
