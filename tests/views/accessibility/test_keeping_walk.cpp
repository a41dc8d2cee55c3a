// SPDX-License-Identifier: GPL-3.0-or-later
// The tabs and sheets about keeping evidence in the window people get, each with something in it and with words of others: names, Tab order, shortcuts and texts.
#include "tests/views/accessibility/walk.h"
#include "tests/views/shell/console_fixture.h"

#include "models/items/keeping_desk.h"
#include "models/workspace/selection.h"
#include "models/workspace/witnesses.h"
#include "views/evidence/evidence_page.h"
#include "views/evidence/evidence_table.h"
#include "views/evidence/record_inspector.h"
#include "views/exports/exports_page.h"
#include "views/keeping/keeping_sheet.h"

#include <QApplication>
#include <QPushButton>
#include <QTest>

using namespace mandate;
using namespace mandate::accessibility;

class KeepingWalkTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<ConsoleFixture> m_console;

public:
    static void initMain() { ConsoleFixture::isolate(); }

private:
    void settle()
    {
        m_console->settle();
        QTest::qWait(300); // lists of their own
        m_console->settle();
    }
    void walk(Page *page)
    {
        settle();
        QStringList found = namelessWidgets(&m_console->window()) + silentRows(page) + unreachableWidgets(&m_console->window(), page) +
                            disorderedTab(&m_console->window(), page, page->panes()) + clashingShortcuts(&m_console->window()) + letterShortcuts(&m_console->window()) + unsafeTexts(&m_console->window());
        found.removeDuplicates();
        QVERIFY2(found.isEmpty(), qPrintable(found.join(QLatin1Char('\n'))));
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_console = std::make_unique<ConsoleFixture>();
        QVERIFY(QTest::qWaitForWindowActive(&m_console->window()));
        QVERIFY(m_console->openWorkspace({ConsoleFixture::sampleRuns()}, ConsoleFixture::samplePacts()));
        Workspace &workspace = *m_console->window().session()->workspace();
        EvidenceSelection selection;
        selection.filter.kinds = {RecordKind::Message};
        QVERIFY(workspace.placeHold("<b>2026</b>-014", "\u202Ecourt <img src=x>", selection).ok());
        QVERIFY(workspace.placeHold("2026-015", "another", {}).ok());
        QVERIFY(workspace.setMasking(true, "<b>personal</b> data").ok());
        WitnessStatement share;
        share.id = "share";
        share.place = m_console->path(QStringLiteral("not there")).toStdString();
        QVERIFY(Witnesses(workspace).set(share).ok());
        settle();
    }
    void cleanupTestCase() { m_console.reset(); }

    void everyTab_data()
    {
        QTest::addColumn<QString>("tab");
        for (const char *tab : {"holds", "retention", "custody", "witnesses"})
            QTest::newRow(tab) << QString::fromLatin1(tab);
    }
    void everyTab()
    {
        QFETCH(QString, tab);
        QVERIFY(m_console->window().goTo(QUrl(QStringLiteral("mandate://exports?tab=") + tab)));
        auto *page = m_console->page<ExportsPage>();
        settle();
        QCOMPARE(page->currentLink().query().section(u'&', 0, 0), QStringLiteral("tab=") + tab);
        walk(page);
        QVERIFY2(m_console->window().minimumSizeHint().height() <= 720, qPrintable(QString::number(m_console->window().minimumSizeHint().height())));
    }

    void aMaskedRecord()
    {
        m_console->window().goTo(QUrl(QStringLiteral("mandate://evidence?kind=message")));
        settle();
        auto *page = m_console->page<EvidencePage>();
        page->table()->selectRow(0);
        QTRY_VERIFY(page->inspector()->maskStrip()->isVisible());
        walk(page);
    }

    void everySheet_data()
    {
        QTest::addColumn<int>("act");
        for (std::size_t act = 0; act < keepingActCount; ++act)
            QTest::newRow(qPrintable(keepingActWords(static_cast<KeepingAct>(act)))) << static_cast<int>(act);
    }
    void everySheet()
    {
        QFETCH(int, act);
        m_console->window().goTo(QUrl(QStringLiteral("mandate://exports?tab=holds")));
        settle();
        KeepingChange change;
        change.act = static_cast<KeepingAct>(act);
        change.id = QStringLiteral("HOLD-1a2b3c4d");
        change.about = QString::fromUtf8("<b>matter</b> \u202E");
        change.pointer = QStringLiteral("/action/arguments/<b>email</b>");
        change.fieldClass = QStringLiteral("e-mail");
        change.records = {1, 2, 3};
        KeepingSheet &sheet = *m_console->window().keepingSheet();
        Q_EMIT m_console->page<ExportsPage>()->keepingWanted(change);
        QVERIFY(sheet.isVisible());
        settle();
        QStringList found = namelessWidgets(&m_console->window()) + clashingShortcuts(&m_console->window()) + unsafeTexts(&m_console->window());
        QVERIFY2(found.isEmpty(), qPrintable(found.join(QLatin1Char('\n'))));
        // From the first field to the last button by Tab, in the order they stand.
        int above = -1;
        for (int i = 0; i < 20 && QApplication::focusWidget() != sheet.commitButton(); ++i) {
            QWidget *focus = QApplication::focusWidget();
            QVERIFY(sheet.isAncestorOf(focus));
            const int y = focus->mapTo(&sheet, QPoint(0, 0)).y();
            QVERIFY2(y >= above - focus->height(), qPrintable(focus->accessibleName()));
            above = y;
            QTest::keyClick(focus, Qt::Key_Tab);
        }
        QCOMPARE(QApplication::focusWidget(), sheet.commitButton());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(!sheet.isVisible());
    }
};

QTEST_MAIN(KeepingWalkTest)
#include "test_keeping_walk.moc"
