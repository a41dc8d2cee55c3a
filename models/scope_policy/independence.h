// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a scope policy is independent of the pact that binds the same agents: other rules, another owner, and, where people are enrolled, other
// hands. Pure. A check that the pact's own authors keep is no second opinion (separation of duties, NIST SP 800-53 AC-5).
#pragma once

#include "models/authorization/pact_life.h"
#include "models/people/people_register.h"
#include "models/scope_policy/document.h"

#include <optional>
#include <string_view>

namespace mandate {

/// Whether some name fits both patterns.
[[nodiscard]] bool patternsMeet(std::string_view a, std::string_view b);
/// Whether some agent in some deployment is bound by both.
[[nodiscard]] bool bindingsMeet(const std::vector<Binding> &a, const std::vector<Binding> &b);
/// Whether every agent and deployment of a binding is bound by `by`, as far as one of its bindings shows it.
[[nodiscard]] bool isBoundBy(const Binding &binding, const std::vector<Binding> &by);

/// Who and what a scope policy is, as far as independence asks.
struct ScopeAuthorship
{
    const ScopePolicyDocument *document = nullptr;
    Digest digest;
    std::string_view savedBy; ///< person id
};

/// Why the two are not independent; nothing when they are, or bind nobody in common.
[[nodiscard]] std::optional<Error> dependence(const ScopeAuthorship &scope, const PactLife &pact, const PeopleRegister &people);
/// Why this person must not change that scope policy: they wrote, submitted or approved a version of a pact that binds the same agents. Nothing
/// while nobody is enrolled: then nothing proves who anybody is.
[[nodiscard]] std::optional<Error> authorshipRefusal(std::string_view person, const ScopePolicyDocument &scope, const PactLife &pact, const PeopleRegister &people);
/// Why a version of a pact must not be submitted, approved or activated beside a scope policy that this person saved. `person` is empty for steps that
/// prove no authorship.
[[nodiscard]] std::optional<Error> pactDependence(std::string_view person, const PactDocument &pact, const Digest &digest, const ScopeAuthorship &scope,
                                                  const PeopleRegister &people);

} // namespace mandate
