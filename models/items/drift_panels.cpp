// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/drift_panels.h"

#include "models/items/drift_panel_words.h"
#include "models/items/people_model.h"
#include "models/items/question.h"
#include "models/items/session_work.h"
#include "models/items/text_safety.h"
#include "models/items/trouble.h"
#include "models/workspace/drift.h"
#include "models/workspace/drift_baselines.h"

#include <algorithm>

namespace mandate {

namespace {

struct ReadChoices
{
    QList<RunsChoice> choices;
    QString keepRefusal;
    std::optional<Error> error;
};

struct DriftFound
{
    QList<FigurePanel> panels;
    std::optional<Error> error;
};

QString refusalSentence(const Error &error)
{
    return toText(error.happened + (error.remedy.empty() ? "" : ' ' + error.remedy));
}

RowFilter runFilter(const ComparedRuns &runs)
{
    RowFilter filter;
    filter.agents = {runs.agent.toStdString()};
    filter.deployments = {runs.deployment.toStdString()};
    if (runs.since.isValid())
        filter.since = words::instantOf(runs.since);
    if (runs.until.isValid())
        filter.until = words::instantOf(runs.until);
    return filter;
}

QDateTime dateTimeOf(const std::optional<Instant> &instant)
{
    return instant ? QDateTime::fromMSecsSinceEpoch(instant->nanoseconds / 1'000'000, Qt::UTC) : QDateTime();
}

/// The runs that a baseline is of, to lead to their records.
ComparedRuns runsBehind(const DriftBaseline &baseline)
{
    return {{}, toText(baseline.agent), toText(baseline.deployment), dateTimeOf(baseline.since), dateTimeOf(baseline.until)};
}

ReadChoices readChoices(const std::shared_ptr<Workspace> &workspace)
{
    ReadChoices read;
    const auto stats = workspace->stats();
    if (!stats) {
        read.error = stats.error();
        return read;
    }
    auto baselines = DriftBaselines(*workspace).list();
    std::ranges::reverse(baselines);
    for (const DriftBaseline &baseline : baselines) {
        const ComparedRuns runs{toText(baseline.name), {}, {}, {}, {}};
        read.choices.append({runs, runsBehind(baseline).ofAnyTime(),
                             DriftPanels::tr("%1 · %2 · %3 runs, set %4 by %5")
                                 .arg(runs.words(), runsBehind(baseline).words(), words::number(baseline.counts.runs), words::day(baseline.signer.at),
                                      words::person(baseline.signer.by))});
    }
    for (const WorkspaceStats::Agent &agent : stats->agents) {
        if (agent.calls == 0 || agent.name.empty())
            continue;
        const ComparedRuns runs{{}, toText(agent.name), toText(agent.deployment), {}, {}};
        read.choices.append({runs, runs, DriftPanels::tr("%1 · %2 calls").arg(runs.words(), words::number(agent.calls))});
    }
    if (workspace->isReadOnly())
        read.keepRefusal = DriftPanels::tr("The workspace is open for reading only.");
    else if (const auto refusal = baselineRoleRefusal(workspace->people(), workspace->person().id, {}, workspace->now()))
        read.keepRefusal = refusalSentence(*refusal);
    return read;
}

DriftFound compareThem(Workspace &workspace, const ComparedRuns &before, const ComparedRuns &after, const std::stop_token &stop)
{
    if (!after.baseline.isEmpty() || before.isEmpty() || after.isEmpty())
        return {{},
                Error{ErrorKind::Usage,
                      "MND-DFT-005",
                      "A comparison needs runs before and runs after, and a baseline is always before.",
                      "Nothing was compared.",
                      "Choose both sides.",
                      {}}};
    ComparedRuns earlier = before;
    auto report = [&]() -> Result<DriftReport> {
        if (before.baseline.isEmpty())
            return drift(workspace, {before.words().toStdString(), runFilter(before)}, {after.words().toStdString(), runFilter(after)}, {}, stop);
        const auto baseline = DriftBaselines(workspace).named(before.baseline.toStdString());
        if (!baseline)
            return baseline.error();
        earlier = runsBehind(*baseline);
        RowFilter narrowed = runFilter(after);
        if (earlier.ofAnyTime() == after.ofAnyTime()) { // the same agent in the same place: what came behind the baseline
            narrowed.agents.clear();
            narrowed.deployments.clear();
        }
        return driftSince(workspace, baseline->name, narrowed, {}, stop);
    }();
    if (!report)
        return {{}, report.error()};
    report->before.name = before.words().toStdString();
    report->after.name = after.words().toStdString();
    return {driftPanels(*report, earlier, after), std::nullopt};
}

} // namespace

struct DriftPanels::Private
{
    Private(DriftPanels *owner, Session *of) : session(of), workspace(of->workspace()), work(new SessionWork(of)), reading(owner), comparing(owner) {}

    Session *session;
    std::shared_ptr<Workspace> workspace;
    SessionWork *work;
    QList<RunsChoice> choices;
    QString keepRefusal;
    bool read = false;
    ComparedRuns before, after;
    QList<FigurePanel> panels;
    std::optional<Trouble> problem;
    bool stale = false;
    Question<ReadChoices> reading;
    Question<DriftFound> comparing;
};

DriftPanels::DriftPanels(Session *session) : QObject(session), m(std::make_unique<Private>(this, session))
{
    connect(this, &DriftPanels::troubled, session, &Session::troubled);
    const auto changed = [this] {
        if (m->read)
            refresh();
        if (!m->stale && !m->panels.isEmpty()) {
            m->stale = true;
            Q_EMIT staleChanged();
        }
    };
    connect(m->workspace.get(), &Workspace::ledgerGrew, this, changed);
    connect(m->workspace.get(), &Workspace::verdictsChanged, this, changed);
}

DriftPanels::~DriftPanels() = default;

DriftPanels *DriftPanels::of(Session *session)
{
    if (!session)
        return nullptr;
    auto *panels = session->findChild<DriftPanels *>(QString(), Qt::FindDirectChildrenOnly);
    return panels ? panels : new DriftPanels(session);
}

const QList<RunsChoice> &DriftPanels::choices() const
{
    return m->choices;
}
bool DriftPanels::wasRead() const
{
    return m->read;
}
const ComparedRuns &DriftPanels::before() const
{
    return m->before;
}
const ComparedRuns &DriftPanels::after() const
{
    return m->after;
}
const QList<FigurePanel> &DriftPanels::panels() const
{
    return m->panels;
}
const std::optional<Trouble> &DriftPanels::problem() const
{
    return m->problem;
}
bool DriftPanels::isStale() const
{
    return m->stale;
}
bool DriftPanels::isComparing() const
{
    return m->comparing.isOpen();
}
bool DriftPanels::isBusy() const
{
    return m->reading.isOpen() || m->comparing.isOpen() || m->work->isBusy();
}
QString DriftPanels::keepRefusal() const
{
    return m->keepRefusal;
}

const FigurePanel *DriftPanels::panel(const QString &key) const
{
    const auto found = std::ranges::find(m->panels, key, &FigurePanel::key);
    return found == m->panels.end() ? nullptr : &*found;
}

bool DriftPanels::needsPassphrase() const
{
    return !m->session->people()->isOpen() && m->session->people()->needsPassphrase(); // with nobody enrolled the workspace's key signs
}

void DriftPanels::refresh()
{
    m->reading.ask([workspace = m->workspace](std::stop_token) { return readChoices(workspace); },
                   [this](ReadChoices read) {
                       if (read.error) {
                           Q_EMIT troubled(troubleOf(*read.error));
                           return;
                       }
                       m->choices = std::move(read.choices);
                       m->keepRefusal = std::move(read.keepRefusal);
                       m->read = true;
                       Q_EMIT refreshed();
                   });
}

void DriftPanels::compare(const ComparedRuns &before, const ComparedRuns &after)
{
    m->before = before;
    m->after = after;
    m->problem.reset();
    m->panels.clear(); // an answer never stands beside another question
    m->stale = false;
    m->comparing.ask([workspace = m->workspace, before, after](std::stop_token stop) { return compareThem(*workspace, before, after, stop); },
                     [this](DriftFound found) {
                         m->panels = std::move(found.panels);
                         if (found.error)
                             m->problem = troubleOf(*found.error);
                         Q_EMIT compared();
                     });
}

void DriftPanels::cancel()
{
    if (!m->comparing.isOpen())
        return;
    m->comparing.forget();
    Q_EMIT compared();
}

void DriftPanels::keep(const BaselineWish &wish)
{
    const std::uint64_t size = m->workspace->store().size();
    m->work->urgent(
        [workspace = m->workspace, wish, size, stale = m->stale](const SessionWork::Report &, std::stop_token stop) -> SessionWork::Finish {
            const auto set = std::make_shared<Result<DriftBaseline>>([&]() -> Result<DriftBaseline> {
                if (!wish.passphrase.isEmpty()) {
                    if (auto opened = workspace->unlockKeys(wish.passphrase.toStdString()); !opened)
                        return opened.error();
                }
                DriftBaseline wanted;
                wanted.name = wish.name.toStdString();
                wanted.reason = wish.reason.toStdString();
                const RowFilter runs = runFilter(wish.runs);
                wanted.agent = runs.agents.front();
                wanted.deployment = runs.deployments.front();
                wanted.since = runs.since;
                wanted.until = runs.until;
                return DriftBaselines(*workspace).set(std::move(wanted), stop);
            }());
            return [set, size, stale](Session &session) {
                DriftPanels *panels = DriftPanels::of(&session);
                session.people()->refresh(); // keys may be open now
                if (!*set)
                    return Q_EMIT panels->refused(troubleOf(set->error()));
                if (panels->m->stale && !stale && (*set)->entry == size) { // nothing came but the baseline itself
                    panels->m->stale = false;
                    Q_EMIT panels->staleChanged();
                }
                panels->refresh();
                const QString name = toText((*set)->name);
                Q_EMIT panels->kept(name, DriftPanels::tr("Baseline %1 is signed: %2 runs with %3 calls.")
                                              .arg(visibleLine(name, 80), words::number((*set)->counts.runs), words::number((*set)->counts.calls)));
            };
        });
}

} // namespace mandate
