// SPDX-License-Identifier: GPL-3.0-or-later
// pact new: a pact file to begin with, from nothing, a template, or a version that exists. It puts nothing into a workspace.
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/cli/pact_file.h"
#include "app/cli/pact_templates.h"
#include "app/cli/whole_file.h"
#include "models/drafts/starting_points.h"
#include "models/workspace/pact_succession.h"
#include "models/workspace/workspace.h"

#include <nlohmann/json.hpp>

namespace mandate::cli {

namespace {

using Json = PactDraft::Json;

Error wrongNew(std::string happened, std::string remedy)
{
    Error error;
    error.kind = ErrorKind::Usage;
    error.code = "MND-CLI-016";
    error.happened = std::move(happened);
    error.unaffected = "Nothing was written.";
    error.remedy = std::move(remedy);
    return error;
}

int list(const Arguments &arguments)
{
    const auto templates = pactTemplates();
    if (!templates)
        return fail(templates.error());
    Json named = Json::array();
    std::vector<std::vector<std::string>> rows{{"template", "title", "purpose"}};
    for (const PactTemplate &one : *templates) {
        named.push_back({{"name", one.name}, {"title", one.title}, {"purpose", one.purpose}, {"path", one.path}});
        rows.push_back({one.name, one.title, one.purpose});
    }
    if (arguments.json())
        printJson(Json{{"templates", std::move(named)}});
    else
        printTable(rows);
    return Done;
}

Result<Json> fromTemplate(const std::string &name)
{
    const auto chosen = pactTemplate(name);
    if (!chosen)
        return chosen.error();
    const auto text = readFile(chosen->path);
    if (!text)
        return text.error();
    return PactDraft::parse(*text);
}

/// The next version whose number is not taken, after `named` or, to restore it, after what was last in force.
Result<Json> fromVersion(const std::string &path, const std::string &named, bool restore)
{
    const auto workspace = Workspace::open(path, true);
    if (!workspace)
        return workspace.error();
    const auto base = (*workspace)->pact(named);
    if (!base)
        return base.error();
    const std::vector<PactVersion> all = (*workspace)->pacts();
    const std::string parent = restore ? parentOfRestored(*base, all) : parentOfNext(*base, all);
    if (restore && parent == base->document.version)
        return wrongNew(base->document.id + '@' + parent + " is the version that was last in force itself.", "Leave --restore out for its next version.");
    return draftAfter(base->source, parent, takenVersions(base->document.id, all));
}

Result<Json> begun(const Arguments &arguments)
{
    if (arguments.has("template"))
        return fromTemplate(arguments.text("template"));
    if (arguments.has("from"))
        return fromVersion(arguments.text("from"), arguments.word(0), arguments.has("restore"));
    Json pact = emptyPact(arguments.text("id"), arguments.has("title") ? arguments.text("title") : arguments.text("id"));
    pact["binds"] = Json::array();
    return pact;
}

std::optional<Error> wrongUse(const Arguments &arguments)
{
    if (arguments.has("template") && arguments.has("from"))
        return wrongNew("Both --template and --from say what to begin with.", "Leave one out.");
    if (arguments.has("from") == arguments.words().empty())
        return wrongNew(arguments.has("from") ? "No version is named." : "\"" + arguments.word(0) + "\" is one word too many.",
                        "Name a version of a workspace: --from W ID[@VERSION].");
    if (arguments.has("restore") && (!arguments.has("from") || arguments.word(0).find('@') == std::string::npos || arguments.has("id")))
        return wrongNew("--restore is for an older version of a pact.", "Name it: --from W ID@VERSION --restore, without --id.");
    if (!arguments.has("template") && !arguments.has("from") && !arguments.has("id"))
        return wrongNew("--id is missing.", "Give the pact an id, such as --id refunds, or begin with --template or --from.");
    if (!arguments.has("out") && !arguments.json())
        return wrongNew("--out is missing.", "Name a file for the pact.");
    return std::nullopt;
}

/// Another id makes it a pact of its own, with versions of its own.
void rename(Json &pact, const Arguments &arguments)
{
    if (arguments.has("title"))
        pact["title"] = arguments.text("title");
    if (!arguments.has("id") || pact.value("pact_id", std::string()) == arguments.text("id"))
        return;
    pact["pact_id"] = arguments.text("id");
    pact["version"] = "1.0.0";
    pact.erase("parent_version");
}

int begin(const Arguments &arguments)
{
    if (arguments.has("list"))
        return list(arguments);
    if (const auto wrong = wrongUse(arguments))
        return fail(*wrong);
    auto pact = begun(arguments);
    if (!pact)
        return fail(pact.error());
    rename(*pact, arguments);
    const std::string text = PactDraft(*pact).source();
    const std::string out = arguments.text("out");
    const auto parsed = parsePact(text);
    if (!parsed)
        return fail(parsed.error());
    if (arguments.has("out")) {
        if (const auto written = arguments.has("force") ? replaceFile(out, text) : writeNewFile(out, text); !written)
            return fail(written.error());
    }
    const PactDocument &document = parsed->document;
    const std::string name = document.id + '@' + document.version;
    if (arguments.json()) {
        printJson(Json{{"pact", name},
                       {"parent_version", document.parentVersion.empty() ? Json(nullptr) : Json(document.parentVersion)},
                       {"path", arguments.has("out") ? Json(out) : Json(nullptr)},
                       {"document", *std::move(pact)}});
        return Done;
    }
    print(visible("Written: " + out + " (" + name + (document.parentVersion.empty() ? "" : ", after " + document.parentVersion) + ')'));
    if (arguments.has("restore"))
        print(visible("It says what " + arguments.word(0) + " said."));
    print("Go on with \"mandate pact edit\" and \"mandate pact check\". Nothing is in force by it.");
    return Done;
}

} // namespace

std::vector<Command> pactNewCommands()
{
    return {{"pact new",
             "a pact file to begin with",
             {"pact new --list | [--template NAME | --from W ID[@VERSION] [--restore]] [--id ID] [--title T] --out FILE [--force]",
              0,
              1,
              {"template", "from", "id", "title", "out"},
              {"list", "force", "restore"}},
             begin}};
}

} // namespace mandate::cli
