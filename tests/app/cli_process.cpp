// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli_process.h"

#include <QFile>
#include <QFileInfo>
#include <QDir>
#include <QProcess>

#include <unistd.h>

CliWorld::CliWorld() = default;

QString CliWorld::write(const QString &name, const QByteArray &bytes) const
{
    QDir().mkpath(QFileInfo(path(name)).path());
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(file.fileName()));
    return file.fileName();
}

QProcessEnvironment CliWorld::environment() const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("MANDATE_KEYS"), path(QStringLiteral("keys")));
    return environment;
}

namespace {

CliResult finish(QProcess &process)
{
    if (!process.waitForFinished(300'000)) {
        process.kill();
        process.waitForFinished();
    }
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(), process.readAllStandardError()};
}

} // namespace

CliResult CliWorld::run(const QStringList &arguments) const
{
    QProcess process;
    process.setProcessEnvironment(environment());
    process.start(QStringLiteral(MANDATE_BINARY), arguments);
    return finish(process);
}

CliResult CliWorld::runWithout(const QString &notTheirs, const QStringList &arguments) const
{
    QProcess process;
    process.setProcessEnvironment(environment());
    if (::geteuid() != 0) {
        QFile::setPermissions(notTheirs, {});
        process.start(QStringLiteral(MANDATE_BINARY), arguments);
        return finish(process);
    }
    QProcess::execute(QStringLiteral("chown"), {QStringLiteral("-R"), QStringLiteral("nobody"), m_folder.path()});
    QProcess::execute(QStringLiteral("chown"), {QStringLiteral("root"), notTheirs});
    QFile::setPermissions(notTheirs, QFile::ReadOwner);
    process.start(QStringLiteral("setpriv"),
                  QStringList{QStringLiteral("--reuid=nobody"), QStringLiteral("--clear-groups"), QStringLiteral(MANDATE_BINARY)} + arguments);
    return finish(process);
}

CliResult CliWorld::runWithFileLimit(const QStringList &arguments, qint64 limit) const
{
    QProcess process;
    process.setProcessEnvironment(environment());
    QString command = QStringLiteral("ulimit -f %1; exec \"$0\" \"$@\"").arg(limit / 1024);
    process.start(QStringLiteral("bash"), QStringList{QStringLiteral("-c"), command, QStringLiteral(MANDATE_BINARY)} + arguments);
    return finish(process);
}
