// SPDX-License-Identifier: GPL-3.0-or-later
// The redline of two versions of a pact: what changed, part by part, in words, and whether each change widens or narrows what the agent is
// authorized to do. The class of a clause is proved (Z3) or shown by an action that our own evaluator confirms; else it is "cannot tell".
// Which part of the condition language is modelled: docs/pact.md. No storage and no window; a call may take the whole time it is given.
#pragma once

#include "models/base/result.h"
#include "models/pact/document.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

enum class ScopeChange : std::uint8_t {
    Widens,     ///< something is authorized, or no longer asked for, that was not so before; it may narrow elsewhere
    Narrows,    ///< nothing of that kind, and something is newly forbidden, referred to a person, owed, or no longer permitted
    Same,       ///< what the agent is authorized to do is the same, though more than words changed
    Wording,    ///< only words for people changed
    CannotTell, ///< neither proved nor shown
};
/// "widens", "narrows", "same", "wording", "cannot_tell"
[[nodiscard]] std::string_view nameOf(ScopeChange change);

/// A run of words of both versions side by side.
struct WordRun
{
    enum class Mark : std::uint8_t { Same, Removed, Added } mark = Mark::Same;
    std::string text;
    bool operator==(const WordRun &) const = default;
};
[[nodiscard]] std::string_view nameOf(WordRun::Mark mark);

/// The words of `before` and `after` with the fewest that changed (Myers, 1986); white space belongs to the word before it. Texts that
/// differ in more than a few thousand words are given as one removed and one added run.
[[nodiscard]] std::vector<WordRun> diffWords(std::string_view before, std::string_view after);

struct PactChange
{
    std::string part;   ///< member of the document: "clauses", "state", "hand_off", "accountability" …
    std::string clause; ///< id of the clause (or fact, or tool); empty for a part as a whole
    ScopeChange change = ScopeChange::Wording;
    std::vector<WordRun> words;         ///< of the clause's sentence; empty when there is none
    std::vector<std::string> sentences; ///< what else changed, and why the class is what it is
    std::string counterexample;         ///< JSON object: an action that the new version lets pass and the old one did not; or empty
    bool operator==(const PactChange &) const = default;
};

struct Redline
{
    std::vector<PactChange> changes; ///< clauses in the order of the new document, removed ones after them, then the other parts
    [[nodiscard]] bool has(ScopeChange change) const;
};

/// What a comparison may take. When it is used up, what is left is "cannot tell".
struct RedlineBudget
{
    /// Tells how much of the time is used up. By one that stands still every question takes its steps to the end, however busy the machine is:
    /// the same answers every time.
    using Clock = std::function<std::chrono::steady_clock::time_point()>;

    std::chrono::milliseconds time{5000};
    std::chrono::milliseconds question{700}; ///< for one question to the solver, where many are asked; counted in its steps too
    std::uint32_t megabytes = 512;           ///< memory of the solver
    std::stop_token stop;                    ///< cancels: the result is then an error of kind Cancelled
    Clock clock = std::chrono::steady_clock::now;
};

/// Compares two versions. Conditions that do not compile are "cannot tell", so that drafts can be compared; the only error is Cancelled.
Result<Redline> compare(const PactDocument &before, const PactDocument &after, const RedlineBudget &budget = {});

} // namespace mandate
