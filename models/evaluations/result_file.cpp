// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/evaluations/result_file.h"

#include "models/base/enum_names.h"
#include "models/evaluations/result_formats.h"

#include <algorithm>
#include <tuple>

namespace mandate {

namespace {

constexpr std::array<std::string_view, 4> resultNames{"passed", "failed", "error", "not_scored"};
constexpr std::array<std::string_view, 4> kindNames{"answers", "tasks", "red_team", "opinions"};
constexpr std::array readers{&readSessionList, &readConfidenceTable, &readLabelledSessions, &readJudgeFile, &readGarak,
                             &readPromptfoo,   &readInspectLog,      &readAgentDojoRun,     &readPyrit};

/// All of a case but the scorer's words.
auto whatCounts(const ResultCase &one)
{
    return std::tie(one.subject, one.suite, one.task, one.attack, one.scorer, one.session, one.result, one.useful, one.confidence, one.labelled);
}

} // namespace

std::string_view nameOf(CaseResult result) { return resultNames.at(static_cast<std::size_t>(result)); }
std::optional<CaseResult> caseResultOf(std::string_view name) { return enumNamed<CaseResult>(resultNames, name); }
std::string_view nameOf(ResultKind kind) { return kindNames.at(static_cast<std::size_t>(kind)); }
std::optional<ResultKind> resultKindOf(std::string_view name) { return enumNamed<ResultKind>(kindNames, name); }

ResultCounts countResults(const std::vector<ResultCase> &cases)
{
    ResultCounts counts;
    for (const ResultCase &one : cases)
        ++counts.by.at(static_cast<std::size_t>(one.result));
    return counts;
}

bool sameResults(const std::vector<ResultCase> &one, const std::vector<ResultCase> &other)
{
    const auto sorted = [](const std::vector<ResultCase> &cases) {
        std::vector<const ResultCase *> pointers;
        for (const ResultCase &each : cases)
            pointers.push_back(&each);
        std::ranges::sort(pointers, {}, [](const ResultCase *each) { return whatCounts(*each); });
        return pointers;
    };
    return std::ranges::equal(sorted(one), sorted(other), [](const ResultCase *a, const ResultCase *b) { return whatCounts(*a) == whatCounts(*b); });
}

Error damagedResults(std::string_view format, std::string happened, std::string path, std::optional<std::uint64_t> line)
{
    Position place;
    place.path = std::move(path);
    place.line = line;
    return {ErrorKind::Input, "MND-EVL-002", std::move(happened), "Nothing was imported.", "The file looks like " + std::string(format) + "; write it anew with the program that made it.", place};
}

Result<ResultFile> readResultFile(std::string_view bytes)
{
    for (const auto read : readers) {
        if (ResultReading file = read(bytes)) {
            if (*file && (*file)->cases.empty())
                return Error{ErrorKind::Input, "MND-EVL-003", "The file holds no case.", "Nothing was imported.", "Check that the evaluation ran to its end.", {}};
            return std::move(*file);
        }
    }
    return Error{ErrorKind::Input, "MND-EVL-001", "The file holds no results of an evaluation in a format that is read.", "Nothing was imported.",
                 "Formats: \"mandate help evaluate import\". Recorded runs are evidence: \"mandate import\".", {}};
}

} // namespace mandate
