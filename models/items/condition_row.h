// SPDX-License-Identifier: GPL-3.0-or-later
// A condition as the rows of the pact form: what a product lead chooses and types, as plain texts. Built from models/pact/rows and back;
// what was not changed comes back as it was.
#pragma once

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace mandate {

struct ConditionRow
{
    enum class Kind {
        All,       ///< all of `rows`; without rows it always holds
        Any,       ///< at least one of `rows`
        None,      ///< none of `rows`
        NotAll,    ///< not all of `rows`
        Compare,   ///< `left` `op` `right`
        Ask,       ///< a property of `left` alone: `op` is present, absent, holds, does_not_hold
        Elements,  ///< `op` (any, every, none, exactly_one) element `variable` of `list` has `rows` (one group)
        Aggregate, ///< `aggregate` (count, sum, min, max) of `member` over the elements of `list` that have `rows` (none or one group), `op` `right`
        Written    ///< CEL that rows cannot express, in `left`
    };
    Kind kind = Kind::All;
    QString left;
    QString op;
    QString right;
    QString list;
    QString variable;
    QString aggregate;
    QString member; ///< what is summed, about the element: "i.price"; empty for count
    std::vector<ConditionRow> rows;
    bool operator==(const ConditionRow &) const = default;

    [[nodiscard]] bool isGroup() const { return kind <= Kind::NotAll; }
};

namespace conditions {

struct Problem
{
    QString message;
    int column = 0; ///< from 1; 0: unknown
};

/// The condition's rows, its outermost a group; `problem` is set and a written row given when the text is no CEL.
[[nodiscard]] ConditionRow read(const QString &cel, std::optional<Problem> *problem = nullptr);
/// The CEL of rows; nothing when some row lacks a part or is no CEL, with what is wrong in `problem`.
[[nodiscard]] std::optional<QString> write(const ConditionRow &row, std::optional<Problem> *problem = nullptr);

/// Operators of a comparison, by their codes, in the order they are offered.
[[nodiscard]] QStringList comparisonOperators();
[[nodiscard]] QStringList askOperators();
[[nodiscard]] QStringList quantifiers();
[[nodiscard]] QStringList aggregates();
/// "is at most", in people's words.
[[nodiscard]] QString operatorWords(const QString &code);

/// A value as it is typed: 500, true, a text without quotation marks, fields by their names. Whether `typed` is one is decided by how it looks;
/// quotation marks make anything a text. For `in` and its like, values separated by commas.
[[nodiscard]] QString valueShown(const QString &cel);
[[nodiscard]] QString valueCel(const QString &typed, bool list);

/// A row as a sentence: "args.amount is more than 500".
[[nodiscard]] QString sentence(const ConditionRow &row);

} // namespace conditions
} // namespace mandate
