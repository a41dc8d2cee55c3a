// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/threshold_desk.h"

#include "models/items/draft_list.h"
#include "models/items/draft_model.h"
#include "models/items/evaluation_words.h"
#include "models/items/metric_panel_words.h"
#include "models/items/question.h"
#include "models/items/text_safety.h"
#include "models/items/trouble.h"
#include "models/workspace/evaluations.h"
#include "models/workspace/run_reading.h"

#include <algorithm>

namespace mandate {

namespace {

constexpr double firstAllowedError = 0.1;

struct ReadSources
{
    QList<ThresholdSource> sources;
    std::optional<Error> error;
};

struct ReadAnswers
{
    std::vector<HandOffPoint> curve;
    FigurePanel reliability;
    quint64 answers = 0, unstated = 0;
    std::optional<Error> error;
};

ReadSources readSources(const Workspace &workspace, const std::stop_token &stop)
{
    ReadSources read;
    for (const EvaluationStatement &evaluation : workspace.evaluations()) {
        if (evaluation.kind != ResultKind::Answers || stop.stop_requested())
            continue;
        const auto results = resultsOf(workspace, evaluation);
        if (!results) {
            read.error = results.error();
            continue; // the others are not worse for it
        }
        for (const CalibrationGroup &group : calibrationGroups(results->cases)) {
            if (group.answers.empty())
                continue;
            const QString whose = group.suite.empty() ? visibleLine(group.subject, 80) : ThresholdDesk::tr("%1, %2").arg(visibleLine(group.subject, 80), visibleLine(group.suite, 60));
            read.sources.append({evaluation.entry, toText(group.subject), toText(group.suite),
                                 //: %1 who answered, %2 a number, %3 an evaluation
                                 ThresholdDesk::tr("%1 · %2 answers · %3").arg(whose, words::number(group.answers.size()), visibleLine(evaluation.suite, 60))});
        }
    }
    if (const auto stats = workspace.stats()) {
        QStringList agents;
        for (const WorkspaceStats::Agent &agent : stats->agents) {
            if (agent.calls > 0 && !agents.contains(toText(agent.name)))
                agents << toText(agent.name);
        }
        for (const QString &agent : std::as_const(agents))
            read.sources.append({0, agent, {}, ThresholdDesk::tr("%1 · labelled sessions of the trail").arg(visibleLine(agent, 80))});
    } else {
        read.error = stats.error();
    }
    return read;
}

/// A session is handed over when any of its actions is below the threshold, so it counts with the least that it states.
Result<CalibrationGroup> sessionAnswers(const Workspace &workspace, const std::string &agent, const std::stop_token &stop)
{
    RunReading reading;
    reading.filter.agents = {agent};
    reading.depth = RunDepth::Whole;
    const auto runs = readRuns(workspace, reading, stop);
    if (!runs)
        return runs.error();
    CalibrationGroup group;
    group.subject = agent;
    for (const AgentRun &run : *runs) {
        const auto succeeded = run.facts.succeeded ? run.facts.succeeded : run.facts.useful;
        if (!succeeded)
            ++group.unlabelled;
        else if (run.confidences.empty())
            ++group.unstated;
        else
            group.answers.push_back({*std::ranges::min_element(run.confidences), *succeeded});
    }
    return group;
}

Result<CalibrationGroup> groupOf(const Workspace &workspace, const ThresholdSource &source, const std::stop_token &stop)
{
    if (source.entry == 0)
        return sessionAnswers(workspace, source.subject.toStdString(), stop);
    const auto evaluation = evaluationIn(workspace, source.entry);
    if (!evaluation)
        return evaluation.error();
    const auto results = resultsOf(workspace, *evaluation);
    if (!results)
        return results.error();
    for (CalibrationGroup &group : calibrationGroups(results->cases)) {
        if (toText(group.subject) == source.subject && toText(group.suite) == source.suite)
            return std::move(group);
    }
    return Error{ErrorKind::Missing, "MND-EVL-044", "Nobody of that name answered in this evaluation.", "Nothing was chosen.", "Choose another source.", {}};
}

ReadAnswers readAnswers(const Workspace &workspace, const ThresholdSource &source, const std::stop_token &stop)
{
    ReadAnswers read;
    const auto group = groupOf(workspace, source, stop);
    if (!group) {
        read.error = group.error();
        return read;
    }
    read.answers = group->answers.size();
    read.unstated = group->unstated;
    if (group->answers.empty()) {
        read.error = Error{ErrorKind::Missing, "MND-EVL-045", source.entry == 0 ? "No session of this agent both states a confidence and is known to have succeeded or failed." : "No answer states a confidence and is known to be right or wrong.",
                           "Nothing was chosen.", "Bring in results with \"stated_confidence\" and \"correct\", or record the confidence with each action.", {}};
        return read;
    }
    read.curve = handOffCurve(group->answers);
    read.reliability = calibrationPanel(*group, source.entry == 0 ? ThresholdDesk::tr("labelled sessions") : group->suite.empty() ? ThresholdDesk::tr("all question sets") : toText(group->suite), source.entry == 0 ? std::nullopt : std::optional<EntryNumber>(source.entry));
    return read;
}

} // namespace

struct ThresholdDesk::Private
{
    Private(ThresholdDesk *owner, Session *of) : session(of), workspace(of->workspace()), listing(owner), reading(owner) {}

    Session *session;
    std::shared_ptr<Workspace> workspace;
    QList<ThresholdSource> sources;
    bool read = false;
    std::optional<ThresholdSource> chosen;
    double allowed = firstAllowedError;
    ReadAnswers answers;
    thresholds::ThresholdAnswer answer;
    bool old = false;
    std::optional<Trouble> problem;
    Question<ReadSources> listing;
    Question<ReadAnswers> reading;
};

ThresholdDesk::ThresholdDesk(Session *session) : QObject(session), m(std::make_unique<Private>(this, session))
{
    connect(this, &ThresholdDesk::troubled, session, &Session::troubled);
    connect(m->workspace.get(), &Workspace::ledgerGrew, this, [this] {
        if (m->chosen && m->chosen->entry == 0 && !m->old) { // sessions go on and are labelled; answers of an evaluation stay what they are
            m->old = true;
            Q_EMIT changed();
        }
        if (m->read)
            refresh();
    });
}

ThresholdDesk::~ThresholdDesk() = default;

ThresholdDesk *ThresholdDesk::of(Session *session)
{
    if (!session)
        return nullptr;
    auto *desk = session->findChild<ThresholdDesk *>(QString(), Qt::FindDirectChildrenOnly);
    return desk ? desk : new ThresholdDesk(session);
}

const QList<ThresholdSource> &ThresholdDesk::sources() const { return m->sources; }
bool ThresholdDesk::wasRead() const { return m->read; }
bool ThresholdDesk::isBusy() const { return m->listing.isOpen() || m->reading.isOpen(); }
bool ThresholdDesk::isReading() const { return m->reading.isOpen(); }
bool ThresholdDesk::isOld() const { return m->old && !m->reading.isOpen(); }
std::optional<ThresholdSource> ThresholdDesk::chosen() const { return m->chosen; }
double ThresholdDesk::allowedError() const { return m->allowed; }
const thresholds::ThresholdAnswer &ThresholdDesk::answer() const { return m->answer; }
const std::optional<Trouble> &ThresholdDesk::problem() const { return m->problem; }
quint64 ThresholdDesk::answers() const { return m->answers.answers; }

void ThresholdDesk::refresh()
{
    m->listing.ask([workspace = m->workspace](std::stop_token stop) { return readSources(*workspace, stop); },
                   [this](ReadSources read) {
                       m->sources = std::move(read.sources);
                       m->read = true;
                       if (read.error)
                           Q_EMIT troubled(troubleOf(*read.error));
                       Q_EMIT refreshed();
                   });
}

void ThresholdDesk::choose(const ThresholdSource &source)
{
    if (m->chosen == source && !m->old && (m->reading.isOpen() || m->answers.answers > 0))
        return;
    m->old = false;
    m->chosen = source;
    m->answers = {};
    m->answer = {};
    m->problem.reset();
    m->reading.ask([workspace = m->workspace, source](std::stop_token stop) { return readAnswers(*workspace, source, stop); },
                   [this](ReadAnswers read) {
                       m->answers = std::move(read);
                       if (m->answers.error)
                           m->problem = troubleOf(*m->answers.error);
                       else
                           m->answer = thresholds::answer(m->answers.curve, m->allowed, m->answers.unstated);
                       Q_EMIT changed();
                   });
    Q_EMIT changed();
}

void ThresholdDesk::setAllowedError(double share)
{
    if (share == m->allowed)
        return;
    m->allowed = share;
    if (m->answers.answers > 0 && !m->problem)
        m->answer = thresholds::answer(m->answers.curve, m->allowed, m->answers.unstated);
    Q_EMIT changed();
}

void ThresholdDesk::cancel()
{
    if (!m->reading.isOpen())
        return;
    m->reading.forget();
    m->chosen.reset();
    Q_EMIT changed();
}

QList<FigurePanel> ThresholdDesk::panels() const
{
    if (m->answers.curve.empty())
        return {};
    return {thresholds::panel(m->answers.curve, m->allowed), m->answers.reliability};
}

QString ThresholdDesk::clause() const
{
    return m->answer.threshold ? thresholds::clause(*m->answer.threshold, tr("the accountable owner")) : QString();
}

QList<std::pair<QString, QString>> ThresholdDesk::pacts() const
{
    QList<std::pair<QString, QString>> pacts;
    const std::vector<PactVersion> versions = m->workspace->pacts();
    for (const PactVersion &version : versions) {
        const auto inForce = m->workspace->pact(version.document.id);
        const bool newest = inForce && inForce->document.version == version.document.version;
        if (newest)
            pacts.append({toText(version.document.id) + QLatin1Char('@') + toText(version.document.version), tr("%1 %2").arg(visibleLine(version.document.title, 80), visibleLine(version.document.version, 40))});
    }
    return pacts;
}

QString ThresholdDesk::beginDraft(const QString &pact)
{
    if (!m->answer.threshold || !m->session->drafts())
        return {};
    DraftList *drafts = m->session->drafts();
    const QString key = drafts->beginFromVersion(pact);
    if (key.isEmpty())
        return {};
    const std::unique_ptr<DraftModel> draft = drafts->open(key);
    if (!draft)
        return {};
    draft->set(QStringLiteral("/hand_off/confidence_below"), *m->answer.threshold);
    if (!draft->has(QStringLiteral("/hand_off/to")))
        draft->set(QStringLiteral("/hand_off/to"), tr("the accountable owner"));
    if (!draft->save())
        return {};
    drafts->refresh();
    return key;
}

} // namespace mandate
