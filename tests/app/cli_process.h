// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the real mandate binary in a world of its own: its own folder, its own keys.
#pragma once

#include <QByteArray>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <nlohmann/json.hpp>

/// QCOMPARE for JSON values: shows both as text when they differ.
#define COMPARE_JSON(actual, expected) \
    QCOMPARE(QByteArray::fromStdString(nlohmann::json(actual).dump()), QByteArray::fromStdString(nlohmann::json(expected).dump()))

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
    /// As run(), but as a user who owns everything in this world except `notTheirs`: what permission means must be tried without root's.
    [[nodiscard]] CliResult runWithout(const QString &notTheirs, const QStringList &arguments) const;
    [[nodiscard]] QProcessEnvironment environment() const;

private:
    QTemporaryDir m_folder;
};
