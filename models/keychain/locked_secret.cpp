// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/keychain/locked_secret.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QList>
#include <QMap>
#include <QUuid>

namespace mandate {

using SecretAttributes = QMap<QString, QString>;

namespace {

QString wide(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace

bool isLockedAway(std::string_view service, std::string_view name, std::chrono::milliseconds patience)
{
    qDBusRegisterMetaType<SecretAttributes>();
    const QString connection = QUuid::createUuid().toString(); // of its own: the process's shared one keeps the first bus it saw
    bool locked = false;
    {
        const QDBusConnection bus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, connection);
        if (bus.isConnected()) {
            QDBusMessage question =
                QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.secrets"), QStringLiteral("/org/freedesktop/secrets"),
                                               QStringLiteral("org.freedesktop.Secret.Service"), QStringLiteral("SearchItems"));
            // As the keychain library files them.
            question << QVariant::fromValue(SecretAttributes{{QStringLiteral("user"), wide(name)}, {QStringLiteral("server"), wide(service)}});
            const QDBusMessage answer = bus.call(question, QDBus::Block, static_cast<int>(patience.count()));
            if (answer.type() == QDBusMessage::ReplyMessage && answer.arguments().size() == 2) // those that are unlocked, and those that are not
                locked = !qdbus_cast<QList<QDBusObjectPath>>(answer.arguments().at(1)).isEmpty();
        }
    }
    QDBusConnection::disconnectFromBus(connection);
    return locked;
}

} // namespace mandate
