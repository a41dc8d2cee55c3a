// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/evaluation_desk.h"

#include "models/items/evaluation_words.h"
#include "models/items/people_model.h"
#include "models/items/question.h"
#include "models/items/session_work.h"
#include "models/items/text_safety.h"
#include "models/items/trouble.h"
#include "models/workspace/evaluations.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <set>

namespace mandate {

namespace {

constexpr qint64 largestFile = qint64{256} << 20;

struct ReadEvaluations
{
    QList<LineItem> lines;
    QList<EvaluationChoice> choices;
    QStringList agents;
};

ReadEvaluations readEvaluations(const Workspace &workspace)
{
    ReadEvaluations read;
    std::set<std::string> agents;
    if (const auto stats = workspace.stats()) {
        for (const WorkspaceStats::Agent &agent : stats->agents)
            agents.insert(agent.name);
    }
    std::vector<EvaluationStatement> all = workspace.evaluations();
    std::ranges::reverse(all);
    for (const EvaluationStatement &evaluation : all) {
        read.lines.append(evaluations::lineOf(evaluation));
        const bool shares = evaluation.kind == ResultKind::Tasks || evaluation.kind == ResultKind::RedTeam;
        read.choices.append({evaluation.entry, evaluations::nameOf(evaluation), toText(evaluation.agent), shares, evaluation.kind == ResultKind::Answers});
        agents.insert(evaluation.agent);
    }
    agents.erase(std::string());
    for (const std::string &agent : agents)
        read.agents << toText(agent);
    return read;
}

QString oneOf(const std::set<std::string> &names)
{
    return names.size() == 1 ? toText(*names.begin()) : QString();
}

Result<ResultsPreview> lookInto(const Workspace &workspace, const QString &path, const QStringList &agents)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorKind::Input, "MND-EVL-040", "The file " + path.toStdString() + " cannot be read: " + file.errorString().toStdString() + '.', "Nothing was brought in.", "Check the path and its permissions.", {}};
    const QByteArray bytes = file.size() > largestFile ? QByteArray() : file.read(largestFile + 1);
    if (file.size() > largestFile || bytes.size() > largestFile)
        return Error{ErrorKind::Input, "MND-EVL-041", "The results have more than 256 MiB.", "Nothing was brought in.", "Bring them in in parts, such as a file a suite.", {}};
    ResultsPreview preview;
    preview.path = path;
    preview.bytes = std::make_shared<const std::string>(bytes.toStdString());
    const auto results = readResultFile(*preview.bytes);
    if (!results) {
        Error error = results.error();
        if (error.position.file.empty())
            error.position.file = QFileInfo(path).fileName().toStdString();
        return error;
    }
    std::set<std::string> subjects, suites;
    for (const ResultCase &one : results->cases) {
        subjects.insert(one.subject);
        suites.insert(one.suite);
    }
    const QString subject = oneOf(subjects);
    (agents.contains(subject) ? preview.agent : preview.model) = subject;
    preview.suite = oneOf(suites);
    if (preview.suite.isEmpty())
        preview.suite = QFileInfo(path).completeBaseName();
    if (!results->began)
        preview.warnings << EvaluationDesk::tr("The results do not say when they ran. Where nobody says it, no agent is current by them.");
    if (results->began)
        preview.ran = QDateTime::fromMSecsSinceEpoch(results->began->nanoseconds / 1'000'000, Qt::UTC);
    //: %1 a kind of results, %2 a format, %3 a program
    preview.recognised = (results->program.empty() ? EvaluationDesk::tr("%1, in the format %2.").arg(evaluations::kindWords(results->kind), visibleLine(results->format, 60))
                                                   : EvaluationDesk::tr("%1, in the format %2, written by %3.").arg(evaluations::kindWords(results->kind), visibleLine(results->format, 60), visibleLine(results->program, 120))) +
                         QLatin1Char(' ') + evaluations::countsWords(countResults(results->cases));
    for (const std::string &warning : results->warnings)
        preview.warnings << visibleLine(warning, 300);
    const Digest content = sha256(*preview.bytes);
    for (const EvaluationStatement &evaluation : workspace.evaluations()) {
        if (evaluation.content == content && evaluation.mayCount)
            preview.known = evaluation.entry;
    }
    return preview;
}

std::optional<Instant> instantOrNone(const QDateTime &time)
{
    return time.isValid() ? std::optional(words::instantOf(time)) : std::nullopt;
}

} // namespace

struct EvaluationDesk::Private
{
    Private(EvaluationDesk *owner, Session *of)
        : session(of),
          workspace(of->workspace()),
          work(new SessionWork(of)),
          list(evaluations::listHeaders(), -1,
               {evaluations::PassedColumn, evaluations::FailedColumn, evaluations::ErrorColumn, evaluations::NotScoredColumn, evaluations::CasesColumn, evaluations::FailedOfColumn}),
          reading(owner),
          looking(owner)
    {
    }

    Session *session;
    std::shared_ptr<Workspace> workspace;
    SessionWork *work;
    LineModel list;
    QList<EvaluationChoice> choices;
    QStringList agents;
    bool read = false;
    bool working = false;
    quint64 round = 0; ///< of taking sessions: what was cancelled says nothing any more
    Question<ReadEvaluations> reading;
    Question<std::shared_ptr<Result<ResultsPreview>>> looking;
};

EvaluationDesk::EvaluationDesk(Session *session) : QObject(session), m(std::make_unique<Private>(this, session))
{
    connect(this, &EvaluationDesk::troubled, session, &Session::troubled);
    connect(m->workspace.get(), &Workspace::ledgerGrew, this, [this] {
        if (m->read)
            refresh();
    });
}

EvaluationDesk::~EvaluationDesk() = default;

EvaluationDesk *EvaluationDesk::of(Session *session)
{
    if (!session)
        return nullptr;
    auto *desk = session->findChild<EvaluationDesk *>(QString(), Qt::FindDirectChildrenOnly);
    return desk ? desk : new EvaluationDesk(session);
}

LineModel *EvaluationDesk::list() const { return &m->list; }
const QList<EvaluationChoice> &EvaluationDesk::choices() const { return m->choices; }
bool EvaluationDesk::wasRead() const { return m->read; }
bool EvaluationDesk::isBusy() const { return m->reading.isOpen() || isWorking(); }
bool EvaluationDesk::isWorking() const { return m->looking.isOpen() || m->working; }
QStringList EvaluationDesk::agents() const { return m->agents; }

QString EvaluationDesk::refusal() const
{
    if (m->session->bundle())
        return tr("A bundle is a finished excerpt: nothing is added to it.");
    return m->workspace->isReadOnly() ? tr("The workspace is open for reading only.") : QString();
}

bool EvaluationDesk::needsPassphrase() const
{
    return !m->session->people()->isOpen() && m->session->people()->needsPassphrase(); // with nobody enrolled the workspace's key signs
}

void EvaluationDesk::refresh()
{
    m->reading.ask([workspace = m->workspace](std::stop_token) { return readEvaluations(*workspace); },
                   [this](ReadEvaluations read) {
                       m->choices = std::move(read.choices);
                       m->agents = std::move(read.agents);
                       m->list.setLines(std::move(read.lines));
                       m->read = true;
                       Q_EMIT refreshed();
                   });
}

void EvaluationDesk::look(const QString &path)
{
    m->looking.ask([workspace = m->workspace, path, agents = m->agents](std::stop_token) { return std::make_shared<Result<ResultsPreview>>(lookInto(*workspace, path, agents)); },
                   [this](const std::shared_ptr<Result<ResultsPreview>> &preview) {
                       Q_EMIT workChanged();
                       if (*preview)
                           Q_EMIT previewed(**preview);
                       else
                           Q_EMIT refused(troubleOf(preview->error()));
                   });
    Q_EMIT workChanged();
}

namespace {

Result<void> openKeys(Workspace &workspace, const QString &passphrase)
{
    if (passphrase.isEmpty())
        return {};
    if (auto opened = workspace.unlockKeys(passphrase.toStdString()); !opened)
        return opened.error();
    return {};
}

} // namespace

struct EvaluationDesk::Kept
{
    Result<ImportedEvaluation> result;
};

void EvaluationDesk::finish(const Kept &kept)
{
    m->working = false;
    m->session->people()->refresh(); // keys may be open now
    Q_EMIT workChanged();
    if (!kept.result)
        return Q_EMIT refused(troubleOf(kept.result.error()));
    const ImportedEvaluation &imported = *kept.result;
    QStringList said;
    //: %1 an evaluation, %2 an entry number
    said << (imported.known ? tr("%1 was known already, as entry %2: nothing was added.") : tr("%1 is signed and kept as entry %2."))
                .arg(visibleLine(imported.statement.suite, 80), words::number(imported.statement.entry));
    said << evaluations::countsWords(imported.statement.counts);
    for (const std::string &warning : imported.warnings)
        said << visibleLine(warning, 300);
    refresh();
    Q_EMIT broughtIn(imported.statement.entry, said.join(u' '));
}

void EvaluationDesk::bringIn(const ResultsWish &wish)
{
    m->working = true;
    Q_EMIT workChanged();
    m->work->urgent([workspace = m->workspace, wish](const SessionWork::Report &, std::stop_token) -> SessionWork::Finish {
        const auto done = std::make_shared<const Kept>([&]() -> Result<ImportedEvaluation> {
            if (auto opened = openKeys(*workspace, wish.passphrase); !opened)
                return opened.error();
            return Evaluations(*workspace).import(*wish.bytes, {wish.agent.toStdString(), wish.suite.toStdString(), wish.model.toStdString(), instantOrNone(wish.ran), QFileInfo(wish.path).fileName().toStdString()});
        }());
        return [done](Session &session) { of(&session)->finish(*done); };
    });
}

void EvaluationDesk::takeSessions(const SessionsWish &wish)
{
    m->working = true;
    const quint64 round = ++m->round;
    Q_EMIT workChanged();
    m->work->replace({}, [workspace = m->workspace, wish, round](const SessionWork::Report &, std::stop_token stop) -> SessionWork::Finish {
        const auto done = std::make_shared<const Kept>([&]() -> Result<ImportedEvaluation> {
            if (auto opened = openKeys(*workspace, wish.passphrase); !opened)
                return opened.error();
            return Evaluations(*workspace).ofSessions({wish.agent.toStdString(), wish.suite.toStdString(), wish.model.toStdString(), instantOrNone(wish.since), instantOrNone(wish.until)}, stop);
        }());
        return [done, round](Session &session) {
            EvaluationDesk *desk = of(&session);
            if (round == desk->m->round)
                desk->finish(*done);
        };
    });
}

void EvaluationDesk::cancel()
{
    m->looking.forget();
    m->work->cancel(); // what was asked to stop answers itself, and says that nothing was kept
    Q_EMIT workChanged();
}

} // namespace mandate
