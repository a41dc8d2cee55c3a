// SPDX-License-Identifier: GPL-3.0-or-later
// A workspace that several accounts of the operating system share: run by root it is tried with setpriv, by anyone else in user namespaces,
// where the same files belong to another account. Each account has its own copy of the key.
#pragma once

#include "cli_process.h"

#include <QProcess>

#include <memory>
#include <string>

namespace shared_world {

QString text(const char *words);
/// Written with ' for ".
QByteArray quoted(QByteArray json);
/// A pact that permits everything but payments above `most`.
QByteArray shop(const QByteArray &version, const QByteArray &parent, int most, const QByteArray &reviewers = {});
/// Runs of one payment each, of 0, 1, 2, …
QByteArray payments(int count, int first = 0);

class SharedWorld
{
public:
    SharedWorld();

    CliWorld world;
    QString w; ///< the workspace

    /// Makes the workspace, and shares it with second() and third() where others() says so.
    void make();
    /// Two accounts that this test is not itself.
    static const char *second();
    static const char *third();
    /// Whether this test may run programs as other accounts.
    static bool others();
    static constexpr const char *whyAlone = "needs root or unprivileged user namespaces to be another account";
    /// The person this test is itself.
    static std::string self();
    [[nodiscard]] QString keysOf(const char *account) const;

    [[nodiscard]] std::unique_ptr<QProcess> start(const char *account, const QStringList &arguments) const;
    [[nodiscard]] CliResult run(const char *account, const QStringList &arguments) const;
    [[nodiscard]] CliResult pact(const QStringList &arguments) const;
    [[nodiscard]] CliResult pactAs(const char *account, const QStringList &arguments) const;
};

} // namespace shared_world
