// SPDX-License-Identifier: GPL-3.0-or-later
// Evidence leaves the real window by keys alone, is verified by itself and listed; cancelling leaves nothing; who may not export is told who can.
#include "tests/views/shell/console_fixture.h"

#include "app/console/translations.h"
#include "models/items/evidence_model.h"
#include "models/items/export_model.h"
#include "models/people/person_keys.h"
#include "models/workspace/workspace.h"
#include "views/evidence/evidence_page.h"
#include "views/evidence/evidence_table.h"
#include "views/exports/exports_page.h"
#include "views/handout/bundle_sheet.h"
#include "views/handout/check_list.h"
#include "views/incidents/incidents_page.h"
#include "views/widgets/state_chip.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace mandate;
using State = ExportWork::State;

class ExportsTest : public QObject
{
    Q_OBJECT

public:
    static void initMain() { ConsoleFixture::isolate(); }

private:
    std::unique_ptr<ConsoleFixture> m_console;

    [[nodiscard]] BundleSheet &sheet() const { return *m_console->window().exportSheet(); }
    [[nodiscard]] ExportsPage &page() const { return *m_console->page<ExportsPage>(); }
    [[nodiscard]] quint64 ledgerSize() const { return m_console->window().session()->workspace()->store().size(); }
    [[nodiscard]] QString folder() const { return m_console->path(QStringLiteral("out")); }
    [[nodiscard]] QStringList written() const { return QDir(folder()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot); }

    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const
    {
        QWidget *focus = QApplication::focusWidget();
        QTest::keyClick(focus ? focus : &m_console->window(), key, modifiers);
    }
    [[nodiscard]] bool becomes(State state) const
    {
        return QTest::qWaitFor([this, state] { return sheet().work()->state() == state; }, 60'000);
    }
    void goTo(const char *link) const
    {
        QVERIFY(m_console->window().goTo(QUrl(QLatin1String(link))));
        m_console->settle();
    }
    void openSheet() const
    {
        press(Qt::Key_E, Qt::ControlModifier);
        QVERIFY(sheet().isVisible());
        QVERIFY(becomes(State::Ready));
    }
    [[nodiscard]] bool listed(int rows) const
    {
        return QTest::qWaitFor([this, rows] { return !page().model()->isBusy() && page().model()->rowCount() == rows; }, 30'000);
    }

private Q_SLOTS:
    void initTestCase()
    {
        installTranslations();
        m_console = std::make_unique<ConsoleFixture>();
        QVERIFY(QTest::qWaitForWindowActive(&m_console->window()));
        QVERIFY(m_console->openWorkspace({ConsoleFixture::sampleRuns()}, ConsoleFixture::samplePacts()));
        QVERIFY(QDir().mkpath(folder()));
        QSettings().setValue(QStringLiteral("export/folder"), folder());
        m_console->settle();
    }
    void cleanupTestCase() { m_console.reset(); }
    void cleanup()
    {
        if (sheet().work())
            sheet().work()->cancel();
        QVERIFY(QTest::qWaitFor([this] { return sheet().work()->state() != State::Writing && sheet().work()->state() != State::Checking; }, 60'000));
        sheet().close();
        for (const QString &name : written())
            QVERIFY(QFileInfo(folder() + u'/' + name).isDir() ? QDir(folder() + u'/' + name).removeRecursively() : QFile::remove(folder() + u'/' + name));
    }

    void nothingWasExportedYetIsSaidWithWhatToDo()
    {
        goTo("mandate://exports");
        QVERIFY(listed(0));
        new QAbstractItemModelTester(page().model(), QAbstractItemModelTester::FailureReportingMode::QtTest, this);
        QVERIFY(!page().table()->isVisible());
        QVERIFY(page().verifyButton()->isEnabled());
    }

    void anIncidentBecomesAVerifiedBundleByThreeKeys()
    {
        goTo("mandate://incidents");
        const QString incident = m_console->page<IncidentsPage>()->evidenceShown()->incident;
        QVERIFY(incident.startsWith(QLatin1String("INC-")));
        const quint64 before = ledgerSize();
        openSheet(); // 1: Ctrl+E
        QVERIFY(sheet().summaryText().contains(incident)); // 2: the line is read
        QVERIFY2(sheet().summaryText().contains(QLatin1String("records")) && sheet().summaryText().contains(QLatin1String("UTC")) && sheet().summaryText().contains(QLatin1String("sha256 ")),
                 qPrintable(sheet().summaryText()));
        QVERIFY(sheet().summaryText().contains(QLatin1String("Nothing is hidden")));
        QCOMPARE(ledgerSize(), before); // nothing is written before
        QVERIFY(written().isEmpty());
        const QString target = sheet().target()->text();
        press(Qt::Key_Return); // 3
        QVERIFY(becomes(State::Ended));
        QVERIFY2(sheet().statusText().startsWith(QLatin1String("Verified, ")), qPrintable(sheet().statusText()));
        QVERIFY(sheet().work()->result().checked.ok);
        QVERIFY(target.contains(incident) && QFileInfo(target).isFile());
        QCOMPARE(written(), QStringList{QFileInfo(target).fileName()});
        QCOMPARE(ledgerSize(), before + 2); // begun, sealed
        QCOMPARE(QApplication::focusWidget(), sheet().coverButton());
        press(Qt::Key_Return);
        const QString note = QApplication::clipboard()->text();
        const QString key = QString::fromStdString(m_console->window().session()->workspace()->store().publicKey().id());
        for (const QString &part : {incident, sheet().work()->summary().digest, key, QFileInfo(target).fileName(), QStringLiteral("sha256sum -c manifest-sha256.txt")})
            QVERIFY2(note.contains(part), qPrintable(part));
        press(Qt::Key_Escape);
        QVERIFY(!sheet().isVisible());

        goTo("mandate://exports");
        QVERIFY(listed(1));
        const ExportItem &item = *page().model()->item(0);
        QCOMPARE(item.state.text, QStringLiteral("Sealed"));
        QVERIFY(item.asked.contains(incident) && item.when.contains(QLatin1String("UTC")) && !item.who.isEmpty());
        QVERIFY(note.contains(item.bundleDigest) && item.coverNote.contains(item.bundleDigest));
        QSignalSpy links(&page(), &Page::linkActivated);
        page().recordsButton()->click();
        QCOMPARE(links.first().first().toUrl().host(), QStringLiteral("incidents"));
    }

    void twoChosenRowsAreExportedAndNoOthers()
    {
        goTo("mandate://evidence?kind=action");
        EvidencePage &evidence = *m_console->page<EvidencePage>();
        EvidenceTable &table = *evidence.table();
        QVERIFY(table.model()->rowCount() > 2);
        table.setFocus();
        table.selectRow(0);
        QCOMPARE(evidence.evidenceShown()->conditions.size(), qsizetype{1}); // one row is where one reads: the filter counts
        press(Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(evidence.evidenceShown()->entries.size(), std::size_t{2});
        openSheet();
        QVERIFY(sheet().summaryText().contains(QLatin1String("2 chosen records")));
        QCOMPARE(sheet().work()->summary().records, quint64{2});
        press(Qt::Key_Return);
        QVERIFY(becomes(State::Ended));
        QVERIFY2(sheet().work()->result().checked.ok, qPrintable(sheet().statusText()));
        QCOMPARE(sheet().work()->result().checked.records, quint64{2});
        sheet().close();
        goTo("mandate://exports");
        QVERIFY(listed(2));
        // The selection leads back to the two.
        m_console->window().goTo(page().model()->item(0)->link);
        m_console->settle();
        QCOMPARE(table.model()->rowCount(), 2);
    }

    void theFilterIsExportedWithoutACapAndSaidInWords()
    {
        goTo("mandate://evidence?verdict=prohibited");
        const auto shown = m_console->page<EvidencePage>()->table()->evidence()->shown();
        openSheet();
        QCOMPARE(sheet().work()->summary().records, shown);
        QVERIFY2(sheet().summaryText().contains(QLatin1String("Verdict is"), Qt::CaseInsensitive), qPrintable(sheet().summaryText()));
        press(Qt::Key_Escape);
        QVERIFY(!sheet().isVisible());
        QVERIFY(written().isEmpty());
    }

    void aProfileIsPreviewedAndItsPresetRemembered()
    {
        goTo("mandate://incidents");
        openSheet();
        QVERIFY(!sheet().previewButton()->isEnabled());
        QVERIFY(!sheet().previewButton()->toolTip().isEmpty());
        sheet().profile()->setCurrentIndex(sheet().profile()->findData(QStringLiteral("external-counsel")));
        Q_EMIT sheet().profile()->activated(sheet().profile()->currentIndex());
        QVERIFY(QTest::qWaitFor([this] { return sheet().work()->state() == State::Ready && sheet().work()->summary().hidden > 0; }, 30'000));
        QVERIFY(sheet().summaryText().contains(QLatin1String("External counsel")));
        sheet().previewButton()->click();
        QVERIFY(sheet().hidden()->isVisible());
        QVERIFY(sheet().hidden()->model()->rowCount() > 5);
        sheet().exportButton()->setFocus();
        press(Qt::Key_Return);
        QVERIFY(becomes(State::Ended));
        QVERIFY2(sheet().work()->result().checked.ok, qPrintable(sheet().statusText()));
        QVERIFY(sheet().work()->result().checked.redacted);
        QVERIFY(sheet().statusText().contains(QLatin1String("signed word")));
        sheet().close();
        openSheet();
        QCOMPARE(sheet().profile()->currentData().toString(), QStringLiteral("external-counsel"));
        sheet().profile()->setCurrentIndex(0);
        sheet().close();
        QSettings().remove(QStringLiteral("export/profile"));
    }

    /// "Which returns over $500 did this agent make in August?": from the question to what a court can check, without a mouse.
    void aLawyersQuestionBecomesAVerifiedBundleByKeysAlone()
    {
        QVERIFY(m_console->window().session()->workspace()->import({MANDATE_SOURCE_DIR "/resources/sample/tau2/retail"}, {}).ok());
        goTo("mandate://metrics");
        press(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        m_console->settle();
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("agent:gpt-4.1 tool:return_delivered_order_items finding:R1 time:2025-08"));
        press(Qt::Key_Return);
        m_console->settle();
        m_console->window().activateWindow(); // without a display the list of completions keeps the window inactive when it closes
        QVERIFY(QTest::qWaitForWindowActive(&m_console->window()));
        const EvidencePage &evidence = *m_console->page<EvidencePage>();
        QTRY_COMPARE(evidence.table()->model()->rowCount(), 1);
        QVERIFY2(evidence.countText().startsWith(QLatin1String("1 of ")), qPrintable(evidence.countText()));
        openSheet();
        QCOMPARE(sheet().work()->summary().records, quint64{1});
        for (const char *part : {"gpt-4.1", "return_delivered_order_items", "R1", "UTC", "sha256 "})
            QVERIFY2(sheet().summaryText().contains(QLatin1String(part)), qPrintable(sheet().summaryText()));
        press(Qt::Key_Return);
        QVERIFY(becomes(State::Ended));
        QVERIFY2(sheet().work()->result().checked.ok, qPrintable(sheet().statusText()));
        QCOMPARE(sheet().work()->result().checked.records, quint64{1});
        press(Qt::Key_Return); // the cover note
        QVERIFY(QApplication::clipboard()->text().contains(QLatin1String("return_delivered_order_items")));
        press(Qt::Key_Escape);
        QVERIFY(!sheet().isVisible());
    }

    void cancellingLeavesNothingAndTheLedgerSaysIt()
    {
        goTo("mandate://exports");
        const int before = page().model()->rowCount();
        press(Qt::Key_E, Qt::ControlModifier); // every record: takes longest
        QVERIFY(becomes(State::Ready));
        const QString target = sheet().target()->text();
        QSignalSpy progress(sheet().work(), &ExportWork::progressed);
        press(Qt::Key_Return);
        QCOMPARE(sheet().work()->state(), State::Writing);
        QCOMPARE(QApplication::focusWidget(), sheet().closeButton());
        press(Qt::Key_Escape);
        QVERIFY(becomes(State::Ended));
        QCOMPARE(sheet().work()->result().ended, ExportResult::Ended::Cancelled);
        QVERIFY(sheet().statusText().contains(QLatin1String("abandoned")));
        QVERIFY(!QFileInfo::exists(target));
        QVERIFY2(written().isEmpty(), qPrintable(written().join(u' ')));
        QVERIFY(listed(before + 1));
        QCOMPARE(page().model()->item(0)->state.text, QStringLiteral("Abandoned"));
        QVERIFY(page().model()->item(0)->coverNote.isEmpty());
    }

    void whatIsThereIsNeverOverwritten()
    {
        goTo("mandate://incidents");
        openSheet();
        QFile there(sheet().target()->text());
        QVERIFY(there.open(QIODevice::WriteOnly) && there.write("mine") == 4);
        there.close();
        const quint64 before = ledgerSize();
        press(Qt::Key_Return);
        QVERIFY(sheet().statusText().contains(QLatin1String("ever overwritten")));
        QCOMPARE(ledgerSize(), before);
    }

    void aBundleFileIsVerifiedOnThePageAlsoADamagedOne()
    {
        goTo("mandate://incidents");
        openSheet();
        press(Qt::Key_Return);
        QVERIFY(becomes(State::Ended));
        const QString bundle = sheet().work()->result().path;
        sheet().close();
        goTo("mandate://exports");
        page().verify(bundle);
        QVERIFY(QTest::qWaitFor([this] { return page().checkState()->state().shape == mandate::Shape::Tick; }, 30'000));
        QVERIFY(page().checks()->model()->rowCount() > 5);
        QFile damaged(bundle);
        QVERIFY(damaged.open(QIODevice::Append) && damaged.write("later") == 5);
        damaged.close();
        page().verify(bundle);
        QVERIFY(QTest::qWaitFor([this] { return page().checkState()->state().shape == mandate::Shape::Octagon; }, 30'000));
        press(Qt::Key_Escape);
        QVERIFY(!page().checks()->isVisible());
    }

    void whoMayNotExportIsToldWhoCan()
    {
        m_console->become("ada");
        const auto secrets = unattendedSecrets();
        QVERIFY(secrets->unlock("correct horse"));
        Workspace &workspace = *m_console->window().session()->workspace();
        QVERIFY(workspace.unlockKeys("correct horse").ok());
        QVERIFY(workspace.enrolFirst({PersonRole::Owner}, "first").ok());
        const auto request = newKeyRequest(*secrets, {"account:paul", "Paul"});
        QVERIFY(request.ok());
        QVERIFY(workspace.enrol(*request, {PersonRole::ProductLead}, "writes pacts").ok());
        m_console->become("paul");
        m_console->settle();
        goTo("mandate://incidents");
        const quint64 before = ledgerSize();
        openSheet();
        QVERIFY(!sheet().exportButton()->isEnabled());
        QVERIFY2(sheet().statusText().contains(QLatin1String("account:paul may not hand out evidence")) && sheet().statusText().contains(QLatin1String("account:ada")),
                 qPrintable(sheet().statusText()));
        QVERIFY(sheet().exportButton()->toolTip().contains(QLatin1String("account:ada")));
        press(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(sheet().work()->state(), State::Ready);
        QCOMPARE(ledgerSize(), before);
        QVERIFY(written().isEmpty());
    }
};

QTEST_MAIN(ExportsTest)
#include "test_exports.moc"
