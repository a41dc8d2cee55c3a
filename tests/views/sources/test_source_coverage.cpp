// SPDX-License-Identifier: GPL-3.0-or-later
// The Sources page says what each source covers; an owner signs by keys how often records are expected, and no longer. A recording is never late.
#include "tests/views/shell/console_fixture.h"

#include "models/items/session.h"
#include "models/items/source_model.h"
#include "models/workspace/source_coverage.h"
#include "views/sources/coverage_pane.h"
#include "views/sources/sources_page.h"
#include "views/widgets/theme.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>
#include <QTest>

using namespace mandate;

class SourceCoverageWindowTest : public QObject
{
    Q_OBJECT

public:
    static void initMain() { ConsoleFixture::isolate(); }

private Q_SLOTS:
    void initTestCase()
    {
        m_console.window().resize(1280, 860);
        QVERIFY(QTest::qWaitForWindowActive(&m_console.window()));
        QVERIFY(m_console.openWorkspace({ConsoleFixture::sampleRuns()}, ConsoleFixture::samplePacts()));
        QVERIFY(m_console.window().goTo(QUrl(QStringLiteral("mandate://sources"))));
        m_page = m_console.page<SourcesPage>();
        m_pane = m_page->coverage();
        m_console.settle();
    }

    void aRecordingIsCalledThatAndIsNeverLate()
    {
        QTRY_VERIFY(m_pane->isVisible());
        QCOMPARE(stateShown(), QStringLiteral("Recording"));
        QVERIFY2(m_pane->words().contains(QLatin1String("Last record: ")), qPrintable(m_pane->words()));
        QVERIFY(m_pane->words().contains(QLatin1String("Nobody expects it to go on, so it is never late.")));
        QVERIFY(!m_pane->end()->isVisible());
        picture("sources-recording");
    }

    void anExpectationIsSignedByKeysAndEnded()
    {
        const std::uint64_t size = workspace().store().size();
        m_pane->source()->setFocus();
        m_pane->source()->selectAll();
        QTest::keyClicks(m_pane->source(), QStringLiteral("*.json"));
        m_pane->count()->setFocus();
        m_pane->count()->selectAll();
        QTest::keyClicks(m_pane->count(), QStringLiteral("6"));
        QTest::keyClick(m_pane->unit(), Qt::Key_Down); // days
        m_pane->reason()->setFocus();
        QTest::keyClicks(m_pane->reason(), QStringLiteral("Runs come every week."));
        m_pane->sign()->setFocus();
        QTest::keyClick(m_pane->sign(), Qt::Key_Space);
        QTRY_COMPARE(workspace().store().size(), size + 1);
        const auto expected = SourceWatch(workspace()).expectations();
        QCOMPARE(expected.size(), std::size_t{1});
        QCOMPARE(expected[0].everySeconds, std::int64_t{6} * 86'400);
        QCOMPARE(expected[0].source, std::string("*.json"));
        QCOMPARE(expected[0].reason, std::string("Runs come every week."));
        QTRY_COMPARE(stateShown(), QStringLiteral("Healthy")); // from now on it is waited for
        QTRY_VERIFY2(m_pane->words().contains(QLatin1String("are expected at least every 6 d")), qPrintable(m_pane->words()));
        picture("sources-expected");
        QVERIFY(m_pane->end()->isVisible());
        m_pane->end()->setFocus();
        QTest::keyClick(m_pane->end(), Qt::Key_Space);
        QTRY_VERIFY(SourceWatch(workspace()).expectations().empty());
        QTRY_COMPARE(stateShown(), QStringLiteral("Recording"));
        QTRY_VERIFY(!m_pane->end()->isVisible());
        QVERIFY(workspace().verify()->ok);
    }

    void whatCannotBeIsRefusedBesideTheButtons()
    {
        m_pane->source()->setText(QStringLiteral("x"));
        m_pane->count()->setValue(400);
        m_pane->unit()->setCurrentIndex(2);
        QVERIFY(m_pane->sign()->isEnabled()); // 400 days are the most
        m_pane->source()->clear();
        QVERIFY(!m_pane->sign()->isEnabled());
        QVERIFY(m_page->panes().contains(m_pane));
    }

    void openedForReadingItSaysWhyNothingCanBeSigned()
    {
        const QString file = QString::fromStdString(workspace().path());
        QVERIFY(m_console.open(file, true));
        m_console.window().goTo(QUrl(QStringLiteral("mandate://sources")));
        m_console.settle();
        QTRY_VERIFY(m_pane->isVisible());
        QVERIFY(!m_pane->sign()->isEnabled());
        QVERIFY2(!m_pane->sign()->toolTip().isEmpty(), "why");
    }

private:
    [[nodiscard]] QString stateShown() const { return m_page->table()->model()->index(0, SourceModel::State).data().toString(); }
    [[nodiscard]] Workspace &workspace() const { return *m_console.window().session()->workspace(); }
    /// To be looked at: in the folder that MANDATE_PICTURES names.
    void picture(const char *name)
    {
        const QString folder = qEnvironmentVariable("MANDATE_PICTURES");
        if (folder.isEmpty())
            return;
        m_console.settle();
        m_console.window().grab().save(folder + QLatin1Char('/') + QLatin1String(name) + QLatin1String(".png"));
    }

    ConsoleFixture m_console;
    SourcesPage *m_page = nullptr;
    CoveragePane *m_pane = nullptr;
};

QTEST_MAIN(SourceCoverageWindowTest)
#include "test_source_coverage.moc"
