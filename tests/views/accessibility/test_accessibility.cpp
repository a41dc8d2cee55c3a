// SPDX-License-Identifier: GPL-3.0-or-later
// Every page of the window people get, walked with the checks of UX.md section 6: with records, empty, in a pseudo-locale, and with text
// that must not be believed.
#include "tests/views/accessibility/walk.h"
#include "tests/views/shell/console_fixture.h"

#include "app/console/translations.h"
#include "models/items/decision_desk.h"
#include "models/items/evidence_model.h"
#include "models/items/mined_draft.h"
#include "models/workspace/workspace.h"
#include "views/decisions/decision_queue.h"
#include "views/shell/settings_dialog.h"
#include "views/decisions/decisions_page.h"
#include "views/decisions/oversight_sheet.h"
#include "views/decisions/step_sheet.h"
#include "models/items/session.h"
#include "models/items/words.h"
#include "models/items/draft_model.h"
#include "views/pacts/editor/draft_findings.h"
#include "views/pacts/editor/pact_editor.h"
#include "views/pacts/mining/mining_view.h"
#include "views/pacts/pacts_page.h"
#include "views/agents/agent_detail.h"
#include "views/agents/agents_page.h"
#include "views/agents/statement_sheet.h"
#include "views/evidence/evidence_page.h"
#include "views/evidence/evidence_table.h"
#include "views/evidence/fields_view.h"
#include "views/evidence/raw_view.h"
#include "views/evidence/record_inspector.h"
#include "views/widgets/theme.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QDirIterator>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QRegularExpression>
#include <QShortcut>
#include <QStandardItemModel>
#include <QTableView>
#include <QTabWidget>
#include <QTest>
#include <QToolButton>
#include <QTreeWidgetItemIterator>
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

/// A megabyte in one line, with everything that turns it around or hides in it; once said, once as an argument, once returned.
QByteArray huge()
{
    QByteArray text;
    text.reserve(1'100'000);
    while (text.size() < 1'000'000)
        text += "All work and no play \\u202E makes \\u0000 \\u200B \xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D \xE2\x80\xAE"
                "flip";
    return "[{\"role\":\"user\",\"content\":\"" + text + "\"},{\"role\":\"assistant\",\"content\":\"" + text +
           "\",\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"send\",\"arguments\":\"{\\\"body\\\":\\\"" +
           QByteArray(1'000'000, 'A') + "\\\"}\"}}]},{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"" + text + "\"}]";
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
        layout->addWidget(new QLabel(QStringLiteral("3 record(s)"), &window));
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
        QVERIFY(!unresolvedPlurals(&window).isEmpty());
        QVERIFY(!clashingShortcuts(&window).isEmpty());
        QCOMPARE(letterShortcuts(&window).size(), 1);
        QVERIFY(untranslatedTexts(&window).size() >= 3);
        QVERIFY(unsafeTexts(&window).size() >= 2);
    }

    void theWalkFindsTabOutOfOrder()
    {
        QWidget window;
        auto *layout = new QVBoxLayout(&window);
        QList<QPushButton *> buttons;
        for (const char *name : {"One", "Two", "Three"}) {
            buttons << new QPushButton(QLatin1String(name), &window);
            layout->addWidget(buttons.last());
        }
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QVERIFY(disorderedTab(&window, &window, {}).isEmpty());
        QWidget::setTabOrder(buttons[1], buttons[0]);
        QWidget::setTabOrder(buttons[0], buttons[2]);
        QVERIFY(!disorderedTab(&window, &window, {}).isEmpty());
    }

    void theWalkFindsPalePixels()
    {
        QWidget window;
        auto *layout = new QVBoxLayout(&window);
        auto *pale = new QLabel(QStringLiteral("Hardly there"), &window);
        pale->setStyleSheet(QStringLiteral("color: #999999; background: #ffffff;"));
        layout->addWidget(pale);
        auto *strong = new QLabel(QStringLiteral("Here"), &window);
        strong->setStyleSheet(QStringLiteral("color: #666666; background: #ffffff;"));
        layout->addWidget(strong);
        auto *button = new QPushButton(QStringLiteral("Stays as it is"), &window);
        button->setStyleSheet(
            QStringLiteral("QPushButton { border: 1px solid #767670; outline: 0; } QPushButton:focus { border: 1px solid #8a8a80; }"));
        layout->addWidget(button);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        const QStringList weak = weakPixels(&window);
        QCOMPARE(weak.size(), 1);
        QVERIFY2(weak.first().contains(QStringLiteral("Hardly there")), qPrintable(weak.first()));
        QCOMPARE(weakFocus(&window, &window).size(), 1);
        QVERIFY(unboundedTexts(&window).isEmpty());
        strong->setText(QString(1'000'000, u'A'));
        QCOMPARE(unboundedTexts(&window).size(), 1);
    }

    /// A7 on pixels: every page in both themes, with a row selected; where the focus stands too.
    void pixels_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void pixels()
    {
        QFETCH(bool, dark);
        ConsoleFixture console;
        QVERIFY(QTest::qWaitForWindowActive(&console.window()));
        Theme::instance().setChoice(dark ? Theme::Choice::Dark : Theme::Choice::Light);
        report(weakPixels(&console.window()));
        report(weakFocus(&console.window(), &console.window()));
        QVERIFY(console.openWorkspace({ConsoleFixture::sampleRuns()}, ConsoleFixture::samplePacts()));
        for (Page *page : console.window().pages()) {
            console.window().goTo(page->currentLink());
            console.settle();
            selectFirstRows(page);
            console.settle();
            const int texts = page->key() == QLatin1String("exports") ? 4 : 10; // nothing was exported: it says so, and what to do
            QVERIFY2(measuredTexts(page) >= texts, qPrintable(page->key()));
            report(weakPixels(&console.window()));
            report(weakFocus(&console.window(), page));
        }
        auto *agents = console.page<AgentsPage>();
        console.window().goTo(agents->currentLink());
        agents->detail()->openSuspend();
        report(weakPixels(agents));
        report(weakFocus(&console.window(), agents));
        Theme::instance().setChoice(Theme::Choice::Light);
    }

    void theFirstRun()
    {
        ConsoleFixture console;
        QVERIFY(QTest::qWaitForWindowActive(&console.window()));
        report(namelessWidgets(&console.window()));
        report(unreachableWidgets(&console.window(), console.window().currentPage()));
        report(disorderedTab(&console.window(), console.window().currentPage(), {}));
        report(clashingShortcuts(&console.window()));
        report(letterShortcuts(&console.window()));
    }

    void pagesWithRecords()
    {
        ConsoleFixture console;
        QVERIFY(QTest::qWaitForWindowActive(&console.window()));
        QVERIFY(console.openWorkspace({ConsoleFixture::sampleRuns()}, ConsoleFixture::samplePacts()));
        walkPages(console);
        auto *evidence = console.page<EvidencePage>(); // with conditions, and with the rows around one
        console.window().goTo(QUrl(QStringLiteral("mandate://evidence?kind=action&outcome=executed")));
        console.settle();
        selectFirstRows(evidence);
        console.settle();
        report(disorderedTab(&console.window(), evidence, evidence->panes()));
        QTest::keyClick(evidence->table(), Qt::Key_C);
        console.settle();
        QVERIFY(evidence->aroundStrip()->isVisible());
        report(namelessWidgets(&console.window()));
        report(unreachableWidgets(&console.window(), evidence));
        report(disorderedTab(&console.window(), evidence, evidence->panes()));
        auto *agents = console.page<AgentsPage>();
        console.window().goTo(agents->currentLink());
        agents->detail()->openSuspend();
        QVERIFY(agents->detail()->sheet()->isVisible());
        report(namelessWidgets(agents));
        report(unreachableWidgets(&console.window(), agents));
        report(disorderedTab(&console.window(), agents, agents->panes()));
        report(clashingShortcuts(&console.window()));
    }

    void pagesFromRightToLeft()
    {
        QGuiApplication::setLayoutDirection(Qt::RightToLeft);
        {
            ConsoleFixture console;
            QVERIFY(QTest::qWaitForWindowActive(&console.window()));
            QVERIFY(console.openWorkspace({ConsoleFixture::sampleRuns()}, ConsoleFixture::samplePacts()));
            for (Page *page : console.window().pages()) {
                console.window().goTo(page->currentLink());
                console.settle();
                selectFirstRows(page);
                console.settle();
                report(disorderedTab(&console.window(), page, page->panes()));
            }
        }
        QGuiApplication::setLayoutDirection(Qt::LeftToRight);
    }

    /// In English and as people see it: with the catalogue that resolves plurals.
    void noPluralInParentheses()
    {
        installTranslations();
        {
            ConsoleFixture console;
            QVERIFY(QTest::qWaitForWindowActive(&console.window()));
            report(unresolvedPlurals(&console.window()));
            const QString bad = console.write(QStringLiteral("bad.json"), "{\"messages\": 12}");
            QVERIFY(console.openWorkspace({ConsoleFixture::sampleRuns(), bad}, ConsoleFixture::samplePacts()));
            for (Page *page : console.window().pages()) {
                console.window().goTo(page->currentLink());
                console.settle();
                selectFirstRows(page);
                console.settle();
                report(unresolvedPlurals(&console.window()));
            }
            auto *agents = console.page<AgentsPage>();
            console.window().goTo(agents->currentLink());
            agents->detail()->openSuspend();
            report(unresolvedPlurals(&console.window()));
            console.window().session()->importPaths(
                {console.write(QStringLiteral("worse.jsonl"), "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}\n{\"messages\":13}\n")});
            console.settle();
            bool said = false;
            for (const QLabel *label : console.window().findChildren<QLabel *>())
                said |= label->isVisible() && label->text().contains(QStringLiteral("1 item could not be read"));
            QVERIFY(said);
            report(unresolvedPlurals(&console.window())); // the banner that says what was set aside
        }
    }

    /// What no walk reaches: a text with "(s)" that was given no number, and a form that kept it.
    void everyPluralHasItsForms()
    {
        static const QRegularExpression numberless(QStringLiteral("\\btr\\(\\s*((?:\"(?:[^\"\\\\]|\\\\.)*\"\\s*)+)\\)"));
        static const QRegularExpression plural(QStringLiteral("\\p{L}\\((s|es|ies)\\)"));
        QStringList found;
        const QString root = QStringLiteral(MANDATE_SOURCE_DIR "/");
        int files = 0;
        for (const char *folder : {"models/items", "views", "app/console"}) {
            QDirIterator all(root + QLatin1String(folder), {QStringLiteral("*.cpp"), QStringLiteral("*.h")}, QDir::Files,
                             QDirIterator::Subdirectories);
            while (all.hasNext()) {
                QFile file(all.next());
                QVERIFY(file.open(QIODevice::ReadOnly));
                ++files;
                const QString text = QString::fromUtf8(file.readAll());
                for (auto match = numberless.globalMatch(text); match.hasNext();) {
                    const QString said = match.next().captured(1);
                    if (said.contains(plural))
                        found << file.fileName() + QLatin1String(": ") + said;
                }
            }
        }
        QVERIFY(files > 100);
        QFile catalogue(root + QLatin1String("translations/mandate_en.ts"));
        QVERIFY(catalogue.open(QIODevice::ReadOnly));
        const QStringList lines = QString::fromUtf8(catalogue.readAll()).split(u'\n');
        int forms = 0;
        for (const QString &line : lines) {
            if (line.contains(QLatin1String("<numerusform></")) || line.contains(QLatin1String("unfinished")))
                found << QLatin1String("not translated: ") + line.trimmed();
            if (!line.contains(QLatin1String("<numerusform>")))
                continue;
            ++forms;
            if (line.contains(plural))
                found << line.trimmed();
        }
        QVERIFY(forms > 60);
        report(found);
    }

    /// I5 without a clock: whatever is opened, no widget gets more than a bounded piece to lay out, however far one reads on.
    void aMegabyteIsLaidOutInPieces()
    {
        ConsoleFixture console;
        QVERIFY(QTest::qWaitForWindowActive(&console.window()));
        QVERIFY(console.openWorkspace({console.write(QStringLiteral("huge.json"), huge())}, {}));
        auto *page = console.page<EvidencePage>();
        console.window().goTo(page->currentLink());
        console.settle();
        EvidenceModel *model = console.window().session()->evidence();
        QVERIFY(model->rowCount() >= 3);
        RecordInspector *inspector = page->inspector();
        bool cut = false;
        for (int row = 0; row < model->rowCount(); ++row) {
            page->table()->setCurrentIndex(model->index(row, EvidenceModel::DidColumn));
            QVERIFY(QTest::qWaitFor([&] { return !page->isBusy(); }, 30'000));
            for (const auto tab : {RecordInspector::PlainTab, RecordInspector::FieldsTab, RecordInspector::RawTab}) {
                inspector->setTab(tab);
                console.settle();
                report(unboundedTexts(&console.window()));
                report(unsafeTexts(&console.window()));
            }
            for (int more = 0; more < 5; ++more) {
                for (QPushButton *button : inspector->raw()->findChildren<QPushButton *>()) {
                    if (button->isVisible()) {
                        button->click();
                        cut = true;
                    }
                    report(unboundedTexts(inspector));
                }
            }
            for (QTreeWidgetItemIterator at(inspector->fields()); *at; ++at) {
                inspector->fields()->setCurrentItem(*at);
                report(unboundedTexts(inspector));
            }
        }
        QVERIFY(cut); // a page that showed all of it would have passed too
    }

    void emptyPages()
    {
        ConsoleFixture console;
        QVERIFY(QTest::qWaitForWindowActive(&console.window()));
        QVERIFY(console.openWorkspace({}, {}));
        walkPages(console);
    }

    /// The editor of pacts, part by part, on a draft with conditions of every shape.
    void thePactEditor()
    {
        ConsoleFixture console;
        QVERIFY(QTest::qWaitForWindowActive(&console.window()));
        QVERIFY(console.openWorkspace({ConsoleFixture::sampleRuns()}, ConsoleFixture::samplePacts()));
        console.window().goTo(QUrl(QStringLiteral("mandate://pacts?pact=airline-service")));
        auto *page = console.page<PactsPage>();
        page->newVersion();
        PactEditor &editor = *page->editor();
        QVERIFY(editor.draft());
        QTRY_VERIFY(editor.draft()->isChecked());
        for (int row = 0; row < editor.sections()->count(); ++row) {
            editor.sections()->setCurrentRow(row);
            console.settle();
            report(namelessWidgets(&console.window()));
            report(unreachableWidgets(&console.window(), page));
            report(disorderedTab(&console.window(), page, page->panes()));
            report(clashingShortcuts(&console.window()));
            report(unsafeTexts(&console.window()));
        }
        for (int view = 1; view < editor.views()->count(); ++view) {
            editor.views()->setCurrentIndex(view);
            console.settle();
            report(namelessWidgets(&console.window()));
            report(unreachableWidgets(&console.window(), page));
        }
        for (int tab = 0; tab < editor.findings()->count(); ++tab) {
            editor.findings()->setCurrentIndex(tab);
            console.settle();
            report(namelessWidgets(&console.window()));
            report(unreachableWidgets(&console.window(), page));
        }
        editor.close();
    }

    /// A draft from the trail: before anything is read, with proposals, and with what was left out.
    void aDraftFromTheTrail()
    {
        ConsoleFixture console;
        QVERIFY(QTest::qWaitForWindowActive(&console.window()));
        QVERIFY(console.openWorkspace({ConsoleFixture::sampleRuns()}, ConsoleFixture::samplePacts()));
        console.window().goTo(QUrl(QStringLiteral("mandate://pacts")));
        auto *page = console.page<PactsPage>();
        page->newFromTrail();
        MiningView &view = *page->mining();
        QTRY_VERIFY(view.agent()->count() > 0);
        const auto look = [&] {
            console.settle();
            report(namelessWidgets(&console.window()));
            report(silentRows(page));
            report(unreachableWidgets(&console.window(), page));
            report(disorderedTab(&console.window(), page, page->panes()));
            report(clashingShortcuts(&console.window()));
            report(unsafeTexts(&console.window()));
        };
        look();
        view.mineButton()->click();
        QTRY_VERIFY_WITH_TIMEOUT(view.draft()->hasReport(), 60'000);
        QVERIFY(view.list()->count() > 1);
        for (int row = 0; row < view.list()->count(); ++row) {
            view.list()->setCurrentRow(row);
            if (row < 3 || row + 1 == view.list()->count())
                look();
        }
    }

    /// Decisions with requests in every state, a staged choice, a sheet and a decision on its way.
    void theDecisionsPage()
    {
        ConsoleFixture console;
        QVERIFY(QTest::qWaitForWindowActive(&console.window()));
        QVERIFY(console.openWorkspace({ConsoleFixture::sampleRuns()}, ConsoleFixture::samplePacts()));
        Workspace &workspace = *console.window().session()->workspace();
        for (const int amount : {1200, 1300, 1400, 1500}) {
            ApprovalRequest request;
            request.action.agent = "banking-agent";
            request.action.tool = "schedule_transaction";
            request.action.parameters = "{\"amount\":" + std::to_string(amount) + ",\"recipient\":\"\u202Elive\"}";
            request.deployment = "banking";
            request.clause = "B3";
            const auto pact = workspace.pactFor("banking-agent", "banking");
            request.pactId = pact->document.id;
            request.pactVersion = pact->document.version;
            request.proposal = {"<b>rent</b>", "one payment", "one account", Reversibility::Full, 0.5, {}};
            if (amount == 1300)
                request.proposal.scope.clear();
            QVERIFY(workspace.requestApproval(request));
        }
        console.settle();
        auto *page = console.page<DecisionsPage>();
        console.window().goTo(QUrl(QStringLiteral("mandate://decisions?view=open")));
        console.settle();
        QCOMPARE(page->queue()->model()->rowCount(), 4);
        const auto look = [&] {
            console.settle();
            report(namelessWidgets(&console.window()));
            report(silentRows(page));
            report(unreachableWidgets(&console.window(), page));
            report(disorderedTab(&console.window(), page, page->panes()));
            report(clashingShortcuts(&console.window()));
            report(letterShortcuts(&console.window()));
            report(unsafeTexts(&console.window()));
        };
        look();
        for (const auto choice : {DecisionForm::Deny, DecisionForm::Limit, DecisionForm::Approve}) {
            QVERIFY(page->form()->stage(choice));
            look();
        }
        page->form()->chooseReason(1);
        page->commit();
        look();
        console.window().session()->decisions()->undoLast();
        page->form()->stepButton(DecisionForm::Reassign)->click();
        look();
        page->sheet()->close();
        page->openOversight();
        report(silentRows(page->oversight()));
        report(namelessWidgets(page->oversight()));
        page->oversight()->close();
        SettingsDialog *settings = console.window().settings();
        for (int row = 0; row < settings->categories()->count(); ++row) {
            settings->open(QString());
            settings->categories()->setCurrentRow(row);
            report(namelessWidgets(settings));
            report(clashingShortcuts(settings));
        }
        settings->close();
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
            selectFirstRows(page);
            console.settle();
            report(disorderedTab(&console.window(), page, page->panes()));
            report(clashingShortcuts(&console.window()));
            report(letterShortcuts(&console.window()));
        }
    }

    /// Details are part of a page: the walk opens them.
    static void selectFirstRows(Page *page)
    {
        for (QAbstractItemView *view : page->findChildren<QAbstractItemView *>()) {
            if (view->isVisible() && view->model() && view->model()->rowCount() > 0 && !qobject_cast<QHeaderView *>(view) &&
                !view->currentIndex().isValid())
                view->setCurrentIndex(view->model()->index(0, 0));
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
