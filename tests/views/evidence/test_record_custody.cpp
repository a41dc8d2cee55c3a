// SPDX-License-Identifier: GPL-3.0-or-later
// What is said of several chosen records at once, each signed, and the custody of one record beside it, which is read only when somebody looks.
#include "tests/views/shell/console_fixture.h"

#include "models/items/custody_list.h"
#include "models/items/evidence_model.h"
#include "models/items/session.h"
#include "models/items/session_trail.h"
#include "models/workspace/selection.h"
#include "models/workspace/workspace.h"
#include "views/evidence/evidence_page.h"
#include "views/evidence/evidence_table.h"
#include "views/evidence/record_inspector.h"
#include "views/evidence/remarks_view.h"
#include "views/keeping/custody_tab.h"

#include <QApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace mandate;

class RecordCustodyTest : public QObject
{
    Q_OBJECT

public:
    static void initMain() { ConsoleFixture::isolate(); }

private Q_SLOTS:
    void initTestCase()
    {
        m_console.window().resize(1400, 900);
        QVERIFY(QTest::qWaitForWindowActive(&m_console.window()));
        QVERIFY(m_console.openWorkspace({ConsoleFixture::sampleRuns()}, ConsoleFixture::samplePacts()));
        m_page = m_console.page<EvidencePage>();
        m_console.window().goTo(QUrl(QStringLiteral("mandate://evidence?filter=kind:action")));
        m_console.settle();
        m_table = m_page->table();
    }

    void sStarsAllChosenRowsAndTakesThemBackEachSigned()
    {
        const auto chosen = choose(3);
        const std::uint64_t size = workspace().store().size();
        QSignalSpy said(m_console.window().session(), &Session::noted);
        QTest::keyClick(m_table, Qt::Key_S);
        m_console.settle();
        QTRY_COMPARE(workspace().store().size(), size + 3);
        QTRY_COMPARE(said.count(), 1); // one message
        QVERIFY2(said.first().first().toString().contains(QLatin1String("3 record")), qPrintable(said.first().first().toString()));
        for (const quint64 entry : chosen) {
            const auto remarks = workspace().annotations(entry);
            QCOMPARE(remarks.size(), std::size_t{1});
            QCOMPARE(remarks.front().said.step, AnnotationStep::Star);
        }
        const auto more = choose(4); // one of them has no star yet: it gets one, the others keep theirs
        QTest::keyClick(m_table, Qt::Key_S);
        m_console.settle();
        QTRY_COMPARE(workspace().store().size(), size + 4);
        QCOMPARE(workspace().annotations(more.back()).size(), std::size_t{1});
        (void)choose(4);
        QTest::keyClick(m_table, Qt::Key_S);
        m_console.settle();
        QTRY_COMPARE(workspace().store().size(), size + 8);
        QTRY_VERIFY(workspace().recordMarks().empty());
        QVERIFY(workspace().verify()->ok);
    }

    void tTagsAllChosenRowsAndSaysSoBefore()
    {
        const auto chosen = choose(3);
        const std::uint64_t size = workspace().store().size();
        QTest::keyClick(m_table, Qt::Key_T);
        m_console.settle();
        QCOMPARE(remarks()->together().size(), 3);
        QCOMPARE(QApplication::focusWidget(), remarks()->tagEdit());
        QTest::keyClicks(remarks()->tagEdit(), QStringLiteral("matter-7"));
        QTest::keyClick(remarks()->tagEdit(), Qt::Key_Return);
        m_console.settle();
        QTRY_COMPARE(workspace().store().size(), size + 3);
        for (const quint64 entry : chosen)
            QCOMPARE(workspace().annotations(entry).back().said.text, std::string("matter-7"));
        // Another record, and what is said is of that one alone.
        m_table->setCurrentIndex(m_table->model()->index(6, EvidenceModel::DidColumn));
        m_console.settle();
        QVERIFY(remarks()->together().isEmpty());
        QTest::keyClick(m_table, Qt::Key_S);
        m_console.settle();
        QTRY_COMPARE(workspace().store().size(), size + 4);
    }

    void custodyOfARecordIsReadWhenSomebodyLooks()
    {
        const auto chosen = choose(1);
        CustodyTab *custody = m_page->inspector()->custody();
        QVERIFY(!custody->list()->wasRead());
        m_page->inspector()->setTab(RecordInspector::CustodyTabIndex);
        m_console.settle();
        QTRY_VERIFY(custody->list()->wasRead());
        QTRY_COMPARE(custody->list()->asked().of, QString::number(chosen.front()));
        QTRY_COMPARE(custody->table()->model()->rowCount(), 3); // a star, its taking back, a tag
        QStringList acts;
        for (int row = 0; row < 3; ++row) {
            acts << custody->list()->item(row)->act;
            QVERIFY(!custody->list()->item(row)->who.isEmpty() && !custody->list()->item(row)->when.isEmpty());
        }
        QCOMPARE(acts.join(QLatin1Char('|')), QStringLiteral("A star was put on it|The star was taken back|Tagged “matter-7”"));
        // A value that is revealed and a hold appear by themselves, with who and why; and the tab is part of the link.
        EvidenceSelection selection;
        selection.entries = {chosen.front()};
        QVERIFY(workspace().placeHold("M-7", "court order", selection).ok());
        QTRY_COMPARE_WITH_TIMEOUT(custody->table()->model()->rowCount(), 4, 10'000);
        QCOMPARE(custody->list()->item(3)->reason, QStringLiteral("court order"));
        QVERIFY(m_page->currentLink().query().contains(QLatin1String("tab=custody")));
        m_page->inspector()->focusContent();
        QVERIFY(custody->table()->hasFocus());
        if (const QString folder = qEnvironmentVariable("MANDATE_PICTURES"); !folder.isEmpty()) { // to be looked at
            for (const QSize &size : {QSize(1400, 900), QSize(1280, 720)}) {
                m_console.window().resize(size);
                m_console.settle();
                m_console.window().grab().save(folder + QStringLiteral("/record-custody-%1.png").arg(size.height()));
            }
        }
    }

    void barsOfSpansEndWhenTheSourceSaysSo()
    {
        const auto span = [](const char *id, const char *begin, const char *end) {
            return QByteArray("{\"resourceSpans\":[{\"resource\":{\"attributes\":[]},\"scopeSpans\":[{\"spans\":[{\"spanId\":\"") + id + "\",\"name\":\"execute_tool look\",\"startTimeUnixNano\":\"17000000" + begin +
                   "000000000\"," + (end ? QByteArray("\"endTimeUnixNano\":\"17000000") + end + "000000000\"," : QByteArray()) +
                   "\"attributes\":[{\"key\":\"gen_ai.operation.name\",\"value\":{\"stringValue\":\"execute_tool\"}},{\"key\":\"gen_ai.agent.name\",\"value\":{\"stringValue\":\"timer\"}},"
                   "{\"key\":\"gen_ai.tool.name\",\"value\":{\"stringValue\":\"look\"}},{\"key\":\"gen_ai.conversation.id\",\"value\":{\"stringValue\":\"timed\"}}]}]}]}]}\n";
        };
        const QString file = m_console.write(QStringLiteral("spans.jsonl"), span("a1", "00", "02") + span("a2", "04", nullptr) + span("a3", "06", "10"));
        QVERIFY(workspace().import({file.toStdString()}, {}).ok());
        SessionTrail trail(m_console.window().session()->workspace());
        QSignalSpy done(&trail, &SessionTrail::readingDone);
        trail.read(QStringLiteral("timer"), QStringLiteral("timed"));
        QVERIFY(done.wait(10'000));
        const auto data = trail.data();
        QCOMPARE(data->items.size(), std::size_t{3});
        QCOMPARE(data->withEnd, quint64{2});
        QCOMPARE(data->items[0].end, 0.2); // of ten seconds
        QCOMPARE(data->items[1].end, 0.6); // no end is given: to the next record
        QCOMPARE(data->items[2].end, 1.0);
        QVERIFY2(trailSentence(*data).contains(QLatin1String("2 of them end")), qPrintable(trailSentence(*data)));
    }

private:
    /// The first rows, by keys; their entries.
    std::vector<quint64> choose(int rows)
    {
        m_table->setFocus();
        m_table->clearSelection();
        m_table->setCurrentIndex(m_table->model()->index(0, EvidenceModel::DidColumn));
        for (int row = 1; row < rows; ++row)
            QTest::keyClick(m_table, Qt::Key_Down, Qt::ShiftModifier);
        m_console.settle();
        auto chosen = m_table->chosenEntries();
        if (static_cast<int>(chosen.size()) != rows)
            qFatal("%zu rows are chosen, not %d", chosen.size(), rows);
        return chosen;
    }
    [[nodiscard]] Workspace &workspace() const { return *m_console.window().session()->workspace(); }
    [[nodiscard]] RemarksView *remarks() const { return m_page->inspector()->remarks(); }

    ConsoleFixture m_console;
    EvidencePage *m_page = nullptr;
    EvidenceTable *m_table = nullptr;
};

QTEST_MAIN(RecordCustodyTest)
#include "test_record_custody.moc"
