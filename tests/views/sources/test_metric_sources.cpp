// SPDX-License-Identifier: GPL-3.0-or-later
// Metrics sources in the window, by keys alone: added after a look, shown with their holes as chart and table, changed, refused in words, taken away.
#include "tests/models/enforcement/peer.h"
#include "tests/views/shell/console_fixture.h"

#include "models/items/metric_source_list.h"
#include "models/items/session.h"
#include "models/items/text_safety.h"
#include "views/charts/chart_or_table.h"
#include "views/metrics/metrics_page.h"
#include "views/metrics/panel_grid.h"
#include "views/metrics/panel_view.h"
#include "views/metrics/source_panels.h"
#include "views/sources/metric_chart.h"
#include "views/sources/metric_source_form.h"
#include "views/sources/metric_sources_pane.h"
#include "views/sources/sources_page.h"
#include "views/widgets/theme.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QTest>

#include <cmath>

using namespace mandate;

class MetricSourcesWindowTest : public QObject
{
    Q_OBJECT

public:
    static void initMain() { ConsoleFixture::isolate(); }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_server.runs());
        m_console.window().resize(1280, 860);
        QVERIFY(QTest::qWaitForWindowActive(&m_console.window()));
        QVERIFY(m_console.openWorkspace({ConsoleFixture::sampleRuns()}, ConsoleFixture::samplePacts()));
        QVERIFY(m_console.window().goTo(QUrl(QStringLiteral("mandate://sources"))));
        m_pane = m_console.page<SourcesPage>()->metrics();
        m_form = m_pane->form();
        m_console.settle();
    }

    void itSaysThatThereIsNoneAndOpensByAKey()
    {
        QTRY_VERIFY(m_pane->words().contains(QLatin1String("No metrics source yet")));
        m_pane->toggle()->setFocus();
        QTest::keyClick(m_pane->toggle(), Qt::Key_Space);
        QVERIFY(m_form->isVisible());
        QCOMPARE(m_console.page<SourcesPage>()->currentLink(), QUrl(QStringLiteral("mandate://sources?show=metrics")));
        QVERIFY(!m_form->saveButton()->isEnabled());
        QVERIFY(!m_form->readButton()->isEnabled());
    }

    void aSourceIsTriedBeforeItIsAdded()
    {
        type("id", QStringLiteral("task-latency"));
        type("title", QStringLiteral("Task latency"));
        type("address", QString::fromStdString(m_server.url("/gaps")));
        type("query", QStringLiteral("up"));
        type("step", QStringLiteral("60"));
        type("unit", QStringLiteral("seconds"));
        QCOMPARE(m_form->readButton()->text(), QStringLiteral("Try it"));
        press(m_form->readButton());
        QTRY_COMPARE(m_form->chart()->hatches(), 1);
        QVERIFY2(m_form->said().contains(QLatin1String("1 hole")), qPrintable(m_form->said()));
        QCOMPARE(m_form->chart()->graphCount(), 1);
        QCOMPARE(m_form->chart()->accessibleDescription(), m_form->said());
        QCOMPARE(list()->rowCount(), 0); // nothing was signed
        press(m_form->saveButton());
        QTRY_COMPARE(list()->rowCount(), 1);
        QTRY_VERIFY2(state(0).contains(QLatin1String("with holes")), qPrintable(state(0)));
        QVERIFY(m_pane->words().contains(QLatin1String("1 metrics source")));
        QVERIFY(m_pane->table()->currentIndex().isValid());
    }

    void theTableHasEveryPointAndTheHoleInItsPlace()
    {
        QTRY_VERIFY(m_form->chartOrTable()->table()->model()->rowCount() > 50);
        m_form->chart()->setFocus();
        QTest::keyClick(m_form->chart(), Qt::Key_T);
        QVERIFY(m_form->chartOrTable()->showsTable());
        const QAbstractItemModel *model = m_form->chartOrTable()->table()->model();
        QCOMPARE(model->rowCount(), 61 - 4 + 1); // an hour of minutes, four left out, one hole
        QCOMPARE(model->index(3, 1).data().toString(), QStringLiteral("Not known"));
        QVERIFY(model->index(3, 0).data().toString().contains(QLatin1String(" to ")));
        QCOMPARE(model->index(0, 1).data().toString(), QStringLiteral("1"));
        QCOMPARE(model->index(3, 1).data(StateRole).value<StateWord>().shape, Shape::Hatch);
        QTest::keyClick(m_form->chartOrTable()->table(), Qt::Key_T);
        QVERIFY(!m_form->chartOrTable()->showsTable());
    }

    void whatCannotBeReadIsSaidAndNothingIsDrawnAsZero()
    {
        type("address", QString::fromStdString(m_server.url("/500")));
        press(m_form->readButton());
        QTRY_VERIFY2(m_form->said().contains(QLatin1String("MND-MSR-044")), qPrintable(m_form->said()));
        QVERIFY(m_form->said().contains(QLatin1String("disk full")));
        QCOMPARE(m_form->chart()->graphCount(), 0);
        QCOMPARE(m_form->chart()->hatches(), 1); // the whole time
        press(m_form->saveButton());
        QTRY_COMPARE(state(0), QStringLiteral("Not readable"));
        QCOMPARE(list()->data(list()->index(0, MetricSourceList::Value)).toString(), QStringLiteral("not known"));
        QTRY_VERIFY(m_pane->words().contains(QLatin1String("0 healthy, 0 late or with holes, 1 of which nothing is known")));
    }

    void whatMayNotBeIsRefusedBesideTheButtons()
    {
        type("address", QStringLiteral("http://ada:geheim@prometheus.example.org"));
        press(m_form->saveButton());
        QTRY_VERIFY2(m_form->said().contains(QLatin1String("MND-MSR-004")), qPrintable(m_form->said()));
        QVERIFY(!m_form->said().contains(QLatin1String("geheim")));
        QCOMPARE(list()->item(0)->source.address, QString::fromStdString(m_server.url("/500")));
    }

    void aSecretIsNeverShownAgain()
    {
        type("address", QString::fromStdString(m_server.url("/who")));
        auto *auth = m_form->findChild<QComboBox *>(QStringLiteral("credentials"));
        QVERIFY(auth);
        auth->setCurrentIndex(2);
        QVERIFY(m_form->field(QStringLiteral("secret"))->isVisibleTo(m_form));
        QCOMPARE(m_form->field(QStringLiteral("secret"))->echoMode(), QLineEdit::Password);
        type("secret", QStringLiteral("s3cret-token"));
        press(m_form->readButton());
        QTRY_COMPARE(m_form->chartOrTable()->table()->model()->index(0, 1).data().toString(), QStringLiteral("1")); // the server knew it
        QVERIFY(!m_form->said().contains(QLatin1String("s3cret")));
        auth->setCurrentIndex(0);
        QVERIFY(!m_form->field(QStringLiteral("secret"))->isVisibleTo(m_form));
    }

    void aCsvFileIsAddedBesideAndHostileNamesAreSafe()
    {
        press(m_pane->addButton());
        QVERIFY(m_form->isNew());
        m_form->kind()->setCurrentIndex(2);
        const qint64 now = QDateTime::currentSecsSinceEpoch();
        QByteArray csv = "time,value\n";
        for (int i = 30; i >= 0; --i)
            csv += QDateTime::fromSecsSinceEpoch(now - i * 60, Qt::UTC).toString(Qt::ISODate).toUtf8() + "," + QByteArray::number(i % 7) + "\n";
        type("id", QStringLiteral("rework"));
        type("title", QStringLiteral("\u202eevil<b>x"));
        type("address", m_console.write(QStringLiteral("rework.csv"), csv));
        press(m_form->saveButton());
        QTRY_COMPARE(list()->rowCount(), 2);
        QTRY_VERIFY(state(0) != QLatin1String("Reading") && state(0) != QLatin1String("Not read yet"));
        QVERIFY(list()->index(0, 0).data().toString().contains(QStringLiteral("⟦U+202E⟧")));
    }

    void itIsLookedAtLightAndDark()
    {
        const QString folder = qEnvironmentVariable("MANDATE_PICTURES");
        for (const auto &[choice, name] : {std::pair{Theme::Choice::Light, "light"}, {Theme::Choice::Dark, "dark"}}) {
            Theme::instance().setChoice(choice);
            for (int row : {1, 0}) {
                m_pane->table()->selectRow(row);
                m_console.settle();
                QTRY_VERIFY(!list()->isBusy());
            }
            const auto overlaps = [this] { // no field lies on another
                const QList<QLineEdit *> lines = m_form->findChildren<QLineEdit *>();
                for (const QLineEdit *a : lines) {
                    for (const QLineEdit *b : lines) {
                        if (a != b && a->parent() == b->parent() && a->isVisible() && b->isVisible() && a->geometry().intersects(b->geometry()))
                            return true;
                    }
                }
                return false;
            };
            QTRY_VERIFY(!overlaps());
            const QImage picture = m_console.window().grab().toImage();
            QVERIFY(!picture.isNull());
            if (!folder.isEmpty())
                QVERIFY(picture.save(folder + QLatin1String("/metric-sources-") + QLatin1String(name) + QLatin1String(".png")));
        }
        Theme::instance().setChoice(Theme::Choice::Light);
    }

    void theMetricsPageShowsThemBesideItsFiguresWithTheirHolesAndNeverAsZero()
    {
        m_pane->table()->selectRow(list()->rowOf(QStringLiteral("task-latency")));
        type("address", QString::fromStdString(m_server.url("/gaps")));
        press(m_form->saveButton());
        QTRY_COMPARE(list()->item(list()->rowOf(QStringLiteral("task-latency")))->source.address, QString::fromStdString(m_server.url("/gaps")));
        QVERIFY(m_console.window().goTo(QUrl(QStringLiteral("mandate://metrics?tab=behaviour"))));
        SourcePanels &panels = *m_console.page<MetricsPage>()->panelGrid()->sources();
        QTRY_COMPARE(panels.views().size(), 2);
        const auto panel = [&panels](const QString &id) -> const FigurePanel & {
            for (const PanelView *view : panels.views()) {
                if (view->panel().key == QStringLiteral("source ") + id)
                    return view->panel();
            }
            return panels.views().first()->panel();
        };
        press(panels.readButton());
        const auto isRead = [&] { return !list()->isBusy() && panel(QStringLiteral("task-latency")).state->text != QLatin1String("Reading"); };
        QTRY_VERIFY(isRead());
        const FigurePanel latency = panel(QStringLiteral("task-latency"));
        QCOMPARE(latency.state->text, QStringLiteral("Healthy, with holes"));
        QVERIFY2(latency.value.contains(QLatin1String("seconds")), qPrintable(latency.value));
        QVERIFY2(latency.sentence.contains(QLatin1String("of this time")) && latency.sentence.contains(QLatin1String("Complete through")), qPrintable(latency.sentence));
        QVERIFY(!latency.picture.holes.isEmpty());
        int breaks = 0;
        for (const double y : latency.picture.series.first().y)
            breaks += std::isnan(y);
        QVERIFY(breaks > 0); // the line does not run across a hole
        int unknown = 0;
        for (const FigurePanel::CellState &cell : latency.cellStates)
            unknown += cell.state.shape == Shape::Hatch;
        QVERIFY(unknown > 0);
        QVERIFY(panel(QStringLiteral("rework")).title.contains(QStringLiteral("⟦U+202E⟧")));

        // A server that is down is no zero and nothing green: the whole time is one hole.
        QVERIFY(m_console.window().goTo(QUrl(QStringLiteral("mandate://sources?show=metrics"))));
        m_pane->table()->selectRow(list()->rowOf(QStringLiteral("task-latency")));
        type("address", QString::fromStdString(m_server.url("/500")));
        press(m_form->saveButton());
        QTRY_COMPARE(list()->item(list()->rowOf(QStringLiteral("task-latency")))->source.address, QString::fromStdString(m_server.url("/500")));
        QVERIFY(m_console.window().goTo(QUrl(QStringLiteral("mandate://metrics?tab=behaviour"))));
        QTRY_COMPARE(panel(QStringLiteral("task-latency")).state->text, QStringLiteral("Not readable"));
        const FigurePanel down = panel(QStringLiteral("task-latency"));
        QCOMPARE(down.value, QStringLiteral("not known"));
        QCOMPARE(down.state->tone, Tone::Critical);
        QVERIFY2(down.sentence.startsWith(QLatin1String("Known of 0.0")), qPrintable(down.sentence));
        QCOMPARE(down.picture.series.first().x.size(), 0);
        QCOMPARE(down.picture.holes.size(), 1);
        const QString folder = qEnvironmentVariable("MANDATE_PICTURES");
        if (!folder.isEmpty()) {
            m_console.page<MetricsPage>()->panelGrid()->ensureWidgetVisible(&panels);
            QVERIFY(m_console.window().grab().save(folder + QLatin1String("/metrics-sources.png")));
        }
        QVERIFY(m_console.window().goTo(QUrl(QStringLiteral("mandate://sources?show=metrics"))));
    }

    void aSourceIsTakenAwayAtTheSecondPress()
    {
        m_pane->table()->selectRow(list()->rowOf(QStringLiteral("task-latency")));
        press(m_form->removeButton());
        QCOMPARE(m_form->removeButton()->text(), QStringLiteral("Remove source now"));
        QCOMPARE(list()->rowCount(), 2);
        press(m_form->removeButton());
        QTRY_COMPARE(list()->rowCount(), 1);
        QTest::keyClick(m_pane->toggle(), Qt::Key_Space);
        QVERIFY(!m_form->isVisible());
    }

private:
    void type(const char *key, const QString &text)
    {
        QLineEdit *line = m_form->field(QString::fromLatin1(key));
        line->setFocus();
        line->selectAll();
        QTest::keyClick(line, Qt::Key_Delete);
        if (text.startsWith(QChar(0x202e)))
            line->setText(text); // no key makes it
        else
            QTest::keyClicks(line, text);
    }
    void press(QPushButton *button)
    {
        QVERIFY2(button->isEnabled(), qPrintable(button->toolTip()));
        button->setFocus();
        QTest::keyClick(button, Qt::Key_Space);
    }
    MetricSourceList *list() { return MetricSourceList::of(m_console.window().session()); }
    QString state(int row) { return list()->data(list()->index(row, MetricSourceList::State)).toString(); }

    peer::Peer m_server{QStringLiteral("../metric_sources/lying_server.py"), {}};
    ConsoleFixture m_console;
    MetricSourcesPane *m_pane = nullptr;
    MetricSourceForm *m_form = nullptr;
};

QTEST_MAIN(MetricSourcesWindowTest)
#include "test_metric_sources.moc"
