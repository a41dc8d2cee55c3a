// SPDX-License-Identifier: GPL-3.0-or-later
// The normal form of rows.
#include "models/pact/rows/row.h"

#include "models/pact/cel/describe.h"
#include "models/pact/cel/parser.h"
#include "models/pact/rows/spelling.h"

#include <algorithm>
#include <cmath>

namespace mandate::rows {
namespace {

/// A row inside another one.
Row asPart(Row row)
{
    if (const Written *written = std::get_if<Written>(&row.is))
        return Row{written->part()};
    return row;
}

/// The row that says "not" to a row without a group around it.
std::optional<Row> opposite(const Row &row)
{
    if (const auto *comparison = std::get_if<Comparison>(&row.is)) {
        const OperatorSpelling &spelling = spellingOf(comparison->op);
        if (spelling.op == comparison->op && spelling.opposite)
            return Row{Comparison{comparison->left, *spelling.opposite, comparison->right}};
    } else if (const auto *property = std::get_if<Property>(&row.is)) {
        if (property->kind == PropertyKind::Present)
            return Row{Property{PropertyKind::Absent, property->of}};
        if (property->kind == PropertyKind::Holds)
            return Row{Property{PropertyKind::DoesNotHold, property->of}};
    } else if (const auto *elements = std::get_if<Quantified>(&row.is)) {
        if (elements->which == Quantifier::Any)
            return Row{Quantified{Quantifier::None, elements->list, elements->variable, elements->holds}};
    } else if (const auto *inner = std::get_if<Group>(&row.is); inner && inner->rows.size() > 1) {
        if (inner->kind == GroupKind::Any)
            return Row{Group{GroupKind::None, inner->rows}};
        if (inner->kind == GroupKind::All)
            return Row{Group{GroupKind::NotAll, inner->rows}};
    }
    return std::nullopt;
}

} // namespace

Written Written::part() const
{
    const Result<cel::Ast> ast = cel::parse(m_source);
    return ast ? Written(cel::unparse(*ast)) : *this;
}

Row group(GroupKind kind, std::vector<Row> rows)
{
    const bool negative = kind == GroupKind::None || kind == GroupKind::NotAll;
    if (rows.empty())
        return Row{Group{kind == GroupKind::All || kind == GroupKind::None ? GroupKind::All : GroupKind::Any, {}}};
    if (rows.size() == 1 && !negative)
        return std::move(rows.front());
    for (Row &row : rows)
        row = asPart(std::move(row));
    if (rows.size() > 1)
        return Row{Group{kind, std::move(rows)}};
    if (std::optional<Row> other = opposite(rows.front()))
        return *std::move(other);
    return Row{Group{GroupKind::None, std::move(rows)}};
}

Row quantified(Quantifier which, Term list, std::string variable, Row holds)
{
    return Row{Quantified{which, std::move(list), std::move(variable), asPart(std::move(holds))}};
}

Term filtered(Term list, std::string variable, Row holds)
{
    return Term{Filtered{std::move(list), std::move(variable), asPart(std::move(holds))}};
}

std::optional<Row> present(FieldPath path)
{
    if (path.steps.empty())
        return std::nullopt;
    if (const auto *under = std::get_if<Box<Term>>(&path.steps.back().part)) {
        Term wanted = **under;
        path.steps.pop_back();
        return Row{Comparison{std::move(wanted), Operator::In, Term{std::move(path)}}};
    }
    return Row{Property{PropertyKind::Present, Term{std::move(path)}}};
}

Term orElse(FieldPath path, Term otherwise)
{
    if (path.steps.empty())
        return Term{std::move(path)};
    if (std::none_of(path.steps.begin(), path.steps.end(), [](const Step &step) { return step.optional; }))
        path.steps.back().optional = true;
    return Term{OrElse{std::move(path), std::move(otherwise)}};
}

Step member(std::string name)
{
    const auto writable = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("_.-/ ").find(c) != std::string_view::npos;
    };
    if (name.empty() || !std::all_of(name.begin(), name.end(), writable))
        return key(Term{Constant{std::move(name)}});
    return Step{std::move(name), false};
}

Step key(Term term)
{
    return Step{Box<Term>(std::move(term)), false};
}

Term decimal(double number)
{
    if (std::isfinite(number))
        return Term{Constant{Decimal{number}}};
    return Term{Reading{Function::Double, Term{Constant{cel::plainDoubleText(number)}}}};
}

} // namespace mandate::rows
