// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/gateway_control.h"

#include "models/gateway/gateway.h"
#include "models/gateway/token_file.h"
#include "models/items/trouble.h"
#include "models/items/words.h"
#include "models/workspace/workspace.h"

#include <algorithm>

namespace mandate {

namespace {

constexpr int lookEveryMilliseconds = 1000;

QString stateWord(const Token &token)
{
    if (token.revoked)
        return GatewayControl::tr("revoked");
    return token.isExpired(systemNow()) ? GatewayControl::tr("expired") : GatewayControl::tr("valid");
}

} // namespace

GatewayControl *GatewayControl::of(Session *session)
{
    if (!session)
        return nullptr;
    auto *control = session->findChild<GatewayControl *>(QString(), Qt::FindDirectChildrenOnly);
    return control ? control : new GatewayControl(session);
}

GatewayControl::GatewayControl(Session *session)
    : QObject(session),
      m_session(session),
      m_tokens(std::make_unique<TokenFile>(TokenFile::besideWorkspace(session->path().toStdString())))
{
    m_look.setInterval(lookEveryMilliseconds);
    connect(&m_look, &QTimer::timeout, this, &GatewayControl::changed);
}

GatewayControl::~GatewayControl() = default;

bool GatewayControl::isRunning() const
{
    return m_gateway && m_gateway->isRunning();
}

QString GatewayControl::obstacle() const
{
    if (m_session->isReadOnly())
        return tr("This workspace is open for reading: decisions could not be kept.");
    if (m_session->isSample())
        return tr("This is the sample: no agent of yours is in it. Open a workspace of your own.");
    return {};
}

QString GatewayControl::words() const
{
    if (!isRunning())
        return tr("The gateway is off: no agent can ask here.");
    const Gateway::Counts counts = m_gateway->counts();
    //: %1 an address, the others numbers
    return tr("The gateway answers on %1: %2 permitted, %3 denied, %4 refused.")
        .arg(address(), words::number(static_cast<qint64>(counts.permits)), words::number(static_cast<qint64>(counts.denials)),
             words::number(static_cast<qint64>(counts.refused)));
}

QString GatewayControl::address() const
{
    return isRunning() ? QString::fromStdString(m_gateway->address()) : QString();
}

std::optional<Trouble> GatewayControl::trouble() const
{
    if (m_trouble)
        return m_trouble;
    if (m_gateway) {
        if (const auto error = m_gateway->lastError())
            return troubleOf(*error);
    }
    return std::nullopt;
}

void GatewayControl::start(const QString &listen)
{
    if (isRunning() || !obstacle().isEmpty())
        return;
    m_trouble.reset();
    GatewayOptions options;
    options.listen = listen.toStdString();
    m_gateway = std::make_unique<Gateway>(*m_session->workspace(), options);
    if (auto started = m_gateway->start(); !started) {
        m_trouble = troubleOf(started.error());
        m_gateway.reset();
    } else {
        m_look.start();
    }
    Q_EMIT changed();
}

void GatewayControl::stop()
{
    if (!m_gateway)
        return;
    m_gateway->stop();
    m_gateway.reset();
    m_look.stop();
    Q_EMIT changed();
}

QList<TokenItem> GatewayControl::tokens() const
{
    QList<TokenItem> items;
    const auto current = m_tokens->current();
    if (!current)
        return items;
    for (const Token &token : (*current)->tokens()) {
        TokenItem item;
        item.name = QString::fromStdString(token.name);
        for (const std::string &agent : token.agents)
            item.agents.append(QString::fromStdString(agent));
        for (const Scope scope : token.scopes)
            item.scopes.append(QLatin1String(nameOf(scope).data(), static_cast<qsizetype>(nameOf(scope).size())));
        item.state = stateWord(token);
        item.isValid = !token.revoked && !token.isExpired(systemNow());
        items.append(item);
    }
    return items;
}

QStringList GatewayControl::agents() const
{
    QStringList names;
    if (const auto known = m_session->workspace()->store().names(Dimension::Agent)) {
        for (const std::string &name : *known) {
            if (!name.empty())
                names.append(QString::fromStdString(name));
        }
    }
    return names;
}

GatewayControl::NewToken GatewayControl::createToken(const QString &agent)
{
    NewToken made;
    const std::string secret = newTokenSecret();
    Token token;
    token.agents = {agent.toStdString()};
    token.scopes = {Scope::Evaluate, Scope::Report, Scope::Request, Scope::Status};
    token.hash = sha256(secret);
    token.created = systemNow();
    const auto changed = m_tokens->change([&token](std::vector<Token> tokens) -> Result<std::vector<Token>> {
        const auto taken = [&](const std::string &name) { return std::ranges::any_of(tokens, [&](const Token &known) { return known.name == name; }); };
        token.name = token.agents.front();
        for (int i = 2; taken(token.name); ++i)
            token.name = token.agents.front() + '-' + std::to_string(i);
        tokens.push_back(token);
        return tokens;
    });
    if (!changed) {
        made.trouble = troubleOf(changed.error());
        return made;
    }
    made.secret = QString::fromStdString(secret);
    made.name = QString::fromStdString(token.name);
    Q_EMIT this->changed();
    return made;
}

std::optional<Trouble> GatewayControl::revokeToken(const QString &name)
{
    const std::string wanted = name.toStdString();
    const auto done = m_tokens->change([&](std::vector<Token> tokens) -> Result<std::vector<Token>> {
        for (Token &token : tokens) {
            if (token.name == wanted && !token.revoked)
                token.revoked = systemNow();
        }
        return tokens;
    });
    if (!done)
        return troubleOf(done.error());
    Q_EMIT changed();
    return std::nullopt;
}

} // namespace mandate
