// SPDX-License-Identifier: GPL-3.0-or-later
// The status list as a point: each state sent makes a new list of every agent. What lies on disk is read back and verified; whether anybody
// reads it cannot be seen from here.
#include "models/enforcement/point_kinds.h"
#include "models/enforcement/probe.h"
#include "models/enforcement/status_folder.h"

#include <algorithm>

namespace mandate::status_file {

namespace {

Delivery notWritten(const Errand &errand, const Error &error)
{
    return errand.failed(error.code, error.happened, error.remedy, error.kind == ErrorKind::Storage);
}

/// Every agent of this point, with the standing that is being sent unless the ledger has a newer one.
std::vector<EnforcedStanding> everyone(const Errand &errand, const EnforcedStanding &standing)
{
    std::vector<EnforcedStanding> all = errand.outside().standings ? errand.outside().standings() : std::vector<EnforcedStanding>();
    const auto same = std::find_if(all.begin(), all.end(), [&](const EnforcedStanding &other) { return other.agent == standing.agent; });
    if (same == all.end())
        all.push_back(standing);
    else if (same->entry <= standing.entry)
        *same = standing;
    std::erase_if(all, [&](const EnforcedStanding &other) { return !errand.point().concerns(other.agent); });
    std::sort(all.begin(), all.end(), [](const EnforcedStanding &a, const EnforcedStanding &b) { return a.agent < b.agent; });
    return all;
}

/// What the list lets an agent do with a tool.
bool passes(const StatusList &list, const std::string &agent, const std::string &tool)
{
    const EnforcedStanding *listed = list.find(agent);
    if (listed == nullptr || !mayAct(listed->state))
        return false;
    return listed->state != AgentState::Restricted ||
           std::find(listed->refusedTools.begin(), listed->refusedTools.end(), tool) == listed->refusedTools.end();
}

} // namespace

Delivery deliver(Errand &errand, const EnforcedStanding &standing)
{
    if (standing.state != AgentState::Authorized)
        errand.setByHand("Stop the programs that read this list; without a valid list they must refuse every agent.");
    const auto key = errand.key();
    if (const auto *problem = std::get_if<Delivery>(&key))
        return *problem;
    const auto make = [&] {
        StatusList list;
        list.point = errand.point().id;
        list.issuedAt = errand.outside().now();
        list.expiresAt = list.issuedAt;
        list.expiresAt.nanoseconds += std::stoll(errand.point().setting("lifetime_seconds", "86400")) * 1000000000;
        list.agents = everyone(errand, standing);
        // Milliseconds as the least: a folder that was lost and begins again must not look older than what readers have seen.
        list.sequence = static_cast<std::uint64_t>(std::max<std::int64_t>(1, list.issuedAt.nanoseconds / 1000000));
        return list;
    };
    const StatusFolder folder(errand.point().url);
    const auto written = folder.publish(make, *std::get<const SigningKey *>(key), [&errand] { return !errand.isOver(); });
    if (!written)
        return notWritten(errand, written.error());
    Delivery delivery = errand.confirmed("List " + std::to_string(written->sequence) + " is in force until " + formatInstant(written->expiresAt) +
                                         ". Whether the programs that should read it do so cannot be seen from here.");
    delivery.messageId = std::to_string(written->sequence);
    return delivery;
}

Delivery holds(Errand &errand, const EnforcedStanding &standing)
{
    if (standing.state != AgentState::Authorized)
        errand.setByHand("Stop the programs that read this list; without a valid list they must refuse every agent.");
    const auto key = errand.key();
    if (const auto *problem = std::get_if<Delivery>(&key))
        return *problem;
    const auto list = StatusFolder(errand.point().url).current(std::get<const SigningKey *>(key)->publicKey());
    if (!list)
        return notWritten(errand, list.error());
    if (list->point != errand.point().id)
        return errand.unknown("MND-ENF-020", "The list is one of another point, " + quotedText(list->point) + '.',
                              "Give each point a folder of its own.", false);
    if (list->expiresAt.nanoseconds <= errand.outside().now().nanoseconds)
        return errand.unknown("MND-ENF-020",
                              "The list has expired at " + formatInstant(list->expiresAt) +
                                  ". Programs that check that refuse every agent; others do not.",
                              "Send the state again, which writes a new list.", false);
    Delivery delivery =
        tried(errand, standing, std::string(anyTool), [&](const std::string &tool) -> Passes { return passes(*list, standing.agent, tool); });
    delivery.httpStatus = 0;
    delivery.messageId = std::to_string(list->sequence);
    return delivery;
}

Delivery test(Errand &errand)
{
    const auto key = errand.key();
    if (const auto *problem = std::get_if<Delivery>(&key))
        return *problem;
    const StatusFolder folder(errand.point().url);
    if (const auto writable = folder.tryWriting(); !writable)
        return notWritten(errand, writable.error());
    const auto list = folder.current(std::get<const SigningKey *>(key)->publicKey());
    if (list)
        return errand.confirmed("The folder can be written. List " + std::to_string(list->sequence) + " is in force until " +
                                formatInstant(list->expiresAt) + '.');
    if (list.error().kind == ErrorKind::Missing)
        return errand.confirmed("The folder can be written. There is no list in it yet.");
    return notWritten(errand, list.error());
}

} // namespace mandate::status_file
