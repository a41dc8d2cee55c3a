// SPDX-License-Identifier: GPL-3.0-or-later
// Keeping evidence in the real window over a real workspace whose clock the test moves: a hold placed by keys is left by an erasure, a dry run becomes a tombstone, a
// masked value is shown after it was signed, a local time-stamp authority stamps, and who may not is told who can.
#include "tests/models/workspace/quiet_trail.h"
#include "tests/models/workspace/several_people.h"
#include "tests/models/workspace/time_stamp_authority.h"
#include "tests/views/shell/console_fixture.h"

#include "app/console/translations.h"
#include "models/items/custody_list.h"
#include "models/items/evidence_model.h"
#include "models/items/hold_list.h"
#include "models/items/keeping_desk.h"
#include "models/items/retention_desk.h"
#include "models/items/witness_desk.h"
#include "models/workspace/selection.h"
#include "views/evidence/evidence_page.h"
#include "views/evidence/evidence_table.h"
#include "views/evidence/fields_view.h"
#include "views/evidence/plain_words.h"
#include "views/evidence/raw_view.h"
#include "views/evidence/record_inspector.h"
#include "views/exports/exports_page.h"
#include "views/incidents/incident_detail.h"
#include "views/incidents/incidents_page.h"
#include "views/keeping/custody_tab.h"
#include "views/keeping/holds_tab.h"
#include "views/keeping/keeping_sheet.h"
#include "views/keeping/retention_tab.h"
#include "views/keeping/witnesses_tab.h"
#include "views/shell/command_palette.h"
#include "views/widgets/state_chip.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QTest>
#include <QTreeWidgetItemIterator>

using namespace mandate;
using namespace mandate::test;

class KeepingWindowTest : public QObject
{
    Q_OBJECT

public:
    static void initMain() { ConsoleFixture::isolate(); }

private:
    std::unique_ptr<ConsoleFixture> m_console;
    WorkspaceFolder m_folder;
    People m_people;
    int m_made = 0;

    [[nodiscard]] MainWindow &window() const { return m_console->window(); }
    [[nodiscard]] KeepingSheet &sheet() const { return *window().keepingSheet(); }
    [[nodiscard]] ExportsPage &page() const { return *m_console->page<ExportsPage>(); }
    [[nodiscard]] Workspace &workspace() const { return *window().session()->workspace(); }
    [[nodiscard]] KeepingDesk &desk() const { return *KeepingDesk::of(window().session()); }

    void import(Workspace &into, const std::vector<Call> &calls)
    {
        ++m_made;
        (void)need(into.import({m_folder.write("trail" + std::to_string(m_made) + ".jsonl", lines(calls, static_cast<std::size_t>(m_made) * 100))}, {}));
    }
    [[nodiscard]] std::vector<EntryNumber> actionsOf(const std::string &session) const
    {
        EvidenceSelection selection;
        selection.filter = actions();
        selection.filter.sessions = {session};
        return need(selectEvidence(workspace(), selection));
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const
    {
        QWidget *focus = QApplication::focusWidget();
        QTest::keyClick(focus ? focus : &window(), key, modifiers);
    }
    static void type(const QString &text) { QTest::keyClicks(QApplication::focusWidget(), text); }
    void goTo(const QString &link)
    {
        window().goTo(QUrl(link));
        m_console->settle();
        QVERIFY(idle());
    }
    [[nodiscard]] bool idle() const
    {
        return QTest::qWaitFor([this] {
            const RetentionTab &retention = *page().retention();
            return !desk().isBusy() && !page().holds()->list()->isBusy() && !retention.plan()->isBusy() && !page().custody()->list()->isBusy() && !page().witnesses()->list()->isBusy();
        }, 30'000);
    }
    /// Signs what the sheet asks, which closes when it is signed.
    [[nodiscard]] bool signedByKey()
    {
        press(Qt::Key_Return, Qt::ControlModifier);
        const bool closed = QTest::qWaitFor([this] { return !sheet().isVisible(); }, 30'000);
        m_console->settle();
        return closed && idle();
    }
    void become(const std::string &account)
    {
        m_people.who->become(account);
        window().session()->refresh();
        desk().refresh();
        m_console->settle();
        QVERIFY(idle());
    }
    [[nodiscard]] static QString fact(const QWidget *within, const QString &text)
    {
        const QList<QLabel *> labels = within->findChildren<QLabel *>();
        for (const QLabel *label : labels) {
            if (label->text().contains(text))
                return label->text();
        }
        return {};
    }

private Q_SLOTS:
    void initTestCase() { installTranslations(); }
    void init()
    {
        m_people = {};
        m_console = std::make_unique<ConsoleFixture>();
        QVERIFY(QTest::qWaitForWindowActive(&window()));
        std::shared_ptr<Workspace> made = need(Workspace::create(m_folder.path("kept" + std::to_string(++m_made) + ".mandate"), m_people.surroundings()));
        (void)need(made->addPact(pactKeeping(183)));
        import(*made, quietCalls("held", "HELDWORDS", 0));
        import(*made, quietCalls("free", "FREEWORDS", 60));
        window().setSession(new Session(made));
        m_console->settle();
    }
    void cleanup()
    {
        window().setSession(nullptr);
        m_console.reset();
    }

    void aHoldPlacedByKeysIsLeftByTheErasureThatItsPlanShowed()
    {
        goTo(QStringLiteral("mandate://evidence?session=held"));
        m_console->page<EvidencePage>()->table()->setFocus();
        press(Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(sheet().isVisible());
        QVERIFY(QTest::qWaitFor([this] { return sheet().commitButton()->isEnabled(); }, 30'000));
        const auto kept = need(selectEvidence(workspace(), [] {
            EvidenceSelection selection;
            selection.filter.sessions = {"held"};
            return selection;
        }())).size();
        QVERIFY2(sheet().meaningText().contains(QStringLiteral("Keeps %1 records now").arg(kept)) && sheet().meaningText().contains(QLatin1String("held")), qPrintable(sheet().meaningText()));
        QCOMPARE(QApplication::focusWidget(), sheet().matter());
        press(Qt::Key_Return, Qt::ControlModifier);
        QVERIFY2(sheet().problemText().contains(QLatin1String("matter")), qPrintable(sheet().problemText()));
        type(QStringLiteral("2026-014"));
        press(Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), sheet().reason());
        type(QStringLiteral("court order"));
        QVERIFY(signedByKey());
        // It leads to the hold.
        QCOMPARE(page().tabs()->currentWidget(), page().holds());
        new QAbstractItemModelTester(page().holds()->list()->model(), QAbstractItemModelTester::FailureReportingMode::QtTest, this);
        QCOMPARE(page().holds()->table()->model()->rowCount(), 1);
        const HoldItem hold = *page().holds()->list()->item(0);
        QVERIFY(hold.inForce && hold.records == kept && hold.matter == QLatin1String("2026-014") && hold.reason == QLatin1String("court order"));
        QVERIFY2(hold.placed.contains(QLatin1String("ada")) && hold.placed.contains(QLatin1String("UTC")), qPrintable(hold.placed));

        // The dry run, then exactly that.
        m_people.pass(200 * 24);
        goTo(QStringLiteral("mandate://exports?tab=retention"));
        RetentionTab &retention = *page().retention();
        QVERIFY(QTest::qWaitFor([&] { return retention.plan()->plan() != nullptr; }, 30'000));
        new QAbstractItemModelTester(retention.plan()->lines(), QAbstractItemModelTester::FailureReportingMode::QtTest, this);
        const auto going = actionsOf("free").size();
        QCOMPARE(retention.plan()->plan()->going.size(), going);
        QVERIFY2(retention.sentence().contains(QStringLiteral("%1 records may go").arg(going)) && retention.sentence().contains(QLatin1String("oldest")), qPrintable(retention.sentence()));
        QVERIFY(fact(&retention, QLatin1String("may go")).contains(QLatin1String("UTC")));
        QStringList why;
        for (int row = 0; row < retention.table()->model()->rowCount(); ++row)
            why << retention.table()->model()->index(row, RetentionDesk::WhyColumn).data().toString();
        QVERIFY2(why.join(u'|').contains(QStringLiteral("Legal hold %1 keeps them").arg(hold.id)), qPrintable(why.join(u'|')));
        const auto size = workspace().store().size();
        retention.eraseButton()->setFocus();
        press(Qt::Key_Space);
        QVERIFY(sheet().isVisible());
        QVERIFY2(sheet().meaningText().contains(QLatin1String("Nobody can bring them back")), qPrintable(sheet().meaningText()));
        type(QStringLiteral("retention is over"));
        press(Qt::Key_Return, Qt::ControlModifier);
        QVERIFY2(sheet().problemText().contains(QString::number(going)), qPrintable(sheet().problemText()));
        QCOMPARE(QApplication::focusWidget(), sheet().count());
        QCOMPARE(workspace().store().size(), size); // nothing yet
        type(QString::number(going));
        QVERIFY(signedByKey());
        QVERIFY(QTest::qWaitFor([&] { return retention.plan()->plan() && retention.tombstones()->model()->rowCount() == 1; }, 30'000));
        QVERIFY(retention.plan()->plan()->going.empty());
        QVERIFY(!retention.eraseButton()->isEnabled());
        QCOMPARE(retention.tombstones()->model()->index(0, RetentionDesk::ReasonColumn).data().toString(), QStringLiteral("retention is over"));
        QVERIFY(need(workspace().detail(actionsOf("free").front())).row.erased);
        QVERIFY(need(workspace().detail(actionsOf("held").front())).body.find("HELDWORDS") != std::string::npos);

        // Released by keys; custody tells all of it.
        goTo(QStringLiteral("mandate://exports?tab=holds"));
        page().holds()->releaseButton()->setFocus();
        press(Qt::Key_Space);
        type(QStringLiteral("settled"));
        QVERIFY(signedByKey());
        QVERIFY(QTest::qWaitFor([this] { return page().holds()->list()->inForce() == 0; }, 30'000));
        QVERIFY(!page().holds()->releaseButton()->isEnabled());
        goTo(QStringLiteral("mandate://exports?tab=custody"));
        CustodyTab &custody = *page().custody();
        QVERIFY(QTest::qWaitFor([&] { return custody.table()->model()->rowCount() == 3; }, 30'000));
        new QAbstractItemModelTester(custody.list()->model(), QAbstractItemModelTester::FailureReportingMode::QtTest, this);
        custody.copyButton()->click();
        const QString copied = QApplication::clipboard()->text();
        for (const QString &part : {hold.id, QStringLiteral("court order"), QStringLiteral("settled"), QStringLiteral("retention is over"), QStringLiteral("Leaf: ")})
            QVERIFY2(copied.contains(part), qPrintable(copied));
        QCOMPARE(custody.table()->currentIndex().row(), 2);
        custody.table()->selectRow(1); // the erasure
        custody.aboutButton()->click();
        m_console->settle();
        QCOMPARE(page().tabs()->currentWidget(), page().retention());
        // Of one record.
        goTo(QStringLiteral("mandate://exports?tab=custody&of=%1").arg(actionsOf("held").front()));
        QVERIFY(QTest::qWaitFor([&] { return custody.table()->model()->rowCount() == 2; }, 30'000));
        QVERIFY2(custody.list()->heldBy().contains(QLatin1String("No legal hold")), qPrintable(custody.list()->heldBy()));
    }

    void aHoldToldByVerdictsIsNotPlacedAndSaysWhatToDo()
    {
        goTo(QStringLiteral("mandate://evidence?verdict=permitted"));
        const auto size = workspace().store().size();
        press(Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(QTest::qWaitFor([this] { return !desk().isWeighing(); }, 30'000));
        QVERIFY(!sheet().commitButton()->isEnabled());
        QVERIFY2(sheet().problemText().contains(QLatin1String("MND-WSP-040")) && sheet().problemText().contains(QLatin1String("choose them one by one")), qPrintable(sheet().problemText()));
        type(QStringLiteral("2026-014"));
        press(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(workspace().store().size(), size);
        press(Qt::Key_Escape);
        QVERIFY(!sheet().isVisible());
        // The rows themselves can be held.
        EvidenceTable &table = *m_console->page<EvidencePage>()->table();
        QVERIFY(table.model()->rowCount() > 1);
        table.setFocus();
        table.selectRow(0);
        press(Qt::Key_Down, Qt::ShiftModifier);
        press(Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(QTest::qWaitFor([this] { return sheet().commitButton()->isEnabled(); }, 30'000));
        QVERIFY2(sheet().meaningText().contains(QLatin1String("Keeps 2 records now")), qPrintable(sheet().meaningText()));
    }

    void whatThePlanDidNotShowIsNotErased()
    {
        m_people.pass(200 * 24);
        goTo(QStringLiteral("mandate://exports?tab=retention"));
        QVERIFY(QTest::qWaitFor([this] { return page().retention()->plan()->plan() != nullptr; }, 30'000));
        page().retention()->eraseButton()->click();
        // A hold came in between: fewer may go when it is signed.
        EvidenceSelection held;
        held.filter.sessions = {"held"};
        (void)need(workspace().placeHold("M-1", "in between", held));
        m_console->settle();
        sheet().reason()->setText(QStringLiteral("over"));
        sheet().count()->setText(QString::number(actionsOf("held").size() + actionsOf("free").size()));
        sheet().commitButton()->click();
        QVERIFY(QTest::qWaitFor([this] { return sheet().problemText().contains(QLatin1String("MND-WSP-037")); }, 30'000));
        QVERIFY(workspace().tombstones().empty());
        QVERIFY(sheet().isVisible());
    }

    void aMaskedValueIsShownAfterItsReasonIsSigned()
    {
        const QString secret = QStringLiteral("HELDWORDS@example.org");
        goTo(QStringLiteral("mandate://evidence?session=held"));
        EvidencePage &evidence = *m_console->page<EvidencePage>();
        evidence.table()->selectRow(0);
        for (int row = 0; row < evidence.table()->model()->rowCount(); ++row) {
            if (evidence.table()->model()->index(row, EvidenceModel::DidColumn).data().toString().contains(secret))
                evidence.table()->selectRow(row);
        }
        RecordInspector &inspector = *evidence.inspector();
        const auto shown = [&] {
            QString all;
            const QList<QLabel *> labels = inspector.findChildren<QLabel *>();
            for (const QLabel *label : labels)
                all += label->text() + u'\n';
            for (QTreeWidgetItemIterator item(inspector.fields()); *item; ++item)
                all += (*item)->text(1) + u'\n';
            all += inspector.raw()->edit()->toPlainText();
            for (int row = 0; row < evidence.table()->model()->rowCount(); ++row)
                all += evidence.table()->model()->index(row, EvidenceModel::DidColumn).data().toString() + u'\n';
            return all;
        };
        QVERIFY(QTest::qWaitFor([&] { return shown().contains(secret); }, 30'000));
        QVERIFY(!inspector.maskStrip()->isVisible());
        // The switch, from the palette's action.
        goTo(QStringLiteral("mandate://exports?tab=custody"));
        page().custody()->maskButton()->click();
        QVERIFY(sheet().isVisible());
        sheet().reason()->setText(QStringLiteral("personal data"));
        sheet().commitButton()->setFocus();
        QVERIFY(signedByKey());
        QCOMPARE(page().custody()->maskState()->state().text, QStringLiteral("Masked"));
        window().goBack();
        m_console->settle();
        QVERIFY(QTest::qWaitFor([&] { return inspector.maskStrip()->isVisible() && !shown().contains(QLatin1String("HELDWORDS")); }, 30'000));
        QVERIFY2(shown().contains(QString::fromUtf8("••• e-mail")), qPrintable(shown()));
        QVERIFY(fact(inspector.maskStrip(), QLatin1String("personal data")).contains(QLatin1String("ada")));
        // One value, by its own reason.
        QAction *reveal = nullptr;
        for (QAction *action : inspector.revealMenu()->actions()) {
            if (action->text().contains(QLatin1String("/action/arguments/email")))
                reveal = action;
        }
        QVERIFY(reveal);
        const auto size = workspace().store().size();
        reveal->trigger();
        QVERIFY(sheet().isVisible());
        press(Qt::Key_Return, Qt::ControlModifier);
        QVERIFY2(sheet().problemText().contains(QLatin1String("reason")), qPrintable(sheet().problemText()));
        QVERIFY(!shown().contains(secret));
        type(QStringLiteral("the customer asked"));
        QVERIFY(signedByKey());
        QCOMPARE(workspace().store().size(), size + 1); // signed
        QVERIFY(QTest::qWaitFor([&] { return fact(&inspector, secret).contains(secret) || shown().contains(secret); }, 30'000));
        const CustodyEvent last = need(workspace().custody()).back();
        QCOMPARE(last.act, CustodyAct::FieldRevealed);
        QCOMPARE(QString::fromStdString(last.reason), QStringLiteral("the customer asked"));
        QVERIFY(!inspector.raw()->edit()->toPlainText().contains(QLatin1String("said HELDWORDS"))); // the others stay masked
    }

    void aLocalAuthorityStampsAndAKeptCheckpointIsHeldAgainstTheLedger()
    {
        const TimeStampAuthority authority;
        const QString certificates = m_console->write(QStringLiteral("root.pem"), QByteArray::fromStdString(authority.read("root.pem")));
        goTo(QStringLiteral("mandate://exports?tab=witnesses"));
        WitnessesTab &witnesses = *page().witnesses();
        QVERIFY(!witnesses.stampButton()->isEnabled());
        witnesses.save(m_console->path(QStringLiteral("held.checkpoint")));
        QVERIFY(QTest::qWaitFor([&] { return witnesses.answerState()->state().text == QLatin1String("Written"); }, 30'000));
        witnesses.addButton()->click();
        QVERIFY(sheet().isVisible());
        type(QStringLiteral("tsa"));
        sheet().place()->setText(QString::fromStdString(authority.witness().place));
        press(Qt::Key_Return, Qt::ControlModifier);
        QVERIFY2(sheet().problemText().contains(QLatin1String("certificates")), qPrintable(sheet().problemText()));
        sheet().certificates()->setText(certificates);
        QVERIFY(signedByKey());
        QVERIFY(QTest::qWaitFor([&] { return witnesses.list()->item(0) && witnesses.list()->item(0)->state.text == QLatin1String("Nothing yet"); }, 30'000));
        new QAbstractItemModelTester(witnesses.list()->model(), QAbstractItemModelTester::FailureReportingMode::QtTest, this);
        // A folder that is not there is told so, and harms nobody.
        witnesses.addButton()->click();
        type(QStringLiteral("share"));
        sheet().kind()->setCurrentIndex(sheet().kind()->findData(QStringLiteral("folder")));
        sheet().place()->setText(m_console->path(QStringLiteral("not there")));
        QVERIFY(signedByKey());
        QVERIFY(QTest::qWaitFor([&] { return witnesses.table()->model()->rowCount() == 2; }, 30'000));
        witnesses.stampButton()->setFocus();
        press(Qt::Key_Space);
        QVERIFY(QTest::qWaitFor([&] { return witnesses.answerState()->state().text == QLatin1String("Not all reached"); }, 60'000));
        QVERIFY2(witnesses.answer().contains(QLatin1String("tsa stamped the checkpoint")) && witnesses.answer().contains(QLatin1String("share was not reached")), qPrintable(witnesses.answer()));
        m_console->settle();
        QVERIFY(idle());
        const auto stateOf = [&](const QString &id) { return witnesses.list()->item(witnesses.list()->model()->rowOf(id))->state.text; };
        QTRY_COMPARE(stateOf(QStringLiteral("tsa")), QStringLiteral("Up to date"));
        QCOMPARE(stateOf(QStringLiteral("share")), QStringLiteral("Not reached"));
        // It is there later, and is behind when something came since.
        QVERIFY(QDir().mkpath(m_console->path(QStringLiteral("not there"))));
        witnesses.stampButton()->click();
        QVERIFY(QTest::qWaitFor([&] { return witnesses.answerState()->state().text == QLatin1String("Kept"); }, 60'000));
        QTRY_COMPARE(stateOf(QStringLiteral("share")), QStringLiteral("Up to date"));
        (void)need(workspace().placeHold("M-1", "something new", {}));
        QTRY_COMPARE(stateOf(QStringLiteral("share")), QStringLiteral("1 entry behind"));
        // What was kept elsewhere.
        witnesses.compare(m_console->path(QStringLiteral("held.checkpoint")));
        QVERIFY(QTest::qWaitFor([&] { return witnesses.answerState()->state().text == QLatin1String("Holds"); }, 30'000));
        witnesses.compare(m_console->write(QStringLiteral("other.txt"), QByteArrayLiteral("no checkpoint")));
        QVERIFY(QTest::qWaitFor([&] { return witnesses.answerState()->state().text == QLatin1String("Not done"); }, 30'000));
        witnesses.table()->selectRow(witnesses.list()->model()->rowOf(QStringLiteral("share")));
        witnesses.removeButton()->click();
        type(QStringLiteral("moved"));
        QVERIFY(signedByKey());
        QTRY_COMPARE(witnesses.table()->model()->rowCount(), 1);
    }

    void whoMayNotKeepsSeeingTheButtonsAndWhoCan()
    {
        (void)need(workspace().enrolFirst({PersonRole::Owner}, "first"));
        (void)need(workspace().enrol(m_people.request("pia"), {PersonRole::ProductLead}, "writes pacts"));
        (void)need(workspace().setMasking(true, "personal data"));
        (void)need(workspace().placeHold("M-1", "why", {}));
        m_people.pass(200 * 24);
        become("pia");
        for (const char *tab : {"holds", "retention", "custody", "witnesses"})
            goTo(QStringLiteral("mandate://exports?tab=%1").arg(QLatin1String(tab)));
        for (QPushButton *button : {page().holds()->placeButton(), page().holds()->releaseButton(), page().retention()->eraseButton(), page().custody()->maskButton(), page().witnesses()->addButton()}) {
            QVERIFY2(!button->isEnabled(), qPrintable(button->text()));
            QVERIFY2(button->toolTip().contains(QLatin1String("account:ada")), qPrintable(button->toolTip()));
            QVERIFY(button->accessibleDescription().contains(QLatin1String("account:ada")));
        }
        goTo(QStringLiteral("mandate://evidence?session=held"));
        EvidencePage &evidence = *m_console->page<EvidencePage>();
        evidence.table()->selectRow(evidence.table()->model()->rowCount() - 1);
        QVERIFY(QTest::qWaitFor([&] { return evidence.inspector()->maskStrip()->isVisible(); }, 30'000));
        QVERIFY(!evidence.inspector()->revealButton()->isEnabled());
        QVERIFY2(evidence.inspector()->revealButton()->toolTip().contains(QLatin1String("account:ada")), qPrintable(evidence.inspector()->revealButton()->toolTip()));
        const auto size = workspace().store().size();
        press(Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(sheet().isVisible());
        QVERIFY(QTest::qWaitFor([this] { return !desk().isWeighing(); }, 30'000));
        QVERIFY(!sheet().commitButton()->isEnabled());
        QVERIFY(sheet().commitButton()->toolTip().contains(QLatin1String("account:ada")));
        sheet().matter()->setText(QStringLiteral("M-2"));
        sheet().reason()->setText(QStringLiteral("because"));
        press(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(workspace().store().size(), size);
        become("ada");
        QVERIFY(sheet().commitButton()->isEnabled());
    }

    void anIncidentIsHeldFromItsDetailAndTellsItsCustody()
    {
        import(workspace(), {{"broken", "pay", "{\"amount\":500}", 300, 1, "clerk", "shop", "paid"}});
        m_console->settle();
        goTo(QStringLiteral("mandate://incidents"));
        IncidentsPage &incidents = *m_console->page<IncidentsPage>();
        const QString id = incidents.evidenceShown() ? incidents.evidenceShown()->incident : QString();
        QVERIFY(id.startsWith(QLatin1String("INC-")));
        incidents.detail()->setTab(QStringLiteral("custody"));
        CustodyTab &custody = *incidents.detail()->custody();
        QVERIFY(QTest::qWaitFor([&] { return custody.list()->wasRead(); }, 30'000));
        QCOMPARE(custody.table()->model()->rowCount(), 0);
        QVERIFY(!fact(&custody, QLatin1String("No custody events recorded")).isEmpty());
        incidents.detail()->holdButton()->click();
        QVERIFY(QTest::qWaitFor([this] { return sheet().commitButton()->isEnabled(); }, 30'000));
        QVERIFY(sheet().meaningText().contains(id));
        type(QStringLiteral("2026-015"));
        sheet().reason()->setText(QStringLiteral("claim"));
        QVERIFY(signedByKey());
        QCOMPARE(page().holds()->table()->model()->rowCount(), 1);
        window().goBack();
        m_console->settle();
        QVERIFY(QTest::qWaitFor([&] { return custody.table()->model()->rowCount() == 1; }, 30'000));
        QCOMPARE(incidents.custodyShown(), id);
        // From anywhere: the palette knows the tabs.
        window().goTo(QUrl(QStringLiteral("mandate://evidence")));
        press(Qt::Key_K, Qt::ControlModifier);
        type(QStringLiteral("Witnesses"));
        press(Qt::Key_Return);
        m_console->settle();
        QCOMPARE(page().tabs()->currentWidget(), page().witnesses());
    }
};

QTEST_MAIN(KeepingWindowTest)
#include "test_keeping_window.moc"
