// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/panel_text.h"

#include "models/items/rate_model.h"
#include "models/items/text_safety.h"

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

QUrl recordsLink(const std::string &agent, std::initializer_list<std::pair<QString, QString>> items)
{
    QUrlQuery query;
    const auto add = [&query](const QString &key, const QString &value) { query.addQueryItem(key, QString::fromUtf8(QUrl::toPercentEncoding(value))); };
    if (!agent.empty())
        add(QStringLiteral("agent"), QString::fromStdString(agent));
    for (const auto &[key, value] : items)
        add(key, value);
    QUrl link(QStringLiteral("mandate://evidence"));
    link.setQuery(query);
    return link;
}

} // namespace mandate
