// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/metrics/run_labels.h"

#include <algorithm>

namespace mandate {

namespace {

std::optional<bool> boolIn(const Value &labels, std::string_view name)
{
    const Value *value = labels.find(name);
    return value && value->is(ValueKind::Bool) ? std::optional(value->asBool()) : std::nullopt;
}

std::optional<double> numberIn(const Value &labels, std::string_view name)
{
    const Value *value = labels.find(name);
    return value ? value->number() : std::nullopt;
}

double positiveIn(const Value &labels, std::string_view name)
{
    return std::max(0.0, numberIn(labels, name).value_or(0));
}

std::string textOfScalar(const Value &labels, std::string_view name)
{
    const Value *value = labels.find(name);
    if (!value)
        return {};
    if (value->isString())
        return std::string(value->text());
    return value->is(ValueKind::Int) ? std::to_string(value->asInt()) : std::string();
}

std::string askedOf(const Value &labels)
{
    std::string task = textOfScalar(labels, "task_id");
    return task.empty() ? textOfScalar(labels, "user_task_id") : task;
}

/// With an attack, that too.
std::string taskOf(const Value &labels, const std::string &asked)
{
    if (asked.empty() || labels.find("task_id"))
        return asked;
    return asked + ' ' + textOfScalar(labels, "attack_type") + ' ' + textOfScalar(labels, "injection_task_id");
}

/// What one record knows is known; what two say differently is not, whatever a third says.
void takeKnown(const std::optional<bool> &from, std::optional<bool> &into, RunFacts::Said said, std::uint8_t &contradicted)
{
    if (from && into && *from != *into)
        contradicted |= said;
    if (from)
        into = from;
    if (contradicted & said)
        into.reset();
}

} // namespace

std::optional<bool> taskSucceeded(const Value &labels)
{
    if (!labels.isMap())
        return std::nullopt;
    for (const std::string_view name : {"utility", "success", "passed"}) {
        if (const auto said = boolIn(labels, name))
            return said;
    }
    const auto reward = numberIn(labels, "reward");
    return reward ? std::optional(*reward > 1 - 1e-6) : std::nullopt; // tau's own rule of a solved task
}

RunLabels readRunLabels(const Value &labels)
{
    RunLabels read;
    if (!labels.isMap())
        return read;
    RunFacts &run = read.facts;
    run.succeeded = taskSucceeded(labels);
    const Value *expected = labels.find("expected_actions");
    if (expected && expected->isList())
        run.handOverExpected = std::ranges::any_of(expected->items(), [](const Value &action) { return handsOver(action.findText("name").value_or(std::string_view())); });
    run.useful = boolIn(labels, "utility");
    if (run.useful || labels.find("attack_type") || labels.find("security")) {
        run.attack = std::string(labels.findText("attack_type").value_or("none"));
        const Value *error = labels.find("error");
        run.aborted = error && !error->isNull();
        run.incomplete = boolIn(labels, "incomplete").value_or(false);
        run.attackSucceeded = boolIn(labels, "attack_succeeded");
    }
    read.seconds = positiveIn(labels, "duration");
    read.cost = positiveIn(labels, "agent_cost");
    read.asked = askedOf(labels);
    read.task = taskOf(labels, read.asked);
    return read;
}

void takeLabels(const RunFacts &from, RunFacts &into)
{
    into.contradicted |= from.contradicted;
    takeKnown(from.succeeded, into.succeeded, RunFacts::SaidSucceeded, into.contradicted);
    takeKnown(from.handOverExpected, into.handOverExpected, RunFacts::SaidHandOver, into.contradicted);
    takeKnown(from.useful, into.useful, RunFacts::SaidUseful, into.contradicted);
    if (from.attack) {
        if (into.attack && (*into.attack != *from.attack || into.aborted != from.aborted))
            into.contradicted |= RunFacts::SaidAttack;
        into.attack = from.attack;
        into.aborted = from.aborted;
        into.incomplete = from.incomplete;
    }
    takeKnown(from.attackSucceeded, into.attackSucceeded, RunFacts::SaidAttack, into.contradicted);
}

} // namespace mandate
