// SPDX-License-Identifier: GPL-3.0-or-later
// Owns the item models of one workspace, runs its long work off the window's thread and tells what changed.
#include "models/items/session.h"

#include "models/items/agent_change.h"
#include "models/items/agent_model.h"
#include "models/items/approval_model.h"
#include "models/items/decision_desk.h"
#include "models/items/draft_list.h"
#include "models/items/enforcement_watch.h"
#include "models/items/pact_life_words.h"
#include "models/items/evidence_model.h"
#include "models/items/incident_model.h"
#include "models/items/pact_model.h"
#include "models/items/people_model.h"
#include "models/items/question.h"
#include "models/items/metric_panels.h"
#include "models/items/rate_model.h"
#include "models/items/session_work.h"
#include "models/items/trouble.h"
#include "models/items/workspace_lease.h"
#include "models/people/key_store.h"

#include <QFileInfo>
#include <QTimer>

#include <deque>

namespace mandate {

namespace {

constexpr int settleMs = 400;  // after the ledger grew, before everything is read again
constexpr int verifyMs = 1500; // and before the chain is verified again

struct SourceCount
{
    int count = 0;
};

bool isSampleFile(const std::string &path)
{
    return QFileInfo(QString::fromStdString(path)).fileName() == QLatin1StringView("sample.mandate");
}

} // namespace

struct Session::Private
{
    Private(Session *session, std::shared_ptr<Workspace> w)
        : q(session),
          workspace(leaseOf(std::move(w))),
          evidence(new EvidenceModel(workspace, session)),
          incidents(new IncidentModel(workspace, session)),
          agents(new AgentModel(workspace, session)),
          pacts(new PactModel(workspace, session)),
          people(new PeopleModel(workspace, session)),
          rates(new RateModel(workspace, session)),
          metrics(new MetricPanels(workspace, session)),
          drafts(new DraftList(workspace, session)),
          approvals(new ApprovalModel(workspace, session)),
          decisions(new DecisionDesk(workspace, approvals, session)),
          enforcement(new EnforcementWatch(workspace, !workspace->isReadOnly() && !isSampleFile(workspace->path()), session)),
          work(new SessionWork(session)),
          verification(new SessionWork(session)),
          sources(session)
    {
        grown.setSingleShot(true);
        grown.setInterval(settleMs);
        verifySoon.setSingleShot(true);
        verifySoon.setInterval(verifyMs);
    }

    Session *q;
    std::shared_ptr<Workspace> workspace;
    EvidenceModel *evidence;
    IncidentModel *incidents;
    AgentModel *agents;
    PactModel *pacts;
    PeopleModel *people;
    RateModel *rates;
    MetricPanels *metrics;
    DraftList *drafts;
    ApprovalModel *approvals;
    DecisionDesk *decisions;
    EnforcementWatch *enforcement;
    SessionWork *work;         ///< what people asked for
    SessionWork *verification; ///< what runs by itself
    Question<SourceCount> sources;
    QTimer grown;
    QTimer verifySoon;
    ChainState chain;
    int sourceCount = 0;
    bool verdictsAnew = false;
    std::shared_ptr<const BundleContent> bundle;

    void countSources()
    {
        sources.ask(
            [workspace = workspace](std::stop_token) {
                const auto names = workspace->store().names(Dimension::Source);
                return SourceCount{names ? static_cast<int>(names->size()) : 0};
            },
            [this](SourceCount answer) {
                sourceCount = answer.count;
                Q_EMIT q->sourcesChanged();
            });
    }

    void readAgain()
    {
        if (verdictsAnew)
            evidence->reload();
        else
            evidence->refresh();
        verdictsAnew = false;
        incidents->refresh();
        agents->refresh();
        pacts->refresh();
        people->refresh();
        rates->refresh();
        approvals->refresh();
        countSources();
    }

    void tell(const Error &error)
    {
        if (error.kind != ErrorKind::Cancelled)
            Q_EMIT q->troubled(troubleOf(error));
    }

    void setChain(ChainState state)
    {
        state.ofBundle = bundle != nullptr;
        if (bundle)
            state.size = state.verifiedTo; // of the ledger's entries only some are there
        chain = std::move(state);
        Q_EMIT q->chainChanged();
    }

    void ledgerGrew()
    {
        ChainState state = chain;
        state.size = workspace->store().size();
        if (state.kind == ChainState::Kind::Verified)
            state.kind = ChainState::Kind::Verifying;
        setChain(state);
        if (!grown.isActive()) // a ledger that grows all the time is shown all the same
            grown.start();
        verifySoon.start();
    }

    void verify()
    {
        verifySoon.stop();
        ChainState state = chain;
        state.kind = state.kind == ChainState::Kind::Broken ? state.kind : ChainState::Kind::Verifying;
        state.size = workspace->store().size();
        setChain(state);
        verification->replace({}, [workspace = workspace](const SessionWork::Report &, std::stop_token stop) -> SessionWork::Finish {
            auto verified = std::make_shared<Result<Verification>>(workspace->verify({}, stop));
            if (*verified && !workspace->isReadOnly())
                (void)workspace->recordFailedVerification(**verified); // where the file cannot be written any more, the window says it all the same
            return [verified](Session &session) { session.m->take(*verified); };
        });
    }

    void take(const Result<Verification> &verified)
    {
        if (!verified) {
            if (verified.error().kind == ErrorKind::Cancelled)
                return;
            setChain({ChainState::Kind::Broken, 0, workspace->store().size(), QString::fromStdString(verified.error().happened)});
            tell(verified.error());
            return;
        }
        if (verified->ok) {
            setChain({ChainState::Kind::Verified, verified->entries, workspace->store().size(), {}});
            return;
        }
        ChainState state{ChainState::Kind::Broken, 0, workspace->store().size(), Session::tr("The ledger does not hold.")};
        Trouble trouble{Session::tr("The ledger does not hold."),
                        {},
                        Session::tr("Keep the file as it is, and compare it with a copy or an exported checkpoint."),
                        QStringLiteral("MND-CHAIN")};
        if (bundle && verified->firstBad) {
            state.trouble = QString::fromStdString(verified->firstBad->reason);
            return setChain(state); // the window said what does not hold when it was opened
        } else if (verified->firstBad) {
            const BadEntry &bad = *verified->firstBad;
            state.verifiedTo = bad.entry;
            state.trouble = Session::tr("Entry %1 does not hold: %2").arg(words::number(bad.entry), QString::fromStdString(bad.reason));
            trouble.happened = state.trouble;
            trouble.unaffected = QString::fromStdString(bad.stillHolds);
        }
        setChain(state);
        Q_EMIT q->troubled(trouble);
    }

    void change(const AgentChange &change)
    {
        work->urgent([workspace = workspace, change](const SessionWork::Report &, std::stop_token) -> SessionWork::Finish {
            if (change.kind == AgentChange::Kind::SuspendAll) {
                const auto opened = openKeys(*workspace, change);
                const auto done = std::make_shared<Result<std::uint64_t>>(
                    opened ? workspace->suspendAll(change.reason.toStdString(), change.note.toStdString()) : Result<std::uint64_t>(opened.error()));
                return [done](Session &session) { session.m->take(*done); };
            }
            const auto made = std::make_shared<Result<Statement>>(makeChange(*workspace, change));
            return [made, agent = change.agent](Session &session) { session.m->take(agent, *made); };
        });
    }

    void take(const QString &agent, const Result<Statement> &made)
    {
        enforcement->wake();
        if (made) {
            agents->refresh();
            Q_EMIT q->statementMade(agent, statementSentence(*made));
        } else {
            tell(made.error());
        }
        Q_EMIT q->agentChanged(agent);
    }

    void take(const Result<std::uint64_t> &suspended)
    {
        enforcement->wake();
        agents->refresh();
        if (suspended)
            Q_EMIT q->statementMade({}, Session::tr("%Ln agent(s) suspended, each by a statement of its own.", nullptr, static_cast<int>(*suspended)));
        else
            tell(suspended.error());
    }

    void followAgents()
    {
        enforcement->watch(agents->stoppedAgents());
        Q_EMIT q->agentsChanged();
    }

    void followStops()
    {
        QHash<QString, StopSeen> stops;
        for (const QString &agent : agents->stoppedAgents())
            stops.insert(agent, enforcement->seen(agent));
        agents->setStops(stops);
        Q_EMIT q->agentsChanged();
    }
};

Session::Session(std::shared_ptr<Workspace> workspace, QObject *parent) : QObject(parent), m(std::make_unique<Private>(this, std::move(workspace)))
{
    connect(m->workspace.get(), &Workspace::ledgerGrew, this, [this] { m->ledgerGrew(); });
    connect(m->workspace.get(), &Workspace::verdictsChanged, this, [this] {
        m->verdictsAnew = true;
        if (!m->grown.isActive())
            m->grown.start();
    });
    connect(&m->grown, &QTimer::timeout, this, [this] { m->readAgain(); });
    connect(&m->verifySoon, &QTimer::timeout, this, [this] { m->verify(); });
    connect(m->agents, &AgentModel::refreshed, this, [this] { m->followAgents(); });
    connect(m->enforcement, &EnforcementWatch::changed, this, [this] { m->followStops(); });
    connect(m->enforcement, &EnforcementWatch::troubled, this, &Session::troubled);
    connect(m->evidence, &EvidenceModel::troubled, this, &Session::troubled);
    connect(m->incidents, &IncidentModel::troubled, this, &Session::troubled);
    connect(m->agents, &AgentModel::troubled, this, &Session::troubled);
    connect(m->pacts, &PactModel::troubled, this, &Session::troubled);
    connect(m->rates, &RateModel::troubled, this, &Session::troubled);
    connect(m->metrics, &MetricPanels::troubled, this, &Session::troubled);
    connect(m->drafts, &DraftList::troubled, this, &Session::troubled);
    connect(m->approvals, &ApprovalModel::troubled, this, &Session::troubled);
    connect(m->decisions, &DecisionDesk::troubled, this, &Session::troubled);
    connect(m->work, &SessionWork::jobChanged, this, &Session::jobChanged);
    m->agents->refresh();
    m->pacts->refresh();
    m->people->refresh();
    m->countSources();
    m->chain.size = m->workspace->store().size();
    m->verifySoon.start(); // after the first page is on screen
}

Session::Session(std::shared_ptr<Workspace> workspace, std::shared_ptr<const BundleContent> bundle, QObject *parent) : Session(std::move(workspace), parent)
{
    m->bundle = std::move(bundle);
}

Session::~Session() = default;

const BundleContent *Session::bundle() const
{
    return m->bundle.get();
}

QString Session::path() const
{
    return QString::fromStdString(m->workspace->path());
}
QString Session::personName() const
{
    const Person person = m->workspace->person();
    return QString::fromStdString(person.displayName.empty() ? person.id : person.displayName);
}
QString Session::personId() const
{
    return QString::fromStdString(m->workspace->person().id);
}
bool Session::isReadOnly() const
{
    return m->workspace->isReadOnly();
}
bool Session::isSample() const
{
    return isSampleFile(m->workspace->path());
}

EvidenceModel *Session::evidence() const
{
    return m->evidence;
}
IncidentModel *Session::incidents() const
{
    return m->incidents;
}
AgentModel *Session::agents() const
{
    return m->agents;
}
PactModel *Session::pacts() const
{
    return m->pacts;
}
PeopleModel *Session::people() const
{
    return m->people;
}
MetricPanels *Session::metrics() const
{
    return m->metrics;
}

RateModel *Session::rates() const
{
    return m->rates;
}
DraftList *Session::drafts() const
{
    return m->drafts;
}
ApprovalModel *Session::approvals() const
{
    return m->approvals;
}
DecisionDesk *Session::decisions() const
{
    return m->decisions;
}
EnforcementWatch *Session::enforcement() const
{
    return m->enforcement;
}
ChainState Session::chain() const
{
    return m->chain;
}
int Session::sourceCount() const
{
    return m->sourceCount;
}
QStringList Session::suspendedAgents() const
{
    return m->agents->suspendedAgents();
}
std::shared_ptr<Workspace> Session::workspace() const
{
    return m->workspace;
}

bool Session::isBusy() const
{
    return m->grown.isActive() || m->verifySoon.isActive() || m->work->isBusy() || m->verification->isBusy() || m->sources.isOpen() ||
           m->evidence->isBusy() || m->incidents->isBusy() || m->agents->isBusy() || m->pacts->isBusy() || m->people->isBusy() || m->rates->isBusy() || m->metrics->isBusy() ||
           m->approvals->isBusy() || m->decisions->isBusy();
}

void Session::importPaths(const QStringList &paths)
{
    if (paths.isEmpty())
        return;
    std::vector<std::string> files;
    for (const QString &path : paths)
        files.push_back(path.toStdString());
    const QString title = paths.size() == 1 ? tr("Importing %1").arg(QFileInfo(paths.first()).fileName())
                                            : tr("Importing %n file(s)", nullptr, static_cast<int>(paths.size()));
    m->work->queue({title, -1, true},
                   [workspace = m->workspace, files](const SessionWork::Report &report, std::stop_token stop) -> SessionWork::Finish {
                       const auto progress = [&report](const ImportStep &step) {
                           report(step.bytesTotal > 0 ? static_cast<int>(100 * step.bytesDone / step.bytesTotal) : -1);
                       };
                       auto done = std::make_shared<Result<ImportReport>>(workspace->import(files, {}, progress, stop));
                       return [done](Session &session) {
                           if (*done)
                               Q_EMIT session.importFinished(importSummary(**done), importDetails(**done));
                           else
                               session.m->tell(done->error());
                       };
                   });
}

void Session::addPactFile(const QString &path)
{
    const std::string file = path.toStdString();
    m->work->queue({tr("Adding the pact and judging the trail under it"), -1, true},
                   [workspace = m->workspace, file](const SessionWork::Report &report, std::stop_token stop) -> SessionWork::Finish {
                       const auto progress = [&report](const ImportStep &step) {
                           report(step.bytesTotal > 0 ? static_cast<int>(100 * step.bytesDone / step.bytesTotal) : -1);
                       };
                       const auto added = std::make_shared<Result<PactVersion>>(addPactFrom(*workspace, file, progress, stop));
                       return [added](Session &session) {
                           if (!*added)
                               return session.m->tell(added->error());
                           session.m->pacts->refresh();
                           const PactDocument &document = (*added)->document;
                           Q_EMIT session.pactStepTaken(QString::fromStdString(document.id + '@' + document.version), tr("In force at once, put there without review."));
                       };
                   });
}

void Session::submitDraft(const QString &key, const QString &source, const QString &summary)
{
    m->work->queue({tr("Submitting the pact for review"), -1, false},
                   [workspace = m->workspace, key, json = source.toStdString(), text = summary.toStdString()](const SessionWork::Report &, std::stop_token) -> SessionWork::Finish {
                       const auto submitted = std::make_shared<Result<PactVersion>>(workspace->submitPact(json, text));
                       return [submitted, key](Session &session) {
                           if (!*submitted)
                               return session.m->tell(submitted->error());
                           session.m->drafts->discard(key);
                           session.m->pacts->refresh();
                           const PactDocument &document = (*submitted)->document;
                           Q_EMIT session.pactStepTaken(QString::fromStdString(document.id + '@' + document.version), tr("Submitted for review."));
                       };
                   });
}

void Session::takePactStep(const QString &pact, const QString &code, const QString &role, const QString &note, const QDateTime &effective, quint64 replay)
{
    const auto step = pactStepOf(code.toStdString());
    if (!step)
        return;
    m->work->queue({tr("Signing a step in the life of the pact"), -1, false},
                   [workspace = m->workspace, pact, step = *step, role = role.toStdString(), note = note.toStdString(), effective, replay](const SessionWork::Report &report, std::stop_token stop) -> SessionWork::Finish {
                       const std::string name = pact.toStdString();
                       const auto progress = [&report](const ImportStep &done) {
                           report(done.bytesTotal > 0 ? static_cast<int>(100 * done.bytesDone / done.bytesTotal) : -1);
                       };
                       const auto take = [&]() -> Result<PactVersion> {
                           switch (step) {
                           case PactStep::Approve: return workspace->approvePact(name, role, note);
                           case PactStep::RequestChanges: return workspace->returnPact(name, note);
                           case PactStep::Observe: return workspace->observePact(name, note);
                           case PactStep::Withdraw: return workspace->withdrawPact(name, note, progress, stop);
                           default: break;
                           }
                           PactActivation activation;
                           activation.note = note;
                           if (effective.isValid())
                               activation.effective = words::instantOf(effective);
                           if (replay > 0)
                               activation.replay = replay;
                           return workspace->activatePact(name, activation, progress, stop);
                       };
                       const auto taken = std::make_shared<Result<PactVersion>>(take());
                       return [taken, pact](Session &session) {
                           if (!*taken)
                               return session.m->tell(taken->error());
                           session.m->pacts->refresh();
                           //: %1 a state such as Approved
                           Q_EMIT session.pactStepTaken(pact, tr("Now: %1.").arg(lifeWord(**taken).text));
                       };
                   });
}

void Session::verifyChain()
{
    m->verify();
}

void Session::suspendAgent(const QString &agent, const QString &reasonCode, const QString &note)
{
    changeAgent({AgentChange::Kind::Suspend, agent, reasonCode, note, {}, {}, {}});
}
void Session::resumeAgent(const QString &agent, const QString &reasonCode, const QString &note)
{
    changeAgent({AgentChange::Kind::Resume, agent, reasonCode, note, {}, {}, {}});
}
void Session::changeAgent(const AgentChange &change)
{
    m->change(change);
}
void Session::changePeople(const PersonChange &change)
{
    m->work->urgent([workspace = m->workspace, change](const SessionWork::Report &, std::stop_token) -> SessionWork::Finish {
        const std::string person = change.person.toStdString();
        const std::string note = change.note.toStdString();
        const std::string request = change.request.toStdString();
        std::vector<PersonRole> roles;
        for (const QString &name : change.roles) {
            if (const auto role = personRoleOf(name.toStdString()))
                roles.push_back(*role);
        }
        const auto sign = [&]() -> Result<PersonStatement> {
            if (!change.passphrase.isEmpty()) {
                if (auto opened = workspace->unlockKeys(change.passphrase.toStdString()); !opened)
                    return opened.error();
            }
            switch (change.act) {
            case PersonAct::Enrol: return request.empty() ? workspace->enrolFirst(roles, note) : workspace->enrol(request, roles, note);
            case PersonAct::ChangeRoles: return workspace->changeRoles(person, roles, note);
            case PersonAct::NewKey: return request.empty() ? workspace->renewKey(note) : workspace->giveKey(request, note);
            case PersonAct::RevokeKey: return workspace->revokeKey(person, note);
            case PersonAct::Leave: return workspace->leave(person, note);
            case PersonAct::Appoint: return workspace->appoint(change.agent.toStdString(), person, change.deputy.toStdString(), note);
            case PersonAct::Delegate:
                return workspace->delegate(change.delegate.toStdString(), change.from.isValid() ? std::optional(words::instantOf(change.from)) : std::nullopt,
                                           words::instantOf(change.until), note);
            case PersonAct::EndDelegation: return workspace->endDelegation(person, note);
            }
            return workspace->enrolFirst(roles, note);
        };
        const auto made = std::make_shared<Result<PersonStatement>>(sign());
        return [made](Session &session) {
            session.m->people->refresh();
            session.m->approvals->refresh(); // who decides for whom is another
            if (!*made)
                return session.m->tell(made->error());
            //: %1 the number of an entry in the ledger
            Q_EMIT session.personChanged(QString::fromStdString((*made)->person), tr("Signed and recorded as entry %1.").arg(words::number((*made)->entry)));
        };
    });
}

void Session::cancelJob()
{
    m->work->cancel();
}
void Session::refresh()
{
    m->readAgain();
}

} // namespace mandate
