// SPDX-License-Identifier: GPL-3.0-or-later
// AGT's rules: the one of highest priority that matches decides. A pact's prohibitions come before its escalations and these before its
// permissions, so a rule is taken only where both orders give the same.
#include "models/pact/imports/agt_condition.h"
#include "models/pact/imports/draft.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

namespace mandate {

namespace imports {
namespace {

constexpr std::size_t largestFile = std::size_t{1} << 20;
constexpr std::size_t mostRules = 2000;

Error wrongFile(std::string happened, std::uint64_t line = 0)
{
    Error error;
    error.kind = ErrorKind::Input;
    error.code = "MND-PCT-021";
    error.happened = std::move(happened);
    error.unaffected = "Nothing was imported.";
    error.remedy = "Give a YAML file with \"apiVersion: governance.toolkit/v1\" and a list of rules.";
    if (line > 0)
        error.position.line = line;
    return error;
}

struct Rule
{
    std::string name;
    long priority = 0;
    Clause clause;
    AgtCondition condition;
    std::string reason;
};

std::string scalar(const YAML::Node &map, const char *name)
{
    const YAML::Node found = map[name];
    return found.IsDefined() && found.IsScalar() ? found.Scalar() : std::string();
}

AgtConstant constantAt(const YAML::Node &node, bool &fits)
{
    const bool inQuotes = node.IsScalar() && node.Tag() == "!";
    fits &= node.IsScalar();
    if (!node.IsScalar())
        return {};
    const std::string &text = node.Scalar();
    if (!inQuotes && (text == "true" || text == "false"))
        return {AgtConstant::Kind::Truth, text};
    if (!inQuotes && isAgtNumber(text))
        return {AgtConstant::Kind::Number, text};
    static const std::set<std::string> otherMeaning{"", "~", "null", "Null", "NULL", "True", "TRUE", "False", "FALSE", "yes", "no", "on", "off"};
    fits &= inQuotes || (!otherMeaning.contains(text) && !(text[0] >= '0' && text[0] <= '9') && text[0] != '-' && text[0] != '.' && text[0] != '+');
    return {AgtConstant::Kind::Text, text};
}

AgtCondition conditionAt(const YAML::Node &node)
{
    AgtCondition out;
    if (node.IsScalar())
        return readAgtCondition(node.Scalar());
    if (!node.IsMap() || node.size() != 3 || scalar(node, "field").empty() || scalar(node, "operator").empty() || !node["value"].IsDefined()) {
        out.reason = "its condition is neither a comparison nor field, operator and value";
        return out;
    }
    std::vector<AgtConstant> values;
    bool fits = true;
    const YAML::Node value = node["value"];
    if (value.IsSequence()) {
        for (const YAML::Node &one : value)
            values.push_back(constantAt(one, fits));
        fits &= scalar(node, "operator") == "in";
    } else {
        values.push_back(constantAt(value, fits));
        fits &= scalar(node, "operator") != "in";
    }
    if (!fits) {
        out.reason = "it compares with a value that YAML may read in more than one way";
        return out;
    }
    return agtComparison(scalar(node, "field"), scalar(node, "operator"), values);
}

/// Kind and desk of a rule, or the reason in it.
void readAction(const YAML::Node &node, Rule &rule)
{
    const std::string action = scalar(node, "action");
    if (action == "allow") {
        rule.clause.kind = ClauseKind::Permit;
    } else if (action == "deny" || action == "block") {
        rule.clause.kind = ClauseKind::Forbid;
    } else if (action == "require_approval") {
        rule.clause.kind = ClauseKind::Escalate;
        const YAML::Node approvers = node["approvers"];
        if (approvers.IsDefined() && (!approvers.IsSequence() || approvers.size() != 1 || !approvers[0].IsScalar() || approvers[0].Scalar().empty()))
            rule.reason = "it asks several approvers or none, and a pact asks one desk";
        else
            rule.clause.escalation = Escalation{approvers.IsDefined() ? approvers[0].Scalar() : "owner", 900, false};
    } else {
        rule.reason = "its action is \"" + action + "\", which is no decision of a pact";
    }
}

Rule ruleAt(const YAML::Node &node, std::size_t number)
{
    Rule rule;
    rule.name = "rule " + std::to_string(number + 1);
    if (!node.IsMap()) {
        rule.reason = "it is no rule";
        return rule;
    }
    if (const std::string name = scalar(node, "name"); !name.empty())
        rule.name = name;
    static const std::set<std::string> known{"name", "condition", "action", "approvers", "priority", "description", "message", "stage", "enabled"};
    std::set<std::string> seen;
    for (const auto &member : node) {
        const std::string key = member.first.IsScalar() ? member.first.Scalar() : std::string();
        if (!known.contains(key))
            rule.reason = "it has \"" + key + "\", which is not read here";
        else if (!seen.insert(key).second)
            rule.reason = "it says \"" + key + "\" twice";
    }
    if (const std::string stage = scalar(node, "stage"); !stage.empty() && stage != "pre_tool")
        rule.reason = "it is asked at the stage " + stage + ", and clauses of a pact are asked before a tool runs";
    if (const YAML::Node enabled = node["enabled"]; enabled.IsDefined() && scalar(node, "enabled") != "true")
        rule.reason = "it is switched off";
    if (const YAML::Node priority = node["priority"]; priority.IsDefined()) {
        const std::string text = scalar(node, "priority");
        const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), rule.priority);
        if (text.empty() || status != std::errc{} || end != text.data() + text.size())
            rule.reason = "its priority is no whole number";
    }
    if (rule.reason.empty())
        readAction(node, rule);
    if (rule.reason.empty()) {
        const YAML::Node condition = node["condition"];
        rule.condition = condition.IsDefined() ? conditionAt(condition) : AgtCondition{{}, "true", false, "it has no condition"};
        rule.reason = rule.condition.reason;
    }
    rule.clause.tools = rule.condition.tools;
    rule.clause.when = rule.condition.when;
    const std::string said = scalar(node, "description");
    rule.clause.readsAs = said.empty() ? "As AGT's rule " + rule.name + " says." : said;
    rule.clause.why = "Imported from AGT's rule " + rule.name + '.';
    return rule;
}

bool mayMeet(const Clause &a, const Clause &b)
{
    return a.tools.empty() || b.tools.empty() || std::find_first_of(a.tools.begin(), a.tools.end(), b.tools.begin(), b.tools.end()) != a.tools.end();
}

Result<ImportedPact> fromYaml(const YAML::Node &root, const std::string &pactId)
{
    if (!root.IsMap() || scalar(root, "apiVersion") != "governance.toolkit/v1")
        return wrongFile("The file says no \"apiVersion: governance.toolkit/v1\".");
    const YAML::Node list = root["rules"];
    if (!list.IsDefined() || !list.IsSequence() || list.size() > mostRules)
        return wrongFile("The file has no list of rules, or one of more than " + std::to_string(mostRules) + '.');
    Draft draft(pactId, pactId + ", imported from AGT");
    std::vector<Rule> rules;
    for (std::size_t i = 0; i < list.size(); ++i)
        rules.push_back(ruleAt(list[i], i));
    std::stable_sort(rules.begin(), rules.end(), [](const Rule &a, const Rule &b) { return a.priority > b.priority; });
    static constexpr auto rank = [](ClauseKind kind) { return kind == ClauseKind::Forbid ? 0 : kind == ClauseKind::Escalate ? 1 : 2; };
    std::vector<Clause> taken;
    for (Rule &rule : rules) {
        for (const Clause &before : taken) {
            if (rule.reason.empty() && rank(before.kind) > rank(rule.clause.kind) && mayMeet(before, rule.clause))
                rule.reason = "a milder rule of higher priority comes before it, and in a pact the stricter clause always wins";
        }
        if (!rule.reason.empty()) {
            draft.refuse(rule.name, rule.reason);
            continue;
        }
        if (rule.condition.readsActionType)
            draft.note("action.type is read as the tool's name.");
        if (rule.clause.kind == ClauseKind::Escalate)
            draft.note("AGT's rules say no time for an approval: the draft gives 15 minutes and denies then.");
        taken.push_back(rule.clause);
        draft.add(std::move(rule.clause), rule.name);
    }
    const std::string otherwise = scalar(root, "default_action");
    if (otherwise == "allow") {
        Clause clause;
        clause.kind = ClauseKind::Permit;
        clause.when = "true";
        clause.readsAs = "What no other clause stops is allowed.";
        clause.why = "AGT's default_action is allow.";
        draft.add(std::move(clause), "default");
        draft.note("default_action is allow: everything that no rule stops is permitted, which a pact should say tool by tool.");
    } else if (otherwise.empty()) {
        draft.note("The file says no default_action; the draft allows only what a rule allows.");
    } else if (otherwise != "deny") {
        draft.refuse("default_action", "it is \"" + otherwise + "\", which is no decision of a pact");
    }
    draft.note("An argument of another kind than the rule compares with leaves a clause undecidable, where AGT would not match.");
    return draft.finished();
}

} // namespace
} // namespace imports

Result<ImportedPact> importAgt(std::string_view yaml, const std::string &pactId)
{
    if (yaml.size() > imports::largestFile)
        return imports::wrongFile("The file is larger than 1 MiB.");
    try {
        const std::vector<YAML::Node> documents = YAML::LoadAll(std::string(yaml));
        if (documents.size() != 1)
            return imports::wrongFile("The file holds " + std::to_string(documents.size()) + " YAML documents instead of one.");
        return imports::fromYaml(documents[0], pactId);
    } catch (const YAML::Exception &problem) {
        return imports::wrongFile("The file is no YAML: " + problem.msg + '.',
                                  static_cast<std::uint64_t>(problem.mark.line < 0 ? 0 : problem.mark.line + 1));
    }
}

} // namespace mandate
