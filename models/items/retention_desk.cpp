// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/retention_desk.h"

#include "models/items/keeping_words.h"
#include "models/items/question.h"
#include "models/items/text_safety.h"
#include "models/items/trouble.h"
#include "models/workspace/workspace.h"

#include <algorithm>
#include <array>
#include <span>

namespace mandate {

namespace {

constexpr std::size_t rowsAtOnce = 4096;
constexpr std::int64_t dayNs = 86'400LL * 1'000'000'000;

struct ReadPlan
{
    RetentionRead read;
    QList<LineItem> lines;
    QList<LineItem> gone;
    std::vector<TombstoneItem> tombstones;
    std::optional<Error> error;
};

/// The earliest time that any of these says.
std::optional<Instant> oldestOf(const Store &store, std::span<const EntryNumber> entries, const std::stop_token &stop)
{
    std::optional<Instant> oldest;
    for (std::size_t first = 0; first < entries.size() && !stop.stop_requested(); first += rowsAtOnce) {
        const auto rows = store.rows(entries.subspan(first, std::min(rowsAtOnce, entries.size() - first)));
        if (!rows)
            return oldest;
        for (const Row &row : *rows) {
            if (row.time && (!oldest || row.time->nanoseconds < oldest->nanoseconds))
                oldest = row.time;
        }
    }
    return oldest;
}

QString timeOr(const std::optional<Instant> &time)
{
    return time ? words::time(*time) : QStringLiteral("–");
}

LineItem lineOf(const StateWord &state, quint64 records, const QString &why, const QString &from, const QString &then)
{
    LineItem line;
    line.state = state;
    line.cells = {state.text, words::number(records), why, from, then};
    //: a line of the plan as a sentence: %1 whether they go, %2 how many, %3 why
    line.said = RetentionDesk::tr("%1: %2 records. %3").arg(state.text, words::number(records), why);
    return line;
}

void addTombstones(const Workspace &workspace, ReadPlan &out)
{
    const std::vector<PlacedTombstone> all = workspace.tombstones();
    for (auto placed = all.rbegin(); placed != all.rend(); ++placed) {
        const Tombstone &stone = placed->tombstone;
        TombstoneItem item;
        item.entry = placed->entry;
        item.when = words::time(stone.signer.at);
        item.who = keepingwords::signer(stone.signer);
        item.reason = visibleLine(stone.reason, 1000);
        item.pacts = keepingwords::pacts(stone.pacts);
        item.records = keepingwords::ranges(stone.entries);
        item.leaves = QString::fromStdString(stone.leaves.hex());
        LineItem line;
        line.id = QString::number(item.entry);
        line.cells = {item.when, words::number(stone.records), item.reason, item.pacts, item.who, words::number(item.entry)};
        //: a tombstone as a sentence: %1 how many records, %2 when, %3 who, %4 why
        line.said = RetentionDesk::tr("%1 records erased at %2 by %3: “%4”").arg(words::number(stone.records), item.when, item.who, item.reason);
        line.link = QUrl(QStringLiteral("mandate://exports?tab=retention&tombstone=%1").arg(item.entry));
        out.gone << line;
        out.tombstones.push_back(std::move(item));
    }
}

ReadPlan readPlan(const Workspace &workspace, int days, const std::stop_token &stop)
{
    ReadPlan out;
    std::optional<Instant> at;
    if (days > 0) {
        at = workspace.now();
        at->nanoseconds += days * dayNs;
    }
    const auto plan = workspace.retentionPlan(at, stop);
    if (!plan) {
        out.error = plan.error();
        return out;
    }
    out.read.isNow = days == 0;
    out.read.going.assign(plan->going.begin(), plan->going.end());
    out.read.size = RetentionDesk::tr("%1 of text and %2 as received").arg(words::bytes(plan->entryOctets), words::bytes(plan->itemOctets));
    const QString when = words::time(plan->at);
    const auto oldest = oldestOf(workspace.store(), plan->going, stop);
    if (plan->going.empty())
        out.read.sentence = RetentionDesk::tr("As of %1 no record may go.").arg(when);
    else
        out.read.sentence = RetentionDesk::tr("As of %1 %n record(s) may go: %2. The oldest is of %3.", nullptr, static_cast<int>(plan->going.size()))
                                .arg(when, out.read.size, oldest ? words::time(*oldest) : RetentionDesk::tr("a time nobody recorded"));
    out.read.staying = RetentionDesk::tr("%n record(s) stay.", nullptr, static_cast<int>(plan->keptRecords));
    if (plan->erasedBefore > 0)
        out.read.staying += u' ' + RetentionDesk::tr("%n record(s) were erased before.", nullptr, static_cast<int>(plan->erasedBefore));
    for (const Tombstone::Pact &pact : plan->pacts)
        out.lines << lineOf({RetentionDesk::tr("May go"), Shape::Triangle, Tone::Warning}, pact.records,
                            RetentionDesk::tr("Kept %n day(s) as %1 asks, and their time is over", nullptr, static_cast<int>(pact.days)).arg(visibleLine(pact.version, 120)), timeOr(oldest),
                            days == 0 ? RetentionDesk::tr("Now") : when);
    for (const RetentionPlan::Kept &kept : plan->kept) {
        const auto first = workspace.store().rows(std::array{kept.first});
        const std::optional<Instant> from = first && !first->empty() ? first->front().time : std::nullopt;
        LineItem line = lineOf({RetentionDesk::tr("Stays"), Shape::Tick, Tone::Good}, kept.records, keepingwords::why(kept), timeOr(from), timeOr(kept.next));
        if (kept.because == KeptBecause::Hold)
            line.link = QUrl(QStringLiteral("mandate://exports?tab=holds&hold=") + toText(kept.what));
        else if (kept.because == KeptBecause::OpenIncident)
            line.link = QUrl(QStringLiteral("mandate://incidents?incident=") + toText(kept.what));
        else
            line.link = QUrl(QStringLiteral("mandate://evidence?entry=%1").arg(kept.first));
        out.lines << line;
    }
    addTombstones(workspace, out);
    return out;
}

} // namespace

struct RetentionDesk::Private
{
    Private(RetentionDesk *desk, Session *session)
        : workspace(session->workspace()),
          lines({tr("State"), tr("Records"), tr("Why"), tr("From"), tr("May go")}, StateColumn, {RecordsColumn}),
          gone({tr("Erased"), tr("Records"), tr("Reason"), tr("Under"), tr("By"), tr("Entry")}, -1, {CountColumn, EntryColumn}),
          question(desk)
    {
    }
    std::shared_ptr<Workspace> workspace;
    std::optional<RetentionRead> read;
    LineModel lines;
    LineModel gone;
    std::vector<TombstoneItem> tombstones;
    Question<ReadPlan> question;
};

RetentionDesk::RetentionDesk(Session *session, QObject *parent) : QObject(parent), m(std::make_unique<Private>(this, session))
{
    connect(m->workspace.get(), &Workspace::ledgerGrew, this, [this] {
        m->read.reset(); // what is shown is not what may go any more
        Q_EMIT changed();
        Q_EMIT outdated();
    });
}

RetentionDesk::~RetentionDesk() = default;

void RetentionDesk::read(int days)
{
    m->read.reset();
    Q_EMIT changed();
    m->question.ask([workspace = m->workspace, days](std::stop_token stop) { return readPlan(*workspace, days, stop); },
                    [this](ReadPlan read) {
                        if (read.error) {
                            Q_EMIT troubled(troubleOf(*read.error));
                            return;
                        }
                        m->read = std::move(read.read);
                        m->tombstones = std::move(read.tombstones);
                        m->lines.setLines(std::move(read.lines));
                        m->gone.setLines(std::move(read.gone));
                        Q_EMIT changed();
                    });
}

const RetentionRead *RetentionDesk::plan() const
{
    return m->read ? &*m->read : nullptr;
}
LineModel *RetentionDesk::lines() const
{
    return &m->lines;
}
LineModel *RetentionDesk::tombstones() const
{
    return &m->gone;
}
const TombstoneItem *RetentionDesk::tombstone(int row) const
{
    return row >= 0 && row < static_cast<int>(m->tombstones.size()) ? &m->tombstones[static_cast<std::size_t>(row)] : nullptr;
}
bool RetentionDesk::isBusy() const
{
    return m->question.isOpen();
}

} // namespace mandate
