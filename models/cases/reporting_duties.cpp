// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/cases/reporting_duties.h"

#include "models/base/json_reader.h"

#include <QDateTime>
#include <QTimeZone>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace mandate {

namespace {

constexpr std::int64_t second = 1'000'000'000;

Error noDuties(const std::string &file, std::string path, std::string why)
{
    Error error{ErrorKind::Input, "MND-CAS-060", "These are no reporting duties: " + std::move(why) + '.', "No other duty is affected.", "Correct the file.", {}};
    error.position.file = file;
    error.position.path = std::move(path);
    return error;
}

std::optional<DutyPeriod> periodOf(std::string_view text)
{
    if (text == "immediately")
        return DutyPeriod{};
    std::int64_t count = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), count);
    const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
    if (problem != std::errc() || count < 1 || count > 10'000)
        return std::nullopt;
    if (unit == " hours" || unit == " hour")
        return DutyPeriod{DutyPeriod::Unit::Hours, count};
    if (unit == " days" || unit == " day")
        return DutyPeriod{DutyPeriod::Unit::Days, count};
    return std::nullopt;
}

bool isDate(const std::string &text)
{
    return text.size() == 10 && parseInstant(text);
}

} // namespace

const DutyCategory *ReportingDuty::category(std::string_view wanted) const
{
    const auto found = std::ranges::find(categories, wanted, &DutyCategory::id);
    return found == categories.end() ? nullptr : &*found;
}

Result<std::vector<ReportingDuty>> readReportingDuties(std::string_view json, const std::string &file)
{
    Arena arena;
    JsonReader reader;
    const auto read = reader.read(json, arena);
    if (!read)
        return noDuties(file, {}, "they are no JSON");
    const Value *list = read->find("duties");
    if (read->findText("schema") != "mandate.reporting-duties/1" || !list || !list->isList())
        return noDuties(file, "/schema", "the schema is not mandate.reporting-duties/1, or there is no list of duties");
    std::vector<ReportingDuty> duties;
    for (std::size_t i = 0; i < list->items().size(); ++i) {
        const Value &one = list->items()[i];
        const std::string place = "/duties/" + std::to_string(i);
        const auto text = [&](std::string_view name) { return std::string(one.findText(name).value_or(std::string_view())); };
        ReportingDuty duty{text("id"),     text("title"), text("source"), text("as_of"),   text("applies_from"), text("role"), text("to"),
                           text("starts"), text("stops"), text("only_if"), text("first"), text("note"),         {}};
        for (const auto &[name, said] : {std::pair{"id", &duty.id}, {"title", &duty.title}, {"source", &duty.source}, {"role", &duty.role}, {"to", &duty.to},
                                         {"starts", &duty.starts}, {"stops", &duty.stops}}) {
            if (said->empty())
                return noDuties(file, place + '/' + name, std::string("\"") + name + "\" is missing");
        }
        if (!isDate(duty.asOf) || (!duty.appliesFrom.empty() && !isDate(duty.appliesFrom)))
            return noDuties(file, place + "/as_of", "a date is not of the form 2026-11-29");
        if (std::ranges::find(duties, duty.id, &ReportingDuty::id) != duties.end())
            return noDuties(file, place + "/id", "the id \"" + duty.id + "\" is there twice");
        const Value *categories = one.find("categories");
        if (!categories) {
            const auto period = periodOf(text("period"));
            if (!period)
                return noDuties(file, place + "/period", R"(the period is not "immediately" or such as "72 hours" or "15 days")");
            duty.categories.push_back({{}, duty.title, duty.source, *period});
        }
        for (const Value &category : categories && categories->isList() ? categories->items() : std::span<const Value>()) {
            const auto period = periodOf(category.findText("period").value_or(std::string_view()));
            DutyCategory made{std::string(category.findText("id").value_or(std::string_view())), std::string(category.findText("title").value_or(std::string_view())),
                              std::string(category.findText("source").value_or(duty.source)), period.value_or(DutyPeriod())};
            if (!period || made.id.empty() || made.title.empty() || duty.category(made.id))
                return noDuties(file, place + "/categories", R"(a category has no id, title or period such as "10 days", or an id twice)");
            duty.categories.push_back(std::move(made));
        }
        if (duty.categories.empty())
            return noDuties(file, place + "/categories", "there is no category");
        duties.push_back(std::move(duty));
    }
    return duties;
}

Result<std::vector<ReportingDuty>> reportingDutiesIn(const std::string &folder)
{
    std::vector<std::filesystem::path> files;
    std::error_code problem;
    for (const auto &entry : std::filesystem::directory_iterator(folder, problem)) {
        if (entry.path().extension() == ".json")
            files.push_back(entry.path());
    }
    if (problem)
        return noDuties(folder, {}, "the folder cannot be read");
    std::ranges::sort(files);
    std::vector<ReportingDuty> all;
    for (const std::filesystem::path &file : files) {
        std::ifstream stream(file, std::ios::binary);
        const std::string json{std::istreambuf_iterator<char>(stream), {}};
        auto read = readReportingDuties(json, file.string());
        if (!read)
            return read;
        for (ReportingDuty &duty : *read) {
            if (std::ranges::find(all, duty.id, &ReportingDuty::id) != all.end())
                return noDuties(file.string(), "/duties", "the id \"" + duty.id + "\" is in another file as well");
            all.push_back(std::move(duty));
        }
    }
    return all;
}

Instant dutyDeadline(const DutyPeriod &period, const Instant &aware, const std::string &zone)
{
    if (period.unit == DutyPeriod::Unit::Immediately)
        return aware;
    if (period.unit == DutyPeriod::Unit::Hours)
        return {aware.nanoseconds + period.count * 3600 * second, aware.zoneKnown};
    const QTimeZone place = zone.empty() ? QTimeZone::utc() : QTimeZone(QByteArray::fromStdString(zone));
    std::int64_t seconds = aware.nanoseconds / second;
    std::int64_t rest = aware.nanoseconds % second;
    if (rest < 0) {
        rest += second;
        --seconds;
    }
    const QDateTime later = QDateTime::fromSecsSinceEpoch(seconds, place.isValid() ? place : QTimeZone::utc()).addDays(period.count);
    return {later.toSecsSinceEpoch() * second + rest, aware.zoneKnown};
}

} // namespace mandate
