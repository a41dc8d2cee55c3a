// SPDX-License-Identifier: GPL-3.0-or-later
// A real time-stamp authority (OpenSSL's) for tests, with keys of its own.
#pragma once

#include "models/timestamps/witness_statement.h"

#include <QFile>
#include <QProcess>
#include <QString>
#include <QTemporaryDir>

namespace mandate::test {

/// tests/data/timestamps/authority.py, until it goes out of scope.
class TimeStampAuthority
{
public:
    explicit TimeStampAuthority(const QString &manner = {})
    {
        QStringList words{QStringLiteral(MANDATE_SOURCE_DIR "/tests/data/timestamps/authority.py"), m_folder.path()};
        if (!manner.isEmpty())
            words << manner;
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QStringLiteral("python3"), words);
        if (!m_process.waitForStarted() || !m_process.waitForReadyRead(60'000))
            qFatal("the time-stamp authority did not start");
        m_port = m_process.readLine().trimmed();
    }
    ~TimeStampAuthority()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    TimeStampAuthority(const TimeStampAuthority &) = delete;
    TimeStampAuthority &operator=(const TimeStampAuthority &) = delete;

    [[nodiscard]] WitnessStatement witness(const std::string &id = "tsa") const
    {
        WitnessStatement statement;
        statement.id = id;
        statement.kind = WitnessKind::Authority;
        statement.place = "http://127.0.0.1:" + m_port.toStdString() + "/";
        statement.certificates = read("root.pem");
        return statement;
    }
    [[nodiscard]] std::string answer(const std::string &queryFile) const
    {
        QProcess openssl;
        openssl.setWorkingDirectory(m_folder.path());
        openssl.start(QStringLiteral("openssl"), {QStringLiteral("ts"), QStringLiteral("-reply"), QStringLiteral("-config"), QStringLiteral("tsa.cnf"), QStringLiteral("-section"), QStringLiteral("this"),
                                                  QStringLiteral("-queryfile"), QString::fromStdString(queryFile), QStringLiteral("-out"), QStringLiteral("by-hand.tsr")});
        return openssl.waitForFinished() ? read("by-hand.tsr") : std::string();
    }
    [[nodiscard]] std::string read(const char *name) const
    {
        QFile file(m_folder.filePath(QString::fromLatin1(name)));
        return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
    }

private:
    QTemporaryDir m_folder;
    QProcess m_process;
    QByteArray m_port;
};

} // namespace mandate::test
