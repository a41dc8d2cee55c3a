// SPDX-License-Identifier: GPL-3.0-or-later
// export and reveal: evidence as a bundle, and one hidden value of it shown later.
#include "app/cli/bundle_output.h"
#include "app/cli/commands.h"
#include "app/cli/evidence_selection.h"
#include "app/cli/interruption.h"
#include "app/cli/output.h"
#include "app/cli/resource_folder.h"
#include "app/cli/surroundings.h"
#include "app/cli/whole_file.h"
#include "models/bundle/bundle_files.h"
#include "models/report/painting.h"

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace mandate::cli {

namespace {

Error wrongExport(std::string happened, std::string remedy)
{
    return {ErrorKind::Usage, "MND-CLI-017", std::move(happened), "Nothing was written.", std::move(remedy), {}};
}

Result<ExportOrder> orderOf(const Arguments &arguments)
{
    auto selection = selectionOf(arguments);
    if (!selection)
        return selection.error();
    ExportOrder order{std::move(selection).value(), arguments.text("purpose"), arguments.text("matter"), arguments.text("zone"), {}};
    if (order.zone == "UTC")
        order.zone.clear();
    if (arguments.has("redact-file")) {
        std::ifstream file(arguments.text("redact-file"), std::ios::binary);
        const std::string json{std::istreambuf_iterator<char>(file), {}};
        auto profile = readRedactionProfile(json, arguments.text("redact-file"));
        if (!profile)
            return profile.error();
        order.profile = std::move(profile).value();
    } else if (arguments.has("redact")) {
        auto profile = redactionProfileNamed((resourceFolder() / "redaction").string(), arguments.text("redact"));
        if (!profile)
            return profile.error();
        order.profile = std::move(profile).value();
    }
    return order;
}

BagForm formOf(const Arguments &arguments, const std::string &target)
{
    if (arguments.has("zip") || (!arguments.has("tar") && target.ends_with(".zip")))
        return BagForm::Zip;
    return arguments.has("tar") || target.ends_with(".tar.gz") || target.ends_with(".tgz") ? BagForm::TarGz : BagForm::Folder;
}

int exportBundle(const Arguments &arguments)
{
    const Interruption interruption;
    const bool dry = arguments.has("dry-run");
    if (!dry && !arguments.has("out"))
        return fail(wrongExport("--out is missing.", "Name the folder or archive to write, or see what it would hold with --dry-run."));
    if (arguments.has("zip") && arguments.has("tar"))
        return fail(wrongExport("A bundle is a ZIP or a tar, not both.", "Leave one out."));
    const auto order = orderOf(arguments);
    if (!order)
        return fail(order.error());
    const Painting painting; // before a keychain is asked, which needs an application object too
    const auto workspace = Workspace::open(arguments.word(0), dry, surroundings());
    if (!workspace)
        return fail(workspace.error());
    if (!dry) {
        if (const auto refusal = (*workspace)->exportRefusal())
            return fail(*refusal);
    }
    const auto plan = planExport(**workspace, *order, {}, interruption.token());
    if (!plan)
        return fail(plan.error());
    if (!arguments.json())
        printPlan(*order, *plan); // said before anything is written
    if (dry) {
        if (arguments.json())
            printJson(planJson(*order, *plan));
        return Done;
    }
    const std::string target = arguments.text("out");
    const auto outcome = writeBundle(**workspace, *order, *plan, target, formOf(arguments, target), {}, interruption.token());
    if (!outcome)
        return fail(outcome.error());
    const auto verification = verifyBundle(target, {}, interruption.token());
    if (!verification)
        return fail(verification.error());
    if (arguments.json()) {
        nlohmann::ordered_json json = planJson(*order, *plan);
        json["path"] = target;
        json["export_entry"] = outcome->begun.entry;
        json["files"] = outcome->bag.files;
        json["octets"] = outcome->bag.octets;
        json["pages"] = outcome->pages;
        json["bundle_digest"] = outcome->bag.tagManifest.hex();
        json["verified"] = verificationJson(*verification);
        printJson(json);
    } else {
        print("");
        print("Written: " + visible(target) + ", " + counted(outcome->bag.files, "file") + ". Entry " + std::to_string(outcome->begun.entry) + " of the ledger is this export.");
        printVerification(*verification);
    }
    return verification->ok ? Done : Findings;
}

/// The report alone: made from a bundle that goes away, so that it says what a bundle says and the ledger says that it left.
int writeReport(const Arguments &arguments)
{
    const Interruption interruption;
    if (!arguments.has("pdf") && !arguments.has("html"))
        return fail(wrongExport("It is not said which report to write.", "Give --pdf FILE, --html FILE or both."));
    const auto order = orderOf(arguments);
    if (!order)
        return fail(order.error());
    for (const char *kind : {"pdf", "html"}) { // before the ledger says that anything leaves
        if (std::error_code problem; arguments.has(kind) && std::filesystem::exists(arguments.text(kind), problem))
            return fail(wrongExport("There is a file at \"" + arguments.text(kind) + "\" already.", "Name another, or take it away."));
    }
    const Painting painting;
    const auto workspace = Workspace::open(arguments.word(0), false, surroundings());
    if (!workspace)
        return fail(workspace.error());
    if (const auto refusal = (*workspace)->exportRefusal())
        return fail(*refusal);
    const auto plan = planExport(**workspace, *order, {}, interruption.token());
    if (!plan)
        return fail(plan.error());
    std::string room = (std::filesystem::temp_directory_path() / "mandate-report-XXXXXX").string();
    if (!mkdtemp(room.data()))
        return fail(Error{ErrorKind::Storage, "MND-CLI-080", "There is no room for the report in " + room + '.', "Nothing was written.", "Make room, or set TMPDIR to another folder.", {}});
    const std::filesystem::path folder = std::filesystem::path(room) / "bundle";
    const auto cleared = [&] {
        std::error_code ignored;
        std::filesystem::remove_all(room, ignored);
    };
    const auto outcome = writeBundle(**workspace, *order, *plan, folder.string(), BagForm::Folder, {}, interruption.token());
    if (!outcome) {
        cleared();
        return fail(outcome.error());
    }
    nlohmann::ordered_json json{{"records", plan->entries.size()}, {"pages", outcome->pages}, {"export_entry", outcome->begun.entry}, {"selection_digest", plan->digest.hex()}};
    for (const auto &[kind, file] : {std::pair{"pdf", bundle::files::pdfReport}, {"html", bundle::files::htmlReport}}) {
        if (!arguments.has(kind))
            continue;
        std::ifstream stream(folder / "data" / file, std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(stream), {}};
        if (const auto written = writeNewFile(arguments.text(kind), text); !written) {
            cleared();
            return fail(written.error());
        }
        json[kind] = arguments.text(kind);
    }
    cleared();
    if (arguments.json())
        printJson(json);
    else
        print("Written. It speaks of " + counted(plan->entries.size(), "record") + ", and entry " + std::to_string(outcome->begun.entry) +
              " of the ledger says that it left. Only a bundle proves what it says (\"mandate export\").");
    return Done;
}

int revealValue(const Arguments &arguments)
{
    const auto exported = arguments.entry("export");
    const auto entry = arguments.entry("entry");
    if (!exported || !entry)
        return fail(!exported ? exported.error() : entry.error());
    if (!*exported || !*entry || !arguments.has("pointer"))
        return fail(wrongExport("--export, --entry and --pointer name the value that is revealed.", "Take all three from the bundle; see \"mandate reveal --help\"."));
    const auto workspace = Workspace::open(arguments.word(0), false, surroundings());
    if (!workspace)
        return fail(workspace.error());
    const auto revealed = bundle::reveal(**workspace, **exported, **entry, arguments.text("pointer"), arguments.text("reason"));
    if (!revealed)
        return fail(revealed.error());
    const std::string json = bundle::revealedJson(*revealed);
    if (arguments.has("out")) {
        if (const auto written = writeNewFile(arguments.text("out"), json + '\n'); !written)
            return fail(written.error());
    }
    if (arguments.json() || !arguments.has("out"))
        print(json);
    else
        print("Written: " + visible(arguments.text("out")) + ". That it was revealed is in the ledger.");
    return Done;
}

} // namespace

std::vector<Command> bundleCommands()
{
    std::vector<std::string> ofReport = selectionOptions();
    ofReport.insert(ofReport.end(), {"pdf", "html", "incident", "redact", "redact-file", "purpose", "matter", "zone"});
    std::vector<std::string> options = selectionOptions();
    options.insert(options.end(), {"out", "incident", "redact", "redact-file", "purpose", "matter", "zone"});
    return {{"export",
             "evidence as a bundle that proves itself: records, pacts, decisions, proofs, report",
             {"export W [QUERY] --out PATH [--incident ID] [--agent A] [--tool T] [--verdict V] [--clause C] [--session S] [--kind K] [--since T] [--until T] [--text WORDS] "
              "[--redact PROFILE] [--redact-file FILE] [--purpose TEXT] [--matter NO] [--zone ZONE] [--zip] [--tar] [--dry-run]",
              1, 64, std::move(options), {"zip", "tar", "dry-run"}},
             exportBundle},
            {"report",
             "the report of a bundle alone, as PDF and as accessible HTML",
             {"report W [QUERY] [--pdf FILE] [--html FILE] [--incident ID] [--agent A] [--tool T] [--verdict V] [--clause C] [--session S] [--kind K] [--since T] [--until T] [--text WORDS] "
              "[--redact PROFILE] [--redact-file FILE] [--purpose TEXT] [--matter NO] [--zone ZONE]",
              1, 64, std::move(ofReport), {}},
             writeReport},
            {"reveal",
             "show one value that a bundle hides, with its proof; the ledger says that it was shown",
             {"reveal W --export N --entry N --pointer P --reason TEXT [--out FILE]", 1, 1, {"export", "entry", "pointer", "reason", "out"}, {}},
             revealValue}};
}

} // namespace mandate::cli
