// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/compared_runs.h"

#include "models/items/text_safety.h"
#include "models/items/words.h"

#include <QCoreApplication>
#include <QUrlQuery>

namespace mandate {

namespace {

struct RunsText
{
    Q_DECLARE_TR_FUNCTIONS(ComparedRuns)
};

void addToLink(QUrlQuery &query, const QString &key, const QString &value)
{
    if (!value.isEmpty())
        query.addQueryItem(key, QString::fromUtf8(QUrl::toPercentEncoding(value)));
}

QString linkTime(const QDateTime &time)
{
    return time.isValid() ? time.toUTC().toString(Qt::ISODate) : QString();
}

} // namespace

QString ComparedRuns::toLink() const
{
    QUrlQuery query;
    addToLink(query, QStringLiteral("baseline"), baseline);
    addToLink(query, QStringLiteral("agent"), agent);
    addToLink(query, QStringLiteral("deployment"), deployment);
    addToLink(query, QStringLiteral("since"), linkTime(since));
    addToLink(query, QStringLiteral("until"), linkTime(until));
    return query.query(QUrl::FullyEncoded);
}

ComparedRuns ComparedRuns::fromLink(const QString &text)
{
    const QUrlQuery query(text);
    const auto value = [&query](const QString &key) { return query.queryItemValue(key, QUrl::FullyDecoded); };
    const auto time = [&value](const QString &key) {
        const QDateTime read = QDateTime::fromString(value(key), Qt::ISODate);
        return read.isValid() ? read.toUTC() : QDateTime();
    };
    if (const QString baseline = value(QStringLiteral("baseline")); !baseline.isEmpty())
        return {baseline, {}, {}, {}, {}};
    return {{}, value(QStringLiteral("agent")), value(QStringLiteral("deployment")), time(QStringLiteral("since")), time(QStringLiteral("until"))};
}

QString ComparedRuns::words() const
{
    if (!baseline.isEmpty())
        return RunsText::tr("Baseline %1").arg(visibleLine(baseline, 80));
    const QString who =
        deployment.isEmpty() ? visibleLine(agent, 120) : RunsText::tr("%1 in %2").arg(visibleLine(agent, 120), visibleLine(deployment, 60));
    if (since.isValid() && until.isValid())
        return RunsText::tr("%1, from %2 until %3").arg(who, words::time(words::instantOf(since)), words::time(words::instantOf(until)));
    if (since.isValid())
        return RunsText::tr("%1, from %2").arg(who, words::time(words::instantOf(since)));
    return until.isValid() ? RunsText::tr("%1, until %2").arg(who, words::time(words::instantOf(until))) : who;
}

QUrl ComparedRuns::records(const QList<std::pair<QString, QString>> &narrowed) const
{
    if (agent.isEmpty())
        return {};
    QUrlQuery query;
    addToLink(query, QStringLiteral("agent"), agent);
    addToLink(query, QStringLiteral("deployment"), deployment);
    addToLink(query, QStringLiteral("since"), linkTime(since));
    addToLink(query, QStringLiteral("until"), linkTime(until));
    for (const auto &[key, value] : narrowed)
        addToLink(query, key, value);
    QUrl link(QStringLiteral("mandate://evidence"));
    link.setQuery(query);
    return link;
}

QUrl comparisonLink(const ComparedRuns &before, const ComparedRuns &after)
{
    QUrlQuery query;
    addToLink(query, QStringLiteral("tab"), QStringLiteral("changed"));
    addToLink(query, QStringLiteral("before"), before.toLink());
    addToLink(query, QStringLiteral("after"), after.toLink());
    QUrl link(QStringLiteral("mandate://metrics"));
    link.setQuery(query);
    return link;
}

} // namespace mandate
