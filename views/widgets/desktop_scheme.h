// SPDX-License-Identifier: GPL-3.0-or-later
// Whether the desktop prefers dark: org.freedesktop.appearance color-scheme of the settings portal, now and when it changes.
// Says nothing where no portal answers.
#pragma once

#include <QObject>

#include <QDBusVariant>

namespace mandate {

class DesktopScheme : public QObject
{
    Q_OBJECT

public:
    explicit DesktopScheme(QObject *parent = nullptr);

Q_SIGNALS:
    void told(bool dark);

private Q_SLOTS:
    void settingChanged(const QString &group, const QString &key, const QDBusVariant &value);
};

} // namespace mandate
