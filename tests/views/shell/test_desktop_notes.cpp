// SPDX-License-Identifier: GPL-3.0-or-later
// What a real session tells the desktop: new requests in one note, deadlines also in quiet hours, nothing where it is switched off. There is no
// tray here; a real one is tried in tray_test.
#include "tests/models/items/approval_desk.h"

#include "views/shell/desktop_notes.h"
#include "views/shell/notification_settings.h"
#include "views/shell/settings_dialog.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTimeEdit>

using namespace mandate;
using test::ApprovalDesk;

class DesktopNotesTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<ApprovalDesk> m_desk;
    std::unique_ptr<DesktopNotes> m_notes;

    void open()
    {
        m_notes = std::make_unique<DesktopNotes>();
        m_notes->setSession(m_desk->session());
        QVERIFY(m_desk->settle());
        m_notes->look();
    }
    void refresh()
    {
        m_desk->session()->approvals()->refresh();
        QVERIFY(m_desk->settle());
        m_notes->look();
    }

private Q_SLOTS:
    void initTestCase()
    {
        QCoreApplication::setOrganizationName(QStringLiteral("MandateTests"));
        QCoreApplication::setApplicationName(QStringLiteral("notes"));
    }
    void init()
    {
        QSettings().clear();
        m_desk = std::make_unique<ApprovalDesk>(false);
    }
    void cleanup()
    {
        m_notes.reset();
        m_desk.reset();
    }

    void newRequestsAreOneNoteWithoutTheirWords()
    {
        m_desk->file(m_desk->payment(2000));
        open();
        QSignalSpy noted(m_notes.get(), &DesktopNotes::noted);
        QSignalSpy said(m_desk->session(), &Session::noted);
        m_desk->file(m_desk->payment(2001));
        m_desk->file(m_desk->payment(2002));
        refresh();
        QCOMPARE(noted.count(), 1);
        const auto note = noted.first().first().value<DesktopNote>();
        QVERIFY2(note.sentence.startsWith(u'2') && !note.sentence.contains(QStringLiteral("banking")), qPrintable(note.sentence));
        QVERIFY(!note.critical);
        QCOMPARE(said.count(), 1); // the status bar tells the same
        refresh();
        QCOMPARE(noted.count(), 1);
    }

    void theLastFiveMinutesAreToldAgainEvenInQuietHours()
    {
        NotificationSettings settings;
        settings.quiet = {true, QTime(0, 0), QTime(23, 59, 59)};
        settings.save();
        m_desk->file(m_desk->payment(2000), 400);
        open();
        QSignalSpy noted(m_notes.get(), &DesktopNotes::noted);
        m_notes->look();
        QCOMPARE(noted.count(), 0);
        m_desk->pass(120);
        m_notes->look();
        m_notes->look();
        QCOMPARE(noted.count(), 1);
        m_desk->pass(61);
        m_notes->look();
        QCOMPARE(noted.count(), 2);
        QVERIFY(noted.last().first().value<DesktopNote>().critical);
        m_desk->file(m_desk->payment(2001), 4000);
        refresh();
        QCOMPARE(noted.count(), 2); // a new request waits for the morning
    }

    void switchedOffOnlyTheStatusBarTells()
    {
        NotificationSettings settings;
        settings.inTray = false;
        settings.save();
        m_desk->file(m_desk->payment(2000), 200);
        open();
        QSignalSpy noted(m_notes.get(), &DesktopNotes::noted);
        QSignalSpy said(m_desk->session(), &Session::noted);
        m_desk->pass(61);
        m_notes->look();
        QCOMPARE(noted.count(), 0);
        QCOMPARE(said.count(), 1);
        QVERIFY(!m_notes->hasTray());
    }

    void theFormKeepsWhatIsChosenAtOnceAndSaysThatThereIsNoTray()
    {
        NotificationForm form;
        form.show();
        QVERIFY(form.tray()->text().contains(QStringLiteral("no tray")));
        QVERIFY(!form.test()->isEnabled() && !form.test()->toolTip().isEmpty());
        QVERIFY(!form.from()->isEnabled());
        QSignalSpy changed(&form, &NotificationForm::changed);
        form.quiet()->click();
        form.from()->setTime(QTime(21, 30));
        form.inTray()->click();
        QCOMPARE(changed.count(), 3);
        const NotificationSettings kept = NotificationSettings::load();
        QVERIFY(!kept.inTray && kept.quiet.on && kept.quiet.from == QTime(21, 30));
    }

    void theSettingsAreFoundByTheirWords()
    {
        SettingsDialog dialog;
        auto *other = new QWidget;
        (new QLabel(QStringLiteral("Seconds of undo"), other))->show();
        dialog.addCategory(QStringLiteral("decisions"), QStringLiteral("Decisions"), other);
        dialog.addCategory(QStringLiteral("notifications"), QStringLiteral("Notifications"), new NotificationForm);
        dialog.open(QStringLiteral("decisions"));
        QVERIFY(other->isVisible());
        dialog.filter()->setText(QStringLiteral("quiet"));
        QVERIFY(dialog.categories()->item(0)->isHidden());
        QVERIFY(dialog.form(QStringLiteral("notifications"))->isVisible());
        dialog.filter()->setText(QStringLiteral("nothing says this"));
        QVERIFY(dialog.categories()->item(1)->isHidden());
        dialog.filter()->clear();
        QVERIFY(!dialog.categories()->item(0)->isHidden() && !dialog.categories()->item(1)->isHidden());
    }
};

QTEST_MAIN(DesktopNotesTest)
#include "test_desktop_notes.moc"
