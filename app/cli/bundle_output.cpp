// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/bundle_output.h"

#include "app/cli/interruption.h"
#include "app/cli/output.h"

#include <nlohmann/json.hpp>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

namespace mandate::cli {

namespace {

using Json = nlohmann::ordered_json;

Result<std::string> fileText(const std::string &path)
{
    constexpr std::size_t most = 16U << 20;
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    if (!file.is_open() || text.size() > most) {
        Error error{ErrorKind::Input, "MND-CLI-016", file.is_open() ? std::string("It is too large.") : std::string("It cannot be read: ") + std::strerror(errno) + '.',
                    "Nothing was checked.", "Check the name.", {}};
        error.position.file = path;
        return error;
    }
    return text;
}

Result<HeldElsewhere> heldOf(const Arguments &arguments)
{
    HeldElsewhere held;
    held.keyId = arguments.text("key");
    for (const auto &[option, into] : {std::pair{"checkpoint", &held.checkpoint}, {"consistency", &held.consistency}, {"timestamp-trust", &held.timestampTrust}}) {
        if (!arguments.has(option))
            continue;
        auto text = fileText(arguments.text(option));
        if (!text)
            return text.error();
        *into = std::move(text).value();
    }
    if (arguments.has("reveal")) {
        const auto text = fileText(arguments.text("reveal"));
        if (!text)
            return text.error();
        auto revealed = bundle::readRevealed(*text, arguments.text("reveal"));
        if (!revealed)
            return revealed.error();
        held.revealed.push_back(std::move(revealed).value());
    }
    return held;
}

} // namespace

Json planJson(const ExportOrder &order, const ExportPlan &plan)
{
    Json agents = Json::array();
    for (const auto &[agent, deployment] : plan.agents)
        agents.push_back({{"agent", agent}, {"deployment", deployment}});
    Json pacts = Json::array();
    for (const PactVersion &pact : plan.pacts)
        pacts.push_back(pact.document.id + '@' + pact.document.version);
    Json redaction = nullptr;
    if (order.profile) {
        Json classes = Json::object();
        for (const auto &[name, count] : plan.hidden)
            classes[name] = count;
        redaction = {{"profile", order.profile->id}, {"values", plan.hiddenValues()}, {"classes", std::move(classes)}};
    }
    return {{"selection", Json::parse(selectionJson(order.selection))},
            {"records", plan.entries.size()},
            {"actions", plan.actions},
            {"sessions", plan.sessions.size()},
            {"agents", std::move(agents)},
            {"first", jsonOf(plan.first)},
            {"last", jsonOf(plan.last)},
            {"zone", order.zone.empty() ? Json("UTC") : Json(order.zone)},
            {"selection_digest", plan.digest.hex()},
            {"erased", plan.erased},
            {"received_items", order.profile ? 0 : plan.items},
            {"pacts", std::move(pacts)},
            {"redaction", std::move(redaction)},
            {"ledger", {{"entries", plan.size}, {"root", plan.root.hex()}}}};
}

void printPlan(const ExportOrder &order, const ExportPlan &plan)
{
    std::string agents;
    for (const auto &[agent, deployment] : plan.agents)
        agents += (agents.empty() ? "" : ", ") + agent + (deployment.empty() ? "" : " in " + deployment);
    std::vector<std::vector<std::string>> table{
        {"asked for", selectionWords(order.selection)},
        {"records", std::to_string(plan.entries.size()) + ", of them " + counted(plan.actions, "action") + " in " + counted(plan.sessions.size(), "session")},
        {"agents", agents},
        {"first, last", plan.first ? formatInstant(*plan.first) + ", " + formatInstant(*plan.last) : std::string("no record has a time")},
        {"zone", order.zone.empty() ? std::string("UTC") : "UTC and " + order.zone},
        {"selection sha256", plan.digest.hex()},
        {"pacts in force", std::to_string(plan.pacts.size())},
        {"redaction", order.profile ? order.profile->title + ": " + counted(plan.hiddenValues(), "value") + " hidden, digests kept; bytes as received withheld"
                                    : "nothing hidden; " + counted(plan.items, "item") + " as received"}};
    if (plan.erased > 0)
        table.push_back({"erased", counted(plan.erased, "record") + ": leaf, proof and tombstone only"});
    printTable(table);
}

Json verificationJson(const BundleVerification &verification)
{
    Json held = Json::array();
    for (const BundleCheck &check : verification.held)
        held.push_back({{"what", check.what}, {"detail", check.detail}});
    Json bad = nullptr;
    if (const auto &first = verification.firstBad)
        bad = {{"place", first->place}, {"reason", first->reason}, {"affects", first->affects}, {"still_holds", first->stillHolds}};
    return {{"ok", verification.ok},
            {"kind", "bundle"},
            {"key", verification.key},
            {"key_compared", verification.keyCompared},
            {"origin", verification.origin},
            {"entries", verification.size},
            {"root", verification.root.hex()},
            {"files", verification.files},
            {"records", verification.records},
            {"ledger_entries", verification.ledgerEntries},
            {"withheld", verification.withheld},
            {"erased", verification.erased},
            {"hidden_values", verification.hiddenValues},
            {"profile", verification.profile.empty() ? Json(nullptr) : Json(verification.profile)},
            {"selection_digest", verification.selectionDigest.hex()},
            {"exported_by", verification.exportedBy},
            {"held", std::move(held)},
            {"first_bad", std::move(bad)}};
}

void printVerification(const BundleVerification &verification)
{
    for (const BundleCheck &check : verification.held)
        print("holds  " + visible(check.what) + (check.detail.empty() ? "" : ": " + visible(check.detail)));
    if (const auto &bad = verification.firstBad) {
        print("FAILS  " + visible(bad->place) + ": " + visible(bad->reason));
        print("       " + visible(bad->affects));
        print("       " + visible(bad->stillHolds));
    }
    if (verification.hiddenValues > 0)
        print(counted(verification.hiddenValues, "value is", "values are") + " hidden. That the rest of these records is unchanged is the workspace's signed word, not a proof.");
    if (!verification.key.empty() && !verification.keyCompared)
        print("The key " + verification.key + " signed this. Compare it with what the sender tells you by another way: in the bundle it proves nothing of who they are.");
}

int verifyBundleCommand(const Arguments &arguments)
{
    const Interruption interruption;
    const auto held = heldOf(arguments);
    if (!held)
        return fail(held.error());
    const auto verification = verifyBundle(arguments.word(0), *held, interruption.token());
    if (!verification)
        return fail(verification.error());
    if (arguments.json())
        printJson(verificationJson(*verification));
    else
        printVerification(*verification);
    return verification->ok ? Done : Findings;
}

} // namespace mandate::cli
