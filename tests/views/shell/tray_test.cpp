// SPDX-License-Identifier: GPL-3.0-or-later
// Notes in a real tray (trayer) on a real display (Xvfb): shown with the sentence of the plan, clicked to where they lead, gone with the tray.
#include "views/shell/desktop_notes.h"
#include "views/shell/notification_settings.h"

#include <QApplication>
#include <QCheckBox>
#include <QDir>
#include <QLabel>
#include <QProcess>
#include <QPushButton>
#include <QScreen>
#include <QSettings>
#include <QSignalSpy>
#include <QSystemTrayIcon>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace mandate;

namespace {

/// A display and a folder of settings of this test's own. Ends with the program.
QProcess &display()
{
    static QProcess server;
    return server;
}

} // namespace

class TrayTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QProcess> m_host;

    void startTray()
    {
        m_host = std::make_unique<QProcess>();
        m_host->start(QStringLiteral("trayer"),
                      {QStringLiteral("--edge"), QStringLiteral("top"), QStringLiteral("--widthtype"), QStringLiteral("request")});
        QVERIFY2(m_host->waitForStarted(), qPrintable(m_host->errorString()));
        QTRY_VERIFY_WITH_TIMEOUT(QSystemTrayIcon::isSystemTrayAvailable(), 30'000);
    }
    void stopTray()
    {
        m_host->kill();
        m_host->waitForFinished();
        QTRY_VERIFY_WITH_TIMEOUT(!QSystemTrayIcon::isSystemTrayAvailable(), 30'000);
    }
    /// The note on the display, as far as it is there.
    static QWidget *balloon()
    {
        for (QWidget *window : QApplication::topLevelWidgets()) {
            if (window->isVisible() && window->inherits("QBalloonTip"))
                return window;
        }
        return nullptr;
    }
    static QString textOf(const QWidget *note)
    {
        QStringList texts;
        for (const QLabel *label : note->findChildren<QLabel *>())
            texts << label->text();
        return texts.join(u' ');
    }

public:
    static void initMain()
    {
        static QTemporaryDir home;
        qputenv("XDG_CONFIG_HOME", home.path().toLocal8Bit());
        qunsetenv("DBUS_SESSION_BUS_ADDRESS"); // of whoever runs the tests
        qunsetenv("WAYLAND_DISPLAY");
        display().start(QStringLiteral("Xvfb"), {QStringLiteral("-displayfd"), QStringLiteral("1"), QStringLiteral("-screen"), QStringLiteral("0"),
                                                 QStringLiteral("1280x720x24"), QStringLiteral("-nolisten"), QStringLiteral("tcp")});
        if (!display().waitForStarted() || !display().waitForReadyRead(30'000))
            qFatal("Xvfb did not start: %s", qPrintable(display().errorString()));
        qputenv("DISPLAY", ':' + display().readLine().trimmed());
        qputenv("QT_QPA_PLATFORM", "xcb");
    }

private Q_SLOTS:
    void initTestCase()
    {
        QCoreApplication::setOrganizationName(QStringLiteral("MandateTests"));
        QCoreApplication::setApplicationName(QStringLiteral("tray"));
    }
    void cleanupTestCase()
    {
        if (m_host)
            m_host->kill();
        if (m_host)
            m_host->waitForFinished();
    }

    void withoutATrayThereIsNoneAndTheFormSaysSo()
    {
        DesktopNotes notes;
        QVERIFY(!notes.hasTray());
        NotificationForm form;
        form.show();
        QVERIFY(form.tray()->text().contains(QStringLiteral("no tray")));
    }

    void aNoteIsShownAndAClickOnlyNavigates()
    {
        startTray();
        DesktopNotes notes;
        QVERIFY(notes.hasTray());
        QSignalSpy wanted(&notes, &DesktopNotes::wanted);
        notes.showTest();
        QTRY_VERIFY_WITH_TIMEOUT(balloon(), 30'000);
        QVERIFY2(textOf(balloon()).contains(QStringLiteral("This is what a note looks like.")), qPrintable(textOf(balloon())));
        if (const QString folder = qEnvironmentVariable("MANDATE_PICTURES"); !folder.isEmpty()) {
            QTest::qWait(500);
            QVERIFY(QGuiApplication::primaryScreen()->grabWindow(0).save(QDir(folder).filePath(QStringLiteral("tray.png"))));
        }
        QTest::mouseClick(balloon(), Qt::LeftButton);
        QTRY_COMPARE(wanted.count(), 1);
        QCOMPARE(wanted.first().first().toUrl(), QUrl(QStringLiteral("mandate://decisions")));
    }

    void switchedOffTheIconGoes()
    {
        DesktopNotes notes;
        QVERIFY(notes.hasTray());
        NotificationForm form;
        connect(&form, &NotificationForm::changed, &notes, &DesktopNotes::applySettings);
        form.show();
        QVERIFY(form.test()->isEnabled());
        form.inTray()->click();
        QVERIFY(!notes.hasTray());
        QVERIFY(!form.test()->isEnabled());
        form.inTray()->click();
        QVERIFY(notes.hasTray());
    }

    void aTrayThatEndsIsNoHarm()
    {
        DesktopNotes notes;
        stopTray();
        notes.showTest();
        QVERIFY(!notes.hasTray());
        startTray();
        notes.showTest();
        QVERIFY(notes.hasTray());
    }
};

QTEST_MAIN(TrayTest)
#include "tray_test.moc"
