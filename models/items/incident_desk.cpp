// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/incident_desk.h"

#include "models/items/incident_model.h"
#include "models/items/people_model.h"
#include "models/items/question.h"
#include "models/items/session_work.h"
#include "models/items/text_safety.h"
#include "models/items/trouble.h"

#include <QTimer>

namespace mandate {
namespace {

constexpr int lookMs = 60'000; // an incident is due after an hour at the earliest

struct ReadCase
{
    std::optional<CaseItem> item;
    std::optional<Error> error;
};

struct Suggested
{
    std::optional<SuggestionItem> item;
    std::optional<Error> error;
};

CauseClaim claimFrom(const ClaimDraft &draft)
{
    CauseClaim claim;
    claim.cause = causeOf(draft.cause.toStdString()).value_or(Cause::NotEnoughEvidence);
    claim.grade = claimGradeOf(draft.grade.toStdString()).value_or(ClaimGrade::Likely);
    claim.party = draft.party.toStdString();
    for (const QString &name : draft.contributing) {
        if (const auto cause = causeOf(name.toStdString()))
            claim.contributing.push_back(*cause);
    }
    claim.pattern = draft.pattern.toStdString();
    claim.explanation = draft.explanation.toStdString();
    for (const PinDraft &pin : draft.pins)
        claim.pins.push_back({pin.entry, pin.shows.toStdString()});
    for (const QString &missing : draft.missing)
        claim.missing.push_back(missing.toStdString());
    for (auto answer = draft.answers.cbegin(); answer != draft.answers.cend(); ++answer)
        claim.answers.emplace(answer.key().toStdString(), answer.value().toStdString());
    claim.suggested = draft.suggested.toStdString();
    claim.introducedBy = draft.introducedBy.toStdString();
    claim.missedBy = draft.missedBy.toStdString();
    claim.detectedBy = draft.detectedBy.toStdString();
    return claim;
}

std::optional<Severity> severityNamed(const QString &name)
{
    for (const Severity severity : {Severity::Critical, Severity::Major, Severity::Minor}) {
        if (nameOf(severity) == name.toStdString())
            return severity;
    }
    return std::nullopt;
}

CaseStep caseStepOf(CaseAct act)
{
    switch (act) {
    case CaseAct::Open: return CaseStep::Open;
    case CaseAct::Assign: return CaseStep::Assign;
    case CaseAct::Investigate:
    case CaseAct::Contain: return CaseStep::Move;
    case CaseAct::Grade: return CaseStep::Grade;
    case CaseAct::Note: return CaseStep::Note;
    case CaseAct::Link: return CaseStep::Link;
    case CaseAct::Unlink: return CaseStep::Unlink;
    case CaseAct::Merge: return CaseStep::Merge;
    case CaseAct::Split: return CaseStep::Open;
    case CaseAct::Claim: return CaseStep::Claim;
    case CaseAct::Agree: return CaseStep::Agree;
    case CaseAct::Withdraw: return CaseStep::Withdraw;
    case CaseAct::Aware: return CaseStep::Aware;
    case CaseAct::Reported: return CaseStep::Reported;
    case CaseAct::NoDuty: return CaseStep::NoDuty;
    case CaseAct::Close: return CaseStep::Close;
    case CaseAct::Reopen: return CaseStep::Reopen;
    }
    return CaseStep::Note;
}

CaseStatement statementOf(const CaseChange &change)
{
    CaseStatement step;
    step.step = caseStepOf(change.act);
    step.incident = change.incident.toStdString();
    step.title = change.title.toStdString();
    step.text = change.text.toStdString();
    step.severity = severityNamed(change.severity);
    step.person = change.person.toStdString();
    step.records.assign(change.records.begin(), change.records.end());
    step.other = change.other.toStdString();
    step.relation = change.relation.toStdString();
    step.privileged = change.privileged;
    step.party = change.party.toStdString();
    step.duty = change.duty.toStdString();
    step.category = change.category.toStdString();
    step.role = change.role.toStdString();
    step.reference = change.reference.toStdString();
    if (change.act == CaseAct::Investigate || change.act == CaseAct::Contain)
        step.to = change.act == CaseAct::Contain ? CaseState::Contained : CaseState::Investigating;
    if (change.when.isValid() && change.act == CaseAct::Assign)
        step.due = words::instantOf(change.when);
    else if (change.when.isValid())
        step.happened = words::instantOf(change.when);
    if (change.claim)
        step.claim = claimFrom(*change.claim);
    if (!change.about.isEmpty())
        step.about = Digest::fromHex(change.about.toStdString());
    return step;
}

QString sentenceFor(CaseAct act, const QString &incident)
{
    switch (act) {
    case CaseAct::Open:
    case CaseAct::Split: return IncidentDesk::tr("%1 is open. Signed and recorded.").arg(incident);
    case CaseAct::Close: return IncidentDesk::tr("%1 is closed. Signed and recorded.").arg(incident);
    case CaseAct::Reopen: return IncidentDesk::tr("%1 is open again. Signed and recorded.").arg(incident);
    case CaseAct::Claim: return IncidentDesk::tr("Your claim about %1 is signed and recorded.").arg(incident);
    default: return IncidentDesk::tr("The step about %1 is signed and recorded.").arg(incident);
    }
}

/// The id of the incident that it is then about.
Result<std::string> signChange(Workspace &workspace, const CaseChange &change)
{
    if (!change.passphrase.isEmpty()) {
        if (auto opened = workspace.unlockKeys(change.passphrase.toStdString()); !opened)
            return opened.error();
    }
    CaseStatement step = statementOf(change);
    if (change.act == CaseAct::Open)
        return workspace.openIncident(std::move(step));
    if (change.act == CaseAct::Split)
        return workspace.splitIncident(change.incident.toStdString(), std::move(step));
    auto life = workspace.takeCaseStep(std::move(step));
    if (!life)
        return life.error();
    return life->incident();
}

} // namespace

struct IncidentDesk::Private
{
    Private(IncidentDesk *desk, Session *owner)
        : session(owner), workspace(owner->workspace()), work(new SessionWork(owner)), reading(desk), suggesting(desk)
    {
    }

    Session *session;
    std::shared_ptr<Workspace> workspace;
    SessionWork *work;
    QString folder;
    QTimer clock;
    std::optional<CaseItem> item;
    std::optional<SuggestionItem> suggestion;
    Question<ReadCase> reading;
    Question<Suggested> suggesting;
};

IncidentDesk::IncidentDesk(Session *session) : QObject(session), m(std::make_unique<Private>(this, session))
{
    connect(this, &IncidentDesk::troubled, session, &Session::troubled);
    connect(&m->clock, &QTimer::timeout, this, &IncidentDesk::escalate);
    m->clock.setInterval(lookMs);
    if (escalates()) {
        m->clock.start();
        QTimer::singleShot(0, this, &IncidentDesk::escalate); // what fell due while nothing was open
    }
}

IncidentDesk::~IncidentDesk() = default;

IncidentDesk *IncidentDesk::of(Session *session)
{
    if (!session)
        return nullptr;
    auto *desk = session->findChild<IncidentDesk *>(QString(), Qt::FindDirectChildrenOnly);
    return desk ? desk : new IncidentDesk(session);
}

void IncidentDesk::setDutyFolder(const QString &folder)
{
    m->folder = folder;
}

bool IncidentDesk::escalates() const
{
    return !m->workspace->isReadOnly() && !m->session->isSample();
}

bool IncidentDesk::needsPassphrase() const
{
    return !m->session->people()->isOpen() && m->session->people()->needsPassphrase(); // with nobody enrolled the workspace's key signs
}

QString IncidentDesk::openRefusal() const
{
    return m->workspace->isReadOnly() ? tr("The workspace is open for reading only.") : QString();
}

bool IncidentDesk::isBusy() const
{
    return m->reading.isOpen() || m->suggesting.isOpen() || m->work->isBusy();
}

const CaseItem *IncidentDesk::item(const QString &incident) const
{
    return m->item && m->item->id == incident ? &*m->item : nullptr;
}

const SuggestionItem *IncidentDesk::suggestion(const QString &incident) const
{
    return m->suggestion && m->suggestion->id == incident ? &*m->suggestion : nullptr;
}

void IncidentDesk::read(const QString &incident)
{
    m->reading.ask(
        [workspace = m->workspace, incident, folder = m->folder](std::stop_token) -> ReadCase {
            auto item = readCase(*workspace, incident, folder);
            return item ? ReadCase{std::move(item).value(), std::nullopt} : ReadCase{std::nullopt, item.error()};
        },
        [this, incident](ReadCase answer) {
            if (answer.error)
                Q_EMIT troubled(troubleOf(*answer.error));
            m->item = std::move(answer.item);
            Q_EMIT caseRead(incident);
        });
}

void IncidentDesk::suggest(const QString &incident)
{
    m->suggesting.ask(
        [workspace = m->workspace, incident](std::stop_token stop) -> Suggested {
            const auto suggestion = workspace->suggestCause(incident.toStdString(), stop);
            return suggestion ? Suggested{suggestionItem(incident, *suggestion), std::nullopt} : Suggested{std::nullopt, suggestion.error()};
        },
        [this, incident](Suggested answer) {
            if (answer.error && answer.error->kind != ErrorKind::Cancelled)
                Q_EMIT troubled(troubleOf(*answer.error));
            m->suggestion = std::move(answer.item);
            Q_EMIT suggested(incident);
        });
}

void IncidentDesk::take(const CaseChange &change)
{
    m->work->urgent([workspace = m->workspace, change](const SessionWork::Report &, std::stop_token) -> SessionWork::Finish {
        const auto signedFor = std::make_shared<Result<std::string>>(signChange(*workspace, change));
        return [signedFor, change](Session &session) {
            IncidentDesk *desk = IncidentDesk::of(&session);
            session.people()->refresh(); // keys may be open now
            if (!*signedFor)
                return Q_EMIT desk->refused(change.act, troubleOf(signedFor->error()));
            const QString incident = toText(**signedFor);
            session.incidents()->refresh();
            desk->read(incident);
            Q_EMIT desk->taken(incident, change.act, sentenceFor(change.act, incident));
        };
    });
}

void IncidentDesk::escalate()
{
    if (!escalates() || m->work->isBusy())
        return;
    m->work->urgent([workspace = m->workspace](const SessionWork::Report &, std::stop_token) -> SessionWork::Finish {
        const auto written = workspace->escalateIncidents(); // shown as overdue in any case; the next look tries again
        const bool any = written && *written > 0;
        return [any](Session &session) {
            if (any)
                session.incidents()->refresh();
        };
    });
}

} // namespace mandate
