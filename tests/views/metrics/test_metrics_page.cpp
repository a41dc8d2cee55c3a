// SPDX-License-Identifier: GPL-3.0-or-later
// The Metrics page offscreen on real runs: the table holds the points that are drawn, and the words say what the picture shows.
#include "models/items/metric_panels.h"
#include "models/items/rate_model.h"
#include "models/items/task_success.h"
#include "models/workspace/metric_trail.h"
#include "tests/models/items/sample_session.h"
#include "views/charts/chart_or_table.h"
#include "views/metrics/metrics_page.h"
#include "views/metrics/panel_grid.h"
#include "views/metrics/panel_plot.h"
#include "views/metrics/panel_view.h"
#include "views/metrics/rate_chart.h"

#include <QAccessible>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>

using namespace mandate;

class TestMetricsPage : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::SampleSession> m_sample;
    std::unique_ptr<MetricsPage> m_page;

private Q_SLOTS:
    void initTestCase() { m_sample = std::make_unique<test::SampleSession>(); }

    void init()
    {
        m_page = std::make_unique<MetricsPage>();
        m_page->resize(1440, 860);
        m_page->setSession(m_sample->session());
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        m_sample->session()->rates()->setQuestion({}, {});
        QVERIFY(m_sample->settle());
    }
    void cleanup() { m_page.reset(); }

    void theTableHoldsThePointsThatAreDrawn()
    {
        const RateModel *model = m_sample->session()->rates();
        QVERIFY(model->rowCount() > 0);
        QCOMPARE(m_page->chartOrTable()->table()->model()->rowCount(), model->rowCount());
        QCOMPARE(m_page->chart()->drawnVolume().size(), qsizetype(model->rowCount()));
        qsizetype enough = 0;
        for (int row = 0; row < model->rowCount(); ++row) {
            const RatePoint &point = model->points()[static_cast<std::size_t>(row)];
            QCOMPARE(m_page->chart()->drawnVolume().at(row).y(), static_cast<double>(point.decidable));
            if (!point.enough)
                continue;
            QCOMPARE(m_page->chart()->drawnAttempted().at(enough).y(), 100 * point.attemptedRate);
            ++enough;
        }
        QCOMPARE(m_page->chart()->drawnAttempted().size(), enough);
    }

    /// Both numbers side by side, counted again here from the columns and bodies of the store.
    void successIsShownBesideTheViolationsItHides()
    {
        const RateModel *model = m_sample->session()->rates();
        const auto trail = readMetricTrail(m_sample->workspace());
        QVERIFY(trail.ok());
        const auto successes = taskSuccesses(**trail);
        QVERIFY(!successes.empty());
        bool some = false;
        for (const TaskSuccess &success : successes) {
            QVERIFY(success.succeeded <= success.scored && success.succeededViolating <= success.succeeded);
            quint64 scored = 0;
            RowFilter runs;
            runs.kinds = {RecordKind::Session};
            runs.agents = {success.agent.toStdString()};
            const auto ends = m_sample->workspace().store().count(runs);
            QVERIFY(ends);
            scored = *ends;
            QVERIFY(success.scored <= scored);
            const bool shown = m_page->hiddenNote().contains(successSentence(success));
            QCOMPARE(shown, success.hidesViolations());
            some |= shown;
        }
        QVERIFY2(some, "the sample holds an agent that succeeded and broke its pact");
        QVERIFY(!model->hiddenViolations().isEmpty());
        for (const TaskSuccess &success : successes) {
            m_sample->session()->rates()->setQuestion(success.agent, {});
            QVERIFY(m_sample->settle());
            QCOMPARE(m_page->hiddenNote().isEmpty(), !success.hidesViolations());
        }
    }

    void keyTShowsTheTableAndTheChartAgain()
    {
        m_page->chart()->setFocus();
        QTest::keyClick(m_page->chart(), Qt::Key_T);
        QVERIFY(m_page->chartOrTable()->showsTable());
        QVERIFY(m_page->chartOrTable()->table()->hasFocus());
        QTest::keyClick(m_page->chartOrTable()->table(), Qt::Key_T);
        QVERIFY(!m_page->chartOrTable()->showsTable());
        m_page->chartOrTable()->button()->click();
        QVERIFY(m_page->chartOrTable()->showsTable());
    }

    void aChoiceChangesTheFiguresAndTheirWords()
    {
        QVERIFY(m_page->agentPicker()->count() > 1);
        QVERIFY(m_page->clausePicker()->count() > 1);
        const QString before = m_page->chart()->accessibleDescription();
        QCOMPARE(m_page->summary(), before);
        m_page->agentPicker()->setFocus();
        QTest::keyClick(m_page->agentPicker(), Qt::Key_Down);
        QVERIFY(QTest::qWaitFor([&] { return m_page->chart()->accessibleDescription() != before; }, 30'000));
        QCOMPARE(m_sample->session()->rates()->agent(), m_page->agentPicker()->currentData().toString());
        QVERIFY(m_page->summary().contains(m_page->agentPicker()->currentText()));
    }

    void aRowLeadsToItsRecords()
    {
        QSignalSpy links(m_page.get(), &Page::linkActivated);
        QVERIFY(m_page->rows()->model()->rowCount() > 0);
        m_page->rows()->setFocus();
        m_page->rows()->setCurrentIndex(m_page->rows()->model()->index(0, 0));
        QTest::keyClick(m_page->rows(), Qt::Key_Return);
        QCOMPARE(links.count(), 1);
        QCOMPARE(links.first().first().toUrl().host(), QStringLiteral("evidence"));
    }

    /// The second tab: each figure is a picture and a table, text to copy, a file, and a way to its records.
    void everyFigureIsPictureTableTextAndFile()
    {
        QVERIFY(m_page->showLink(QUrl(QStringLiteral("mandate://metrics?tab=behaviour"))));
        QVERIFY(QTest::qWaitFor([this] { return m_sample->session()->metrics()->wasRead() && !m_sample->session()->isBusy(); }, 60'000));
        const QList<FigurePanel> &panels = m_sample->session()->metrics()->panels();
        QVERIFY(panels.size() >= 5);
        QCOMPARE(m_page->panelGrid()->views().size(), panels.size());
        const FigurePanel *targets = m_sample->session()->metrics()->panel(QStringLiteral("targets"));
        QVERIFY(targets && targets->rows.size() == targets->rowStates.size() && !targets->cellSparks.isEmpty());
        const FigurePanel::CellSpark &budget = targets->cellSparks.first(); // drawn in the cell, and read aloud with it
        const QAbstractItemModel *drawn = m_page->panelGrid()->views()[targets - panels.data()]->table()->model();
        QCOMPARE(drawn->index(budget.row, budget.column).data(SparklineRole).value<Sparkline>().values, budget.spark.values);
        QVERIFY(drawn->index(budget.row, budget.column).data(Qt::AccessibleTextRole).toString().contains(budget.spark.words()));
        QSignalSpy links(m_page.get(), &Page::linkActivated);
        int pictures = 0, withRecords = 0;
        for (qsizetype i = 0; i < panels.size(); ++i) {
            PanelView *view = m_page->panelGrid()->views()[i];
            const FigurePanel &panel = panels[i];
            QCOMPARE(view->panel().key, panel.key);
            QVERIFY2(!panel.title.isEmpty() && view->accessibleName() == panel.title, qPrintable(panel.key));
            QCOMPARE(view->table()->model()->rowCount(), static_cast<int>(panel.rows.size()));
            for (const QStringList &cells : panel.rows)
                QVERIFY2(cells.size() == panel.columns.size(), qPrintable(panel.key));
            for (const QToolButton *button : view->findChildren<QToolButton *>())
                QVERIFY2(!button->isVisibleTo(view) || button->accessibleName().contains(panel.title), qPrintable(button->text()));

            const QString text = view->asText();
            QVERIFY(text.startsWith(panel.title) && text.contains(panel.sentence));
            for (const QStringList &cells : panel.rows)
                QVERIFY2(text.contains(cells.join(u'\t')), qPrintable(panel.key));
            for (QToolButton *button : view->findChildren<QToolButton *>()) {
                if (button->accessibleName() == QStringLiteral("Copy %1").arg(panel.title)) {
                    button->click();
                    QCOMPARE(QGuiApplication::clipboard()->text(), text);
                } else if (button->isVisibleTo(view) && button->accessibleName().startsWith(QStringLiteral("Show the records"))) {
                    button->click();
                    QCOMPARE(links.count(), 1);
                    QCOMPARE(links.takeFirst().first().toUrl(), panel.records);
                    QCOMPARE(panel.records.host(), QStringLiteral("evidence"));
                    ++withRecords;
                }
            }
            if (panel.picture.isEmpty())
                continue;
            ++pictures;
            QVERIFY2(!panel.rows.isEmpty(), qPrintable(panel.key)); // what is drawn can be read
            QCOMPARE(view->plot()->accessibleName(), panel.title);
            const QString file = m_sample->filePath(QStringLiteral("figure %1.pdf").arg(i));
            QVERIFY(view->savePicture(file));
            QFile written(file);
            QVERIFY(written.open(QIODevice::ReadOnly));
            QVERIFY(written.read(5).startsWith("%PDF"));
            QVERIFY(written.size() > 1000);
            QVERIFY(!view->savePicture(m_sample->filePath(QStringLiteral("no such folder/figure.pdf"))));
        }
        QVERIFY(pictures > 0);
        QVERIFY(withRecords > 0);
    }

    void theChartHasNameRoleAndDescription()
    {
        QAccessibleInterface *face = QAccessible::queryAccessibleInterface(m_page->chart());
        QVERIFY(face);
        QCOMPARE(face->role(), QAccessible::Chart);
        QVERIFY(!face->text(QAccessible::Name).isEmpty());
        QVERIFY(!face->text(QAccessible::Description).isEmpty());
    }

    void everyFocusableWidgetHasANameAndNoLabelReadsMarkUp()
    {
        for (QWidget *widget : m_page->findChildren<QWidget *>()) {
            if (!widget->isVisible() || (widget->focusPolicy() & Qt::TabFocus) == 0 || widget->focusProxy())
                continue;
            QAccessibleInterface *face = QAccessible::queryAccessibleInterface(widget);
            QVERIFY2(face && !face->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
        }
        for (const QLabel *label : m_page->findChildren<QLabel *>())
            QVERIFY2(label->textFormat() == Qt::PlainText || label->text().isEmpty() || label->buddy(), qPrintable(label->text()));
    }
};

QTEST_MAIN(TestMetricsPage)
#include "test_metrics_page.moc"
