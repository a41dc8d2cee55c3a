// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/mined_draft.h"

#include "models/items/draft_list.h"
#include "models/items/mined_words.h"
#include "models/items/pact_words.h"
#include "models/items/question.h"
#include "models/items/session.h"
#include "models/items/text_safety.h"
#include "models/items/trouble.h"
#include "models/items/workspace_lease.h"

#include <QCoreApplication>
#include <QPointer>

#include <algorithm>
#include <map>
#include <set>

namespace mandate {

struct MinedDraft::Private
{
    Private(MinedDraft *owner, Session *s) : session(s), workspace(s->workspace()), reading(owner), mining(owner), writing(owner) {}

    QPointer<Session> session;
    std::shared_ptr<Workspace> workspace;
    Question<std::vector<Agent>> reading;
    Question<Result<MiningReport>> mining;
    Question<Result<std::string>> writing;
    std::vector<Agent> agents;
    std::shared_ptr<const MiningReport> report;
    std::vector<mining::ProposalChoice> choices;
    std::vector<MinedProposalItem> proposals;
    std::vector<MinedGroup> groups;
    int percent = -1;
};

MinedDraft::MinedDraft(Session *session, QObject *parent) : QObject(parent), m(std::make_unique<Private>(this, session)) {}

MinedDraft::~MinedDraft() = default;

void MinedDraft::readAgents()
{
    m->reading.ask(
        [workspace = leaseOf(m->workspace)](std::stop_token) {
            std::vector<Agent> agents;
            std::map<std::string, std::set<std::string>> seen;
            if (const auto observed = observedAgents(*workspace)) {
                for (const ObservedAgent &one : *observed)
                    seen[one.agent].insert(one.deployment);
            }
            for (const auto &[name, deployments] : seen) {
                Agent agent{QString::fromStdString(name), visibleLine(name, 120), {}};
                for (const std::string &deployment : deployments)
                    agent.deployments << QString::fromStdString(deployment);
                agents.push_back(std::move(agent));
            }
            return agents;
        },
        [this](std::vector<Agent> agents) {
            m->agents = std::move(agents);
            Q_EMIT agentsRead();
        });
}

const std::vector<MinedDraft::Agent> &MinedDraft::agents() const
{
    return m->agents;
}

void MinedDraft::mine(const QString &agent, const QString &deployment, const QDateTime &since, const QDateTime &until)
{
    MiningQuery query;
    query.agent = agent.toStdString();
    if (!deployment.isNull())
        query.deployment = deployment.toStdString();
    if (since.isValid())
        query.range.since = Instant{since.toMSecsSinceEpoch() * 1'000'000};
    if (until.isValid())
        query.range.until = Instant{until.toMSecsSinceEpoch() * 1'000'000};
    m->report.reset();
    m->choices.clear();
    m->proposals.clear();
    m->groups.clear();
    m->percent = -1;
    m->mining.ask(
        [workspace = leaseOf(m->workspace), query, self = QPointer<MinedDraft>(this)](std::stop_token stop) {
            const auto progress = [&](const ImportStep &step) {
                const int percent = step.bytesTotal > 0 ? static_cast<int>(100 * step.bytesDone / step.bytesTotal) : -1;
                QMetaObject::invokeMethod(
                    QCoreApplication::instance(),
                    [self, percent] {
                        if (!self || !self->isMining())
                            return;
                        self->m->percent = percent;
                        Q_EMIT self->progressed(percent);
                    },
                    Qt::QueuedConnection);
            };
            return mineScope(*workspace, query, progress, stop);
        },
        [this](Result<MiningReport> mined) {
            if (!mined) {
                Q_EMIT troubled(troubleOf(mined.error()));
            } else {
                m->report = std::make_shared<const MiningReport>(std::move(mined).value());
                m->choices.resize(m->report->scope.proposals.size());
                m->proposals.resize(m->choices.size());
                for (int i = 0; i < static_cast<int>(m->choices.size()); ++i)
                    tell(i);
                m->groups = minedwords::otherGroups(*m->report);
            }
            Q_EMIT this->mined();
        });
    Q_EMIT progressed(-1);
}

void MinedDraft::cancel()
{
    if (!isMining())
        return;
    m->mining.forget();
    Q_EMIT mined();
}

bool MinedDraft::isMining() const
{
    return m->mining.isOpen();
}

int MinedDraft::percent() const
{
    return m->percent;
}

bool MinedDraft::hasReport() const
{
    return m->report != nullptr;
}

QString MinedDraft::summary() const
{
    return m->report ? minedwords::summary(*m->report) : QString();
}

const std::vector<MinedProposalItem> &MinedDraft::proposals() const
{
    return m->proposals;
}

const std::vector<MinedGroup> &MinedDraft::groups() const
{
    return m->groups;
}

int MinedDraft::takenCount() const
{
    return static_cast<int>(std::ranges::count(m->choices, true, &mining::ProposalChoice::taken));
}

void MinedDraft::tell(int proposal)
{
    const auto i = static_cast<std::size_t>(proposal);
    m->proposals[i] = minedwords::itemOf(m->report->scope.proposals[i], m->choices[i]);
}

void MinedDraft::setTaken(int proposal, bool taken)
{
    m->choices[static_cast<std::size_t>(proposal)].taken = taken;
    tell(proposal);
    Q_EMIT chosen(proposal);
}

void MinedDraft::setLimited(int proposal, bool limited)
{
    m->choices[static_cast<std::size_t>(proposal)].limited = limited;
    tell(proposal);
    Q_EMIT chosen(proposal);
}

void MinedDraft::chooseBound(int proposal, int bound, int offered)
{
    const mining::Proposal &of = m->report->scope.proposals[static_cast<std::size_t>(proposal)];
    mining::ProposalChoice &choice = m->choices[static_cast<std::size_t>(proposal)];
    const auto at = static_cast<std::size_t>(bound);
    const auto number = static_cast<std::size_t>(std::max(offered, 1) - 1);
    if (at < of.tighter.size()) {
        choice.bounds.resize(of.tighter.size());
        choice.bounds[at] = offered > 0 ? std::optional(of.tighter[at].bounds[number].bound) : std::nullopt;
    } else if (of.perSession) {
        choice.most = offered > 0 ? std::optional(static_cast<std::uint64_t>(of.perSession->tighter[number].bound.magnitude())) : std::nullopt;
    }
    tell(proposal);
    Q_EMIT chosen(proposal);
}

bool MinedDraft::isWriting() const
{
    return m->writing.isOpen();
}

void MinedDraft::writeDraft()
{
    if (!m->report || isWriting())
        return;
    m->writing.ask(
        [report = m->report, choices = m->choices](std::stop_token) {
            return mining::draftDocument(mining::chosen(report->scope, choices), report->origin);
        },
        [this](Result<std::string> document) {
            if (!document) {
                Q_EMIT troubled(troubleOf(document.error()));
                return;
            }
            const QString key = m->session ? m->session->drafts()->beginFromText(*document) : QString();
            if (!key.isEmpty())
                Q_EMIT written(key);
        });
}

} // namespace mandate
