// SPDX-License-Identifier: GPL-3.0-or-later
// The query language of evidence (docs/query.md): text to a condition on rows, and back. Strict: what cannot be understood is told with its place and is
// never taken for something else. Knows the fields and their values, not the ledger: whether a name exists is asked of the store.
#pragma once

#include "models/base/instant.h"
#include "models/store/row_condition.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

/// Why a text is no query, and where.
struct QueryProblem
{
    enum class Kind : std::uint8_t {
        UnknownField,   ///< `subject`; `expected`: the nearest names
        NoValue,        ///< nothing behind the field `subject`
        UnknownValue,   ///< `subject` is none of `expected`
        NoTime,         ///< `subject` is no time
        NoNumber,       ///< `subject` is no number
        NoOrder,        ///< the field `subject` has no smaller and greater
        NoRange,        ///< the field `subject` has no ranges
        OpenQuote,      ///< a quotation mark without its end
        OpenBracket,    ///< a bracket without its end
        Unexpected,     ///< `subject` stands where a condition should
        NoText,         ///< quotation marks around nothing
        MixedStar,      ///< both a star that stands for any text and one that does not
        TooDeep,        ///< more than queryDepth brackets in each other
        TooLong,        ///< more than queryLength bytes
    };
    Kind kind = Kind::Unexpected;
    std::size_t position = 0; ///< bytes
    std::size_t length = 0;
    std::string subject;
    std::vector<std::string> expected;
    bool operator==(const QueryProblem &) const = default;
};

inline constexpr std::size_t queryDepth = 50;
inline constexpr std::size_t queryLength = 64 * 1024;

struct QueryReading
{
    RowCondition condition; ///< an empty text is the condition that all rows meet
    std::optional<QueryProblem> problem;
};

/// `now` is what times such as `-7d` count from.
[[nodiscard]] QueryReading readQuery(std::string_view text, Instant now);

/// A text that reads as the same condition, whatever the time: times are written out.
[[nodiscard]] std::string queryText(const RowCondition &condition);

/// The problem as a sentence in English that says how to put it right. Windows have their own, translated.
[[nodiscard]] std::string sentenceOf(const QueryProblem &problem);

/// Every field that a query may name, in the order in which completion offers them; `args.` stands for the arguments.
[[nodiscard]] const std::vector<std::string_view> &queryFields();
/// The values a field is limited to; empty where any text may be its value.
[[nodiscard]] std::vector<std::string_view> queryValues(std::string_view field);

} // namespace mandate
