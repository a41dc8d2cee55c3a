// SPDX-License-Identifier: GPL-3.0-or-later
// pact export.
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/cli/pact_file.h"
#include "models/pact/exports/export.h"
#include "models/report/markdown_pdf.h"
#include "models/workspace/workspace.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace mandate::cli {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

Error wrongUse(std::string happened, std::string remedy)
{
    Error error;
    error.kind = ErrorKind::Usage;
    error.code = "MND-CLI-007";
    error.happened = std::move(happened);
    error.unaffected = "Nothing was written.";
    error.remedy = std::move(remedy);
    return error;
}

Result<ParsedPact> pactToExport(const Arguments &arguments)
{
    if (!arguments.has("workspace"))
        return readPact(arguments.word(0));
    const auto workspace = Workspace::open(arguments.text("workspace"), true);
    if (!workspace)
        return workspace.error();
    return pactNamed(**workspace, arguments.word(0));
}

/// Where each file goes: below a folder, or for a single file the path itself where no folder stands there.
std::vector<fs::path> placesOf(const Export &exported, const std::string &out)
{
    std::error_code problem;
    const bool folder = exported.files.size() > 1 || out.ends_with('/') || fs::is_directory(out, problem);
    std::vector<fs::path> places;
    for (const ExportedFile &file : exported.files)
        places.push_back(folder ? fs::path(out) / file.name : fs::path(out));
    return places;
}

Result<void> write(const Export &exported, const std::vector<fs::path> &places)
{
    std::error_code problem;
    for (const fs::path &place : places) {
        if (fs::exists(fs::symlink_status(place, problem)))
            return wrongUse('"' + place.string() + "\" is there already.", "Name another place with --out, or move it away first.");
    }
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (places[i].has_parent_path())
            fs::create_directories(places[i].parent_path(), problem);
        errno = 0;
        std::ofstream file(places[i], std::ios::binary);
        file << exported.files[i].text;
        file.close();
        if (!file) {
            Error error;
            error.kind = ErrorKind::Storage;
            error.code = "MND-CLI-008";
            error.happened = std::string("The file could not be written: ") + std::strerror(errno ? errno : EIO) + '.';
            error.unaffected = "The pact is as it was; files of this export that were written before it are there.";
            error.remedy = "Check the folder and the space on its disk.";
            error.position.file = places[i].string();
            return error;
        }
    }
    return {};
}

void printOutcome(const Export &exported, const std::vector<fs::path> &places)
{
    for (const fs::path &place : places)
        print("Written: " + visible(place.string()));
    std::string expressed;
    for (const std::string &clause : exported.clausesExpressed)
        expressed += (expressed.empty() ? "" : ", ") + clause;
    print("Exported clauses: " + (expressed.empty() ? std::string("none") : visible(expressed)));
    if (exported.left.empty())
        return;
    print("Not expressed:");
    for (const Inexpressible &part : exported.left)
        print("  " + visible(part.place) + ": " + visible(part.reason));
}

Json outcomeJson(const ParsedPact &pact, const std::string &target, const Export &exported, const std::vector<fs::path> &places)
{
    Json files = Json::array();
    for (std::size_t i = 0; i < exported.files.size(); ++i) {
        Json file{{"name", exported.files[i].name}};
        if (places.empty())
            file["text"] = exported.files[i].text;
        else
            file["path"] = places[i].string();
        files.push_back(std::move(file));
    }
    Json left = Json::array();
    for (const Inexpressible &part : exported.left)
        left.push_back({{"place", part.place}, {"reason", part.reason}});
    return {{"pact", pact.document.id + '@' + pact.document.version},
            {"digest", pact.digest.hex()},
            {"target", target},
            {"files", std::move(files)},
            {"expressed", exported.clausesExpressed},
            {"left", std::move(left)}};
}

int exportCommand(const Arguments &arguments)
{
    const bool pdf = arguments.text("to") == "pdf"; // the Markdown on pages
    const auto target = exportTargetNamed(pdf ? "md" : arguments.text("to"));
    if (!target)
        return fail(wrongUse(arguments.has("to") ? "There is no export to \"" + arguments.text("to") + "\"." : "--to is missing.",
                             "Targets: cedar, cedar-temporal, rego, agt, md, pdf, json."));
    const auto pact = pactToExport(arguments);
    if (!pact)
        return fail(pact.error());
    auto exported = exportPact(*pact, *target);
    if (!exported)
        return fail(exported.error());
    if (pdf) {
        if (!arguments.has("out"))
            return fail(wrongUse("A PDF is no text for the screen.", "Name a file or folder for it with --out."));
        for (ExportedFile &file : exported->files)
            file = {pact->document.id + '-' + pact->document.version + ".pdf", pdfOf(file.text, pact->document.title)};
    }
    std::vector<fs::path> places;
    if (arguments.has("out")) {
        places = placesOf(*exported, arguments.text("out"));
        if (const auto written = write(*exported, places); !written)
            return fail(written.error());
    } else if (exported->files.size() > 1 && !arguments.json()) {
        return fail(wrongUse("The export has " + std::to_string(exported->files.size()) + " files.", "Name a folder for them with --out."));
    }
    if (arguments.json()) {
        printJson(outcomeJson(*pact, arguments.text("to"), *exported, places));
    } else if (places.empty()) {
        print(exported->files[0].text); // the file as it is, for another program
    } else {
        printOutcome(*exported, places);
    }
    return exported->left.empty() ? Done : Findings;
}

} // namespace

std::vector<Command> exportCommands()
{
    return {{"pact export",
             "a pact in another engine's words, and what these cannot say",
             {"pact export FILE|ID[@VERSION] --to cedar|cedar-temporal|rego|agt|md|pdf|json [--out DIR|FILE] [--workspace W]", 1, 1, {"to", "out", "workspace"}, {}},
             exportCommand}};
}

} // namespace mandate::cli
