// SPDX-License-Identifier: GPL-3.0-or-later
// What the filter bar offers while somebody types: fields, the comparisons a field takes, and values that the workspace knows. Reads nothing itself.
#include "models/items/evidence_query.h"
#include "models/items/text_safety.h"

#include <algorithm>

namespace mandate {

namespace {

/// Start of the term that the cursor is in: the last blank outside quotation marks before it.
qsizetype termBegin(const QString &text, qsizetype cursor)
{
    qsizetype begin = 0;
    bool inQuotes = false;
    for (qsizetype i = 0; i < cursor; ++i) {
        if (text.at(i) == u'"' && (i == 0 || text.at(i - 1) != u'\\'))
            inQuotes = !inQuotes;
        else if (text.at(i).isSpace() && !inQuotes)
            begin = i + 1;
    }
    return begin;
}

qsizetype termEnd(const QString &text, qsizetype cursor)
{
    while (cursor < text.size() && !text.at(cursor).isSpace() && text.at(cursor) != u')')
        ++cursor;
    return cursor;
}

/// The field whose list of values the cursor stands in: verdict of "verdict:(prohibited, nee"; empty outside of one.
QString fieldOfList(const QString &text, qsizetype cursor)
{
    qsizetype open = -1;
    bool inQuotes = false;
    QList<qsizetype> brackets;
    for (qsizetype i = 0; i < cursor; ++i) {
        const QChar c = text.at(i);
        if (c == u'"' && (i == 0 || text.at(i - 1) != u'\\'))
            inQuotes = !inQuotes;
        else if (!inQuotes && c == u'(')
            brackets.append(i);
        else if (!inQuotes && c == u')' && !brackets.isEmpty())
            brackets.removeLast();
    }
    if (!brackets.isEmpty())
        open = brackets.last();
    if (open < 1 || text.at(open - 1) != u':')
        return {};
    qsizetype begin = open - 1;
    while (begin > 0 && (text.at(begin - 1).isLetter() || text.at(begin - 1) == u'_'))
        --begin;
    const QString name = text.mid(begin, open - 1 - begin).toLower();
    return name == QLatin1String("where") || name == QLatin1String("same_session") ? QString() : name;
}

bool isOrdered(const QString &field)
{
    return field == QLatin1String("time") || field == QLatin1String("no") || field == QLatin1String("message");
}

QStringList fieldCandidates(const QString &typed, const QString &prefix, const KnownNames &known)
{
    QStringList candidates;
    for (const QString &name : allFieldNames()) {
        if (name.startsWith(typed, Qt::CaseInsensitive))
            candidates.append(prefix + name + (name == QLatin1String("where") ? QStringLiteral(":(") : QStringLiteral(":")));
    }
    for (const std::string_view name : queryFields()) { // those that only queries have
        const QString field = toText(name);
        if (fieldOf(field) || !field.startsWith(typed, Qt::CaseInsensitive))
            continue;
        if (!typed.isEmpty() && isOrdered(field)) { // the comparisons it takes
            for (const QLatin1String sign : {QLatin1String(":"), QLatin1String(">="), QLatin1String("<"), QLatin1String("<="), QLatin1String(">")})
                candidates.append(prefix + field + sign);
            continue;
        }
        candidates.append(prefix + field + (field.endsWith(u'.') ? QString() : field == QLatin1String("same_session") ? QStringLiteral(":(") : QStringLiteral(":")));
    }
    for (const QString &argument : known.value(FilterField::Query)) {
        if (typed.isEmpty() || !argument.startsWith(typed, Qt::CaseInsensitive) || !typed.startsWith(QLatin1String("args."), Qt::CaseInsensitive))
            continue;
        for (const QLatin1String sign : {QLatin1String(":"), QLatin1String(">"), QLatin1String("<")})
            candidates.append(prefix + argument + sign);
    }
    if (!typed.isEmpty() && prefix.isEmpty()) {
        for (const QLatin1String word : {QLatin1String("and"), QLatin1String("or"), QLatin1String("not")}) {
            if (QString(word).startsWith(typed, Qt::CaseInsensitive))
                candidates.append(word);
        }
    }
    return candidates;
}

/// Values that begin with what was typed come first, then those that hold it.
template<typename Write>
QStringList valueCandidates(const QStringList &values, const QString &typed, qsizetype limit, const Write &write)
{
    QStringList first;
    QStringList second;
    for (const QString &value : values) {
        if (value.isEmpty())
            continue;
        QStringList *into = value.startsWith(typed, Qt::CaseInsensitive) ? &first : value.contains(typed, Qt::CaseInsensitive) ? &second : nullptr;
        if (into != nullptr && into->size() < limit)
            into->append(write(value));
        if (first.size() >= limit)
            break;
    }
    first += second;
    return first.mid(0, limit);
}

/// What a field may be compared with, as far as it is known; for fields of both languages.
QStringList valuesOf(const QString &name, const KnownNames &known)
{
    if (const auto field = fieldOf(name)) {
        const QStringList fixed = fixedValues(*field);
        return fixed.isEmpty() ? known.value(*field) : fixed;
    }
    if (name == QLatin1String("finding") || name == QLatin1String("undecided"))
        return known.value(FilterField::Clause);
    if (name == QLatin1String("star"))
        return {QStringLiteral("yes")};
    if (name == QLatin1String("tag"))
        return known.value(FilterField::Text);
    if (name == QLatin1String("time"))
        return {QStringLiteral("today"), QStringLiteral("yesterday"), QStringLiteral("-1h..now"), QStringLiteral("-24h..now"), QStringLiteral("-7d..now"), QStringLiteral("-4w..now")};
    QStringList values;
    for (const std::string_view value : queryValues(name.toStdString()))
        values.append(toText(value));
    return values;
}

/// As a query writes it.
QString inQuery(const QString &value)
{
    const bool plain = !value.isEmpty() && std::none_of(value.begin(), value.end(), [](QChar c) { return c.isSpace() || QStringLiteral("\"(),\\*").contains(c); });
    if (plain)
        return value;
    QString out = value;
    out.replace(u'\\', QStringLiteral("\\\\")).replace(u'"', QStringLiteral("\\\""));
    return u'"' + out + u'"';
}

} // namespace

FilterCompletion completeFilter(const QString &text, qsizetype cursor, const KnownNames &known, qsizetype limit)
{
    cursor = std::clamp<qsizetype>(cursor, 0, text.size());
    qsizetype begin = termBegin(text, cursor);
    for (qsizetype i = begin; i < cursor && text.at(i) != u'"'; ++i) { // where:(tool:… and verdict:(a,b: behind the last bracket or comma
        if (text.at(i) == u'(' || text.at(i) == u',')
            begin = i + 1;
    }
    const qsizetype end = termEnd(text, cursor);
    QString typed = text.mid(begin, cursor - begin);
    FilterCompletion completion{begin, end - begin, {}};
    if (const QString list = fieldOfList(text, cursor); !list.isEmpty()) {
        typed.remove(u'"');
        completion.candidates = valueCandidates(valuesOf(list, known), typed, limit, inQuery);
        return completion;
    }
    const bool excluded = typed.startsWith(u'-');
    const QString prefix = excluded ? QStringLiteral("-") : QString();
    if (excluded)
        typed.remove(0, 1);
    if (typed.startsWith(u'"'))
        return completion; // a phrase is the person's own words
    const qsizetype colon = typed.indexOf(u':');
    if (colon < 0) {
        completion.candidates = fieldCandidates(typed, prefix, known).mid(0, limit);
        return completion;
    }
    const QString name = typed.left(colon).toLower();
    QString value = typed.mid(colon + 1);
    value.remove(u'"');
    const auto field = fieldOf(name);
    completion.candidates = valueCandidates(valuesOf(name, known), value, limit, [&](const QString &one) {
        return field ? filterText(FilterCondition{*field, one, excluded, false}) : prefix + name + u':' + inQuery(one);
    });
    return completion;
}

} // namespace mandate
