// SPDX-License-Identifier: GPL-3.0-or-later
// pact check, add, list, show; judge; cel.
#include "app/cli/commands.h"
#include "app/cli/opened_evidence.h"
#include "app/cli/output.h"
#include "app/cli/pact_check.h"
#include "app/cli/pact_file.h"
#include "app/cli/pact_json.h"
#include "models/base/json_reader.h"
#include "models/pact/cel/describe.h"
#include "models/pact/cel/program.h"
#include "models/drafts/starting_points.h"
#include "models/pact/variables.h"
#include "models/workspace/pact_succession.h"
#include "models/workspace/workspace.h"

#include <nlohmann/json.hpp>

namespace mandate::cli {

namespace {

using Json = nlohmann::ordered_json;

/// What a person should know who put this version in force without review.
std::vector<std::string> warningsFor(const PactVersion &added, const std::vector<PactVersion> &before)
{
    std::vector<std::string> warnings;
    const PactVersion *last = lastInForce(added.document.id, before);
    if (!last || last->document.version == added.document.version)
        return warnings;
    if (isLaterVersion(last->document.version, added.document.version))
        warnings.push_back("The version " + added.document.version + " is lower than " + last->document.version + ", which was in force until now.");
    if (!last->adopted)
        warnings.push_back("The version " + last->document.version + " was reviewed and approved; " + added.document.version + ", which replaces it, was not.");
    return warnings;
}

int add(const Arguments &arguments)
{
    const auto json = readFile(arguments.word(1));
    if (!json)
        return fail(json.error());
    if (const auto parsed = parsePact(*json, arguments.word(1)); !parsed)
        return fail(parsed.error());
    auto workspace = Workspace::open(arguments.word(0));
    if (!workspace)
        return fail(workspace.error());
    const std::vector<PactVersion> before = (*workspace)->pacts();
    const auto added = (*workspace)->addPact(*json);
    if (!added)
        return fail(added.error());
    const std::vector<std::string> warnings = warningsFor(*added, before);
    for (const std::string &warning : warnings)
        note(warning);
    if (arguments.json()) {
        Json told = pactJson(*added);
        told["warnings"] = warnings;
        printJson(told);
    } else
        print(added->document.id + '@' + added->document.version + " is in force, adopted without review. sha256 " + added->digest.hex());
    return Done;
}

int list(const Arguments &arguments)
{
    auto workspace = openEvidence(arguments.word(0));
    if (!workspace)
        return fail(workspace.error());
    Json pacts = Json::array();
    std::vector<std::vector<std::string>> rows{{"pact", "version", "state", "in force", "clauses", "owner", "title"}};
    for (const PactVersion &version : (*workspace)->pacts()) {
        pacts.push_back(pactJson(version));
        rows.push_back({version.document.id, version.document.version,
                        stateName(version, systemNow()) + (version.adopted ? ", without review" : ""), version.inForce ? "yes" : "no",
                        std::to_string(version.document.clauses.size()), version.document.owner, version.document.title});
    }
    if (arguments.json())
        printJson(Json{{"pacts", std::move(pacts)}});
    else
        printTable(rows);
    return Done;
}

int show(const Arguments &arguments)
{
    auto workspace = openEvidence(arguments.word(0));
    if (!workspace)
        return fail(workspace.error());
    const auto version = (*workspace)->pact(arguments.word(1));
    if (!version)
        return fail(version.error());
    if (arguments.json()) {
        Json json = pactJson(*version);
        json["document"] = Json::parse(version->source);
        printJson(json);
        return Done;
    }
    const PactDocument &pact = version->document;
    print(pact.title + " (" + pact.id + '@' + pact.version + ')');
    print(pact.purpose);
    print("Accountable: " + (pact.owner.empty() ? std::string("nobody") : pact.owner) + (pact.deputy.empty() ? "" : ", deputy " + pact.deputy));
    print("sha256 " + version->digest.hex() + "\n");
    for (const Clause &clause : pact.clauses)
        print(clause.id + "  [" + std::string(nameOf(clause.kind)) + ", " + std::string(nameOf(clause.severity)) +
              (clause.heuristic ? ", judged from words" : "") + "]  " + clause.readsAs + "\n      when " + clause.when);
    return Done;
}

int judge(const Arguments &arguments)
{
    auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    std::optional<PactDocument> document;
    if (arguments.has("pact")) {
        const auto pact = pactNamed(**workspace, arguments.text("pact"));
        if (!pact)
            return fail(pact.error());
        document = pact->document;
    }
    const auto report = (*workspace)->judge(document ? &*document : nullptr);
    if (!report)
        return fail(report.error());
    // Something was broken, triggered or owed; what a permission allows is no finding.
    bool findings = false;
    for (const ClauseCount &count : report->clauses)
        findings |= !count.cases.empty();
    if (arguments.json()) {
        Json clauses = Json::object();
        for (const ClauseCount &count : report->clauses) {
            Json cases = Json::array();
            for (const ClauseCase &one : count.cases)
                cases.push_back({{"session", one.session},
                                 {"message", one.message},
                                 {"call", one.call},
                                 {"tool", one.tool},
                                 {"executed", one.executed},
                                 {"agent", one.agent},
                                 {"entry", one.entry}});
            Json missing = Json::object();
            for (const auto &[fact, times] : count.missing)
                missing[fact] = times;
            clauses[count.clause] = {{"applicable", count.applicable},   {"attempted", count.attempted}, {"executed", count.executed},
                                     {"undecidable", count.undecidable}, {"cases", std::move(cases)},    {"pact", count.pact},
                                     {"missing", std::move(missing)}};
        }
        Json verdicts = Json::object();
        for (std::size_t i = static_cast<std::size_t>(Verdict::NoPact); i < verdictCount; ++i)
            verdicts[std::string(nameOf(static_cast<Verdict>(i)))] = report->verdicts[i];
        printJson(Json{{"clauses", std::move(clauses)}, {"verdicts", std::move(verdicts)}});
        return findings ? Findings : Done;
    }
    std::vector<std::vector<std::string>> rows{{"clause", "applicable", "attempted", "executed", "undecidable", "pact"}};
    for (const ClauseCount &count : report->clauses)
        rows.push_back({count.clause, std::to_string(count.applicable), std::to_string(count.attempted), std::to_string(count.executed),
                        std::to_string(count.undecidable), count.pact});
    printTable(rows);
    print("");
    rows = {{"verdict", "actions"}};
    for (std::size_t i = static_cast<std::size_t>(Verdict::NoPact); i < verdictCount; ++i)
        rows.push_back({std::string(nameOf(static_cast<Verdict>(i))), std::to_string(report->verdicts[i])});
    printTable(rows);
    return findings ? Findings : Done;
}

int evaluateCondition(const Arguments &arguments)
{
    Arena arena;
    cel::Environment environment = variables::clauseEnvironment();
    std::vector<Value> slots(variables::SlotCount);
    for (Value &slot : slots)
        slot = Value::error(arena, "no value was given");
    if (arguments.has("vars")) {
        const std::string path = arguments.text("vars");
        const auto json = readFile(path);
        if (!json)
            return fail(json.error());
        JsonReader reader;
        auto value = reader.read(*json, arena);
        if (!value || !value->isMap()) {
            Error error = value ? Error{ErrorKind::Input,
                                        "MND-CLI-005",
                                        "The variables must be one JSON object.",
                                        "Nothing was done.",
                                        "Write {\"name\": value, …}.",
                                        {}}
                                : value.error();
            error.position.file = path;
            return fail(error);
        }
        environment = cel::Environment();
        slots.clear();
        for (const Member &member : value->members()) {
            Value given = member.value;
            if (member.key.text() == "now" && given.isString()) {
                if (const auto instant = parseInstant(given.text())) {
                    const std::int64_t seconds = instant->nanoseconds / 1'000'000'000 - (instant->nanoseconds % 1'000'000'000 < 0);
                    given = Value::timestamp(seconds, static_cast<std::uint32_t>(instant->nanoseconds - seconds * 1'000'000'000));
                }
            }
            environment.declare(std::string(member.key.text()), cel::Type());
            slots.push_back(given);
        }
    }
    const auto program = cel::compile(arguments.word(0), environment);
    if (!program) {
        if (arguments.json())
            printJson(Json{{"error", program.error().happened},
                           {"line", program.error().position.line.value_or(1)},
                           {"column", program.error().position.column.value_or(1)}});
        return fail(program.error());
    }
    const Value value = program->evaluate(slots, arena);
    const cel::Description description = cel::describe(value);
    if (!description.ok) {
        if (arguments.json())
            print(description.json);
        else
            print("error: " + visible(description.json));
        return Findings;
    }
    if (arguments.json())
        print(R"({"value":)" + description.json + R"(,"type":)" + Json(description.type).dump() + '}');
    else
        print(visible(description.json) + "  (" + description.type + ')');
    return Done;
}

} // namespace

std::vector<Command> pactCommands()
{
    return {
        {"pact check", "problems of a pact document", {"pact check FILE [--workspace W] [--sarif FILE|-]", 1, 1, {"workspace", "sarif"}, {}}, checkPactFile},
        {"pact add", "put a pact version in force", {"pact add W FILE", 2, 2, {}, {}}, add},
        {"pact list", "pacts of a workspace", {"pact list W|BUNDLE", 1, 1, {}, {}}, list},
        {"pact show", "a pact as prose, or its document", {"pact show W|BUNDLE ID[@VERSION]", 2, 2, {}, {}}, show},
        {"judge", "judge the trail: verdict counts, and calls per clause", {"judge W [--pact ID[@VERSION]|FILE]", 1, 1, {"pact"}, {}}, judge},
        {"cel", "evaluate one condition", {"cel EXPR [--vars FILE.json]", 1, 1, {"vars"}, {}}, evaluateCondition},
    };
}

} // namespace mandate::cli
