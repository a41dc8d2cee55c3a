// SPDX-License-Identifier: GPL-3.0-or-later
// People's keys in a real keychain: a Secret Service (gnome-keyring) on a session bus of this test's own, asked by the real program. A key that
// one process made is found by the next; a locked keychain is refused in time and loses nothing.
#include "shared_world.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTest>

#include <memory>

using nlohmann::json;

using namespace shared_world;

namespace {

constexpr int longestRefusalMs = 20'000; // some questions of two to ten seconds each, and a busy machine

/// A bus and a keychain in a folder of their own; both end with it.
class Desktop
{
public:
    explicit Desktop(const CliWorld &world) : m_world(world)
    {
        for (const char *folder : {"home", "run", "data"})
            QDir().mkpath(world.path(text(folder)));
        QFile::setPermissions(world.path(text("run")), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        m_bus.setProcessEnvironment(plain());
        // No services that start by themselves: what this test did not start is not there.
        const QString configuration =
            m_world.write(text("bus.conf"), R"(<busconfig><type>session</type><listen>unix:tmpdir=)" + world.path(text("run")).toUtf8() +
                                                R"(</listen><auth>EXTERNAL</auth><policy context="default"><allow send_destination="*"/>)"
                                                R"(<allow receive_sender="*"/><allow own="*"/><allow user="*"/></policy></busconfig>)");
        m_bus.start(text("dbus-daemon"), {text("--config-file=") + configuration, text("--nofork"), text("--nopidfile"), text("--print-address=1")});
        if (!m_bus.waitForStarted() || !m_bus.waitForReadyRead(30'000))
            qFatal("dbus-daemon did not start: %s", qPrintable(m_bus.errorString()));
        m_address = QString::fromUtf8(m_bus.readLine()).trimmed();
    }
    ~Desktop()
    {
        stopKeychain();
        m_bus.kill();
        m_bus.waitForFinished();
    }
    Desktop(const Desktop &) = delete;
    Desktop &operator=(const Desktop &) = delete;

    [[nodiscard]] QProcessEnvironment environment() const
    {
        QProcessEnvironment environment = plain();
        environment.insert(text("DBUS_SESSION_BUS_ADDRESS"), m_address);
        return environment;
    }
    /// Starts it unlocked, as a desktop does when somebody signs in.
    void startKeychain()
    {
        m_keychain = std::make_unique<QProcess>();
        m_keychain->setProcessEnvironment(environment());
        m_keychain->start(text("gnome-keyring-daemon"), {text("--foreground"), text("--unlock"), text("--components=secrets")});
        if (!m_keychain->waitForStarted())
            qFatal("gnome-keyring-daemon did not start: %s", qPrintable(m_keychain->errorString()));
        m_keychain->write("the login of this test");
        m_keychain->closeWriteChannel();
        for (int turn = 0; turn < 300; ++turn) {
            if (ask({text("/org/freedesktop/secrets"), text("org.freedesktop.Secret.Service.ReadAlias"), text("string:default")})
                    .contains("/collection/login"))
                return;
            QTest::qWait(100);
        }
        qFatal("the keychain has no collection: %s", m_keychain->readAllStandardError().constData());
    }
    void stopKeychain()
    {
        if (!m_keychain)
            return;
        m_keychain->terminate();
        if (!m_keychain->waitForFinished(10'000))
            m_keychain->kill();
        m_keychain.reset();
    }
    void lockKeychain() const
    {
        const QByteArray answer = ask({text("/org/freedesktop/secrets"), text("org.freedesktop.Secret.Service.Lock"),
                                       text("array:objpath:/org/freedesktop/secrets/collection/login")});
        if (!answer.contains("/collection/login"))
            qFatal("the keychain was not locked: %s", answer.constData());
    }
    [[nodiscard]] CliResult run(const QStringList &arguments) const
    {
        QProcess process;
        process.setProcessEnvironment(environment());
        process.start(text("setsid"), QStringList{text("--wait"), text(MANDATE_BINARY)} + arguments); // no terminal to ask on
        process.waitForFinished(120'000);
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }

private:
    [[nodiscard]] QProcessEnvironment plain() const
    {
        QProcessEnvironment environment = m_world.environment();
        for (const char *name : {"MANDATE_KEYCHAIN", "MANDATE_PASSPHRASE_FILE", "DISPLAY", "WAYLAND_DISPLAY", "GNOME_KEYRING_CONTROL"})
            environment.remove(text(name));
        environment.insert(text("HOME"), m_world.path(text("home")));
        environment.insert(text("XDG_DATA_HOME"), m_world.path(text("data")));
        environment.insert(text("XDG_RUNTIME_DIR"), m_world.path(text("run")));
        return environment;
    }
    [[nodiscard]] QByteArray ask(const QStringList &call) const
    {
        QProcess asking;
        asking.setProcessEnvironment(environment());
        asking.start(text("dbus-send"), QStringList{text("--session"), text("--print-reply"), text("--dest=org.freedesktop.secrets")} + call);
        asking.waitForFinished(30'000);
        return asking.readAllStandardOutput();
    }

    const CliWorld &m_world;
    QProcess m_bus;
    QString m_address;
    std::unique_ptr<QProcess> m_keychain;
};

} // namespace

class tst_Keychain : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aKeyThatOneProcessMadeSignsInTheNext();
    void aLockedKeychainIsRefusedInTimeAndLosesNothing();
    void aKeychainThatEndsMeanwhileIsSaid();
    void whereNoneRunsTheKeyIsSealedByAPassphrase();

private:
    static CliResult refusedInTime(const Desktop &desktop, const QString &w, const QString &agent)
    {
        QElapsedTimer timer;
        timer.start();
        CliResult refused = desktop.run({text("suspend"), w, agent, text("--reason"), text("drift"), text("--no-wait")});
        if (timer.elapsed() >= longestRefusalMs)
            qFatal("refused after %lld ms", static_cast<long long>(timer.elapsed()));
        return refused;
    }
    static QString workspace(const CliWorld &world)
    {
        const QString w = world.path(text("w.mandate"));
        if (world.run({text("init"), w}).exitCode != 0 ||
            world.run({text("pact"), text("add"), w, world.write(text("shop.json"), shop("1.0.0", {}, 100))}).exitCode != 0 ||
            world.run({text("import"), w, world.write(text("trail.jsonl"), payments(1))}).exitCode != 0)
            qFatal("no workspace");
        return w;
    }
    static QString agentOf(const CliWorld &world, const QString &w)
    {
        return QString::fromStdString(world.run({text("status"), w, text("--json")}).json()["agents"].begin().key());
    }
};

void tst_Keychain::aKeyThatOneProcessMadeSignsInTheNext()
{
    const CliWorld world;
    Desktop desktop(world);
    desktop.startKeychain();
    const QString w = workspace(world);
    const QString agent = agentOf(world, w);
    const CliResult enrolled = desktop.run({text("people"), text("enrol"), w, text("--role"), text("owner"), text("--json")});
    QVERIFY2(enrolled.exitCode == 0, enrolled.err);
    COMPARE_JSON(enrolled.json()["secrets"]["kind"], json("keychain"));
    QVERIFY(QDir(world.path(text("keys"))).entryList({text("*sealed*"), text("*.secret")}, QDir::Files).isEmpty()); // no file holds it
    const CliResult suspended = desktop.run({text("suspend"), w, agent, text("--reason"), text("drift"), text("--no-wait"), text("--json")});
    QVERIFY2(suspended.exitCode == 0, suspended.err);
    COMPARE_JSON(suspended.json()["statement"]["key"], world.run({text("people"), w, text("--json")}).json()["people"][0]["key"]);
    desktop.stopKeychain();
    desktop.startKeychain(); // signed in again
    const CliResult renewed = desktop.run({text("people"), text("key"), w, text("--reason"), text("rhythm")});
    QVERIFY2(renewed.exitCode == 0, renewed.err);
    QCOMPARE(world.run({text("verify"), w}).exitCode, 0);
}

void tst_Keychain::aLockedKeychainIsRefusedInTimeAndLosesNothing()
{
    const CliWorld world;
    Desktop desktop(world);
    desktop.startKeychain();
    const QString w = workspace(world);
    const QString agent = agentOf(world, w);
    QCOMPARE(desktop.run({text("people"), text("enrol"), w, text("--role"), text("owner")}).exitCode, 0);
    desktop.lockKeychain();
    const CliResult refused = refusedInTime(desktop, w, agent);
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.err.contains("The keychain is locked") && refused.err.contains("MND-KEY-014"), refused.err);
    COMPARE_JSON(world.run({text("status"), w, agent, text("--json")}).json()["agents"][agent.toStdString()]["state"], json("authorized"));
    desktop.stopKeychain();
    desktop.startKeychain();
    const CliResult suspended = desktop.run({text("suspend"), w, agent, text("--reason"), text("drift"), text("--no-wait")});
    QVERIFY2(suspended.exitCode == 0, suspended.err);
    QCOMPARE(world.run({text("verify"), w}).exitCode, 0);
}

void tst_Keychain::aKeychainThatEndsMeanwhileIsSaid()
{
    const CliWorld world;
    Desktop desktop(world);
    desktop.startKeychain();
    const QString w = workspace(world);
    const QString agent = agentOf(world, w);
    QCOMPARE(desktop.run({text("people"), text("enrol"), w, text("--role"), text("owner")}).exitCode, 0);
    desktop.stopKeychain();
    const CliResult refused = refusedInTime(desktop, w, agent);
    QCOMPARE(refused.exitCode, 2);
    QVERIFY2(refused.err.contains("There is no keychain that works here") && refused.err.contains("MND-KEY-011"), refused.err);
}

void tst_Keychain::whereNoneRunsTheKeyIsSealedByAPassphrase()
{
    const CliWorld world;
    const Desktop desktop(world); // a bus, and no keychain on it
    const QString w = workspace(world);
    const CliResult refused = desktop.run({text("people"), text("enrol"), w, text("--role"), text("owner")});
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.err.contains("MND-KEY-010"), refused.err);
}

QTEST_GUILESS_MAIN(tst_Keychain)
#include "tst_keychain.moc"
