// SPDX-License-Identifier: GPL-3.0-or-later
// retention: which records may go because their time is over, and letting them go.
#include "app/cli/commands.h"
#include "app/cli/interruption.h"
#include "app/cli/keeping_output.h"
#include "app/cli/output.h"
#include "app/cli/surroundings.h"

#include <charconv>

namespace mandate::cli {

namespace {

using Json = nlohmann::ordered_json;

std::string whyKept(const RetentionPlan::Kept &kept)
{
    switch (kept.because) {
    case KeptBecause::Hold: return "legal hold " + kept.what;
    case KeptBecause::OpenIncident: return "belong to incident " + kept.what;
    case KeptBecause::NoPact: return "no pact binds " + (kept.what.empty() ? "an agent without a name" : kept.what) + ", so nobody said how long";
    case KeptBecause::NoRetention: return kept.what + " does not say how long";
    case KeptBecause::Younger: return "not over by " + kept.what + "; the first may go " + formatInstant(kept.next.value_or(Instant()));
    case KeptBecause::Together: return "their session or what was received with them holds records that stay";
    }
    return {};
}

Json planJson(const RetentionPlan &plan)
{
    Json pacts = Json::array();
    for (const Tombstone::Pact &pact : plan.pacts)
        pacts.push_back({{"pact", pact.version}, {"digest", pact.digest.hex()}, {"days", pact.days}, {"records", pact.records}});
    Json kept = Json::array();
    for (const RetentionPlan::Kept &one : plan.kept)
        kept.push_back({{"because", nameOf(one.because)},
                        {"what", one.what.empty() ? Json(nullptr) : Json(one.what)},
                        {"records", one.records},
                        {"first", one.first},
                        {"last", one.last},
                        {"next", jsonOf(one.next)}});
    return {{"at", formatInstant(plan.at)},
            {"entries", plan.size},
            {"records", plan.going.size()},
            {"ranges", rangesJson(rangesOf(plan.going))},
            {"items", plan.items},
            {"entry_octets", plan.entryOctets},
            {"item_octets", plan.itemOctets},
            {"pacts", std::move(pacts)},
            {"kept_records", plan.keptRecords},
            {"kept", std::move(kept)},
            {"erased_before", plan.erasedBefore}};
}

void printPlan(const RetentionPlan &plan)
{
    if (plan.going.empty())
        print("As of " + formatInstant(plan.at) + " no record may go.");
    else
        print("As of " + formatInstant(plan.at) + ' ' + counted(plan.going.size(), "record") + " may go: entries " + rangesInWords(rangesOf(plan.going)) + "; " +
              octetsInWords(plan.entryOctets) + " of text and " + octetsInWords(plan.itemOctets) + " as received (" + counted(plan.items, "item") + ").");
    for (const Tombstone::Pact &pact : plan.pacts)
        print("  " + counted(pact.records, "record") + " under " + visible(pact.version) + ": kept " + std::to_string(pact.days) + " days");
    print(counted(plan.keptRecords, "record stays", "records stay") + (plan.kept.empty() ? "." : ":"));
    for (const RetentionPlan::Kept &kept : plan.kept)
        print("  " + std::to_string(kept.records) + ": " + visible(whyKept(kept)));
    if (plan.erasedBefore > 0)
        print(counted(plan.erasedBefore, "record was", "records were") + " erased before.");
}

int plan(const Arguments &arguments)
{
    const Interruption interruption;
    auto at = arguments.time("at");
    if (!at)
        return fail(at.error());
    if (*at)
        (*at)->zoneKnown = true; // without a zone it is UTC
    const auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const auto planned = (*workspace)->retentionPlan(at.value(), interruption.token());
    if (!planned)
        return fail(planned.error());
    if (arguments.json())
        printJson(planJson(*planned));
    else
        printPlan(*planned);
    return Done;
}

int apply(const Arguments &arguments)
{
    const Interruption interruption;
    const auto expected = arguments.entry("count");
    if (!expected)
        return fail(expected.error());
    const auto workspace = Workspace::open(arguments.word(0), false, surroundings());
    if (!workspace)
        return fail(workspace.error());
    const auto applied = (*workspace)->applyRetention(arguments.text("reason"), *expected, interruption.token());
    if (!applied)
        return fail(applied.error());
    if (arguments.json()) {
        Json json = planJson(applied->plan);
        json["tombstone"] = applied->tombstone ? Json(applied->tombstone->entry) : Json(nullptr);
        json["erased"] = {{"records", applied->erased.entries}, {"items", applied->erased.items}, {"octets", applied->erased.octets}, {"scrubbed", applied->erased.scrubbed}};
        printJson(json);
        return Done;
    }
    printPlan(applied->plan);
    if (!applied->tombstone)
        return Done;
    print("");
    print("Erased " + counted(applied->erased.entries, "record") + ". Entry " + std::to_string(applied->tombstone->entry) + " of the ledger is the tombstone; proofs and checkpoints are as before.");
    if (!applied->erased.scrubbed)
        note("Freed octets may still be in the file: another program is reading it, or the disk is full. The next program that writes to it removes them.");
    return Done;
}

} // namespace

std::vector<Command> retentionCommands()
{
    return {{"retention plan", "which records may be erased because their time is over, and why the others stay; changes nothing", {"retention plan W [--at TIME]", 1, 1, {"at"}, {}}, plan},
            {"retention apply", "sign a tombstone for the records that may go now, and erase their text and bytes for good", {"retention apply W --reason TEXT [--count N]", 1, 1, {"reason", "count"}, {}}, apply}};
}

} // namespace mandate::cli
