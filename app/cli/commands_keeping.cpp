// SPDX-License-Identifier: GPL-3.0-or-later
// hold: keeping evidence from being erased.
#include "app/cli/commands.h"
#include "app/cli/evidence_selection.h"
#include "app/cli/keeping_output.h"
#include "app/cli/output.h"
#include "app/cli/surroundings.h"

namespace mandate::cli {

namespace {

using Json = nlohmann::ordered_json;

std::string wordsOfHeld(const LegalHold &hold)
{
    const auto selection = readSelectionJson(hold.placed.selection);
    return selection ? selectionWords(*selection) : "every record (which ones are meant cannot be read here)";
}

Json holdJson(const LegalHold &hold, const std::optional<std::uint64_t> &records)
{
    Json json{{"hold", hold.id},
              {"entry", hold.entry},
              {"in_force", hold.isInForce()},
              {"matter", hold.placed.matter},
              {"reason", hold.placed.reason},
              {"selection", Json::parse(hold.placed.selection, nullptr, false)},
              {"selection_words", wordsOfHeld(hold)},
              {"placed", jsonOfSigner(hold.placed.signer)},
              {"released", nullptr}};
    if (hold.released) {
        json["released"] = jsonOfSigner(hold.released->signer);
        json["released"]["reason"] = hold.released->reason;
        json["released"]["entry"] = hold.releasedEntry;
    }
    if (records)
        json["records"] = *records;
    return json;
}

/// How many records a hold keeps now; nothing where that cannot be asked.
std::optional<std::uint64_t> keptNow(const Workspace &workspace, const LegalHold &hold)
{
    const auto selection = readSelectionJson(hold.placed.selection);
    if (!selection || !hold.isInForce())
        return std::nullopt;
    const auto entries = selectEvidence(workspace, *selection);
    return entries ? std::optional<std::uint64_t>(entries->size()) : std::nullopt;
}

int place(const Arguments &arguments)
{
    const auto selection = selectionOf(arguments);
    if (!selection)
        return fail(selection.error());
    const auto workspace = Workspace::open(arguments.word(0), false, surroundings());
    if (!workspace)
        return fail(workspace.error());
    const auto hold = (*workspace)->placeHold(arguments.text("matter"), arguments.text("reason"), *selection);
    if (!hold)
        return fail(hold.error());
    const auto records = keptNow(**workspace, *hold);
    if (arguments.json())
        printJson(holdJson(*hold, records));
    else
        print(hold->id + " keeps " + visible(wordsOfHeld(*hold)) + (records ? " (" + counted(*records, "record") + " now, and what comes later)" : std::string()) + ", for " +
              visible(hold->placed.matter) + ". Entry " + std::to_string(hold->entry) + " of the ledger says so.");
    return Done;
}

int release(const Arguments &arguments)
{
    const auto workspace = Workspace::open(arguments.word(0), false, surroundings());
    if (!workspace)
        return fail(workspace.error());
    const auto hold = (*workspace)->releaseHold(arguments.word(1), arguments.text("reason"));
    if (!hold)
        return fail(hold.error());
    if (arguments.json())
        printJson(holdJson(*hold, {}));
    else
        print(hold->id + " is released. Its records go when their retention is over and nothing else keeps them; \"mandate retention\" shows which.");
    return Done;
}

int list(const Arguments &arguments)
{
    const auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const std::vector<LegalHold> holds = (*workspace)->holds();
    if (arguments.json()) {
        Json lines = Json::array();
        for (const LegalHold &hold : holds)
            lines.push_back(holdJson(hold, keptNow(**workspace, hold)));
        printJson(Json{{"holds", std::move(lines)}});
        return Done;
    }
    if (holds.empty()) {
        print("No legal hold was ever placed.");
        return Done;
    }
    std::vector<std::vector<std::string>> table{{"hold", "state", "matter", "keeps", "records", "placed", "by", "reason"}};
    for (const LegalHold &hold : holds) {
        const auto records = keptNow(**workspace, hold);
        table.push_back({hold.id, hold.isInForce() ? "in force" : "released " + formatInstant(hold.released->signer.at) + " by " + nameOfSigner(hold.released->signer), hold.placed.matter,
                         wordsOfHeld(hold), records ? std::to_string(*records) : "-", formatInstant(hold.placed.signer.at), nameOfSigner(hold.placed.signer), hold.placed.reason});
    }
    printTable(table);
    return Done;
}

} // namespace

std::vector<Command> keepingCommands()
{
    return {{"hold place",
             "keep evidence from being erased, whatever its retention: what matches now and what comes later",
             {"hold place W --matter NO --reason TEXT [--incident ID] [--session S] [--agent A] [--query QUERY]", 1, 1, {"matter", "reason", "incident", "session", "agent", "query"}, {}},
             place},
            {"hold release", "end a legal hold", {"hold release W ID --reason TEXT", 2, 2, {"reason"}, {}}, release},
            {"hold list", "legal holds: what they keep, for which matter, by whom", {"hold list W", 1, 1, {}, {}}, list}};
}

} // namespace mandate::cli
