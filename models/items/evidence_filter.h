// SPDX-License-Identifier: GPL-3.0-or-later
// The language of the Evidence filter bar: words, "phrases" and field:value conditions side by side, each a chip, read strictly and written back the same.
// Whatever goes beyond that is a query (models/query), read there and kept here as one condition.
// It knows words, not records: what a filter matches is the store's business (evidence_query.h hands it over).
#pragma once

#include <QCoreApplication>
#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace mandate {

/// What a condition is about. The names people type are in fieldName().
/// Around is the number of a record: of what else matches, it and the `aroundReach` records before and after it are left.
/// Query is a text of the query language, such as `args.amount>500 or finding:A4`; in the bar it stands as where:(…) beside others.
enum class FilterField { Text, Agent, Deployment, Session, Tool, Source, Format, Verdict, Clause, Outcome, Kind, Role, Since, Until, Around, Query };

/// Records on each side that around: leaves.
inline constexpr int aroundReach = 50;

/// A field that can be given once and not be filtered out.
[[nodiscard]] constexpr bool isSingle(FilterField field)
{
    return field == FilterField::Since || field == FilterField::Until || field == FilterField::Around;
}

/// A field that records may lack: an empty value asks for those.
[[nodiscard]] bool mayBeMissing(FilterField field);

/// One condition. Several of one field mean "any of these"; different fields must all hold.
struct FilterCondition
{
    FilterField field = FilterField::Text;
    QString value;         ///< canonical: verdicts, outcomes and kinds by their stable names, times as ISO 8601
    bool excluded = false; ///< "-field:value": everything but this; never for Text, Since, Until
    bool phrase = false;   ///< Text only: in double quotes

    bool operator==(const FilterCondition &) const = default;
};

/// The condition that a field has this value, in the filter language; an empty value asks for records without one. Empty where no filter can say that.
[[nodiscard]] QString conditionOf(FilterField field, const QString &value);

/// Why a filter cannot be read: where, and one sentence that says how to put it right.
struct FilterProblem
{
    qsizetype position = 0;
    qsizetype length = 0;
    QString sentence;
};

struct ParsedFilter
{
    QList<FilterCondition> conditions; ///< in the order typed; empty when there is a problem
    std::optional<FilterProblem> problem;
};

/// What completion offers: `candidates` replace `length` characters from `position`.
struct FilterCompletion
{
    qsizetype position = 0;
    qsizetype length = 0;
    QStringList candidates;
};

/// Names the open workspace knows, by field; for completion. Under Text: the tags in use.
using KnownNames = QHash<FilterField, QStringList>;

[[nodiscard]] ParsedFilter parseFilter(const QString &text);
/// parseFilter(filterText(c)).conditions == c for every list parseFilter can give.
[[nodiscard]] QString filterText(const QList<FilterCondition> &conditions);
[[nodiscard]] QString filterText(const FilterCondition &condition);
/// Fields, then values of the field under the cursor; at most `limit`.
[[nodiscard]] FilterCompletion completeFilter(const QString &text, qsizetype cursor, const KnownNames &known, qsizetype limit = 50);

/// "agent", "session", …: what is typed before the colon. Not translated, so that a filter means the same everywhere.
[[nodiscard]] QString fieldName(FilterField field);
/// "Agent", "Session", …: the field's name for people; empty for words, times and queries.
[[nodiscard]] QString fieldWords(FilterField field);
/// "Agent is gpt-4o", "Verdict is not permitted": a condition in words, for its chip.
[[nodiscard]] QString conditionWords(const FilterCondition &condition);

/// Names of mistakes and conditions for translators.
class FilterWords
{
    Q_DECLARE_TR_FUNCTIONS(mandate::FilterWords)
};

inline size_t qHash(FilterField field, size_t seed = 0) noexcept
{
    return ::qHash(static_cast<int>(field), seed);
}

} // namespace mandate
