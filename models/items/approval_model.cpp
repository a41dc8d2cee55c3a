// SPDX-License-Identifier: GPL-3.0-or-later
// Reading and views of the queue. What a row says is approval_row.cpp.
#include "models/items/approval_model.h"

#include "models/items/approval_row.h"
#include "models/items/question.h"
#include "models/items/text_safety.h"
#include "models/items/trouble.h"

#include <QDateTime>
#include <QTimeZone>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace mandate {
namespace {

constexpr int batchOfRows = 500;
constexpr std::size_t mostForOversight = 2000; // newest closed requests

/// What a reading found, kept for the next one, which takes over what did not change.
struct Queue
{
    std::vector<ApprovalItem> items;                   ///< in order
    std::unordered_map<std::string_view, std::size_t> byId; ///< in `items`
    OversightWords oversight;
};

struct QueueRead
{
    std::shared_ptr<const Queue> queue;
    std::vector<Absence> absences;
    std::optional<Error> error;
};

struct OneOpened
{
    std::optional<OpenedApproval> opened;
    std::optional<Error> error;
};

/// When it was closed: signed, or by its expiry.
std::int64_t closedAt(const ApprovalView &view)
{
    return view.decided ? view.decided->at.nanoseconds : view.request.expiresAt.nanoseconds;
}

/// From the newest closed requests; counts the words of their cards where that was not done before.
OversightWords oversightOf(std::vector<ApprovalItem> &items)
{
    std::vector<std::pair<std::int64_t, ApprovalItem *>> closed;
    for (ApprovalItem &item : items) {
        if (item.view->decision != DecisionState::Open)
            closed.emplace_back(closedAt(*item.view), &item);
    }
    std::ranges::stable_sort(closed, [](const auto &a, const auto &b) { return a.first > b.first; });
    closed.resize(std::min(closed.size(), mostForOversight));
    std::vector<ApprovalItem> newest;
    newest.reserve(closed.size());
    for (const auto &[at, item] : closed) {
        if (!item->foldWords)
            item->foldWords = countFoldWords(*item);
        newest.push_back(*item);
    }
    return oversightWords(newest);
}

/// In the order of the queue, which compares what lies in many places: so what decides nearly always is laid side by side first.
void sortQueue(std::vector<ApprovalItem> &items)
{
    std::vector<std::pair<std::int64_t, std::size_t>> order;
    order.reserve(items.size());
    for (std::size_t i = 0; i < items.size(); ++i)
        order.emplace_back(items[i].view->request.expiresAt.nanoseconds, i);
    std::ranges::stable_sort(order, [&](const auto &a, const auto &b) { return a.first != b.first ? a.first < b.first : comesFirst(items[a.second], items[b.second]); });
    std::vector<ApprovalItem> sorted;
    sorted.reserve(items.size());
    for (const auto &[expires, i] : order)
        sorted.push_back(std::move(items[i]));
    items = std::move(sorted);
}

QueueRead readQueue(const Workspace &workspace, const Queue &before)
{
    auto views = workspace.approvals();
    if (!views)
        return {nullptr, {}, views.error()};
    const PeopleRegister people = workspace.people();
    const Instant now = workspace.now();
    std::map<std::string, std::shared_ptr<const PactDocument>> pacts;
    const auto pactOf = [&](const ApprovalView &view) {
        const std::string key = view.request.pactId.empty() ? std::string() : view.request.pactId + '@' + view.request.pactVersion;
        auto [pact, isNew] = pacts.try_emplace(key);
        if (isNew && !key.empty()) {
            if (auto version = workspace.pact(key))
                pact->second = std::make_shared<const PactDocument>(std::move(version->document));
        }
        return pact->second;
    };
    auto queue = std::make_shared<Queue>();
    queue->items.reserve(views->size());
    for (ApprovalPointer &view : *views) {
        const auto known = before.byId.find(view->id);
        const ApprovalItem *old = known != before.byId.end() ? &before.items[known->second] : nullptr;
        const bool same = old && old->view == view && (old->pact || view->request.pactId.empty());
        ApprovalItem item = same ? *old : ApprovalItem();
        if (!same) {
            item.pact = pactOf(*view);
            item.view = std::move(view);
            item.rank = consequenceRank(item.tool());
        }
        const Appointment *appointment = people.appointments().of(item.view->request.action.agent);
        const bool appointed = appointment && !appointment->vacated;
        item.owner = appointed ? appointment->owner : people.isOpen() ? item.view->owner : std::string();
        item.deputy = appointed ? appointment->deputy : std::string();
        item.away = absentAddressee(people, *item.view, now);
        queue->items.push_back(std::move(item));
    }
    sortQueue(queue->items);
    for (std::size_t i = 0; i < queue->items.size(); ++i)
        queue->byId.emplace(queue->items[i].view->id, i);
    queue->oversight = oversightOf(queue->items);
    return {queue, absences(people, now), std::nullopt};
}

/// Midnight before `now` in the zone that times are shown in.
std::int64_t beginOfDay(const Instant &now)
{
    const QTimeZone zone = words::zone() == words::Zone::Local ? QTimeZone::systemTimeZone() : QTimeZone::utc();
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(now.nanoseconds / 1'000'000, zone);
    return time.date().startOfDay(zone).toMSecsSinceEpoch() * 1'000'000;
}

} // namespace

struct ApprovalModel::Private
{
    Private(ApprovalModel *model, std::shared_ptr<Workspace> w) : workspace(std::move(w)), list(model), one(model) {}

    std::shared_ptr<Workspace> workspace;
    std::function<Instant()> clock;
    std::shared_ptr<const Queue> queue = std::make_shared<const Queue>();
    std::vector<ApprovalItem> rows; ///< of the view, all of them
    int fetched = 0;
    View view = View::Open;
    std::string agent;
    QHash<QString, StateWord> held;
    std::optional<OpenedApproval> opened;
    std::vector<Absence> absences;
    Instant lastTick;
    bool read = false;
    Question<QueueRead> list;
    Question<OneOpened> one;

    [[nodiscard]] bool belongs(const ApprovalItem &item, View wanted, const Instant &now, const Person &me, std::int64_t today) const
    {
        if (!agent.empty() && item.view->request.action.agent != agent)
            return false;
        const bool open = item.isOpen(now);
        if (wanted == View::Done)
            return !open && closedAt(*item.view) >= today;
        if (!open || item.view->snoozed)
            return false;
        if (wanted == View::Open)
            return true;
        return isMine(item, me) == (wanted == View::Mine);
    }

    [[nodiscard]] static bool isMine(const ApprovalItem &item, const Person &me)
    {
        const ApprovalView &view = *item.view;
        const auto isMe = [&me](const std::string &name) {
            return !name.empty() && (name == me.id || name == me.displayName || "account:" + name == me.id);
        };
        if (item.away && view.claimedBy.empty() && item.away->delegate == me.id)
            return true;
        return isMe(view.claimedBy) || isMe(view.assignedTo) || (view.claimedBy.empty() && view.assignedTo.empty() && (isMe(item.owner) || isMe(item.deputy)));
    }
};

ApprovalModel::ApprovalModel(std::shared_ptr<Workspace> workspace, QObject *parent)
    : QAbstractListModel(parent),
      m(std::make_unique<Private>(this, std::move(workspace)))
{
    m->lastTick = now();
    refresh();
}

ApprovalModel::~ApprovalModel() = default;

QString ApprovalModel::standingIn() const
{
    return words::standingIn(m->absences, toText(m->workspace->person().id), now());
}
QString ApprovalModel::away(const QString &person) const
{
    const auto found = std::ranges::find_if(m->absences, [&](const Absence &one) { return one.person == person && one.isNow(now()); });
    return found == m->absences.end() ? QString() : words::away(*found, now());
}

Instant ApprovalModel::now() const
{
    return m->clock ? m->clock() : m->workspace->now();
}
void ApprovalModel::setClock(std::function<Instant()> clock)
{
    m->clock = std::move(clock);
    show(rowsOf(m->view));
    tick();
}

int ApprovalModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m->fetched;
}
int ApprovalModel::total() const
{
    return static_cast<int>(m->rows.size());
}
bool ApprovalModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m->fetched < total();
}
void ApprovalModel::fetchMore(const QModelIndex &parent)
{
    if (!canFetchMore(parent))
        return;
    const int more = std::min(batchOfRows, total() - m->fetched);
    beginInsertRows({}, m->fetched, m->fetched + more - 1);
    m->fetched += more;
    endInsertRows();
}

QVariant ApprovalModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const ApprovalItem &item = m->rows[static_cast<std::size_t>(index.row())];
    const auto held = m->held.constFind(item.id());
    return approvalRow(item, role, now(), held == m->held.cend() ? StateWord() : *held);
}

const ApprovalItem *ApprovalModel::item(int row) const
{
    return row < 0 || row >= m->fetched ? nullptr : &m->rows[static_cast<std::size_t>(row)];
}
const ApprovalItem *ApprovalModel::find(const QString &id) const
{
    const auto found = m->queue->byId.find(id.toStdString());
    return found == m->queue->byId.end() ? nullptr : &m->queue->items[found->second];
}
const std::vector<ApprovalItem> &ApprovalModel::all() const
{
    return m->queue->items;
}

int ApprovalModel::reach(const QString &id)
{
    const std::string wanted = id.toStdString();
    const auto found = std::ranges::find(m->rows, wanted, [](const ApprovalItem &item) { return item.view->id; });
    if (found == m->rows.end())
        return -1;
    const int row = static_cast<int>(found - m->rows.begin());
    while (m->fetched <= row)
        fetchMore({});
    return row;
}

const OversightWords &ApprovalModel::oversight() const
{
    return m->queue->oversight;
}
ApprovalModel::View ApprovalModel::view() const
{
    return m->view;
}
QString ApprovalModel::agent() const
{
    return toText(m->agent);
}
bool ApprovalModel::isBusy() const
{
    return m->list.isOpen() || m->one.isOpen();
}
bool ApprovalModel::wasRead() const
{
    return m->read;
}
const OpenedApproval *ApprovalModel::opened() const
{
    return m->opened ? &*m->opened : nullptr;
}
bool ApprovalModel::isHeld(const QString &id) const
{
    return m->held.contains(id);
}

void ApprovalModel::setView(View view)
{
    m->view = view;
    beginResetModel();
    m->rows = rowsOf(view);
    m->fetched = std::min(batchOfRows, total());
    endResetModel();
    Q_EMIT refreshed();
}

void ApprovalModel::setAgent(const QString &agent)
{
    m->agent = agent.toStdString();
    setView(m->view);
}

QStringList ApprovalModel::agents() const
{
    std::set<std::string_view> names;
    for (const ApprovalItem &item : m->queue->items)
        names.insert(item.view->request.action.agent);
    QStringList agents;
    for (const std::string_view name : names)
        agents << toText(name);
    return agents;
}

std::vector<ApprovalItem> ApprovalModel::rowsOf(View view) const
{
    const Instant at = now();
    const Person me = m->workspace->person();
    const std::int64_t today = beginOfDay(at);
    std::vector<ApprovalItem> rows;
    for (const ApprovalItem &item : m->queue->items) {
        if (m->belongs(item, view, at, me, today))
            rows.push_back(item);
    }
    if (view == View::Done) // what was closed last stands first
        std::ranges::stable_sort(rows, [](const ApprovalItem &a, const ApprovalItem &b) { return closedAt(*a.view) > closedAt(*b.view); });
    return rows;
}

int ApprovalModel::count(View view) const
{
    const Instant at = now();
    const Person me = m->workspace->person();
    const std::int64_t today = beginOfDay(at);
    return static_cast<int>(std::ranges::count_if(m->queue->items, [&](const ApprovalItem &item) { return m->belongs(item, view, at, me, today); }));
}

int ApprovalModel::snoozed() const
{
    const Instant at = now();
    return static_cast<int>(std::ranges::count_if(m->queue->items, [&](const ApprovalItem &item) {
        return item.isOpen(at) && item.view->snoozed && (m->agent.empty() || item.view->request.action.agent == m->agent);
    }));
}

int ApprovalModel::openCount() const
{
    const Instant at = now();
    return static_cast<int>(std::ranges::count_if(m->queue->items, [&](const ApprovalItem &item) { return item.isOpen(at); }));
}

void ApprovalModel::setHeld(const QHash<QString, StateWord> &held)
{
    if (m->held == held)
        return;
    m->held = held;
    if (m->fetched > 0)
        Q_EMIT dataChanged(index(0), index(m->fetched - 1));
}

/// Brings the shown rows to `rows` with as few signals as there are differences. Rows keep their order among each other nearly always; where
/// they do not, everything is shown anew.
void ApprovalModel::show(std::vector<ApprovalItem> rows)
{
    if (m->rows.empty() && !rows.empty()) {
        const int first = std::min(batchOfRows, static_cast<int>(rows.size()));
        beginInsertRows({}, 0, first - 1);
        m->rows = std::move(rows);
        m->fetched = first;
        endInsertRows();
        return;
    }
    std::unordered_map<std::string_view, std::size_t> wanted;
    for (std::size_t i = 0; i < rows.size(); ++i)
        wanted.emplace(rows[i].view->id, i);
    std::size_t last = 0;
    bool ordered = true;
    for (const ApprovalItem &item : m->rows) {
        const auto at = wanted.find(item.view->id);
        if (at == wanted.end())
            continue;
        ordered = ordered && at->second >= last;
        last = at->second;
    }
    if (!ordered) {
        beginResetModel();
        m->rows = std::move(rows);
        m->fetched = std::min(std::max(m->fetched, batchOfRows), total());
        endResetModel();
        return;
    }
    for (int row = total() - 1; row >= 0; --row) { // from the end, in runs
        if (wanted.contains(m->rows[static_cast<std::size_t>(row)].view->id))
            continue;
        int first = row;
        while (first > 0 && !wanted.contains(m->rows[static_cast<std::size_t>(first - 1)].view->id))
            --first;
        const auto from = m->rows.begin() + first;
        const auto to = m->rows.begin() + row + 1;
        if (first >= m->fetched) {
            m->rows.erase(from, to);
        } else {
            const int lastShown = std::min(row, m->fetched - 1);
            beginRemoveRows({}, first, lastShown);
            m->rows.erase(from, to);
            m->fetched -= lastShown - first + 1;
            endRemoveRows();
        }
        row = first;
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i < m->rows.size() && m->rows[i].view->id == rows[i].view->id)
            continue;
        std::size_t end = i; // of the run that is new
        const std::string_view next = i < m->rows.size() ? std::string_view(m->rows[i].view->id) : std::string_view();
        while (end < rows.size() && (next.empty() || rows[end].view->id != next))
            ++end;
        const auto insert = [&] { m->rows.insert(m->rows.begin() + static_cast<std::ptrdiff_t>(i), rows.begin() + static_cast<std::ptrdiff_t>(i), rows.begin() + static_cast<std::ptrdiff_t>(end)); };
        const int count = static_cast<int>(end - i);
        if (static_cast<int>(i) < m->fetched || m->fetched < batchOfRows) {
            beginInsertRows({}, static_cast<int>(i), static_cast<int>(i) + count - 1);
            insert();
            m->fetched += count;
            endInsertRows();
        } else {
            insert();
        }
        i = end;
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const bool same = (m->rows[i].view == rows[i].view && m->rows[i].away == rows[i].away) || m->rows[i].saysTheSame(rows[i]);
        m->rows[i] = std::move(rows[i]);
        if (!same && static_cast<int>(i) < m->fetched)
            Q_EMIT dataChanged(index(static_cast<int>(i)), index(static_cast<int>(i)));
    }
}

void ApprovalModel::refresh()
{
    m->list.ask([workspace = m->workspace, before = m->queue](std::stop_token) { return readQueue(*workspace, *before); },
                [this](QueueRead read) {
                    if (read.error) {
                        Q_EMIT troubled(troubleOf(*read.error));
                    } else {
                        QStringList fresh;
                        const Instant at = now();
                        for (const ApprovalItem &item : read.queue->items) {
                            if (m->read && !m->queue->byId.contains(item.view->id) && item.isOpen(at))
                                fresh << item.id();
                        }
                        m->queue = std::move(read.queue);
                        m->absences = std::move(read.absences);
                        m->read = true;
                        show(rowsOf(m->view));
                        Q_EMIT refreshed();
                        if (!fresh.isEmpty())
                            Q_EMIT arrived(fresh);
                    }
                    Q_EMIT busyChanged(isBusy());
                });
    Q_EMIT busyChanged(true);
}

void ApprovalModel::tick()
{
    const Instant at = now();
    QStringList gone;
    for (const ApprovalItem &item : m->queue->items) {
        if (item.view->decision == DecisionState::Open && item.isOpen(m->lastTick) && !item.isOpen(at))
            gone << item.id();
    }
    m->lastTick = at;
    if (!gone.isEmpty()) {
        show(rowsOf(m->view));
        Q_EMIT refreshed();
        Q_EMIT expired(gone);
    }
    if (m->fetched > 0)
        Q_EMIT dataChanged(index(0), index(m->fetched - 1), {StateRole, TargetRole, Qt::AccessibleTextRole, AboutRole});
}

void ApprovalModel::open(const QString &id)
{
    const ApprovalItem *item = find(id);
    if (!item)
        return;
    m->one.ask(
        [workspace = m->workspace, wanted = *item](std::stop_token stop) {
            auto opened = openApproval(*workspace, wanted, stop);
            return opened ? OneOpened{std::move(opened).value(), std::nullopt} : OneOpened{std::nullopt, opened.error()};
        },
        [this](OneOpened one) {
            if (one.error) {
                Q_EMIT troubled(troubleOf(*one.error));
            } else {
                m->opened = std::move(one.opened);
                Q_EMIT openedChanged();
            }
            Q_EMIT busyChanged(isBusy());
        });
    Q_EMIT busyChanged(true);
}

} // namespace mandate
