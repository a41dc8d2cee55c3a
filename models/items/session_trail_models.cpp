// SPDX-License-Identifier: GPL-3.0-or-later
// A session as a list and as a tree.
#include "models/items/session_trail.h"
#include "models/items/text_safety.h"

#include <QLocale>

#include <algorithm>
#include <climits>

namespace mandate {

namespace {

QString timeWords(const SessionTrailData &trail, const TrailItem &item)
{
    if (!item.time)
        return ConversationModel::tr("no time");
    if (!trail.timed)
        return shortTime(item.time);
    const double seconds = static_cast<double>(item.afterFirstMs) / 1000.0;
    //: seconds since the first record of a session
    return ConversationModel::tr("+%1 s").arg(QLocale().toString(seconds, 'f', seconds < 100 ? 1 : 0));
}

/// The whole turn as text: for screen readers and the clipboard.
QString turnText(const TrailItem &item)
{
    QStringList parts;
    if (!item.said.isEmpty())
        //: who said it, and what
        parts.append(ConversationModel::tr("%1: “%2”").arg(item.who, item.said));
    if (!item.call.isEmpty()) {
        parts.append(ConversationModel::tr("%1 asked the tool %2.").arg(item.who, item.call));
        if (!item.verdict.text.isEmpty()) // whoever labels a session is not told
            parts.append(item.clause.isEmpty() ? ConversationModel::tr("Verdict: %1.").arg(item.verdict.text)
                                               : ConversationModel::tr("Verdict: %1 by clause %2.").arg(item.verdict.text, item.clause));
        parts.append(item.result.isEmpty() ? ConversationModel::tr("Outcome: %1.").arg(item.outcome.text)
                                           : ConversationModel::tr("Outcome: %1. It returned: “%2”").arg(item.outcome.text, item.result));
    }
    if (item.cutOff > 0)
        parts.append(ConversationModel::tr("%n more character(s): open the record to read them.", nullptr, static_cast<int>(std::min<quint64>(item.cutOff, INT_MAX))));
    return parts.join(u'\n');
}

QVariant shared(const TrailItem &item, int role)
{
    switch (role) {
    case TrailEntryRole:
    case IdRole: return QVariant::fromValue<quint64>(item.entry);
    case TrailItemRole: return QVariant::fromValue(const_cast<void *>(static_cast<const void *>(&item)));
    case TrailBeginRole: return item.begin;
    case TrailEndRole: return item.end;
    case TrailActionRole: return item.kind == RecordKind::Action;
    default: return {};
    }
}

QString firstLine(const TrailItem &item)
{
    if (!item.call.isEmpty())
        return visibleLine(item.call, 240);
    //: who said it, and what
    return ConversationModel::tr("%1: “%2”").arg(item.who, visibleLine(item.said, 240));
}

} // namespace

void ConversationModel::setTrail(std::shared_ptr<const SessionTrailData> trail)
{
    beginResetModel();
    m_trail = std::move(trail);
    endResetModel();
}

int ConversationModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_trail ? 0 : static_cast<int>(m_trail->items.size());
}

QVariant ConversationModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const TrailItem &item = m_trail->items[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole: return turnText(item);
    case Qt::AccessibleTextRole: return tr("Record %1, %2. %3").arg(words::number(item.entry), words::time(item.time), turnText(item));
    case Qt::StatusTipRole:
        //: over a turn of a conversation: number of the record, and when
        return tr("No. %1 · %2").arg(words::number(item.entry), item.time ? words::time(item.time) : tr("no time"));
    case StateRole: return item.call.isEmpty() || item.verdict.text.isEmpty() ? QVariant() : QVariant::fromValue(item.verdict);
    default: return shared(item, role);
    }
}

void WaterfallModel::setTrail(std::shared_ptr<const SessionTrailData> trail)
{
    beginResetModel();
    m_trail = std::move(trail);
    const std::size_t count = m_trail ? m_trail->items.size() : 0;
    m_children.assign(count + 1, {});
    m_rows.assign(count, 0);
    for (std::size_t i = 0; i < count; ++i) {
        const int parent = m_trail->items[i].parent;
        auto &siblings = m_children[parent < 0 ? count : static_cast<std::size_t>(parent)];
        m_rows[i] = static_cast<int>(siblings.size());
        siblings.push_back(static_cast<int>(i));
    }
    endResetModel();
}

QModelIndex WaterfallModel::indexOf(int item) const
{
    return item >= 0 && static_cast<std::size_t>(item) < m_rows.size() ? createIndex(m_rows[static_cast<std::size_t>(item)], DidColumn, static_cast<quintptr>(item)) : QModelIndex();
}

int WaterfallModel::itemOf(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<int>(index.internalId()) : -1;
}

QModelIndex WaterfallModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    const std::size_t of = parent.isValid() ? static_cast<std::size_t>(parent.internalId()) : m_children.size() - 1;
    return createIndex(row, column, static_cast<quintptr>(m_children[of][static_cast<std::size_t>(row)]));
}

QModelIndex WaterfallModel::parent(const QModelIndex &index) const
{
    return index.isValid() ? indexOf(m_trail->items[index.internalId()].parent) : QModelIndex();
}

int WaterfallModel::rowCount(const QModelIndex &parent) const
{
    if (m_children.empty() || parent.column() > DidColumn)
        return 0;
    return static_cast<int>(m_children[parent.isValid() ? static_cast<std::size_t>(parent.internalId()) : m_children.size() - 1].size());
}

int WaterfallModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QVariant WaterfallModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const TrailItem &item = m_trail->items[index.internalId()];
    const bool action = !item.call.isEmpty();
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case DidColumn: return firstLine(item);
        case VerdictColumn: return action ? item.verdict.text : QString();
        case StartColumn: return timeWords(*m_trail, item);
        default: return {};
        }
    case Qt::ToolTipRole: return plainToolTip(firstLine(item));
    case StateRole: return action && index.column() == VerdictColumn ? QVariant::fromValue(item.verdict) : QVariant();
    case Qt::AccessibleTextRole:
        switch (index.column()) {
        case DidColumn: return tr("Record %1, %2").arg(words::number(item.entry), firstLine(item));
        case VerdictColumn: return action ? tr("Verdict: %1").arg(item.verdict.text) : tr("No verdict: this is no action");
        case StartColumn: return tr("Start: %1").arg(words::time(item.time));
        default: break;
        }
        if (!m_trail->timed)
            return tr("Number %1 of %2 in the order of the session").arg(words::number(index.internalId() + 1), words::number(m_trail->items.size()));
        if (item.time && item.lastedNs)
            return tr("Begins at %1 % of the session, lasts %L2 ms").arg(qRound(item.begin * 100)).arg(static_cast<double>(*item.lastedNs) / 1e6, 0, 'g', 4);
        return item.time ? tr("Begins at %1 % of the session, the next record at %2 %").arg(qRound(item.begin * 100)).arg(qRound(item.end * 100)) : tr("No time, no bar");
    default: return shared(item, role);
    }
}

QVariant WaterfallModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case DidColumn: return tr("Record");
    case VerdictColumn: return tr("Verdict");
    case StartColumn: return tr("Start");
    case BarColumn: return m_trail && m_trail->timed ? tr("Time") : tr("Order");
    default: return {};
    }
}

} // namespace mandate
