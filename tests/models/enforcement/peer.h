// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests of enforcement points share: the other side as a program of its own, keys, standings and limits.
#pragma once

#include <QFileInfo>
#include <QProcess>
#include <QTest>

#include "models/enforcement/delivery.h"

namespace mandate::peer {

/// A Python program of this folder that prints its port first. Debian's own Python, whose packages packaging/install-dependencies names.
class Peer
{
public:
    Peer(const QString &script, const QStringList &arguments)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QStringLiteral("/usr/bin/python3"),
                        QStringList{QStringLiteral(MANDATE_SOURCE_DIR "/tests/models/enforcement/") + script} + arguments);
        m_port = nextLine().toInt();
    }
    ~Peer()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

    /// False when the program, Python or a package of it is missing: a test that needs it fails.
    [[nodiscard]] bool runs() const { return m_port > 0; }
    [[nodiscard]] std::string url(const std::string &path = {}) const { return "http://127.0.0.1:" + std::to_string(m_port) + path; }
    [[nodiscard]] std::string secureUrl(const std::string &host) const { return "https://" + host + ':' + std::to_string(m_port); }
    QByteArray nextLine()
    {
        while (!m_process.canReadLine()) {
            if (!m_process.waitForReadyRead(15000))
                return {};
        }
        return m_process.readLine().trimmed();
    }
    /// What it printed and nobody read. Ends it.
    QByteArray rest()
    {
        m_process.kill();
        m_process.waitForFinished();
        return m_process.readAllStandardOutput();
    }

private:
    QProcess m_process;
    int m_port = 0;
};

inline SigningKey testKey()
{
    return SigningKey::fromSeed(std::string(32, 'k'));
}

inline EnforcedStanding standingOfBot(AgentState state)
{
    EnforcedStanding standing;
    standing.agent = "refund bot/é";
    standing.state = state;
    if (state == AgentState::Restricted)
        standing.refusedTools = {"pay", "delete_order"};
    standing.since = *parseInstant("2026-03-04T05:06:07.5Z");
    standing.statement = sha256("statement");
    standing.entry = 42;
    standing.reasonCode = "wrong_action";
    return standing;
}

inline EnforcementPoint pointOf(PointKind kind, std::string url)
{
    EnforcementPoint point;
    point.id = "p1";
    point.kind = kind;
    point.title = "A point";
    point.url = std::move(url);
    point.secretName = "p1-secret";
    return point;
}

inline Secrets secretsWith(const std::string &secret, const SigningKey *key = nullptr)
{
    return {[secret](const std::string &name) { return name == "p1-secret" ? std::optional(secret) : std::nullopt; }, key};
}

/// Short enough for tests of what never answers.
inline Outside shortLimits()
{
    Outside outside;
    outside.limits = {std::chrono::milliseconds(700), std::chrono::milliseconds(600), std::chrono::milliseconds(1500)};
    return outside;
}

inline const char *words(const Delivery &delivery)
{
    static QByteArray text;
    text = QByteArray::fromStdString(std::string(nameOf(delivery.outcome)) + ' ' + delivery.code + ": " + delivery.detail + " | " + delivery.byHand);
    return text.constData();
}

} // namespace mandate::peer
