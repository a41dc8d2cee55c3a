// SPDX-License-Identifier: GPL-3.0-or-later
// Runs long work in threads of its own, apart from those that read for views.
#include "models/items/session_work.h"

#include "models/items/text_safety.h"
#include "models/items/words.h"

#include <QFile>
#include <QFutureWatcher>
#include <QThreadPool>
#include <QtConcurrentRun>

#include <algorithm>
#include <limits>

namespace mandate {

namespace {

constexpr qint64 largestPact = 16 * 1024 * 1024;

QThreadPool *workingThreads()
{
    static QPointer<QThreadPool> pool;
    if (pool.isNull()) {
        pool = new QThreadPool(QCoreApplication::instance());
        pool->setObjectName(QStringLiteral("working"));
        pool->setMaxThreadCount(4); // an import, a verification, a statement
    }
    return pool;
}

} // namespace

SessionWork::SessionWork(Session *session) : QObject(session), m_session(session) {}

SessionWork::~SessionWork()
{
    m_stop.request_stop();
}

bool SessionWork::isBusy() const
{
    return m_running > 0 || !m_waiting.empty();
}

void SessionWork::queue(const Job &job, Work work)
{
    m_waiting.push_back({job, std::move(work)});
    if (!m_shownRuns)
        next();
}

void SessionWork::urgent(Work work)
{
    start(std::move(work), false);
}

void SessionWork::replace(const Job &job, Work work)
{
    m_stop.request_stop();
    m_waiting.clear();
    m_shownRuns = false;
    ++m_round; // what still runs no longer counts
    queue(job, std::move(work));
}

void SessionWork::cancel()
{
    m_waiting.clear();
    m_stop.request_stop();
}

void SessionWork::next()
{
    m_shownRuns = false;
    if (m_waiting.empty()) {
        if (m_job)
            Q_EMIT jobChanged(nullptr);
        m_job.reset();
        return;
    }
    Waiting waiting = std::move(m_waiting.front());
    m_waiting.pop_front();
    m_stop = std::stop_source();
    if (!waiting.job.title.isEmpty()) {
        m_job = waiting.job;
        Q_EMIT jobChanged(&*m_job);
    }
    start(std::move(waiting.work), true);
}

void SessionWork::start(Work work, bool shown)
{
    ++m_running;
    m_shownRuns = m_shownRuns || shown;
    const quint64 round = m_round;
    const QPointer<SessionWork> self(this); // only looked at in this thread
    auto *watcher = new QFutureWatcher<Finish>(this);
    connect(watcher, &QFutureWatcherBase::progressValueChanged, this, [this, shown, round](int percent) {
        if (!shown || round != m_round || !m_job)
            return;
        m_job->percent = percent;
        Q_EMIT jobChanged(&*m_job);
    });
    connect(watcher, &QFutureWatcherBase::finished, this, [this, self, watcher, shown, round] {
        watcher->deleteLater();
        --m_running;
        const Finish finish = watcher->future().takeResult();
        if (shown && round != m_round)
            return;
        if (finish)
            finish(*m_session);
        if (self && shown)
            next();
    });
    const std::stop_token stop = shown ? m_stop.get_token() : std::stop_token();
    watcher->setFuture(QtConcurrent::run(workingThreads(), [work = std::move(work), stop](QPromise<Finish> &promise) {
        promise.setProgressRange(0, 100);
        const Report report = [&promise](int percent) {
            if (percent >= 0)
                promise.setProgressValue(std::clamp(percent, 0, 100));
        };
        promise.addResult(work(report, stop));
    }));
}

/// As Qt's plurals take it.
static int countOf(std::uint64_t number)
{
    return static_cast<int>(std::min<std::uint64_t>(number, std::numeric_limits<int>::max()));
}

QString importSummary(const ImportReport &report)
{
    const auto read = std::count_if(report.files.begin(), report.files.end(), [](const ImportedFile &file) { return file.skipped.empty(); });
    const auto skipped = static_cast<qsizetype>(report.files.size()) - read;
    QStringList sentences;
    if (report.cancelled)
        sentences.append(Session::tr("The import was stopped; what was stored stays, and importing again completes it."));
    if (report.records > 0)
        //: %1 is "1 204 records"
        sentences.append(Session::tr("Imported %1 from %n file(s).", nullptr, static_cast<int>(read))
                             .arg(Session::tr("%Ln record(s)", nullptr, countOf(report.records))));
    else if (report.known > 0)
        sentences.append(Session::tr("Nothing new: everything in %n file(s) was there already.", nullptr, static_cast<int>(read)));
    else
        sentences.append(Session::tr("No records were found in %n file(s).", nullptr, static_cast<int>(report.files.size())));
    if (skipped > 0)
        sentences.append(Session::tr("%n file(s) skipped, as they hold no evidence.", nullptr, static_cast<int>(skipped)));
    if (report.quarantined > 0)
        sentences.append(Session::tr("%Ln item(s) could not be read and are kept in quarantine.", nullptr, countOf(report.quarantined)));
    if (report.incidentsOpened > 0)
        sentences.append(Session::tr("%n incident(s) opened.", nullptr, static_cast<int>(report.incidentsOpened)));
    return sentences.join(u' ');
}

QStringList importDetails(const ImportReport &report)
{
    QStringList lines;
    for (const ImportedFile &file : report.files) {
        const QString name = visibleLine(file.file, 300);
        if (!file.skipped.empty())
            lines.append(Session::tr("%1: skipped. %2").arg(name, visibleLine(file.skipped, 300)));
        else
            lines.append(Session::tr("%1: %2 new records, %3 items known already, %4 in quarantine")
                             .arg(name, words::number(file.records), words::number(file.known), words::number(file.quarantined)));
    }
    for (const Error &problem : report.problems)
        lines.append(visibleLine(describe(problem), 600));
    return lines;
}

Result<PactVersion> addPactFrom(Workspace &workspace, const std::string &file, const ImportProgress &progress, std::stop_token stop)
{
    QFile input(QString::fromStdString(file));
    Error error;
    error.kind = ErrorKind::Input;
    error.position.file = file;
    error.unaffected = Session::tr("No pact was added; the pacts in force stay as they are.").toStdString();
    if (!input.open(QIODevice::ReadOnly)) {
        error.code = "MND-ITM-001";
        error.happened = Session::tr("The file could not be opened: %1.").arg(input.errorString()).toStdString();
        error.remedy = Session::tr("Check that it exists and that you may read it.").toStdString();
        return error;
    }
    if (input.size() > largestPact) {
        error.code = "MND-ITM-002";
        error.happened = Session::tr("The file is too large for a pact.").toStdString();
        error.remedy = Session::tr("To import recorded evidence, drop the file on the window instead.").toStdString();
        return error;
    }
    const QByteArray bytes = input.readAll();
    return workspace.addPact(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())), progress, stop);
}

} // namespace mandate
