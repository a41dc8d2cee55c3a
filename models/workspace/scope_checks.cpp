// SPDX-License-Identifier: GPL-3.0-or-later
// What the scope policy in force says of an action that an agent asks for: the product's own evaluation, beside any verifier's verdict.
#include "models/workspace/workspace_private.h"

#include "models/base/json_reader.h"

namespace mandate {

std::map<std::string, std::string> dependenceOf(const ScopePolicyBook &scopes, const PactLives &lives, const PeopleRegister &people)
{
    std::map<std::string, std::string> dependent;
    for (const auto &[id, life] : scopes.lives()) {
        const ScopeVersion *current = life.current();
        if (!current)
            continue;
        for (const auto &[pactId, pact] : lives) {
            if (const auto found = dependence(current->authorship(), pact, people)) {
                dependent.emplace(id, found->happened);
                break;
            }
        }
    }
    return dependent;
}

bool Workspace::Private::needsVerification(const PactDocument &pact, std::string_view agent, std::string_view deployment, std::string_view tool, const Instant &at) const
{
    if (needsVerifier(pact, tool))
        return true;
    const ScopeVersion *version = scopes.standing(agent, deployment, at).version;
    const ScopeTool *listed = version ? version->document().tool(tool) : nullptr;
    return listed && listed->destructive;
}

ScopeCheck Workspace::Private::scopeCheck(const ScopeAction &action, const Instant &at) const
{
    ScopeCheck check;
    const ScopeStanding standing = scopes.standing(action.agent, action.deployment, at);
    const std::string agent(action.agent);
    if (!standing.version) {
        check.words = "A second agent has to check this action, and no scope policy in force binds " + agent +
                      (action.deployment.empty() ? std::string() : " in the deployment \"" + std::string(action.deployment) + '"') + " that it could be checked against.";
        return check;
    }
    const ScopePolicyDocument &document = standing.version->document();
    if (standing.broken) {
        check.words = "What was signed about the scope policy " + document.id + " does not hold, so it allows nothing.";
        return check;
    }
    if (const auto dependent = dependentScopes.find(document.id); dependent != dependentScopes.end()) {
        check.words = "The scope policy does not count: " + dependent->second;
        return check;
    }
    const ScopeAnswer answer = standing.version->policy->evaluate(action);
    check.policy = document.name();
    check.digest = standing.version->digest;
    check.outcome = nameOf(answer.outcome);
    check.rule = answer.rule;
    check.words = wordsOf(answer);
    return check;
}

ScopeCheck Workspace::Private::scopeCheck(const ApprovalRequest &request, const Instant &at) const
{
    JsonReader reader;
    Arena arena;
    const auto arguments = reader.read(request.action.parameters, arena);
    return scopeCheck(ScopeAction{request.action.agent, request.deployment, request.action.tool, request.action.resource, arguments ? *arguments : Value()}, at);
}

void Workspace::Private::fillVerification(ApprovalView &view, const ApprovalLife &life, const Instant &now) const
{
    view.verifierVerdict = life.verifierVerdict();
    if (const ApprovalStatement *verified = life.verifiedBy())
        view.verified = *verified;
    if (!view.request.needsVerifier)
        return;
    const bool settled = view.decision != DecisionState::Open && view.operation != OperationState::WaitingForAgent;
    if (!settled)
        view.scope = scopeCheck(view.request, now);
    else if (view.verified)
        view.scope = view.verified->scope;
    view.verdictFresh = !settled && view.scope && !view.scope->policy.empty() && life.isVerdictFresh(now, view.scope->digest);
    const bool refuses = view.scope && !view.scope->policy.empty() && !view.scope->allows();
    const bool allowedAgainst = view.verified && view.verifierVerdict == "allow" && view.verified->scope && !view.verified->scope->policy.empty() && !view.verified->scope->allows();
    view.disagreement = refuses || allowedAgainst;
}

} // namespace mandate
