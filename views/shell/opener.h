// SPDX-License-Identifier: GPL-3.0-or-later
// Who opens workspaces for the window: the program, since views know no store. Opening happens off the window's thread.
#pragma once

#include <QObject>
#include <QString>

namespace mandate {

class Session;
struct Trouble;

class Opener : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// A workspace, or a bundle: that is open for reading only, whatever is asked.
    virtual void open(const QString &path, bool readOnly) = 0;
    [[nodiscard]] virtual bool isBundle(const QString &path) const = 0;
    /// Refused when the file exists.
    virtual void create(const QString &path) = 0;
    /// The bundled sample, made in the person's data folder when it is not there yet.
    virtual void openSample() = 0;

Q_SIGNALS:
    /// What is being done, "Opening refunds.mandate"; empty when it is over.
    void busyChanged(const QString &what);
    /// The receiver owns the session.
    void opened(mandate::Session *session);
    void troubled(const mandate::Trouble &trouble);
};

} // namespace mandate
