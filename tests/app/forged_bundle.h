// SPDX-License-Identifier: GPL-3.0-or-later
// A copy of a bundle, changed and with its manifests made anew, as somebody would who wants it to look whole.
#pragma once

#include <QByteArray>
#include <QString>

/// Changes the copy with Python: read(name), write(name, bytes), lines(name), put(name, lines) are of its data folder, `root` is the bundle. Empty when that failed.
[[nodiscard]] QString forgedBundle(const QString &bundle, const QString &copy, const QByteArray &program);
