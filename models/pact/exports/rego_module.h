// SPDX-License-Identifier: GPL-3.0-or-later
// What of a pact a Rego module can say, and the module; shared by the exports for Open Policy Agent and AGT.
#pragma once

#include "models/pact/exports/export.h"
#include "models/pact/exports/rego_words.h"
#include "models/pact/exports/translation.h"

#include <string>
#include <vector>

namespace mandate::exports {

/// Where the module finds things in its input.
struct RegoTarget
{
    Ability ability;
    RegoRoots roots;
    std::string tool;
};

struct RegoClause
{
    Clause clause;
    Translated translated;
    std::vector<std::vector<std::string>> yes;
    std::vector<std::vector<std::string>> no;
};

struct RegoPact
{
    std::vector<RegoClause> clauses;
    std::vector<Inexpressible> left;
};

Result<RegoPact> regoPact(const ParsedPact &pact, const RegoTarget &target);
[[nodiscard]] std::string regoModule(const RegoPact &rego, const ParsedPact &pact, const RegoTarget &target);
/// Hands on what is said and what is left.
void addOutcome(RegoPact &&rego, Export &out);

} // namespace mandate::exports
