// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/scope_policy/compiled.h"

#include "models/pact/condition.h"

#include <algorithm>
#include <array>

namespace mandate {

namespace {

constexpr std::array<std::string_view, 3> scopeOutcomeNames{"allow", "refuse", "undecidable"};
constexpr std::uint64_t scopeSteps = 250'000; ///< of one rule: decisions wait for it

enum ScopeSlot : std::uint32_t { ToolName, ToolDestructive, ToolConsequences, ToolReversible, Arguments, AgentName, DeploymentName, TargetName, ScopeSlotCount };

/// What pacts read and a scope policy may not see, with why.
struct Hidden
{
    std::string_view name;
    std::string_view what;
};
constexpr std::array<Hidden, 14> hiddenNames{{{"input", "what the user said"},
                                              {"said", "what the agent said beside the call"},
                                              {"proposal", "the agent's reasons"},
                                              {"history", "earlier calls"},
                                              {"state", "facts from earlier results"},
                                              {"session", "the run it belongs to"},
                                              {"confidence", "the agent's confidence"},
                                              {"verifier", "another agent's verdict"},
                                              {"now", "the time"},
                                              {"result", "what the action returned"},
                                              {"returned", "what the action returned"},
                                              {"record", "which evidence there is"},
                                              {"action", "more of the action than its tool and what the policy lists of that"},
                                              {"prompt", "what the user said"}}};

const cel::Environment &scopeEnvironment()
{
    using cel::Type;
    static const cel::Environment environment = [] {
        const Type text = Type::of(Type::Kind::String);
        cel::Environment declared;
        declared.declare("action.tool", text);
        declared.declare("action.destructive", Type::of(Type::Kind::Bool));
        declared.declare("action.consequences", Type::list(text));
        declared.declare("action.reversible", text);
        declared.declare("args", Type::map(text, Type()));
        declared.declare("agent", text);
        declared.declare("environment", text);
        declared.declare("target", text);
        return declared;
    }();
    return environment;
}

/// Says by name what a scope policy may not see, where that is why a condition does not compile.
Error inRule(Error error, const std::string &rule)
{
    if (error.code == "MND-CEL-004") {
        const auto hidden = std::ranges::find_if(hiddenNames, [&](const Hidden &one) { return error.happened.find('"' + std::string(one.name) + '"') != std::string::npos; });
        if (hidden != hiddenNames.end()) {
            error.code = "MND-SCP-002";
            error.happened = "The rule reads \"" + std::string(hidden->name) + "\" (" + std::string(hidden->what) + "), and a scope policy sees only the structured action.";
            error.remedy = "Write it over action.tool, action.destructive, action.consequences, action.reversible, args, agent, environment and target.";
        }
    }
    error.position.path = rule;
    error.unaffected = "The scope policy was not taken in; what is in force is as it was.";
    return error;
}

} // namespace

std::string_view nameOf(ScopeOutcome outcome)
{
    return scopeOutcomeNames.at(static_cast<std::size_t>(outcome));
}

std::optional<ScopeOutcome> scopeOutcomeOf(std::string_view name)
{
    const auto found = std::ranges::find(scopeOutcomeNames, name);
    if (found == scopeOutcomeNames.end())
        return std::nullopt;
    return static_cast<ScopeOutcome>(found - scopeOutcomeNames.begin());
}

std::string wordsOf(const ScopeAnswer &answer)
{
    const std::string sentence = answer.readsAs.empty() ? std::string() : ' ' + answer.readsAs;
    switch (answer.outcome) {
    case ScopeOutcome::Allow: return "Rule " + answer.rule + " of the scope policy allows it." + sentence;
    case ScopeOutcome::Refuse:
        return answer.rule.empty() ? "No rule of the scope policy allows it." : "Rule " + answer.rule + " of the scope policy refuses it." + sentence;
    case ScopeOutcome::Undecidable:
        return "Rule " + answer.rule + " of the scope policy cannot be decided" + (answer.missing.empty() ? std::string() : ": " + answer.missing + " is missing") + '.' + sentence;
    }
    return {};
}

struct CompiledScopePolicy::Private
{
    ScopePolicyDocument document;
    std::vector<cel::Program> programs; ///< one a rule
};

CompiledScopePolicy::CompiledScopePolicy() : m(std::make_unique<Private>()) {}
CompiledScopePolicy::~CompiledScopePolicy() = default;

const ScopePolicyDocument &CompiledScopePolicy::document() const
{
    return m->document;
}

Result<std::shared_ptr<const CompiledScopePolicy>> CompiledScopePolicy::compile(ScopePolicyDocument document)
{
    std::shared_ptr<CompiledScopePolicy> policy(new CompiledScopePolicy);
    for (const ScopeRule &rule : document.rules) {
        auto program = compileCondition(rule.when, scopeEnvironment(), cel::Type::Kind::Bool);
        if (!program)
            return inRule(program.error(), rule.id);
        policy->m->programs.push_back(std::move(program).value());
    }
    policy->m->document = std::move(document);
    return std::shared_ptr<const CompiledScopePolicy>(std::move(policy));
}

ScopeAnswer CompiledScopePolicy::evaluate(const ScopeAction &action) const
{
    Arena arena(2048);
    const ScopeTool *tool = m->document.tool(action.tool);
    std::vector<Value> consequences;
    std::array<Value, ScopeSlotCount> slots;
    if (tool) {
        for (const Consequence one : tool->consequences)
            consequences.push_back(Value::string(nameOf(one)));
    }
    slots[ToolName] = Value::string(action.tool);
    slots[ToolDestructive] = Value::boolean(tool && tool->destructive);
    slots[ToolConsequences] = Value::list(consequences);
    slots[ToolReversible] = Value::string(tool ? std::string_view(tool->reversible) : std::string_view());
    slots[Arguments] = action.arguments.isMap() ? action.arguments : cel::absent(arena, "args");
    slots[AgentName] = Value::string(action.agent);
    slots[DeploymentName] = Value::string(action.deployment);
    slots[TargetName] = Value::string(action.target);

    enum class Said { No, Yes, Undecidable };
    ScopeAnswer open;      // the first that cannot be decided, by kind
    ScopeAnswer allowed;   // the first that allows
    ScopeAnswer allowOpen; // the first that may allow
    for (std::size_t i = 0; i < m->document.rules.size(); ++i) {
        const ScopeRule &rule = m->document.rules[i];
        if (!rule.tools.empty() && std::ranges::none_of(rule.tools, [&](const std::string &pattern) { return matchesPattern(pattern, action.tool); }))
            continue;
        const Value value = m->programs[i].evaluate(slots, arena, scopeSteps);
        const Said said = !value.is(ValueKind::Bool) ? Said::Undecidable : value.asBool() ? Said::Yes : Said::No;
        if (said == Said::No)
            continue;
        ScopeAnswer answer{said == Said::Undecidable ? ScopeOutcome::Undecidable : rule.allows ? ScopeOutcome::Allow : ScopeOutcome::Refuse, rule.id, rule.readsAs, {}};
        if (said == Said::Undecidable && value.isError())
            answer.missing = std::string(value.why().missing);
        if (answer.outcome == ScopeOutcome::Refuse)
            return answer;
        ScopeAnswer &kept = !rule.allows ? open : said == Said::Yes ? allowed : allowOpen;
        if (kept.rule.empty())
            kept = std::move(answer);
    }
    for (ScopeAnswer *answer : {&open, &allowed, &allowOpen}) {
        if (!answer->rule.empty())
            return std::move(*answer);
    }
    return {};
}

} // namespace mandate
