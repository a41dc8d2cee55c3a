// SPDX-License-Identifier: GPL-3.0-or-later
// An enforcement point is set up, tried and removed in the real window; a wrong one is refused with the reason, and no secret is shown again.
#include "tests/models/enforcement/peer.h"
#include "tests/views/shell/console_fixture.h"

#include "models/items/point_list.h"
#include "models/items/session.h"
#include "models/workspace/workspace.h"
#include "views/agents/agents_page.h"
#include "views/agents/point_form.h"
#include "views/agents/points_pane.h"
#include "views/agents/state_lines.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QTest>

using namespace mandate;

class PointsPaneTest : public QObject
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
        m_page = m_console->page<AgentsPage>();
        QVERIFY(m_console->window().goTo(QUrl(QStringLiteral("mandate://agents?view=points"))));
        QTRY_VERIFY(form()->isVisible());
        new QAbstractItemModelTester(points(), QAbstractItemModelTester::FailureReportingMode::QtTest, this);
        QVERIFY(workspace()->unlockKeys("correct horse battery"));
    }
    void cleanupTestCase() { m_console.reset(); }

    void aWrongAddressIsRefusedWithTheReason()
    {
        m_page->points()->addButton()->click();
        QCOMPARE(QApplication::focusWidget(), form()->field(QStringLiteral("id")));
        type("id", QStringLiteral("hook"));
        type("title", QStringLiteral("Payments hook"));
        type("address", QStringLiteral("http://example.org/"));
        form()->saveButton()->click();
        QTRY_VERIFY2(answer().contains(QLatin1String("plain http to another machine")), qPrintable(answer()));
        QVERIFY(answer().contains(QLatin1String("MND-ENF-001")));
        QCOMPARE(points()->rowCount(), 0);
        QCOMPARE(form()->field(QStringLiteral("title"))->text(), QStringLiteral("Payments hook")); // what was typed stays
    }

    void aPointIsSetUpAndTried()
    {
        const QString folder = m_console->path(QStringLiteral("list"));
        QDir().mkpath(folder);
        auto *kind = form()->findChild<QComboBox *>();
        kind->setCurrentIndex(1); // a signed status list
        QTRY_VERIFY(!form()->field(QStringLiteral("secret"))); // it has none
        QCOMPARE(form()->field(QStringLiteral("id"))->text(), QStringLiteral("hook"));
        type("address", folder);
        form()->saveButton()->click();
        QTRY_COMPARE(points()->rowCount(), 1);
        QTRY_VERIFY(!form()->isNew());
        QCOMPARE(workspace()->points()->front().point.url, folder.toStdString());
        QTRY_VERIFY(form()->testButton()->isEnabled());
        form()->testButton()->click();
        QTRY_VERIFY2(answer().contains(QLatin1String("Reached at")), qPrintable(answer()));
        QCOMPARE(points()->index(0, PointList::Answer).data().toString(), QStringLiteral("Reached"));
        type("address", folder + QLatin1String("/elsewhere"));
        QVERIFY(!form()->testButton()->isEnabled()); // tried as it is saved
        type("address", folder);
        QVERIFY(form()->testButton()->isEnabled());
    }

    void aSecretGoesToItsStoreAndIsNotShownAgain()
    {
        m_page->points()->addButton()->click();
        form()->findChild<QComboBox *>()->setCurrentIndex(2); // a webhook
        QTRY_VERIFY(form()->field(QStringLiteral("probe_url")));
        type("id", QStringLiteral("receiver"));
        type("title", QStringLiteral("Receiver"));
        type("address", QStringLiteral("http://127.0.0.1:9/"));
        const QString secret = QStringLiteral("whsec_") + QString::fromLatin1(QByteArray(32, 's').toBase64());
        type("secret", secret);
        QCOMPARE(form()->field(QStringLiteral("secret"))->echoMode(), QLineEdit::Password);
        form()->saveButton()->click();
        QTRY_VERIFY2_WITH_TIMEOUT(points()->rowCount() == 2, qPrintable(answer()), 30'000); // sealing a secret takes its time
        QTRY_VERIFY(!form()->isNew());
        QTRY_VERIFY(form()->field(QStringLiteral("secret"))->text().isEmpty());
        QVERIFY(!workspace()->points()->back().point.secretName.empty());
        QFile file(session()->path());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains(secret.toUtf8()));
        form()->testButton()->click();
        QTRY_VERIFY2(answer().contains(QLatin1String("MND-ENF-004")), qPrintable(answer())); // nobody listens there
    }

    void aPointIsRemovedWhenAskedTwice()
    {
        form()->removeButton()->click();
        QVERIFY(answer().contains(QLatin1String("nothing tells it")));
        QCOMPARE(points()->rowCount(), 2);
        form()->removeButton()->click();
        QTRY_COMPARE(points()->rowCount(), 1);
    }

    void whoIsNoOwnerReadsOnly()
    {
        m_console->become("ada");
        QVERIFY(workspace()->enrolFirst({PersonRole::Owner}, "").ok());
        m_console->become("eve");
        points()->refresh();
        QTRY_VERIFY2(points()->refusal().contains(QLatin1String("Only owners change")), qPrintable(points()->refusal()));
        QTRY_VERIFY(!m_page->points()->addButton()->isEnabled());
        QVERIFY(m_page->points()->addButton()->toolTip().contains(QLatin1String("account:ada")));
        QTRY_VERIFY(!form()->saveButton()->isEnabled() && !form()->removeButton()->isEnabled());
    }

private:
    Session *session() const { return m_console->window().session(); }
    std::shared_ptr<Workspace> workspace() const { return session()->workspace(); }
    PointForm *form() const { return m_page->points()->form(); }
    PointList *points() const { return PointList::of(session()); }
    void type(const char *key, const QString &text) const { form()->field(QLatin1StringView(key))->setText(text); }
    QString answer() const
    {
        QString all;
        for (const StateLine &line : form()->findChild<StateLines *>()->lines())
            all += line.state.text + QLatin1Char(' ') + line.text + QLatin1Char(' ') + line.advice;
        return all;
    }

    std::unique_ptr<ConsoleFixture> m_console;
    AgentsPage *m_page = nullptr;
};

QTEST_MAIN(PointsPaneTest)
#include "test_points_pane.moc"
