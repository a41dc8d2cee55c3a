// SPDX-License-Identifier: GPL-3.0-or-later
// What an action would touch, from its arguments, the pact's tool list and the trail: never from the agent's words (FEATURES.md B10).
#include "models/base/json_reader.h"
#include "models/evidence/record_json.h"
#include "models/workspace/stakes.h"
#include "models/workspace/workspace_private.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace mandate {

namespace {

constexpr std::size_t mostResults = 2000;      ///< earlier results of the session that are looked through
constexpr std::size_t shortestName = 3;        ///< of an argument that is looked for in results: "1" would be found everywhere

struct Largest
{
    std::uint64_t count = 0;
    std::string_view name;
    void offer(std::uint64_t candidate, std::string_view of)
    {
        if (candidate <= count)
            return;
        count = candidate;
        name = of;
    }
};

/// The longest list among the members of an object that names one of `wanted`: what hangs on the thing that the action is about.
void findDependents(const Value &json, const std::vector<std::string_view> &wanted, Largest &largest)
{
    if (json.isList()) {
        for (const Value &item : json.items())
            findDependents(item, wanted, largest);
        return;
    }
    if (!json.isMap())
        return;
    const bool named = std::ranges::any_of(json.members(), [&](const Member &member) {
        return member.value.isString() && std::ranges::find(wanted, member.value.text()) != wanted.end();
    });
    for (const Member &member : json.members()) {
        if (named && member.value.isList())
            largest.offer(member.value.items().size(), member.key.text());
        findDependents(member.value, wanted, largest);
    }
}

std::optional<std::uint64_t> firstNumber(std::string_view text)
{
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    const auto begin = std::ranges::find_if(text, isDigit);
    if (begin == text.end())
        return std::nullopt;
    std::uint64_t number = 0;
    for (auto digit = begin; digit != text.end() && isDigit(*digit) && number < 1'000'000'000'000ULL; ++digit)
        number = number * 10 + static_cast<std::uint64_t>(*digit - '0');
    return number;
}

/// Words with which agents play down what they are about to do.
bool playsDown(const std::string &words)
{
    std::string lower(words);
    std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    static constexpr std::array<std::string_view, 7> small{"minor", "trivial", "harmless", "no impact", "nothing else", "only a small", "no effect"};
    return std::ranges::any_of(small, [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

void findContradictions(const Proposal &proposal, BlastRadius &radius)
{
    auto &said = radius.contradictions;
    if (proposal.reversible == Reversibility::Full && (radius.reversible == "none" || radius.reversible == "partial"))
        said.push_back("The agent says it can be undone; the pact says it " + std::string(radius.reversible == "none" ? "cannot." : "can be undone in part only."));
    if (radius.objects && *radius.objects > 1) {
        const auto claimed = firstNumber(proposal.blastRadius);
        if (claimed && *claimed < *radius.objects)
            said.push_back("The agent speaks of " + std::to_string(*claimed) + "; " + std::to_string(*radius.objects) + " would be touched (" + radius.objectsFrom + ").");
    }
    const bool large = radius.destructive || (radius.objects && *radius.objects > 1);
    if (large && (playsDown(proposal.scope) || playsDown(proposal.blastRadius) || playsDown(proposal.reasoning)))
        said.push_back(radius.destructive ? "The agent plays it down; the pact calls this tool destructive." : "The agent plays it down; it touches more than one thing.");
}

} // namespace

Result<BlastRadius> Workspace::blastRadius(const ApprovalRequest &request) const
{
    BlastRadius radius;
    bool spending = false;
    {
        if (auto loaded = m->load(); !loaded)
            return loaded.error();
        const std::shared_lock reading(m->lock);
        if (const PactPointer pact = m->pactNamed(request.pactId, request.pactVersion)) {
            if (const PactTool *tool = pact->version.document.tool(request.action.tool)) {
                for (const Consequence consequence : tool->consequences)
                    radius.consequences.emplace_back(nameOf(consequence));
                radius.destructive = tool->destructive;
                radius.reversible = tool->reversible;
            }
            spending = spends(pact->version.document, request.action.tool);
        }
    }
    JsonReader reader;
    Arena arena;
    const auto arguments = reader.read(request.action.parameters, arena);
    std::vector<std::string_view> names;
    if (arguments && arguments->isMap()) {
        Largest largest;
        for (const Member &member : arguments->members()) {
            if (member.value.isList())
                largest.offer(member.value.items().size(), member.key.text());
            if (member.value.isString() && member.value.text().size() >= shortestName)
                names.push_back(member.value.text());
        }
        if (largest.count > 0) {
            radius.objects = largest.count;
            radius.objectsFrom = "argument \"" + std::string(largest.name) + '"';
        }
        if (const auto amount = amountOf(*arguments); amount && spending) {
            radius.millionths = amount->millionths;
            radius.currency = amount->currency;
        }
    }
    if (!request.action.resource.empty())
        names.emplace_back(request.action.resource);

    RowFilter earlier;
    earlier.kinds = {RecordKind::Action};
    earlier.agents = {request.action.agent};
    earlier.sessions = {request.session};
    earlier.erased = false;
    auto entries = m->store->select(earlier, RowOrder::ArrivalDescending);
    if (!entries)
        return entries.error();
    if (entries->size() > mostResults)
        entries->resize(mostResults);
    const auto bodies = m->store->bodies(*entries);
    if (!bodies)
        return bodies.error();
    Largest dependents;
    std::string from;
    for (const std::string &body : *bodies) {
        Arena room;
        const auto record = readRecord(body, reader, room);
        if (!record || !record->result || names.empty())
            continue;
        JsonReader inner;
        const auto json = inner.read(*record->result, room);
        if (!json)
            continue;
        const std::uint64_t before = dependents.count;
        findDependents(*json, names, dependents);
        if (dependents.count > before)
            from = "\"" + std::string(dependents.name) + "\" in an earlier result of " + std::string(record->tool);
        dependents.name = {};
    }
    if (dependents.count > radius.objects.value_or(0)) {
        radius.objects = dependents.count;
        radius.objectsFrom = std::move(from);
    }

    RowFilter similar;
    similar.kinds = {RecordKind::Action};
    similar.agents = {request.action.agent};
    similar.tools = {request.action.tool};
    const auto tallies = m->store->tally(similar, std::array{Dimension::Outcome, Dimension::Verdict});
    if (!tallies)
        return tallies.error();
    for (const Tally &tally : *tallies) {
        const auto outcome = outcomeOf(tally.key[0]);
        const bool executed = outcome && countsAsExecuted(*outcome);
        (executed ? radius.similarExecuted : radius.similarRefused) += tally.count;
        const auto verdict = verdictOf(tally.key[1]);
        if (executed && verdict && (*verdict == Verdict::Prohibited || *verdict == Verdict::NeedsApproval || *verdict == Verdict::OutOfScope))
            radius.similarViolations += tally.count;
    }
    findContradictions(request.proposal, radius);
    return radius;
}

} // namespace mandate
