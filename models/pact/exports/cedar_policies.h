// SPDX-License-Identifier: GPL-3.0-or-later
// What of a pact Cedar can say: the clauses, and per tool the arguments that they read with their kinds. Written out by cedar.cpp and
// cedar_schema.cpp.
#pragma once

#include "models/pact/exports/export.h"
#include "models/pact/exports/history.h"
#include "models/pact/exports/translation.h"

#include <map>
#include <string>
#include <vector>

namespace mandate::exports {

struct Argument
{
    Place place;
    bool nullIsAbsent = true; ///< every clause treats null as a member that is not there
    bool required = false;    ///< a history clause asks for it: a call without it does not fit
    bool whole = false;       ///< a history clause adds it: only whole numbers fit
};
using Arguments = std::map<std::string, Argument>; ///< by name of the place

struct CedarClause
{
    Clause clause;
    Formula yes; ///< without questions about null
    Formula no;
    std::vector<std::string> tools;
    bool mayBeUndecidable = false;
    std::vector<HistoryTest> history;  ///< said in temporal blocks
    [[nodiscard]] std::size_t alternatives() const; ///< policies that say "yes": the dialect has no "or"
    [[nodiscard]] std::string id(std::size_t alternative, bool undecidable = false) const;
};

struct CedarPact
{
    std::vector<CedarClause> clauses;
    std::map<std::string, Arguments> arguments; ///< by tool; every known tool has its entry
    std::vector<Inexpressible> left;
    int scale = 2; ///< digits after the point of every number
    bool temporal = false; ///< the dialect with operators over the events of a session
    std::string target;
    std::string gateway;
    [[nodiscard]] std::string action(const std::string &tool) const; ///< AgentCore::Action::"target___tool"
};

Result<CedarPact> cedarPact(const ParsedPact &pact, const CedarNames &names, bool temporal);

/// How far back the dialect looks at most, and so how long a session may be for its answers to be ours.
inline constexpr std::string_view temporalWindow = "24h";
/// What AgentCore takes in one policy.
inline constexpr std::size_t mostTemporalOperators = 3;
/// Why the temporal dialect does not say a test, or nothing. Notes in `pact` which arguments it needs.
[[nodiscard]] std::string admitHistory(CedarPact &pact, const Clause &clause, const std::vector<std::string> &tools,
                                       const std::vector<HistoryTest> &tests);
/// "when temporal { … }" and "unless temporal { … }", each on a line of its own.
[[nodiscard]] std::string temporalBlocks(const CedarPact &pact, const CedarClause &clause, std::size_t alternative);

[[nodiscard]] std::string cedarSchema(const CedarPact &pact);
[[nodiscard]] std::string cedarEntities(const CedarPact &pact);
[[nodiscard]] std::string cedarMapping(const CedarPact &pact, const ParsedPact &source);

} // namespace mandate::exports
