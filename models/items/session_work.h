// SPDX-License-Identifier: GPL-3.0-or-later
// Long work of a session: imports and pacts one after another, with progress and cancel; a suspension at once, never behind them.
// Not for views: they see Session.
#pragma once

#include "models/items/session.h"
#include "models/workspace/workspace.h"

#include <QPointer>

#include <deque>
#include <functional>
#include <memory>
#include <stop_token>

namespace mandate {

class SessionWork : public QObject
{
    Q_OBJECT

public:
    using Report = std::function<void(int percent)>;
    /// What is done with the result, in the window's thread; dropped when the session is gone.
    using Finish = std::function<void(Session &)>;
    using Work = std::function<Finish(const Report &, std::stop_token)>;

    explicit SessionWork(Session *session);
    ~SessionWork() override;

    /// Runs when all that was queued before is done.
    void queue(const Job &job, Work work);
    /// Runs at once, beside what is queued; not shown as a job.
    void urgent(Work work);
    /// Cancels what runs and runs this instead; not shown as a job when it has no title.
    void replace(const Job &job, Work work);
    void cancel();
    [[nodiscard]] bool isBusy() const;

Q_SIGNALS:
    void jobChanged(const mandate::Job *job);

private:
    struct Waiting
    {
        Job job;
        Work work;
    };
    void next();
    void start(Work work, bool shown);

    Session *m_session;
    std::deque<Waiting> m_waiting;
    std::optional<Job> m_job;
    std::stop_source m_stop;
    int m_running = 0;
    bool m_shownRuns = false;
    quint64 m_round = 0;
};

/// "Imported 2 932 records from 9 files. 3 files were skipped."
[[nodiscard]] QString importSummary(const ImportReport &report);
/// One line a file, then the problems.
[[nodiscard]] QStringList importDetails(const ImportReport &report);
/// Reads a pact file and adds it.
[[nodiscard]] Result<PactVersion> addPactFrom(Workspace &workspace, const std::string &file, const ImportProgress &progress, std::stop_token stop);

} // namespace mandate
