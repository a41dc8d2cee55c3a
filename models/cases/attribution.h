// SPDX-License-Identifier: GPL-3.0-or-later
// From questions about an incident to what caused it. The same few questions lead a person there and compute a suggestion from the trail; a
// suggestion is never a claim. Pure: what the trail answers is models/workspace/cause_suggestion.
#pragma once

#include "models/cases/cause_claim.h"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

/// Each can be answered yes, no or unknown. In the order in which they are asked.
inline constexpr std::array<std::string_view, 9> causeQuestions{
    "state_true",   // was what the agent had read true? No: the verdict would be another with the state that the tools were told
    "steered",      // did text that the agent read, and nobody it works for wrote, tell it what to do?
    "repeated",     // did it do the same again and again without end?
    "permitted",    // did the pact permit what was done?
    "tool_obeyed",  // did the tools do what they were told? Asked where the pact permitted it
    "pressed",      // did whom it works for ask for more than a limit of the pact allows?
    "unclear",      // was the pact silent or contradictory there, or did the task ask for what it forbids?
    "read_first",   // had it read what it acted on?
    "scored",       // did the run count as a success all the same?
};
/// The question as one reads it; empty for an unknown one.
[[nodiscard]] std::string_view questionText(std::string_view question);

using CauseAnswers = std::map<std::string, std::string, std::less<>>; ///< question → "yes", "no" or "unknown"

/// How an incident came about, beside its cause. Stable names; empty: nothing beyond the cause.
inline constexpr std::array<std::string_view, 9> causePatterns{"stale_state", "tool_failed", "attack", "runaway", "pressure_on_scope", "task_forbidden", "no_evidence",
                                                               "success_hides_violation", "pact_silent"};

struct Diagnosis
{
    Cause cause = Cause::Policy;
    std::string pattern;                ///< one of causePatterns, or empty
    std::vector<std::string> alsoSeen;  ///< further patterns that the answers show
    std::vector<Cause> contributing;
    std::string because;                ///< one sentence
    bool operator==(const Diagnosis &) const = default;
};

/// The first question whose answer is needed and not there; nothing when diagnose() has its answer.
[[nodiscard]] std::optional<std::string_view> nextQuestion(const CauseAnswers &answers);
/// What the answers lead to. Unanswered questions count as unknown.
[[nodiscard]] Diagnosis diagnose(const CauseAnswers &answers);

/// What the trail says to one question.
struct TrailAnswer
{
    std::string question;
    std::string answer = "unknown";
    std::string because;     ///< one sentence, from what was computed: never words of the agent or a customer
    std::vector<Pin> pins;   ///< records that show it
    bool operator==(const TrailAnswer &) const = default;
};

/// Computed from the trail, with its reasons; nobody's claim.
struct CauseSuggestion
{
    std::vector<TrailAnswer> answers;  ///< of every question, in order
    Diagnosis diagnosis;
    std::vector<std::string> missing;  ///< what would have to be known
    [[nodiscard]] CauseAnswers answered() const;
    /// The records that the diagnosis rests on, each once.
    [[nodiscard]] std::vector<Pin> pins() const;
};

} // namespace mandate
