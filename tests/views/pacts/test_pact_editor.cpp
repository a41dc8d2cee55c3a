// SPDX-License-Identifier: GPL-3.0-or-later
// Writing a pact in the real window: sections, rows, source and prose in step, undo, autosave, replay.
#include "tests/views/shell/console_fixture.h"

#include "models/items/condition_row.h"
#include "models/items/draft_list.h"
#include "models/items/draft_model.h"
#include "models/items/session.h"
#include "views/pacts/editor/condition_editor.h"
#include "views/pacts/editor/draft_findings.h"
#include "views/pacts/editor/item_list_form.h"
#include "views/pacts/editor/pact_editor.h"
#include "views/pacts/pacts_page.h"
#include "views/pacts/source_view.h"

#include <QComboBox>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QTabWidget>
#include <QTableWidget>
#include <QTest>

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

private:
    [[nodiscard]] DraftModel *draft() const { return m_page->editor()->draft(); }

    std::unique_ptr<ConsoleFixture> m_console;
    PactsPage *m_page = nullptr;
};

QTEST_MAIN(PactEditorTest)
#include "test_pact_editor.moc"
