// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/scope_policies.h"

#include "models/base/canonical_json.h"
#include "models/base/json_reader.h"
#include "models/workspace/workspace_private.h"

#include <algorithm>

namespace mandate {

namespace {

constexpr std::size_t longestNote = 4096;

Error noScopePolicy(std::string_view name)
{
    Error error = refused("MND-SCP-005", "There is no scope policy \"" + std::string(name) + "\" in the workspace.", "Nothing was changed.", "\"mandate scope list\" shows those there are.");
    error.kind = ErrorKind::Missing;
    return error;
}

/// What is signed has to be read again.
std::optional<Error> unsignableNote(const std::string &note)
{
    std::string json;
    appendCanonicalString(json, note);
    Arena arena;
    JsonReader reader;
    if (note.size() <= longestNote && reader.read(json, arena))
        return std::nullopt;
    Error error = refused("MND-SCP-006", note.size() > longestNote ? "The text is longer than 4,096 bytes." : "The text is not valid UTF-8.", "No scope policy was changed.", "Shorten or retype it.");
    error.kind = ErrorKind::Input;
    return error;
}

Result<ParsedScopePolicy> readyToSet(std::string_view json)
{
    auto parsed = parseScopePolicy(json);
    if (!parsed)
        return parsed;
    if (auto compiled = CompiledScopePolicy::compile(parsed->document); !compiled)
        return compiled.error();
    return parsed;
}

} // namespace

ScopePolicyVersion ScopePolicies::describe(const ScopeVersion &version, const ScopeLife &life) const
{
    ScopePolicyVersion described;
    described.version = version;
    const auto &inside = *m_workspace.m;
    described.inForce = life.inForce(inside.surroundings.clock()) == &version;
    if (life.isBroken()) {
        described.notCounting = "What was signed about it does not hold: a statement is missing.";
    } else if (const auto dependent = inside.dependentScopes.find(version.document().id); described.inForce && dependent != inside.dependentScopes.end()) {
        described.notCounting = dependent->second;
    }
    return described;
}

Result<ScopePolicyVersion> ScopeKeeping::take(ScopeStep step, const std::string &id, const ParsedScopePolicy *document, const std::string &note)
{
    auto &inside = *m_workspace.m;
    if (inside.readOnly)
        return inside.unlock().error();
    if (auto unsignable = unsignableNote(note))
        return *unsignable;
    std::string name = id;
    {
        Workspace::Private::Writing writing(inside);
        if (auto begun = writing.begin(); !begun)
            return begun.error();
        const auto signer = inside.signer();
        if (!signer)
            return signer.error();
        ScopeStatement statement;
        statement.step = step;
        statement.policyId = id;
        statement.note = note;
        statement.decidedBy = signer->person.id;
        statement.decidedByName = signer->person.displayName;
        statement.ledger = signer->ledger;
        statement.decidedAt = inside.surroundings.clock();
        const Checkpoint head = inside.store->head();
        statement.evidenceSize = head.size;
        statement.evidenceRoot = head.root;
        {
            const std::shared_lock reading(inside.lock);
            if (auto refusal = inside.scopes.refusal({step, id, statement.decidedBy, note, statement.decidedAt, document}, inside.people, inside.lives))
                return *refusal;
            const ScopeLife *life = inside.scopes.find(id);
            statement.previous = life ? life->lastDigest() : Digest();
            if (document) {
                statement.version = document->document.version;
                statement.digest = document->digest;
                statement.document = document->canonical;
            } else {
                statement.version = life->current()->document().version;
                statement.digest = life->current()->digest;
            }
        }
        name += '@' + statement.version;
        if (const auto appended = inside.appendEntry(EntryType::ScopePolicy, scopeStatementEntry(statement, *signer->key)); !appended)
            return appended.error();
        if (auto loaded = inside.load(); !loaded)
            return loaded.error();
    }
    Q_EMIT m_workspace.ledgerGrew(inside.store->size());
    return ScopePolicies(m_workspace).find(name);
}

Result<ScopePolicyVersion> ScopeKeeping::set(std::string_view json, const std::string &note)
{
    const auto parsed = readyToSet(json);
    if (!parsed)
        return parsed.error();
    return take(ScopeStep::Set, parsed->document.id, &*parsed, note);
}

Result<ScopePolicyVersion> ScopeKeeping::withdraw(const std::string &id, const std::string &reason)
{
    return take(ScopeStep::Withdraw, id, nullptr, reason);
}

std::optional<Error> ScopePolicies::settingRefusal(const ParsedScopePolicy &document) const
{
    (void)m_workspace.m->load();
    const auto &inside = *m_workspace.m;
    if (inside.readOnly)
        return inside.unlock().error();
    const std::string me = m_workspace.person().id;
    const std::shared_lock reading(inside.lock);
    return inside.scopes.refusal({ScopeStep::Set, document.document.id, me, "reason", inside.surroundings.clock(), &document}, inside.people, inside.lives);
}

std::optional<Error> ScopePolicies::withdrawalRefusal(const std::string &id) const
{
    (void)m_workspace.m->load();
    const auto &inside = *m_workspace.m;
    if (inside.readOnly)
        return inside.unlock().error();
    const std::string me = m_workspace.person().id;
    const std::shared_lock reading(inside.lock);
    return inside.scopes.refusal({ScopeStep::Withdraw, id, me, "reason", inside.surroundings.clock(), nullptr}, inside.people, inside.lives);
}

std::vector<ScopePolicyVersion> ScopePolicies::all() const
{
    (void)m_workspace.m->load();
    const std::shared_lock reading(m_workspace.m->lock);
    std::vector<ScopePolicyVersion> versions;
    for (const auto &[id, life] : m_workspace.m->scopes.lives()) {
        for (const ScopeVersion &version : life.versions())
            versions.push_back(describe(version, life));
    }
    return versions;
}

Result<ScopePolicyVersion> ScopePolicies::find(std::string_view idAtVersion) const
{
    if (auto loaded = m_workspace.m->load(); !loaded)
        return loaded.error();
    const std::size_t at = idAtVersion.find('@');
    const std::shared_lock reading(m_workspace.m->lock);
    const ScopeLife *life = m_workspace.m->scopes.find(idAtVersion.substr(0, at));
    if (!life || life->versions().empty())
        return noScopePolicy(idAtVersion);
    if (at == std::string_view::npos)
        return describe(life->versions().back(), *life); // in force, or else the newest
    const auto found = std::ranges::find_if(life->versions(), [&](const ScopeVersion &version) { return version.document().version == idAtVersion.substr(at + 1); });
    if (found == life->versions().end())
        return noScopePolicy(idAtVersion);
    return describe(*found, *life);
}

Result<ScopePolicyHistory> ScopePolicies::history(const std::string &id) const
{
    if (auto loaded = m_workspace.m->load(); !loaded)
        return loaded.error();
    const std::shared_lock reading(m_workspace.m->lock);
    const ScopeLife *life = m_workspace.m->scopes.find(id);
    if (!life)
        return noScopePolicy(id);
    ScopePolicyHistory history;
    history.id = id;
    history.broken = life->isBroken();
    for (const ScopeVersion &version : life->versions())
        history.versions.push_back(describe(version, *life));
    history.events.assign(life->history().begin(), life->history().end());
    return history;
}

std::optional<ScopePolicyVersion> ScopePolicies::inForce(const std::string &agent, const std::string &deployment) const
{
    (void)m_workspace.m->load();
    const std::shared_lock reading(m_workspace.m->lock);
    const ScopeVersion *version = m_workspace.m->scopes.standing(agent, deployment, m_workspace.m->surroundings.clock()).version;
    if (!version)
        return std::nullopt;
    return describe(*version, *m_workspace.m->scopes.find(version->document().id));
}

AgentScope ScopePolicies::ofAgent(const std::string &agent, const std::vector<std::string> &deployments) const
{
    AgentScope scope;
    const auto timelines = m_workspace.m->currentTimelines();
    const Instant now = m_workspace.m->surroundings.clock();
    for (const std::string &deployment : deployments) {
        const auto policy = inForce(agent, deployment);
        const PactTimelines::Window *window = timelines->inForce(agent, deployment, now.nanoseconds);
        const bool byPact = window && asksForVerification(window->pact->version.document);
        const bool byPolicy = policy && std::ranges::any_of(policy->document().tools, &ScopeTool::destructive);
        scope.asked = scope.asked || byPact || byPolicy;
        if (policy && !scope.policy)
            scope.policy = policy;
        if (!scope.finding.empty())
            continue;
        if (policy && !policy->notCounting.empty())
            scope.finding = "The scope policy " + policy->document().name() + " does not count: " + policy->notCounting;
        else if (byPact && !policy && !window->pact->version.document.verifiedTools.empty()) // it asks in so many words
            scope.finding = "The pact " + window->pact->version.document.id + '@' + window->pact->version.document.version + " asks for a second agent's verdict" +
                            (deployment.empty() ? std::string() : " in the deployment \"" + deployment + '"') + ", and no scope policy in force binds this agent: its destructive tools are refused.";
    }
    return scope;
}

Result<ScopePolicies::Trial> ScopePolicies::test(const std::string &agent, const std::string &deployment, const std::string &tool, const std::string &target, std::string_view arguments) const
{
    if (auto loaded = m_workspace.m->load(); !loaded)
        return loaded.error();
    JsonReader reader;
    Arena arena;
    const auto read = reader.read(arguments, arena);
    if (!read || !read->isMap()) {
        Error error = refused("MND-SCP-007", "The arguments are no JSON object.", "Nothing was evaluated.", "Give them as an object, such as {\"environment\": \"staging\"}.");
        error.kind = ErrorKind::Input;
        return error;
    }
    const Instant now = m_workspace.m->surroundings.clock();
    const auto timelines = m_workspace.m->currentTimelines();
    const PactTimelines::Window *window = timelines->inForce(agent, deployment, now.nanoseconds);
    const std::shared_lock reading(m_workspace.m->lock);
    Trial trial;
    static const PactDocument none;
    trial.verified = m_workspace.m->needsVerification(window ? window->pact->version.document : none, agent, deployment, tool, now);
    trial.check = m_workspace.m->scopeCheck(ScopeAction{agent, deployment, tool, target, *read}, now);
    return trial;
}

Result<std::vector<ScopePolicies::Awaiting>> ScopePolicies::awaitingVerdict(std::string_view verifier, std::size_t most) const
{
    const auto &inside = *m_workspace.m;
    if (auto loaded = m_workspace.m->load(); !loaded)
        return loaded.error();
    const Instant now = inside.surroundings.clock();
    std::vector<Awaiting> waiting;
    const std::shared_lock reading(inside.lock);
    for (const ApprovalLife *life : inside.approvals.lives()) {
        if (!life->request().needsVerifier || life->request().action.agent == verifier ||
            (life->decision(now) != DecisionState::Open && life->operation(now) != OperationState::WaitingForAgent))
            continue;
        const ApprovalRequest &request = life->request();
        const ScopeStanding standing = inside.scopes.standing(request.action.agent, request.deployment, now);
        const bool counts = standing.version && !standing.broken && !inside.dependentScopes.contains(standing.version->document().id);
        if (counts && life->isVerdictFresh(now, standing.version->digest))
            continue;
        Awaiting one{life->id(), request.action, life->actionDigest(), request.deployment, request.expiresAt, {}};
        if (counts)
            one.policy.emplace(standing.version->document().name(), standing.version->digest);
        waiting.push_back(std::move(one));
    }
    std::ranges::stable_sort(waiting, {}, [](const Awaiting &one) { return one.expiresAt.nanoseconds; });
    if (waiting.size() > most)
        waiting.resize(most);
    return waiting;
}

std::vector<Problem> ScopePolicies::problems(const PactDocument &pact) const
{
    std::vector<Problem> problems;
    if (!asksForVerification(pact))
        return problems;
    const auto versions = all();
    for (const Binding &binding : pact.binds) {
        const auto binds = std::ranges::find_if(versions, [&](const ScopePolicyVersion &version) { return version.inForce && isBoundBy(binding, version.document().binds); });
        const std::string whom = (binding.agent == "*" ? "every agent" : '"' + binding.agent + '"') + (binding.deployment == "*" ? std::string() : " in \"" + binding.deployment + '"');
        Problem problem; // whoever lists tools as destructive alone has asked for nothing, and is told that the gateway will
        problem.problemClass = pact.verifiedTools.empty() ? ProblemClass::Info : ProblemClass::Security;
        problem.rule = "scope-policy";
        problem.place = pact.verifiedTools.empty() ? "/tools" : "/verification";
        if (binds == versions.end()) {
            problem.reason = std::string(pact.verifiedTools.empty() ? "Destructive tools need a second agent's verdict at the gateway" : "The pact asks for a second agent's verdict") +
                             ", and no scope policy in force binds " + whom + ": every action of them is refused.";
            problem.remedy = "Let somebody who has no hand in the pact put one in force: \"mandate scope set\".";
        } else if (!binds->notCounting.empty()) {
            problem.reason = "The scope policy " + binds->document().name() + ", which binds " + whom + ", does not count: " + binds->notCounting;
            problem.remedy = "Let somebody else write and keep it.";
        } else if (auto found = pactDependence({}, pact, Digest(), binds->version.authorship(), m_workspace.people())) {
            problem.reason = found->happened;
            problem.remedy = found->remedy;
        } else {
            continue;
        }
        problems.push_back(std::move(problem));
    }
    return problems;
}

std::string ScopePolicies::separationFinding() const
{
    const auto versions = all();
    if (!m_workspace.people().isOpen() || std::ranges::none_of(versions, &ScopePolicyVersion::inForce))
        return {};
    return "No people are enrolled, so nothing proves that the scope policy and the pact are kept by different people.";
}

} // namespace mandate
