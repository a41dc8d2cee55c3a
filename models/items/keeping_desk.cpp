// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/keeping_desk.h"

#include "models/cases/masking_statement.h"
#include "models/items/keeping_words.h"
#include "models/items/people_model.h"
#include "models/items/question.h"
#include "models/items/session_work.h"
#include "models/items/text_safety.h"
#include "models/items/trouble.h"
#include "models/items/wish_selection.h"
#include "models/workspace/holds.h"
#include "models/workspace/witnesses.h"

#include <QFile>
#include <QHash>

namespace mandate {

namespace {

/// What became of an act.
struct ActEnd
{
    QString sentence;
    QUrl link;
    std::optional<Error> error;
};

QString asReason(const std::optional<Error> &refusal)
{
    //: why something cannot be done, and what to do: two whole sentences
    return refusal ? KeepingDesk::tr("%1 %2").arg(visibleLine(refusal->happened, 400), visibleLine(refusal->remedy, 400)) : QString();
}

KeepingStanding readStanding(Workspace &workspace)
{
    KeepingStanding standing;
    const auto put = [&standing](KeepingAct act, const std::optional<Error> &refusal) { standing.refusals[static_cast<std::size_t>(act)] = asReason(refusal); };
    put(KeepingAct::PlaceHold, workspace.keepingRefusal("place legal holds"));
    put(KeepingAct::ReleaseHold, workspace.keepingRefusal("release legal holds"));
    put(KeepingAct::Erase, workspace.keepingRefusal("erase evidence"));
    const auto masks = workspace.keepingRefusal("change what is masked");
    put(KeepingAct::MaskingOn, masks);
    put(KeepingAct::MaskingOff, masks);
    auto shows = workspace.isReadOnly() ? masks : workspace.annotationRefusal();
    put(KeepingAct::Reveal, shows ? shows : revealRefusal(workspace.people(), workspace.person().id, "asked as if one were given"));
    const auto names = Witnesses(workspace).refusal();
    put(KeepingAct::SetWitness, names);
    put(KeepingAct::RemoveWitness, names);
    const MaskingSetting masking = workspace.masking();
    standing.masked = masking.on;
    standing.maskingWords = keepingwords::masking(masking);
    return standing;
}

HoldScope weighHold(const Workspace &workspace, const ExportWish &wish, const std::stop_token &stop)
{
    HoldScope scope;
    scope.asked = wish.words();
    const auto selection = selectionOf(workspace, wish);
    if (!selection) {
        scope.trouble = troubleOf(selection.error());
        return scope;
    }
    if (const auto refusal = holdSelectionRefusal(*selection)) {
        scope.trouble = troubleOf(*refusal);
        return scope;
    }
    const auto entries = selectEvidence(workspace, *selection, stop);
    if (!entries)
        scope.trouble = troubleOf(entries.error());
    else
        scope.records = entries->size();
    return scope;
}

ActEnd failed(const Error &error)
{
    return {{}, {}, error};
}

ActEnd placeHold(Workspace &workspace, const KeepingChange &change)
{
    const auto selection = selectionOf(workspace, change.wish);
    if (!selection)
        return failed(selection.error());
    const auto hold = workspace.placeHold(change.matter.toStdString(), change.reason.toStdString(), *selection);
    if (!hold)
        return failed(hold.error());
    const auto kept = selectEvidence(workspace, *selection);
    const QString id = toText(hold->id);
    return {KeepingDesk::tr("%1 keeps %n record(s) now, and what matches later. Signed and recorded.", nullptr, static_cast<int>(kept ? kept->size() : 0)).arg(id),
            QUrl(QStringLiteral("mandate://exports?tab=holds&hold=%1").arg(id)), std::nullopt};
}

ActEnd releaseHold(Workspace &workspace, const KeepingChange &change)
{
    const auto hold = workspace.releaseHold(change.id.toStdString(), change.reason.toStdString());
    if (!hold)
        return failed(hold.error());
    const QString id = toText(hold->id);
    return {KeepingDesk::tr("%1 is released. Nothing is erased by that; what it kept may go when its retention is over and nothing else keeps it.").arg(id),
            QUrl(QStringLiteral("mandate://exports?tab=holds&hold=%1").arg(id)), std::nullopt};
}

ActEnd erase(Workspace &workspace, const KeepingChange &change, const std::stop_token &stop)
{
    const std::vector<EntryNumber> shown(change.records.begin(), change.records.end());
    const auto applied = workspace.applyRetention(change.reason.toStdString(), shown.size(), stop, &shown);
    if (!applied)
        return failed(applied.error());
    if (!applied->tombstone)
        return {KeepingDesk::tr("No record had to go. Nothing was erased."), {}, std::nullopt};
    const QString entry = QString::number(applied->tombstone->entry);
    QString said = KeepingDesk::tr("Erased the text of %n record(s). Their leaves stay, so every proof does; entry %1 of the ledger is the tombstone.", nullptr, static_cast<int>(applied->erased.entries)).arg(entry);
    if (!applied->erased.scrubbed)
        said += u' ' + KeepingDesk::tr("Freed bytes may still be in the file, because another program is reading it or the disk is full. The next program that writes to it removes them.");
    return {said, QUrl(QStringLiteral("mandate://exports?tab=retention&tombstone=%1").arg(entry)), std::nullopt};
}

ActEnd setMasking(Workspace &workspace, const KeepingChange &change)
{
    const auto setting = workspace.setMasking(change.act == KeepingAct::MaskingOn, change.reason.toStdString());
    if (!setting)
        return failed(setting.error());
    return {setting->on ? KeepingDesk::tr("Personal text of records is masked in this window and by \"mandate show\". Signed and recorded.")
                        : KeepingDesk::tr("Nothing is masked any more. Signed and recorded."),
            {}, std::nullopt};
}

ActEnd reveal(Workspace &workspace, const KeepingChange &change)
{
    const auto value = workspace.revealField(change.entry, change.pointer.toStdString(), change.fieldClass.toStdString(), change.reason.toStdString());
    if (!value)
        return failed(value.error());
    return {KeepingDesk::tr("The value at %1 of record %2 is shown to you until you close the workspace. That it was is signed and recorded.").arg(visibleLine(change.pointer, 120), words::number(change.entry)),
            {}, std::nullopt};
}

ActEnd setWitness(Workspace &workspace, const KeepingChange &change)
{
    WitnessStatement statement;
    statement.id = change.id.toStdString();
    statement.removed = change.act == KeepingAct::RemoveWitness;
    statement.note = change.reason.toStdString();
    if (!statement.removed) {
        statement.kind = witnessKindOf(change.kind.toStdString()).value_or(WitnessKind::Folder);
        statement.place = change.place.toStdString();
        QFile certificates(change.certificates);
        if (statement.kind == WitnessKind::Authority && !certificates.open(QIODevice::ReadOnly))
            return failed({ErrorKind::Input, "MND-ITM-012", "The certificates cannot be read: " + certificates.errorString().toStdString() + '.', "Nothing was changed.",
                           "Choose the PEM file with the certificates that the authority is trusted by.", {}});
        statement.certificates = certificates.isOpen() ? certificates.readAll().toStdString() : std::string();
    }
    if (const auto set = Witnesses(workspace).set(statement); !set)
        return failed(set.error());
    const QString id = visibleLine(change.id, 80);
    return {statement.removed ? KeepingDesk::tr("%1 is no witness any more. What it has stays there. Signed and recorded.").arg(id)
                              : KeepingDesk::tr("%1 is a witness of this ledger now. Signed and recorded. It gets the next checkpoint.").arg(id),
            QUrl(QStringLiteral("mandate://exports?tab=witnesses")), std::nullopt};
}

ActEnd sign(Workspace &workspace, const KeepingChange &change, const std::stop_token &stop)
{
    if (!change.passphrase.isEmpty()) {
        if (auto opened = workspace.unlockKeys(change.passphrase.toStdString()); !opened)
            return failed(opened.error());
    }
    switch (change.act) {
    case KeepingAct::PlaceHold: return placeHold(workspace, change);
    case KeepingAct::ReleaseHold: return releaseHold(workspace, change);
    case KeepingAct::Erase: return erase(workspace, change, stop);
    case KeepingAct::MaskingOn:
    case KeepingAct::MaskingOff: return setMasking(workspace, change);
    case KeepingAct::Reveal: return reveal(workspace, change);
    case KeepingAct::SetWitness:
    case KeepingAct::RemoveWitness: return setWitness(workspace, change);
    }
    return {};
}

} // namespace

QString keepingActWords(KeepingAct act)
{
    switch (act) {
    case KeepingAct::PlaceHold: return KeepingDesk::tr("Place hold");
    case KeepingAct::ReleaseHold: return KeepingDesk::tr("Release hold");
    case KeepingAct::Erase: return KeepingDesk::tr("Erase records");
    case KeepingAct::MaskingOn: return KeepingDesk::tr("Mask personal text");
    case KeepingAct::MaskingOff: return KeepingDesk::tr("Show personal text");
    case KeepingAct::Reveal: return KeepingDesk::tr("Reveal value");
    case KeepingAct::SetWitness: return KeepingDesk::tr("Add witness");
    case KeepingAct::RemoveWitness: return KeepingDesk::tr("Remove witness");
    }
    return {};
}

struct KeepingDesk::Private
{
    Private(KeepingDesk *desk, Session *owner) : session(owner), workspace(owner->workspace()), work(new SessionWork(owner)), reading(desk), weighing(desk) {}

    Session *session;
    std::shared_ptr<Workspace> workspace;
    SessionWork *work;
    KeepingStanding standing;
    HoldScope scope;
    QHash<quint64, QStringList> revealed;
    Question<KeepingStanding> reading;
    Question<HoldScope> weighing;
};

KeepingDesk::KeepingDesk(Session *session) : QObject(session), m(std::make_unique<Private>(this, session))
{
    connect(m->workspace.get(), &Workspace::ledgerGrew, this, &KeepingDesk::refresh);
    connect(session->people(), &PeopleModel::refreshed, this, &KeepingDesk::refresh);
    refresh();
}

KeepingDesk::~KeepingDesk() = default;

KeepingDesk *KeepingDesk::of(Session *session)
{
    if (!session)
        return nullptr;
    auto *desk = session->findChild<KeepingDesk *>(QString(), Qt::FindDirectChildrenOnly);
    return desk ? desk : new KeepingDesk(session);
}

const KeepingStanding &KeepingDesk::standing() const
{
    return m->standing;
}
const HoldScope &KeepingDesk::scope() const
{
    return m->scope;
}

bool KeepingDesk::isWeighing() const
{
    return m->weighing.isOpen();
}

bool KeepingDesk::needsPassphrase() const
{
    return !m->session->people()->isOpen() && m->session->people()->needsPassphrase(); // with nobody enrolled the workspace's key signs
}

bool KeepingDesk::isBusy() const
{
    return m->reading.isOpen() || m->weighing.isOpen() || m->work->isBusy();
}

QStringList KeepingDesk::revealed(quint64 entry) const
{
    return m->revealed.value(entry);
}

void KeepingDesk::refresh()
{
    m->reading.ask([workspace = m->workspace](std::stop_token) { return readStanding(*workspace); },
                   [this](KeepingStanding standing) {
                       m->standing = std::move(standing);
                       Q_EMIT standingChanged();
                   });
}

void KeepingDesk::weigh(const ExportWish &wish)
{
    m->weighing.ask([workspace = m->workspace, wish](std::stop_token stop) { return weighHold(*workspace, wish, stop); },
                    [this](HoldScope scope) {
                        m->scope = std::move(scope);
                        Q_EMIT weighed();
                    });
}

void KeepingDesk::take(const KeepingChange &change)
{
    m->work->urgent([workspace = m->workspace, change](const SessionWork::Report &, std::stop_token stop) -> SessionWork::Finish {
        const auto ended = std::make_shared<ActEnd>(sign(*workspace, change, stop));
        return [ended, change](Session &session) {
            KeepingDesk *desk = KeepingDesk::of(&session);
            session.people()->refresh(); // keys may be open now
            KeepingChange said = change;
            said.passphrase.clear();
            if (ended->error)
                return Q_EMIT desk->refused(said, troubleOf(*ended->error));
            if (change.act == KeepingAct::Reveal)
                desk->m->revealed[change.entry] << change.pointer;
            desk->refresh();
            Q_EMIT session.noted(ended->sentence);
            Q_EMIT desk->done(said, ended->sentence, ended->link);
        };
    });
}

} // namespace mandate
