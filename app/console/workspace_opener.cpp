// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/workspace_opener.h"

#include "models/items/bundle_session.h"
#include "models/items/incident_desk.h"
#include "models/items/session.h"
#include "models/items/text_safety.h"
#include "models/items/trouble.h"
#include "models/keychain/os_keychain.h"
#include "models/workspace/sample.h"
#include "models/workspace/workspace.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <QThread>
#include <QtConcurrentRun>

namespace mandate {
namespace {

/// Keys in the desktop's keychain, else sealed by a passphrase that the People page asks for.
Surroundings surroundingsOf(const std::shared_ptr<const Identity> &identity)
{
    Surroundings around;
    around.identity = identity;
    around.secrets = personSecrets({});
    return around;
}

std::string localName(const QString &path)
{
    return QFile::encodeName(path).toStdString();
}

} // namespace

/// A QFuture copies its values, a workspace cannot be copied.
struct WorkspaceOpener::Made
{
    std::shared_ptr<Workspace> workspace;
    std::shared_ptr<const BundleContent> bundle;
    std::optional<Error> error;

    Made(Result<std::unique_ptr<Workspace>> made) // NOLINT(google-explicit-constructor)
    {
        if (made)
            workspace = std::move(made).value();
        else
            error = made.error();
    }
    Made(Result<BundleAsWorkspace> made) // NOLINT(google-explicit-constructor)
    {
        if (made) {
            workspace = std::move(made->workspace);
            bundle = made->content;
        } else {
            error = made.error();
        }
    }
};

WorkspaceOpener::WorkspaceOpener(QString resources, QString sampleFile, QObject *parent)
    : Opener(parent),
      m_resources(std::move(resources)),
      m_sampleFile(std::move(sampleFile)),
      m_identity(accountIdentity())
{
}

void WorkspaceOpener::open(const QString &path, bool readOnly)
{
    run(tr("Opening %1").arg(visibleLine(QFileInfo(path).fileName(), 60)), [name = localName(path), readOnly, identity = m_identity]() -> Made {
        if (isBundlePath(name))
            return openBundleAsWorkspace(name, surroundingsOf(identity));
        return Workspace::open(name, readOnly, surroundingsOf(identity));
    });
}

bool WorkspaceOpener::isBundle(const QString &path) const
{
    return isBundlePath(localName(path));
}

void WorkspaceOpener::create(const QString &path)
{
    run(tr("Making %1").arg(visibleLine(QFileInfo(path).fileName(), 60)), [name = localName(path), identity = m_identity]() -> Made { return Workspace::create(name, surroundingsOf(identity)); });
}

void WorkspaceOpener::openSample()
{
    run(tr("Making the sample workspace"),
        [resources = localName(m_resources), target = localName(m_sampleFile),
         folder = QFileInfo(m_sampleFile).absolutePath(), identity = m_identity]() -> Made {
            QDir().mkpath(folder);
            Result<std::string> path = ensureSampleWorkspace(resources, target);
            if (!path)
                return Result<std::unique_ptr<Workspace>>(path.error());
            return Workspace::open(*path, false, surroundingsOf(identity));
        });
}

void WorkspaceOpener::run(const QString &what, Work work)
{
    ++m_running;
    Q_EMIT busyChanged(what);
    QThread *home = thread();
    QtConcurrent::run([work = std::move(work), home] {
        Made made = work();
        if (made.workspace)
            made.workspace->moveToThread(home);
        return made;
    }).then(this, [this](const Made &done) {
        --m_running;
        Q_EMIT busyChanged(QString());
        if (done.error)
            Q_EMIT troubled(troubleOf(*done.error));
        else
            Q_EMIT opened(sessionOn(done.bundle ? new Session(done.workspace, done.bundle) : new Session(done.workspace)));
    });
}

Session *WorkspaceOpener::sessionOn(Session *session) const
{
    IncidentDesk::of(session)->setDutyFolder(m_resources + QLatin1String("/duties"));
    return session;
}

QString resourceFolder()
{
    const QString beside = QDir::cleanPath(QCoreApplication::applicationDirPath() + QLatin1String("/../share/mandate"));
    return QDir(beside + QLatin1String("/sample")).exists() ? beside : QStringLiteral(MANDATE_SOURCE_DIR "/resources");
}

QString sampleWorkspaceFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QLatin1String("/sample.mandate");
}

} // namespace mandate
