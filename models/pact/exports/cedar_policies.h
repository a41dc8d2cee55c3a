// SPDX-License-Identifier: GPL-3.0-or-later
// What of a pact Cedar can say: the clauses, and per tool the arguments that they read with their kinds. Written out by cedar.cpp and
// cedar_schema.cpp.
#pragma once

#include "models/pact/exports/export.h"
#include "models/pact/exports/translation.h"

#include <map>
#include <string>
#include <vector>

namespace mandate::exports {

struct Argument
{
    Place place;
    bool nullIsAbsent = true; ///< every clause treats null as a member that is not there
};
using Arguments = std::map<std::string, Argument>; ///< by name of the place

struct CedarClause
{
    Clause clause;
    Formula yes; ///< without questions about null
    Formula no;
    std::vector<std::string> tools;
    bool mayBeUndecidable = false;
};

struct CedarPact
{
    std::vector<CedarClause> clauses;
    std::map<std::string, Arguments> arguments; ///< by tool; every known tool has its entry
    std::vector<Inexpressible> left;
    int scale = 2; ///< digits after the point of every number
    std::string target;
    std::string gateway;
    [[nodiscard]] std::string action(const std::string &tool) const; ///< AgentCore::Action::"target___tool"
};

Result<CedarPact> cedarPact(const ParsedPact &pact, const CedarNames &names);

[[nodiscard]] std::string cedarSchema(const CedarPact &pact);
[[nodiscard]] std::string cedarEntities(const CedarPact &pact);
[[nodiscard]] std::string cedarMapping(const CedarPact &pact, const ParsedPact &source);

} // namespace mandate::exports
