// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/metric_source_list.h"

#include "models/items/text_safety.h"
#include "models/items/trouble.h"
#include "models/items/workspace_lease.h"
#include "models/workspace/metric_sources.h"

#include <QLocale>

#include <algorithm>
#include <array>

namespace mandate {
namespace {

MetricSourceDraft draftOf(const MetricSource &source)
{
    MetricSourceDraft draft;
    draft.kind = source.kind;
    draft.auth = source.auth;
    draft.step = source.step == 0 ? QString() : QString::number(source.step);
    draft.timeFormat = toText(source.timeFormat);
    draft.utc = source.zone == "utc";
    for (const auto &[from, into] : {std::pair{&source.id, &draft.id},
                                     {&source.title, &draft.title},
                                     {&source.address, &draft.address},
                                     {&source.query, &draft.query},
                                     {&source.unit, &draft.unit},
                                     {&source.agent, &draft.agent},
                                     {&source.trustFile, &draft.trustFile},
                                     {&source.user, &draft.user},
                                     {&source.timeColumn, &draft.timeColumn},
                                     {&source.valueColumn, &draft.valueColumn}})
        *into = toText(*from);
    return draft;
}

MetricSource sourceOf(const MetricSourceDraft &draft)
{
    MetricSource source;
    source.kind = draft.kind;
    source.auth = draft.auth;
    bool whole = true;
    source.step = draft.step.trimmed().isEmpty() ? 0 : draft.step.trimmed().toLongLong(&whole);
    if (!whole)
        source.step = -1; // refused in words by who checks definitions
    for (const auto &[from, into] : {std::pair{&draft.id, &source.id},
                                     {&draft.title, &source.title},
                                     {&draft.address, &source.address},
                                     {&draft.query, &source.query},
                                     {&draft.unit, &source.unit},
                                     {&draft.agent, &source.agent},
                                     {&draft.trustFile, &source.trustFile}})
        *into = from->trimmed().toStdString();
    if (draft.auth == MetricAuth::Basic)
        source.user = draft.user.trimmed().toStdString();
    if (draft.kind == MetricSourceKind::Csv) {
        source.timeColumn = draft.timeColumn.trimmed().toStdString();
        source.valueColumn = draft.valueColumn.trimmed().toStdString();
        source.timeFormat = draft.timeFormat.toStdString();
        source.zone = draft.utc ? "utc" : "";
    }
    return source;
}

MetricRange lastSeconds(qint64 seconds)
{
    MetricRange range;
    range.until = systemNow();
    range.since = {range.until.nanoseconds - seconds * 1'000'000'000, true};
    return range;
}

StateWord notRead()
{
    return {MetricSourceList::tr("Not read yet"), Shape::Diamond, Tone::Neutral};
}

} // namespace

struct MetricSourceList::Loaded
{
    std::vector<MetricSourceItem> items;
    QString refusal;
};

MetricSourceList::MetricSourceList(std::shared_ptr<Workspace> workspace, QObject *parent)
    : QAbstractTableModel(parent), m_workspace(leaseOf(std::move(workspace))), m_listing(this), m_writing(this), m_asking(this), m_trying(this)
{
}

MetricSourceList *MetricSourceList::of(Session *session)
{
    if (!session)
        return nullptr;
    auto *list = session->findChild<MetricSourceList *>(QString(), Qt::FindDirectChildrenOnly);
    return list ? list : new MetricSourceList(session->workspace(), session);
}

QString MetricSourceList::nameOf(MetricSourceKind kind)
{
    switch (kind) {
    case MetricSourceKind::Prometheus: return tr("Prometheus server");
    case MetricSourceKind::OpenMetrics: return tr("OpenMetrics text");
    case MetricSourceKind::Csv: return tr("CSV");
    case MetricSourceKind::Otlp: return tr("OTLP metrics (JSON)");
    }
    return {};
}

StateWord MetricSourceList::stateOf(const MetricReading &reading)
{
    if (reading.problem)
        return {tr("Not readable"), Shape::Octagon, Tone::Critical};
    switch (reading.freshness()) {
    case Freshness::Healthy: return reading.holes().empty() ? StateWord{tr("Healthy"), Shape::Tick, Tone::Good} : StateWord{tr("Healthy, with holes"), Shape::Hatch, Tone::Warning};
    case Freshness::Idle: return {tr("Later than usual"), Shape::Glass, Tone::Warning};
    case Freshness::Stalled: return {tr("Stalled"), Shape::Glass, Tone::Warning};
    case Freshness::Unknown: break;
    }
    return {tr("Nothing known"), Shape::Diamond, Tone::Neutral};
}

QString MetricSourceList::number(double value)
{
    return QLocale().toString(value, 'g', 8);
}

QString MetricSourceList::valueOf(const MetricReading &reading)
{
    if (reading.problem || reading.series.empty())
        return tr("not known");
    if (reading.series.size() > 1)
        return tr("%Ln series", nullptr, static_cast<int>(reading.series.size()));
    const auto &points = reading.series.front().points;
    if (points.empty() || !points.back().value)
        return tr("not known");
    //: a number and its unit
    return reading.unit.empty() ? number(*points.back().value) : tr("%1 %2").arg(number(*points.back().value), visibleLine(reading.unit, 40));
}

QString MetricSourceList::sentences(const MetricReading &reading)
{
    if (reading.problem)
        return tr("%1 %2 %3 (%4)").arg(visibleLine(reading.problem->happened, 500), visibleLine(reading.problem->unaffected, 300), visibleLine(reading.problem->remedy, 300), toText(reading.problem->code));
    QStringList said;
    //: %1 what was asked, such as a query with its range
    said << tr("Asked: %1.").arg(visibleLine(reading.asked, 600));
    const auto through = reading.completeThrough();
    said << (through ? tr("Complete through %1.").arg(words::time(through)) : tr("Complete through nothing: it begins with a hole."));
    if (const auto holes = reading.holes(); holes.empty())
        said << tr("No hole in this time.");
    else
        said << tr("%Ln hole(s); of these times nothing is known. The newest is from %1 to %2.", nullptr, static_cast<int>(holes.size())).arg(words::time(holes.back().from), words::time(holes.back().until));
    if (const auto seen = reading.lastSeen())
        said << tr("Last seen %1.").arg(words::time(seen));
    for (const std::string &warning : reading.warnings)
        said << tr("Warning: %1").arg(visibleLine(warning, 500));
    said << tr("Read at %1.").arg(words::time(reading.at));
    return said.join(QLatin1Char(' '));
}

QString MetricSourceList::words() const
{
    if (m_items.empty())
        return tr("No metrics source yet: add figures that another system measures, to see them beside the evidence.");
    int healthy = 0, partly = 0, bad = 0;
    for (const MetricSourceItem &item : m_items) {
        healthy += item.read && stateOf(*item.read).tone == Tone::Good;
        partly += item.read && stateOf(*item.read).tone == Tone::Warning;
        bad += item.read && !item.read->lastSeen();
    }
    const QString all = tr("%Ln metrics source(s)", nullptr, static_cast<int>(m_items.size()));
    if (healthy + partly + bad == 0)
        //: %1 is "2 metrics sources"
        return tr("%1, not read yet.").arg(all);
    //: %1 is "2 metrics sources", %2 to %4 numbers
    return tr("%1: %2 healthy, %3 late or with holes, %4 of which nothing is known.").arg(all).arg(healthy).arg(partly).arg(bad);
}

int MetricSourceList::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_items.size());
}

int MetricSourceList::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

const MetricSourceItem *MetricSourceList::item(int row) const
{
    return row >= 0 && row < rowCount() ? &m_items[static_cast<std::size_t>(row)] : nullptr;
}

int MetricSourceList::rowOf(const QString &id) const
{
    const auto found = std::ranges::find(m_items, id, [](const MetricSourceItem &item) { return item.source.id; });
    return found == m_items.end() ? -1 : static_cast<int>(found - m_items.begin());
}

QVariant MetricSourceList::data(const QModelIndex &index, int role) const
{
    const MetricSourceItem *source = index.isValid() ? item(index.row()) : nullptr;
    if (!source)
        return {};
    const StateWord state = source->reading ? StateWord{tr("Reading"), Shape::Glass, Tone::Info} : source->read ? stateOf(*source->read) : notRead();
    const auto text = [&]() -> QString {
        switch (index.column()) {
        case Name: return visibleLine(source->source.title.isEmpty() ? source->source.id : source->source.title, 80);
        case State: return state.text;
        case Value: return source->read ? valueOf(*source->read) : tr("not known");
        case CompleteThrough: {
            const auto through = source->read ? source->read->completeThrough() : std::nullopt;
            return through ? words::time(through) : tr("not known");
        }
        case Kind: return nameOf(source->source.kind);
        case Agent: return source->source.agent.isEmpty() ? tr("none in particular") : visibleLine(source->source.agent, 80);
        default: return {};
        }
    };
    switch (role) {
    case Qt::DisplayRole: return text();
    case Qt::ToolTipRole: return plainToolTip(index.column() == State && source->read ? sentences(*source->read) : text());
    case Qt::AccessibleTextRole:
        if (index.column() == Name)
            //: read aloud for a row: %1 a metrics source, %2 its state, %3 its newest value
            return tr("%1, %2, %3").arg(text(), state.text, source->read ? valueOf(*source->read) : tr("not known"));
        return text();
    case StateRole: return index.column() == State ? QVariant::fromValue(state) : QVariant();
    case SortRole: return text();
    case IdRole: return source->source.id;
    default: return {};
    }
}

QVariant MetricSourceList::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name: return tr("Metrics source");
    case State: return tr("State");
    case Value: return tr("Newest value");
    case CompleteThrough: return tr("Complete through");
    case Kind: return tr("Kind");
    case Agent: return tr("Agent");
    default: return {};
    }
}

void MetricSourceList::refresh()
{
    m_listing.ask(
        [workspace = m_workspace](const std::stop_token &) {
            auto loaded = std::make_shared<Loaded>();
            const MetricSources sources(*workspace);
            for (const MetricSourceStatement &statement : sources.list())
                loaded->items.push_back({draftOf(statement.source), visibleLine(words::person(statement.by)), statement.at, false, {}});
            if (const auto refusal = sources.refusal())
                loaded->refusal = visibleLine(refusal->happened + ' ' + refusal->remedy, 400);
            return loaded;
        },
        [this](const std::shared_ptr<Loaded> &loaded) { take(*loaded); });
}

void MetricSourceList::take(const Loaded &loaded)
{
    std::vector<MetricSourceItem> items = loaded.items;
    for (MetricSourceItem &item : items) {
        const int row = rowOf(item.source.id);
        if (row >= 0 && m_items[static_cast<std::size_t>(row)].source == item.source) {
            item.read = m_items[static_cast<std::size_t>(row)].read;
            item.reading = m_items[static_cast<std::size_t>(row)].reading;
        }
    }
    beginResetModel();
    m_items = std::move(items);
    m_refusal = loaded.refusal;
    endResetModel();
    Q_EMIT refreshed();
}

void MetricSourceList::write(std::function<std::optional<Error>(Workspace &)> work, std::function<void()> then)
{
    if (m_writing.isOpen())
        return;
    m_writing.ask([workspace = m_workspace, work = std::move(work)](const std::stop_token &) { return work(*workspace); },
                  [this, then = std::move(then)](const std::optional<Error> &error) {
                      if (error)
                          Q_EMIT refused(troubleOf(*error));
                      else
                          then();
                      refresh();
                  });
}

void MetricSourceList::save(const MetricSourceDraft &draft, const QString &secret)
{
    write(
        [source = sourceOf(draft), secret = secret.toStdString()](Workspace &workspace) -> std::optional<Error> {
            const auto set = MetricSources(workspace).set(source, secret.empty() || source.auth == MetricAuth::None ? std::nullopt : std::optional(secret));
            return set ? std::nullopt : std::optional(set.error());
        },
        [this, id = draft.id.trimmed()] { Q_EMIT saved(id); });
}

void MetricSourceList::remove(const QString &id)
{
    write(
        [name = id.toStdString()](Workspace &workspace) -> std::optional<Error> {
            const auto gone = MetricSources(workspace).remove(name, {});
            return gone ? std::nullopt : std::optional(gone.error());
        },
        [this, id] { Q_EMIT removed(id); });
}

void MetricSourceList::read(const QString &id, qint64 seconds)
{
    if (rowOf(id) < 0)
        return;
    std::erase_if(m_waiting, [&](const auto &waiting) { return waiting.first == id; });
    m_waiting.emplace_back(id, seconds);
    readNext();
}

void MetricSourceList::readAll(qint64 seconds)
{
    for (const MetricSourceItem &item : m_items)
        m_waiting.emplace_back(item.source.id, seconds);
    readNext();
}

void MetricSourceList::readNext()
{
    if (m_asking.isOpen() || m_waiting.empty())
        return;
    const auto [id, seconds] = m_waiting.front();
    m_waiting.erase(m_waiting.begin());
    const int row = rowOf(id);
    if (row < 0) {
        readNext();
        return;
    }
    MetricSourceItem &item = m_items[static_cast<std::size_t>(row)];
    item.reading = true;
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
    m_asking.ask(
        [workspace = m_workspace, source = sourceOf(item.source), range = lastSeconds(seconds)](const std::stop_token &stop) -> MetricReadingPointer {
            return std::make_shared<const MetricReading>(MetricSources(*workspace).tryOut(source, std::nullopt, range, stop));
        },
        [this, id = id](const MetricReadingPointer &reading) {
            if (const int at = rowOf(id); at >= 0) {
                MetricSourceItem &known = m_items[static_cast<std::size_t>(at)];
                known.reading = false;
                known.read = reading;
                Q_EMIT dataChanged(index(at, 0), index(at, ColumnCount - 1));
                Q_EMIT wasRead(id);
            }
            readNext();
        });
}

void MetricSourceList::tryOut(const MetricSourceDraft &draft, const QString &secret, qint64 seconds)
{
    m_trying.ask(
        [workspace = m_workspace, source = sourceOf(draft), secret = secret.toStdString(), range = lastSeconds(seconds)](const std::stop_token &stop) -> MetricReadingPointer {
            return std::make_shared<const MetricReading>(MetricSources(*workspace).tryOut(source, secret.empty() ? std::nullopt : std::optional(secret), range, stop));
        },
        [this](const MetricReadingPointer &reading) { Q_EMIT tried(reading); });
}

} // namespace mandate
