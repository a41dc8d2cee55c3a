// SPDX-License-Identifier: GPL-3.0-or-later
// People enrol, are appointed and leave in the real window by keys alone; what may not be done is disabled and says why and who can.
#include "tests/views/shell/console_fixture.h"

#include "models/items/approval_model.h"
#include "models/items/people_model.h"
#include "models/items/session.h"
#include "models/people/person_keys.h"
#include "models/workspace/workspace.h"
#include "views/decisions/decisions_page.h"
#include "views/people/people_page.h"
#include "views/people/person_sheet.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableView>
#include <QTest>

using namespace mandate;

class PeoplePageTest : public QObject
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
        m_page = m_console->page<PeoplePage>();
        QVERIFY(m_page);
        QVERIFY(m_console->window().goTo(QUrl(QStringLiteral("mandate://people"))));
        m_console->become("ada");
        m_console->settle();
    }
    void cleanupTestCase() { m_console.reset(); }

    void withNobodyEnrolledThePageSaysSo()
    {
        new QAbstractItemModelTester(people(), QAbstractItemModelTester::FailureReportingMode::QtTest, this);
        QVERIFY(people()->isOpen());
        QVERIFY(people()->finding().contains(QLatin1String("every account of this machine counts as every role")));
        QVERIFY(m_page->button(PersonAct::Enrol)->isEnabled());
        QVERIFY(!m_page->button(PersonAct::Leave)->isEnabled());
        QVERIFY(!m_page->button(PersonAct::Leave)->toolTip().isEmpty());
    }

    void escapeKeepsThingsAsTheyAre()
    {
        open(PersonAct::Enrol);
        press(Qt::Key_Escape);
        QVERIFY(!m_page->sheet()->isVisible());
        QVERIFY(people()->isOpen());
    }

    void theFirstOwnerEnrolsByKeysAlone()
    {
        open(PersonAct::Enrol);
        QVERIFY(qobject_cast<QCheckBox *>(QApplication::focusWidget())); // owner is checked
        QLineEdit *passphrase = nullptr;
        for (QLineEdit *field : m_page->sheet()->findChildren<QLineEdit *>()) {
            if (field->echoMode() == QLineEdit::Password)
                passphrase = field;
        }
        QVERIFY(passphrase && passphrase->isVisible());
        for (int i = 0; i < 8 && QApplication::focusWidget() != passphrase; ++i) // without leaving the sheet
            press(Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), passphrase);
        QTest::keyClicks(passphrase, QStringLiteral("correct horse"));
        press(Qt::Key_Return, Qt::ControlModifier);
        m_console->settle();
        QCOMPARE(people()->rowCount(), 1);
        QVERIFY(!people()->isOpen());
        QVERIFY(people()->finding().isEmpty());
        QVERIFY(passphrase->text().isEmpty()); // not kept in the form
        QVERIFY(!people()->needsPassphrase());
        QVERIFY(!m_page->button(PersonAct::Leave)->isEnabled()); // the only owner
        QVERIFY(m_page->button(PersonAct::Leave)->toolTip().contains(QLatin1String("only owner")));
        QVERIFY(m_page->button(PersonAct::ChangeRoles)->toolTip().contains(QLatin1String("own roles")));
    }

    void anOwnerEnrolsWhoAsked()
    {
        const auto secrets = unattendedSecrets();
        QVERIFY(secrets->unlock("correct horse"));
        const auto request = newKeyRequest(*secrets, {"account:bob", "<b>Bob</b>"});
        QVERIFY(request);
        open(PersonAct::Enrol);
        m_page->sheet()->findChild<QPlainTextEdit *>()->setPlainText(QString::fromStdString(*request));
        m_page->sheet()->findChildren<QCheckBox *>().first()->setChecked(true);
        press(Qt::Key_Return, Qt::ControlModifier);
        m_console->settle();
        QCOMPARE(people()->rowCount(), 2);
        QVERIFY(people()->rowOf(QStringLiteral("account:bob")) >= 0);
    }

    void anAppointmentShowsWhoAnswers()
    {
        m_page->table()->selectRow(people()->rowOf(QStringLiteral("account:bob")));
        open(PersonAct::Appoint);
        auto *agent = m_page->sheet()->findChild<QComboBox *>();
        QVERIFY(agent && agent->count() > 0);
        const QString name = agent->currentText();
        press(Qt::Key_Return, Qt::ControlModifier);
        m_console->settle();
        QVERIFY(people()->item(people()->rowOf(QStringLiteral("account:bob")))->agents.contains(name));
    }

    void whoIsAwayHandsOverByKeysAndEveryoneSeesIt()
    {
        m_page->table()->selectRow(people()->rowOf(QStringLiteral("account:bob"))); // whoever is chosen: it is one's own
        QVERIFY2(m_page->button(PersonAct::Delegate)->isEnabled(), qPrintable(m_page->button(PersonAct::Delegate)->toolTip()));
        QVERIFY(!m_page->button(PersonAct::EndDelegation)->isEnabled());
        open(PersonAct::Delegate);
        auto *delegate = qobject_cast<QComboBox *>(QApplication::focusWidget());
        QVERIFY(delegate && delegate->count() == 1);
        press(Qt::Key_Escape);
        QVERIFY(people()->self()->away.isEmpty());
        open(PersonAct::Delegate);
        press(Qt::Key_Return, Qt::ControlModifier);
        m_console->settle();
        QVERIFY2(people()->self()->away.contains(QLatin1String("decides")), qPrintable(people()->self()->away));
        QVERIFY(!m_page->button(PersonAct::Delegate)->isEnabled());
        QVERIFY(m_page->button(PersonAct::Delegate)->toolTip().contains(QLatin1String("already")));
        const ApprovalModel *requests = m_console->window().session()->approvals();
        QVERIFY(requests->away(QStringLiteral("account:ada")).contains(QLatin1String("is away until")));
        QVERIFY(requests->away(QStringLiteral("account:bob")).isEmpty());
        QVERIFY(requests->standingIn().startsWith(QLatin1String("You handed over")));
        m_console->become("bob");
        auto *decisions = m_console->page<DecisionsPage>();
        QTRY_VERIFY(decisions->standIn()->text().startsWith(QLatin1String("You decide for")));
        QVERIFY(!decisions->standIn()->isHidden());
        m_console->become("ada");
        m_page->table()->selectRow(people()->rowOf(QStringLiteral("account:ada")));
        open(PersonAct::EndDelegation);
        press(Qt::Key_Return, Qt::ControlModifier);
        m_console->settle();
        QVERIFY(people()->self()->away.isEmpty());
        QTRY_VERIFY(decisions->standIn()->isHidden());
    }

    void anEndBeforeTheBeginningIsSaidInTheForm()
    {
        open(PersonAct::Delegate);
        const auto times = m_page->sheet()->findChildren<QDateTimeEdit *>();
        QCOMPARE(times.size(), 2);
        times[1]->setDateTime(times[0]->dateTime().addDays(-1));
        press(Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(m_page->sheet()->isVisible());
        QCOMPARE(QApplication::focusWidget(), static_cast<QWidget *>(times[1]));
        press(Qt::Key_Escape);
    }

    void whoIsNotEnrolledSeesWhyNot()
    {
        m_console->become("eve");
        QVERIFY(people()->finding().contains(QLatin1String("may only read")));
        for (const PersonAct act : {PersonAct::Enrol, PersonAct::ChangeRoles, PersonAct::Appoint, PersonAct::RevokeKey, PersonAct::Leave}) {
            QVERIFY(!m_page->button(act)->isEnabled());
            QVERIFY2(m_page->button(act)->toolTip().contains(QLatin1String("account:ada")), qPrintable(m_page->button(act)->toolTip()));
        }
        m_console->become("ada");
    }

    void whoLeavesAnswersForNothing()
    {
        m_page->table()->selectRow(people()->rowOf(QStringLiteral("account:bob")));
        open(PersonAct::Leave);
        QVERIFY(qobject_cast<QLineEdit *>(QApplication::focusWidget()));
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("moved"));
        press(Qt::Key_Return, Qt::ControlModifier);
        m_console->settle();
        const EnrolledItem *bob = people()->item(people()->rowOf(QStringLiteral("account:bob")));
        QVERIFY(bob->left);
        QVERIFY(bob->agents.isEmpty());
    }

private:
    [[nodiscard]] PeopleModel *people() const { return m_console->window().session()->people(); }
    void open(PersonAct act)
    {
        m_page->button(act)->setFocus();
        press(Qt::Key_Space);
        QVERIFY(m_page->sheet()->isVisible());
    }
    static void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(QApplication::focusWidget(), key, modifiers); }

    std::unique_ptr<ConsoleFixture> m_console;
    PeoplePage *m_page = nullptr;
};

QTEST_MAIN(PeoplePageTest)
#include "test_people_page.moc"
