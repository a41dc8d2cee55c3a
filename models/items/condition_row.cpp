// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/condition_row.h"

#include "models/pact/rows/rows.h"

#include <QCoreApplication>

#include <array>

namespace mandate::conditions {
namespace {

namespace rows = mandate::rows;
using Kind = ConditionRow::Kind;

struct OperatorCode
{
    const char *code;
    rows::Operator op;
    const char *words;
};
// clang-format off
constexpr std::array<OperatorCode, 22> operators{{
    {"is", rows::Operator::Is, QT_TRANSLATE_NOOP("Conditions", "is")},
    {"is_not", rows::Operator::IsNot, QT_TRANSLATE_NOOP("Conditions", "is not")},
    {"more", rows::Operator::More, QT_TRANSLATE_NOOP("Conditions", "is more than")},
    {"at_least", rows::Operator::AtLeast, QT_TRANSLATE_NOOP("Conditions", "is at least")},
    {"less", rows::Operator::Less, QT_TRANSLATE_NOOP("Conditions", "is less than")},
    {"at_most", rows::Operator::AtMost, QT_TRANSLATE_NOOP("Conditions", "is at most")},
    {"in", rows::Operator::In, QT_TRANSLATE_NOOP("Conditions", "is one of")},
    {"not_in", rows::Operator::NotIn, QT_TRANSLATE_NOOP("Conditions", "is none of")},
    {"contains", rows::Operator::Contains, QT_TRANSLATE_NOOP("Conditions", "contains")},
    {"not_contains", rows::Operator::NotContains, QT_TRANSLATE_NOOP("Conditions", "does not contain")},
    {"starts_with", rows::Operator::StartsWith, QT_TRANSLATE_NOOP("Conditions", "starts with")},
    {"not_starts_with", rows::Operator::NotStartsWith, QT_TRANSLATE_NOOP("Conditions", "does not start with")},
    {"ends_with", rows::Operator::EndsWith, QT_TRANSLATE_NOOP("Conditions", "ends with")},
    {"not_ends_with", rows::Operator::NotEndsWith, QT_TRANSLATE_NOOP("Conditions", "does not end with")},
    {"matches", rows::Operator::Matches, QT_TRANSLATE_NOOP("Conditions", "matches the pattern")},
    {"not_matches", rows::Operator::NotMatches, QT_TRANSLATE_NOOP("Conditions", "does not match the pattern")},
    {"same_elements", rows::Operator::SameElements, QT_TRANSLATE_NOOP("Conditions", "has the same elements as")},
    {"not_same_elements", rows::Operator::NotSameElements, QT_TRANSLATE_NOOP("Conditions", "has other elements than")},
    {"all_among", rows::Operator::AllAmong, QT_TRANSLATE_NOOP("Conditions", "has all elements of")},
    {"not_all_among", rows::Operator::NotAllAmong, QT_TRANSLATE_NOOP("Conditions", "lacks an element of")},
    {"shares", rows::Operator::Shares, QT_TRANSLATE_NOOP("Conditions", "shares an element with")},
    {"shares_none", rows::Operator::SharesNone, QT_TRANSLATE_NOOP("Conditions", "shares no element with")},
}};
// clang-format on
struct CodeWords
{
    const char *code;
    const char *words;
};
constexpr std::array<CodeWords, 4> properties{{{"present", QT_TRANSLATE_NOOP("Conditions", "is given")},
                                               {"absent", QT_TRANSLATE_NOOP("Conditions", "is not given")},
                                               {"holds", QT_TRANSLATE_NOOP("Conditions", "is true")},
                                               {"does_not_hold", QT_TRANSLATE_NOOP("Conditions", "is not true")}}};
constexpr std::array<CodeWords, 4> quantifierCodes{{{"any", QT_TRANSLATE_NOOP("Conditions", "at least one of")},
                                                    {"every", QT_TRANSLATE_NOOP("Conditions", "every one of")},
                                                    {"none", QT_TRANSLATE_NOOP("Conditions", "none of")},
                                                    {"exactly_one", QT_TRANSLATE_NOOP("Conditions", "exactly one of")}}};
constexpr std::array<CodeWords, 4> aggregateCodes{{{"count", QT_TRANSLATE_NOOP("Conditions", "the number of")},
                                                   {"sum", QT_TRANSLATE_NOOP("Conditions", "the sum of")},
                                                   {"min", QT_TRANSLATE_NOOP("Conditions", "the smallest of")},
                                                   {"max", QT_TRANSLATE_NOOP("Conditions", "the largest of")}}};

QString tr(const char *text)
{
    return QCoreApplication::translate("Conditions", text);
}

QString shown(const std::string &text)
{
    return QString::fromStdString(text);
}

template<std::size_t Size>
QStringList codesOf(const std::array<CodeWords, Size> &table)
{
    QStringList codes;
    for (const CodeWords &entry : table)
        codes << QLatin1String(entry.code);
    return codes;
}

template<std::size_t Size>
int indexOf(const std::array<CodeWords, Size> &table, const QString &code)
{
    for (std::size_t i = 0; i < Size; ++i) {
        if (code == QLatin1String(table[i].code))
            return static_cast<int>(i);
    }
    return -1;
}

const OperatorCode *operatorOf(const QString &code)
{
    for (const OperatorCode &entry : operators) {
        if (code == QLatin1String(entry.code))
            return &entry;
    }
    return nullptr;
}

QString codeOf(rows::Operator op)
{
    for (const OperatorCode &entry : operators) {
        if (entry.op == op)
            return QLatin1String(entry.code);
    }
    return {};
}

// ---- rows of the model to rows of the form

ConditionRow shownRow(const rows::Row &row);

ConditionRow writtenRow(const rows::Row &row)
{
    ConditionRow made;
    made.kind = Kind::Written;
    made.left = shown(rows::celOf(row));
    return made;
}

/// size(x), size(x.filter(…)), x.map(…).sum() and their like; nothing for another term.
std::optional<ConditionRow> aggregateOf(const rows::Term &term)
{
    const auto *reading = std::get_if<rows::Reading>(&term.is);
    if (!reading)
        return std::nullopt;
    ConditionRow made;
    made.kind = Kind::Aggregate;
    switch (reading->function) {
    case rows::Function::Size:
    case rows::Function::SizeOf: made.aggregate = QStringLiteral("count"); break;
    case rows::Function::Sum: made.aggregate = QStringLiteral("sum"); break;
    case rows::Function::Min: made.aggregate = QStringLiteral("min"); break;
    case rows::Function::Max: made.aggregate = QStringLiteral("max"); break;
    default: return std::nullopt;
    }
    const rows::Term *list = &*reading->of;
    if (const auto *mapped = std::get_if<rows::Mapped>(&list->is); mapped && made.aggregate != QLatin1String("count")) {
        made.member = shown(rows::celOf(*mapped->value));
        made.variable = shown(mapped->variable);
        list = &*mapped->list;
    }
    if (const auto *filtered = std::get_if<rows::Filtered>(&list->is)) {
        if (!made.variable.isEmpty() && made.variable != shown(filtered->variable))
            return std::nullopt; // two names for the element: kept as a term
        made.variable = shown(filtered->variable);
        ConditionRow holds = shownRow(*filtered->holds);
        if (!holds.isGroup())
            holds = ConditionRow{Kind::All, {}, {}, {}, {}, {}, {}, {}, {std::move(holds)}};
        made.rows = {std::move(holds)};
        list = &*filtered->list;
    }
    if (!std::holds_alternative<rows::FieldPath>(list->is) && !std::holds_alternative<rows::OrElse>(list->is))
        return std::nullopt;
    made.list = shown(rows::celOf(*list));
    return made;
}

ConditionRow shownComparison(const rows::Comparison &comparison)
{
    ConditionRow made;
    if (auto aggregate = aggregateOf(comparison.left)) {
        made = std::move(*aggregate);
    } else {
        made.kind = Kind::Compare;
        made.left = shown(rows::celOf(comparison.left));
    }
    made.op = codeOf(comparison.op);
    made.right = shown(rows::celOf(comparison.right));
    return made;
}

ConditionRow shownRow(const rows::Row &row)
{
    if (const auto *group = std::get_if<rows::Group>(&row.is)) {
        ConditionRow made;
        made.kind = static_cast<Kind>(group->kind);
        for (const rows::Row &inner : group->rows)
            made.rows.push_back(shownRow(inner));
        return made;
    }
    if (const auto *comparison = std::get_if<rows::Comparison>(&row.is))
        return shownComparison(*comparison);
    if (const auto *property = std::get_if<rows::Property>(&row.is)) {
        ConditionRow made;
        made.kind = Kind::Ask;
        made.op = QLatin1String(properties[static_cast<std::size_t>(property->kind)].code);
        made.left = shown(rows::celOf(property->of));
        return made;
    }
    if (const auto *quantified = std::get_if<rows::Quantified>(&row.is)) {
        ConditionRow made;
        made.kind = Kind::Elements;
        made.op = QLatin1String(quantifierCodes[static_cast<std::size_t>(quantified->which)].code);
        made.list = shown(rows::celOf(quantified->list));
        made.variable = shown(quantified->variable);
        ConditionRow holds = shownRow(*quantified->holds);
        if (!holds.isGroup())
            holds = ConditionRow{Kind::All, {}, {}, {}, {}, {}, {}, {}, {std::move(holds)}};
        made.rows = {std::move(holds)};
        return made;
    }
    return writtenRow(row);
}

// ---- rows of the form to CEL, which rowsOf() reads again: one way into the language

class CelWriter
{
public:
    std::optional<Problem> problem;

    QString row(const ConditionRow &row)
    {
        switch (row.kind) {
        case Kind::All: return group(row, QStringLiteral(" && "), false);
        case Kind::Any: return group(row, QStringLiteral(" || "), false);
        case Kind::None: return group(row, QStringLiteral(" || "), true);
        case Kind::NotAll: return group(row, QStringLiteral(" && "), true);
        case Kind::Compare: return comparison(part(row.left, tr("Choose a field to compare.")), row.op, row.right);
        case Kind::Ask: return ask(row);
        case Kind::Elements: return elements(row);
        case Kind::Aggregate: return comparison(aggregate(row), row.op, row.right);
        case Kind::Written: return QLatin1Char('(') + part(row.left, tr("Write a condition.")) + QLatin1Char(')');
        }
        return {};
    }

private:
    QString fail(const QString &message)
    {
        if (!problem)
            problem = Problem{message, 0};
        return QStringLiteral("true");
    }

    QString part(const QString &text, const QString &whenMissing)
    {
        if (text.trimmed().isEmpty())
            return fail(whenMissing);
        return text;
    }

    QString group(const ConditionRow &row, const QString &between, bool negated)
    {
        QStringList parts;
        for (const ConditionRow &inner : row.rows)
            parts << this->row(inner);
        const bool all = row.kind == Kind::All || row.kind == Kind::NotAll;
        const QString joined = parts.isEmpty() ? QString::fromLatin1(all ? "true" : "false") : parts.join(between);
        return (negated ? QStringLiteral("!(") : QStringLiteral("(")) + joined + QLatin1Char(')');
    }

    QString comparison(const QString &left, const QString &code, const QString &typedRight)
    {
        const OperatorCode *op = operatorOf(code);
        if (!op)
            return fail(tr("Choose how to compare."));
        const QString right = part(typedRight, tr("Type a value to compare with."));
        const auto plain = [&](const char *sign) { return QStringLiteral("(%1 %2 %3)").arg(left, QLatin1String(sign), right); };
        const auto method = [&](const char *name, bool negated) {
            return (negated ? QStringLiteral("!(%1).%2(%3)") : QStringLiteral("(%1).%2(%3)")).arg(left, QLatin1String(name), right);
        };
        const auto sets = [&](const char *name, bool negated) {
            return (negated ? QStringLiteral("!sets.%2(%1, %3)") : QStringLiteral("sets.%2(%1, %3)")).arg(left, QLatin1String(name), right);
        };
        switch (op->op) {
        case rows::Operator::Is: return plain("==");
        case rows::Operator::IsNot: return plain("!=");
        case rows::Operator::Less: return plain("<");
        case rows::Operator::AtMost: return plain("<=");
        case rows::Operator::More: return plain(">");
        case rows::Operator::AtLeast: return plain(">=");
        case rows::Operator::In: return plain("in");
        case rows::Operator::NotIn: return QLatin1Char('!') + plain("in");
        case rows::Operator::StartsWith:
        case rows::Operator::NotStartsWith: return method("startsWith", op->op == rows::Operator::NotStartsWith);
        case rows::Operator::EndsWith:
        case rows::Operator::NotEndsWith: return method("endsWith", op->op == rows::Operator::NotEndsWith);
        case rows::Operator::Contains:
        case rows::Operator::NotContains: return method("contains", op->op == rows::Operator::NotContains);
        case rows::Operator::Matches:
        case rows::Operator::NotMatches: return method("matches", op->op == rows::Operator::NotMatches);
        case rows::Operator::SameElements:
        case rows::Operator::NotSameElements: return sets("equivalent", op->op == rows::Operator::NotSameElements);
        case rows::Operator::AllAmong:
        case rows::Operator::NotAllAmong: return sets("contains", op->op == rows::Operator::NotAllAmong);
        case rows::Operator::Shares:
        case rows::Operator::SharesNone: return sets("intersects", op->op == rows::Operator::SharesNone);
        }
        return {};
    }

    QString ask(const ConditionRow &row)
    {
        const QString of = part(row.left, tr("Choose a field."));
        switch (indexOf(properties, row.op)) {
        case 0: return present(of, false);
        case 1: return present(of, true);
        case 2: return QLatin1Char('(') + of + QLatin1Char(')');
        case 3: return QLatin1String("!(") + of + QLatin1Char(')');
        default: return fail(tr("Choose what to ask of the field."));
        }
    }

    /// A member is asked for by has(), an element by its key.
    QString present(const QString &of, bool negated)
    {
        const QLatin1String sign(negated ? "!" : "");
        if (of.endsWith(QLatin1Char(']'))) {
            int depth = 0;
            for (qsizetype at = of.size() - 1; at > 0; --at) {
                depth += of[at] == QLatin1Char(']') ? 1 : of[at] == QLatin1Char('[') ? -1 : 0;
                if (depth == 0)
                    return sign + QLatin1Char('(') + of.mid(at + 1, of.size() - at - 2) + QLatin1String(" in ") + of.left(at) + QLatin1Char(')');
            }
        }
        return sign + QLatin1String("has(") + of + QLatin1Char(')');
    }

    QString elements(const ConditionRow &row)
    {
        const QString list = part(row.list, tr("Choose a list."));
        const QString variable = part(row.variable, tr("Name the element."));
        const QString holds = row.rows.empty() ? QStringLiteral("true") : this->row(row.rows.front());
        const QString inside = QLatin1Char('(') + variable + QLatin1String(", ") + holds + QLatin1Char(')');
        switch (indexOf(quantifierCodes, row.op)) {
        case 0: return list + QLatin1String(".exists") + inside;
        case 1: return list + QLatin1String(".all") + inside;
        case 2: return QLatin1Char('!') + list + QLatin1String(".exists") + inside;
        case 3: return list + QLatin1String(".exists_one") + inside;
        default: return fail(tr("Choose for how many elements."));
        }
    }

    QString aggregate(const ConditionRow &row)
    {
        QString list = part(row.list, tr("Choose a list."));
        const bool counts = row.aggregate == QLatin1String("count");
        const bool filters = !row.rows.empty() && !(row.rows.front().kind == Kind::All && row.rows.front().rows.empty());
        const QString variable = filters || !row.member.isEmpty() ? part(row.variable, tr("Name the element.")) : row.variable;
        if (filters)
            list += QLatin1String(".filter(") + variable + QLatin1String(", ") + this->row(row.rows.front()) + QLatin1Char(')');
        if (counts)
            return QLatin1String("size(") + list + QLatin1Char(')');
        if (indexOf(aggregateCodes, row.aggregate) < 0)
            return fail(tr("Choose what to compute of the list."));
        if (!row.member.isEmpty())
            list += QLatin1String(".map(") + variable + QLatin1String(", ") + row.member + QLatin1Char(')');
        return list + QLatin1Char('.') + row.aggregate + QLatin1String("()");
    }
};

/// "'" or '"' quoted by itself, a number, true, a field: what CEL reads as it stands.
bool readsAsTerm(const QString &text)
{
    static const QStringList roots{QStringLiteral("args"),    QStringLiteral("state"),   QStringLiteral("action"),      QStringLiteral("history"),
                                   QStringLiteral("input"),   QStringLiteral("agent"),   QStringLiteral("session"),     QStringLiteral("now"),
                                   QStringLiteral("proposal"), QStringLiteral("verifier"), QStringLiteral("environment"), QStringLiteral("confidence"), QStringLiteral("window")};
    bool number = false;
    (void)text.toDouble(&number);
    if (number || text == QLatin1String("true") || text == QLatin1String("false") || text == QLatin1String("null"))
        return true;
    if (text.startsWith(QLatin1Char('"')) || text.startsWith(QLatin1Char('[')) || text.startsWith(QLatin1Char('{')) || text.startsWith(QLatin1Char('\'')))
        return true;
    qsizetype end = 0;
    while (end < text.size() && (text[end].isLetterOrNumber() || text[end] == QLatin1Char('_')))
        ++end;
    const QString first = text.left(end);
    const QChar next = end < text.size() ? text[end] : QChar();
    if (next == QLatin1Char('(') || (roots.contains(first) && (next == QLatin1Char('.') || next == QLatin1Char('[') || next == QLatin1Char(' '))))
        return true;
    return roots.contains(text) || (first.size() == 1 && next == QLatin1Char('.')); // element variables: QLatin1String("h.tool")
}

QString quoted(const QString &text)
{
    rows::Term term;
    term.is = rows::Constant(text.toStdString());
    return shown(rows::celOf(term));
}

} // namespace

ConditionRow read(const QString &cel, std::optional<Problem> *problem)
{
    const auto rows = rows::rowsOf(cel.toStdString());
    if (!rows) {
        if (problem)
            *problem = Problem{shown(rows.error().happened), static_cast<int>(rows.error().position.column.value_or(0))};
        ConditionRow written;
        written.kind = Kind::Written;
        written.left = cel;
        return {Kind::All, {}, {}, {}, {}, {}, {}, {}, {std::move(written)}};
    }
    ConditionRow made = shownRow(*rows);
    return made.isGroup() ? made : ConditionRow{Kind::All, {}, {}, {}, {}, {}, {}, {}, {std::move(made)}};
}

std::optional<QString> write(const ConditionRow &row, std::optional<Problem> *problem)
{
    CelWriter writer;
    // Written as a whole: as it was typed, without parentheses of ours.
    const bool whole = row.kind == Kind::All && row.rows.size() == 1 && row.rows.front().kind == Kind::Written && !row.rows.front().left.trimmed().isEmpty();
    const QString cel = whole ? row.rows.front().left : writer.row(row);
    if (!writer.problem) {
        const auto read = rows::rowsOf(cel.toStdString());
        if (read)
            return shown(rows::celOf(*read));
        writer.problem = Problem{shown(read.error().happened), 0};
    }
    if (problem)
        *problem = writer.problem;
    return std::nullopt;
}

QStringList comparisonOperators()
{
    QStringList codes;
    for (const OperatorCode &entry : operators)
        codes << QLatin1String(entry.code);
    return codes;
}

QStringList askOperators()
{
    return codesOf(properties);
}

QStringList quantifiers()
{
    return codesOf(quantifierCodes);
}

QStringList aggregates()
{
    return codesOf(aggregateCodes);
}

QString operatorWords(const QString &code)
{
    if (const OperatorCode *op = operatorOf(code))
        return tr(op->words);
    if (const int i = indexOf(properties, code); i >= 0)
        return tr(properties[static_cast<std::size_t>(i)].words);
    if (const int i = indexOf(quantifierCodes, code); i >= 0)
        return tr(quantifierCodes[static_cast<std::size_t>(i)].words);
    if (const int i = indexOf(aggregateCodes, code); i >= 0)
        return tr(aggregateCodes[static_cast<std::size_t>(i)].words);
    return code;
}

QString valueShown(const QString &cel)
{
    const auto rows = rows::rowsOf((cel + QLatin1String(" == 0")).toStdString());
    const auto *comparison = rows ? std::get_if<rows::Comparison>(&rows->is) : nullptr;
    const auto *constant = comparison ? std::get_if<rows::Constant>(&comparison->left.is) : nullptr;
    const auto *text = constant ? std::get_if<std::string>(constant) : nullptr;
    if (!text)
        return cel;
    const QString plain = shown(*text);
    // Only a text that would be read as this very text again goes without quotation marks.
    return !plain.trimmed().isEmpty() && plain.trimmed() == plain && valueCel(plain, false) == cel && !plain.contains(QLatin1Char(',')) ? plain : cel;
}

QString valueCel(const QString &typed, bool list)
{
    const QString text = typed.trimmed();
    if (text.isEmpty())
        return {};
    if (!list || readsAsTerm(text)) {
        if (list && !text.startsWith(QLatin1Char('[')) && !text.contains(QLatin1Char('.')) && !text.startsWith(QLatin1Char('"')))
            return QLatin1Char('[') + text + QLatin1Char(']');
        if (readsAsTerm(text))
            return text;
        return quoted(text);
    }
    QStringList items;
    for (const QString &item : text.split(QLatin1Char(','))) {
        if (!item.trimmed().isEmpty())
            items << valueCel(item, false);
    }
    return QLatin1Char('[') + items.join(QStringLiteral(", ")) + QLatin1Char(']');
}

QString sentence(const ConditionRow &row)
{
    QStringList parts;
    for (const ConditionRow &inner : row.rows)
        parts << sentence(inner);
    switch (row.kind) {
    case Kind::All: return parts.isEmpty() ? tr("always") : parts.join(tr(" and "));
    case Kind::Any: return parts.join(tr(" or "));
    case Kind::None: return tr("none of: %1").arg(parts.join(tr("; ")));
    case Kind::NotAll: return tr("not all of: %1").arg(parts.join(tr("; ")));
    case Kind::Compare:
        return QStringLiteral("%1 %2 %3").arg(row.left, operatorWords(row.op), valueShown(row.right));
    case Kind::Ask: return QStringLiteral("%1 %2").arg(row.left, operatorWords(row.op));
    case Kind::Elements:
        //: %1 "at least one of", %2 a list, %3 what holds for it
        return tr("%1 %2 has: %3").arg(operatorWords(row.op), row.list, parts.join(QString()));
    case Kind::Aggregate:
        return QStringLiteral("%1 %2 %3 %4").arg(operatorWords(row.aggregate), row.member.isEmpty() ? row.list : row.member, operatorWords(row.op), valueShown(row.right));
    case Kind::Written: return row.left;
    }
    return {};
}

} // namespace mandate::conditions
