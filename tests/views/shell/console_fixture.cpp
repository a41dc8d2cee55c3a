// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/views/shell/console_fixture.h"

#include "app/console/console_window.h"
#include "app/console/screenshots.h"
#include "models/items/session.h"
#include "models/items/words.h"
#include "models/people/identity.h"
#include "models/workspace/workspace.h"
#include "app/console/translations.h"
#include "views/widgets/theme.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QSettings>

#include <mutex>

namespace mandate {

/// Several persons, one after the other.
class ConsoleFixture::Anyone : public Identity
{
public:
    [[nodiscard]] Person person() const override
    {
        const std::scoped_lock guard(m_mutex);
        return m_person;
    }
    void become(const std::string &account)
    {
        const std::scoped_lock guard(m_mutex);
        m_person = {"account:" + account, {}};
    }

private:
    mutable std::mutex m_mutex;
    Person m_person = signedInPerson();
};

void ConsoleFixture::become(const std::string &account)
{
    m_person->become(account);
    if (m_window->session())
        m_window->session()->refresh();
    settle();
}

void ConsoleFixture::isolate()
{
    static QTemporaryDir home;
    for (const char *name : {"HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"})
        qputenv(name, home.path().toLocal8Bit());
    qputenv("MANDATE_KEYS", (home.path() + QLatin1String("/keys")).toLocal8Bit());
    qputenv("MANDATE_KEYCHAIN", "off"); // of whoever runs the tests
    qputenv("QT_ACCESSIBILITY", "1");
    QCoreApplication::setOrganizationName(QStringLiteral("MandateTests"));
    QCoreApplication::setApplicationName(QStringLiteral("tests"));
}

ConsoleFixture::ConsoleFixture()
{
    QSettings().clear();
    words::setZone(words::Zone::Utc);
    Theme::instance();
    m_opener = std::make_unique<WorkspaceOpener>(QStringLiteral(MANDATE_SOURCE_DIR "/resources"), path(QStringLiteral("sample.mandate")));
    m_person = std::make_shared<Anyone>();
    m_opener->setIdentity(m_person);
    m_window = makeConsoleWindow(m_opener.get());
    m_window->resize(1280, 720);
    m_window->show();
    m_window->activateWindow();
}

ConsoleFixture::~ConsoleFixture() = default;

bool ConsoleFixture::openWorkspace(const QStringList &evidence, const QStringList &pacts)
{
    const QString file = path(QStringLiteral("workspace%1.mandate").arg(++m_made));
    {
        auto made = Workspace::create(QFile::encodeName(file).toStdString());
        if (!made)
            return false;
        Workspace &workspace = **made;
        for (const QString &name : pacts) {
            QFile pact(name);
            if (!pact.open(QIODevice::ReadOnly))
                return false;
            const QByteArray json = pact.readAll();
            if (!workspace.addPact(std::string_view(json.constData(), static_cast<std::size_t>(json.size()))))
                return false;
        }
        std::vector<std::string> paths;
        for (const QString &name : evidence)
            paths.push_back(QFile::encodeName(name).toStdString());
        if (!paths.empty() && !workspace.import(paths, {}))
            return false;
    }
    return open(file);
}

bool ConsoleFixture::open(const QString &path, bool readOnly)
{
    m_opener->open(path, readOnly);
    while (m_opener->isBusy())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 50);
    settle();
    return m_window->session() != nullptr;
}

void ConsoleFixture::settle()
{
    mandate::settle(*m_window, 60'000);
}

QString ConsoleFixture::write(const QString &name, const QByteArray &bytes) const
{
    QFile file(path(name));
    if (file.open(QIODevice::WriteOnly))
        file.write(bytes);
    return file.fileName();
}

QString ConsoleFixture::sampleRuns()
{
    return QStringLiteral(MANDATE_SOURCE_DIR "/resources/sample/tau2/airline");
}

QStringList ConsoleFixture::samplePacts()
{
    QStringList all;
    const QDir folder(QStringLiteral(MANDATE_SOURCE_DIR "/resources/pacts"));
    const QStringList names = folder.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name);
    for (const QString &name : names)
        all << folder.filePath(name);
    return all;
}

} // namespace mandate
