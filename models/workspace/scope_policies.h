// SPDX-License-Identifier: GPL-3.0-or-later
// Scope policies of an open workspace: what windows, command line and gateway ask of them and do with them. Every function may be called from any
// thread and returns values; who signs is who is signed in. The rules are models/scope_policy.
#pragma once

#include "models/authorization/approval_statement.h"
#include "models/pact/check.h"
#include "models/scope_policy/life.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

class Workspace;

struct ScopePolicyVersion
{
    ScopeVersion version;
    bool inForce = false;      ///< now
    std::string notCounting;   ///< why it allows nothing although it is in force, in a sentence; empty when it counts
    [[nodiscard]] const ScopePolicyDocument &document() const { return version.document(); }
};

struct ScopePolicyHistory
{
    std::string id;
    bool broken = false;                      ///< its statements do not follow one another: it allows nothing any more
    std::vector<ScopePolicyVersion> versions; ///< oldest first
    std::vector<ScopeLife::Event> events;     ///< every signed statement, oldest first
};

/// What stands between an agent and its destructive tools.
struct AgentScope
{
    std::optional<ScopePolicyVersion> policy; ///< in force now
    bool asked = false;                       ///< a pact in force asks for verification, or the policy lists destructive tools
    std::string finding;                      ///< what is missing of what the pact asks for in so many words, or why the policy does not count; else empty
};

class ScopePolicies
{
public:
    explicit ScopePolicies(const Workspace &workspace) : m_workspace(workspace) {}

    /// Why who is signed in may not put this document in force now, or withdraw that policy; nothing when they may. A reason is taken as given.
    [[nodiscard]] std::optional<Error> settingRefusal(const ParsedScopePolicy &document) const;
    [[nodiscard]] std::optional<Error> withdrawalRefusal(const std::string &id) const;

    /// Every version, by id, oldest first.
    [[nodiscard]] std::vector<ScopePolicyVersion> all() const;
    /// "id" is the version in force, else the newest; "id@version" that one. Missing when there is none.
    Result<ScopePolicyVersion> find(std::string_view idAtVersion) const;
    Result<ScopePolicyHistory> history(const std::string &id) const;

    /// In force for an agent in a deployment now; nothing where none is.
    [[nodiscard]] std::optional<ScopePolicyVersion> inForce(const std::string &agent, const std::string &deployment) const;
    /// In these deployments; the first that is asked and lacks something decides the finding.
    [[nodiscard]] AgentScope ofAgent(const std::string &agent, const std::vector<std::string> &deployments) const;
    /// What the policy in force says of an action now, and of which a verifier would have to be asked.
    struct Trial
    {
        bool verified = false; ///< the action needs a verifier: by the pact in force or the scope policy
        ScopeCheck check;
    };
    Result<Trial> test(const std::string &agent, const std::string &deployment, const std::string &tool, const std::string &target, std::string_view arguments) const;
    /// An action that waits for a second agent's verdict: for the first, or because the last one is no longer fresh.
    struct Awaiting
    {
        std::string request;
        ActionBinding action;
        Digest digest;
        std::string deployment;
        Instant expiresAt;
        std::optional<std::pair<std::string, Digest>> policy; ///< "id@version" in force for it; none: nothing that a verifier could check against
    };
    /// Of other agents than this verifier, the soonest to expire first.
    Result<std::vector<Awaiting>> awaitingVerdict(std::string_view verifier, std::size_t most) const;
    /// What a pact that asks for verification lacks in this workspace, for its checks.
    [[nodiscard]] std::vector<Problem> problems(const PactDocument &pact) const;
    /// What every surface says while nobody is enrolled and some policy is in force; empty when there is nothing to say.
    [[nodiscard]] std::string separationFinding() const;

private:
    [[nodiscard]] ScopePolicyVersion describe(const ScopeVersion &version, const ScopeLife &life) const;

    const Workspace &m_workspace;
};

/// Changing them.
class ScopeKeeping
{
public:
    explicit ScopeKeeping(Workspace &workspace) : m_workspace(workspace) {}

    /// Puts a version in force. Refusals change nothing and say who can.
    Result<ScopePolicyVersion> set(std::string_view json, const std::string &note);
    Result<ScopePolicyVersion> withdraw(const std::string &id, const std::string &reason);

private:
    Result<ScopePolicyVersion> take(ScopeStep step, const std::string &id, const ParsedScopePolicy *document, const std::string &note);

    Workspace &m_workspace;
};

} // namespace mandate
