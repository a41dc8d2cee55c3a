// SPDX-License-Identifier: GPL-3.0-or-later
// Coming into force in the real window: what an observed version would have said beside what is in force, replays that are cited and that do not
// hold, a time to come, and what was put in force without review.
#include "tests/models/workspace/made_trail.h"
#include "tests/views/shell/console_fixture.h"

#include "models/items/pact_model.h"
#include "models/items/session.h"
#include "views/pacts/life_sheet.h"
#include "views/pacts/pact_detail.h"
#include "views/pacts/pact_observed.h"
#include "views/pacts/pacts_page.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableWidget>
#include <QTest>

using namespace mandate;
using namespace mandate::test;

class ActivationTest : public QObject
{
    Q_OBJECT

public:
    static void initMain() { ConsoleFixture::isolate(); }

private Q_SLOTS:
    void init()
    {
        m_console = std::make_unique<ConsoleFixture>();
        QVERIFY(QTest::qWaitForWindowActive(&m_console->window()));
        const QString trail = m_console->write(QStringLiteral("trail.jsonl"), QByteArray::fromStdString(lines({{"s", "pay", R"({"amount":30})", 1}})));
        const QString pact = m_console->write(QStringLiteral("shop.json"), QByteArray::fromStdString(shopPact()));
        QVERIFY(m_console->openWorkspace({trail}, {pact}));
        m_page = m_console->page<PactsPage>();
        m_console->become("lead");
        std::string next = shopPact("1.1.0", "shop", "*", 20);
        next.replace(next.find("\"title\""), 7, "\"parent_version\":\"1.0.0\",\"title\"");
        QVERIFY(workspace().submitPact(next, "Payments up to 20."));
        m_console->become("ana");
        QVERIFY(workspace().approvePact("shop@1.1.0", "", ""));
        m_console->become("lead");
    }
    void cleanup() { m_console.reset(); }

    void anObservedVersionIsSeenBesideTheOneInForce()
    {
        show();
        sign(QStringLiteral("observe"));
        QTRY_VERIFY_WITH_TIMEOUT(item() && item()->observing, 20'000);
        PactDetail &detail = *m_page->detail();
        QTRY_VERIFY(detail.tabs()->isTabVisible(detail.tabs()->indexOf(detail.observed())));
        detail.tabs()->setCurrentWidget(detail.observed());
        QTRY_VERIFY_WITH_TIMEOUT(detail.observed()->said()->text().contains(QStringLiteral("nothing to compare yet")), 20'000);
        // From now on: two that are permitted today and would be prohibited, one the same, and one that happened long before.
        import("more.jsonl", {{"a", "pay", R"({"amount":30})", {}}, {"b", "pay", R"({"amount":40})", {}}, {"c", "pay", R"({"amount":5})", {}}, {"d", "pay", R"({"amount":45})", 7}}, 100);
        detail.observed()->lookButton()->setFocus();
        QTest::keyClick(detail.observed()->lookButton(), Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(detail.observed()->changes()->rowCount(), 1, 20'000);
        QVERIFY2(detail.observed()->said()->text().contains(QStringLiteral("Of 3 actions since, it would have given another verdict to 2")), qPrintable(detail.observed()->said()->text()));
        QTableWidget &verdicts = *detail.observed()->verdicts();
        QMap<QString, QStringList> told;
        for (int row = 0; row < verdicts.rowCount(); ++row)
            told[verdicts.item(row, 0)->text()] = {verdicts.item(row, 1)->text(), verdicts.item(row, 2)->text()};
        QCOMPARE(told.value(words::of(Verdict::Permitted).text), QStringList({QStringLiteral("1"), QStringLiteral("3")}));
        QCOMPARE(told.value(words::of(Verdict::Prohibited).text), QStringList({QStringLiteral("2"), QStringLiteral("0")}));
        QSignalSpy links(&detail, &PactDetail::linkActivated);
        detail.observed()->changes()->setFocus();
        detail.observed()->changes()->setCurrentCell(0, 0);
        QTest::keyClick(detail.observed()->changes(), Qt::Key_Return);
        QCOMPARE(links.count(), 1);
        QVERIFY(!item("shop@1.1.0")->inForce);
    }

    void aReplayIsKeptFromTheSheetAndItsDigestIsSigned()
    {
        show();
        LifeSheet &sheet = open(QStringLiteral("activate"));
        QTRY_COMPARE(sheet.replay()->itemText(0), QStringLiteral("None is kept of this version"));
        sheet.replayButton()->setFocus();
        QTest::keyClick(sheet.replayButton(), Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(sheet.replay()->count(), 2, 20'000);
        sheet.replay()->setFocus();
        QTest::keyClick(sheet.replay(), Qt::Key_Down);
        QVERIFY2(sheet.replay()->currentText().startsWith(QStringLiteral("Holds:")), qPrintable(sheet.replay()->currentText()));
        QTest::keyClick(sheet.note(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(item() && item()->inForce, 20'000);
        const auto history = workspace().pactHistory("shop");
        QVERIFY(history);
        QVERIFY(history->events.back().statement.replay);
        QCOMPARE(*history->events.back().statement.replay, need(workspace().replays()).front().digest);
    }

    void aStaleReplayIsSaidAndRefused()
    {
        const auto version = need(workspace().pact("shop@1.1.0"));
        const auto report = need(workspace().replay({version.document, version.source, version.digest}, {}));
        (void)need(workspace().recordReplay(report));
        import("more.jsonl", {{"z", "pay", R"({"amount":3})", {}}}, 100);
        show();
        LifeSheet &sheet = open(QStringLiteral("activate"));
        QTRY_COMPARE(sheet.replay()->count(), 2);
        sheet.replay()->setFocus();
        QTest::keyClick(sheet.replay(), Qt::Key_Down);
        QVERIFY2(sheet.replay()->currentText().startsWith(QStringLiteral("Out of date:")), qPrintable(sheet.replay()->currentText()));
        QStringList said;
        for (const QLabel *label : sheet.findChildren<QLabel *>())
            said << label->text();
        QVERIFY2(said.join(u' ').contains(QStringLiteral("1 action was recorded since shop@1.1.0 was replayed. ")), qPrintable(said.join(u'|')));
        QSignalSpy troubles(m_console->window().session(), &Session::troubled);
        QTest::keyClick(sheet.note(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(troubles.count(), 1, 20'000);
        QCOMPARE(troubles[0][0].value<Trouble>().code, QStringLiteral("MND-RPL-004"));
        m_console->settle();
        QVERIFY(!item()->inForce);
    }

    void aTimeToComeIsShownWithItsZoneAndScheduled()
    {
        show();
        LifeSheet &sheet = open(QStringLiteral("activate"));
        sheet.later()->setFocus();
        QTest::keyClick(sheet.later(), Qt::Key_Space);
        QVERIFY(sheet.when()->isEnabled());
        QVERIFY(sheet.when()->text().endsWith(QStringLiteral("UTC")));
        sheet.when()->setDateTime(QDateTime::currentDateTimeUtc().addDays(3));
        QTest::keyClicks(sheet.note(), QStringLiteral("After the release."));
        QTest::keyClick(sheet.note(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(item() && item()->life.text == QStringLiteral("Scheduled"), 20'000);
        QVERIFY2(item()->lifeNote.startsWith(QStringLiteral("Comes into force")) && item()->lifeNote.contains(QStringLiteral("UTC")), qPrintable(item()->lifeNote));
        QVERIFY(item("shop@1.0.0")->inForce);
    }

    void whatWasPutInForceWithoutReviewIsSaidInItsHistory()
    {
        const PactItem *first = item("shop@1.0.0");
        QVERIFY(first);
        QCOMPARE(first->events.size(), std::size_t{1});
        QCOMPARE(first->events.front().what, QStringLiteral("Put in force without review"));
        QSignalSpy taken(m_console->window().session(), &Session::pactStepTaken);
        m_console->window().session()->addPactFile(m_console->write(QStringLiteral("other.json"), QByteArray::fromStdString(shopPact("1.0.0", "other"))));
        QTRY_COMPARE_WITH_TIMEOUT(taken.count(), 1, 20'000);
        QVERIFY(taken[0][1].toString().contains(QStringLiteral("without review")));
    }

private:
    [[nodiscard]] Workspace &workspace() const { return *m_console->window().session()->workspace(); }
    [[nodiscard]] const PactItem *item(const QString &version = QStringLiteral("shop@1.1.0")) const
    {
        const PactModel *pacts = m_console->window().session()->pacts();
        const int row = pacts->rowOf(version);
        return row < 0 ? nullptr : pacts->item(row);
    }
    [[nodiscard]] const PactItem *item(const char *version) const { return item(QString::fromLatin1(version)); }
    void show()
    {
        m_console->window().session()->refresh();
        QTRY_VERIFY_WITH_TIMEOUT(item(), 20'000);
        m_console->settle();
        m_console->window().goTo(QUrl(QStringLiteral("mandate://pacts?pact=shop@1.1.0")));
        m_console->settle();
    }
    LifeSheet &open(const QString &code)
    {
        QPushButton *button = m_page->detail()->stepButton(code);
        if (!button || !button->isEnabled())
            qFatal("%s cannot be pressed: %s", qPrintable(code), button ? qPrintable(button->toolTip()) : "not there");
        button->setFocus();
        QTest::keyClick(button, Qt::Key_Space);
        return *m_page->detail()->sheet();
    }
    void sign(const QString &code)
    {
        LifeSheet &sheet = open(code);
        QTest::keyClick(sheet.note(), Qt::Key_Return, Qt::ControlModifier);
    }
    void import(const char *name, const std::vector<Call> &calls, std::size_t firstNumber)
    {
        const QString file = m_console->write(QString::fromLatin1(name), QByteArray::fromStdString(lines(calls, firstNumber)));
        (void)need(workspace().import({file.toStdString()}, {}));
        m_console->settle();
    }

    std::unique_ptr<ConsoleFixture> m_console;
    PactsPage *m_page = nullptr;
};

QTEST_MAIN(ActivationTest)
#include "test_activation.moc"
