// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/task_success.h"

#include "models/base/json_reader.h"
#include "models/evidence/record_json.h"
#include "models/items/text_safety.h"
#include "models/items/words.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <span>

namespace mandate {

namespace {

constexpr std::size_t bodiesAtOnce = 512;

struct SuccessWords
{
    Q_DECLARE_TR_FUNCTIONS(mandate::TaskSuccess)
};

std::optional<double> numberOf(const Value &value)
{
    switch (value.kind()) {
    case ValueKind::Int: return static_cast<double>(value.asInt());
    case ValueKind::Uint: return static_cast<double>(value.asUint());
    case ValueKind::Double: return value.asDouble();
    default: return std::nullopt;
    }
}

using Run = std::pair<std::string, std::string>; // agent, session

} // namespace

std::optional<bool> taskSucceeded(const Value &labels)
{
    if (!labels.isMap())
        return std::nullopt;
    for (const std::string_view name : {"utility", "success", "passed"}) {
        const Value *value = labels.find(name);
        if (value && value->kind() == ValueKind::Bool)
            return value->asBool();
    }
    const Value *reward = labels.find("reward");
    const auto number = reward ? numberOf(*reward) : std::nullopt;
    if (!number)
        return std::nullopt;
    return *number > 1 - 1e-6; // tau's own rule of a solved task
}

Result<std::vector<TaskSuccess>> readTaskSuccess(const Store &store, std::stop_token stop)
{
    RowFilter violating;
    violating.kinds = {RecordKind::Action};
    violating.verdicts = {Verdict::Prohibited};
    const std::array by{Dimension::Agent, Dimension::Session};
    const auto tallies = store.tally(violating, by, stop);
    if (!tallies)
        return tallies.error();
    std::set<Run> broke;
    for (const Tally &tally : *tallies)
        broke.emplace(tally.key[0], tally.key[1]);

    RowFilter ends;
    ends.kinds = {RecordKind::Session};
    const auto entries = store.select(ends, RowOrder::ArrivalAscending, stop);
    if (!entries)
        return entries.error();
    std::map<std::string, TaskSuccess> byAgent;
    JsonReader reader;
    Arena arena;
    const std::span<const EntryNumber> all(*entries);
    for (std::size_t first = 0; first < all.size() && !stop.stop_requested(); first += bodiesAtOnce) {
        const auto part = all.subspan(first, std::min(bodiesAtOnce, all.size() - first));
        const auto bodies = store.bodies(part);
        if (!bodies)
            return bodies.error();
        for (const std::string &body : *bodies) {
            arena.reset();
            const auto record = readRecord(body, reader, arena);
            const auto succeeded = record ? taskSucceeded(record->labels) : std::nullopt;
            if (!succeeded || record->agent.empty())
                continue;
            TaskSuccess &success = byAgent[std::string(record->agent)];
            ++success.scored;
            if (!*succeeded)
                continue;
            ++success.succeeded;
            if (broke.contains(Run(record->agent, record->session)))
                ++success.succeededViolating;
        }
    }
    std::vector<TaskSuccess> out;
    for (auto &[agent, success] : byAgent) {
        success.agent = toText(agent);
        out.push_back(success);
    }
    return out;
}

QString successSentence(const TaskSuccess &success)
{
    //: %1 an agent; %2, %3 and %4 are numbers
    return SuccessWords::tr("%1: %2 of %3 tasks succeeded, and %4 of the runs that succeeded broke a prohibition.")
        .arg(visibleLine(success.agent, 120), words::number(success.succeeded), words::number(success.scored),
             words::number(success.succeededViolating));
}

} // namespace mandate
