// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/late_reports.h"

#include "models/base/canonical_json.h"
#include "models/evidence/record_json.h"
#include "models/workspace/workspace_private.h"

#include <algorithm>
#include <charconv>

namespace mandate {

namespace {

constexpr std::string_view reportEnding = ".otlp.json";
constexpr std::size_t timeDigits = 20;

bool areDigits(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// What the same call is in a question and in a report of it.
std::string callOf(const Record &record)
{
    return ApprovalCover::keyOf(record.agent, record.session, record.tool, canonicalJson(record.arguments));
}

} // namespace

std::string reportName(const Instant &received, std::uint64_t number)
{
    std::string name = std::to_string(received.nanoseconds);
    name.insert(0, timeDigits - std::min(timeDigits, name.size()), '0');
    return name + '-' + std::to_string(number) + std::string(reportEnding);
}

std::optional<Instant> reportedAt(std::string_view source)
{
    if (!source.ends_with(reportEnding) || source.size() <= timeDigits + 1 + reportEnding.size() || source[timeDigits] != '-')
        return std::nullopt;
    const std::string_view time = source.substr(0, timeDigits);
    const std::string_view number = source.substr(timeDigits + 1, source.size() - timeDigits - 1 - reportEnding.size());
    Instant received;
    if (!areDigits(time) || !areDigits(number) || std::from_chars(time.data(), time.data() + time.size(), received.nanoseconds).ec != std::errc())
        return std::nullopt;
    return received;
}

Result<void> Workspace::Private::eachRecord(std::span<const EntryNumber> entries, const std::function<void(EntryNumber, const Record &)> &visit) const
{
    constexpr std::size_t atOnce = 1024;
    JsonReader reader;
    Arena arena;
    for (std::size_t done = 0; done < entries.size(); done += atOnce) {
        const auto some = entries.subspan(done, std::min(atOnce, entries.size() - done));
        const auto bodies = store->bodies(some);
        if (!bodies)
            return bodies.error();
        for (std::size_t i = 0; i < some.size(); ++i) {
            arena.reset();
            const auto record = readRecord((*bodies)[i], reader, arena);
            if (!record)
                return record.error();
            visit(some[i], *record);
        }
    }
    return {};
}

Result<std::vector<EntryNumber>> Workspace::Private::reportedLate(const std::string &agent, const Stop &stop) const
{
    RowFilter filter;
    filter.kinds = {RecordKind::Action};
    filter.agents = {agent};
    filter.outcomes = {Outcome::Executed, Outcome::Unknown};
    filter.until = stop.from; // by the report's own words
    const auto rowsOf = [this](const RowFilter &wanted, EntryNumber behind = 0) -> Result<std::vector<Row>> {
        auto entries = store->select(wanted, RowOrder::ArrivalAscending);
        if (!entries)
            return entries.error();
        entries->erase(entries->begin(), std::ranges::lower_bound(*entries, behind));
        return store->rows(*entries);
    };
    const auto rows = rowsOf(filter, stop.entry); // what was received after the stop is in the ledger behind it
    if (!rows)
        return rows.error();
    std::vector<EntryNumber> late;
    std::set<std::string> sessions;
    std::set<std::string> tools;
    for (const Row &row : *rows) {
        const auto received = reportedAt(row.source);
        if (!received || received->nanoseconds < stop.from.nanoseconds || (stop.next && received->nanoseconds >= stop.next->nanoseconds))
            continue;
        late.push_back(row.number);
        sessions.insert(row.session);
        tools.insert(row.tool);
    }
    if (late.empty())
        return late;
    // Each permission that the gateway gave before the stop shows one call, unless another report told of that one.
    filter.sessions.assign(sessions.begin(), sessions.end());
    filter.tools.assign(tools.begin(), tools.end());
    filter.until.reset();
    auto told = rowsOf(filter);
    filter.kinds = {RecordKind::Decision};
    filter.outcomes = {Outcome::Unknown}; // permitted; what was refused is Refused
    auto permissions = store->select(filter, RowOrder::ArrivalAscending);
    if (!told)
        return told.error();
    if (!permissions)
        return permissions.error();
    permissions->erase(std::ranges::lower_bound(*permissions, stop.entry), permissions->end());
    std::vector<EntryNumber> others;
    for (const Row &row : *told) {
        const bool before = row.number < stop.entry || (row.time && row.time->nanoseconds < stop.from.nanoseconds);
        if (before && !std::ranges::binary_search(late, row.number))
            others.push_back(row.number);
    }
    std::map<std::string, std::int64_t> open;
    std::vector<EntryNumber> unshown;
    auto read = eachRecord(*permissions, [&](EntryNumber, const Record &permission) { ++open[callOf(permission)]; });
    if (read && !open.empty())
        read = eachRecord(others, [&](EntryNumber, const Record &action) { --open[callOf(action)]; });
    if (read)
        read = eachRecord(late, [&](EntryNumber entry, const Record &action) {
            if (const auto call = open.find(callOf(action)); call != open.end() && call->second > 0)
                --call->second;
            else
                unshown.push_back(entry);
        });
    if (!read)
        return read.error();
    return unshown;
}

} // namespace mandate
