// SPDX-License-Identifier: GPL-3.0-or-later
// The window by its keys: pages, history, palette, panes, key sheet, and files dropped on it.
#include "tests/views/shell/console_fixture.h"

#include "models/items/agent_model.h"
#include "models/items/pact_model.h"
#include "models/items/session.h"
#include "models/items/source_model.h"
#include "models/items/words.h"
#include "views/agents/agents_page.h"
#include "views/shell/command_palette.h"
#include "views/shell/key_sheet.h"
#include "views/shell/status_bar.h"
#include "views/sources/sources_page.h"
#include "views/widgets/banner.h"
#include "views/widgets/kept_columns.h"
#include "views/widgets/theme.h"
#include "views/widgets/three_pane.h"

#include <QApplication>
#include <QDropEvent>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QTableView>
#include <QTest>

using namespace mandate;

namespace {

void drop(QWidget *target, const QStringList &paths)
{
    QMimeData data;
    QList<QUrl> urls;
    for (const QString &path : paths)
        urls << QUrl::fromLocalFile(path);
    data.setUrls(urls);
    QDragEnterEvent enter(QPoint(300, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(target, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event(QPointF(300, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(target, &event);
}

} // namespace

class ShellTest : public QObject
{
    Q_OBJECT

public:
    static void initMain() { ConsoleFixture::isolate(); }

private Q_SLOTS:
    void init()
    {
        m_console = std::make_unique<ConsoleFixture>();
        QVERIFY(QTest::qWaitForWindowActive(&m_console->window()));
    }
    void cleanup() { m_console.reset(); }

    void ctrlFFiltersTheSourcesAndSaysHowManyAreShown()
    {
        QVERIFY(m_console->openWorkspace({ConsoleFixture::sampleRuns()}, {}));
        auto *page = m_console->page<SourcesPage>();
        m_console->window().goTo(page->currentLink());
        m_console->settle();
        const int all = page->table()->model()->rowCount();
        QVERIFY(all > 1);
        QTest::keyClick(m_console->window().windowHandle(), Qt::Key_F, Qt::ControlModifier);
        QVERIFY(page->filter()->hasFocus());
        const QString name = page->table()->model()->index(0, 0).data().toString();
        QTest::keyClicks(page->filter(), name);
        QCOMPARE(page->table()->model()->rowCount(), 1);
        bool said = false;
        for (const QLabel *label : page->findChildren<QLabel *>())
            said |= label->text() == QStringLiteral("1 of %1 shown").arg(all);
        QVERIFY(said);
        QTest::keyClick(page->filter(), Qt::Key_Return);
        QVERIFY(page->table()->hasFocus());
    }

    void aClosedWorkspaceLeavesNothingThatCannotBeDrawn()
    {
        QVERIFY(m_console->openWorkspace({ConsoleFixture::sampleRuns()}, ConsoleFixture::samplePacts()));
        for (Page *page : m_console->window().pages()) {
            m_console->window().goTo(page->currentLink());
            m_console->settle();
        }
        m_console->window().setSession(nullptr);
        m_console->window().resize(1100, 640);
        QVERIFY(!m_console->window().grab().isNull()); // every page gets its new size
        Theme::instance().setDensity(Theme::Density::Compact);
        Theme::instance().setDensity(Theme::Density::Comfortable);
        QVERIFY(m_console->openWorkspace({}, ConsoleFixture::samplePacts()));
    }

    /// Columns that follow the window must not be taken for a person's choice.
    void nothingIsKeptThatNobodyChose()
    {
        for (int round = 0; round < 2; ++round) {
            QVERIFY(m_console->openWorkspace({ConsoleFixture::sampleRuns()}, ConsoleFixture::samplePacts()));
            for (Page *page : m_console->window().pages()) {
                m_console->window().goTo(page->currentLink());
                m_console->settle();
                m_console->window().resize(1000 + 200 * round, 700);
                m_console->settle();
            }
            Theme::instance().setDensity(round == 0 ? Theme::Density::Compact : Theme::Density::Comfortable);
        }
        QSettings settings;
        settings.beginGroup(QStringLiteral("columns"));
        QVERIFY2(settings.allKeys().isEmpty(), qPrintable(settings.allKeys().join(u' ')));
    }

    void columnsOfATableAreKeptForTheNextRun()
    {
        QVERIFY(m_console->openWorkspace({ConsoleFixture::sampleRuns()}, ConsoleFixture::samplePacts()));
        const auto table = [this] {
            auto *page = m_console->page<AgentsPage>();
            m_console->window().goTo(page->currentLink());
            m_console->settle();
            return page->table();
        };
        table()->horizontalHeader()->resizeSection(0, 211);
        table()->sortByColumn(0, Qt::DescendingOrder);
        const QString first = table()->model()->index(0, 0).data().toString();
        const QVariant settings = saved();
        m_console = std::make_unique<ConsoleFixture>(); // its settings are those of a first run
        restore(settings);
        QVERIFY(QTest::qWaitForWindowActive(&m_console->window()));
        QVERIFY(m_console->openWorkspace({ConsoleFixture::sampleRuns()}, ConsoleFixture::samplePacts()));
        QCOMPARE(table()->columnWidth(0), 211);
        QCOMPARE(table()->horizontalHeader()->sortIndicatorOrder(), Qt::DescendingOrder);
        QCOMPARE(table()->model()->index(0, 0).data().toString(), first);
        KeptColumns::resetBelow(&m_console->window());
        QVERIFY(table()->columnWidth(0) != 211);
    }

    void theFirstRunOffersThreeWaysToBegin()
    {
        const QStringList expected{QStringLiteral("Open sample workspace"), QStringLiteral("New workspace…"), QStringLiteral("Open workspace…")};
        QStringList found;
        for (const QPushButton *button : m_console->window().currentPage()->findChildren<QPushButton *>())
            found << button->text();
        for (const QString &text : expected)
            QVERIFY2(found.contains(text), qPrintable(text));
    }

    void digitsOpenThePagesTheyAreNamedFor()
    {
        QVERIFY(m_console->openWorkspace({}, {}));
        const QList<std::pair<Qt::Key, QString>> pages{{Qt::Key_2, QStringLiteral("incidents")}, {Qt::Key_3, QStringLiteral("evidence")},
                                                       {Qt::Key_4, QStringLiteral("agents")},    {Qt::Key_5, QStringLiteral("pacts")},
                                                       {Qt::Key_6, QStringLiteral("metrics")},   {Qt::Key_8, QStringLiteral("sources")}};
        for (const auto &[key, name] : pages) {
            QTest::keyClick(&m_console->window(), key, Qt::ControlModifier);
            QCOMPARE(m_console->window().currentPage()->key(), name);
        }
    }

    void altArrowsGoBackAndForwardThroughWhatWasSeen()
    {
        QVERIFY(m_console->openWorkspace({}, {}));
        MainWindow &window = m_console->window();
        QTest::keyClick(&window, Qt::Key_4, Qt::ControlModifier);
        QTest::keyClick(&window, Qt::Key_5, Qt::ControlModifier);
        QTest::keyClick(&window, Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(window.currentPage()->key(), QStringLiteral("agents"));
        QTest::keyClick(&window, Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(window.currentPage()->key(), QStringLiteral("pacts"));
    }

    void thePaletteFindsAPageByItsName()
    {
        QVERIFY(m_console->openWorkspace({}, {}));
        MainWindow &window = m_console->window();
        QTest::keyClick(&window, Qt::Key_K, Qt::ControlModifier);
        auto *palette = window.findChild<CommandPalette *>();
        QVERIFY(palette->isVisible());
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("sourc"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QVERIFY(!palette->isVisible());
        QCOMPARE(window.currentPage()->key(), QStringLiteral("sources"));
    }

    void questionMarkShowsTheKeysButStaysALetterInAField()
    {
        QVERIFY(m_console->openWorkspace({ConsoleFixture::sampleRuns()}, {}));
        MainWindow &window = m_console->window();
        auto *sheet = window.findChild<KeySheet *>();
        QTest::keyClick(&window, Qt::Key_4, Qt::ControlModifier);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Question, Qt::ShiftModifier);
        QVERIFY(sheet->isVisible());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(!sheet->isVisible());
        QTest::keyClick(&window, Qt::Key_F, Qt::ControlModifier);
        auto *field = qobject_cast<QLineEdit *>(QApplication::focusWidget());
        QVERIFY(field);
        QTest::keyClick(field, Qt::Key_Question, Qt::ShiftModifier);
        QVERIFY(!sheet->isVisible());
        QCOMPARE(field->text(), QStringLiteral("?"));
    }

    void f6GoesRoundThePanesAndComesBack()
    {
        QVERIFY(m_console->openWorkspace({ConsoleFixture::sampleRuns()}, {}));
        MainWindow &window = m_console->window();
        QTest::keyClick(&window, Qt::Key_4, Qt::ControlModifier);
        QSet<QWidget *> seen;
        QWidget *first = QApplication::focusWidget();
        for (int i = 0; i < 12; ++i) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6);
            seen << QApplication::focusWidget();
        }
        QVERIFY(seen.size() >= 3);
        QVERIFY(seen.contains(first));
    }

    void filesDroppedOnTheWindowAreImported()
    {
        QVERIFY(m_console->openWorkspace({}, {}));
        MainWindow &window = m_console->window();
        QCOMPARE(window.session()->agents()->rowCount(), 0);
        drop(&window, {ConsoleFixture::sampleRuns()});
        QTRY_VERIFY_WITH_TIMEOUT(window.session()->agents()->rowCount() > 0, 60'000);
        m_console->settle();
        QVERIFY(SourceModel::of(window.session())->rowCount() > 0);
        QVERIFY(!window.status()->said().isEmpty());
    }

    void aDroppedPactIsOfferedNotImported()
    {
        QVERIFY(m_console->openWorkspace({}, {}));
        MainWindow &window = m_console->window();
        const QStringList pacts = ConsoleFixture::samplePacts();
        QVERIFY(!pacts.isEmpty());
        drop(&window, {pacts.first()});
        QTRY_VERIFY(window.banners()->holds(QStringLiteral("pact")));
        QCOMPARE(window.session()->pacts()->rowCount(), 0);
        for (QPushButton *button : window.banners()->findChildren<QPushButton *>()) {
            if (button->text().contains(QStringLiteral("Add pact"))) {
                button->click();
                break;
            }
        }
        QTRY_COMPARE_WITH_TIMEOUT(window.session()->pacts()->rowCount(), 1, 30'000);
        m_console->settle();
    }

    void aFileThatIsNoEvidenceGivesAMessageAndHarmsNothing()
    {
        QVERIFY(m_console->openWorkspace({}, {}));
        MainWindow &window = m_console->window();
        drop(&window, {m_console->write(QStringLiteral("broken.json"), "[{\"role\": \"user\", ")});
        QTRY_VERIFY_WITH_TIMEOUT(window.banners()->count() > 0 || !window.status()->said().isEmpty(), 30'000);
        m_console->settle();
        QVERIFY(window.session());
    }

    void withoutAWorkspaceADropSaysWhatToDo()
    {
        drop(&m_console->window(), {ConsoleFixture::sampleRuns()});
        QVERIFY(m_console->window().banners()->holds(QStringLiteral("drop")));
    }

    void timesChangeTheirZoneWithOneKey()
    {
        QTest::keyClick(&m_console->window(), Qt::Key_U, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(words::zone(), words::Zone::Local);
        QTest::keyClick(&m_console->window(), Qt::Key_U, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(words::zone(), words::Zone::Utc);
    }

    void theInspectorBecomesATabInANarrowWindow()
    {
        ThreePane panes(QStringLiteral("test"));
        auto *list = new QWidget;
        auto *detail = new QWidget;
        auto *inspector = new QWidget;
        panes.setList(list, QStringLiteral("List"));
        panes.setDetail(detail, QStringLiteral("Detail"));
        panes.setInspector(inspector, QStringLiteral("Inspector"));
        panes.resize(1300, 600);
        panes.show();
        QVERIFY(!panes.isNarrow());
        QVERIFY(inspector->isVisible());
        panes.resize(900, 600);
        QVERIFY(panes.isNarrow());
        QVERIFY(!inspector->isVisible());
        panes.showInspector();
        QVERIFY(inspector->isVisible());
        panes.resize(1300, 600);
        QVERIFY(!panes.isNarrow());
        QVERIFY(inspector->isVisible() && detail->isVisible());
    }

private:
    static QVariant saved()
    {
        const QSettings settings;
        QVariantMap all;
        for (const QString &key : settings.allKeys())
            all.insert(key, settings.value(key));
        return all;
    }
    static void restore(const QVariant &saved)
    {
        QSettings settings;
        const QVariantMap all = saved.toMap();
        for (auto it = all.cbegin(); it != all.cend(); ++it)
            settings.setValue(it.key(), it.value());
    }

    std::unique_ptr<ConsoleFixture> m_console;
};

QTEST_MAIN(ShellTest)
#include "test_shell.moc"
