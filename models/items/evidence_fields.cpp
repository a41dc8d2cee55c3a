// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/evidence_fields.h"

#include "models/items/evidence_lists.h"
#include "models/items/question.h"
#include "models/items/text_safety.h"
#include "models/items/trouble.h"

#include <QLocale>

#include <algorithm>
#include <array>

namespace mandate {

namespace {

constexpr std::array shownFields{FilterField::Verdict, FilterField::Outcome, FilterField::Agent, FilterField::Tool,   FilterField::Clause, FilterField::Session,
                                 FilterField::Deployment, FilterField::Kind, FilterField::Role,  FilterField::Source, FilterField::Format};

struct FieldTallies
{
    std::vector<FieldTally> fields;
    quint64 matching = 0;
    std::optional<Error> error;
};

FieldTally tallyOf(FilterField field, std::vector<Tally> counted)
{
    FieldTally tally;
    tally.field = field;
    std::erase_if(counted, [&](const Tally &one) {
        if (one.key.front().empty())
            tally.missing += one.count;
        return one.key.front().empty();
    });
    std::ranges::stable_sort(counted, std::ranges::greater(), &Tally::count); // equal counts stay in the order of their names
    for (std::size_t i = 0; i < counted.size(); ++i) {
        if (i < EvidenceFieldsModel::topValues) {
            tally.top.push_back({QString::fromStdString(counted[i].key.front()), counted[i].count});
        } else {
            ++tally.otherValues;
            tally.others += counted[i].count;
        }
    }
    return tally;
}

FieldTallies readTallies(const EvidenceSource &source, const QList<FilterCondition> &conditions, const std::stop_token &stop)
{
    FieldTallies tallies;
    const auto fail = [](const Error &error) {
        FieldTallies failed;
        failed.error = error;
        return failed;
    };
    const auto asked = filterOf(source, conditions, stop);
    if (!asked)
        return fail(asked.error());
    for (const FilterField field : shownFields)
        tallies.fields.push_back(tallyOf(field, {}));
    if (!*asked)
        return tallies;
    RowFilter filter = **asked;
    if (!filter.where.empty() || !filter.text.empty()) { // what costs is asked once, not once a field
        auto entries = source.store->select(filter, RowOrder::ArrivalAscending, stop);
        if (!entries)
            return fail(entries.error());
        filter = RowFilter();
        filter.where.push_back({EntryIn{std::make_shared<const std::vector<EntryNumber>>(std::move(entries).value())}});
    }
    for (std::size_t i = 0; i < shownFields.size(); ++i) {
        auto counted = source.store->tally(filter, std::array{*dimensionOf(shownFields[i])}, stop);
        if (!counted)
            return fail(counted.error());
        if (i == 0) {
            for (const Tally &one : *counted)
                tallies.matching += one.count;
        }
        tallies.fields[i] = tallyOf(shownFields[i], std::move(counted).value());
    }
    return tallies;
}

/// Rows below a field: its values, then "other", then "missing".
int rowsOf(const FieldTally &tally)
{
    return static_cast<int>(tally.top.size()) + (tally.otherValues > 0 ? 1 : 0) + (tally.missing > 0 ? 1 : 0);
}

QString valueText(FilterField field, const QString &value)
{
    const std::string name = value.toStdString();
    if (field == FilterField::Verdict) {
        if (const auto verdict = verdictOf(name))
            return words::of(*verdict).text;
    } else if (field == FilterField::Outcome) {
        if (const auto outcome = outcomeOf(name))
            return words::of(*outcome).text;
    } else if (field == FilterField::Kind) {
        if (const auto kind = recordKindOf(name))
            return words::name(*kind);
    } else if (field == FilterField::Role) {
        if (const auto role = roleOf(name))
            return words::name(*role);
    } else if (field == FilterField::Format) {
        return visibleLine(words::format(value), 120);
    }
    return visibleLine(value, 120);
}

} // namespace

struct EvidenceFieldsModel::Private
{
    Private(EvidenceFieldsModel *model, std::shared_ptr<Workspace> workspace) : q(model), source(evidenceSourceOf(std::move(workspace))), question(model)
    {
        for (const FilterField field : shownFields)
            tallies.fields.push_back(tallyOf(field, {}));
    }

    struct Line
    {
        QString text;
        QString condition;
        quint64 count = 0;
        std::optional<StateWord> state;
        bool isValue = true;
    };

    [[nodiscard]] Line line(const FieldTally &tally, int row) const
    {
        const auto tops = static_cast<int>(tally.top.size());
        if (row < tops) {
            const FieldTally::Value &value = tally.top[static_cast<std::size_t>(row)];
            Line line{valueText(tally.field, value.value), conditionOf(tally.field, value.value), value.count, {}, true};
            if (tally.field == FilterField::Verdict) {
                if (const auto verdict = verdictOf(value.value.toStdString()))
                    line.state = words::of(*verdict);
            } else if (tally.field == FilterField::Outcome) {
                if (const auto outcome = outcomeOf(value.value.toStdString()))
                    line.state = words::of(*outcome);
            }
            return line;
        }
        if (row == tops && tally.otherValues > 0)
            return {tr("%n other value(s)", nullptr, static_cast<int>(std::min<quint64>(tally.otherValues, INT_MAX))), {}, tally.others, {}, false};
        return {tr("missing"), conditionOf(tally.field, {}), tally.missing, {}, false};
    }

    [[nodiscard]] QString countText(quint64 count) const
    {
        if (tallies.matching == 0)
            return words::number(count);
        const double share = 100.0 * static_cast<double>(count) / static_cast<double>(tallies.matching);
        const QString percent = share > 0 && share < 1 ? tr("<1 %") : tr("%1 %").arg(QLocale().toString(static_cast<int>(share + 0.5)));
        //: how many records have a value, and their share of all that match
        return tr("%1 · %2").arg(words::number(count), percent);
    }

    EvidenceFieldsModel *q;
    EvidenceSource source;
    Question<FieldTallies> question;
    FieldTallies tallies;
};

EvidenceFieldsModel::EvidenceFieldsModel(std::shared_ptr<Workspace> workspace, QObject *parent)
    : QAbstractItemModel(parent),
      m(std::make_unique<Private>(this, std::move(workspace)))
{
}

EvidenceFieldsModel::~EvidenceFieldsModel() = default;

void EvidenceFieldsModel::read(const QList<FilterCondition> &conditions)
{
    m->question.ask([source = m->source, conditions](std::stop_token stop) { return readTallies(source, conditions, stop); },
                    [this](FieldTallies answer) {
                        if (answer.error) {
                            if (answer.error->kind != ErrorKind::Cancelled)
                                Q_EMIT troubled(troubleOf(*answer.error));
                        } else {
                            // Fields stay where they are, so that what is open stays open: only the values below them are new.
                            for (std::size_t i = 0; i < shownFields.size(); ++i) {
                                const QModelIndex parent = index(static_cast<int>(i), ValueColumn);
                                if (const int before = rowsOf(m->tallies.fields[i]); before > 0) {
                                    beginRemoveRows(parent, 0, before - 1);
                                    m->tallies.fields[i] = tallyOf(shownFields[i], {});
                                    endRemoveRows();
                                }
                                if (const int now = rowsOf(answer.fields[i]); now > 0) {
                                    beginInsertRows(parent, 0, now - 1);
                                    m->tallies.fields[i] = std::move(answer.fields[i]);
                                    endInsertRows();
                                }
                            }
                            m->tallies.matching = answer.matching;
                            Q_EMIT dataChanged(index(0, ValueColumn), index(rowCount() - 1, CountColumn));
                            for (int i = 0; i < rowCount(); ++i) { // shares are of another whole
                                const QModelIndex parent = index(i, ValueColumn);
                                if (const int rows = rowCount(parent); rows > 0)
                                    Q_EMIT dataChanged(index(0, ValueColumn, parent), index(rows - 1, CountColumn, parent));
                            }
                        }
                        Q_EMIT busyChanged(false);
                    });
    Q_EMIT busyChanged(true);
}

void EvidenceFieldsModel::stop()
{
    if (!m->question.isOpen())
        return;
    m->question.forget();
    Q_EMIT busyChanged(false);
}

bool EvidenceFieldsModel::isBusy() const
{
    return m->question.isOpen();
}
quint64 EvidenceFieldsModel::matching() const
{
    return m->tallies.matching;
}
const std::vector<FieldTally> &EvidenceFieldsModel::tallies() const
{
    return m->tallies.fields;
}

/// The id of a value is its field's row + 1; of a field, 0.
QModelIndex EvidenceFieldsModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? static_cast<quintptr>(parent.row() + 1) : quintptr(0));
}

QModelIndex EvidenceFieldsModel::parent(const QModelIndex &index) const
{
    return index.isValid() && index.internalId() > 0 ? createIndex(static_cast<int>(index.internalId()) - 1, ValueColumn, quintptr(0)) : QModelIndex();
}

int EvidenceFieldsModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return static_cast<int>(shownFields.size());
    return parent.internalId() == 0 && parent.column() == ValueColumn ? rowsOf(m->tallies.fields[static_cast<std::size_t>(parent.row())]) : 0;
}

int EvidenceFieldsModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QVariant EvidenceFieldsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const bool isField = index.internalId() == 0;
    const FieldTally &tally = m->tallies.fields[isField ? static_cast<std::size_t>(index.row()) : index.internalId() - 1];
    if (role == FieldRole)
        return fieldName(tally.field);
    if (role == Qt::TextAlignmentRole)
        return index.column() == CountColumn ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    if (isField) {
        const QString name = fieldWords(tally.field);
        const quint64 values = tally.top.size() + tally.otherValues;
        if (role == Qt::AccessibleTextRole)
            return tr("%1: %n value(s)", nullptr, static_cast<int>(std::min<quint64>(values, INT_MAX))).arg(name);
        if (role == Qt::DisplayRole)
            return index.column() == ValueColumn ? name : words::number(values);
        return {};
    }
    const Private::Line line = m->line(tally, index.row());
    switch (role) {
    case Qt::DisplayRole: return index.column() == ValueColumn ? line.text : m->countText(line.count);
    case Qt::ToolTipRole: return plainToolTip(line.text);
    case Qt::AccessibleTextRole:
        //: a field, one of its values, how many records have it, of how many
        return tr("%1 %2: %3 of %4 records").arg(fieldWords(tally.field), line.text, words::number(line.count), words::number(m->tallies.matching));
    case ConditionRole: return line.condition;
    case StateRole: return index.column() == ValueColumn && line.state ? QVariant::fromValue(*line.state) : QVariant();
    default: return {};
    }
}

QVariant EvidenceFieldsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == ValueColumn ? tr("Value") : tr("Records");
}

} // namespace mandate
