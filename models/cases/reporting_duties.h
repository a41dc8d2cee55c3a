// SPDX-License-Identifier: GPL-3.0-or-later
// Duties to report an incident, as data: from which law or contract, as of when, in which role, what starts the clock and what stops it. Nothing of it
// is in code, because laws move (resources/duties, docs/incidents.md). A clock here says by when at the earliest reading; it is no legal advice.
#pragma once

#include "models/base/instant.h"
#include "models/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

/// "Immediately" has no length: it is due when it starts.
struct DutyPeriod
{
    enum class Unit : std::uint8_t { Immediately, Hours, Days };
    Unit unit = Unit::Immediately;
    std::int64_t count = 0;
    bool operator==(const DutyPeriod &) const = default;
};

struct DutyCategory
{
    std::string id; ///< empty: the duty has no categories
    std::string title;
    std::string source; ///< the place that says so, such as "Article 73(4)"
    DutyPeriod period;
    bool operator==(const DutyCategory &) const = default;
};

struct ReportingDuty
{
    std::string id;
    std::string title;
    std::string source;   ///< law or contract, with its number
    std::string asOf;     ///< ISO date on which this was true
    std::string appliesFrom; ///< ISO date; empty: it applies
    std::string role;     ///< whose duty it is, such as "provider"
    std::string to;       ///< who gets the report
    std::string starts;   ///< the event that one becomes aware of
    std::string stops;    ///< what ends the clock
    std::string onlyIf;   ///< what must be so for it to apply; empty: nothing
    std::string first;    ///< what has to be done before; empty: nothing
    std::string note;
    std::vector<DutyCategory> categories; ///< one at least
    bool operator==(const ReportingDuty &) const = default;
    [[nodiscard]] const DutyCategory *category(std::string_view id) const;
};

/// {"schema": "mandate.reporting-duties/1", "duties": [{"id", "title", "source", "as_of", "applies_from"?, "role", "to", "starts", "stops", "only_if"?,
/// "first"?, "note"?, "period" or "categories": [{"id", "title", "source"?, "period"}]}]}; a period is "immediately", "72 hours" or "15 days".
/// Input error with the place.
Result<std::vector<ReportingDuty>> readReportingDuties(std::string_view json, const std::string &file);
/// Those of every *.json of a folder, in the order of their names. Refused when two have the same id.
Result<std::vector<ReportingDuty>> reportingDutiesIn(const std::string &folder);

/// The last moment at the earliest reading: hours run through; a day ends at the same local time in `zone` (IANA name; empty: UTC), so that a day in
/// which clocks change has 23 or 25 hours. Holidays, weekends and "until the end of the day" can only give more time.
[[nodiscard]] Instant dutyDeadline(const DutyPeriod &period, const Instant &aware, const std::string &zone);

} // namespace mandate
