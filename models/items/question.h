// SPDX-License-Identifier: GPL-3.0-or-later
// One question to the workspace at a time, answered off the window's thread. Asking anew cancels the question before it.
// Not a job queue: long work that people watch (an import) is in session.cpp.
#pragma once

#include <QFutureWatcher>
#include <QPointer>
#include <QThreadPool>
#include <QtConcurrentRun>

#include <functional>
#include <stop_token>
#include <utility>

namespace mandate {

/// Threads that read for views; apart from the pool that imports and verifies, so that a page of rows never waits behind those.
[[nodiscard]] QThreadPool *readingThreads();

/// Lives in the window's thread, which also receives the answers. `work` runs on readingThreads() and must not touch its owner.
template<typename Answer>
class Question
{
public:
    explicit Question(QObject *owner) : m_owner(owner) {}
    ~Question() { forget(); }
    Question(const Question &) = delete;
    Question &operator=(const Question &) = delete;

    void ask(std::function<Answer(std::stop_token)> work, std::function<void(Answer)> answered)
    {
        forget();
        m_stop = std::stop_source();
        auto *watcher = new QFutureWatcher<Answer>(m_owner);
        m_watcher = watcher;
        QObject::connect(watcher, &QFutureWatcherBase::finished, m_owner, [this, watcher, answered = std::move(answered)] {
            watcher->deleteLater();
            if (m_watcher != watcher)
                return; // another question was asked meanwhile
            m_watcher = nullptr;
            answered(watcher->future().takeResult());
        });
        watcher->setFuture(QtConcurrent::run(readingThreads(), [work = std::move(work), stop = m_stop.get_token()] { return work(stop); }));
    }

    /// Cancels; the answer, should it still come, is dropped.
    void forget()
    {
        m_stop.request_stop();
        if (m_watcher)
            m_watcher->deleteLater();
        m_watcher = nullptr;
    }

    [[nodiscard]] bool isOpen() const { return m_watcher != nullptr; }

private:
    QObject *m_owner;
    std::stop_source m_stop;
    QPointer<QFutureWatcher<Answer>> m_watcher;
};

} // namespace mandate
