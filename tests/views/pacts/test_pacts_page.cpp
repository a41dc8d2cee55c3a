// SPDX-License-Identifier: GPL-3.0-or-later
// The Pacts page on the bundled pacts: prose, source, checks, and the way from a problem to its clause.
#include "tests/views/shell/console_fixture.h"

#include "models/items/pact_model.h"
#include "models/items/session.h"
#include "views/pacts/export_sheet.h"
#include "views/pacts/pact_detail.h"
#include "views/pacts/pacts_page.h"
#include "views/pacts/problem_table.h"
#include "views/pacts/source_view.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/theme.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QListWidget>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QTest>

using namespace mandate;

class PactsPageTest : public QObject
{
    Q_OBJECT

public:
    static void initMain() { ConsoleFixture::isolate(); }

private Q_SLOTS:
    void initTestCase()
    {
        m_console = std::make_unique<ConsoleFixture>();
        QVERIFY(QTest::qWaitForWindowActive(&m_console->window()));
        QVERIFY(m_console->openWorkspace({}, ConsoleFixture::samplePacts()));
        m_page = m_console->page<PactsPage>();
        m_console->window().goTo(QUrl(QStringLiteral("mandate://pacts")));
    }
    void cleanupTestCase() { m_console.reset(); }

    void everyBundledPactIsListedAndInForce()
    {
        QCOMPARE(pacts()->rowCount(), static_cast<int>(ConsoleFixture::samplePacts().size()));
        new QAbstractItemModelTester(pacts(), QAbstractItemModelTester::FailureReportingMode::QtTest, this);
        for (int row = 0; row < pacts()->rowCount(); ++row)
            QVERIFY(pacts()->item(row)->inForce);
    }

    void everyClauseReadsAsASentence()
    {
        for (int row = 0; row < pacts()->rowCount(); ++row) {
            const PactItem &pact = *pacts()->item(row);
            m_console->window().goTo(QUrl(QLatin1String("mandate://pacts?pact=") + pact.key()));
            QStringList shown;
            for (const PlainText *label : m_page->detail()->findChildren<PlainText *>())
                shown << label->text();
            for (const ClauseItem &clause : pact.clauses)
                QVERIFY2(shown.contains(clause.sentence), qPrintable(pact.key() + QLatin1Char(' ') + clause.id));
        }
    }

    void everyTargetIsWrittenAndSaysWhatItCannotSay()
    {
        m_console->window().goTo(QUrl(QStringLiteral("mandate://pacts?pact=airline-service@1.0.0")));
        QTest::mouseClick(m_page->detail()->exportButton(), Qt::LeftButton);
        ExportSheet &sheet = *m_page->detail()->exportSheet();
        QVERIFY(sheet.isVisible());
        const QMap<QString, QStringList> files{{QStringLiteral("pdf"), {QStringLiteral("airline-service-1.0.0.pdf")}}, {QStringLiteral("cedar"), {QStringLiteral("policies.cedar"), QStringLiteral("schema.cedarschema")}}};
        for (int i = 0; i < sheet.target()->count(); ++i) {
            sheet.target()->setCurrentIndex(i);
            const QString target = sheet.target()->currentData().toString();
            const QString folder = m_console->path(QStringLiteral("export-") + target);
            QVERIFY(QDir().mkpath(folder));
            QCOMPARE(sheet.writeTo(folder), QString());
            const QStringList written = QDir(folder).entryList(QDir::Files);
            QVERIFY2(!written.isEmpty(), qPrintable(target));
            for (const QString &name : files.value(target))
                QVERIFY2(written.contains(name), qPrintable(name));
            const bool whole = target == QLatin1String("pdf") || target == QLatin1String("md") || target == QLatin1String("json");
            QCOMPARE(sheet.left()->count() == 0, whole);
        }
        QFile pdf(m_console->path(QStringLiteral("export-pdf/airline-service-1.0.0.pdf")));
        QVERIFY(pdf.open(QIODevice::ReadOnly));
        QVERIFY(pdf.readAll().startsWith("%PDF-"));
        QVERIFY(!sheet.writeTo(m_console->path(QStringLiteral("not/there"))).isEmpty());
        QTest::keyClick(&sheet, Qt::Key_Escape);
        QVERIFY(!sheet.isVisible());
    }

    void theLinesOfTheSourceAreNumbered()
    {
        m_page->detail()->tabs()->setCurrentIndex(2);
        auto *source = m_page->detail()->findChild<SourceView *>();
        QVERIFY(source && source->isVisible());
        QVERIFY(source->lineNumbers()->isVisible());
        QVERIFY(source->lineNumbers()->geometry().right() < source->viewport()->geometry().left());
        QCOMPARE(source->lineAt(0), 1);
        source->moveCursor(QTextCursor::End);
        const int last = source->lineAt(source->cursorRect().center().y());
        QCOMPARE(last, source->blockCount());
        const QImage numbers = source->lineNumbers()->grab().toImage();
        int ink = 0;
        for (int x = 0; x < numbers.width(); ++x)
            ink += numbers.pixelColor(x, source->cursorRect().center().y()) != Theme::instance().tokens().panel;
        QVERIFY2(ink > 2, "the last line has its number");
        source->selectAll();
        QVERIFY(!source->textCursor().selectedText().contains(QString::number(last) + u' ')); // copies what is written and no numbers
        m_page->detail()->tabs()->setCurrentIndex(0);
    }

    void theSourceIsReadOnlyAndWhole()
    {
        auto *source = m_page->detail()->findChild<SourceView *>();
        QVERIFY(source->isReadOnly());
        QVERIFY(source->toPlainText().contains(QStringLiteral("\"clauses\"")));
    }

    void enterOnAProblemGoesToItsClause()
    {
        for (int row = 0; row < pacts()->rowCount(); ++row) {
            const PactItem &pact = *pacts()->item(row);
            for (std::size_t i = 0; i < pact.problems.size(); ++i) {
                if (pact.problems[i].clause.isEmpty())
                    continue;
                m_console->window().goTo(QUrl(QLatin1String("mandate://pacts?pact=") + pact.key()));
                m_page->detail()->tabs()->setCurrentIndex(2);
                auto *table = m_page->detail()->findChild<ProblemTable *>()->findChild<QTableView *>();
                table->setFocus();
                table->setCurrentIndex(table->model()->index(static_cast<int>(i), 0));
                QTest::keyClick(table, Qt::Key_Return);
                QCOMPARE(m_page->detail()->tabs()->currentIndex(), 0);
                return;
            }
        }
        // None of the bundled pacts has a problem in a clause: the detail still goes there when asked.
        const PactItem &pact = *pacts()->item(0);
        m_page->detail()->tabs()->setCurrentIndex(2);
        m_page->detail()->showClause(pact.clauses.front().id);
        QCOMPARE(m_page->detail()->tabs()->currentIndex(), 0);
    }

    void aLinkToAClauseShowsThatPact()
    {
        const PactItem &pact = *pacts()->item(pacts()->rowCount() - 1);
        QVERIFY(
            m_console->window().goTo(QUrl(QLatin1String("mandate://pacts?pact=") + pact.key() + QLatin1String("&clause=") + pact.clauses.back().id)));
        QVERIFY(m_page->currentLink().toString().contains(pact.id));
    }

private:
    PactModel *pacts() const { return m_console->window().session()->pacts(); }

    std::unique_ptr<ConsoleFixture> m_console;
    PactsPage *m_page = nullptr;
};

QTEST_MAIN(PactsPageTest)
#include "test_pacts_page.moc"
