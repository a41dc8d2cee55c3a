// SPDX-License-Identifier: GPL-3.0-or-later
// Completion of the filter bar, and conditions in words for their chips. Reading the language is in evidence_filter.cpp.
#include "models/items/evidence_query.h"
#include "models/items/text_safety.h"
#include "models/items/words.h"

#include <QLocale>

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
    while (cursor < text.size() && !text.at(cursor).isSpace())
        ++cursor;
    return cursor;
}

QStringList fieldCandidates(const QString &typed, const QString &prefix)
{
    QStringList candidates;
    for (const QString &name : allFieldNames()) {
        if (name.startsWith(typed, Qt::CaseInsensitive))
            candidates.append(prefix + name + u':');
    }
    for (const std::string_view name : queryFields()) { // those that only queries have
        const QString field = toText(name);
        if (!fieldOf(field) && field.startsWith(typed, Qt::CaseInsensitive))
            candidates.append(prefix + field + (field.endsWith(u'.') ? QString() : field == QLatin1String("same_session") ? QStringLiteral(":(") : QStringLiteral(":")));
    }
    return candidates;
}

/// Values that begin with what was typed come first, then those that hold it.
QStringList valueCandidates(const QStringList &values, const QString &typed, FilterField field, bool excluded, qsizetype limit)
{
    QStringList first;
    QStringList second;
    for (const QString &value : values) {
        if (value.isEmpty())
            continue;
        QStringList *into = value.startsWith(typed, Qt::CaseInsensitive) ? &first : value.contains(typed, Qt::CaseInsensitive) ? &second : nullptr;
        if (into != nullptr && into->size() < limit)
            into->append(filterText(FilterCondition{field, value, excluded, false}));
        if (first.size() >= limit)
            break;
    }
    first += second;
    return first.mid(0, limit);
}

} // namespace

FilterCompletion completeFilter(const QString &text, qsizetype cursor, const KnownNames &known, qsizetype limit)
{
    cursor = std::clamp<qsizetype>(cursor, 0, text.size());
    qsizetype begin = termBegin(text, cursor);
    while (begin < cursor && text.at(begin) == u'(')
        ++begin;
    const qsizetype end = termEnd(text, cursor);
    QString typed = text.mid(begin, cursor - begin);
    FilterCompletion completion{begin, end - begin, {}};
    const bool excluded = typed.startsWith(u'-');
    const QString prefix = excluded ? QStringLiteral("-") : QString();
    if (excluded)
        typed.remove(0, 1);
    if (typed.startsWith(u'"'))
        return completion; // a phrase is the person's own words
    const qsizetype colon = typed.indexOf(u':');
    if (colon < 0) {
        completion.candidates = fieldCandidates(typed, prefix).mid(0, limit);
        return completion;
    }
    const auto field = fieldOf(QStringView(typed).left(colon));
    if (!field) {
        const QString name = typed.left(colon);
        for (const std::string_view value : queryValues(name.toLower().toStdString())) {
            if (toText(value).startsWith(QStringView(typed).mid(colon + 1), Qt::CaseInsensitive))
                completion.candidates.append(prefix + name + u':' + toText(value));
        }
        return completion;
    }
    QString value = typed.mid(colon + 1);
    value.remove(u'"');
    const QStringList fixed = fixedValues(*field);
    completion.candidates = valueCandidates(fixed.isEmpty() ? known.value(*field) : fixed, value, *field, excluded, limit);
    return completion;
}

QString conditionWords(const FilterCondition &condition)
{
    QString value = condition.value;
    if (!fixedValues(condition.field).isEmpty())
        value.replace(u'_', u' ');
    const bool out = condition.excluded;
    switch (condition.field) {
    case FilterField::Text: return condition.phrase ? FilterWords::tr("Phrase “%1”").arg(value) : FilterWords::tr("Word “%1”").arg(value);
    case FilterField::Agent: return (out ? FilterWords::tr("Agent is not %1") : FilterWords::tr("Agent is %1")).arg(value);
    case FilterField::Deployment: return (out ? FilterWords::tr("Deployment is not %1") : FilterWords::tr("Deployment is %1")).arg(value);
    case FilterField::Session: return (out ? FilterWords::tr("Session is not %1") : FilterWords::tr("Session is %1")).arg(value);
    case FilterField::Tool: return (out ? FilterWords::tr("Tool is not %1") : FilterWords::tr("Tool is %1")).arg(value);
    case FilterField::Source: return (out ? FilterWords::tr("Source is not %1") : FilterWords::tr("Source is %1")).arg(value);
    case FilterField::Verdict: return (out ? FilterWords::tr("Verdict is not %1") : FilterWords::tr("Verdict is %1")).arg(value);
    case FilterField::Clause: return (out ? FilterWords::tr("Clause is not %1") : FilterWords::tr("Clause is %1")).arg(value);
    case FilterField::Outcome: return (out ? FilterWords::tr("Outcome is not %1") : FilterWords::tr("Outcome is %1")).arg(value);
    case FilterField::Kind: return (out ? FilterWords::tr("Kind is not %1") : FilterWords::tr("Kind is %1")).arg(value);
    case FilterField::Since: return FilterWords::tr("From %1").arg(value);
    case FilterField::Until: return FilterWords::tr("Before %1").arg(value);
    case FilterField::Around:
        //: a condition of the filter: the records around one record, %1 on each side of number %2
        return FilterWords::tr("%1 before and after No. %2").arg(words::number(aroundReach), words::number(condition.value.toULongLong()));
    case FilterField::Query: return value;
    }
    return {};
}

QString queryProblemWords(const QueryProblem &problem)
{
    const QString subject = toText(problem.subject);
    QStringList names;
    for (const std::string &name : problem.expected)
        names.append(toText(name));
    const QString expected = QLocale().createSeparatedList(names);
    switch (problem.kind) {
    case QueryProblem::Kind::UnknownField:
        if (!names.isEmpty())
            return FilterWords::tr("There is no field “%1”; did you mean %2? To look for the text itself, put it in quotation marks.").arg(subject, expected);
        return FilterWords::tr("There is no field “%1”. To look for the text itself, put it in quotation marks.").arg(subject);
    case QueryProblem::Kind::NoValue: return FilterWords::tr("“%1” needs a value.").arg(subject);
    case QueryProblem::Kind::UnknownValue: return FilterWords::tr("“%1” is no value here. It can be %2.").arg(subject, expected);
    case QueryProblem::Kind::NoTime: return FilterWords::tr("“%1” is no time. Write 2025-08-01, 2025-08, 2025-08-01T14:30:00Z, -7d, today or now.").arg(subject);
    case QueryProblem::Kind::NoNumber: return FilterWords::tr("“%1” is no number.").arg(subject);
    case QueryProblem::Kind::NoOrder: return FilterWords::tr("“%1” has no smaller and greater. Compare it with a colon or with !=.").arg(subject);
    case QueryProblem::Kind::NoRange: return FilterWords::tr("“%1” takes one value. Ranges go with time, no and message.").arg(subject);
    case QueryProblem::Kind::OpenQuote: return FilterWords::tr("The quotation mark is not closed. Add a \" at the end.");
    case QueryProblem::Kind::OpenBracket: return FilterWords::tr("The bracket is not closed. Add a ) where it ends.");
    case QueryProblem::Kind::Unexpected:
        if (subject.isEmpty())
            return FilterWords::tr("A condition is missing here.");
        return FilterWords::tr("A condition should stand where “%1” does. To look for the word itself, put it in quotation marks.").arg(subject);
    case QueryProblem::Kind::NoText: return FilterWords::tr("The quotation marks are empty. Write the words to look for between them.");
    case QueryProblem::Kind::MixedStar:
        return FilterWords::tr("In “%1” one star stands for any text and another for itself. Put the text in quotation marks to take all for themselves.").arg(subject);
    case QueryProblem::Kind::TooDeep: return FilterWords::tr("There are more than %n brackets in each other.", nullptr, static_cast<int>(queryDepth));
    case QueryProblem::Kind::TooLong: return FilterWords::tr("The query is longer than %1 KiB.").arg(words::number(queryLength / 1024));
    }
    return {};
}

} // namespace mandate
