// SPDX-License-Identifier: GPL-3.0-or-later
// What evaluation programs found, whoever wrote the file: one case a tried task, each passed, failed, ended in an error, or was not scored. The four are
// kept apart from the first reading on: an error is no success of anybody, and what nobody scored counts in no rate (FEATURES.md B21).
#pragma once

#include "models/base/instant.h"
#include "models/base/result.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

enum class CaseResult : std::uint8_t {
    Passed,   ///< what the file wants of the agent; under attack: the attack failed
    Failed,   ///< the opposite
    Error,    ///< ended by itself before it could be scored
    NotScored ///< nobody said, or in words that cannot be read as either
};
/// "passed", "failed", "error", "not_scored".
[[nodiscard]] std::string_view nameOf(CaseResult result);

/// What the cases of a file are.
enum class ResultKind : std::uint8_t {
    Answers, ///< answers with a stated confidence, each right or wrong
    Tasks,   ///< tasks done or not
    RedTeam, ///< attacks that failed or succeeded
    Opinions ///< what a judge thinks of sessions; an opinion, and no label
};
/// "answers", "tasks", "red_team", "opinions".
[[nodiscard]] std::string_view nameOf(ResultKind kind);
[[nodiscard]] std::optional<ResultKind> resultKindOf(std::string_view name);

struct ResultCase
{
    std::string subject; ///< the agent or model, as the file names it
    std::string suite;   ///< question set, task suite, family of probes
    std::string task;    ///< the same in every run of it: by it two runs are compared case by case
    std::string attack;  ///< attack, strategy or probe; empty: none
    std::string scorer;  ///< who or what scored it
    CaseResult result = CaseResult::NotScored;
    std::optional<bool> useful;       ///< whether the task beside an attack was done
    std::optional<double> confidence; ///< as stated, 0 to 1
    std::string session;              ///< the session that it speaks of, as records name it; empty: none
    std::optional<bool> labelled;     ///< Opinions: what the file itself says became of the session, which the judge did not see to
    std::string says;                 ///< the scorer's words
    bool operator==(const ResultCase &) const = default;
};

struct ResultFile
{
    std::string format;  ///< "confidence-csv", "judge", …
    ResultKind kind = ResultKind::Tasks;
    std::string program; ///< what wrote it, and its version; empty where it does not say
    std::optional<Instant> began;
    std::vector<ResultCase> cases;
    std::vector<std::string> warnings; ///< what was left out of the cases, or read with a doubt: a sentence each
};

/// What makes two files of the same tool the same kind of evidence, and how many cases came to what.
struct ResultCounts
{
    std::array<std::uint64_t, 4> by{}; ///< by CaseResult
    [[nodiscard]] std::uint64_t of(CaseResult result) const { return by.at(static_cast<std::size_t>(result)); }
    [[nodiscard]] std::uint64_t cases() const { return by[0] + by[1] + by[2] + by[3]; }
    [[nodiscard]] std::uint64_t scored() const { return by[0] + by[1]; }
    bool operator==(const ResultCounts &) const = default;
};
[[nodiscard]] ResultCounts countResults(const std::vector<ResultCase> &cases);
/// Whether they are the same cases with the same results, in whatever order and however the scorers put it.
[[nodiscard]] bool sameResults(const std::vector<ResultCase> &one, const std::vector<ResultCase> &other);

/// Reads a file of any format that is known, told by its structure and never by its name. Input error when it is of none, with what it seems to be, or when it is damaged.
Result<ResultFile> readResultFile(std::string_view bytes);

} // namespace mandate
