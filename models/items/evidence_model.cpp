// SPDX-License-Identifier: GPL-3.0-or-later
// The row list, its pages, and the questions that fill them. What a cell says is evidence_cells.cpp.
#include "models/items/evidence_model.h"

#include "models/items/evidence_cells.h"
#include "models/items/evidence_copy.h"
#include "models/items/evidence_lists.h"
#include "models/items/question.h"
#include "models/items/trouble.h"

#include <QTimer>

#include <algorithm>
#include <iterator>
#include <list>
#include <span>
#include <unordered_map>

namespace mandate {

namespace {

constexpr int pagesInFlight = 2;
constexpr std::size_t pagesWanted = 8; // what a fast scroll left behind is not read

struct Page
{
    int number = 0;
    std::size_t asked = 0;
    std::vector<EvidenceRow> rows;
    std::optional<Error> error;
};

RowOrder rowOrderOf(EvidenceModel::Order order)
{
    switch (order) {
    case EvidenceModel::Order::ArrivalAscending: return RowOrder::ArrivalAscending;
    case EvidenceModel::Order::ArrivalDescending: return RowOrder::ArrivalDescending;
    case EvidenceModel::Order::TimeAscending: return RowOrder::TimeAscending;
    case EvidenceModel::Order::TimeDescending: return RowOrder::TimeDescending;
    }
    return RowOrder::ArrivalAscending;
}

} // namespace

struct EvidenceModel::Private
{
    Private(EvidenceModel *model, EvidenceSource s) : q(model), source(std::move(s)), list(model), summary(model), naming(model), copying(model)
    {
        for (int i = 0; i < pagesInFlight; ++i)
            pages.push_back(std::make_unique<Question<Page>>(model));
        soon.setSingleShot(true);
        soon.setInterval(150);
        QObject::connect(&soon, &QTimer::timeout, model, [this] {
            ask(false);
            askNames();
        });
    }

    EvidenceModel *q;
    EvidenceSource source;
    QList<FilterCondition> conditions;
    Order order = Order::ArrivalAscending;
    QList<FilterCondition> shownConditions; ///< of the rows that are there
    Order shownOrder = Order::ArrivalAscending;
    bool searching = false; ///< the question is another than theirs

    std::vector<EntryNumber> entries;
    std::vector<int> violations;
    std::vector<int> starred;
    std::vector<int> gaps;
    std::shared_ptr<const MarkedRecords> marks;
    std::uint64_t total = 0;
    std::vector<EvidenceBin> bins;
    std::uint64_t withoutTime = 0;
    std::array<std::uint64_t, verdictCount> byVerdict{};
    KnownNames names;

    Question<RowList> list;
    Question<RowSummary> summary;
    Question<KnownNames> naming;
    Question<Page> copying;
    std::vector<std::unique_ptr<Question<Page>>> pages;
    QTimer soon;
    bool wasBusy = false;

    // Pages that were read, the last used first; and those a view waits for, the newest wish first.
    struct Cached
    {
        std::vector<EvidenceRow> rows;
        std::list<int>::iterator used;
    };
    std::unordered_map<int, Cached> cache;
    std::list<int> used;
    std::list<int> wanted;
    std::list<int> reading;
    bool fetchPlanned = false;

    [[nodiscard]] bool busy() const
    {
        return list.isOpen() || summary.isOpen() || naming.isOpen() || soon.isActive() || fetchPlanned || !reading.empty() || !wanted.empty();
    }
    void tellBusy()
    {
        if (busy() == wasBusy)
            return;
        wasBusy = !wasBusy;
        Q_EMIT q->busyChanged(wasBusy);
    }
    void tell(const Error &error)
    {
        if (error.kind != ErrorKind::Cancelled)
            Q_EMIT q->troubled(troubleOf(error));
    }

    void dropPages()
    {
        for (const auto &page : pages)
            page->forget();
        cache.clear();
        used.clear();
        wanted.clear();
        reading.clear();
    }

    /// `anew`: the question changed, so that nothing shown can stay.
    void ask(bool anew)
    {
        soon.stop();
        searching = searching || anew;
        const auto key = conditions;
        list.ask([source = source, key, o = rowOrderOf(order)](std::stop_token stop) { return readRowList(source, key, o, stop); },
                 [this, anew = searching](RowList answer) { take(std::move(answer), anew); });
        summary.ask([source = source, key, o = rowOrderOf(order)](std::stop_token stop) { return readRowSummary(source, key, o, stop); },
                    [this](RowSummary answer) { take(std::move(answer)); });
        tellBusy();
    }

    /// Other than rows and figures, names change only with the ledger.
    void askNames()
    {
        naming.ask([source = source](std::stop_token stop) { return readKnownNames(source, stop); },
                   [this](KnownNames answer) {
                       names = std::move(answer);
                       Q_EMIT q->namesChanged();
                       tellBusy();
                   });
        tellBusy();
    }

    void take(RowList answer, bool anew)
    {
        if (answer.error) {
            tell(*answer.error);
            tellBusy();
            return;
        }
        total = answer.total;
        searching = false;
        shownConditions = conditions;
        shownOrder = order;
        const bool grew = !anew && answer.entries.size() >= entries.size() && std::equal(entries.begin(), entries.end(), answer.entries.begin());
        if (grew && answer.entries.size() > entries.size()) {
            const int first = static_cast<int>(entries.size());
            forgetPage(first / pageSize); // the last page was not full
            q->beginInsertRows({}, first, static_cast<int>(answer.entries.size()) - 1);
            entries = std::move(answer.entries);
            q->endInsertRows();
        } else if (!grew) {
            q->beginResetModel();
            dropPages();
            entries = std::move(answer.entries);
            q->endResetModel();
        }
        violations = std::move(answer.violations);
        starred = std::move(answer.starred);
        const bool marksMoved = !marks || *marks != *answer.marks;
        marks = std::move(answer.marks);
        if (marksMoved && !entries.empty())
            Q_EMIT q->dataChanged(q->index(0, MarksColumn), q->index(q->rowCount() - 1, MarksColumn));
        Q_EMIT q->countsChanged();
        tellBusy();
    }

    void take(RowSummary answer)
    {
        if (answer.error) {
            tell(*answer.error);
        } else {
            bins = std::move(answer.bins);
            withoutTime = answer.withoutTime;
            byVerdict = answer.byVerdict;
            gaps = std::move(answer.gaps);
            Q_EMIT q->histogramChanged();
        }
        tellBusy();
    }

    void forgetPage(int page)
    {
        const auto found = cache.find(page);
        if (found == cache.end())
            return;
        used.erase(found->second.used);
        cache.erase(found);
    }

    const EvidenceRow *row(int row)
    {
        const int page = row / pageSize;
        const auto found = cache.find(page);
        if (found != cache.end()) {
            used.splice(used.begin(), used, found->second.used);
            const auto at = static_cast<std::size_t>(row % pageSize);
            return at < found->second.rows.size() ? &found->second.rows[at] : nullptr;
        }
        want(page);
        return nullptr;
    }

    void want(int page)
    {
        if (std::find(reading.begin(), reading.end(), page) != reading.end())
            return;
        wanted.remove(page);
        wanted.push_front(page);
        while (wanted.size() > pagesWanted)
            wanted.pop_back();
        if (fetchPlanned)
            return;
        fetchPlanned = true; // painting asks; reading starts after it
        QMetaObject::invokeMethod(
            q,
            [this] {
                fetchPlanned = false;
                fetch();
            },
            Qt::QueuedConnection);
    }

    void fetch()
    {
        for (const auto &question : pages) {
            if (wanted.empty())
                break;
            if (question->isOpen())
                continue;
            const int page = wanted.front();
            wanted.pop_front();
            const auto first = static_cast<std::size_t>(page) * pageSize;
            if (first >= entries.size())
                continue;
            const auto count = std::min<std::size_t>(pageSize, entries.size() - first);
            std::vector<EntryNumber> asked(entries.begin() + static_cast<std::ptrdiff_t>(first),
                                           entries.begin() + static_cast<std::ptrdiff_t>(first + count));
            reading.push_back(page);
            question->ask(
                [source = source, page, asked = std::move(asked)](std::stop_token) {
                    const auto mask = source.mask();
                    auto rows = mask ? readEvidenceRows(*source.store, asked, *mask) : mask.error();
                    return rows ? Page{page, asked.size(), std::move(rows).value(), std::nullopt} : Page{page, asked.size(), {}, rows.error()};
                },
                [this](Page answer) { take(std::move(answer)); });
        }
        tellBusy();
    }

    void take(Page answer)
    {
        reading.remove(answer.number);
        const auto begin = static_cast<std::size_t>(answer.number) * pageSize;
        if (answer.error) {
            tell(*answer.error);
        } else if (begin < entries.size() && answer.asked < std::min<std::size_t>(pageSize, entries.size() - begin)) {
            want(answer.number); // rows were added to it meanwhile
        } else {
            while (cache.size() >= cachedPages) {
                cache.erase(used.back());
                used.pop_back();
            }
            forgetPage(answer.number);
            used.push_front(answer.number);
            const int first = answer.number * pageSize;
            const int last = std::min(first + static_cast<int>(answer.rows.size()), static_cast<int>(entries.size())) - 1;
            cache.emplace(answer.number, Cached{std::move(answer.rows), used.begin()});
            if (last >= first)
                Q_EMIT q->dataChanged(q->index(first, 0), q->index(last, ColumnCount - 1));
        }
        fetch();
    }
};

EvidenceModel::EvidenceModel(std::shared_ptr<const Store> store, QObject *parent)
    : QAbstractTableModel(parent),
      m(std::make_unique<Private>(this, [&store] {
          EvidenceSource source;
          source.store = std::move(store);
          return source;
      }()))
{
    m->ask(true);
    m->askNames();
}

EvidenceModel::EvidenceModel(const std::shared_ptr<Workspace> &workspace, QObject *parent)
    : QAbstractTableModel(parent),
      m(std::make_unique<Private>(this, evidenceSourceOf(workspace)))
{
    m->ask(true);
    m->askNames();
}

EvidenceModel::~EvidenceModel() = default;

int EvidenceModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(std::min<std::size_t>(m->entries.size(), std::numeric_limits<int>::max()));
}

int EvidenceModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant EvidenceModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const EntryNumber entry = m->entries[static_cast<std::size_t>(index.row())];
    const EvidenceRow *row = m->row(index.row());
    if (role == EntryRole || role == IdRole)
        return QVariant::fromValue<quint64>(entry);
    if (role == ReadyRole)
        return row != nullptr;
    if (index.column() == MarksColumn)
        return marksCell(marksOf(entry), role);
    if (row == nullptr)
        return evidenceCellUnread(entry, index.column(), role);
    return evidenceCell(*row, index.column(), role);
}

QVariant EvidenceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal)
        return evidenceHeader(section, role);
    return role == Qt::DisplayRole ? QVariant(section + 1) : QVariant();
}

void EvidenceModel::sort(int column, Qt::SortOrder order)
{
    const bool ascending = order == Qt::AscendingOrder;
    if (column == NumberColumn)
        setOrder(ascending ? Order::ArrivalAscending : Order::ArrivalDescending);
    else if (column == TimeColumn)
        setOrder(ascending ? Order::TimeAscending : Order::TimeDescending);
}

void EvidenceModel::setConditions(const QList<FilterCondition> &conditions)
{
    if (conditions == m->conditions)
        return;
    m->conditions = conditions;
    m->ask(true);
}

const QList<FilterCondition> &EvidenceModel::conditions() const
{
    return m->conditions;
}

void EvidenceModel::setOrder(Order order)
{
    if (order == m->order)
        return;
    m->order = order;
    m->ask(true);
}

EvidenceModel::Order EvidenceModel::order() const
{
    return m->order;
}

quint64 EvidenceModel::shown() const
{
    return m->entries.size();
}
quint64 EvidenceModel::total() const
{
    return m->total;
}

QString EvidenceModel::countWords() const
{
    //: status line of the Evidence table: %1 rows match the filter, %2 records are in the workspace
    return tr("%1 of %2 shown").arg(words::number(shown()), words::number(total()));
}

bool EvidenceModel::isBusy() const
{
    return m->busy();
}

bool EvidenceModel::isSearching() const
{
    return m->searching && m->list.isOpen();
}

void EvidenceModel::stop()
{
    if (!isSearching())
        return;
    m->searching = false;
    m->conditions = m->shownConditions;
    m->order = m->shownOrder;
    m->ask(false); // what is shown stays; its figures are counted again
    Q_EMIT countsChanged();
}

std::optional<quint64> EvidenceModel::entryAt(int row) const
{
    if (row < 0 || static_cast<std::size_t>(row) >= m->entries.size())
        return std::nullopt;
    return m->entries[static_cast<std::size_t>(row)];
}

int EvidenceModel::rowOf(quint64 entry) const
{
    const auto found = m->order == Order::ArrivalAscending ? std::lower_bound(m->entries.begin(), m->entries.end(), entry)
                                                           : std::find(m->entries.begin(), m->entries.end(), entry);
    return found != m->entries.end() && *found == entry ? static_cast<int>(found - m->entries.begin()) : -1;
}

const EvidenceRow *EvidenceModel::rowAt(int row) const
{
    return row < 0 || row >= rowCount() ? nullptr : m->row(row);
}

const std::vector<int> &EvidenceModel::violations() const
{
    return m->violations;
}

const std::vector<EvidenceBin> &EvidenceModel::histogram() const
{
    return m->bins;
}
quint64 EvidenceModel::withoutTime() const
{
    return m->withoutTime;
}
quint64 EvidenceModel::count(Verdict verdict) const
{
    return m->byVerdict[static_cast<std::size_t>(verdict)];
}
const KnownNames &EvidenceModel::knownNames() const
{
    return m->names;
}

const std::vector<int> &EvidenceModel::starred() const
{
    return m->starred;
}
const std::vector<int> &EvidenceModel::gaps() const
{
    return m->gaps;
}
bool EvidenceModel::hasMarks() const
{
    return m->marks && !m->marks->empty();
}
const RecordMarks *EvidenceModel::marksOf(quint64 entry) const
{
    if (!m->marks)
        return nullptr;
    const auto found = m->marks->find(entry);
    return found == m->marks->end() ? nullptr : &found->second;
}

void EvidenceModel::copy(const QList<int> &rows, CopyFormat format)
{
    std::vector<EvidenceRow> read;
    std::vector<EntryNumber> asked;
    bool all = true;
    for (const int row : rows) {
        const auto entry = entryAt(row);
        if (!entry)
            continue;
        asked.push_back(*entry);
        const auto page = m->cache.find(row / pageSize);
        const auto at = static_cast<std::size_t>(row % pageSize);
        all = all && page != m->cache.end() && at < page->second.rows.size();
        if (all)
            read.push_back(page->second.rows[at]);
    }
    const auto tell = [this, format](const std::vector<EvidenceRow> &ready) { Q_EMIT copied(copiedRows(ready, format), static_cast<int>(ready.size())); };
    if (all)
        return tell(read);
    m->copying.ask(
        [source = m->source, asked = std::move(asked)](std::stop_token stop) {
            Page copy;
            const auto mask = source.mask();
            if (!mask) {
                copy.error = mask.error();
                return copy;
            }
            constexpr std::size_t atOnce = 1024;
            for (std::size_t begin = 0; begin < asked.size() && !stop.stop_requested(); begin += atOnce) {
                auto some = readEvidenceRows(*source.store, std::span(asked).subspan(begin, std::min(atOnce, asked.size() - begin)), *mask);
                if (!some) {
                    copy.error = some.error();
                    break;
                }
                std::ranges::move(*some, std::back_inserter(copy.rows));
            }
            return copy;
        },
        [this, tell](Page copy) {
            if (copy.error)
                m->tell(*copy.error);
            else
                tell(copy.rows);
        });
}

void EvidenceModel::refresh()
{
    if (!m->soon.isActive()) // an import tells many times a second
        m->soon.start();
    m->tellBusy();
}

void EvidenceModel::reload()
{
    m->dropPages();
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    refresh();
}

} // namespace mandate
