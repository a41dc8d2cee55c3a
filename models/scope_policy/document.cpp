// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/scope_policy/document.h"

#include "models/base/canonical_json.h"
#include "models/base/json_reader.h"
#include "models/pact/identifiers.h"
#include "models/pact/object_reader.h"

#include <algorithm>
#include <set>

namespace mandate {

namespace {

constexpr std::size_t mostRules = 256;
constexpr std::size_t mostTools = 1000;
constexpr std::size_t longestPattern = 256;
constexpr std::string_view scopeUnaffected = "The scope policy was not taken in; what is in force is as it was.";

const std::vector<std::string_view> &scopeConsequences()
{
    static const std::vector<std::string_view> names = [] {
        std::vector<std::string_view> all;
        for (const Consequence one : {Consequence::Internal, Consequence::Spends, Consequence::SendsOutside, Consequence::Deletes, Consequence::GrantsAccess, Consequence::Publishes})
            all.push_back(nameOf(one));
        return all;
    }();
    return names;
}

std::string readScopePattern(ObjectReader &in, std::string_view key, bool required)
{
    std::string pattern = in.text(key, required);
    if (pattern.size() > longestPattern)
        in.fail(key, "A name or pattern has at most 256 bytes.", "Shorten it.");
    return pattern;
}

ScopeTool readScopeTool(ObjectReader &in)
{
    ScopeTool tool;
    tool.name = readScopePattern(in, "name", true);
    tool.title = in.text("title");
    for (const std::string &name : in.texts("consequence")) {
        const auto &known = scopeConsequences();
        const auto found = std::ranges::find(known, name);
        if (found == known.end())
            in.fail("consequence", "\"" + name + "\" is no consequence class.", "Use internal, spends, sends_outside, deletes, grants_access or publishes.");
        else
            tool.consequences.push_back(static_cast<Consequence>(found - known.begin()));
    }
    tool.destructive = in.flag("destructive");
    if (in.has("reversible")) {
        static const std::vector<std::string_view> words{"full", "partial", "none"};
        tool.reversible = words[in.choice("reversible", words)];
    }
    in.ignore("reversible");
    return tool;
}

ScopeRule readScopeRule(ObjectReader &in)
{
    ScopeRule rule;
    rule.id = in.text("id", true);
    if (!rule.id.empty() && !isIdentifier(rule.id))
        in.fail("id", "A rule's id is made of letters, digits, '.', '-' and '_', at most 64.", "Choose such an id, like \"D1\".");
    rule.allows = in.choice("effect", {"refuse", "allow"}, true) == 1;
    rule.tools = in.texts("tools");
    if (std::ranges::any_of(rule.tools, [](const std::string &pattern) { return pattern.size() > longestPattern; }))
        in.fail("tools", "A name or pattern has at most 256 bytes.", "Shorten it.");
    rule.when = in.text("when", true);
    rule.readsAs = in.text("reads_as", true);
    rule.why = in.text("why");
    return rule;
}

void readScopeHeader(ObjectReader &in, ScopePolicyDocument &policy)
{
    const std::string schema = in.text("schema", true);
    if (schema.starts_with("mandate.pact/"))
        in.fail("schema", "This is a pact, and a pact is no scope policy: checked against itself it would allow whatever it permits.",
                "Write the scope policy as a document of its own, kept by somebody else.");
    else if (schema != "mandate.scope-policy/1")
        in.fail("schema", "This is not a scope policy of version 1.", "Write \"schema\": \"mandate.scope-policy/1\".");
    policy.id = in.text("scope_policy_id", true);
    if (!policy.id.empty() && !isIdentifier(policy.id))
        in.fail("scope_policy_id", "An id is made of letters, digits, '.', '-' and '_', at most 64.", "Choose such an id, like \"cloud-scope\".");
    policy.version = in.text("version", true);
    if (!policy.version.empty() && !isSemanticVersion(policy.version))
        in.fail("version", "This is not a semantic version.", "Write three numbers, like \"1.0.0\".");
    policy.title = in.text("title", true);
    policy.purpose = in.text("purpose");
    policy.owner = in.text("owner", true);
    if (policy.owner.find_first_not_of(" \t\r\n") == std::string::npos)
        in.fail("owner", "A scope policy names who answers for it.", "Name a person, another one than the pact's owner.");
    in.objects(
        "binds",
        [&](ObjectReader &of) {
            Binding binding;
            if (of.has("agent"))
                binding.agent = readScopePattern(of, "agent", true);
            of.ignore("agent");
            if (of.has("deployment"))
                binding.deployment = readScopePattern(of, "deployment", true);
            of.ignore("deployment");
            policy.binds.push_back(std::move(binding));
        },
        true);
}

} // namespace

bool ScopePolicyDocument::bindsAgent(std::string_view agent, std::string_view deployment) const
{
    return std::ranges::any_of(binds, [&](const Binding &binding) { return matchesPattern(binding.agent, agent) && matchesPattern(binding.deployment, deployment); });
}

const ScopeTool *ScopePolicyDocument::tool(std::string_view name) const
{
    auto found = std::ranges::find(tools, name, &ScopeTool::name);
    if (found == tools.end())
        found = std::ranges::find_if(tools, [&](const ScopeTool &tool) { return matchesPattern(tool.name, name); });
    return found == tools.end() ? nullptr : &*found;
}

Result<ParsedScopePolicy> parseScopePolicy(std::string_view json, const std::string &file)
{
    const auto here = [&](Error error) {
        error.position.file = file;
        error.unaffected = scopeUnaffected;
        return error;
    };
    ReadProblem problem;
    if (json.size() > longestScopePolicy) {
        problem.set({}, "The document is longer than 256 KiB.", "Say less in it, or split it by the agents that it binds.");
        problem.error->code = "MND-SCP-001";
        return here(*std::move(problem.error));
    }
    Arena arena;
    JsonReader reader;
    Result<Value> value = reader.read(json, arena);
    if (!value) {
        Error error = value.error();
        error.remedy = "Correct the document and try again.";
        return here(std::move(error));
    }
    ParsedScopePolicy parsed;
    ScopePolicyDocument &policy = parsed.document;
    ObjectReader in(*value, {}, problem);
    readScopeHeader(in, policy);
    in.objects("tools", [&](ObjectReader &of) { policy.tools.push_back(readScopeTool(of)); });
    in.objects("rules", [&](ObjectReader &of) { policy.rules.push_back(readScopeRule(of)); }, true);
    in.finish();
    if (policy.rules.size() > mostRules || policy.tools.size() > mostTools)
        problem.set({}, "A scope policy has at most 256 rules and 1,000 tools.", "Use patterns such as \"delete_*\", or split it by the agents that it binds.");
    const auto eachOnce = [&](const auto &list, auto name, const std::string &part, const std::string &happened, const std::string &remedy) {
        std::set<std::string_view> seen;
        for (std::size_t i = 0; i < list.size(); ++i) {
            if (!seen.insert(list[i].*name).second)
                problem.set('/' + part + '/' + std::to_string(i), happened + " \"" + list[i].*name + "\".", remedy);
        }
    };
    eachOnce(policy.tools, &ScopeTool::name, "tools", "Two tools have the name", "Describe each tool once.");
    eachOnce(policy.rules, &ScopeRule::id, "rules", "Two rules have the id", "Give each rule an id of its own.");
    if (problem.error) {
        problem.error->code = "MND-SCP-001";
        return here(*std::move(problem.error));
    }
    parsed.canonical = canonicalJson(*value);
    parsed.digest = sha256(parsed.canonical);
    return parsed;
}

} // namespace mandate
