// SPDX-License-Identifier: GPL-3.0-or-later
// The gateway inside this console, on this machine only, and the tokens with which agents ask it. The same gateway as "mandate serve".
#pragma once

#include "models/items/session.h"

#include <QList>
#include <QObject>
#include <QStringList>
#include <QTimer>

#include <memory>
#include <optional>

namespace mandate {

class Gateway;
class TokenFile;

struct TokenItem
{
    QString name;
    QStringList agents;
    QStringList scopes;
    QString state; ///< "valid", "expired" or "revoked", in the interface's language
    bool isValid = false;
};

/// Made with the session and ends with it: agents that ask while no console runs need "mandate serve".
class GatewayControl : public QObject
{
    Q_OBJECT

public:
    /// The session's; made when first asked for.
    [[nodiscard]] static GatewayControl *of(Session *session);
    ~GatewayControl() override;

    [[nodiscard]] bool isRunning() const;
    /// Why it cannot be started here, in a sentence; empty when it can.
    [[nodiscard]] QString obstacle() const;
    /// What it does now, in a sentence.
    [[nodiscard]] QString words() const;
    [[nodiscard]] QString address() const;
    /// What went wrong last.
    [[nodiscard]] std::optional<Trouble> trouble() const;
    /// `listen` is a loopback address with its port.
    void start(const QString &listen = QStringLiteral("127.0.0.1:4318"));
    void stop();

    [[nodiscard]] QList<TokenItem> tokens() const;
    [[nodiscard]] QStringList agents() const; ///< that the workspace knows
    struct NewToken
    {
        QString secret; ///< to be shown once
        QString name;
        std::optional<Trouble> trouble;
    };
    NewToken createToken(const QString &agent);
    std::optional<Trouble> revokeToken(const QString &name);

Q_SIGNALS:
    void changed();

private:
    explicit GatewayControl(Session *session);

    Session *m_session;
    std::unique_ptr<TokenFile> m_tokens;
    std::unique_ptr<Gateway> m_gateway;
    std::optional<Trouble> m_trouble;
    QTimer m_look;
};

} // namespace mandate
