// SPDX-License-Identifier: GPL-3.0-or-later
// A field, a comparison and the values behind it as a condition. What stands where in the text is reading.cpp. Inside of models/query.
#pragma once

#include "models/query/fields.h"
#include "models/query/query.h"
#include "models/query/times.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate::query {

enum class Compare : std::uint8_t { Is, IsNot, Below, AtMost, Above, AtLeast };

/// A value as it was typed.
struct Typed
{
    std::string text;
    bool quoted = false;
    bool star = false;      ///< a star that stands for any text
    bool plainStar = false; ///< one that does not
    std::size_t position = 0;
    std::size_t length = 0;
};

/// What stands behind a field: one value, several, or a range.
struct Values
{
    std::vector<Typed> any;
    bool isRange = false;
    bool halfOpen = false; ///< "..<"
    std::optional<Typed> from, to;
};

/// One part alone is itself, unless it is to be turned around.
[[nodiscard]] RowCondition combined(Combined::How how, std::vector<RowCondition> parts);
[[nodiscard]] RowCondition negated(RowCondition condition);

class ConditionMaker
{
public:
    explicit ConditionMaker(Instant now) : m_now(now) {}

    /// Of a field that takes no query, compared in a way that it can be; the caller turns IsNot around.
    RowCondition ofField(const Field &field, Compare compare, const Values &values);
    /// `path` is what stands behind "args.".
    RowCondition ofArgument(std::string_view path, Compare compare, const Values &values);
    /// The first value that does not fit; then what was made is of no use.
    [[nodiscard]] const std::optional<QueryProblem> &problem() const { return m_problem; }

private:
    RowCondition ofParts(const Field &field, const Values &values);
    RowCondition ofNumber(NumberIn::Field field, Compare compare, const Values &values);
    RowCondition ofTime(TimeField field, Compare compare, const Values &values);
    std::optional<std::uint8_t> known(const Field &field, std::span<const std::string_view> names, const Typed &value);
    std::optional<std::int64_t> wholeNumber(const Typed &value);
    std::optional<Stretch> stretch(const Typed &value);
    void fail(QueryProblem::Kind kind, const Typed &value, std::string subject, std::vector<std::string> expected = {});

    Instant m_now;
    std::optional<QueryProblem> m_problem;
};

} // namespace mandate::query
