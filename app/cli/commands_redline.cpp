// SPDX-License-Identifier: GPL-3.0-or-later
// pact diff.
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/cli/pact_file.h"
#include "models/pact/redline/redline.h"
#include "models/workspace/workspace.h"

#include <nlohmann/json.hpp>

namespace mandate::cli {

namespace {

using Json = nlohmann::ordered_json;

Result<PactDocument> documentOf(const std::string &named, const Arguments &arguments)
{
    const auto documentIn = [](Result<ParsedPact> pact) -> Result<PactDocument> {
        if (!pact)
            return std::move(pact).error();
        return std::move(pact->document);
    };
    if (!arguments.has("workspace"))
        return documentIn(readPact(named));
    const auto workspace = Workspace::open(arguments.text("workspace"), true);
    if (!workspace)
        return workspace.error();
    return documentIn(pactNamed(**workspace, named));
}

Json wordsJson(const PactChange &change)
{
    Json runs = Json::array();
    for (const WordRun &run : change.words)
        runs.push_back({{"text", run.text}, {"mark", nameOf(run.mark)}});
    return {{"reads_as", std::move(runs)}, {"sentences", change.sentences}};
}

void printChange(const PactChange &change)
{
    print(visible(std::string(nameOf(change.change)) + "  " + change.part + (change.clause.empty() ? "" : ' ' + change.clause)));
    std::string words;
    for (const WordRun &run : change.words)
        words += run.mark == WordRun::Mark::Same
                     ? run.text
                     : (run.mark == WordRun::Mark::Removed ? "[-" : "{+") + run.text + (run.mark == WordRun::Mark::Removed ? "-]" : "+}");
    if (!words.empty())
        print("    " + visible(words));
    for (const std::string &sentence : change.sentences)
        print("    " + visible(sentence));
    if (!change.counterexample.empty())
        print("    For instance: " + visible(change.counterexample));
}

int diff(const Arguments &arguments)
{
    const auto before = documentOf(arguments.word(0), arguments);
    if (!before)
        return fail(before.error());
    const auto after = documentOf(arguments.word(1), arguments);
    if (!after)
        return fail(after.error());
    if (before->id != after->id)
        note("These are two different pacts, " + before->id + " and " + after->id + ": compared clause by clause, as if one had become the other.");
    const auto redline = compare(*before, *after);
    if (!redline)
        return fail(redline.error());
    Json changes = Json::array();
    for (const PactChange &change : redline->changes) {
        if (!arguments.json()) {
            printChange(change);
            continue;
        }
        changes.push_back({{"part", change.part},
                           {"clause", change.clause.empty() ? Json(nullptr) : Json(change.clause)},
                           {"class", nameOf(change.change)},
                           {"words", wordsJson(change)},
                           {"counterexample", change.counterexample.empty() ? Json(nullptr) : Json::parse(change.counterexample)}});
    }
    if (arguments.json())
        printJson(Json{{"before", before->id + '@' + before->version},
                       {"after", after->id + '@' + after->version},
                       {"different_pacts", before->id != after->id},
                       {"changes", std::move(changes)}});
    else
        print(redline->changes.empty() ? "Nothing changed." : counted(redline->changes.size(), "change") + '.');
    return redline->has(ScopeChange::Widens) || redline->has(ScopeChange::CannotTell) ? Findings : Done;
}

} // namespace

std::vector<Command> redlineCommands()
{
    return {{"pact diff",
             "what changed between two versions, and whether it widens",
             {"pact diff FILE|ID@VERSION FILE|ID@VERSION [--workspace W]", 2, 2, {"workspace"}, {}},
             diff}};
}

} // namespace mandate::cli
