// SPDX-License-Identifier: GPL-3.0-or-later
// pact merge: two drafts of the same version put together, and where they differ. It decides nothing.
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/cli/pact_file.h"
#include "app/cli/whole_file.h"
#include "models/drafts/draft_merge.h"
#include "models/drafts/starting_points.h"
#include "models/workspace/pact_succession.h"
#include "models/workspace/workspace.h"

#include <nlohmann/json.hpp>

#include <memory>
#include <optional>

namespace mandate::cli {

namespace {

using Json = PactDraft::Json;

Json valueOf(const std::string &text)
{
    return text.empty() ? Json(nullptr) : Json::parse(text);
}

void printSide(std::string_view side, const std::string &text)
{
    print("    " + std::string(side) + (text.empty() ? std::string("not there") : visible(text)));
}

int merge(const Arguments &arguments)
{
    std::unique_ptr<Workspace> workspace;
    if (arguments.has("workspace")) {
        auto opened = Workspace::open(arguments.text("workspace"), true);
        if (!opened)
            return fail(opened.error());
        workspace = std::move(*opened);
    }
    std::vector<ParsedPact> pacts;
    for (const std::string &named : arguments.words()) {
        auto pact = workspace ? pactNamed(*workspace, named) : readPact(named);
        if (!pact)
            return fail(pact.error());
        pacts.push_back(std::move(*pact));
    }
    const auto &[base, ours, theirs] = std::tie(pacts[0], pacts[1], pacts[2]);
    if (ours.document.id != theirs.document.id || base.document.id != ours.document.id) {
        Error error;
        error.kind = ErrorKind::Usage;
        error.code = "MND-CLI-021";
        error.happened = "These are versions of different pacts: " + base.document.id + ", " + ours.document.id + " and " + theirs.document.id + '.';
        error.unaffected = "Nothing was written.";
        error.remedy = "Name the version both were written after, then the two: BASE OURS THEIRS.";
        return fail(error);
    }
    DraftMerge merged = mergeDraft(base, ours, theirs);
    const std::vector<PactVersion> all = workspace ? workspace->pacts() : std::vector<PactVersion>();
    const PactVersion *last = lastInForce(ours.document.id, all);
    if (last && last->document.version == theirs.document.version) // what was in force last is what a draft comes after
        placeAfter(merged.document, theirs.document.version, takenVersions(ours.document.id, all));
    const std::string text = PactDraft(merged.document).source();
    if (arguments.has("out")) {
        const std::string out = arguments.text("out");
        if (const auto written = arguments.has("force") ? replaceFile(out, text) : writeNewFile(out, text); !written)
            return fail(written.error());
    }
    const std::string name = ours.document.id + '@' + merged.document.value("version", std::string());
    if (arguments.json()) {
        Json conflicts = Json::array();
        for (const MergeConflict &conflict : merged.conflicts)
            conflicts.push_back({{"place", conflict.place},
                                 {"id", conflict.id.empty() ? Json(nullptr) : Json(conflict.id)},
                                 {"base", valueOf(conflict.base)},
                                 {"ours", valueOf(conflict.ours)},
                                 {"theirs", valueOf(conflict.theirs)}});
        printJson(Json{{"pact", name},
                       {"parent_version", merged.document.contains("parent_version") ? merged.document["parent_version"] : Json(nullptr)},
                       {"conflicts", std::move(conflicts)},
                       {"path", arguments.has("out") ? Json(arguments.text("out")) : Json(nullptr)},
                       {"document", std::move(merged.document)}});
    } else {
        for (const MergeConflict &conflict : merged.conflicts) {
            print(visible("Both changed " + (conflict.id.empty() ? conflict.place : conflict.id + " (" + conflict.place + ')') + ':'));
            printSide("before  ", conflict.base);
            printSide("ours    ", conflict.ours);
            printSide("theirs  ", conflict.theirs);
        }
        if (arguments.has("out"))
            print(visible("Written: " + arguments.text("out") + " (" + name + ')'));
        print(merged.conflicts.empty() ? "No conflicts."
                                       : counted(merged.conflicts.size(), "conflict") + "; the merged pact says what OURS says there. Read it before you submit it.");
    }
    return merged.conflicts.empty() ? Done : Findings;
}

} // namespace

std::vector<Command> pactMergeCommands()
{
    return {{"pact merge",
             "two drafts of one version put together",
             {"pact merge BASE OURS THEIRS --out FILE [--workspace W] [--force]", 3, 3, {"workspace", "out"}, {"force"}},
             [](const Arguments &arguments) {
                 if (arguments.has("out") || arguments.json())
                     return merge(arguments);
                 Error error;
                 error.kind = ErrorKind::Usage;
                 error.code = "MND-CLI-021";
                 error.happened = "--out is missing.";
                 error.unaffected = "Nothing was written.";
                 error.remedy = "Name a file for the merged draft.";
                 return fail(error);
             }}};
}

} // namespace mandate::cli
