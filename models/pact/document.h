// SPDX-License-Identifier: GPL-3.0-or-later
// A behavioural pact, version 1: the document as values. Format: resources/schemas/pact.schema.json; meaning: docs/pact.md.
// Reading checks the schema; judging and checking conditions are in judge.h and check.h.
#pragma once

#include "models/base/digest.h"
#include "models/base/instant.h"
#include "models/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

enum class ClauseKind : std::uint8_t { Forbid, Escalate, Permit, Evidence };
enum class Severity : std::uint8_t { Critical, Major, Minor };
enum class Consequence : std::uint8_t { Internal, Spends, SendsOutside, Deletes, GrantsAccess, Publishes };
[[nodiscard]] std::string_view nameOf(ClauseKind kind);
[[nodiscard]] std::string_view nameOf(Severity severity);
[[nodiscard]] std::string_view nameOf(Consequence consequence);

struct Escalation
{
    std::string to;               ///< who decides: "owner", "deputy" or a named desk
    std::uint32_t answerSeconds = 0;
    bool handOff = false;         ///< when nobody answers: hand to a person instead of denying
    bool operator==(const Escalation &) const = default;
};

struct Clause
{
    std::string id;
    ClauseKind kind = ClauseKind::Forbid;
    std::vector<std::string> tools; ///< names, or names ending in '*'; empty: every tool
    std::string when;               ///< condition (CEL). Forbid, Escalate, Evidence: true when broken, due or owed. Permit: true when allowed
    std::string readsAs;            ///< the clause as one sentence
    std::string why;
    Severity severity = Severity::Major;
    bool heuristic = false;         ///< judged from words, so it can be wrong: shown as such, never alone a reason to suspend
    bool afterResult = false;       ///< looks at what the action returned: known only afterwards, so it detects and never prevents
    std::optional<Escalation> escalation;
    bool operator==(const Clause &) const = default;
};

struct PactTool
{
    std::string name;
    std::string title;
    std::vector<Consequence> consequences;
    bool destructive = false;
    std::string reversible; ///< "full", "partial" or "none"
    std::string blastRadius;
    bool operator==(const PactTool &) const = default;
};

/// A fact read from results earlier in the session.
struct StateFact
{
    std::string fact;               ///< conditions say state.<fact>
    std::string title;
    std::vector<std::string> tools; ///< whose results; empty: any tool
    std::string when;               ///< condition over value (an object in a JSON result), text, args, tool
    std::string key;                ///< text by which state.<fact> is a map; empty: one value
    std::string value;              ///< what is kept; empty: value itself
    std::vector<std::string> under; ///< members of a result whose object is offered too, such as "line"
    bool first = false;             ///< the first one stays, instead of the last
    bool operator==(const StateFact &) const = default;
};

/// Earlier actions within a length of business time, over all sessions of the agents that the pact binds; conditions read their values.
struct ActionWindow
{
    std::string window;             ///< conditions say window.<window>
    std::string title;
    std::vector<std::string> tools; ///< which actions; empty: every tool
    std::string when;               ///< condition over args, tool, agent, session, environment: which of them
    std::string by;                 ///< text that actions of one window have in common; empty: all that the pact binds share one
    std::string value;              ///< what is kept of each; empty: its arguments
    std::uint32_t withinSeconds = 0;
    bool attempted = false;         ///< what is known to have failed or to have been refused lies in it too
    bool operator==(const ActionWindow &) const = default;
};

struct Binding
{
    std::string agent = "*";      ///< name, or a pattern with '*'
    std::string deployment = "*";
    bool operator==(const Binding &) const = default;
};

struct Target
{
    std::string metric;
    double bound = 0;
    std::string window;
    bool operator==(const Target &) const = default;
};

struct PactDocument
{
    std::string id;
    std::string version; ///< semantic version, "1.0.0"
    std::string title;
    std::string purpose;
    std::string parentVersion;
    std::optional<Instant> validFrom;
    std::optional<Instant> validUntil;
    std::optional<Instant> reviewBy;
    std::vector<Binding> binds;
    std::string owner;
    std::string deputy;
    std::string answersFor;
    struct Reviewer { std::string role; std::uint32_t count = 1; bool operator==(const Reviewer &) const = default; };
    std::vector<Reviewer> reviewers;
    std::string credential; ///< "own" or "inherited"
    std::vector<std::string> reaches;
    std::optional<Instant> fixedClock; ///< the pact's `now`; absent: the time of the action
    std::string clockWhy;
    std::vector<PactTool> tools;
    std::vector<StateFact> state;
    std::vector<ActionWindow> windows;
    std::vector<Clause> clauses;
    std::optional<double> handOffBelow; ///< confidence under which a person takes the case
    std::string handOffTo;
    std::vector<std::string> verifiedTools; ///< a second agent must have checked these
    std::vector<std::string> owedEvidence;  ///< of input, action, basis, result, time, signature, decision_basis
    std::uint32_t retentionDays = 0;
    std::vector<Target> targets;
    std::string evaluationCadence;
    std::vector<std::string> evaluationTriggers;
    std::string onOverdue; ///< what happens by itself when the evaluation is overdue: "tell", "restrict" or "suspend"; empty: tell
    std::vector<std::string> onBreach; ///< of open_incident, restrict_tool, suspend

    [[nodiscard]] const Clause *clause(std::string_view id) const;
    [[nodiscard]] const PactTool *tool(std::string_view name) const;
    [[nodiscard]] bool bindsAgent(std::string_view agent, std::string_view deployment) const;
};

/// Name or pattern with '*' (any text), case-sensitive.
[[nodiscard]] bool matchesPattern(std::string_view pattern, std::string_view text);

struct ParsedPact
{
    PactDocument document;
    std::string canonical; ///< RFC 8785 form of the whole document
    Digest digest;         ///< SHA-256 of `canonical`
};
/// Input errors name the JSON Pointer, the reason and the remedy. Unknown members are refused: a misspelt part must not be silently void.
Result<ParsedPact> parsePact(std::string_view json, const std::string &file = {});

} // namespace mandate
