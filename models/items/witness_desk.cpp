// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/witness_desk.h"

#include "models/items/question.h"
#include "models/items/text_safety.h"
#include "models/items/trouble.h"
#include "models/workspace/witnesses.h"

#include <QFile>

#include <map>

namespace mandate {

namespace {

struct ReadWitnesses
{
    std::vector<WitnessItem> items;
    std::optional<Error> error;
};

/// What an act came to, and why witnesses were not reached by it.
struct Acted
{
    WitnessAnswer answer;
    std::map<QString, QString> notReached; ///< by witness; empty: reached
};

QString kindWords(WitnessKind kind)
{
    switch (kind) {
    case WitnessKind::Authority: return WitnessDesk::tr("Time-stamp authority");
    case WitnessKind::Folder: return WitnessDesk::tr("Folder");
    case WitnessKind::Mailbox: return WitnessDesk::tr("Mailbox file");
    }
    return {};
}

WitnessAnswer answerOf(const Error &error)
{
    //: why something was not done: %1 what happened, %2 what to do, %3 a code
    return {{WitnessDesk::tr("Not done"), Shape::Octagon, Tone::Critical},
            WitnessDesk::tr("%1 %2 (%3)").arg(visibleLine(error.happened, 600), visibleLine(error.remedy, 300), toText(error.code))};
}

WitnessItem itemOf(const WitnessStanding &standing)
{
    const WitnessStatement &witness = standing.witness;
    WitnessItem item;
    item.id = visibleLine(witness.id, 80);
    item.kind = toText(nameOf(witness.kind));
    item.kindWords = kindWords(witness.kind);
    item.byHand = witness.kind == WitnessKind::Authority && witness.place.empty();
    item.place = item.byHand ? WitnessDesk::tr("Asked by hand") : visibleLine(witness.place, 300);
    //: %1 a person, %2 a time
    item.setUp = WitnessDesk::tr("%1, %2").arg(visibleLine(witness.byName.empty() ? words::person(witness.by) : toText(witness.byName), 120), words::time(witness.at));
    if (standing.problem) {
        item.trouble = visibleLine(standing.problem->happened, 600);
        item.state = standing.problem->kind == ErrorKind::Corrupt ? StateWord{WitnessDesk::tr("Does not hold"), Shape::Octagon, Tone::Critical}
                                                                  : StateWord{WitnessDesk::tr("Not reached"), Shape::Triangle, Tone::Warning};
        item.lag = item.trouble;
        return item;
    }
    if (!standing.size) {
        item.state = {WitnessDesk::tr("Nothing yet"), Shape::Diamond, Tone::Neutral};
        item.lag = item.byHand ? WitnessDesk::tr("It has no checkpoint yet. Ask it with \"mandate witness request\" and keep its answer.") : WitnessDesk::tr("It has no checkpoint of this ledger yet.");
        return item;
    }
    const QString when = words::time(standing.at);
    const QString has = witness.kind == WitnessKind::Authority
                            //: %1 how many entries, %2 when, %3 who says so
                            ? WitnessDesk::tr("The first %1 entries were there at %2, says %3.").arg(words::number(*standing.size), when, visibleLine(standing.authority, 200))
                            : WitnessDesk::tr("It has the first %1 entries, written at %2.").arg(words::number(*standing.size), when);
    const int behind = static_cast<int>(standing.behind);
    item.state = behind == 0 ? StateWord{WitnessDesk::tr("Up to date"), Shape::Tick, Tone::Good} : StateWord{WitnessDesk::tr("%n entries behind", nullptr, behind), Shape::Glass, Tone::Warning};
    //: two sentences: what a witness has, and what came since
    item.lag = behind == 0 ? has : WitnessDesk::tr("%1 %n entries came since.", nullptr, behind).arg(has);
    return item;
}

ReadWitnesses readWitnesses(Workspace &workspace)
{
    ReadWitnesses out;
    const auto all = Witnesses(workspace).standing();
    if (!all) {
        out.error = all.error();
        return out;
    }
    for (const WitnessStanding &standing : *all)
        out.items.push_back(itemOf(standing));
    return out;
}

Acted tell(Workspace &workspace, const QString &only, const std::stop_token &stop)
{
    Acted acted;
    const auto reports = Witnesses(workspace).tell(only.toStdString(), stop);
    if (!reports) {
        acted.answer = answerOf(reports.error());
        return acted;
    }
    QStringList said;
    bool allReached = true;
    for (const WitnessReport &report : *reports) {
        const QString id = visibleLine(report.witness, 80);
        const QString size = words::number(report.size);
        acted.notReached[id] = report.problem ? visibleLine(report.problem->happened, 600) : QString();
        allReached = allReached && !report.problem;
        if (report.problem)
            //: %1 a witness, %2 why it was not reached
            said << WitnessDesk::tr("%1 was not reached: %2").arg(id, acted.notReached[id]);
        else if (report.nothingNew)
            said << WitnessDesk::tr("%1 has the newest checkpoint already.").arg(id);
        else if (report.stamp)
            //: %1 a witness, %2 how many entries, %3 a time, %4 who signed the stamp
            said << WitnessDesk::tr("%1 stamped the checkpoint over %2 entries at %3, signed by %4.").arg(id, size, words::time(report.stamp->at), visibleLine(report.stamp->authority, 200));
        else
            said << WitnessDesk::tr("%1 has the checkpoint over %2 entries now.").arg(id, size);
    }
    if (said.isEmpty())
        acted.answer = {{WitnessDesk::tr("Nobody asked"), Shape::Diamond, Tone::Neutral}, WitnessDesk::tr("There is no witness that can be told without a hand. Add one first.")};
    else
        acted.answer = {allReached ? StateWord{WitnessDesk::tr("Kept"), Shape::Tick, Tone::Good} : StateWord{WitnessDesk::tr("Not all reached"), Shape::Triangle, Tone::Warning}, said.join(u' ')};
    return acted;
}

Acted compareFile(Workspace &workspace, const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {answerOf({ErrorKind::Input, "MND-ITM-013", "The file cannot be read: " + file.errorString().toStdString() + '.', "Nothing was compared.", "Check its name and rights.", {}}), {}};
    constexpr qint64 longest = 65536; // a checkpoint has some hundred bytes
    const auto compared = Witnesses(workspace).compare(file.read(longest).toStdString());
    if (!compared)
        return {answerOf(compared.error()), {}};
    const QString held = words::number(compared->held.size);
    if (compared->holds)
        return {{{WitnessDesk::tr("Holds"), Shape::Tick, Tone::Good},
                 WitnessDesk::tr("The ledger of today begins with the %1 entries that the checkpoint signed; it has %2 now. This is by their hashes: verify the chain to hold the texts against them.")
                     .arg(held, words::number(compared->today.size))},
                {}};
    return {{{WitnessDesk::tr("Does not hold"), Shape::Octagon, Tone::Critical}, visibleLine(compared->says, 600)}, {}};
}

Acted saveFile(Workspace &workspace, const QString &path)
{
    const auto note = Witnesses(workspace).checkpoint();
    if (!note)
        return {answerOf(note.error()), {}};
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly) || file.write(note->data(), static_cast<qint64>(note->size())) != static_cast<qint64>(note->size()) || !file.flush())
        return {answerOf({ErrorKind::Storage, "MND-ITM-014", "The checkpoint cannot be written: " + file.errorString().toStdString() + '.', "The ledger is unaffected.",
                          "Name a file that is not there yet, in a folder that you can write to.", {}}),
                {}};
    return {{{WitnessDesk::tr("Written"), Shape::Tick, Tone::Good},
             WitnessDesk::tr("The checkpoint over %1 entries is in %2. Keep it where nobody with this workspace can change it.").arg(words::number(workspace.store().head().size), visibleLine(path, 300))},
            {}};
}

} // namespace

struct WitnessDesk::Private
{
    Private(WitnessDesk *desk, Session *session)
        : q(desk), workspace(session->workspace()), model({tr("Witness"), tr("State"), tr("Kind"), tr("Place"), tr("What it has"), tr("Set up by")}, StateColumn, {}), reading(desk), acting(desk)
    {
    }

    void act(std::function<Acted(Workspace &, const std::stop_token &)> work)
    {
        acting.ask([workspace = workspace, work = std::move(work)](std::stop_token stop) { return work(*workspace, stop); },
                   [this](const Acted &acted) {
                       for (const auto &[id, why] : acted.notReached)
                           notReached[id] = why;
                       q->refresh();
                       Q_EMIT q->answered(acted.answer);
                   });
    }

    WitnessDesk *q;
    std::shared_ptr<Workspace> workspace;
    ReadWitnesses read;
    std::map<QString, QString> notReached; ///< by witness, since the workspace was opened here
    LineModel model;
    bool wasRead = false;
    Question<ReadWitnesses> reading;
    Question<Acted> acting;
};

WitnessDesk::WitnessDesk(Session *session, QObject *parent) : QObject(parent), m(std::make_unique<Private>(this, session))
{
    connect(m->workspace.get(), &Workspace::ledgerGrew, this, &WitnessDesk::outdated);
}

WitnessDesk::~WitnessDesk() = default;

void WitnessDesk::refresh()
{
    m->reading.ask([workspace = m->workspace](std::stop_token) { return readWitnesses(*workspace); },
                   [this](ReadWitnesses read) {
                       m->read = std::move(read);
                       m->wasRead = true;
                       QList<LineItem> lines;
                       for (WitnessItem &item : m->read.items) {
                           if (const auto why = m->notReached.find(item.id); why != m->notReached.end() && !why->second.isEmpty() && item.trouble.isEmpty()) {
                               item.trouble = why->second;
                               item.state = {tr("Not reached"), Shape::Triangle, Tone::Warning};
                               //: two sentences: why a witness was not reached, and what it has
                               item.lag = tr("%1 %2").arg(why->second, item.lag);
                           }
                           LineItem line;
                           line.id = item.id;
                           line.state = item.state;
                           line.cells = {item.id, item.state.text, item.kindWords, item.place, item.lag, item.setUp};
                           //: a witness as a sentence: %1 its state, %2 its name, %3 what it is, %4 what it has
                           line.said = tr("%1: %2, %3. %4").arg(item.state.text, item.id, item.kindWords, item.lag);
                           lines << line;
                       }
                       m->model.setLines(std::move(lines));
                       if (m->read.error)
                           Q_EMIT answered(answerOf(*m->read.error));
                       Q_EMIT refreshed();
                   });
}

void WitnessDesk::stamp(const QString &only)
{
    m->act([only](Workspace &workspace, const std::stop_token &stop) { return tell(workspace, only, stop); });
}

void WitnessDesk::compare(const QString &path)
{
    m->act([path](Workspace &workspace, const std::stop_token &) { return compareFile(workspace, path); });
}

void WitnessDesk::save(const QString &path)
{
    m->act([path](Workspace &workspace, const std::stop_token &) { return saveFile(workspace, path); });
}

LineModel *WitnessDesk::model() const
{
    return &m->model;
}
const WitnessItem *WitnessDesk::item(int row) const
{
    return row >= 0 && row < static_cast<int>(m->read.items.size()) ? &m->read.items[static_cast<std::size_t>(row)] : nullptr;
}
bool WitnessDesk::wasRead() const
{
    return m->wasRead;
}
bool WitnessDesk::isBusy() const
{
    return m->reading.isOpen() || m->acting.isOpen();
}

} // namespace mandate
