// SPDX-License-Identifier: GPL-3.0-or-later
// What a scope policy says of one action. It sees the structured action and nothing else: no words of the user or the agent, no proposal, no
// history; reading any of them is refused by name. What no rule allows is refused, and what cannot be decided is not allowed.
#pragma once

#include "models/base/arena.h"
#include "models/base/value.h"
#include "models/scope_policy/document.h"

#include <memory>
#include <string>
#include <string_view>

namespace mandate {

/// One action as a scope policy sees it. Texts and values are the caller's.
struct ScopeAction
{
    std::string_view agent;
    std::string_view deployment;
    std::string_view tool;
    std::string_view target; ///< the resource it acts on; empty when none is named
    Value arguments;         ///< an object; anything else is absent
};

enum class ScopeOutcome : std::uint8_t { Allow, Refuse, Undecidable };
/// "allow", "refuse", "undecidable".
[[nodiscard]] std::string_view nameOf(ScopeOutcome outcome);
[[nodiscard]] std::optional<ScopeOutcome> scopeOutcomeOf(std::string_view name);

struct ScopeAnswer
{
    ScopeOutcome outcome = ScopeOutcome::Refuse;
    std::string rule;    ///< that decided; empty when none allows the action
    std::string readsAs; ///< its sentence
    std::string missing; ///< what an undecidable rule lacked, such as "args.snapshot"; may be empty
    bool operator==(const ScopeAnswer &) const = default;
};
/// One sentence.
[[nodiscard]] std::string wordsOf(const ScopeAnswer &answer);

class CompiledScopePolicy
{
public:
    /// Input error with the rule, the place in its condition and what to do.
    static Result<std::shared_ptr<const CompiledScopePolicy>> compile(ScopePolicyDocument document);
    ~CompiledScopePolicy();
    CompiledScopePolicy(const CompiledScopePolicy &) = delete;
    CompiledScopePolicy &operator=(const CompiledScopePolicy &) = delete;

    [[nodiscard]] const ScopePolicyDocument &document() const;
    /// A refusing rule that holds decides; then one that cannot be decided; then an allowing one that holds; then one that cannot be decided.
    [[nodiscard]] ScopeAnswer evaluate(const ScopeAction &action) const;

private:
    CompiledScopePolicy();
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate
