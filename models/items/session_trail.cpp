// SPDX-License-Identifier: GPL-3.0-or-later
// Reading a session. What the list and the tree answer is session_trail_models.cpp.
#include "models/items/record_mask.h"
#include "models/items/session_trail.h"

#include "models/base/freshness.h"
#include "models/base/json_reader.h"
#include "models/evidence/record_json.h"
#include "models/items/question.h"
#include "models/items/text_safety.h"
#include "models/items/trouble.h"
#include "models/workspace/workspace.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>

namespace mandate {

namespace {

constexpr qsizetype shownCharacters = 1500; // of each text; the whole is in the inspector

struct SessionAnswer
{
    std::shared_ptr<SessionTrailData> data = std::make_shared<SessionTrailData>();
    std::optional<Error> error;
};

QString shortened(std::string_view text, quint64 &cutOff)
{
    const QString all = toText(text);
    if (all.size() <= shownCharacters)
        return visibleText(all);
    cutOff += static_cast<quint64>(all.size() - shownCharacters);
    return visibleText(QStringView(all).left(shownCharacters));
}

TrailItem itemOf(const Row &row, const Record &record)
{
    TrailItem item;
    item.entry = row.number;
    item.kind = row.kind;
    item.time = row.time;
    const bool agentSpoke = row.kind == RecordKind::Action || row.kind == RecordKind::Decision || record.role == Role::Agent;
    item.who = agentSpoke && !row.agent.empty() ? visibleLine(row.agent, 120) : row.kind == RecordKind::Message ? words::name(record.role) : words::name(row.kind);
    item.said = shortened(record.said, item.cutOff);
    if (row.kind == RecordKind::Action || row.kind == RecordKind::Decision) {
        item.call = didLine(record, 600);
        if (record.result)
            item.result = shortened(*record.result, item.cutOff);
        if (!record.error.empty())
            item.result += (item.result.isEmpty() ? QString() : QStringLiteral("\n")) + shortened(record.error, item.cutOff);
        item.verdict = words::of(row.verdict);
        item.outcome = words::of(row.outcome);
        item.clause = visibleLine(row.clause, 80);
    } else if (row.kind != RecordKind::Message) {
        item.said = didLine(record, 600);
    }
    return item;
}

/// Calls stand below the message that made them.
void nest(const std::vector<Row> &rows, std::vector<TrailItem> &items)
{
    std::map<std::int32_t, int> messages;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].kind == RecordKind::Message && rows[i].message >= 0)
            messages.emplace(rows[i].message, static_cast<int>(i));
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto found = rows[i].kind == RecordKind::Action ? messages.find(rows[i].message) : messages.end();
        if (found != messages.end())
            items[i].parent = found->second;
    }
}

std::optional<std::int64_t> unixNano(const Value *value)
{
    if (!value)
        return std::nullopt;
    if (value->is(ValueKind::Int))
        return value->asInt();
    if (!value->is(ValueKind::String))
        return std::nullopt;
    bool good = false;
    const qlonglong number = toText(value->text()).toLongLong(&good);
    return good ? std::optional<std::int64_t>(number) : std::nullopt;
}

/// How long spans lasted, by their exact bytes: a record keeps when something happened, an OTLP span says its end too.
class SpanLengths
{
public:
    explicit SpanLengths(const Store &store) : m_store(store) {}

    std::optional<std::int64_t> of(const Row &row, const Record &record)
    {
        if (row.format != "otlp" || !row.item || !row.time || record.span.empty())
            return std::nullopt;
        if (m_item != row.item) { // neighbours mostly came in one item
            m_item = row.item;
            m_spans.clear();
            const auto item = m_store.item(*row.item);
            Arena arena;
            if (const auto read = item ? m_reader.read(item->bytes, arena) : Result<Value>(Error{}))
                take(*read);
        }
        const auto found = m_spans.find(record.span);
        if (found == m_spans.end() || found->second.first != row.time->nanoseconds || found->second.second < found->second.first)
            return std::nullopt;
        return elapsed(found->second.first, found->second.second);
    }

private:
    /// An item is an export, or one resource of it.
    void take(const Value &value)
    {
        for (const std::string_view name : {"resourceSpans", "scopeSpans", "spans"}) {
            const Value *list = value.find(name);
            for (const Value &inner : list && list->isList() ? list->items() : std::span<const Value>())
                take(inner);
        }
        const auto id = value.findText("spanId");
        const auto begin = unixNano(value.find("startTimeUnixNano"));
        const auto end = unixNano(value.find("endTimeUnixNano"));
        if (id && begin && end)
            m_spans.emplace(*id, std::pair(*begin, *end));
    }

    const Store &m_store;
    std::optional<std::uint64_t> m_item;
    std::map<std::string, std::pair<std::int64_t, std::int64_t>, std::less<>> m_spans; ///< begin and end, by id
    JsonReader m_reader;
};

/// Where each record begins, and where it ended; where the source does not say, where the next one begins.
void place(SessionTrailData &trail)
{
    std::vector<TrailItem> &items = trail.items;
    std::int64_t first = INT64_MAX;
    std::int64_t last = INT64_MIN;
    for (const TrailItem &item : items) {
        if (!item.time) {
            ++trail.withoutTime;
            continue;
        }
        first = std::min(first, item.time->nanoseconds);
        last = std::max(last, item.time->nanoseconds + item.lastedNs.value_or(0));
        trail.withEnd += item.lastedNs.has_value();
    }
    trail.timed = first < last;
    if (!trail.timed) {
        for (std::size_t i = 0; i < items.size(); ++i) {
            items[i].begin = static_cast<double>(i) / static_cast<double>(items.size());
            items[i].end = static_cast<double>(i + 1) / static_cast<double>(items.size());
        }
        return;
    }
    std::vector<std::int64_t> times;
    for (const TrailItem &item : items) {
        if (item.time)
            times.push_back(item.time->nanoseconds);
    }
    std::ranges::sort(times);
    const auto at = [&](std::int64_t time) { return static_cast<double>(elapsed(first, time)) / static_cast<double>(elapsed(first, last)); };
    for (TrailItem &item : items) {
        if (!item.time)
            continue;
        const auto next = std::ranges::upper_bound(times, item.time->nanoseconds);
        item.begin = at(item.time->nanoseconds);
        item.end = item.lastedNs ? at(item.time->nanoseconds + *item.lastedNs) : next == times.end() ? 1.0 : at(*next);
        item.afterFirstMs = elapsed(first, item.time->nanoseconds) / 1'000'000;
    }
}

SessionAnswer readTrail(const Workspace &workspace, const QString &agent, const QString &session, const std::optional<QString> &deployment, const std::stop_token &stop)
{
    const Store &store = workspace.store();
    SessionAnswer answer;
    answer.data->agent = agent;
    answer.data->session = session;
    answer.data->deployment = deployment;
    const auto fail = [](const Error &error) {
        SessionAnswer failed;
        failed.error = error;
        return failed;
    };
    RowFilter filter;
    filter.agents = {agent.toStdString()};
    filter.sessions = {session.toStdString()};
    if (deployment)
        filter.deployments = {deployment->toStdString()};
    auto entries = store.select(filter, RowOrder::ArrivalAscending, stop);
    if (!entries)
        return fail(entries.error());
    if (entries->size() > trailLimit) {
        answer.data->leftOut = entries->size() - trailLimit;
        entries->resize(trailLimit);
    }
    const auto rows = store.rows(*entries);
    if (!rows)
        return fail(rows.error());
    const auto bodies = store.bodies(*entries);
    if (!bodies)
        return fail(bodies.error());
    const auto mask = RecordMask::of(workspace);
    if (!mask)
        return fail(mask.error());
    JsonReader reader;
    Arena arena;
    SpanLengths lengths(store);
    for (std::size_t i = 0; i < rows->size(); ++i) {
        if (stop.stop_requested())
            return answer; // nobody waits for it
        arena.reset();
        const std::string masked = mask->isOn() ? mask->mask((*bodies)[i]).json : std::string();
        const auto record = readRecord(mask->isOn() ? masked : (*bodies)[i], reader, arena);
        answer.data->items.push_back(itemOf((*rows)[i], record ? *record : Record()));
        if (record)
            answer.data->items.back().lastedNs = lengths.of((*rows)[i], *record);
    }
    nest(*rows, answer.data->items);
    place(*answer.data);
    return answer;
}

struct TrailWords
{
    Q_DECLARE_TR_FUNCTIONS(mandate::SessionTrail)
};

} // namespace

QString trailSentence(const SessionTrailData &trail)
{
    if (trail.items.empty())
        return TrailWords::tr("No record of this session was found.");
    QString said = trail.timed && trail.withEnd == trail.items.size() - trail.withoutTime
                       ? TrailWords::tr("Bars begin and end when the source says a record did.")
                   : trail.timed && trail.withEnd > 0
                       ? TrailWords::tr("Bars begin when the source says a record happened. %n of them end(s) when it says so, the others reach to the next record.", nullptr, static_cast<int>(trail.withEnd))
                   : trail.timed ? TrailWords::tr("Bars begin when the source says a record happened and reach to the next one: the source gives no ends.")
                               : TrailWords::tr("The source gives no times that tell the records apart. Bars show their order, not how long anything took.");
    if (trail.timed && trail.withoutTime > 0)
        said = TrailWords::tr("%1 %n record(s) have no time and no bar.", nullptr, static_cast<int>(trail.withoutTime)).arg(said);
    if (trail.leftOut > 0)
        said = TrailWords::tr("%1 The last %n record(s) of this session are not shown here; filter for the session to see them.", nullptr, static_cast<int>(trail.leftOut)).arg(said);
    return said;
}

struct SessionTrail::Private
{
    Private(SessionTrail *trail, std::shared_ptr<Workspace> w) : workspace(std::move(w)), question(trail) {}

    std::shared_ptr<Workspace> workspace;
    Question<SessionAnswer> question;
    std::shared_ptr<const SessionTrailData> data = std::make_shared<const SessionTrailData>();
};

SessionTrail::SessionTrail(std::shared_ptr<Workspace> workspace, QObject *parent)
    : QObject(parent),
      m(std::make_unique<Private>(this, std::move(workspace)))
{
}

SessionTrail::~SessionTrail() = default;

void SessionTrail::read(const QString &agent, const QString &session, const std::optional<QString> &deployment)
{
    m->question.ask([workspace = m->workspace, agent, session, deployment](std::stop_token stop) { return readTrail(*workspace, agent, session, deployment, stop); },
                    [this](SessionAnswer answer) {
                        if (answer.error) {
                            if (answer.error->kind != ErrorKind::Cancelled)
                                Q_EMIT troubled(troubleOf(*answer.error));
                            return;
                        }
                        m->data = std::move(answer.data);
                        Q_EMIT readingDone();
                    });
}

bool SessionTrail::isBusy() const
{
    return m->question.isOpen();
}
std::shared_ptr<const SessionTrailData> SessionTrail::data() const
{
    return m->data;
}

} // namespace mandate
