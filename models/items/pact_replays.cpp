// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/pact_replays.h"

#include "models/items/question.h"
#include "models/items/session.h"
#include "models/items/text_safety.h"
#include "models/items/trouble.h"
#include "models/items/words.h"
#include "models/items/workspace_lease.h"
#include "models/workspace/replay_evidence.h"

namespace mandate {
namespace {

std::uint64_t changedIn(const ReplayReport &report)
{
    std::uint64_t changed = 0;
    for (const ReplayChange &change : report.changed)
        changed += change.count;
    return changed;
}

PactReplayItem itemOf(const Workspace &workspace, const StoredReplay &replay, const Digest &pact)
{
    PactReplayItem item;
    item.entry = replay.entry;
    //: %1 number of an entry, %2 date and time, %3 a person, %4 number of actions, %5 number of verdicts
    item.text = PactReplays::tr("Entry %1, %2 by %3: %4 actions judged, %5 verdicts change")
                    .arg(words::number(replay.entry), words::time(replay.recorded), visibleLine(words::person(replay.by).toStdString(), 80),
                         words::number(replay.report.judged), words::number(changedIn(replay.report)));
    const auto standing = workspace.standingOf(replay);
    const auto holds = standing ? requireFresh(replay, *standing, pact) : Result<void>(standing.error());
    item.fresh = holds.ok();
    if (!item.fresh)
        item.why = visibleLine(holds.error().happened + ' ' + holds.error().remedy + " (" + holds.error().code + ')', 600);
    return item;
}

} // namespace

struct PactReplays::Private
{
    Private(PactReplays *owner, Session *session) : workspace(session->workspace()), reading(owner), replaying(owner) {}

    std::shared_ptr<Workspace> workspace;
    Question<std::vector<PactReplayItem>> reading;
    Question<Result<StoredReplay>> replaying;
    QString pact;
    std::vector<PactReplayItem> items;
};

PactReplays::PactReplays(Session *session, QObject *parent) : QObject(parent), m(std::make_unique<Private>(this, session)) {}

PactReplays::~PactReplays() = default;

void PactReplays::read(const QString &pact)
{
    if (pact != m->pact)
        m->items.clear();
    m->pact = pact;
    m->reading.ask(
        [workspace = leaseOf(m->workspace), name = pact.toStdString()](std::stop_token stop) {
            std::vector<PactReplayItem> items;
            const auto version = workspace->pact(name);
            const auto replays = workspace->replays();
            if (!version || !replays)
                return items;
            for (const StoredReplay &replay : *replays) {
                if (stop.stop_requested())
                    return items;
                if (replay.report.pactId == version->document.id && replay.report.pactVersion == version->document.version)
                    items.push_back(itemOf(*workspace, replay, version->digest));
            }
            return items;
        },
        [this](std::vector<PactReplayItem> items) {
            m->items = std::move(items);
            Q_EMIT changed();
        });
    Q_EMIT changed();
}

const std::vector<PactReplayItem> &PactReplays::items() const
{
    return m->items;
}

bool PactReplays::isReading() const
{
    return m->reading.isOpen();
}

void PactReplays::replayNow()
{
    if (m->replaying.isOpen())
        return;
    m->replaying.ask(
        [workspace = leaseOf(m->workspace), name = m->pact.toStdString()](std::stop_token stop) -> Result<StoredReplay> {
            const auto version = workspace->pact(name);
            if (!version)
                return version.error();
            const auto report = workspace->replay({version->document, version->source, version->digest}, {}, {}, std::move(stop));
            if (!report)
                return report.error();
            return workspace->recordReplay(*report);
        },
        [this](Result<StoredReplay> kept) {
            if (!kept)
                Q_EMIT troubled(troubleOf(kept.error()));
            read(m->pact);
        });
    Q_EMIT changed();
}

bool PactReplays::isReplaying() const
{
    return m->replaying.isOpen();
}

void PactReplays::cancel()
{
    m->replaying.forget();
    Q_EMIT changed();
}

} // namespace mandate
