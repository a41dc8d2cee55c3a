// SPDX-License-Identifier: GPL-3.0-or-later
// What people marked and what figures count is no column of a store: here a condition on it becomes one on the entries that meet it. Knows neither itself.
#pragma once

#include "models/store/store.h"

#include <functional>
#include <string_view>

namespace mandate {

/// The entries that meet a condition, ascending.
struct EntriesOf
{
    std::function<std::vector<EntryNumber>(const MarkedBy &)> marked;
    std::function<std::vector<EntryNumber>(const CountedIn &)> counted;
};

/// What a filter asks for that no column holds.
struct AsksFor
{
    bool marks = false;
    bool figures = false;
    bool models = false; ///< of the figures, by which model they are
};
[[nodiscard]] AsksFor asksFor(const RowFilter &filter);
/// Why an excerpt of a ledger has no answer: its figures would be of the excerpt, and not of what it was taken from.
[[nodiscard]] Error noFiguresHere();

/// The same with an EntryIn in place of every MarkedBy and CountedIn.
[[nodiscard]] RowFilter withEntries(RowFilter filter, const EntriesOf &entries);

/// [since, until) of a filter: what it says of times of all its rows, in its own members or in conditions that all have to hold.
struct FilterTimes
{
    std::optional<Instant> since, until;
};
[[nodiscard]] FilterTimes timesOf(const RowFilter &filter);

/// "violating_run" and the like: what `figure:` may name.
[[nodiscard]] std::string_view nameOf(CountedSet counted);
[[nodiscard]] std::optional<CountedSet> countedOf(std::string_view name);
/// One record stands for each run that is counted, else each call that is counted for itself.
[[nodiscard]] constexpr bool countsRuns(CountedSet counted) { return counted >= CountedSet::Run; }

} // namespace mandate
