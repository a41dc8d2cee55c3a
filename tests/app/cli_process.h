// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the real mandate binary in a world of its own: its own folder, its own keys.
#pragma once

#include <QByteArray>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <nlohmann/json.hpp>

struct CliResult
{
    int exitCode = -1;
    QByteArray out;
    QByteArray err;
    [[nodiscard]] nlohmann::json json() const { return nlohmann::json::parse(out.toStdString(), nullptr, false); }
};

class CliWorld
{
public:
    CliWorld();
    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }
    QString write(const QString &name, const QByteArray &bytes) const;
    [[nodiscard]] CliResult run(const QStringList &arguments) const;
    /// As run(), under a limit on the size of any file it writes (bytes): a full disk as the program sees it.
    [[nodiscard]] CliResult runWithFileLimit(const QStringList &arguments, qint64 limit) const;
    [[nodiscard]] QProcessEnvironment environment() const;

private:
    QTemporaryDir m_folder;
};
