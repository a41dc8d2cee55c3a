// SPDX-License-Identifier: GPL-3.0-or-later
// A draft from what an agent did, in the real window and by keys: what is proposed and left out, a tighter bound, what goes in, and the draft.
#include "tests/models/workspace/made_trail.h"
#include "tests/views/shell/console_fixture.h"

#include "models/items/draft_model.h"
#include "models/items/mined_draft.h"
#include "models/items/session.h"
#include "views/pacts/editor/pact_editor.h"
#include "views/pacts/mining/mining_view.h"
#include "views/pacts/mining/proposal_view.h"
#include "views/pacts/pacts_page.h"

#include <QApplication>
#include <QComboBox>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTest>

using namespace mandate;
using namespace mandate::test;

class MiningViewTest : public QObject
{
    Q_OBJECT

public:
    static void initMain() { ConsoleFixture::isolate(); }

private Q_SLOTS:
    void initTestCase()
    {
        m_console = std::make_unique<ConsoleFixture>();
        QVERIFY(QTest::qWaitForWindowActive(&m_console->window()));
        std::vector<Call> calls;
        for (int i = 0; i < 40; ++i)
            calls.push_back({"s" + std::to_string(i), "pay", R"({"amount":)" + std::to_string(i == 39 ? 49 : i % 20) + R"(,"note":"<b>n)" + std::to_string(i) + R"("})", i});
        calls.push_back({"t", "pay", R"({"amount":60,"note":"n"})", 50});  // needs approval
        calls.push_back({"t", "pay", R"({"amount":500,"note":"n"})", 51}); // prohibited
        calls.push_back({"t", "look", R"({"id":"a"})", 52});
        const QString trail = m_console->write(QStringLiteral("trail.jsonl"), QByteArray::fromStdString(lines(calls)));
        const QString pact = m_console->write(QStringLiteral("shop.json"), QByteArray::fromStdString(shopPact()));
        QVERIFY(m_console->openWorkspace({trail}, {pact}));
        m_page = m_console->page<PactsPage>();
        m_console->window().goTo(QUrl(QStringLiteral("mandate://pacts")));
        m_page->newFromTrail();
        QTRY_COMPARE(view().agent()->count(), 1);
    }
    void cleanupTestCase() { m_console.reset(); }

    void theTrailIsReadAndEveryPartIsThere()
    {
        mine();
        QVERIFY2(view().draft()->summary().startsWith(QStringLiteral("41 of 43")), qPrintable(view().draft()->summary()));
        QCOMPARE(view().draft()->proposals().size(), std::size_t{2});
        const MinedProposalItem &pay = proposal("pay");
        QVERIFY2(pay.sentence.contains(QStringLiteral("\"amount\" from 0 to 49")), qPrintable(pay.sentence));
        QCOMPARE(pay.lines.front().what, QStringLiteral("First call"));
        QVERIFY(pay.lines.front().link.toString().startsWith(QStringLiteral("mandate://evidence?entry=")));
        QVERIFY(std::ranges::any_of(pay.open, [](const MinedLine &line) { return line.what == QStringLiteral("note"); }));
        QVERIFY(proposal("look").standing.text.contains(QStringLiteral("Rests on little")));
        QStringList groups;
        for (const MinedGroup &group : view().draft()->groups())
            groups << group.title;
        QVERIFY2(groups.contains(QStringLiteral("Left out (2)")), qPrintable(groups.join(u'|')));
        QVERIFY2(groups.contains(QStringLiteral("Broader than used (1)")), qPrintable(groups.join(u'|')));
    }

    /// A record is opened from its line by Enter, and what was mined is still there on the way back.
    void eachLineOpensItsRecord()
    {
        mine();
        QSignalSpy links(&view(), &MiningView::linkActivated);
        QTableWidget *lines = view().detail()->lines();
        int row = 0;
        while (row < lines->rowCount() && lines->item(row, 2)->text().isEmpty())
            ++row;
        QVERIFY(row < lines->rowCount());
        lines->setFocus();
        lines->setCurrentCell(row, 0);
        QTest::keyClick(lines, Qt::Key_Return);
        QCOMPARE(links.count(), 1);
        QVERIFY(links[0][0].toUrl().toString().startsWith(QStringLiteral("mandate://evidence?entry=")));
        m_console->window().goTo(QUrl(QStringLiteral("mandate://pacts")));
        m_page->newFromTrail();
        QVERIFY(view().draft()->hasReport());
    }

    void aTighterBoundIsChosenAndWhatIsTakenIsWritten()
    {
        mine();
        const int row = rowOf("pay");
        view().list()->setFocus();
        view().list()->setCurrentRow(row);
        QComboBox *bound = view().detail()->bound(0);
        QVERIFY(bound && bound->count() > 1);
        QVERIFY2(bound->itemText(1).contains(QStringLiteral("19: would have stopped 1 call")), qPrintable(bound->itemText(1)));
        bound->setFocus();
        QTest::keyClick(bound, Qt::Key_Down);
        QVERIFY2(view().detail()->sentence().contains(QStringLiteral("from 0 to 19")), qPrintable(view().detail()->sentence()));
        QVERIFY(view().detail()->lines()->item(0, 1)->text().contains(QStringLiteral("Would have been stopped")));
        // "look" stays out.
        view().list()->setFocus();
        view().list()->setCurrentRow(rowOf("look"));
        QTest::keyClick(view().list(), Qt::Key_Space);
        QCOMPARE(view().draft()->takenCount(), 1);
        view().writeButton()->setFocus();
        QTest::keyClick(view().writeButton(), Qt::Key_Space);
        QTRY_VERIFY(m_page->editor()->draft());
        DraftModel &draft = *m_page->editor()->draft();
        const QString source = draft.source();
        QVERIFY2(source.contains(QStringLiteral("args.amount <= 19")), qPrintable(source));
        QVERIFY(source.contains(QStringLiteral("Chosen tighter than observed: amount at most 19 instead of 49.")));
        QVERIFY(!source.contains(QStringLiteral("\"look\"")));
        QTRY_VERIFY(draft.isChecked());
        for (const ProblemItem &problem : draft.item().problems) // R1, which is kept of the pact in force, speaks of tools that nobody used
            QVERIFY2(problem.kind > ProblemClass::Error || problem.clause == QStringLiteral("R1"), qPrintable(problem.place + u' ' + problem.reason));
        // What it would have said: the one call above the bound, and the calls of what was left out, are out of scope.
        draft.replay();
        QTRY_VERIFY_WITH_TIMEOUT(draft.replayed(), 60'000);
        quint64 outOfScope = 0;
        for (const DraftReplayChange &change : draft.replayed()->changes) {
            QCOMPARE(change.to.text, words::of(Verdict::OutOfScope).text);
            outOfScope += change.count;
        }
        QCOMPARE(outOfScope, quint64{2});
        m_page->editor()->close();
    }

    void nothingTakenWritesNothing()
    {
        mine();
        for (int row = 0; row < static_cast<int>(view().draft()->proposals().size()); ++row)
            view().draft()->setTaken(row, false);
        QVERIFY(!view().writeButton()->isEnabled());
        QVERIFY(!view().writeButton()->toolTip().isEmpty());
    }

    void itCanBeCancelledAndLeft()
    {
        view().mineButton()->click();
        view().draft()->cancel();
        QVERIFY(!view().draft()->isMining());
        QVERIFY(!view().draft()->hasReport());
        QVERIFY(view().mineButton()->isEnabled());
        QTest::keyClick(&view(), Qt::Key_Escape);
        QVERIFY(!view().isVisible());
        m_page->newFromTrail();
        QVERIFY(view().isVisible());
    }

private:
    [[nodiscard]] MiningView &view() const { return *m_page->mining(); }
    void mine()
    {
        if (!view().isVisible())
            m_page->newFromTrail();
        view().mineButton()->setFocus();
        QTest::keyClick(view().mineButton(), Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(view().draft()->hasReport(), 60'000);
    }
    [[nodiscard]] int rowOf(const char *tool) const
    {
        for (std::size_t i = 0; i < view().draft()->proposals().size(); ++i) {
            if (view().draft()->proposals()[i].tool == QLatin1String(tool))
                return static_cast<int>(i);
        }
        return -1;
    }
    [[nodiscard]] const MinedProposalItem &proposal(const char *tool) const { return view().draft()->proposals()[static_cast<std::size_t>(rowOf(tool))]; }

    std::unique_ptr<ConsoleFixture> m_console;
    PactsPage *m_page = nullptr;
};

QTEST_MAIN(MiningViewTest)
#include "test_mining.moc"
