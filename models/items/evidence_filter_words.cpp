// SPDX-License-Identifier: GPL-3.0-or-later
// Conditions and mistakes of the filter bar in words. Reading the language is in evidence_filter.cpp, completing it in evidence_completion.cpp.
#include "models/items/evidence_query.h"
#include "models/items/text_safety.h"
#include "models/items/words.h"

#include <QLocale>

#include <algorithm>

namespace mandate {

QString fieldWords(FilterField field)
{
    switch (field) {
    case FilterField::Agent: return FilterWords::tr("Agent");
    case FilterField::Deployment: return FilterWords::tr("Deployment");
    case FilterField::Session: return FilterWords::tr("Session");
    case FilterField::Tool: return FilterWords::tr("Tool");
    case FilterField::Source: return FilterWords::tr("Source");
    case FilterField::Format: return FilterWords::tr("Format");
    case FilterField::Verdict: return FilterWords::tr("Verdict");
    case FilterField::Clause: return FilterWords::tr("Clause");
    case FilterField::Outcome: return FilterWords::tr("Outcome");
    case FilterField::Kind: return FilterWords::tr("Kind");
    case FilterField::Role: return FilterWords::tr("Role");
    case FilterField::Text:
    case FilterField::Since:
    case FilterField::Until:
    case FilterField::Around:
    case FilterField::Query: break;
    }
    return {};
}

QString conditionWords(const FilterCondition &condition)
{
    if (condition.value.isEmpty() && mayBeMissing(condition.field))
        return condition.excluded ? FilterWords::tr("%1 is given").arg(fieldWords(condition.field)) : FilterWords::tr("%1 is missing").arg(fieldWords(condition.field));
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
    case FilterField::Format: return (out ? FilterWords::tr("Format is not %1") : FilterWords::tr("Format is %1")).arg(value);
    case FilterField::Role: return (out ? FilterWords::tr("Role is not %1") : FilterWords::tr("Role is %1")).arg(value);
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
