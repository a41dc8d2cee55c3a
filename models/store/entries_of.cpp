// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/entries_of.h"

#include <algorithm>
#include <array>

namespace mandate {

namespace {

void look(const RowCondition &condition, AsksFor &into)
{
    if (const auto *combined = std::get_if<Combined>(&condition.is)) {
        for (const RowCondition &part : combined->parts)
            look(part, into);
    } else if (const auto *session = std::get_if<SameSession>(&condition.is)) {
        look(*session->as, into);
    } else if (const auto *counted = std::get_if<CountedIn>(&condition.is)) {
        into.figures = true;
        into.models = into.models || counted->by == CountedIn::By::Model;
    } else if (std::holds_alternative<MarkedBy>(condition.is)) {
        into.marks = true;
    }
}

RowCondition replaced(const RowCondition &condition, const EntriesOf &entries)
{
    const auto in = [](std::vector<EntryNumber> found) { return RowCondition{EntryIn{std::make_shared<const std::vector<EntryNumber>>(std::move(found))}}; };
    if (const auto *combined = std::get_if<Combined>(&condition.is)) {
        Combined out{combined->how, {}};
        for (const RowCondition &part : combined->parts)
            out.parts.push_back(replaced(part, entries));
        return {std::move(out)};
    }
    if (const auto *session = std::get_if<SameSession>(&condition.is))
        return {SameSession{std::make_shared<const RowCondition>(replaced(*session->as, entries))}};
    if (const auto *mark = std::get_if<MarkedBy>(&condition.is))
        return in(entries.marked(*mark));
    if (const auto *counted = std::get_if<CountedIn>(&condition.is))
        return in(entries.counted(*counted));
    return condition;
}

void narrow(const std::optional<Instant> &since, const std::optional<Instant> &until, FilterTimes &into)
{
    if (since && (!into.since || into.since->nanoseconds < since->nanoseconds))
        into.since = since;
    if (until && (!into.until || until->nanoseconds < into.until->nanoseconds))
        into.until = until;
}

void narrow(const RowCondition &condition, FilterTimes &into)
{
    if (const auto *combined = std::get_if<Combined>(&condition.is); combined && combined->how == Combined::How::All) {
        for (const RowCondition &part : combined->parts)
            narrow(part, into);
    } else if (const auto *time = std::get_if<TimeIn>(&condition.is)) {
        narrow(time->since, time->until, into);
    }
}

constexpr std::array<std::string_view, countedCount> countedNames{
    "call", "judged", "decidable", "violating", "violating_executed", "undecidable", "approval_due", "approval_ran", "ran_approved", "ran_unapproved", "approval_not_run", "evidence_owed", "evidence_missing", "failed_call", "without_session",
    "change", "unexpected_change", "change_otherwise_written",
    "rated", "prohibited", "prohibited_executed", "prohibition_open",
    "run", "called_run", "judged_run", "decided_run", "violating_run", "violating_executed_run", "undecidable_run", "scored_run", "done_run", "not_done_run", "violating_scored_run", "violating_done_run",
    "hand_off_right", "hand_off_unneeded", "hand_off_missed", "hand_off_neither", "hand_off_unlabelled",
    "rated_run", "prohibited_run", "contradicted_run",
    "attack_scored", "attack_succeeded", "attack_failed", "attack_aborted", "attack_incomplete", "usefulness_scored", "useful_run",
    "changes_listed_run", "unexpected_change_run", "no_change_expected_run", "unasked_change_run", "timed_run", "priced_run"};

} // namespace

AsksFor asksFor(const RowFilter &filter)
{
    AsksFor asked;
    for (const RowCondition &condition : filter.where)
        look(condition, asked);
    return asked;
}

Error noFiguresHere()
{
    return {ErrorKind::Refused, "MND-QRY-001", "A bundle holds some records of a workspace, and does not say what the workspace's figures count.", "Nothing was asked.",
            "Leave figure, pact, model, attack and applies out of the query, or ask the workspace.", {}};
}

RowFilter withEntries(RowFilter filter, const EntriesOf &entries)
{
    for (RowCondition &condition : filter.where)
        condition = replaced(condition, entries);
    return filter;
}

FilterTimes timesOf(const RowFilter &filter)
{
    FilterTimes times{filter.since, filter.until};
    for (const RowCondition &condition : filter.where)
        narrow(condition, times);
    return times;
}

std::string_view nameOf(CountedSet counted)
{
    return countedNames.at(static_cast<std::size_t>(counted));
}

std::optional<CountedSet> countedOf(std::string_view name)
{
    const auto found = std::ranges::find(countedNames, name);
    return found == countedNames.end() ? std::nullopt : std::optional(static_cast<CountedSet>(found - countedNames.begin()));
}

} // namespace mandate
