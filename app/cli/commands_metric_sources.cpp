// SPDX-License-Identifier: GPL-3.0-or-later
// metric-source …: figures that others measure, added, shown and taken away. What is not known is printed as a hole and never as a zero.
#include "app/cli/commands.h"
#include "app/cli/interruption.h"
#include "app/cli/output.h"
#include "app/cli/secret_input.h"
#include "app/cli/surroundings.h"
#include "models/workspace/metric_sources.h"

#include <nlohmann/json.hpp>

#include <charconv>
#include <cstdio>
#include <filesystem>

namespace mandate::cli {

namespace {

using MetricJson = nlohmann::ordered_json;

MetricJson orNull(const std::string &text)
{
    return text.empty() ? MetricJson(nullptr) : MetricJson(text);
}

MetricJson sourceJson(const MetricSourceStatement &statement)
{
    const MetricSource &source = statement.source;
    return {{"source", source.id},
            {"kind", nameOf(source.kind)},
            {"title", orNull(source.title)},
            {"address", source.address},
            {"query", source.query},
            {"unit", orNull(source.unit)},
            {"step", source.step == 0 ? MetricJson(nullptr) : MetricJson(source.step)},
            {"agent", orNull(source.agent)},
            {"trust_file", orNull(source.trustFile)},
            {"auth", nameOf(source.auth)},
            {"user", orNull(source.user)},
            {"time_column", orNull(source.timeColumn)},
            {"value_column", orNull(source.valueColumn)},
            {"time_format", orNull(source.timeFormat)},
            {"zone", orNull(source.zone)},
            {"note", statement.note},
            {"by", statement.by},
            {"at", formatInstant(statement.at)}};
}

MetricJson holesJson(const std::vector<MetricHole> &holes)
{
    MetricJson list = MetricJson::array();
    for (const MetricHole &hole : holes)
        list.push_back({{"from", formatInstant(hole.from)}, {"until", formatInstant(hole.until)}});
    return list;
}

MetricJson readingJson(const std::string &id, const MetricReading &reading)
{
    MetricJson series = MetricJson::array();
    for (const MetricSeries &one : reading.series) {
        MetricJson points = MetricJson::array();
        for (const MetricPoint &point : one.points) {
            MetricJson object{{"at", formatInstant(point.at)}, {"value", point.value ? MetricJson(*point.value) : MetricJson(nullptr)}};
            if (!point.value)
                object["says"] = point.word;
            points.push_back(std::move(object));
        }
        series.push_back({{"name", one.name()},
                          {"labels", one.labels},
                          {"state", nameOf(one.freshness)},
                          {"usual_gap", one.usualGap ? MetricJson(static_cast<double>(*one.usualGap) / 1e9) : MetricJson(nullptr)},
                          {"complete_through", jsonOf(one.completeThrough)},
                          {"last_seen", jsonOf(one.lastSeen)},
                          {"points", std::move(points)},
                          {"holes", holesJson(one.holes)}});
    }
    MetricJson problem = nullptr;
    if (reading.problem)
        problem = {{"code", reading.problem->code}, {"happened", reading.problem->happened}, {"remedy", reading.problem->remedy}};
    return {{"source", id},
            {"asked", reading.asked},
            {"at", formatInstant(reading.at)},
            {"since", reading.range.now ? MetricJson(nullptr) : MetricJson(formatInstant(reading.range.since))},
            {"until", formatInstant(reading.range.until)},
            {"step", reading.range.step == 0 ? MetricJson(nullptr) : MetricJson(static_cast<double>(reading.range.step) / 1e9)},
            {"requests", reading.requests},
            {"unit", orNull(reading.unit)},
            {"state", nameOf(reading.freshness())},
            {"complete_through", jsonOf(reading.completeThrough())},
            {"last_seen", jsonOf(reading.lastSeen())},
            {"series", std::move(series)},
            {"holes", holesJson(reading.holes())},
            {"warnings", reading.warnings},
            {"problem", std::move(problem)}};
}

Result<std::int64_t> stepOf(const Arguments &arguments)
{
    if (!arguments.has("step"))
        return std::int64_t{0};
    const std::string text = arguments.text("step");
    std::int64_t seconds = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (fault != std::errc() || end != text.data() + text.size() || seconds < 1 || seconds > 31'622'400)
        return Error{ErrorKind::Usage, "MND-CLI-080", "\"" + text + "\" is no step.", "Nothing was done.", "Give whole seconds, such as --step 60.", {}};
    return seconds;
}

Result<MetricSource> sourceOf(const Arguments &arguments)
{
    MetricSource source;
    source.id = arguments.word(1);
    const auto kind = metricSourceKindOf(arguments.text("kind"));
    const auto auth = metricAuthOf(arguments.has("auth") ? arguments.text("auth") : std::string("none"));
    if (!kind || !auth)
        return Error{ErrorKind::Usage, "MND-CLI-081", kind ? "It is not known how the password or token is used." : "It is not said what kind of source it is.", "Nothing was signed.",
                     "Give --kind prometheus, openmetrics, csv or otlp, and --auth basic or bearer where one is needed.", {}};
    const auto step = stepOf(arguments);
    if (!step)
        return step.error();
    source.kind = *kind;
    source.auth = *auth;
    source.step = *step;
    source.address = arguments.text("address");
    if (*kind != MetricSourceKind::Prometheus && !source.address.empty() && source.address.find("://") == std::string::npos)
        source.address = std::filesystem::absolute(source.address).lexically_normal().string();
    if (arguments.has("ca-file"))
        source.trustFile = std::filesystem::absolute(arguments.text("ca-file")).lexically_normal().string();
    for (const auto &[option, into] : {std::pair{"query", &source.query},
                                       {"title", &source.title},
                                       {"unit", &source.unit},
                                       {"agent", &source.agent},
                                       {"user", &source.user},
                                       {"time-column", &source.timeColumn},
                                       {"value-column", &source.valueColumn},
                                       {"time-format", &source.timeFormat},
                                       {"zone", &source.zone}})
        *into = arguments.text(option);
    return source;
}

int addSource(const Arguments &arguments)
{
    const auto source = sourceOf(arguments);
    if (!source)
        return fail(source.error());
    const auto secret = secretOption(arguments, "No metrics source was added or changed.");
    if (!secret)
        return fail(secret.error());
    auto workspace = Workspace::open(arguments.word(0), false, surroundings());
    if (!workspace)
        return fail(workspace.error());
    if (auto set = MetricSources(**workspace).set(*source, *secret, arguments.text("note")); !set)
        return fail(set.error());
    if (arguments.json())
        printJson(MetricJson{{"source", source->id}, {"kind", nameOf(source->kind)}});
    else
        print("The metrics source " + source->id + " is added and signed. Read it: mandate metric-source read W " + source->id);
    return Done;
}

int listSources(const Arguments &arguments)
{
    auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const auto all = MetricSources(**workspace).list();
    if (arguments.json()) {
        MetricJson list = MetricJson::array();
        for (const MetricSourceStatement &statement : all)
            list.push_back(sourceJson(statement));
        printJson(MetricJson{{"sources", std::move(list)}});
        return Done;
    }
    if (all.empty()) {
        print("There is no metrics source.");
        return Done;
    }
    std::vector<std::vector<std::string>> rows{{"source", "kind", "agent", "query", "address", "added by", "at"}};
    for (const MetricSourceStatement &statement : all)
        rows.push_back({statement.source.id, std::string(nameOf(statement.source.kind)), statement.source.agent.empty() ? "-" : statement.source.agent, statement.source.query, statement.source.address, statement.by,
                        formatInstant(statement.at)});
    printTable(rows);
    return Done;
}

int removeSource(const Arguments &arguments)
{
    auto workspace = Workspace::open(arguments.word(0), false, surroundings());
    if (!workspace)
        return fail(workspace.error());
    if (auto gone = MetricSources(**workspace).remove(arguments.word(1), arguments.text("reason")); !gone)
        return fail(gone.error());
    if (arguments.json())
        printJson(MetricJson{{"source", arguments.word(1)}, {"removed", true}});
    else
        print("The metrics source " + visible(arguments.word(1)) + " is taken away. That it was there stays in the ledger.");
    return Done;
}

void printReading(const MetricReading &reading)
{
    if (!reading.asked.empty())
        print("asked: " + visible(reading.asked));
    const std::string unit = reading.unit.empty() ? "" : " " + visible(reading.unit);
    for (const MetricSeries &one : reading.series) {
        print(visible(one.name()) + ": " + counted(one.points.size(), "point") + ", " + std::string(nameOf(one.freshness)) +
              (one.completeThrough ? ", complete through " + formatInstant(*one.completeThrough) : ", complete through nothing") + (one.lastSeen ? ", last seen " + formatInstant(*one.lastSeen) : ""));
        std::size_t next = 0;
        const auto holesUntil = [&](std::int64_t time) {
            for (; next < one.holes.size() && one.holes[next].from.nanoseconds < time; ++next)
                print("  " + formatInstant(one.holes[next].from) + " to " + formatInstant(one.holes[next].until) + "  not known");
        };
        for (const MetricPoint &point : one.points) {
            holesUntil(point.at.nanoseconds);
            char number[40];
            std::snprintf(number, sizeof number, "%.12g", point.value.value_or(0));
            print("  " + formatInstant(point.at) + "  " + (point.value ? number + unit : "no value (" + visible(point.word) + ')'));
        }
        holesUntil(INT64_MAX);
    }
    if (reading.series.empty()) {
        for (const MetricHole &hole : reading.holes())
            print("  " + formatInstant(hole.from) + (hole.from == hole.until ? "" : " to " + formatInstant(hole.until)) + "  not known");
    }
    for (const std::string &warning : reading.warnings)
        print("warning: " + visible(warning));
}

int readSource(const Arguments &arguments)
{
    const Interruption interruption;
    const auto since = arguments.time("since");
    const auto until = arguments.time("until");
    const auto step = stepOf(arguments);
    if (!since || !until || !step)
        return fail(!since ? since.error() : !until ? until.error() : step.error());
    auto workspace = Workspace::open(arguments.word(0), true, surroundings());
    if (!workspace)
        return fail(workspace.error());
    MetricRange range;
    range.until = until->value_or(systemNow());
    range.since = since->value_or(range.until);
    range.now = !since->has_value();
    range.step = *step * 1'000'000'000;
    const auto reading = MetricSources(**workspace).read(arguments.word(1), range, interruption.token());
    if (!reading)
        return fail(reading.error());
    if (arguments.json())
        printJson(readingJson(arguments.word(1), *reading));
    else
        printReading(*reading);
    return reading->problem ? (arguments.json() ? Findings : std::max(fail(*reading->problem), static_cast<int>(Findings))) : Done;
}

} // namespace

std::vector<Command> metricSourceCommands()
{
    return {
        {"metric-source add", "let figures that another system measures stand here: Prometheus, OpenMetrics text, CSV, OTLP",
         {"metric-source add W NAME --kind K --address A --query Q [--title T] [--unit U] [--step S] [--agent A] [--ca-file F] [--auth basic|bearer] [--user U] [--secret-file F] [--time-column C] "
          "[--value-column C] [--time-format F] [--zone utc] [--note T]",
          2, 2, {"kind", "address", "query", "title", "unit", "step", "agent", "ca-file", "auth", "user", "secret-file", "time-column", "value-column", "time-format", "zone", "note"}, {}},
         addSource},
        {"metric-source list", "the metrics sources, and who added them", {"metric-source list W", 1, 1, {}, {}}, listSources},
        {"metric-source remove", "take a metrics source away", {"metric-source remove W NAME --reason R", 2, 2, {"reason"}, {}}, removeSource},
        {"metric-source read", "read a metrics source: its points, its holes, and what it warns of", {"metric-source read W NAME [--since T] [--until T] [--step S]", 2, 2, {"since", "until", "step"}, {}}, readSource},
    };
}

} // namespace mandate::cli
