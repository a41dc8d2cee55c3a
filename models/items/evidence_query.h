// SPDX-License-Identifier: GPL-3.0-or-later
// Between the filter language and the store: which values a field takes, and the RowFilter that conditions stand for. Not for views.
#pragma once

#include "models/items/evidence_filter.h"
#include "models/query/query.h"
#include "models/store/store.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace mandate {

[[nodiscard]] std::optional<FilterField> fieldOf(QStringView name);
/// In the order completion offers them.
[[nodiscard]] QStringList allFieldNames();
/// Stable names a field is limited to; empty when any text may be its value.
[[nodiscard]] QStringList fixedValues(FilterField field);
/// The value as the store knows it ("Needs-approval" → "needs_approval"); nothing, and why in `sentence`, when the field has no such value.
[[nodiscard]] std::optional<QString> canonicalValue(FilterField field, const QString &value, QString &sentence);

/// Why a text is no query, in a sentence.
[[nodiscard]] QString queryProblemWords(const QueryProblem &problem);

/// The dimension whose names complete a field; nothing for fields without names.
[[nodiscard]] std::optional<Dimension> dimensionOf(FilterField field);

/// Every name of a dimension, as Store::names gives it: what an excluded value leaves.
using NamesOf = std::function<std::vector<std::string>(Dimension)>;
/// The filter conditions stand for. Nothing when an exclusion leaves no value at all, so that no row can match.
[[nodiscard]] std::optional<RowFilter> rowFilterOf(const QList<FilterCondition> &conditions, const NamesOf &namesOf);
/// The record of around:, which no RowFilter can say: the rows are cut to its neighbours after the store gave them.
[[nodiscard]] std::optional<EntryNumber> aroundOf(const QList<FilterCondition> &conditions);

} // namespace mandate
