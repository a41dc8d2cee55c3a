// SPDX-License-Identifier: GPL-3.0-or-later
// The tab "Evaluations" offscreen on a real workspace: results brought in by keys and by dropping, read case by case, compared, set against versions; and a
// threshold for handing over.
#include "models/items/draft_list.h"
#include "models/items/draft_model.h"
#include "models/items/evaluation_desk.h"
#include "models/items/evaluation_reports.h"
#include "models/items/evaluation_words.h"
#include "models/items/people_model.h"
#include "models/items/rate_model.h"
#include "models/items/threshold_desk.h"
#include "models/workspace/evaluations.h"
#include "tests/models/workspace/made_trail.h"
#include "views/charts/chart_or_table.h"
#include "views/metrics/bring_in_sheet.h"
#include "views/metrics/evaluation_parts.h"
#include "views/metrics/evaluations_pane.h"
#include "views/metrics/metrics_page.h"
#include "views/metrics/panel_plot.h"
#include "views/metrics/panel_view.h"
#include "views/metrics/threshold_part.h"
#include "views/widgets/theme.h"

#include <QAccessible>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QDropEvent>
#include <QFile>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSlider>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QTest>
#include <QUrlQuery>

using namespace mandate;
using namespace mandate::test;

namespace {

const std::string hostile = "wide-\xE2\x80\xAE<b>label</b>-" + std::string(120, 'x');

/// A table of labelled sessions.
std::string labels(int count, int failed)
{
    std::string table = "session,label\n";
    for (int i = 0; i < count; ++i)
        table += "s" + std::to_string(i) + (i < failed ? ",failed\n" : i == failed ? ",error\n" : i == failed + 1 ? ",not_scored\n" : ",passed\n");
    return table;
}

/// Answers that are right as often as they say: `each` at every tenth.
std::string answers(int each)
{
    std::string table = "llm,qset,question_id,stated_confidence,correct\n";
    for (int tenth = 1; tenth <= 10; ++tenth) {
        for (int i = 0; i < each; ++i)
            table += "m,q," + std::to_string(tenth * 1000 + i) + (tenth == 10 ? ",1" : ",0." + std::to_string(tenth)) + (i * 10 < tenth * each ? ",TRUE\n" : ",FALSE\n");
    }
    return table;
}

} // namespace

class TestEvaluationsPane : public QObject
{
    Q_OBJECT

    WorkspaceFolder m_folder;
    std::shared_ptr<Workspace> m_workspace;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<MetricsPage> m_page;

    [[nodiscard]] EvaluationsPane &pane() const { return *m_page->evaluations(); }
    [[nodiscard]] ThresholdDesk &desk() const { return *ThresholdDesk::of(m_session.get()); }
    bool settled() const
    {
        return QTest::qWaitFor([this] { return !m_session->isBusy() && pane().desk()->wasRead() && !pane().desk()->isBusy() && !pane().reports()->isBusy() && !desk().isBusy(); }, 60'000);
    }
    /// Without the window.
    EntryNumber keep(const std::string &bytes, const std::string &agent, const std::string &model, const std::string &suite = "night run") const
    {
        return need(Evaluations(*m_workspace).import(bytes, {agent, suite, model, {}, "labels.csv"})).statement.entry;
    }
    void select(EntryNumber entry) const { pane().list()->selectRow(pane().desk()->list()->rowOf(QString::number(entry))); }
    static QString cell(const FigurePanel &panel, int row, const QString &column) { return panel.rows.value(row).value(panel.columns.indexOf(column)); }
    static const FigurePanel *panel(const EvaluationReports::Answer &answer, const QString &key)
    {
        for (const FigurePanel &one : answer.panels) {
            if (one.key == key)
                return &one;
        }
        return nullptr;
    }

private Q_SLOTS:
    void init()
    {
        m_workspace = m_folder.workspace(shopPact());
        (void)need(m_workspace->import({m_folder.write("runs.jsonl", lines({{"one", "read_order", "{}", 0, 1, "clerk"}}))}, {}));
        m_session = std::make_unique<Session>(m_workspace);
        m_page = std::make_unique<MetricsPage>();
        m_page->resize(1440, 900);
        m_page->setSession(m_session.get());
        m_session->rates()->refresh();
        m_session->people()->refresh();
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        QVERIFY(QTest::qWaitFor([this] { return !m_session->isBusy(); }, 60'000));
        QVERIFY(m_page->showLink(QUrl(QStringLiteral("mandate://metrics?tab=evaluations"))));
        QVERIFY(settled());
    }
    void cleanup()
    {
        m_page.reset();
        m_session.reset();
        m_workspace.reset();
    }

    void resultsAreSeenBeforeTheyAreSignedAndThenListed()
    {
        QVERIFY(!pane().list()->isVisible()); // an empty state says what to do instead
        const std::string path = m_folder.write("night.csv", labels(100, 10));
        pane().take({QString::fromStdString(path)});
        QVERIFY(settled());
        BringInSheet &sheet = *pane().sheet();
        QVERIFY(sheet.isVisible());
        QVERIFY2(sheet.meaning().contains(QStringLiteral("100 cases: 88 passed, 10 failed, 1 ended in an error, 1 not scored.")), qPrintable(sheet.meaning()));
        QCOMPARE(m_workspace->evaluations().size(), std::size_t{0}); // looking signs nothing
        QVERIFY(sheet.agent()->hasFocus() || sheet.agent()->lineEdit()->hasFocus());
        sheet.agent()->setEditText(QStringLiteral("clerk"));
        QTest::keyClick(sheet.agent(), Qt::Key_Tab);
        QVERIFY(sheet.suite()->hasFocus());
        sheet.suite()->selectAll();
        QTest::keyClick(sheet.suite(), Qt::Key_Delete);
        QTest::keyClick(sheet.suite(), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY2(sheet.problem().contains(QStringLiteral("What it is called")), qPrintable(sheet.problem()));
        QTest::keyClicks(sheet.suite(), QStringLiteral("night run"));
        QTest::keyClick(sheet.suite(), Qt::Key_Tab);
        QTest::keyClicks(sheet.model(), QStringLiteral("m1"));
        QTest::keyClick(sheet.model(), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(QTest::qWaitFor([&] { return !sheet.isVisible(); }, 30'000));
        QVERIFY(settled());
        const auto kept = m_workspace->evaluations();
        QCOMPARE(kept.size(), std::size_t{1});
        QCOMPARE(kept.front().agent, std::string("clerk"));
        QCOMPARE(kept.front().suite, std::string("night run"));
        QCOMPARE(kept.front().model, std::string("m1"));
        QVERIFY(!kept.front().pact.empty()); // the pact in force is signed for as well
        QVERIFY(need(m_workspace->verify()).ok);

        // The row tells the four results apart, and the figures below are of it.
        const LineItem *line = pane().desk()->list()->line(0);
        QVERIFY(line);
        using namespace evaluations;
        QCOMPARE(line->cells[PassedColumn] + line->cells[FailedColumn] + line->cells[ErrorColumn] + line->cells[NotScoredColumn], QStringLiteral("881011"));
        QCOMPARE(line->cells[CasesColumn], QStringLiteral("100"));
        QVERIFY2(line->cells[FailedOfColumn].contains(QStringLiteral("10 of 98")), qPrintable(line->cells[FailedOfColumn]));
        QVERIFY2(line->said.contains(QStringLiteral("UTC")), qPrintable(line->said));
        QCOMPARE(pane().reports()->chosen(), quint64{kept.front().entry});
        QVERIFY(panel(pane().reports()->chosenAnswer(), QStringLiteral("signed")));

        // The same bytes for the same agent are known, and are said to be.
        pane().take({QString::fromStdString(path)});
        QVERIFY(settled());
        QVERIFY2(sheet.meaning().contains(QStringLiteral("here already")), qPrintable(sheet.meaning()));
        QTest::keyClick(sheet.suite(), Qt::Key_Escape);
        QVERIFY(!sheet.isVisible() && pane().bringInButton()->hasFocus());
        QCOMPARE(m_workspace->evaluations().size(), std::size_t{1});
    }

    void whatCannotBeReadIsOneErrorAndTheNextFileIsStillAsked()
    {
        const QString bad = QString::fromStdString(m_folder.write("bad.csv", "session,label\na,perhaps\n"));
        const QString good = QString::fromStdString(m_folder.write("good.csv", labels(40, 0)));
        QMimeData dropped;
        dropped.setUrls({QUrl::fromLocalFile(bad), QUrl::fromLocalFile(good)});
        QDragEnterEvent enter(QPoint(20, 20), Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(pane().viewport(), &enter);
        QVERIFY(enter.isAccepted());
        QVERIFY(pane().said().contains(QStringLiteral("Nothing is signed by that")));
        QDropEvent drop(QPointF(20, 20), Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
        QVERIFY(QCoreApplication::sendEvent(pane().viewport(), &drop));
        QVERIFY(QTest::qWaitFor([this] { return pane().said().contains(QStringLiteral("MND-EVL-002")); }, 30'000));
        QVERIFY(settled());
        QVERIFY(pane().sheet()->isVisible());
        QVERIFY(pane().sheet()->meaning().contains(QStringLiteral("40 cases")));
        pane().sheet()->close();
        pane().take({QStringLiteral("/no/such/file.json")});
        QVERIFY(settled());
        QVERIFY2(pane().said().contains(QStringLiteral("MND-EVL-040")), qPrintable(pane().said()));
        QCOMPARE(m_workspace->evaluations().size(), std::size_t{0});
    }

    void casesAreFilteredByTheirResult()
    {
        keep(labels(100, 10), "clerk", "m1");
        QVERIFY(QTest::qWaitFor([this] { return pane().reports()->cases()->counts().cases() == 100; }, 30'000));
        ChosenPart &chosen = *pane().chosen();
        QCOMPARE(chosen.cases()->model()->rowCount(), 100);
        chosen.resultPicker()->setFocus();
        QTest::keyClick(chosen.resultPicker(), Qt::Key_Down);
        QTest::keyClick(chosen.resultPicker(), Qt::Key_Down);
        QCOMPARE(chosen.resultPicker()->currentText(), QStringLiteral("Failed (10)"));
        QCOMPARE(chosen.cases()->model()->rowCount(), 10);
        const QModelIndex result = chosen.cases()->model()->index(0, EvaluationCaseModel::Result);
        QCOMPARE(result.data().toString(), QStringLiteral("Failed"));
        QVERIFY(result.data(StateRole).value<StateWord>().shape != mandate::Shape::None);
        QVERIFY(result.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("Failed")));
        QSignalSpy links(m_page.get(), &Page::linkActivated);
        chosen.cases()->setCurrentIndex(result);
        chosen.cases()->setFocus();
        QTest::keyClick(chosen.cases(), Qt::Key_Return);
        QCOMPARE(links.count(), 1);
        QCOMPARE(QUrlQuery(links.first().first().toUrl()).queryItemValue(QStringLiteral("session")), QStringLiteral("s0"));
    }

    void twoRowsAreComparedTheOlderOneFirst()
    {
        const EntryNumber before = keep(labels(100, 10), "clerk", "m1");
        const EntryNumber after = keep(labels(100, 30), "clerk", "m2");
        QVERIFY(settled());
        select(after);
        pane().list()->setFocus();
        pane().list()->setCurrentIndex(pane().list()->model()->index(0, 0));
        QTest::keyClick(pane().list(), Qt::Key_Down, Qt::ShiftModifier);
        QVERIFY(settled());
        QCOMPARE(pane().parts()->currentIndex(), static_cast<int>(EvaluationsPane::ComparisonTab));
        QCOMPARE(pane().reports()->compared(), std::pair(quint64{before}, quint64{after}));
        const FigurePanel *answer = panel(pane().reports()->comparedAnswer(), QStringLiteral("answer"));
        const FigurePanel *shares = panel(pane().reports()->comparedAnswer(), QStringLiteral("shares"));
        QVERIFY(answer && shares);
        QCOMPARE(answer->state->text, QStringLiteral("Worse"));
        QCOMPARE(answer->state->shape, mandate::Shape::Octagon);
        QCOMPARE(answer->value, QStringLiteral("1 of 1 got worse, 0 better"));
        QVERIFY2(cell(*shares, 0, QStringLiteral("Failed before")).startsWith(QStringLiteral("10 of 98 (")), qPrintable(cell(*shares, 0, QStringLiteral("Failed before"))));
        QVERIFY2(cell(*shares, 0, QStringLiteral("Failed after")).contains(QStringLiteral("95 % interval")), qPrintable(cell(*shares, 0, QStringLiteral("Failed after"))));
        QVERIFY(cell(*shares, 0, QStringLiteral("Test")).contains(QStringLiteral("McNemar")));
        QCOMPARE(shares->rowStates.size(), shares->rows.size());
        PanelView *view = pane().comparison()->views().last();
        QVERIFY(view->table()->isVisible()); // the table says more, and comes first
        view->table()->setFocus();
        QTest::keyClick(view->table(), Qt::Key_T);
        QVERIFY(view->plot()->isVisible());

        // Few cases have no rate, and another suite is a warning.
        const EntryNumber few = keep(labels(20, 5), "clerk", "m3", "day run");
        QVERIFY(settled());
        pane().comparison()->compare(before, few);
        QVERIFY(settled());
        shares = panel(pane().reports()->comparedAnswer(), QStringLiteral("shares"));
        answer = panel(pane().reports()->comparedAnswer(), QStringLiteral("answer"));
        QCOMPARE(cell(*shares, 0, QStringLiteral("Failed after")), QStringLiteral("5 of 18"));
        QVERIFY2(answer->sentence.contains(QStringLiteral("different suites")), qPrintable(answer->sentence));
        QVERIFY2(answer->state->text.contains(QStringLiteral("read the warning")), qPrintable(answer->state->text));
        for (const FigureSeries &series : shares->picture.series)
            QCOMPARE(series.x.size(), series.name.startsWith(QStringLiteral("Before")) ? 1 : 0);

        // The same one twice is refused in words.
        pane().comparison()->compare(before, before);
        QVERIFY(settled());
        QVERIFY2(pane().comparison()->said().contains(QStringLiteral("MND-EVL-042")), qPrintable(pane().comparison()->said()));
    }

    void aGridSaysWhatWasNeverMeasured()
    {
        keep(labels(100, 10), "clerk", "m1");
        QFile garak(QStringLiteral(MANDATE_SOURCE_DIR "/tests/data/evaluations/garak.report.jsonl"));
        QVERIFY(garak.open(QIODevice::ReadOnly));
        keep(garak.readAll().toStdString(), "clerk", "m2", "probes");
        QVERIFY(settled());
        pane().showPart(EvaluationsPane::GridTab);
        QVERIFY(settled());
        const FigurePanel *grid = panel(pane().reports()->gridAnswer(), QStringLiteral("grid"));
        QVERIFY(grid);
        QCOMPARE(grid->columns.size(), 3);
        QVERIFY(grid->columns[1].startsWith(QStringLiteral("m1 under ")) || grid->columns[2].startsWith(QStringLiteral("m1 under ")));
        int missing = 0;
        for (const FigurePanel::CellState &state : grid->cellStates) {
            QVERIFY(state.state.shape != mandate::Shape::None);
            QCOMPARE(grid->rows[state.row][state.column], state.state.text);
            missing += state.state.text == QStringLiteral("Not measured");
            QVERIFY2(!state.state.text.contains(QStringLiteral("%")) || state.state.text.contains(QStringLiteral(" of 98")) || state.state.text.contains(QStringLiteral("at most")), qPrintable(state.state.text));
        }
        QCOMPARE(grid->cellStates.size(), grid->rows.size() * 2);
        QVERIFY(missing > 0 && grid->sentence.contains(QStringLiteral("which is not 0")));
        QVERIFY(pane().grid()->views().first()->table()->isVisible());
    }

    void whatIsNotScoredAnyMoreIsSaidInTheComparisonAndTheGrid()
    {
        std::string errors = labels(100, 30), nothing = labels(100, 30);
        for (std::string *table : {&errors, &nothing}) {
            for (const std::string word : {",failed", ",passed"}) {
                for (std::size_t at = table->find(word); (table == &nothing || word == ",failed") && at != std::string::npos; at = table->find(word))
                    table->replace(at, word.size(), ",error");
            }
        }
        const EntryNumber before = keep(labels(100, 30), "clerk", "m1");
        const EntryNumber held = keep(errors, "clerk", "m1");
        const EntryNumber lost = keep(nothing, "clerk", "m1");
        QVERIFY(settled());
        pane().comparison()->compare(before, held);
        QVERIFY(settled());
        const FigurePanel *answer = panel(pane().reports()->comparedAnswer(), QStringLiteral("answer"));
        const FigurePanel *shares = panel(pane().reports()->comparedAnswer(), QStringLiteral("shares"));
        QVERIFY(answer && shares);
        QVERIFY2(answer->state->text.startsWith(QStringLiteral("No improvement: cases are missing")), qPrintable(answer->state->text));
        QVERIFY2(answer->sentence.contains(QStringLiteral("30 tasks that were scored before")), qPrintable(answer->sentence));
        QCOMPARE(shares->rows[0].last(), QStringLiteral("30 and 0"));
        pane().comparison()->compare(before, lost);
        QVERIFY(settled());
        answer = panel(pane().reports()->comparedAnswer(), QStringLiteral("answer"));
        QVERIFY2(answer->state->text.startsWith(QStringLiteral("No longer scored")), qPrintable(answer->state->text));
        QCOMPARE(answer->state->tone, Tone::Critical);
        pane().showPart(EvaluationsPane::GridTab);
        QVERIFY(settled());
        const FigurePanel *grid = panel(pane().reports()->gridAnswer(), QStringLiteral("grid"));
        QVERIFY(grid);
        QVERIFY2(grid->rows[0][1].contains(QStringLiteral("; 1 older; 1 newer with nothing scored; nobody said when it ran")), qPrintable(grid->rows[0][1]));
    }

    void aThresholdIsChosenByKeysAndGoesIntoADraft()
    {
        keep(answers(400), {}, "m", "questions");
        QVERIFY(settled());
        pane().showPart(EvaluationsPane::ThresholdTab);
        QVERIFY(settled());
        ThresholdPart &part = *pane().threshold();
        QCOMPARE(desk().answers(), quint64{4000});
        // The share of wrong ones at or above c is (1 − c) at most; 10 % need more than 0.8: .9 and 1 are 40 of 800 wrong.
        QVERIFY2(part.said().startsWith(QStringLiteral("Hand over below 0.9: of the 800 answers at or above it, 40 (5.0")), qPrintable(part.said()));
        QVERIFY2(part.load().startsWith(QStringLiteral("People see 80.0 of 100 cases")), qPrintable(part.load()));
        part.slider()->setFocus();
        QTest::keyClick(part.slider(), Qt::Key_Home);
        QCOMPARE(part.allowed()->value(), 0.5);
        QVERIFY2(part.said().contains(QStringLiteral("No threshold meets this")), qPrintable(part.said()));
        QVERIFY(!part.copyButton()->isVisible() && !part.draftButton()->isVisible());
        part.allowed()->setFocus();
        part.allowed()->selectAll();
        QTest::keyClicks(part.allowed(), QStringLiteral("20"));
        QTest::keyClick(part.allowed(), Qt::Key_Return);
        QCOMPARE(part.slider()->value(), 40);
        QVERIFY2(part.said().startsWith(QStringLiteral("Hand over below 0.7: ")), qPrintable(part.said()));
        // Picture, table and text are of one and the same.
        PanelView *curve = part.views().first();
        QCOMPARE(curve->panel().picture.series.first().x.size(), 10);
        QCOMPARE(curve->panel().rows.size(), 10);
        QVERIFY(curve->asText().contains(QStringLiteral("0.7, chosen")));
        QCOMPARE(part.views().size(), 2); // how reliable what is stated is, beside it
        QVERIFY(part.views().last()->panel().title.contains(QStringLiteral("Confidence of m")));
        QTemporaryDir out;
        QVERIFY(curve->savePicture(out.filePath(QStringLiteral("curve.pdf"))));

        part.copyButton()->setFocus();
        QTest::keyClick(part.copyButton(), Qt::Key_Space);
        const QJsonObject clause = QJsonDocument::fromJson(QGuiApplication::clipboard()->text().toUtf8()).object()[QStringLiteral("hand_off")].toObject();
        QCOMPARE(clause[QStringLiteral("confidence_below")].toDouble(), 0.7);
        QSignalSpy links(m_page.get(), &Page::linkActivated);
        part.draftButton()->setFocus();
        QTest::keyClick(part.draftButton(), Qt::Key_Space);
        QCOMPARE(links.count(), 1);
        const QString key = QUrlQuery(links.first().first().toUrl()).queryItemValue(QStringLiteral("draft"), QUrl::FullyDecoded);
        const std::unique_ptr<DraftModel> draft = m_session->drafts()->open(key);
        QVERIFY(draft);
        QCOMPARE(draft->value(QStringLiteral("/hand_off/confidence_below")).toDouble(), 0.7);
        QVERIFY(!draft->value(QStringLiteral("/hand_off/to")).toString().isEmpty());
    }

    void opinionsAreOldWhenMoreIsRecorded()
    {
        const EntryNumber labelled = keep(labels(40, 4), {}, "m"), judged = keep(R"({"entries":[{"simulation_id":"one","judge_verdict":"success","judge_model":"j"}]})", {}, "m");
        QVERIFY(settled());
        EvaluationReports &reports = *pane().reports();
        const auto oldAfterMore = [&](EntryNumber entry, int minute) {
            reports.choose(entry);
            const bool fresh = settled() && !reports.chosenAnswer().old;
            (void)need(m_workspace->import({m_folder.write("o" + std::to_string(minute) + ".jsonl", lines({{"two", "read_order", "{}", minute, 1, "clerk"}}, static_cast<std::size_t>(minute)))}, {}));
            return fresh && settled() && reports.chosenAnswer().old;
        };
        QVERIFY(!oldAfterMore(labelled, 60)); // it is what it was
        QVERIFY(oldAfterMore(judged, 120));
        const int row = pane().desk()->list()->rowOf(QString::number(judged));
        QCOMPARE(pane().list()->selectionModel()->selectedRows().size(), qsizetype{1});
        Q_EMIT pane().list()->activated(pane().list()->model()->index(row, 0)); // asked again
        QVERIFY(reports.chosenAnswer().reading);
        QVERIFY(settled());
        QVERIFY(!reports.chosenAnswer().old && !reports.chosenAnswer().panels.isEmpty());
    }

    void aThresholdOfSessionsIsOldWhenMoreIsRecorded()
    {
        keep(answers(400), {}, "m", "questions");
        QVERIFY(settled());
        pane().showPart(EvaluationsPane::ThresholdTab);
        QVERIFY(settled());
        ThresholdPart &part = *pane().threshold();
        const auto record = [this](const std::string &name, int minute) {
            (void)need(m_workspace->import({m_folder.write(name, lines({{"two", "read_order", "{}", minute, 1, "clerk"}}, static_cast<std::size_t>(minute)))}, {}));
            return settled();
        };
        QVERIFY(record("more.jsonl", 60));
        QVERIFY2(part.said().startsWith(QStringLiteral("Hand over below 0.9")), qPrintable(part.said())); // answers of an evaluation stay what they are
        QVERIFY(!desk().isOld());
        const auto sessions = std::ranges::find(desk().sources(), quint64{0}, &ThresholdSource::entry);
        QVERIFY(sessions != desk().sources().end());
        part.sourcePicker()->setCurrentIndex(static_cast<int>(sessions - desk().sources().begin()));
        Q_EMIT part.sourcePicker()->activated(part.sourcePicker()->currentIndex());
        QVERIFY(settled());
        QVERIFY(!desk().isOld());
        QVERIFY(record("later.jsonl", 120));
        QVERIFY(desk().isOld());
        QVERIFY2(part.said().contains(QStringLiteral("Something was recorded since this was read.")), qPrintable(part.said()));
        Q_EMIT part.sourcePicker()->activated(part.sourcePicker()->currentIndex()); // asked again
        QVERIFY(desk().isReading());
        QVERIFY(settled());
        QVERIFY(!desk().isOld());
        QVERIFY2(!part.said().contains(QStringLiteral("Something was recorded")), qPrintable(part.said()));
    }

    void sessionsWithoutAConfidenceChooseNothingAndSaySo()
    {
        pane().showPart(EvaluationsPane::ThresholdTab);
        QVERIFY(settled());
        QCOMPARE(desk().sources().size(), 1);
        pane().threshold()->sourcePicker()->setFocus();
        QTest::keyClick(pane().threshold()->sourcePicker(), Qt::Key_Down);
        QVERIFY(settled());
        QVERIFY2(pane().threshold()->said().contains(QStringLiteral("MND-EVL-045")), qPrintable(pane().threshold()->said()));
        pane().sessionsButton()->click();
        QVERIFY(pane().sessionsSheet()->isVisible());
        QTest::keyClick(pane().sessionsSheet()->suite(), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(QTest::qWaitFor([this] { return pane().sessionsSheet()->problem().contains(QStringLiteral("MND-EVL-006")); }, 30'000)); // no source labelled one
        QVERIFY(pane().sessionsSheet()->isVisible());
    }

    void everythingFocusableHasANameAndNothingIsCutOffInANarrowWindow()
    {
        keep(labels(100, 10), "clerk", "m1", hostile);
        keep(labels(100, 30), hostile, "m2");
        keep(labels(20, 3), hostile, "m2", hostile);
        keep(answers(400), {}, "m");
        QVERIFY(settled());
        m_page->resize(1024, 700);
        pane().take({QString::fromStdString(m_folder.write("shown.csv", labels(30, 1)))});
        QVERIFY(settled());
        for (int part = 0; part < pane().parts()->count(); ++part) {
            pane().parts()->setCurrentIndex(part);
            QVERIFY(settled());
            QTest::qWait(50);
            for (QWidget *widget : pane().findChildren<QWidget *>()) {
                if (!widget->isVisible() || (widget->focusPolicy() & Qt::TabFocus) == 0 || widget->focusProxy() || widget->inherits("QScrollBar") || widget->objectName() == QStringLiteral("qt_spinbox_lineedit"))
                    continue;
                QAccessibleInterface *face = QAccessible::queryAccessibleInterface(widget);
                QVERIFY2(face && !face->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
            }
            QVERIFY2(pane().horizontalScrollBar()->maximum() == 0, qPrintable(QString::number(pane().widget()->width()) + u' ' + QString::number(pane().width())));
            QVERIFY2(pane().widget()->minimumSizeHint().width() <= pane().viewport()->width(), qPrintable(pane().parts()->tabText(part)));
        }
        const QString shots = qEnvironmentVariable("MANDATE_SHOTS");
        if (shots.isEmpty())
            return;
        for (const auto &[theme, name] : {std::pair{Theme::Choice::Light, QStringLiteral("light")}, {Theme::Choice::Dark, QStringLiteral("dark")}}) {
            Theme::instance().setChoice(theme);
            for (const QSize size : {QSize(1024, 700), QSize(1600, 1000)}) {
                m_page->resize(size);
                for (int part = 0; part < pane().parts()->count(); ++part) {
                    pane().parts()->setCurrentIndex(part);
                    if (part == EvaluationsPane::ComparisonTab)
                        pane().comparison()->compareButton()->click();
                    QVERIFY(settled());
                    QTest::qWait(200);
                    pane().sheet()->setVisible(part == 0 && size.width() == 1024);
                    QTest::qWait(100);
                    m_page->grab().save(QStringLiteral("%1/evaluations-%2-%3-%4.png").arg(shots, name).arg(size.width()).arg(part));
                    pane().verticalScrollBar()->setValue(pane().verticalScrollBar()->maximum());
                    m_page->grab().save(QStringLiteral("%1/evaluations-%2-%3-%4-end.png").arg(shots, name).arg(size.width()).arg(part));
                    pane().verticalScrollBar()->setValue(0);
                }
            }
        }
        Theme::instance().setChoice(Theme::Choice::Light);
    }

    /// 13,384 recorded answers of two models (tests/data/evaluations/README.md), and what an independent computation found from them.
    void recordedAnswersGiveTheKnownThresholds()
    {
        QFile file(QStringLiteral(MANDATE_SOURCE_DIR "/tests/data/evaluations/stated_confidence.csv"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        std::string table = "llm,qset,question_id,stated_confidence,correct\n";
        const QList<QByteArray> counts = file.readAll().trimmed().split('\n').mid(1);
        for (const QByteArray &line : counts) {
            const QList<QByteArray> cells = line.split(',');
            for (int i = 0; i < cells[2].toInt(); ++i)
                table += (cells[0] + ",q," + cells[1] + '-' + QByteArray::number(i) + ',' + cells[1] + (i < cells[3].toInt() ? ",TRUE\n" : ",FALSE\n")).toStdString();
        }
        keep(table, {}, {}, "recorded answers");
        QVERIFY(settled());
        pane().showPart(EvaluationsPane::ThresholdTab);
        QVERIFY(settled());
        const auto choose = [this](const QString &subject) {
            for (const ThresholdSource &source : desk().sources()) {
                if (source.subject == subject && source.suite.isEmpty())
                    desk().choose(source);
            }
            return settled() && desk().chosen()->subject == subject;
        };
        ThresholdPart &part = *pane().threshold();
        QVERIFY(choose(QStringLiteral("gpt-4o")));
        for (const double none : {5.0, 10.0}) {
            part.allowed()->setValue(none);
            QVERIFY2(part.said().startsWith(QStringLiteral("No threshold meets this")) && !desk().answer().threshold, qPrintable(part.said()));
        }
        part.allowed()->setValue(20);
        QVERIFY2(part.said().startsWith(QStringLiteral("Hand over below 0.85: of the 5,281 answers at or above it, ")) && part.said().contains(QStringLiteral("(16.6\u00A0%)")), qPrintable(part.said()));
        QVERIFY2(part.load().contains(QStringLiteral("People see 21.0 of 100 cases")) && part.load().contains(QStringLiteral("79.0\u00A0%")), qPrintable(part.load()));
        QVERIFY(choose(QStringLiteral("claude-3-7-sonnet-20250219")));
        part.allowed()->setValue(10);
        QVERIFY2(part.said().startsWith(QStringLiteral("Hand over below 0.96: of the 2,435 answers at or above it, ")) && part.said().contains(QStringLiteral("(6.8\u00A0%)")), qPrintable(part.said()));
    }
};

QTEST_MAIN(TestEvaluationsPane)
#include "test_evaluations_pane.moc"
