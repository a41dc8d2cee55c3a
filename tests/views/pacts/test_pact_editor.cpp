// SPDX-License-Identifier: GPL-3.0-or-later
// Writing a pact in the real window: sections, rows, source and prose in step, undo, autosave, replay.
#include "tests/views/shell/console_fixture.h"

#include "models/items/condition_row.h"
#include "models/items/draft_list.h"
#include "models/items/draft_model.h"
#include "models/items/pact_model.h"
#include "models/items/session.h"
#include "views/pacts/editor/condition_editor.h"
#include "views/pacts/editor/draft_findings.h"
#include "views/pacts/editor/item_list_form.h"
#include "views/pacts/editor/pact_editor.h"
#include "views/pacts/life_sheet.h"
#include "views/pacts/pact_detail.h"
#include "views/pacts/pact_observed.h"
#include "views/pacts/pact_review.h"
#include "views/pacts/pacts_page.h"
#include "views/pacts/source_view.h"

#include <QComboBox>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTabBar>
#include <QTabWidget>
#include <QTableWidget>
#include <QTest>
#include <QTimer>
#include <QToolButton>

#include <algorithm>
#include <functional>

using namespace mandate;

class PactEditorTest : public QObject
{
    Q_OBJECT

public:
    static void initMain() { ConsoleFixture::isolate(); }

private Q_SLOTS:
    void initTestCase()
    {
        m_console = std::make_unique<ConsoleFixture>();
        QVERIFY(QTest::qWaitForWindowActive(&m_console->window()));
        QVERIFY(m_console->openWorkspace({ConsoleFixture::sampleRuns()}, ConsoleFixture::samplePacts()));
        m_page = m_console->page<PactsPage>();
        m_console->window().goTo(QUrl(QStringLiteral("mandate://pacts?pact=airline-service")));
    }
    void cleanupTestCase() { m_console.reset(); }

    void init()
    {
        backFromPopup();
        m_page->newVersion();
        QVERIFY(draft());
        QTRY_VERIFY(draft()->isChecked());
    }
    void cleanup()
    {
        if (draft()) {
            const QString key = draft()->key();
            m_page->editor()->close();
            m_console->window().session()->drafts()->discard(key);
        }
    }

    void aNewVersionIsTheNextOneAndNamesItsParent()
    {
        QCOMPARE(draft()->value(QStringLiteral("/version")).toString(), QStringLiteral("1.1.0"));
        QCOMPARE(draft()->value(QStringLiteral("/parent_version")).toString(), QStringLiteral("1.0.0"));
        QVERIFY(!draft()->canUndo());
    }

    void whatIsTypedInTheFormIsInTheSource()
    {
        auto *form = m_page->editor()->section(QStringLiteral("header"))->findChild<FieldForm *>();
        auto *title = qobject_cast<QLineEdit *>(form->fieldOf(QStringLiteral("/title")));
        QVERIFY(title && title->isVisible());
        title->setFocus();
        title->selectAll();
        QTest::keyClicks(title, QStringLiteral("Airline desk"));
        QVERIFY(draft()->source().contains(QStringLiteral("\"title\": \"Airline desk\"")));
        QTest::keyClick(m_page->editor(), Qt::Key_Z, Qt::ControlModifier); // typed in one go, taken back in one go
        QCOMPARE(title->text(), QStringLiteral("Airline customer service agent"));
        QVERIFY(!draft()->canUndo());
    }

    void sourceThatIsNoJsonWaitsAndIsNotLost()
    {
        m_page->editor()->views()->setCurrentIndex(1);
        auto *source = m_page->editor()->findChild<SourceView *>();
        const QString whole = source->toPlainText();
        source->setPlainText(whole.left(whole.size() - 30));
        QTRY_VERIFY(!draft()->sourceProblem().isEmpty());
        QVERIFY(!m_page->editor()->views()->isTabEnabled(0));
        QVERIFY(draft()->sourceProblemLine() > 100);
        const QString key = draft()->key();
        m_page->editor()->close();
        QVERIFY(m_page->editDraft(key)); // also over a restart: it lies on the shelf as it was typed
        QCOMPARE(draft()->source(), whole.left(whole.size() - 30));
        source->setPlainText(whole);
        QTRY_VERIFY(draft()->sourceProblem().isEmpty());
        QVERIFY(m_page->editor()->views()->isTabEnabled(0));
    }

    void aClauseFromRowsIsJudgedInReplay()
    {
        m_page->editor()->showSection(QStringLiteral("prohibitions"));
        auto *list = m_page->editor()->section(QStringLiteral("prohibitions"))->findChild<ItemListForm *>();
        const int before = list->count();
        list->add();
        QCOMPARE(list->count(), before + 1);
        auto *id = qobject_cast<QLineEdit *>(list->form()->fieldOf(QStringLiteral("/id")));
        QVERIFY(id->hasFocus());
        QCOMPARE(id->text(), QStringLiteral("P1"));
        auto *reads = qobject_cast<QPlainTextEdit *>(list->form()->fieldOf(QStringLiteral("/reads_as")));
        QTest::keyClicks(reads, QStringLiteral("The agent never books more than one seat."));
        auto *tools = qobject_cast<QLineEdit *>(list->form()->fieldOf(QStringLiteral("/tools")));
        QTest::keyClicks(tools, QStringLiteral("get_reservation_details"));
        QTRY_VERIFY(draft()->isChecked());
        QCOMPARE(draft()->item().problemCount(ProblemClass::Error), 0);
        m_page->editor()->findings()->showReplay();
        QTRY_VERIFY_WITH_TIMEOUT(draft()->replayed(), 60'000);
        const DraftReplay &replay = *draft()->replayed();
        QVERIFY(replay.judged > 0);
        QCOMPARE(replay.changes.size(), std::size_t{1});
        QCOMPARE(replay.changes[0].from.text, words::of(Verdict::Permitted).text);
        QCOMPARE(replay.changes[0].to.text, words::of(Verdict::Prohibited).text);
        QVERIFY(replay.changes[0].count > 0);
        QCOMPARE(m_page->editor()->findings()->replayTable()->rowCount(), 1);
        // A change to the draft makes it old.
        QTest::keyClicks(tools, QStringLiteral("x"));
        QVERIFY(!draft()->replayed());
        QTRY_COMPARE(m_page->editor()->findings()->replayTable()->rowCount(), 0);
    }

    void everyShippedConditionSurvivesItsRows()
    {
        for (const DraftList::Template &start : DraftList::templates()) {
            m_page->editor()->close();
            m_page->newFromTemplate(start.file);
            const QString source = draft()->source();
            for (const QString &key : {QStringLiteral("scope"), QStringLiteral("prohibitions"), QStringLiteral("escalations"), QStringLiteral("owed")}) {
                m_page->editor()->showSection(key);
                auto *list = m_page->editor()->section(key)->findChild<ItemListForm *>();
                for (int row = 0; row < list->count(); ++row)
                    list->list()->setCurrentRow(row);
            }
            for (int view = 0; view < 3; ++view)
                m_page->editor()->views()->setCurrentIndex(view);
            QCOMPARE(draft()->source(), source); // looking changes nothing
            for (int i = 0; i < draft()->size(QStringLiteral("/clauses")); ++i) {
                const QString cel = draft()->value(QStringLiteral("/clauses/%1/when").arg(i)).toString();
                const ConditionRow rows = conditions::read(cel);
                const auto written = conditions::write(rows);
                QVERIFY2(written, qPrintable(cel));
                QVERIFY2(conditions::read(*written) == rows, qPrintable(cel + QStringLiteral("\n") + *written));
            }
        }
    }

    /// Not timed here (tests/bench/bench_check is), but each keystroke of a large pact must change one line of what is shown, not all of it.
    void aLargePactIsEditedOneLineAtATime()
    {
        for (int i = 0; i < 300; ++i)
            draft()->insert(QStringLiteral("/clauses"), draft()->size(QStringLiteral("/clauses")),
                            {{QStringLiteral("id"), QStringLiteral("L%1").arg(i)}, {QStringLiteral("kind"), QStringLiteral("forbid")}, {QStringLiteral("when"), QStringLiteral("args.amount > %1.0").arg(i)}, {QStringLiteral("reads_as"), QStringLiteral("Sentence %1.").arg(i)}});
        m_page->editor()->showSection(QStringLiteral("prohibitions"));
        auto *list = m_page->editor()->section(QStringLiteral("prohibitions"))->findChild<ItemListForm *>();
        QVERIFY(list->count() > 300);
        list->list()->setCurrentRow(200);
        auto *reads = qobject_cast<QPlainTextEdit *>(list->form()->fieldOf(QStringLiteral("/reads_as")));
        reads->setFocus();
        QSignalSpy rows(list->list()->model(), &QAbstractItemModel::dataChanged);
        QSignalSpy anew(list->list()->model(), &QAbstractItemModel::rowsInserted);
        QElapsedTimer timer;
        timer.start();
        QTest::keyClicks(reads, QStringLiteral("abcdefghij"));
        qInfo("a keystroke in a pact of %d clauses: %.1f ms", draft()->size(QStringLiteral("/clauses")), static_cast<double>(timer.elapsed()) / 10);
        QCOMPARE(rows.count(), 10);
        QCOMPARE(anew.count(), 0);
    }

    void tenThousandRandomEditsUndoToTheStart()
    {
        const QString start = draft()->source();
        quint32 seed = 20261121;
        const auto next = [&seed](quint32 below) {
            seed = seed * 1664525u + 1013904223u;
            return (seed >> 8) % below;
        };
        const QStringList lists{QStringLiteral("/clauses"), QStringLiteral("/tools"), QStringLiteral("/state"), QStringLiteral("/binds"), QStringLiteral("/accountability/reviewers")};
        const QStringList members{QStringLiteral("/title"), QStringLiteral("/purpose"), QStringLiteral("/accountability/deputy"), QStringLiteral("/hand_off/to"), QStringLiteral("/evidence/retention_days"), QStringLiteral("/identity/credential")};
        for (int i = 0; i < 10'000; ++i) {
            const QString list = lists[static_cast<qsizetype>(next(static_cast<quint32>(lists.size())))];
            const int size = draft()->size(list);
            switch (next(6)) {
            case 0: draft()->set(members[static_cast<qsizetype>(next(static_cast<quint32>(members.size())))], QString::number(next(1000)), next(2) == 0); break;
            case 1: draft()->remove(members[static_cast<qsizetype>(next(static_cast<quint32>(members.size())))]); break;
            case 2: draft()->insert(list, static_cast<int>(next(static_cast<quint32>(size) + 1)), {{QStringLiteral("id"), i}}); break;
            case 3:
                if (size > 3)
                    draft()->remove(list + QLatin1Char('/') + QString::number(next(static_cast<quint32>(size))));
                break;
            case 4:
                if (size > 1)
                    draft()->move(list, static_cast<int>(next(static_cast<quint32>(size))), static_cast<int>(next(static_cast<quint32>(size))));
                break;
            default:
                if (size > 0)
                    draft()->set(list + QLatin1Char('/') + QString::number(next(static_cast<quint32>(size))) + QStringLiteral("/why"), QString::number(i));
            }
            if (i % 500 == 250)
                draft()->undo();
        }
        const QString end = draft()->source();
        QVERIFY(end != start);
        int undone = 0;
        for (; draft()->canUndo(); ++undone)
            draft()->undo();
        QVERIFY(undone > 5000);
        QCOMPARE(draft()->source(), start);
        while (draft()->canRedo())
            draft()->redo();
        QCOMPARE(draft()->source(), end);
    }

    void itSaysHowMuchOfWhatFollowsIsKnown()
    {
        DraftFindings &findings = *m_page->editor()->findings();
        QTRY_VERIFY2_WITH_TIMEOUT(findings.logicText()->text().contains(QStringLiteral("about what follows from the clauses")), qPrintable(findings.logicText()->text()), 60'000);
        QVERIFY(!draft()->isReasoning());
        QCOMPARE(!findings.moreButton()->isHidden(), draft()->hasOpenQuestions()); // whichever tab is in front
        // A change of words asks nothing anew.
        draft()->set(QStringLiteral("/clauses/0/reads_as"), QStringLiteral("Other words."));
        QVERIFY(draft()->logicSaid().isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(!draft()->logicSaid().isEmpty(), 60'000);
    }

    void aTemplateIsBegunByKeys()
    {
        const QString first = draft()->key();
        m_page->editor()->close();
        m_console->window().session()->drafts()->discard(first);
        m_console->settle();
        tabTo([this] { return named<QPushButton>(m_page, QStringLiteral("New draft")); });
        QTimer::singleShot(100, this, [] { // an open menu waits for its keys in a loop of its own
            auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
            for (int i = 0; menu && i < 5; ++i) // past empty, file, and what an agent did
                QTest::keyClick(menu, Qt::Key_Down);
            if (menu)
                QTest::keyClick(menu, Qt::Key_Return);
        });
        press(Qt::Key_Space);
        QTRY_VERIFY(draft());
        QVERIFY(draft()->size(QStringLiteral("/clauses")) > 0);
    }

    /// A product lead writes by keyboard alone; two reviewers read and sign; then it comes into force.
    void aProductLeadWritesReviewersSignAndItComesIntoForce()
    {
        m_console->become("lead");
        const int drafts = m_console->window().session()->drafts()->rowCount();
        PactEditor &editor = *m_page->editor();
        // A new version of what is in force.
        const QString first = draft()->key();
        editor.close();
        m_console->window().session()->drafts()->discard(first);
        m_console->settle();
        tabTo([this] { return named<QPushButton>(m_page, QStringLiteral("New version")); });
        press(Qt::Key_Space);
        QVERIFY(draft());
        QTRY_VERIFY(draft()->isChecked());
        // A clause from rows.
        tabTo(editor.sections());
        while (editor.sections()->currentItem() && !editor.sections()->currentItem()->text().startsWith(QStringLiteral("Prohibitions")))
            press(Qt::Key_Down);
        auto *list = editor.section(QStringLiteral("prohibitions"))->findChild<ItemListForm *>();
        tabTo(list->list());
        press(Qt::Key_Insert);
        auto *id = qobject_cast<QLineEdit *>(list->form()->fieldOf(QStringLiteral("/id")));
        QVERIFY(id->hasFocus());
        type(QStringLiteral("A99"));
        press(Qt::Key_Tab);
        type(QStringLiteral("The agent never cancels a reservation for a customer called Mia."));
        press(Qt::Key_Tab);
        type(QStringLiteral("cancel_reservatio"));
        auto *condition = list->form()->findChild<ConditionEditor *>();
        tabTo([condition] { return named<QToolButton>(condition, QStringLiteral("Add row")); });
        QTimer::singleShot(100, this, [] { // an open menu waits for its key in a loop of its own
            if (auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget()))
                QTest::keyClick(menu, Qt::Key_C);
        });
        press(Qt::Key_Space);
        QTRY_VERIFY(!condition->findChildren<QComboBox *>().isEmpty() && condition->findChildren<QComboBox *>().size() > 3);
        tabTo([condition] { return named<QComboBox>(condition, QStringLiteral("Field")); });
        type(QStringLiteral("args.reservation_id"));
        tabTo([condition] { return named<QComboBox>(condition, QStringLiteral("Value")); });
        type(QStringLiteral("MIA"));
        const QString place = list->form()->base();
        QCOMPARE(draft()->value(place + QStringLiteral("/when")).toString(), QStringLiteral("args.reservation_id == \"MIA\""));
        // A problem is seen while typing, and mended.
        QTRY_VERIFY(draft()->isChecked() && draft()->item().problemCount(ProblemClass::Error) == 1);
        QVERIFY(!editor.submitButton()->isEnabled());
        const QString reason = std::ranges::find(draft()->item().problems, ProblemClass::Error, &ProblemItem::kind)->reason;
        QVERIFY2(reason.contains(QStringLiteral("cancel_reservatio")), qPrintable(reason));
        auto *tools = qobject_cast<QLineEdit *>(list->form()->fieldOf(QStringLiteral("/tools")));
        tabTo(tools);
        press(Qt::Key_End);
        type(QStringLiteral("n"));
        QTRY_VERIFY(draft()->isChecked() && draft()->item().problemCount(ProblemClass::Error) == 0);
        // What would it have changed?
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_R, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(draft()->replayed(), 60'000);
        QVERIFY(draft()->replayed()->judged > 0);
        QVERIFY(draft()->replayed()->changes.empty());
        // Submit.
        tabTo(editor.submitButton());
        press(Qt::Key_Space);
        QVERIFY(editor.sheet()->isVisible());
        QVERIFY(editor.sheet()->note()->hasFocus());
        type(QStringLiteral("Mia asked for it."));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return, Qt::ControlModifier);
        const QString version = QStringLiteral("airline-service@1.1.0");
        QTRY_VERIFY_WITH_TIMEOUT(item(version) && item(version)->inReview, 20'000);
        QCOMPARE(m_console->window().session()->drafts()->rowCount(), drafts - 1); // it is no draft any more
        // The author cannot sign alone.
        m_console->window().goTo(QUrl(QLatin1String("mandate://pacts?pact=") + version));
        QTRY_VERIFY(m_page->detail()->stepButton(QStringLiteral("approve"), QStringLiteral("legal")));
        QVERIFY(!step(QStringLiteral("approve"), QStringLiteral("legal"))->isEnabled());
        QVERIFY2(step(QStringLiteral("approve"), QStringLiteral("legal"))->toolTip().contains(QStringLiteral("submitted")), qPrintable(step(QStringLiteral("approve"), QStringLiteral("legal"))->toolTip()));
        QVERIFY(!step(QStringLiteral("activate"))->isEnabled());
        // Legal reads every change, then signs; so does the owner.
        for (const auto &[account, role] : {std::pair("ana", "legal"), std::pair("omar", "accountability owner")}) {
            m_console->become(account);
            m_console->window().goTo(QUrl(QLatin1String("mandate://pacts?pact=airline-service@1.0.0")));
            m_console->window().goTo(QUrl(QLatin1String("mandate://pacts?pact=") + version));
            PactReview &review = *m_page->detail()->review();
            QTRY_VERIFY_WITH_TIMEOUT(review.changeCount() > 0, 20'000);
            const QString asRole = QString::fromLatin1(role);
            m_page->detail()->tabs()->setCurrentWidget(&review);
            review.list()->setFocus();
            while (!review.isRead()) {
                if (review.changeCount() > 1)
                    QVERIFY(!step(QStringLiteral("approve"), asRole)->isEnabled());
                press(Qt::Key_Down);
            }
            QVERIFY2(step(QStringLiteral("approve"), asRole)->isEnabled(), qPrintable(step(QStringLiteral("approve"), asRole)->toolTip()));
            tabTo([&] { return step(QStringLiteral("approve"), asRole); });
            press(Qt::Key_Space);
            QVERIFY(m_page->detail()->sheet()->isVisible());
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return, Qt::ControlModifier);
            QTRY_VERIFY_WITH_TIMEOUT(item(version) && item(version)->quorum.contains(QString::fromLatin1(account)), 20'000);
        }
        // Observed first: what it would have said is seen beside what is in force.
        QTRY_VERIFY(step(QStringLiteral("observe")) && step(QStringLiteral("observe"))->isEnabled());
        m_console->settle();
        tabTo([&] { return step(QStringLiteral("observe")); });
        press(Qt::Key_Space);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(item(version) && item(version)->observing, 20'000);
        m_console->settle();
        PactDetail &detail = *m_page->detail();
        tabTo([&]() -> QWidget * { return detail.tabs()->tabBar(); });
        for (int i = 0; i < detail.tabs()->count() && detail.tabs()->currentWidget() != detail.observed(); ++i)
            press(Qt::Key_Right);
        QCOMPARE(detail.tabs()->currentWidget(), detail.observed());
        QTRY_VERIFY_WITH_TIMEOUT(detail.observed()->said()->text().contains(QStringLiteral("nothing to compare yet")), 20'000);
        // It comes into force resting on a replay that is made and kept from the sheet.
        QTRY_VERIFY(step(QStringLiteral("activate")) && step(QStringLiteral("activate"))->isEnabled());
        m_console->settle();
        tabTo([&] { return step(QStringLiteral("activate")); });
        press(Qt::Key_Space);
        LifeSheet &sheet = *detail.sheet();
        QVERIFY(sheet.note()->hasFocus());
        type(QStringLiteral("As agreed."));
        tabTo(sheet.replayButton());
        press(Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(sheet.replay()->count(), 2, 60'000);
        tabTo(sheet.replay());
        press(Qt::Key_Down);
        QVERIFY2(sheet.replay()->currentText().startsWith(QStringLiteral("Holds:")), qPrintable(sheet.replay()->currentText()));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(item(version) && item(version)->inForce, 20'000);
        QVERIFY(!item(QStringLiteral("airline-service@1.0.0"))->inForce);
        QCOMPARE(item(version)->events.size(), std::size_t{5});
    }

private:
    /// The offscreen platform has no window manager to give a popup's activation back.
    void backFromPopup()
    {
        if (QWidget *popup = QApplication::activePopupWidget())
            popup->hide();
        if (QApplication::activeWindow() != &m_console->window()) {
            m_console->window().activateWindow();
            QVERIFY(QTest::qWaitForWindowActive(&m_console->window()));
        }
    }
    void press(Qt::Key key)
    {
        backFromPopup();
        QTest::keyClick(QApplication::focusWidget(), key);
    }
    void type(const QString &text)
    {
        if (auto *line = qobject_cast<QLineEdit *>(QApplication::focusWidget()); line && line->text() != QStringLiteral("cancel_reservatio"))
            line->selectAll();
        QTest::keyClicks(QApplication::focusWidget(), text);
        backFromPopup();
    }
    /// By Tab alone, as somebody without a mouse gets there.
    void tabTo(QWidget *target)
    {
        tabTo([target] { return target; });
    }
    /// Rows and buttons are made anew when more is known: what is looked for is looked up each time.
    void tabTo(const std::function<QWidget *()> &find)
    {
        QStringList passed;
        backFromPopup();
        for (int i = 0; i < 100; ++i) {
            QWidget *focus = QApplication::focusWidget();
            QWidget *target = find();
            QVERIFY(target);
            if (focus == target || (focus && target->focusProxy() == focus) || (focus && target->isAncestorOf(focus) && qobject_cast<QComboBox *>(target)))
                return;
            passed << (focus ? QString::fromLatin1(focus->metaObject()->className()) + QLatin1Char(' ') + focus->accessibleName() : QStringLiteral("nothing"));
            QTest::keyClick(focus ? focus : m_page, Qt::Key_Tab);
        }
        QFAIL(qPrintable(QStringLiteral("Tab never reached %1 %2 from %3").arg(QString::fromLatin1(find()->metaObject()->className()), find()->accessibleName(), passed.mid(0, 40).join(QStringLiteral(", ")))));
    }
    template<typename Type>
    [[nodiscard]] static Type *named(QWidget *below, const QString &name)
    {
        for (Type *widget : below->findChildren<Type *>()) {
            if (widget->accessibleName() == name || widget->property("text").toString() == name)
                return widget;
        }
        return nullptr;
    }
    [[nodiscard]] const PactItem *item(const QString &version) const
    {
        const PactModel *pacts = m_console->window().session()->pacts();
        const int row = pacts->rowOf(version);
        return row < 0 ? nullptr : pacts->item(row);
    }
    [[nodiscard]] QPushButton *step(const QString &code, const QString &role = {}) const { return m_page->detail()->stepButton(code, role); }
    [[nodiscard]] DraftModel *draft() const { return m_page->editor()->draft(); }

    std::unique_ptr<ConsoleFixture> m_console;
    PactsPage *m_page = nullptr;
};

QTEST_MAIN(PactEditorTest)
#include "test_pact_editor.moc"
