// SPDX-License-Identifier: GPL-3.0-or-later
// pact import.
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/cli/pact_file.h"
#include "models/pact/imports/import.h"

#include <nlohmann/json.hpp>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace mandate::cli {

namespace {

using Json = nlohmann::ordered_json;

Error wrongImport(ErrorKind kind, std::string happened, std::string remedy, const std::string &file = {})
{
    Error error;
    error.kind = kind;
    error.code = "MND-CLI-009";
    error.happened = std::move(happened);
    error.unaffected = "No draft was written.";
    error.remedy = std::move(remedy);
    error.position.file = file;
    return error;
}

Result<void> writeDraft(const std::string &place, const std::string &document)
{
    std::error_code problem;
    if (std::filesystem::exists(std::filesystem::symlink_status(place, problem)))
        return wrongImport(ErrorKind::Usage, '"' + place + "\" is there already.", "Name another file with --out, or move it away first.");
    errno = 0;
    std::ofstream file(place, std::ios::binary);
    file << document;
    file.close();
    if (!file)
        return wrongImport(ErrorKind::Storage, std::string("The file could not be written: ") + std::strerror(errno ? errno : EIO) + '.',
                           "Check the folder and the space on its disk.", place);
    return {};
}

Json importJson(const ImportedPact &pact, const std::string &place)
{
    Json refused = Json::array();
    for (const RefusedRule &rule : pact.refused)
        refused.push_back({{"rule", rule.rule}, {"reason", rule.reason}});
    return {{"document", Json::parse(pact.document)},
            {"path", place.empty() ? Json(nullptr) : Json(place)},
            {"clauses", pact.clauses},
            {"refused", std::move(refused)},
            {"notes", pact.notes}};
}

void printImport(const ImportedPact &pact, const std::string &place)
{
    print("Written: " + visible(place));
    print(counted(pact.clauses.size(), "rule became a clause", "rules became clauses") + ", " + std::to_string(pact.refused.size()) + " did not.");
    for (const RefusedRule &rule : pact.refused)
        print("  " + visible(rule.rule) + ": " + visible(rule.reason));
    for (const std::string &note : pact.notes)
        print(visible(note));
}

int importCommand(const Arguments &arguments)
{
    const std::string from = arguments.text("from");
    if (from != "cedar" && from != "agt")
        return fail(
            wrongImport(ErrorKind::Usage, from.empty() ? "--from is missing." : "There is no import from \"" + from + "\".", "Sources: cedar, agt."));
    if (!arguments.has("id"))
        return fail(wrongImport(ErrorKind::Usage, "--id is missing.", "Give the draft an id, such as --id banking-assistant."));
    if (!arguments.has("out") && !arguments.json())
        return fail(wrongImport(ErrorKind::Usage, "--out is missing.", "Name a file for the draft."));
    const auto text = readFile(arguments.word(0));
    if (!text)
        return fail(text.error());
    const auto pact = from == "cedar" ? importCedar(*text, arguments.text("id")) : importAgt(*text, arguments.text("id"));
    if (!pact) {
        Error error = pact.error();
        error.position.file = arguments.word(0);
        return fail(error);
    }
    if (arguments.has("out")) {
        if (const auto written = writeDraft(arguments.text("out"), pact->document); !written)
            return fail(written.error());
    }
    if (arguments.json())
        printJson(importJson(*pact, arguments.text("out")));
    else
        printImport(*pact, arguments.text("out"));
    return pact->refused.empty() ? Done : Findings;
}

} // namespace

std::vector<Command> pactImportCommands()
{
    return {{"pact import",
             "rules of another engine as the draft of a pact, and what is not exact",
             {"pact import FILE --from cedar|agt --id ID --out FILE", 1, 1, {"from", "id", "out"}, {}},
             importCommand}};
}

} // namespace mandate::cli
