// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/panel_text.h"

#include "models/base/instant.h"
#include "models/items/rate_model.h"
#include "models/items/text_safety.h"
#include "models/metrics/counted_entries.h"

#include <QLocale>
#include <QUrlQuery>

namespace mandate {

QString percentOf(double share, int digits)
{
    return PanelText::tr("%1\u00A0%").arg(QLocale().toString(100 * share, 'f', digits));
}

QString shareWords(std::uint64_t k, std::uint64_t n)
{
    return n == 0 ? QStringLiteral("–") : n < fewestForRate ? PanelText::tr("%1 of %2").arg(words::number(k), words::number(n)) : percentOf(static_cast<double>(k) / static_cast<double>(n));
}

QString agentName(const std::string &agent, const std::string &deployment)
{
    return deployment.empty() ? visibleLine(agent, 120) : PanelText::tr("%1 in %2").arg(visibleLine(agent, 120), visibleLine(deployment, 60));
}

QString agentName(const AgentBehaviour &agent)
{
    return agentName(agent.agent, agent.deployment);
}

QUrl FigureLinks::of(const std::string &agent, const std::string &deployment, const QString &query) const
{
    return link({{FilterField::Agent, QString::fromStdString(agent), false, false}, {FilterField::Deployment, QString::fromStdString(deployment), false, false}}, query);
}

QUrl FigureLinks::of(const std::string &agent, const QString &query) const
{
    return link(agent.empty() ? QList<FilterCondition>() : QList<FilterCondition>{{FilterField::Agent, QString::fromStdString(agent), false, false}}, query);
}

QString FigureLinks::within(const QString &query) const
{
    QString all = query;
    if (m_sinceNs)
        all += QStringLiteral(" and time>=") + QString::fromStdString(formatInstant(Instant{*m_sinceNs, true}));
    if (m_untilNs)
        all += QStringLiteral(" and time<") + QString::fromStdString(formatInstant(Instant{*m_untilNs, true}));
    return all;
}

QUrl FigureLinks::link(QList<FilterCondition> conditions, const QString &query) const
{
    for (const auto &[field, ns] : {std::pair(FilterField::Since, m_sinceNs), {FilterField::Until, m_untilNs}}) {
        if (ns)
            conditions.append({field, QString::fromStdString(formatInstant(Instant{*ns, true})), false, false});
    }
    conditions.append({FilterField::Query, query, false, false});
    QUrlQuery items;
    items.addQueryItem(QStringLiteral("filter"), QString::fromUtf8(QUrl::toPercentEncoding(filterText(conditions))));
    QUrl link(QStringLiteral("mandate://evidence"));
    link.setQuery(items);
    return link;
}

QString figureQuery(CountedSet figure)
{
    const std::string_view name = nameOf(figure);
    return QStringLiteral("figure:") + QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
}

QString nameQuery(const char *field, const std::string &name)
{
    QString quoted = QString::fromStdString(name);
    quoted.replace(u'\\', QStringLiteral("\\\\")).replace(u'"', QStringLiteral("\\\""));
    return QString::fromLatin1(field) + QStringLiteral(":\"") + quoted + u'"';
}

} // namespace mandate
