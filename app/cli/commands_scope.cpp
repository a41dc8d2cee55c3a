// SPDX-License-Identifier: GPL-3.0-or-later
// scope …: the policies that a second agent checks destructive actions against, kept apart from the pacts.
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/cli/pact_file.h"
#include "app/cli/surroundings.h"
#include "models/workspace/scope_policies.h"
#include "models/workspace/workspace.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace mandate::cli {

namespace {

using ScopeJson = nlohmann::ordered_json;

ScopeJson orNull(const std::string &text)
{
    return text.empty() ? ScopeJson(nullptr) : ScopeJson(text);
}

std::string_view stateOf(const ScopePolicyVersion &described)
{
    if (described.inForce)
        return described.notCounting.empty() ? "in_force" : "not_counting";
    return described.version.withdrawn ? "withdrawn" : "superseded";
}

ScopeJson bindsJson(const std::vector<Binding> &binds)
{
    ScopeJson list = ScopeJson::array();
    for (const Binding &binding : binds)
        list.push_back({{"agent", binding.agent}, {"deployment", binding.deployment}});
    return list;
}

ScopeJson versionJson(const ScopePolicyVersion &described)
{
    const ScopeVersion &version = described.version;
    const ScopePolicyDocument &document = version.document();
    return {{"scope_policy", document.name()},
            {"title", document.title},
            {"owner", document.owner},
            {"binds", bindsJson(document.binds)},
            {"digest", version.digest.hex()},
            {"state", stateOf(described)},
            {"not_counting", orNull(described.notCounting)},
            {"set_by", version.setBy},
            {"since", formatInstant(version.from)},
            {"until", jsonOf(version.until)},
            {"note", version.note},
            {"ended_by", orNull(version.endedBy)},
            {"end_reason", orNull(version.endReason)},
            {"separation_proven", version.proven},
            {"entry", version.entry}};
}

ScopeJson ruleJson(const ScopeRule &rule)
{
    return {{"id", rule.id}, {"effect", rule.allows ? "allow" : "refuse"}, {"tools", rule.tools}, {"when", rule.when}, {"reads_as", rule.readsAs}, {"why", orNull(rule.why)}};
}

std::string joined(const std::vector<std::string> &names)
{
    std::string list;
    for (const std::string &name : names)
        list += (list.empty() ? "" : ", ") + name;
    return list;
}

void printDocument(const ScopePolicyDocument &document)
{
    print(visible(document.title) + ". Owner: " + visible(document.owner));
    for (const Binding &binding : document.binds)
        print("binds the agent " + visible(binding.agent) + " in " + visible(binding.deployment));
    std::string destructive;
    for (const ScopeTool &tool : document.tools)
        destructive += tool.destructive ? (destructive.empty() ? "" : ", ") + tool.name : "";
    print("destructive tools: " + (destructive.empty() ? std::string("none of its own") : visible(destructive)));
    for (const ScopeRule &rule : document.rules) {
        print(std::string(rule.allows ? "allows  " : "refuses ") + visible(rule.id) + (rule.tools.empty() ? std::string() : " (" + visible(joined(rule.tools)) + ')') + ": " + visible(rule.readsAs));
        print("        " + visible(rule.when));
    }
    print("What no rule allows is refused.");
}

int checkScope(const Arguments &arguments)
{
    const auto text = readFile(arguments.word(0));
    if (!text)
        return fail(text.error());
    const auto parsed = parseScopePolicy(*text, arguments.word(0));
    if (!parsed)
        return fail(parsed.error());
    if (auto compiled = CompiledScopePolicy::compile(parsed->document); !compiled) {
        Error error = compiled.error();
        error.position.file = arguments.word(0);
        return fail(error);
    }
    const ScopePolicyDocument &document = parsed->document;
    if (arguments.json()) {
        ScopeJson rules = ScopeJson::array();
        for (const ScopeRule &rule : document.rules)
            rules.push_back(ruleJson(rule));
        printJson(ScopeJson{{"scope_policy", document.name()}, {"digest", parsed->digest.hex()}, {"owner", document.owner}, {"binds", bindsJson(document.binds)}, {"rules", std::move(rules)}});
        return Done;
    }
    printDocument(document);
    print(visible(document.name()) + ": " + counted(document.rules.size(), "rule") + ". sha256 " + parsed->digest.hex());
    return Done;
}

int setScope(const Arguments &arguments)
{
    const auto text = readFile(arguments.word(1));
    if (!text)
        return fail(text.error());
    auto workspace = Workspace::open(arguments.word(0), false, surroundings());
    if (!workspace)
        return fail(workspace.error());
    auto set = ScopeKeeping(**workspace).set(*text, arguments.text("note"));
    if (!set) {
        Error error = set.error();
        if (error.kind == ErrorKind::Input)
            error.position.file = arguments.word(1);
        return fail(error);
    }
    const std::string unproven = ScopePolicies(**workspace).separationFinding();
    if (arguments.json()) {
        ScopeJson json = versionJson(*set);
        json["finding"] = orNull(unproven);
        printJson(json);
        return Done;
    }
    print(visible(set->document().name()) + " is in force, signed by " + visible(set->version.setBy) + " and recorded as entry " + std::to_string(set->version.entry) + ". sha256 " + set->version.digest.hex());
    if (!unproven.empty())
        print(unproven);
    return Done;
}

int withdrawScope(const Arguments &arguments)
{
    auto workspace = Workspace::open(arguments.word(0), false, surroundings());
    if (!workspace)
        return fail(workspace.error());
    const auto withdrawn = ScopeKeeping(**workspace).withdraw(arguments.word(1), arguments.text("reason"));
    if (!withdrawn)
        return fail(withdrawn.error());
    if (arguments.json())
        printJson(versionJson(*withdrawn));
    else
        print(visible(withdrawn->document().name()) + " is withdrawn: what needs a verifier by a pact is refused for the agents it bound, until another is in force.");
    return Done;
}

int listScopes(const Arguments &arguments)
{
    const auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const ScopePolicies policies(**workspace);
    const auto versions = policies.all();
    const std::string unproven = policies.separationFinding();
    if (arguments.json()) {
        ScopeJson list = ScopeJson::array();
        for (const ScopePolicyVersion &version : versions)
            list.push_back(versionJson(version));
        printJson(ScopeJson{{"scope_policies", std::move(list)}, {"finding", orNull(unproven)}});
        return Done;
    }
    if (versions.empty()) {
        print("There is no scope policy: what needs a second agent's verdict is refused. See \"mandate scope set\" and docs/scope-policy.md.");
        return Done;
    }
    std::vector<std::vector<std::string>> rows{{"scope policy", "state", "owner", "since", "set by", "binds"}};
    for (const ScopePolicyVersion &version : versions) {
        std::string binds;
        for (const Binding &binding : version.document().binds)
            binds += (binds.empty() ? "" : ", ") + binding.agent + " in " + binding.deployment;
        rows.push_back({version.document().name(), std::string(stateOf(version)), version.document().owner, formatInstant(version.version.from), version.version.setBy, binds});
    }
    printTable(rows);
    for (const ScopePolicyVersion &version : versions) {
        if (!version.notCounting.empty())
            print('\n' + visible(version.document().name()) + " does not count: " + visible(version.notCounting));
    }
    if (!unproven.empty())
        print('\n' + unproven);
    return Done;
}

int showScope(const Arguments &arguments)
{
    const auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const auto found = ScopePolicies(**workspace).find(arguments.word(1));
    if (!found)
        return fail(found.error());
    if (arguments.json()) {
        ScopeJson json = versionJson(*found);
        json["document"] = ScopeJson::parse(found->version.source, nullptr, false);
        printJson(json);
        return Done;
    }
    print(visible(found->document().name()) + ", " + std::string(stateOf(*found)) + " since " + formatInstant(found->version.from) + ", set by " + visible(found->version.setBy) + ": " + visible(found->version.note));
    if (!found->notCounting.empty())
        print("It does not count: " + visible(found->notCounting));
    printDocument(found->document());
    print("sha256 " + found->version.digest.hex());
    return Done;
}

int scopeHistory(const Arguments &arguments)
{
    const auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const auto history = ScopePolicies(**workspace).history(arguments.word(1));
    if (!history)
        return fail(history.error());
    if (arguments.json()) {
        ScopeJson versions = ScopeJson::array();
        for (const ScopePolicyVersion &version : history->versions)
            versions.push_back(versionJson(version));
        ScopeJson events = ScopeJson::array();
        for (const ScopeLife::Event &event : history->events)
            events.push_back({{"entry", event.statement.entry}, {"step", nameOf(event.statement.step)}, {"version", event.statement.version}, {"digest", event.statement.digest.hex()},
                              {"by", event.statement.decidedBy}, {"at", formatInstant(event.statement.decidedAt)}, {"note", event.statement.note}, {"void", orNull(event.voidBecause)}});
        printJson(ScopeJson{{"scope_policy", history->id}, {"broken", history->broken}, {"versions", std::move(versions)}, {"events", std::move(events)}});
        return history->broken ? Findings : Done;
    }
    std::vector<std::vector<std::string>> rows{{"entry", "at", "step", "version", "by", "note", ""}};
    for (const ScopeLife::Event &event : history->events)
        rows.push_back({std::to_string(event.statement.entry), formatInstant(event.statement.decidedAt), std::string(nameOf(event.statement.step)), event.statement.version, event.statement.decidedBy,
                        event.statement.note, event.voidBecause.empty() ? "" : "void: " + event.voidBecause});
    printTable(rows);
    if (history->broken)
        print("The statements do not follow one another: the policy allows nothing any more.");
    return history->broken ? Findings : Done;
}

int testScope(const Arguments &arguments)
{
    for (const char *needed : {"agent", "tool"}) {
        if (arguments.text(needed).empty())
            return fail(Error{ErrorKind::Usage, "MND-CLI-040", std::string("It is not said which ") + needed + " is meant.", "Nothing was evaluated.",
                              std::string("Say --") + needed + " as well; see \"mandate scope test --help\".", {}});
    }
    const auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const auto trial = ScopePolicies(**workspace).test(arguments.text("agent"), arguments.text("deployment"), arguments.text("tool"), arguments.text("target"),
                                                       arguments.has("args") ? arguments.text("args") : std::string("{}"));
    if (!trial)
        return fail(trial.error());
    const ScopeCheck &check = trial->check;
    if (arguments.json())
        printJson(ScopeJson{{"needs_verifier", trial->verified},
                            {"policy", orNull(check.policy)},
                            {"digest", check.policy.empty() ? ScopeJson(nullptr) : ScopeJson(check.digest.hex())},
                            {"outcome", orNull(check.outcome)},
                            {"rule", orNull(check.rule)},
                            {"says", check.words}});
    else
        print((check.policy.empty() ? std::string("refused: ") : check.outcome + " by " + visible(check.policy) + ": ") + visible(check.words) +
              (trial->verified ? "" : " This action needs no verifier: neither the pact in force nor the scope policy calls the tool destructive."));
    return check.allows() ? Done : Findings;
}

} // namespace

std::vector<Command> scopeCommands()
{
    return {
        {"scope check", "read a scope policy: its format, its rules, what they may not see", {"scope check FILE", 1, 1, {}, {}}, checkScope},
        {"scope set", "put a scope policy in force, signed by somebody with no hand in the pact", {"scope set W FILE --note T", 2, 2, {"note"}, {}}, setScope},
        {"scope list", "scope policies with owner and state", {"scope list W", 1, 1, {}, {}}, listScopes},
        {"scope show", "one version of a scope policy: rules, owner, who set it", {"scope show W ID[@VERSION]", 2, 2, {}, {}}, showScope},
        {"scope history", "every signed statement about a scope policy", {"scope history W ID", 2, 2, {}, {}}, scopeHistory},
        {"scope withdraw", "end a scope policy", {"scope withdraw W ID --reason T", 2, 2, {"reason"}, {}}, withdrawScope},
        {"scope test",
         "what the scope policy in force says of an action",
         {"scope test W --agent A --tool T [--args JSON] [--target R] [--deployment D]", 1, 1, {"agent", "tool", "args", "target", "deployment"}, {}},
         testScope},
    };
}

} // namespace mandate::cli
