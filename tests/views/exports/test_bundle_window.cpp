// SPDX-License-Identifier: GPL-3.0-or-later
// Bundles exported in this test are opened in the real window with no workspace at hand: whole, with hidden values, and damaged. Nothing in them can be changed.
#include "tests/views/shell/console_fixture.h"

#include "app/console/translations.h"
#include "models/bundle/bundle_export.h"
#include "models/items/evidence_model.h"
#include "models/items/incident_model.h"
#include "models/items/session.h"
#include "models/workspace/workspace.h"
#include "views/agents/agents_page.h"
#include "views/bundle/bundle_page.h"
#include "views/evidence/evidence_page.h"
#include "views/evidence/evidence_table.h"
#include "views/evidence/record_inspector.h"
#include "views/handout/check_list.h"
#include "views/incidents/answer_strip.h"
#include "views/incidents/incidents_page.h"
#include "views/pacts/pacts_page.h"
#include "views/shell/rail.h"
#include "views/widgets/banner.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/state_chip.h"

#include <QAction>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QTest>

using namespace mandate;

class BundleWindowTest : public QObject
{
    Q_OBJECT

public:
    static void initMain() { ConsoleFixture::isolate(); }

private:
    std::unique_ptr<ConsoleFixture> m_console;
    QString m_incident;
    std::vector<EntryNumber> m_entries; ///< of the incident's records in the ledger

    [[nodiscard]] MainWindow &window() const { return m_console->window(); }
    [[nodiscard]] QString banner() const
    {
        QString all;
        for (const QLabel *label : window().banners()->findChildren<QLabel *>())
            all += label->text() + u' ';
        for (const StateChip *chip : window().banners()->findChildren<StateChip *>())
            all += chip->state().text + u' ';
        return all;
    }
    [[nodiscard]] bool opens(const char *name) const
    {
        return m_console->open(m_console->path(QLatin1String(name)), true) && window().session()->bundle();
    }
    void goTo(const char *link) const
    {
        QVERIFY(window().goTo(QUrl(QLatin1String(link))));
        m_console->settle();
    }
    [[nodiscard]] EvidencePage &evidence() const { return *m_console->page<EvidencePage>(); }

    void write(const ExportOrder &order, const QString &name, BagForm form)
    {
        Workspace &workspace = *window().session()->workspace();
        const auto plan = planExport(workspace, order);
        QVERIFY2(plan.ok(), plan ? "" : describe(plan.error()).c_str());
        m_entries = plan->entries;
        const auto written = writeBundle(workspace, order, *plan, m_console->path(name).toStdString(), form);
        QVERIFY2(written.ok(), written ? "" : describe(written.error()).c_str());
    }

private Q_SLOTS:
    void initTestCase()
    {
        installTranslations();
        m_console = std::make_unique<ConsoleFixture>();
        QVERIFY(QTest::qWaitForWindowActive(&window()));
        QVERIFY(m_console->openWorkspace({ConsoleFixture::sampleRuns()}, ConsoleFixture::samplePacts()));
        m_incident = window().session()->incidents()->item(0)->id;
        ExportOrder order;
        order.selection.incident = m_incident.toStdString();
        order.matter = "2026-014";
        order.zone = "Europe/Madrid";
        write(order, QStringLiteral("whole.zip"), BagForm::Zip);
        write(order, QStringLiteral("folder"), BagForm::Folder);
        QFile profile(QStringLiteral(":/redaction/external-counsel.json"));
        QVERIFY(profile.open(QIODevice::ReadOnly));
        auto read = readRedactionProfile(profile.readAll().toStdString());
        QVERIFY(read.ok());
        order.profile = std::move(read).value();
        write(order, QStringLiteral("hidden.zip"), BagForm::Zip);
        window().setSession(nullptr);
        // Another machine: no keys.
        QVERIFY(QDir(qEnvironmentVariable("MANDATE_KEYS")).removeRecursively());
    }
    void cleanupTestCase() { m_console.reset(); }

    void aWholeBundleIsVerifiedAndShownAsWhatItIs()
    {
        QVERIFY(opens("whole.zip"));
        QCOMPARE(window().currentPage()->key(), QStringLiteral("bundle"));
        QVERIFY2(banner().contains(QLatin1String("Verified, ")) && banner().contains(QLatin1String("nothing in it can be signed or changed")), qPrintable(banner()));
        QVERIFY(window().windowTitle().contains(QLatin1String("BUNDLE, read-only")));
        QVERIFY(window().session()->isReadOnly());
        const BundlePage &page = *m_console->page<BundlePage>();
        QVERIFY(page.checks()->model()->rowCount() > 7);
        QVERIFY(page.entries()->model()->rowCount() > 2);
        QVERIFY(page.report()->edit()->toPlainText().contains(m_incident));
        bool exported = false;
        for (int row = 0; row < page.entries()->model()->rowCount(); ++row)
            exported = exported || page.entries()->model()->index(row, 4).data().toString().startsWith(QLatin1String("Export: begin"));
        QVERIFY(exported);
        const QString report = m_console->path(QStringLiteral("report.pdf"));
        QCOMPARE(page.saveReport(window().session()->bundle()->reportPdf, report), QString());
        QVERIFY(QFile(report).size() > 1000);
        QVERIFY(page.saveReport(window().session()->bundle()->reportPdf, report).contains(QLatin1String("already")));
    }

    void itsRecordsHaveTheNumbersOfTheirLedger()
    {
        QVERIFY(opens("whole.zip"));
        goTo("mandate://evidence");
        EvidenceModel &model = *evidence().table()->evidence();
        QCOMPARE(model.shown(), static_cast<quint64>(m_entries.size()));
        for (int row = 0; row < model.rowCount(); ++row)
            QCOMPARE(*model.entryAt(row), m_entries[static_cast<std::size_t>(row)]);
        // The query language, also of numbers, is asked as in a workspace.
        const QByteArray range = "mandate://evidence?filter=where:(no:" + QByteArray::number(static_cast<qulonglong>(m_entries[1])) + ".." + QByteArray::number(static_cast<qulonglong>(m_entries[3])) + ")";
        goTo(range.constData());
        QCOMPARE(model.shown(), quint64{3});
        goTo("mandate://evidence?verdict=prohibited");
        QVERIFY(model.shown() > 0 && model.shown() < m_entries.size());
        evidence().table()->selectRow(0);
        QVERIFY(QTest::qWaitFor([this] { return !evidence().isBusy(); }, 30'000));
        QString said;
        for (const QLabel *label : evidence().inspector()->findChildren<QLabel *>())
            said += label->text() + u'\n';
        QVERIFY2(said.contains(QLatin1String("nothing was judged again here")), qPrintable(said));
        QVERIFY(!evidence().exportButton()->isEnabled());
    }

    void itsIncidentAnswersAndItsPactsAreThere()
    {
        QVERIFY(opens("folder"));
        goTo("mandate://incidents");
        IncidentsPage &page = *m_console->page<IncidentsPage>();
        QVERIFY(page.list()->model()->rowCount() >= 1);
        QVERIFY(QTest::qWaitFor([&page] { return page.answers()->headings().size() == 4; }, 30'000));
        QVERIFY(page.timeline()->model()->rowCount() > 5);
        QVERIFY(!page.suspendButton()->isEnabled() && !page.suspendButton()->toolTip().isEmpty());
        QVERIFY(!page.exportButton()->isEnabled());
        goTo("mandate://pacts");
        QVERIFY(m_console->page<PactsPage>()->isVisible());
    }

    void nothingCanBeChangedAndOtherPagesAreNotThere()
    {
        QVERIFY(opens("whole.zip"));
        for (const char *link : {"mandate://agents", "mandate://decisions", "mandate://metrics", "mandate://exports", "mandate://people", "mandate://sources"})
            QVERIFY2(!window().goTo(QUrl(QLatin1String(link))), link);
        const Rail *rail = window().findChild<Rail *>();
        QVERIFY(rail->button(0)->isVisible() && rail->button(3)->isVisible() && !rail->button(4)->isVisible());
        Workspace &workspace = *window().session()->workspace();
        QCOMPARE(workspace.suspend("gpt-4.1", "scope_violation", "").error().code, std::string("MND-WSP-001"));
        QVERIFY(!workspace.import({m_console->path(QStringLiteral("folder")).toStdString()}, {}).ok());
        for (const QKeySequence &keys : {QKeySequence(Qt::CTRL | Qt::Key_E), QKeySequence(Qt::CTRL | Qt::Key_I), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S)}) {
            for (const QAction *action : window().findChildren<QAction *>())
                QVERIFY2(action->shortcut() != keys || !action->isEnabled(), qPrintable(keys.toString()));
        }
        window().session()->verifyChain();
        QVERIFY(QTest::qWaitFor([this] { return window().session()->chain().kind == ChainState::Kind::Verified; }, 30'000));
    }

    void hiddenValuesAreShownAsHidden()
    {
        QVERIFY(opens("hidden.zip"));
        QVERIFY2(banner().contains(QLatin1String("hidden")), qPrintable(banner()));
        QVERIFY(window().session()->bundle()->hidden > 10);
        QCOMPARE(window().session()->bundle()->leftOut, quint64{0}); // also records with integers that JSON cannot carry
        goTo("mandate://evidence?verdict=prohibited");
        EvidenceModel &model = *evidence().table()->evidence();
        QVERIFY(model.shown() > 0);
        evidence().table()->selectRow(0);
        QVERIFY(QTest::qWaitFor([this, &model] { return !evidence().isBusy() && model.rowAt(0); }, 30'000));
        QVERIFY2(model.rowAt(0)->did.contains(QString::fromUtf8("▒ hidden")), qPrintable(model.rowAt(0)->did));
        QString said;
        for (const QLabel *label : evidence().inspector()->findChildren<QLabel *>())
            said += label->text() + u'\n';
        QVERIFY2(said.contains(QString::fromUtf8("▒ hidden")), qPrintable(said));
    }

    void aDamagedBundleSaysWhatDoesNotHoldAndShowsOnlyWhatProvesItself()
    {
        const QString folder = m_console->path(QStringLiteral("folder"));
        QFile entries(folder + QStringLiteral("/data/records/entries.jsonl"));
        QVERIFY(entries.open(QIODevice::ReadWrite));
        QByteArray all = entries.readAll();
        const qsizetype at = all.indexOf("executed");
        QVERIFY(at > 0);
        all.replace(at, 8, "refused ");
        QVERIFY(entries.seek(0) && entries.write(all) == all.size());
        entries.close();
        QVERIFY(opens("folder"));
        QVERIFY2(banner().contains(QLatin1String("Does not hold")) && banner().contains(QLatin1String("entries.jsonl")), qPrintable(banner()));
        QCOMPARE(window().session()->bundle()->leftOut, quint64{1});
        goTo("mandate://evidence");
        QCOMPARE(evidence().table()->evidence()->shown(), static_cast<quint64>(m_entries.size() - 1));
        // Where nobody signed the checkpoint, nothing is shown at all.
        QFile checkpoint(folder + QStringLiteral("/data/checkpoint.txt"));
        QVERIFY(checkpoint.open(QIODevice::WriteOnly) && checkpoint.write("none\n") == 5);
        checkpoint.close();
        window().setSession(nullptr);
        QVERIFY(!m_console->open(folder, true));
        QVERIFY2(banner().contains(QLatin1String("MND-BDL-024")), qPrintable(banner()));
    }

    void whatWasUnpackedGoesWithTheWindow()
    {
        QVERIFY(opens("whole.zip"));
        const QString report = window().session()->bundle()->reportHtml;
        QVERIFY(QFile::exists(report));
        window().setSession(nullptr);
        QVERIFY(QTest::qWaitFor([&report] { return !QFile::exists(report); }, 10'000));
    }
};

QTEST_MAIN(BundleWindowTest)
#include "test_bundle_window.moc"
