// SPDX-License-Identifier: GPL-3.0-or-later
// Rules of other engines as the draft of a pact: each rule whose meaning is exactly a clause's, every other one by name with its reason.
// A draft binds nobody and has no owner until a person says so. Meaning: docs/pact.md, "Imports".
#pragma once

#include "models/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace mandate {

struct RefusedRule
{
    std::string rule; ///< its id or name, or its number
    std::string reason;
    bool operator==(const RefusedRule &) const = default;
};

struct ImportedPact
{
    std::string document; ///< JSON of the draft; parsePact takes it
    std::vector<std::string> clauses;
    std::vector<RefusedRule> refused;
    std::vector<std::string> notes; ///< what a person should know before using it
};

/// Cedar policies over context.input. Input error when the text is no Cedar at all; policies that are no simple rules are refused one by one.
Result<ImportedPact> importCedar(std::string_view text, const std::string &pactId);
/// AGT rules of the form before 27 July 2026, apiVersion governance.toolkit/v1. Input error when it is no such file.
Result<ImportedPact> importAgt(std::string_view yaml, const std::string &pactId);

} // namespace mandate
