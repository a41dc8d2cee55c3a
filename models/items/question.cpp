// SPDX-License-Identifier: GPL-3.0-or-later
// The threads that read for views.
#include "models/items/question.h"

#include <QCoreApplication>

#include <algorithm>

namespace mandate {

QThreadPool *readingThreads()
{
    // A child of the application, so that it has ended before the application's last objects go.
    static QPointer<QThreadPool> pool;
    if (pool.isNull()) {
        pool = new QThreadPool(QCoreApplication::instance());
        pool->setObjectName(QStringLiteral("reading"));
        pool->setMaxThreadCount(std::max(3, QThread::idealThreadCount()));
    }
    return pool;
}

} // namespace mandate
