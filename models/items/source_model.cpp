// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/source_model.h"

#include "models/items/coverage_words.h"
#include "models/items/question.h"
#include "models/items/seal_words.h"
#include "models/items/session.h"
#include "models/items/text_safety.h"
#include "models/items/trouble.h"
#include "models/items/workspace_lease.h"
#include "models/workspace/source_coverage.h"
#include "models/workspace/workspace.h"

#include <QFutureWatcher>
#include <QtConcurrentRun>

#include <limits>
#include <map>
#include <variant>

namespace mandate {
namespace {

struct Everything
{
    std::vector<SourceItem> sources;
    std::vector<QuarantinedItem> quarantined;
    quint64 records = 0;
    QString expectingRefusal;
};
using Loaded = std::variant<Everything, Error>;

Loaded load(const Workspace &workspace)
{
    Result<WorkspaceStats> stats = workspace.stats();
    if (!stats)
        return stats.error();
    Result<std::vector<Workspace::Quarantined>> quarantined = workspace.quarantined();
    if (!quarantined)
        return quarantined.error();
    Result<std::vector<SourceSeals>> seals = workspace.seals();
    if (!seals)
        return seals.error();
    std::map<std::pair<std::string, std::string>, const SourceSeals *> sealed;
    for (const SourceSeals &source : *seals)
        sealed[{source.source, source.format}] = &source;
    const SourceWatch watch(workspace);
    const auto covered = watch.report();
    if (!covered)
        return covered.error();
    Everything all;
    all.records = stats->records;
    if (const auto refusal = watch.refusal())
        all.expectingRefusal = toText(refusal->happened) + u' ' + toText(refusal->remedy);
    std::map<std::string, quint64> bad;
    for (const Workspace::Quarantined &item : *quarantined) {
        ++bad[std::string(sourceShown(item.source))];
        all.quarantined.push_back(
            {item.entry, visibleLine(item.source), visibleLine(item.reason, 1000), visibleLine(item.remedy, 1000), item.offset});
    }
    for (const WorkspaceStats::Source &source : stats->sources) {
        const auto found = bad.find(source.name);
        SourceItem item;
        item.name = source.name == telemetrySource ? SourceModel::tr("Telemetry that the gateway received") : visibleLine(source.name);
        item.known = toText(source.name);
        item.format = words::format(visibleLine(source.format));
        item.records = source.records;
        item.calls = source.calls;
        item.quarantined = found == bad.end() ? 0 : found->second;
        item.first = source.first;
        item.last = source.last;
        if (const auto own = std::ranges::find(covered->sources, source.name, &SourceCoverage::source); own != covered->sources.end()) {
            item.state = words::of(*own);
            item.coverage = words::coverage(*own, *covered);
            item.expectedBy = toText(own->expectedBy);
            const auto binding = std::ranges::find(covered->expected, own->expectedBy, [](const ExpectedSource &one) { return one.expectation.source; });
            if (!own->expectedBy.empty() && binding != covered->expected.end())
                item.expectedSeconds = binding->expectation.everySeconds;
        }
        all.sources.push_back(std::move(item));
        if (const auto own = sealed.find({source.name, source.format}); own != sealed.end()) {
            all.sources.back().seals = words::of(*own->second);
            QStringList gaps;
            for (const std::string &gap : own->second->gaps)
                gaps.append(visibleLine(gap, 300));
            all.sources.back().sealGaps = gaps.join(u'\n');
        }
        if (found != bad.end())
            bad.erase(found);
    }
    for (const auto &[name, count] : bad) { // sources of which nothing could be read
        SourceItem item;
        item.name = visibleLine(name);
        item.known = toText(name);
        item.quarantined = count;
        item.state = {SourceModel::tr("Not readable"), Shape::Triangle, Tone::Warning};
        item.coverage = SourceModel::tr("Nothing of it could be read: it covers nothing.");
        all.sources.push_back(std::move(item));
    }
    return all;
}

QVariant rightAligned()
{
    return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
}

bool isNumber(int column)
{
    return column == SourceModel::Records || column == SourceModel::Calls;
}

qlonglong sortable(const std::optional<Instant> &instant)
{
    return instant ? static_cast<qlonglong>(instant->nanoseconds) : std::numeric_limits<qlonglong>::min();
}

} // namespace

struct SourceModel::Private
{
    std::shared_ptr<Workspace> workspace;
    Everything all;
    QuarantineModel *quarantine = nullptr;
    QFutureWatcher<Loaded> watcher;
    bool again = false;
    std::unique_ptr<Question<std::optional<Error>>> saying;
};

SourceModel::SourceModel(std::shared_ptr<Workspace> workspace, QObject *parent) : QAbstractTableModel(parent), m(std::make_unique<Private>())
{
    m->workspace = std::move(workspace);
    m->quarantine = new QuarantineModel(this);
    m->saying = std::make_unique<Question<std::optional<Error>>>(this);
    connect(&m->watcher, &QFutureWatcherBase::finished, this, [this] {
        if (m->again) {
            m->again = false;
            start();
            return;
        }
        Loaded loaded = m->watcher.result();
        if (const Error *error = std::get_if<Error>(&loaded)) {
            Q_EMIT troubled(troubleOf(*error));
        } else {
            beginResetModel();
            m->all = std::get<Everything>(std::move(loaded));
            endResetModel();
            m->quarantine->setItems(m->all.quarantined);
        }
        Q_EMIT busyChanged(false);
        Q_EMIT refreshed();
    });
    connect(m->workspace.get(), &Workspace::ledgerGrew, this, &SourceModel::refresh);
    refresh();
}

SourceModel::~SourceModel()
{
    m->watcher.disconnect(this); // the reading goes on for itself and is dropped
}

SourceModel *SourceModel::of(Session *session)
{
    if (!session)
        return nullptr;
    auto *model = session->findChild<SourceModel *>(QString(), Qt::FindDirectChildrenOnly);
    return model ? model : new SourceModel(session->workspace(), session);
}

int SourceModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m->all.sources.size());
}

int SourceModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

QString SourceModel::text(const SourceItem &source, int column) const
{
    switch (column) {
    case Name: return source.name;
    case State: return source.state.text;
    case Format: return source.format.isEmpty() ? tr("not recognised") : source.format;
    case Records: return words::number(source.records);
    case Calls: return words::number(source.calls);
    case First: return words::day(source.first);
    case Last: return words::day(source.last);
    case Seals: return source.seals.text;
    case Quarantined: return source.quarantined == 0 ? tr("none") : tr("%Ln item(s)", nullptr, static_cast<int>(source.quarantined));
    default: return {};
    }
}

QVariant SourceModel::data(const QModelIndex &index, int role) const
{
    const SourceItem *source = index.isValid() ? item(index.row()) : nullptr;
    if (!source)
        return {};
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return text(*source, column);
    case Qt::ToolTipRole:
        if (column == Seals && !source->sealGaps.isEmpty())
            return plainToolTip(text(*source, column) + u'\n' + source->sealGaps);
        if (column == State)
            return plainToolTip(source->coverage);
        return plainToolTip(text(*source, column));
    case Qt::AccessibleTextRole:
        if (column == Name)
            //: read aloud for a row: %1 source, %2 whether it is late, %3 format, %4 number of records, %5 quarantined items such as "2 items", %6 what it seals itself
            return tr("%1, %2, %3, %4 records, quarantined: %5, seals of the source: %6")
                .arg(source->name, source->state.text, text(*source, Format), words::number(source->records), text(*source, Quarantined), source->seals.text);
        return text(*source, column);
    case Qt::TextAlignmentRole: return isNumber(column) ? rightAligned() : QVariant();
    case StateRole:
        if (column == State)
            return QVariant::fromValue(source->state);
        if (column == Seals && !source->seals.text.isEmpty())
            return QVariant::fromValue(source->seals);
        if (column == Quarantined)
            return QVariant::fromValue(source->quarantined == 0 ? StateWord{text(*source, column), Shape::Tick, Tone::Good}
                                                                : StateWord{text(*source, column), Shape::Triangle, Tone::Warning});
        return {};
    case SortRole:
        switch (column) {
        case Records: return static_cast<qulonglong>(source->records);
        case Calls: return static_cast<qulonglong>(source->calls);
        case Quarantined: return static_cast<qulonglong>(source->quarantined);
        case First: return sortable(source->first);
        case Last: return sortable(source->last);
        default: return text(*source, column);
        }
    case IdRole: return source->name;
    default: return {};
    }
}

QVariant SourceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return isNumber(section) ? rightAligned() : QVariant();
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name: return tr("Source");
    case State: return tr("State");
    case Format: return tr("Format");
    case Records: return tr("Records");
    case Calls: return tr("Calls");
    case First: return tr("First day");
    case Last: return tr("Last day");
    case Seals: return tr("Source's own seals");
    case Quarantined: return tr("Quarantined");
    default: return {};
    }
}

const SourceItem *SourceModel::item(int row) const
{
    return row >= 0 && row < rowCount() ? &m->all.sources[static_cast<std::size_t>(row)] : nullptr;
}

QuarantineModel *SourceModel::quarantine() const
{
    return m->quarantine;
}

quint64 SourceModel::records() const
{
    return m->all.records;
}

bool SourceModel::isBusy() const
{
    return m->watcher.isRunning() || m->again;
}

void SourceModel::refresh()
{
    if (m->watcher.isRunning()) {
        m->again = true;
        return;
    }
    Q_EMIT busyChanged(true);
    start();
}

void SourceModel::start()
{
    m->watcher.setFuture(QtConcurrent::run([workspace = leaseOf(m->workspace)] { return load(*workspace); }));
}

QString SourceModel::expectingRefusal() const
{
    return m->all.expectingRefusal;
}

void SourceModel::expect(const QString &source, qint64 everySeconds, const QString &reason)
{
    say(source, everySeconds, reason);
}

void SourceModel::expectNoLonger(const QString &source, const QString &reason)
{
    say(source, std::nullopt, reason);
}

void SourceModel::say(const QString &source, std::optional<qint64> everySeconds, const QString &reason)
{
    if (m->saying->isOpen())
        return;
    m->saying->ask(
        [workspace = leaseOf(m->workspace), source = source.trimmed().toStdString(), everySeconds, reason = reason.trimmed().toStdString()](const std::stop_token &) -> std::optional<Error> {
            const auto said = SourceWatch::expect(*workspace, source, everySeconds, reason);
            return said ? std::nullopt : std::optional(said.error());
        },
        [this](const std::optional<Error> &error) {
            if (error)
                Q_EMIT refused(troubleOf(*error));
            else
                Q_EMIT expected();
        });
}

void QuarantineModel::setItems(std::vector<QuarantinedItem> items)
{
    beginResetModel();
    m_items = std::move(items);
    endResetModel();
}

int QuarantineModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_items.size());
}

int QuarantineModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

QString QuarantineModel::text(const QuarantinedItem &item, int column) const
{
    switch (column) {
    case Source: return item.source;
    //: position in a file
    case Place: return tr("byte %1").arg(words::number(item.offset));
    case Reason: return item.reason;
    case Remedy: return item.remedy;
    default: return {};
    }
}

QVariant QuarantineModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const QuarantinedItem &item = m_items[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole: return text(item, index.column());
    case Qt::ToolTipRole: return plainToolTip(text(item, index.column()));
    case Qt::AccessibleTextRole:
        if (index.column() == Source)
            //: read aloud for a row: %1 source, %2 why the item was quarantined
            return tr("%1, quarantined: %2").arg(item.source, item.reason);
        return text(item, index.column());
    case IdRole: return item.entry;
    default: return {};
    }
}

QVariant QuarantineModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Source: return tr("Source");
    case Place: return tr("Place");
    case Reason: return tr("Why it was set aside");
    case Remedy: return tr("What to do");
    default: return {};
    }
}

} // namespace mandate
