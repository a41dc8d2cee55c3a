// SPDX-License-Identifier: GPL-3.0-or-later
// Whether an agent behaves differently than before: two sets of runs compared, run by run, with what chance alone does. Values in, values out; formulas are in
// models/statistics, and which runs to compare is models/workspace/drift.h. "Not distinguishable" never means "the same".
#pragma once

#include "models/metrics/drift_run.h"
#include "models/statistics/permutation.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

/// What is compared. The first seven speak of the agent as a whole and decide together; Clause and Argument are details, told beside them.
enum class DriftSubject : std::uint8_t { ViolatingRuns, TaskSuccess, ToolMix, VerdictMix, OutcomeMix, Arguments, Confidence, Clause, Argument };
/// "violating_runs", "task_success", "tool_mix", "verdict_mix", "outcome_mix", "arguments", "confidence", "clause", "argument".
[[nodiscard]] std::string_view nameOf(DriftSubject subject);

/// TooFew: fewer than fewestRuns on a side, or nothing to compare. Changed: differs, and neither side is better by itself.
enum class DriftAnswer : std::uint8_t { TooFew, NotDistinguishable, Changed, Better, Worse };
/// "too_few", "not_distinguishable", "changed", "better", "worse".
[[nodiscard]] std::string_view nameOf(DriftAnswer answer);

enum class DriftTest : std::uint8_t { None, Fisher, McNemar, Permutation };
/// "none", "fisher", "mcnemar", "permutation".
[[nodiscard]] std::string_view nameOf(DriftTest test);

inline constexpr std::uint64_t fewestRuns = 10;

struct DriftShare
{
    std::uint64_t k = 0;
    std::uint64_t n = 0;
    bool operator==(const DriftShare &) const = default;
};

/// A part of a mix: a tool, a verdict, an outcome.
struct DriftPart
{
    std::string name;
    std::uint64_t before = 0; ///< calls
    std::uint64_t after = 0;
    double share = 0;         ///< of the index: how much of the difference is this
    /// Of values of an argument: seldom ones stand together, those that the earlier side had and those that it did not. They have no name.
    enum class Pooled : std::uint8_t { No, New, Other };
    Pooled pooled = Pooled::No;
    std::uint64_t values = 1; ///< that stand together
    bool operator==(const DriftPart &) const = default;
};
/// Its name, or in words what stands together.
[[nodiscard]] std::string wordsOf(const DriftPart &part);

struct DriftSignal
{
    DriftSubject subject = DriftSubject::ToolMix;
    std::string name;                     ///< of a clause, or "tool argument"
    DriftTest test = DriftTest::None;     ///< that `p` is of
    std::optional<DriftShare> before, after; ///< of runs, where runs are counted
    std::uint64_t undecidableBefore = 0, undecidableAfter = 0; ///< runs of these that could have been one, and nobody knows
    std::optional<double> fisher;         ///< two-sided, as if the two sets were of different tasks
    std::optional<double> mcNemar;        ///< exact, of tasks that both sides ran once
    std::optional<Permuted> permuted;     ///< mixes: index (PSI, +0.5); numbers: Kolmogorov-Smirnov D; values: the greatest difference of one's share; Arguments: the greatest of the last two, scaled
    std::optional<double> jensenShannon;  ///< of mixes: the same difference on a scale from 0 to 1
    std::vector<DriftPart> parts;         ///< of mixes, and of arguments with few values, those that differ most first
    std::optional<double> medianBefore, medianAfter; ///< of numbers
    double p = 1;
    double adjusted = 1;                  ///< for as many tests as were made beside it (Benjamini-Hochberg)
    DriftAnswer answer = DriftAnswer::TooFew;
    std::vector<std::string> sessions;    ///< of the later side that show it, clearest first; at most ten
};

/// A tool that only one side used. Always reported: no test can call a new tool chance.
struct DriftTool
{
    std::string tool;
    bool isNew = false; ///< else only the earlier side used it
    std::uint64_t calls = 0;
    std::vector<std::string> sessions;
};

/// Something around the agent that is not as it was: why behaviour may be another.
struct DriftMarker
{
    enum class Kind : std::uint8_t { Agent, Deployment, Model, AgentVersion, Prompt, Pact, Tools };
    Kind kind = Kind::Model;
    std::vector<std::string> before; ///< names that the earlier side had
    std::vector<std::string> after;
    std::optional<Instant> since;    ///< first call of a run that has a name which the earlier side did not
    std::string session;             ///< that run
};
/// "agent", "deployment", "model", "agent_version", "prompt", "pact", "tools".
[[nodiscard]] std::string_view nameOf(DriftMarker::Kind kind);

/// When the later side's runs, in order of time, began to fail more often than the earlier side's.
struct DriftOnset
{
    DriftSubject subject = DriftSubject::ViolatingRuns;
    double usual = 0;          ///< rate of the earlier side, with half a run added
    double raised = 0;         ///< that was looked for: twice as much
    double threshold = 0;      ///< that a series of this length without a change passes with probability `level`
    std::string beganSession;  ///< the likeliest beginning, of what led to the alarm
    std::optional<Instant> began;
    std::string alarmSession;  ///< by which it was certain enough
    std::optional<Instant> alarm;
    std::optional<std::string> averageSession; ///< where the moving average passed its limit, if it did
};

struct DriftSide
{
    std::string name; ///< as the question names it
    std::uint64_t runs = 0;
    std::uint64_t calls = 0;
    std::uint64_t untimed = 0; ///< runs whose source gave no time
    std::optional<Instant> first, last;
};

/// An argument that was not compared.
struct DriftLeftOut
{
    /// FewRuns: fewer than fewestRuns of a side have it in this form. OneValue: it is the same everywhere. Names: its values hardly come again, so others are no change.
    /// TooMany: others are used more.
    enum class Why : std::uint8_t { FewRuns, OneValue, Names, TooMany };
    std::string name; ///< "tool argument"
    Why why = Why::FewRuns;
    bool operator==(const DriftLeftOut &) const = default;
};
/// "few_runs", "one_value", "names", "too_many".
[[nodiscard]] std::string_view nameOf(DriftLeftOut::Why why);

struct DriftReport
{
    DriftSide before, after;
    std::uint64_t sharedTasks = 0;
    std::uint64_t pairedRuns = 0; ///< runs of both sides whose task both ran: compared within their task
    bool oneToOne = false;        ///< every run has exactly one partner
    double level = 0.05;
    PermutationPlan plan;
    std::vector<DriftSignal> signals; ///< of the agent as a whole
    std::vector<DriftSignal> details; ///< clauses and arguments, one by one
    std::vector<DriftTool> tools;
    std::vector<DriftMarker> markers;
    std::vector<DriftOnset> onsets;
    DriftAnswer answer = DriftAnswer::TooFew;
    std::vector<DriftLeftOut> leftOut; ///< by name
    std::vector<std::string> notes; ///< what was pinned and is not so any more, in sentences
};

/// Counts that were pinned when the earlier side still was what it was; they stand for the earlier side wherever counts are enough.
struct DriftCounts
{
    std::uint64_t runs = 0, calls = 0;
    std::uint64_t judged = 0, violating = 0, undecidable = 0;
    std::uint64_t scored = 0, succeeded = 0;
    std::map<std::string, std::uint64_t> tools, verdicts, outcomes;      ///< calls
    std::map<std::string, std::uint64_t> clauses, undecided;             ///< runs
    std::array<std::uint64_t, 10> confidences{};                         ///< calls by tenths; all 0 where the source states none
    bool operator==(const DriftCounts &) const = default;
};
[[nodiscard]] DriftCounts countsOf(const std::vector<AgentRun> &runs);

struct DriftTerms
{
    double level = 0.05; ///< of the answer: how often an unchanged agent may be called changed
    PermutationPlan plan;
    bool withinTasks = true; ///< runs of a task that both sides ran are compared with one another; false: as if no task were known
    std::string beforeName, afterName;
    std::optional<DriftCounts> pinned;
};

/// Markers of pacts are for who knows pacts. Time grows with permutations times the runs' tools and numbers.
[[nodiscard]] DriftReport compareRuns(const std::vector<AgentRun> &before, const std::vector<AgentRun> &after, const DriftTerms &terms);

/// Which arguments were left out and why, a sentence a reason; what is the same everywhere is no loss. Names are as they came.
[[nodiscard]] std::vector<std::string> leftOutSentences(const DriftReport &report);

/// The report as one sentence (or two) for a person; names of sources are as they came, so make them visible before showing.
[[nodiscard]] std::string driftSentence(const DriftReport &report);

} // namespace mandate
