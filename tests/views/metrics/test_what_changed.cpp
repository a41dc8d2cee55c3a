// SPDX-License-Identifier: GPL-3.0-or-later
// The tab "What changed" offscreen on a trail whose counts are known: an agent that broke its pact in 1 of 40 runs, and its successor in 11 of 40.
#include "models/items/agent_baseline.h"
#include "models/items/drift_panels.h"
#include "models/items/incident_model.h"
#include "models/items/people_model.h"
#include "models/items/rate_model.h"
#include "models/items/year_report.h"
#include "models/store/store.h"
#include "models/workspace/drift_baselines.h"
#include "tests/models/workspace/made_trail.h"
#include "tests/models/workspace/several_people.h"
#include "views/charts/chart_or_table.h"
#include "views/metrics/baseline_sheet.h"
#include "views/metrics/change_pane.h"
#include "views/metrics/metrics_page.h"
#include "views/metrics/panel_grid.h"
#include "views/metrics/panel_plot.h"
#include "views/metrics/panel_view.h"
#include "views/metrics/runs_picker.h"

#include <QAccessible>
#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableView>
#include <QTest>
#include <QUrlQuery>

using namespace mandate;
using namespace mandate::test;

class TestWhatChanged : public QObject
{
    Q_OBJECT

    WorkspaceFolder m_folder;
    std::shared_ptr<Workspace> m_workspace;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<MetricsPage> m_page;

    static ComparedRuns runsOf(const QString &agent, const QString &deployment = QStringLiteral("shop")) { return {{}, agent, deployment, {}, {}}; }
    [[nodiscard]] ChangePane &pane() const { return *m_page->changes(); }
    [[nodiscard]] DriftPanels &model() const { return *m_page->changes()->model(); }

    /// Runs of two calls, one a minute; the first `broken` pay too much.
    static void work(std::vector<Call> &calls, const std::string &agent, int from, int count, int broken, const std::string &extra = {})
    {
        for (int i = 0; i < count; ++i) {
            const std::string session = agent + "-" + std::to_string(i);
            calls.push_back({session, "read_order", "{}", from + i, 1, agent});
            calls.push_back({session, "pay", "{\"amount\":" + std::to_string(i < broken ? 150 : 10 + i % 10) + "}", from + i, 1, agent});
            if (!extra.empty())
                calls.push_back({session, extra, "{}", from + i, 1, agent});
        }
    }

    bool settled() const
    {
        return QTest::qWaitFor([this] { return !m_session->isBusy() && model().wasRead() && !model().isBusy(); }, 60'000);
    }
    bool compare(const ComparedRuns &before, const ComparedRuns &after)
    {
        pane().before()->setRuns(before);
        pane().after()->setRuns(after);
        pane().compareButton()->click();
        return settled();
    }
    PanelView *view(const QString &key) const
    {
        for (PanelView *one : pane().views()) {
            if (one->panel().key == key)
                return one;
        }
        return nullptr;
    }
    static QString cell(const FigurePanel &panel, const QString &row, const QString &column)
    {
        for (const QStringList &cells : panel.rows) {
            if (cells.first() == row)
                return cells.value(panel.columns.indexOf(column));
        }
        return QStringLiteral("no such row");
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_workspace = m_folder.workspace(shopPact());
        std::vector<Call> calls;
        work(calls, "clerk", 0, 40, 1);
        work(calls, "tuned", 100, 40, 11, "send_gift");
        work(calls, "rare", 200, 4, 2);
        (void)need(m_workspace->import({m_folder.write("runs.jsonl", lines(calls))}, {}));
        m_session = std::make_unique<Session>(m_workspace);
    }

    void init()
    {
        m_page = std::make_unique<MetricsPage>();
        m_page->resize(1440, 900);
        m_page->setSession(m_session.get());
        m_session->rates()->refresh();
        m_session->people()->refresh();
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        QVERIFY(QTest::qWaitFor([this] { return !m_session->isBusy(); }, 60'000));
        QVERIFY(m_page->showLink(QUrl(QStringLiteral("mandate://metrics?tab=changed"))));
        QVERIFY(settled());
    }
    void cleanup() { m_page.reset(); }

    void whatTurnedForTheWorseIsSaidWithCountsPAndTest()
    {
        QVERIFY(compare(runsOf(QStringLiteral("clerk")), runsOf(QStringLiteral("tuned"))));
        QVERIFY2(!model().problem(), qPrintable(pane().said()));
        const FigurePanel &answer = *model().panel(QStringLiteral("answer"));
        QCOMPARE(answer.state->text, QStringLiteral("Worse"));
        QCOMPARE(answer.state->tone, Tone::Critical);
        QCOMPARE(answer.value, QStringLiteral("1 of 40 → 11 of 40 runs broke a hard clause"));
        QVERIFY2(answer.sentence.contains(
                     QStringLiteral("Runs that broke a hard clause: 1 of 40 before, 11 of 40 after (Fisher's exact test, p = 0.003).")),
                 qPrintable(answer.sentence));
        QVERIFY2(answer.sentence.contains(QStringLiteral("New: send_gift.")), qPrintable(answer.sentence));
        const FigurePanel &whole = *model().panel(QStringLiteral("signals"));
        const QString broke = QStringLiteral("Runs that broke a hard clause");
        QCOMPARE(cell(whole, broke, QStringLiteral("Test")), QStringLiteral("Fisher's exact test"));
        QCOMPARE(cell(whole, broke, QStringLiteral("p")), QStringLiteral("0.003"));
        QVERIFY(cell(whole, broke, QStringLiteral("Adjusted p")).toDouble() >= 0.003 &&
                cell(whole, broke, QStringLiteral("Adjusted p")).toDouble() <= 0.05);
        QCOMPARE(cell(whole, broke, QStringLiteral("Answer")), QStringLiteral("Worse"));
        QCOMPARE(cell(whole, broke, QStringLiteral("Difference")), QStringLiteral("+25.0 percentage points"));
        const FigurePanel &clauses = *model().panel(QStringLiteral("clauses"));
        QCOMPARE(cell(clauses, QStringLiteral("P1"), QStringLiteral("Fisher's p")), QStringLiteral("0.003"));
        QCOMPARE(cell(clauses, QStringLiteral("P1"), QStringLiteral("McNemar's p")), QStringLiteral("–")); // no task is known
        const FigurePanel &markers = *model().panel(QStringLiteral("markers"));
        QCOMPARE(cell(markers, QStringLiteral("Agent"), QStringLiteral("After")), QStringLiteral("tuned"));
        QVERIFY2(cell(markers, QStringLiteral("Agent"), QStringLiteral("First run that has it")).contains(QStringLiteral("UTC")),
                 qPrintable(cell(markers, QStringLiteral("Agent"), QStringLiteral("First run that has it"))));
        // The chip of the answer and the words in a table's column are states with a shape.
        for (const StateWord &state : whole.rowStates)
            QVERIFY(state.shape != mandate::Shape::None);
    }

    void theMixOfToolsIsDrawnHollowBeforeAndNamesWhatIsNew()
    {
        QVERIFY(compare(runsOf(QStringLiteral("clerk")), runsOf(QStringLiteral("tuned"))));
        PanelView *mix = view(QStringLiteral("mix tool_mix"));
        QVERIFY(mix);
        const FigurePicture &picture = mix->panel().picture;
        QCOMPARE(picture.series.size(), 2);
        QCOMPARE(picture.series[0].form, FigureSeries::Form::HollowBars);
        QCOMPARE(picture.series[1].form, FigureSeries::Form::Bars);
        QCOMPARE(cell(mix->panel(), QStringLiteral("send_gift"), QStringLiteral("Calls before")), QStringLiteral("0"));
        QCOMPARE(cell(mix->panel(), QStringLiteral("send_gift"), QStringLiteral("Calls after")), QStringLiteral("40"));
        QCOMPARE(cell(mix->panel(), QStringLiteral("send_gift"), QStringLiteral("Used by")), QStringLiteral("New: only after"));
        double after = 0;
        for (const double share : picture.series[1].y)
            after += share;
        QVERIFY(std::abs(after - 100) < 1e-9); // three tools, all drawn
        mix->plot()->setFocus();
        QTest::keyClick(mix->plot(), Qt::Key_T);
        QVERIFY(mix->table()->isVisible() && mix->table()->hasFocus());
        QTest::keyClick(mix->table(), Qt::Key_T);
        QVERIFY(mix->plot()->isVisible());
    }

    void everyRowLeadsToItsRecordsByOneKey()
    {
        QVERIFY(compare(runsOf(QStringLiteral("clerk")), runsOf(QStringLiteral("tuned"))));
        QSignalSpy links(m_page.get(), &Page::linkActivated);
        for (PanelView *one : pane().views()) {
            QCOMPARE(one->panel().rowRecords.size(), one->panel().rows.size());
            QCOMPARE(one->table()->model()->rowCount(), static_cast<int>(one->panel().rows.size()));
            QVERIFY(!one->table()->accessibleDescription().isEmpty());
            for (int row = 0; row < one->table()->model()->rowCount(); ++row) {
                one->table()->setCurrentIndex(one->table()->model()->index(row, 0));
                Q_EMIT one->table()->activated(one->table()->currentIndex());
                QVERIFY2(links.count() == 1, qPrintable(one->panel().title));
                const QUrl link = links.takeFirst().first().toUrl();
                QCOMPARE(link.host(), QStringLiteral("evidence"));
                const QString agent = QUrlQuery(link).queryItemValue(QStringLiteral("agent"));
                QVERIFY2(agent == QStringLiteral("clerk") || agent == QStringLiteral("tuned"), qPrintable(link.toString()));
            }
        }
        PanelView *sessions = view(QStringLiteral("sessions"));
        QVERIFY(sessions);
        sessions->table()->setFocus();
        sessions->table()->setCurrentIndex(sessions->table()->model()->index(0, 0));
        QTest::keyClick(sessions->table(), Qt::Key_Return);
        QCOMPARE(links.count(), 1);
        const QUrlQuery query(links.first().first().toUrl());
        QCOMPARE(query.queryItemValue(QStringLiteral("agent")), QStringLiteral("tuned"));
        // The session is one of those that broke the pact: the store says so.
        RowFilter broke;
        broke.agents = {"tuned"};
        broke.sessions = {query.queryItemValue(QStringLiteral("session")).toStdString()};
        broke.clauses = {"P1"};
        QCOMPARE(count(*m_workspace, broke), std::uint64_t{1});
    }

    void tooLittleDataSaysSoAndNothingElse()
    {
        QVERIFY(compare(runsOf(QStringLiteral("clerk")), runsOf(QStringLiteral("rare"))));
        const FigurePanel &answer = *model().panel(QStringLiteral("answer"));
        QCOMPARE(answer.state->text, QStringLiteral("Too little data"));
        QVERIFY2(answer.sentence.contains(QStringLiteral(
                     "40 runs before and 4 after are too few to compare: there have to be 10 on each side. Nothing is said about a change.")),
                 qPrintable(answer.sentence));
        QVERIFY(!answer.sentence.contains(QStringLiteral("p =")));
        const FigurePanel &whole = *model().panel(QStringLiteral("signals"));
        for (const QStringList &cells : whole.rows) {
            QCOMPARE(cells.value(whole.columns.indexOf(QStringLiteral("p"))), QStringLiteral("–"));
            QCOMPARE(cells.value(whole.columns.indexOf(QStringLiteral("Answer"))), QStringLiteral("Too little data"));
        }
    }

    void whatChanceExplainsIsNotCalledTheSame()
    {
        ComparedRuns early = runsOf(QStringLiteral("clerk")), late = early;
        early.until = late.since = QDateTime::fromMSecsSinceEpoch(at(20).nanoseconds / 1'000'000, Qt::UTC);
        QVERIFY(compare(early, late));
        QVERIFY2(!model().problem(), qPrintable(pane().said()));
        const FigurePanel &answer = *model().panel(QStringLiteral("answer"));
        QCOMPARE(answer.state->text, QStringLiteral("Not distinguishable"));
        QVERIFY(answer.sentence.contains(QStringLiteral("That does not prove that nothing changed.")));
        QVERIFY(!model().panel(QStringLiteral("sessions")));
        const QUrlQuery query(answer.rowRecords.first());
        QCOMPARE(query.queryItemValue(QStringLiteral("until"), QUrl::FullyDecoded), early.until.toString(Qt::ISODate));
    }

    void aComparisonOfTheSameRunsIsRefusedInWords()
    {
        QVERIFY(compare(runsOf(QStringLiteral("clerk")), runsOf(QStringLiteral("clerk"))));
        QVERIFY(model().problem());
        QVERIFY2(pane().said().contains(QStringLiteral("MND-DFT-003")), qPrintable(pane().said()));
        QVERIFY(pane().views().isEmpty()); // no answer to another question stays
    }

    void aLinkRestoresTheQuestion()
    {
        ComparedRuns strange = runsOf(QStringLiteral("a&b=c %25+ü"), QStringLiteral("x;y#z"));
        strange.since = QDateTime({2026, 3, 1}, {12, 30}, Qt::UTC);
        QCOMPARE(ComparedRuns::fromLink(strange.toLink()), strange);
        QVERIFY(compare(runsOf(QStringLiteral("clerk")), runsOf(QStringLiteral("tuned"))));
        const QUrl link = m_page->currentLink();
        QVERIFY(compare(runsOf(QStringLiteral("clerk")), runsOf(QStringLiteral("rare"))));
        m_page->tabs()->setCurrentIndex(0);
        QVERIFY(m_page->showLink(QUrl(link.toString(QUrl::FullyEncoded))));
        QVERIFY(settled());
        QCOMPARE(m_page->currentLink(), link);
        QCOMPARE(m_page->tabs()->currentWidget(), &pane());
        QCOMPARE(model().panel(QStringLiteral("answer"))->state->text, QStringLiteral("Worse"));
        QCOMPARE(pane().after()->runs(), runsOf(QStringLiteral("tuned")));
        QSignalSpy answers(&model(), &DriftPanels::compared);
        QVERIFY(m_page->showLink(link)); // as Back does: the answer is there
        QVERIFY(!model().isComparing());
        QCOMPARE(answers.count(), 0);
    }

    void everyFocusableWidgetHasANameAndNothingIsCutOffInANarrowWindow()
    {
        QVERIFY(compare(runsOf(QStringLiteral("clerk")), runsOf(QStringLiteral("tuned"))));
        pane().keepButton()->click();
        for (QWidget *widget : pane().findChildren<QWidget *>()) {
            if (!widget->isVisible() || (widget->focusPolicy() & Qt::TabFocus) == 0 || widget->focusProxy() || widget->inherits("QScrollBar"))
                continue;
            QAccessibleInterface *face = QAccessible::queryAccessibleInterface(widget);
            QVERIFY2(face && !face->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
        }
        pane().sheet()->close();
        ChangePane narrow;
        narrow.setSession(m_session.get());
        narrow.resize(600, 700);
        narrow.show();
        QVERIFY(QTest::qWaitForWindowExposed(&narrow));
        QVERIFY(!narrow.views().isEmpty()); // the answer is that of the workspace, whoever shows it
        narrow.keepButton()->click();
        QVERIFY(QTest::qWaitFor([&narrow] { return narrow.sheet()->width() > 0; }));
        QCOMPARE(narrow.width(), 600);
        QCOMPARE(narrow.horizontalScrollBar()->maximum(), 0);
    }

    void aBaselineIsKeptByKeysHeldAndVerified()
    {
        pane().before()->setRuns(runsOf(QStringLiteral("tuned")));
        pane().after()->setRuns(runsOf(QStringLiteral("clerk")));
        pane().keepButton()->setFocus();
        QTest::keyClick(pane().keepButton(), Qt::Key_Space);
        BaselineSheet &sheet = *pane().sheet();
        QVERIFY(sheet.isVisible() && sheet.name()->hasFocus());
        QTest::keyClick(sheet.name(), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY2(sheet.problem().contains(QStringLiteral("Name of the baseline")), qPrintable(sheet.problem()));
        QTest::keyClick(sheet.name(), Qt::Key_Escape);
        QVERIFY(!sheet.isVisible() && pane().keepButton()->hasFocus());
        QCOMPARE(DriftBaselines(*m_workspace).list().size(), std::size_t{0});

        QTest::keyClick(pane().keepButton(), Qt::Key_Space);
        QTest::keyClicks(sheet.name(), QStringLiteral("Spring"));
        QTest::keyClick(sheet.name(), Qt::Key_Tab);
        QVERIFY(sheet.reason()->hasFocus());
        QTest::keyClicks(sheet.reason(), QStringLiteral("as accepted"));
        QTest::keyClick(sheet.reason(), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(settled());
        QVERIFY2(sheet.isVisible() && sheet.problem().contains(QStringLiteral("MND-BSL-002")),
                 qPrintable(sheet.problem())); // no name of a baseline, and what was typed stays
        QCOMPARE(sheet.reason()->text(), QStringLiteral("as accepted"));
        sheet.name()->setFocus();
        sheet.name()->selectAll();
        QTest::keyClicks(sheet.name(), QStringLiteral("spring"));
        QSignalSpy kept(&model(), &DriftPanels::kept);
        QTest::keyClick(sheet.name(), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(kept.wait(30'000));
        QVERIFY(settled());
        QVERIFY(!sheet.isVisible());
        const auto baselines = DriftBaselines(*m_workspace).list();
        QCOMPARE(baselines.size(), std::size_t{1});
        QCOMPARE(baselines.front().agent, std::string("clerk"));
        QCOMPARE(baselines.front().counts.runs, std::uint64_t{40});
        QCOMPARE(baselines.front().reason, std::string("as accepted"));
        QVERIFY(need(m_workspace->verify()).ok);

        // It is the first choice, and what its agent did since is proposed; another agent is held against it by its pinned counts.
        QVERIFY(pane().before()->box()->itemText(0).startsWith(QStringLiteral("Baseline spring")));
        const ComparedRuns spring{QStringLiteral("spring"), {}, {}, {}, {}};
        pane().before()->box()->setCurrentIndex(0);
        Q_EMIT pane().before()->box()->activated(0);
        QCOMPARE(pane().before()->runs(), spring);
        QCOMPARE(pane().after()->runs(), runsOf(QStringLiteral("clerk")));
        pane().compareButton()->click();
        QVERIFY(settled());
        QVERIFY2(pane().said().contains(QStringLiteral("MND-DFT-002")), qPrintable(pane().said())); // nothing came since
        QVERIFY(compare(spring, runsOf(QStringLiteral("tuned"))));
        const FigurePanel &answer = *model().panel(QStringLiteral("answer"));
        QCOMPARE(answer.state->text, QStringLiteral("Worse"));
        QVERIFY2(answer.rows.first().first().contains(QStringLiteral("Baseline spring")), qPrintable(answer.rows.first().first()));
        QCOMPARE(QUrlQuery(answer.rowRecords.first()).queryItemValue(QStringLiteral("agent")), QStringLiteral("clerk"));

        // The same name again is refused where it was typed.
        pane().before()->setRuns(runsOf(QStringLiteral("clerk")));
        pane().keepButton()->click();
        sheet.name()->setText(QStringLiteral("spring"));
        sheet.reason()->setText(QStringLiteral("again"));
        sheet.commitButton()->click();
        QVERIFY(settled());
        QVERIFY2(sheet.problem().contains(QStringLiteral("MND-BSL-008")), qPrintable(sheet.problem()));
        sheet.close();
        QVERIFY(!model().isStale()); // what was refused is no change
    }

    void whatIsRecordedSinceMakesTheAnswerOld()
    {
        QVERIFY(compare(runsOf(QStringLiteral("clerk")), runsOf(QStringLiteral("tuned"))));
        QCOMPARE(pane().said(), QString());
        std::vector<Call> calls;
        work(calls, "tuned-two", 300, 2, 0);
        (void)need(m_workspace->import({m_folder.write("later.jsonl", lines(calls, 5000))}, {}));
        QVERIFY(QTest::qWaitFor([this] { return model().isStale(); }, 30'000));
        QVERIFY2(pane().said().contains(QStringLiteral("Compare again")), qPrintable(pane().said()));
        QVERIFY(!pane().views().isEmpty()); // and stays readable
        pane().compareButton()->click();
        QVERIFY(settled());
        QVERIFY(!model().isStale());
        QCOMPARE(pane().said(), QString());
    }

    /// Which tools an agent uses is known without a pact.
    void withoutAPactToolsAreStillCompared()
    {
        const std::shared_ptr<Workspace> workspace = m_folder.workspace();
        std::vector<Call> calls;
        work(calls, "clerk", 0, 20, 0);
        work(calls, "tuned", 100, 20, 0, "send_gift");
        (void)need(workspace->import({m_folder.write("unjudged.jsonl", lines(calls))}, {}));
        Session session(workspace);
        MetricsPage page;
        page.setSession(&session);
        session.rates()->refresh();
        page.show();
        QVERIFY(QTest::qWaitFor([&] { return session.rates()->wasRead() && !session.isBusy(); }, 30'000));
        QVERIFY(!page.rows()->isVisible()); // no call was judged
        QVERIFY(page.showLink(
            QUrl(QStringLiteral("mandate://metrics?tab=changed&before=agent%3Dclerk%26deployment%3Dshop&after=agent%3Dtuned%26deployment%3Dshop"))));
        DriftPanels &model = *page.changes()->model();
        QVERIFY(QTest::qWaitFor([&] { return !model.panels().isEmpty(); }, 30'000));
        QVERIFY(page.changes()->isVisible());
        QCOMPARE(model.panel(QStringLiteral("answer"))->state->text, QStringLiteral("Changed"));
        QCOMPARE(model.panel(QStringLiteral("answer"))->value, QStringLiteral("20 → 20 runs"));
    }

    void whoMayKeepNoneIsToldWhoCan()
    {
        People people;
        people.who->become("ada");
        const std::shared_ptr<Workspace> workspace = need(Workspace::create(m_folder.path("people.mandate"), people.surroundings()));
        std::vector<Call> calls;
        work(calls, "clerk", 0, 12, 1);
        (void)need(workspace->import({m_folder.write("few.jsonl", lines(calls))}, {}));
        (void)need(workspace->enrolFirst({PersonRole::Owner}, {}));
        (void)need(workspace->enrol(people.request("leo"), {PersonRole::Legal}, {}));
        people.who->become("leo");
        Session session(workspace);
        ChangePane pane;
        pane.setSession(&session);
        pane.resize(1000, 700);
        pane.show();
        QVERIFY(QTest::qWaitFor([&] { return pane.model()->wasRead() && !pane.model()->isBusy(); }, 30'000));
        pane.keepButton()->click();
        QVERIFY2(pane.sheet()->problem().contains(QStringLiteral("may not set a baseline")) &&
                     pane.sheet()->problem().contains(QStringLiteral("ada")),
                 qPrintable(pane.sheet()->problem()));
        pane.sheet()->name()->setText(QStringLiteral("mine"));
        pane.sheet()->reason()->setText(QStringLiteral("because"));
        pane.sheet()->commitButton()->click();
        QVERIFY(QTest::qWaitFor([&] { return pane.sheet()->problem().contains(QStringLiteral("MND-BSL-006")); }, 30'000));
        QCOMPARE(DriftBaselines(*workspace).list().size(), std::size_t{0});
        people.who->become("ada");
    }

    /// An incident about drift, and the agent itself, lead to the same two sides.
    void whatDriftedLeadsToWhatChanged()
    {
        const std::shared_ptr<Workspace> workspace = m_folder.workspace(shopPact());
        std::vector<Call> calls;
        work(calls, "clerk", 0, 40, 1);
        (void)need(workspace->import({m_folder.write("accepted.jsonl", lines(calls))}, {}));
        Session session(workspace);
        AgentBaselineReader &reader = *AgentBaselineReader::of(&session);
        reader.read(QStringLiteral("clerk"));
        QVERIFY(QTest::qWaitFor([&] { return !reader.isBusy(); }, 30'000));
        QVERIFY(!reader.reading(QStringLiteral("clerk"))); // no baseline, no line
        DriftBaseline wanted;
        wanted.name = "spring";
        wanted.agent = "clerk";
        wanted.reason = "as accepted";
        (void)need(DriftBaselines(*workspace).set(wanted));
        std::vector<Call> later;
        for (int i = 0; i < 40; ++i) {
            const std::string run = "later-" + std::to_string(i);
            later.push_back({run, "pay", i < 20 ? "{\"amount\":150}" : "{\"amount\":10}", 500 + i, 1, "clerk"});
            later.push_back({run, "send_gift", "{}", 500 + i, 1, "clerk"});
        }
        (void)need(workspace->import({m_folder.write("drifted.jsonl", lines(later, 9000))}, {}));
        DriftLooks looks;
        QCOMPARE(need(DriftBaselines(*workspace).watch(looks)), std::uint64_t{1});
        reader.read(QStringLiteral("clerk"));
        QVERIFY(QTest::qWaitFor([&] { return reader.reading(QStringLiteral("clerk")) != nullptr; }, 30'000));
        const BaselineReading reading = *reader.reading(QStringLiteral("clerk"));
        QVERIFY2(reading.sentence.startsWith(QStringLiteral("Worse: Baseline spring of ")) && reading.sentence.endsWith(QStringLiteral(", 40 runs, and 40 runs since.")), qPrintable(reading.sentence));

        IncidentModel &incidents = *session.incidents();
        incidents.refresh();
        QVERIFY(QTest::qWaitFor([&] { return incidents.wasRead() && !incidents.isBusy(); }, 30'000));
        int drifted = -1;
        for (int row = 0; row < incidents.rowCount(); ++row) {
            if (incidents.data(incidents.index(row, IncidentModel::ClauseColumn)).toString().contains(QStringLiteral("drifted")))
                drifted = row;
        }
        QVERIFY(drifted >= 0);
        QSignalSpy answered(&incidents, &IncidentModel::answered);
        incidents.answer(drifted);
        QVERIFY(answered.wait(30'000));
        QUrl link;
        for (const IncidentFact &fact : incidents.answers().answers[2].facts) {
            if (fact.label == QStringLiteral("What changed"))
                link = fact.link;
        }
        QCOMPARE(link, reading.comparison);
        MetricsPage page;
        page.setSession(&session);
        page.show();
        QVERIFY(page.showLink(link));
        DriftPanels &panels = *page.changes()->model();
        QVERIFY(QTest::qWaitFor([&] { return !panels.panels().isEmpty(); }, 30'000));
        QCOMPARE(panels.before().baseline, QStringLiteral("spring"));
        QCOMPARE(panels.after(), runsOf(QStringLiteral("clerk")));
        QCOMPARE(panels.panel(QStringLiteral("answer"))->state->text, QStringLiteral("Worse"));
    }

    void theYearIsSavedAsPdfAndAsAPage()
    {
        YearReport &year = *YearReport::of(m_session.get());
        QSignalSpy saved(&year, &YearReport::saved);
        QSignalSpy troubled(&year, &YearReport::troubled);
        const auto contentOf = [&](const std::string &name) {
            saved.clear();
            year.save(QString::fromStdString(m_folder.path(name)));
            if (!saved.wait(60'000))
                return QByteArray();
            QFile file(QString::fromStdString(m_folder.path(name)));
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        QVERIFY(contentOf("year.pdf").startsWith("%PDF-"));
        const QByteArray page = contentOf("year.html");
        QVERIFY2(page.contains("Outcome from") && page.contains("What is withheld") && page.contains("root sha256"), page.left(300).constData());
        year.save(QStringLiteral("/no/such/folder/year.pdf"));
        QVERIFY(troubled.wait(60'000));
        QCOMPARE(troubled.first().first().value<Trouble>().code, QStringLiteral("MND-MET-011"));
        // The button says what it does now, and stops it.
        QPushButton &button = *m_page->panelGrid()->yearButton();
        QVERIFY(button.isEnabled() && button.text().contains(QStringLiteral("as a report")));
        year.save(QString::fromStdString(m_folder.path("stopped.pdf")));
        QCOMPARE(button.text(), QStringLiteral("Stop the report"));
        button.click();
        QVERIFY(!year.isBusy() && button.text().contains(QStringLiteral("as a report")));
    }
};

QTEST_MAIN(TestWhatChanged)
#include "test_what_changed.moc"
