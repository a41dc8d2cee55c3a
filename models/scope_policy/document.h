// SPDX-License-Identifier: GPL-3.0-or-later
// A scope policy, version 1: what a second agent checks destructive actions against, kept apart from the pact. The document as values. Format:
// resources/schemas/scope-policy.schema.json; meaning: docs/scope-policy.md. What its rules say of an action is compiled.h, who may change it life.h.
#pragma once

#include "models/pact/document.h"

#include <string>
#include <string_view>
#include <vector>

namespace mandate {

/// A tool as the policy sees it; what the pact says of the tool does not count here.
struct ScopeTool
{
    std::string name; ///< name, or a pattern with '*'
    std::string title;
    std::vector<Consequence> consequences;
    bool destructive = false; ///< nothing runs unless a rule allows it and a verifier says so
    std::string reversible;   ///< "full", "partial", "none"; empty when it does not say
    bool operator==(const ScopeTool &) const = default;
};

struct ScopeRule
{
    std::string id;
    bool allows = false;            ///< else it refuses
    std::vector<std::string> tools; ///< names or patterns; empty: every tool
    std::string when;               ///< condition (CEL) over the structured action
    std::string readsAs;            ///< as one sentence
    std::string why;
    bool operator==(const ScopeRule &) const = default;
};

struct ScopePolicyDocument
{
    std::string id;
    std::string version; ///< semantic version
    std::string title;
    std::string purpose;
    std::vector<Binding> binds;
    std::string owner; ///< who answers for it: another person than the pact's owner
    std::vector<ScopeTool> tools;
    std::vector<ScopeRule> rules;

    [[nodiscard]] bool bindsAgent(std::string_view agent, std::string_view deployment) const;
    /// By its name, else by the first pattern that fits; nullptr when it does not list the tool.
    [[nodiscard]] const ScopeTool *tool(std::string_view name) const;
    /// "id@version"
    [[nodiscard]] std::string name() const { return id + '@' + version; }
};

struct ParsedScopePolicy
{
    ScopePolicyDocument document;
    std::string canonical; ///< RFC 8785 form of the whole document
    Digest digest;         ///< SHA-256 of `canonical`: what a verifier names
};

/// The longest document that is taken, bytes.
inline constexpr std::size_t longestScopePolicy = 256 * 1024;

/// Input errors name the JSON Pointer, the reason and the remedy. Unknown members are refused; so is a pact, by name. Conditions are not compiled.
Result<ParsedScopePolicy> parseScopePolicy(std::string_view json, const std::string &file = {});

} // namespace mandate
