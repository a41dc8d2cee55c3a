// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/evidence/evidence_links.h"

#include <QSettings>
#include <QUrlQuery>

#include <algorithm>
#include <array>

namespace mandate::evidence_links {

namespace {

const std::array<QString, 5> tabNames{QStringLiteral("plain"), QStringLiteral("fields"), QStringLiteral("raw"), QStringLiteral("remarks"), QStringLiteral("custody")};

} // namespace

QString orderName(EvidenceModel::Order order)
{
    switch (order) {
    case EvidenceModel::Order::ArrivalAscending: return QStringLiteral("arrival");
    case EvidenceModel::Order::ArrivalDescending: return QStringLiteral("newest-arrival");
    case EvidenceModel::Order::TimeAscending: return QStringLiteral("time");
    case EvidenceModel::Order::TimeDescending: return QStringLiteral("newest-time");
    }
    return {};
}

EvidenceModel::Order orderOf(const QString &name)
{
    for (const auto order : {EvidenceModel::Order::ArrivalDescending, EvidenceModel::Order::TimeAscending, EvidenceModel::Order::TimeDescending}) {
        if (orderName(order) == name)
            return order;
    }
    return EvidenceModel::Order::ArrivalAscending;
}

QString orderKey()
{
    return QStringLiteral("columns/evidence/order");
}

EvidenceModel::Order keptOrder()
{
    return orderOf(QSettings().value(orderKey()).toString());
}

QString tabName(RecordInspector::Tab tab)
{
    return tabNames[static_cast<std::size_t>(tab)];
}

RecordInspector::Tab tabOf(const QString &name)
{
    const auto found = std::find(tabNames.begin(), tabNames.end(), name);
    return found == tabNames.end() ? RecordInspector::PlainTab : static_cast<RecordInspector::Tab>(found - tabNames.begin());
}

bool hasAround(const QList<FilterCondition> &conditions)
{
    return std::any_of(conditions.begin(), conditions.end(), [](const FilterCondition &one) { return one.field == FilterField::Around; });
}

QUrl link(const QList<FilterCondition> &conditions, std::optional<quint64> entry)
{
    QUrl out(QStringLiteral("mandate://evidence"));
    if (!conditions.isEmpty())
        out = with(out, QStringLiteral("filter"), filterText(conditions));
    if (entry)
        out = with(out, QStringLiteral("entry"), QString::number(*entry));
    return out;
}

QUrl with(const QUrl &link, const QString &name, const QString &value)
{
    QUrl out = link;
    QUrlQuery query(link);
    query.addQueryItem(name, QString::fromUtf8(QUrl::toPercentEncoding(value)));
    out.setQuery(query);
    return out;
}

QUrl without(const QUrl &link, const QStringList &names)
{
    QUrl out = link;
    QUrlQuery query(link);
    for (const QString &name : names)
        query.removeAllQueryItems(name);
    out.setQuery(query);
    return out;
}

} // namespace mandate::evidence_links
