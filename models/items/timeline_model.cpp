// SPDX-License-Identifier: GPL-3.0-or-later
// The timeline of one session as a table.
#include "models/items/incident_model.h"
#include "models/items/text_safety.h"

#include <QUrlQuery>

namespace mandate {

namespace {

QString cellText(const TimelineItem &item, int column)
{
    switch (column) {
    case TimelineModel::MarkColumn: return item.number;
    case TimelineModel::TimeColumn: return item.time;
    case TimelineModel::ActorColumn: return item.actor;
    case TimelineModel::DidColumn: return item.did;
    case TimelineModel::VerdictColumn:
        //: a verdict and the clause that decided it
        return item.clause.isEmpty() ? item.verdict.text : TimelineModel::tr("%1 · %2").arg(item.verdict.text, item.clause);
    case TimelineModel::OutcomeColumn: return item.outcome.text;
    default: return {};
    }
}

QString rowSentence(const TimelineItem &item)
{
    if (item.kind != RecordKind::Action)
        return TimelineModel::tr("Record %1, %2: %3").arg(item.number, item.time, item.did);
    return item.offending ? TimelineModel::tr("Part of this incident. Record %1, %2, %3 did %4. %5, %6.")
                                .arg(item.number, item.time, item.actor, item.did, item.verdict.text, item.outcome.text)
                          : TimelineModel::tr("Record %1, %2, %3 did %4. %5, %6.")
                                .arg(item.number, item.time, item.actor, item.did, item.verdict.text, item.outcome.text);
}

} // namespace

QString TimelineModel::mark(const TimelineItem &item) const
{
    //: a record that is pinned to a claim; %1 its number
    return m_pinned.contains(item.entry) ? tr("%1 · pinned").arg(item.number) : item.number;
}

void TimelineModel::setPinned(const QList<quint64> &entries)
{
    m_pinned = entries;
    if (!m_items.empty())
        Q_EMIT dataChanged(index(0, MarkColumn), index(rowCount() - 1, MarkColumn));
}

void TimelineModel::setItems(std::vector<TimelineItem> items)
{
    beginResetModel();
    m_items = std::move(items);
    endResetModel();
}

int TimelineModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_items.size());
}
int TimelineModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant TimelineModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const TimelineItem &item = m_items[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole: return index.column() == MarkColumn ? mark(item) : cellText(item, index.column());
    case Qt::AccessibleTextRole: {
        if (index.column() == MarkColumn)
            return m_pinned.contains(item.entry) ? tr("Pinned. %1").arg(rowSentence(item)) : rowSentence(item);
        const QString text = cellText(item, index.column());
        //: a column's heading and the cell's text
        return tr("%1: %2").arg(headerData(index.column(), Qt::Horizontal).toString(), text.isEmpty() ? tr("none") : text);
    }
    case Qt::ToolTipRole: return plainToolTip(cellText(item, index.column()));
    case StateRole:
        if (index.column() == MarkColumn && item.offending)
            return QVariant::fromValue(StateWord{mark(item), Shape::Octagon, Tone::Critical});
        if (index.column() == MarkColumn && m_pinned.contains(item.entry))
            return QVariant::fromValue(StateWord{mark(item), Shape::Disc, Tone::Info});
        if (index.column() == VerdictColumn && !item.verdict.text.isEmpty())
            return QVariant::fromValue(StateWord{cellText(item, VerdictColumn), item.verdict.shape, item.verdict.tone});
        if (index.column() == OutcomeColumn && !item.outcome.text.isEmpty())
            return QVariant::fromValue(item.outcome);
        return {};
    case LinkRole: {
        QUrl link(QStringLiteral("mandate://evidence"));
        QUrlQuery query;
        query.addQueryItem(QStringLiteral("entry"), QString::number(item.entry));
        link.setQuery(query);
        return link;
    }
    case SortRole: return QVariant::fromValue<quint64>(item.entry);
    case EntryRole:
    case IdRole: return QVariant::fromValue<quint64>(item.entry);
    case OffendingRole: return item.offending;
    default: return {};
    }
}

QVariant TimelineModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case MarkColumn: return tr("No.");
    case TimeColumn: return tr("Time");
    case ActorColumn: return tr("Actor");
    case DidColumn: return tr("Did");
    case VerdictColumn: return tr("Verdict");
    case OutcomeColumn: return tr("Outcome");
    default: return {};
    }
}

int TimelineModel::firstOffending() const
{
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        if (m_items[i].offending)
            return static_cast<int>(i);
    }
    return -1;
}

} // namespace mandate
