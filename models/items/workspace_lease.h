// SPDX-License-Identifier: GPL-3.0-or-later
// A share of the workspace that workers may hold: whoever lets go last, the workspace itself dies in the application's thread.
#pragma once

#include "models/workspace/workspace.h"

#include <QCoreApplication>
#include <QThread>

#include <memory>

namespace mandate {

[[nodiscard]] inline std::shared_ptr<Workspace> leaseOf(std::shared_ptr<Workspace> owner)
{
    Workspace *workspace = owner.get();
    return {workspace, [owner = std::move(owner)](Workspace *) mutable {
                QCoreApplication *app = QCoreApplication::instance();
                if (app != nullptr && QThread::currentThread() != app->thread())
                    QMetaObject::invokeMethod(
                        app, [last = std::move(owner)] {}, Qt::QueuedConnection);
                owner.reset();
            }};
}

} // namespace mandate
